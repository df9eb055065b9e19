"""What was taken when in a trial in one patient, as the probability model reads it, and what it answers.

The model is handed in: this module knows its form (`Judge`) and imports none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, Protocol

import msgspec

from painpath.followup.result import Interval
from painpath.followup.trial_form import Design
from painpath.followup.trial_result import Posterior


class Judge(Protocol):
    """`followup.model.judge_treatment`: days [ordinal] with pain, what was taken when, and what was known before."""

    def __call__(
        self, series: Sequence[tuple[int, float]], exposure: Sequence[Any], prior: Any, meaningful: float
    ) -> Any:
        """The probabilities: `p_because`, and `because` as ranges with value, low, high, level."""


class Exposure(msgspec.Struct, frozen=True):
    """Days [ordinal] without the drug, with it at its dose, or masked; as the model reads them."""

    first: int
    last: int
    kind: Literal["off", "on", "masked"]


def posterior_of(
    design: Design, days: Mapping[int, float], model: tuple[Judge, Any] | None
) -> Posterior | None:
    """What the model makes of it; None for two drugs, of which no prior is known here, or without a decision rule."""
    if model is None or design.kind != "on_off" or design.decision is None or not days:
        return None
    judge, prior = model
    found = judge(tuple(days.items()), exposures(design, min(days)), prior, design.decision.meaningful)
    ranges = tuple(Interval(one.value, one.low, one.high, one.level) for one in found.because)
    return Posterior(found.p_because, ranges)


def exposures(design: Design, first_day: int) -> tuple[Exposure, ...]:
    """What was taken when, for the model: judged days on or off, everything else masked, days before the trial off.

    The days before are off only where the design has a week without the drug; else they are left masked.
    """
    found: list[Exposure] = []
    start = day_of(design.before[0].first) if design.before else day_of(design.periods[0].first)
    untaken = any(stretch.kind == "baseline" for stretch in design.before)
    if untaken:
        baseline = next(stretch for stretch in design.before if stretch.kind == "baseline")
        found.append(Exposure(min(first_day, start), day_of(baseline.last), "off"))
    elif first_day < start:
        found.append(Exposure(first_day, start - 1, "masked"))
    found += [
        Exposure(day_of(one.first), day_of(one.last), "masked")
        for one in design.before
        if one.kind == "run_in"
    ]
    drug_is = design.key.drug_is if design.key is not None else ""
    for period in design.periods:
        first, judged, last = day_of(period.first), day_of(period.judged_from), day_of(period.last)
        if period.ended:
            last = min(last, day_of(period.ended))
        if judged > first:
            found.append(Exposure(first, min(judged - 1, last), "masked"))
        if judged <= last:
            found.append(Exposure(judged, last, "on" if period.code == drug_is else "off"))
    return tuple(found)


def day_of(text: str) -> int:
    """The ordinal day of an ISO date."""
    return date.fromisoformat(text).toordinal()
