"""How much a measure goes up and down by itself: the spread from day to day, its memory, and the drift of weeks.

The person's own days count as many as they are; a published spread stands in as if it were two weeks of them
(knowledge/parameters). Whatever is left out of a diary must leave the same answer reachable, so the noise can be
worked out without any one day (`without`), from sums kept by week.

Method. Days of a week are a level plus an AR(1) process of variance s2 and correlation r at a lag of one day. Within
each week (of at least the days that a mean needs) squares and products of neighbours are summed around the week's own
mean. The own correlation is corrected for its bias in short weeks, (r1 + 1/n) / (1 - 4/n) (Kendall 1954), and averaged
with the published one by the pairs behind it; the squares expect s2 (n - f), f being the sum of the correlations
between a week's days divided by n. There is no factor for a finite population: what is asked is the level that a week
is a sample of, not that week. Levels drift by what published weekly means vary more than their days explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from painpath.library import Library

WEEK = 7
_MOST_LAG = 0.8
_PLACES = 9


class Published(msgspec.Struct, frozen=True):
    """The numbers that a diary starts from, of a scale from 0 to 10; see knowledge/parameters."""

    variance: float
    lag: float
    weight: float
    drift: float
    week_answer: float
    needed: int


class Noise(msgspec.Struct, frozen=True):
    """Daily variance and its correlation at a lag of one day, the variance between weeks, and degrees of freedom.

    `week_answer` is the variance of one answer about a whole week. All in squared points.
    """

    variance: float
    lag: float
    drift: float
    week_answer: float
    freedom: float


class _Sums(msgspec.Struct, frozen=True):
    """What one week adds: its days, squares, products of neighbours, pairs of neighbours, and itself."""

    days: int = 0
    squares: float = 0.0
    products: float = 0.0
    pairs: int = 0
    weeks: int = 0


def published(library: Library) -> Published:
    """The published numbers, from the library."""

    def value(name: str) -> float:
        return float(library.parameters[name].value)

    variance, lag = value("daily_spread") ** 2, value("daily_lag")
    of_weeks = value("weekly_spread") ** 2
    by_days = variance * memory(range(WEEK), lag) / WEEK
    return Published(
        variance=variance,
        lag=lag,
        weight=value("spread_weight"),
        drift=max(of_weeks - by_days, 0.0),
        week_answer=of_weeks * value("recall_week_variance"),
        needed=int(value("week_days_needed")),
    )


def memory(days: range | tuple[int, ...], lag: float) -> float:
    """By how much the mean of these days is less sure than if they were independent: 1 where nothing is remembered.

    The sum of all correlations between the days (in order), divided by their number.

    >>> memory((0, 1, 2), 0.0)
    1.0
    """
    first = days[0]
    total = 0.0
    for count in reversed(_gaps(tuple(day - first for day in days))):
        total = total * lag + count
    return 1.0 + 2.0 * total * lag / len(days)


@lru_cache(maxsize=4096)
def _gaps(days: tuple[int, ...]) -> tuple[int, ...]:
    """How many pairs of days lie 1, 2, 3 ... days apart."""
    apart = [later - day for place, day in enumerate(days) for later in days[place + 1 :]]
    return tuple(apart.count(gap) for gap in range(1, max(apart, default=0) + 1))


class Spread:
    """The noise of one diary, kept by weeks so that any one day can be left out."""

    def __init__(self, days: Mapping[int, float], last: int, known: Published) -> None:
        self._known, self._last = known, last
        weeks: dict[int, dict[int, float]] = {}
        for day, value in days.items():
            weeks.setdefault((last - day) // WEEK, {})[day] = value
        self._weeks = weeks
        self._sums = {number: self._of(week) for number, week in weeks.items()}
        self._total = _added(self._sums.values())

    def whole(self) -> Noise:
        """The noise of the whole diary."""
        return self._noise(self._total)

    def without(self, day: int) -> Noise:
        """The noise of the diary without one day of it."""
        number = (self._last - day) // WEEK
        week = {other: value for other, value in self._weeks[number].items() if other != day}
        return self._noise(_added((self._total, _negated(self._sums[number]), self._of(week))))

    def _of(self, week: Mapping[int, float]) -> _Sums:
        if len(week) < self._known.needed:
            return _Sums()
        mean = sum(week.values()) / len(week)
        off = {day: value - mean for day, value in week.items()}
        pairs = [day for day in off if day + 1 in off]
        return _Sums(
            len(off),
            sum(one * one for one in off.values()),
            sum(off[day] * off[day + 1] for day in pairs),
            len(pairs),
            1,
        )

    def _noise(self, sums: _Sums) -> Noise:
        known = self._known
        lag = known.lag
        if sums.weeks and sums.squares > 1e-9 and sums.pairs:
            length = sums.days / sums.weeks
            raw = (sums.products / sums.pairs) / (sums.squares / sums.days)
            own = (raw + 1 / length) / (1 - 4 / length) if length > 4.0 + 1e-9 else known.lag
            trust = sums.pairs * (1 - 4 / length) ** 2
            lag = (known.weight * known.lag + trust * own) / (known.weight + trust)
        lag = round(min(max(lag, 0.0), _MOST_LAG), _PLACES)
        told = sums.days - sums.weeks * memory(range(WEEK), lag)
        variance = (known.weight * known.variance + max(sums.squares, 0.0)) / (known.weight + max(told, 0.0))
        freedom = known.weight + sums.days - sums.weeks
        return Noise(round(variance, _PLACES), lag, known.drift, known.week_answer, freedom)


def _added(listed: Iterable[_Sums]) -> _Sums:
    parts = tuple(listed)
    return _Sums(
        sum(one.days for one in parts),
        sum(one.squares for one in parts),
        sum(one.products for one in parts),
        sum(one.pairs for one in parts),
        sum(one.weeks for one in parts),
    )


def _negated(one: _Sums) -> _Sums:
    return _Sums(-one.days, -one.squares, -one.products, -one.pairs, -one.weeks)
