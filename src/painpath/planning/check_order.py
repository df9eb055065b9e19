"""`check_order`: the verdict on one order somebody proposes for one person."""

from __future__ import annotations

import math

import msgspec

from painpath.assessment.assess import STOPPING, assess, red_flags, withholds_plan
from painpath.assessment.conflicts import contradictions
from painpath.assessment.result import RedFlag
from painpath.assessment.words import because, cites, name_of
from painpath.criteria import Asking
from painpath.criteria.explain import number
from painpath.criteria.values import current
from painpath.facts import NO, YES, Order, Record, parse_dose
from painpath.library import Library, Settings
from painpath.planning.dosing import in_unit, singular
from painpath.planning.guidance import guideline_for, position_of
from painpath.planning.judge import SEVERITIES, STARTING, Judgement, Proposal, grounded, judge
from painpath.planning.names import find_drug
from painpath.planning.plan import leading_cause
from painpath.planning.result import Limits, Reason, Verdict
from painpath.planning.survey import Survey, survey
from painpath.planning.taken_already import taken_already

#: an order called a reduction that is none, by what is taken beside it: what it is checked as
_NO_REDUCTION = {"less": "increase", "same": "continue"}
INTENTS = ("start", "continue", "increase", "reduce", "stop")


class Proposed(msgspec.Struct, frozen=True):
    """An order as it was written: drug and dose in words, the cause it is for, what is meant to be done."""

    drug: str
    dose: str = ""
    indication: str = ""
    intent: str = "start"


def check_order(record: Record, order: Proposed, library: Library, settings: Settings) -> Verdict:
    """The verdict on an order: safety (`verdict`) and, apart from it, whether it is a good idea (`appropriateness`).

    What names no cause is judged for the leading one on record, as the plan is, and for the strictest where there is
    none. A drug or dose that was not understood is never ok: the verdict is `insufficient_data` and says what to write.
    Source: the entries cited in every reason; house of painpath, section 11.
    """
    meant = find_drug(library, order.drug)
    dose = parse_dose(order.dose) if order.dose.strip() else None
    if not meant.substance:
        return _not_understood(library, settings, order, meant.near)
    proposed = Order(
        drug=meant.substance,
        amount=None if dose is None else dose.amount,
        times_per_day=None if dose is None else dose.times_per_day,
        unit="" if dose is None else singular(dose.unit),
        route=library.drugs[meant.entry].route if meant.entry else "",
        entry=meant.entry,
    )
    asks_cause = (
        not order.indication and order.intent != "stop"
    )  # what is stopped needs neither limit nor reason
    leading = leading_cause(assess(record, library, settings)) if asks_cause else None
    if leading is not None:
        order = msgspec.structs.replace(order, indication=leading.id)
    taken = _compared(record, proposed) if order.intent == "reduce" else ""
    if taken in _NO_REDUCTION:
        order = msgspec.structs.replace(order, intent=_NO_REDUCTION[taken])
    if order.intent != "start":
        record = record.without(meant.substance)
    asking = Asking(library.catalog, record)
    proposal = Proposal(
        order=proposed,
        entry=meant.entry,
        indication=order.indication,
        intent=order.intent,
        jurisdiction=settings.jurisdiction,
        from_more=taken == "more",
        causeless=asks_cause and leading is None,
    )
    found = judge(asking, library, proposal)
    already, asks = taken_already(asking, library, proposal, found)
    known = {ask.fact for ask in asks}
    found = msgspec.structs.replace(
        found, open_must=(*asks, *(ask for ask in found.open_must if ask.fact not in known))
    )
    seen = survey(asking, library, proposal, found)
    judged = {reason.rule for reason in already}  # the sum, in place of the order alone
    reasons = [
        *already,
        *(r for r in grounded(asking, library, proposal, found, SEVERITIES) if r.rule not in judged),
    ]
    present = tuple(flag for flag in red_flags(asking, library, settings) if flag.answer == "yes")
    reasons += [_danger(library, flag, order.intent) for flag in present if flag.urgency in STOPPING]
    for name, rule in contradictions(asking, library).items():
        assert rule.when is not None
        seen_in = because(asking, library, library.criterion(rule.when))
        reasons.append(Reason(name, rule.says, "monitor", "ask", rule.do, cites(rule.cite), seen_in))
    if taken in _NO_REDUCTION:
        says = library.say(f"order.no_reduction_{taken}")
        reasons.append(Reason("no_reduction", says, "monitor", "ask", "", ()))
    if order.dose.strip() and dose is None:
        reasons.append(
            Reason(
                "dose_not_understood", library.say("order.dose_unread"), "insufficient_data", "ask", "", ()
            )
        )
    if meant.form_open:
        says = library.say("order.form_open", drug=library.drugs[meant.entry].name)
        reasons.append(Reason("form_not_known", says, "insufficient_data", "ask", "", ()))
    if not meant.entry:
        named = name_of(library, f"medication.{meant.substance}")
        says = (
            library.say("order.drug_which_form", drug=named, list="; ".join(meant.near))
            if meant.near
            else library.say("order.drug_no_entry", drug=named)
        )
        reasons.append(Reason("no_treatment_entry", says, "insufficient_data", "ask", "", ()))
    return _verdict(
        library,
        settings,
        order,
        _Findings(found, seen, tuple(reasons), present, "" if leading is None else leading.name),
        meant.entry or meant.substance,
    )


def _compared(record: Record, proposed: Order) -> str:
    """What is known to be taken, beside what is ordered: "less", the "same" or "more".

    "" where nothing of the drug is on record and where the dose of either is not known: then nobody knows whether the
    order is a way down, and it is judged as the dose that it is.
    """
    total = 0.0
    active = [
        course for course in record.courses_of(proposed.drug) if current(course, record.as_of) is not NO
    ]
    for course in active:
        known = course.dose_known and current(course, record.as_of) is YES
        daily = in_unit(course.daily_low, course.unit, proposed.unit) if known else None
        if daily is None:
            return ""
        total += daily
    if proposed.daily is None or not active:
        return ""
    if _equal(total, proposed.daily):
        return "same"
    return "more" if total > proposed.daily else "less"


def _equal(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9)


class _Findings(msgspec.Struct, frozen=True):
    judgement: Judgement
    survey: Survey
    reasons: tuple[Reason, ...]
    red_flags: tuple[RedFlag, ...]
    #: the name of the cause that it is for, where the order named none and the record did
    cause: str = ""


def _danger(library: Library, flag: RedFlag, intent: str) -> Reason:
    """A red flag as a reason: first the emergency, then the drug. What is taken is not touched by it."""
    stops = withholds_plan(library, flag) and intent in STARTING
    says = library.say("order.red_flag", says=flag.says, whom=flag.whom)
    return Reason(
        flag.id, says, "avoid" if stops else "monitor", "refer", flag.meanwhile, flag.cite, flag.because
    )


def _verdict(
    library: Library,
    settings: Settings,
    order: Proposed,
    findings: _Findings,
    drug: str,
) -> Verdict:
    found, seen = findings.judgement, findings.survey
    reasons = sorted(findings.reasons, key=lambda reason: SEVERITIES.index(reason.severity))
    verdict = reasons[0].severity if reasons else "ok"
    guideline = guideline_for(library, order.indication, settings) if order.indication else ""
    asked = settings.guideline
    # The guideline asked for speaks, also where it says that the cause is not its own.
    position = position_of(library, asked, drug, order.indication)
    if position.appropriateness == "outside_guideline" and guideline and guideline != asked:
        other = position_of(library, guideline, drug, order.indication)
        if other.appropriateness in ("recommended_against", "specialist_only"):
            position = other
    if findings.cause:
        # Whether it is a good idea to give less of a drug is no guideline's business.
        says = library.say("order.cause_on_record", cause=findings.cause, says=position.says)
        position = msgspec.structs.replace(position, says=says)
        if order.intent == "reduce":
            says = library.say("order.cause_on_record", cause=findings.cause, says="").strip()
            position = msgspec.structs.replace(position, appropriateness="not_assessed", says=says)
    asks = (*found.open_must, *seen.open_other)
    entry = library.drugs.get(drug)
    return Verdict(
        drug=drug,
        dose=order.dose,
        indication=order.indication,
        intent=order.intent,
        verdict=verdict,
        says=_says(library, verdict, findings, order, drug),
        appropriateness=position.appropriateness,
        appropriateness_says=position.says,
        reasons=tuple(reasons),
        red_flags=findings.red_flags,
        limits=found.limits,
        ask=asks,
        checked=seen.checked,
        not_checked=(*seen.not_checked, library.say("order.always_unchecked")),
        settings=settings,
        reviewed="" if entry is None else entry.reviewed_by,
        knowledge_version=library.version,
        intended_use=library.say("plan.intended_use"),
    )


def _says(library: Library, verdict: str, findings: _Findings, order: Proposed, drug: str) -> str:
    found, seen = findings.judgement, findings.survey
    asks = (*found.open_must, *seen.open_other)
    open_ = ", ".join(dict.fromkeys(name_of(library, ask.fact) for ask in asks))
    count = number(len(seen.checked))
    if order.intent in ("stop", "reduce"):
        entry = library.drugs.get(drug)
        taper = entry.taper.says if entry is not None and entry.taper is not None else ""
        return (
            library.say("order.stop", text=taper)
            if taper
            else library.say(f"order.{verdict}", n=count, list=open_)
        )
    if verdict == "ok":
        if asks:
            return library.say("order.ok_once_confirmed", n=count, list=open_)
        return library.say(
            "order.ok", n=count, list="; ".join([*seen.not_checked, library.say("order.always_unchecked")])
        )
    if verdict == "insufficient_data":
        must = ", ".join(dict.fromkeys(name_of(library, ask.fact) for ask in found.open_must)) or open_
        return library.say("order.insufficient_data", list=must or order.drug)
    said = library.say(f"order.{verdict}")
    return f"{said} {library.say('order.once_confirmed', list=open_)}" if open_ else said


def _not_understood(library: Library, settings: Settings, order: Proposed, near: tuple[str, ...]) -> Verdict:
    says = library.say("order.drug_near", list=", ".join(near)) if near else library.say("order.drug_unknown")
    return Verdict(
        drug=order.drug,
        dose=order.dose,
        indication=order.indication,
        intent=order.intent,
        verdict="insufficient_data",
        says=says,
        appropriateness="not_assessed",
        appropriateness_says="",
        reasons=(Reason("drug_not_understood", says, "insufficient_data", "ask", "", ()),),
        red_flags=(),
        limits=Limits(),
        ask=(),
        checked=(),
        not_checked=(library.say("order.always_unchecked"),),
        settings=settings,
        reviewed="",
        knowledge_version=library.version,
        intended_use=library.say("plan.intended_use"),
    )
