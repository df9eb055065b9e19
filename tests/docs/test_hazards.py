"""HAZARDS.md names tests that exist, for every hazard, and its rows are whole."""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TEXT = (REPOSITORY / "HAZARDS.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells
    for line in TEXT.splitlines()
    if line.startswith("| H")
    for cells in [[cell.strip() for cell in line.strip("|").split(" | ")]]
}
#: `tests/folder/file.py`, with `::test_name` or without; a case is a YAML file
NAMED = sorted(set(re.findall(r"`(tests/[^`:]+)(?:::([^`]+))?`", TEXT)))


def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_hazards_are_numbered_without_a_gap():
    assert list(ROWS) == [f"H{n}" for n in range(1, len(ROWS) + 1)]


@pytest.mark.parametrize("number", ROWS)
def test_every_hazard_has_cause_control_and_a_test(number):
    cells = ROWS[number]

    assert len(cells) == 5
    assert all(cells)
    assert "`tests/" in cells[4]


@pytest.mark.parametrize(("path", "name"), NAMED, ids=lambda part: part.rpartition("/")[2])
def test_every_test_that_is_named_exists(path, name):
    assert (REPOSITORY / path).exists()
    if name:
        assert name in names_in(REPOSITORY / path)
