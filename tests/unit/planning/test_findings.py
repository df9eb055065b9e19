"""What a pharmacist would act on in one record: graded in groups, worst first; an unknown is no finding."""

import pytest
from tests.unit.library.small import BASE, planned, record, settings

from painpath.assessment import assess
from painpath.planning import findings

CALMIN = BASE["drugs/calmin"]
PAIN = ["pain.present: yes", "condition.diabetes: yes", "symptom.feet: yes"]
OTHER = {"substances/otherol": "{name: otherol}"}


def found(library, *facts):
    return findings(assess(record(library, *facts), library, settings()), library, settings())


def groups(items) -> list[tuple[str, str]]:
    return [(item.group, item.rule) for item in items]


def taking(amount: str) -> str:
    return f"medication.calmin: {{amount: {amount}, times_per_day: 2, from: 2025-01-01}}"


def test_a_dose_above_what_the_kidneys_allow_is_told_from_one_above_everybodys(knowledge):
    low = "renal.creatinine_clearance: 45 mL/min"

    assert groups(found(knowledge(), *PAIN, low, taking("100 mg"))) == [("dose", "renal_overdose")]
    assert groups(found(knowledge(), *PAIN, taking("400 mg"))) == [("dose", "dose_above_every_limit")]


def test_a_dose_that_cannot_be_judged_is_no_finding(knowledge):
    assert found(knowledge(), *PAIN, taking("100 mg")) == ()
    assert found(knowledge(), *PAIN, "medication.calmin: yes") == ()


@pytest.mark.parametrize(
    ("severity", "act", "expected"),
    [
        ("avoid", "", 1),
        ("contraindicated", "", 1),
        ("adjust_dose", "", 1),
        ("monitor", "", 0),
        ("monitor", ", act: {continue: review_today}", 1),
        ("avoid", ", act: {continue: watch}", 1),
    ],
)
def test_a_combination_is_on_the_list_where_something_is_to_be_done_today(knowledge, severity, act, expected):
    pair = f"{{together: [calmin, otherol], severity: {severity}, says: a, cite: s @ i{act}}}"
    facts = [
        *PAIN,
        "renal.creatinine_clearance: 90 mL/min",
        "medication.otherol: yes",
        "medication.calmin: yes",
    ]

    items = found(knowledge({**OTHER, "interactions/pair": pair}), *facts)

    assert len([item for item in items if item.group == "combination"]) == expected


def test_a_contraindication_of_what_is_taken_is_found(knowledge):
    heart = "{fact: condition.heart_failure, is: yes}"
    rule = f"rules:\n  - {{id: heart, when: {heart}, severity: avoid, says: a, cite: s @ h}}\n"
    library = knowledge({"drugs/calmin": CALMIN + rule})
    facts = [*PAIN, "renal.creatinine_clearance: 90 mL/min", "medication.calmin: yes"]

    assert groups(found(library, *facts, "condition.heart_failure: yes")) == [("unsafe", "heart")]
    assert found(library, *facts, "condition.heart_failure: no") == ()


def test_a_trial_that_failed_or_was_not_enough_is_found(knowledge):
    library = knowledge({"drugs/calmin": CALMIN + "trial: {for: 4 wk, cite: s @ t}\n"})
    full = "renal.creatinine_clearance: 90 mL/min"
    failed = "medication.calmin: {amount: 150 mg, times_per_day: 2, from: 2025-01-01, outcome: no_benefit}"

    assert groups(found(library, *PAIN, full, failed)) == [("trial", "tried_and_failed")]
    assert groups(found(library, *PAIN, full, taking("50 mg"))) == [("trial", "trial_not_adequate")]


def test_a_danger_of_now_comes_before_everything(knowledge):
    flag = (
        "{kind: red_flag, urgency: now, says: Danger., cite: s @ flag,"
        " when: {fact: condition.heart_failure, is: yes}}"
    )
    facts = ["condition.heart_failure: yes", "renal.creatinine_clearance: 45 mL/min", taking("100 mg")]

    assert groups(found(knowledge({"rules/flag": flag}), *PAIN, *facts)) == [
        ("danger", "flag"),
        ("dose", "renal_overdose"),
    ]


DUE = (
    "{kind: finding, concerns: [calmin], says: a, cite: s @ f, when: {taking: calmin, for_at_least: 12 mo}"
    ", unless: {fact: procedure.review, is: yes, within: 12 mo}}"
)
REVIEW = {"facts/procedure.review": "{says: review, type: claim}", "rules/due": DUE}


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ("procedure.review: {is: yes, on: 2026-06-01}", 0),
        ("procedure.review: {is: yes, on: 2024-06-01}", 1),
        ("pain.present: yes", 1),
    ],
)
def test_a_review_is_due_unless_one_is_on_record(knowledge, review, expected):
    course = "medication.calmin: {amount: 100 mg, times_per_day: 1, from: 2024-01-01}"

    items = found(knowledge(REVIEW), "renal.creatinine_clearance: 90 mL/min", course, review)

    assert len([item for item in items if item.group == "due"]) == expected


def test_a_drug_of_unknown_begin_is_not_due(knowledge):
    items = found(knowledge(REVIEW), "renal.creatinine_clearance: 90 mL/min", "medication.calmin: yes")

    assert [item for item in items if item.group == "due"] == []


def test_the_plan_and_the_list_look_at_the_same_cause(knowledge):
    library = knowledge()

    assert planned(library, *PAIN, "renal.creatinine_clearance: 90 mL/min").indication == "feet_pain"
