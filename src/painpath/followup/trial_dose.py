"""How a treatment of a trial in one patient is stepped up and down, and for how long it then has to settle.

Everything comes from the drug's own entry: the calendar of its dose row, its taper, its half-life, its trial. Where the
entry gives a least time and no steps, the way down is the way up in reverse (convention `n_of_1_way_down`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from painpath.assessment.words import cites
from painpath.criteria.explain import number
from painpath.facts import Course
from painpath.facts.units import days
from painpath.followup.doses import withdrawal_of
from painpath.followup.trial_form import NOTHING, Arm, DoseStep
from painpath.library import Library
from painpath.library.schema import Drug, Figure, Trial
from painpath.planning.calendar import Titration, calendar_for
from painpath.planning.dosing import Dosing
from painpath.planning.names import find_drug
from painpath.planning.result import Amount, CalendarDay, Limits, Sentence
from painpath.planning.taper import taper_plan

Figures = Mapping[str, Figure]
_REVERSED = "painpath_convention @ n_of_1_way_down"


class Dosed(NamedTuple):
    """A drug at the dose of the trial: its entry, the row found, the limits that hold, the dose it goes to and from."""

    entry: str
    dosing: Dosing
    limits: Limits
    #: the daily dose of the trial; None: what the calendar of the row reaches
    dose: Amount | None
    #: the daily dose that the other arm has of it (0: none)
    floor: float = 0.0


def figure_days(figures: Figures, name: str) -> int:
    """A figure that is a span of time, in whole days [d], rounded up."""
    found = days(f"{number(figures[name].value)} {figures[name].unit}")
    assert found is not None, "the figures of rules/n_of_1_design are spans where they are used as spans"
    return math.ceil(found)


def arm_of(library: Library, figures: Figures, code: str, dosed: Dosed, jurisdiction: str) -> Arm | None:
    """One arm with its ways up and down; None where the row gives no dose to take every day."""
    drug = library.drugs[dosed.entry]
    levels = _levels(library, drug, dosed, jurisdiction)
    if not levels:
        return None
    top = _amount(levels[-1].total)
    if top is None:
        return None
    up = _up(levels, dosed.floor)
    down, down_says = _down(library, drug, dosed, levels, jurisdiction)
    settles, settle_says = _settles(library, figures, drug, dosed)
    withdrawal, withdrawal_says = _withdrawal(library, drug)
    at_dose, dose_says = _at_dose(library, drug)
    return Arm(
        code=code,
        id=dosed.entry,
        name=drug.name,
        dose=top,
        up=tuple(replace(step, of=drug.name) for step in up),
        down=tuple(replace(step, of=drug.name) for step in down),
        up_days=up[-1].day - 1,
        down_days=down[-1].day - 1,
        settles=settles,
        withdrawal=withdrawal,
        at_dose=at_dose,
        says=(*down_says, *withdrawal_says, *settle_says, *dose_says),
    )


def nothing_arm(library: Library, code: str) -> Arm:
    """The arm without the drug: a placebo where the pharmacy can make one, else nothing."""
    zero = (DoseStep(1, None, "", None),)
    return Arm(code, NOTHING, library.say("trial.nothing"), None, zero, zero, 0, 0, 0, 0, 0, ())


def no_dose(arm: Arm) -> bool:
    """Whether an arm is the one without a drug."""
    return arm.id == NOTHING


def transition(first: Arm, then: Arm, gap: int) -> int:
    """Days from the last full dose of one arm until the other can be judged [d].

    Of two drugs the first is stepped down and gone before the second is begun (or as long as they must lie apart);
    of two doses of one drug, or of a drug and nothing, only one way is gone.
    """
    left = 0 if no_dose(first) else first.down_days + max(first.settles, first.withdrawal)
    return max(left, lead(first, then, gap) + then.settles)


def lead(first: Arm, then: Arm, gap: int) -> int:
    """Days from the last full dose of one arm until the full dose of the other [d]."""
    return away(first, then, gap) + then.up_days


def away(first: Arm, then: Arm, gap: int) -> int:
    """Days from the last full dose of one arm until the first dose of the other [d]; 0 for two doses of one drug."""
    if no_dose(first) or no_dose(then) or first.id == then.id:
        return 0
    return first.down_days + max(first.settles, gap)


def _levels(library: Library, drug: Drug, dosed: Dosed, jurisdiction: str) -> tuple[CalendarDay, ...]:
    """The steps up to the dose of the trial; the dose itself is the last."""
    plan = Titration(dosed.dosing, dosed.limits, date.min, jurisdiction)
    calendar = [day for day in calendar_for(library, drug, plan) if day.times_per_day >= 1]
    if dosed.dose is None:
        return tuple(calendar)
    below = [
        day for day in calendar if (total := _amount(day.total)) and total.value < dosed.dose.value - 1e-9
    ]
    same = [
        day
        for day in calendar
        if (total := _amount(day.total)) and math.isclose(total.value, dosed.dose.value)
    ]
    if same:
        return (*below, same[0])
    after = calendar[len(below)].day if len(below) < len(calendar) else _next_day(calendar)
    text = f"{number(dosed.dose.value)} {dosed.dose.unit}"
    return (*below, CalendarDay("", after, text, 1.0, text, ""))


def _next_day(calendar: list[CalendarDay]) -> int:
    """The day on which a further step of the same length would come."""
    if len(calendar) < 2:
        return calendar[-1].day if calendar else 1
    return 2 * calendar[-1].day - calendar[-2].day


def _amount(text: str) -> Amount | None:
    from painpath.facts import parse_quantity

    found = parse_quantity(text)
    return None if found is None else Amount(found.low, found.unit)


def _step(level: CalendarDay, day: int) -> DoseStep:
    return DoseStep(day, _amount(level.total), level.take, level.times_per_day)


def _up(levels: tuple[CalendarDay, ...], floor: float) -> tuple[DoseStep, ...]:
    above = [level for level in levels if (total := _amount(level.total)) and total.value > floor + 1e-9]
    return tuple(_step(level, level.day - above[0].day + 1) for level in above)


def _down(
    library: Library, drug: Drug, dosed: Dosed, levels: tuple[CalendarDay, ...], jurisdiction: str
) -> tuple[tuple[DoseStep, ...], tuple[Sentence, ...]]:
    """The way from the dose of the trial to the other arm's: at once, by the entry's steps, or the way up reversed."""
    taper, top = drug.taper, _amount(levels[-1].total)
    assert top is not None, "a calendar is made of quantities"
    same = [level for level in levels if (at := _amount(level.total)) and math.isclose(at.value, dosed.floor)]
    end = _step(same[0], 1) if same else DoseStep(1, Amount(dosed.floor, top.unit), "", None)
    if taper is None:
        return (end,), ()
    said = Sentence("taper", taper.says, cites(taper.cite))
    if taper.needed == "no":
        return (end,), (said,)
    course = Course(
        drug.substance, daily_low=top.value, daily_high=top.value, unit=top.unit, route=drug.route
    )
    if taper.step and taper.every:
        plan = taper_plan(library, course, date.min, jurisdiction)
        dated = () if plan is None else plan.days
        steps = [
            DoseStep((date.fromisoformat(one.from_date) - date.min).days + 1, _amount(one.total), "", None)
            for one in dated
        ]
        kept = [step for step in steps if step.total is not None and step.total.value > dosed.floor + 1e-9]
        after = steps[len(kept)].day if len(kept) < len(steps) else 1
        least = _least(taper.over_at_least)
        return (*kept, replace(end, day=max(after, least + 1))), (said,)
    between = [
        level for level in levels[:-1] if (total := _amount(level.total)) and dosed.floor + 1e-9 < total.value
    ]
    least = _least(taper.over_at_least)
    if not between:
        return (DoseStep(1, None, "", None), replace(end, day=least + 1)), (
            said,
            Sentence("way_down_open", library.say("trial.way_down_open"), ()),
        )
    gaps = [after.day - level.day for level, after in pairwise(levels)]
    each = max(*gaps, math.ceil(least / len(between)))
    found = [_step(level, 1 + i * each) for i, level in enumerate(reversed(between))]
    found.append(replace(end, day=1 + len(between) * each))
    return tuple(found), (said, Sentence("way_down", library.say("trial.way_down"), (_REVERSED,)))


def _least(span: str) -> int:
    """The least time of a taper [d]; 0 where the entry gives none."""
    found = days(span) if span else None
    return 0 if found is None else math.ceil(found)


def _settles(
    library: Library, figures: Figures, drug: Drug, dosed: Dosed
) -> tuple[int, tuple[Sentence, ...]]:
    """Days until levels are even or the drug is gone. An unknown half-life is never no time at all."""
    unknown = figure_days(figures, "masked_when_unknown")
    lowered = dosed.dosing.regimen is not None and dosed.dosing.row is not dosed.dosing.regimen.rows[0]
    cite = cites(figures["half_lives"].cite)
    if drug.half_life is None:
        says = library.say("trial.half_life_unknown", drug=drug.name, n=str(unknown))
        return unknown, (Sentence("half_life", says, cites(figures["masked_when_unknown"].cite)),)
    longest = days(drug.half_life.high)
    assert longest is not None, "the checks refuse a half-life that is not a span"
    found = math.ceil(float(figures["half_lives"].value) * longest)
    of = drug.half_life.of or drug.name
    span = f"{drug.half_life.low} to {drug.half_life.high}"
    says = library.say(
        "trial.half_life",
        text_more=drug.half_life.says or library.say("trial.half_life_normal"),
        drug=of,
        text_span=span,
        n=number(figures["half_lives"].value),
        n_days=str(found),
    )
    sources = (*cites(drug.half_life.cite), *cite)
    if not lowered:
        return found, (Sentence("half_life", says, sources),)
    more = library.say("trial.half_life_longer", n=str(max(found, unknown)))
    return max(found, unknown), (Sentence("half_life", f"{says} {more}", sources),)


def _withdrawal(library: Library, drug: Drug) -> tuple[int, tuple[Sentence, ...]]:
    """Days after the last dose, or a step down, that may hold withdrawal; none where the entry needs no way down.

    Source: the `withdrawal` of the drug's class, else parameters/withdrawal_elsewhere (`withdrawal_of`).
    """
    if drug.taper is not None and drug.taper.needed == "no":
        return 0, ()
    length, cite = withdrawal_of(library, drug)
    found = math.ceil(length)
    if found == 0:
        return 0, ()
    return found, (
        Sentence("withdrawal", library.say("trial.withdrawal", drug=drug.name, n=str(found)), cite),
    )


def _at_dose(library: Library, drug: Drug) -> tuple[int, tuple[Sentence, ...]]:
    """How long the entry asks for at the dose: the shortest that any of its authorities names."""
    trials = drug.trial if isinstance(drug.trial, list) else [drug.trial]
    spans: list[tuple[float, Trial]] = []
    for trial in trials:
        span = days(trial.for_)
        if span is not None:
            spans.append((span, trial))
    if not spans:
        says = library.say("trial.no_length", drug=drug.name)
        return 0, (Sentence("at_dose", says, ()),)
    shortest, trial = min(spans, key=lambda pair: pair[0])
    says = library.say("trial.at_dose", n=str(math.ceil(shortest)), drug=drug.name, text=trial.says)
    return math.ceil(shortest), (Sentence("at_dose", says, cites(trial.cite)),)


def gap_between(library: Library, first: str, then: str) -> int:
    """Days that must lie between two drugs, in this order, by the interactions of the library [d]."""
    if NOTHING in (first, then):
        return 0
    above = [
        library.above.get(find_drug(library, name).substance, frozenset({name})) for name in (first, then)
    ]
    spans = [
        days(interaction.gap) or 0.0
        for interaction in library.interactions.values()
        if interaction.gap and interaction.first in above[0] and interaction.then in above[1]
    ]
    return math.ceil(max(spans, default=0.0))
