"""From a dosage instruction to the amount per day. What is not said stays an interval: at most everything, at
least 0.

A daily dose never comes from a product's strength alone. A dose may be a mass, a number of pieces (times the
strength), a volume (times the strength per volume), or a rate, so much every hour all day long (a patch whose strength
is by the hour; how often it is changed does not change the rate). Source of the timing codes: FHIR R4, Timing, and v3
GTSAbbreviation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import msgspec

from painpath.facts import parse_dose
from painpath.facts.units import RATE, factor, parse_rate
from painpath.intake.drug_text import PIECES, Strength
from painpath.intake.shapes import Concept, Dosage, DoseAndRate, Quantity, Repeat, Timing, given

_PIECE_UNITS = re.compile(
    r"^(?:\{?(?:tbl|tablets?|tabs?|caps?|capsules?|patch(?:es)?|each|ea|unit ?dose|suppositor(?:y|ies))\}?|1)$",
    re.IGNORECASE,
)
_VOLUMES_IN_ML = {"mL": 1.0, "ml": 1.0, "L": 1000.0, "l": 1000.0}
_TIMES_A_DAY = {
    "QD": 1.0, "AM": 1.0, "PM": 1.0, "BED": 1.0, "BID": 2.0, "TID": 3.0, "QID": 4.0, "QOD": 0.5,
    "Q1H": 24.0, "Q2H": 12.0, "Q3H": 8.0, "Q4H": 6.0, "Q6H": 4.0, "Q8H": 3.0, "WK": 1 / 7,
}  # fmt: skip
#: A number without a unit is a count of pieces only up to here, and only where it cannot be part of a piece's
#: mass (a tablet is not cut finer than in quarters). Convention of ours: beyond it the dose is unknown and
#: asked.
_MOST_PIECES = 4.0
_FINEST_CUT = 0.25
_LONGEST = 500  # characters of a written instruction that are looked at
_TEXT_COUNT = re.compile(
    r"^(?:take |apply |use )?(?P<count>\d+(?:\.\d+)?|one|two|three) (?:tablets?|capsules?|tabs?|caps?|patch(?:es)?)"
    r"(?: by mouth| orally| po)?,? "
    r"(?P<how>(?:once|twice|three times|four times) (?:daily|a day|per day)|every \d+ (?:h(?:ours)?|d(?:ays)?)|daily)"
    r"(?P<needed>,? (?:as needed|prn).*)?\.?$",
    re.IGNORECASE,
)
_COUNTS = {"one": 1.0, "two": 2.0, "three": 3.0}


class DailyDose(msgspec.Struct, frozen=True):
    """The amount per day in `unit`, low to high; amount and times where each is one number."""

    low: float = 0.0
    high: float = math.inf
    unit: str = ""
    amount: float | None = None
    times: float | None = None
    as_needed: bool = False


def daily_dose(dosages: Sequence[Dosage], strength: Strength | None, form: str) -> DailyDose:
    """The amount per day of an ingredient of this strength, by these instructions; 0 to infinity when not
    said.

    Instructions of the same sequence are taken together, later sequences follow one another.
    """
    phases: dict[int, list[DailyDose]] = {}
    for dosage in dosages:
        phases.setdefault(dosage.sequence or 0, []).append(_one(dosage, strength, form))
    if not phases:
        return DailyDose()
    together = [_sum(doses) for doses in phases.values()]
    if len(together) == 1:
        return together[0]
    units = {dose.unit for dose in together}
    if len(units) != 1:
        return DailyDose(as_needed=any(dose.as_needed for dose in together))
    return DailyDose(
        low=min(dose.low for dose in together),
        high=max(dose.high for dose in together),
        unit=units.pop(),
        as_needed=any(dose.as_needed for dose in together),
    )


def single_dose(dosages: Sequence[Dosage], strength: Strength | None, form: str) -> DailyDose:
    """One dose that was given once: its amount and unit; how much that day saw in all is not said."""
    amounts = [_amount(dosage, strength, form) for dosage in dosages]
    if len(amounts) != 1 or amounts[0] is None or amounts[0][0] != amounts[0][1] or amounts[0][2] == RATE:
        return DailyDose()
    return DailyDose(unit=amounts[0][2], amount=amounts[0][0])


def _sum(doses: list[DailyDose]) -> DailyDose:
    if len(doses) == 1:
        return doses[0]
    units = {dose.unit for dose in doses}
    needed = all(dose.as_needed for dose in doses)
    if len(units) != 1:
        return DailyDose(as_needed=needed)
    return DailyDose(sum(d.low for d in doses), sum(d.high for d in doses), units.pop(), as_needed=needed)


def _one(dosage: Dosage, strength: Strength | None, form: str) -> DailyDose:
    needed = dosage.asNeededBoolean is True or given(dosage.asNeededCodeableConcept)
    amount = _amount(dosage, strength, form)
    times = _times(dosage.timing)
    if amount is None and dosage.doseAndRate is None and dosage.text:
        return _from_text(dosage.text, strength)
    if amount is not None and amount[2] == RATE:
        return _all_day(amount, times, needed=needed)
    if amount is None or times is None:
        return DailyDose(times=times[0] if times and times[0] == times[1] else None, as_needed=needed)
    low, high, unit = amount
    most = _most(dosage, unit)
    return DailyDose(
        low=0.0 if needed else low * times[0],
        high=min(high * times[1], most),
        unit=unit,
        amount=low if low == high else None,
        times=times[0] if times[0] == times[1] else None,
        as_needed=needed,
    )


def _all_day(
    amount: tuple[float, float, str], times: tuple[float, float] | None, *, needed: bool
) -> DailyDose:
    """A rate; unknown where more than one piece a day may be worn at once, or worn all day is not said."""
    if times is None or times[1] > 1.0:
        return DailyDose(as_needed=needed)
    return DailyDose(0.0 if needed else amount[0], amount[1], RATE, as_needed=needed)


def _amount(dosage: Dosage, strength: Strength | None, form: str) -> tuple[float, float, str] | None:
    """The amount of the ingredient in one dose, low to high, and its unit."""
    given = dosage.doseAndRate[0] if dosage.doseAndRate else DoseAndRate(doseQuantity=dosage.dose)
    quantity, span = given.doseQuantity, given.doseRange
    if given.rateQuantity is not None and given.rateQuantity.value and given.rateQuantity.comparator is None:
        unit = (given.rateQuantity.code or given.rateQuantity.unit or "").strip()
        rate = parse_rate(f"{given.rateQuantity.value} {unit}")
        return None if rate is None else (rate, rate, RATE)
    if quantity is not None:
        one = _mass(quantity, strength, form)
        return None if one is None else (one[0], one[0], one[1])
    if span is not None and span.low is not None and span.high is not None:
        low, high = _mass(span.low, strength, form), _mass(span.high, strength, form)
        if low is not None and high is not None and low[1] == high[1] and low[0] <= high[0]:
            return low[0], high[0], low[1]
    return None


def _mass(quantity: Quantity, strength: Strength | None, form: str) -> tuple[float, str] | None:
    value = quantity.value
    if value is None or quantity.comparator is not None or not value > 0:
        return None
    unit = (quantity.code or quantity.unit or "").strip()
    scale = factor(unit, "mg")
    if scale is not None:
        return value * scale, "mg"
    if strength is None or not strength.amount > 0:
        return None
    if strength.per == "h":
        an_hour = factor(f"{strength.unit}/h", RATE)
        return (value * strength.amount * an_hour, RATE) if an_hour and _is_piece(unit, form) else None
    per_mg = factor(strength.unit, "mg")
    held, held_unit = (
        (strength.amount * per_mg, "mg") if per_mg is not None else (strength.amount, strength.unit)
    )
    if not strength.per and (_PIECE_UNITS.match(unit) or (not unit and _is_count(value, strength, form))):
        return value * held, held_unit
    volume = re.fullmatch(r"(\d*\.?\d*)ml", strength.per)
    if volume and unit in _VOLUMES_IN_ML:
        return value * _VOLUMES_IN_ML[unit] * held / float(volume[1] or 1), held_unit
    return None


def _is_piece(unit: str, form: str) -> bool:
    return bool(_PIECE_UNITS.match(unit)) or (not unit and form in PIECES)


def _is_count(value: float, strength: Strength, form: str) -> bool:
    return form in PIECES and value <= _MOST_PIECES and value / strength.amount < _FINEST_CUT


def _times(timing: Timing | None) -> tuple[float, float] | None:
    """How many doses a day, low to high; None when not said."""
    if timing is None:
        return None
    repeat = timing.repeat
    if repeat is not None:
        return _repeated(repeat)
    code = _code(timing.code)
    return None if code not in _TIMES_A_DAY else (_TIMES_A_DAY[code], _TIMES_A_DAY[code])


def _repeated(repeat: Repeat) -> tuple[float, float] | None:
    days = f"{repeat.periodUnit}"
    unit = factor({"mo": "mo", "a": "a"}.get(days, days), "d")
    listed = len(repeat.timeOfDay or repeat.when or ())
    if repeat.dayOfWeek and listed <= 1 and repeat.period is None:
        return len(repeat.dayOfWeek) / 7, len(repeat.dayOfWeek) / 7
    if repeat.period is None or unit is None:
        return (float(listed), float(listed)) if listed and repeat.period is None else None
    shortest, longest = repeat.period * unit, (repeat.periodMax or repeat.period) * unit
    fewest = repeat.frequency or listed or 1
    most = max(repeat.frequencyMax or fewest, fewest)
    if shortest <= 0 or fewest <= 0 or longest < shortest:
        return None
    return round(fewest / longest, 9), round(most / shortest, 9)


def _most(dosage: Dosage, unit: str) -> float:
    """The most per day that the instruction allows, in `unit`; infinity when it sets none."""
    ratio = dosage.maxDosePerPeriod
    if ratio is None or ratio.numerator is None or ratio.denominator is None:
        return math.inf
    top, bottom = ratio.numerator, ratio.denominator
    scale = factor((top.code or top.unit or "").strip(), unit)
    days = factor((bottom.code or bottom.unit or "").strip(), "d")
    if scale is None or days is None or not top.value or not bottom.value or bottom.value <= 0:
        return math.inf
    return top.value * scale / (bottom.value * days)


def _from_text(text: str, strength: Strength | None) -> DailyDose:
    """A dose written out in words, if the whole text is one: "300 mg three times daily", "1 tablet twice
    daily".
    """
    plain = " ".join(text[:_LONGEST].split()).removesuffix(".")
    rate = parse_rate(plain)
    if rate is not None:
        return DailyDose(rate, rate, RATE)
    dose = parse_dose(plain)
    if dose is not None:
        scale = factor(dose.unit, "mg")
        if scale is not None:
            amount = dose.amount * scale
            return DailyDose(
                amount * dose.times_per_day, amount * dose.times_per_day, "mg", amount, dose.times_per_day
            )
    match = _TEXT_COUNT.match(plain)
    if match is not None and strength is not None and strength.per == "h":
        return _worn(match, strength)
    per_mg = factor(strength.unit, "mg") if strength is not None and not strength.per else None
    if match is None or strength is None or per_mg is None:
        return DailyDose(as_needed=bool(re.search(r"\b(?:as needed|prn)\b", plain, re.IGNORECASE)))
    how = parse_dose(f"1 mg {match['how']}")
    count = _COUNTS.get(match["count"].lower()) or float(match["count"])
    if how is None:
        return DailyDose(as_needed=bool(match["needed"]))
    amount = count * strength.amount * per_mg
    total = amount * how.times_per_day
    return DailyDose(
        0.0 if match["needed"] else total, total, "mg", amount, how.times_per_day, bool(match["needed"])
    )


def _worn(match: re.Match[str], strength: Strength) -> DailyDose:
    """So many pieces with a strength by the hour, changed at most once a day."""
    how = parse_dose(f"1 mg {match['how']}")
    an_hour = factor(f"{strength.unit}/h", RATE)
    if how is None or an_hour is None:
        return DailyDose(as_needed=bool(match["needed"]))
    rate = (_COUNTS.get(match["count"].lower()) or float(match["count"])) * strength.amount * an_hour
    return _all_day((rate, rate, RATE), (how.times_per_day,) * 2, needed=bool(match["needed"]))


def _code(concept: Concept | None) -> str:
    coded = [coding.code for coding in (concept.codings if concept else []) if coding.code]
    return coded[0].upper() if coded else ((concept.text or "") if concept else "").upper().strip()
