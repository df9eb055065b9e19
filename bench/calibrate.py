"""`make calibrate`: made-up patients whose truth is known, judged by the model; writes docs/calibration.md and its pictures.

Four questions. Do the ranges hold what they say, when the truth is drawn from the prior? When the model says 70 %, is it
70 of 100? How often is a drug that does nothing called the cause, when pain drifts from period to period by 0 to 1.3
points? And how often is an effect that is there found? Beside the third stands what the open leader does: a Welch
t-test on single days. Nothing is asserted here; a small form of it is a test.

Every patient has a seed of its own, so the number of processes changes nothing.
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

import numpy as np

from painpath.followup.model import Judgement, Prior, Stretch, judge_treatment

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261120
CAUSE = "painful_diabetic_polyneuropathy"
DRIFTS = (0.0, 0.5, 1.0, 1.3)
LEVELS = (50, 80, 95)


class Design(NamedTuple):
    """Which days are off and on; `blinded`: the patient does not know which."""

    name: str
    says: str
    blinded: bool


BEFORE_AFTER = Design("before_after", "two weeks before, two of raising, six on", blinded=False)
PAIRS = Design("pairs", "three pairs of two weeks, drug and dummy by lot, blinded", blinded=True)
SHORT_PAIRS = Design("short_pairs", "three pairs of one week, drug and dummy by lot, blinded", blinded=True)
PAUSE = Design(
    "pause",
    "as before and after, then a pause of two weeks and four weeks on, known to the patient",
    blinded=False,
)
DESIGNS = {design.name: design for design in (BEFORE_AFTER, PAIRS, SHORT_PAIRS, PAUSE)}


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
                if scene.written == "whole":
                    value = float(np.clip(round(value), 0, 10))
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
    sides = {
        kind: np.array(
            [values[d] for s in exposure if s.kind == kind for d in range(s.first, s.last + 1) if d in values]
        )
        for kind in ("off", "on")
    }
    off, on = sides["off"], sides["on"]
    a, b = off.var(ddof=1) / len(off), on.var(ddof=1) / len(on)
    t = (off.mean() - on.mean()) / math.sqrt(a + b) if a + b > 0 else 0.0
    free = (a + b) ** 2 / (a**2 / (len(off) - 1) + b**2 / (len(on) - 1)) if a + b > 0 else 1.0
    z = 1.959964
    # Cornish and Fisher's quantile of t; right to 0.001 from ten degrees of freedom.
    edge = z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
    return abs(t) > edge


def scenes(share: float) -> list[Scene]:
    """All scenes; `share` scales the number of patients."""

    def many(n: int) -> int:
        return max(1, round(n * share))

    found = [
        Scene(f"truth from the prior, {d}", d, "duloxetine", many(2500))
        for d in ("before_after", "pairs", "pause")
    ]
    found.append(Scene("whole numbers 0 to 10, pairs", "pairs", "duloxetine", many(1000), written="whole"))
    for treatment in ("duloxetine", "amitriptyline"):
        for design in ("before_after", "pairs", "short_pairs", "pause"):
            for drift in DRIFTS:
                number = many(1000 if treatment == "duloxetine" else 500)
                found.append(
                    Scene(f"no effect, {treatment}, {design}, {drift}", design, treatment, number, drift, 0.0)
                )
    for effect in (1.0, 2.0, 3.0):
        for drift in (0.0, 0.5, 1.0):
            found.append(
                Scene(f"effect {effect:g}, pairs, {drift}", "pairs", "duloxetine", many(500), drift, effect)
            )
    return found


_PRIORS: dict[tuple[str, bool], Prior] = {}
MEANINGFUL = 1.0


def prior_for(treatment: str, design: str) -> Prior:
    """From the library; a blinded trial begins with its first day."""
    from painpath.followup.priors import prior_of
    from painpath.library import load_library

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


# --------------------------------------------------------------------------------------------- what it came to


def coverage(results: list[Result]) -> list[tuple[float, float]]:
    """Per level: percent of patients whose truth lay in the range, of the drug's effect and of being better."""
    return [
        tuple(100 * float(np.mean([r.held[index][which] for r in results])) for which in (0, 1))
        for index in range(len(LEVELS))
    ]


def called(results: list[Result], call: float) -> float:
    """Percent said to be better because of the drug."""
    return 100 * float(np.mean([r.p_because >= call for r in results]))


def curve(results: list[Result], meaningful: float) -> list[tuple[float, float, int]]:
    """In tenths of what was said: mean said, share true [both percent], how many."""
    found = []
    for low in np.arange(0, 1, 0.1):
        inside = [r for r in results if low <= r.p_because < low + 0.1 or (low > 0.89 and r.p_because == 1)]
        if inside:
            said = 100 * float(np.mean([r.p_because for r in inside]))
            true = 100 * float(np.mean([r.drug >= meaningful for r in inside]))
            found.append((said, true, len(inside)))
    return found


def page(found: dict[str, list[Result]], call: float, took: float) -> str:
    """docs/calibration.md."""
    total = sum(len(results) for results in found.values())
    lines = [
        "# Does the model mean what it says?",
        "",
        "Written by `make calibrate` (`bench/calibrate.py`); do not edit. The model is explained in",
        "[decision 0018](decisions/0018-one-patients-model.md) and in `followup/model.py`, its numbers are the entries of",
        "`knowledge/priors` and `knowledge/effects`.",
        "",
        f"{total:,} made-up patients, each with a fixed seed; drug effect and improvement that comes anyway are those of duloxetine",
        f"(in the second half of the second table amitriptyline) in painful diabetic neuropathy; what matters is {MEANINGFUL:g} point; nine days of",
        f'ten are written down. "Because of the drug" is said from {100 * call:.0f} of 100. Two processes took {took:.0f} s.',
        "",
        "## Do the ranges hold the truth?",
        "",
        "Percent of patients whose true value lay in the range, the truth drawn from the prior. A perfect model gives 50, 80, 95.",
        "",
        "| Diary | Patients | Because: 50 | 80 | 95 | Better: 50 | 80 | 95 | Own share, median |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, results in found.items():
        if name.startswith("no effect") or name.startswith("effect"):
            continue
        held = coverage(results)
        own = float(np.median([r.own_share for r in results]))
        numbers = [f"{held[i][which]:.1f}" for which in (0, 1) for i in range(3)]
        lines.append(f"| {_say(name)} | {len(results):,} | {' | '.join(numbers)} | {own:.2f} |")
    lines += [
        "",
        "The standard error of these percentages is at most "
        f"{100 * math.sqrt(0.25 / min(len(r) for n, r in found.items() if n.startswith('truth'))):.1f} for a scene of the first three.",
        "",
        "![Ranges that hold the truth](calibration_ranges.svg)",
        "",
        "## When it says 70, is it 70 of 100?",
        "",
        'All patients of the first three rows, by what was said of "better because of the drug".',
        "",
        "| Said, mean | True | Patients |",
        "|---|---|---|",
    ]
    everyone = [r for name, results in found.items() if name.startswith("truth") for r in results]
    lines += [f"| {said:.0f} % | {true:.0f} % | {n:,} |" for said, true, n in curve(everyone, MEANINGFUL)]
    lines += [
        "",
        "![Said and true](calibration_curve.svg)",
        "",
        "## How often is a drug that does nothing called the cause?",
        "",
        'Percent of patients told "because of the drug" while its effect was exactly 0, by how much the level of pain drifts from period to',
        "period. Beside it what a Welch t-test on single days calls a difference (the way of the open leader, docs of decision 0018).",
        "Without the drug they improve as people on a dummy do, and, where they know what they take, by what knowing does.",
        "",
        "| Drug | Diary | Drift 0 | 0.5 | 1.0 | 1.3 | Welch: 0 | 0.5 | 1.0 | 1.3 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for treatment in ("duloxetine", "amitriptyline"):
        for design in ("before_after", "pause", "pairs", "short_pairs"):
            rows = [found[f"no effect, {treatment}, {design}, {drift}"] for drift in DRIFTS]
            ours = [f"{called(results, call):.1f}" for results in rows]
            theirs = [f"{100 * float(np.mean([r.welch for r in results])):.0f}" for results in rows]
            lines.append(
                f"| {treatment} | {DESIGNS[design].says} | {' | '.join(ours)} | {' | '.join(theirs)} |"
            )
    worst = max(called(results, call) for name, results in found.items() if name.startswith("no effect"))
    lines += [
        "",
        f"The highest of ours is {worst:.1f} %; at most 5 is asked. A t-test of a before and after calls what would have come anyway the drug.",
        "",
        "![False calls](calibration_false_calls.svg)",
        "",
        "## How often is an effect found that is there?",
        "",
        'Percent told "because of the drug" after three blinded pairs of two weeks, by the true effect and the drift.',
        "",
        "| True effect | Drift 0 | 0.5 | 1.0 |",
        "|---|---|---|---|",
    ]
    for effect in (1.0, 2.0, 3.0):
        cells = [
            f"{called(found[f'effect {effect:g}, pairs, {drift}'], call):.0f}" for drift in (0.0, 0.5, 1.0)
        ]
        lines.append(f"| {effect:g} points | {' | '.join(cells)} |")
    lines += [
        "",
        "An effect of exactly the size that matters is a coin's toss by construction. After a single before and after no effect is found:",
        "such a diary cannot tell the drug from what comes anyway, and the model says so.",
        "",
    ]
    return "\n".join(lines)


def _say(name: str) -> str:
    for design in sorted(DESIGNS.values(), key=lambda d: -len(d.name)):
        if name.endswith(f", {design.name}"):
            first = name.removesuffix(f", {design.name}")
            return design.says if first == "truth from the prior" else f"{first}; {design.says}"
    return name


# --------------------------------------------------------------------------------------------- pictures


def _svg(title: str, says: str, body: list[str]) -> str:
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 360" role="img" font-family="sans-serif" font-size="12">',
            f"<title>{title}</title>",
            f"<desc>{says}</desc>",
            '<rect width="460" height="360" fill="white"/>',
            *body,
            "</svg>",
            "",
        ]
    )


def _axes(across: list[tuple[float, str]], up: list[tuple[float, str]], names: tuple[str, str]) -> list[str]:
    body = ['<path d="M60 20V300H440" fill="none" stroke="#333"/>']
    for x, label in across:
        body.append(f'<text x="{60 + 380 * x:.1f}" y="316" text-anchor="middle">{label}</text>')
    for y, label in up:
        at = 300 - 280 * y
        body.append(
            f'<path d="M60 {at:.1f}H440" stroke="#ddd"/><text x="54" y="{at + 4:.1f}" text-anchor="end">{label}</text>'
        )
    body.append(f'<text x="250" y="342" text-anchor="middle">{names[0]}</text>')
    body.append(f'<text x="16" y="160" text-anchor="middle" transform="rotate(-90 16 160)">{names[1]}</text>')
    return body


def _line(points: list[tuple[float, float]], colour: str, dash: str = "") -> str:
    path = " ".join(f"{60 + 380 * x:.1f},{300 - 280 * y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle cx="{60 + 380 * x:.1f}" cy="{300 - 280 * y:.1f}" r="3" fill="{colour}"/>' for x, y in points
    )
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>{dots}'


def pictures(found: dict[str, list[Result]], call: float) -> dict[str, str]:
    """The SVG files by name."""
    tenths = [(x / 100, f"{x}") for x in range(0, 101, 20)]
    colours = {"before_after": "#b45309", "pairs": "#1d4ed8", "short_pairs": "#0891b2", "pause": "#4d7c0f"}
    words = {
        "before_after": "before and after",
        "pairs": "three pairs",
        "short_pairs": "three pairs of a week",
        "pause": "a pause",
    }
    diagonal = '<path d="M60 300L440 20" stroke="#999" stroke-dasharray="4 4"/>'

    ranges = [*_axes(tenths, tenths, ("level of the range [%]", "held the truth [%]")), diagonal]
    for index, design in enumerate(("before_after", "pairs", "pause")):
        held = coverage(found[f"truth from the prior, {design}"])
        ranges.append(_line([(LEVELS[i] / 100, held[i][0] / 100) for i in range(3)], colours[design]))
        ranges.append(f'<text x="80" y="{40 + 16 * index}" fill="{colours[design]}">{words[design]}</text>')

    everyone = [r for name, results in found.items() if name.startswith("truth") for r in results]
    said = [*_axes(tenths, tenths, ("said: because of the drug [%]", "true [%]")), diagonal]
    said.append(_line([(x / 100, y / 100) for x, y, _ in curve(everyone, MEANINGFUL)], "#1d4ed8"))

    five = [(x / 100, f"{x}") for x in range(0, 101, 20)]
    across = [(drift / 1.4, f"{drift:g}") for drift in DRIFTS]
    false = _axes(
        across, five, ("drift from period to period [points]", "called although there is no effect [%]")
    )
    false.append(
        '<path d="M60 286H440" stroke="#b91c1c" stroke-dasharray="2 3"/><text x="436" y="282" text-anchor="end" fill="#b91c1c">5 %</text>'
    )
    for index, design in enumerate(("before_after", "pause", "pairs", "short_pairs")):
        rows = [found[f"no effect, duloxetine, {design}, {drift}"] for drift in DRIFTS]
        ours = [(d / 1.4, called(r, call) / 100) for d, r in zip(DRIFTS, rows, strict=True)]
        theirs = [(d / 1.4, float(np.mean([x.welch for x in r]))) for d, r in zip(DRIFTS, rows, strict=True)]
        false.append(_line(ours, colours[design]))
        false.append(_line(theirs, colours[design], ' stroke-dasharray="6 4"'))
        false.append(f'<text x="300" y="{150 + 16 * index}" fill="{colours[design]}">{words[design]}</text>')
    false.append('<text x="300" y="134" fill="#333">solid ours, dashed Welch</text>')
    return {
        "calibration_ranges.svg": _svg("Ranges that hold the truth", "Level of the range against the percent that held the truth; the diagonal is perfect.", ranges),
        "calibration_curve.svg": _svg("Said and true", "What was said against how often it was true; the diagonal is perfect.", said),
        "calibration_false_calls.svg": _svg("False calls", "Percent called because of the drug although it does nothing, ours and a Welch t-test on single days, by drift.", false),
    }  # fmt: skip


def main() -> None:
    from painpath.followup.priors import because_call
    from painpath.library import load_library

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--share", type=float, default=1.0, help="fewer or more patients than the full run")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    chosen = parser.parse_args()
    call = because_call(load_library())
    begun = time.perf_counter()
    found = simulate(chosen.share, chosen.processes)
    took = time.perf_counter() - begun
    (chosen.out / "calibration.md").write_text(page(found, call, took), encoding="utf-8")
    for name, text in pictures(found, call).items():
        (chosen.out / name).write_text(text, encoding="utf-8")
    print(f"{sum(map(len, found.values()))} patients in {took:.0f} s; wrote {chosen.out}/calibration.md")


if __name__ == "__main__":
    main()
