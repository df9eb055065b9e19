"""What a wheel brings: the knowledge and the messages in binary form, used without a look at any file."""

import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from tests.unit.library.small import write

from painpath.library import entries, texts
from painpath.library.entries import read_entries, write_shipped

ROOT = Path(__file__).resolve().parents[3]
SOURCE = "{title: T, kind: expert, read: whole, how: here, authored: yes, date: '2024', address: here}"


@pytest.fixture
def root(tmp_path, monkeypatch):
    write(tmp_path / "knowledge", {"classes/tca": "name: tricyclics\n", "sources/t_2024": SOURCE})
    monkeypatch.setattr(entries, "SHIPPED", tmp_path / "shipped.cache")
    monkeypatch.setattr(entries, "_CACHE", tmp_path / "knowledge.cache")
    return tmp_path / "knowledge"


def no_look(*_args) -> None:
    raise AssertionError("files were looked at although the wheel brought them in binary form")


def test_shipped_entries_are_those_of_the_files(root):
    from_files = read_entries(root, None)
    write_shipped(entries.SHIPPED, root)

    shipped, version = read_entries(root, entries._CACHE)

    assert ({kind: dict(named) for kind, named in shipped.items()}, version) == from_files


def test_where_entries_are_shipped_no_file_is_looked_at(root, monkeypatch):
    write_shipped(entries.SHIPPED, root)
    monkeypatch.setattr(entries, "_files", no_look)

    kinds, _ = read_entries(root, entries._CACHE)

    assert kinds["sources"]["t_2024"].title == "T"


def test_the_cache_of_a_source_tree_is_never_taken_for_a_shipped_one(root):
    read_entries(root, entries._CACHE)
    entries._CACHE.replace(entries.SHIPPED)
    write(root, {"classes/tca": "name: tricyclic antidepressants\n"})

    kinds, _ = read_entries(root, entries._CACHE)

    assert kinds["classes"]["tca"].name == "tricyclic antidepressants"


def test_another_root_is_read_from_its_own_files(root):
    write_shipped(entries.SHIPPED, root)
    write(root, {"classes/tca": "name: tricyclic antidepressants\n"})

    kinds, _ = read_entries(root, None)

    assert kinds["classes"]["tca"].name == "tricyclic antidepressants"


def test_a_damaged_source_is_read_from_its_file(root):
    write_shipped(entries.SHIPPED, root)
    whole = msgspec.msgpack.decode(entries.SHIPPED.read_bytes(), type=entries._Cached)
    whole.kinds["sources"] = msgspec.Raw(msgspec.msgpack.encode({"t_2024": 7}))
    entries.SHIPPED.write_bytes(msgspec.msgpack.encode(whole))

    kinds, _ = read_entries(root, entries._CACHE)

    assert kinds["sources"]["t_2024"].title == "T"


def test_shipped_messages_are_those_of_the_file(tmp_path, monkeypatch):
    from_file = texts._read("en", texts.TEXTS)
    texts.write_shipped(tmp_path / "shipped_texts.cache")
    monkeypatch.setattr(texts, "SHIPPED", tmp_path / "shipped_texts.cache")
    monkeypatch.setattr(texts, "_read", no_look)

    assert texts.load_texts() == from_file


@pytest.mark.slow
def test_a_wheel_brings_both_and_needs_no_first_run(tmp_path):
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    # Nothing is read as YAML, and nothing is written beside the package.
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from painpath.library import entries, load_library;"
        "entries.read_entry = entries._files = None; assert load_library().drugs"
    )

    subprocess.run([sys.executable, "-c", program, str(installed)], check=True)

    assert sorted(p.name for p in (installed / "painpath").glob("*.cache")) == [
        "shipped.cache",
        "shipped_texts.cache",
    ]
