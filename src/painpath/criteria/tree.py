"""The words of a criterion: a small typed tree, the whole language on a few screens.

Leaves ask a record one thing; joints are Kleene (`facts.answer`). A node says nothing of how it is answered: `ask`
answers it for one patient, `explain` says why, `compile_sql` turns it into columns for a population. Nodes are
immutable and compared by value, so equal questions can be shared and answered once.
"""

from __future__ import annotations

import msgspec


class Bounds(msgspec.Struct, frozen=True):
    """Comparators on a number line in the canonical unit; None where not asked. Several must all hold."""

    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None


#: the place of a finding that is asked without one: a "yes" anywhere is a yes, a "no" in one place is not a no
ANYWHERE = "anywhere"


class FactIs(msgspec.Struct, frozen=True):
    """A claim is `yes` (1.0) or `no` (0.0), or a one_of is one of `options` [ranks]."""

    fact: str
    options: tuple[float, ...]
    within: float | None = None
    at: str = ""


class FactCompares(msgspec.Struct, frozen=True):
    """A quantity or ordered fact lies within bounds."""

    fact: str
    bounds: Bounds
    within: float | None = None


class FactHas(msgspec.Struct, frozen=True):
    """A set has a member among `members` (a region with all its parts).

    A recorded member of `wider` (a region that shares a part with one of them) leaves the question open.
    `area` names the territory that the members belong to, for a reader; it changes no answer.
    """

    fact: str
    members: frozenset[str]
    wider: frozenset[str] = frozenset()
    area: str = ""


class FactDated(msgspec.Struct, frozen=True):
    """A date fact lies in the last `within` days [d]."""

    fact: str
    within: float


class Taking(msgspec.Struct, frozen=True):
    """A drug or a member of a class is taken now, or ended within so many days [d].

    `order`: "no" what the patient takes, "yes" the proposed order counts too, "only" the proposed order alone.
    """

    drug: str
    order: str = "no"
    route: str = ""
    ended_within: float | None = None
    daily_dose: Bounds | None = None
    dose_unit: str = "mg"
    for_at_least: float | None = None


class Tried(msgspec.Struct, frozen=True):
    """A course of a drug or class has ended or goes on with this outcome (empty: any)."""

    drug: str
    outcome: str = ""


class CountTaking(msgspec.Struct, frozen=True):
    """At least so many distinct ingredients (or courses) of a class are taken."""

    drug: str
    at_least: int
    distinct: str = "ingredient"
    order: str = "no"


class Change(msgspec.Struct, frozen=True):
    """A quantity fell (or rose) by an amount within a time, and then, within another, something began.

    `by` is in the fact's unit; `over_at_most` and `then_within` in days [d]; `then` is a date fact.
    Readings no further apart than `over_at_most` tell the pace between them; across a longer gap it is unknown.
    """

    fact: str
    falls: bool
    by: float
    over_at_most: float
    then: str = ""
    then_within: float = 0.0


class Rung(msgspec.Struct, frozen=True):
    """The rung of the ladder being climbed that must already hold."""

    name: str


class Slot(msgspec.Struct, frozen=True):
    """The criterion that the cause being graded holds under this word."""

    name: str


class RuleRef(msgspec.Struct, frozen=True):
    """The criterion of a shared rule."""

    rule: str


class All(msgspec.Struct, frozen=True):
    """Every part holds."""

    of: tuple[Node, ...]


class Any(msgspec.Struct, frozen=True):
    """Some part holds."""

    of: tuple[Node, ...]


class Not(msgspec.Struct, frozen=True):
    """The part does not hold."""

    of: Node


class AtLeastOf(msgspec.Struct, frozen=True):
    """At least `n` parts hold."""

    n: int
    of: tuple[Node, ...]


Leaf = (
    FactIs
    | FactCompares
    | FactHas
    | FactDated
    | Taking
    | Tried
    | CountTaking
    | Change
    | Rung
    | Slot
    | RuleRef
)
Node = Leaf | All | Any | Not | AtLeastOf


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below; empty for a leaf."""
    kind = node.__class__
    if kind is All or kind is Any or kind is AtLeastOf:
        return node.of  # type: ignore[union-attr, return-value]
    if kind is Not:
        return (node.of,)  # type: ignore[union-attr, return-value]
    return ()


def walk(node: Node) -> list[Node]:
    """The node and everything below it, parents first."""
    found = [node]
    for part in parts(node):
        found.extend(walk(part))
    return found


def substitute(node: Node, slots: dict[str, Node]) -> Node:
    """The same tree with each `Slot` and `Rung` replaced by the criterion it stands for; unknown names stay."""
    match node:
        case Slot(name) | Rung(name):
            return slots.get(name, node)
        case All(of):
            return All(tuple(substitute(part, slots) for part in of))
        case Any(of):
            return Any(tuple(substitute(part, slots) for part in of))
        case Not(of=part):
            return Not(substitute(part, slots))
        case AtLeastOf(n, of):
            return AtLeastOf(n, tuple(substitute(part, slots) for part in of))
        case _:
            return node
