"""Cases inside entries: one that comes out says nothing, one that does not says what was expected and what came."""

import pytest

from painpath.selfcheck.cases import count_cases, run_cases
from painpath.selfcheck.setting import Setting

RULE = """
kind: {kind}
severity: avoid
says: made up
when: {fact: condition.epilepsy, is: yes}
applies_when: {fact: patient.sex, is: female}
concerns: {concerns}
cite: finnerup_2016 @ figure 2
cases:
  - {case}
"""


def wrong(library, kind, name):
    return [says for _, says in run_cases(Setting(library), kind, name)]


def rule(case: str, kind: str = "safety", concerns: str = "[]") -> str:
    return RULE.replace("{case}", case).replace("{kind}", kind).replace("{concerns}", concerns)


def test_a_case_is_counted(with_entry):
    library = with_entry("rules", "made_up", rule("{facts: {}, is: unknown}"))

    assert count_cases(Setting(library), "rules", "made_up") == 1


@pytest.mark.parametrize(
    "case",
    [
        "{facts: {condition.epilepsy: yes, patient.sex: female}, is: yes, severity: avoid}",
        "{facts: {condition.epilepsy: yes, patient.sex: male}, is: no, applies: no}",
        "{facts: {}, is: unknown}",
    ],
)
def test_a_case_that_comes_out_says_nothing(with_entry, case):
    assert wrong(with_entry("rules", "made_up", rule(case)), "rules", "made_up") == []


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (
            "{facts: {condition.epilepsy: yes, patient.sex: female}, is: no}",
            "the answer should be no, is yes",
        ),
        ("{facts: {}, is: unknown, applies: yes}", "`applies` should be yes, is unknown"),
        ("{facts: {condition.epilepsi: yes}, is: yes}", "condition.epilepsy"),
        ("{facts: {condition.epilepsy: yes}, grade: probable}", "`grade` cannot be asked here"),
        ("{facts: {condition.epilepsy: yes}}", "expects nothing"),
        (
            "{facts: {condition.epilepsy: yes, patient.sex: female}, is: yes, severity: monitor}",
            "should be monitor",
        ),
        ("{facts: {vital.weight: heavy}, is: unknown}", "vital.weight"),
        ("{facts: {}, order: gabapentinn, is: unknown}", "did you mean"),
        ("{facts: {}, order: {drug: gabapentin, dose: some}, is: unknown}", "not a dose"),
        (
            "{facts: {}, order: {drug: gabapentin, when: now}, is: unknown}",
            "an order knows drug, dose and route",
        ),
    ],
)
def test_a_case_that_does_not_come_out_says_why(with_entry, case, says):
    assert says in wrong(with_entry("rules", "made_up", rule(case)), "rules", "made_up")[0]


def test_a_rule_that_does_not_concern_the_order_is_a_no(with_entry):
    text = rule("{facts: {condition.epilepsy: yes}, order: gabapentin, is: no}", concerns="[opioid]")

    assert wrong(with_entry("rules", "made_up", text), "rules", "made_up") == []


def test_a_ladder_has_nothing_to_ask(with_entry):
    text = "kind: ladder\ncite: finnerup_2016 @ figure 2\ncases: [{facts: {}, is: yes}]\n"

    assert "no criterion" in wrong(with_entry("rules", "made_up", text), "rules", "made_up")[0]


@pytest.mark.parametrize(
    ("kind", "name", "case", "says"),
    [
        ("causes", "crps", "{facts: {}, grade: probable}", "never graded"),
        ("causes", "crps", "{facts: {}, slot: somewhere, is: yes}", "no criterion under 'somewhere'"),
        ("causes", "postherpetic_neuralgia", "{facts: {}, grade: definite}", "the grade should be definite"),
        ("interactions", "maoi_snri", "{facts: {}, is: yes}", "names the `order`"),
        (
            "interactions",
            "maoi_snri",
            "{facts: {medication.phenelzine: yes}, order: gabapentin, is: yes}",
            "is no",
        ),
        (
            "mechanisms",
            "irritable_nociceptor",
            "{facts: {}, is: yes}",
            "the answer should be yes, is unknown",
        ),
        (
            "facts",
            "patient.age",
            "{facts: {patient.birth_date: 1961-03-02}, value: 64}",
            "should be 64, is 65",
        ),
        ("facts", "patient.age", "{facts: {}, value: 64}", "should be 64, is unknown"),
        ("facts", "patient.age", '{facts: {patient.birth_date: "1961"}, low: 65}', "is 64 to 65"),
        ("facts", "patient.age", "{facts: {patient.birth_date: 1961-03-02}, value: 65 kg}", "not counted as"),
        (
            "facts",
            "patient.age",
            "{facts: {patient.birth_date: 1961-03-02}, is: unknown}",
            "should be unknown, is known",
        ),
        ("facts", "pain.present", "{facts: {pain.intensity_now: 3}, is: no}", "should be no, is yes"),
        ("instruments", "dn4", "{facts: {answer.dn4.burning: yes}, low: 2}", "should be 2 to"),
        ("instruments", "dn4", "{facts: {score.dn4: 3}, value: 4}", "should be 4, is 3"),
        (
            "instruments",
            "dn4",
            "{facts: {score.dn4: 3}, says: A neuropathic component is likely.}",
            "should say",
        ),
        (
            "instruments",
            "npsi",
            "{facts: {}, slot: score.gone, low: 0}",
            "no subscore 'score.gone'; there are",
        ),
        ("instruments", "dn4", "{facts: {}, slot: score.dn4, low: 0}", "there are none"),
        (
            "instruments",
            "npsi",
            "{facts: {answer.npsi.burning: 7}, slot: score.npsi_burning, value: 6}",
            "score.npsi_burning should be 6, is 7",
        ),
        ("instruments", "npsi", "{facts: {}, slot: score.npsi_burning, high: 9}", "is 0 to 10"),
        (
            "drugs",
            "gabapentin",
            "{facts: {renal.creatinine_clearance: 45 mL/min}, ceiling: 3600 mg}",
            "is 1400 mg",
        ),
        (
            "drugs",
            "gabapentin",
            "{facts: {renal.creatinine_clearance: 45 mL/min}, row: 0}",
            "the row should be 0, is 1",
        ),
        ("drugs", "gabapentin", "{facts: {}, ceiling: 3600 mg}", "the row is unknown"),
        (
            "drugs",
            "gabapentin",
            "{facts: {renal.creatinine_clearance: 45 mL/min}, ceiling: avoid}",
            "is a dose",
        ),
        (
            "drugs",
            "gabapentin",
            "{facts: {renal.creatinine_clearance: 45 mL/min}, ceiling: much}",
            "not an amount",
        ),
        (
            "drugs",
            "gabapentin",
            '{facts: {}, order: {dose: "300 mg once daily"}, verdict: ok}',
            "is insufficient_data",
        ),
        ("drugs", "gabapentin", "{facts: {}, verdict: ok}", "a verdict is about an order"),
        ("therapies", "tens", "{facts: {}, is: yes}", "write no case"),
    ],
)
def test_each_kind_says_what_it_found(library, with_entry, kind, name, case, says):
    text = (library.root / kind / f"{name}.yaml").read_text(encoding="utf-8")
    head = text.partition("\ncases:")[0]
    changed = with_entry(kind, name, f"{head}\ncases:\n  - {case}\n")

    assert any(says in told for told in wrong(changed, kind, name)), wrong(changed, kind, name)


def test_what_an_instrument_says_at_its_cut_off_comes_out(library, with_entry):
    text = (library.root / "instruments/dn4.yaml").read_text(encoding="utf-8").partition("\ncases:")[0]
    case = "{facts: {score.dn4: 4}, says: A neuropathic component is likely.}"

    assert (
        wrong(with_entry("instruments", "dn4", f"{text}\ncases:\n  - {case}\n"), "instruments", "dn4") == []
    )


def test_the_rules_of_a_class_without_a_treatment_are_asked_of_an_ingredient(with_entry):
    text = """
name: made up
rules:
  - id: made_up_rule
    when: {fact: condition.epilepsy, is: yes}
    severity: avoid
    says: made up
    cite: finnerup_2016 @ figure 2
    cases: [{facts: {}, is: unknown}]
"""

    assert wrong(with_entry("classes", "statin", text), "classes", "statin") == []
