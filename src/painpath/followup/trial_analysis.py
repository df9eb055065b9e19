"""What a trial in one patient showed, by periods: means over the judged days, differences within pairs, and what may be
wrong with them.

Never by single days, and never against a period's own start: the first days of a period are masked by the design, and
changing them changes nothing here. Pairs that are incomplete are listed and not counted. A planned reduction is judged
against the week before its first step. The probability model is handed in (`judge`), so that this module needs none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from painpath.facts import Record
from painpath.followup.small_samples import mean, percent, share_of_orders, spread, t_cdf, t_interval
from painpath.followup.trial_checks import DESIGN
from painpath.followup.trial_exposure import Judge, day_of, posterior_of
from painpath.followup.trial_form import Design, Period
from painpath.followup.trial_result import (
    CarryOver,
    PairDifference,
    PeriodMean,
    TrialResult,
    Verdict,
)
from painpath.followup.trial_rules import PAIN
from painpath.library import Library, Settings
from painpath.planning.result import Sentence

LEVELS = (0.8, 0.95)


def analyse_trial(
    design: Design,
    record: Record,
    library: Library,
    settings: Settings,
    model: tuple[Judge, Any] | None = None,
) -> TrialResult:
    """What the diary in a record says of a trial that was designed before; `model` is a judge and its prior.

    Unknown: a period with fewer days than the design needs has no mean, a pair without both no difference, one pair
    no interval; nothing is filled in. Without the key the difference is B less A, and nothing is decided.
    Source: chen_2014_nof1 @ abstract (paired t); blackston_2019_nof1 @ abstract (carry-over).
    """
    days = daily_pain(record)
    drug_is = design.key.drug_is if design.key is not None else ""
    means = tuple(_period(design, period, days, drug_is) for period in design.periods)
    before = _run_in(design, days)
    if design.kind == "reduction":
        return _reduction(design, means, before, library, settings)
    code = drug_is or "A"
    pairs = _pairs(means, code)
    known = [pair.points for pair in pairs if pair.points is not None]
    intervals = tuple(one for level in LEVELS if (one := t_interval(known, level)) is not None)
    meaningful = design.decision.meaningful if design.decision is not None else math.nan
    posterior = posterior_of(design, days, model) if drug_is and model is not None else None
    p_meaningful = _p_above(known, meaningful) if _enough(design, known) else None
    carry = _carry_over(library, means, code, known)
    sure = posterior.p_because if posterior is not None else p_meaningful
    verdict = _verdict(design, sure, len(known)) if drug_is else "not_known"
    return TrialResult(
        verdict=verdict,
        says=_says(library, design, verdict, known, sure),
        kind=design.kind,
        drug=design.drug,
        names=design.names,
        blind=not drug_is,
        periods=means,
        pairs=pairs,
        complete_pairs=len(known),
        difference=mean(known) if known else None,
        intervals=intervals,
        by_chance=share_of_orders(known),
        p_meaningful=p_meaningful,
        meaningful=meaningful,
        between_periods=_between(means),
        carry_over=carry,
        posterior=posterior,
        run_in_mean=before,
        warnings=(
            *_few_pairs(library, design, known),
            *_warnings(library, design, means, carry, record.as_of),
        ),
        settings=settings,
        knowledge_version=library.version,
        intended_use=library.say("plan.intended_use"),
    )


def daily_pain(record: Record) -> dict[int, float]:
    """Average pain by day [ordinal]: the mean of what was written for it; a day known only as a range is left out.

    A reading without its own day (a month, a year) says nothing of a day; one after the as-of day is not used.
    """
    found: dict[int, list[float]] = {}
    for reading in record.of(PAIN):
        if reading.when.first == reading.when.last and reading.low == reading.high:
            found.setdefault(reading.when.first, []).append(reading.low)
    return {day: mean(values) for day, values in sorted(found.items())}


# ---------------------------------------------------------------------------------------------------------- periods


def _period(design: Design, period: Period, days: Mapping[int, float], drug_is: str) -> PeriodMean:
    first, last = day_of(period.judged_from), day_of(period.last)
    if period.ended:
        last = min(last, day_of(period.ended))
    judged = [(day, value) for day, value in days.items() if first <= day <= last]
    length = max(last - first + 1, 0)
    per_week = design.decision.days_in_week if design.decision is not None else 7
    needed = max(math.ceil(min(length, design.judged_days) * per_week / 7), 1)
    enough = len(judged) >= needed and length > 0
    middle = first + length / 2
    early = [value for day, value in judged if day < middle]
    late = [value for day, value in judged if day >= middle]
    return PeriodMean(
        number=period.number,
        pair=period.pair,
        code=period.code,
        name=_name(design, period, drug_is),
        first=period.first,
        last=period.last,
        days=len(judged),
        needed=needed,
        mean=mean([value for _, value in judged]) if enough else None,
        early=mean(early) if enough and early else None,
        late=mean(late) if enough and late else None,
        ended=period.ended,
        reason=period.reason,
    )


def _name(design: Design, period: Period, drug_is: str) -> str:
    if design.kind == "reduction":
        total = period.steps[0].total if period.steps else None
        return "" if total is None else f"{total.value:g} {total.unit}"
    if not drug_is:
        return period.code
    return design.names[0] if period.code == drug_is else design.names[1]


def _run_in(design: Design, days: Mapping[int, float]) -> float | None:
    """The mean of the last week before the first period, at the dose; None with too few days."""
    stretch = next((one for one in design.before if one.kind == "run_in"), None)
    if stretch is None:
        return None
    last = day_of(stretch.last)
    found = [days[day] for day in range(max(day_of(stretch.first), last - 6), last + 1) if day in days]
    per_week = design.decision.days_in_week if design.decision is not None else 7
    return mean(found) if len(found) >= per_week else None


def _pairs(means: Sequence[PeriodMean], code: str) -> tuple[PairDifference, ...]:
    """The differences within pairs: the other arm less the arm with this code."""
    found = []
    for pair in sorted({period.pair for period in means}):
        both = [period for period in means if period.pair == pair]
        ours = [period.mean for period in both if period.code == code]
        others = [period.mean for period in both if period.code != code]
        whole = len(ours) == len(others) == 1 and ours[0] is not None and others[0] is not None
        points = others[0] - ours[0] if whole and ours[0] is not None and others[0] is not None else None
        found.append(PairDifference(pair, points))
    return tuple(found)


def _between(means: Sequence[PeriodMean]) -> float | None:
    """How much periods of the same treatment differ from each other [SD, points]; None where there are too few."""
    squares, freedom = 0.0, 0
    for code in {period.code for period in means}:
        known = [period.mean for period in means if period.code == code and period.mean is not None]
        sd = spread(known)
        if sd is not None:
            squares += sd * sd * (len(known) - 1)
            freedom += len(known) - 1
    return math.sqrt(squares / freedom) if freedom else None


def _p_above(known: Sequence[float], meaningful: float) -> float | None:
    """How sure it is, by the pairs alone, that the difference is at least this [points]; None below two pairs."""
    sd = spread(known)
    if sd is None or not math.isfinite(meaningful):
        return None
    if sd == 0:
        return 1.0 if mean(known) >= meaningful else 0.0
    return t_cdf((mean(known) - meaningful) / (sd / math.sqrt(len(known))), len(known) - 1)


# ------------------------------------------------------------------------------------------------ what may be wrong


def _carry_over(
    library: Library, means: Sequence[PeriodMean], code: str, known: Sequence[float]
) -> CarryOver:
    """Whether the first half of the judged days leans towards the treatment before, in periods after a change.

    Limits: a slow onset, a trend over the trial and withdrawal look the same; without changes nothing is known.
    """
    leans = []
    for before, now in pairwise(means):
        if before.code == now.code or now.early is None or now.late is None:
            continue
        # Less pain with the drug: after it the first half is still lower, after the other still higher.
        leans.append(now.late - now.early if before.code == code else now.early - now.late)
    if known and mean(known) < 0:
        leans = [-lean for lean in leans]
    points = mean(leans) if leans else None
    interval = t_interval(leans, LEVELS[0])
    if points is None or interval is None:
        return CarryOver(len(leans), points, interval, "unknown", library.say("trial.carry_unknown"))
    # Either it is told from chance, or it is so large that what was found may hang on it.
    share = float(library.rules[DESIGN].figures["carry_share"].value)
    large = bool(known) and points > 0 and points >= abs(mean(known)) * share
    if interval.low > 0 or large:
        says = library.say("trial.carry_yes", n=f"{points:.1f}", n_changes=str(len(leans)))
        return CarryOver(len(leans), points, interval, "yes", says)
    return CarryOver(len(leans), points, interval, "no", library.say("trial.carry_no", n=str(len(leans))))


def _few_pairs(library: Library, design: Design, known: Sequence[float]) -> tuple[Sentence, ...]:
    if not known or _enough(design, known):
        return ()
    return (Sentence("few_pairs", library.say("trial.few_complete", n=str(len(known))), ()),)


def _warnings(
    library: Library, design: Design, means: Sequence[PeriodMean], carry: CarryOver | None, as_of: int
) -> tuple[Sentence, ...]:
    found = []
    short = [str(period.number) for period in means if period.mean is None]
    if short:
        found.append(Sentence("few_days", library.say("trial.few_days", list=", ".join(short)), ()))
    left = [str(period.number) for period in means if period.ended]
    if left:
        found.append(Sentence("left", library.say("trial.left_early", list=", ".join(left)), ()))
    if any(day_of(period.last) > as_of and not period.ended for period in design.periods):
        found.append(Sentence("not_over", library.say("trial.not_over", date=_iso(as_of)), ()))
    if carry is not None and carry.suspected == "yes":
        found.append(Sentence("carry_over", carry.says, ("blackston_2019_nof1 @ abstract",)))
    if design.key is None and design.kind != "reduction":
        found.append(Sentence("blind", library.say("trial.still_blind"), ()))
    if design.kind == "on_off":
        found.append(Sentence("open", library.say("trial.if_open"), ()))
    return tuple(found)


# ---------------------------------------------------------------------------------------------------- what it means


def _enough(design: Design, known: Sequence[float]) -> bool:
    """Whether there are pairs enough for the pairs alone to decide: two that agree by luck look like certainty."""
    return design.decision is not None and len(known) >= max(design.decision.least_pairs, 2)


def _verdict(design: Design, sure: float | None, pairs: int) -> Verdict:
    if sure is None or design.decision is None or pairs < 1:
        return "not_known"
    if pairs < design.decision.least_pairs:
        # What trials found in others alone is below the bar of many drugs: a trial broken off says nothing of the drug.
        return "not_settled"
    if sure >= design.decision.keep_above:
        return "keep"
    return "leave" if sure <= design.decision.drop_below else "not_settled"


def _least(design: Design) -> str:
    return "" if design.decision is None else str(design.decision.least_pairs)


def _says(
    library: Library, design: Design, verdict: Verdict, known: Sequence[float], sure: float | None
) -> tuple[Sentence, ...]:
    if not known:
        return (Sentence("no_pair", library.say("trial.no_pair"), ()),)
    found = []
    if design.key is None:
        text = library.say("trial.difference_blind", n=f"{mean(known):+.1f}", n_pairs=str(len(known)))
    else:
        less = mean(known) >= 0
        text = library.say(
            "trial.difference_less" if less else "trial.difference_more",
            n=f"{abs(mean(known)):.1f}",
            n_pairs=str(len(known)),
            drug=design.names[0],
            text_other=design.names[1],
        )
    found.append(Sentence("difference", text, ()))
    if sure is not None and design.decision is not None and design.key is not None:
        says = library.say(
            "trial.sure",
            n=percent(sure),
            n_points=f"{design.decision.meaningful:g}",
            drug=design.names[0],
        )
        found.append(Sentence("sure", says, design.decision.says[0].cite if design.decision.says else ()))
    if design.key is not None:
        found.append(
            Sentence(
                verdict, library.say(f"trial.verdict_{verdict}", drug=design.names[0], n=_least(design)), ()
            )
        )
    return tuple(found)


def _reduction(
    design: Design, means: tuple[PeriodMean, ...], before: float | None, library: Library, settings: Settings
) -> TrialResult:
    """Each step against the week before the first one; the first that is worse by what matters is where to go back."""
    limit = design.decision.meaningful if design.decision is not None else math.nan
    said: list[Sentence] = []
    verdict: Verdict = "not_known"
    if before is None:
        said.append(Sentence("no_start", library.say("trial.no_start"), ()))
    else:
        for step in means:
            if step.mean is None:
                continue
            worse = step.mean - before
            key = "trial.step_worse" if worse >= limit else "trial.step_holds"
            text = library.say(key, amount=step.name, n=f"{worse:+.1f}")
            said.append(Sentence(f"step_{step.number}", text, ()))
            if worse >= limit:
                verdict = "keep"
                break
        else:
            done = bool(means) and all(step.mean is not None for step in means)
            verdict = "leave" if done else "not_settled"
        said.append(Sentence(verdict, library.say(f"trial.reduction_{verdict}", drug=design.names[0]), ()))
    return TrialResult(
        verdict=verdict,
        says=tuple(said),
        kind=design.kind,
        drug=design.drug,
        names=design.names,
        blind=False,
        periods=means,
        pairs=(),
        complete_pairs=0,
        difference=None,
        intervals=(),
        by_chance=None,
        p_meaningful=None,
        meaningful=limit,
        between_periods=None,
        carry_over=None,
        posterior=None,
        run_in_mean=before,
        warnings=_warnings(library, design, means, None, day_of(settings.as_of)),
        settings=settings,
        knowledge_version=library.version,
        intended_use=library.say("plan.intended_use"),
    )


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
