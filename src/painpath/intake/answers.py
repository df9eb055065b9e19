"""QuestionnaireResponse into readings: an item is a fact when its linkId is a LOINC code that a fact lists,
or a fact's name.

Answers count on the day they were written down. An item answered twice counts if both answers agree. An item that
no fact knows is listed by its linkId.
"""

from __future__ import annotations

from collections.abc import Iterator

from painpath.facts import FactType, Kind, Moment, Reading
from painpath.facts.moment import WHENEVER
from painpath.intake.coded import from_codings
from painpath.intake.events import ENTERED_IN_ERROR
from painpath.intake.ledger import Ledger, shortened
from painpath.intake.observations import from_fhir_quantity, from_truth
from painpath.intake.quantities import WRONG_TYPE, Ends, Unreadable, from_date, from_number, from_text
from painpath.intake.shapes import AnswerCoding, Coding, Item, ItemAnswer, QuestionnaireResponse

_LOINC = "http://loinc.org"
TWICE = Unreadable("answered more than once, and not alike")
_NUMBERED = ("/ordinalValue", "/itemWeight", "/iso21090-CO-value")


def read_answers(response: QuestionnaireResponse, ledger: Ledger) -> None:
    """Add the answered items of a QuestionnaireResponse to the ledger."""
    if response.status == "entered-in-error":
        ledger.note("the whole entry", ENTERED_IN_ERROR)
        return
    when = ledger.moment(response.authored)
    ledger.dated(when)
    answered: dict[str, list[ItemAnswer]] = {}
    for item in _items(response.item):
        if not item.answer:
            continue
        facts = _facts(item.linkId or "", ledger)
        if not facts:
            ledger.note(shortened(f"item {item.linkId or 'without linkId'}"), "no fact has this linkId")
        for name in facts:
            answered.setdefault(name, []).extend(item.answer)
    for name, answers in answered.items():
        _add(ledger, ledger.index.facts[name], answers, (when, f"QuestionnaireResponse/{response.id}"))


def _items(items: list[Item] | None) -> Iterator[Item]:
    """All items, also those inside items and answers."""
    waiting = list(items or ())[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        inner = [*(item.item or ()), *(i for answer in item.answer or () for i in answer.item or ())]
        waiting.extend(reversed(inner))


def _facts(link: str, ledger: Ledger) -> tuple[str, ...]:
    if link in ledger.index.facts:
        return (link,)
    return ledger.index.of((Coding(_LOINC, link.rpartition("/")[2]),))


def _add(
    ledger: Ledger, fact: FactType, answers: list[ItemAnswer], origin: tuple[Moment | None, str]
) -> None:
    when, id_ = origin
    if fact.kind is Kind.SET:
        reading = _members(ledger, fact, answers, origin)
    else:
        value = _agreed(fact, answers, ledger)
        if isinstance(value, Unreadable):
            ledger.note(fact.id, value.why)
            reading = Reading(
                fact.id, when=when or WHENEVER, id=id_, source=ledger.where, unreadable=value.why
            )
        else:
            reading = Reading(fact.id, value.low, value.high, when or WHENEVER, id=id_, source=ledger.where)
    if when is None:
        ledger.add_undated(reading)
    else:
        ledger.add(reading)


def _agreed(fact: FactType, answers: list[ItemAnswer], ledger: Ledger) -> Ends | Unreadable:
    """The one value of all answers to one item; where they differ none counts: a later 0 never hides a 3."""
    values = list(dict.fromkeys(_value(fact, answer, ledger) for answer in answers))
    return values[0] if len(values) == 1 else TWICE


def _members(
    ledger: Ledger, fact: FactType, answers: list[ItemAnswer], origin: tuple[Moment | None, str]
) -> Reading:
    regions = ledger.index.library.catalog.regions
    named: set[str] = set()
    unread = 0
    for answer in answers:
        coding = answer.valueCoding
        word = (coding.code if coding else answer.valueString) or ""
        places = ledger.index.places((coding,)) if coding else frozenset[str]()
        if places:
            named |= places
        elif word in fact.options or word in regions:
            named.add(word)
        else:
            unread += 1
            ledger.note(fact.id, "a member that this fact does not know")
    when, id_ = origin
    return Reading(
        fact.id,
        when=when or WHENEVER,
        id=id_,
        members=frozenset(named),
        closed=not unread,
        source=ledger.where,
    )


def _value(fact: FactType, answer: ItemAnswer, ledger: Ledger) -> Ends | Unreadable:
    if answer.valueCoding is not None:
        return _coded(fact, answer.valueCoding, ledger)
    if answer.valueBoolean is not None:
        return from_truth(fact, truth=answer.valueBoolean)
    if answer.valueQuantity is not None:
        return from_fhir_quantity(fact, answer.valueQuantity)
    number = answer.valueDecimal if answer.valueDecimal is not None else answer.valueInteger
    if number is not None:
        return from_number(fact, float(number), float(number), "")
    day = answer.valueDate or answer.valueDateTime
    if day is not None:
        return from_date(day) if fact.kind is Kind.DATE else WRONG_TYPE
    if answer.valueString is not None:
        return from_text(fact, answer.valueString)
    return WRONG_TYPE


def _coded(fact: FactType, coding: AnswerCoding, ledger: Ledger) -> Ends | Unreadable:
    """A coded answer: by the number that the questionnaire gives it, else by its code."""
    for extension in coding.extension or ():
        if extension.valueDecimal is not None and (extension.url or "").endswith(_NUMBERED):
            return from_number(fact, extension.valueDecimal, extension.valueDecimal, "")
    return from_codings(ledger.index, fact, (coding,))
