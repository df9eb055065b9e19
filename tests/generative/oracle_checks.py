"""How a plan and a verdict are held against the oracle. Not the oracle's rules, and not a test by itself."""

from __future__ import annotations

from functools import cache

from tests.generative.oracle import CEILINGS, STARTS, forbidden, most_of
from tests.generative.oracle_patient import DAY, Patient, written
from tests.generative.oracle_rule import GRAVE

from painpath.library import Library
from painpath.pipeline import Request, run_check_order, run_plan
from painpath.planning import Plan, Proposed, Verdict

#: a dose is printed in whole units; a rounding is no excess
ROUNDING = 1.0001


def request_of(patient: Patient) -> Request:
    return Request(DAY, jurisdiction=patient.place)


def planned(knowledge: Library, patient: Patient) -> Plan:
    return run_plan(written(patient), knowledge, request_of(patient))


def judged(knowledge: Library, patient: Patient, drug: str, dose: str = "") -> Verdict:
    return run_check_order(
        written(patient), knowledge, request_of(patient), Proposed(drug, dose, patient.pain)
    )


@cache
def _treating(drugs: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset(name for pair in drugs for name in pair)


def treating(knowledge: Library) -> frozenset[str]:
    """Every drug that has a treatment entry, by its substance and by the entry; the others are never `ok` anyway."""
    return _treating(tuple((name, entry.substance) for name, entry in knowledge.drugs.items()))


def complaint(knowledge: Library, patient: Patient, drug: str, severity: str) -> str:
    """What is wrong with the verdict on this order if the oracle says it is so grave; nothing if it is right."""
    verdict = judged(knowledge, patient, drug)
    strict = severity in GRAVE and (
        drug in treating(knowledge) or not patient.taking.isdisjoint(treating(knowledge))
    )
    if verdict.verdict in GRAVE or (not strict and verdict.verdict != "ok"):
        return ""
    return f"{drug} for {patient} is {verdict.verdict}: {[reason.rule for reason in verdict.reasons]}"


def unsafe_offers(plan: Plan, patient: Patient) -> list[str]:
    """The offers of a plan that the oracle forbids, or that go above a ceiling, each with the oracle's rule."""
    against = forbidden(patient)
    found = [f"{offer.id} against {against[offer.id]}" for offer in plan.offered if offer.id in against]
    for offer in plan.offered:
        most = most_of(CEILINGS, offer.id, patient)
        if most is not None:
            limit = offer.limits.max_daily_dose
            doses = [milligrams(day.total) for day in offer.calendar] + ([limit.value] if limit else [])
            found += [f"{offer.id} {dose:g} mg above {most:g}" for dose in doses if dose > most * ROUNDING]
        first = most_of(STARTS, offer.id, patient)
        if first is not None and offer.calendar and milligrams(offer.calendar[0].total) > first * ROUNDING:
            found.append(f"{offer.id} begins with {offer.calendar[0].total}, not {first:g}")
    return found


def milligrams(total: str) -> float:
    """The number of a calendar's total; every drug with a ceiling of the oracle is counted in mg."""
    amount, unit = total.split()[:2]

    assert unit == "mg"

    return float(amount)
