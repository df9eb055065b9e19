"""Whether a trial was long enough at a dose that is enough: each authority beside the others, none merged.

The clock starts with the first day at the target dose (or at the highest dose that was borne), not with the first
tablet, unless the authority itself counts from the start. Days that are not known leave the answer open.
"""

from __future__ import annotations

import math

from painpath.assessment.words import cites
from painpath.facts import Outcome
from painpath.facts.moment import DAWN
from painpath.facts.units import days as length_of
from painpath.followup.doses import Exposure, days_said
from painpath.followup.result import Three, TrialStand
from painpath.library import Library
from painpath.library.schema import Trial
from painpath.planning.dosing import say_amount

START = "start"


def trial_stands(exposure: Exposure, library: Library) -> tuple[TrialStand, ...]:
    """Every authority's trial of a treatment and whether it was reached; in the order of the entry.

    Unknown: where the target or the dose is not known, and where days that nobody wrote about would decide.
    """
    entry = library.drugs[exposure.entry]
    listed = entry.trial if isinstance(entry.trial, list) else [entry.trial]
    return tuple(_stand(exposure, library, trial) for trial in listed)


def _stand(exposure: Exposure, library: Library, trial: Trial) -> TrialStand:
    needed = length_of(trial.for_) or 0.0
    low, high = _days(exposure, library, at_start=trial.at == START)
    authority = trial.authority or _authority(library, trial)
    slots = {
        "text_authority": authority,
        "n_needed": str(math.ceil(needed)),
        "n_days": days_said(library, low, high),
    }
    reached: Three = "yes" if low >= needed else "no" if high < needed else "unknown"
    if trial.at == START:
        says = library.say(f"course.trial_start_{reached}", **slots)
    elif exposure.target is None:
        reached = "unknown"
        says = library.say("course.trial_no_target", **slots)
    else:
        slots["dose"] = say_amount(exposure.target)
        if exposure.tolerated:
            says = library.say(f"course.trial_tolerated_{reached}", **slots)
        else:
            says = library.say(f"course.trial_{reached}", **slots)
    if reached == "no" and exposure.outcome is Outcome.NOT_TOLERATED:
        says = f"{says} {library.say('course.trial_not_tolerated')}"
    return TrialStand(authority, needed, reached, says, cites(trial.cite))


def _days(exposure: Exposure, library: Library, *, at_start: bool) -> tuple[int, float]:
    """The days that count for a trial, at least and at most: of the longest stretch without a long pause."""
    low, high = 0, 0.0
    for episode in exposure.episodes(int(library.parameters["missed_dose_at_most"].value)):
        if at_start:
            states = [exposure.on(day).state for day in episode]
            sure, perhaps = states.count("on"), len(states) - states.count("off")
        else:
            reached = [exposure.reaches(day) for day in episode]
            sure, perhaps = sum(1 for one, _ in reached if one), sum(1 for _, one in reached if one)
        low, high = max(low, sure), max(high, perhaps)
    # Begun nobody knows when: it may have been taken for years before the first day that is known.
    return low, math.inf if exposure.earliest <= DAWN and high > 0 else high


def _authority(library: Library, trial: Trial) -> str:
    """Whose word it is: the title of the first source."""
    source = cites(trial.cite)[0].partition("@")[0].strip()
    entry = library.sources.get(source)
    return source if entry is None else entry.title
