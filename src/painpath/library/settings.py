"""Settings: what a result was asked for. Frozen, passed in, printed on every result."""

from __future__ import annotations

from dataclasses import dataclass

JURISDICTIONS = ("US", "EU", "UK")


@dataclass(frozen=True, slots=True)
class Settings:
    """As-of day [ISO date], guideline id, jurisdiction (US, EU, UK) and the lists to be taken as complete."""

    as_of: str
    guideline: str = "neupsig_2025"
    jurisdiction: str = "US"
    assume_complete: tuple[str, ...] = ()
