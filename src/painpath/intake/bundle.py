"""A FHIR document, entry by entry: who the patient is, which reader reads what, and what became of each
entry.

One bad resource costs only itself. Types that are not read are counted, never decoded. The same resource
again is read once; two different resources with one id are both read (either may be the one that matters),
and that is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from painpath.intake import shapes
from painpath.intake.allergies import read_allergy
from painpath.intake.answers import read_answers
from painpath.intake.claims import OTHER_FORM, failed_at
from painpath.intake.codes import Index
from painpath.intake.conditions import read_condition
from painpath.intake.entries import FhirEntry, type_of
from painpath.intake.events import read_device, read_family_history, read_procedure
from painpath.intake.ledger import Ledger
from painpath.intake.lists import read_list, settle
from painpath.intake.medications import read_administration, read_request, read_statement
from painpath.intake.observations import read_observation
from painpath.intake.patients import find_patient
from painpath.intake.products import Shelf
from painpath.intake.reports import read_report
from painpath.intake.subject import Subject
from painpath.intake.types import NOT_READ
from painpath.intake.values import Intake


@dataclass(slots=True)
class Document:
    """What the readers of one document share."""

    ledger: Ledger
    subject: Subject
    shelf: Shelf = field(default_factory=Shelf)
    seen: dict[tuple[str, str], Raw] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)

    def holds(self, reference: str) -> bool:
        """Whether a reference leads to something that the document holds."""
        if reference in self.addresses or reference.startswith("#"):
            return True
        type_, _, id_ = "/".join(reference.split("/_history/")[0].split("/")[-2:]).partition("/")
        return (type_, id_) in self.seen


def read_document(entries: list[FhirEntry], index: Index, name: str, made: str | None = None) -> Intake:
    """Read all entries of one patient's document. `made`: when the document says that it was made."""
    ledger = Ledger(index)
    made_on = ledger.moment(made)
    ledger.made = made_on.last if made_on else None
    document = Document(ledger, find_patient(entries, ledger, name))
    document.addresses = {entry.address for entry in entries if entry.address}
    # Medications first, because others refer to them; reports and lists last, because they refer to others.
    medications = [entry for entry in entries if entry.type == "Medication"]
    for entry in medications:
        _shelve(entry, document)
    last: list[FhirEntry] = []
    for entry in entries:
        kind = entry.type
        if kind in _READERS:
            _read(entry, _READERS[kind], document)
        elif kind in _LAST:
            last.append(entry)
        elif kind in NOT_READ:
            ledger.skip(kind)
        elif kind not in ("Patient", "Medication"):
            ledger.begin(entry.number, "")
            _list_strange(entry, ledger)
            ledger.end()
    for entry in last:
        _read(entry, _LAST[entry.type], document)
    for entry in medications:
        _settle_medication(entry, document)
    settle(ledger)
    return ledger.close()


def _read(entry: FhirEntry, reader: _Reader, document: Document) -> None:
    ledger = document.ledger
    ledger.begin(entry.number, entry.type)
    try:
        resource = reader.decoder.decode(entry.raw)
    except shapes.BAD as error:
        ledger.note(failed_at(error), OTHER_FORM, _LISTED_IN.get(entry.type, ""))
    else:
        if _is_new(entry, resource.id, document) and _is_ours(resource, document):
            reader.read(resource, document)
    ledger.end()


def _is_new(entry: FhirEntry, id_: str | None, document: Document) -> bool:
    if id_ is None:
        return True
    known = document.seen.setdefault((entry.type, id_), entry.raw)
    if known is entry.raw:
        return True
    if bytes(known) == bytes(entry.raw):
        document.ledger.note("the whole entry", "the same resource again: it counts once")
        return False
    document.ledger.note("id", "another resource has the same id: both were read")
    return True


def _is_ours(resource: Any, document: Document) -> bool:
    if shapes.given(resource.modifierExtension):
        document.ledger.note(
            "modifierExtension", "it changes what the entry means in a way that is not known"
        )
        return False
    about = resource.subject if hasattr(resource, "subject") else resource.patient
    if not document.subject.owns(about):
        document.ledger.note("the whole entry", "it is about another patient, or about something else")
        return False
    return True


def _shelve(entry: FhirEntry, document: Document) -> None:
    """Put a Medication where requests find it."""
    try:
        medication = shapes.MEDICATION.decode(entry.raw)
    except shapes.BAD:
        return  # listed by _settle_medication; what refers to it finds nothing
    for reference in (entry.address, f"Medication/{medication.id}", f"urn:uuid:{medication.id}"):
        if reference:
            document.shelf.medications[reference] = medication


def _settle_medication(entry: FhirEntry, document: Document) -> None:
    """Count a Medication as used if something referred to it, else list it."""
    document.ledger.begin(entry.number, entry.type)
    try:
        medication = shapes.MEDICATION.decode(entry.raw)
    except shapes.BAD as error:
        document.ledger.note(failed_at(error), OTHER_FORM, "medication")
    else:
        references = {entry.address, f"Medication/{medication.id}", f"urn:uuid:{medication.id}"}
        if references & document.shelf.asked:
            document.ledger.gain()
        else:
            document.ledger.note("the whole entry", "a drug that no request or statement refers to")
    document.ledger.end()


def _list_strange(entry: FhirEntry, ledger: Ledger) -> None:
    if bytes(entry.raw) in (b"", b"null"):
        ledger.note("the whole entry", "it holds no resource")
    elif entry.type == "Bundle":
        ledger.note("the whole entry", "a Bundle inside the document is not opened")
    else:
        ledger.note("resourceType", "not a resource type of FHIR R4")


def _contained_results(report: shapes.Report, document: Document) -> None:
    """Observations that a report carries inside itself."""
    if not shapes.given(report.contained):
        return
    try:
        for raw in shapes.RAWS.decode(report.contained):
            if type_of(raw) == "Observation":
                read_observation(_OBSERVATION.decode(raw), document.ledger)
    except shapes.BAD:
        document.ledger.note("contained", OTHER_FORM)


def _report(report: shapes.Report, document: Document) -> None:
    _contained_results(report, document)
    read_report(report, document.ledger, document.holds)


class _Reader(NamedTuple):
    """How a type is decoded and read."""

    decoder: msgspec.json.Decoder[Any]
    read: Callable[[Any, Document], None]


def _reader(shape: type[msgspec.Struct], read: Callable[[Any, Document], None]) -> _Reader:
    return _Reader(msgspec.json.Decoder(shape), read)


_OBSERVATION = msgspec.json.Decoder(shapes.Observation)
_READERS: Mapping[str, _Reader] = {
    "Observation": _reader(shapes.Observation, lambda r, d: read_observation(r, d.ledger)),
    "Condition": _reader(shapes.Condition, lambda r, d: read_condition(r, d.ledger)),
    "Procedure": _reader(shapes.Procedure, lambda r, d: read_procedure(r, d.ledger)),
    "MedicationRequest": _reader(shapes.MedicationRequest, lambda r, d: read_request(r, d.ledger, d.shelf)),
    "MedicationStatement": _reader(
        shapes.MedicationStatement, lambda r, d: read_statement(r, d.ledger, d.shelf)
    ),
    "MedicationAdministration": _reader(
        shapes.MedicationAdministration, lambda r, d: read_administration(r, d.ledger, d.shelf)
    ),
    "AllergyIntolerance": _reader(shapes.Allergy, lambda r, d: read_allergy(r, d.ledger)),
    "QuestionnaireResponse": _reader(shapes.QuestionnaireResponse, lambda r, d: read_answers(r, d.ledger)),
    "FamilyMemberHistory": _reader(shapes.FamilyHistory, lambda r, d: read_family_history(r, d.ledger)),
    "Device": _reader(shapes.Device, lambda r, d: read_device(r, d.ledger)),
}
_LAST: Mapping[str, _Reader] = {
    "DiagnosticReport": _reader(shapes.Report, _report),
    "List": _reader(shapes.PatientList, lambda r, d: read_list(r, d.ledger, d.holds)),
}
_LISTED_IN = {
    "Condition": "condition", "MedicationRequest": "medication", "MedicationStatement": "medication",
    "MedicationAdministration": "medication", "AllergyIntolerance": "allergy", "Procedure": "procedure",
    "Device": "device",
}  # fmt: skip
