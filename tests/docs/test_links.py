"""What a hand-written page points to exists: links, files, and the functions that it names beside a file."""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "painpath"
PAGES = [*sorted(REPOSITORY.glob("*.md")), *sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))]
#: a file between backticks, by its path from the root, from the package or from the knowledge
FILE = re.compile(r"`((?:[a-z_0-9]+/)+[a-z_0-9.]+\.(?:py|yaml|md|css|txt))`")
#: a file and, right after it without a comma, functions or classes in it
WITH_NAMES = re.compile(r"`((?:[a-z_0-9]+/)*[a-z_0-9]+\.py)`((?: `[A-Za-z_]\w*`)+)")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")
ROOTS = (REPOSITORY, SOURCE, SOURCE / "knowledge")


def found(path: str) -> Path | None:
    return next((root / path for root in ROOTS if (root / path).is_file()), None)


def defined_in(path: Path) -> set[str]:
    kinds = (ast.FunctionDef, ast.ClassDef)
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted(REPOSITORY.glob("*.md")), ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page):
    named = FILE.findall(page.read_text(encoding="utf-8"))

    assert [path for path in named if found(path) is None] == []


@pytest.mark.parametrize("page", sorted(REPOSITORY.glob("*.md")), ids=lambda page: page.name)
def test_every_function_that_a_page_names_beside_its_file_is_in_it(page):
    lost = []
    for path, names in WITH_NAMES.findall(page.read_text(encoding="utf-8")):
        file = found(path)
        here = set() if file is None else defined_in(file)
        lost += [f"{path} {name}" for name in re.findall(r"\w+", names) if name not in here]

    assert lost == []


def test_every_decision_stands_in_the_index():
    folder = REPOSITORY / "docs" / "decisions"
    index = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))

    assert {path.name for path in folder.glob("0*.md")} == index
