"""MedicationRequest, MedicationStatement and MedicationAdministration into courses, one per ingredient.

The status decides whether it is taken (FHIR R4, the value sets of each status): active is taken, completed
and stopped are history, on-hold and unknown are not known, drafts and proposals are planned. Cancelled,
refused and mistaken ones are listed and give no course.
"""

from __future__ import annotations

import msgspec

from painpath.facts import Course, Moment, Status
from painpath.facts.moment import DUSK, WHENEVER
from painpath.intake import shapes
from painpath.intake.claims import OTHER_FORM
from painpath.intake.dosage import DailyDose, daily_dose, single_dose
from painpath.intake.events import ENTERED_IN_ERROR
from painpath.intake.ledger import Ledger
from painpath.intake.products import NamedDrug, Shelf, name_drug

_PLANNED = {"proposal", "plan", "option"}
_REQUEST = {
    "active": Status.ACTIVE, "completed": Status.STOPPED, "stopped": Status.STOPPED, "on-hold": Status.UNKNOWN,
    "unknown": Status.UNKNOWN, "draft": Status.PLANNED,
}  # fmt: skip
_STATEMENT = {
    "active": Status.ACTIVE, "completed": Status.STOPPED, "stopped": Status.STOPPED, "on-hold": Status.UNKNOWN,
    "unknown": Status.UNKNOWN, "intended": Status.PLANNED, "not-taken": Status.NOT_TAKEN,
}  # fmt: skip
_ADMINISTRATION = {
    "in-progress": Status.ACTIVE, "completed": Status.STOPPED, "stopped": Status.STOPPED, "on-hold": Status.UNKNOWN,
    "unknown": Status.UNKNOWN,
}  # fmt: skip
_NOT_SAID = DailyDose()


def read_request(request: shapes.MedicationRequest, ledger: Ledger, shelf: Shelf) -> None:
    """Add the courses that a MedicationRequest asks for."""
    when = ledger.moment(request.authoredOn)
    status = _status(request.status, _REQUEST, ledger)
    if status is None:
        return
    if request.doNotPerform:
        ledger.note(
            "doNotPerform", "a request not to give the drug; whether it is taken is not said", "medication"
        )
        return
    if request.intent in _PLANNED:
        status = Status.PLANNED
    ledger.dated(when)
    dosages = _dosages(request.dosageInstruction, ledger)
    _add(request, "MedicationRequest", (status, when, _bounds(dosages, ledger)), dosages, (ledger, shelf))


def read_statement(statement: shapes.MedicationStatement, ledger: Ledger, shelf: Shelf) -> None:
    """Add the courses that a MedicationStatement tells of; not-taken is a statement that it is not taken."""
    period = statement.effectivePeriod
    asserted = ledger.moment(statement.dateAsserted)
    began = ledger.moment(statement.effectiveDateTime or shapes.start_of(period))
    ended = ledger.moment(shapes.end_of(period))
    status = _status(statement.status, _STATEMENT, ledger)
    if status is None:
        return
    ledger.dated(began or asserted)
    if status is Status.NOT_TAKEN:
        began = began or asserted
    dosages = _dosages(statement.dosage, ledger)
    _add(statement, "MedicationStatement", (status, began, ended), dosages, (ledger, shelf))


def read_administration(given: shapes.MedicationAdministration, ledger: Ledger, shelf: Shelf) -> None:
    """Add what was administered: a course that ended when it was given."""
    period = given.effectivePeriod
    began = ledger.moment(given.effectiveDateTime or shapes.start_of(period))
    ended = ledger.moment(shapes.end_of(period)) or began
    status = _status(given.status, _ADMINISTRATION, ledger)
    if status is None:
        return
    ledger.dated(ended)
    if status is not Status.STOPPED:
        ended = None
    _add(
        given,
        "MedicationAdministration",
        (status, began, ended),
        _given_once(given.dosage, ledger),
        (ledger, shelf),
    )


def _given_once(raw: msgspec.Raw, ledger: Ledger) -> list[shapes.Dosage]:
    """What was given that once: an amount without a rhythm, for the day may have seen more of it."""
    if not shapes.given(raw):
        return []
    try:
        dosage = shapes.DOSAGE.decode(raw)
    except shapes.BAD:
        ledger.note("dosage", OTHER_FORM + ": the dose is not known")
        return []
    amount = [shapes.DoseAndRate(doseQuantity=dosage.dose)] if dosage.dose is not None else None
    return [shapes.Dosage(route=dosage.route, doseAndRate=amount)]


def _status(printed: str | None, known: dict[str, Status], ledger: Ledger) -> Status | None:
    """The status; None, and a note, for what gives no course."""
    match printed:
        case "entered-in-error":
            ledger.note("the whole entry", ENTERED_IN_ERROR)
            return None
        case "cancelled" | "not-done":
            ledger.note("the whole entry", f"it was never given (status {printed})")
            return None
        case None:
            ledger.note("status", "it is missing: whether the drug is taken is not known")
            return Status.UNKNOWN
        case _:
            status = known.get(printed)
            if status is None:
                ledger.note("status", "not a status of FHIR R4: whether the drug is taken is not known")
                return Status.UNKNOWN
            return status


def _dosages(raw: msgspec.Raw, ledger: Ledger) -> list[shapes.Dosage]:
    """The dosage instructions; none, and a note, where they cannot be read: the drug itself still counts."""
    if not shapes.given(raw):
        return []
    try:
        return shapes.DOSAGES.decode(raw)
    except shapes.BAD:
        ledger.note("dosage", OTHER_FORM + ": the dose is not known")
        return []


def _bounds(dosages: list[shapes.Dosage], ledger: Ledger) -> Moment | None:
    """The end that the instructions themselves set, if all of them set one."""
    if not dosages:
        return None
    ends = [
        dosage.timing.repeat.boundsPeriod.end
        if dosage.timing and dosage.timing.repeat and dosage.timing.repeat.boundsPeriod
        else None
        for dosage in dosages
    ]
    moments = [ledger.moment(end) for end in ends]
    known = [moment for moment in moments if moment is not None]
    return max(known, key=_last_day) if known and len(known) == len(moments) else None


def _last_day(moment: Moment) -> int:
    return moment.last


def _add(
    resource: shapes.Medicated,
    type_: str,
    state: tuple[Status, Moment | None, Moment | None],
    dosages: list[shapes.Dosage],
    tools: tuple[Ledger, Shelf],
) -> None:
    ledger, shelf = tools
    status, began, ended = state
    named = name_drug(resource, ledger, shelf)
    if status is Status.STOPPED and ended is None:
        ended = Moment(began.first if began else WHENEVER.first, DUSK)
    route = next((_route(dosage.route) for dosage in dosages if dosage.route is not None), "")
    for drug in named:
        amount_of = single_dose if type_ == "MedicationAdministration" else daily_dose
        dose = amount_of(dosages, drug.strength, drug.form) if dosages else _NOT_SAID
        ledger.add_course(
            _course(drug, dose, route, (status, began, ended), (f"{type_}/{resource.id}", ledger.where))
        )


def _course(
    drug: NamedDrug,
    dose: DailyDose,
    route: str,
    state: tuple[Status, Moment | None, Moment | None],
    origin: tuple[str, str],
) -> Course:
    status, began, ended = state
    return Course(
        drug=drug.substance,
        status=status,
        began=began or WHENEVER,
        ended=ended,
        daily_low=dose.low,
        daily_high=dose.high,
        unit=dose.unit,
        times_per_day=dose.times,
        amount=dose.amount,
        strength=str(drug.strength) if drug.strength else "",
        route=route or drug.route,
        form=drug.form,
        release=drug.release,
        as_needed=dose.as_needed,
        recorded=began.last if began else 0,
        id=origin[0],
        source=origin[1],
        text=drug.text,
    )


_ROUTES = {
    "26643006": "oral", "6064005": "topical", "37839007": "sublingual", "54471007": "buccal", "45890007": "transdermal",
    "78421000": "injection", "34206005": "injection", "47625008": "injection", "46713006": "nasal",
    "37161004": "rectal", "16857009": "vaginal", "54485002": "ophthalmic", "447694001": "inhaled",
}  # fmt: skip
_ROUTE_WORDS = {
    "oral": "oral", "mouth": "oral", "orally": "oral", "po": "oral", "topical": "topical", "cutaneous": "topical",
    "transdermal": "transdermal", "sublingual": "sublingual", "buccal": "buccal", "intravenous": "injection",
    "subcutaneous": "injection", "intramuscular": "injection", "nasal": "nasal", "rectal": "rectal",
    "vaginal": "vaginal", "ophthalmic": "ophthalmic", "inhalation": "inhaled", "intrathecal": "intrathecal",
}  # fmt: skip


def _route(concept: shapes.Concept) -> str:
    """A route by SNOMED CT code or plain word; empty when not known."""
    for coding in concept.codings:
        if coding.code in _ROUTES:
            return _ROUTES[coding.code]
    words = " ".join(filter(None, [concept.text, *(c.display for c in concept.codings)])).lower().split()
    return next((_ROUTE_WORDS[word] for word in words if word in _ROUTE_WORDS), "")
