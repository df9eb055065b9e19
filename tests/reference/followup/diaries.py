"""Nine made-up diaries, each from a fixed seed: what the sampler and the model are both asked about."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from painpath.followup.model import Noise, Prior, Stop, Stretch

NOISE = Noise(spread=0.75, spread_log_sd=0.6, lag=0.2, lag_sd=0.2, drift=0.65, tails=(2.5, 8.0, 30.0))
PRIOR = Prior(
    drug=0.86, drug_sd=1.07, anyway=1.73, anyway_sd=2.16, noise=NOISE, onset_days=3.0, stop_widths=(1.0, 3.0)
)
#: the same for a patient who knows what is taken
OPEN = Prior(
    drug=0.86,
    drug_sd=1.07,
    anyway=0.93,
    anyway_sd=2.0,
    noise=NOISE,
    expectation=0.8,
    expectation_sd=0.8,
    onset_days=3.0,
    stop_widths=(1.0, 3.0),
)
MEANINGFUL = 1.0


class Diary(NamedTuple):
    """One made-up patient."""

    name: str
    series: list[tuple[int, float]]
    exposure: list[Stretch]
    prior: Prior
    stop: Stop


def _stretches(*parts: tuple[str, int]) -> list[Stretch]:
    first, found = 0, []
    for kind, days in parts:
        found.append(Stretch(first, first + days - 1, kind))
        first += days
    return found


def _days(exposure, seed, drug, anyway, drift, spread, tail, keep=1.0, whole=False):
    """Days drawn from the model's own story (onset at once), some missing, perhaps whole numbers."""
    rng = np.random.default_rng(seed)
    begun = next((s.first for s in exposure if s.kind != "off"), 10**6)
    series, error = [], 0.0
    for stretch in exposure:
        level = 6.5 + rng.normal(0, drift) - drug * (stretch.kind == "on")
        for day in range(stretch.first, stretch.last + 1):
            error = 0.2 * error + spread * rng.standard_t(tail)
            value = level - anyway * (day >= begun) + error
            if rng.random() < keep:
                series.append((day, float(np.clip(round(value) if whole else value, 0, 10))))
    return series


def diaries() -> list[Diary]:
    """All nine, the same each time."""
    before_after = _stretches(("off", 14), ("masked", 14), ("on", 28))
    pairs = _stretches(*[("off" if i % 2 == 0 else "on", 14) for i in range(6)])
    pause = _stretches(("off", 14), ("masked", 14), ("on", 42), ("masked", 7), ("off", 14), ("on", 14))
    months = _stretches(("off", 42), ("masked", 14), ("on", 84), ("masked", 7), ("off", 42), ("on", 42))
    weeks = _stretches(*[("on" if i in (1, 2, 5, 6) else "off", 7) for i in range(8)])
    return [
        Diary(
            "before and after, large fall",
            _days(before_after, 1, 1.5, 2.5, 0.4, 0.7, 5),
            before_after,
            PRIOR,
            "",
        ),
        Diary(
            "before and after, no change", _days(before_after, 2, 0, 0, 0.4, 0.7, 5), before_after, PRIOR, ""
        ),
        Diary("three pairs, clear effect", _days(pairs, 3, 2.2, 1.0, 0.4, 0.7, 5), pairs, PRIOR, ""),
        Diary("three pairs, no effect, much drift", _days(pairs, 4, 0, 1.0, 1.2, 0.9, 5), pairs, PRIOR, ""),
        Diary("a pause, known to the patient", _days(pause, 5, 1.5, 1.0, 0.5, 0.9, 3), pause, OPEN, ""),
        Diary(
            "weeks in turn, half the days missing",
            _days(weeks, 6, 1.0, 1.0, 0.5, 1.0, 3, 0.5),
            weeks,
            PRIOR,
            "",
        ),
        Diary(
            "whole numbers, wild days", _days(pairs, 7, 1.2, 1.5, 0.6, 1.2, 2.5, 0.9, True), pairs, PRIOR, ""
        ),
        Diary(
            "stopped for no benefit",
            _days(before_after, 8, 0.2, 0.5, 0.4, 0.8, 5),
            before_after,
            PRIOR,
            "no_benefit",
        ),
        Diary(
            "one entry a week",
            [(day, value) for day, value in _days(months, 9, 1.5, 1.0, 0.5, 0.9, 3) if day % 7 == 0],
            months,
            OPEN,
            "",
        ),
    ]
