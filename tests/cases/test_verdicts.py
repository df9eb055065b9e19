"""The hand-written verdicts: one test a case (see README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from tests.cases.expectations import lacking, listed, not_among, present, read_cases, same_amount
from tests.cases.printed import to_json, to_text

from painpath.library import Library
from painpath.pipeline import Request, run_check_order
from painpath.planning import Proposed

CASES = read_cases(Path(__file__).parent / "verdicts")


@pytest.mark.parametrize("name", CASES)
def test_verdict_is_what_a_clinician_expects(name: str, library: Library) -> None:
    case = CASES[name]
    check(case["expect"], *answer(library, case))


def answer(library: Library, case: dict) -> tuple[dict, str]:
    settings = case.get("settings") or {}
    request = Request(
        today=date(2026, 11, 20),
        jurisdiction=settings.get("jurisdiction", "US"),
        guideline=settings.get("guideline", "neupsig_2025"),
    )
    order = case["order"]
    indication = order.get("indication") or ""
    proposed = Proposed(
        drug=order["drug"],
        dose=order.get("dose") or "",
        indication="" if indication == "none" else indication,
        intent=order.get("intent", "start"),
    )
    data = yaml.safe_dump(case["facts"]).encode()
    verdict = run_check_order(data, library, request, proposed)
    return to_json(verdict), to_text(verdict, library)


def check(expect: dict, verdict: dict, text: str) -> None:
    """Every key of an expectation; a message says which one failed."""
    said = " ".join(
        f"{r['rule']} {r['says']} {r['do']} {' '.join(r['cite'])} {' '.join(r.get('because', []))}"
        for r in verdict["reasons"]
    )
    asked = {ask["fact"] for ask in verdict["ask"]}
    wrong: list[str] = []
    if "verdict" in expect and verdict["verdict"] not in listed(expect["verdict"]):
        wrong.append(f"verdict {verdict['verdict']}, wanted {expect['verdict']}")
    if verdict["verdict"] in listed(expect.get("verdict_not")):
        wrong.append(f"verdict must not be {verdict['verdict']}")
    if "appropriateness" in expect and verdict["appropriateness"] not in listed(expect["appropriateness"]):
        wrong.append(f"appropriateness {verdict['appropriateness']}, wanted {expect['appropriateness']}")
    wrong += [f"no reason mentions {w}" for w in lacking(expect.get("reasons_mention"), said)]
    wrong += [f"not asked: {w}" for w in not_among(expect.get("ask_contains"), asked)]
    wrong += [f"asked in vain: {w}" for w in listed(expect.get("ask_never")) if w in asked]
    open_ = asked | set(verdict["not_checked"])
    wrong += [f"not left open: {w}" for w in not_among(expect.get("open"), open_)]
    if expect.get("not_checked") == "some" and not verdict["not_checked"]:
        wrong.append("not_checked is empty")
    for reason in verdict["reasons"]:
        if reason["severity"] in listed(expect.get("reasons_none_of_severity")):
            wrong.append(f"reason {reason['rule']} is {reason['severity']}")
        if reason["act"] in listed(expect.get("acts_never")):
            wrong.append(f"reason {reason['rule']} acts {reason['act']}")
    wrong += [f"text lacks {w}" for w in lacking(expect.get("text_mentions"), text)]
    wrong += [f"text has {w}" for w in present(expect.get("never"), text)]
    wrong += limits(expect.get("limits"), verdict["limits"])
    assert wrong == [], (
        f"{wrong}\nreasons: {[(r['rule'], r['severity']) for r in verdict['reasons']]}\nask: {sorted(asked)}"
    )


def limits(expect: object, found: dict) -> list[str]:
    if expect is None:
        return []
    if expect == "absent":
        return [] if found["max_daily_dose"] is None else ["a dose limit is printed"]
    assert isinstance(expect, dict)
    wrong = []
    if "max_daily_dose" in expect and not same_amount(str(expect["max_daily_dose"]), found["max_daily_dose"]):
        wrong.append(f"limit {found['max_daily_dose']}, wanted {expect['max_daily_dose']}")
    if "doses_per_day" in expect and found["doses_per_day"] not in [
        float(d) for d in listed(expect["doses_per_day"])
    ]:
        wrong.append(f"doses per day {found['doses_per_day']}, wanted {expect['doses_per_day']}")
    return wrong
