"""A planned reduction as a natural trial in one patient: down by steps, each held and judged, with a way back up.

For a drug that is taken and may be lowered. The steps are the entry's own taper, else the way up in reverse, never
faster than these; no step is judged while withdrawal may speak. It is not a trial on and off, and needs no placebo.
"""

from __future__ import annotations

import math
from itertools import pairwise

from msgspec.structs import replace

from painpath.assessment import Assessment
from painpath.assessment.words import cites
from painpath.criteria.explain import number
from painpath.facts import Course
from painpath.facts.moment import DAWN
from painpath.facts.units import days
from painpath.followup.trial_checks import Checked, Ground, Wanted, bars_against, ground_of, taken_now
from painpath.followup.trial_design import before_periods, dosed_of
from painpath.followup.trial_dose import arm_of, figure_days
from painpath.followup.trial_form import Arm, Bar, Design, DoseStep, Period
from painpath.followup.trial_rules import blank
from painpath.library import Library, Settings
from painpath.planning.result import Sentence


def design_reduction(assessment: Assessment, wanted: Wanted, library: Library, settings: Settings) -> Design:
    """The steps of a planned reduction of a drug that is taken, or why there is none.

    Unknown: a dose that is not known refuses; an open bar is asked first (`held`).
    Source: maudsley_deprescribing_gabapentinoid @ opening of the chapter; awttc_gabapentinoid_pack_3 @ section 3.1.
    """
    ground = ground_of(assessment, wanted, library, settings)
    found = bars_against(ground, reduction=True)
    bars = list(found.bars)
    if assessment.status == "stop_and_refer":
        bars.insert(0, Bar(assessment.status, assessment.status_says, "", ()))
    course, name = taken_now(ground, wanted.drug), library.drugs[wanted.drug].name
    arm: Arm | None = None
    if course is None:
        bars.append(Bar("not_taken", library.say("trial.not_taken", drug=name), "", ()))
    elif not course.dose_known or not course.unit:
        bars.append(Bar("dose_unknown", library.say("trial.dose_unknown", drug=name), "", ()))
    else:
        arm = arm_of(library, ground.figures, "", dosed_of(ground, wanted.drug, None), settings.jurisdiction)
        if arm is None or any(step.total is None for step in arm.down) or len(arm.down) < 2:
            arm = None
            bars.append(Bar("no_steps", library.say("trial.no_steps", drug=name), "", ()))
    empty = blank(ground, Checked(tuple(bars), found.ask), "reduction")
    if bars or found.ask or arm is None or course is None:
        return empty
    return _stepped(ground, empty, arm, course)


def _stepped(ground: Ground, empty: Design, arm: Arm, course: Course) -> Design:
    """The design with its steps: at each the dose is held, and the last days of it are judged."""
    library, figures = ground.library, ground.figures
    taper = library.drugs[arm.id].taper
    masked = max(arm.withdrawal, arm.settles)
    judged = figure_days(figures, "step_judged")
    every = days(taper.every) if taper is not None and taper.every else None
    # Where whole pieces make larger steps than the source has, these come later (`taper_plan`), the first one too.
    apart = [after.day - step.day for step, after in pairwise(arm.down)]
    length = max(masked + judged, math.ceil(every or 0.0), *apart)
    wait = arm.down[0].day - 1
    begins = ground.wanted.begins or ground.assessment._asking.record.as_of + 1
    before, day = before_periods(ground, arm, begins + max(0, wait - figure_days(figures, "run_in")))
    periods = []
    for index, step in enumerate(arm.down):
        first = day + index * length
        periods.append(
            Period(
                number=index + 1,
                pair=0,
                code=str(index + 1),
                first=_iso(first),
                last=_iso(first + length - 1),
                judged_from=_iso(first + length - judged),
                steps=(DoseStep(1, step.total, step.take, step.times, arm.name),),
            )
        )
    again = [
        Sentence("again", _again(ground), cites(figures["taken_for"].cite)),
        *_early(ground, arm, course),
        *_waits(ground, arm, wait),
    ]
    return replace(
        empty,
        notes=(*empty.notes, *again),
        masked_days=length - judged,
        judged_days=judged,
        period_days=length,
        before=before,
        periods=tuple(periods),
        arms=(replace(arm, code="0"),),
    )


def _again(ground: Ground) -> str:
    figures = ground.figures
    return ground.library.say(
        "trial.again", n=number(figures["taken_for"].value), n_latest=number(figures["again_after"].value)
    )


def _waits(ground: Ground, arm: Arm, wait: int) -> tuple[Sentence, ...]:
    """Why the first step comes later than a source with smaller steps would have it [d]."""
    taper = ground.library.drugs[arm.id].taper
    if wait <= 0 or taper is None:
        return ()
    says = ground.library.say("trial.first_step_waits", drug=arm.name, n=str(wait))
    return (Sentence("first_step_waits", says, cites(taper.cite)),)


def _early(ground: Ground, arm: Arm, course: Course) -> list[Sentence]:
    """What to know of the time: taken for less than the sources name, or since an unknown day; not their drug."""
    library, figures, found = ground.library, ground.figures, []
    least = figure_days(figures, "taken_for")
    record = ground.assessment._asking.record
    cite = cites(figures["taken_for"].cite)
    if course.began.first == DAWN:
        found.append(Sentence("since_unknown", library.say("trial.since_unknown", drug=arm.name), ()))
    elif record.as_of - course.began.last < least:
        says = library.say("trial.early", drug=arm.name, n=number(figures["taken_for"].value))
        found.append(Sentence("early", says, cite))
    if "gabapentinoid" not in library.above.get(library.drugs[arm.id].substance, frozenset()):
        found.append(Sentence("other_drug", library.say("trial.other_drug", drug=arm.name), cite))
    return found


def _iso(day: int) -> str:
    from datetime import date

    return date.fromordinal(day).isoformat()
