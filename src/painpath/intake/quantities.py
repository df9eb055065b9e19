"""Numbers with units into a fact's own unit, and words into its options. The door at which nonsense becomes
unknown.

Units go through the fact's own table (`unit`, `accepts`) and the plain powers of ten of `facts.units`, never
through a general unit library, which would make mL/min/{1.73_m2} out of mL/min. Which code a number came
under plays no part here: the fact was chosen by the code, so its table is what the code means.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from painpath.facts import FactType, Kind, Quantity, parse_quantity
from painpath.facts.moment import DAWN, DUSK, parse_moment
from painpath.facts.units import factor

_ANNOTATION = re.compile(r"^\{[^{}]*\}$")
_WORD = re.compile(r"[a-z0-9*+]+")
#: Words that turn a phrase round: "not a current smoker" is not "current".
_TURNING = {"no", "not", "non", "never", "without", "un", "ex", "denies", "negative", "absent", "unknown"}


class Ends(NamedTuple):
    """An understood value on the fact's number line."""

    low: float
    high: float


class Unreadable(NamedTuple):
    """Why a value was not understood."""

    why: str


NO_UNIT = Unreadable("a number without a unit")
FOREIGN_UNIT = Unreadable("a unit that this fact does not know")
NOT_PLAUSIBLE = Unreadable("not a possible value")
NOT_A_NUMBER = Unreadable("not a number")
NOT_AN_OPTION = Unreadable("not one of the answers of this fact")
NOT_A_DATE = Unreadable("not a possible date")
WRONG_TYPE = Unreadable("not the kind of value that this fact has")


def from_number(fact: FactType, low: float, high: float, unit: str) -> Ends | Unreadable:
    """A number (or its two ends) in `unit` as the fact's canonical unit.

    A score has the unit 1: no unit and any annotation in braces mean the same there (UCUM, section 2.4).
    """
    if fact.kind is not Kind.QUANTITY:
        return _ranked(fact, low, high, unit)
    unit = unit.strip().replace(
        "\u03bc", "\u00b5"
    )  # two characters look like micro; entries use the micro sign
    if unit != fact.unit:
        known = fact.accepts.get(unit)
        if known is not None:
            low, high = low * known.factor + known.offset, high * known.factor + known.offset
        elif fact.unit == "1" and (not unit or _ANNOTATION.match(unit)):
            pass  # a pure number
        elif not unit:
            return NO_UNIT
        else:
            plain = factor(unit, fact.unit)
            if plain is None:
                return FOREIGN_UNIT
            low, high = low * plain, high * plain
    if math.isnan(low) or math.isnan(high):
        return NOT_A_NUMBER
    least, most = fact.plausible if fact.plausible is not None else (0.0, math.inf)
    if high < least or low > most:
        return NOT_PLAUSIBLE
    return Ends(low, high)


def _ranked(fact: FactType, low: float, high: float, unit: str) -> Ends | Unreadable:
    """A whole number where the options are themselves numbers (0, 1, 2, 3); nothing else.

    As for any score, no unit, the unit 1 and an annotation in braces mean the same.
    """
    unit = unit.strip()
    bare = unit in ("", "1") or _ANNOTATION.match(unit) is not None
    if not bare or fact.kind not in (Kind.ONE_OF, Kind.ORDERED):
        return WRONG_TYPE
    if low != high or not math.isfinite(low) or low != int(low):
        return NOT_AN_OPTION
    return from_option(fact, str(int(low)))


def from_option(fact: FactType, word: str) -> Ends | Unreadable:
    """An option by its own name."""
    try:
        rank = fact.rank(word)
    except KeyError:
        return NOT_AN_OPTION
    return Ends(rank, rank)


def from_phrase(fact: FactType, phrase: str) -> Ends | Unreadable:
    """An option named inside a phrase ("Former smoker"), if only one is and nothing turns the phrase round.

    Where one option's words are part of another's (attacks, constant with attacks), the longer is meant.
    """
    words = frozenset(_WORD.findall(phrase.lower()))
    options = ("yes", "no") if fact.kind is Kind.CLAIM else fact.options
    named = {option: frozenset(option.lower().split("_")) for option in options}
    said = {option: own for option, own in named.items() if own <= words}
    meant = [option for option, own in said.items() if not any(own < other for other in said.values())]
    if len(meant) != 1:
        return NOT_AN_OPTION
    others = words - named[meant[0]]
    if others & _TURNING or (fact.kind is Kind.CLAIM and others):
        return NOT_AN_OPTION
    return from_option(fact, meant[0])


def from_text(fact: FactType, text: str) -> Ends | Unreadable:
    """A value written as text: "<5 mg/L", "7", "Former smoker", "2019-05"; anything else is unreadable."""
    match fact.kind:
        case Kind.QUANTITY:
            quantity = parse_quantity(text)
            return NOT_A_NUMBER if quantity is None else from_quantity(fact, quantity)
        case Kind.DATE:
            return from_date(text)
        case Kind.CLAIM | Kind.ONE_OF | Kind.ORDERED:
            exact = from_option(fact, text.strip())
            return exact if isinstance(exact, Ends) else from_phrase(fact, text)
        case Kind.SET:
            return WRONG_TYPE


def from_quantity(fact: FactType, quantity: Quantity) -> Ends | Unreadable:
    """A parsed quantity in the fact's canonical unit."""
    return from_number(fact, quantity.low, quantity.high, quantity.unit)


def from_date(text: str) -> Ends | Unreadable:
    """A date as the days it may mean [ordinals]."""
    moment = parse_moment(text)
    if moment is None or moment.first < DAWN or moment.last > DUSK:
        return NOT_A_DATE
    return Ends(float(moment.first), float(moment.last))


def compared(number: float, comparator: str | None) -> tuple[float, float] | None:
    """The interval of a number with a FHIR comparator; None for a comparator that FHIR does not know.

    >>> compared(5.0, ">=")
    (5.0, inf)
    """
    match comparator:
        case None:
            return number, number
        case "<":
            return -math.inf, math.nextafter(number, -math.inf)
        case "<=":
            return -math.inf, number
        case ">":
            return math.nextafter(number, math.inf), math.inf
        case ">=":
            return number, math.inf
        case _:
            return None
