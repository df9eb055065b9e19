"""What the first page of an assessment and a plan says of the unread, of the way to the grade, and of other pain."""

import json

import pytest
from msgspec.structs import replace
from tests.edges.document.conftest import DAY

from painpath.edges.document.assessment_page import assessment_page
from painpath.edges.document.brief import brief
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.text import render_text
from painpath.pipeline import Request, run_assess, run_plan

NERVE = """\
as_of: 2026-11-20
patient: {age: 60, sex: male}
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  condition.type_2_diabetes: yes
  symptom.burning: yes
  examination.pinprick_loss: yes
"""
JOINT = """\
as_of: 2026-11-20
patient: {age: 78, sex: female}
facts:
  pain.present: yes
  pain.sites: [hip_left]
  condition.osteoarthritis: yes
  symptom.joint_pain_with_activity: yes
  symptom.long_morning_stiffness: no
"""
OPEN = "The grade is open until the questions are answered"
ITEM9 = "PHQ-9 item 9"
THOUGHTS = "mood.suicidal_ideation"


def pages(library, text):
    data = text if isinstance(text, bytes) else text.encode()
    assessed, planned = run_assess(data, library, Request(DAY)), run_plan(data, library, Request(DAY))
    return [
        " ".join(render_text(brief(library, page), width=10_000).split())
        for page in (assessment_page(library, assessed), plan_page(library, planned))
    ]


def test_an_assessment_lists_what_could_not_be_read(library):
    found = run_assess(f"{NERVE}  mood.phq9_item9: 9\n".encode(), library, Request(DAY))
    text = render_text(assessment_page(library, found), width=10_000)

    assert [line.split(":")[0] for line in found.unread] == ["mood.phq9_item9"]
    assert "What could not be read" in text
    assert found.unread[0] in text


def test_nothing_unread_says_nothing(library):
    assert all("could not be read" not in page for page in pages(library, NERVE))


@pytest.mark.parametrize("more", ["", "  mood.suicidal_ideation: no\n"])
def test_an_unreadable_answer_about_suicide_is_asked_first_and_named(library, more):
    text = f"{NERVE}{more}  mood.phq9_item9: 9\n"
    found = run_assess(text.encode(), library, Request(DAY))
    wanted = [ask for ask in found.ask if ask.fact == THOUGHTS]

    assert [ask.must for ask in wanted] == [True]
    assert found.ask[0].fact == THOUGHTS
    assert all(ITEM9 in page for page in pages(library, text))


def test_a_later_no_settles_an_unreadable_answer(library):
    text = (
        f"{NERVE}  mood.phq9_item9: {{value: 9, on: 2026-11-10}}\n"
        "  mood.suicidal_ideation: {is: no, on: 2026-11-19}\n"
    )
    found = run_assess(text.encode(), library, Request(DAY))

    assert THOUGHTS not in [ask.fact for ask in found.ask]


def test_a_readable_item_nine_beside_a_no_is_not_asked_again(library):
    text = f"{NERVE}  mood.phq9_item9: 0\n  mood.suicidal_ideation: no\n"
    found = run_assess(text.encode(), library, Request(DAY))

    assert THOUGHTS not in [ask.fact for ask in found.ask]


def test_of_many_unread_things_the_one_about_danger_is_named(library):
    items = [{"linkId": f"nobody.knows.{n}", "answer": [{"valueInteger": 1}]} for n in range(6)]
    items.append({"linkId": "mood.phq9_item9", "answer": [{"valueString": "Nearly every day"}]})
    response = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "authored": "2026-11-19",
        "item": items,
    }
    person = {"resourceType": "Patient", "id": "a", "birthDate": "1960-01-01"}
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": person}, {"resource": {**response, "subject": {"reference": "Patient/a"}}}],
    }

    for page in pages(library, json.dumps(bundle)):
        assert f"7 things in the record could not be read, see the end: {ITEM9}" in page


def test_the_first_page_says_from_what_the_grade_follows(library):
    for page in pages(library, NERVE):
        assert "From what: history (Type 2 diabetes), place (Where the pain is: " in page
        assert "signs (Pinprick is felt less)" in page
        assert "test (" not in page


def test_without_a_grade_nothing_is_said_to_follow(library):
    assert all("From what:" not in page for page in pages(library, JOINT))


def test_another_pain_that_is_present_is_named_and_the_grade_is_not_called_open(library):
    for page in pages(library, JOINT):
        assert "Present, not graded as nerve pain: osteoarthritis (criteria met)" in page
        assert OPEN not in page
        assert "No nerve pain is graded" in page


def test_beside_a_nerve_pain_another_pain_is_named_too(library):
    both = NERVE.replace("[foot_left, foot_right]", "[foot_left, foot_right, hip_left]") + "".join(
        JOINT.splitlines(keepends=True)[5:]
    )
    for page in pages(library, both):
        assert "Also present, not graded as nerve pain: osteoarthritis" in page
        assert "From what: history (Type 2 diabetes)" in page


def test_a_pain_that_is_no_nerve_pain_names_what_it_may_be(library):
    text = JOINT.replace("  symptom.long_morning_stiffness: no\n", "  examination.sensory_loss: no\n")
    found = run_assess(text.encode(), library, Request(DAY))
    whole = [cause for cause in found.causes if cause.kind == "neighbour" and cause.suspected == "yes"]
    page = render_text(assessment_page(library, replace(found, status="not_neuropathic")), width=10_000)

    assert [cause.answer for cause in whole] == ["unknown"]
    assert "What the pain may be, not settled: osteoarthritis" in page


def test_an_open_grade_of_a_suspected_nerve_is_still_called_open(library):
    text = JOINT + "  condition.postherpetic_neuralgia: yes\n"

    assert all(OPEN in page for page in pages(library, text))
