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
    return tuple(line for offer in offered for line in _lines(library, jurisdiction, indication, offer))


def _lines(library: Library, jurisdiction: str, indication: str, offer: Offer | Held) -> tuple[Covered, ...]:
    """The lines of one option: the same for everybody with this indication in this place."""
    return library.remember(
        ("coverage", jurisdiction, indication, offer.id, offer.name),
        lambda: tuple(_covered(library, jurisdiction, indication, offer)),
    )


def _covered(library: Library, jurisdiction: str, indication: str, offer: Offer | Held) -> list[Covered]:
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
    return said or [
        Covered(offer.id, offer.name, "", UNKNOWN, library.say("coverage.unknown"), (), (), (), "", ())
    ]


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
