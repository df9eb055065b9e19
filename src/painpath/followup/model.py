"""How much better, and how much of it because of the drug: one patient's diary judged against what trials found.

Numbers only; `review.py` puts them into words, `priors.py` fetches what is known beforehand. No clinical number stands
here.

**The model.** Pain on day t [points, 0 to 10], in period j:

    y(t) = level - anyway * since_first_dose(j) - expectation * on(j) - drug * reached(j) + drift(j) + noise(t)

- `anyway` is improvement that comes without the drug (placebo response, regression to the mean, time). It begins with
  the first dose and stays, so a single before and after cannot tell it from the drug; a return to off can.
- `expectation` comes and goes with knowing that one takes the drug (spread 0 in a blinded trial).
- `drug` is this person's own effect against placebo; its prior is the *prediction* for one new person.
- `reached` is the share of the full effect: it rises after the start and falls after the stop with `onset_days`. A
  period has one share, the mean over its days: the shape inside a period is not used, because whoever reads the effect
  off a period's own start takes the assumed onset for evidence (tried: the answer then hangs on `onset_days`).
- `drift` is normal, new in each period. A stretch longer than three weeks is cut into periods of about two weeks, so a
  long stretch is not one single draw, nor its days hundreds of independent ones.
- `noise` is autoregressive of order 1 inside a period, its innovations Student-t, its spread this patient's own. With
  e = y - mean and g days since the last entry: (e(t) - lag**g * e(t - g)) / (spread * sqrt(1 - lag**(2 g))) ~ t(tail).
- A stop is data: P(stop | improvement) falls with the improvement as a normal curve around `meaningful`.

**How it is solved.** No sampling. Over spread, lag, tail and drift the posterior is summed on a small grid (spread in
two passes: first coarse, then where its posterior lies). Given these, a period's likelihood is a function of one
number, its mean; it is summed over its days on 41 points and replaced by the normal curve with the same area, mean and
variance. A period with fewer than eight days is replaced once more, by the curve that is right where the rest of the
diary expects it (one step of expectation propagation). What is left is a normal linear model with four coefficients, in
closed form. The results are mixtures of normal curves, read off on 401 points. So one answer takes milliseconds, the
time grows in proportion to the days, and equal input gives equal output to the last bit: there is no seed because there
is no chance. What the replacement costs is measured in tests/reference against samplers of the model above.

Rejected: weekly means (they hide lag and tails, and one wild day moves them); plug-in variances (too sure with few
periods); samplers at run time (hundreds of megabytes, seconds, a seed).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

Kind = Literal["off", "on", "masked"]
Stop = Literal["", "no_benefit", "not_tolerated"]
_Floats = NDArray[np.float64]

#: levels of the ranges that are given
LEVELS = (0.5, 0.8, 0.95)
#: days of one period, to which longer stretches are cut [d]
_PERIOD = 14
#: points on which a period's mean, and a result, are read
_POINTS, _RESULT_POINTS = 41, 401
#: half-width of those, in standard deviations
_REACH = 6.0
#: shares of the drift's prior, and of the lag's, on which they are summed
_DRIFT_NODES, _LAG_NODES, _SPREAD_NODES = 12, 5, 7
#: a period with fewer days is no normal curve by itself
_SPARSE = 8
#: mixture parts lighter than this share of the heaviest are left out
_LIGHT = 1e-5


class Stretch(msgspec.Struct, frozen=True):
    """Days `first` to `last` (ordinals, both included) that were off the drug, on it, or are not to be judged."""

    first: int
    last: int
    kind: Kind


class Noise(msgspec.Struct, frozen=True):
    """How pain varies by itself in one person, as published.

    `spread` [points] is the median over patients of the daily scale, `spread_log_sd` its spread between patients (log
    scale); `lag`, `lag_sd` the correlation of one day with the next; `drift` [points] the scale of the half-normal
    prior of the standard deviation between periods; `tails` the degrees of freedom thought possible, equally likely.
    """

    spread: float
    spread_log_sd: float
    lag: float
    lag_sd: float
    drift: float
    tails: tuple[float, ...]


class Prior(msgspec.Struct, frozen=True):
    """What is known before the diary is read; improvement [points] is positive.

    `drug`, `drug_sd`: against placebo, for one new person (prediction, not the interval of the mean). `anyway`: without
    the drug. `expectation`: what comes and goes with knowing that one takes it (0 and 0 where the trial is blinded).
    `onset_days` [d]: time constant of onset and offset. `anyway_from`: ordinal day from which improvement without the
    drug is thought to begin (None: the day after the last day off before the first on). `stop_widths` [points]: how
    sharply a stop for no benefit, and one for side effects, depends on the improvement.
    """

    drug: float
    drug_sd: float
    anyway: float
    anyway_sd: float
    noise: Noise
    expectation: float = 0.0
    expectation_sd: float = 0.0
    onset_days: float = 0.0
    anyway_from: int | None = None
    stop_widths: tuple[float, float] | None = None


class Range(msgspec.Struct, frozen=True):
    """An estimate [points of improvement] with the range that holds it with the probability `level`."""

    level: float
    value: float
    low: float
    high: float


class Judgement(msgspec.Struct, frozen=True):
    """Better than before, and better because of the drug: probabilities and ranges [points], with and without data.

    `own_share` is 1 - (variance of the drug's effect now / before the diary), cut to 0..1: how much of what was open
    before has been settled by this patient's own days. `range_more_on` and `range_pause` are the widths [points] of the
    80 % range of the drug's effect to be expected after two more weeks on, and after a pause of two weeks.
    """

    p_better: float
    p_because: float
    better: tuple[Range, ...]
    because: tuple[Range, ...]
    own_share: float
    p_better_before: float
    p_because_before: float
    better_before: tuple[Range, ...]
    because_before: tuple[Range, ...]
    range_now: float
    range_more_on: float
    range_pause: float
    days_used: int
    periods_on: int
    periods_off: int


class _Periods(msgspec.Struct, frozen=True):
    """The days that count, period after period: value, gap to the day before it in its period, where each begins."""

    values: _Floats
    gaps: _Floats
    begins: NDArray[np.int64]
    counts: _Floats
    middles: _Floats
    design: _Floats
    on: int


class _Mixture(msgspec.Struct, frozen=True):
    """Normal curves with weights: coefficients (parts, 4) and covariances (parts, 4, 4), and what made them."""

    weights: _Floats
    means: _Floats
    covariances: _Floats
    day_variances: _Floats
    drift_variances: _Floats


def judge_treatment(
    series: Sequence[tuple[int, float]],
    exposure: Sequence[Stretch],
    prior: Prior,
    meaningful: float,
    *,
    stop: Stop = "",
) -> Judgement:
    """How sure it is that this patient is better by `meaningful` [points], and that it is because of the drug.

    `series`: (ordinal day, pain 0-10), missing days absent, in any order; two values of one day are averaged.
    `exposure`: disjoint stretches; days outside them, and masked ones, are not used. Without any usable day the answer
    is the prior. The order of the input, and adding one number to all days, change nothing.
    """
    assert prior.drug_sd > 0, "a prior without spread cannot learn"
    assert prior.anyway_sd > 0, "a prior without spread cannot learn"
    periods = _periods_of(series, exposure, prior)
    before = _before(prior)
    if periods is None:
        mixture = before
    else:
        mixture = _posterior(periods, prior)
    # A stop is part of what happened, not of what was known before.
    leaning = _leaning(prior, meaningful, stop)
    drug = _read(mixture, _DRUG, leaning)
    better = _read(mixture, _BETTER, leaning)
    drug_before = _read(before, _DRUG, None)
    better_before = _read(before, _BETTER, None)
    variance, variance_before = _variance(drug), _variance(drug_before)
    now = _ranges(drug)
    width = now[1].high - now[1].low
    shares = [_later(mixture, row) for row in _next_rows(prior)]
    return Judgement(
        p_better=_at_least(better, meaningful),
        p_because=_at_least(drug, meaningful),
        better=_ranges(better),
        because=now,
        own_share=min(max(1.0 - variance / variance_before, 0.0), 1.0),
        p_better_before=_at_least(better_before, meaningful),
        p_because_before=_at_least(drug_before, meaningful),
        better_before=_ranges(better_before),
        because_before=_ranges(drug_before),
        range_now=width,
        range_more_on=width * shares[0],
        range_pause=width * shares[1],
        days_used=0 if periods is None else len(periods.values),
        periods_on=0 if periods is None else periods.on,
        periods_off=0 if periods is None else len(periods.counts) - periods.on,
    )


# --------------------------------------------------------------------------------------------- days into periods

#: coefficients: level, anyway, drug, expectation; what is asked of them
_DRUG: _Floats = np.array([0.0, 0.0, 1.0, 0.0])
_BETTER: _Floats = np.array([0.0, 1.0, 1.0, 1.0])


def _periods_of(
    series: Sequence[tuple[int, float]], exposure: Sequence[Stretch], prior: Prior
) -> _Periods | None:
    stretches = sorted(exposure, key=lambda s: s.first)
    for earlier, later in itertools.pairwise(stretches):
        assert earlier.last < later.first, "stretches overlap"
    by_day: dict[int, list[float]] = {}
    for day, value in series:
        by_day.setdefault(day, []).append(value)
    begun = prior.anyway_from if prior.anyway_from is not None else _first_dose(stretches)
    runs = _runs(stretches, by_day, prior)
    values: list[float] = []
    gaps: list[float] = []
    begins: list[int] = []
    design: list[tuple[float, float, float, float]] = []
    on = 0
    for run in runs:
        for part in _cut(run):
            begins.append(len(values))
            last: int | None = None
            for day, _ in part:
                values.append(math.fsum(by_day[day]) / len(by_day[day]))
                gaps.append(math.inf if last is None else day - last)
                last = day
            since = 1.0 if begun is not None and part[0][0] >= begun else 0.0
            taken = 1.0 if run.kind == "on" else 0.0
            reached = math.fsum(share for _, share in part) / len(part)
            design.append((1.0, -since, -reached, -taken))
            on += run.kind == "on"
    if not values:
        return None
    starts = np.array(begins, dtype=np.int64)
    counts = np.diff(np.append(starts, len(values))).astype(np.float64)
    all_values = np.array(values)
    middles = np.array([np.median(part) for part in np.split(all_values, starts[1:])])
    return _Periods(all_values, np.array(gaps), starts, counts, middles, np.array(design), on)


def _first_dose(stretches: list[Stretch]) -> int | None:
    """The first day after the last day off before the drug was reached; a day masked between days off is not a dose."""
    reached = next((index for index, stretch in enumerate(stretches) if stretch.kind == "on"), len(stretches))
    off = [index for index, stretch in enumerate(stretches[:reached]) if stretch.kind == "off"]
    after = stretches[off[-1] + 1 :] if off else stretches
    return after[0].first if after else None


class _Run(NamedTuple):
    """Days of one kind; `days` are those with an entry: (ordinal day, share of the drug's full effect at noon)."""

    first: int
    last: int
    kind: Kind
    days: list[tuple[int, float]]


def _runs(stretches: list[Stretch], by_day: Mapping[int, object], prior: Prior) -> list[_Run]:
    """Stretches off and on, oldest first; those of one kind with only a few masked days between them are one run.

    Else a month with four single days masked would count as five periods, each with a drift of its own, and so many
    periods would make the model too sure. Stretches that follow without a gap are periods that somebody planned.
    """
    found: list[_Run] = []
    # The share of the full effect at the end of the stretch before, and when that was.
    share, ended = 0.0, None
    for index, stretch in enumerate(stretches):
        goal = 1.0 if stretch.kind == "on" else 0.0
        if stretch.kind == "masked":
            # A titration and a withdrawal lead to what comes next: the effect is as far as it will be by then.
            following = next((s.kind for s in stretches[index + 1 :] if s.kind != "masked"), "off")
            goal = 1.0 if following == "on" else 0.0
        entering = (
            share if ended is None else goal + (share - goal) * _decay(stretch.first - ended - 1, prior)
        )
        share = goal + (entering - goal) * _decay(stretch.last - stretch.first + 1, prior)
        ended = stretch.last
        if stretch.kind == "masked":
            continue
        days = [
            (day, goal + (entering - goal) * _decay(day - stretch.first + 0.5, prior))
            for day in range(stretch.first, stretch.last + 1)
            if day in by_day
        ]
        before = found[-1] if found else None
        if before is not None and before.kind == stretch.kind and 1 < stretch.first - before.last <= _PERIOD:
            found[-1] = _Run(before.first, stretch.last, stretch.kind, before.days + days)
        else:
            found.append(_Run(stretch.first, stretch.last, stretch.kind, days))
    return found


def _cut(run: _Run) -> list[list[tuple[int, float]]]:
    """The days with an entry in equal parts of about two weeks of calendar; parts without an entry are left out."""
    length = run.last - run.first + 1
    parts = max(1, round(length / _PERIOD))
    found: list[list[tuple[int, float]]] = [[] for _ in range(parts)]
    for day, share in run.days:
        found[(day - run.first) * parts // length].append((day, share))
    return [part for part in found if part]


def _decay(days: float, prior: Prior) -> float:
    """What is left of a difference after `days` [d]."""
    return math.exp(-days / prior.onset_days) if prior.onset_days > 0 else 0.0


# --------------------------------------------------------------------------------------------- the posterior


def _posterior(periods: _Periods, prior: Prior) -> _Mixture:
    """Sum over spread, lag, tail and drift; the spread first coarsely, then where its posterior lies."""
    noise = prior.noise
    lags = _lag_nodes(noise)
    drifts = _drift_nodes(noise)
    coarse = np.log(noise.spread) + noise.spread_log_sd * np.linspace(-3.5, 3.5, 15)
    middle_tail = sorted(noise.tails)[len(noise.tails) // 2]
    weights, *_ = _sum(periods, prior, coarse, ([noise.lag], (middle_tail,), drifts))
    by_spread = weights.reshape(len(coarse), -1).sum(axis=1)
    mean = float(by_spread @ coarse)
    # Not finer than the days allow, nor than the coarse grid could see.
    spread_of = math.sqrt(max(float(by_spread @ (coarse - mean) ** 2), 0.3 / (1.0 + len(periods.values))))
    fine = mean + 1.15 * spread_of * np.linspace(-2.6, 2.6, _SPREAD_NODES)
    parts = _sum(periods, prior, fine, (lags, noise.tails, drifts))
    kept = parts[0] > _LIGHT * parts[0].max()
    weights, means, covariances, days, drift = (part[kept] for part in parts)
    return _Mixture(weights / weights.sum(), means, covariances, days, drift)


def _lag_nodes(noise: Noise) -> list[float]:
    """Where the lag is summed: evenly over two standard deviations of its prior, not below 0."""
    low, high = max(noise.lag - 2 * noise.lag_sd, 0.0), min(noise.lag + 2.5 * noise.lag_sd, 0.9)
    return [float(x) for x in np.linspace(low, high, _LAG_NODES)]


def _drift_nodes(noise: Noise) -> _Floats:
    """Where the drift is summed: middles of equal parts from 0 to 3.2 times the scale, denser near 0."""
    edges = 3.2 * noise.drift * np.linspace(0.0, 1.0, _DRIFT_NODES + 1) ** 1.5
    return np.asarray((edges[1:] + edges[:-1]) / 2)


def _drift_weights(drifts: _Floats, noise: Noise) -> _Floats:
    edges = 3.2 * noise.drift * np.linspace(0.0, 1.0, _DRIFT_NODES + 1) ** 1.5
    return np.asarray(np.log(np.diff(edges)) - 0.5 * (drifts / noise.drift) ** 2)


def _sum(
    periods: _Periods,
    prior: Prior,
    spreads: _Floats,
    nodes: tuple[list[float], tuple[float, ...], _Floats],
) -> tuple[_Floats, _Floats, _Floats, _Floats, _Floats]:
    """Weights (parts,), means (parts, 4), covariances (parts, 4, 4), variance of one day, of one drift (parts,).

    The parts run over spread, then lag and tail, then drift.
    """
    lags, tails, drifts = nodes
    noise = prior.noise
    found = [(lag, tail, _period_curves(periods, spreads, lag, tail)) for lag in lags for tail in tails]
    before = -0.5 * ((spreads - math.log(noise.spread)) / noise.spread_log_sd) ** 2
    lag_before = np.array([-0.5 * ((lag - noise.lag) / noise.lag_sd) ** 2 for lag, *_ in found])
    drift_variance = drifts**2
    shape = (len(spreads), len(found), len(drifts))
    curves = [curve for *_, curve in found]
    sites = _Sites(
        *(np.stack(part, axis=1)[:, :, None, :] for part in zip(*(c.site for c in curves), strict=True))
    )
    means, covariances, fit = _coefficients(periods.design, sites, drift_variance, prior)
    sparse = np.flatnonzero(periods.counts < _SPARSE)
    if len(sparse):
        # Once is enough: a second and third time moved no probability by more than 0.001.
        sites = _closer(curves, sites, (means, covariances), (periods.design, sparse, drift_variance))
        means, covariances, fit = _coefficients(periods.design, sites, drift_variance, prior)
    logs = (
        fit
        + (before[:, None] + lag_before[None, :])[:, :, None]
        + _drift_weights(drifts, noise)[None, None, :]
    )
    weights = np.exp(logs - logs.max())
    # What one more day tells: the information of a t-distributed day, thinned by the lag.
    tail_of = np.array([(tail + 3) / (tail + 1) * (1 + lag) / (1 - lag) for lag, tail, _ in found])
    day = np.exp(2 * spreads)[:, None] * tail_of[None, :]
    return (
        (weights / weights.sum()).ravel(),
        means.reshape(-1, 4),
        covariances.reshape(-1, 4, 4),
        np.broadcast_to(day[:, :, None], shape).ravel(),
        np.broadcast_to(drift_variance[None, None, :], shape).ravel(),
    )


class _Sites(NamedTuple):
    """Each period's likelihood as a normal curve of its mean; shapes (spread, lag and tail, drift or 1, period)."""

    log_area: _Floats
    centre: _Floats
    variance: _Floats


class _PeriodCurves(NamedTuple):
    """Each period's likelihood on its grid for one lag and tail; `site` is (spread, period) thrice."""

    site: tuple[_Floats, _Floats, _Floats]
    grid: _Floats
    shares: _Floats


def _period_curves(periods: _Periods, spreads: _Floats, lag: float, tail: float) -> _PeriodCurves:
    """Each period's likelihood of its mean, summed over its days."""
    passed = np.where(np.isinf(periods.gaps), 0.0, lag ** np.where(np.isinf(periods.gaps), 1.0, periods.gaps))
    left = np.sqrt(1.0 - passed**2)
    earlier = np.concatenate([[0.0], periods.values[:-1]])
    values = (periods.values - passed * earlier) / left
    slopes = (1.0 - passed) / left
    scale = np.exp(spreads)
    # Wide enough for a heavy tail, and for a period whose mean and median part.
    counts = periods.counts
    half = _REACH * scale[:, None] * np.sqrt((1 + lag) / (1 - lag) / counts)[None, :]
    unit = np.linspace(-1.0, 1.0, _POINTS)
    grid = periods.middles[None, :, None] + half[:, :, None] * unit  # (spread, period, point)
    which = np.repeat(np.arange(len(counts)), counts.astype(np.int64))
    z = (values[None, :, None] - slopes[None, :, None] * grid[:, which, :]) / scale[:, None, None]
    np.square(z, out=z)
    z /= tail
    z += 1.0
    # One logarithm a period instead of one a day; three weeks of days cannot overflow.
    logs = -0.5 * (tail + 1) * np.log(np.multiply.reduceat(z, periods.begins, axis=1))
    highest = logs.max(axis=2, keepdims=True)
    curve = np.exp(logs - highest)
    area = curve.sum(axis=2)
    centre = (curve * unit).sum(axis=2) / area
    variance = (curve * unit**2).sum(axis=2) / area - centre**2
    constant = math.lgamma((tail + 1) / 2) - math.lgamma(tail / 2) - 0.5 * math.log(tail * math.pi)
    log_area = np.log(area * half * (unit[1] - unit[0])) + highest[:, :, 0]
    log_area += counts[None, :] * (constant - spreads[:, None]) - np.add.reduceat(
        np.log(left), periods.begins
    )
    site = (log_area, periods.middles + half * centre, half**2 * variance)
    return _PeriodCurves(site, grid, curve / area[:, :, None])


def _closer(
    curves: list[_PeriodCurves],
    sites: _Sites,
    posterior: tuple[_Floats, _Floats],
    where: tuple[_Floats, NDArray[np.int64], _Floats],
) -> _Sites:
    """The sites of periods with few days, drawn again where the other periods say that their mean lies.

    Two days with heavy tails are no normal curve. What matters is their likelihood near where the rest of the diary
    expects the period: the site takes the moments of (what the rest expects) times (the likelihood), and what the rest
    expects is divided out again (expectation propagation, one period at a time from the same start).
    """
    means, covariances = posterior
    design, sparse, drift_variance = where
    rows = design[sparse]
    expected = means @ rows.T
    spread = np.einsum("ja,...ab,jb->...j", rows, covariances, rows)
    drift = drift_variance[None, None, :, None]
    parts = [np.broadcast_to(part, expected.shape[:-1] + part.shape[-1:]).copy() for part in sites]
    log_area, centre, variance = (part[..., sparse] for part in parts)
    own = 1.0 / (variance + drift)
    rest = 1.0 / spread - own
    # With one period alone the rest says nothing, and the site stays.
    informed = rest > 1e-6 * own
    rest = np.where(informed, rest, 1.0)
    expected_mean = (expected / spread - centre * own) / rest
    expected_variance = 1.0 / rest + drift
    for which, curve in enumerate(curves):
        mean, width = expected_mean[:, which, :, :, None], expected_variance[:, which, :, :, None]
        grid, shares = curve.grid[:, None, sparse, :], curve.shares[:, None, sparse, :]
        tilted = shares * np.exp(-0.5 * (grid - mean) ** 2 / width)
        total = tilted.sum(axis=-1)
        # The points must be dense enough for what the rest expects, and lie where it expects the mean.
        step = grid[..., 1] - grid[..., 0]
        usable = informed[:, which] & (total > 1e-12) & (width[..., 0] > 0.5 * step**2)
        total = np.where(usable, total, 1.0)
        middle = (tilted * grid).sum(axis=-1) / total
        inside = (tilted * grid**2).sum(axis=-1) / total - middle**2
        mean, width = mean[..., 0], width[..., 0]
        usable &= inside > 0
        inside = np.where(usable, inside, 1.0)
        precision = 1.0 / inside - 1.0 / width
        # A day that the rest finds incredible tells little; it never tells less than nothing.
        usable &= precision > 0.02 / variance[:, which]
        new_variance = 1.0 / np.where(usable, precision, 1.0)
        new_centre = new_variance * (middle / inside - mean / width)
        both = new_variance + width
        new_area = curve.site[0][:, None, sparse] + np.log(total) - 0.5 * np.log(width / both)
        new_area = new_area + 0.5 * (new_centre - mean) ** 2 / both
        log_area[:, which] = np.where(usable, new_area, log_area[:, which])
        centre[:, which] = np.where(usable, new_centre, centre[:, which])
        variance[:, which] = np.where(usable, new_variance, variance[:, which])
    for part, new in zip(parts, (log_area, centre, variance), strict=True):
        part[..., sparse] = new
    return _Sites(*parts)


def _coefficients(
    design: _Floats, sites: _Sites, drift_variance: _Floats, prior: Prior
) -> tuple[_Floats, _Floats, _Floats]:
    """The normal linear model: means (.., 4), covariances (.., 4, 4) and log evidence (..) of the coefficients.

    The level has a flat prior. A coefficient without spread is taken as known: its column is moved to the left side.
    """
    known = np.array([0.0, prior.anyway, prior.drug, prior.expectation])
    spread = np.array([np.inf, prior.anyway_sd, prior.drug_sd, prior.expectation_sd])
    free = spread > 0
    held = np.where(free, 0.0, known)
    columns, wanted = design[:, free], known[free]
    own = np.diag(1.0 / spread[free] ** 2)
    precision = 1.0 / (sites.variance + drift_variance[None, None, :, None])
    left = sites.centre - design @ held
    matrix = np.einsum("...j,ja,jb->...ab", precision, columns, columns) + own
    right = np.einsum("...j,ja->...a", precision * left, columns) + own @ wanted
    covariance = np.linalg.inv(matrix)
    mean = np.einsum("...ab,...b->...a", covariance, right)
    rest = left - mean @ columns.T
    off = mean - wanted
    quadratic = (precision * rest**2).sum(axis=-1) + np.einsum("...a,ab,...b->...", off, own, off)
    evidence = sites.log_area.sum(axis=-1) + 0.5 * (
        np.log(precision).sum(axis=-1) - np.linalg.slogdet(matrix)[1] - quadratic
    )
    means = np.broadcast_to(held, (*mean.shape[:-1], 4)).copy()
    means[..., free] = mean
    covariances = np.zeros((*mean.shape[:-1], 4, 4))
    covariances[..., np.ix_(free, free)[0], np.ix_(free, free)[1]] = covariance
    return means, covariances, evidence


def _before(prior: Prior) -> _Mixture:
    """What is known without the diary: one normal curve (the level does not matter and stands at 0)."""
    noise = prior.noise
    variances = np.array([0.0, prior.anyway_sd**2, prior.drug_sd**2, prior.expectation_sd**2])
    return _Mixture(
        np.ones(1),
        np.array([[0.0, prior.anyway, prior.drug, prior.expectation]]),
        np.diag(variances)[None, :, :],
        np.array([noise.spread**2 * (1 + noise.lag) / (1 - noise.lag)]),
        np.array([noise.drift**2]),
    )


# --------------------------------------------------------------------------------------------- reading it off


class _Curve(msgspec.Struct, frozen=True):
    """A density on evenly spaced points, its sum up to each point, and the part of it that a stop leaves."""

    points: _Floats
    density: _Floats
    summed: _Floats


def _leaning(prior: Prior, meaningful: float, stop: Stop) -> tuple[float, float] | None:
    """Where a stop becomes likely [points of improvement], and how sharply; None where there was none."""
    if not stop or prior.stop_widths is None:
        return None
    return meaningful, prior.stop_widths[0 if stop == "no_benefit" else 1]


def _read(mixture: _Mixture, asked: _Floats, leaning: tuple[float, float] | None) -> _Curve:
    """The density of a combination of coefficients; a stop weighs it by what the person felt (`_BETTER`)."""
    means = mixture.means @ asked
    variances = np.einsum("a,pab,b->p", asked, mixture.covariances, asked)
    deviations = np.sqrt(variances)
    low = float((means - _REACH * deviations).min())
    high = float((means + _REACH * deviations).max())
    points = np.linspace(low, high, _RESULT_POINTS)
    parts = (
        np.exp(-0.5 * ((points[None, :] - means[:, None]) / deviations[:, None]) ** 2) / deviations[:, None]
    )
    if leaning is not None:
        where, width = leaning
        felt_means = mixture.means @ _BETTER
        felt_variances = np.einsum("a,pab,b->p", _BETTER, mixture.covariances, _BETTER)
        shared = np.einsum("a,pab,b->p", asked, mixture.covariances, _BETTER)
        slope = shared / variances
        expected = felt_means[:, None] + slope[:, None] * (points[None, :] - means[:, None])
        rest = np.maximum(felt_variances - slope * shared, 0.0)
        parts = parts * _below((where - expected) / np.sqrt(width**2 + rest)[:, None])
    density = mixture.weights @ parts
    summed = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    return _Curve(points, density / summed[-1], summed / summed[-1])


_TABLE_AT: _Floats = np.linspace(-8.0, 8.0, 3201)
_TABLE: _Floats = np.array([0.5 * math.erfc(-x / math.sqrt(2.0)) for x in _TABLE_AT])


def _below(z: _Floats) -> _Floats:
    """The normal distribution function, from a table (numpy has none)."""
    return np.interp(z, _TABLE_AT, _TABLE)


def _at_least(curve: _Curve, least: float) -> float:
    return 1.0 - float(np.interp(least, curve.points, curve.summed))


def _mean(curve: _Curve) -> float:
    return float(curve.density @ curve.points)


def _variance(curve: _Curve) -> float:
    return float(curve.density @ (curve.points - _mean(curve)) ** 2)


def _ranges(curve: _Curve) -> tuple[Range, ...]:
    value = _mean(curve)
    found = []
    for level in LEVELS:
        low, high = np.interp([(1 - level) / 2, (1 + level) / 2], curve.summed, curve.points)
        found.append(Range(level, value, float(low), float(high)))
    return tuple(found)


# --------------------------------------------------------------------------------------------- what would tell more


def _next_rows(prior: Prior) -> tuple[_Floats, _Floats]:
    """The design rows of two more weeks on, and of a pause of two weeks after being on."""
    left = math.fsum(_decay(day + 0.5, prior) for day in range(_PERIOD)) / _PERIOD
    return np.array([1.0, -1.0, -1.0, -1.0]), np.array([1.0, -1.0, -left, 0.0])


def _later(mixture: _Mixture, row: _Floats) -> float:
    """By which factor the range of the drug's effect is expected to shrink with one more period of 14 written days.

    In each part the variance after one more period is known beforehand, whatever that period will bring; what the
    parts disagree about is taken as it stands. Over 120 made-up patients a pause was foreseen to leave 1.66 of 2.49
    points and left 1.74 (blinded), 2.14 and 2.16 of 2.50 (known to the patient). Without a level (no diary) one period
    teaches nothing.
    """
    drug = _DRUG
    if mixture.covariances[0, 0, 0] == 0.0:
        return 1.0
    inside = np.einsum("a,pab,b->p", drug, mixture.covariances, drug)
    shared = np.einsum("a,pab,b->p", drug, mixture.covariances, row)
    spread = np.einsum("a,pab,b->p", row, mixture.covariances, row)
    added = mixture.day_variances / _PERIOD + mixture.drift_variances
    after = inside - shared**2 / (spread + added)
    means = mixture.means @ drug
    between = float(mixture.weights @ (means - mixture.weights @ means) ** 2)
    now, then = float(mixture.weights @ inside) + between, float(mixture.weights @ after) + between
    return math.sqrt(then / now)
