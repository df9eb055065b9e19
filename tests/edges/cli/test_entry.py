"""The way in: the process as started, the face of the package, and what the face offers."""

import subprocess
import sys

import pytest

import painpath as face
from painpath.edges.cli.entry import main


def test_the_package_runs_as_a_module(repository):
    ran = subprocess.run(
        [sys.executable, "-m", "painpath", "--version"],
        capture_output=True,
        text=True,
        cwd=repository,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (0, f"painpath {face.__version__}\n")


def test_main_leaves_with_the_exit_code():
    with pytest.raises(SystemExit) as left:
        main(["review"])

    assert left.value.code == 2


@pytest.mark.parametrize("name", [name for name in face.__all__ if name != "__version__"])
def test_the_face_offers_every_name(name):
    assert getattr(face, name).__name__ == name
    assert name in dir(face)


def test_the_face_says_what_it_has():
    with pytest.raises(AttributeError, match="it has Assessment"):
        _ = face.nothing


def test_the_version_is_that_of_the_project(repository):
    assert f'version = "{face.__version__}"' in (repository / "pyproject.toml").read_text(encoding="utf-8")


def test_nothing_at_all_prints_the_help(painpath):
    ran = painpath()

    assert "Usage: painpath" in ran.out + ran.err


def test_a_misspelt_command_far_from_any_is_told_all(painpath):
    ran = painpath("zzz")

    assert ran.code == 2
    assert "There are: demo, plan" in ran.err


def test_the_demo_as_json_is_a_plan(painpath):
    import json

    assert json.loads(painpath("demo", "--format", "json").out)["schema"] == "painpath.plan/1"


@pytest.mark.parametrize(
    "words", [("compare", "gabapentin", "tens", "--indication", "gout"), ("compare", "qqqq", "tens")]
)
def test_what_is_not_there_is_named(painpath, words):
    ran = painpath(*words)

    assert ran.code == 2
    assert "There is no" in ran.err
