"""Every command is documented, and generated pages are fresh."""

import re
import subprocess
import sys

import pytest

from painpath.edges.cli.entry import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_in_the_reference(repository, name):
    readme = (repository / "README.md").read_text(encoding="utf-8")
    reference = (repository / "docs/reference/commands.md").read_text(encoding="utf-8")

    assert f"painpath {name}" in readme
    assert f"## {name}\n" in reference


def test_the_readme_names_no_command_that_does_not_exist(repository):
    readme = (repository / "README.md").read_text(encoding="utf-8")
    blocks = "".join(readme.split("```")[1::2])
    named = set(re.findall(r"^(?:\.venv/bin/)?painpath ([a-z-]+)", blocks, re.MULTILINE))

    assert named <= set(COMMANDS)


def test_every_kind_of_entry_of_the_contributing_table_can_be_begun(repository):
    from painpath.edges.document.schemas import SINGULAR

    kinds = re.findall(r"`painpath new (\w+) ", (repository / "CONTRIBUTING.md").read_text(encoding="utf-8"))

    assert kinds
    assert set(kinds) <= {*SINGULAR, "KIND"}


def test_generated_pages_are_fresh(repository):
    ran = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr[-2000:]
