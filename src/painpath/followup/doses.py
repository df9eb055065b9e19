"""The dose timeline of one treatment: what was taken on each day, as far as the record says, and what that amounts to.

Days nobody wrote about are unknown, not pauses. A vague beginning, end or dose stays an interval. Which dose is enough
is the target of this person's own dose row, never above what this person may have (`planning`), as of today. What the
days come to (titration, at target, withdrawal ...) is `phases`; whether a trial was long enough is `trials`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from painpath.assessment.words import cites
from painpath.criteria import Asking
from painpath.facts import Course, Outcome, Record, Status
from painpath.facts.moment import DAWN, DUSK
from painpath.facts.units import days as length_of
from painpath.intake.stated import SOURCE
from painpath.library import Library
from painpath.library.schema import Drug
from painpath.planning.current import order_of, usual_target
from painpath.planning.dosing import in_unit
from painpath.planning.formulation import entry_for
from painpath.planning.judge import Proposal, judge
from painpath.planning.result import Amount

#: taken, not taken, or not known
State = Literal["on", "off", "unknown"]
_CLOSE = 1e-9


class Setting(msgspec.Struct, frozen=True):
    """Whom the doses are meant for: the cause that is treated ("" none) and whose labels count."""

    indication: str
    jurisdiction: str


class Day(msgspec.Struct, frozen=True):
    """One day: whether it was taken, and the daily dose low..high in the unit of the exposure (infinite: not known)."""

    state: State
    low: float = 0.0
    high: float = math.inf

    @property
    def known(self) -> bool:
        """Whether it was taken at a dose that is one number."""
        return self.state == "on" and self.low == self.high


NOT_KNOWN = Day("unknown")
OFF = Day("off", 0.0, 0.0)


class Exposure(msgspec.Struct, frozen=True):
    """One treatment as it was taken: its days from `first` on [ordinal], its target, and how it ended.

    `earliest`..`first` is when it began (`first` is the first day on which it was surely taken, None where no day is
    sure). `target` is None where the dose that is enough is not known; `tolerated` is set where a higher dose was not
    borne. `step` is how long a step of the titration lasts [d]. `ended` is the last course's outcome.
    """

    entry: str
    substance: str
    name: str
    earliest: int
    first: int | None
    start: int
    as_of: int
    days: tuple[Day, ...]
    unit: str
    target: Amount | None
    tolerated: bool
    step: float
    withdrawal: float
    withdrawal_cite: tuple[str, ...]
    outcome: Outcome
    courses: tuple[Course, ...]
    notes: tuple[str, ...]

    def on(self, day: int) -> Day:
        """What was taken on a day [ordinal]; before the first course nothing is known to have been taken."""
        place = day - self.start
        if place < 0:
            return OFF if day < self.earliest else NOT_KNOWN
        return self.days[place] if place < len(self.days) else NOT_KNOWN

    @property
    def taken_now(self) -> bool:
        """Whether it is, or may be, taken on the as-of day."""
        return bool(self.days) and self.days[-1].state != "off"

    @property
    def last(self) -> int:
        """The last day on which it was surely taken; the day before the start where none is sure."""
        sure = [place for place, day in enumerate(self.days) if day.state == "on"]
        return self.start + sure[-1] if sure else self.start - 1

    @property
    def highest(self) -> Amount | None:
        """The highest daily dose that was surely taken; None where no dose is known."""
        doses = [day.low for day in self.days if day.known]
        return Amount(max(doses), self.unit) if doses and self.unit else None

    def reaches(self, day: int) -> tuple[bool, bool]:
        """Whether the dose of a day is surely, and perhaps, at or above the target."""
        one = self.on(day)
        if self.target is None:
            return False, one.state != "off"
        enough = self.target.value * (1 - _CLOSE)
        return one.state == "on" and one.low >= enough, one.state != "off" and one.high >= enough

    def days_at_target(self) -> tuple[int, float]:
        """How many days were surely, and perhaps, at or above the target; no upper end where its begin is unknown."""
        reached = [self.reaches(self.start + place) for place in range(len(self.days))]
        most = sum(1 for _, perhaps in reached if perhaps)
        return sum(1 for sure, _ in reached if sure), math.inf if self.earliest <= DAWN and most else most

    def episodes(self, missed: int) -> tuple[range, ...]:
        """The stretches without a pause of more than `missed` days, as ranges of ordinal days."""
        found, begin, off = [], self.start, 0
        for place, day in enumerate((*self.days, *[OFF] * (missed + 1))):
            off = off + 1 if day.state == "off" else 0
            here = self.start + place
            if off == missed + 1 and here - off >= begin:
                found.append(range(begin, here - off + 1))
            if off > missed:
                begin = here + 1
        return tuple(found)


def exposures(asking: Asking, library: Library, setting: Setting) -> tuple[Exposure, ...]:
    """Every treatment of the knowledge that has doses and was taken, now or before; those taken now first, then newest.

    A course of a drug without an entry of its own, or one that was only planned or denied, gives none.
    """
    by_entry: dict[str, list[Course]] = {}
    for drug, courses in asking.record.courses.items():
        taken = [course for course in courses if course.status is not Status.PLANNED]
        if all(course.status is Status.NOT_TAKEN for course in taken):
            continue
        for course in taken:
            name = entry_for(library, drug, course.route, course.release, course.form)
            if name in library.drugs and library.drugs[name].regimens:
                by_entry.setdefault(name, []).append(course)
    found = [
        exposure
        for name, courses in by_entry.items()
        if (exposure := exposure_of(asking, library, setting, name, tuple(courses))) is not None
    ]
    return tuple(sorted(found, key=lambda one: (not one.taken_now, -one.last, one.entry)))


def exposure_of(
    asking: Asking, library: Library, setting: Setting, entry: str, courses: tuple[Course, ...]
) -> Exposure | None:
    """One treatment from its courses; None where all that is said is that it is not taken."""
    drug, record = library.drugs[entry], asking.record
    taken = tuple(course for course in courses if course.status is not Status.NOT_TAKEN)
    if not taken:
        return None
    newest = max(taken, key=lambda course: (course.began.last, course.recorded, course.id))
    proposal = Proposal(order_of(newest, entry), entry, setting.indication, "continue", setting.jurisdiction)
    judged = judge(asking, library, proposal)
    target = usual_target(judged)
    unit = target.unit if target is not None else newest.unit
    row = judged.dosing.row
    step = length_of(row.step.every) if row is not None and row.step is not None else None
    dated = [course for course in taken if course.began.first > DAWN]
    earliest = min((course.began.first for course in taken), default=DAWN)
    start = min((course.began.first for course in dated), default=record.as_of)
    days = _paint(record, library, courses, unit, start)
    sure = [place for place, day in enumerate(days) if day.state == "on"]
    limit, tolerated = _tolerated(taken, target)
    notes = () if dated and len(dated) == len(taken) else (library.say("course.began_vague", drug=drug.name),)
    if any(not course.dose_known and not course.as_needed for course in taken):
        notes = (*notes, library.say("course.dose_vague", drug=drug.name))
    length, cite = withdrawal_of(library, drug)
    return Exposure(
        entry=entry,
        substance=newest.drug,
        name=drug.name,
        earliest=earliest,
        first=start + sure[0] if sure and earliest > DAWN else None,
        start=start,
        as_of=record.as_of,
        days=days,
        unit=unit,
        target=limit,
        tolerated=tolerated,
        step=step or 0.0,
        withdrawal=length,
        withdrawal_cite=cite,
        outcome=newest.outcome,
        courses=tuple(sorted(courses, key=lambda course: (course.began.last, course.recorded, course.id))),
        notes=notes,
    )


def withdrawal_of(library: Library, drug: Drug) -> tuple[float, tuple[str, ...]]:
    """How many days after a stop or a lower dose what is felt may be withdrawal [d], and the source.

    By its class; where none is known, two weeks for what is stepped down and none for what can be left off.
    """
    found = [
        entry.withdrawal
        for name in sorted(library.above.get(drug.substance, frozenset()))
        if (entry := library.classes.get(name)) is not None and entry.withdrawal is not None
    ]
    if found and not drug.route.startswith(("topical", "skin")):
        longest = max(found, key=lambda one: length_of(one.for_) or 0.0)
        return length_of(longest.for_) or 0.0, cites(longest.cite)
    if drug.taper is not None and (drug.taper.over_at_least or drug.taper.step):
        elsewhere = library.parameters["withdrawal_elsewhere"]
        return float(elsewhere.value), cites(elsewhere.cite)
    return 0.0, ()


def _tolerated(courses: Iterable[Course], target: Amount | None) -> tuple[Amount | None, bool]:
    """The target, or the lower dose at which it stayed because a higher one was not borne (the highest tolerated)."""
    if target is None:
        return None, False
    listed = sorted(courses, key=lambda course: (course.began.last, course.recorded, course.id))
    last = _daily(listed[-1], target.unit)
    too_much = [
        dose
        for course in listed[:-1]
        if course.outcome is Outcome.NOT_TOLERATED and (dose := _daily(course, target.unit)) is not None
    ]
    if last is None or listed[-1].outcome is Outcome.NOT_TOLERATED or last <= 0:
        return target, False
    if any(last < dose for dose in too_much) and last < target.value:
        return Amount(last, target.unit), True
    return target, False


def _daily(course: Course, unit: str) -> float | None:
    """The daily dose in a unit; None where it is not one number in it."""
    return in_unit(course.daily_low, course.unit, unit) if course.dose_known and course.unit else None


# ------------------------------------------------------------------------------------------------ painting the days


def _paint(
    record: Record, library: Library, courses: tuple[Course, ...], unit: str, start: int
) -> tuple[Day, ...]:
    """What was taken on each day from `start` to the as-of day; a later course stands over an earlier one."""
    length = record.as_of - start + 1
    days: list[Day | None] = [None] * length
    holder: list[Course | None] = [None] * length
    ordered = sorted(courses, key=lambda course: (course.began.last, course.recorded, course.id))
    for course in ordered:
        if course.status is Status.NOT_TAKEN:
            _paint_not_taken(days, holder, course, (start, record.as_of))
            continue
        sure, perhaps = _reach(course, record.as_of)
        for day in range(max(perhaps[0], start), min(perhaps[1], record.as_of) + 1):
            place = day - start
            if sure[0] <= day <= sure[1]:
                days[place] = _taken(days[place], holder[place], course, unit)
                holder[place] = course
            elif days[place] is None:
                days[place], holder[place] = Day("unknown", 0.0, _dose(course, unit)[1]), course
    return tuple(_filled(record, library, days, holder, start))


def _reach(course: Course, as_of: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The days on which a course was surely taken, and perhaps (first and last, ordinal); the sure ones may be none."""
    began, ended = course.began, course.ended
    perhaps = (began.first, as_of if ended is None else min(ended.last, as_of))
    if ended is None:
        if course.status is not Status.ACTIVE:
            # Stopped nobody knows when, or not known to be taken at all.
            return (began.last, began.last if course.status is Status.STOPPED else began.last - 1), perhaps
        if course.source.endswith(SOURCE) and course.recorded:
            return (began.last, min(course.recorded, as_of)), perhaps
        # Taken today, whenever it began.
        return (min(began.last, as_of), as_of), perhaps
    # Of a vague begin and end that overlap no day is sure; nor any but the first where the end is not known.
    return (began.last, min(began.first if ended.last == DUSK else ended.first, as_of)), perhaps


def _taken(before: Day | None, holder: Course | None, course: Course, unit: str) -> Day:
    """A day of a course, over what stood there: two products of different strength may have been taken together."""
    low, high = _dose(course, unit)
    both = holder is not None and holder.strength and course.strength and holder.strength != course.strength
    if before is not None and before.state == "on" and both:
        return Day("on", low, high + before.high)
    return Day("on", low, high)


def _dose(course: Course, unit: str) -> tuple[float, float]:
    """The daily dose low..high in a unit; anything where it cannot be told."""
    if not course.unit or not unit:
        return 0.0, math.inf
    low, high = in_unit(course.daily_low, course.unit, unit), in_unit(course.daily_high, course.unit, unit)
    return (0.0, math.inf) if low is None or high is None else (low, high)


def _paint_not_taken(
    days: list[Day | None], holder: list[Course | None], course: Course, span: tuple[int, int]
) -> None:
    """A dated statement that it was not taken: for its days, or from its day on until a later course."""
    start, as_of = span
    if course.began.first <= DAWN or course.began.first != course.began.last:
        return
    last = as_of if course.ended is None else min(course.ended.first, as_of)
    for day in range(max(course.began.last, start), last + 1):
        days[day - start], holder[day - start] = OFF, course


def _filled(
    record: Record,
    library: Library,
    days: list[Day | None],
    holder: list[Course | None],
    start: int,
) -> Iterable[Day]:
    """The days with their holes filled: not taken where that is settled, not known where nobody wrote."""
    most = int(library.parameters["unlogged_at_most"].value)
    place, before = 0, None
    while place < len(days):
        day = days[place]
        if day is not None:
            before = holder[place] or before
            yield day
            place += 1
            continue
        end = place
        while end < len(days) and days[end] is None:
            end += 1
        settled = before is not None and (
            before.status is Status.STOPPED
            or before.outcome is not Outcome.UNKNOWN
            or record.covers("medication", start + place)
            or end - place > most
            or end == len(days)
        )
        yield from [OFF if settled else NOT_KNOWN] * (end - place)
        place = end


def said_day(day: int) -> str:
    """An ordinal day in print; "" for one that is not known."""
    return "" if day <= DAWN or day >= DUSK else date.fromordinal(day).isoformat()


def days_said(library: Library, low: int, high: float) -> str:
    """A number of days that may be a range, or have no upper end."""
    if low == high:
        return str(low)
    if high == math.inf:
        return library.say("course.days_or_more", n=str(low))
    return library.say("course.days_between", n_low=str(low), n_high=str(int(high)))
