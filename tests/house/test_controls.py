"""Controls of HAZARDS.md that hold for the knowledge and the code as a whole, and not for one function."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "painpath"
#: what no list of drugs, conditions or allergies ever settles: it is asked
ON_NO_LIST = ("patient.", "mood.", "device.", "substance_use.", "symptom.", "examination.")
#: what would reach out of the machine, run what was read, or unpack what is not plain data
NETWORK = {
    "aiohttp", "ftplib", "http", "httpx", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl",
    "telnetlib", "urllib", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
UNSAFE = {"pickle", "cPickle", "marshal", "shelve", "dill", "subprocess"}
RUNS = {"eval", "exec", "compile", "__import__", "system", "popen"}
#: `re.compile` makes a pattern, not code
HARMLESS = {("re", "compile")}


def test_no_list_settles_pregnancy_suicidality_implants_alcohol_or_what_has_to_be_looked_at(library):
    listed = [name for name, fact in library.facts.items() if name.startswith(ON_NO_LIST) and fact.listed_in]

    assert listed == []


def test_what_is_sold_without_prescription_is_never_absent_by_a_list(library):
    free = library.catalog.unlisted

    assert {
        "st_johns_wort",
        "alcohol",
        "cannabis",
        "codeine",
        "dextromethorphan",
        "ibuprofen",
        "tryptophan",
    } <= free


def test_every_drug_that_acts_on_the_brain_says_what_it_does_at_the_wheel(library):
    silent = [
        name
        for name, drug in library.drugs.items()
        if "cns_active" in (above := library.above[drug.substance])
        and drug.driving is None
        and not any(library.classes[cls].driving for cls in above if cls in library.classes)
    ]

    assert silent == []


def test_every_drug_that_acts_on_the_brain_asks_about_pregnancy_before_it_is_started(library):
    silent = [
        name
        for name, drug in library.drugs.items()
        if "cns_active" in (above := library.above[drug.substance])
        and "patient.pregnant"
        not in {
            need.know
            for entry in (drug, *(library.classes[cls] for cls in above if cls in library.classes))
            for need in entry.must_know
        }
    ]

    assert silent == []


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def run_by(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if (of, node.func.attr) not in HARMLESS:
                found.add(node.func.attr)
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_file_opens_the_network_or_runs_what_it_read(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert imported(tree) & (NETWORK | UNSAFE) == set()
    assert run_by(tree) & RUNS == set()
