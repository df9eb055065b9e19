"""`ask`: the reference engine. Answers a criterion for one patient; every distinct question once.

The meaning of facts is in `values`, of drugs in `drugs`; here are the remaining leaves and the joints. Reasons are
not built here (`explain` walks the same tree again for what is printed); only what is missing is kept.
"""

from __future__ import annotations

from collections.abc import Callable

from painpath.criteria import drugs
from painpath.criteria.catalog import Catalog
from painpath.criteria.reach import ANY_DRUG, Quiet, reach_of, reach_of_fact, touched_by
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
from painpath.facts.reading import Missing, Order, Reading, Unknown
from painpath.facts.record import Record, build_record

Found = tuple[Answer, tuple[Missing, ...]]


class Asking:
    """One record being asked: the answers and values found so far.

    `with_order` asks the same record with a proposed order; what does not see the order is shared.
    """

    __slots__ = (
        "_answers", "_base", "_missing", "_more", "_touched", "_values", "catalog", "kept", "order", "record",
    )  # fmt: skip

    def __init__(self, catalog: Catalog, record: Record, touched: frozenset[str] | None = None) -> None:
        self.catalog = catalog
        self.record = record
        self.order: Order | None = None
        self._base: Asking | None = None
        self._more: Asking | None = None
        self._answers: dict[int, Answer] = {}
        self._missing: dict[int, tuple[Missing, ...]] = {}
        self._values: dict[str, Value] = {}
        #: what floors above have worked out from this record once, by criterion
        self.kept: dict[int, tuple[Node, tuple[str, ...]]] = {}
        #: what the record mentions; empty for an empty record, which is asked in full
        self._touched = touched_by(catalog, record) if touched is None else touched

    def with_order(self, order: Order) -> Asking:
        """The same record with an order on the table."""
        asking = Asking(self.catalog, self.record, self._touched)
        asking.order = order
        asking._base = self._base or self
        asking.kept = asking._base.kept
        return asking

    def with_courses_of(self, record: Record) -> Asking:
        """The same readings with other courses; what does not ask about drugs is shared."""
        asking = Asking(self.catalog, record)
        asking._more = self._base or self
        return asking

    def _holder(self, node: Node) -> Asking:
        """Who keeps the answer to a criterion: this asking, or the one that it shares it with."""
        if self._base is not None and not self.sees_order(node):
            return self._base._holder(node)
        if self._more is not None and ANY_DRUG not in self.quiet(node).reach:
            return self._more
        return self

    def ask(self, node: Node) -> Answer:
        """The answer to a criterion. Nodes are kept by identity, so the caller keeps them alive (a library does)."""
        answer = self._answers.get(id(node))
        if answer is None:
            holder = self._holder(node)
            if holder is not self:
                return holder.ask(node)
            if self.order is None and self._touched:
                quiet = self.quiet(node)
                if quiet.reach.isdisjoint(self._touched):
                    self._missing[id(node)] = quiet.missing
                    self._answers[id(node)] = quiet.answer
                    return quiet.answer
            joint = _JOINTS.get(node.__class__)
            if joint is None:
                answer, self._missing[id(node)] = self.leaf(node)  # type: ignore[arg-type]
            else:
                answer = joint(self, node)
            self._answers[id(node)] = answer
        return answer

    def untouched(self, reach: frozenset[str]) -> bool:
        """Whether the record mentions nothing of this reach."""
        return reach.isdisjoint(self._touched)

    def silent_on(self, fact: str) -> bool:
        """Whether the record mentions nothing that could tell of this fact."""
        return self.untouched(reach_of_fact(self.catalog, fact))

    def quiet(self, node: Node) -> Quiet:
        """The criterion's reach, and its answer where nothing in reach is recorded."""
        known = self.catalog.quiet.get(id(node))
        if known is None:
            silence = Asking(self.catalog, build_record(self.record.as_of, ()))
            quiet = Quiet(reach_of(self.catalog, node), silence.ask(node), silence.missing(node))
            known = self.catalog.quiet[id(node)] = (node, quiet)
        return known[1]

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
        """Whether some earlier and later reading are far enough apart in value and close enough in time."""
        readings = self.record.of(node.fact)
        usable = [r for r in readings if not _blank(r)]
        lacking = (Missing(node.fact, Unknown.NEVER_RECORDED if not readings else Unknown.UNREADABLE),)
        onset = self.value(node.then) if node.then else None
        result = UNKNOWN if len(usable) < 2 or len(usable) < len(readings) else NO
        missing: tuple[Missing, ...] = lacking if result is UNKNOWN else ()
        for i, earlier in enumerate(usable):
            for later in usable[i + 1 :]:
                answer = _moved(node, earlier, later)
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
                    missing = missing or (Missing(node.fact, Unknown.DATE_UNCLEAR),)
        return result, missing

    def value(self, fact: str) -> Value:
        """The value of a fact today (see `values.value_of`)."""
        if self._base is not None:
            return self._base.value(fact)  # no fact sees the order, however it is derived
        if self._more is not None and ANY_DRUG not in reach_of_fact(self.catalog, fact):
            return self._more.value(fact)
        value = self._values.get(fact)
        if value is None:
            value = value_of(self, fact)
            self._values[fact] = value
        return value

    def more_taken(self, drug: str, uncounted: frozenset[str]) -> tuple[Missing, ...]:
        """What leaves open whether more of a class is taken than was recorded; empty when nothing does."""
        return drugs.more_taken(self, drug, uncounted)

    def missing(self, node: Node) -> tuple[Missing, ...]:
        """What an unknown answer waits for, first come first; empty when the answer is known."""
        if self.ask(node) is not UNKNOWN:
            return ()
        kept = self._holder(node)._missing.get(id(node))
        if kept is not None:
            return kept
        found: dict[Missing, None] = {}
        self._gather(node, found)
        return tuple(found)

    def _gather(self, node: Node, found: dict[Missing, None]) -> None:
        if self.ask(node) is not UNKNOWN:
            return
        kept = self._holder(node)._missing.get(id(node))
        if kept is not None:
            found.update(dict.fromkeys(kept))
        elif isinstance(node, RuleRef):
            self._gather(self.catalog.rules[node.rule], found)
        else:
            for part in parts(node):
                self._gather(part, found)

    def sees_order(self, node: Node) -> bool:
        """Whether the answer may change when an order is proposed; a property of the criterion alone."""
        known = self.catalog.order_seen.get(id(node))
        if known is None:
            match node:
                case Taking(order=order) | CountTaking(order=order):
                    sees = order != "no"
                case RuleRef(rule):
                    sees = self.sees_order(self.catalog.rules[rule])
                case _:
                    sees = True in [self.sees_order(part) for part in parts(node)]
            # The node is kept beside its answer so that its id is never given to another.
            known = self.catalog.order_seen[id(node)] = (node, sees)
        return known[1]


def _all(asking: Asking, node: Node) -> Answer:
    result = YES
    for part in parts(node):
        answer = asking.ask(part)
        if answer is NO:
            return NO
        if answer is UNKNOWN:
            result = UNKNOWN
    return result


def _any(asking: Asking, node: Node) -> Answer:
    result = NO
    for part in parts(node):
        answer = asking.ask(part)
        if answer is YES:
            return YES
        if answer is UNKNOWN:
            result = UNKNOWN
    return result


def _not(asking: Asking, node: Node) -> Answer:
    return NOT[asking.ask(parts(node)[0])]


def _at_least(asking: Asking, node: Node) -> Answer:
    assert isinstance(node, AtLeastOf)
    return kleene_at_least(node.n, (asking.ask(part) for part in node.of))


def _rule(asking: Asking, node: Node) -> Answer:
    assert isinstance(node, RuleRef)
    return asking.ask(asking.catalog.rules[node.rule])


# A table and not a match: this is the innermost loop, and a class pattern costs more than the question.
_JOINTS: dict[type, Callable[[Asking, Node], Answer]] = {
    All: _all,
    Any: _any,
    Not: _not,
    AtLeastOf: _at_least,
    RuleRef: _rule,
}


#: 9.1 less 7.1 is a little under 2 in binary numbers; no measured change is as small as this
ROUNDING = 1e-9


def _blank(reading: Reading) -> bool:
    return bool(reading.unreadable) or reading.low == -float("inf") or reading.high == float("inf")


def _moved(node: Change, earlier: Reading, later: Reading) -> Answer:
    first, second = (earlier, later) if node.falls else (later, earlier)
    least = node.by - ROUNDING
    by = of_bounds(first.low - second.high >= least, first.high - second.low >= least)
    shortest = max(later.when.first - earlier.when.last, 0)
    longest = later.when.last - earlier.when.first
    in_time = of_bounds(longest <= node.over_at_most, shortest <= node.over_at_most)
    if by is NO or in_time is NO:
        return NO
    return YES if by is YES and in_time is YES else UNKNOWN


def _follows(onset: Value, earlier: Reading, later: Reading, within: float) -> Answer:
    """The onset lies between the first of the two readings and `within` days after the second."""
    if not onset.known:
        return UNKNOWN
    return of_bounds(
        onset.low >= earlier.when.last and onset.high <= later.when.first + within,
        onset.high >= earlier.when.first and onset.low <= later.when.last + within,
    )
