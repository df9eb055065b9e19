"""What a fact is worth today: the reading that counts, its freshness, absence, families of claims, derivations.

This is the one-patient meaning of a fact, in plain Python; `compile_sql` states the same for a population and the
generative tests hold the two together. The law of unknown (decision 0001) lives here: nothing recorded is unknown
unless a complete list covers the moment asked; a stale, unreadable or unclear reading is unknown with its reason.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from painpath.criteria.catalog import (
    ChangeOf,
    CountOf,
    Derivation,
    Duration,
    FormulaOf,
    FromCriterion,
    Lookup,
    Scale,
    Score,
    SumOverCourses,
)
from painpath.facts.answer import Answer
from painpath.facts.fact_type import FactType, Kind, Pick
from painpath.facts.formulas import Ends, Floats
from painpath.facts.moment import DAWN
from painpath.facts.reading import INFINITY, Course, Missing, Reading, Status, Unknown
from painpath.facts.units import factor

if TYPE_CHECKING:
    from painpath.criteria.ask import Asking

_FLOATS = Floats()


class Value(NamedTuple):
    """A fact today: an interval on its number line; what is missing where it is not a point; the readings used."""

    low: float
    high: float
    missing: tuple[Missing, ...] = ()
    used: tuple[Reading, ...] = ()
    how: str = ""

    @property
    def known(self) -> bool:
        """Whether anything at all is known of it."""
        return not (self.low == -INFINITY and self.high == INFINITY)

    @property
    def point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def unknown(fact: str, why: Unknown, used: tuple[Reading, ...] = ()) -> Value:
    """The value of a fact of which nothing is known, and why."""
    return Value(-INFINITY, INFINITY, (Missing(fact, why),), used)


class Members(NamedTuple):
    """A set today: members surely in it, and whether others may be."""

    sure: frozenset[str]
    closed: bool
    missing: tuple[Missing, ...]
    used: tuple[Reading, ...] = ()


def value_of(asking: Asking, fact: str) -> Value:
    """The value of a claim, quantity, one_of, ordered or date fact today.

    Recorded readings come first; where none counts, the derivation, if the fact has one.
    """
    kind = asking.catalog.facts[fact]
    if kind.kind is Kind.CLAIM:
        return _claim(asking, kind)
    recorded = _latest(asking, kind, kind.fresh_for)
    if recorded.known or (recorded.missing and recorded.missing[0].why is Unknown.UNREADABLE):
        return recorded
    derivation = asking.catalog.derived.get(fact)
    return recorded if derivation is None else _derive(asking, kind, derivation)


def value_within(asking: Asking, fact: str, window: float) -> Value:
    """The latest value if it was recorded in the last `window` days [d], else unknown."""
    kind = asking.catalog.facts[fact]
    recorded = _latest(asking, kind, window)
    derivation = asking.catalog.derived.get(fact)
    if derivation is not None and recorded.missing and recorded.missing[0].why is Unknown.NEVER_RECORDED:
        return _derive(asking, kind, derivation)
    return recorded


def _latest(asking: Asking, kind: FactType, window: float | None) -> Value:
    readings = asking.record.of(kind.id)
    if not readings:
        return unknown(kind.id, Unknown.NEVER_RECORDED)
    reading = readings[-1]
    freshness = _inside(reading, asking.record.as_of, window)
    match freshness:
        case Answer.YES:
            pass
        case Answer.NO:
            return unknown(kind.id, Unknown.STALE, (reading,))
        case Answer.UNKNOWN:
            return unknown(kind.id, Unknown.DATE_UNCLEAR, (reading,))
    if reading.low == -INFINITY and reading.high == INFINITY:
        return unknown(kind.id, Unknown.UNREADABLE, (reading,))
    missing = () if reading.low == reading.high else (Missing(kind.id, Unknown.NOT_NARROW),)
    return Value(reading.low, reading.high, missing, (reading,))


def _inside(reading: Reading, as_of: int, window: float | None) -> Answer:
    """Whether the reading's moment lies in the closed window of the last `window` days."""
    if window is None:
        return Answer.YES
    opens = as_of - window
    if reading.when.first >= opens:
        return Answer.YES
    return Answer.NO if min(reading.when.last, as_of) < opens else Answer.UNKNOWN


# ---------------------------------------------------------------------------------------------------- claims


def _claim(asking: Asking, kind: FactType) -> Value:
    own = _own_claim(asking, kind)
    below = _from_children(asking, kind)
    denied = _denied_above(asking, kind)
    # `own` is None where nothing was recorded of this very claim.
    says_yes = (own is not None and own.low == 1.0) or below.low == 1.0
    says_no = (own is not None and own.high == 0.0) or denied is not None
    if says_yes and says_no and not (own is not None and own.low == 1.0 and denied is None):
        if own is not None and own.high == 0.0 and below.low == 1.0:
            # A parent recorded as absent and a member as present contradict each other.
            return unknown(kind.id, Unknown.CONFLICT, own.used + below.used)
        if denied is not None:
            return unknown(kind.id, Unknown.CONFLICT, denied.used)
    if says_yes:
        return own if own is not None and own.low == 1.0 else below
    if says_no:
        if own is not None and own.high == 0.0:
            return own
        assert denied is not None
        return denied
    if own is not None:
        return own
    derivation = asking.catalog.derived.get(kind.id)
    if derivation is not None:
        return _derive(asking, kind, derivation)
    if below.missing:
        return Value(0.0, 1.0, below.missing, below.used)
    since = DAWN if kind.pick is Pick.EVER else asking.record.as_of
    if asking.record.covers(kind.listed_in, since):
        return Value(0.0, 0.0, how=f"not on the complete {kind.listed_in} list")
    return Value(0.0, 1.0, (Missing(kind.id, Unknown.NEVER_RECORDED),))


def _own_claim(asking: Asking, kind: FactType) -> Value | None:
    """What the readings of this very claim say; None where there are none."""
    readings = asking.record.of(kind.id)
    if not readings:
        return None
    match kind.pick:
        case Pick.LATEST:
            return _latest_claim(asking, kind, readings)
        case Pick.EVER:
            return _some_claim(kind, readings)
        case Pick.ANY:
            fresh, unclear = _fresh(asking, kind, readings)
            if not fresh and not unclear:
                return unknown_claim(kind.id, Unknown.STALE, readings)
            if any(reading.low == 1.0 for reading in fresh):
                return _some_claim(kind, fresh)
            if unclear:
                return unknown_claim(kind.id, Unknown.DATE_UNCLEAR, unclear)
            return _some_claim(kind, fresh)
        case Pick.ALL:
            fresh, unclear = _fresh(asking, kind, readings)
            if not fresh and not unclear:
                return unknown_claim(kind.id, Unknown.STALE, readings)
            if any(reading.high == 0.0 for reading in fresh):
                return Value(0.0, 0.0, used=fresh)
            if unclear or any(reading.low != reading.high for reading in fresh):
                return unknown_claim(kind.id, Unknown.UNREADABLE, unclear or fresh)
            return Value(1.0, 1.0, used=fresh)


def unknown_claim(fact: str, why: Unknown, used: tuple[Reading, ...] = ()) -> Value:
    """A claim that may be yes or no, and why."""
    return Value(0.0, 1.0, (Missing(fact, why),), used)


def _fresh(
    asking: Asking, kind: FactType, readings: tuple[Reading, ...]
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    judged = [(reading, _inside(reading, asking.record.as_of, kind.fresh_for)) for reading in readings]
    return (
        tuple(reading for reading, answer in judged if answer is Answer.YES),
        tuple(reading for reading, answer in judged if answer is Answer.UNKNOWN),
    )


def _some_claim(kind: FactType, readings: tuple[Reading, ...]) -> Value:
    yes = tuple(reading for reading in readings if reading.low == 1.0)
    if yes:
        return Value(1.0, 1.0, used=yes)
    if any(reading.high != 0.0 for reading in readings):
        return unknown_claim(kind.id, Unknown.UNREADABLE, readings)
    return Value(0.0, 0.0, used=readings)


def _latest_claim(asking: Asking, kind: FactType, readings: tuple[Reading, ...]) -> Value:
    """From newest to oldest: the first that settles today. What ended tells only until its end."""
    as_of = asking.record.as_of
    ended: tuple[Reading, ...] = ()
    for reading in reversed(readings):
        match _inside(reading, as_of, kind.fresh_for):
            case Answer.NO:
                return (
                    Value(0.0, 0.0, used=ended)
                    if ended
                    else unknown_claim(kind.id, Unknown.STALE, (reading,))
                )
            case Answer.UNKNOWN:
                return unknown_claim(kind.id, Unknown.DATE_UNCLEAR, (reading,))
            case Answer.YES:
                pass
        if reading.high == 0.0:
            return Value(0.0, 0.0, used=(reading,))
        if reading.low != 1.0:
            return unknown_claim(kind.id, Unknown.UNREADABLE, (reading,))
        if reading.ended is None or reading.ended.first > as_of:
            return Value(1.0, 1.0, used=(reading,))
        if reading.ended.last > as_of:
            return unknown_claim(kind.id, Unknown.DATE_UNCLEAR, (reading,))
        ended = (*ended, reading)
    return Value(0.0, 0.0, used=ended)


def _from_children(asking: Asking, kind: FactType) -> Value:
    """Yes if a more special claim is yes; otherwise no, with what is unclear among those recorded."""
    missing: tuple[Missing, ...] = ()
    used: tuple[Reading, ...] = ()
    for child in asking.catalog.children.get(kind.id, ()):
        child_kind = asking.catalog.facts[child]
        own = _own_claim(asking, child_kind)
        below = _from_children(asking, child_kind)
        for value in (own, below):
            if value is not None and value.low == 1.0:
                return value
            if value is not None and value.missing:
                missing += value.missing
                used += value.used
        if own is None and child in asking.catalog.derived:
            derived = asking.value(child)
            if derived.low == 1.0:
                return derived
    return Value(0.0, 1.0 if missing else 0.0, missing, used)


def _denied_above(asking: Asking, kind: FactType) -> Value | None:
    """A recorded no of a more general claim, which makes this one no."""
    for parent in kind.parents:
        parent_kind = asking.catalog.facts[parent]
        own = _own_claim(asking, parent_kind)
        if own is not None and own.high == 0.0:
            return own
        above = _denied_above(asking, parent_kind)
        if above is not None:
            return above
    return None


def claim_within(asking: Asking, fact: str, window: float) -> Value:
    """Whether a claim has a yes dated in the closed window of the last `window` days [d]."""
    kind = asking.catalog.facts[fact]
    as_of = asking.record.as_of
    unclear: tuple[Reading, ...] = ()
    denied: tuple[Reading, ...] = ()
    for name in (fact, *descendants(asking, fact)):
        for reading in asking.record.of(name):
            inside = _inside(reading, as_of, window)
            if inside is Answer.YES and reading.low == 1.0:
                return Value(1.0, 1.0, used=(reading,))
            if inside is Answer.YES and reading.high == 0.0 and name == fact:
                denied = (*denied, reading)
            elif inside is not Answer.NO and reading.high != 0.0:
                unclear = (*unclear, reading)
    if unclear:
        return unknown_claim(fact, Unknown.DATE_UNCLEAR, unclear)
    if denied:
        return Value(0.0, 0.0, used=denied)
    above = _denied_above(asking, kind)
    if above is not None:
        return above
    if asking.record.covers(kind.listed_in, math.floor(as_of - window)):
        return Value(0.0, 0.0, how=f"not on the complete {kind.listed_in} list")
    return unknown_claim(fact, Unknown.NEVER_RECORDED)


def descendants(asking: Asking, fact: str) -> tuple[str, ...]:
    """Every more special claim, at any depth."""
    found: tuple[str, ...] = ()
    for child in asking.catalog.children.get(fact, ()):
        found += (child, *descendants(asking, child))
    return found


# ------------------------------------------------------------------------------------------------ sets, sites


def members_of(asking: Asking, fact: str) -> Members:
    """A set today: a closed reading replaces what came before, an open one adds to it."""
    kind = asking.catalog.facts[fact]
    readings = asking.record.of(fact)
    if not readings:
        return Members(frozenset(), False, (Missing(fact, Unknown.NEVER_RECORDED),))
    sure: frozenset[str] = frozenset()
    closed = False
    used: tuple[Reading, ...] = ()
    missing: tuple[Missing, ...] = ()
    for reading in reversed(readings):
        match _inside(reading, asking.record.as_of, kind.fresh_for):
            case Answer.NO:
                missing = missing or (Missing(fact, Unknown.STALE),)
                break
            case Answer.UNKNOWN:
                missing = (Missing(fact, Unknown.DATE_UNCLEAR),)
                break
            case Answer.YES:
                pass
        if reading.unreadable:
            missing = (Missing(fact, Unknown.UNREADABLE),)
            break
        sure |= reading.members
        used = (*used, reading)
        if reading.closed:
            closed = True
            break
    if closed:
        return Members(sure, True, (), used)
    return Members(sure, False, missing or (Missing(fact, Unknown.LIST_OPEN),), used)


def related(asking: Asking, one: str, other: str) -> bool:
    """Whether two regions overlap: one is the other or a part of it."""
    regions = asking.catalog.regions
    return one == other or other in regions.get(one, ()) or one in regions.get(other, ())


def claim_at(asking: Asking, fact: str, at: str) -> Value:
    """A claim found at the pain in question (`at` is "pain") or in a region.

    A finding without a site belongs to the pain in question. One elsewhere says nothing about here.
    """
    kind = asking.catalog.facts[fact]
    readings = asking.record.of(fact)
    if not readings:
        return asking.value(fact)
    pain = members_of(asking, "pain.sites")
    here = frozenset({at}) if at != "pain" else pain.sure
    unclear: tuple[Reading, ...] = ()
    best: Value | None = None
    for reading in reversed(readings):
        if _inside(reading, asking.record.as_of, kind.fresh_for) is not Answer.YES:
            unclear = (*unclear, reading)
            continue
        if reading.at:
            if not any(related(asking, site, place) for site in reading.at for place in here):
                if at == "pain" and not pain.closed:
                    unclear = (*unclear, reading)
                continue
        elif at != "pain" and not (
            pain.closed and pain.sure and all(related(asking, site, at) for site in pain.sure)
        ):
            unclear = (*unclear, reading)
            continue
        if reading.low == 1.0 and (reading.ended is None or reading.ended.first > asking.record.as_of):
            return Value(1.0, 1.0, used=(reading,))
        if reading.high == 0.0 and best is None:
            best = Value(0.0, 0.0, used=(reading,))
        elif reading.high != 0.0:
            unclear = (*unclear, reading)
    if unclear:
        return unknown_claim(fact, Unknown.SITE_UNKNOWN, unclear)
    return best if best is not None else unknown_claim(fact, Unknown.NEVER_RECORDED)


# ------------------------------------------------------------------------------------------------ derivations


def _derive(asking: Asking, kind: FactType, how: Derivation) -> Value:
    match how:
        case FromCriterion(node):
            match asking.ask(node):
                case Answer.YES:
                    return Value(1.0, 1.0, how="follows from other facts")
                case Answer.NO:
                    return Value(0.0, 0.0, how="follows from other facts")
                case Answer.UNKNOWN:
                    return Value(0.0, 1.0, asking.missing(node))
        case Score(items):
            return _score(asking, kind, items)
        case Lookup(of, edges, ranks):
            value = asking.value(of)
            if not value.known:
                return Value(-INFINITY, INFINITY, value.missing)
            reached = ranks[_band(value.low, edges) : _band(value.high, edges) + 1]
            return _narrowed(kind, min(reached), max(reached), value.missing)
        case Scale(of, times):
            value = asking.value(of)
            if not value.known:
                return Value(-INFINITY, INFINITY, value.missing)
            ends = sorted((value.low * times, value.high * times))
            return _narrowed(kind, ends[0], ends[1], value.missing)
        case CountOf(of):
            values = [asking.value(fact) for fact in of]
            lacking = tuple(miss for value in values for miss in value.missing)
            return _narrowed(kind, sum(v.low for v in values), sum(v.high for v in values), lacking)
        case SumOverCourses(taking, factors):
            return _sum_over_courses(asking, kind, taking, factors)
        case ChangeOf(of, over):
            return _change(asking, kind, of, over)
        case Duration(since, per_unit):
            value = asking.value(since)
            if not value.known:
                return Value(-INFINITY, INFINITY, value.missing)
            today = asking.record.as_of
            return _narrowed(
                kind, (today - value.high) / per_unit, (today - value.low) / per_unit, value.missing
            )
        case FormulaOf(formula):
            inputs: dict[str, Ends[float]] = {}
            if formula.uses_today:
                inputs["today"] = Ends(float(asking.record.as_of), float(asking.record.as_of))
            missing: tuple[Missing, ...] = ()
            for fact in formula.needs:
                value = asking.value(fact)
                missing += value.missing
                if not value.known and asking.catalog.facts[fact].kind is not Kind.ONE_OF:
                    continue
                inputs[fact] = Ends(value.low, value.high)
            if any(fact not in inputs for fact in formula.needs):
                return Value(
                    -INFINITY, INFINITY, tuple(m for m in missing if m.why is not Unknown.NOT_NARROW)
                )
            if not all(_usable(ends) for fact, ends in inputs.items() if fact != "patient.sex"):
                return Value(-INFINITY, INFINITY, missing)
            for fact in formula.helped_by:
                value = asking.value(fact)
                if value.point:
                    inputs[fact] = Ends(value.low, value.high)
            ends_ = formula.reckon(_FLOATS, inputs)
            return _narrowed(kind, ends_.low, ends_.high, missing, how=formula.says)


def _usable(ends: Ends[float]) -> bool:
    return math.isfinite(ends.low) and math.isfinite(ends.high)


def _narrowed(kind: FactType, low: float, high: float, missing: tuple[Missing, ...], how: str = "") -> Value:
    if low == high:
        return Value(low, high, how=how)
    return Value(low, high, missing or (Missing(kind.id, Unknown.NOT_NARROW),), how=how)


def _band(number: float, edges: tuple[float, ...]) -> int:
    return sum(1 for edge in edges if number >= edge)


def _score(asking: Asking, kind: FactType, items: tuple[tuple[str, float | tuple[float, ...]], ...]) -> Value:
    low = high = 0.0
    missing: tuple[Missing, ...] = ()
    nothing = True
    for fact, weight in items:
        value = asking.value(fact)
        item = asking.catalog.facts[fact]
        missing += value.missing
        nothing = nothing and not (value.known and (item.kind is not Kind.CLAIM or value.point))
        if isinstance(weight, tuple):
            reached = weight[int(value.low) : int(value.high) + 1] if value.known else weight
            ends = (min(reached), max(reached))
        else:
            first, last = value.low, value.high
            if not value.known and item.plausible is not None:
                first, last = item.plausible
            elif not value.known and item.kind is Kind.ORDERED:
                first, last = 0.0, float(len(item.options) - 1)
            ends = (min(first * weight, last * weight), max(first * weight, last * weight))
        low, high = low + ends[0], high + ends[1]
    if nothing:
        return Value(-INFINITY, INFINITY, missing)
    return _narrowed(kind, low, high, missing)


def current(course: Course, as_of: int) -> Answer:
    """Whether a course is taken on the as-of day."""
    match course.status:
        case Status.NOT_TAKEN | Status.PLANNED | Status.STOPPED:
            return Answer.NO
        case Status.ACTIVE:
            if course.ended is None or course.ended.first >= as_of:
                return Answer.YES
            return Answer.NO if course.ended.last < as_of else Answer.UNKNOWN
        case Status.UNKNOWN:
            if course.ended is not None and course.ended.last < as_of:
                return Answer.NO
            return Answer.UNKNOWN


def _sum_over_courses(asking: Asking, kind: FactType, taking: str, factors: object) -> Value:
    assert isinstance(factors, dict)
    inside = asking.catalog.within.get(taking, frozenset({taking}))
    low = high = 0.0
    missing: tuple[Missing, ...] = ()
    found = False
    for drug, courses in asking.record.courses.items():
        if drug not in inside:
            continue
        for course in courses:
            taken = current(course, asking.record.as_of)
            if taken is Answer.NO:
                continue
            if drug not in factors:
                if drug in asking.catalog.substances:
                    continue  # an ingredient that the table deliberately does not count
                missing += (Missing(f"medication.{drug}", Unknown.DOSE_UNKNOWN),)
                high = INFINITY
                found = True
                continue
            found = True
            number, unit = factors[drug]
            scale = factor(course.unit, unit) if course.unit else None
            if scale is None or course.daily_high == INFINITY:
                missing += (Missing(f"medication.{drug}", Unknown.DOSE_UNKNOWN),)
                high = INFINITY
                if scale is not None:
                    low += course.daily_low * number * scale if taken is Answer.YES else 0.0
                continue
            low += course.daily_low * number * scale if taken is Answer.YES else 0.0
            high += course.daily_high * number * scale
    if not found:
        answer, lacking = asking.taking_now(taking)
        match answer:
            case Answer.NO:
                return Value(0.0, 0.0, how=f"no {taking} taken")
            case Answer.YES | Answer.UNKNOWN:
                return Value(
                    0.0, INFINITY, lacking or (Missing(f"medication.{taking}", Unknown.NEVER_RECORDED),)
                )
    return _narrowed(kind, low, high, missing)


def _change(asking: Asking, kind: FactType, of: str, over: float) -> Value:
    readings = [r for r in asking.record.of(of) if r.low == r.high and r.when.first == r.when.last]
    if len(readings) < 2:
        return unknown(kind.id, Unknown.NEVER_RECORDED)
    newest = readings[-1]
    before = [r for r in readings[:-1] if r.when.last <= newest.when.first - over]
    if not before:
        return unknown(kind.id, Unknown.NEVER_RECORDED)
    number = newest.low - before[-1].low
    return Value(number, number, used=(before[-1], newest))
