"""Designing a trial in one patient (N-of-1): its arms, its periods in pairs, its order.

It refuses before it plans (`trial_checks`); what is not known is asked first. Nothing here judges what came of a trial
(`trial_analysis`), and the order is drawn from a number that is handed in.
"""

from __future__ import annotations

import hashlib
from datetime import date

from msgspec.structs import replace

from painpath.assessment import Assessment
from painpath.assessment.words import cites
from painpath.criteria.explain import number
from painpath.facts import parse_quantity
from painpath.followup.trial_checks import (
    Checked,
    Ground,
    Wanted,
    both_taken,
    checked_for,
    ground_of,
    kind_of,
    slow_to_stop,
    taken_now,
    verdict_on,
)
from painpath.followup.trial_dose import (
    Dosed,
    arm_of,
    away,
    figure_days,
    gap_between,
    lead,
    no_dose,
    nothing_arm,
    transition,
)
from painpath.followup.trial_form import Arm, Bar, Design, DoseStep, Key, Order, Period, Stretch
from painpath.followup.trial_rules import blank
from painpath.library import Library, Settings
from painpath.planning.dosing import dosing_for, in_unit, say_amount
from painpath.planning.result import Amount, Sentence


def design_trial(assessment: Assessment, wanted: Wanted, library: Library, settings: Settings) -> Design:
    """The design of a trial of a drug against none, another drug or another dose, or why it is not done.

    Unknown: what has to be known first is asked (`held`); an unknown half-life or taper never counts as none.
    Source: rules/n_of_1_design and its cites; Vohra 2015 @ abstract.
    """
    ground = ground_of(assessment, wanted, library, settings)
    arms, dose_bars = _arms(ground)
    checked = checked_for(ground, reduction=False)
    bars = (*checked.bars, *dose_bars, *both_taken(ground), *slow_to_stop(ground, arms))
    empty = blank(ground, Checked(bars, checked.ask, checked.verdicts), kind_of(wanted))
    if len(arms) < 2 or bars:
        return empty
    planned = _planned(ground, empty, arms)
    return planned if not checked.ask else replace(planned, periods=(), arms=(), before=(), key=None)


def dosed_of(ground: Ground, entry: str, dose: Amount | None, floor: float = 0.0) -> Dosed:
    """A drug at the dose that is taken now, else at what its row reaches, within this person's limits."""
    library = ground.library
    asking = ground.assessment._asking
    drug = library.drugs[entry]
    dosing = dosing_for(asking, library, drug, ground.indication, ground.settings.jurisdiction)
    limits = verdict_on(ground, entry).limits
    course = taken_now(ground, entry)
    if dose is None and course is not None and course.dose_known and course.unit:
        dose = Amount(course.daily_low, course.unit)
    return Dosed(entry, dosing, limits, dose, floor)


def _arms(ground: Ground) -> tuple[tuple[Arm, ...], tuple[Bar, ...]]:
    """The two arms: the drug in question first."""
    library, wanted, place = ground.library, ground.wanted, ground.settings.jurisdiction
    kind = kind_of(wanted)
    lower = parse_quantity(wanted.against) if kind == "two_doses" else None
    dosed = dosed_of(ground, wanted.drug, None)
    first = arm_of(library, ground.figures, "", dosed, place)
    if first is None or first.dose is None:
        return (), (_no_dose(ground, wanted.drug),)
    if kind == "on_off":
        return (first, nothing_arm(library, "")), ()
    if lower is not None:
        same = in_unit(lower.low, lower.unit, first.dose.unit)
        high = (
            arm_of(library, ground.figures, "", dosed._replace(floor=same), place)
            if same is not None and 0 < same < first.dose.value
            else None
        )
        if same is None or high is None:
            says = library.say("trial.not_lower", drug=first.name, amount=wanted.against)
            return (), (Bar("not_lower", says, "", ()),)
        return _two_doses(library, high, Amount(same, first.dose.unit)), ()
    second = arm_of(library, ground.figures, "", dosed_of(ground, wanted.against, None), place)
    if second is None:
        return (first,), (_no_dose(ground, wanted.against),)
    return (first, second), ()


def _two_doses(library: Library, high: Arm, lower: Amount) -> tuple[Arm, Arm]:
    """The dose of the trial and a lower one: the way down to the one is the way up of the other, and back."""
    low = replace(high, dose=lower, up=high.down, down=high.up)
    low = replace(low, up_days=high.down_days, down_days=high.up_days)
    named = [
        replace(arm, name=library.say("trial.at_dose_name", drug=arm.name, amount=say_amount(arm.dose)))
        for arm in (high, low)
        if arm.dose is not None
    ]
    return named[0], named[1]


def _no_dose(ground: Ground, entry: str) -> Bar:
    """There is no daily dose to plan with; where the row waits for an answer, that is asked as well."""
    says = ground.library.say("trial.no_dose", drug=ground.library.drugs[entry].name)
    return Bar("no_dose", says, "", ())


def coin(seed: int, name: str) -> bool:
    """A fair coin that falls the same for the same number and name.

    >>> coin(1, "pair 1") == coin(1, "pair 1")
    True
    """
    return bool(hashlib.sha256(f"{seed}:{name}".encode()).digest()[0] & 1)


def order_of(seed: int, pairs: int, order: Order) -> tuple[int, ...]:
    """Which arm (0 or 1) each period has: in random order within each pair, or pairs that alternate.

    Source: carriere_2015_nof1 @ abstract (alternating AB and BA pairs); ahrq_nof1_chapter_4 @ introduction.
    """
    found: list[int] = []
    for pair in range(pairs):
        first = coin(seed, f"pair {pair}") if order == "randomised" else coin(seed, "pair 0") ^ bool(pair % 2)
        found += [int(first), int(not first)]
    return tuple(found)


def key_fits(design: Design, key: Key, arms: tuple[Arm, ...]) -> bool:
    """Whether a key is the one that was drawn with a design: its number gives the design's codes, for the same drug.

    A key of another design would tell the two treatments the wrong way round.
    """
    a_is_first = coin(key.seed, "code")
    codes = ("A", "B") if a_is_first else ("B", "A")
    drawn = [codes[arm] for arm in order_of(key.seed, len(design.periods) // 2, key.order)]
    same_drug = not arms or design.drug in {arm.id for arm in arms}
    return same_drug and key.drug_is == codes[0] and drawn == [period.code for period in design.periods]


def _planned(ground: Ground, empty: Design, arms: tuple[Arm, ...]) -> Design:
    library, wanted, figures = ground.library, ground.wanted, ground.figures
    first, second = arms
    gaps = (gap_between(library, first.id, second.id), gap_between(library, second.id, first.id))
    ways = ((first, second, gaps[0]), (second, first, gaps[1]))
    judged = 7 * wanted.weeks if wanted.weeks is not None else figure_days(figures, "judged")
    settled = max(transition(*way) for way in ways)
    at_dose = max(lead(*way) + way[1].at_dose for way in ways)
    length = max(settled + judged, at_dose)
    pairs = wanted.pairs if wanted.pairs is not None else int(figures["pairs"].value)
    a_is_first = coin(wanted.seed, "code")
    codes = ("A", "B") if a_is_first else ("B", "A")
    begins = wanted.begins or ground.assessment._asking.record.as_of + 1
    # Where the other drug is the one taken now, the week before is at its dose, and the first change is from it.
    last = int(kind_of(wanted) == "two_drugs" and taken_now(ground, second.id) is not None)
    before, day = before_periods(ground, arms[last], begins)
    periods: list[Period] = []
    for index, arm in enumerate(order_of(wanted.seed, pairs, wanted.order)):
        steps = _steps(arms, last, arm, gaps)
        periods.append(
            Period(
                number=index + 1,
                pair=index // 2 + 1,
                code=codes[arm],
                first=_iso(day),
                last=_iso(day + length - 1),
                judged_from=_iso(day + length - judged),
                steps=steps,
            )
        )
        day, last = day + length, arm
    key = Key(wanted.seed, wanted.order, "A" if a_is_first else "B")
    coded = tuple(replace(arm, code=code) for arm, code in zip(arms, codes, strict=True))
    weeks = (day - begins) / 7
    notes = list(empty.notes)
    if weeks > float(figures["longest"].value):
        says = library.say("trial.long", n=str(round(weeks)), n_most=number(figures["longest"].value))
        notes.append(Sentence("long", says, cites(figures["longest"].cite)))
    if pairs < int(figures["pairs"].value):
        says = library.say("trial.few_pairs", n=str(pairs), n_wanted=number(figures["pairs"].value))
        notes.append(Sentence("few_pairs", says, cites(figures["pairs"].cite)))
    return replace(
        empty,
        notes=tuple(notes),
        pairs=pairs,
        masked_days=length - judged,
        judged_days=judged,
        period_days=length,
        before=before,
        periods=tuple(periods),
        arms=coded,
        key=key,
    )


def _steps(arms: tuple[Arm, ...], last: int, now: int, gaps: tuple[int, int]) -> tuple[DoseStep, ...]:
    """What is given from day to day of a period, after the arm before it."""
    before, arm = arms[last], arms[now]
    if last == now:
        return (replace(arm.up[-1], day=1),) if not no_dose(arm) else arm.up
    if before.id == arm.id or no_dose(before):
        return arm.up
    if no_dose(arm):
        return before.down
    wait = away(before, arm, gaps[last])
    return (*before.down, *(replace(step, day=step.day + wait) for step in arm.up))


def before_periods(ground: Ground, arm: Arm, begins: int) -> tuple[tuple[Stretch, ...], int]:
    """The days before the first period, and its first day: a week without the drug, then the way up and a week at the
    dose; only the week at the dose where the drug is taken already."""
    library = ground.library
    days = figure_days(ground.figures, "run_in")
    if taken_now(ground, arm.id) is not None:
        says = library.say("trial.run_in_taken", drug=arm.name)
        return (Stretch("run_in", _iso(begins), _iso(begins + days - 1), says),), begins + days
    start = begins + days
    # From nothing at all, also where the other arm is a lower dose.
    whole = arm_of(
        library, ground.figures, "", dosed_of(ground, arm.id, arm.dose), ground.settings.jurisdiction
    )
    end = start + (arm if whole is None else whole).up_days + days
    stretches = (
        Stretch("baseline", _iso(begins), _iso(start - 1), library.say("trial.baseline", drug=arm.name)),
        Stretch("run_in", _iso(start), _iso(end - 1), library.say("trial.run_in_new", drug=arm.name)),
    )
    return stretches, end


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
