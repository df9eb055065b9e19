"""The oracle: what a plain reading of labels and guidelines forbids for a patient. It has never seen the knowledge."""

from __future__ import annotations

from tests.generative.oracle_conditions import CONDITIONS
from tests.generative.oracle_doses import CEILINGS, STARTS
from tests.generative.oracle_pairs import PAIRS
from tests.generative.oracle_patient import Patient
from tests.generative.oracle_rule import GRAVE, Ceiling

__all__ = ["CEILINGS", "CONDITIONS", "PAIRS", "STARTS", "forbidden", "most_of"]


def forbidden(patient: Patient) -> dict[str, str]:
    """Each treatment that must not be offered to this patient, with the rule that says so."""
    found: dict[str, str] = {}
    for rule in CONDITIONS:
        if rule.severity in GRAVE and rule.when(patient):
            found |= dict.fromkeys(rule.drugs, rule.id)
    for pair in PAIRS:
        if pair.severity not in GRAVE or patient.place not in pair.places or not pair.only(patient):
            continue
        for drug in pair.ordered:
            if patient.took(pair.taken - {drug}, pair.gap):
                found[drug] = pair.id
    return found


def most_of(ceilings: tuple[Ceiling, ...], drug: str, patient: Patient) -> float | None:
    """The lowest ceiling that any source sets for this drug and patient, in mg a day; None if none does."""
    found = [most for one in ceilings if one.drug == drug if (most := one.most(patient)) is not None]
    return min(found, default=None)
