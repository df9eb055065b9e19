"""Better than before, and better because of this treatment: the model's numbers as two statements with their limits.

What the numbers are is `model`; what was known before the diary is `priors`; here is what may be said of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from painpath.facts import Outcome
from painpath.followup.doses import Day, Exposure
from painpath.followup.model import Judgement, Range, Stop, Stretch, judge_treatment
from painpath.followup.phases import uses
from painpath.followup.priors import KnownPrior, because_call, prior_of
from painpath.followup.response import bars_of
from painpath.followup.result import Attribution, Change, Interval, Phase, Surer
from painpath.followup.series import Track
from painpath.library import Library
from painpath.planning.result import Sentence

#: the bar of a response, and the one used where there is no week before
PERCENT, POINTS = "percent_30", "points_2"
#: how a stop is told to the model
_STOPS: dict[Outcome, Stop] = {Outcome.NO_BENEFIT: "no_benefit", Outcome.NOT_TOLERATED: "not_tolerated"}


class Evidence(msgspec.Struct, frozen=True):
    """What there is to judge one treatment by: its days, the pain, the change of the pain, its phases."""

    exposure: Exposure
    pain: Track | None
    change: Change | None
    phases: tuple[Phase, ...]
    others: tuple[Exposure, ...] = ()
    #: whether the trial was long enough, at a dose that can work, for a no
    fair: bool = True


class _Bar(msgspec.Struct, frozen=True):
    """The difference that counts [points], and who says so."""

    points: float
    cite: tuple[str, ...]


def attribution(
    library: Library, indication: str, evidence: Evidence
) -> tuple[Attribution | None, tuple[str, ...]]:
    """The two statements with their ranges; or why there are none, and what limits them.

    A stop for harm or for lack of benefit is data. Source: the effects and priors cited in the result.
    """
    exposure, pain, change = evidence.exposure, evidence.pain, evidence.change
    if pain is None or not pain.days:
        return None, (library.say("review.no_diary"),)
    if exposure.first is None:
        return None, (library.say("review.start_unknown"),)
    known = prior_of(library, exposure.entry, indication, anyway_from=exposure.first)
    if known is None:
        return None, (library.say("review.no_trials", drug=exposure.name),)
    bar = _meaningful(library, pain, change)
    stretches, differ = _apart_from_others(evidence)
    found = judge_treatment(
        pain.daily(),
        stretches,
        known.prior,
        bar.points,
        stop="" if exposure.taken_now else _STOPS.get(exposure.outcome, ""),
    )
    limits = []
    if change is None or change.before is None:
        limits.append(library.say("review.no_baseline"))
    if differ:
        limits.append(library.say("review.others_differ", list=", ".join(differ), drug=exposure.name))
    if not found.periods_on:
        limits.append(library.say("review.no_days_on"))
    fair = evidence.fair and not _hardly_any(change)
    if _hardly_any(change):
        limits.append(library.say("review.hardly_any"))
    return _told(library, exposure.name, (known, found, bar), fair=fair), tuple(limits)


def _hardly_any(change: Change | None) -> bool:
    """Whether there was so little pain before that no share of it can be reckoned."""
    return change is not None and change.points is not None and change.percent is None


def _apart_from_others(evidence: Evidence) -> tuple[tuple[Stretch, ...], tuple[str, ...]]:
    """What each day may be used for, without those on which another treatment was taken differently than usual.

    "Usual" is how the others were taken on most of the days that count as on this treatment: a day that differs in two
    treatments tells of neither. Also gives the names of the others that differed on a day that was left out.
    """
    found = uses(evidence.phases)
    on = [day for one in found if one.kind == "on" for day in range(one.first, one.last + 1)]
    if not on or not evidence.others:
        return tuple(Stretch(one.first, one.last, one.kind) for one in found), ()

    def beside(day: int) -> tuple[Day, ...]:
        return tuple(other.on(day) for other in evidence.others)

    usual = Counter(beside(day) for day in on).most_common(1)[0][0]
    differ: dict[str, None] = {}
    kept: list[Stretch] = []
    for one in found:
        for day in range(one.first, one.last + 1):
            here = beside(day)
            kind = one.kind
            if kind != "masked" and here != usual:
                kind = "masked"
                names = zip(evidence.others, here, usual, strict=True)
                differ.update((other.name, None) for other, now, then in names if now != then)
            if kept and kept[-1].kind == kind and kept[-1].last + 1 == day:
                kept[-1] = Stretch(kept[-1].first, day, kind)
            else:
                kept.append(Stretch(day, day, kind))
    return tuple(kept), tuple(differ)


def _meaningful(library: Library, pain: Track, change: Change | None) -> _Bar:
    """The bar of percent from the week before; without one, or with hardly any pain in it, that of points."""
    bars = {bar.id: bar for bar in bars_of(library, pain.measure)}
    if change is not None and change.before is not None and not _hardly_any(change):
        reach = next((bar.reach for bar in change.thresholds if bar.id == PERCENT), None)
        if reach is not None:
            return _Bar(round(change.before.value - reach, 1), bars[PERCENT].cite)
    points = bars[POINTS].points
    assert points is not None, "a bar of points has points"
    return _Bar(points, bars[POINTS].cite)


def _told(
    library: Library, name: str, what: tuple[KnownPrior, Judgement, _Bar], *, fair: bool
) -> Attribution:
    known, found, bar = what
    call = because_call(library)
    key = "open"
    if call.allows(found.p_because, found.own_share):
        key = "yes"
    elif fair and max(found.p_because, found.p_better) <= 1 - call.probability:
        # Little is to be expected of one drug from trials alone: only a diary that shows no relief says no, and only
        # after a trial that was long enough.
        key = "no"
    most = "review.share_most" if found.own_share >= call.own_share else "review.share_little"
    surer = [
        Surer(way, library.say(f"review.surer_{way}", drug=name), found.range_now, then)
        for way, then in (("more_on", found.range_more_on), ("pause", found.range_pause))
        if then < found.range_now
    ]
    return Attribution(
        meaningful=bar.points,
        p_better=found.p_better,
        better=_ranges(found.better),
        p_because=found.p_because,
        because=_ranges(found.because),
        prior=_ranges(found.because_before),
        p_because_before_data=found.p_because_before,
        own_share=found.own_share,
        says=(
            Sentence("because", library.say(f"review.because_{key}", drug=name), ()),
            Sentence("share", library.say(most), ()),
        ),
        surer=tuple(sorted(surer, key=lambda one: one.range_then)),
        cite=tuple(dict.fromkeys((*known.cite, *bar.cite))),
        p_better_before_data=found.p_better_before,
        better_prior=_ranges(found.better_before),
        prior_says=library.say(f"review.prior_{known.nearest}", drug=name),
        days_used=found.days_used,
        periods_on=found.periods_on,
        periods_off=found.periods_off,
    )


def _ranges(found: Sequence[Range]) -> tuple[Interval, ...]:
    return tuple(Interval(one.value, one.low, one.high, one.level) for one in found)
