"""Territories: areas of the body where the pain of one nerve, root or pattern is felt, and the question whether this
pain fits one. The word `pain_in` is spelled out here in the words that both engines know already.

A territory is fuzzy on purpose. Pain in its core fits. Pain only where it *may* also be felt, or recorded more coarsely
than the core, leaves the question open. Pain elsewhere beside it says nothing: people have more than one pain
(decision 0011). What a region is, and which lie in which, is `catalog.regions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from painpath.criteria.tree import All, Any, AtLeastOf, FactHas, Node, Not

#: the set that a territory is asked of
PAIN_SITES = "pain.sites"
_OTHER = {"left": "right", "right": "left"}


class Territory(msgspec.Struct, frozen=True):
    """Regions by name: the `core`, of which `at_least` so many must hurt, and where else it `may` hurt.

    `sides`: "any"; "both" asks the same of each side; "one" asks that the core of the other side does not hurt.
    `opposite` are regions that must hurt on the other side, and not on this one (a crossed pattern).
    """

    name: str
    core: tuple[str, ...]
    may: tuple[str, ...] = ()
    at_least: int = 1
    sides: str = "any"
    opposite: tuple[str, ...] = ()


class Body(msgspec.Struct, frozen=True):
    """Each region with itself and its parts, the side of those that have one (left, right), and what touches a region.

    `around` maps a region to every region that it is a part of, itself among them.
    """

    regions: Mapping[str, frozenset[str]]
    sides: Mapping[str, str]
    around: Mapping[str, frozenset[str]]

    def inside(self, names: Iterable[str], side: str = "") -> frozenset[str]:
        """These regions with all their parts; of one side only where a side is given."""
        found = frozenset[str]().union(*(self.regions[name] for name in names))
        return frozenset(name for name in found if self.sides.get(name) == side) if side else found

    def touching(self, found: frozenset[str]) -> frozenset[str]:
        """Every region that shares a part with these: it may be meant where only it was recorded."""
        return frozenset[str]().union(*(self.around[name] for name in found))


def body_of(regions: Mapping[str, frozenset[str]], sides: Mapping[str, str]) -> Body:
    """The body of a library: its regions, each with itself and all its parts, and their sides."""
    around: dict[str, set[str]] = {}
    for name, inner in regions.items():
        for part in inner:
            around.setdefault(part, set()).add(name)
    return Body(regions, sides, {part: frozenset(names) for part, names in around.items()})


def pain_in(territory: Territory, body: Body) -> Node:
    """The question whether the pain fits a territory, spelled out.

    Yes: it is felt in the core, on the sides asked for. No: all its sites are known and none lies in the core or
    where it may be felt, or the sides do not fit. Unknown: sites unknown, recorded too coarsely, or only where the
    pain may be felt. A region without a side settles nothing of a territory that asks for sides.
    """
    match territory.sides:
        case "both":
            return All(tuple(_on(territory, body, side) for side in _OTHER))
        case "one":
            return Any(tuple(_only_on(territory, body, side) for side in _OTHER))
        case _:
            return _on(territory, body, "")


def _only_on(territory: Territory, body: Body, side: str) -> Node:
    """Pain in the core on this side and not on the other; in a crossed pattern, in the rest on the other side."""
    other = _OTHER[side]
    asked: list[Node] = [
        _on(territory, body, side),
        Not(_felt(territory, body, body.inside(territory.core, other))),
    ]
    if territory.opposite:
        asked.append(_felt(territory, body, body.inside(territory.opposite, other)))
        asked.append(Not(_felt(territory, body, body.inside(territory.opposite, side))))
    return All(tuple(asked))


def _on(territory: Territory, body: Body, side: str) -> Node:
    """Enough of the core hurts; pain only where it may be felt leaves that open."""
    may = body.inside(territory.may, side)
    if territory.at_least == 1:
        return _felt(territory, body, body.inside(territory.core, side), may)
    enough = AtLeastOf(
        territory.at_least,
        tuple(_felt(territory, body, body.inside((region,), side)) for region in territory.core),
    )
    return Any((enough, _felt(territory, body, frozenset(), may))) if may else enough


def _felt(
    territory: Territory, body: Body, core: frozenset[str], may: frozenset[str] = frozenset()
) -> FactHas:
    return FactHas(PAIN_SITES, core, body.touching(core | may) - core, territory.name)
