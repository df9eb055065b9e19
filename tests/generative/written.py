"""A criterion written back as the keys of an entry: the opposite of `read_criterion`, for the round trip."""

from __future__ import annotations

from painpath.criteria import tree
from painpath.criteria.catalog import Catalog
from painpath.criteria.tree import Bounds, Node
from painpath.facts.fact_type import FactType, Kind

_COMPARATORS = ("at_least", "above", "at_most", "below")


class NoWordsError(Exception):
    """A criterion that the language has no words for, such as a grade between two grades."""


def written(node: Node, catalog: Catalog) -> dict[str, object]:
    """The mapping that an author would write for this criterion."""
    match node:
        case tree.All(of):
            return {"all": [written(part, catalog) for part in of]}
        case tree.Any(of):
            return {"any": [written(part, catalog) for part in of]}
        case tree.Not(of=part):
            return {"not": written(part, catalog)}
        case tree.AtLeastOf(n, of):
            return {"at_least_of": {"n": n, "of": [written(part, catalog) for part in of]}}
        case tree.RuleRef(rule):
            return {"rule": rule}
        case tree.Rung(name):
            return {"rung": name}
        case tree.Slot(name):
            return {"slot": name}
        case tree.Tried(drug, outcome):
            return {"tried": drug} | ({"outcome": outcome} if outcome else {})
        case tree.CountTaking(drug, least, distinct, order):
            return {"count": {"taking": drug, "distinct": distinct, "order": order}, "at_least": least}
        case tree.Taking():
            return _taking(node)
        case tree.Change():
            return _change(node, catalog)
    return _fact(node, catalog)


def _fact(node: Node, catalog: Catalog) -> dict[str, object]:
    kind = catalog.facts[node.fact]  # type: ignore[union-attr]
    within = getattr(node, "within", None)
    made: dict[str, object] = {"fact": kind.id} | ({"within": _days(within)} if within is not None else {})
    match node:
        case tree.FactIs() if within is not None and kind.per == "site":
            raise NoWordsError  # a claim with places is not asked with `within`
        case tree.FactIs(_, options, _, at):
            words = [_option(kind, rank) for rank in options]
            made |= {"is": words[0]} if len(words) == 1 else {"in": words}
            made |= {"at": at} if at and at != tree.ANYWHERE else {}
        case tree.FactCompares(_, bounds, _):
            made |= {word: _number(kind, edge) for word, edge in _edges(bounds).items()}
        case tree.FactHas(area=area) if area:
            raise NoWordsError  # `pain_in` is spelled out when it is read
        case tree.FactHas(_, members, _):
            region = [name for name, inside in catalog.regions.items() if inside == members]
            made |= {"has": region[0] if region else sorted(members)}
    return made


def _edges(bounds: Bounds) -> dict[str, float]:
    return {word: edge for word in _COMPARATORS if (edge := getattr(bounds, word)) is not None}


def _option(kind: FactType, rank: float) -> str:
    words = ("no", "yes") if kind.kind is Kind.CLAIM else kind.options
    if not rank.is_integer() or rank >= len(words):
        raise NoWordsError
    return words[int(rank)]


def _number(kind: FactType, edge: float) -> str:
    return _option(kind, edge) if kind.kind is Kind.ORDERED else f"{edge!r} {kind.unit}".strip()


def _days(span: float) -> str:
    return f"{span!r} d"


def _taking(node: tree.Taking) -> dict[str, object]:
    made: dict[str, object] = {"taking": node.drug, "order": node.order}
    if node.route:
        made["route"] = node.route
    if node.ended_within is not None:
        made["ended_within"] = _days(node.ended_within)
    if node.for_at_least is not None:
        made["for_at_least"] = _days(node.for_at_least)
    if node.daily_dose is not None:
        made["daily_dose"] = {w: f"{edge!r} {node.dose_unit}" for w, edge in _edges(node.daily_dose).items()}
    elif node.dose_unit != "mg":
        raise NoWordsError
    return made


def _change(node: tree.Change, catalog: Catalog) -> dict[str, object]:
    by = {"at_least": _number(catalog.facts[node.fact], node.by)}
    made: dict[str, object] = {
        "change": node.fact,
        "falls_by" if node.falls else "rises_by": by,
        "over_at_most": _days(node.over_at_most),
    }
    if node.then:
        return made | {"then": {"fact": node.then, "within": _days(node.then_within)}}
    if node.then_within:
        raise NoWordsError
    return made
