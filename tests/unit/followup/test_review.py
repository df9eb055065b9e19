"""The whole review: what is said of a diary with doses, and what of one that lacks something."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta

import pytest

from painpath.pipeline import Request, run_review

TODAY = date(2026, 11, 20)
START = date(2026, 9, 1)
PATIENT = {
    "pain.present": "yes",
    "pain.sites": ["foot_left", "foot_right"],
    "symptom.burning": "yes",
    "symptom.numbness": "yes",
    "examination.pinprick_loss": {"is": "yes", "at": ["foot_left", "foot_right"]},
    "condition.type_2_diabetes": {"is": "yes", "since": "2012-05-01"},
    "lab.creatinine": {"value": "0.8 mg/dL", "on": "2026-08-20"},
    "vital.weight": {"value": "78 kg", "on": "2026-08-20"},
    "mood.suicidal_ideation": "no",
    "symptom.side_effect_burden": {"is": "none", "on": "2026-11-19"},
}
DULOXETINE = [
    {"amount": "30 mg", "times_per_day": 1, "from": "2026-09-15", "until": "2026-09-21"},
    {"amount": "60 mg", "times_per_day": 1, "from": "2026-09-22"},
]


def diary(before: float, after: float, begins: date = START, ends: date = TODAY) -> list[dict[str, object]]:
    """A pain score a day: around `before` until a week into the drug, then around `after`, up and down by one."""
    found = []
    for place in range((ends - begins).days + 1):
        day = begins + timedelta(days=place)
        level = before if day < date(2026, 9, 22) else after
        found.append({"value": round(level + (-1, 0, 1, 0)[place % 4]), "on": day.isoformat()})
    return found


@pytest.fixture
def reviewed(library):
    def run(**facts: object):
        document = {
            "as_of": TODAY.isoformat(),
            "patient": {"birth_date": "1964-03-02", "sex": "female"},
            "complete": {"medication": {"since": "2026-01-01"}, "condition": {"since": "2000-01-01"}},
            "facts": {**PATIENT, **{name.replace("__", "."): value for name, value in facts.items()}},
        }
        return run_review(json.dumps(document).encode(), library, Request(today=TODAY))

    return run


def usual(run, before: float, after: float):
    return run(pain__intensity_average=diary(before, after), medication__duloxetine=DULOXETINE)


def test_a_clear_fall_is_better_and_the_drug_gets_no_more_than_trials_allow(reviewed):
    one = usual(reviewed, 7, 3).treatments[0]
    found = one.attribution

    assert found.p_better > 0.9
    assert found.p_because < found.p_better
    assert found.own_share < 0.5  # one before and after cannot tell the drug from time


def test_no_change_is_not_better_and_not_because(reviewed):
    review = usual(reviewed, 7, 7)
    found = review.treatments[0].attribution

    assert (found.p_better < 0.1, found.p_because < 0.1) == (True, True)
    assert any(said.id == "because" and "unlikely" in said.says for said in review.says)


def test_a_fall_with_the_drug_still_left_open_says_that_it_is_open(reviewed):
    found = usual(reviewed, 7, 3).treatments[0].attribution

    assert "cannot be told" in found.says[0].says


def test_two_looks_at_the_same_data_give_the_same_words(reviewed):
    assert usual(reviewed, 7, 4) == usual(reviewed, 7, 4)


def test_relief_is_kept_and_no_relief_is_not(reviewed):
    acts = [{step.act for step in usual(reviewed, 7, after).next} for after in (3, 7)]

    assert "continue" in acts[0]
    assert "switch" not in acts[0]
    assert acts[1] & {"switch", "taper", "step_up"}
    assert "continue" not in acts[1]


def test_a_switch_names_options_of_another_kind(reviewed):
    options = {name for step in usual(reviewed, 7, 7).next for name in step.options}

    assert options
    assert not options & {"duloxetine", "venlafaxine", "desvenlafaxine", "milnacipran"}


def test_without_a_diary_it_says_what_to_write_down(reviewed):
    review = reviewed(medication__duloxetine=DULOXETINE)

    assert (review.diary.written, review.treatments[0].attribution) == (0, None)
    assert any("One number a day" in said.says for said in review.says)


def test_without_doses_the_diary_is_still_there(reviewed):
    review = reviewed(pain__intensity_average=diary(7, 4))

    assert (review.treatments, review.diary.written) == ((), 81)
    assert review.series


def test_a_treatment_older_than_the_diary_has_no_baseline_and_is_said_so(reviewed):
    one = reviewed(
        pain__intensity_average=diary(5, 5, begins=date(2026, 10, 20)), medication__duloxetine=DULOXETINE
    ).treatments[0]

    assert one.changes[0].before is None
    assert any("no week before" in limit for limit in one.limits)


def test_one_day_of_data_settles_nothing(reviewed):
    one = reviewed(
        pain__intensity_average=[{"value": 2, "on": "2026-11-20"}], medication__duloxetine=DULOXETINE
    ).treatments[0]

    assert one.changes[0].points is None
    assert all(bar.passed == "unknown" for bar in one.changes[0].thresholds)


def test_an_unknown_dose_is_asked_for_and_never_called_enough(reviewed):
    review = reviewed(pain__intensity_average=diary(7, 4), medication__duloxetine="yes")
    one = review.treatments[0]

    assert one.days_at_target is None
    assert {stand.reached for stand in one.trial} == {"unknown"}
    assert {step.act for step in review.next} <= {"ask", "continue"}


def test_a_change_of_another_drug_at_the_same_time_is_left_out_and_said_so(reviewed):
    one = reviewed(
        pain__intensity_average=diary(7, 3),
        medication__duloxetine=DULOXETINE,
        medication__amitriptyline=[{"amount": "25 mg", "times_per_day": 1, "from": "2026-09-22"}],
    ).treatments
    limits = [limit for treatment in one for limit in treatment.limits]

    assert any("taken differently" in limit for limit in limits)


def test_what_a_single_bad_day_says_does_not_turn_a_statement_round(reviewed):
    days = diary(7, 3)
    for place in (-1, -3):
        bad = [*days]
        bad[place] = {**bad[place], "value": 10}
        changed = (
            reviewed(pain__intensity_average=bad, medication__duloxetine=DULOXETINE).treatments[0].changes[0]
        )
        plain = (
            reviewed(pain__intensity_average=days, medication__duloxetine=DULOXETINE).treatments[0].changes[0]
        )
        pairs = zip(plain.thresholds, changed.thresholds, strict=True)

        assert all({before.passed, after.passed} != {"yes", "no"} for before, after in pairs)


def test_a_red_flag_takes_the_next_step_away(reviewed):
    review = reviewed(
        pain__intensity_average=diary(7, 3),
        medication__duloxetine=DULOXETINE,
        symptom__saddle_numbness="yes",
        symptom__bladder_bowel_change="yes",
    )

    assert (review.status, review.next) == ("stop_and_refer", ())
    assert review.red_flags


def test_a_gone_side_effect_is_no_cost_now(reviewed):
    gone = {"is": "yes", "since": "2026-09-20", "until": "2026-09-30", "severity": "severe"}
    one = reviewed(
        pain__intensity_average=diary(7, 3), medication__duloxetine=DULOXETINE, symptom__dizziness=gone
    )

    assert one.treatments[0].harms[0].gone
    assert {step.act for step in one.next} == {"continue"}


def acts(review) -> set[str]:
    return {step.act for step in review.next}


def test_one_bad_day_does_not_turn_the_next_step_round(reviewed):
    days = diary(7, 4)
    bad = [*days[:-1], {**days[-1], "value": 10}]
    two = [
        reviewed(pain__intensity_average=found, medication__duloxetine=DULOXETINE) for found in (days, bad)
    ]

    assert acts(two[0]) == acts(two[1]) == {"continue"}


def test_patches_and_creams_are_options_and_what_a_specialist_begins_is_not(reviewed):
    review = reviewed(
        pain__intensity_average=diary(7, 7),
        medication__duloxetine=DULOXETINE,
        renal__creatinine_clearance={"value": "20 mL/min", "on": "2026-11-01"},
    )
    offered = {name for step in review.next for name in step.options}

    assert "lidocaine_patch" in offered
    assert "botulinum_toxin_a" not in offered


def test_hardly_any_pain_before_is_no_failure_of_the_drug(reviewed):
    review = usual(reviewed, 0, 0)
    one = review.treatments[0]

    assert one.attribution.meaningful > 0
    assert any("hardly any pain" in limit for limit in one.limits)
    assert "unlikely" not in one.attribution.says[0].says
    assert not acts(review) & {"switch", "taper", "step_up"}


def test_a_trial_that_is_too_short_never_says_unlikely(reviewed):
    short = [
        {**DULOXETINE[0], "from": "2026-11-01", "until": "2026-11-05"},
        {**DULOXETINE[1], "from": "2026-11-06"},
    ]
    one = reviewed(pain__intensity_average=diary(7, 7), medication__duloxetine=short).treatments[0]

    assert {stand.reached for stand in one.trial} == {"no"}
    assert "cannot be told" in one.attribution.says[0].says


def test_before_and_after_never_says_that_it_helped(reviewed):
    said = usual(reviewed, 8, 2).treatments[0].balance

    assert "better than before" in said
    assert "helped" not in said


def test_a_plan_does_not_bring_numpy():
    code = "import sys, painpath.pipeline, painpath.planning; print('numpy' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )


def test_what_is_unsafe_to_take_comes_before_relief_and_nothing_says_go_on(reviewed):
    review = reviewed(
        pain__intensity_average=diary(7, 3),
        medication__duloxetine=DULOXETINE,
        medication__linezolid=[{"amount": "600 mg", "times_per_day": 2, "from": "2026-11-18"}],
    )

    assert "duloxetine" in review.danger[0].involves
    assert review.next[0].because == (review.danger[0].id,)
    assert {step.act for step in review.next} <= {"ask", "refer", "taper", "reduce"}


def test_a_score_without_a_place_stands_in_and_is_said_to(reviewed):
    review = reviewed(pain__intensity_any=diary(7, 3), medication__duloxetine=DULOXETINE)

    assert review.treatments[0].attribution.p_better > 0.9
    assert any("which pain they are of" in said.says for said in review.says)


def test_the_average_of_the_day_goes_before_a_score_without_a_place(reviewed):
    review = reviewed(
        pain__intensity_any=diary(3, 3),
        pain__intensity_average=diary(7, 3),
        medication__duloxetine=DULOXETINE,
    )

    assert review.treatments[0].attribution.p_better > 0.9
    assert all(said.id != "unsited" for said in review.says)


def test_a_page_of_a_plan_does_not_bring_numpy_either():
    code = (
        "import sys, painpath.edges.cli.patient, painpath.edges.document.plain; print('numpy' in sys.modules)"
    )

    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        == "False\n"
    )
