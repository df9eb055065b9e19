"""Where it hurts and what was found where, gathered from the record for the drawn body. Draws nothing itself."""

from __future__ import annotations

from collections.abc import Iterator

from painpath.assessment.result import Assessment
from painpath.assessment.words import name_of
from painpath.criteria import Asking
from painpath.criteria.sites import claim_at, members_of
from painpath.edges.document.figure import sheets
from painpath.edges.document.page import BodyMap, BodyMark
from painpath.edges.document.parts import listed
from painpath.library import Library

_SITES = "pain.sites"


def body_map(library: Library, found: Assessment) -> tuple[BodyMap, ...]:
    """The sites of the pain and every finding with a place; nothing where neither was recorded."""
    asking = found._asking
    names = {name: entry.name for name, entry in library.anatomy.items()}
    known = members_of(asking, _SITES)
    marks = [*_pain(library, known.sure, names), *_findings(library, asking, names)]
    if not marks:
        return ()
    note = "" if known.closed or not known.sure else library.say("page.body_perhaps_more")
    titles = {name: library.say(f"page.body_sheet_{name}") for name in sheets()}
    return (BodyMap(library.say("page.body_title"), tuple(marks), note, library.regions, names, titles),)


def _pain(library: Library, sites: frozenset[str], names: dict[str, str]) -> Iterator[BodyMark]:
    if sites:
        yield _mark(library, library.say("page.body_pain"), sites, names, pain=True)


def _findings(library: Library, asking: Asking, names: dict[str, str]) -> Iterator[BodyMark]:
    """Each finding that is there today at the places where it was recorded, in the order of its name."""
    for fact, kind in sorted(library.facts.items()):
        if kind.per == "site":
            places = {site for reading in asking.record.of(fact) for site in reading.at}
            here = frozenset(site for site in places if claim_at(asking, fact, site).low == 1.0)
            if here:
                yield _mark(library, name_of(library, fact), here, names)


def _mark(
    library: Library, label: str, sites: frozenset[str], names: dict[str, str], *, pain: bool = False
) -> BodyMark:
    ordered = tuple(name for name in library.regions if name in sites)
    return BodyMark(label, ordered, listed(names[site] for site in ordered), pain)
