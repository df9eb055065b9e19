"""docs/reference/claims.md: what articles state on neuropathic pain, and what is to be said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from painpath.library import Library, load_library
from painpath.library.entries import read_claims
from painpath.library.schema import Claim

PAGE = Path("docs/reference/claims.md")
LEAD = """# Claims

Generated from `knowledge/claims` (`make docs`); do not edit. These {n} statements stand in popular articles and short
reviews on neuropathic pain, here in our own words. Each has a verdict, an answer, the entries of the knowledge in which
the answer is kept up to date (`painpath show ENTRY`), and its sources with how each was read. Where the citation that
articles print is wrong, it is named. `painpath show claims/c26` prints one of them.
"""
#: what a verdict means; the order in which they are counted
VERDICTS = {
    "supported": "it stands",
    "weak": "part of it stands, or the evidence is thin",
    "outdated": "it was held once",
    "wrong": "it does not stand",
}


def pages() -> dict[Path, str]:
    """The generated page by its path in the repository."""
    library = load_library()
    return {PAGE: "\n".join(_lines(library, read_claims(library.root)))}


def _lines(library: Library, claims: Mapping[str, Claim]) -> Iterator[str]:
    yield LEAD.format(n=len(claims))
    counts = Counter(claim.verdict for claim in claims.values())
    yield "| Verdict | Means | Claims |"
    yield "|---|---|---|"
    for verdict, meaning in VERDICTS.items():
        yield f"| {verdict} | {meaning} | {counts[verdict]} |"
    yield ""
    for name in sorted(claims):
        yield from _claim(library, name, claims[name])


def _claim(library: Library, name: str, claim: Claim) -> Iterator[str]:
    yield f"## {name.partition('_')[0].upper()} {claim.text}\n"
    yield f"**{claim.verdict.capitalize()}.** {_plain(claim.says)}\n"
    if claim.printed:
        yield f"- Wrong citation, as printed: {_plain(claim.printed)}"
    yield "- Entries: " + ", ".join(f"`{entry}`" for entry in claim.entries)
    for cite in [claim.cite] if isinstance(claim.cite, str) else claim.cite:
        yield "- Source: " + _source(library, cite)
    if claim.note:
        yield f"- Note: {_plain(claim.note)}"
    yield ""


def _source(library: Library, cite: str) -> str:
    ident, _, place = (word.strip() for word in cite.partition("@"))
    source = library.sources[ident]
    key = source.doi or source.pmc or (f"PMID {source.pmid}" if source.pmid else source.address)
    return f"{_plain(source.title)}, {key}; {place} (read: {source.read})"


def _plain(text: str) -> str:
    return " ".join(text.split())
