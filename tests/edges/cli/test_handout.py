"""handout: papers of a plan; only what is offered gets one, and a calendar is one that other programs can read."""

import json
from datetime import date

import pytest
from icalendar import Calendar

FEET = """
as_of: 2026-11-20
patient: {birth_date: 1961-03-02, sex: male}
complete: [condition, medication, allergy]
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  pain.onset: 2025-01
  pain.intensity_average: 8
  pain.new_or_changed: no
  symptom.burning: yes
  examination.pinprick_loss: {is: yes, at: [foot_left, foot_right]}
  condition.type_2_diabetes: yes
  renal.creatinine_clearance: 90 mL/min
  mood.suicidal_ideation: no
  medication.carbamazepine: {amount: 200 mg, times_per_day: 2, from: 2025-01-01}
"""


def handout(painpath, *words: str, facts: str = ""):
    return painpath("handout", "-", *words, stdin=FEET + facts)


def test_the_leaflet_tells_how_what_is_felt_and_when_to_call(painpath):
    ran = handout(painpath, "--treatment", "gabapentin")

    assert ran.code == 0
    for words in ("Gabapentin", "How to take or do it", "What you may feel", "When to call", "Driving"):
        assert words in ran.out
    assert "For licensed clinicians" not in ran.out


def test_prescription_lines_count_pieces(painpath):
    found = json.loads(handout(painpath, "--treatment", "gabapentin", "--format", "json").out)

    first = found["prescription"]["gabapentin"][0]
    assert (found["schema"], first["product"], first["quantity"]) == (
        "painpath.handout/1",
        "gabapentin 300 mg capsule",
        1,
    )
    assert (
        "Gabapentin 300 mg capsule"
        in handout(painpath, "--as", "prescription", "--treatment", "gabapentin").out
    )


def test_the_note_says_what_was_begun_and_what_is_open(painpath):
    ran = handout(painpath, "--as", "note", "--treatment", "gabapentin")

    assert "Begun" in ran.out
    assert "Open, to be asked" in ran.out


def test_the_calendar_file_holds_steps_up_steps_down_and_the_review(painpath):
    ran = handout(painpath, "--as", "calendar", "--treatment", "gabapentin", "--stop", "carbamazepine")

    events = {
        (event.decoded("dtstart"), str(event["summary"]))
        for event in Calendar.from_ical(ran.out).walk("VEVENT")
    }
    assert (date(2026, 11, 20), "Gabapentin: 1 x 300 mg capsule, once a day") in events
    assert (date(2026, 11, 20), "Carbamazepine: no more than 200 mg a day") in events
    assert any(summary == "Next review" for _, summary in events)


def test_the_same_plan_gives_the_same_file(painpath):
    words = ("--as", "calendar", "--treatment", "gabapentin")

    assert handout(painpath, *words).out == handout(painpath, *words).out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--treatment", "nsaid"), "does not fit this person"),
        (("--treatment", "gabapentine"), "gabapentin"),
        (("--stop", "tramadol"), "not on record as taken"),
        (("--stop", "tramadoll"), "tramadol"),
    ],
)
def test_what_is_not_offered_or_not_known_gets_no_paper(painpath, words, says):
    ran = handout(painpath, *words)

    assert ran.code == 2
    assert says in " ".join(ran.err.split())


def test_what_waits_for_an_answer_gets_no_paper(painpath):
    facts = FEET.replace("  renal.creatinine_clearance: 90 mL/min\n", "")

    ran = painpath("handout", "-", "--treatment", "gabapentin", stdin=facts)

    assert ran.code == 2
    assert "waits for an answer" in " ".join(ran.err.split())


def test_an_emergency_leaves_nothing_to_put_on_paper(painpath):
    danger = "  symptom.saddle_numbness: yes\n  symptom.bladder_bowel_change: yes\n"

    asked = handout(painpath, "--treatment", "gabapentin", facts=danger)
    plain = handout(painpath, facts=danger)

    assert asked.code == 2
    assert "emergency" in asked.err
    assert plain.code == 0
    assert "Gabapentin" not in plain.out
    assert "When to call" in plain.out


SUGAR = FEET.replace(
    "medication.carbamazepine: {amount: 200 mg, times_per_day: 2, from: 2025-01-01}", "sleep.insomnia: yes"
)


def paper(painpath, kind: str, drug: str) -> str:
    ran = painpath("handout", "-", "--as", kind, "--treatment", drug, stdin=SUGAR)
    assert ran.code == 0
    return ran.out


@pytest.mark.parametrize("drug", ["gabapentin", "pregabalin"])
def test_the_review_on_paper_is_that_of_what_is_begun(painpath, drug):
    calendar = Calendar.from_ical(paper(painpath, "calendar", drug))
    (review,) = [event for event in calendar.walk("VEVENT") if str(event["summary"]) == "Next review"]
    found = json.loads(painpath("handout", "-", "--treatment", drug, "--format", "json", stdin=SUGAR).out)

    assert str(review["description"]).startswith(f"{drug}: Judge on")
    assert found["review"]["says"].startswith(f"{drug}: Judge on")
    assert found["review"]["on"] in paper(painpath, "leaflet", drug)


def test_a_patch_put_on_once_gets_no_review_of_another_drug_and_a_limit_that_can_be_counted(painpath):
    note = " ".join(paper(painpath, "note", "capsaicin_patch").split())

    assert "lidocaine" not in note
    assert "At most 4 patch in 90 days." in note


def test_the_goals_of_the_note_are_dated_by_what_is_begun(painpath):
    found = json.loads(
        painpath("handout", "-", "--treatment", "gabapentin", "--format", "json", stdin=SUGAR).out
    )

    assert f"or less by {found['review']['on']}" in " ".join(paper(painpath, "note", "gabapentin").split())


def test_two_drugs_are_never_begun_on_one_paper(painpath):
    words = ("handout", "-", "--treatment", "gabapentin", "--treatment")

    two = painpath(*words, "pregabalin", stdin=SUGAR)
    beside = painpath(*words, "exercise", stdin=SUGAR)

    assert (two.code, two.out) == (2, "")
    assert "gabapentin" in two.err
    assert "pregabalin" in two.err
    assert beside.code == 0


def test_the_last_step_down_is_the_end_and_one_without_steps_is_no_sudden_stop(painpath):
    taken = FEET.replace(
        "carbamazepine: {amount: 200 mg, times_per_day: 2", "tramadol: {amount: 100 mg, times_per_day: 3"
    )
    weak = taken.replace("tramadol: {amount: 100 mg", "duloxetine: {amount: 20 mg")
    words = ("handout", "-", "--as", "calendar", "--treatment", "exercise", "--stop")

    steps = Calendar.from_ical(painpath(*words, "tramadol", stdin=taken).out).walk("VEVENT")
    least = Calendar.from_ical(painpath(*words, "duloxetine", stdin=weak).out).walk("VEVENT")

    assert str(steps[-1]["summary"]).endswith("none from this day on")
    assert "stepped down slowly" in str(least[-1]["summary"])


def test_a_way_down_whose_totals_were_rounded_says_so_on_paper_and_on_the_phone(painpath):
    taken = FEET.replace(
        "carbamazepine: {amount: 200 mg, times_per_day: 2", "tramadol: {amount: 100 mg, times_per_day: 3"
    )
    words = ("handout", "-", "--treatment", "exercise", "--stop", "tramadol", "--as")

    leaflet = " ".join(painpath(*words, "leaflet", stdin=taken).out.split())
    steps = Calendar.from_ical(painpath(*words, "calendar", stdin=taken).out).walk("VEVENT")

    assert "rounded up to whole pieces" in leaflet
    assert all("rounded up to whole pieces" in str(step["description"]) for step in steps)
    assert "250 mg" in leaflet
    assert "270 mg" not in leaflet


@pytest.mark.parametrize("kind", ["leaflet", "prescription", "note"])
@pytest.mark.parametrize(("clearance", "told"), [(5, True), (10, False)])
def test_a_first_dose_that_no_piece_makes_is_said_on_every_paper_and_none_is_printed(
    painpath, kind, clearance, told
):
    weak = SUGAR.replace("90 mL/min", f"{clearance} mL/min") + "  renal.dialysis: none\n"
    ran = painpath("handout", "-", "--as", kind, "--treatment", "gabapentin", stdin=weak)
    page = " ".join(ran.out.split())

    assert ran.code == 0
    assert ("ask the pharmacist for a liquid" in page) == told
    assert ("100 mg capsule" in page) != told
    assert "66.67 mg" not in page
