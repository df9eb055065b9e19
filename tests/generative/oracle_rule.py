"""What the oracle's rules are made of. Written by hand from labels and guidelines, without a look at the knowledge.

`avoid` and `contraindicated` mean: never offered, and an order for it is judged at least `avoid`. `caution` means: an
order for it is never simply `ok`. A ceiling is the most a day, in mg, that the source allows this patient.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.generative.oracle_patient import Patient

CONTRAINDICATED = "contraindicated"
AVOID = "avoid"
CAUTION = "caution"
GRAVE = (CONTRAINDICATED, AVOID)


@dataclass(frozen=True)
class Rule:
    """In such a patient these treatments are so; `example` is what makes a healthy adult such a patient."""

    id: str
    drugs: tuple[str, ...]
    severity: str
    when: Callable[[Patient], bool]
    example: dict
    source: str


@dataclass(frozen=True)
class Pair:
    """While any of `taken` is taken (or was, less than `gap` days ago) an order for any of `ordered` is so.

    `back` is how grave the order the other way round is: any of `taken` ordered while any of `ordered` is taken.
    """

    id: str
    ordered: frozenset[str]
    taken: frozenset[str]
    severity: str
    source: str
    gap: int = 0
    back: str = CAUTION
    places: tuple[str, ...] = ("US", "EU", "UK")
    only: Callable[[Patient], bool] = field(default=lambda _: True)
    example: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Ceiling:
    """The most of a drug in mg a day for this patient, by its source; None where the source sets nothing.

    `examples` are patients on both sides of every edge.
    """

    id: str
    drug: str
    most: Callable[[Patient], float | None]
    examples: tuple[dict, ...]
    source: str


def banded(value: float | None, *bands: tuple[float, float]) -> float | None:
    """The most of the first band whose lower edge the value reaches; None if the value is not known."""
    if value is None:
        return None
    return next(most for edge, most in bands if value >= edge)
