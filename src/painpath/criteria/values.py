"""What a fact is worth today: the reading that counts, its freshness, absence, families of claims, derivations.

This is the one-patient meaning of a fact, in plain Python; `compile_sql` states the same for a population and the
generative tests hold the two together. The law of unknown (decision 0001) lives here: nothing recorded is unknown
unless a complete list covers the moment asked; a stale, unreadable or unclear reading is unknown with its reason.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

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
from painpath.facts.formulas import Ends, Floats, Formula
from painpath.facts.moment import DAWN
from painpath.facts.reading import INFINITY, Course, Missing, Reading, Status, Unknown
from painpath.facts.units import factor

if TYPE_CHECKING:
    from painpath.criteria.ask import Asking

_FLOATS = Floats()


class Value(msgspec.Struct, frozen=True):
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
    freshness = inside_window(reading, asking.record.as_of, window)
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


def inside_window(reading: Reading, as_of: int, window: float | None) -> Answer:
    """Whether the reading's moment lies in the closed window of the last `window` days."""
    if window is None:
        return Answer.YES
    opens = as_of - window
    if reading.when.first >= opens:
        return Answer.YES
    return Answer.NO if min(reading.when.last, as_of) < opens else Answer.UNKNOWN


# ---------------------------------------------------------------------------------------------------- claims


def _claim(asking: Asking, kind: FactType) -> Value:
    own = own_claim(asking, kind, kind.pick)
    below = _from_children(asking, kind, kind.pick)
    denied = _denied_above(asking, kind)
    # `own` is None where nothing was recorded of this very claim.
    says_yes = (own is not None and own.low == 1.0) or below.low == 1.0
    says_no = (own is not None and own.high == 0.0) or denied is not None
    if says_yes and says_no:
        # A general claim recorded as absent and a special one as present contradict each other.
        used = (
            (own.used if own is not None else ()) + below.used + (denied.used if denied is not None else ())
        )
        return unknown_claim(kind.id, Unknown.CONFLICT, used)
    if says_yes:
        return own if own is not None and own.low == 1.0 else below
    if says_no:
        if own is not None and own.high == 0.0:
            return own
        assert denied is not None
        return denied
    if own is not None:
        return own
    if kind.id in asking.catalog.derived:
        derived = derived_claim(asking, kind.id)
        if derived.low == 1.0 or not below.missing:
            return derived
    if below.missing:
        return Value(0.0, 1.0, below.missing, below.used)
    if absent_by_list(asking, kind.id, DAWN if kind.pick is Pick.EVER else asking.record.as_of):
        return Value(0.0, 0.0, how=f"not on the complete {kind.listed_in} list")
    return unknown_claim(kind.id, Unknown.NEVER_RECORDED)


def derived_claim(asking: Asking, fact: str) -> Value:
    """What follows for a claim from other facts, whatever was recorded of itself."""
    value = _derive(asking, asking.catalog.facts[fact], asking.catalog.derived[fact])
    return value if value.known else Value(0.0, 1.0, value.missing, value.used)


def absent_by_list(asking: Asking, fact: str, since: int) -> bool:
    """Whether complete lists from `since` on settle that neither the claim nor any more special one is there.

    Says nothing of what was recorded of them; that is looked at before.
    """
    for name in (fact, *descendants(asking, fact)):
        kind = asking.catalog.facts[name]
        opens = DAWN if kind.pick is Pick.EVER and name != fact else since
        if name != fact and (asking.record.of(name) or name in asking.catalog.derived):
            continue  # it speaks for itself
        if not asking.record.covers(kind.listed_in, opens):
            return False
    return True


def own_claim(asking: Asking, kind: FactType, pick: Pick) -> Value | None:
    """What the readings of this very claim say; None where there are none."""
    readings = asking.record.of(kind.id)
    if not readings:
        return None
    match pick:
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
    judged = [(reading, inside_window(reading, asking.record.as_of, kind.fresh_for)) for reading in readings]
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
        match inside_window(reading, as_of, kind.fresh_for):
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


def _from_children(asking: Asking, kind: FactType, pick: Pick) -> Value:
    """Yes if a more special claim is yes; otherwise no, with what is unclear among those recorded or derived.

    Whoever asks whether a claim was `ever` true asks that of the more special ones too.
    """
    missing: tuple[Missing, ...] = ()
    used: tuple[Reading, ...] = ()
    for child in asking.catalog.children.get(kind.id, ()):
        child_kind = asking.catalog.facts[child]
        own = own_claim(asking, child_kind, Pick.EVER if pick is Pick.EVER else child_kind.pick)
        below = _from_children(asking, child_kind, pick)
        derived = asking.value(child) if own is None and child in asking.catalog.derived else None
        for value in (own, below, derived):
            if value is not None and value.low == 1.0:
                return value
            if value is not None and value.missing:
                missing += value.missing
                used += value.used
    return Value(0.0, 1.0 if missing else 0.0, missing, used)


def ancestors(asking: Asking, fact: str) -> tuple[str, ...]:
    """Every more general claim whose "no" makes this one no, at any depth, nearest first.

    Not true today says nothing of `ever`, so such a parent of an `ever` claim is left out.
    """
    known = asking.catalog.ancestors.get(fact)
    if known is not None:
        return known
    kind = asking.catalog.facts[fact]
    found: tuple[str, ...] = ()
    for parent in kind.parents:
        if kind.pick is not Pick.EVER or asking.catalog.facts[parent].pick is Pick.EVER:
            found += (parent, *ancestors(asking, parent))
    asking.catalog.ancestors[fact] = found
    return found


def _denied_above(asking: Asking, kind: FactType) -> Value | None:
    """A recorded no of a more general claim, which makes this one no."""
    for name in ancestors(asking, kind.id):
        parent = asking.catalog.facts[name]
        own = own_claim(asking, parent, parent.pick)
        if own is not None and own.high == 0.0:
            return own
    return None


def claim_within(asking: Asking, fact: str, window: float) -> Value:
    """Whether a claim has a yes dated in the closed window of the last `window` days [d]."""
    kind = asking.catalog.facts[fact]
    as_of = asking.record.as_of
    unclear: tuple[Reading, ...] = ()
    denied: tuple[Reading, ...] = ()
    family = (fact, *descendants(asking, fact))
    for name in family:
        for reading in asking.record.of(name):
            within_it = inside_window(reading, as_of, window)
            if within_it is Answer.YES and reading.low == 1.0:
                return Value(1.0, 1.0, used=(reading,))
            if within_it is Answer.YES and reading.high == 0.0 and name == fact:
                denied = (*denied, reading)
            elif within_it is not Answer.NO and reading.high != 0.0:
                unclear = (*unclear, reading)
    if unclear:
        return unknown_claim(fact, Unknown.DATE_UNCLEAR, unclear)
    for name in ancestors(asking, fact):
        for reading in asking.record.of(name):
            if reading.high == 0.0 and inside_window(reading, as_of, window) is Answer.YES:
                denied = (*denied, reading)
    if denied:
        return Value(0.0, 0.0, used=denied)
    derived = any(name in asking.catalog.derived for name in family)
    if not derived and absent_by_list(asking, fact, math.floor(as_of - window)):
        return Value(0.0, 0.0, how=f"not on the complete {kind.listed_in} list")
    return unknown_claim(fact, Unknown.NEVER_RECORDED)


def descendants(asking: Asking, fact: str) -> tuple[str, ...]:
    """Every more special claim, at any depth."""
    known = asking.catalog.descendants.get(fact)
    if known is not None:
        return known
    found: tuple[str, ...] = ()
    for child in asking.catalog.children.get(fact, ()):
        found += (child, *descendants(asking, child))
    asking.catalog.descendants[fact] = found
    return found


# ------------------------------------------------------------------------------------------------ derivations


def derived_value(asking: Asking, fact: str) -> Value:
    """What a derivation gives for a fact, whatever was recorded of it directly."""
    return _derive(asking, asking.catalog.facts[fact], asking.catalog.derived[fact])


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
        case SumOverCourses():
            return _sum_over_courses(asking, kind, how)
        case ChangeOf(of, over):
            return _change(asking, of, over)
        case Duration(since, per_unit):
            value = asking.value(since)
            if not value.known:
                return Value(-INFINITY, INFINITY, value.missing)
            today = asking.record.as_of
            return _narrowed(
                kind, (today - value.high) / per_unit, (today - value.low) / per_unit, value.missing
            )
        case FormulaOf(formula):
            return _formula(asking, kind, formula)


def _formula(asking: Asking, kind: FactType, formula: Formula) -> Value:
    today = float(asking.record.as_of)
    inputs: dict[str, Ends[float]] = {"today": Ends(today, today)} if formula.uses_today else {}
    missing: tuple[Missing, ...] = ()
    for fact in formula.needs:
        value = asking.value(fact)
        missing += value.missing
        inputs[fact] = Ends(value.low, value.high)
    for fact in formula.needs:
        # An option that is not known is one of a few; a number that is not known may be anything.
        if asking.catalog.facts[fact].kind is not Kind.ONE_OF and not _usable(inputs[fact]):
            wholly = tuple(miss for miss in missing if miss.why is not Unknown.NOT_NARROW)
            return Value(-INFINITY, INFINITY, wholly or missing)
    for fact in formula.helped_by:
        value = asking.value(fact)
        if value.point:
            inputs[fact] = Ends(value.low, value.high)
    ends = formula.reckon(_FLOATS, inputs)
    return _narrowed(kind, ends.low, ends.high, missing, how=formula.says)


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


def taken_today(asking: Asking, course: Course) -> Answer:
    """Whether a course is taken; unknown where somebody also said that the drug, or a class of it, is not."""
    answer = current(course, asking.record.as_of)
    return Answer.UNKNOWN if answer is Answer.YES and denies(asking, course.drug) else answer


def denies(asking: Asking, drug: str) -> bool:
    """Whether it was said that a drug, or a class that contains it, is not taken."""
    denied = asking.record.denied
    return bool(denied) and not denied.isdisjoint(asking.catalog.above.get(drug, (drug,)))


def _sum_over_courses(asking: Asking, kind: FactType, how: SumOverCourses) -> Value:
    """Between what is surely taken and what may be; an ingredient that the table does not name adds nothing.

    While the list of drugs is open the total has no upper end (house of painpath, section 5), nor while a drug that is
    counted by its route has none.
    """
    catalog, record = asking.catalog, asking.record
    inside = catalog.within.get(how.taking, frozenset({how.taking}))
    low = high = 0.0
    missing: tuple[Missing, ...] = ()
    uncounted = frozenset(drug for drug in inside if drug in catalog.substances and drug not in how.counted)
    for drug, courses in record.courses.items():
        if drug not in inside or drug in uncounted:
            continue
        for course in courses:
            taken = taken_today(asking, course)
            if taken is Answer.NO:
                continue
            number, unit = _factor_of(how, course)
            scale = factor(course.unit, unit) if course.unit and unit else None
            if scale is None or course.daily_high == INFINITY or taken is Answer.UNKNOWN:
                missing += (Missing(f"medication.{drug}", Unknown.DOSE_UNKNOWN),)
            low += course.daily_low * number * scale if taken is Answer.YES and scale is not None else 0.0
            high += course.daily_high * number * scale if scale is not None else INFINITY
    lacking = asking.more_taken(how.taking, uncounted)
    if lacking:
        missing, high = missing + lacking, INFINITY
    if low == high == 0.0:
        return Value(0.0, 0.0, how=f"no {how.taking} counted")
    return _narrowed(kind, low, high, missing)


def _factor_of(how: SumOverCourses, course: Course) -> tuple[float, str]:
    """The factor of a course and the unit that it is meant for; no unit where none is known to hold."""
    routes = how.by_route.get(course.drug)
    if routes is not None:
        if course.route in routes:
            return routes[course.route]
        if not course.route:
            return 0.0, ""  # which of its factors holds is not known
    return how.factors.get(course.drug, (0.0, ""))


def _change(asking: Asking, of: str, over: float) -> Value:
    """The latest value minus the one that held `over` days before it; both may be ranges, their days may not."""
    readings = asking.record.of(of)
    if not readings:
        return unknown(of, Unknown.NEVER_RECORDED)
    newest = readings[-1]
    if inside_window(newest, asking.record.as_of, asking.catalog.facts[of].fresh_for) is Answer.NO:
        return unknown(of, Unknown.STALE, (newest,))
    limit = newest.when.first - over
    if newest.when.first != newest.when.last or any(r.when.first <= limit < r.when.last for r in readings):
        return unknown(of, Unknown.DATE_UNCLEAR, (newest,))
    before = [reading for reading in readings if reading.when.last <= limit]
    if not before:
        return unknown(of, Unknown.NEVER_RECORDED, (newest,))
    used = (before[-1], newest)
    if not all(math.isfinite(end) for reading in used for end in (reading.low, reading.high)):
        return unknown(of, Unknown.UNREADABLE, used)
    low, high = newest.low - before[-1].high, newest.high - before[-1].low
    return Value(low, high, () if low == high else (Missing(of, Unknown.NOT_NARROW),), used)
