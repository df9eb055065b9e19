"""`make calibrate`: made-up patients whose truth is known, judged by the model; writes docs/calibration.md.

Four questions. Do the ranges hold what they say, when the truth is drawn from the prior? When the model says 70 %, is
it 70 of 100? How often is a drug that does nothing called the cause, when pain drifts from period to period by 0 to 1.3
points? And how often is an effect that is there found? Beside the third stands what the open leader does: a Welch
t-test on single days. Nothing is asserted here; a small form of it is a test.

Every patient has a seed of its own, so the number of processes changes nothing. The page is in `calibration_page.py`.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402 - after the number of threads is set

from painpath.followup.model import Judgement, Prior, Stretch, judge_treatment  # noqa: E402
from painpath.followup.priors import because_call, prior_of  # noqa: E402
from painpath.library import load_library  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261120
CAUSE = "painful_diabetic_polyneuropathy"
DRIFTS = (0.0, 0.5, 1.0, 1.3)
LEVELS = (50, 80, 95)
#: the difference that matters [points]
MEANINGFUL = 1.0


class Design(NamedTuple):
    """Which days are off and on; `blinded`: the patient does not know which."""

    name: str
    says: str
    blinded: bool


DESIGNS = {
    design.name: design
    for design in (
        Design("before_after", "two weeks before, two of raising, six on", blinded=False),
        Design(
            "pause", "the same, a pause of two weeks, four weeks on, all known to the patient", blinded=False
        ),
        Design("pairs", "three pairs of two weeks, drug and dummy by lot, blinded", blinded=True),
        Design("short_pairs", "three pairs of one week, drug and dummy by lot, blinded", blinded=True),
    )
}


class Scene(NamedTuple):
    """A kind of made-up patient; None: drawn from the prior."""

    name: str
    design: str
    treatment: str
    patients: int
    drift: float | None = None
    drug: float | None = None
    written: str = "exact"


class Result(NamedTuple):
    """What one patient came to."""

    drug: float
    better: float
    p_because: float
    p_better: float
    own_share: float
    #: per level: whether the range of the drug's effect, and of being better, holds the truth
    held: tuple[tuple[bool, bool], ...]
    welch: bool


def stretches(design: str, rng: np.random.Generator) -> list[Stretch]:
    """Days of the design from day 0."""
    if design == "before_after":
        parts = [("off", 14), ("masked", 14), ("on", 42)]
    elif design == "pause":
        parts = [
            ("off", 14),
            ("masked", 14),
            ("on", 42),
            ("masked", 7),
            ("off", 14),
            ("masked", 7),
            ("on", 28),
        ]
    else:
        days = 14 if design == "pairs" else 7
        parts = []
        for _ in range(3):
            pair = ["off", "on"] if rng.random() < 0.5 else ["on", "off"]
            parts += [(kind, days) for kind in pair]
    first, found = 0, []
    for kind, days in parts:
        found.append(Stretch(first, first + days - 1, kind))
        first += days
    return found


def one_patient(scene: Scene, prior: Prior, meaningful: float, number: int) -> Result:
    """Draw a patient, write the diary, judge it."""
    rng = np.random.default_rng([SEED, *scene.name.encode(), number])
    noise = prior.noise
    exposure = stretches(scene.design, rng)
    drug = rng.normal(prior.drug, prior.drug_sd) if scene.drug is None else scene.drug
    anyway = rng.normal(prior.anyway, prior.anyway_sd)
    expectation = rng.normal(prior.expectation, prior.expectation_sd) if prior.expectation_sd else 0.0
    drift = abs(rng.normal(0, noise.drift)) if scene.drift is None else scene.drift
    spread = math.exp(rng.normal(math.log(noise.spread), noise.spread_log_sd))
    lag = -1.0
    while not 0 <= lag < 0.95:
        lag = rng.normal(noise.lag, noise.lag_sd)
    tail = rng.choice(noise.tails)
    begun = prior.anyway_from if prior.anyway_from is not None else exposure[1].first
    keep = math.exp(-1 / prior.onset_days) if prior.onset_days else 0.0
    series, share, period, error, level = [], 0.0, None, 0.0, rng.uniform(5, 8)
    for index, stretch in enumerate(exposure):
        kind = stretch.kind
        if kind == "masked":
            kind = exposure[index + 1].kind
        goal = 1.0 if kind == "on" else 0.0
        length = stretch.last - stretch.first + 1
        parts = max(1, round(length / 14))
        for day in range(stretch.first, stretch.last + 1):
            now = (stretch.first, (day - stretch.first) * parts // length)
            if now != period:
                period, moved, error = now, rng.normal(0, drift), spread * rng.standard_t(tail)
            else:
                error = lag * error + spread * math.sqrt(1 - lag**2) * rng.standard_t(tail)
            noon = goal + (share - goal) * math.sqrt(keep)
            share = goal + (share - goal) * keep
            value = (
                level - anyway * (day >= begun) - expectation * (kind == "on") - drug * noon + moved + error
            )
            if rng.random() < 0.9 and stretch.kind != "masked":
                if scene.written != "exact":
                    value = float(round(value))
                if scene.written == "cut":
                    value = min(max(value, 0.0), 10.0)
                series.append((day, value))
    found = judge_treatment(series, exposure, prior, meaningful)
    better = anyway + drug + expectation
    return Result(
        drug,
        better,
        found.p_because,
        found.p_better,
        found.own_share,
        tuple(_held(found, index, drug, better) for index in range(len(LEVELS))),
        welch(series, exposure),
    )


def _held(found: Judgement, index: int, drug: float, better: float) -> tuple[bool, bool]:
    because, whole = found.because[index], found.better[index]
    return because.low <= drug <= because.high, whole.low <= better <= whole.high


def welch(series: list[tuple[int, float]], exposure: list[Stretch]) -> bool:
    """What the open leader does: every day on against every day off, two-sided at 5 %, called if pain is less."""
    values = dict(series)

    def side(kind: str) -> np.ndarray:
        days = [day for s in exposure if s.kind == kind for day in range(s.first, s.last + 1)]
        return np.array([values[day] for day in days if day in values])

    off, on = side("off"), side("on")
    a, b = off.var(ddof=1) / len(off), on.var(ddof=1) / len(on)
    t = (off.mean() - on.mean()) / math.sqrt(a + b) if a + b > 0 else 0.0
    free = (a + b) ** 2 / (a**2 / (len(off) - 1) + b**2 / (len(on) - 1)) if a + b > 0 else 1.0
    z = 1.959964
    # Cornish and Fisher's quantile of t; right to 0.001 from ten degrees of freedom.
    edge = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    return abs(t) > edge


def scenes(share: float) -> list[Scene]:
    """All scenes; `share` scales the number of patients."""

    def many(number: int) -> int:
        return max(1, round(number * share))

    found = [
        Scene(f"truth from the prior, {design}", design, "duloxetine", many(2000))
        for design in ("before_after", "pause", "pairs")
    ]
    found.append(Scene("whole numbers, pairs", "pairs", "duloxetine", many(1000), written="whole"))
    found.append(Scene("cut numbers, pairs", "pairs", "duloxetine", many(1000), written="cut"))
    # More where a false call is likelier: the share there is to be known within one in a hundred.
    found += [
        Scene(
            f"no effect, {treatment}, {design}, {drift}",
            design,
            treatment,
            many(1000 if drift >= 1 else 200),
            drift,
            0.0,
        )
        for treatment in ("duloxetine", "amitriptyline")
        for design in DESIGNS
        for drift in DRIFTS
    ]
    found += [
        Scene(f"effect {effect:g}, pairs, {drift}", "pairs", "duloxetine", many(300), drift, effect)
        for effect in (1.0, 2.0, 3.0)
        for drift in (0.0, 0.5, 1.0)
    ]
    return found


_PRIORS: dict[tuple[str, bool], Prior] = {}


def prior_for(treatment: str, design: str) -> Prior:
    """From the library; a blinded trial begins with its first day."""
    blinded = DESIGNS[design].blinded
    if (treatment, blinded) not in _PRIORS:
        known = prior_of(
            load_library(), treatment, CAUSE, blinded=blinded, anyway_from=0 if blinded else None
        )
        assert known is not None, "the library knows these drugs"
        _PRIORS[treatment, blinded] = known.prior
    return _PRIORS[treatment, blinded]


def work(job: tuple[Scene, int, int]) -> tuple[str, list[Result]]:
    """Some patients of a scene."""
    scene, first, last = job
    prior = prior_for(scene.treatment, scene.design)
    return scene.name, [one_patient(scene, prior, MEANINGFUL, number) for number in range(first, last)]


def simulate(share: float, processes: int) -> dict[str, list[Result]]:
    """All results by scene."""
    jobs = [
        (scene, first, min(first + 50, scene.patients))
        for scene in scenes(share)
        for first in range(0, scene.patients, 50)
    ]
    found: dict[str, list[Result]] = {scene.name: [] for scene in scenes(share)}
    if processes == 1:
        for job in jobs:
            name, results = work(job)
            found[name] += results
        return found
    with Pool(processes) as pool:
        for name, results in pool.imap(work, jobs):
            found[name] += results
    return found


def main() -> None:
    import calibration_page

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--share", type=float, default=1.0, help="fewer or more patients than the full run")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    chosen = parser.parse_args()
    call = because_call(load_library())
    begun = time.perf_counter()
    found = simulate(chosen.share, chosen.processes)
    took = time.perf_counter() - begun
    calibration_page.write(chosen.out, found, call)
    print(f"{sum(map(len, found.values()))} patients in {took:.0f} s; wrote {chosen.out}/calibration.md")


if __name__ == "__main__":
    main()
