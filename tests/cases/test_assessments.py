"""The hand-written assessments: one test a case (see README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.cases.expectations import lacking, listed, not_among, present, read_cases
from tests.cases.printed import to_json, to_text

from painpath.library import Library
from painpath.pipeline import Request, run_plan
from painpath.planning import Plan

CASES = read_cases(Path(__file__).parent / "assessments")


@pytest.mark.parametrize("name", CASES)
def test_assessment_is_what_a_clinician_expects(name: str, library: Library) -> None:
    case = CASES[name]
    settings = case.get("settings") or {}
    request = Request(
        today=date(2026, 11, 20),
        jurisdiction=settings.get("jurisdiction", "US"),
        guideline=settings.get("guideline", "neupsig_2025"),
    )
    plan = run_plan(yaml.safe_dump(case["facts"]).encode(), library, request)
    text = to_text(plan, library)

    wrong = compare(case["expect"], to_json(plan), text) + derived(case["expect"], plan)

    assert wrong == []


def compare(expect: dict, plan: dict, text: str) -> list[str]:
    """Every key of an expectation that is about a plan or its assessment."""
    found = plan["assessment"]
    wrong: list[str] = []
    if "status" in expect and found["status"] not in listed(expect["status"]):
        wrong.append(f"status {found['status']}, wanted {expect['status']}")
    if found["status"] in listed(expect.get("status_not")):
        wrong.append(f"status must not be {found['status']}")
    if "grade" in expect and found["grade"] != expect["grade"]:
        wrong.append(f"grade {found['grade']}, wanted {expect['grade']}")
    if "grade_in" in expect and found["grade"] not in expect["grade_in"]:
        wrong.append(f"grade {found['grade']}, wanted one of {expect['grade_in']}")
    if found["grade"] in listed(expect.get("grade_not")):
        wrong.append(f"grade must not be {found['grade']}")
    if "grade_of" in expect and found["grade_of"] not in listed(expect["grade_of"]):
        wrong.append(f"grade of {found['grade_of']}, wanted {expect['grade_of']}")
    wrong += causes(expect, {cause["id"]: cause for cause in found["causes"]})
    wrong += flags(expect, found["red_flags"])
    asked = {ask["fact"] for ask in found["ask"]}
    for part in ("held", "offered"):
        for item in plan[part]:
            asked |= {ask["fact"] for ask in item.get("ask", item.get("checklist", []))}
    asked |= {ask["fact"] for item in plan["current"] for ask in item["ask"]}
    wrong += [f"not asked: {w}" for w in not_among(expect.get("ask_contains"), asked)]
    offered = [offer["id"] for offer in plan["offered"]]
    wrong += [f"offered: {w}" for w in listed(expect.get("offered_never")) if w in offered]
    if offered and offered[0] in listed(expect.get("offered_first_never")):
        wrong.append(f"offered first: {offered[0]}")
    wrong += [f"text lacks {w}" for w in lacking(expect.get("text_mentions"), text)]
    wrong += [f"text has {w}" for w in present(expect.get("never"), text)]
    return wrong


def causes(expect: dict, found: dict[str, dict]) -> list[str]:
    wrong: list[str] = []
    for wanted in expect.get("causes", []):
        cause = found.get(wanted["id"])
        if cause is None:
            if wanted.get("grade") != "absent":
                wrong.append(f"{wanted['id']} is not listed")
            continue
        if wanted.get("grade") == "absent":
            if cause["grade"] != "not_graded":
                wrong.append(f"{wanted['id']} is graded {cause['grade']}")
        elif "grade" in wanted and cause["grade"] not in listed(wanted["grade"]):
            wrong.append(f"{wanted['id']} graded {cause['grade']}, wanted {wanted['grade']}")
        if cause["grade"] in listed(wanted.get("grade_not")):
            wrong.append(f"{wanted['id']} must not be graded {cause['grade']}")
        if "answer" in wanted and cause["answer"] not in listed(wanted["answer"]):
            wrong.append(f"{wanted['id']} answered {cause['answer']}, wanted {wanted['answer']}")
        if cause["answer"] in listed(wanted.get("answer_not")):
            wrong.append(f"{wanted['id']} must not be answered {cause['answer']}")
    for never in expect.get("causes_never", []):
        cause = found.get(never["id"])
        if cause is not None and cause["grade"] in listed(never.get("grade_in")):
            wrong.append(f"{never['id']} must not be graded {cause['grade']}")
        if cause is not None and cause["answer"] in listed(never.get("answer")):
            wrong.append(f"{never['id']} must not be answered {cause['answer']}")
    graded = {cause["grade"] for cause in found.values()}
    wrong += [f"a cause is graded {g}" for g in listed(expect.get("causes_none_with_grade")) if g in graded]
    return wrong


def flags(expect: dict, found: list[dict]) -> list[str]:
    wrong: list[str] = []
    for wanted in expect.get("red_flags", []):
        ways = wanted["about"] if isinstance(wanted["about"], list) else [wanted["about"]]
        about = [
            flag
            for flag in found
            if any(
                str(way).lower().replace(" ", "_") in flag["id"] or str(way).lower() in flag["says"].lower()
                for way in ways
            )
        ]
        if not about:
            wrong.append(f"no red flag about {wanted['about']}")
            continue
        answers = {flag["answer"] for flag in about}
        if "answer" in wanted and wanted["answer"] not in answers:
            wrong.append(f"red flag {wanted['about']}: {sorted(answers)}, wanted {wanted['answer']}")
        wrong += [
            f"red flag {wanted['about']} must not be {a}"
            for a in listed(wanted.get("answer_not"))
            if a in answers
        ]
        urgent = {flag["urgency"] for flag in about if flag["answer"] == wanted.get("answer", flag["answer"])}
        allowed = listed(wanted.get("urgency_in")) or listed(wanted.get("urgency"))
        if allowed and not urgent & set(map(str, allowed)):
            wrong.append(f"red flag {wanted['about']}: {sorted(urgent)}, wanted {allowed}")
    return wrong


def derived(expect: dict, plan: Plan) -> list[str]:
    wrong: list[str] = []
    for fact, ends in (expect.get("derived") or {}).items():
        value = plan.assessment._asking.value(fact)
        if (value.low, value.high) != (float(ends["low"]), float(ends["high"])):
            wrong.append(f"{fact} is {value.low}..{value.high}, wanted {ends}")
    return wrong
