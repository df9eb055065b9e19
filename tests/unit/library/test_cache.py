"""The binary cache: used while nothing changed, otherwise the YAML files are the truth. It is data, never code."""

import os
import pickle
import stat

import msgspec
import pytest
from tests.unit.library.small import write

from painpath.library import entries
from painpath.library.entries import read_entries

CLASS = "name: tricyclics\n"


@pytest.fixture
def root(tmp_path):
    write(tmp_path / "knowledge", {"classes/tca": CLASS, "facts/a.b": "{says: a, type: claim}"})
    return tmp_path / "knowledge"


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / "cache"
    folder.mkdir()
    return folder / "knowledge.cache"


def name_of(kinds) -> str:
    return kinds["classes"]["tca"].name


def no_yaml(*_args) -> None:
    raise AssertionError("the YAML files were read although nothing changed")


def test_entries_from_the_cache_are_those_from_the_files(root, cache):
    first = read_entries(root, cache)
    again = read_entries(root, cache)

    assert again == first


def test_a_cache_that_fits_is_used_instead_of_the_files(root, cache, monkeypatch):
    read_entries(root, cache)
    monkeypatch.setattr(entries, "_from_yaml", no_yaml)

    kinds, _ = read_entries(root, cache)

    assert name_of(kinds) == "tricyclics"


def test_a_changed_file_is_read_again(root, cache):
    read_entries(root, cache)
    write(root, {"classes/tca": "name: tricyclic antidepressants\n"})

    kinds, _ = read_entries(root, cache)

    assert name_of(kinds) == "tricyclic antidepressants"


def test_a_changed_file_of_the_same_length_is_read_again(root, cache):
    read_entries(root, cache)
    path = root / "classes" / "tca.yaml"
    path.write_text("name: TRICYCLICS\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))

    kinds, _ = read_entries(root, cache)

    assert name_of(kinds) == "TRICYCLICS"


def test_a_new_file_is_read(root, cache):
    read_entries(root, cache)
    write(root, {"classes/snri": "name: b"})

    kinds, _ = read_entries(root, cache)

    assert set(kinds["classes"]) == {"tca", "snri"}


def test_a_removed_file_is_gone(root, cache):
    read_entries(root, cache)
    (root / "classes" / "tca.yaml").unlink()

    kinds, _ = read_entries(root, cache)

    assert set(kinds["classes"]) == set()


def test_a_changed_schema_reads_the_files_again(root, cache, monkeypatch):
    read_entries(root, cache)
    monkeypatch.setattr(entries, "_schema_stamp", lambda: b"another schema")
    write(root, {"classes/tca": CLASS})
    monkeypatch.setattr(entries, "_from_cache", entries._from_cache)

    kinds, _ = read_entries(root, cache)

    assert name_of(kinds) == "tricyclics"


@pytest.mark.parametrize("damage", [b"", b"\x00", b"not a cache", b"\xc1" * 40])
def test_a_damaged_cache_is_ignored_and_written_anew(root, cache, damage):
    read_entries(root, cache)
    whole = cache.read_bytes()
    cache.write_bytes(damage)

    kinds, _ = read_entries(root, cache)

    assert name_of(kinds) == "tricyclics"
    assert cache.read_bytes() == whole


def test_a_cache_with_a_foreign_kind_is_ignored(root, cache):
    _, version = read_entries(root, cache)
    kept = msgspec.msgpack.decode(cache.read_bytes())
    cache.write_bytes(msgspec.msgpack.encode({**kept, "kinds": {"potions": {}}}))

    kinds, again = read_entries(root, cache)

    assert (name_of(kinds), again) == ("tricyclics", version)


def test_a_cache_whose_entries_do_not_fit_the_schema_is_ignored(root, cache):
    read_entries(root, cache)
    kept = msgspec.msgpack.decode(cache.read_bytes())
    kept["kinds"]["classes"]["tca"] = {"nam": "wrong"}
    cache.write_bytes(msgspec.msgpack.encode(kept))

    assert name_of(read_entries(root, cache)[0]) == "tricyclics"


class _Trap:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self):
        return (os.mkdir, (self.path,))


def test_a_cache_is_never_run_as_code(root, cache, tmp_path):
    sprung = tmp_path / "sprung"
    cache.write_bytes(pickle.dumps(_Trap(str(sprung))))

    read_entries(root, cache)

    assert not sprung.exists()


def test_a_folder_that_cannot_be_written_still_gives_the_entries(root, tmp_path):
    missing = tmp_path / "nowhere" / "knowledge.cache"

    kinds, _ = read_entries(root, missing)

    assert name_of(kinds) == "tricyclics"


def test_a_write_that_fails_half_way_leaves_nothing_behind(root, cache, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(entries.os, "replace", full)

    kinds, _ = read_entries(root, cache)

    assert name_of(kinds) == "tricyclics"
    assert list(cache.parent.iterdir()) == []


def test_another_folder_than_the_installed_one_is_never_cached(root):
    from painpath.library import load_library

    load_library(root)

    assert sorted(path.name for path in root.parent.iterdir() if path.is_file()) == []


def test_a_cache_is_readable_by_its_owner_only_as_data(root, cache):
    read_entries(root, cache)

    assert not cache.stat().st_mode & stat.S_IXUSR


def test_the_version_changes_with_the_content_and_not_with_the_time(root):
    _, first = read_entries(root, cache=None)
    os.utime(root / "classes" / "tca.yaml", ns=(1, 1))
    _, touched = read_entries(root, cache=None)
    write(root, {"classes/tca": "name: other"})
    _, changed = read_entries(root, cache=None)

    assert touched == first
    assert changed != first


def test_a_hidden_file_is_no_entry(root):
    (root / "classes" / ".DS_Store").write_text("", encoding="utf-8")

    assert set(read_entries(root, cache=None)[0]["classes"]) == {"tca"}
