"""Quantities as they are written in entries and facts files, and the units whose factors are pure arithmetic.

Only mechanical conversions live here (mass, time, volume by powers of ten). A conversion that depends on the
analyte (mmol/L to mg/dL) belongs to that fact's own `accepts` table in `knowledge/facts`.
Time: a month is 30.4375 days and a year 365.25 days (UCUM `mo_j`, `a_j`); windows are counted in whole days.
Source of the unit symbols and factors: UCUM, section 4.
"""

from __future__ import annotations

import math
import re

import msgspec

_MASS_IN_MG = {"ng": 1e-6, "ug": 1e-3, "mcg": 1e-3, "mg": 1.0, "g": 1e3, "kg": 1e6}
_TIME_IN_DAYS = {
    "s": 1 / 86400, "min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25,
}  # fmt: skip
_LENGTH_IN_CM = {"mm": 0.1, "cm": 1.0, "m": 100.0}
_RATE_IN_UG_AN_HOUR = {"ug/h": 1.0, "mg/h": 1e3}
_FAMILIES = (_MASS_IN_MG, _TIME_IN_DAYS, _LENGTH_IN_CM, _RATE_IN_UG_AN_HOUR)
#: the unit in which a rate dose is kept: so much every hour, all day long
RATE = "ug/h"

_QUANTITY = re.compile(
    r"^\s*([<>]=?)?\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)(?:\s+(\S.*)|([^\s\d.,].*))?\s*$"
)
_TIMES = {
    **dict.fromkeys(("once", "od", "qd", "om", "on", "mane", "nocte", "hs", "qhs"), 1.0),
    **dict.fromkeys(("twice", "two times", "bd", "bid"), 2.0),
    **dict.fromkeys(("three times", "tds", "tid"), 3.0),
    **dict.fromkeys(("four times", "qds", "qid"), 4.0),
    "five times": 5.0,
    "six times": 6.0,
}
_A_DAY = r"(?:daily|a\s+day|per\s+day|each\s+day|/\s*(?:day|d))"
_COUNTED = r"once|twice|two\s+times|three\s+times|four\s+times|five\s+times|six\s+times"
_LATIN = r"o\.?d|q\.?d|b\.?d|b\.?i\.?d|t\.?d\.?s|t\.?i\.?d|q\.?d\.?s|q\.?i\.?d|om|on|mane|nocte|q?h\.?s"
_PERIOD = r"min(?:ute)?s?|h(?:(?:ou)?rs?)?|d(?:ays?)?|wk|weeks?"
_DOSE = re.compile(
    r"^\s*(?P<amount>[\d.]+)\s*"
    r"(?!(?:once|twice|two|three|four|five|six|times|daily|nightly|every|at|in|x|a|per|mane|nocte"
    rf"|{_LATIN}|q\d+\w*)\b\.?)"  # words of the rhythm are no unit
    r"(?P<unit>[^\W\d][\w%]*)\s+"
    r"(?:(?:po|p\.o\.|orally|by\s+mouth)\s+)?"
    rf"(?:(?P<word>{_COUNTED})\s*{_A_DAY}"
    rf"|(?P<latin>{_LATIN})\.?"
    rf"|every\s+(?P<every>[\d.]+)\s*(?P<period>{_PERIOD})"
    rf"|q\s*(?P<q>\d+)\s*h(?:(?:ou)?rs?)?"
    rf"|(?P<hourly>\d+)[\s-]*hourly"
    rf"|(?P<count>[\d.]+)\s*(?:x|\u00d7|times)\s*{_A_DAY}"
    rf"|{_A_DAY}|nightly|(?:at|every)\s+(?:night|bedtime)|(?:in\s+the|every)\s+(?:morning|evening))\s*$",
    re.IGNORECASE,
)
#: so much an hour, as on a patch; how often the patch is changed does not change the rate
_RATE_DOSE = re.compile(
    r"^\s*(?P<amount>[\d.]+)\s*(?P<unit>[^\W\d]+)\s*(?:/|per\s|an\s)\s*h(?:(?:ou)?rs?)?\.?"
    r"(?:,?\s+(?:transdermal\s+)?(?:patch|system))?"
    rf"(?:,?\s+(?:changed\s+)?(?:every\s+(?P<every>[\d.]+)\s*(?P<period>{_PERIOD})|q\s*(?P<q>\d+)\s*h(?:(?:ou)?rs?)?))?\s*$",
    re.IGNORECASE,
)
#: 1.500 is one and a half in one country and fifteen hundred in another; only a leading 0 settles it
_AMBIGUOUS = re.compile(r"(?<!\d)(?!0\.)\d+[.,]\d{3}(?!\d)")
#: pieces say nothing of the amount without a strength
_PIECES = re.compile(r"^(?:tab(?:let)?s?|cap(?:sule)?s?|pills?)$", re.IGNORECASE)
_SPELLED = {
    "microgram": "ug", "micrograms": "ug", "milligram": "mg", "milligrams": "mg", "gram": "g", "grams": "g",
    "\u00b5g": "ug", "\u03bcg": "ug",
}  # fmt: skip


class Quantity(msgspec.Struct, frozen=True):
    """A value low..high with one unit; a point has equal ends, `<5` reaches up to but not including 5."""

    low: float
    high: float
    unit: str


class Dose(msgspec.Struct, frozen=True):
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


#: conventions of ours, against slips of the pen: no dose is more than this in any unit, or more often than each minute
MOST_AMOUNT = 1e12
MOST_TIMES = 1440.0


def parse_dose(text: str) -> Dose | None:
    """Read `75 mg twice daily`, `50 mg every 12 h`, `300 mg tds`, `10mg nocte`; None when it is not such a dose.

    An amount that could be thousands (1.500 mg) and a number of tablets are not read: they are never guessed.

    >>> parse_dose("75 mg twice daily").total
    150.0
    """
    match = _DOSE.match(text)
    if match is None or ambiguous(text) or _PIECES.match(match["unit"]):
        return None
    try:
        amount, times = float(match["amount"]), _times_per_day(match)
    except (ValueError, ZeroDivisionError):
        return None
    if not (0 < amount <= MOST_AMOUNT and 0 < times <= MOST_TIMES):
        return None
    return Dose(amount, _unit(match["unit"]), round(times, 9))


def parse_rate(text: str) -> float | None:
    """A dose given all day long [ug/h]: `100 ug/h`, `25 mcg/hr patch every 72 h`; None when it is not one.

    One piece at a time is meant; a piece changed more than once a day is not read, for two may be worn at once.

    >>> parse_rate("25 mcg/hr every 72 hours")
    25.0
    """
    match = _RATE_DOSE.match(text)
    if match is None or ambiguous(text):
        return None
    scale = factor(f"{_unit(match['unit'])}/h".replace("mcg", "ug"), RATE)
    try:
        amount = float(match["amount"])
        times = _times_per_day(match) if match["every"] or match["q"] else 1.0
    except (ValueError, ZeroDivisionError):
        return None
    if scale is None or not amount > 0 or times > 1.0:
        return None
    return amount * scale


def ambiguous(text: str) -> bool:
    """Whether a number in the text may be thousands or thousandths: a separator and exactly three digits.

    >>> ambiguous("1.500 mg"), ambiguous("0.125 mg")
    (True, False)
    """
    return _AMBIGUOUS.search(text) is not None


def _times_per_day(match: re.Match[str]) -> float:
    """How many doses a day the words say [1/d]."""
    said = match.groupdict()
    if said.get("word"):
        return _TIMES[" ".join(said["word"].lower().split())]
    if said.get("latin"):
        return _TIMES[said["latin"].lower().replace(".", "")]
    if said["every"]:
        period = {"m": "min", "h": "h", "d": "d", "w": "wk"}[said["period"][0].lower()]
        return 1.0 / (float(said["every"]) * _TIME_IN_DAYS[period])
    if said["q"] or said.get("hourly"):
        return 24.0 / float(said["q"] or said["hourly"])
    return float(match["count"]) if match["count"] else 1.0


def _unit(word: str) -> str:
    """A unit of mass in its own spelling, any other as it was written."""
    low = word.lower()
    found = _SPELLED.get(low, low)
    return found if found in _MASS_IN_MG else word


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
