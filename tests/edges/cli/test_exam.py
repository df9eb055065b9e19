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


def test_the_filament_is_for_feet_and_diabetes(painpath):
    hand = FEET.replace("foot_left, foot_right", "hand_left") + "  condition.diabetes: no\n"
    hands = json.loads(painpath("exam", "-", "--format", "json", stdin=hand).out)

    assert "examination.monofilament_loss" in opened(painpath, "")
    assert "examination.monofilament_loss" not in {item["fact"] for item in hands["items"]}


def test_when_everything_is_known_the_form_says_so(painpath):
    lines = "".join(f"  {item['write']}\n".replace("YES_OR_NO", "yes") for item in opened(painpath, "").values())
    ran = painpath("exam", "-", stdin=FEET + lines)

    assert "Nothing is left to examine" in ran.out


def test_the_form_can_be_printed_as_html(painpath):
    ran = painpath("exam", "--format", "html")

    assert ran.code == 0
    assert "<h1" in ran.out
    assert "examination.vibration_loss: YES_OR_NO" in ran.out
