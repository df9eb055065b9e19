"""From citations (`source @ place`) to the numbered list of sources at the end of a document."""

from __future__ import annotations

from painpath.edges.document.page import SourceLine
from painpath.library import Library


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
    else:
        how = library.say(f"page.read_{source.read}", kind=f"{kind}{country}{when}")
    return SourceLine(
        name, source.title, places, how, link_of(source.doi, str(source.pmid), source.pmc, source.address)
    )


def link_of(doi: str, pmid: str, pmc: str, address: str) -> str:
    """The most lasting address of a source; empty when none is known."""
    if doi:
        return f"https://doi.org/{doi}"
    if pmc:
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmc}/"
    if pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    return address if address.startswith(("https://", "http://")) or not address else f"https://{address}"
