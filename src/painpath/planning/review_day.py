"""The day on which what is begun is judged, by the same rule as in the plan."""

from __future__ import annotations

from painpath.library import Library
from painpath.planning.plan import _review
from painpath.planning.result import Offer, Review


def review_of(library: Library, begun: tuple[Offer, ...]) -> Review | None:
    """When to judge the first drug of those begun; None where none of them is a drug with a trial of known length."""
    return _review(library, begun)
