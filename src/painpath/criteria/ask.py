"""`ask`: the reference engine. Answers a criterion for one patient; every distinct question once.

The meaning of facts is in `values`, of drugs in `drugs`; here are the remaining leaves and the joints. Reasons are
not built here (`explain` walks the same tree again for what is printed); only what is missing is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from painpath.criteria import drugs
from painpath.criteria.catalog import Catalog
from painpath.criteria.reach import About, Quiet, kin, reach_of, reach_of_fact, touched_by
from painpath.criteria.sites import claim_at, members_of
from painpath.criteria.tree import (
    All,
    Any,
    AtLeastOf,
    Change,
    CountTaking,
    FactCompares,
    FactDated,
    FactHas,
    FactIs,
    Leaf,
    Node,
    Not,
    RuleRef,
    Rung,
    Slot,
    Taking,
    Tried,
    parts,
)
from painpath.criteria.values import Value, claim_within, value_of, value_within
from painpath.facts.answer import AND, NO, NOT, UNKNOWN, YES, Answer, of_bounds
from painpath.facts.answer import at_least as kleene_at_least
from painpath.facts.fact_type import Kind
from painpath.facts.reading import Course, Missing, Order, Reading, Unknown
from painpath.facts.record import Record, build_record

Found = tuple[Answer, tuple[Missing, ...]]


class Asking:
    """One record being asked: the answers and values found so far.

    `with_order` asks the same record with a proposed order, `without` the record without what is taken of a drug; what
    does not see the difference is shared with the asking they come from.
    """

    __slots__ = (
        "_about", "_answers", "_base", "_by_class", "_changed", "_missing", "_more", "_ordered", "_orders", "_rests",
        "_touched", "_values", "catalog", "order", "record", "tallies",
    )  # fmt: skip

    def __init__(self, catalog: Catalog, record: Record, touched: frozenset[str] | None = None) -> None:
        self.catalog = catalog
        self.record = record
        self.order: Order | None = None
        self._base: Asking | None = None
        self._more: Asking | None = None
        self._changed: frozenset[str] = frozenset()
        self._ordered: frozenset[str] = frozenset()
        self._orders: dict[Order, Asking] = {}
        self._rests: dict[str, Asking] = {}
        self._about = catalog.about
        self._answers: dict[int, Answer] = {}
        self._missing: dict[int, tuple[Missing, ...]] = {}
        self._values: dict[str, Value] = {}
        #: what is taken of each class that was counted; the same whatever is proposed
        self.tallies: dict[str, drugs.Tally] = {}
        self._by_class: dict[str, tuple[tuple[str, tuple[Course, ...]], ...]] = {}
        #: what the record mentions; empty for an empty record, which is asked in full
        self._touched = touched_by(catalog, record) if touched is None else touched

    def with_order(self, order: Order) -> Asking:
        """The same record with an order on the table."""
        base = self._base or self
        asking = base._orders.get(order)
        if asking is None:
            asking = base._orders[order] = Asking(self.catalog, self.record, self._touched)
            asking.order = order
            asking._base = base
            asking._by_class, asking.tallies = base._by_class, base.tallies
            asking._ordered = self.catalog.above.get(order.drug, frozenset({order.drug}))
        return asking

    def without(self, drug: str) -> Asking:
        """The same record without what is taken of a drug; what cannot be reached by that drug is shared.

        What the whole record mentions stands for what is left: a criterion may then be asked that could be skipped.
        """
        asking = self._rests.get(drug)
        if asking is None:
            asking = self._rests[drug] = Asking(self.catalog, self.record.without(drug), self._touched)
            asking._more = self._base or self
            asking._changed = kin(self.catalog, drug)
        return asking

    def ask(self, node: Node) -> Answer:
        """The answer to a criterion. Nodes are kept by identity, so the caller keeps them alive (a library does)."""
        key = id(node)
        answer = self._answers.get(key)
        return self._find(self._about.get(key) or self._learn(node)) if answer is None else answer

    def _find(self, about: About) -> Answer:
        """The answer to a criterion that was not asked here before."""
        key = about.key
        base = self._base
        if base is not None:
            if about.orders.isdisjoint(self._ordered):
                answer = base._answers.get(key)
                if answer is None:
                    answer = base._find(about)
                self._answers[key] = answer
                return answer
        elif self._more is not None and about.reach.isdisjoint(self._changed):
            answer = self._answers[key] = self._more.ask(about.node)
            return answer
        elif self._touched and about.reach.isdisjoint(self._touched):
            quiet = about.quiet or self._quiet(about)
            self._missing[key] = quiet.missing
            answer = self._answers[key] = quiet.answer
            return answer
        if about.joint is None:
            answer, self._missing[key] = self.leaf(about.node)  # type: ignore[arg-type]
        else:
            answer = about.joint(self, about.below)
        self._answers[key] = answer
        return answer

    def _learn(self, node: Node) -> About:
        """What is true of a criterion whatever the record says; worked out once per catalog."""
        listed = (self.catalog.rules[node.rule],) if isinstance(node, RuleRef) else parts(node)
        below = tuple([self._about.get(id(part)) or self._learn(part) for part in listed])
        orders = _seen_orders(node, below)
        about = About(node, id(node), below, reach_of(self.catalog, node), orders, _joint_of(node))
        self._about[about.key] = about
        return about

    def _quiet(self, about: About) -> Quiet:
        """The answer to a criterion, and what is missing, where nothing in its reach is recorded."""
        silence = Asking(self.catalog, build_record(self.record.as_of, ()))
        about.quiet = Quiet(silence.ask(about.node), silence.missing(about.node))
        return about.quiet

    def untouched(self, reach: frozenset[str]) -> bool:
        """Whether the record mentions nothing of this reach."""
        return reach.isdisjoint(self._touched)

    def touched(self, words: frozenset[str]) -> frozenset[str]:
        """Which of these facts, drugs and lists the record mentions."""
        return words & self._touched

    def silent_on(self, fact: str) -> bool:
        """Whether the record mentions nothing that could tell of this fact."""
        return self.untouched(reach_of_fact(self.catalog, fact))

    def courses_about(self, drug: str) -> tuple[tuple[str, tuple[Course, ...]], ...]:
        """The courses of the members of a drug or class, and of the wider classes that may hide one."""
        found = self._by_class.get(drug)
        if found is None:
            inside = self.catalog.within.get(drug, frozenset({drug}))
            above = self.catalog.above.get(drug, frozenset({drug}))
            found = self._by_class[drug] = tuple(
                (name, courses)
                for name, courses in self.record.courses.items()
                if name in inside or name in above
            )
        return found

    def leaf(self, node: Leaf) -> Found:
        """The answer of a leaf and, where it is unknown, what is missing."""
        match node:
            case FactIs():
                return self._is(node)
            case FactCompares(fact, bounds, within):
                value = self.value(fact) if within is None else value_within(self, fact, within)
                if not value.known:
                    return UNKNOWN, value.missing
                answer = drugs.within(bounds, value.low, value.high)
                return answer, (value.missing if answer is UNKNOWN else ())
            case FactHas(fact, members, wider):
                found = members_of(self, fact)
                if found.sure & members:
                    return YES, ()
                if found.sure & wider:
                    return UNKNOWN, (Missing(fact, Unknown.NOT_NARROW),)
                return (NO, ()) if found.closed else (UNKNOWN, found.missing)
            case FactDated(fact, within):
                value = self.value(fact)
                if not value.known:
                    return UNKNOWN, value.missing
                opens, today = self.record.as_of - within, self.record.as_of
                answer = of_bounds(
                    value.low >= opens and value.high <= today, value.high >= opens and value.low <= today
                )
                return answer, (value.missing if answer is UNKNOWN else ())
            case Taking():
                return drugs.taking(self, node)
            case CountTaking():
                return drugs.count_taking(self, node)
            case Tried():
                return drugs.tried(self, node)
            case Change():
                return self._change(node)
            case Rung(name) | Slot(name):
                raise AssertionError(f"{name!r} is filled in by the ladder before it is asked")
            case RuleRef():
                raise AssertionError("a rule is asked through its criterion")

    def _is(self, node: FactIs) -> Found:
        kind = self.catalog.facts[node.fact]
        if kind.kind is not Kind.CLAIM:
            value = (
                self.value(node.fact) if node.within is None else value_within(self, node.fact, node.within)
            )
            if not value.known:
                return UNKNOWN, value.missing
            ranks = range(int(value.low), int(value.high) + 1)
            hits = sum(1 for rank in ranks if float(rank) in node.options)
            answer = of_bounds(hits == len(ranks), hits > 0)
            return answer, (value.missing if answer is UNKNOWN else ())
        if node.at:
            value = claim_at(self, node.fact, node.at)
        elif node.within is not None:
            value = claim_within(self, node.fact, node.within)
        else:
            value = self.value(node.fact)
        if node.options == (0.0, 1.0):
            return YES, ()
        if value.low == value.high:
            return (YES if value.low in node.options else NO), ()
        return UNKNOWN, value.missing

    def _change(self, node: Change) -> Found:
        """Whether some earlier and later reading are far enough apart in value and close enough in time.

        Readings no further apart than the window tell how fast it went between them. What happened in a longer gap
        nobody knows: it may have come at once (`_least_days`).
        """
        readings = self.record.of(node.fact)
        usable = [r for r in readings if not _blank(r)]
        lacking = (Missing(node.fact, Unknown.NEVER_RECORDED if not readings else Unknown.UNREADABLE),)
        onset = self.value(node.then) if node.then else None
        result = UNKNOWN if len(usable) < 2 or len(usable) < len(readings) else NO
        missing: tuple[Missing, ...] = lacking if result is UNKNOWN else ()
        for i, earlier in enumerate(usable):
            for j in range(i + 1, len(usable)):
                later = usable[j]
                least = _least_days(node, usable, i, j)
                answer = _moved(node, earlier, later, least)
                if answer is NO:
                    continue
                if onset is not None:
                    follows = _follows(onset, earlier, later, node.then_within)
                    if follows is UNKNOWN:
                        missing = onset.missing + missing
                    answer = AND[answer, follows]
                if answer is YES:
                    return YES, ()
                if answer is UNKNOWN:
                    result = UNKNOWN
                    measured = later.when.first - earlier.when.last
                    why = Unknown.TOO_SELDOM if measured > node.over_at_most else Unknown.DATE_UNCLEAR
                    missing = missing or (Missing(node.fact, why),)
        return result, missing

    def value(self, fact: str) -> Value:
        """The value of a fact today (see `values.value_of`)."""
        value = self._values.get(fact)
        if value is None:
            if self._base is not None:
                value = self._base.value(fact)  # no fact sees the order, however it is derived
            else:
                reach = reach_of_fact(self.catalog, fact)
                if self._touched and reach.isdisjoint(self._touched):
                    value = self._quiet_value(fact)
                elif self._more is not None and reach.isdisjoint(self._changed):
                    value = self._more.value(fact)
                else:
                    value = value_of(self, fact)
            self._values[fact] = value
        return value

    def _quiet_value(self, fact: str) -> Value:
        """The value of a fact where nothing in its reach is recorded; worked out once per catalog."""
        value = self.catalog.quiet_values.get(fact)
        if value is None:
            silence = Asking(self.catalog, build_record(self.record.as_of, ()))
            value = self.catalog.quiet_values[fact] = value_of(silence, fact)
        return value

    def more_taken(self, drug: str, uncounted: frozenset[str]) -> tuple[Missing, ...]:
        """What leaves open whether more of a class is taken than was recorded; empty when nothing does."""
        return drugs.more_taken(self, drug, uncounted)

    def missing(self, node: Node) -> tuple[Missing, ...]:
        """What an unknown answer waits for, first come first; empty when the answer is known."""
        if self.ask(node) is not UNKNOWN:
            return ()
        about = self._about[id(node)]
        kept = self._holder(about)._missing.get(about.key)
        if kept is not None:
            return kept
        found: dict[Missing, None] = {}
        self._gather(about, found)
        return tuple(found)

    def _gather(self, about: About, found: dict[Missing, None]) -> None:
        answer = self._answers.get(about.key)
        if (self._find(about) if answer is None else answer) is not UNKNOWN:
            return
        kept = self._holder(about)._missing.get(about.key)
        if kept is not None:
            found.update(dict.fromkeys(kept))
        else:
            for part in about.below:
                self._gather(part, found)

    def _holder(self, about: About) -> Asking:
        """Who keeps what is missing for a criterion that was asked here: this asking, or the one it shares it with."""
        if self._base is not None and about.orders.isdisjoint(self._ordered):
            return self._base._holder(about)
        if self._more is not None and about.reach.isdisjoint(self._changed):
            return self._more
        return self


def _seen_orders(node: Node, below: tuple[About, ...]) -> frozenset[str]:
    """The drugs and classes of which a proposed order may change the answer."""
    if isinstance(node, (Taking, CountTaking)):
        return frozenset() if node.order == "no" else frozenset({node.drug})
    return frozenset[str]().union(*[part.orders for part in below])


# The joints look for an answer that is there before they ask: most parts were asked before, by another criterion.


def _all(asking: Asking, below: tuple[About, ...]) -> Answer:
    result, answers = YES, asking._answers
    for part in below:
        answer = answers.get(part.key)
        if answer is None:
            answer = asking._find(part)
        if answer is NO:
            return NO
        if answer is UNKNOWN:
            result = UNKNOWN
    return result


def _any(asking: Asking, below: tuple[About, ...]) -> Answer:
    result, answers = NO, asking._answers
    for part in below:
        answer = answers.get(part.key)
        if answer is None:
            answer = asking._find(part)
        if answer is YES:
            return YES
        if answer is UNKNOWN:
            result = UNKNOWN
    return result


def _not(asking: Asking, below: tuple[About, ...]) -> Answer:
    return NOT[_answer(asking, below[0])]


def _rule(asking: Asking, below: tuple[About, ...]) -> Answer:
    return _answer(asking, below[0])


def _answer(asking: Asking, part: About) -> Answer:
    answer = asking._answers.get(part.key)
    return asking._find(part) if answer is None else answer


Joint = Callable[[Asking, tuple[About, ...]], Answer]
# A table and not a match: this is the innermost loop, and a class pattern costs more than the question.
_JOINTS: dict[type, Joint] = {All: _all, Any: _any, Not: _not, RuleRef: _rule}


def _joint_of(node: Node) -> Joint | None:
    """How the answers of the parts make the answer of a criterion; None for a leaf."""
    if isinstance(node, AtLeastOf):
        needed = node.n
        return lambda asking, below: kleene_at_least(needed, (_answer(asking, part) for part in below))
    return _JOINTS.get(node.__class__)


#: 9.1 less 7.1 is a little under 2 in binary numbers; no measured change is as small as this
ROUNDING = 1e-9


def _blank(reading: Reading) -> bool:
    return bool(reading.unreadable) or reading.low == -float("inf") or reading.high == float("inf")


def _moved(node: Change, earlier: Reading, later: Reading, least_days: float) -> Answer:
    first, second = (earlier, later) if node.falls else (later, earlier)
    least = node.by - ROUNDING
    by = of_bounds(first.low - second.high >= least, first.high - second.low >= least)
    longest = later.when.last - earlier.when.first
    in_time = of_bounds(longest <= node.over_at_most, least_days <= node.over_at_most)
    if by is NO or in_time is NO:
        return NO
    return YES if by is YES and in_time is YES else UNKNOWN


def _least_days(node: Change, usable: list[Reading], i: int, j: int) -> float:
    """In how few days the value may have gone from one reading to a later one [d].

    Where the next reading after the first comes later than the window, the value may have stayed as it was until that
    day; where the last reading before the second lies further back, it may have been reached right after that one.
    """
    earlier, later = usable[i], usable[j]
    after = min((r.when.last for r in usable[i + 1 :] if r.when.first >= earlier.when.last), default=None)
    before = max((r.when.first for r in usable[:j] if r.when.last <= later.when.first), default=None)
    if after is None or before is None:
        return 0.0
    left = earlier.when.last if after - earlier.when.first <= node.over_at_most else after
    reached = later.when.first if later.when.last - before <= node.over_at_most else before
    return max(reached - left, 0)


def _follows(onset: Value, earlier: Reading, later: Reading, within: float) -> Answer:
    """The onset lies between the first of the two readings and `within` days after the second."""
    if not onset.known:
        return UNKNOWN
    return of_bounds(
        onset.low >= earlier.when.last and onset.high <= later.when.first + within,
        onset.high >= earlier.when.first and onset.low <= later.when.last + within,
    )
