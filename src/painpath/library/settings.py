"""Settings: what a result was asked for. Frozen, passed in, printed on every result."""

from __future__ import annotations

import msgspec

JURISDICTIONS = ("US", "EU", "UK")


class Settings(msgspec.Struct, frozen=True):
    """As-of day [ISO date], guideline id, jurisdiction (US, EU, UK), and the lists that count as complete.

    `assume_complete` because the user says so, `stated_complete` because the record does; `refused_complete` are lists
    that the user called complete but that hold entries which could not be read.
    """

    as_of: str
    guideline: str = "neupsig_2025"
    jurisdiction: str = "US"
    assume_complete: tuple[str, ...] = ()
    stated_complete: tuple[str, ...] = ()
    refused_complete: tuple[str, ...] = ()
    #: somebody chose the guideline; else it is the usual one, and a cause may have a path of its own in this place
    guideline_asked: bool = False
