"""`judge`: every check of one order for one person. Safety only; whether it is a good idea is `guidance`.

The verdict is the first that applies of contraindicated, avoid, insufficient_data, adjust_dose, monitor, ok. Data are
insufficient only where something that must be known is not, or where measures conflict; other unknowns are questions
to confirm. Nothing unknown makes an order safe.
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from painpath.assessment.conflicts import AGE, age_words, ages_apart, separated
from painpath.assessment.result import Ask
from painpath.assessment.words import because, missing_facts, name_of
from painpath.criteria import Asking, Node
from painpath.criteria.explain import number
from painpath.criteria.tree import FactCompares, walk
from painpath.facts import NO, UNKNOWN, YES, Answer, Order, Unknown, parse_quantity
from painpath.library import Library
from painpath.library.schema import Act, Drug, Regimen
from painpath.planning.checks import Check, Need, checks_for
from painpath.planning.dosing import (
    NO_DOSING,
    NO_LIMITS,
    Dosing,
    choose_regimen,
    dosing_for,
    in_unit,
    lowest_dosing,
    say_amount,
)
from painpath.planning.questions import ask_of, asked, index_of, missing_of
from painpath.planning.result import Amount, Limits, Reason

SEVERITIES = ("contraindicated", "avoid", "insufficient_data", "adjust_dose", "monitor", "ok")
STARTING = ("start", "increase")
_GRAVITY = {severity: place for place, severity in enumerate(SEVERITIES)}
UNSAFE = ("contraindicated", "avoid")
CAUTIONS = ("adjust_dose", "monitor")
UNDER_18 = "under_18"
#: how far the time between doses may be from what was written, for it is kept as doses a day with nine places
_ROUNDING = 1e-6


class Judgement(msgspec.Struct, frozen=True):
    """What the checks of one order found, before it is put into words."""

    verdict: str
    reasons: tuple[Reason, ...]
    open_must: tuple[Ask, ...]
    bridge: tuple[str, ...]
    dosing: Dosing
    limits: Limits
    grounds: dict[str, Node]


class Proposal(msgspec.Struct, frozen=True):
    """An order with what surrounds it: the entry, why it is given, and what is meant to be done."""

    order: Order
    entry: str
    indication: str
    intent: str
    jurisdiction: str
    #: more than this is known to be taken: a dose passed through on the way down
    from_more: bool = False
    #: no cause is known that it could be for: the lowest limit among the causes' holds
    causeless: bool = False

    @property
    def keeps_dose(self) -> bool:
        """Whether the dose ordered is one to stay on: not with a stop, nor on the way down from more."""
        return self.intent != "stop" and not (self.intent == "reduce" and self.from_more)


def judge(base: Asking, library: Library, proposal: Proposal) -> Judgement:
    """What is wrong with a proposal: every reason, what must be known first, and the limits of the dose.

    What else is open is `survey`'s business: it is long, and matters only where nothing speaks against the order.
    """
    asking = base.with_order(proposal.order)
    reasons: list[Reason] = []
    musts: dict[str, Ask] = {}
    bridge: dict[str, None] = {}
    limits: list[tuple[Check, Amount]] = []
    most_times: list[float] = []
    grounds: dict[str, Node] = {}
    starting = proposal.intent in STARTING
    if starting:
        for need, lacking in open_needs(asking, library, proposal):
            for fact in lacking:
                musts.setdefault(fact, ask_of(asking, library, fact, need.says, must=True))
            bridge.update(dict.fromkeys(need.bridge))
            reasons.append(_must_know_reason(library, need, lacking))
    for check in live_checks(asking, library, proposal):
        match asked(asking, check):
            case Answer.NO:
                pass  # settled
            case Answer.YES:
                severity, says, cite = stepped(asking, check)
                limit = _limit(check)
                if limit is not None:
                    limits.append((check, limit))
                    if severity == "adjust_dose" and _within(proposal.order, check, limit) is YES:
                        severity = "monitor"  # the order already keeps to the limit
                if check.limit is not None and check.limit.max_doses_per_day is not None:
                    most_times.append(float(check.limit.max_doses_per_day))
                act = _act(check.act, severity, proposal.intent)
                reasons.append(
                    Reason(check.id, says, severity, act, check.do, cite, consequence=check.consequence)
                )
                grounds[check.id] = check.when
            case Answer.UNKNOWN if check.must and starting:
                lacking = missing_of(asking, check)
                for fact in lacking:
                    musts.setdefault(fact, ask_of(asking, library, fact, check.says, must=True))
                says = library.say("order.settle_open", says=check.says, list=_names(library, lacking))
                reasons.append(Reason(check.id, says, "insufficient_data", "ask", check.do, check.cite))
            case Answer.UNKNOWN if starting and check.severity in UNSAFE and _both_ways(asking, check):
                lacking = missing_of(asking, check)
                for fact in lacking:
                    musts.setdefault(fact, ask_of(asking, library, fact, check.says, must=True))
                says = library.say("order.recorded_both_ways", says=check.says, list=_names(library, lacking))
                reasons.append(Reason(check.id, says, "insufficient_data", "ask", check.do, check.cite))
            case Answer.UNKNOWN:
                pass  # a question to confirm, see `survey`

    entry = library.drugs.get(proposal.entry)
    dosing, final = NO_DOSING, NO_LIMITS
    # No dose was made for children: none is shown, not even the one a rule would lower it to.
    if asking.ask(library.catalog.rules[UNDER_18]) is not YES:
        if entry is not None:
            dosing = _dosing_of(asking, library, entry, proposal)
        final = _tightened(dosing.limits, limits, most_times)
    reasons += _dose_reasons(library, entry, proposal, dosing, final)
    reasons += _too_often(library, proposal, most_times, final)
    reasons += _one_dose(library, proposal, final)
    if dosing.doubt and proposal.keeps_dose:
        cite = dosing.limits.cite
        reasons.append(Reason(dosing.doubt_rule, dosing.doubt, "insufficient_data", "repeat", "", cite))
        musts.setdefault(dosing.fact, ask_of(asking, library, dosing.fact, dosing.doubt, must=True))
    doubt = _age_doubt(asking, library, proposal)
    if doubt is not None:
        reasons.append(doubt)
        musts.setdefault(AGE, ask_of(asking, library, AGE, doubt.says, must=True))
    reasons.sort(key=lambda reason: (_GRAVITY[reason.severity], reason.rule))
    return Judgement(
        verdict=reasons[0].severity if reasons else "ok",
        reasons=tuple(reasons),
        open_must=tuple(musts.values()),
        bridge=tuple(bridge),
        dosing=dosing,
        limits=final,
        grounds=grounds,
    )


def _dosing_of(asking: Asking, library: Library, entry: Drug, proposal: Proposal) -> Dosing:
    if proposal.causeless:
        return lowest_dosing(asking, library, entry, proposal.jurisdiction)
    return dosing_for(asking, library, entry, proposal.indication, proposal.jurisdiction)


def _both_ways(asking: Asking, check: Check) -> bool:
    """Whether a check is open because something it rests on is recorded as there and as not there."""
    return any(missing.why is Unknown.CONFLICT for missing in asking.missing(check.when))


def dangers(base: Asking, library: Library, proposal: Proposal) -> tuple[Reason, ...]:
    """The reasons for which a drug must not be started: those of `judge` that are `UNSAFE`, and nothing else.

    Most drugs are ruled out by one of them, and then nobody reads the rest. For an order without a dose.
    """
    assert proposal.order.amount is None, "a dose is for `judge`"
    asking = base.with_order(proposal.order)
    listed = checks_for(library, proposal.entry, proposal.order.drug).checks
    grave = index_of(library, proposal.entry, proposal.order).grave
    reasons: list[Reason] = []
    grounds: dict[str, Node] = {}
    for place in live_places(asking, library, proposal.entry, proposal.order):
        check = listed[place]
        if place not in grave or (check.jurisdiction and proposal.jurisdiction not in check.jurisdiction):
            continue
        if asked(asking, check) is YES:
            severity, says, cite = stepped(asking, check)
            grounds[check.id] = check.when
            if severity in UNSAFE:
                act = _act(check.act, severity, proposal.intent)
                reasons.append(
                    Reason(check.id, says, severity, act, check.do, cite, consequence=check.consequence)
                )
    entry = library.drugs.get(proposal.entry)
    if entry is not None and _row_may_exclude(library, entry, proposal):
        if asking.ask(library.catalog.rules[UNDER_18]) is not YES:
            dosing = dosing_for(asking, library, entry, proposal.indication, proposal.jurisdiction)
            said = _dose_reasons(library, entry, proposal, dosing, dosing.limits)
            reasons += [reason for reason in said if reason.severity in UNSAFE]
    reasons.sort(key=lambda reason: (_GRAVITY[reason.severity], reason.rule))
    return tuple(
        replace(reason, because=because(asking, library, grounds[reason.rule]))
        if reason.rule in grounds
        else reason
        for reason in reasons
    )


def _row_may_exclude(library: Library, entry: Drug, proposal: Proposal) -> bool:
    """Whether some dose row of a drug says that it is to be avoided."""
    indication, jurisdiction = proposal.indication, proposal.jurisdiction
    return library.remember(
        ("row may exclude", proposal.entry, indication, jurisdiction),
        lambda: _some_row_avoids(choose_regimen(entry, indication, jurisdiction)),
    )


def _some_row_avoids(regimen: Regimen | None) -> bool:
    if regimen is None:
        return False
    on_dialysis = None if regimen.on_dialysis is None else regimen.on_dialysis.base
    return any(row is not None and row.avoid is not None for row in (*regimen.rows, on_dialysis))


def grounded(
    base: Asking, library: Library, proposal: Proposal, found: Judgement, severities: tuple[str, ...]
) -> tuple[Reason, ...]:
    """The reasons of these severities with what they rest on; worked out only for what will be shown."""
    asking = base.with_order(proposal.order)
    return tuple(
        replace(reason, because=because(asking, library, found.grounds[reason.rule]))
        if reason.rule in found.grounds
        else reason
        for reason in found.reasons
        if reason.severity in severities
    )


def _too_often(library: Library, proposal: Proposal, most: list[float], limits: Limits) -> list[Reason]:
    """More doses a day than a rule about this person allows (a dose row's own number is advice, not a limit)."""
    times = proposal.order.times_per_day
    if times is None or not most or times <= min(most) or not proposal.keeps_dose:
        return []
    says = library.say("dosing.too_often", n=number(times), limit=number(min(most)))
    return [Reason("too_many_doses_a_day", says, "adjust_dose", "adjust", "", limits.cite)]


def _age_doubt(asking: Asking, library: Library, proposal: Proposal) -> Reason | None:
    """An age that does not fit the date of birth, where a check of this order draws its line between the two."""
    apart = ages_apart(asking, library) if proposal.intent not in ("stop", "reduce") else None
    if apart is None:
        return None
    cuts: set[float] = set()
    for check in checks_for(library, proposal.entry, proposal.order.drug).checks:
        for node in (
            check.when,
            *([check.scope] if check.scope else []),
            *(step[1] for step in check.stronger),
        ):
            for leaf in walk(node):
                if isinstance(leaf, FactCompares) and leaf.fact == AGE:
                    ends = (leaf.bounds.at_least, leaf.bounds.above, leaf.bounds.at_most, leaf.bounds.below)
                    cuts.update(end for end in ends if end is not None)
    if not separated(*apart, tuple(sorted(cuts))):
        return None
    says = age_words(asking, library)
    return Reason("conflicting_age", says, "insufficient_data", "repeat", "", ())


def _one_dose(library: Library, proposal: Proposal, limits: Limits) -> list[Reason]:
    """More at once than one dose may be, or sooner than the next may follow; a day's total says neither."""
    found: list[Reason] = []
    order, most, least = proposal.order, limits.max_single_dose, limits.min_interval_days
    if not proposal.keeps_dose:
        return found
    if most is not None and order.amount is not None:
        amount = in_unit(order.amount, order.unit, most.unit)
        if amount is not None and amount > most.value * (1 + _ROUNDING):
            says = library.say(
                "dosing.single_above", dose=say_amount(Amount(amount, most.unit)), limit=say_amount(most)
            )
            do = library.say("dosing.do_single", limit=say_amount(most))
            found.append(Reason("single_dose_above_limit", says, "adjust_dose", "adjust", do, limits.cite))
    if least is not None and order.times_per_day is not None:
        between = 1 / order.times_per_day
        if between < least * (1 - _ROUNDING):
            limit = _span(least)
            says = library.say("dosing.too_soon", between=_span(between), limit=limit)
            do = library.say("dosing.do_interval", limit=limit)
            found.append(Reason("doses_too_close", says, "adjust_dose", "adjust", do, limits.cite))
    return found


def _span(span: float) -> str:
    """A time between doses [d] for reading, in hours below a day.

    >>> _span(90.0), _span(0.25)
    ('90 days', '6 hours')
    """
    count, unit = (span, "day") if span >= 1 else (span * 24, "hour")
    said = number(round(count, 1))
    return f"{said} {unit}" if said == "1" else f"{said} {unit}s"


def _above_any(library: Library, proposal: Proposal, dosing: Dosing) -> list[Reason]:
    """A dose above the highest row is too much for everybody, also while it is not known which row holds."""
    highest, order = dosing.highest.max_daily_dose, proposal.order
    total = None if highest is None or order.daily is None else in_unit(order.daily, order.unit, highest.unit)
    if highest is None or total is None or total <= highest.value:
        return []
    dose, limit = say_amount(Amount(total, highest.unit)), say_amount(highest)
    says = library.say("dosing.above_any", dose=dose, limit=limit)
    act, do = _act(None, "avoid", proposal.intent), library.say("dosing.do_limit", limit=limit)
    return [Reason("dose_above_every_limit", says, "avoid", act, do, dosing.highest.cite)]


def _still_above(library: Library, proposal: Proposal, dosing: Dosing, limits: Limits) -> list[Reason]:
    """A dose on the way down that is above the limit all the same: allowed, and not where the way ends."""
    order, held = proposal.order, limits if limits.max_daily_dose is not None else dosing.highest
    most = held.max_daily_dose
    total = None if most is None or order.daily is None else in_unit(order.daily, order.unit, most.unit)
    if most is None or total is None or total <= most.value:
        return []
    says = library.say(
        "dosing.still_above", dose=say_amount(Amount(total, most.unit)), limit=say_amount(most)
    )
    return [Reason("dose_still_above_limit", says, "monitor", "taper", "", held.cite)]


def sum_reasons(library: Library, proposal: Proposal, found: Judgement, total: float) -> list[Reason]:
    """What the limits say of an order together with what is taken of the drug already (`total` a day)."""
    order = replace(proposal.order, amount=total, times_per_day=1.0)
    both = replace(proposal, order=order, intent="increase")
    said = _dose_reasons(library, library.drugs.get(proposal.entry), both, found.dosing, found.limits)
    return [
        replace(reason, act="adjust" if reason.severity == "adjust_dose" else "do_not_start")
        for reason in said
        if reason.rule in ("dose_above_limit", "dose_above_every_limit")
    ]


def _above_start(library: Library, proposal: Proposal, limits: Limits) -> list[Reason]:
    """A first dose above the one that the row begins with: allowed, and harder to bear."""
    start, order = limits.start_daily_dose, proposal.order
    if proposal.intent != "start" or start is None or order.daily is None:
        return []
    first = in_unit(order.daily, order.unit, start.unit)
    if first is None or first <= start.value:
        return []
    says = library.say("dosing.above_start", dose=say_amount(start))
    return [Reason("above_start", says, "monitor", "adjust", "", limits.cite)]


def live_checks(asking: Asking, library: Library, proposal: Proposal) -> list[Check]:
    """The checks that may find something: not those that nothing on record reaches and that then say nothing."""
    listed = checks_for(library, proposal.entry, proposal.order.drug).checks
    here = proposal.jurisdiction
    if proposal.order.amount is not None:
        return [check for check in listed if not check.jurisdiction or here in check.jurisdiction]
    return [
        listed[place]
        for place in live_places(asking, library, proposal.entry, proposal.order)
        if not listed[place].jurisdiction or here in listed[place].jurisdiction
    ]


def live_places(asking: Asking, library: Library, entry: str, order: Order) -> list[int]:
    """The places, in the list of a drug's checks, of those that may find something."""
    index = index_of(library, entry, order)
    return sorted(index.always.union(*[index.by_word[word] for word in asking.touched(index.words)]))


def open_needs(asking: Asking, library: Library, proposal: Proposal) -> list[tuple[Need, tuple[str, ...]]]:
    """What must be known before a start and is not, with the facts that are missing."""
    found = []
    for need in checks_for(library, proposal.entry, proposal.order.drug).needs:
        if not need.jurisdiction or proposal.jurisdiction in need.jurisdiction:
            lacking = _lacking(asking, need)
            if lacking:
                found.append((need, lacking))
    return found


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


def stepped(asking: Asking, check: Check) -> tuple[str, str, tuple[str, ...]]:
    """The severity after its steps; a step whose condition is unknown keeps the lower one (and is asked)."""
    severity, says, cite = check.severity, check.says, check.cite
    for to, node, stronger_says, stronger_cite in check.stronger:
        if asking.ask(node) is YES and _GRAVITY[to] <= _GRAVITY[severity]:
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


def _names(library: Library, facts: tuple[str, ...]) -> str:
    return ", ".join(name_of(library, fact) for fact in facts)


def _must_know_reason(library: Library, need: Need, lacking: tuple[str, ...]) -> Reason:
    return Reason(
        rule=need.id,
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


def _within(order: Order, check: Check, limit: Amount) -> Answer:
    if order.daily is None or order.times_per_day is None:
        return UNKNOWN
    total = in_unit(order.daily, order.unit, limit.unit)
    if total is None:
        return UNKNOWN
    most_times = None if check.limit is None else check.limit.max_doses_per_day
    too_often = most_times is not None and order.times_per_day > most_times
    return YES if total <= limit.value and not too_often else NO


def _tightened(limits: Limits, more: list[tuple[Check, Amount]], times: list[float]) -> Limits:
    """The dose row's limits and those of the rules that apply: the smallest holds."""
    if not more and not times and limits is NO_LIMITS:
        return limits
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
    often = limits.start_doses_per_day
    if start is not None and times and often is not None and min(times) < often:
        # Fewer doses a day than the row begins with: each stays as large as it was.
        start, often = Amount(start.value * min(times) / often, start.unit), min(times)
    return replace(
        limits,
        max_daily_dose=most,
        doses_per_day=doses,
        start_daily_dose=start,
        start_doses_per_day=often,
        fewer_doses=min(times) if times else None,
        cite=tuple(dict.fromkeys(cite)),
    )


def _dose_reasons(
    library: Library, drug: Drug | None, proposal: Proposal, dosing: Dosing, limits: Limits
) -> list[Reason]:
    found: list[Reason] = []
    row = dosing.row
    if drug is None or proposal.intent == "stop":
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
    if order.daily is None:
        return found
    if not proposal.keeps_dose:
        return found + _still_above(library, proposal, dosing, limits)
    if most is None:
        # A dose that nothing here can judge is not "no problem found".
        says = library.say("dosing.not_checked")
        found.append(Reason("dose_not_checked", says, "insufficient_data", "ask", "", limits.cite))
        return found + _above_any(library, proposal, dosing)
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
                fact=dosing.fact if row is not None else "",
            )
        )
    elif row is not None and (row.step is not None or row.titration):
        found += _above_start(library, proposal, limits)  # a drug that is raised in steps
    return found
