"""The form of facts."""

import pytest

from painpath.selfcheck.fact_forms import check_facts

CITE = "cite: painpath_convention @ plausibility"


def found(library):
    return [finding for finding in check_facts(library) if "made_up" in finding.where]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("type: quantity", "needs a unit"),
        ("type: claim\nunit: mg", "`unit` belongs to quantities"),
        ("type: one_of\noptions: [a]", "at least two options"),
        ("type: one_of\noptions: [a, a, b]", "names an option twice"),
        ("type: claim\noptions: [a, b]", "`options` belong to"),
        ("type: quantity\nunit: mg\npick: ever", "only a claim is picked"),
        ("type: date\nis_a: [pain.present]", "only a claim has more general claims"),
        ("type: date\nlisted_in: condition", "settled by a list"),
        ("type: claim\nfresh_for: a while", "not a span of time"),
        ("type: quantity\nunit: mg\nplausible: {from: 1}", "{from: ..., to: ...}"),
        ("type: quantity\nunit: mg\nplausible: {from: 9, to: 1}", "wrong way round"),
        ("type: quantity\nunit: mg\naccepts: {g: 0}", "not above 0"),
        ("type: quantity\nunit: mg\naccepts: {g: {factor: 1000, shift: 2}}", "only factor and offset"),
        ("type: quantity\nunit: mg\naccepts: {mg: 1}", "its own unit"),
    ],
)
def test_a_fact_of_the_wrong_form_is_an_error(beside, words, says):
    findings = found(beside("facts", "lab.made_up", f"says: x\n{words}\n{CITE}\n"))

    assert any(says in finding.says and finding.severity == "error" for finding in findings), findings


def test_a_fact_that_is_derived_in_two_ways_is_an_error(beside):
    text = (
        f"says: x\ntype: quantity\nunit: a\nderived: {{formula: age, scale: {{of: x, times: 2}}}}\n{CITE}\n"
    )

    findings = found(beside("facts", "lab.made_up", text))

    assert any("derived in 2 ways" in finding.says for finding in findings)


def test_a_sound_fact_without_question_or_limits_is_thin_and_not_wrong(beside):
    findings = found(beside("facts", "lab.made_up", f"says: x\ntype: quantity\nunit: mg\n{CITE}\n"))

    assert {(finding.severity, finding.kind) for finding in findings} == {
        ("gap", "fact"),
        ("gap", "question"),
    }
