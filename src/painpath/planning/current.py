"""What the patient takes and has tried: dangerous combinations first, then each drug with what to do about it.

A contraindication of something already taken never means stopping at once; a trial is called adequate only when the
dose and the time are known to have been enough.
"""

from __future__ import annotations

import msgspec

from painpath.assessment.result import Ask
from painpath.assessment.words import cites, name_of, question_of
from painpath.criteria import Asking
from painpath.criteria.catalog import SumOverCourses
from painpath.criteria.explain import number
from painpath.criteria.values import current as is_current
from painpath.facts import NO, Answer, Course, Order, Status, Unknown, parse_quantity
from painpath.facts.moment import printed
from painpath.facts.units import RATE, days
from painpath.library import Library
from painpath.library.schema import Trial
from painpath.planning.checks import checks_for
from painpath.planning.dosing import in_unit, say_amount
from painpath.planning.formulation import entry_for
from painpath.planning.guidance import advice_against, position_of
from painpath.planning.judge import (
    CAUTIONS,
    SEVERITIES,
    UNSAFE,
    Judgement,
    Proposal,
    grounded,
    judge,
    live_places,
    stepped,
)
from painpath.planning.questions import asked
from painpath.planning.result import Amount, Current, Reason

OPIOID_TOTAL = "score.opioid_mme"
_OLD = 365


STOP_NOW = "stop_now"
WATCH = "watch"


#: the states of what is taken that must not stay as it is
UNSAFE_STATES = ("unsafe", "unsafe_combination")
_GRAVITY = (*SEVERITIES, "")


def in_danger(current: tuple[Current, ...]) -> tuple[Current, ...]:
    """What is unsafe in what is taken and has to be changed, the most urgent first."""
    found = (item for item in current if item.state in UNSAFE_STATES and not only_watch(item))
    return tuple(sorted(found, key=lambda item: (item.act != STOP_NOW, _GRAVITY.index(item.severity))))


def only_watch(item: Current) -> bool:
    """Whether nothing is to be changed: that stands in a calmer box."""
    return item.severity == "monitor" and item.act == "watch"


class _Context(msgspec.Struct, frozen=True):
    """What the review of each drug needs to know of the plan."""

    indication: str
    guideline: str
    jurisdiction: str


def review_current(
    asking: Asking, library: Library, indication: str, guideline: str, jurisdiction: str
) -> tuple[Current, ...]:
    """Combinations, then every current course (one line per product), then what was tried before."""
    context = _Context(indication, guideline, jurisdiction)
    taken: dict[tuple[str, str, str], Course] = {}
    before: dict[str, Course] = {}
    for drug, courses in asking.record.courses.items():
        for course in courses:
            if course.status in (Status.NOT_TAKEN, Status.PLANNED):
                continue
            if is_current(course, asking.record.as_of) is NO:
                before[drug] = course
            else:
                taken[drug, course.strength, course.release] = course
    combined = _combinations(asking, library, tuple(dict.fromkeys(d for d, _, _ in taken)), jurisdiction)
    listed = [_one(asking, library, course, context) for course in taken.values()]
    tried = [
        _tried(library, course) for drug, course in before.items() if drug not in {d for d, _, _ in taken}
    ]
    order = {"unsafe_combination": 0, "unsafe": 1}
    listed.sort(key=lambda item: (order.get(item.state, 2), item.kind != "drug", item.name))
    return (
        *combined,
        *_opioid_total(asking, library),
        *listed,
        *(item for item in tried if item is not None),
    )


def _combinations(
    asking: Asking, library: Library, drugs: tuple[str, ...], jurisdiction: str
) -> list[Current]:
    found: dict[str, Current] = {}
    for drug in drugs:
        rest = asking.without(drug)
        ordered = rest.with_order(Order(drug, entry=drug))
        entry = drug if drug in library.drugs else ""
        checks = checks_for(library, entry, drug).checks
        # The rest of the checks have nothing on record that the drug could be combined with.
        for check in [checks[place] for place in live_places(rest, library, entry, Order(drug, entry=drug))]:
            if check.kind != "interaction" or check.id in found:
                continue
            if check.jurisdiction and jurisdiction not in check.jurisdiction:
                continue
            match asked(ordered, check):
                case Answer.YES:
                    pass
                case Answer.NO | Answer.UNKNOWN:
                    continue  # not taken together, or one partner is not known to be taken: nothing to act on now
            severity, says, cite = stepped(ordered, check)
            involved = tuple(d for d in drugs if _involved(library, d, check.parties) or d == drug)
            names = ", ".join(name_of(library, f"medication.{d}") for d in involved)
            act = check.act.continue_ if check.act is not None else ""
            found[check.id] = Current(
                id=check.id,
                name=library.say("current.combination"),
                kind="combination",
                state="unsafe_combination",
                says=library.say("current.combination_says", says=says, list=names),
                act=act or (WATCH if severity == "monitor" else "review_today"),
                dose="",
                since="",
                severity=severity,
                do=check.do,
                involves=involved,
                ask=(),
                reasons=(),
                cite=cite,
                consequence=check.consequence,
            )
    listed = sorted(
        found.values(), key=lambda item: (SEVERITIES.index(item.severity), -len(item.involves), item.id)
    )
    return _told_once(listed)


def _told_once(listed: list[Current]) -> list[Current]:
    """Worst first, without what a graver one of the same drugs and the same consequences has told already."""
    kept: list[Current] = []
    for item in listed:
        told = any(
            item.consequence
            and set(item.consequence) <= set(graver.consequence)
            and set(item.involves) <= set(graver.involves)
            and SEVERITIES.index(graver.severity) < SEVERITIES.index(item.severity)
            for graver in kept
        )
        if not told:
            kept.append(item)
    return kept


def _involved(library: Library, drug: str, parties: tuple[str, ...]) -> bool:
    return bool(library.above.get(drug, frozenset({drug})) & set(parties))


def _opioid_total(asking: Asking, library: Library) -> list[Current]:
    if OPIOID_TOTAL not in library.facts or asking.ask(library.taking("opioid")) is NO:
        return []
    opioids = [
        d
        for d, courses in asking.record.courses.items()
        if "opioid" in library.above.get(d, ())
        and any(is_current(c, asking.record.as_of) is not NO for c in courses)
    ]
    if not opioids:
        return []
    asks: tuple[Ask, ...] = ()
    value, how = asking.value(OPIOID_TOTAL), library.catalog.derived.get(OPIOID_TOTAL)
    if value.known and value.high < float("inf"):
        text = number(value.low) if value.point else f"{number(value.low)} to {number(value.high)}"
        says = library.say("current.mme", text=text)
    elif not any(missing.why is Unknown.DOSE_UNKNOWN for missing in value.missing) and all(
        course.dose_known
        for d in opioids
        for course in asking.record.courses[d]
        if is_current(course, asking.record.as_of) is not NO
    ):
        # What is recorded is counted; only the list may lack one.
        says = library.say("current.mme_at_least", text=number(value.low))
        asks = ()
    else:
        low = number(value.low) if value.low > float("-inf") else "0"
        says = library.say("current.mme_unknown", low=low)
        asks = tuple(_ask(library, f"medication.{d}", says) for d in opioids)
        if isinstance(how, SumOverCourses) and any(d in how.by_route for d in opioids):
            says = f"{says} {library.say('current.mme_by_route')}"
    counted = how.counted if isinstance(how, SumOverCourses) else frozenset[str]()
    left_out = [d for d in opioids if d in library.substances and d not in counted]
    if left_out:
        names = ", ".join(name_of(library, f"medication.{d}") for d in left_out)
        says = f"{says} {library.say('current.mme_left_out', list=names)}"
    entry = library.fact_entry(OPIOID_TOTAL)
    return [
        Current(
            id=OPIOID_TOTAL,
            name=name_of(library, OPIOID_TOTAL),
            kind="total",
            state="counted" if not asks else "dose_unknown",
            says=says,
            act=WATCH,
            dose="",
            since="",
            severity="",
            do="",
            involves=tuple(opioids),
            ask=asks,
            reasons=(),
            cite=cites(entry.cite) if entry is not None else (),
        )
    ]


def _ask(library: Library, fact: str, why: str) -> Ask:
    question, who = question_of(library, fact)
    return Ask(fact, question, who, (why,), False, library.say("missing.dose_unknown"))


def _one(asking: Asking, library: Library, course: Course, context: _Context) -> Current:
    """One course: what speaks against going on with it as it is, else how its trial stands."""
    name = entry_for(library, course.drug, course.route, course.release, course.form)
    entry = library.drugs.get(name)
    proposal = Proposal(order_of(course, name), name, context.indication, "continue", context.jurisdiction)
    against = _against(asking, library, proposal)
    state, says = "listed", library.say("current.listed")
    asks: tuple[Ask, ...] = ()
    cite: tuple[str, ...] = ()
    act, severity, do = "continue", "", ""
    if entry is not None and entry.position is None:
        state, says, asks, cite = _trial(asking, library, course, proposal)
        position = position_of(library, context.guideline, name, context.indication)
        if position.appropriateness == "recommended_against":
            state, says = "recommended_against", position.says
            if advice_against(library, context.guideline, name, context.indication) is not None:
                guideline = library.guidelines[context.guideline].name
                says = library.say("current.against", guideline=guideline, text=position.says)
            cite = tuple(dict.fromkeys((*cite, *position.cite)))
    elif entry is not None and entry.position is not None:
        says = entry.position.says
        cite = cites(entry.position.cite)
    elif not course.dose_known and "opioid" in library.above.get(course.drug, ()):
        state, says = "dose_unknown", library.say("current.dose_unknown")
        asks = (_ask(library, f"medication.{course.drug}", says),)
    worst = [reason for reason in against if reason.severity not in ("monitor", "insufficient_data")]
    if worst:
        state = "unsafe"
        act, severity = worst[0].act, worst[0].severity
        says = " ".join(dict.fromkeys(_capital(reason.says) for reason in worst))
        do = " ".join(dict.fromkeys(_capital(reason.do) for reason in worst if reason.do))
        cite = tuple(dict.fromkeys(c for reason in worst for c in reason.cite))
    if entry is not None and entry.taper is not None and act != STOP_NOW:
        says = f"{_capital(says)} {library.say('current.taper', text=_capital(entry.taper.says))}"
        cite = tuple(dict.fromkeys((*cite, *cites(entry.taper.cite))))
    if course.ended is None and course.began.last <= asking.record.as_of - _OLD and course.began.first > 1:
        says = f"{_capital(says)} {library.say('current.age', date=_last_recorded(course))}"
    return Current(
        id=f"medication.{course.drug}",
        name=_product(library, course),
        kind="drug" if entry is not None or worst else "other",
        state=state,
        says=says,
        act=act,
        dose=_dose(library, course),
        since=printed(course.began.first, course.began.last)
        if course.began.first > 1
        else library.say("current.since_unknown"),
        severity=severity,
        do=do,
        involves=(course.drug,),
        ask=asks,
        reasons=against,
        cite=cite,
    )


def _last_recorded(course: Course) -> str:
    """When the course was last put on record: a refill is newer than its begin."""
    began = printed(course.began.first, course.began.last)
    return printed(course.recorded, course.recorded) if course.recorded > course.began.last else began


def order_of(course: Course, entry: str) -> Order:
    """A course as an order to go on with it; an unknown dose stays unknown."""
    if course.amount is not None and course.times_per_day is not None:
        return Order(course.drug, course.amount, course.times_per_day, course.unit, course.route, entry)
    if course.dose_known and course.unit:
        return Order(course.drug, course.daily_low, 1.0, course.unit, course.route, entry)
    return Order(course.drug, route=course.route, entry=entry)


def _against(asking: Asking, library: Library, proposal: Proposal) -> tuple[Reason, ...]:
    """What the safety checks say of going on; combinations have lines of their own."""
    rest = asking.without(proposal.order.drug)
    found = judge(rest, library, proposal)
    own = grounded(rest, library, proposal, found, (*UNSAFE, "insufficient_data", *CAUTIONS))
    unknown_dose = ("dose_not_checked", "dose_unit")
    return tuple(r for r in own if r.rule not in library.interactions and r.rule not in unknown_dose)


def _capital(text: str) -> str:
    end = "" if text.endswith(".") else "."
    return text[:1].upper() + text[1:] + end


def _product(library: Library, course: Course) -> str:
    name = name_of(library, f"medication.{course.drug}")
    parts = [name, course.strength, f"{course.release} release" if course.release else ""]
    return " ".join(part for part in parts if part)


def _dose(library: Library, course: Course) -> str:
    if course.dose_known and course.unit:
        said = say_amount(Amount(course.daily_low, course.unit))
        return said if course.unit == RATE else f"{said} a day"
    return library.say("missing.dose_unknown")


def _trial(
    asking: Asking, library: Library, course: Course, proposal: Proposal
) -> tuple[str, str, tuple[Ask, ...], tuple[str, ...]]:
    """Whether the trial of a drug is adequate: dose at target for long enough, by the authorities cited."""
    fact = f"medication.{course.drug}"
    entry = library.drugs[proposal.entry]
    trials: list[Trial] = (
        [] if not entry.trial else entry.trial if isinstance(entry.trial, list) else [entry.trial]
    )
    cite = tuple(dict.fromkeys(c for trial in trials for c in cites(trial.cite)))
    if not course.dose_known:
        says = library.say("current.dose_unknown")
        return "dose_unknown", says, (_ask(library, fact, says),), cite
    target = usual_target(judge(asking, library, proposal))
    if target is None or not trials:
        return "continue", library.say("current.continue"), (), cite
    daily = in_unit(course.daily_low, course.unit, target.unit)
    if daily is None:
        return "continue", library.say("current.continue"), (), cite
    if daily < target.value:
        text = library.say(
            "current.below_target", dose=say_amount(Amount(daily, target.unit)), target=say_amount(target)
        )
        return "trial_not_adequate", library.say("current.trial_not_adequate", text=text), (), cite
    spans = [span for span in (days(trial.for_) for trial in trials) if span is not None]
    needed = min(spans, default=0.0)
    if course.began.last > asking.record.as_of or course.began.first <= 1:
        text = library.say("current.since_unknown")
        return (
            "trial_unclear",
            library.say("current.trial_unclear", text=text),
            (_ask(library, fact, text),),
            cite,
        )
    lasted = asking.record.as_of - course.began.last
    if lasted < needed:
        text = library.say("current.too_short", days=str(lasted), needed=number(needed))
        return "trial_not_adequate", library.say("current.trial_not_adequate", text=text), (), cite
    if course.outcome.value == "no_benefit":
        return "tried_and_failed", library.say("current.outcome.no_benefit"), (), cite
    return "trial_adequate", library.say("current.trial_adequate"), (), cite


def usual_target(found: Judgement) -> Amount | None:
    """The usual daily dose of this person's row, never above what this person may have; None for a child."""
    dosing, most = found.dosing, found.limits.max_daily_dose
    quantity = None
    if dosing.row is not None and dosing.row.target is not None:
        quantity = parse_quantity(dosing.row.target.total)
    if quantity is None:
        return None
    reach = None if most is None else in_unit(most.value, most.unit, quantity.unit)
    usual = quantity.low * dosing.scale
    return Amount(usual if reach is None else min(usual, reach), quantity.unit)


def _tried(library: Library, course: Course) -> Current | None:
    """A past course of a drug that matters for pain; other history is not repeated here."""
    classes = library.above.get(course.drug, frozenset())
    wanted = {drug.substance for drug in library.drugs.values()} | {"opioid"}
    if course.drug not in wanted and not classes & wanted:
        return None
    text = library.say(f"current.outcome.{course.outcome.value}")
    ended = "" if course.ended is None else f", ended {printed(course.ended.first, course.ended.last)}"
    return Current(
        id=f"medication.{course.drug}",
        name=_product(library, course),
        kind="history",
        state="tried_and_failed" if course.outcome.value in ("no_benefit", "not_tolerated") else "tried",
        says=library.say("current.tried", text=text),
        act="",
        dose=_dose(library, course),
        since=(printed(course.began.first, course.began.last) if course.began.first > 1 else "") + ended,
        severity="",
        do="",
        involves=(course.drug,),
        ask=(),
        reasons=(),
        cite=(),
    )
