"""Readings that cannot both be so: shown with what to do, and whatever either of them calls for still holds."""

import pytest
from tests.unit.library.small import ordered, record

from painpath.assessment.conflicts import ages_apart, find_conflicts
from painpath.criteria import Asking
from painpath.planning import Proposed

AGE = {
    "facts/patient.age": "{says: age, type: quantity, unit: a, plausible: {from: 0, to: 120},"
    " derived: {formula: age}}"
}
RULE = {
    "rules/odd": "{kind: conflict, says: Both are recorded., do: Ask which., cite: s @ odd, when:"
    " {all: [{fact: condition.diabetes, is: yes}, {fact: condition.depression, is: no}]}}"
}


def asking(library, *facts: str, patient: str = "{age: 60}") -> Asking:
    return Asking(library.catalog, record(library, *facts, patient=patient))


def person(age: str, birth: str) -> str:
    return f"{{age: {age}, birth_date: {birth}}}"


def shown(library, *facts: str, patient: str = "{age: 60}") -> list[tuple[str, str, str]]:
    found = find_conflicts(asking(library, *facts, patient=patient), library)
    return [(one.fact, one.with_fact, one.says) for one in found]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (
            ["condition.diabetes: yes", "condition.depression: no"],
            [("condition.diabetes", "condition.depression", "Both are recorded. Ask which.")],
        ),
        (["condition.diabetes: yes", "condition.depression: yes"], []),
        (["condition.diabetes: yes"], []),
    ],
)
def test_what_cannot_both_be_so_is_shown_with_what_to_do(knowledge, facts, found):
    assert shown(knowledge(RULE), *facts) == found


def test_a_contradiction_stands_among_the_reasons_of_an_order(knowledge):
    found = ordered(
        knowledge(RULE),
        Proposed("calmin"),
        "renal.creatinine_clearance: 90 mL/min",
        "condition.diabetes: yes",
        "condition.depression: no",
    )

    assert [(why.rule, why.severity, why.do, why.cite) for why in found.reasons] == [
        ("odd", "monitor", "Ask which.", ("s @ odd",))
    ]


@pytest.mark.parametrize(
    ("age", "birth", "apart"),
    [
        ("64", "1961-11-21", False),
        ("65", "1961-11-21", True),
        ("64", "1961-11-20", True),
        ("65", "1961", False),
        ("40", "2015-01-01", True),
        ("{value: 60 a, on: 2021-11-20}", "1961-11-20", False),
        ("{value: 60 a, on: 2022-10-01}", "1961-11-20", False),
        ("{value: 60 a, on: 2016-11-20}", "1961-11-20", True),
        ("unknown", "1961-11-20", False),
        ("64", "unknown", False),
    ],
)
def test_an_age_is_brought_to_today_before_it_is_held_against_the_date_of_birth(knowledge, age, birth, apart):
    library = knowledge(AGE)
    found = ages_apart(asking(library, patient=person(age, birth)), library)

    assert (found is not None) is apart


def test_ages_that_do_not_fit_are_shown(knowledge):
    ((fact, other, says),) = shown(knowledge(AGE), patient=person("40", "2015-01-01"))

    assert (fact, other) == ("patient.age", "patient.birth_date")
    assert "the age is given as 40" in says
    assert "it is 11" in says


@pytest.mark.parametrize(
    ("age", "birth", "intent", "verdict"),
    [
        ("40", "2015-01-01", "start", "insufficient_data"),
        ("40", "2015-01-01", "continue", "insufficient_data"),
        ("40", "2015-01-01", "stop", "ok"),
        ("40", "1990-01-01", "start", "ok"),
        ("40", "1986-01-01", "start", "ok"),
    ],
)
def test_an_order_waits_where_a_line_of_age_lies_between_the_two(knowledge, age, birth, intent, verdict):
    found = ordered(
        knowledge(AGE),
        Proposed("calmin", intent=intent),
        "renal.creatinine_clearance: 90 mL/min",
        patient=person(age, birth),
    )

    assert found.verdict == verdict
    assert ("conflicting_age" in [why.rule for why in found.reasons]) is (verdict == "insufficient_data")


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        (["mood.suicidal_ideation: no", "mood.phq9_item9: 1"], "conflict_suicidal_thoughts"),
        (["patient.pregnant: yes"], "conflict_pregnant_man"),
    ],
)
def test_the_reading_that_worries_more_holds(library, facts, rule):
    found = ordered(library, Proposed("ibuprofen"), *facts, patient="{age: 40, sex: male}")
    rules = {why.rule: why.severity for why in found.reasons}

    assert rules[rule] == "monitor"
    if rule == "conflict_suicidal_thoughts":
        assert [flag.id for flag in found.red_flags] == ["suicidality"]
    else:
        assert "avoid" in rules.values()
