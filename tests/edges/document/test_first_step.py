"""What the first page says to begin with: what lifts a hold, a danger before anything new, the day of review."""

import re

import pytest
from tests.edges.document.conftest import DAY

from painpath.assessment.assess import GRADES
from painpath.edges.document.brief import brief
from painpath.edges.document.handout import chosen, papers
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.text import render_text
from painpath.pipeline import Request, run_plan

FACE = """\
as_of: 2026-11-20
patient: {birth_date: 1960-03-10, sex: male}
facts:
  condition.trigeminal_neuralgia: yes
  pain.sites: [face_v2_right]
  pain.triggered_by_light_touch: yes
  pain.present: yes
  medication.warfarin: 5 mg od
"""
SHINGLES = """\
as_of: 2026-11-20
patient: {birth_date: 1954-05-10, sex: female}
facts:
  condition.postherpetic_neuralgia: yes
  pain.in_rash_area: yes
  pain.sites: [chest_left]
  pain.present: yes
  history.falls: yes
  renal.creatinine_clearance: 38 mL/min
"""
FEET = """\
as_of: 2026-11-20
complete: [condition, medication, allergy]
patient: {birth_date: 1966-03-02, sex: female}
facts:
  condition.type_2_diabetes: yes
  symptom.burning: yes
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  examination.pinprick_loss: {is: yes, at: [foot_left, foot_right]}
  renal.creatinine_clearance: 45 mL/min
  renal.dialysis: none
  patient.pregnant: no
  patient.breastfeeding: no
  medication.maoi: no
"""
TAKEN = """\
  medication.tramadol: 100 mg tds
  medication.sertraline: 100 mg od
  medication.gabapentin: 900 mg tds
"""
HAND = """\
as_of: 2026-11-20
patient: {birth_date: 1997-03-10, sex: female}
facts:
  condition.carpal_tunnel: yes
  patient.pregnant: yes
  pain.sites: [hand_right]
  pain.intensity_average: 5
  symptom.tingling: yes
"""
LEG = """\
as_of: 2026-11-20
patient: {birth_date: 1992-03-10, sex: male}
facts:
  condition.sciatica: yes
  pain.sites: [thigh_right, calf_right, foot_right]
  pain.intensity_average: 6
  symptom.electric_shock: yes
"""


def planned(library, text):
    return run_plan(text.encode(), library, Request(DAY))


def printed(library, text):
    page = render_text(brief(library, plan_page(library, planned(library, text))), width=10_000)
    return " ".join(page.split())


def first_step(library, text):
    return printed(library, text).split("First step: ")[1].split("follows")[0]


def test_a_first_line_that_is_held_is_the_first_step_with_what_lifts_the_hold(library):
    step = first_step(library, FACE)

    assert step.startswith("carbamazepine or oxcarbazepine, as soon as the hold is lifted.")
    assert "What lifts the hold of carbamazepine: Is any of these taken" in step
    assert step.index("Are your ancestors") < step.index("HLA-B*15:02") < step.index("Meanwhile")
    assert "watch INR" in step


def test_while_the_pain_itself_is_open_no_drug_is_a_first_step(library):
    assert "First step:" not in printed(library, HAND)


def test_a_danger_in_what_is_taken_stands_before_anything_new(library):
    step = first_step(library, FEET + TAKEN)

    assert step.startswith("Settle first what is dangerous in what is taken: ")
    assert "sertraline with tramadol" in step
    assert "adjust the dose: gabapentin" in step
    assert "Nothing new before that; then capsaicin" in step
    assert "Look again" not in step


def test_of_many_drugs_of_one_line_three_are_named_and_the_rest_counted(library):
    step = first_step(library, FEET).split(", one at a time")[0]

    assert step.count(" or ") == 2
    assert re.search(r"\(\d+ more of equal standing\)$", step)


@pytest.mark.parametrize("text", [SHINGLES, FEET])
def test_the_plan_looks_again_on_the_day_of_what_the_papers_begin(library, text):
    plan = planned(library, text)
    record = plan.assessment._asking.record
    begun = papers(library, chosen(library, plan, record, (), ()))

    assert begun.begun[0].name in first_step(library, text).split(" or ")[0]
    assert begun.review == plan.review


def test_a_first_step_without_a_trial_of_known_length_asks_for_a_day(library):
    step = first_step(library, SHINGLES)

    assert "Look again" not in step
    assert "No source here dates the review of capsaicin 8 % patch" in step


def test_nothing_that_showed_no_difference_is_a_part_of_the_plan(library):
    plan = planned(library, FACE)

    assert "yoga" in [offer.id for offer in plan.offered]
    assert [element.option for element in plan.elements if element.kind == "physical"] == ["exercise"]


@pytest.mark.parametrize("text", [HAND, LEG])
def test_while_the_grade_is_open_what_settles_it_is_asked_before_what_holds_a_drug(library, text):
    plan = planned(library, text)
    facts = [ask.fact for ask in plan.ask]
    pain = {ask.fact for ask in plan.assessment.ask}

    assert plan.assessment.grade not in GRADES[2:]
    assert {"medication.maoi", "renal.creatinine_clearance"} <= set(facts[len(pain) :])
    assert set(facts[: len(pain)]) == pain


def test_while_the_grade_is_open_the_treatment_of_the_cause_stands_before_the_rest(library):
    page = printed(library, HAND)

    assert page.index("a splint that keeps the wrist straight") < page.index("What may be offered")
    assert page.index("What may be offered") < page.index("Care that always stands")
