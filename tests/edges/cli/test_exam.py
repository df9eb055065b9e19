"""exam: the bedside examination as a form; only what is still open, and a line to write for each answer."""

import json
from datetime import date

import pytest

from painpath.criteria import Asking
from painpath.pipeline import Request, read_record

FEET = """
as_of: 2026-11-20
patient: {age: 65, sex: female}
facts:
  pain.sites: [foot_left, foot_right]
"""


def opened(painpath, facts: str) -> dict[str, dict[str, object]]:
    form = json.loads(painpath("exam", "-", "--format", "json", stdin=FEET + facts).out)
    return {item["fact"]: item for item in form["items"]}


def test_the_blank_form_says_what_to_have_ready_and_how_to_write_an_answer(painpath):
    ran = painpath("exam")

    assert ran.code == 0
    for words in ("128 Hz tuning fork", "10 g monofilament", "Write: examination.brush_allodynia: YES_OR_NO"):
        assert words in " ".join(ran.out.split())


def test_a_finding_that_is_known_where_it_hurts_is_not_examined_again(painpath):
    before = opened(painpath, "")
    after = opened(painpath, "  examination.brush_allodynia: {is: no, at: [foot_left, foot_right]}\n")

    assert "examination.brush_allodynia" in before
    assert set(before) - set(after) == {"examination.brush_allodynia"}


def test_a_finding_known_at_one_of_two_painful_places_stays_on_the_form(painpath):
    after = opened(painpath, "  examination.brush_allodynia: {is: no, at: [foot_left]}\n")

    assert "examination.brush_allodynia" in after


def test_a_finding_elsewhere_or_too_old_stays_on_the_form(painpath):
    elsewhere = opened(painpath, "  examination.touch_loss: {is: yes, at: [hand_left]}\n")
    old = opened(painpath, "  examination.touch_loss: {is: yes, on: 2019-01-01}\n")

    assert "examination.touch_loss" in elsewhere
    assert "examination.touch_loss" in old


def test_the_line_to_write_names_the_painful_places(painpath):
    line = opened(painpath, "")["examination.pinprick_loss"]["write"]

    assert line == "examination.pinprick_loss: {is: YES_OR_NO, at: [foot_left, foot_right]}"


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_every_line_to_write_is_read_back_as_the_answer(painpath, library, answer):
    items = opened(painpath, "")
    lines = "".join(f"  {str(item['write']).replace('YES_OR_NO', answer)}\n" for item in items.values())
    _, record, _ = read_record((FEET + lines).encode(), library, Request(today=date(2026, 11, 20)))
    asking = Asking(library.catalog, record)

    asked = [
        {"fact": fact, "is": "yes"} | ({"at": "pain"} if library.facts[fact].per == "site" else {})
        for fact in items
    ]
    answers = {asking.ask(library.criterion(one)).value for one in asked}

    assert answers == {answer}


def test_a_line_that_was_pasted_without_an_answer_is_refused(painpath):
    line = opened(painpath, "")["examination.babinski"]["write"]
    ran = painpath("assess", "-", stdin=f"{FEET}  {line}\n")

    assert ran.code == 3
    assert "in place of YES_OR_NO write yes or no, or leave the line out" in " ".join(ran.err.split())


def test_no_line_of_the_form_is_an_answer_as_it_is_printed(painpath):
    for item in opened(painpath, "").values():
        ran = painpath("assess", "-", stdin=f"{FEET}  {item['write']}\n")

        assert ran.code == 3, item["write"]


def form_of(painpath, sites: str, facts: str = "") -> dict[str, object]:
    record = FEET.replace("foot_left, foot_right", sites) + facts
    return json.loads(painpath("exam", "-", "--format", "json", stdin=record).out)


def asked(form: dict[str, object]) -> set[str]:
    return {item["fact"].removeprefix("examination.") for item in form["items"]}


def test_the_filament_is_for_feet(painpath):
    assert "monofilament_loss" in asked(form_of(painpath, "foot_left"))
    assert "monofilament_loss" not in asked(form_of(painpath, "hand_left"))


def test_facial_pain_gets_the_tests_of_the_face_and_none_of_foot_or_limb(painpath):
    face = asked(form_of(painpath, "face_v2_left"))

    assert {"trigger_zone", "corneal_reflex_absent", "facial_sensory_loss", "touch_loss"} <= face
    assert not face & {
        "vibration_loss",
        "monofilament_loss",
        "ankle_reflex_loss",
        "babinski",
        "wasting",
        "oedema",
    }


def test_painful_feet_get_no_test_of_the_face(painpath):
    feet = asked(form_of(painpath, "foot_left"))

    assert not feet & {"trigger_zone", "corneal_reflex_absent", "facial_sensory_loss"}
    assert {"vibration_loss", "ankle_reflex_loss"} <= feet


def test_a_test_stays_on_the_form_while_nobody_knows_where_it_hurts(painpath):
    ran = painpath(
        "exam",
        "-",
        "--format",
        "json",
        stdin="as_of: 2026-11-20\npatient: {age: 60}\nfacts: {pain.present: yes}\n",
    )

    assert {"trigger_zone", "monofilament_loss", "vibration_loss"} <= asked(json.loads(ran.out))


def test_fresh_shingles_skin_is_not_pricked_and_the_form_says_why(painpath):
    form = form_of(painpath, "chest_left", "  symptom.shingles_rash: yes\n")
    left_out = {one["id"]: one["says"] for one in form["left_out"]}

    assert not asked(form) & set(left_out)
    assert set(left_out) == {
        "pinprick_loss",
        "pinprick_hyperalgesia",
        "temporal_summation",
        "sensitivity_beyond_territory",
    }
    assert "not pricked" in left_out["pinprick_loss"]


def test_without_a_fresh_rash_the_skin_is_pricked(painpath):
    form = form_of(painpath, "chest_left", "  symptom.shingles_rash: no\n")

    assert "pinprick_loss" in asked(form)


def test_of_a_missing_foot_the_stump_is_examined(painpath):
    form = form_of(painpath, "foot_right", "  pain.in_missing_limb: yes\n")

    assert form["places"] == ["stump_right_leg"]
    assert not asked(form) & {"vibration_loss", "monofilament_loss", "ankle_reflex_loss"}
    assert any("stump" in one["says"] for one in form["left_out"])


def test_a_sign_known_in_the_stump_is_not_examined_again(painpath):
    known = "  pain.in_missing_limb: yes\n  examination.touch_loss: {is: no, at: [stump_right_leg]}\n"

    assert "touch_loss" not in asked(form_of(painpath, "foot_right", known))


def test_a_danger_comes_first_and_only_what_it_asks_for_is_examined(painpath, cauda_equina):
    form = json.loads(painpath("exam", cauda_equina, "--format", "json").out)
    page = painpath("exam", cauda_equina).out

    assert [flag["id"] for flag in form["dangers"]] == ["cauda_equina"]
    assert asked(form) == {"saddle_sensory_loss", "anal_tone_reduced", "bladder_full_after_voiding"}
    assert page.index("Act today") < page.index("Refer first") < page.index("Write:")


def test_a_child_is_referred_and_not_examined_by_this_form(painpath):
    child = FEET.replace("age: 65", "age: 12")
    ran = painpath("exam", "-", stdin=child)

    assert "Under 18 years" in ran.out
    assert "Write:" not in ran.out


def test_when_everything_is_known_the_form_says_so(painpath):
    lines = "".join(
        f"  {item['write']}\n".replace("YES_OR_NO", "no") for item in opened(painpath, "").values()
    )
    ran = painpath("exam", "-", stdin=FEET + lines)

    assert "Nothing is left to examine" in ran.out


def test_the_form_can_be_printed_as_html(painpath):
    ran = painpath("exam", "--format", "html")

    assert ran.code == 0
    assert "<h1" in ran.out
    assert "examination.vibration_loss: YES_OR_NO" in ran.out
