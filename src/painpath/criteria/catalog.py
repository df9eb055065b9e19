"""Catalog: all that an engine must know besides the record - fact types, derivations, drug families, regions.

The library builds it from entries; engines only read it. Derivations come in the closed kinds of house section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from painpath.criteria.tree import Node
from painpath.facts.fact_type import FactType
from painpath.facts.formulas import Formula

if TYPE_CHECKING:
    from painpath.criteria.reach import About
    from painpath.criteria.values import Value


class Score(msgspec.Struct, frozen=True):
    """Sum over items. A weight is points per unit of the item, or points by rank for a one_of or ordered item."""

    items: tuple[tuple[str, float | tuple[float, ...]], ...]


class Lookup(msgspec.Struct, frozen=True):
    """Bands of a number: `ranks[i]` below `edges[i]`, the last rank otherwise."""

    of: str
    edges: tuple[float, ...]
    ranks: tuple[float, ...]


class Scale(msgspec.Struct, frozen=True):
    """A number times a constant."""

    of: str
    times: float


class CountOf(msgspec.Struct, frozen=True):
    """How many of these claims are yes."""

    of: tuple[str, ...]


class SumOverCourses(msgspec.Struct, frozen=True):
    """Sum over current courses of a class of daily dose times the ingredient's factor, with the unit it is meant for.

    `by_route` holds, by ingredient, the factors that hold for one route only (a patch dosed by the hour). Such an
    ingredient without a known route, or by a route that has no factor, may add anything.
    """

    taking: str
    factors: Mapping[str, tuple[float, str]]
    by_route: Mapping[str, Mapping[str, tuple[float, str]]] = msgspec.field(default_factory=dict)

    @property
    def counted(self) -> frozenset[str]:
        """The ingredients that have a factor by some route."""
        return frozenset(self.factors) | frozenset(self.by_route)


class ChangeOf(msgspec.Struct, frozen=True):
    """The latest value minus the one that held `over` days before [d]."""

    of: str
    over: float


class Duration(msgspec.Struct, frozen=True):
    """Time from a date until the as-of day, in the fact's unit; `per_unit` is days per unit [d]."""

    since: str
    per_unit: float


class FromCriterion(msgspec.Struct, frozen=True):
    """A claim that is a criterion's answer."""

    node: Node


class FormulaOf(msgspec.Struct, frozen=True):
    """A published formula over other facts."""

    formula: Formula


Derivation = (
    Score | Lookup | Scale | CountOf | SumOverCourses | ChangeOf | Duration | FromCriterion | FormulaOf
)


class Catalog(msgspec.Struct, frozen=True, eq=False):
    """What engines look up.

    `within` maps a drug or class to every drug and class inside it, itself included; `above` to every class that
    contains it, itself included. `unlisted` are ingredients that a complete list of prescriptions does not settle.
    `children` maps a claim to the claims whose yes makes it yes. `regions` maps a region to itself and its parts.
    """

    facts: Mapping[str, FactType]
    derived: Mapping[str, Derivation] = msgspec.field(default_factory=dict)
    children: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    within: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    above: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    unlisted: frozenset[str] = frozenset()
    substances: frozenset[str] = frozenset()
    rules: Mapping[str, Node] = msgspec.field(default_factory=dict)
    regions: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)
    #: what may change each fact, filled in by `reach`
    reaches: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    #: each criterion with what may change its answer, filled in by `reach`
    node_reaches: dict[int, tuple[Node, frozenset[str]]] = msgspec.field(default_factory=dict)
    #: what is true of each criterion whatever a record says, filled in by `Asking`
    about: dict[int, About] = msgspec.field(default_factory=dict)
    #: the value of each fact on an empty record, filled in by `Asking`
    quiet_values: dict[str, Value] = msgspec.field(default_factory=dict)
    #: the words that a course of a drug touches, filled in by `reach`
    kin: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)
    #: the ingredients of a class, filled in when first asked for
    ingredients: dict[str, list[str]] = msgspec.field(default_factory=dict)
    #: the more general claims of a claim, and the more special ones, filled in by `values`
    ancestors: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    descendants: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
