"""Doses logged day by day into courses: consecutive days with one daily dose are one course.

A day that nobody logged is unknown: it ends the run of days, and the course says no more than its days. A logged day
without the drug is kept (`daily_dose: 0 mg`); a run that goes up to it was stopped. The last run stays open (`logged`:
the last day that is known), because who takes a drug goes on taking it as far as anybody knows. What the file said
before is never changed, save that a plain `yes`, or the same dose without days, becomes the run that says since when.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from painpath.facts import Course, Status, parse_moment
from painpath.facts.moment import WHENEVER
from painpath.intake.codes import Index
from painpath.intake.diary import DoseDay, Problem
from painpath.intake.diary_cells import Taken
from painpath.intake.ledger import Ledger
from painpath.intake.stated import Stated
from painpath.intake.stated_course import DIARY, add_courses, is_day_without

_OTHER_DOSE = "another dose stands there for that day: both are kept"
_OPEN = "the file has another dose of it without an end: both count until that one is given its `until`"
_UNDATED = "the file has another dose of it without days: both count until that one is given its days"
_DENIED = "the file says that it is not taken: both are kept"


class _Item:
    """One course as the file writes it, and the days it is known for."""

    def __init__(self, written: object, course: Course) -> None:
        self.written, self.course = written, course

    @property
    def own(self) -> bool:
        return isinstance(self.written, dict) and self.written.get("by") == DIARY

    @property
    def none(self) -> bool:
        """Whether it says that nothing was taken on its days."""
        return is_day_without(self.written)

    @property
    def words(self) -> dict[str, object]:
        """The words of a course of ours, to change."""
        return cast("dict[str, object]", self.written)

    @property
    def first(self) -> int:
        return self.course.began.first

    @property
    def last(self) -> int | None:
        """The last day it is known for; None while the file says no end."""
        if self.course.ended is not None:
            return self.course.ended.last
        return self.course.logged or None

    @property
    def undated(self) -> bool:
        return self.course.began == WHENEVER

    def covers(self, day: int) -> bool:
        """Whether it says something of this day."""
        if self.undated or self.course.status in (Status.NOT_TAKEN, Status.PLANNED):
            return False
        return self.first <= day and (self.last is None or day <= self.last)

    def has(self, taken: Taken) -> bool:
        """Whether its daily dose is this one."""
        if taken.total == 0 or self.none:
            return taken.total == 0 and self.none
        if taken.total is None or not math.isfinite(self.course.daily_high):
            return taken.total is None and not math.isfinite(self.course.daily_high)
        return self.course.unit == taken.unit and math.isclose(self.course.daily_high, taken.total)


class Merged:
    """What came of one drug: its courses as a file writes them, days added and known before, and disagreements."""

    def __init__(self) -> None:
        self.value: object = None
        self.added = self.already = 0
        self.problems: list[Problem] = []


def with_doses(index: Index, fact: str, old: object, doses: Sequence[DoseDay]) -> Merged:
    """The courses of one drug (`fact`: medication.X) with logged days put in; `old` is what the file says of it."""
    made = Merged()
    items = _items(index, fact, old)
    before = [_copied(item.written) for item in items]
    if any(item.course.status is Status.NOT_TAKEN for item in items) and any(
        d.taken.total != 0 for d in doses
    ):
        made.problems.append(Problem(doses[0].row, doses[0].column, _DENIED))
    _unmark(index, fact, items)
    near = _Near(items)
    for dose in sorted(doses, key=lambda one: (one.day, one.row)):
        _log((index, fact), items, near, dose, made)
    _close_all_but_the_last(index, fact, items)
    _settle_undated(items, doses, made)
    after = (
        [item.written for item in sorted(items, key=_order)]
        if [i.written for i in items] != before
        else before
    )
    made.value = old if after == before else after
    return made


def _items(index: Index, fact: str, old: object) -> list[_Item]:
    listed = [] if old is None else list(old) if isinstance(old, list) else [old]
    return [
        _Item(written, course)
        for one in listed
        for written, course in [(_copied(one), _course(index, fact, one))]
    ]


def _copied(one: object) -> object:
    return dict(one) if isinstance(one, dict) else one


def _course(index: Index, fact: str, written: object) -> Course:
    if is_day_without(written):
        words = cast("Mapping[str, object]", written)
        began, ended = parse_moment(str(words["from"])), parse_moment(str(words["until"]))
        needed = words.get("as_needed") in ("yes", True)
        if began is not None and ended is not None:
            drug = fact.removeprefix("medication.")
            return Course(drug, Status.STOPPED, began, ended, 0.0, 0.0, "mg", as_needed=needed)
    ledger = Ledger(index)
    ledger.begin(1, fact)
    add_courses(Stated(ledger, "diary"), fact, written)
    return ledger.courses[0]


def _order(item: _Item) -> tuple[bool, int]:
    """Dated ones by their begin; what has no days keeps its place before them."""
    return (not item.undated, 0 if item.undated else item.first)


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


class _Near:
    """Which courses touch a day: ours by their days (a diary has thousands), all others always."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self.stated = [item for item in items if not item.own]
        self.days: dict[int, list[_Item]] = {}
        for item in items:
            if item.own:
                self.put(item, item.first, item.last or item.first)

    def put(self, item: _Item, first: int, last: int) -> None:
        """Say that a course of ours covers these days."""
        for day in range(first, last + 1):
            self.days.setdefault(day, []).append(item)

    def drop(self, item: _Item) -> None:
        """Forget a course of ours, whose days another takes over."""
        for day in range(item.first, (item.last or item.first) + 1):
            self.days[day].remove(item)

    def of(self, day: int, *, needed: bool) -> list[_Item]:
        """The courses of a day and of the days beside it, taken regularly or as needed."""
        found = {id(item): item for one in (day - 1, day, day + 1) for item in self.days.get(one, ())}
        return [item for item in (*self.stated, *found.values()) if item.course.as_needed == needed]


def _log(at: tuple[Index, str], items: list[_Item], near: _Near, dose: DoseDay, made: Merged) -> None:
    index, fact = at
    day, taken = date.fromisoformat(dose.day[:10]).toordinal(), dose.taken
    kin = near.of(day, needed=dose.as_needed)
    covering = [item for item in kin if item.covers(day)]
    if any(item.has(taken) for item in covering):
        made.already += 1
        return
    if covering:
        stated_open = any(item.last is None for item in covering)
        why = _OPEN if stated_open else _OTHER_DOSE
        if not stated_open or not any(problem.why == _OPEN for problem in made.problems):
            made.problems.append(Problem(dose.row, dose.column, why))
    made.added += 1
    before = next(
        (i for i in kin if i.own and i.last == day - 1 and i.has(taken) and (i.none or not _stopped(i))), None
    )
    after = next((i for i in kin if i.own and i.first == day + 1 and i.has(taken)), None)
    if covering and not any(item.last is None for item in covering):
        before = after = None  # a day of its own beside the one that it contradicts
    if before is not None:
        end, status = (after.last, after.words.get("status")) if after is not None else (day, None)
        _set_end(before, end or day, logged=not before.none and "until" not in (after or before).words)
        if status is not None:
            before.words["status"] = status
        near.put(before, day, end or day)
        if after is not None:
            items.remove(after)
            near.drop(after)
        _refresh(index, fact, before)
    elif after is not None:
        after.words["from"] = _day(day)
        near.put(after, day, day)
        _refresh(index, fact, after)
    else:
        alone = bool(covering) and not any(item.last is None for item in covering)
        words = _words(dose, day, closed=alone or taken.total == 0)
        items.append(_Item(words, _course(index, fact, words)))
        near.put(items[-1], day, day)


def _stopped(item: _Item) -> bool:
    return item.course.status is Status.STOPPED


def _set_end(item: _Item, day: int, *, logged: bool) -> None:
    words = item.words
    words.pop("until", None)
    words.pop("logged", None)
    by = words.pop("by", DIARY)
    words["logged" if logged else "until"] = _day(day)
    words["by"] = by


def _refresh(index: Index, fact: str, item: _Item) -> None:
    item.course = _course(index, fact, item.written)


def _words(dose: DoseDay, day: int, *, closed: bool) -> dict[str, object]:
    """A course of one day as a facts file writes it."""
    taken = dose.taken
    words: dict[str, object] = {}
    if taken.total == 0:
        words["daily_dose"] = "0 mg"
    elif taken.total is not None and taken.amount is not None and taken.times is not None:
        words["amount"] = f"{taken.amount:g} {taken.unit}"
        words["times_per_day"] = int(taken.times) if taken.times == int(taken.times) else taken.times
    elif taken.total is not None:
        words["daily_dose"] = f"{taken.total:g} {taken.unit}"
    else:
        words["is"] = "yes"
    if dose.as_needed:
        words["as_needed"] = "yes"
    words["from"] = _day(day)
    words["until" if closed else "logged"] = _day(day)
    words["by"] = DIARY
    return words


def _unmark(index: Index, fact: str, items: list[_Item]) -> None:
    """Take back what `_close_all_but_the_last` concluded of a stop: with more days it is concluded anew."""
    for needed in (False, True):
        own = sorted(
            (i for i in items if i.own and i.course.as_needed == needed), key=lambda item: item.last or 0
        )
        for item, following in itertools.pairwise(own):
            if following.none and not item.none and item.words.pop("status", None) is not None:
                _refresh(index, fact, item)


def _close_all_but_the_last(index: Index, fact: str, items: list[_Item]) -> None:
    """An open run of ours that something later follows has ended: its last known day is its end.

    It was stopped if the next day is known to be one without the drug.
    """
    for needed in (False, True):
        own = sorted(
            (i for i in items if i.own and i.course.as_needed == needed), key=lambda item: item.last or 0
        )
        for item, following in itertools.pairwise(own):
            if item.none:
                continue
            stopped = following.none and following.first == (item.last or 0) + 1
            if "logged" in item.words:
                _set_end(item, item.last or item.first, logged=False)
            if stopped:
                item.words["status"] = Status.STOPPED.value
            _refresh(index, fact, item)


def _settle_undated(items: list[_Item], doses: Sequence[DoseDay], made: Merged) -> None:
    """`gabapentin: yes`, or the same dose without days, beside an open run is that run: it would count twice."""
    for needed in (False, True):
        run = next((i for i in items if i.own and "logged" in i.words and i.course.as_needed == needed), None)
        if run is None:
            continue
        for item in [i for i in items if i.undated and i.course.status is Status.ACTIVE and not i.own]:
            if item.course.ended is not None or item.course.as_needed not in (needed, False):
                continue
            known = math.isfinite(item.course.daily_high)
            if known and item.course.daily_high != run.course.daily_high:
                made.problems.append(Problem(doses[0].row, doses[0].column, _UNDATED))
                continue
            kept = item.written if isinstance(item.written, Mapping) else {}
            extra = {
                word: said
                for word, said in kept.items()
                if word in ("route", "form", "release", "strength", "outcome")
            }
            by = run.words.pop("by")
            run.words.update({**extra, "by": by})
            items.remove(item)
