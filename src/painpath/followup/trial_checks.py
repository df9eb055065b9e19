"""Whether a trial in one patient may be done: what stands against it, and what has to be asked first.

An emergency, a bar of `rules/n_of_1_bar_*`, a drug that is unsafe for this person by the checks of `check_order`, or
one that cannot be stepped down in time. It makes no periods (`trial_design`).
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from painpath.assessment import Assessment
from painpath.assessment.assess import scoped
from painpath.assessment.result import Ask
from painpath.assessment.words import cites, missing_facts
from painpath.criteria.explain import number
from painpath.criteria.values import current as is_current
from painpath.facts import NO, YES, Answer, Course, Status, parse_quantity
from painpath.followup.trial_dose import Figures, figure_days, no_dose
from painpath.followup.trial_form import NOTHING, Arm, Bar, Kind, Order
from painpath.library import Library, Settings
from painpath.planning import Proposed, Verdict, check_order
from painpath.planning.plan import leading_cause
from painpath.planning.questions import ask_of

DESIGN = "n_of_1_design"
UNSAFE = ("contraindicated", "avoid")
STOPPED = ("stop_and_refer", "no_pain_recorded", "not_neuropathic")


class Wanted(msgspec.Struct, frozen=True):
    """What is asked for: the entry of a drug, and what it is compared with (`none`, another entry, or a daily dose).

    `begins` is an ordinal day (0: the day after the as-of day); `meaningful` in points (None: the scale's own).
    """

    drug: str
    against: str = NOTHING
    pairs: int | None = None
    weeks: int | None = None
    seed: int = 0
    order: Order = "randomised"
    begins: int = 0
    indication: str = ""
    meaningful: float | None = None


class Ground(NamedTuple):
    """What every step of a design looks at."""

    assessment: Assessment
    library: Library
    settings: Settings
    wanted: Wanted
    figures: Figures
    indication: str


class Checked(NamedTuple):
    """What stands against the trial and what has to be asked first."""

    bars: tuple[Bar, ...]
    ask: tuple[Ask, ...]
    verdicts: tuple[Verdict, ...] = ()


def ground_of(assessment: Assessment, wanted: Wanted, library: Library, settings: Settings) -> Ground:
    """What every step of a design looks at; the indication is the one asked for, else the leading cause."""
    leading = leading_cause(assessment)
    indication = wanted.indication or (leading.id if leading is not None else "")
    return Ground(assessment, library, settings, wanted, library.rules[DESIGN].figures, indication)


def kind_of(wanted: Wanted) -> Kind:
    """What is compared: a drug and nothing, two drugs, or two doses."""
    if wanted.against == NOTHING:
        return "on_off"
    return "two_doses" if parse_quantity(wanted.against) is not None else "two_drugs"


def bars_against(ground: Ground, *, reduction: bool) -> Checked:
    """The bars of the knowledge that concern these drugs; one whose answer is open is asked first.

    A bar without a question holds for every trial that puts a drug on and off, not for a planned reduction.
    """
    library, asking = ground.library, ground.assessment._asking
    named: set[str] = set()
    for entry in entries_of(ground.wanted):
        substance = library.drugs[entry].substance
        named |= {entry} | library.above.get(substance, frozenset({substance}))
    bars: list[Bar] = []
    ask: dict[str, Ask] = {}
    for name, rule in library.rules_of("n_of_1_bar").items():
        if rule.concerns and not set(rule.concerns) & named:
            continue
        bar = Bar(name, rule.says, rule.do, cites(rule.cite))
        if rule.when is None:
            if not reduction:
                bars.append(bar)
            continue
        scope, answer = scoped(asking, library, rule)
        match answer:
            case Answer.YES:
                bars.append(bar)
            case Answer.UNKNOWN:
                missing = missing_facts(asking, library.criterion(rule.when))
                asked = [fact for fact in rule.ask if fact in missing] or list(missing[:1])
                if scope is not YES and rule.applies_when is not None:
                    asked = list(missing_facts(asking, library.criterion(rule.applies_when)))[:1] or asked
                if not asked:
                    bars.append(bar)  # open, and nothing that could be asked settles it
                for fact in asked:
                    ask.setdefault(fact, ask_of(asking, library, fact, name, must=True))
            case Answer.NO:
                pass  # settled: it does not stand against the trial
    return Checked(tuple(bars), tuple(ask.values()))


def checked_for(ground: Ground, *, reduction: bool) -> Checked:
    """Everything that stands against it: an emergency, the bars, and the verdict on each drug."""
    assessment, library = ground.assessment, ground.library
    bars: list[Bar] = []
    if assessment.status in STOPPED:
        bars.append(Bar(assessment.status, assessment.status_says, "", ()))
    found = bars_against(ground, reduction=reduction)
    bars += found.bars
    ask = {one.fact: one for one in found.ask}
    if assessment.status == "ask_first":
        ask.update({one.fact: one for one in assessment.ask if one.must})
    verdicts = tuple(verdict_on(ground, entry) for entry in entries_of(ground.wanted))
    for verdict in verdicts:
        name = library.drugs[verdict.drug].name
        if verdict.verdict in UNSAFE:
            worst = next(reason for reason in verdict.reasons if reason.severity == verdict.verdict)
            says = library.say("trial.unsafe", drug=name, says=worst.says)
            bars.append(Bar(worst.rule, says, worst.do, worst.cite))
        elif verdict.verdict == "insufficient_data":
            ask.update({one.fact: one for one in verdict.ask if one.must})
            if not any(one.must for one in verdict.ask):
                bars.append(Bar("insufficient_data", verdict.says, "", ()))
    return Checked(tuple(bars), tuple(ask.values()), verdicts)


def entries_of(wanted: Wanted) -> tuple[str, ...]:
    """The drugs of the trial, the one in question first."""
    return (wanted.drug, wanted.against) if kind_of(wanted) == "two_drugs" else (wanted.drug,)


def verdict_on(ground: Ground, entry: str) -> Verdict:
    """The verdict on one drug of the trial, as if the other were not taken (they are never taken together)."""
    library = ground.library
    record = ground.assessment._asking.record
    for other in entries_of(ground.wanted):
        if other != entry:
            record = record.without(library.drugs[other].substance)
    course = taken_now(ground, entry)
    intent = "start" if course is None else "continue"
    dose = ""
    if course is not None and course.amount is not None and course.times_per_day is not None:
        dose = f"{number(course.amount)} {course.unit} {number(course.times_per_day)} times a day"
    return check_order(record, Proposed(entry, dose, ground.indication, intent), library, ground.settings)


def taken_now(ground: Ground, entry: str) -> Course | None:
    """The course of a drug that is taken on the as-of day; None where none is known to be."""
    record = ground.assessment._asking.record
    for course in reversed(record.courses_of(ground.library.drugs[entry].substance)):
        planned = course.status in (Status.NOT_TAKEN, Status.PLANNED)
        if not planned and is_current(course, record.as_of) is not NO:
            return course
    return None


def both_taken(ground: Ground) -> tuple[Bar, ...]:
    """Two drugs that are taken together now cannot take turns before one of them has been settled."""
    if kind_of(ground.wanted) != "two_drugs":
        return ()
    if any(taken_now(ground, entry) is None for entry in entries_of(ground.wanted)):
        return ()
    return (Bar("both_taken", ground.library.say("trial.both_taken"), "", ()),)


def slow_to_stop(ground: Ground, arms: tuple[Arm, ...]) -> tuple[Bar, ...]:
    """Drugs that nothing here says how to stop, or that take too long to step down."""
    library, found = ground.library, []
    longest = figure_days(ground.figures, "longest_taper")
    for arm in arms:
        if no_dose(arm):
            continue
        if library.drugs[arm.id].taper is None:
            says = library.say("trial.no_taper", drug=arm.name)
            found.append(Bar("no_taper", says, library.say("trial.no_taper_do"), ()))
        elif arm.down_days > longest:
            says = library.say("trial.slow_taper", drug=arm.name, n=str(arm.down_days), n_most=str(longest))
            cite = cites(ground.figures["longest_taper"].cite)
            found.append(Bar("slow_taper", says, library.say("trial.reduce_instead"), cite))
    return tuple(dict.fromkeys(found))
