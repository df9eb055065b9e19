"""What a criterion can be reached by: the recorded things that may change its answer.

Most questions are about facts that a record never mentions. Such a question answers as it would on an empty record:
its reach and that answer are worked out once per catalog, and a record only has to say what it touches. The
generative tests hold this to the plain engines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from painpath.criteria.catalog import (
    Catalog,
    ChangeOf,
    CountOf,
    Derivation,
    Duration,
    FormulaOf,
    FromCriterion,
    Lookup,
    Scale,
    Score,
    SumOverCourses,
)
from painpath.criteria.tree import (
    ANYWHERE,
    Change,
    CountTaking,
    FactCompares,
    FactDated,
    FactHas,
    FactIs,
    Node,
    RuleRef,
    Taking,
    Tried,
    parts,
)
from painpath.facts.answer import Answer
from painpath.facts.reading import Missing
from painpath.facts.record import Record

if TYPE_CHECKING:
    from painpath.criteria.ask import Asking

ANY_DRUG = "list.medication"
_SITES = "pain.sites"


class Quiet(msgspec.Struct, frozen=True):
    """A criterion's answer, and what is missing, where nothing in its reach is recorded."""

    answer: Answer
    missing: tuple[Missing, ...]


class About(msgspec.Struct):
    """What is true of a criterion whatever a record says. It holds the node, whose id must not be given to another.

    `key` is the id of the node, `below` are its parts; `orders` the drugs and classes of which a proposed order may
    change its answer; `joint` makes the answer from those of its parts (None for a leaf). `quiet` is filled in when a
    record first says nothing of the criterion.
    """

    node: Node
    key: int
    below: tuple[About, ...]
    reach: frozenset[str]
    orders: frozenset[str]
    joint: Callable[[Asking, tuple[About, ...]], Answer] | None
    quiet: Quiet | None = None


def touched_by(catalog: Catalog, record: Record) -> frozenset[str]:
    """The facts, drugs (with all their classes and members) and complete lists that a record mentions."""
    found = set(record.readings)
    for drug in record.courses:
        found |= kin(catalog, drug)
    for drug in record.denied:
        # Denied is every member, and with its members perhaps the whole of another class.
        for member in catalog.within.get(drug, (drug,)):
            found.update(f"medication.{name}" for name in catalog.above.get(member, (member,)))
    found.update(f"list.{name}" for name in record.complete)
    return frozenset(found)


def kin(catalog: Catalog, drug: str) -> frozenset[str]:
    """The words that a course of a drug touches: the drug, its classes and its members."""
    known = catalog.kin.get(drug)
    if known is None:
        names = {*catalog.above.get(drug, (drug,)), *catalog.within.get(drug, (drug,))}
        known = catalog.kin[drug] = frozenset(f"medication.{name}" for name in names)
    return known


def reach_of(catalog: Catalog, node: Node) -> frozenset[str]:
    """Everything recorded that could change the answer to a criterion; worked out once per catalog."""
    known = catalog.node_reaches.get(id(node))
    if known is None:
        # The node is kept beside its reach, so that its id is not given to another.
        known = catalog.node_reaches[id(node)] = (node, _reach_of(catalog, node))
    return known[1]


def _reach_of(catalog: Catalog, node: Node) -> frozenset[str]:
    match node:
        case FactIs(fact=fact, at=at):
            sites = reach_of_fact(catalog, _SITES) if at and at != ANYWHERE else frozenset()
            return reach_of_fact(catalog, fact) | sites
        case FactCompares(fact=fact) | FactHas(fact=fact) | FactDated(fact=fact):
            return reach_of_fact(catalog, fact)
        case Change(fact=fact, then=then):
            return reach_of_fact(catalog, fact) | (reach_of_fact(catalog, then) if then else frozenset())
        case Taking(drug=drug) | CountTaking(drug=drug) | Tried(drug=drug):
            return frozenset({f"medication.{drug}", ANY_DRUG})
        case RuleRef(rule):
            return reach_of(catalog, catalog.rules[rule])
        case _:
            return _union(reach_of(catalog, part) for part in parts(node))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def reach_of_fact(catalog: Catalog, fact: str) -> frozenset[str]:
    """Everything recorded that could change the value of a fact."""
    known = catalog.reaches.get(fact)
    if known is None:
        known = catalog.reaches[fact] = frozenset(_walk_fact(catalog, fact, set()))
    return known


def _walk_fact(catalog: Catalog, fact: str, seen: set[str]) -> set[str]:
    """A fact, its family up and down, the lists that settle them, and what they are derived from."""
    if fact in seen or fact not in catalog.facts:
        return seen
    known = catalog.reaches.get(fact)
    if known is not None:
        seen |= known  # what reaches this fact was walked to its end before
        return seen
    seen.add(fact)
    kind = catalog.facts[fact]
    if kind.listed_in is not None:
        seen.add(f"list.{kind.listed_in}")
    for other in (*kind.parents, *catalog.children.get(fact, ())):
        _walk_fact(catalog, other, seen)
    how = catalog.derived.get(fact)
    if how is not None:
        _walk_derivation(catalog, how, seen)
    return seen


def _walk_derivation(catalog: Catalog, how: Derivation, seen: set[str]) -> None:
    inputs: list[str] = []
    match how:
        case Score(items):
            inputs = [fact for fact, _ in items]
        case Lookup(of=of) | Scale(of=of) | ChangeOf(of=of):
            inputs = [of]
        case CountOf(of):
            inputs = list(of)
        case Duration(since=since):
            inputs = [since]
        case FormulaOf(formula):
            inputs = [*formula.needs, *formula.helped_by]
        case SumOverCourses(taking=taking):
            seen |= {f"medication.{taking}", ANY_DRUG}
        case FromCriterion(node):
            # Walked afresh and not through the cache: a fact of this very walk may be asked again below.
            for leaf in _leaves(catalog, node):
                match leaf:
                    case FactIs(fact=fact, at=at):
                        inputs += [fact, _SITES] if at and at != ANYWHERE else [fact]
                    case FactCompares(fact=fact) | FactHas(fact=fact) | FactDated(fact=fact):
                        inputs.append(fact)
                    case Change(fact=fact, then=then):
                        inputs += [fact, then] if then else [fact]
                    case Taking(drug=drug) | CountTaking(drug=drug) | Tried(drug=drug):
                        seen |= {f"medication.{drug}", ANY_DRUG}
                    case _:
                        pass  # joints were opened; rungs and slots never stand in a derivation
    for fact in inputs:
        _walk_fact(catalog, fact, seen)


def _leaves(catalog: Catalog, node: Node) -> list[Node]:
    if isinstance(node, RuleRef):
        return _leaves(catalog, catalog.rules[node.rule])
    below = parts(node)
    return [node] if not below else [leaf for part in below for leaf in _leaves(catalog, part)]
