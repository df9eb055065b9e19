"""How much better: a measure in the last week on a treatment against the week before it, and which bars that passes.

Two weeks that differ prove nothing of the treatment (`review` says whether it is because of it). A bar counts as
passed, or not passed, only when the whole printed range lies on one side of it, and still does after any one day is
left out; else it is not known yet. So no single good or bad day of a diary, changed, added or lost, can turn a yes into
a no: two diaries that differ in one day share the diary without it. One answer about a whole week is not a day: it
stands alone, with the wider spread of such answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from painpath.assessment.words import cites
from painpath.criteria import Asking
from painpath.criteria.explain import number
from painpath.facts import Kind
from painpath.facts.moment import DAWN
from painpath.followup.chance import beta_at, t_at, t_below
from painpath.followup.doses import Exposure
from painpath.followup.noise import Noise
from painpath.followup.result import Change, Interval, Three, Threshold
from painpath.followup.series import (
    IMPRESSION,
    Mean,
    Track,
    interval_of,
    latest_stretch,
    level_of,
    mean_by_days,
    mean_of,
    spread_of,
)
from painpath.library import Library
from painpath.library.schema import Difference, Instrument

#: a percentage is not reckoned from a beginning that is not surely above this many of its own standard errors
_SURELY_ABOVE = 2.0
_HALVINGS = 60
_LOWEST, _HIGHEST = -1000.0, 100.0


class Span(msgspec.Struct, frozen=True):
    """From the first to the last day on a treatment [ordinal]; `first` None where the beginning is not known.

    `last_before` is the last day that was surely before it; the as-of day is `as_of`.
    """

    first: int | None
    last: int
    last_before: int | None
    as_of: int


def span_of(exposure: Exposure) -> Span:
    """The days of a treatment that a change is measured over."""
    known = exposure.first is not None and exposure.earliest > DAWN
    return Span(exposure.first, exposure.last, exposure.earliest - 1 if known else None, exposure.as_of)


class Bar(msgspec.Struct, frozen=True):
    """A published bar: so many points, or percent of the beginning; exactly one of them."""

    id: str
    says: str
    points: float | None
    percent: float | None
    cite: tuple[str, ...]


class _Weeks(msgspec.Struct, frozen=True):
    """The two stretches that are compared [ordinal days], both ends included."""

    before: tuple[int, int]
    now: tuple[int, int]
    span: Span


class _Pair(msgspec.Struct, frozen=True):
    """The two means that are compared, and the variance with which weeks drift."""

    before: Mean
    now: Mean
    drift: float
    sign: float

    @property
    def sure(self) -> bool:
        """Whether the spread of both is known."""
        return self.before.variance is not None and self.now.variance is not None

    def chance(self, bar: Bar) -> float:
        """The probability that the true change reaches a bar."""
        estimate, error = self.margin(bar)
        if error <= 0.0:
            return 1.0 if estimate >= 0 else 0.0
        return t_below(estimate / error, min(self.before.freedom, self.now.freedom))

    def reach(self, bar: Bar) -> float:
        """The value at which a bar is passed, from the mean of the week before."""
        if bar.percent is not None:
            return self.before.value * (1.0 - self.sign * bar.percent / 100.0)
        return self.before.value - self.sign * (bar.points or 0.0)

    def beyond(self, bar: Bar, surely: float) -> bool:
        """Whether the change reaches a bar with at least this probability: `chance`, without working it out."""
        estimate, error = self.margin(bar)
        if error <= 0.0:
            return estimate >= 0
        return estimate / error >= t_at(surely, min(self.before.freedom, self.now.freedom))

    def short_of(self, bar: Bar, surely: float) -> bool:
        """Whether the change misses a bar with at least this probability."""
        estimate, error = self.margin(bar)
        if error <= 0.0:
            return estimate < 0
        return -estimate / error >= t_at(surely, min(self.before.freedom, self.now.freedom))

    def margin(self, bar: Bar) -> tuple[float, float]:
        """By how much the change is above the bar, and the standard error of that."""
        share = 1.0
        least = bar.points or 0.0
        if bar.percent is not None:
            share, least = 1.0 - self.sign * bar.percent / 100.0, 0.0
        estimate = self.sign * (share * self.before.value - self.now.value) - least
        before, now = self.before.variance or 0.0, self.now.variance or 0.0
        return estimate, math.sqrt(share * share * (before + self.drift) + now + self.drift)


def changes(asking: Asking, library: Library, found: tuple[Track, ...], span: Span) -> tuple[Change, ...]:
    """The change of every measure that was followed over one treatment, then time in high pain and the impression.

    Where there is no week before the treatment, `before`, `points` and `percent` are None and every bar is unknown.
    """
    listed: list[Change] = []
    for one in found:
        listed.append(change_of(library, one, span))
        high = high_pain(library, one, span)
        if high is not None:
            listed.append(high)
    impression = impression_of(asking, library, span)
    return tuple(listed) if impression is None else (*listed, impression)


def change_of(library: Library, found: Track, span: Span) -> Change:
    """One measure: the last week on the treatment against the week before it; points are positive when it is better.

    Source: the important differences of the measure's instrument, each with its cite; knowledge/parameters.
    """
    level, bars = level_of(library), bars_of(library, found.measure)
    weeks = _weeks(library, found, span)
    now = None if span.first is None else _now(found, span.first, span.last)
    if weeks is None or now is None:
        return _without_beginning(library, found, span, bars)
    pair = _pair(found, weeks, found.noise)
    assert pair is not None, "both stretches were chosen because they have a mean"
    others = tuple(_with_one_left_out(library, found, weeks)) if bars else ()
    thresholds = tuple(_threshold(library, pair, others, bar) for bar in bars)
    points, percent = points_of(pair, level), percent_of(pair, level)
    fact = found.series
    says = library.say(
        "course.change" if pair.sure else "course.change_single",
        fact=fact.name,
        before=_said(pair.before.value),
        now=_said(pair.now.value),
        date_before=date.fromordinal(weeks.before[1]).isoformat(),
        date_now=date.fromordinal(weeks.now[1]).isoformat(),
    )
    if span.first is not None and weeks.before[1] < span.first - 1:
        says = f"{says} {library.say('course.earlier_week')}"
    return Change(
        fact=fact.fact,
        name=fact.name,
        before=interval_of(pair.before, level),
        now=interval_of(pair.now, level),
        points=points,
        percent=percent,
        thresholds=thresholds,
        says=says,
        cite=tuple(
            dict.fromkeys((*cites(library.measures[found.measure].cite), *(c for b in bars for c in b.cite)))
        ),
    )


def week_before(library: Library, found: Track, span: Span) -> Interval | None:
    """The week before a treatment as a printed range; None where it was not written down or the begin is not known."""
    stretch = _before(library, found, span)
    mean = None if stretch is None else mean_of(found, *stretch)
    return None if mean is None else interval_of(mean, level_of(library))


def bars_of(library: Library, measure: str) -> tuple[Bar, ...]:
    """The bars of a measure: every important difference of its instrument that has a number, each number once."""
    entry = library.measures[measure]
    instrument = library.instruments.get(entry.instrument)
    if instrument is None:
        return ()
    found: dict[str, Bar] = {}
    for difference in _differences(instrument):
        for bar in _bars(library, difference):
            found.setdefault(bar.id, bar)
    return tuple(
        sorted(found.values(), key=lambda bar: (bar.percent is None, bar.percent or bar.points or 0.0))
    )


def points_of(pair: _Pair, level: float) -> Interval:
    """The change in points, positive when it is better, with its range."""
    estimate, error = pair.margin(Bar("", "", 0.0, None, ()))
    reach = 0.0
    if error > 0 and pair.sure:
        reach = error * t_at((1 + level) / 2, min(pair.before.freedom, pair.now.freedom))
    return Interval(_short(estimate), _short(estimate - reach), _short(estimate + reach), level)


def percent_of(pair: _Pair, level: float) -> Interval | None:
    """The change in percent of the beginning, with its range; None where the beginning is not surely above nothing.

    The range is read from the distribution of share * before - now, share by share (Fieller 1954), not from a ratio.
    """
    before = pair.before
    error = math.sqrt((before.variance or 0.0) + (pair.drift if pair.sure else 0.0))
    if before.value <= 0 or before.value < _SURELY_ABOVE * error:
        return None
    value = _short(100.0 * pair.sign * (before.value - pair.now.value) / before.value)
    if not pair.sure:
        return Interval(value, value, value, level)
    low, high = (_percent_at(pair, (1 + end * level) / 2) for end in (1, -1))
    return Interval(value, _short(min(low, value)), _short(max(high, value)), level)


def _percent_at(pair: _Pair, chance: float) -> float:
    """The percentage that the change reaches with this probability."""
    low, high = (_LOWEST, _HIGHEST) if pair.sign > 0 else (-_HIGHEST, -_LOWEST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if pair.chance(Bar("", "", None, middle, ())) >= chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


# --------------------------------------------------------------------------------------------------- weeks, bars


def _weeks(library: Library, found: Track, span: Span) -> _Weeks | None:
    """The week before the treatment and the last one on it; None where one of them was not written down."""
    before = _before(library, found, span)
    if before is None or span.first is None:
        return None
    now = _now(found, span.first, span.last)
    return None if now is None else _Weeks(before, now, span)


def _before(library: Library, found: Track, span: Span) -> tuple[int, int] | None:
    """The latest week before the treatment that was written down, unless it is too long ago."""
    if span.last_before is None:
        return None
    reach = int(library.parameters["baseline_reaches_back"].value)
    # An answer given on the first day speaks of the week before it.
    last = span.last_before if found.days else span.last_before + 1
    return latest_stretch(found, last - reach + 1, last)


def _now(found: Track, first: int, last: int) -> tuple[int, int] | None:
    """The last week that lies wholly on the treatment."""
    return latest_stretch(found, first if found.days else first + 1, last)


def _pair(found: Track, weeks: _Weeks, noise: Noise | None) -> _Pair | None:
    before, now = mean_of(found, *weeks.before), mean_of(found, *weeks.now)
    if before is None or now is None:
        return None
    return _Pair(before, now, 0.0 if noise is None else noise.drift, _sign(found))


def _threshold(library: Library, pair: _Pair, others: tuple[_Pair, ...], bar: Bar) -> Threshold:
    """Whether a bar is passed, by the whole diary and by the diary without any one of its days (`others`)."""
    reach = _short(pair.reach(bar))
    if not pair.sure:
        # How far one answer to this questionnaire is off is not known: the numbers are compared as they are.
        plain: Three = "yes" if pair.margin(bar)[0] >= 0 else "no"
        return Threshold(bar.id, bar.says, plain, None, bar.cite, reach)
    surely = (1 + level_of(library)) / 2
    passed: Three = "unknown"
    if all(one.beyond(bar, surely) for one in (pair, *others)):
        passed = "yes"
    elif all(one.short_of(bar, surely) for one in (pair, *others)):
        passed = "no"
    return Threshold(bar.id, bar.says, passed, round(pair.chance(bar), 4), bar.cite, reach)


def _with_one_left_out(library: Library, found: Track, weeks: _Weeks) -> Iterator[_Pair]:
    """The two means after each day of the diary is left out in turn.

    The same two weeks are asked, be they short of a day, and where the diary without that day would have chosen other
    weeks, those too.
    """
    spread = spread_of(found, library)
    if spread is None:
        return
    compared = {
        day
        for first, last in (weeks.before, weeks.now)
        for day in range(first, last + 1)
        if day in found.days
    }
    # A day outside both weeks only changes how noisy the diary is taken to be; many change it alike.
    for noise in {spread.without(day) for day in found.days if day not in compared}:
        yield _without(found, weeks, None, noise)
    for day in sorted(compared):
        noise = spread.without(day)
        yield _without(found, weeks, day, noise)
        rest = {other: value for other, value in found.days.items() if other != day}
        left = replace(found, days=rest, noise=noise)
        again = _weeks(library, left, weeks.span)
        pair = None if again is None or again == weeks else _pair(left, again, noise)
        if pair is not None:
            yield pair


def _without(found: Track, weeks: _Weeks, day: int | None, noise: Noise) -> _Pair:
    """The two means without one day (None: all are there), with the noise of the diary without it."""
    means = []
    for stretch in (weeks.before, weeks.now):
        inside = tuple(one for one in range(stretch[0], stretch[1] + 1) if one in found.days)
        left = tuple(one for one in inside if one != day)
        if len(inside) >= found.needed:
            means.append(mean_by_days(found.days, left, noise, stretch))
        else:
            answer = mean_of(found, *stretch)
            assert answer is not None, "a chosen stretch has a mean"
            means.append(answer)
    return _Pair(means[0], means[1], noise.drift, _sign(found))


def _sign(found: Track) -> float:
    return 1.0 if found.series.better == "lower" else -1.0


def _differences(instrument: Instrument) -> list[Difference]:
    listed = instrument.important_difference or []
    return listed if isinstance(listed, list) else [listed]


def _bars(library: Library, difference: Difference) -> Iterator[Bar]:
    cite = cites(difference.cite)
    if difference.percent is not None:
        says = library.say("course.bar_percent", n=number(float(difference.percent)))
        yield Bar(f"percent_{number(float(difference.percent))}", says, None, float(difference.percent), cite)
    if difference.points is not None:
        says = library.say("course.bar_points", n=number(float(difference.points)))
        yield Bar(f"points_{number(float(difference.points))}", says, float(difference.points), None, cite)


def _without_beginning(library: Library, found: Track, span: Span, bars: tuple[Bar, ...]) -> Change:
    """What can still be said where one of the two weeks is missing."""
    level, name = level_of(library), found.series.name
    stretch = (
        _now(found, span.first, span.last) if span.first is not None else latest_stretch(found, 0, span.last)
    )
    now = None if stretch is None else mean_of(found, *stretch)
    if now is None:
        says = library.say("course.no_week_on_it", fact=name)
    elif span.first is None or span.last_before is None:
        says = library.say("course.began_unknown", fact=name, now=_said(now.value))
    else:
        says = library.say("course.no_beginning", fact=name, now=_said(now.value))
    return Change(
        fact=found.series.fact,
        name=name,
        before=None,
        now=None if now is None else interval_of(now, level),
        points=None,
        percent=None,
        thresholds=tuple(Threshold(bar.id, bar.says, "unknown", None, bar.cite) for bar in bars),
        says=says,
        cite=cites(library.measures[found.measure].cite),
    )


# ------------------------------------------------------------------------------ time in high pain, impression


def high_pain(library: Library, found: Track, span: Span) -> Change | None:
    """The share of days at or above the bar of severe pain, before and now [percent of days]; None for other measures.

    The bar is the highest band of the measure's instrument. Days are counted over the same two weeks as the mean; the
    range is that of a share with Jeffreys' prior. Source: stone_2020_indices @ abstract; the instrument's cut-off.
    """
    entry = library.measures[found.measure]
    instrument = library.instruments.get(entry.instrument)
    if instrument is None or not found.days or not entry.fact.startswith("pain."):
        return None
    bands = [cut for cut in instrument.cutoffs if cut.at_least is not None and cut.below is None]
    if not bands:
        return None
    band = bands[-1]
    bar = float(band.at_least or 0.0)
    level, weeks = level_of(library), _weeks(library, found, span)
    if weeks is not None:
        now_in, before = weeks.now, _share(found, weeks.before, bar)
    else:
        stretch = latest_stretch(found, span.first or 0, span.last)
        if stretch is None:
            return None
        now_in, before = stretch, None
    now = _share(found, now_in, bar)
    name = library.say("course.high_name", fact=found.series.name, n=number(bar))
    points = None
    if before is not None:
        points = _less(before, now, level)
        says = library.say(
            "course.high",
            fact=found.series.name,
            n=number(bar),
            n_before=str(before[0]),
            n_days_before=str(before[1]),
            n_now=str(now[0]),
            n_days_now=str(now[1]),
        )
    else:
        says = library.say(
            "course.high_now",
            fact=found.series.name,
            n=number(bar),
            n_now=str(now[0]),
            n_days_now=str(now[1]),
        )
    return Change(
        fact=entry.fact,
        name=name,
        before=None if before is None else _share_interval(before, level),
        now=_share_interval(now, level),
        points=points,
        percent=None,
        thresholds=(),
        says=says,
        cite=tuple(dict.fromkeys((*cites(band.cite), *cites(entry.cite)))),
    )


def _share(found: Track, stretch: tuple[int, int], bar: float) -> tuple[int, int]:
    days = [day for day in range(stretch[0], stretch[1] + 1) if day in found.days]
    return sum(1 for day in days if found.days[day] >= bar), len(days)


def _share_interval(share: tuple[int, int], level: float) -> Interval:
    count, of = share
    a, b = count + 0.5, of - count + 0.5
    value = 100.0 * count / of if of else 50.0
    low = 0.0 if count == 0 else 100.0 * beta_at((1 - level) / 2, a, b)
    high = 100.0 if count == of else 100.0 * beta_at((1 + level) / 2, a, b)
    return Interval(_short(value), _short(low), _short(high), level)


def _less(before: tuple[int, int], now: tuple[int, int], level: float) -> Interval:
    """By how many percent of days fewer, with a range from the ends of both (Newcombe 1998, method 10)."""
    one, two = _share_interval(before, level), _share_interval(now, level)
    value = one.value - two.value
    low = value - math.hypot(one.value - one.low, two.high - two.value)
    high = value + math.hypot(one.high - one.value, two.value - two.low)
    return Interval(_short(value), _short(max(low, -100.0)), _short(min(high, 100.0)), level)


def impression_of(asking: Asking, library: Library, span: Span) -> Change | None:
    """The patient's own impression of change, said while on the treatment; None where nobody asked.

    The latest one counts. Its thresholds are the cut-offs of the instrument.
    """
    kind = library.facts.get(IMPRESSION)
    if kind is None or kind.kind is not Kind.ORDERED:
        return None
    said = [
        reading
        for reading in asking.record.of(IMPRESSION)
        if reading.low == reading.high
        and (span.first is None or reading.when.first >= span.first)
        and reading.when.last <= span.as_of
    ]
    instrument = next((i for i in library.instruments.values() if i.score == IMPRESSION), None)
    if not said or instrument is None:
        return None
    rank, name = said[-1].low, library.say("course.impression_name")
    thresholds = tuple(
        Threshold(
            f"at_least_{kind.options[int(cut.at_least)]}",
            cut.says,
            "yes" if rank >= cut.at_least else "no",
            None,
            cites(cut.cite),
        )
        for cut in instrument.cutoffs
        if cut.at_least is not None
    )
    now = Interval(rank, rank, rank, level_of(library))
    word = kind.options[int(rank)].replace("_", " ")
    says = library.say("course.impression", text=word)
    return Change(IMPRESSION, name, None, now, None, None, thresholds, says, cites(instrument.cite))


def _said(value: float) -> str:
    return number(round(value, 1))


def _short(value: float) -> float:
    return round(value, 4) + 0.0
