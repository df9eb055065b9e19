"""Record: everything recorded about one patient, as of one day. Immutable; indexed by fact and by drug.

Readings and courses dated wholly after the as-of day are kept apart (`later`): listed, never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from painpath.facts.moment import DAWN
from painpath.facts.reading import Course, Reading, Status

_NO_READINGS: tuple[Reading, ...] = ()
_NO_COURSES: tuple[Course, ...] = ()


class Record(msgspec.Struct, frozen=True):
    """A patient's readings as of a day [ordinal].

    `complete` maps a list (condition, medication, allergy ...) to the first day that it covers; `denied` are the drugs
    and classes of which somebody said that they are not taken.
    """

    as_of: int
    readings: Mapping[str, tuple[Reading, ...]]
    courses: Mapping[str, tuple[Course, ...]]
    complete: Mapping[str, int]
    later: tuple[Reading | Course, ...] = ()
    denied: frozenset[str] = frozenset()

    def of(self, fact: str) -> tuple[Reading, ...]:
        """All readings of a fact, oldest first; empty when it was never recorded."""
        return self.readings.get(fact, _NO_READINGS)

    def courses_of(self, drug: str) -> tuple[Course, ...]:
        """All courses of exactly this drug or class, oldest first."""
        return self.courses.get(drug, _NO_COURSES)

    def without(self, drug: str) -> Record:
        """The record without what is taken of a drug; a statement that it is not taken stays."""
        courses = dict(self.courses)
        said = tuple(course for course in courses.pop(drug, ()) if course.status is Status.NOT_TAKEN)
        if said:
            courses[drug] = said
        return replace(self, courses=MappingProxyType(courses))

    def covers(self, listed_in: str | None, since: int) -> bool:
        """Whether the named list is known to be complete from `since` [ordinal day] until the as-of day."""
        if listed_in is None:
            return False
        first = self.complete.get(listed_in)
        return first is not None and first <= since


def build_record(
    as_of: int,
    readings: Iterable[Reading],
    courses: Iterable[Course] = (),
    complete: Mapping[str, int] | None = None,
) -> Record:
    """Index readings and courses by name; what lies wholly after `as_of` is set aside.

    By name, because the order in which a document lists its entries must not change anything that is printed.
    """
    by_fact: dict[str, list[Reading]] = {}
    by_drug: dict[str, list[Course]] = {}
    later: list[Reading | Course] = []
    for reading in readings:
        if reading.when.first > as_of:
            later.append(reading)
        else:
            by_fact.setdefault(reading.fact, []).append(reading)
    for course in courses:
        if (
            course.began.first > as_of
            and course.began.first != DAWN
            and course.status is not Status.NOT_TAKEN
        ):
            later.append(course)
        else:
            by_drug.setdefault(course.drug, []).append(course)
    return Record(
        as_of=as_of,
        readings=MappingProxyType({fact: _oldest_first(found) for fact, found in sorted(by_fact.items())}),
        courses=MappingProxyType(
            {drug: tuple(sorted(found, key=_course_order)) for drug, found in sorted(by_drug.items())}
        ),
        complete=MappingProxyType(dict(complete or {})),
        later=tuple(later),
        denied=frozenset(
            drug for drug, cs in by_drug.items() for course in cs if course.status is Status.NOT_TAKEN
        ),
    )


def _oldest_first(readings: list[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=_reading_order)) if len(readings) > 1 else tuple(readings)


def _reading_order(reading: Reading) -> tuple[int, int, int, str]:
    return reading.order


def _course_order(course: Course) -> tuple[int, int, int, str]:
    return (course.began.last, course.began.clock, course.recorded, course.id)
