"""Questions about what is taken: taking, counted, tried. Courses, families and lists that may not be complete.

A course of a member makes its class taken; "not taken" of a class holds for its members; a complete list of
prescriptions settles only what needs a prescription.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from painpath.criteria.tree import Bounds, CountTaking, Taking, Tried
from painpath.criteria.values import current, denies, taken_today
from painpath.facts.answer import NO, UNKNOWN, YES, Answer, every, of_bounds, some
from painpath.facts.moment import DAWN
from painpath.facts.reading import INFINITY, Course, Missing, Order, Outcome, Status, Unknown
from painpath.facts.units import factor

if TYPE_CHECKING:
    from painpath.criteria.ask import Asking

Found = tuple[Answer, tuple[Missing, ...]]

_NAMED_AT_MOST = 3


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
    unclear = (Missing(f"medication.{leaf.drug}", Unknown.DOSE_UNKNOWN),) if ordered is UNKNOWN else ()
    if leaf.order == "only":
        return ordered, unclear
    if leaf.order == "yes" and ordered is YES:
        return YES, ()
    taken, missing = _taken(asking, leaf)
    if leaf.order == "no":
        return taken, missing
    answer = some((ordered, taken))
    return answer, (unclear + missing if answer is UNKNOWN else ())


def _order_matches(asking: Asking, leaf: Taking) -> Answer:
    order = asking.order
    if (
        order is None
        or leaf.order == "no"
        or leaf.for_at_least  # what is only proposed has not been taken for any time
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
    inside = asking.catalog.within.get(leaf.drug, frozenset({leaf.drug}))
    name = f"medication.{leaf.drug}"
    answers: list[Answer] = []
    reasons: list[Missing] = []
    doses: dict[str, list[tuple[Answer, Course]]] = {}
    for drug, courses in asking.courses_about(leaf.drug):
        member = drug in inside
        for course in courses:
            answer = _course_counts(asking, course, leaf)
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
                reasons.append(_unclear(asking, course))
    for drug, taken in doses.items():
        assert leaf.daily_dose is not None
        answer = _dose_of(taken, leaf.daily_dose, leaf.dose_unit)
        answers.append(answer)
        if answer is UNKNOWN:
            reasons.append(Missing(f"medication.{drug}", Unknown.DOSE_UNKNOWN))
    answer = some(answers)
    match answer:
        case Answer.YES:
            return YES, ()
        case Answer.UNKNOWN:
            return UNKNOWN, tuple(reasons)
        case Answer.NO:
            return _absent(asking, leaf, lambda: _ingredients(asking, leaf.drug))


def _unclear(asking: Asking, course: Course) -> Missing:
    conflict = current(course, asking.record.as_of) is YES and denies(asking, course.drug)
    return Missing(f"medication.{course.drug}", Unknown.CONFLICT if conflict else Unknown.DATE_UNCLEAR)


def _ingredients(asking: Asking, drug: str) -> list[str]:
    """The ingredients of a class, or the word itself where no ingredient is known under it."""
    found = asking.catalog.ingredients.get(drug)
    if found is None:
        inside = asking.catalog.within.get(drug, frozenset({drug}))
        found = sorted(member for member in inside if member in asking.catalog.substances) or [drug]
        asking.catalog.ingredients[drug] = found
    return found


def _absent(asking: Asking, leaf: Taking, members: Callable[[], list[str]]) -> Found:
    """None of these `members` was found taken: is that absence, or only silence?

    A statement that a drug or class is not taken settles it, and so does a complete list of drugs, save for what
    needs no prescription.
    """
    record = asking.record
    if denies(asking, leaf.drug):
        return NO, ()
    listed = record.covers("medication", record.as_of - math.ceil(leaf.ended_within or 0.0))
    silent = (Missing(f"medication.{leaf.drug}", Unknown.NEVER_RECORDED),)
    if not listed and not record.denied:
        return UNKNOWN, silent
    open_members = members()
    if record.denied:
        open_members = [drug for drug in open_members if not denies(asking, drug)]
    if not open_members:
        return NO, ()
    if not listed:
        return UNKNOWN, silent
    unlisted = [drug for drug in open_members if drug in asking.catalog.unlisted]
    if not unlisted:
        return NO, ()
    # A few are named one by one; of many, the class is one question.
    named = unlisted if len(unlisted) <= _NAMED_AT_MOST else [leaf.drug]
    return UNKNOWN, tuple(Missing(f"medication.{drug}", Unknown.LIST_OPEN) for drug in named)


def more_taken(asking: Asking, drug: str, uncounted: frozenset[str]) -> tuple[Missing, ...]:
    """What leaves open whether more of a class is taken than was recorded, leaving the `uncounted` aside."""
    inside = asking.catalog.within.get(drug, frozenset({drug}))
    wider = [name for name in asking.catalog.above.get(drug, frozenset({drug})) if name not in inside]
    unnamed = tuple(
        Missing(f"medication.{drug}", Unknown.NOT_NARROW)
        for name in sorted(wider)
        for course in asking.record.courses_of(name)
        if current(course, asking.record.as_of) is not NO
    )
    if unnamed:
        return unnamed
    silent = _others(asking, drug, lambda member: member not in uncounted and not _mentioned(asking, member))
    return () if silent is None else _absent(asking, Taking(drug), silent)[1]


def _others(asking: Asking, drug: str, silent: Callable[[str], bool]) -> Callable[[], list[str]] | None:
    """The ingredients of a class of which nothing was said, listed when asked for; None where there are none."""
    listed = _ingredients(asking, drug)
    if not any(silent(member) for member in listed):
        return None
    return lambda: [member for member in listed if silent(member)]


def _mentioned(asking: Asking, drug: str) -> bool:
    return any(course.status is not Status.NOT_TAKEN for course in asking.record.courses_of(drug))


def _course_counts(asking: Asking, course: Course, leaf: Taking) -> Answer:
    as_of = asking.record.as_of
    if course.status is Status.NOT_TAKEN:
        return NO
    answer = taken_today(asking, course)
    if leaf.ended_within is not None and current(course, as_of) is not YES:
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


#: what is surely and perhaps taken of a class, what leaves that open, and how many courses each way
Tally = tuple[frozenset[str], frozenset[str], tuple[Missing, ...], int, int]


def _tally(asking: Asking, drug: str) -> Tally:
    """What is taken of a class today, whatever is proposed."""
    inside = asking.catalog.within.get(drug, frozenset({drug}))
    sure: list[str] = []
    maybe: list[str] = []
    reasons: list[Missing] = []
    for name, courses in asking.courses_about(drug):
        for course in courses:
            match taken_today(asking, course):
                case Answer.YES if name in inside:
                    sure.append(name)
                case Answer.YES | Answer.UNKNOWN:
                    maybe.append(name)
                    reasons.append(_unclear(asking, course))
                case Answer.NO:
                    pass  # history does not count
    return frozenset(sure), frozenset(maybe), tuple(reasons), len(sure), len(maybe)


def count_taking(asking: Asking, leaf: CountTaking) -> Found:
    """Answer `count`: how many distinct ingredients (or courses) of a class are taken."""
    catalog = asking.catalog
    tally = asking.tallies.get(leaf.drug)
    if tally is None:
        tally = asking.tallies[leaf.drug] = _tally(asking, leaf.drug)
    sure, maybe, reasons, courses_sure, courses_maybe = tally
    order = asking.order
    if (
        leaf.order == "yes"
        and order is not None
        and leaf.drug in catalog.above.get(order.drug, (order.drug,))
    ):
        courses_sure += order.drug not in sure
        sure = sure | {order.drug}
    named = {drug for drug in sure if drug in catalog.substances}
    unnamed = [drug for drug in sorted(sure - named) if not (catalog.within.get(drug, frozenset()) & named)]
    if leaf.distinct == "course":
        low, high = courses_sure, courses_sure + courses_maybe
    else:
        low, high = len(named) + _at_least_named(asking, unnamed), len(sure | maybe)
    if low >= leaf.at_least:
        return YES, ()
    if high >= leaf.at_least:
        vague = (Missing(f"medication.{drug}", Unknown.NOT_NARROW) for drug in sorted(sure - named))
        return UNKNOWN, (*reasons, *vague)
    silent = _others(asking, leaf.drug, lambda drug: drug not in sure and drug not in maybe)
    return (NO, ()) if silent is None else _absent(asking, Taking(leaf.drug), silent)


def _at_least_named(asking: Asking, classes: list[str]) -> int:
    """How many ingredients at least stand behind classes named without their member.

    Two classes that share a member may mean the same one; those that share none with any other count for themselves.
    """
    within = asking.catalog.within
    alone = [
        name
        for name in classes
        if not any(
            within.get(name, frozenset()) & within.get(other, frozenset())
            for other in classes
            if other != name
        )
    ]
    return len(alone) + (len(alone) < len(classes))


def tried(asking: Asking, leaf: Tried) -> Found:
    """Answer `tried`: a past or present course with this outcome."""
    inside = asking.catalog.within.get(leaf.drug, frozenset({leaf.drug}))
    name = f"medication.{leaf.drug}"
    answers: list[Answer] = []
    for drug, courses in asking.courses_about(leaf.drug):
        for course in courses:
            if course.status is Status.NOT_TAKEN or course.status is Status.PLANNED:
                continue
            if (
                leaf.outcome
                and course.outcome.value != leaf.outcome
                and course.outcome is not Outcome.UNKNOWN
            ):
                continue
            if drug in inside:
                # Of a course whose status nobody knows it is not known either whether it was ever taken.
                unclear = course.status is Status.UNKNOWN or (
                    leaf.outcome and course.outcome is Outcome.UNKNOWN
                )
                answers.append(UNKNOWN if unclear else YES)
            else:
                answers.append(UNKNOWN)  # an unnamed member of a wider class: it may be this one
    answer = some(answers)
    match answer:
        case Answer.YES:
            return YES, ()
        case Answer.UNKNOWN:
            return UNKNOWN, (Missing(name, Unknown.NEVER_RECORDED),)
        case Answer.NO:
            silent = _others(asking, leaf.drug, lambda drug: not _was_tried(asking, drug))
            if silent is None:
                return NO, ()
            return _absent(asking, Taking(leaf.drug, ended_within=asking.record.as_of - DAWN), silent)


def _was_tried(asking: Asking, drug: str) -> bool:
    return any(
        course.status is not Status.NOT_TAKEN and course.status is not Status.PLANNED
        for course in asking.record.courses_of(drug)
    )
