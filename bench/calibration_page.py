"""docs/calibration.md and its pictures from the results of `calibrate.py`; nothing is simulated here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from calibrate import DESIGNS, DRIFTS, LEVELS, MEANINGFUL, Result

from painpath.followup.priors import Call

Found = dict[str, list[Result]]
COLOURS = {"before_after": "#b45309", "pause": "#4d7c0f", "pairs": "#1d4ed8", "short_pairs": "#0891b2"}
SHORT = {
    "before_after": "before and after",
    "pause": "with a pause",
    "pairs": "three pairs of two weeks",
    "short_pairs": "three pairs of one week",
}
PAGE = """\
# Does the model mean what it says?

Written by `make calibrate` (`bench/calibrate.py`); do not edit. The model is explained in
[decision 0018](decisions/0018-one-patients-model.md) and in `followup/model.py`; its numbers are the entries of
`knowledge/priors` and `knowledge/effects`.

{total:,} made-up patients, each with a fixed seed. The drug's effect and what comes anyway are those of duloxetine
(in the lower half of the third table amitriptyline) in painful diabetic neuropathy; what matters is {meaningful:g}
point; nine days of ten are written down; the drug comes and goes within days. "Because of the drug" is said from
{call:.0f} of 100 on, if the patient's own days have settled {own:.0f} % of what was open.

## Do the ranges hold the truth?

Percent of patients whose true value lay in the range, the truth drawn from the prior. Perfect: 50, 80, 95.

| Diary | Patients | Because: 50 | 80 | 95 | Better: 50 | 80 | 95 | Own share, median |
|---|---|---|---|---|---|---|---|---|
{ranges}

The standard error of a percentage in the first three rows is at most {error:.1f}. Whole numbers do no harm. In the
last row pain is also cut at 0 and 10, which the model does not know: where a patient is nearly free of pain, part of an
effect cannot be seen, and the ranges of the drug's effect are too narrow.

![Ranges that hold the truth](calibration_ranges.svg)

## When it says 70, is it 70 of 100?

All patients of the first three rows, by what was said of "better because of the drug".

| Said, mean | True | Patients |
|---|---|---|
{curve}

![Said and true](calibration_curve.svg)

## How often is a drug that does nothing called the cause?

Percent of patients told "because of the drug" while its effect was exactly 0, by how much the level of pain drifts from
period to period [points]. Beside it how often a Welch t-test on single days, the way of an open leader, calls a
difference. Without the drug they improve as people on a dummy do and, where they know what they take, by what knowing
does.

| Drug | Diary | Drift 0 | 0.5 | 1.0 | 1.3 | Welch: 0 | 0.5 | 1.0 | 1.3 |
|---|---|---|---|---|---|---|---|---|---|
{false}

The highest of ours is {worst:.1f} %; at most 5 is asked. A t-test of a before and after calls the drug what would have
come anyway.

![False calls](calibration_false_calls.svg)

## How often is an effect found that is there?

Percent told "because of the drug" after three blinded pairs of two weeks, by true effect and drift.

| True effect | Drift 0 | 0.5 | 1.0 |
|---|---|---|---|
{power}

Three pairs find a large effect in a patient whose pain is steady; a small one, or one in much drift, needs more pairs.
After a single before and after no effect is found: such a diary cannot tell the drug from what comes anyway, and the
model says so.
"""


def write(folder: Path, found: Found, call: Call) -> None:
    """All files into `folder`."""
    (folder / "calibration.md").write_text(page(found, call), encoding="utf-8")
    for name, text in pictures(found, call).items():
        (folder / name).write_text(text, encoding="utf-8")


def coverage(results: list[Result]) -> list[tuple[float, float]]:
    """Per level: percent of patients whose truth lay in the range, of the drug's effect and of being better."""
    held = 100 * np.array([r.held for r in results], dtype=float).mean(axis=0)
    return [(float(because), float(better)) for because, better in held]


def called(results: list[Result], call: Call) -> float:
    """Percent said to be better because of the drug."""
    return 100 * float(np.mean([call.allows(r.p_because, r.own_share) for r in results]))


def by_welch(results: list[Result]) -> float:
    """Percent called a difference by the t-test on days."""
    return 100 * float(np.mean([r.welch for r in results]))


def curve(found: Found) -> list[tuple[float, float, int]]:
    """In tenths of what was said: mean said, share true [both percent], how many."""
    everyone = [r for name, results in found.items() if name.startswith("truth") for r in results]
    tenths: list[list[Result]] = [[] for _ in range(10)]
    for result in everyone:
        tenths[min(int(10 * result.p_because), 9)].append(result)
    return [
        (
            100 * float(np.mean([r.p_because for r in tenth])),
            100 * float(np.mean([r.drug >= MEANINGFUL for r in tenth])),
            len(tenth),
        )
        for tenth in tenths
        if tenth
    ]


def page(found: Found, call: Call) -> str:
    """docs/calibration.md."""
    truths = {name: results for name, results in found.items() if name.startswith(("truth", "whole", "cut"))}
    ranges = []
    for name, results in truths.items():
        first, design = name.split(", ")
        written = {"whole numbers": "; whole numbers", "cut numbers": "; whole numbers from 0 to 10"}
        says = DESIGNS[design].says + written.get(first, "")
        held = coverage(results)
        cells = [f"{held[level][which]:.1f}" for which in (0, 1) for level in range(len(LEVELS))]
        own = float(np.median([r.own_share for r in results]))
        ranges.append(f"| {says} | {len(results):,} | {' | '.join(cells)} | {own:.2f} |")
    false, worst = [], 0.0
    for treatment in ("duloxetine", "amitriptyline"):
        for design in DESIGNS.values():
            scenes = [found[f"no effect, {treatment}, {design.name}, {drift}"] for drift in DRIFTS]
            ours = [called(results, call) for results in scenes]
            worst = max(worst, *ours)
            cells = [*(f"{n:.1f}" for n in ours), *(f"{by_welch(results):.0f}" for results in scenes)]
            false.append(f"| {treatment} | {design.says} | {' | '.join(cells)} |")
    power = []
    for effect in (1.0, 2.0, 3.0):
        cells = [
            f"{called(found[f'effect {effect:g}, pairs, {drift}'], call):.0f}" for drift in (0.0, 0.5, 1.0)
        ]
        power.append(f"| {effect:g} | {' | '.join(cells)} |")
    return PAGE.format(
        total=sum(map(len, found.values())),
        meaningful=MEANINGFUL,
        call=100 * call.probability,
        own=100 * call.own_share,
        ranges="\n".join(ranges),
        error=50 / min(len(r) for n, r in truths.items() if n.startswith("truth")) ** 0.5,
        curve="\n".join(f"| {said:.0f} % | {true:.0f} % | {n:,} |" for said, true, n in curve(found)),
        false="\n".join(false),
        worst=worst,
        power="\n".join(power),
    )


# --------------------------------------------------------------------------------------------- pictures


def pictures(found: Found, call: Call) -> dict[str, str]:
    """The SVG files by name."""
    tenths = [(x / 100, str(x)) for x in range(0, 101, 20)]
    diagonal = '<path d="M60 300L440 20" stroke="#999" stroke-dasharray="4 4"/>'

    ranges = [*_axes(tenths, tenths, ("level of the range [%]", "held the truth [%]")), diagonal]
    for index, design in enumerate(("before_after", "pause", "pairs")):
        held = coverage(found[f"truth from the prior, {design}"])
        points = [(level / 100, because / 100) for level, (because, _) in zip(LEVELS, held, strict=True)]
        ranges.append(_line(points, COLOURS[design]))
        ranges.append(_word(80, 40 + 16 * index, SHORT[design], COLOURS[design]))

    said = [*_axes(tenths, tenths, ("said: because of the drug [%]", "true [%]")), diagonal]
    said.append(_line([(x / 100, y / 100) for x, y, _ in curve(found)], "#1d4ed8"))

    across = [(drift / 1.4, f"{drift:g}") for drift in DRIFTS]
    false = _axes(
        across, tenths, ("drift from period to period [points]", "called, with no effect there [%]")
    )
    false.append('<path d="M60 286H440" stroke="#b91c1c" stroke-dasharray="2 3"/>')
    false.append(_word(70, 282, "5 %", "#b91c1c"))
    for index, design in enumerate(DESIGNS):
        scenes = [(drift, found[f"no effect, duloxetine, {design}, {drift}"]) for drift in DRIFTS]
        false.append(_line([(d / 1.4, called(r, call) / 100) for d, r in scenes], COLOURS[design]))
        false.append(_line([(d / 1.4, by_welch(r) / 100) for d, r in scenes], COLOURS[design], dashed="6 4"))
        false.append(_word(75, 126 + 16 * index, SHORT[design], COLOURS[design]))
    false.append(_word(75, 110, "solid: ours; dashed: Welch", "#333"))
    titles = {
        "ranges": (
            "Ranges that hold the truth",
            "Level against percent that held the truth; the diagonal is perfect.",
        ),
        "curve": ("Said and true", "What was said against how often it was true; the diagonal is perfect."),
        "false_calls": (
            "False calls",
            "Percent called though the drug does nothing, ours and a t-test on days, by drift.",
        ),
    }
    bodies = {"ranges": ranges, "curve": said, "false_calls": false}
    return {f"calibration_{name}.svg": _svg(*titles[name], bodies[name]) for name in titles}


def _svg(title: str, says: str, body: list[str]) -> str:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 360" role="img" font-size="12"'
    return "\n".join(
        [
            f'{head} font-family="sans-serif">',
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
        body.append(f'<path d="M60 {at:.1f}H440" stroke="#ddd"/>')
        body.append(f'<text x="54" y="{at + 4:.1f}" text-anchor="end">{label}</text>')
    body.append(f'<text x="250" y="342" text-anchor="middle">{names[0]}</text>')
    body.append(f'<text x="16" y="160" text-anchor="middle" transform="rotate(-90 16 160)">{names[1]}</text>')
    return body


def _word(x: float, y: float, text: str, colour: str) -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}">{text}</text>'


def _line(points: list[tuple[float, float]], colour: str, dashed: str = "none") -> str:
    places = [(f"{60 + 380 * x:.1f}", f"{300 - 280 * y:.1f}") for x, y in points]
    path = " ".join(",".join(place) for place in places)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places)
    stroke = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dashed}"'
    return f'<polyline points="{path}" fill="none" {stroke}/>{dots}'
