"""Sources: each can be found again and is used; one without named authors never backs a dose by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from painpath.library import Library, schema
from painpath.selfcheck.result import Finding, error, gap
from painpath.selfcheck.walk import Part, cited, parts, source_of


def check_sources(library: Library, apart: Collection[str]) -> Iterator[Finding]:
    """Every source, and every dose, band or contraindication that rests on sources without named authors only.

    `apart` are the sources that entries of kinds kept apart rest on: where codes were seen, what claims cite.
    """
    used = set(apart)
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            where = f"{kind}/{name}.yaml"
            for part in parts(entry):
                found = list(cited(part))
                used |= {source_of(cite) for _, cite in found}
                what = _grave(part.part)
                if what and found:
                    yield from _backed(part, what, where, library)
    for name, source in library.sources.items():
        where = f"sources/{name}.yaml"
        if source.kind == "convention":
            if not source.places:
                yield error("source", where, "$", "a convention lists its places with a reason each")
        elif not (source.doi or source.pmid or source.pmc or source.address):
            yield error(
                "source", where, "$", "needs a doi, pmid, pmc or address by which it can be found again"
            )
        if not source.how and source.kind != "convention":
            yield gap("source", where, "$", "does not say how and where it was read")
        if name not in used:
            yield gap("unused", where, "$", "is cited nowhere")


def _grave(part: schema.Entry) -> str:
    """What a part says that a page without named authors must not carry alone; empty when it may."""
    match part:
        case schema.Row(start=start, target=target, ceiling=ceiling) if start or target or ceiling:
            return "a dose"
        case schema.Unfit():
            return "a row without a dose"
        case schema.Supplement():
            return "a dose"
        case schema.Rule(severity="contraindicated") | schema.Interaction(severity="contraindicated"):
            return "a contraindication"
        case schema.Rule(limit=limit) | schema.Interaction(limit=limit) if limit is not None:
            return "a dose limit"
        case schema.Stronger(to="contraindicated"):
            return "a contraindication"
        case _:
            return ""


def _backed(part: Part, what: str, where: str, library: Library) -> Iterator[Finding]:
    sources = [
        library.sources.get(source_of(cite)) for at, cite in cited(part) if at.startswith(f"{part.path}.cite")
    ]
    known = [source for source in sources if source is not None]
    if known and all(source.authored == "no" for source in known):
        yield error(
            "source",
            where,
            f"{part.path}.cite",
            f"{what} rests only on pages without named authors or editors",
        )
