"""Who pays for an option here, what the payer asks for first, and which papers; unknown where no entry says.

Payers stand side by side. An entry of another country says nothing here.
"""

from __future__ import annotations

from painpath.assessment.words import cites
from painpath.library import Library
from painpath.library.schema import Coverage
from painpath.planning.result import Covered, Held, Offer

UNKNOWN = "unknown"


def coverage_of(
    library: Library, jurisdiction: str, indication: str, offered: tuple[Offer | Held, ...]
) -> tuple[Covered, ...]:
    """For each option what each payer says of it; one line `unknown` for an option that no entry names."""
    found: list[Covered] = []
    for offer in offered:
        names = {offer.id}
        if offer.id in library.drugs:
            names |= library.above.get(library.drugs[offer.id].substance, frozenset())
        said = [
            _said(offer, name, entry)
            for name, entry in library.coverage.items()
            if names & set(entry.what)
            and entry.jurisdiction in ("", jurisdiction)
            and (not entry.for_ or indication in entry.for_)
        ]
        found += said or [
            Covered(offer.id, offer.name, "", UNKNOWN, library.say("coverage.unknown"), (), (), (), "", ())
        ]
    return tuple(found)


def _said(offer: Offer | Held, name: str, entry: Coverage) -> Covered:
    return Covered(
        option=offer.id,
        name=offer.name,
        payer=entry.payer,
        status=entry.status or UNKNOWN,
        says=entry.says,
        requires=tuple(entry.requires),
        documents=tuple(entry.documents),
        limits=tuple(entry.limits),
        date=str(entry.date),
        cite=cites(entry.cite),
        entry=name,
    )
