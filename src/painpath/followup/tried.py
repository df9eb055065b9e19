"""What was tried, as a prescriber or an insurer reads it: dose, days at target, outcome, reason, and the payer's rule.

A payer's step is met only where the record shows it: dose, days, and that it did not help or was not borne. What is not
written down is not known, never not met.
"""

from __future__ import annotations

import math

from painpath.assessment.words import cites
from painpath.facts import Outcome, parse_quantity
from painpath.facts.answer import Answer, every, of_bounds, some
from painpath.facts.moment import DAWN
from painpath.facts.units import days as length_of
from painpath.followup.doses import Exposure, days_said, said_day
from painpath.followup.response import span_of, week_before
from painpath.followup.result import Interval, PayerLine, Three, Tried
from painpath.followup.series import Track, interval_of, level_of, mean_of
from painpath.library import Library
from painpath.library.schema import Coverage, PayerStep
from painpath.planning.dosing import in_unit

_CLOSE = 1e-9


def tried(
    library: Library, found: tuple[Exposure, ...], pain: Track | None, place: tuple[str, str]
) -> tuple[Tried, ...]:
    """Every treatment that was tried or is taken, oldest first; `place` is the indication and the jurisdiction.

    Unknown: `days_at_target` is None where it is not one number; an outcome nobody wrote down is "unknown".
    """
    listed = sorted(found, key=lambda one: (one.earliest, one.entry))
    return tuple(_tried(library, exposure, pain, place) for exposure in listed)


def met(library: Library, step: PayerStep, found: tuple[Exposure, ...]) -> Answer:
    """Whether what was tried meets a payer's step.

    Unknown where nothing is on record of a treatment: silence never says that it was not tried.
    """
    answers = [step_met(step, exposure) for exposure in found if _about(library, step, exposure)]
    return some(answers) if answers else Answer.UNKNOWN


def step_met(step: PayerStep, exposure: Exposure) -> Answer:
    """Whether one treatment as it was taken meets a payer's step."""
    if step.or_not_tolerated == "yes" and exposure.outcome is Outcome.NOT_TOLERATED:
        return Answer.YES
    return every((_long_enough(step, exposure), _did_not_help(step, exposure)))


def payer_lines(library: Library, exposure: Exposure, place: tuple[str, str]) -> tuple[PayerLine, ...]:
    """Every payer's step that names this treatment, with what the record shows."""
    indication, jurisdiction = place
    return tuple(
        _line(library, entry, step, exposure)
        for entry in library.coverage.values()
        if entry.jurisdiction in ("", jurisdiction) and (not entry.for_ or indication in entry.for_)
        for step in entry.steps
        if _about(library, step, exposure) and (not step.for_causes or indication in step.for_causes)
    )


def _about(library: Library, step: PayerStep, exposure: Exposure) -> bool:
    names = {exposure.entry, exposure.substance, *library.above.get(exposure.substance, frozenset())}
    return not names.isdisjoint(step.tried)


def _long_enough(step: PayerStep, exposure: Exposure) -> Answer:
    """Whether it was taken at the dose and for the time that the payer names; days not written about leave it open."""
    needed = length_of(step.for_) if step.for_ else 1.0
    low, high = days_at(exposure, step.at_least)
    assert needed is not None, "`painpath check` refuses a span that is none"
    needed = math.floor(needed)
    return of_bounds(low >= needed, high >= needed)


def days_at(exposure: Exposure, at_least: str) -> tuple[int, float]:
    """How many days were surely, and perhaps, taken at a daily dose ("" any)."""
    quantity = parse_quantity(at_least) if at_least else None
    least = None if quantity is None else in_unit(quantity.low, quantity.unit, exposure.unit)
    low, high = 0, 0.0
    for day in exposure.days:
        if day.state == "off":
            continue
        if not at_least:
            low, high = low + (day.state == "on"), high + 1
        elif least is None:
            high += 1  # a dose in another unit may be anything
        else:
            enough = least * (1 - _CLOSE)
            low, high = low + (day.state == "on" and day.low >= enough), high + (day.high >= enough)
    return low, math.inf if exposure.earliest <= DAWN and high else high


def _did_not_help(step: PayerStep, exposure: Exposure) -> Answer:
    if step.failed == "no":
        return Answer.YES
    match exposure.outcome:
        case Outcome.NO_BENEFIT | Outcome.NOT_TOLERATED:
            return Answer.YES
        case Outcome.HELPED:
            return Answer.NO
        case Outcome.UNKNOWN:
            return Answer.UNKNOWN


def _line(library: Library, entry: Coverage, step: PayerStep, exposure: Exposure) -> PayerLine:
    answer = step_met(step, exposure)
    shown: Three = answer.value
    days = days_said(library, *days_at(exposure, step.at_least))
    key = "course.payer_dose" if step.at_least else "course.payer_days"
    because = " ".join(
        (
            library.say(key, n=days, **({"dose": step.at_least} if step.at_least else {})),
            library.say(f"course.outcome_{exposure.outcome.value}"),
        )
    )
    return PayerLine(entry.payer, step.says, shown, because, cites(step.cite))


def _tried(library: Library, exposure: Exposure, pain: Track | None, place: tuple[str, str]) -> Tried:
    low, high = exposure.days_at_target()
    before = best = None
    if pain is not None:
        before = week_before(library, pain, span_of(exposure))
        best = _best(library, pain, exposure)
    reason = library.say(f"course.outcome_{exposure.outcome.value}")
    return Tried(
        id=exposure.entry,
        name=exposure.name,
        first=said_day(exposure.earliest) if exposure.first == exposure.earliest else "",
        last="" if exposure.taken_now else said_day(exposure.last),
        highest=exposure.highest,
        days_at_target=low if low == high and exposure.target is not None else None,
        before=before,
        best=best,
        outcome=exposure.outcome.value,
        reason=reason,
        payers=payer_lines(library, exposure, place),
    )


def _best(library: Library, pain: Track, exposure: Exposure) -> Interval | None:
    """The best whole week on it. The best of many weeks flatters: it is a record, not an estimate."""
    if exposure.first is None:
        return None
    means = [
        mean
        for end in range(exposure.last, exposure.first + 5, -7)
        if (mean := mean_of(pain, end - 6, end)) is not None
    ]
    if not means:
        return None
    lower = pain.series.better == "lower"
    best = min(means, key=lambda mean: mean.value if lower else -mean.value)
    return interval_of(best, level_of(library))
