"""Mutants: what is changed, and that a case which looks at it notices."""

import pytest

from painpath.selfcheck.mutate import mutants, survivors

RULE = """
kind: shared
when: {when}
cite: finnerup_2016 @ figure 2
cases: [{cases}]
"""


def rule(when: str, *cases: str) -> str:
    return RULE.replace("{when}", when).replace("{cases}", ", ".join(cases))


def names(library):
    return [mutant.name.removeprefix("rules/made_up ") for mutant in mutants(library, "rules", "made_up")]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("{fact: patient.age, at_least: 65 a}", ["65 a -> 64 a", "65 a -> 66 a", "65 a -> above"]),
        (
            "{fact: lab.creatinine, below: 1.5 mg/dL}",
            ["1.5 mg/dL -> 1.4 mg/dL", "1.5 mg/dL -> 1.6 mg/dL", "-> at_most"],
        ),
        ("{fact: hepatic.child_pugh_class, at_least: c}", ["c -> b", "c -> above"]),
        ("{count: {taking: cns_active}, at_least: 3}", ["3 -> 2", "3 -> 4"]),
        ("{taking: maoi, ended_within: 14 d}", ["14 d -> 13 d", "14 d -> 15 d"]),
        ("{taking: maoi, ended_within: 24 h}", ["24 h -> 48 h"]),
        (
            "{taking: opioid, daily_dose: {above: 1200 mg}}",
            ["1200 mg -> 1100 mg", "1200 mg -> 1300 mg", "-> at_least"],
        ),
        (
            "{at_least_of: {n: 2, of: [{fact: condition.epilepsy, is: yes}, {fact: condition.stroke, is: yes}]}}",
            ["2 -> 1"],
        ),
        ("{fact: condition.epilepsy, is: yes}", []),
    ],
)
def test_every_number_is_changed_a_little(with_entry, when, expected):
    found = names(with_entry("rules", "made_up", rule(when)))

    assert len(found) == len(expected)
    assert all(any(name.endswith(end) for name in found) for end in expected), found


def test_cases_on_both_sides_and_at_the_edge_leave_no_survivor(with_entry):
    text = rule(
        "{fact: patient.age, at_least: 65 a}",
        "{facts: {patient.age: 65 a}, is: yes}",
        "{facts: {patient.age: 64 a}, is: no}",
    )

    assert survivors(with_entry("rules", "made_up", text), "rules", ["made_up"]) == ()


def test_a_case_far_from_the_edge_lets_changes_through(with_entry):
    text = rule("{fact: patient.age, at_least: 65 a}", "{facts: {patient.age: 80 a}, is: yes}")

    assert len(survivors(with_entry("rules", "made_up", text), "rules", ["made_up"])) == 3


@pytest.mark.parametrize(
    "word", ["severity", "cuts", "start", "target", "ceiling", "max_daily_dose", "gap", "table", "to"]
)
def test_every_word_that_decides_something_is_changed(library, word):
    changed = {
        part
        for kind in ("drugs", "interactions", "classes", "facts")
        for name in library.kinds[kind]
        for mutant in mutants(library, kind, name)
        for part in mutant.name.partition(" ")[2].replace("[", ".").replace(" ", ".").split(".")
    }

    assert word in changed


def test_an_entry_keeps_its_form_when_it_is_changed(library):
    for mutant in mutants(library, "drugs", "gabapentin"):
        assert type(mutant.entry) is type(library.drugs["gabapentin"])
