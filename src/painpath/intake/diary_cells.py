"""One cell or word of a diary into a value as a facts file holds it, or why it is none. Holds no patient's value in
what it says.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from painpath.facts import FactType, Kind, parse_dose
from painpath.facts.units import ambiguous, factor
from painpath.intake.codes import Index
from painpath.intake.diary_words import effect_meant
from painpath.intake.quantities import NO_UNIT, NOT_PLAUSIBLE, Ends, from_number, from_text
from painpath.intake.stated import SEVERITIES

#: what stands in a cell where nothing was written down
EMPTY = frozenset(
    (
        "",
        "-",
        "--",
        "\u2013",
        "\u2014",
        "n/a",
        "na",
        "n.a.",
        "nan",
        "null",
        ".",
        "?",
        "missing",
        "not recorded",
    )
)
_YES, _NO = (
    frozenset(("yes", "y", "true", "x", "\u2713", "\u2714")),
    frozenset(("no", "n", "false", "none", "absent")),
)
_NUMBER = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)\s*(?:/\s*(?:10|100|27|21|28)|out of 10|of 10)?$")
_HOURS = re.compile(r"^(\d{1,2})\s*(?::|h)\s*(\d{2})(?:\s*m(?:in)?)?$")
_WITH_UNIT = re.compile(r"^([+-]?\d+(?:[.,]\d+)?)\s*([^\d\s].*)$")
_TIMES = re.compile(
    r"^(?P<n>\d+(?:[.,]\d+)?)\s*[x\u00d7*]\s*(?P<dose>\d.*)$|^(?P<dose2>\d.*?[^\W\d].*?)\s*[x\u00d7*]\s*(?P<n2>\d+)$"
)
_AMOUNT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*([^\W\d][\w%]*)?$")
_MASS = frozenset(("ng", "ug", "mcg", "mg", "g"))
_SPLIT = re.compile(r"[;,/+&]|\band\b")

OUT_OF_RANGE = "it is out of range"
NOT_A_NUMBER = "this is no number"
THOUSANDS = "the number may be thousands or thousandths; write it without a separator"
NOT_YES_OR_NO = "this is neither yes nor no, nor mild, moderate or severe"
NOT_A_DOSE = "the dose is not understood; write it like `300 mg x3` or `900 mg`"
NO_DOSE_UNIT = "the dose has no unit; write mg beside it or in the column's name"
PIECES = "tablets without their strength say no amount; that it was taken is kept"
NOT_AN_EFFECT = "this is the name of no side effect that is known here"
NOT_A_TRIGGER = "some of it is the name of no trigger that is known here"


class Cell(NamedTuple):
    """A value as a facts file holds it, and what is odd about it (`half`, `number`; empty: nothing)."""

    value: object
    odd: str = ""


class NoCell(NamedTuple):
    """Why a cell holds no value of its fact; `kept` is what of it still holds."""

    why: str
    kept: object = None


class Taken(NamedTuple):
    """What was taken of one medicine on one day: the total [unit], one dose and how often; None: not known."""

    total: float | None
    unit: str = ""
    amount: float | None = None
    times: float | None = None


def is_empty(text: str) -> bool:
    """Whether nothing was written down."""
    return text.strip().lower() in EMPTY


def cell_of(fact: FactType, text: str, unit: str = "") -> Cell | NoCell:
    """The value that a text means for a fact; `unit` is that of bare numbers."""
    low = text.strip().lower()
    match fact.kind:
        case Kind.QUANTITY:
            return _number(fact, low, unit)
        case Kind.CLAIM:
            return _claim(fact, low)
        case Kind.SET:
            return _members(fact, low)
        case Kind.ONE_OF | Kind.ORDERED:
            word = re.sub(r"[\s-]+", "_", low)
            if word in fact.options:
                return Cell(word)
            found = from_text(fact, low)
            if isinstance(found, Ends):
                return Cell(fact.options[int(found.low)])
            return NoCell(
                f"this is none of its answers: {', '.join(one.replace('_', ' ') for one in fact.options[:12])}"
            )
        case Kind.DATE:
            found = from_text(fact, text.strip())
            return (
                Cell(text.strip()) if isinstance(found, Ends) else NoCell("this is no date like 2026-11-20")
            )


def range_of(fact: FactType) -> str:
    """What a number may be, in words."""
    if fact.plausible is None:
        return "0 or more"
    unit = "" if fact.unit in ("", "1") else f" {fact.unit}"
    return f"{fact.plausible[0]:g} to {fact.plausible[1]:g}{unit}"


def _number(fact: FactType, low: str, unit: str) -> Cell | NoCell:
    if ambiguous(low):
        return NoCell(THOUSANDS)
    hours = _HOURS.match(low) if fact.unit == "h" else None
    plain, said = _NUMBER.match(low), _WITH_UNIT.match(low)
    if hours:
        number, unit = int(hours[1]) + int(hours[2]) / 60, "h"
    elif plain:
        number = float(plain[1].replace(",", "."))
    elif said:
        number, unit = float(said[1].replace(",", ".")), _unit(said[2])
    else:
        return NoCell(NOT_A_NUMBER)
    found = from_number(fact, number, number, unit)
    if found is NO_UNIT:
        return NoCell(f"the number has no unit; write it with {fact.unit}")
    if found is NOT_PLAUSIBLE:
        return NoCell(f"{OUT_OF_RANGE}: it goes from {range_of(fact)}")
    if not isinstance(found, Ends):
        return NoCell(NOT_A_NUMBER)
    score = fact.unit in ("", "1")
    odd = (
        "half"
        if score and number != int(number) and fact.plausible == (0.0, 10.0) and fact.id != "score.peg"
        else ""
    )
    printed: int | float = int(number) if number == int(number) else round(number, 2)
    return Cell(printed if score else f"{printed:g} {unit or fact.unit}", odd)


def _unit(word: str) -> str:
    word = word.strip().rstrip(".")
    return {"hours": "h", "hour": "h", "hrs": "h", "hr": "h", "percent": "%", "kgs": "kg"}.get(word, word)


def _claim(fact: FactType, low: str) -> Cell | NoCell:
    if low in _YES:
        return Cell("yes")
    if low in _NO:
        return Cell("no")
    words = [word for word in re.split(r"[\s,]+", low) if word not in ("yes", "a", "bit", "very")]
    if len(words) == 1 and words[0] in SEVERITIES:
        return Cell({"is": "yes", "severity": words[0]})
    number = _NUMBER.match(low)
    if number and not number[1].startswith("-"):
        size = float(number[1].replace(",", "."))
        if size == 0:
            return Cell("no")
        if size == 1:
            return Cell("yes")
        if fact.id.startswith("symptom."):
            return Cell("yes", "number")
    return NoCell(NOT_YES_OR_NO)


def _members(fact: FactType, low: str) -> Cell | NoCell:
    if low in _NO:
        return Cell("none")
    words = [re.sub(r"[\s-]+", "_", part.strip()) for part in _SPLIT.split(low) if part.strip()]
    if not fact.options:
        return Cell(words)
    known = [word for word in words if word in fact.options]
    if len(known) < len(words):
        return NoCell(NOT_A_TRIGGER, known or None)
    return Cell(known)


def taken_of(text: str, unit: str = "") -> Taken | NoCell:
    """What was taken that day: `300 mg x3`, `3 x 300 mg`, `300 mg three times daily`, `900 mg`, `300+600 mg`, none.

    >>> taken_of("300 mg x3").total, taken_of("0").total, taken_of("900", "mg").total
    (900.0, 0.0, 900.0)
    """
    low = " ".join(text.lower().split())
    if low in _NO or low in ("0", "not taken", "missed", "skipped", f"0 {unit}", "0 mg", "0mg"):
        return Taken(0.0)
    if low in _YES or low in ("taken", "as prescribed"):
        return Taken(None)
    if ambiguous(low):
        return NoCell(THOUSANDS, Taken(None))
    spelled = parse_dose(low.replace(",", "."))
    if spelled is not None:
        return _taken(spelled.amount, spelled.unit, spelled.times_per_day)
    times = _TIMES.match(low)
    if times:
        count = float((times["n"] or times["n2"]).replace(",", "."))
        one = _AMOUNT.match((times["dose"] or times["dose2"]).strip())
        if one is None:
            return NoCell(NOT_A_DOSE, Taken(None))
        return _amount(one, unit, count)
    parts = [_AMOUNT.match(part.strip()) for part in low.split("+")]
    if any(part is None for part in parts):
        return NoCell(NOT_A_DOSE, Taken(None) if re.match(r"^\d", low) else None)
    units = {part[2] for part in parts if part and part[2]} or {unit}
    if len(units) != 1:
        return NoCell(NOT_A_DOSE, Taken(None))
    if len(parts) == 1 and parts[0]:
        return _amount(parts[0], unit, None)
    total = sum(float(part[1].replace(",", ".")) for part in parts if part)
    return _mass(total, units.pop(), None, None)


def _amount(found: re.Match[str], unit: str, times: float | None) -> Taken | NoCell:
    amount = float(found[1].replace(",", "."))
    if amount == 0 or times == 0:
        return Taken(0.0)
    said = found[2] or unit
    if times is None:
        return _mass(amount, said, None, None)
    return _mass(amount * times, said, amount, times)


def _taken(amount: float, unit: str, times: float) -> Taken | NoCell:
    return _mass(amount * times, unit, amount, times)


def _mass(total: float, unit: str, amount: float | None, times: float | None) -> Taken | NoCell:
    unit = {"µg": "ug", "μg": "ug", "milligram": "mg", "milligrams": "mg", "microgram": "ug", "micrograms": "ug",
            "gram": "g", "grams": "g"}.get(unit, unit)  # fmt: skip
    if not unit:
        return NoCell(NO_DOSE_UNIT, Taken(None))
    if unit.rstrip("s") in ("tablet", "tab", "capsule", "cap", "pill", "patch", "patche", "puff", "drop"):
        return NoCell(PIECES, Taken(None))
    scale = factor(unit, "mg")
    if unit not in _MASS or scale is None:
        return NoCell(NOT_A_DOSE, Taken(None))
    return Taken(total * scale, "mg", None if amount is None else amount * scale, times)


class Effects(NamedTuple):
    """What a cell about side effects says: symptoms with their values, the burden of all, and what was not known."""

    found: tuple[tuple[str, object], ...]
    burden: str
    unknown: int


def effects_of(index: Index, text: str) -> Effects:
    """`dizziness mild; nausea`, `none`, `moderate`."""
    low = text.strip().lower()
    if low in _NO or low == "0":
        return Effects((), "none", 0)
    if low in SEVERITIES:
        return Effects((), low, 0)
    found: list[tuple[str, object]] = []
    unknown = 0
    for part in re.split(r"[;,+&]|\band\b", low):
        words = re.sub(r"[():=-]", " ", part).split()
        how_bad = [word for word in words if word in SEVERITIES]
        fact = effect_meant(index, " ".join(word for word in words if word not in SEVERITIES))
        if not words:
            continue
        if not fact or len(how_bad) > 1:
            unknown += 1
            continue
        found.append((fact, {"is": "yes", "severity": how_bad[0]} if how_bad else "yes"))
    return Effects(tuple(found), "", unknown)
