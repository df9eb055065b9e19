"""The stretches of one treatment: titration, at target, below it, missed, withdrawal, after; what each is good for.

A lower dose, or none, on so few days that it is a missed dose (knowledge/parameters) is a gap and brings no withdrawal.
After a longer one the days in which withdrawal is usual are marked and never judged; a pause beyond them is `after`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from painpath.facts import Status
from painpath.followup.doses import Day, Exposure, said_day
from painpath.followup.result import Phase, PhaseKind
from painpath.library import Library
from painpath.planning.result import Amount

Use = Literal["off", "on", "masked"]
#: what a stretch may be used for when asking whether the treatment is why: before and after it is off; while the dose
#: is only rising, after it fell, and where nobody knows, nothing is to be learned
USES: dict[PhaseKind, Use] = {
    "before": "off",
    "titration": "masked",
    "at_target": "on",
    "below_target": "on",
    "gap": "masked",
    "withdrawal": "masked",
    "after": "off",
    "unknown": "masked",
}


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of days [ordinal, both ends included] and what it may be used for."""

    first: int
    last: int
    kind: Use


def phases(exposure: Exposure, library: Library, since: int | None = None) -> tuple[Phase, ...]:
    """The stretches of a treatment, oldest first, without a hole; from `since` [ordinal day] where that is before it.

    Unknown: a day that nobody wrote about, and a dose of which it cannot be told whether it is enough, is `unknown`.
    """
    kinds = _kinds(exposure, int(library.parameters["missed_dose_at_most"].value))
    labelled: list[tuple[PhaseKind, Amount | None]] = []
    first = exposure.start
    if since is not None and since < exposure.earliest:
        first = since
        labelled += [("before", None)] * (exposure.earliest - since)
        labelled += [("unknown", None)] * (exposure.start - exposure.earliest)
    labelled += [
        (kind, Amount(day.low, exposure.unit) if day.known and exposure.unit else None)
        for kind, day in zip(kinds, exposure.days, strict=True)
    ]
    return tuple(_merged(first, labelled))


def uses(listed: tuple[Phase, ...]) -> tuple[Stretch, ...]:
    """What each day may be used for by the model: merged, sorted, disjoint stretches. A long pause is off."""
    found: list[Stretch] = []
    for phase in listed:
        first, last = date.fromisoformat(phase.first).toordinal(), date.fromisoformat(phase.last).toordinal()
        kind = USES[phase.kind]
        if found and found[-1].kind == kind and found[-1].last + 1 == first:
            found[-1] = Stretch(found[-1].first, last, kind)
        else:
            found.append(Stretch(first, last, kind))
    return tuple(found)


def _merged(first: int, labelled: list[tuple[PhaseKind, Amount | None]]) -> Iterator[Phase]:
    begin = 0
    for place in range(1, len(labelled) + 1):
        if place == len(labelled) or labelled[place] != labelled[begin]:
            kind, dose = labelled[begin]
            yield Phase(kind, said_day(first + begin), said_day(first + place - 1), place - begin, dose)
            begin = place


def _kinds(exposure: Exposure, missed: int) -> list[PhaseKind]:
    """What each day of an exposure was."""
    days = exposure.days
    reached = [exposure.reaches(exposure.start + place) for place in range(len(days))]
    kinds = [_kind(day, reach, exposure) for day, reach in zip(days, reached, strict=True)]
    first_target = next((place for place, kind in enumerate(kinds) if kind == "at_target"), None)
    plateau = _plateau(exposure, first_target)
    for place, kind in enumerate(kinds):
        if kind == "below_target" and place < plateau:
            kinds[place] = "titration"
    _mark_off(kinds, exposure, missed)
    _mark_lower(kinds, exposure, missed)
    return kinds


def _kind(day: Day, reach: tuple[bool, bool], exposure: Exposure) -> PhaseKind:
    """A day by itself, before what surrounds it is looked at."""
    if day.state == "off":
        return "gap"
    if day.state == "unknown" or exposure.target is None:
        return "unknown"
    surely, perhaps = reach
    if surely:
        return "at_target"
    return "unknown" if perhaps else "below_target"


def _plateau(exposure: Exposure, first_target: int | None) -> int:
    """The place from which a dose below target is no longer on its way up.

    That is the first day at target; where it was never reached, one step of the titration after the last rise.
    """
    if first_target is not None:
        return first_target
    last_rise, dose = 0, -math.inf
    for place, day in enumerate(exposure.days):
        if not day.known:
            continue
        if day.low > dose:
            last_rise = place
        dose = day.low
    return last_rise + math.ceil(exposure.step)


def _mark_off(kinds: list[PhaseKind], exposure: Exposure, missed: int) -> None:
    """Mark the days off: a missed dose stays a gap; else withdrawal first, then `after`."""
    place = 0
    while place < len(kinds):
        if exposure.days[place].state != "off":
            place += 1
            continue
        end = place
        while end < len(kinds) and exposure.days[end].state == "off":
            end += 1
        stopped = end == len(kinds) and _stopped(exposure)
        if place > 0 and (end - place > missed or stopped):
            window = min(end, place + math.ceil(exposure.withdrawal))
            for here in range(place, end):
                kinds[here] = "withdrawal" if here < window else "after"
        place = end


def _stopped(exposure: Exposure) -> bool:
    """Whether the last course is known to have ended, so that days off at the end are not only missed doses."""
    taken = [course for course in exposure.courses if course.status is not Status.NOT_TAKEN]
    return taken[-1].ended is not None or taken[-1].status is Status.STOPPED


def _mark_lower(kinds: list[PhaseKind], exposure: Exposure, missed: int) -> None:
    """After a lower dose that lasted: so many days of withdrawal, as long as it is taken. A missed dose is a gap."""
    days = exposure.days
    for place in range(1, len(days)):
        before = next((days[back] for back in range(place - 1, -1, -1) if days[back].state == "on"), None)
        here = days[place]
        if before is None or not (before.known and here.known and here.low < before.low):
            continue
        end = place
        while end < len(days) and days[end].known and days[end].low < before.low:
            end += 1
        if end - place <= missed and end < len(days):
            for one in range(place, end):
                if kinds[one] == "below_target":
                    kinds[one] = "gap"
            continue
        for one in range(place, min(end, place + math.ceil(exposure.withdrawal))):
            kinds[one] = "withdrawal"
