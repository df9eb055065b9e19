"""Both engines on the real knowledge: every criterion of rules, causes and classes, on every hand-written patient."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.cases.expectations import read_cases
from tests.support.tables import ask_database, each, empty_database

from painpath.assessment.grade import rungs_of
from painpath.criteria import Asking, Node
from painpath.facts import Record
from painpath.library import Library
from painpath.pipeline import Request, read_record

CASES = Path(__file__).parent.parent / "cases"
PARTS = 8


@pytest.fixture(scope="module")
def records(library: Library) -> list[Record]:
    found = []
    for folder in ("assessments", "verdicts"):
        for case in read_cases(CASES / folder).values():
            text = yaml.safe_dump(case["facts"]).encode()
            found.append(read_record(text, library, Request(today=date(2026, 11, 20)))[1])
    return found


def criteria_of(library: Library) -> list[Node]:
    """Every criterion that is asked without an order, each once."""
    raws = [
        raw
        for r in library.rules.values()
        if r.kind != "ladder"
        for raw in (r.when, r.applies_when, r.ask_if)
    ]
    for cause in library.causes.values():
        raws += [cause.suspect, cause.present]
        raws += [part.when for part in cause.features]
        raws += [part.when for part in cause.criteria]
        raws += [part.when for part in cause.rule_out]
    raws += [rule.when for drug_class in library.classes.values() for rule in drug_class.rules]
    raws += [rule.when for drug in library.drugs.values() for rule in drug.rules]
    raws += [mechanism.when for mechanism in library.mechanisms.values()]
    nodes = [library.criterion(raw) for raw in raws if raw is not None]
    for cause in library.causes.values():
        if cause.kind == "neuropathic":
            nodes += [node for _, node in rungs_of(library, cause)]
    return list(dict.fromkeys(nodes))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_both_engines_agree_on_every_criterion_of_the_library(library, records, part) -> None:
    criteria = each(criteria_of(library)[part::PARTS])
    expected = []
    for record in records:
        asking = Asking(library.catalog, record)
        expected.append({name: asking.ask(node) for name, node in criteria.items()})

    actual = ask_database(library.catalog, [(record, None) for record in records], criteria, empty_database())

    assert len(criteria) > 20
    assert len(records) > 100
    assert actual == expected
