"""Catalog: all that an engine must know besides the record - fact types, derivations, drug families, regions.

The library builds it from entries; engines only read it. Derivations come in the closed kinds of house section 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from painpath.criteria.tree import Node
from painpath.facts.fact_type import FactType
from painpath.facts.formulas import Formula

if TYPE_CHECKING:
    from painpath.criteria.reach import Quiet


@dataclass(frozen=True, slots=True)
class Score:
    """Sum over items. A weight is points per unit of the item, or points by rank for a one_of or ordered item."""

    items: tuple[tuple[str, float | tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Bands of a number: `ranks[i]` below `edges[i]`, the last rank otherwise."""

    of: str
    edges: tuple[float, ...]
    ranks: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A number times a constant."""

    of: str
    times: float


@dataclass(frozen=True, slots=True)
class CountOf:
    """How many of these claims are yes."""

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SumOverCourses:
    """Sum over current courses of a class of daily dose [mg] times the ingredient's factor."""

    taking: str
    factors: Mapping[str, tuple[float, str]]


@dataclass(frozen=True, slots=True)
class ChangeOf:
    """The latest value minus the one that held `over` days before [d]."""

    of: str
    over: float


@dataclass(frozen=True, slots=True)
class Duration:
    """Time from a date until the as-of day, in the fact's unit; `per_unit` is days per unit [d]."""

    since: str
    per_unit: float


@dataclass(frozen=True, slots=True)
class FromCriterion:
    """A claim that is a criterion's answer."""

    node: Node


@dataclass(frozen=True, slots=True)
class FormulaOf:
    """A published formula over other facts."""

    formula: Formula


Derivation = (
    Score | Lookup | Scale | CountOf | SumOverCourses | ChangeOf | Duration | FromCriterion | FormulaOf
)


@dataclass(frozen=True, slots=True)
class Catalog:
    """What engines look up.

    `within` maps a drug or class to every drug and class inside it, itself included; `above` to every class that
    contains it, itself included. `unlisted` are ingredients that a complete list of prescriptions does not settle.
    `children` maps a claim to the claims whose yes makes it yes. `regions` maps a region to itself and its parts.
    """

    facts: Mapping[str, FactType]
    derived: Mapping[str, Derivation] = field(default_factory=dict)
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    above: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unlisted: frozenset[str] = frozenset()
    substances: frozenset[str] = frozenset()
    rules: Mapping[str, Node] = field(default_factory=dict)
    regions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: which criteria an order can change, filled in by `Asking.sees_order`
    order_seen: dict[int, tuple[Node, bool]] = field(default_factory=dict, compare=False, repr=False)
    #: what may change each fact, filled in by `reach`
    reaches: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    #: each criterion with its reach and its answer on an empty record, filled in by `Asking`
    quiet: dict[int, tuple[Node, Quiet]] = field(default_factory=dict, compare=False, repr=False)
    #: the ingredients of a class, filled in when first asked for
    ingredients: dict[str, list[str]] = field(default_factory=dict, compare=False, repr=False)
