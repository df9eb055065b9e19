"""`judge`: every check of one order for one person. Safety only; whether it is a good idea is `guidance`.

The verdict is the first that applies of contraindicated, avoid, insufficient_data, adjust_dose, monitor, ok. Data are
insufficient only where something that must be known is not, or where measures conflict; other unknowns are questions
to confirm. Nothing unknown makes an order safe.
"""

from __future__ import annotations

from dataclasses import dataclass

from painpath.assessment.result import Ask
from painpath.assessment.words import because, missing_facts, name_of, question_of, why_missing
from painpath.criteria import Asking
from painpath.facts import NO, UNKNOWN, YES, Answer, Missing, Order, Unknown, parse_quantity
from painpath.library import Library
from painpath.library.schema import Act, Drug
from painpath.planning.checks import Check, Need, checks_for
from painpath.planning.dosing import Dosing, dosing_for, in_unit, say_amount
from painpath.planning.result import Amount, Limits, Reason

SEVERITIES = ("contraindicated", "avoid", "insufficient_data", "adjust_dose", "monitor", "ok")
STARTING = ("start", "increase")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks of one order found, before it is put into words."""

    verdict: str
    reasons: tuple[Reason, ...]
    open_must: tuple[Ask, ...]
    open_other: tuple[Ask, ...]
    bridge: tuple[str, ...]
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    dosing: Dosing
    limits: Limits
    parties: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An order with what surrounds it: the entry, why it is given, and what is meant to be done."""

    order: Order
    entry: str
    indication: str
    intent: str
    jurisdiction: str


def judge(base: Asking, library: Library, proposal: Proposal, *, reasons_too: bool = True) -> Judgement:
    """Ask every check of a proposal. `reasons_too=False` leaves out what reasons rest on (for ranking many)."""
    asking = base.with_order(proposal.order)
    listed = checks_for(library, proposal.entry, proposal.order.drug)
    reasons: list[Reason] = []
    musts: dict[str, Ask] = {}
    others: dict[str, Ask] = {}
    bridge: dict[str, None] = {}
    checked: list[str] = []
    not_checked: list[str] = []
    parties: list[tuple[str, tuple[str, ...]]] = []
    limits: list[tuple[Check, Amount]] = []
    most_times: list[float] = []
    starting = proposal.intent in STARTING

    for need in listed.needs:
        if need.jurisdiction and proposal.jurisdiction not in need.jurisdiction:
            continue
        lacking = _lacking(asking, need)
        if not lacking:
            checked.append(need.fact or "settled")
            continue
        for fact in lacking:
            kept = musts if starting else others
            kept.setdefault(fact, _ask(asking, library, fact, need.says, must=starting))
        if starting:
            bridge.update(dict.fromkeys(need.bridge))
            reasons.append(_must_know_reason(library, need, lacking))

    for check in listed.checks:
        if check.jurisdiction and proposal.jurisdiction not in check.jurisdiction:
            continue
        answer = _asked(asking, check)
        match answer:
            case Answer.NO:
                checked.append(check.id)
            case Answer.YES:
                checked.append(check.id)
                severity, says, cite = _stepped(asking, check)
                limit = _limit(check)
                if limit is not None:
                    limits.append((check, limit))
                if check.limit is not None and check.limit.max_doses_per_day is not None:
                    most_times.append(float(check.limit.max_doses_per_day))
                if limit is not None and severity == "adjust_dose" and _within(proposal.order, limit) is YES:
                    severity = "monitor"  # the order already keeps to the limit
                if check.parties:
                    parties.append((check.id, check.parties))
                reasons.append(
                    Reason(
                        rule=check.id,
                        says=says,
                        severity=severity,
                        act=_act(check.act, severity, proposal.intent),
                        do=check.do,
                        cite=cite,
                        because=because(asking, library, check.when) if reasons_too else (),
                    )
                )
                for _, node, _, _ in check.stronger:
                    if asking.ask(node) is UNKNOWN:
                        for fact in missing_facts(asking, node):
                            others.setdefault(fact, _ask(asking, library, fact, check.says, must=False))
            case Answer.UNKNOWN:
                not_checked.append(check.id)
                must = check.must and starting
                for fact in _missing_of(asking, check):
                    kept = musts if must else others
                    kept.setdefault(fact, _ask(asking, library, fact, check.says, must=must))
                if must:
                    reasons.append(
                        Reason(
                            rule=check.id,
                            says=library.say(
                                "order.settle_open",
                                says=check.says,
                                list=_names(library, _missing_of(asking, check)),
                            ),
                            severity="insufficient_data",
                            act="ask",
                            do=check.do,
                            cite=check.cite,
                        )
                    )

    entry = library.drugs.get(proposal.entry)
    dosing = Dosing(None, None, Limits())
    if entry is not None:
        dosing = dosing_for(asking, library, entry, proposal.indication, proposal.jurisdiction)
    final = _tightened(dosing.limits, limits, most_times)
    reasons += _dose_reasons(library, entry, proposal, dosing, final)
    if dosing.conflict and proposal.intent not in ("stop", "reduce"):
        reasons.append(
            Reason(
                rule="conflicting_measurements",
                says=library.say("conflict.repeat", text=dosing.conflict),
                severity="insufficient_data",
                act="repeat",
                do="",
                cite=dosing.limits.cite,
            )
        )
        musts.setdefault(dosing.fact, _ask(asking, library, dosing.fact, dosing.conflict, must=True))
    if proposal.order.daily is None:
        not_checked.append("dose")
    elif dosing.row is None:
        not_checked.append("dose")
    reasons.sort(key=lambda reason: (SEVERITIES.index(reason.severity), reason.rule))
    verdict = reasons[0].severity if reasons else "ok"
    return Judgement(
        verdict=verdict,
        reasons=tuple(reasons),
        open_must=tuple(musts.values()),
        open_other=tuple(ask for fact, ask in others.items() if fact not in musts),
        bridge=tuple(bridge),
        checked=tuple(dict.fromkeys(checked)),
        not_checked=tuple(dict.fromkeys(not_checked)),
        dosing=dosing,
        limits=final,
        parties=tuple(parties),
    )


def _asked(asking: Asking, check: Check) -> Answer:
    """The answer of a check within its scope; outside its scope it is settled as no."""
    if check.scope is not None:
        match asking.ask(check.scope):
            case Answer.NO:
                return NO
            case Answer.UNKNOWN:
                return NO if asking.ask(check.when) is NO else UNKNOWN
            case Answer.YES:
                pass
    return asking.ask(check.when)


def _missing_of(asking: Asking, check: Check) -> tuple[str, ...]:
    lacking = missing_facts(asking, check.when)
    if check.scope is not None:
        lacking = tuple(dict.fromkeys((*missing_facts(asking, check.scope), *lacking)))
    return lacking


def _lacking(asking: Asking, need: Need) -> tuple[str, ...]:
    """The facts that a need still waits for.

    Where it is not known whether the need is about this person at all, the one fact that would say so is asked too.
    """
    scope_missing: tuple[str, ...] = ()
    if need.scope is not None:
        match asking.ask(need.scope):
            case Answer.NO:
                return ()
            case Answer.UNKNOWN:
                scope_missing = missing_facts(asking, need.scope)
                if len(scope_missing) > 1:
                    scope_missing = ()  # the need itself is the shorter question
            case Answer.YES:
                pass
    open_: tuple[str, ...] = ()
    if need.settle is not None:
        if asking.ask(need.settle) is UNKNOWN:
            open_ = missing_facts(asking, need.settle)
    elif not _known(asking, need.fact):
        open_ = (need.fact,)
    return tuple(dict.fromkeys((*open_, *scope_missing))) if open_ else ()


def _known(asking: Asking, fact: str) -> bool:
    kind = asking.catalog.facts[fact]
    value = asking.value(fact)
    return value.point if kind.kind.value in ("claim", "one_of") else value.known


def _stepped(asking: Asking, check: Check) -> tuple[str, str, tuple[str, ...]]:
    """The severity after its steps; a step whose condition is unknown keeps the lower one (and is asked)."""
    severity, says, cite = check.severity, check.says, check.cite
    for to, node, stronger_says, stronger_cite in check.stronger:
        if asking.ask(node) is YES and SEVERITIES.index(to) <= SEVERITIES.index(severity):
            severity, says = to, stronger_says or says
            cite = tuple(dict.fromkeys((*cite, *stronger_cite)))
    return severity, says, cite


def _act(act: Act | None, severity: str, intent: str) -> str:
    """What a finding means for this intent. A drug already taken is never stopped at once unless the entry says so."""
    word = ""
    if act is not None:
        word = {
            "start": act.start,
            "continue": act.continue_,
            "increase": act.increase,
            "reduce": act.reduce,
            "stop": act.stop,
        }[intent]
    if word:
        return word
    if severity in ("contraindicated", "avoid"):
        return {"start": "do_not_start", "increase": "do_not_increase", "continue": "review_today"}.get(
            intent, "taper"
        )
    return "adjust" if severity == "adjust_dose" else "watch"


def _ask(asking: Asking, library: Library, fact: str, settles: str, *, must: bool) -> Ask:
    question, who = question_of(library, fact)
    reason = Missing(fact, Unknown.NEVER_RECORDED)
    if fact in library.facts and library.facts[fact].kind.value != "set":
        reason = next((m for m in asking.value(fact).missing if m.fact == fact), reason)
    return library.remember(
        ("ask", fact, settles, must, reason.why),
        lambda: Ask(fact, question, who, (settles,), must, why_missing(library, reason)),
    )


def _names(library: Library, facts: tuple[str, ...]) -> str:
    return ", ".join(name_of(library, fact) for fact in facts)


def _must_know_reason(library: Library, need: Need, lacking: tuple[str, ...]) -> Reason:
    return Reason(
        rule=f"must_know_{(need.fact or lacking[0]).replace('.', '_')}",
        says=library.say("order.must_know", says=need.says, list=_names(library, lacking)),
        severity="insufficient_data",
        act="ask",
        do="",
        cite=need.cite,
    )


def _limit(check: Check) -> Amount | None:
    if check.limit is None or not check.limit.max_daily_dose:
        return None
    quantity = parse_quantity(check.limit.max_daily_dose)
    assert quantity is not None, "the loader refuses a limit that is not a quantity"
    return Amount(quantity.low, quantity.unit)


def _within(order: Order, limit: Amount) -> Answer:
    if order.daily is None:
        return UNKNOWN
    total = in_unit(order.daily, order.unit, limit.unit)
    if total is None:
        return UNKNOWN
    return YES if total <= limit.value else NO


def _tightened(limits: Limits, more: list[tuple[Check, Amount]], times: list[float]) -> Limits:
    """The dose row's limits and those of the rules that apply: the smallest holds."""
    most, cite = limits.max_daily_dose, limits.cite
    for check, amount in more:
        if most is None:
            most, cite = amount, (*cite, *check.cite)
            continue
        value = in_unit(amount.value, amount.unit, most.unit)
        if value is not None and value < most.value:
            most, cite = Amount(value, most.unit), (*cite, *check.cite)
    doses = limits.doses_per_day
    for count in times:
        doses = count if doses is None else min(doses, count)
    start = limits.start_daily_dose
    if start is not None and most is not None:
        reach = in_unit(most.value, most.unit, start.unit)
        if reach is not None and reach < start.value:
            start = Amount(reach, start.unit)
    return Limits(most, doses, start, limits.start_doses_per_day, limits.supplement, limits.says, tuple(dict.fromkeys(cite)))


def _dose_reasons(
    library: Library, drug: Drug | None, proposal: Proposal, dosing: Dosing, limits: Limits
) -> list[Reason]:
    found: list[Reason] = []
    row = dosing.row
    if drug is None or proposal.intent in ("stop", "reduce"):
        return found
    if row is not None and row.avoid is not None:
        severity = row.avoid.severity
        cite = row.avoid.cite
        found.append(
            Reason(
                rule=f"{proposal.entry}_dose_row",
                says=row.avoid.says,
                severity=severity,
                act=_act(None, severity, proposal.intent),
                do="",
                cite=(cite,) if isinstance(cite, str) else tuple(cite),
            )
        )
    order, most = proposal.order, limits.max_daily_dose
    if order.daily is None or most is None:
        return found
    total = in_unit(order.daily, order.unit, most.unit)
    if total is None:
        found.append(
            Reason(
                rule="dose_unit",
                says=library.say("dosing.unit", unit=order.unit, limit_unit=most.unit),
                severity="insufficient_data",
                act="ask",
                do="",
                cite=limits.cite,
            )
        )
    elif total > most.value:
        says = library.say(
            "dosing.above_limit" if limits.says else "dosing.above_limit_plain",
            dose=say_amount(Amount(total, most.unit)),
            limit=say_amount(most),
            row=limits.says,
        )
        found.append(
            Reason(
                rule="dose_above_limit",
                says=says,
                severity="adjust_dose",
                act="adjust",
                do=library.say("dosing.do_limit", limit=say_amount(most)),
                cite=limits.cite,
            )
        )
    return found
