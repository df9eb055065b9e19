"""Questions about what is taken: taking, counted, tried. Courses, families and lists that may not be complete.

A course of a member makes its class taken; "not taken" of a class holds for its members; a complete list of
prescriptions settles only what needs a prescription.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from painpath.criteria.tree import Bounds, CountTaking, Taking, Tried
from painpath.criteria.values import current
from painpath.facts.answer import NO, UNKNOWN, YES, Answer, every, of_bounds, some
from painpath.facts.moment import DAWN
from painpath.facts.reading import INFINITY, Course, Missing, Order, Outcome, Status, Unknown
from painpath.facts.units import factor

if TYPE_CHECKING:
    from painpath.criteria.ask import Asking

Found = tuple[Answer, tuple[Missing, ...]]


def within(bounds: Bounds, low: float, high: float) -> Answer:
    """Whether a value known to lie in low..high satisfies the bounds; both ends are looked at.

    >>> within(Bounds(at_least=5), 4, 6).value
    'unknown'
    """
    parts = []
    if bounds.at_least is not None:
        parts.append(of_bounds(low >= bounds.at_least, high >= bounds.at_least))
    if bounds.above is not None:
        parts.append(of_bounds(low > bounds.above, high > bounds.above))
    if bounds.at_most is not None:
        parts.append(of_bounds(high <= bounds.at_most, low <= bounds.at_most))
    if bounds.below is not None:
        parts.append(of_bounds(high < bounds.below, low < bounds.below))
    return every(parts)


def taking(asking: Asking, leaf: Taking) -> Found:
    """Answer `taking`: what is taken, and where the leaf says so, what is proposed."""
    ordered = _order_matches(asking, leaf)
    if leaf.order == "only":
        return ordered, ()
    if leaf.order == "yes" and ordered is YES:
        return YES, ()
    taken, missing = _taken(asking, leaf)
    if leaf.order == "no":
        return taken, missing
    answer = some((ordered, taken))
    return answer, (missing if answer is UNKNOWN else ())


def _order_matches(asking: Asking, leaf: Taking) -> Answer:
    order = asking.order
    if (
        order is None
        or leaf.order == "no"
        or leaf.drug not in asking.catalog.above.get(order.drug, (order.drug,))
    ):
        return NO
    answer = YES
    if leaf.route and order.route != leaf.route:
        if order.route:
            return NO
        answer = UNKNOWN
    if leaf.daily_dose is not None:
        answer = every((answer, _order_dose(order, leaf.daily_dose, leaf.dose_unit)))
    return answer


def _order_dose(order: Order, bounds: Bounds, unit: str) -> Answer:
    scale = factor(order.unit, unit)
    if order.daily is None or scale is None:
        return UNKNOWN
    return within(bounds, order.daily * scale, order.daily * scale)


def _taken(asking: Asking, leaf: Taking) -> Found:
    record, catalog = asking.record, asking.catalog
    inside = catalog.within.get(leaf.drug, frozenset({leaf.drug}))
    above = catalog.above.get(leaf.drug, frozenset({leaf.drug}))
    name = f"medication.{leaf.drug}"
    answers: list[Answer] = []
    reasons: list[Missing] = []
    denied: set[str] = set()
    doses: dict[str, list[tuple[Answer, Course]]] = {}
    for drug, courses in record.courses.items():
        member = drug in inside
        if not member and drug not in above:
            continue
        for course in courses:
            if course.status is Status.NOT_TAKEN:
                denied.add(drug)
                continue
            answer = _course_counts(course, record.as_of, leaf)
            if answer is NO:
                continue
            if not member:
                # An unnamed member of a wider class is taken: it may be this one.
                answers.append(UNKNOWN)
                reasons.append(Missing(name, Unknown.NOT_NARROW))
                continue
            if leaf.daily_dose is not None:
                doses.setdefault(drug, []).append((answer, course))
                continue
            answers.append(answer)
            if answer is UNKNOWN:
                reasons.append(Missing(f"medication.{drug}", Unknown.DATE_UNCLEAR))
    for drug, taken in doses.items():
        assert leaf.daily_dose is not None
        answer = _dose_of(taken, leaf.daily_dose, leaf.dose_unit)
        answers.append(answer)
        if answer is UNKNOWN:
            reasons.append(Missing(f"medication.{drug}", Unknown.DOSE_UNKNOWN))
    answer = some(answers)
    said_not = bool(denied & above)
    match answer:
        case Answer.YES:
            if said_not and _taken_now(asking, inside):
                return UNKNOWN, (Missing(name, Unknown.CONFLICT),)
            return YES, ()  # a course that has ended does not contradict "not taken"
        case Answer.UNKNOWN:
            return UNKNOWN, tuple(reasons)
        case Answer.NO:
            return _absent(asking, leaf, inside, denied, said_not)


def _taken_now(asking: Asking, inside: frozenset[str]) -> bool:
    return YES in {
        current(course, asking.record.as_of)
        for drug, courses in asking.record.courses.items()
        if drug in inside
        for course in courses
    }


def _absent(asking: Asking, leaf: Taking, inside: frozenset[str], denied: set[str], said_not: bool) -> Found:
    """No course was found: is that absence, or only silence?"""
    if said_not:
        return NO, ()
    catalog, record = asking.catalog, asking.record
    members = [drug for drug in inside if drug in catalog.substances] or [leaf.drug]
    open_members = [drug for drug in members if not (catalog.above.get(drug, frozenset({drug})) & denied)]
    since = record.as_of - math.ceil(leaf.ended_within or 0.0)
    if not open_members:
        return NO, ()
    if not record.covers("medication", since):
        return UNKNOWN, (Missing(f"medication.{leaf.drug}", Unknown.NEVER_RECORDED),)
    unlisted = sorted(drug for drug in open_members if drug in catalog.unlisted)
    if not unlisted:
        return NO, ()
    return UNKNOWN, tuple(Missing(f"medication.{drug}", Unknown.LIST_OPEN) for drug in unlisted)


def _course_counts(course: Course, as_of: int, leaf: Taking) -> Answer:
    answer = current(course, as_of)
    if leaf.ended_within is not None and answer is not YES:
        answer = some((answer, _ended_inside(course, as_of, leaf.ended_within)))
    if leaf.route and course.route != leaf.route:
        answer = every((answer, NO if course.route else UNKNOWN))
    if leaf.for_at_least is not None:
        since = as_of - leaf.for_at_least
        answer = every((answer, of_bounds(course.began.last <= since, course.began.first <= since)))
    return answer


def _ended_inside(course: Course, as_of: int, window: float) -> Answer:
    """Whether the course ended in the closed window of the last so many days."""
    if course.status is Status.PLANNED:
        return NO
    opens = as_of - window
    if course.ended is None:
        # stopped, but nobody wrote down when: somewhere between its begin and today
        return UNKNOWN
    first, last = max(course.ended.first, course.began.first), min(course.ended.last, as_of)
    return of_bounds(first >= opens, last >= opens)


def _dose_of(taken: list[tuple[Answer, Course]], bounds: Bounds, unit: str) -> Answer:
    low = high = 0.0
    sure = UNKNOWN
    for answer, course in taken:
        scale = factor(course.unit, unit) if course.unit else None
        if answer is YES:
            sure = YES
            low += course.daily_low * scale if scale is not None else 0.0
        high += course.daily_high * scale if scale is not None else INFINITY
    return every((sure, within(bounds, low, high)))


def count_taking(asking: Asking, leaf: CountTaking) -> Found:
    """Answer `count`: how many distinct ingredients (or courses) of a class are taken."""
    catalog, record = asking.catalog, asking.record
    inside = catalog.within.get(leaf.drug, frozenset({leaf.drug}))
    above = catalog.above.get(leaf.drug, frozenset({leaf.drug}))
    sure: set[str] = set()
    maybe: set[str] = set()
    courses_sure = courses_maybe = 0
    unnamed = 0
    denied: set[str] = set()
    for drug, courses in record.courses.items():
        if drug not in inside and drug not in above:
            continue
        for course in courses:
            if course.status is Status.NOT_TAKEN:
                denied.add(drug)
                continue
            match current(course, record.as_of):
                case Answer.YES if drug in inside:
                    sure.add(drug)
                    courses_sure += 1
                case Answer.YES | Answer.UNKNOWN:
                    maybe.add(drug)
                    courses_maybe += 1
                case Answer.NO:
                    pass  # history does not count
    order = asking.order
    if (
        leaf.order == "yes"
        and order is not None
        and leaf.drug in catalog.above.get(order.drug, (order.drug,))
    ):
        courses_sure += order.drug not in sure
        sure.add(order.drug)
    # A class named without its member counts once, unless a named member explains it.
    named = {drug for drug in sure if drug in catalog.substances}
    unnamed = sum(1 for drug in sure - named if not (catalog.within.get(drug, frozenset()) & named))
    low = courses_sure if leaf.distinct == "course" else len(named) + unnamed
    if low >= leaf.at_least:
        return YES, ()
    uncertain = (
        courses_maybe if leaf.distinct == "course" else len(maybe - sure) + len(sure - named) - unnamed
    )
    absent, missing = _absent(asking, Taking(leaf.drug), inside - sure - maybe, denied, bool(denied & above))
    match absent:
        case Answer.NO:
            if low + uncertain < leaf.at_least:
                return NO, ()
            return UNKNOWN, tuple(
                Missing(f"medication.{drug}", Unknown.DATE_UNCLEAR) for drug in sorted(maybe)
            )
        case Answer.YES | Answer.UNKNOWN:
            return UNKNOWN, missing


def tried(asking: Asking, leaf: Tried) -> Found:
    """Answer `tried`: a past or present course with this outcome."""
    inside = asking.catalog.within.get(leaf.drug, frozenset({leaf.drug}))
    name = f"medication.{leaf.drug}"
    answers: list[Answer] = []
    denied = False
    for drug, courses in asking.record.courses.items():
        for course in courses:
            if course.status is Status.NOT_TAKEN:
                denied = denied or drug in asking.catalog.above.get(leaf.drug, frozenset({leaf.drug}))
            elif drug in inside and course.status is not Status.PLANNED:
                if not leaf.outcome or course.outcome.value == leaf.outcome:
                    answers.append(YES)
                elif course.outcome is Outcome.UNKNOWN:
                    answers.append(UNKNOWN)
                else:
                    answers.append(NO)
    answer = some(answers)
    match answer:
        case Answer.YES:
            return YES, ()
        case Answer.UNKNOWN:
            return UNKNOWN, (Missing(name, Unknown.NEVER_RECORDED),)
        case Answer.NO:
            if answers or denied or asking.record.covers("medication", DAWN):
                return NO, ()
            return UNKNOWN, (Missing(name, Unknown.NEVER_RECORDED),)
