"""From an intake to a record as of one day: repeats of a product become one course, open dates are closed at
that day.

Done here and not while reading, because what came after the as-of day must not be used: a later refill, a
later stop.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from painpath.facts import Course, FactType, Kind, Moment, Pick, Reading, Record, Status, build_record
from painpath.facts.moment import DAWN, WHENEVER
from painpath.facts.reading import INFINITY
from painpath.intake.values import Intake
from painpath.library import Library

AFTER = "it lies after the day asked about"


def record_of(intake: Intake, as_of: int, library: Library) -> Record:
    """The record as of a day [ordinal].

    What a facts file says without a date holds on that day; in FHIR an unknown date stays unknown, up to that
    day. Readings and courses dated later are set aside (`Record.later`).
    """
    facts = library.catalog.facts
    readings = [_reading(reading, facts[reading.fact], intake, as_of) for reading in intake.readings]
    begun = [course for course in intake.courses if course.began.first <= as_of]
    later = [course for course in intake.courses if course.began.first > as_of]
    courses = [_course(course, intake, as_of) for course in merged(begun)]
    return build_record(as_of, readings, [*courses, *later], intake.complete)


def _reading(reading: Reading, fact: FactType, intake: Intake, as_of: int) -> Reading:
    if fact.kind is Kind.DATE and reading.low > as_of and not reading.unreadable:
        # Nobody is younger than nothing, and no pain began tomorrow: the date or the as-of day is wrong.
        return _reading(replace(reading, low=-INFINITY, high=INFINITY, unreadable=AFTER), fact, intake, as_of)
    when, ended = reading.when, reading.ended
    if when is WHENEVER or when == WHENEVER:
        when = _undated(reading, fact, intake, as_of)
    if ended is not None and ended.last > as_of and ended.first <= as_of and _is_state_of(intake, as_of):
        ended = Moment(ended.first, as_of, ended.clock)
    if when is reading.when and ended is reading.ended:
        return reading
    return replace(reading, when=when, ended=ended)


def _undated(reading: Reading, fact: FactType, intake: Intake, as_of: int) -> Moment:
    """When something without a date was so.

    A stated "yes" to what may have been at any time (`pick: ever`) does not say when it was.
    """
    at_some_time = fact.kind is Kind.CLAIM and fact.pick is Pick.EVER and reading.high == 1.0
    if intake.stated and not at_some_time:
        return Moment(as_of, as_of)
    return Moment(DAWN, as_of)


def _is_state_of(intake: Intake, as_of: int) -> bool:
    """Whether the document, which was written after its last entry, says how things are on the as-of day."""
    return intake.last_clinical is None or as_of >= intake.last_clinical


def _course(course: Course, intake: Intake, as_of: int) -> Course:
    began, ended, status = course.began, course.ended, course.status
    if began == WHENEVER:
        at = as_of if status is Status.NOT_TAKEN and intake.stated else DAWN
        began = Moment(at, as_of)
    if ended is not None and ended.first > as_of and status is Status.STOPPED:
        status = Status.ACTIVE  # it was stopped after the as-of day
    elif ended is not None and ended.last > as_of >= ended.first and _is_state_of(intake, as_of):
        if status is Status.STOPPED:
            ended = Moment(ended.first, as_of, ended.clock)
    if began is course.began and ended is course.ended and status is course.status:
        return course
    return replace(course, began=began, ended=ended, status=status)


def merged(courses: Iterable[Course]) -> list[Course]:
    """Repeats of one product (refill requests) as one course: the earliest start, the latest state.

    A course that ended and is later there again stays two, because it was tried before. Whether it was begun
    anew or a used-up prescription was only renewed is not said, so the second began somewhere between the two
    starts.
    """
    repeated: dict[tuple[str, str], list[Course]] = {}
    single: list[Course] = []
    for course in courses:
        if course.text and course.status is not Status.NOT_TAKEN:
            repeated.setdefault((course.drug, course.text.casefold()), []).append(course)
        else:
            single.append(course)
    for same in repeated.values():
        same.sort(key=_order)
        single += _runs(same)
    return single


def _runs(same: list[Course]) -> list[Course]:
    """The courses of one product, oldest first, as runs that go on."""
    runs: list[Course] = []
    run, begun, parts = same[0], same[0].began, [same[0]]
    for course in same[1:]:
        if _goes_on(run, course):
            begun = min(begun, course.began, key=_first_day)
            run = _together(run, course)
            parts.append(course)
        else:
            runs.append(_since(run, begun, parts))
            begun = _begun_again(begun, run, course)
            run, parts = course, [course]
    return [*runs, _since(run, begun, parts)]


def _since(run: Course, begun: Moment, parts: Sequence[Course]) -> Course:
    """The run since its first day, with the entries that it was made of: their doses are not lost."""
    if len(parts) > 1:
        return replace(run, began=begun, repeats=tuple(parts))
    return run if begun is run.began else replace(run, began=begun)


def _together(run: Course, course: Course) -> Course:
    """The later state. Two different doses of one day may be two halves of it, or one may correct the other."""
    same_day = run.began.last == course.began.last and run.status is course.status
    if not same_day or (run.daily_low, run.daily_high) == (course.daily_low, course.daily_high):
        return course
    if run.unit != course.unit:
        return replace(course, daily_low=0.0, daily_high=math.inf, amount=None, times_per_day=None)
    low, high = min(run.daily_low, course.daily_low), run.daily_high + course.daily_high
    return replace(course, daily_low=low, daily_high=high, amount=None, times_per_day=None)


def _goes_on(before: Course, course: Course) -> bool:
    planned = (before.status is Status.PLANNED) != (course.status is Status.PLANNED)
    begun_again = before.status is Status.STOPPED and course.status is not Status.STOPPED
    return not planned and not begun_again


def _begun_again(begun: Moment, before: Course, course: Course) -> Moment:
    """When a run began that follows a course that had ended; a plan begins when it is made."""
    if before.status is not Status.STOPPED or course.status is Status.PLANNED:
        return course.began
    return Moment(min(begun.first, course.began.first), course.began.last, course.began.clock)


def _first_day(moment: Moment) -> tuple[int, int]:
    return (moment.first, moment.last)


def _order(course: Course) -> tuple[int, int, int, str]:
    return (course.began.last, course.began.clock, course.recorded, course.id)
