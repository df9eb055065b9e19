"""What an order to begin a drug meets where that drug is taken already: it is said, and the sum is judged.

Whether the order is meant beside what is taken or in its place is not for a program to guess: it asks.
"""

from __future__ import annotations

from painpath.assessment.result import Ask
from painpath.criteria import Asking
from painpath.criteria.values import taken_today
from painpath.facts import NO, YES
from painpath.library import Library
from painpath.planning.dosing import in_unit, say_amount
from painpath.planning.judge import Judgement, Proposal, sum_reasons
from painpath.planning.questions import ask_of
from painpath.planning.result import Amount, Reason


def taken_already(
    asking: Asking, library: Library, proposal: Proposal, found: Judgement
) -> tuple[list[Reason], tuple[Ask, ...]]:
    """The reasons of a start of what is taken already, and what must be asked; nothing where it is not taken.

    A dose that is not known on either side leaves the sum unknown, which is never ok.
    """
    order = proposal.order
    courses = [
        course
        for course in asking.record.courses_of(order.drug)
        if taken_today(asking, course) is not NO and not _elsewhere(course.route, order.route)
    ]
    if proposal.intent != "start" or not courses:
        return [], ()
    total = 0.0
    for course in courses:
        known = course.dose_known and taken_today(asking, course) is YES
        daily = in_unit(course.daily_low, course.unit, order.unit or course.unit) if known else None
        if daily is None:
            return _unknown_sum(asking, library, proposal)
        total += daily
    unit = order.unit or courses[0].unit
    dose = say_amount(Amount(total, unit))
    if order.daily is None:
        return [_said(library.say("order.taken_already", dose=dose), library)], ()
    together = total + order.daily
    says = library.say("order.taken_together", dose=dose, total=say_amount(Amount(together, unit)))
    return [_said(says, library), *sum_reasons(library, proposal, found, together)], ()


def _elsewhere(route: str, other: str) -> bool:
    """Whether both routes are known and differ: a plaster is no part of what is swallowed."""
    return bool(route and other) and route != other


def _said(says: str, library: Library) -> Reason:
    return Reason("taken_already", says, "monitor", "ask", library.say("order.do_taken_already"), ())


def _unknown_sum(
    asking: Asking, library: Library, proposal: Proposal
) -> tuple[list[Reason], tuple[Ask, ...]]:
    said = _said(library.say("order.taken_unknown"), library)
    if proposal.order.daily is None:
        return [said], ()
    says = library.say("order.sum_unknown")
    ask = ask_of(asking, library, f"medication.{proposal.order.drug}", says, must=True)
    return [said, Reason("sum_not_known", says, "insufficient_data", "ask", "", ())], (ask,)
