"""Observation into readings: the value under its code, and each component under its own.

A result that exists but cannot be understood ("see note", an impossible number, a foreign unit) is a reading
that is unreadable, with its reason: it makes today unknown. A test that was not done at all is listed and
leaves earlier results standing.
"""

from __future__ import annotations

from painpath.facts import FactType, Kind, Moment, Reading
from painpath.facts.moment import WHENEVER
from painpath.intake.claims import OTHER_FORM, list_unknown, places_in
from painpath.intake.coded import from_codings
from painpath.intake.events import ENTERED_IN_ERROR
from painpath.intake.genotypes import is_genotype, read_genotype
from painpath.intake.ledger import Ledger
from painpath.intake.quantities import (
    NOT_A_NUMBER,
    WRONG_TYPE,
    Ends,
    Unreadable,
    compared,
    from_number,
    from_phrase,
    from_text,
)
from painpath.intake.shapes import Observation, Period, Quantity, Range, Valued, given, is_list

_DONE = {"final", "amended", "corrected", "preliminary"}
_UCUM = "http://unitsofmeasure.org"
#: Reasons that mean a value was sought and is not usable; all others mean that nothing was measured.
_SPOILT = {
    "error",
    "not-a-number",
    "negative-infinity",
    "positive-infinity",
    "as-text",
    "unsupported",
    "masked",
}


def read_observation(observation: Observation, ledger: Ledger) -> None:
    """Add what an Observation says to the ledger."""
    status = observation.status
    if status == "entered-in-error":
        ledger.note("the whole entry", ENTERED_IN_ERROR)
        return
    if status in ("cancelled", "registered"):
        ledger.note("the whole entry", f"there is no result (status {status})")
        return
    if given(observation.focus):
        ledger.note("focus", "it is about someone or something other than the patient")
        return
    if given(observation.category) and not is_list(observation.category):
        ledger.note("category", OTHER_FORM + "; the rest was read")
    doubt = "" if status in _DONE else "its status does not say that it is a result"
    if doubt:
        ledger.note("status", doubt)
    when = _when(observation, ledger)
    ledger.dated(when)
    if is_genotype(observation) and not doubt:
        read_genotype(observation, when, ledger)
        return
    issued = ledger.moment(observation.issued)
    at = places_in(ledger.index, (observation.bodySite,)) if observation.bodySite else frozenset[str]()
    place = _Place(when, issued.first if issued else 0, f"Observation/{observation.id}", at, doubt)
    components = observation.component or ()
    _read_value(observation, place, ledger, bare=bool(components))
    for component in components:
        _read_value(component, place, ledger, bare=False)


class _Place:
    """When and where an observation was made."""

    __slots__ = ("at", "doubt", "id", "recorded", "when")

    def __init__(self, when: Moment | None, recorded: int, id_: str, at: frozenset[str], doubt: str) -> None:
        self.when, self.recorded, self.id, self.at, self.doubt = when, recorded, id_, at, doubt


def _when(observation: Observation, ledger: Ledger) -> Moment | None:
    """When it was true: effective, else issued."""
    printed = observation.effectiveDateTime or observation.effectiveInstant
    if printed is not None:
        return ledger.moment(printed) or ledger.moment(observation.issued)
    if observation.effectivePeriod is not None:
        return _span(observation.effectivePeriod, ledger) or ledger.moment(observation.issued)
    return ledger.moment(observation.issued)


def _span(period: Period, ledger: Ledger) -> Moment | None:
    start, end = ledger.moment(period.start), ledger.moment(period.end)
    if start is None or end is None or start.first > end.last:
        return start or end
    return Moment(start.first, end.last, end.clock)


def _read_value(valued: Valued, place: _Place, ledger: Ledger, *, bare: bool) -> None:
    """Add the readings of one value. `bare`: a value may be missing because the components carry it."""
    codings = valued.code.codings if valued.code else []
    facts = ledger.index.of(codings)
    if not facts:
        if not (bare and _has_no_value(valued)):
            list_unknown(ledger, valued.code)
        return
    absent = valued.dataAbsentReason
    if absent is not None:
        reasons = {coding.code for coding in absent.codings}
        if not reasons & _SPOILT:
            ledger.note(", ".join(facts), "it was not measured or not answered")
            return
    elif _has_no_value(valued):
        if not bare:
            ledger.note(", ".join(facts), "it has no value that is read")
        return
    for name in facts:
        fact = ledger.index.facts[name]
        value = Unreadable("the value is absent") if absent is not None else _value(fact, valued, ledger)
        if place.doubt:
            value = Unreadable(place.doubt)
        _add(ledger, fact, value, place)


def _add(ledger: Ledger, fact: FactType, value: Ends | Unreadable, place: _Place) -> None:
    at = place.at if fact.per == "site" else frozenset[str]()
    when = place.when or WHENEVER
    if isinstance(value, Ends):
        reading = Reading(
            fact.id, value.low, value.high, when, None, place.recorded, place.id, at, source=ledger.where
        )
    else:
        ledger.note(fact.id, value.why)
        reading = Reading(
            fact=fact.id, when=when, recorded=place.recorded, id=place.id, at=at, source=ledger.where,
            unreadable=value.why,
        )  # fmt: skip
    if place.when is None:
        ledger.note(fact.id, "it has no date: it counts only where no dated value is known")
        ledger.add_undated(reading)
    else:
        ledger.add(reading)


def _has_no_value(valued: Valued) -> bool:
    return (
        valued.valueQuantity is None
        and valued.valueCodeableConcept is None
        and valued.valueString is None
        and valued.valueBoolean is None
        and valued.valueInteger is None
        and valued.valueRange is None
        and valued.valueDateTime is None
        and valued.dataAbsentReason is None
    )


def _value(fact: FactType, valued: Valued, ledger: Ledger) -> Ends | Unreadable:
    if valued.valueQuantity is not None:
        return from_fhir_quantity(fact, valued.valueQuantity)
    if valued.valueCodeableConcept is not None:
        concept = valued.valueCodeableConcept
        coded = from_codings(ledger.index, fact, concept.codings)
        if isinstance(coded, Ends) or not concept.text:
            return coded
        return from_phrase(fact, concept.text)
    if valued.valueBoolean is not None:
        return from_truth(fact, truth=valued.valueBoolean)
    if valued.valueInteger is not None:
        return from_number(fact, valued.valueInteger, valued.valueInteger, "")
    if valued.valueString is not None:
        return from_text(fact, valued.valueString)
    if valued.valueRange is not None:
        return _from_range(fact, valued.valueRange)
    return from_text(fact, valued.valueDateTime or "") if fact.kind is Kind.DATE else WRONG_TYPE


def from_truth(fact: FactType, *, truth: bool) -> Ends | Unreadable:
    """A boolean for a claim."""
    if fact.kind is not Kind.CLAIM:
        return WRONG_TYPE
    return Ends(1.0, 1.0) if truth else Ends(0.0, 0.0)


def from_fhir_quantity(fact: FactType, quantity: Quantity) -> Ends | Unreadable:
    """A FHIR Quantity: the coded unit where it is UCUM's, else the printed one; a comparator opens the
    interval.
    """
    if quantity.value is None:
        return NOT_A_NUMBER
    ends = compared(quantity.value, quantity.comparator)
    if ends is None:
        return Unreadable("a comparator that FHIR does not know")
    return from_number(fact, ends[0], ends[1], _unit(quantity))


def _unit(quantity: Quantity) -> str:
    if quantity.code and quantity.system in (_UCUM, None):
        return quantity.code
    return quantity.unit or ""


def _from_range(fact: FactType, span: Range) -> Ends | Unreadable:
    low = from_fhir_quantity(fact, span.low) if span.low else None
    high = from_fhir_quantity(fact, span.high) if span.high else None
    if isinstance(low, Unreadable):
        return low
    if isinstance(high, Unreadable):
        return high
    if low is None and high is None:
        return NOT_A_NUMBER
    bottom = low.low if low is not None else float("-inf")
    top = high.high if high is not None else float("inf")
    return Ends(bottom, top) if bottom <= top else NOT_A_NUMBER
