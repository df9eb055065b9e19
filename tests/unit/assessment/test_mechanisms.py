"""Mechanisms that findings speak for are named beside those that a cause lists; findings never name them alone."""

import pytest
from tests.unit.library.small import BASE, assessed

FEET = BASE["causes/feet_pain"]
PRICK = "{fact: examination.pinprick, is: yes}"
SURE = ["condition.diabetes: yes", "symptom.feet: yes"]


def named(knowledge, scope: str, *facts: str, listed: str = "[]") -> list[tuple[str, str]]:
    library = knowledge(
        {
            "causes/feet_pain": FEET + f"mechanisms: {listed}\n",
            "mechanisms/gate": f"{{name: gate, says: a, cite: s @ m, for: {scope}, when: {PRICK}}}",
        }
    )
    return [(found.id, found.answer) for found in assessed(library, *facts).mechanisms]


@pytest.mark.parametrize("scope", ["[any]", "[feet_pain]"])
def test_a_mechanism_that_findings_speak_for_is_named_once_a_cause_is_possible(knowledge, scope):
    assert named(knowledge, scope, *SURE, "examination.pinprick: yes") == [("gate", "yes")]


@pytest.mark.parametrize("scope", ["[]", "[other_pain]"])
def test_a_mechanism_of_another_cause_is_not_named(knowledge, scope):
    assert named(knowledge, scope, *SURE, "examination.pinprick: yes") == []


def test_findings_alone_name_no_mechanism(knowledge):
    assert named(knowledge, "[any]", "examination.pinprick: yes") == []


@pytest.mark.parametrize("facts", [[], ["examination.pinprick: no"]])
def test_without_the_finding_only_the_causes_own_mechanisms_are_named(knowledge, facts):
    answer = "no" if facts else "unknown"

    assert named(knowledge, "[any]", *SURE, *facts) == []
    assert named(knowledge, "[any]", *SURE, *facts, listed="[gate]") == [("gate", answer)]
