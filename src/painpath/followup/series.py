"""Tracks: one measure over time, from the readings of a record; its days, its weeks and how far they can be trusted.

A day is the mean of that day's entries, with their ends. A week is seven days counted back from the as-of day; its mean
needs four of them. A measure that asks about a week (PEG, or pain asked once and not daily) gives a week by one answer.
What cannot be placed on a day, or is known only as a range, is noted and never becomes a number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from painpath.criteria import Asking
from painpath.criteria.catalog import Lookup, Scale, Score
from painpath.facts import Kind, Reading, build_record
from painpath.facts.units import days as length_of
from painpath.followup.chance import t_at
from painpath.followup.noise import WEEK, Noise, Published, Spread, memory, published
from painpath.followup.result import Interval, Point, Series, Week
from painpath.library import Library
from painpath.library.schema import Measure

IMPRESSION = "score.global_impression_of_change"
_CLOSE = 1e-9


class Mean(msgspec.Struct, frozen=True):
    """The level of a measure in a stretch of days: estimate, its variance [points squared], and what it rests on.

    `first`, `last` are ordinal days; `freedom` is infinite where `variance` is not estimated (None: not known).
    """

    value: float
    variance: float | None
    freedom: float
    days: int
    first: int
    last: int


class Track(msgspec.Struct, frozen=True):
    """One measure over time: what is printed (`series`), the daily values and the answers that cover a week.

    `days` and `answers` are keyed by ordinal day; an answer covers the `span` days up to its own; weeks are counted
    back from `as_of`. `notes` say what was odd.
    """

    measure: str
    series: Series
    days: Mapping[int, float]
    answers: Mapping[int, float]
    span: int
    noise: Noise | None
    notes: tuple[str, ...]
    needed: int
    as_of: int

    def daily(self) -> tuple[tuple[int, float], ...]:
        """Day [ordinal] and value of every day written down, oldest first: what `model.judge_treatment` reads."""
        return tuple(sorted(self.days.items()))


def tracks(asking: Asking, library: Library) -> tuple[Track, ...]:
    """Every measure of which something is recorded, in the order of the knowledge."""
    ordered = sorted(library.measures.items(), key=lambda item: (item[1].order, item[0]))
    found = (track(asking, library, name) for name, _ in ordered)
    return tuple(one for one in found if one is not None)


def track(asking: Asking, library: Library, measure: str) -> Track | None:
    """One measure over time; None where the record says nothing of it.

    Unknown: a reading without a day, a range, or an unreadable one is noted and left out.
    Source: knowledge/measures and knowledge/parameters, each with its cite.
    """
    entry = library.measures[measure]
    readings = _readings(asking, library, entry.fact)
    if not readings:
        return None
    record, name = asking.record, entry.name
    whole = [reading for reading in readings if reading.when.first == reading.when.last]
    sure = [reading for reading in whole if reading.low == reading.high and math.isfinite(reading.low)]
    points = _points(sure)
    notes = [
        *_note(library, "course.no_day", name, len(readings) - len(whole)),
        *_note(library, "course.not_a_number", name, len(whole) - len(sure)),
        *_note(
            library, "course.disagree", name, sum(1 for point in points.values() if point.low < point.high)
        ),
    ]
    known = _known(library)
    span = math.ceil(length_of(entry.asks_back) or 1.0)
    values = {day: point.value for day, point in points.items()}
    answers = _answers(entry, values, span)
    days = {day: value for day, value in values.items() if day not in answers}
    scaled = _zero_to_ten(library, entry.fact)
    noise = Spread(days, record.as_of, known).whole() if scaled else None
    bare = Series(
        entry.fact,
        name,
        library.facts[entry.fact].unit,
        entry.better,
        tuple(points[d] for d in sorted(points)),
        (),
    )
    bare_track = Track(measure, bare, days, answers, span, noise, tuple(notes), known.needed, record.as_of)
    weeks = _weeks(bare_track, library)
    return replace(bare_track, series=replace(bare, weeks=weeks))


def spread_of(found: Track, library: Library) -> Spread | None:
    """The noise of a track, to be asked without single days; None for what has no published spread."""
    return None if found.noise is None else Spread(found.days, found.as_of, _known(library))


def mean_of(found: Track, first: int, last: int) -> Mean | None:
    """The level in a stretch of days [ordinal]: by its days where enough are written down, else by answers about it.

    None where neither is there: fewer than four days are no week.
    """
    days = tuple(day for day in range(first, last + 1) if day in found.days)
    if len(days) >= found.needed:
        return mean_by_days(found.days, days, found.noise, (first, last))
    answers = [day for day in range(first, last + 1) if day in found.answers]
    if not answers:
        return None
    value = sum(found.answers[day] for day in answers) / len(answers)
    if found.noise is None:
        return Mean(value, None, math.inf, 0, first, last)
    return Mean(value, found.noise.week_answer / len(answers), found.noise.freedom, 0, first, last)


def mean_by_days(
    values: Mapping[int, float], days: tuple[int, ...], noise: Noise | None, stretch: tuple[int, int]
) -> Mean:
    """The mean of these days and its variance under the noise, with the holes between them as they are."""
    value = sum(values[day] for day in days) / len(days)
    if noise is None:
        return Mean(value, None, math.inf, len(days), *stretch)
    variance = noise.variance * memory(days, noise.lag) / len(days)
    return Mean(value, variance, noise.freedom, len(days), *stretch)


def interval_of(mean: Mean, level: float) -> Interval:
    """A mean as a printed range; without a known variance its ends are the value itself."""
    if mean.variance is None:
        return Interval(_short(mean.value), _short(mean.value), _short(mean.value), level)
    reach = t_at((1 + level) / 2, mean.freedom) * math.sqrt(mean.variance)
    return Interval(_short(mean.value), _short(mean.value - reach), _short(mean.value + reach), level)


def level_of(library: Library) -> float:
    """The share of cases that a printed range should hold."""
    return float(library.parameters["interval_level"].value)


def latest_stretch(found: Track, first: int, last: int) -> tuple[int, int] | None:
    """The latest seven days between two days [ordinal] that have a mean; None where no seven have."""
    marks = sorted({*found.days, *found.answers}, reverse=True)
    if last - first + 1 < WEEK:
        return None
    # A week that ends on the last day is taken even where that day was not written down.
    for end in (last, *(day for day in marks if day < last)):
        begin = end - WEEK + 1
        if begin < first:
            return None
        if mean_of(found, begin, end) is not None:
            return begin, end
    return None


def _known(library: Library) -> Published:
    return library.remember(("published noise",), lambda: published(library))


def _zero_to_ten(library: Library, fact: str) -> bool:
    return library.facts[fact].plausible == (0.0, 10.0)


def _note(library: Library, key: str, name: str, count: int) -> tuple[str, ...]:
    return (library.say(key, fact=name, n=str(count)),) if count else ()


def _readings(asking: Asking, library: Library, fact: str) -> tuple[Reading, ...]:
    """What was recorded of a fact, and what follows for it from the items that were answered on one day."""
    own = asking.record.of(fact)
    if fact not in asking.catalog.derived or library.facts[fact].kind is not Kind.QUANTITY:
        return own
    return (*own, *_derived(asking, library, fact, {reading.when for reading in own}))


def _derived(asking: Asking, library: Library, fact: str, said: Iterable[object]) -> list[Reading]:
    """The value of a derived fact on each day on which its items were recorded; a part of them gives a range."""
    record, told = asking.record, set(said)
    items = [
        reading
        for name in library.remember(("items of", fact), lambda: _items(asking, fact))
        for reading in record.of(name)
    ]
    found = []
    for when in sorted(
        {reading.when for reading in items}, key=lambda when: (when.first, when.last, when.clock)
    ):
        if when in told or when.first != when.last:
            continue
        those = [reading for reading in items if reading.when == when]
        value = Asking(asking.catalog, build_record(when.last, those)).value(fact)
        found.append(Reading(fact, value.low, value.high, when))
    return found


def _items(asking: Asking, fact: str) -> tuple[str, ...]:
    """The recorded facts that a score is made of, at any depth."""
    match asking.catalog.derived.get(fact):
        case Score(items=items):
            below = [name for name, _ in items]
        case Scale(of=of) | Lookup(of=of):
            below = [of]
        case _:
            below = []
    if not below:
        return (fact,)
    return tuple(dict.fromkeys(name for one in below for name in _items(asking, one)))


def _points(readings: Iterable[Reading]) -> dict[int, Point]:
    by_day: dict[int, list[float]] = {}
    for reading in readings:
        by_day.setdefault(reading.when.last, []).append(reading.low)
    return {
        day: Point(
            date.fromordinal(day).isoformat(),
            _short(sum(values) / len(values)),
            min(values),
            max(values),
            len(values),
        )
        for day, values in sorted(by_day.items())
    }


def _answers(entry: Measure, values: Mapping[int, float], span: int) -> dict[int, float]:
    """The values that are one answer about a whole week.

    A questionnaire's always are. What may be written daily is an answer about a week where its question asks that far
    back and nothing else was written within a week of it: daily writing is told by its neighbours.
    """
    if entry.diary == "no":
        return dict(values)
    if span < WEEK:
        return {}
    ordered = sorted(values)
    alone = {}
    for place, day in enumerate(ordered):
        before = ordered[place - 1] if place else -math.inf
        after = ordered[place + 1] if place + 1 < len(ordered) else math.inf
        if day - before >= WEEK and after - day >= WEEK:
            alone[day] = values[day]
    return alone


def _weeks(found: Track, library: Library) -> tuple[Week, ...]:
    """The weeks back from the as-of day to the first entry, oldest first."""
    marks = [*found.days, *found.answers]
    if not marks:
        return ()
    level, weeks = level_of(library), []
    for end in range(found.as_of, min(marks) - 1, -WEEK):
        begin = end - WEEK + 1
        mean = mean_of(found, begin, end)
        weeks.append(
            Week(
                date.fromordinal(begin).isoformat(),
                date.fromordinal(end).isoformat(),
                sum(1 for day in range(begin, end + 1) if day in found.days or day in found.answers),
                None if mean is None else interval_of(mean, level),
            )
        )
    return tuple(reversed(weeks))


def _short(value: float) -> float:
    """Without the dust of floating point, so that equal data print equal numbers."""
    return round(value, 6) + 0.0
