"""FactType: what one kind of fact is - its type, unit, how long it stays true, which reading counts.

It is the floor's own view of a `knowledge/facts` entry; reading the entry is the library's business.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

import msgspec


class Kind(enum.Enum):
    """The six types of a fact. All but sets are one interval of numbers (see `number_of`)."""

    CLAIM = "claim"
    QUANTITY = "quantity"
    ONE_OF = "one_of"
    ORDERED = "ordered"
    SET = "set"
    DATE = "date"

    def __hash__(self) -> int:
        return object.__hash__(self)


class Pick(enum.Enum):
    """Which of several readings answers for today."""

    LATEST = "latest"
    EVER = "ever"
    ANY = "any"
    ALL = "all"

    def __hash__(self) -> int:
        return object.__hash__(self)


class Conversion(msgspec.Struct, frozen=True):
    """Canonical value = value * factor + offset."""

    factor: float
    offset: float = 0.0


class FactType(msgspec.Struct, frozen=True):
    """One kind of fact.

    `options` are ranked from 0 in their order; `fresh_for` is in days [d]; `plausible` is in the canonical unit;
    `listed_in` names the list whose completeness makes absence false (None: absence is never false);
    `parents` are the claims that a yes here also makes yes.
    """

    id: str
    kind: Kind
    unit: str = ""
    options: tuple[str, ...] = ()
    fresh_for: float | None = None
    pick: Pick = Pick.LATEST
    per: str = ""
    listed_in: str | None = None
    plausible: tuple[float, float] | None = None
    parents: tuple[str, ...] = ()
    accepts: Mapping[str, Conversion] = msgspec.field(default_factory=dict)

    def rank(self, option: str) -> float:
        """The number that stands for an option; KeyError for a word that is not one.

        >>> FactType("x", Kind.ORDERED, options=("a", "b")).rank("b")
        1.0
        """
        if self.kind is Kind.CLAIM:
            return {"yes": 1.0, "no": 0.0}[option]
        try:
            return float(self.options.index(option))
        except ValueError:
            raise KeyError(option) from None
