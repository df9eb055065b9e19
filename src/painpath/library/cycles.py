"""Finding a fact or rule that follows from itself."""

from __future__ import annotations

from collections.abc import Mapping

from painpath.criteria.catalog import (
    ChangeOf,
    CountOf,
    Derivation,
    Duration,
    FormulaOf,
    FromCriterion,
    Lookup,
    Scale,
    Score,
)
from painpath.criteria.tree import Change, FactCompares, FactDated, FactHas, FactIs, Node, RuleRef, walk


def needs_of(node: Node) -> list[str]:
    """The facts and rules that a criterion asks."""
    found: list[str] = []
    for part in walk(node):
        match part:
            case FactIs(fact=fact) | FactCompares(fact=fact) | FactHas(fact=fact) | FactDated(fact=fact):
                found.append(fact)
            case Change(fact=fact, then=then):
                found += [fact, then] if then else [fact]
            case RuleRef(rule):
                found.append(rule)
            case _:
                pass  # drugs and joints ask no fact
    return found


def inputs_of(how: Derivation) -> list[str]:
    """The facts and rules that a derivation rests on."""
    match how:
        case Score(items):
            return [fact for fact, _ in items]
        case Lookup(of=of) | Scale(of=of) | ChangeOf(of=of):
            return [of]
        case CountOf(of):
            return list(of)
        case Duration(since=since):
            return [since]
        case FromCriterion(node):
            return needs_of(node)
        case FormulaOf(formula):
            return [*formula.needs, *formula.helped_by]
        case _:
            return []


def find_cycle(derived: Mapping[str, Derivation], rules: Mapping[str, Node]) -> list[str]:
    """One circle of facts and rules, or nothing."""
    edges = {name: inputs_of(how) for name, how in derived.items()} | {
        name: needs_of(node) for name, node in rules.items()
    }
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for other in edges.get(name, ()):
            found = visit(other, [*path, name])
            if found:
                return found
        done.add(name)
        return []

    for name in edges:
        found = visit(name, [])
        if found:
            return found
    return []
