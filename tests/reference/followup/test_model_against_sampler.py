"""The fast model against long runs of a sampler that knows none of its short cuts (README.md in this folder)."""

from __future__ import annotations

import json
import math
from pathlib import Path

import msgspec
import numpy as np
import pytest
from tests.reference.followup.diaries import MEANINGFUL, Diary, diaries

from painpath.followup.model import judge_treatment

SAMPLED = json.loads(Path(__file__).with_name("sampled.json").read_text(encoding="utf-8"))["diaries"]
DIARIES = diaries()
NAMES = [diary.name for diary in DIARIES]


def judged(diary: Diary):
    return judge_treatment(diary.series, diary.exposure, diary.prior, MEANINGFUL, stop=diary.stop)


def test_the_sampled_diaries_are_these():
    assert [entry["diary"] for entry in SAMPLED] == NAMES


@pytest.mark.parametrize("entry", SAMPLED, ids=NAMES)
def test_the_sampler_had_settled(entry):
    for name in ("drug", "better"):
        assert entry[name]["r_hat"] < 1.01
        assert entry[name]["effective"] > 4000


@pytest.mark.parametrize(("diary", "entry"), list(zip(DIARIES, SAMPLED, strict=True)), ids=NAMES)
def test_the_model_says_what_numpyro_found(diary, entry):
    found = judged(diary)

    for name, said, ranges in (
        ("drug", found.p_because, found.because),
        ("better", found.p_better, found.better),
    ):
        sampled = entry[name]
        assert said == pytest.approx(sampled["at_least"], abs=0.02)
        assert ranges[0].value == pytest.approx(sampled["mean"], abs=0.06 * sampled["sd"] + 0.01)
        quantiles = [ranges[i].low for i in (2, 1, 0)] + [ranges[i].high for i in (0, 1, 2)]
        # The ends of the 95 % range rest on few draws.
        for ours, theirs, within in zip(
            quantiles, sampled["quantiles"], (0.2, 0.1, 0.08, 0.08, 0.1, 0.2), strict=True
        ):
            assert ours == pytest.approx(theirs, abs=within * sampled["sd"] + 0.01)


# ---- the same with a sampler that is written out here, so that it can be read in one sitting


def log_density(
    theta: np.ndarray, diary: Diary, periods: list[list[tuple[int, float]]], rows: np.ndarray
) -> float:
    """The log posterior of (level, anyway, drug, log spread, lag, log drift, drifts ...), day by day."""
    prior, noise = diary.prior, diary.prior.noise
    level, anyway, drug, log_spread, lag, log_drift = theta[:6]
    if not 0.0 <= lag < 0.95:
        return -math.inf
    drift = math.exp(log_drift)
    total = (
        -0.5 * ((anyway - prior.anyway) / prior.anyway_sd) ** 2
        - 0.5 * ((drug - prior.drug) / prior.drug_sd) ** 2
    )
    total -= 0.5 * ((log_spread - math.log(noise.spread)) / noise.spread_log_sd) ** 2
    total -= 0.5 * ((lag - noise.lag) / noise.lag_sd) ** 2 + 0.5 * (drift / noise.drift) ** 2 - log_drift
    total -= 0.5 * float(theta[6:] @ theta[6:])
    by_tail = np.zeros(len(noise.tails))
    for days, (since, share), unit in zip(periods, rows, theta[6:], strict=True):
        mean = level - anyway * since - drug * share + drift * unit
        last: tuple[int, float] | None = None
        for day, value in days:
            error = value - mean
            carried = 0.0 if last is None else lag ** (day - last[0])
            scale = math.exp(log_spread) * math.sqrt(1 - carried**2)
            z = (error - (0.0 if last is None else carried * last[1])) / scale
            for index, tail in enumerate(noise.tails):
                by_tail[index] += (
                    math.lgamma((tail + 1) / 2)
                    - math.lgamma(tail / 2)
                    - 0.5 * math.log(tail)
                    - math.log(scale)
                    - (tail + 1) / 2 * math.log1p(z * z / tail)
                )
            last = (day, error)
    highest = by_tail.max()
    return total + float(highest + np.log(np.exp(by_tail - highest).sum()))


def walk(diary: Diary, steps: int, seed: int) -> np.ndarray:
    """A random walk (Metropolis) that learns its steps in its first half; the drug's effect in the second."""
    values = dict(diary.series)
    treated = [s.first for s in diary.exposure if s.kind != "off"]
    kept = [s for s in diary.exposure if s.kind != "masked"]
    periods = [[(d, values[d]) for d in range(s.first, s.last + 1) if d in values] for s in kept]
    rows = np.array([(float(s.first >= min(treated)), float(s.kind == "on")) for s in kept])
    rng = np.random.default_rng(seed)
    at = np.array([6.0, 1.0, 1.0, -0.3, 0.2, -1.0, *np.zeros(len(periods))])
    here = log_density(at, diary, periods, rows)
    covariance, seen, found = 0.01 * np.eye(len(at)), [], []
    for step in range(steps):
        if step % 500 == 499 and step < steps // 2:
            covariance = np.cov(np.array(seen[len(seen) // 3 :]).T) * 2.4**2 / len(at) + 1e-6 * np.eye(
                len(at)
            )
        there = rng.multivariate_normal(at, covariance, method="cholesky")
        density = log_density(there, diary, periods, rows)
        if math.log(rng.random()) < density - here:
            at, here = there, density
        seen.append(at)
        if step >= steps // 2:
            found.append(at[2])
    return np.array(found)


@pytest.mark.slow
def test_the_model_says_what_a_plain_walk_found():
    diary = DIARIES[NAMES.index("weeks in turn, half the days missing")]
    at_once = diary._replace(prior=msgspec.structs.replace(diary.prior, onset_days=0.0))

    draws = walk(at_once, 40_000, seed=1)
    found = judged(at_once)

    # Two thousand draws count for some hundreds: wider than against NUTS.
    assert found.because[0].value == pytest.approx(draws.mean(), abs=0.12 * draws.std() + 0.02)
    assert found.p_because == pytest.approx((draws >= MEANINGFUL).mean(), abs=0.06)
    assert found.because[1].high - found.because[1].low == pytest.approx(
        float(np.diff(np.quantile(draws, [0.1, 0.9]))[0]), rel=0.12
    )
