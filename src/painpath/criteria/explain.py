"""`explain`: why an answer is what it is, as a tree of what was asked, seen and missing. Made only for print.

A law in `tests/generative` holds it to `ask`: the answer at every node is the same.
"""

from __future__ import annotations

import msgspec

from painpath.criteria.ask import Asking
from painpath.criteria.sites import claim_at, members_of
from painpath.criteria.tree import (
    All,
    Any,
    AtLeastOf,
    Change,
    CountTaking,
    FactCompares,
    FactDated,
    FactHas,
    FactIs,
    Node,
    Not,
    RuleRef,
    Taking,
    Tried,
    parts,
)
from painpath.criteria.values import Value, claim_within, current, value_within
from painpath.facts.answer import AND, NO, NOT, OR, YES, Answer
from painpath.facts.answer import at_least as kleene_at_least
from painpath.facts.moment import printed
from painpath.facts.reading import Course, Missing, Reading


class Seen(msgspec.Struct, frozen=True):
    """One recorded thing an answer rests on: the fact, what it says, when, from where."""

    fact: str
    says: str
    when: str
    source: str


class Why(msgspec.Struct, frozen=True):
    """A node, its answer, what was seen and is missing at it, and the same for its parts."""

    node: Node
    answer: Answer
    seen: tuple[Seen, ...] = ()
    missing: tuple[Missing, ...] = ()
    parts: tuple[Why, ...] = ()

    def leaves(self) -> tuple[Why, ...]:
        """The leaves that carry the answer: for a yes the parts that are yes, for a no those that are no."""
        if not self.parts:
            return (self,)
        if isinstance(self.node, Not):
            return self.parts[0].leaves()
        telling = [part for part in self.parts if part.answer is self.answer] or list(self.parts)
        return tuple(leaf for part in telling for leaf in part.leaves())


def explain(asking: Asking, node: Node) -> Why:
    """The reasons of `asking.ask(node)`."""
    match node:
        case All() | Any() | AtLeastOf() | Not():
            why = tuple(explain(asking, part) for part in parts(node))
            answers = [part.answer for part in why]
            return Why(node, _join(node, answers), parts=why)
        case RuleRef(rule):
            inner = explain(asking, asking.catalog.rules[rule])
            return Why(node, inner.answer, parts=(inner,))
        case _:
            answer, missing = asking.leaf(node)
            return Why(node, answer, seen_by(asking, node), missing)


def _join(node: Node, answers: list[Answer]) -> Answer:
    match node:
        case All():
            result = YES
            for answer in answers:
                result = AND[result, answer]
            return result
        case Any():
            result = NO
            for answer in answers:
                result = OR[result, answer]
            return result
        case AtLeastOf(n, _):
            return kleene_at_least(n, answers)
        case _:
            return NOT[answers[0]]


def seen_by(asking: Asking, node: Node) -> tuple[Seen, ...]:
    """What is on record for a leaf; values are the patient's, so this never goes to a log."""
    match node:
        case FactIs(fact, _, within, at):
            if at:
                return seen_value(asking, fact, claim_at(asking, fact, at))
            if within is not None:
                claim = not asking.catalog.facts[fact].options
                value = (claim_within if claim else value_within)(asking, fact, within)
                return seen_value(asking, fact, value)
            return seen_value(asking, fact, asking.value(fact))
        case FactCompares(fact, _, within):
            value = asking.value(fact) if within is None else value_within(asking, fact, within)
            return seen_value(asking, fact, value)
        case FactDated(fact, _):
            return seen_value(asking, fact, asking.value(fact))
        case FactHas(fact=fact):
            return tuple(_seen_sites(asking, node, reading) for reading in members_of(asking, fact).used)
        case Change(fact=fact):
            return tuple(_seen(asking, reading) for reading in asking.record.of(fact))
        case Taking(drug=drug) | CountTaking(drug=drug) | Tried(drug=drug):
            inside = asking.catalog.within.get(drug, frozenset({drug}))
            return tuple(
                _seen_course(asking, course)
                for name, courses in asking.record.courses.items()
                if name in inside
                for course in courses
            )
        case _:
            return ()


def _seen_sites(asking: Asking, node: FactHas, reading: Reading) -> Seen:
    """The members of a set; of a territory, which sites lie in it, which may, and which it does not explain."""
    seen = _seen(asking, reading)
    if not node.area or not reading.members:
        return seen
    groups = {
        "in": reading.members & node.members,
        "perhaps in": reading.members & node.wider,
        "outside": reading.members - node.members - node.wider,
    }
    told = [f"{', '.join(sorted(found))} {where} the {node.area}" for where, found in groups.items() if found]
    return msgspec.structs.replace(seen, says="; ".join(told))


def seen_value(asking: Asking, fact: str, value: Value) -> tuple[Seen, ...]:
    """What is on record behind a value; a derived value names itself."""
    if value.used:
        return tuple(_seen(asking, reading) for reading in value.used)
    if value.known and (value.low == value.high or value.how):
        return (Seen(fact, say_value(asking, fact, value.low, value.high), "today", value.how or "derived"),)
    return ()


def _seen(asking: Asking, reading: Reading) -> Seen:
    if reading.members:
        says = ", ".join(sorted(reading.members))
    elif reading.unreadable:
        says = "not readable"
    else:
        says = say_value(asking, reading.fact, reading.low, reading.high)
    when = printed(reading.when.first, reading.when.last)
    if reading.ended is not None:
        when = f"{when}, ended {printed(reading.ended.first, reading.ended.last)}"
    return Seen(reading.fact, says, when, reading.source)


def _seen_course(asking: Asking, course: Course) -> Seen:
    dose = (
        f"{number(course.daily_low)} {course.unit}/d"
        if course.dose_known and course.unit
        else "dose not known"
    )
    state = course.status.value.replace("_", " ")
    if current(course, asking.record.as_of) is NO and course.ended is not None:
        state = f"ended {printed(course.ended.first, course.ended.last)}"
    when = printed(course.began.first, course.began.last)
    return Seen(f"medication.{course.drug}", f"{state}, {dose}", when, course.source)


def say_value(asking: Asking, fact: str, low: float, high: float) -> str:
    """A value as a reader would write it, with its unit."""
    kind = asking.catalog.facts[fact]
    if kind.options:
        ranks = range(max(int(low), 0), min(int(high), len(kind.options) - 1) + 1) if low > -1e9 else range(0)
        return " or ".join(kind.options[rank].replace("_", " ") for rank in ranks) or "not known"
    match kind.kind.value:
        case "claim":
            return "yes" if low == 1.0 else "no" if high == 0.0 else "not known"
        case "date":
            return printed(int(low), int(high)) if low > -1e9 and high < 1e9 else "not known"
        case _:
            unit = "" if kind.unit in ("", "1") else f" {kind.unit}"
            if low == high:
                return f"{number(low)}{unit}"
            if low == -float("inf"):
                return "not known" if high == float("inf") else f"up to {number(high)}{unit}"
            if high == float("inf"):
                return f"{number(low)}{unit} or more"
            return f"{number(low)} to {number(high)}{unit}"


def number(value: float) -> str:
    """A number for reading: no trailing zeros, at most four significant digits after rounding noise.

    >>> number(59.999999)
    '60'
    """
    if value == int(value):
        return str(int(value))
    return f"{value:.4g}"
