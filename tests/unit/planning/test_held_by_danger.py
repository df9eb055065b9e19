"""A yes in the danger screen holds drugs; a dose above every row is too much; partial guidance orders no plan."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from painpath.assessment import assess
from painpath.pipeline import Request, read_record, run_check_order, run_plan
from painpath.planning import Proposed

CASES = Path(__file__).parents[2] / "cases" / "assessments"
TODAY = Request(today=date(2026, 11, 20))
FEET = """as_of: 2026-11-20
patient: {age: 66, sex: male}
facts:
  condition.type_2_diabetes: yes
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  examination.pinprick_loss: {is: yes, at: [foot_left, foot_right]}
"""


def test_a_yes_that_settles_no_danger_is_named_and_holds_drugs(library):
    plan = run_plan((FEET + "  symptom.both_legs_weak: yes\n").encode(), library, TODAY)

    assert plan.status == "ask_first"
    assert "symptom.both_legs_weak" in {danger.fact for danger in plan.assessment.open_dangers}
    assert not {offer.kind for offer in plan.offered} & {"drug"}


def test_without_a_yes_no_danger_is_left_open(library):
    plan = run_plan((FEET + "  symptom.both_legs_weak: no\n").encode(), library, TODAY)

    assert plan.status == "ready"
    assert plan.assessment.open_dangers == ()


@pytest.mark.parametrize(
    ("dose", "verdict"),
    [("1200 mg three times daily", "insufficient_data"), ("1201 mg three times daily", "avoid")],
)
def test_a_dose_above_every_row_is_too_much_while_the_kidneys_are_unknown(library, dose, verdict):
    order = Proposed(drug="gabapentin", dose=dose, intent="start")
    found = run_check_order(FEET.encode(), library, TODAY, order)

    assert found.verdict == verdict
    assert ("dose_above_every_limit" in {r.rule for r in found.reasons}) == (verdict == "avoid")


def test_guidance_on_opioids_alone_never_orders_a_plan_unasked(library):
    partial = {name for name, guideline in library.guidelines.items() if guideline.partial == "yes"}
    case = yaml.safe_load((CASES / "crps_yes.yaml").read_text(encoding="utf-8"))
    plan = run_plan(yaml.safe_dump(case["facts"]).encode(), library, TODAY)

    assert partial
    assert plan.guideline not in partial


def test_a_birth_after_the_day_asked_about_leaves_the_age_open(library):
    text = "as_of: 2026-11-20\npatient: {birth_date: 2030-01-01, sex: male}\nfacts:\n  pain.present: yes\n"
    _, record, settings = read_record(text.encode(), library, TODAY)

    assert assess(record, library, settings).adult == "unknown"
