"""What a clinician would expect to read for each of the eight real-format records (see README.md)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.cases.expectations import lacking, listed, not_among, present, read_cases
from tests.cases.printed import to_json, to_text
from tests.cases.test_assessments import compare
from tests.cases.test_verdicts import check

from painpath.library import Library
from painpath.pipeline import Request, run_check_order, run_plan
from painpath.planning import Proposed

CASES = read_cases(Path(__file__).parent / "records")
ORDERS = [(name, i) for name, case in CASES.items() for i in range(len(case.get("orders", [])))]
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("name", CASES)
def test_plan_reads_as_a_clinician_expects(name: str, library: Library, shared_patients: Path) -> None:
    case = CASES[name]
    expect = case["expect"]
    data = (shared_patients / case["file"]).read_bytes()
    result = run_plan(data, library, Request(today=TODAY, as_of="last"))
    text = to_text(result, library)
    plan = to_json(result)

    wrong = compare(expect, plan, text)
    if plan["settings"]["as_of"] != str(expect["as_of"]):
        wrong.append(f"as of {plan['settings']['as_of']}, wanted {expect['as_of']}")
    age = result.assessment._asking.value("patient.age")
    if age.low != expect["age"]:
        wrong.append(f"age {age.low}, wanted {expect['age']}")
    wrong += [f"text lacks {w}" for w in lacking(expect.get("must_say"), text)]
    wrong += [f"text has {w}" for w in present(expect.get("must_not_say"), text)]
    wrong += current(expect, plan["current"])
    wrong += asks(expect, plan)
    wrong += options(expect, plan)
    if "max_text_lines" in expect and len(text.splitlines()) > expect["max_text_lines"]:
        wrong.append(f"{len(text.splitlines())} lines, at most {expect['max_text_lines']} wanted")
    wrong += [
        f"not listed as unread: {w}"
        for w in lacking(expect.get("unread_contains"), "\n".join(plan["unread"]))
    ]

    assert wrong == []


@pytest.mark.parametrize(("name", "number"), ORDERS)
def test_order_on_a_record_is_judged_as_expected(
    name: str, number: int, library: Library, shared_patients: Path
) -> None:
    case = CASES[name]
    order = case["orders"][number]
    indication = "" if order["indication"] == "none" else order["indication"]
    verdict = run_check_order(
        (shared_patients / case["file"]).read_bytes(),
        library,
        Request(today=TODAY, as_of="last"),
        Proposed(order["drug"], order["dose"], indication, order["intent"]),
    )

    check(order["expect"], to_json(verdict), to_text(verdict, library))


def current(expect: dict, found: list[dict]) -> list[str]:
    taken = [item for item in found if item["kind"] in ("drug", "other")]
    tried = " ".join(item["name"] for item in found if item["kind"] == "history")
    names = " ".join(f"{item['name']} {item['id']}" for item in taken)
    wrong = [f"not among current: {w}" for w in lacking(expect.get("current_contains"), names)]
    wrong += [f"among current: {w}" for w in present(expect.get("current_never"), names)]
    wrong += [f"not among tried: {w}" for w in lacking(expect.get("tried_contains"), tried)]
    if "first_current_mentions" in expect:
        first = f"{found[0]['name']} {found[0]['says']} {found[0]['involves']}" if found else ""
        wrong += [f"first current lacks {w}" for w in lacking(expect["first_current_mentions"], first)]
    for once in listed(expect.get("current_once")):
        words = str(once).lower().split()
        hits = sum(all(word[:6] in item["name"].lower() for word in words) for item in taken)
        if hits != 1:
            wrong.append(f"{once} stands {hits} times among current")
    wrong += [
        f"current acts {item['act']}" for item in found if item["act"] in listed(expect.get("acts_never"))
    ]
    return wrong


def asks(expect: dict, plan: dict) -> list[str]:
    asked = [ask["fact"] for ask in plan["assessment"]["ask"]]
    wrong = []
    if "asks_any" in expect and not set(asked) & set(expect["asks_any"]):
        wrong.append(f"asks none of {expect['asks_any']}")
    if "first_ask_in" in expect and (not asked or asked[0] not in expect["first_ask_in"]):
        wrong.append(f"asks first {asked[:1]}")
    return wrong


def options(expect: dict, plan: dict) -> list[str]:
    wrong = []
    if "offered_or_held_kinds_any" in expect:
        ids = {item["id"] for item in (*plan["offered"], *plan["held"])}
        if not ids & set(expect["offered_or_held_kinds_any"]):
            wrong.append(f"none of {expect['offered_or_held_kinds_any']} is offered or held")
    for wanted in listed(expect.get("not_offered_with_why")):
        assert isinstance(wanted, dict)
        for drug in wanted["drug"] if isinstance(wanted["drug"], list) else [wanted["drug"]]:
            why = " ".join(
                f"{r['rule']} {r['says']}" for e in plan["excluded"] if e["id"] == drug for r in e["why"]
            )
            why += " ".join(
                f"{c['rule']} {c['says']}" for h in plan["held"] if h["id"] == drug for c in h["cautions"]
            )
            wrong += [f"{drug} is not excluded or held for {w}" for w in lacking([wanted["why"]], why)]
    return wrong


def test_every_case_file_names_a_record_of_the_shared_folder(shared_patients: Path) -> None:
    assert (
        not_among([case["file"] for case in CASES.values()], {p.name for p in shared_patients.iterdir()})
        == []
    )
