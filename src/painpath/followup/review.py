"""`review`: how this patient is doing, whether it is because of the treatment, and what next.

Two statements that are never mixed: better than before (what the diary shows), and better because of this treatment
(what can be concluded from it). The numbers are made in `response`, `doses`, `trials`, `harm` and `model`; the next
step follows from cited rules (`next_step`); here they are brought together and put into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from painpath.assessment.result import Ask
from painpath.criteria import Asking
from painpath.facts import Record
from painpath.facts.moment import DAWN
from painpath.followup.attribution import PERCENT, Evidence, attribution
from painpath.followup.doses import Exposure, Setting, exposures
from painpath.followup.harm import balance, bother, harms, still_felt
from painpath.followup.next_step import Around, Response, Standing, Trial, next_steps
from painpath.followup.phases import phases
from painpath.followup.response import Span, changes
from painpath.followup.result import (
    Attribution,
    DiaryState,
    NextStep,
    Review,
    Three,
    TreatmentReview,
    TrialStand,
)
from painpath.followup.series import Track, tracks
from painpath.followup.trials import trial_stands
from painpath.followup.tried import tried
from painpath.library import Library, Settings
from painpath.planning.current import in_danger, order_of
from painpath.planning.dosing import in_unit
from painpath.planning.effects import benefit_of
from painpath.planning.judge import Proposal, judge
from painpath.planning.result import Amount, Plan, Sentence

#: the measure that is judged: the pain of the day on average
PAIN = "pain.intensity_average"
#: what stands in for it where nobody wrote it down: a score that does not say of which pain it is
UNSITED = "pain.intensity_any"
#: the steps that still stand while taking a drug is unsafe
_LESS = ("refer", "taper", "reduce", "ask")
#: what a guideline says of the options that are named for a change
_USUAL = ("recommended", "option")
#: what may take the place of a drug
_TAKEN = ("drug", "topical")


def review(plan: Plan, record: Record, library: Library, settings: Settings) -> Review:
    """The follow-up of one person as of the record's day.

    `plan` is the plan of this same record: what may be offered next comes from it. Without a diary, a baseline or
    known doses it says what can still be said, and what to write down. Source: the entries cited in every part.
    """
    asking = plan.assessment._asking
    setting = Setting(plan.indication, settings.jurisdiction)
    followed = tracks(asking, library)
    pain = _judged(followed)
    taken = exposures(asking, library, setting)
    judged = (_treatment(plan, library, one, (followed, taken)) for one in taken)
    # What is taken for nerve pain comes before what no authority gives a trial (paracetamol ...).
    treatments = tuple(sorted(judged, key=lambda one: (one.state != "taken", not one.trial)))
    urgent = tuple(flag for flag in plan.assessment.red_flags if flag.answer == "yes")
    first = next((one for one in treatments if one.state == "taken"), None)
    steps = () if plan.status == "stop_and_refer" or first is None else first.next
    return Review(
        status=plan.status,
        status_says=plan.status_says,
        red_flags=urgent,
        settings=settings,
        says=_summary(library, treatments, pain),
        diary=_diary(pain, followed, taken),
        series=tuple(track.series for track in followed),
        treatments=treatments,
        tried=tried(library, taken, pain, (plan.indication, settings.jurisdiction)),
        next=steps,
        review_on=_review_on(plan, record, taken, library),
        ask=tuple(ask for ask in plan.ask if ask.must and _about_now(library, ask)),
        knowledge_version=library.version,
        intended_use=library.say("plan.intended_use"),
        danger=in_danger(plan.current),
    )


def _safe(
    library: Library, plan: Plan, exposure: Exposure, steps: tuple[NextStep, ...]
) -> tuple[NextStep, ...]:
    """The steps for a drug; what is unsafe about taking it comes first, and then nothing says go on, or more of it."""
    found = [item for item in in_danger(plan.current) if exposure.substance in item.involves]
    if not found:
        return steps
    first = found[0]
    says = library.say("review.unsafe_first", says=" ".join(part for part in (first.says, first.do) if part))
    less = tuple(step for step in steps if step.act in _LESS)
    return (NextStep("ask", says, (first.id,), (), "", first.cite), *less)


def _judged(followed: tuple[Track, ...]) -> Track | None:
    """The pain that is judged: the day's average; without it the score that does not say of which pain it is."""
    tracks_of = {track.series.fact: track for track in followed}
    found = [tracks_of[fact] for fact in (PAIN, UNSITED) if fact in tracks_of]
    return next((track for track in found if track.days), found[0] if found else None)


def _next_options(plan: Plan) -> tuple[str, ...]:
    """The drugs, patches and creams that the plan offers by the guideline's lines, without those left to specialists.

    A drug for which the plan has no first dose is begun by a specialist.
    """
    return tuple(
        offer.id
        for offer in plan.offered
        if offer.kind in _TAKEN and offer.line is not None and offer.recommendation in _USUAL and offer.dose
    )


def _about_now(library: Library, ask: Ask) -> bool:
    """Whether a question is about the person and dangers; what a drug to be begun waits for belongs to the plan."""
    return any(what == "status" or what in library.rules for what in ask.settles)


def _treatment(
    plan: Plan, library: Library, exposure: Exposure, beside: tuple[tuple[Track, ...], tuple[Exposure, ...]]
) -> TreatmentReview:
    asking = plan.assessment._asking
    followed, taken = beside
    pain = _judged(followed)
    begun = None if pain is None or not pain.days else min(pain.days)
    listed = phases(exposure, library, begun)
    span = Span(
        first=exposure.first,
        last=exposure.last,
        last_before=exposure.earliest - 1 if exposure.earliest > DAWN else None,
        as_of=exposure.as_of,
    )
    changed = changes(asking, library, followed, span)
    measure = PAIN if pain is None else pain.series.fact
    judged = next((change for change in changed if change.fact == measure), None)
    stands = trial_stands(exposure, library)
    felt = harms(asking, library, exposure, plan.assessment.red_flags)
    ceiling, dose = _ceiling(plan, asking, library, exposure), _dose_now(exposure)
    others = tuple(one for one in taken if one is not exposure)
    trial, trouble = _trial(exposure, stands), bother(asking, library, exposure, felt)
    fair = trial not in ("running", "below_target")
    evidence = Evidence(exposure, pain, judged, listed, others, fair)
    because, limits = attribution(library, plan.indication, evidence)
    low, high = exposure.days_at_target()
    standing = Standing(
        trial=trial,
        response=_response(library, evidence, because),
        harm=trouble,
        room=_room(dose, ceiling),
        days_at_target=float(low) if low == high else None,
        days_taken=None if exposure.first is None else float(exposure.as_of - exposure.first + 1),
    )
    around = Around(exposure.substance, _next_options(plan), "")
    state: Literal["taken", "stopped"] = "taken" if exposure.taken_now else "stopped"
    return TreatmentReview(
        id=exposure.entry,
        name=exposure.name,
        state=state,
        phases=listed,
        target=exposure.target,
        days_at_target=low if low == high else None,
        trial=stands,
        changes=changed,
        attribution=because,
        limits=limits,
        harms=felt,
        balance=balance(library, judged, felt, trouble),
        next=_safe(library, plan, exposure, next_steps(library, standing, around))
        if state == "taken"
        else (),
        cite=tuple(dict.fromkeys(cite for stand in stands for cite in stand.cite)),
        benefit=benefit_of(library, exposure.entry, plan.indication),
        ceiling=ceiling,
        dose=dose if state == "taken" else None,
    )


# ------------------------------------------------------------------------------------------------ how it stands


def _trial(exposure: Exposure, stands: Sequence[TrialStand]) -> Trial:
    """How the trial of a treatment stands over all authorities."""
    reached = {stand.reached for stand in stands}
    if exposure.target is None or not reached:
        return "unknown"
    if reached == {"yes"}:
        return "enough"
    if "yes" in reached:
        return "enough_for_some"
    if "unknown" in reached:
        return "unknown"
    return "running" if exposure.days_at_target()[0] else "below_target"


def _response(library: Library, evidence: Evidence, because: Attribution | None) -> Response:
    """How the pain answered: by the bar of percent, and by the range of the change.

    Two single weeks turn with one bad day: what they leave open is read from all days before and on the treatment.
    """
    change, pain, exposure = evidence.change, evidence.pain, evidence.exposure
    if change is None or change.points is None or pain is None:
        return "unknown"
    bar = next((bar for bar in change.thresholds if bar.id == PERCENT), None)
    if bar is not None and bar.passed == "yes":
        return "good"
    if (
        bar is not None
        and bar.passed == "no"
        and bar.reach is not None
        and _was_good(pain, exposure, bar.reach)
    ):
        return "lost"
    if change.points.high < 0:
        return "worse"
    if change.percent is None:
        return "unknown"  # there was hardly any pain before
    # Where it cannot be said whether the bar is passed, a treatment that has probably passed it is not given up.
    if bar is not None and bar.passed == "unknown":
        chance = bar.probability if because is None else because.p_better
        if chance is not None and chance >= float(library.parameters["likely_enough"].value):
            return "good"
    surely = change.points if because is None else max(because.better, key=lambda one: one.level)
    return "none" if change.points.low <= 0 and surely.low <= 0 else "partial"


def _was_good(pain: Track, exposure: Exposure, reach: float) -> bool:
    """Whether some whole week on the treatment was surely beyond the bar."""
    if exposure.first is None:
        return False
    on = [week for week in pain.series.weeks if _day(week.first) >= exposure.first and week.mean is not None]
    return any(week.mean.high <= reach for week in on if week.mean is not None)


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def _room(dose: Amount | None, ceiling: Amount | None) -> Three:
    """Whether the daily dose may still rise for this person."""
    if dose is None or ceiling is None:
        return "unknown"
    most = in_unit(ceiling.value, ceiling.unit, dose.unit)
    return "unknown" if most is None else "yes" if dose.value < most * (1 - 1e-9) else "no"


def _dose_now(exposure: Exposure) -> Amount | None:
    """The daily dose of today; None where it is not one number."""
    today = exposure.on(exposure.as_of)
    return Amount(today.low, exposure.unit) if today.known and exposure.unit else None


def _ceiling(plan: Plan, asking: Asking, library: Library, exposure: Exposure) -> Amount | None:
    """The most this person may have a day of what is taken."""
    newest = exposure.courses[-1]
    proposal = Proposal(
        order_of(newest, exposure.entry),
        exposure.entry,
        plan.indication,
        "continue",
        plan.settings.jurisdiction,
    )
    return judge(asking, library, proposal).limits.max_daily_dose


# ------------------------------------------------------------------------------------------------ in short


def _summary(
    library: Library, treatments: tuple[TreatmentReview, ...], pain: Track | None
) -> tuple[Sentence, ...]:
    """What stands first: is it better, is it the treatment, is the trial long enough."""
    if not treatments:
        return (Sentence("none", library.say("review.nothing_followed"), ()),)
    one = treatments[0]
    measure = PAIN if pain is None else pain.series.fact
    change = next((change for change in one.changes if change.fact == measure), None)
    found: list[Sentence] = []
    if pain is None or not pain.days:
        found.append(Sentence("diary", library.say("review.no_diary"), ()))
    elif change is not None:
        found.append(Sentence("better", change.says, change.cite))
        if measure == UNSITED:
            found.append(Sentence("unsited", library.say("review.unsited"), ()))
    if one.attribution is not None:
        found.append(one.attribution.says[0])
    else:
        found += [Sentence("limit", text, ()) for text in one.limits if len(found) < 2]
    short = sorted(one.trial, key=lambda stand: stand.needed_days)[:1]
    found += [Sentence("trial", stand.says, stand.cite) for stand in short]
    felt = still_felt(one.harms)
    if felt:
        names = ", ".join(harm.name for harm in felt)
        found.append(Sentence("harm", library.say("review.felt", list=names), felt[0].cite))
    return tuple(found)


def _diary(pain: Track | None, followed: tuple[Track, ...], taken: tuple[Exposure, ...]) -> DiaryState:
    notes = dict.fromkeys(
        (
            *(note for track in followed for note in track.notes),
            *(note for one in taken for note in one.notes),
        )
    )
    if pain is None or not pain.days:
        return DiaryState("", "", 0, 0, tuple(notes))
    first, last = min(pain.days), max(pain.days)
    return DiaryState(
        date.fromordinal(first).isoformat(),
        date.fromordinal(last).isoformat(),
        last - first + 1,
        len(pain.days),
        tuple(notes),
    )


def _review_on(plan: Plan, record: Record, taken: tuple[Exposure, ...], library: Library) -> str:
    """The day to look again: when the next authority's trial will be long enough; else the plan's own day."""
    now = next((one for one in taken if one.taken_now), None)
    if now is not None and now.target is not None:
        done = now.days_at_target()[0]
        left = [stand.needed_days - done for stand in trial_stands(now, library) if stand.reached == "no"]
        if left:
            return (date.fromordinal(record.as_of) + timedelta(days=max(1, round(min(left))))).isoformat()
    return plan.review.on if plan.review is not None else ""
