"""Quantities as they are written in entries and facts files, and the units whose factors are pure arithmetic.

Only mechanical conversions live here (mass, time, volume by powers of ten). A conversion that depends on the
analyte (mmol/L to mg/dL) belongs to that fact's own `accepts` table in `knowledge/facts`.
Time: a month is 30.4375 days and a year 365.25 days (UCUM `mo_j`, `a_j`); windows are counted in whole days.
Source of the unit symbols and factors: UCUM, section 4.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_MASS_IN_MG = {"ng": 1e-6, "ug": 1e-3, "mcg": 1e-3, "mg": 1.0, "g": 1e3, "kg": 1e6}
_TIME_IN_DAYS = {
    "s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25,
}  # fmt: skip
_LENGTH_IN_CM = {"mm": 0.1, "cm": 1.0, "m": 100.0}
_FAMILIES = (_MASS_IN_MG, _TIME_IN_DAYS, _LENGTH_IN_CM)

_QUANTITY = re.compile(
    r"^\s*([<>]=?)?\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?:\s+(\S.*)|([^\s\d.,].*))?\s*$"
)
_TIMES = {
    "once": 1.0,
    "twice": 2.0,
    "three times": 3.0,
    "four times": 4.0,
    "five times": 5.0,
    "six times": 6.0,
}
_DOSE = re.compile(
    r"^\s*(?P<amount>[\d.]+)\s*"
    r"(?!(?:once|twice|three|four|five|six|times|daily|nightly|every|at)\b)"  # words of the rhythm are no unit
    r"(?P<unit>[^\W\d][\w/%]*)\s+"
    r"(?:(?P<word>once|twice|three times|four times|five times|six times)\s+(?:daily|a day|per day)"
    r"|every\s+(?P<every>[\d.]+)\s*(?P<period>min|h|hours?|d|days?|wk|weeks?)"
    r"|(?P<count>[\d.]+)\s*(?:x|times)\s*(?:daily|a day|per day|/\s*d)"
    r"|(?P<daily>daily|a day|per day|at night|nightly))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value low..high with one unit; a point has equal ends, `<5` reaches up to but not including 5."""

    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount per dose and how many doses a day [1/d]."""

    amount: float
    unit: str
    times_per_day: float

    @property
    def total(self) -> float:
        """The amount per day, in the dose's own unit."""
        return self.amount * self.times_per_day


def parse_quantity(text: str) -> Quantity | None:
    """Read `45 mL/min`, `<5 mg/L`, `0.4`; None when it is not one finite number with an optional unit.

    >>> parse_quantity("45 mL/min")
    Quantity(low=45.0, high=45.0, unit='mL/min')
    """
    match = _QUANTITY.match(text)
    if match is None:
        return None
    sign, number, unit = (
        match.group(1),
        float(match.group(2)),
        (match.group(3) or match.group(4) or "").strip(),
    )
    if not math.isfinite(number):
        return None
    low, high = number, number
    match sign:
        case "<":
            low, high = -math.inf, math.nextafter(number, -math.inf)
        case "<=":
            low = -math.inf
        case ">":
            low, high = math.nextafter(number, math.inf), math.inf
        case ">=":
            high = math.inf
        case _:
            pass  # a plain number is a point
    return Quantity(low, high, unit)


def parse_dose(text: str) -> Dose | None:
    """Read `75 mg twice daily`, `50 mg every 12 h`, `300 mg 3 times daily`; None when it is not such a dose.

    >>> parse_dose("75 mg twice daily").total
    150.0
    """
    match = _DOSE.match(text)
    if match is None:
        return None
    try:
        amount = float(match["amount"])
        if match["word"]:
            times = _TIMES[" ".join(match["word"].lower().split())]
        elif match["every"]:
            letter = match["period"].lower()
            period = {"m": "min", "h": "h", "d": "d", "w": "wk"}[letter[0]]
            times = 1.0 / (float(match["every"]) * _TIME_IN_DAYS[period])
        elif match["count"]:
            times = float(match["count"])
        else:
            times = 1.0
    except (ValueError, ZeroDivisionError):
        return None
    if not (amount > 0 and math.isfinite(amount) and times > 0 and math.isfinite(times)):
        return None
    return Dose(amount, match["unit"], round(times, 9))


def factor(from_unit: str, to_unit: str) -> float | None:
    """The factor that turns `from_unit` into `to_unit` when both measure the same plain dimension, else None.

    >>> factor("g", "mg")
    1000.0
    """
    if from_unit == to_unit:
        return 1.0
    for family in _FAMILIES:
        if from_unit in family and to_unit in family:
            return family[from_unit] / family[to_unit]
    return None


def factors_to(unit: str) -> dict[str, float]:
    """Every unit of the same plain dimension with its factor to `unit`, itself included.

    >>> factors_to("cm")
    {'cm': 1.0, 'mm': 0.1, 'm': 100.0}
    """
    found = {unit: 1.0}
    for family in _FAMILIES:
        if unit in family:
            found |= {other: family[other] / family[unit] for other in family if other != unit}
    return found


def days(text: str) -> float | None:
    """A span of time in days [d]; None when the text is not one.

    >>> days("8 wk")
    56.0
    """
    quantity = parse_quantity(text)
    if quantity is None or quantity.low != quantity.high:
        return None
    scale = _TIME_IN_DAYS.get(quantity.unit)
    return None if scale is None else quantity.low * scale
