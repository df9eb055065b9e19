"""Patient into readings: date of birth and sex. Names, addresses and numbers are never looked at."""

from __future__ import annotations

import msgspec

from painpath.facts import Reading
from painpath.facts.moment import WHENEVER
from painpath.intake import shapes
from painpath.intake.ledger import Ledger
from painpath.intake.quantities import Ends, from_date, from_option
from painpath.intake.subject import Subject, subject_of

BIRTH_DATE, SEX = "patient.birth_date", "patient.sex"


def read_person(patient: shapes.Patient, full_url: str | None, ledger: Ledger) -> Subject:
    """Add what a Patient resource says to the ledger; returns how other resources may name the patient."""
    ledger.gain()
    if patient.birthDate is not None:
        _add(ledger, BIRTH_DATE, from_date(patient.birthDate), "birthDate")
    if patient.gender in ("female", "male", "other"):
        _add(ledger, SEX, from_option(ledger.index.facts[SEX], patient.gender), "gender")
    elif patient.gender is not None:
        ledger.note("gender", "neither female nor male nor other")
    if patient.deceasedBoolean or patient.deceasedDateTime:
        ledger.note("deceased", "the record says that the patient has died; no fact says so")
    return subject_of(patient.id, full_url, _identifiers(patient, ledger))


def _add(ledger: Ledger, fact: str, value: object, element: str) -> None:
    if isinstance(value, Ends):
        ledger.add(Reading(fact, value.low, value.high, WHENEVER, id="Patient", source=ledger.where))
    else:
        why = getattr(value, "why", "not understood")
        ledger.add(Reading(fact, when=WHENEVER, id="Patient", source=ledger.where, unreadable=why))
        ledger.note(element, why)


def _identifiers(patient: shapes.Patient, ledger: Ledger) -> list[shapes.Identifier]:
    if not bytes(patient.identifier):
        return []
    try:
        return shapes.IDENTIFIERS.decode(patient.identifier)
    except msgspec.DecodeError:
        ledger.note("identifier", "not in the form that FHIR R4 gives it")
        return []
