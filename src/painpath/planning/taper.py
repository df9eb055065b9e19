"""Stepping down what is taken, with dates, as the entry's own source has it.

Where the source gives a step, the daily totals are dated; where it gives only a least time, that is; where it gives
neither, the sentence stands alone. No schedule is made up.
"""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

import msgspec

from painpath.assessment.words import cites
from painpath.criteria.explain import number
from painpath.facts import Course, parse_quantity
from painpath.facts.units import days
from painpath.library import Library
from painpath.library.schema import Taper
from painpath.planning.calendar import pieces_of, strengths_of
from painpath.planning.dosing import in_unit, say_amount
from painpath.planning.formulation import entry_for
from painpath.planning.result import Amount

_MOST_STEPS = 40
_PERCENT = re.compile(r"([0-9.]+) ?%")


class TaperDay(msgspec.Struct, frozen=True):
    """From this day no more than this a day."""

    from_date: str
    total: str


class TaperPlan(msgspec.Struct, frozen=True):
    """How one drug is stepped down: the sentence, the dated totals, and the first day without it (ISO, "" unknown)."""

    drug: str
    name: str
    says: str
    days: tuple[TaperDay, ...]
    not_before: str
    cite: tuple[str, ...]
    #: whether every total can be made of whole pieces of strengths that are known here
    in_pieces: bool = True


def taper_plan(library: Library, course: Course, begins: date, jurisdiction: str) -> TaperPlan | None:
    """The way down for a course of a drug; None where its entry says nothing of stopping."""
    name = entry_for(library, course.drug, course.route, course.release, course.form)
    entry = library.drugs.get(name)
    if entry is None or entry.taper is None:
        return None
    taper = entry.taper
    steps = _steps(taper, course, begins)
    if steps:
        not_before = steps[-1].from_date
    else:
        least = days(taper.over_at_least) if taper.over_at_least else None
        not_before = "" if least is None else (begins + timedelta(days=math.ceil(least))).isoformat()
    strengths = strengths_of(library, entry, jurisdiction)
    whole = all(step.total.startswith("0 ") or pieces_of(step.total, strengths) for step in steps)
    return TaperPlan(course.drug, entry.name, taper.says, steps, not_before, cites(taper.cite), whole)


def _steps(taper: Taper, course: Course, begins: date) -> tuple[TaperDay, ...]:
    every = days(taper.every) if taper.every else None
    if not taper.step or not every or not course.dose_known or not course.unit:
        return ()
    cut = _cut(taper.step, course)
    if cut is None or cut <= 0 or course.daily_low / cut > _MOST_STEPS:
        return ()
    found, total, day = [], course.daily_low, begins
    while total > 1e-9:
        total = max(0.0, total - cut)
        rounded = float(number(round(total, 1)))
        found.append(TaperDay(day.isoformat(), say_amount(Amount(rounded, course.unit))))
        day += timedelta(days=math.ceil(every))
    return tuple(found)


def _cut(step: str, course: Course) -> float | None:
    """How much goes off at each step: an amount, or a share of the dose that the taper began with."""
    share = _PERCENT.match(step)
    if share is not None:
        return course.daily_low * float(share.group(1)) / 100
    quantity = parse_quantity(step)
    return None if quantity is None else in_unit(quantity.low, quantity.unit, course.unit)
