"""From citations (`source @ place`) to the numbered list of sources at the end of a document."""

from __future__ import annotations

import re

from painpath.edges.document.page import SourceLine
from painpath.edges.document.wording import spelled, stopped
from painpath.library import Library

_ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}\.?(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)


def source_lines(library: Library, cites: tuple[str, ...]) -> tuple[SourceLine, ...]:
    """Each cited source once, in order of appearance, with all places cited in it."""
    places: dict[str, dict[str, None]] = {}
    for cite in cites:
        name, place = split_cite(cite)
        places.setdefault(name, {})
        if place:
            places[name][place] = None
    return tuple(_line(library, name, tuple(found)) for name, found in places.items())


def split_cite(cite: str) -> tuple[str, str]:
    """The source and the place of a citation.

    >>> split_cite("finnerup_2016 @ figure 2")
    ('finnerup_2016', 'figure 2')
    """
    name, _, place = cite.partition("@")
    return name.strip(), place.strip()


def _line(library: Library, name: str, places: tuple[str, ...]) -> SourceLine:
    source = library.sources.get(name)
    if source is None:
        return SourceLine(name, name, places, library.say("page.source_missing"), "")
    kind = source.kind.replace("_", " ")
    when = f", {source.date}" if source.date else ""
    country = f", {source.country}" if source.country else ""
    if source.kind == "convention":
        how = library.say("page.source_convention")
        places = tuple(spelled(place) for place in places)
    else:
        how = library.say(f"page.read_{source.read}", kind=f"{kind}{country}{when}")
    if source.authored == "no":
        how = library.say("page.read_mirror", how=how)
    link = link_of(source.doi, str(source.pmid), source.pmc, source.address)
    if not link and source.address:
        how = f"{how} {stopped(source.address)}"
    return SourceLine(name, source.title, places, how, link)


def link_of(doi: str, pmid: str, pmc: str, address: str) -> str:
    """The most lasting address of a source; empty when none is known."""
    if doi:
        return f"https://doi.org/{doi}"
    if pmc:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmc}/"
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    if _ADDRESS.match(address) is None:
        return ""  # a place in words, not an address
    return address if address.startswith(("https://", "http://")) else f"https://{address}"
