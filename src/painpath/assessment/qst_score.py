"""One reading of quantitative sensory testing beside one cell of a reference table: its z as a range, and what that
says. Not which cell fits a person (`qst_profile`) and not how a table is read (`qst_table`).

A reading is low..high; where it lies at the end of the device it is open beyond it. z is low..high for the same
reason, and a finding is settled only when every z in the range says the same (decision 0001).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec

from painpath.facts.reading import INFINITY
from painpath.library.schema import QstParameter, QstProtocol

#: numbers are kept to nine places, so that 45 - 43.04 is 1.96 and not a little more
PLACES = 9


class Ends(NamedTuple):
    """A range of numbers; a point has equal ends, an infinite end is open."""

    low: float
    high: float


class Cell(msgspec.Struct, frozen=True):
    """Healthy people of one place, sex and age: mean and spread on the scale of the parameter.

    `add` is what the table's authors added before taking the logarithm.
    """

    mean: float
    spread: float
    add: float = 0.0


class NotComputable(NamedTuple):
    """Why there is no z: a key of the messages `qst.why_*`. Never a number."""

    why: str


def measured(parameter: QstParameter, ends: Ends) -> Ends:
    """What a reading may be: the size of it where only the size counts, open where the device ends.

    >>> from painpath.library.schema import QstLimits
    >>> hot = QstParameter("qst.hpt", "HPT", "heat pain threshold", "x @ y", limits=QstLimits("x @ y", high=50))
    >>> measured(hot, Ends(50.0, 50.0))
    Ends(low=50.0, high=inf)
    """
    low, high = ends
    if parameter.size_only == "yes":
        if low == -INFINITY and high >= 0:
            low = 0.0  # "less than 2 degrees" speaks of the size
        low, high = (0.0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))
    limits = parameter.limits
    if limits is not None and limits.low is not None and low <= limits.low:
        low = -INFINITY
    if limits is not None and limits.high is not None and high >= limits.high:
        high = INFINITY
    return Ends(low, high)


def z_of(parameter: QstParameter, ends: Ends, cell: Cell) -> Ends | NotComputable:
    """The z of a reading, (x - mean) / spread, turned so that gain is above 0; `ends` as `measured` gives them.

    No z without a spread, none for the logarithm of 0, and none that overflows.
    Source: magerl_2010_qst_reference @ abstract (z-transform); rolke_2006_qst_protocol @ abstract (logarithms)
    """
    if not (math.isfinite(cell.mean) and math.isfinite(cell.spread)) or cell.spread <= 0:
        return NotComputable("no_spread")
    if parameter.scale == "log10":
        if ends.high + cell.add <= 0:
            return NotComputable("log_of_zero")
        ends = Ends(_log(ends.low + cell.add), _log(ends.high + cell.add))
    low, high = (round((end - cell.mean) / cell.spread, PLACES) + 0.0 for end in ends)
    # A spread that vanishes in the rounding of the numbers, or a z that overflows, is no gain and no loss. (An open end
    # is infinite in both.)
    numbers = [cell.mean, *filter(math.isfinite, ends)]
    overflows = any(math.isfinite(end) and math.isinf(z) for end, z in zip(ends, (low, high), strict=True))
    if overflows or any(number + cell.spread == number for number in numbers):
        return NotComputable("too_large")
    return Ends(low, high) if parameter.gain_is == "higher" else Ends(-high + 0.0, -low + 0.0)


def _log(x: float) -> float:
    """The logarithm to base 10; that of nothing, or less, is as low as can be."""
    return math.log10(x) if x > 0 else -INFINITY


def could_be(protocol: QstProtocol, z: Ends) -> tuple[str, ...]:
    """What a range of z leaves open: loss, normal, gain. Outside `normal_within` on either side is abnormal.

    Source: qst_thesis_groningen @ page 53
    """
    within = float(protocol.normal_within)
    open_ = (
        ("loss", z.low < -within),
        ("normal", z.low <= within and z.high >= -within),
        ("gain", z.high > within),
    )
    return tuple(word for word, reached in open_ if reached)


def presence(parameter: QstParameter, ends: Ends) -> tuple[str, ...]:
    """What a reading that has no z leaves open: present, absent."""
    least = float(parameter.present_above or 0)
    open_ = (("absent", ends.low <= least), ("present", ends.high > least))
    return tuple(word for word, reached in open_ if reached)


def settled(words: tuple[str, ...]) -> str:
    """The one finding that is left; unknown while several are."""
    return words[0] if len(words) == 1 else "unknown"
