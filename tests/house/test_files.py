"""What is tracked holds no path of a machine and no address of a package registry."""

import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "a path of a machine": re.compile(r"/(?:home|Users|root|work)/[A-Za-z0-9_.-]+/|[A-Z]:\\Users\\"),
    "the address of a package registry": re.compile(
        r"https?://(?:[\w.-]*\.)?(?:pypi\.org/simple|files\.pythonhosted\.org|[\w.-]*artifactory[\w.-]*|[\w.-]*nexus[\w.-]*)"
        r"|--(?:extra-)?index-url[ =]|--find-links|--trusted-host"
    ),
}


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=False,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    found = [REPOSITORY / name for name in names] or [
        path for path in REPOSITORY.rglob("*") if ".venv" not in path.parts
    ]
    return [path for path in found if path.is_file() and path != Path(__file__).resolve()]


def test_there_are_files_to_look_at():
    assert len(files()) > 100


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what):
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a binary file
        for number, line in enumerate(text.splitlines(), 1):
            if FORBIDDEN[what].search(line):
                found.append(f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()[:120]}")

    assert found == []
