"""Free words that may be about ending life leave the question open, and it is asked before all others."""

from __future__ import annotations

import json
from datetime import date

import pytest

from painpath.pipeline import Request, run_plan, run_review


def plan_of(library, notes, **facts):
    document = {
        "as_of": "2026-11-20",
        "patient": {"age": 60, "sex": "male"},
        "facts": {
            "pain.present": "yes",
            "pain.sites": ["foot_left"],
            "symptom.burning": "yes",
            "mood.suicidal_ideation": {"is": "no", "on": "2026-11-01"},
            **facts,
        },
        "notes": notes,
    }
    return run_plan(json.dumps(document).encode(), library, Request(today=date(2026, 11, 20)))


def thoughts(plan):
    return next(flag.answer for flag in plan.assessment.red_flags if flag.id == "suicidality")


@pytest.mark.parametrize("text", ["I want to die", "tired. better off dead."])
def test_a_note_later_than_the_no_opens_the_question(library, text):
    plan = plan_of(library, {"note": {"2026-11-19": text}})

    assert thoughts(plan) == "unknown"
    assert plan.status == "ask_first"
    assert "mood.suicidal_ideation" in [ask.fact for ask in plan.ask[:3]]


def test_an_ordinary_note_changes_nothing(library):
    plan = plan_of(library, {"note": {"2026-11-19": "a walk with the dog"}}, **{"mood.phq9_item9": 0})

    assert "mood.suicidal_ideation" not in [ask.fact for ask in plan.ask]


def test_an_answer_after_the_note_settles_it(library):
    asked = {"mood.suicidal_ideation": [{"is": "no", "on": "2026-11-20"}]}
    plan = plan_of(library, {"note": {"2026-11-19": "I want to die"}}, **asked)

    assert "mood.suicidal_ideation" not in [ask.fact for ask in plan.ask]


def test_a_review_asks_it_too(library):
    document = {
        "as_of": "2026-11-20",
        "facts": {"pain.present": "yes", "pain.intensity_average": 7},
        "notes": {"note": {"2026-11-19": "I want to die"}},
    }
    review = run_review(json.dumps(document).encode(), library, Request(today=date(2026, 11, 20)))

    assert "mood.suicidal_ideation" in [ask.fact for ask in review.ask]
