"""A diary week by week: for each measure a sign a day, its lowest and highest value, and how many days were written.

It only shows. Means, change and what a treatment has to do with it belong to the review. A day without an entry is a
day without an entry, never a 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from painpath.assessment.words import name_of
from painpath.edges.document.plain import Json
from painpath.edges.document.visible import visible
from painpath.facts import Course, Kind, Reading, Record, Status
from painpath.library import Library

_SIGNS = "▁▂▃▄▅▆▇█"
MISSING = "·"
_WEEK = 7
#: from so many on, empty weeks in a row are one line
_LONG_GAP = 3
SCHEMA = "painpath.diary/1"
TRIGGERS = "pain.triggers"


class ShownDay(NamedTuple):
    """One day of one measure: all values written down."""

    day: int
    values: tuple[float, ...]


class Measure(NamedTuple):
    """One number over time; `low`..`high` is its scale."""

    fact: str
    name: str
    unit: str
    low: float
    high: float
    days: tuple[ShownDay, ...]


class Symptom(NamedTuple):
    """One claim over time: days with a yes of days written down, its first and last day, the worst that was said."""

    fact: str
    name: str
    yes: int
    written: int
    first: int
    last: int
    severity: str


class Shown(NamedTuple):
    """What is shown, for the weeks that end on `last`."""

    first: int
    last: int
    weeks: tuple[tuple[int, int], ...]
    measures: tuple[Measure, ...]
    symptoms: tuple[Symptom, ...]
    triggers: tuple[tuple[str, int], ...]
    doses: tuple[tuple[str, Course], ...]
    others: tuple[tuple[str, str, str], ...]


def shown_diary(readings: Sequence[Reading], record: Record, library: Library, weeks: int) -> Shown:
    """The last `weeks` weeks of a diary, up to the as-of day (or the last entry, where that is long before).

    `readings` are those of the document: what it says without a day is no entry of a diary.
    """
    diary: dict[str, list[Reading]] = {}
    for one in sorted(readings, key=_order):
        if _is_day(one) and one.when.first <= record.as_of and _is_kept_daily(library, one.fact):
            diary.setdefault(one.fact, []).append(one)
    days = [one.when.first for found in diary.values() for one in found]
    if not days:
        return Shown(0, 0, (), (), (), (), (), ())
    last = record.as_of if record.as_of - max(days) < weeks * _WEEK else max(days)
    first = max(last - weeks * _WEEK + 1, last - ((last - min(days)) // _WEEK + 1) * _WEEK + 1)
    blocks = tuple((end - _WEEK + 1, end) for end in range(first + _WEEK - 1, last + 1, _WEEK))
    measures, symptoms, others = [], [], []
    triggers: dict[str, int] = {}
    for fact, found in diary.items():
        kind = library.facts[fact]
        inside = [one for one in found if first <= one.when.first <= last]
        if not inside:
            continue
        name = library.texts.get(f"diary.fact_{fact}") or name_of(library, fact)
        match kind.kind:
            case Kind.QUANTITY:
                measures.append(_measure(library, fact, name, inside))
            case Kind.CLAIM:
                symptoms.append(_symptom(fact, name, inside))
            case Kind.SET:
                for one in inside:
                    for member in one.members:
                        triggers[member] = triggers.get(member, 0) + 1
            case _:
                others.append((name, _printed(inside[-1].when.first), _option(library, inside[-1])))
    doses = tuple(
        (name_of(library, f"medication.{course.drug}"), course)
        for found in record.courses.values()
        for course in found
        if course.status is not Status.NOT_TAKEN and course.began.first <= last
        and course.began.first == course.began.last
        and (course.ended is None or course.ended.last >= first)
    )  # fmt: skip
    ranked = sorted(measures, key=lambda one: (_rank(one.fact), one.fact))
    counted = tuple(sorted(triggers.items(), key=lambda one: (-one[1], one[0])))
    return Shown(first, last, blocks, tuple(ranked), tuple(symptoms), counted, doses, tuple(others))


def _is_day(reading: Reading) -> bool:
    return reading.when.first == reading.when.last and not reading.unreadable


def _order(reading: Reading) -> tuple[int, int, int, str]:
    return reading.order


def _is_kept_daily(library: Library, fact: str) -> bool:
    """Whether a fact belongs to a diary: what the patient tells and what goes stale; no laboratory value."""
    kind, topic = library.facts[fact], fact.partition(".")[0]
    told = topic in ("pain", "sleep", "mood", "function", "symptom", "score", "answer")
    wanted = fact == TRIGGERS if kind.kind is Kind.SET else kind.kind is not Kind.DATE
    return told and wanted and kind.fresh_for is not None


def _rank(fact: str) -> int:
    order = ("pain.", "function.", "sleep.", "mood.", "score.")
    return next((place for place, start in enumerate(order) if fact.startswith(start)), len(order))


def _measure(library: Library, fact: str, name: str, found: Sequence[Reading]) -> Measure:
    kind = library.facts[fact]
    values: dict[int, list[float]] = {}
    for one in found:
        values.setdefault(one.when.first, []).append((one.low + one.high) / 2)
    low, high = kind.plausible or (0.0, max(v for day in values.values() for v in day) or 1.0)
    days = tuple(ShownDay(day, tuple(values[day])) for day in sorted(values))
    return Measure(fact, name, "" if kind.unit in ("", "1") else kind.unit, low, high, days)


def _symptom(fact: str, name: str, found: Sequence[Reading]) -> Symptom:
    yes = [one for one in found if one.low == 1.0]
    bad = [one.severity for one in yes if one.severity]
    order = ("mild", "moderate", "severe")
    days = {one.when.first for one in yes}
    return Symptom(
        fact, name, len(days), len({one.when.first for one in found}), min(days, default=0), max(days, default=0),
        max(bad, key=order.index) if bad else "",
    )  # fmt: skip


def _option(library: Library, reading: Reading) -> str:
    options = library.facts[reading.fact].options
    return options[int(reading.low)].replace("_", " ") if options else f"{reading.low:g}"


def _printed(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def sparkline(measure: Measure, first: int, last: int) -> str:
    """A sign for each day from first to last; a day without an entry has its own.

    >>> days = (ShownDay(1, (0.0,)), ShownDay(3, (10.0,)))
    >>> sparkline(Measure("f", "n", "", 0.0, 10.0, days), 1, 3)
    '▁·█'
    """
    values = {one.day: sum(one.values) / len(one.values) for one in measure.days}
    span = (measure.high - measure.low) or 1.0
    signs = []
    for day in range(first, last + 1):
        value = values.get(day)
        if value is None:
            signs.append(MISSING)
            continue
        share = min(max((value - measure.low) / span, 0.0), 1.0)
        signs.append(_SIGNS[round(share * (len(_SIGNS) - 1))])
    return "".join(signs)


class _Week(NamedTuple):
    written: int
    low: float | None
    high: float | None


def _week(measure: Measure, first: int, last: int) -> _Week:
    inside = [one for one in measure.days if first <= one.day <= last]
    values = [value for one in inside for value in one.values]
    return _Week(len(inside), min(values, default=None), max(values, default=None))


def as_lines(library: Library, shown: Shown) -> list[str]:
    """The diary as text."""
    say = library.say
    if not shown.weeks:
        return [say("diary.show_empty")]
    lines = [
        say("diary.show_title", date_first=_printed(shown.first), date_last=_printed(shown.last)),
        say("diary.show_key", text_sign=MISSING),
    ]
    for measure in shown.measures:
        lines += ["", measure.name]
        for first, last, skipped in _told_weeks(measure, shown.weeks):
            if skipped:
                lines.append(f"  {say('diary.show_gap', n=str(skipped), date=_printed(last))}")
                continue
            week = _week(measure, first, last)
            unit = f" {measure.unit}" if measure.unit else ""
            ends = say("diary.show_none") if week.low is None else _ends(week, unit)
            head = say("diary.show_week", date=_printed(last))
            count = say("diary.show_days", n=str(week.written))
            lines.append(f"  {head}  {sparkline(measure, first, last)}  {count}  {ends}")
    if shown.doses:
        lines += ["", say("diary.show_doses")]
        lines += [f"  {_course(library, name, course)}" for name, course in shown.doses]
    if shown.symptoms:
        lines += ["", say("diary.show_symptoms")]
        lines += [f"  {_symptom_line(library, one)}" for one in shown.symptoms]
    if shown.triggers:
        listed = ", ".join(f"{name.replace('_', ' ')} ({count})" for name, count in shown.triggers)
        lines += ["", say("diary.show_triggers", list=listed)]
    if shown.others:
        lines += ["", say("diary.show_other")]
        lines += [f"  {name}: {value} ({day})" for name, day, value in shown.others]
    return [visible(line) for line in lines]


def _told_weeks(measure: Measure, weeks: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Each week; three and more empty ones in a row as one line that says how many."""
    found: list[tuple[int, int, int]] = []
    empty: list[tuple[int, int]] = []
    for block in (*weeks, None):
        if block is not None and not _week(measure, *block).written:
            empty.append(block)
            continue
        if len(empty) >= _LONG_GAP:
            found.append((*empty[-1], len(empty)))
        else:
            found += [(*one, 0) for one in empty]
        empty = []
        if block is not None:
            found.append((*block, 0))
    return found


def _ends(week: _Week, unit: str) -> str:
    return f"{week.low:.3g}{unit}" if week.low == week.high else f"{week.low:.3g} to {week.high:.3g}{unit}"


def _course(library: Library, name: str, course: Course) -> str:
    say = library.say
    first = _printed(course.began.first)
    if course.ended is not None:
        days = say("diary.days_from_to", date_first=first, date_last=_printed(course.ended.last))
    elif course.logged:
        days = say("diary.days_since", date_first=first, date_last=_printed(course.logged))
    else:
        days = say("diary.days_since_open", date_first=first)
    if course.daily_high == float("inf"):
        dose = say("diary.dose_unknown")
    else:
        key = "diary.dose_daily_up_to" if course.as_needed else "diary.dose_daily"
        dose = say(key, dose=f"{course.daily_high:g} {course.unit}")
    line = say("diary.show_course", text_name=name, dose=dose, text_days=days)
    return say("diary.as_needed", text_value=line) if course.as_needed else line


def _symptom_line(library: Library, one: Symptom) -> str:
    days = (
        library.say("diary.days_from_to", date_first=_printed(one.first), date_last=_printed(one.last))
        if one.yes
        else library.say("diary.show_none")
    )
    slots = {"text_name": one.name, "n_yes": str(one.yes), "n_days": str(one.written), "text_days": days}
    if one.severity:
        return library.say("diary.show_symptom_bad", **slots, text_severity=one.severity)
    return library.say("diary.show_symptom", **slots)


def as_json(shown: Shown) -> Json:
    """The diary as plain data; a week without an entry has null, never 0."""
    measures: list[Json] = []
    for one in shown.measures:
        weeks: list[Json] = []
        for first, last in shown.weeks:
            week = _week(one, first, last)
            weeks.append(
                {
                    "first": _printed(first),
                    "last": _printed(last),
                    "written": week.written,
                    "low": week.low,
                    "high": week.high,
                }
            )
        days: list[Json] = [{"day": _printed(day.day), "values": list(day.values)} for day in one.days]
        measures.append({"fact": one.fact, "name": one.name, "unit": one.unit, "days": days, "weeks": weeks})
    return {
        "schema": SCHEMA,
        "first": _printed(shown.first) if shown.weeks else None,
        "last": _printed(shown.last) if shown.weeks else None,
        "measures": measures,
        "symptoms": [
            {"fact": one.fact, "yes": one.yes, "written": one.written, "severity": one.severity or None,
             "first": _printed(one.first) if one.yes else None, "last": _printed(one.last) if one.yes else None}
            for one in shown.symptoms
        ],
        "triggers": [{"trigger": name, "days": count} for name, count in shown.triggers],
        "doses": [
            {"drug": course.drug, "first": _printed(course.began.first),
             "last": None if course.ended is None else _printed(course.ended.last),
             "logged": _printed(course.logged) if course.logged else None,
             "daily": None if course.daily_high == float("inf") else course.daily_high, "unit": course.unit,
             "as_needed": course.as_needed}
            for _, course in shown.doses
        ],
    }  # fmt: skip
