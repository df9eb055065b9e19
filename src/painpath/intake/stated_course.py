"""One stated medicine into courses.

yes | no | unknown
{amount: 600 mg, times_per_day: 2 | every: 12 h, route:, form:, release:, from:, until:, status:, outcome:,
 dose: 300 mg tds, daily_dose: 1200 mg, strength:, as_needed: yes, is: yes, by: patient, logged:}
75 mg twice daily
100 ug/h: so much every hour, as on a patch
a list of these

A diary's `{daily_dose: 0 mg, from:, until:, by: diary}` says that nothing was taken on those days: it is no course and
settles nothing about other days. `logged` is the last day on which a diary says that it was taken; the course goes on,
as far as is known (a course without an end does), and `Course.logged` keeps that day.

A dose that is not understood is listed as unread and the course is kept: that the drug is taken is not lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from msgspec.structs import replace

from painpath.facts import Course, Moment, Outcome, Status, parse_dose, parse_quantity
from painpath.facts.moment import DUSK, WHENEVER
from painpath.facts.units import MOST_AMOUNT, MOST_TIMES, RATE, ambiguous, days, factor, parse_rate
from painpath.intake.dosage import DailyDose
from painpath.intake.stated import SOURCE, Stated, source_of, unknown_name

_WORDS = (
    "is", "amount", "times_per_day", "every", "route", "form", "release", "from", "until", "status", "outcome",
    "dose", "daily_dose", "strength", "as_needed", "by", "logged",
)  # fmt: skip
#: who says what was taken each day
DIARY = "diary"
_NOT_UNDERSTOOD = "the dose is not understood; write it like `75 mg twice daily`"
_STATUS = {"yes": Status.ACTIVE, "no": Status.NOT_TAKEN, "unknown": Status.UNKNOWN}
_FORM = (
    "is yes, no, unknown, a dose such as `75 mg twice daily`,"
    " or {amount: 75 mg, times_per_day: 2, from: 2026-01-31}."
)


def add_courses(stated: Stated, fact: str, value: object) -> None:
    """Add the courses that are stated of one drug or class."""
    drug = fact.removeprefix("medication.")
    if drug not in stated.ledger.index.library.catalog.within:
        raise unknown_name(stated, fact)
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, bool):
            one = "yes" if one else "no"
        id_ = f"{stated.ledger.entry}.{len(stated.ledger.courses)}"
        if is_day_without(one):
            stated.ledger.gain()
            continue
        if isinstance(one, dict):
            course = _course(stated, fact, cast("Mapping[str, object]", one), id_)
        elif isinstance(one, str) and one in _STATUS:
            course = Course(drug, _STATUS[one], id=id_, source=SOURCE)
        elif isinstance(one, str) and _says_a_dose(one):
            course = _dosed(Course(drug, id=id_, source=SOURCE), _written(stated, fact, one))
        else:
            raise stated.refuse(fact, _FORM)
        if course is not None:
            stated.ledger.add_course(course)


def is_day_without(written: object) -> bool:
    """Whether this is a diary's word that nothing was taken on some days."""
    return (
        isinstance(written, dict)
        and written.get("by") == DIARY
        and str(written.get("daily_dose")) in ("0", "0 mg")
        and {"from", "until"} <= set(written)
    )


def _says_a_dose(text: str) -> bool:
    """Whether a text is meant as a dose; one word without a number is a misspelt yes, no or unknown."""
    return len(text.split()) > 1 or any(letter.isdigit() for letter in text)


def _course(stated: Stated, fact: str, words: Mapping[str, object], id_: str) -> Course | None:
    for word in words:
        if word not in _WORDS:
            raise stated.refuse(fact, f"has no word {word!r}; there are {', '.join(_WORDS)}.")
    source = source_of(stated, fact, words.get("by"))
    began = ended = None
    if words.get("from") is not None:
        began = stated.day(fact, "from", words["from"])
    if words.get("until") is not None:
        ended = stated.day(fact, "until", words["until"])
        if ended is None:
            # The course is real, its end is not readable: it may or may not be over.
            return Course(
                fact.removeprefix("medication."),
                Status.UNKNOWN,
                began or WHENEVER,
                id=id_,
                source=source,
            )
    logged = None if words.get("logged") is None else stated.day(fact, "logged", words["logged"])
    if began is not None and ended is not None and ended.last < began.first:
        # One of the two dates is wrong, and nobody knows which.
        stated.ledger.note(f"{fact} until", "it lies before `from`, so neither is used")
        return Course(fact.removeprefix("medication."), Status.UNKNOWN, WHENEVER, id=id_, source=source)
    status = _status(stated, fact, words)
    if status is Status.STOPPED and ended is None:
        ended = Moment(began.first if began else WHENEVER.first, DUSK)
    course = Course(
        drug=fact.removeprefix("medication."),
        status=status,
        began=began or WHENEVER,
        ended=ended,
        strength=str(words.get("strength", "")),
        route=str(words.get("route", "")),
        form=str(words.get("form", "")),
        release=str(words.get("release", "")),
        outcome=_outcome(stated, fact, words.get("outcome")),
        id=id_,
        source=source,
        logged=0 if logged is None else logged.last,
    )
    return _dosed(course, _dose(stated, fact, words))


def _dosed(course: Course, dose: DailyDose) -> Course:
    return replace(
        course,
        daily_low=dose.low,
        daily_high=dose.high,
        unit=dose.unit,
        amount=dose.amount,
        times_per_day=dose.times,
        as_needed=dose.as_needed,
    )


def _status(stated: Stated, fact: str, words: Mapping[str, object]) -> Status:
    if "status" in words:
        known = {status.value: status for status in Status}
        found = known.get(str(words["status"]))
        if found is None:
            raise stated.refuse(fact, f"status is one of {', '.join(known)}.")
        return found
    said = words.get("is", "yes")
    if isinstance(said, bool):
        said = "yes" if said else "no"
    if not isinstance(said, str) or said not in _STATUS:
        raise stated.refuse(fact, _FORM)
    return _STATUS[said]


def _outcome(stated: Stated, fact: str, word: object) -> Outcome:
    if word is None:
        return Outcome.UNKNOWN
    known = {outcome.value: outcome for outcome in Outcome}
    found = known.get(str(word))
    if found is None:
        raise stated.refuse(fact, f"outcome is one of {', '.join(known)}.")
    return found


def _dose(stated: Stated, fact: str, words: Mapping[str, object]) -> DailyDose:
    """The amount per day; an amount or a rhythm alone leaves it open."""
    needed = words.get("as_needed") in ("yes", True)
    if words.get("dose") not in (None, "unknown"):
        if any(word in words for word in ("amount", "times_per_day", "every", "daily_dose")):
            raise stated.refuse(fact, "has `dose` and its parts: keep one of the two.")
        dose = _written(stated, fact, str(words["dose"]))
        return replace(dose, low=0.0 if needed else dose.low, as_needed=needed)
    amount = _mass(stated, fact, "amount", words.get("amount"))
    times = _times(stated, fact, words)
    daily = _mass(stated, fact, "daily_dose", words.get("daily_dose"))
    if daily is not None:
        low, high, unit = daily
        if amount is not None and times is not None and not (low <= amount[0] * times <= high):
            raise stated.refuse(fact, "daily_dose is not amount times times_per_day: keep one of the two.")
        single = amount[0] if amount is not None and amount[2] == unit and amount[0] == amount[1] else None
        return DailyDose(0.0 if needed else max(low, 0.0), high, unit, single, times, needed)
    if amount is not None and amount[2] == RATE:
        # All day long; `every` then says how often the patch is changed. More than one a day may be worn at once.
        if times is not None and times > 1.0:
            stated.ledger.note(fact, _NOT_UNDERSTOOD)
            return DailyDose(as_needed=needed)
        return DailyDose(0.0 if needed else max(amount[0], 0.0), amount[1], RATE, as_needed=needed)
    if amount is None or times is None:
        return DailyDose(times=times, as_needed=needed)
    return DailyDose(
        0.0 if needed else max(amount[0], 0.0) * times,
        amount[1] * times,
        amount[2],
        amount[0] if amount[0] == amount[1] else None,
        times,
        needed,
    )


def _written(stated: Stated, fact: str, text: str) -> DailyDose:
    """A dose written out in words; what is not understood is listed and leaves the dose open."""
    rate = parse_rate(text)
    if rate is not None:
        return DailyDose(rate, rate, RATE)
    dose = parse_dose(text)
    if dose is None:
        stated.ledger.note(fact, _NOT_UNDERSTOOD)
        return DailyDose()
    scale = factor(dose.unit, "mg")
    amount, unit = (dose.amount * scale, "mg") if scale is not None else (dose.amount, dose.unit)
    return DailyDose(
        amount * dose.times_per_day, amount * dose.times_per_day, unit, amount, dose.times_per_day
    )


def _mass(stated: Stated, fact: str, word: str, value: object) -> tuple[float, float, str] | None:
    if value is None or value == "unknown":
        return None
    quantity = parse_quantity(str(value))
    impossible = quantity is not None and quantity.low > MOST_AMOUNT
    if quantity is None or not quantity.unit or not quantity.high > 0 or impossible or ambiguous(str(value)):
        stated.ledger.note(fact, f"{word} is not understood; write an amount with its unit, such as `75 mg`")
        return None
    rate = parse_rate(f"1 {quantity.unit}")
    if rate is not None:
        return quantity.low * rate, quantity.high * rate, RATE
    unit = quantity.unit.removesuffix("/d").strip() if word == "daily_dose" else quantity.unit
    scale = factor(unit, "mg")
    if scale is None:
        return quantity.low, quantity.high, unit
    return quantity.low * scale, quantity.high * scale, "mg"


def _times(stated: Stated, fact: str, words: Mapping[str, object]) -> float | None:
    every, times = words.get("every"), words.get("times_per_day")
    if every is not None and times is not None:
        raise stated.refuse(fact, "has both `every` and `times_per_day`: keep one.")
    if every is not None:
        span = days(str(every))
        if span is None or not span > 0:
            stated.ledger.note(fact, "every is not understood; write a span of time, such as `12 h`")
            return None
        return round(1 / span, 9)
    if times is None or times == "unknown":
        return None
    quantity = parse_quantity(str(times))
    if (
        quantity is None
        or quantity.unit
        or quantity.low != quantity.high
        or not 0 < quantity.low <= MOST_TIMES
    ):
        said = parse_dose(f"1 mg {times}")  # tds, twice daily
        if said is None:
            stated.ledger.note(fact, "times_per_day is not understood; write a number, such as 2")
        return None if said is None else said.times_per_day
    return quantity.low
