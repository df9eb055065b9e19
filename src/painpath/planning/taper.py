"""Stepping down what is taken, with dates, as the entry's own source has it.

Where the source gives a step, the daily totals are dated; where it gives only a least time, that is; where it gives
neither, the sentence stands alone. No schedule is made up.

A total that whole pieces cannot make is rounded up to one that they can, so that the way down is never faster than the
source; a step that takes nothing off is left out. A dose that one step would end gets no dated steps.
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
from painpath.planning.calendar import sizes_of, smallest_made, strengths_of
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
    #: whether totals were rounded up to whole pieces
    rounded: bool = False


def taper_plan(library: Library, course: Course, begins: date, jurisdiction: str) -> TaperPlan | None:
    """The way down for a course of a drug; None where its entry says nothing of stopping."""
    name = entry_for(library, course.drug, course.route, course.release, course.form)
    entry = library.drugs.get(name)
    if entry is None or entry.taper is None:
        return None
    taper = entry.taper
    steps = _steps(taper, course, begins)
    sizes = sizes_of(course.unit, strengths_of(library, entry, jurisdiction))
    told = _made(steps, course, sizes) if sizes else steps
    rounded = told != steps
    span = days(taper.over_at_least) if taper.over_at_least else None
    least = "" if span is None else (begins + timedelta(days=math.ceil(span))).isoformat()
    if told and told[-1].from_date < least:
        # Few steps may end sooner than the source allows: the lowest dose is then kept until that day.
        told = (*told[:-1], _Step(least, told[-1].total))
    not_before = told[-1].from_date if told else least
    return TaperPlan(
        course.drug,
        entry.name,
        taper.says,
        tuple(TaperDay(step.from_date, say_amount(Amount(step.total, course.unit))) for step in told),
        not_before,
        cites(taper.cite),
        bool(sizes) or not told,
        rounded,
    )


class _Step(msgspec.Struct, frozen=True):
    """From this day so much a day, in the unit of the course."""

    from_date: str
    total: float


def _made(steps: tuple[_Step, ...], course: Course, sizes: list[float]) -> tuple[_Step, ...]:
    """The steps with totals that whole pieces make, each lower than the one before."""
    found: list[_Step] = []
    last = course.daily_low
    for step in steps:
        total = smallest_made(step.total, sizes)
        if total < last:
            found.append(_Step(step.from_date, total))
            last = total
    return tuple(found)


def _steps(taper: Taper, course: Course, begins: date) -> tuple[_Step, ...]:
    every = days(taper.every) if taper.every else None
    if not taper.step or not every or not course.dose_known or not course.unit:
        return ()
    cut = _cut(taper.step, course)
    if cut is None or not 0 < cut < course.daily_low or course.daily_low / cut > _MOST_STEPS:
        return ()
    found, total, day = [], course.daily_low, begins
    while total > 1e-9:
        total = max(0.0, total - cut)
        rounded = float(number(round(total, 1)))
        found.append(_Step(day.isoformat(), rounded))
        day += timedelta(days=math.ceil(every))
    return tuple(found)


def _cut(step: str, course: Course) -> float | None:
    """How much goes off at each step: an amount, or a share of the dose that the taper began with."""
    share = _PERCENT.match(step)
    if share is not None:
        return course.daily_low * float(share.group(1)) / 100
    quantity = parse_quantity(step)
    return None if quantity is None else in_unit(quantity.low, quantity.unit, course.unit)
