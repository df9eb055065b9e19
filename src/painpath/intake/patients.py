"""The one Patient of a document, and what is read of it: date of birth and sex. Names and addresses never are."""

from __future__ import annotations

import msgspec

from painpath.facts import Reading
from painpath.facts.moment import WHENEVER
from painpath.intake import shapes
from painpath.intake.claims import OTHER_FORM, failed_at
from painpath.intake.entries import FhirEntry
from painpath.intake.errors import RecordError
from painpath.intake.ledger import Ledger
from painpath.intake.quantities import Ends, from_date, from_option
from painpath.intake.subject import Subject, subject_of

BIRTH_DATE, SEX = "patient.birth_date", "patient.sex"


_PATIENT = msgspec.json.Decoder(shapes.Patient)
_ONLY_ID = msgspec.json.Decoder(shapes.Resource)


def find_patient(entries: list[FhirEntry], ledger: Ledger, name: str) -> Subject:
    """The one Patient of the document. The same Patient twice is one; RecordError for none or two."""
    found = [entry for entry in entries if entry.type == "Patient"]
    different = {bytes(entry.raw) for entry in found}
    if not different:
        raise RecordError(
            f"{name}: there is no Patient in it, so nobody knows whose record it is."
            " Give a Bundle (or NDJSON) that holds the Patient together with the other resources."
        )
    if len(different) > 1:
        raise RecordError(
            f"{name}: there are {len(different)} Patients in it. One record is read at a time:"
            " split it, one patient a file."
        )
    first, *again = found
    for entry in again:
        ledger.begin(entry.number, "Patient")
        ledger.note("the whole entry", "the same resource again: it counts once")
        ledger.end()
    ledger.begin(first.number, "Patient")
    try:
        patient = _PATIENT.decode(first.raw)
    except shapes.BAD as error:
        ledger.note(failed_at(error), OTHER_FORM)
        try:
            patient = shapes.Patient(id=_ONLY_ID.decode(first.raw).id)
        except shapes.BAD:
            raise RecordError(
                f"{name}: the Patient is not in the form of FHIR R4 (at {failed_at(error)}). Export it again."
            ) from None
    subject = _read_person(patient, first.address, ledger)
    ledger.end()
    return subject


def _read_person(patient: shapes.Patient, full_url: str | None, ledger: Ledger) -> Subject:
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
    if not shapes.given(patient.identifier):
        return []
    try:
        return shapes.IDENTIFIERS.decode(patient.identifier)
    except shapes.BAD:
        ledger.note("identifier", OTHER_FORM)
        return []
