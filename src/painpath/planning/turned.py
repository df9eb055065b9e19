"""An interaction met from its other side: one drug that it names is ordered, and the drug that it concerns is taken.

An interaction that `concerns` some drugs is written from their side: one of them is ordered, another is taken. What two
drugs do together does not depend on which of them came first, so the same criterion is turned round. Interactions of
two parties (`together`) need no turning, and those of an order in time (`first`, `then`) have an entry for each way.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from painpath.criteria import Node
from painpath.criteria.tree import All, Any, AtLeastOf, CountTaking, Not, Taking, parts
from painpath.library import Library

_Drugs = Collection[str]


def turned(library: Library, when: Node, concerns: list[str], order: _Drugs) -> Node | None:
    """The criterion of an interaction as an `order` (the drug, its entry and classes) meets it from the other side.

    None where the interaction does not name the order, and where a drug that it concerns must come before the order by
    an interaction of its own: then that one speaks.
    """
    if not any(leaf.drug in order for leaf in _named(when)) or _timed(library, concerns, order):
        return None
    taken = library.share(Any(tuple(library.share(_concerned(library, name)) for name in concerns)))
    return library.share(All((taken, turn(library, when, order))))


def _named(node: Node) -> list[Taking | CountTaking]:
    """What a criterion asks about drugs, save for those that it rules out."""
    if isinstance(node, Not):
        return []
    if isinstance(node, (Taking, CountTaking)):
        return [node]
    return [leaf for part in parts(node) for leaf in _named(part)]


def _timed(library: Library, concerns: list[str], order: _Drugs) -> bool:
    families = set(concerns).union(*[library.above.get(name, frozenset()) for name in concerns])
    return any(one.first in families and one.then in order for one in library.interactions.values())


def _concerned(library: Library, name: str) -> Taking:
    """That a drug is taken, by whatever way its treatment entry is given where only that entry is meant."""
    entry = library.drugs.get(name)
    if entry is None or name in library.substances or name in library.classes:
        return Taking(name)
    return Taking(entry.substance, route=entry.route)


def turn(library: Library, node: Node, order: _Drugs) -> Node:
    """The same tree with what was ordered taken, and with the drug that is ordered now counted."""
    found: Node = node
    match node:
        case Taking(drug=drug, order="only"):
            found = replace(node, order="yes" if drug in order else "no")
        case Taking(drug=drug, order="no") if drug in order:
            found = replace(node, order="yes")
        case CountTaking(drug=drug, order="no") if drug in order:
            found = replace(node, order="yes")
        case All(of):
            found = All(tuple(turn(library, part, order) for part in of))
        case Any(of):
            found = Any(tuple(turn(library, part, order) for part in of))
        case Not(of=part):
            found = Not(turn(library, part, order))
        case AtLeastOf(n, of):
            found = AtLeastOf(n, tuple(turn(library, part, order) for part in of))
        case _:
            pass  # a leaf that is not about what is ordered
    return library.share(found)
