"""Sets, and findings that have a place on the body: which members a set has today, what was found where it hurts.

A finding without a site belongs to the pain in question; one elsewhere says nothing about here. Values without a
place are in `values`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from painpath.criteria.tree import ANYWHERE
from painpath.criteria.values import (
    Value,
    absent_by_list,
    ancestors,
    derived_claim,
    descendants,
    inside_window,
    unknown_claim,
)
from painpath.facts.answer import NO, UNKNOWN, YES, Answer
from painpath.facts.fact_type import FactType, Pick
from painpath.facts.moment import DAWN
from painpath.facts.reading import Missing, Reading, Unknown

if TYPE_CHECKING:
    from painpath.criteria.ask import Asking


class Members(NamedTuple):
    """A set today: members surely in it, and whether others may be."""

    sure: frozenset[str]
    closed: bool
    missing: tuple[Missing, ...]
    used: tuple[Reading, ...] = ()


def members_of(asking: Asking, fact: str) -> Members:
    """A set today: a closed reading replaces what came before, an open one adds to it and leaves it open."""
    kind = asking.catalog.facts[fact]
    sure: frozenset[str] = frozenset()
    used: tuple[Reading, ...] = ()
    why = Unknown.LIST_OPEN if asking.record.of(fact) else Unknown.NEVER_RECORDED
    for reading in reversed(asking.record.of(fact)):
        freshness = inside_window(reading, asking.record.as_of, kind.fresh_for)
        if freshness is not YES:
            why = Unknown.STALE if freshness is NO else Unknown.DATE_UNCLEAR
            break
        if reading.unreadable:
            why = Unknown.UNREADABLE
            break
        sure |= reading.members
        used = (*used, reading)
        if reading.closed:
            # A newer reading that leaves open whether it named all may have added more.
            closed = len(used) == 1
            return Members(sure, closed, () if closed else (Missing(fact, Unknown.LIST_OPEN),), used)
    return Members(sure, False, (Missing(fact, why),), used)


def related(asking: Asking, one: str, other: str) -> bool:
    """Whether two regions overlap: they are the same or share a part (either thigh shares one with the left leg)."""
    if one == other or ANYWHERE in (one, other):
        return True
    regions = asking.catalog.regions
    return not regions.get(one, frozenset({one})).isdisjoint(regions.get(other, frozenset({other})))


def _inside(asking: Asking, part: str, whole: str) -> bool:
    return part == whole or whole == ANYWHERE or part in asking.catalog.regions.get(whole, ())


class _Here(NamedTuple):
    """The place asked about: the regions that are surely it, whether there may be more, and whether the pain in
    question, to which findings without a site belong, lies in it."""

    places: frozenset[str]
    closed: bool
    is_pain: Answer


def _here(asking: Asking, at: str) -> _Here:
    pain = members_of(asking, "pain.sites")
    if at == "pain":
        return _Here(pain.sure, pain.closed, YES)
    if at == ANYWHERE:
        return _Here(frozenset({at}), True, YES)
    inside = pain.closed and pain.sure and all(related(asking, site, at) for site in pain.sure)
    return _Here(frozenset({at}), True, YES if inside else UNKNOWN)


def claim_at(asking: Asking, fact: str, at: str) -> Value:
    """A claim found at the pain in question (`at` is "pain") or in a region; families count as in `values`."""
    kind, here, family = asking.catalog.facts[fact], _here(asking, at), descendants(asking, fact)
    own = _own_at(asking, kind, here)
    below = [
        value for name in family if (value := _own_at(asking, asking.catalog.facts[name], here)) is not None
    ]
    above = [_own_at(asking, asking.catalog.facts[name], here) for name in ancestors(asking, fact)]
    yes = [value for value in (own, *below) if value is not None and value.low == 1.0]
    no = [value for value in (own, *above) if value is not None and value.high == 0.0]
    if yes and no:
        return unknown_claim(fact, Unknown.CONFLICT, yes[0].used + no[0].used)
    if yes or no:
        return (yes or no)[0]
    below += [_derived_at(asking, name, here) for name in family if _only_derived(asking, name)]
    for value in below:
        if value.low == 1.0:
            return value
    if own is not None:
        return own
    unclear = [value for value in below if value.missing]
    if fact in asking.catalog.derived:
        derived = _derived_at(asking, fact, here)
        if derived.low == 1.0 or not unclear:
            return derived
    if unclear:
        return Value(0.0, 1.0, unclear[0].missing, unclear[0].used)
    if absent_by_list(asking, fact, DAWN if kind.pick is Pick.EVER else asking.record.as_of):
        return Value(0.0, 0.0, how=f"not on the complete {kind.listed_in} list")
    return unknown_claim(fact, Unknown.NEVER_RECORDED)


def _only_derived(asking: Asking, fact: str) -> bool:
    return fact in asking.catalog.derived and not asking.record.of(fact)


def _derived_at(asking: Asking, fact: str, here: _Here) -> Value:
    """What follows from other facts has no site: it belongs to the pain in question, and its "no" holds everywhere."""
    value = derived_claim(asking, fact)
    if value.low == 1.0 and here.is_pain is not YES:
        return unknown_claim(fact, Unknown.SITE_UNKNOWN)
    return value


def _own_at(asking: Asking, kind: FactType, here: _Here) -> Value | None:
    """From newest to oldest what was recorded of this very claim here; None where nothing was recorded anywhere.

    A newer "no" takes the place of an older reading of the same places, and what may be such a "no" leaves the older
    one open; unless the claim is asked for `ever`.
    """
    if not asking.record.of(kind.id):
        return None
    as_of, ever = asking.record.as_of, kind.pick is Pick.EVER
    denied: tuple[Reading, ...] = ()
    ended: tuple[Reading, ...] = ()
    unclear: tuple[Reading, ...] = ()
    stale: tuple[Reading, ...] = ()
    doubt = False
    for reading in reversed(asking.record.of(kind.id)):
        applies = _applies(asking, reading, here)
        fresh = inside_window(reading, as_of, kind.fresh_for)
        if applies is YES and fresh is YES and reading.low == reading.high == 0.0:
            denied = (*denied, reading)
            continue
        overruled = NO if ever else _overruled(asking, reading, here, denied)
        if applies is NO or overruled is YES:
            continue
        if fresh is NO:
            stale = (*stale, reading)
        elif fresh is UNKNOWN or applies is UNKNOWN or reading.low != reading.high:
            unclear = (*unclear, reading)
            doubt = doubt or (reading.low != 1.0 and not ever)
        elif ever or reading.ended is None or reading.ended.first > as_of:
            if overruled is NO and not doubt:
                return Value(1.0, 1.0, used=(reading,))
            unclear = (*unclear, reading)
        elif reading.ended.last > as_of:
            unclear = (*unclear, reading)
        else:
            ended = (*ended, reading)
    if unclear:
        return unknown_claim(kind.id, Unknown.SITE_UNKNOWN, unclear)
    over = denied + ended
    if over and _of_all(asking, here, over):
        return Value(0.0, 0.0, used=over)
    if over:
        return unknown_claim(kind.id, Unknown.SITE_UNKNOWN, over)
    return unknown_claim(kind.id, Unknown.STALE if stale else Unknown.NEVER_RECORDED, stale)


def _of_all(asking: Asking, here: _Here, over: tuple[Reading, ...]) -> bool:
    """Whether readings that say "no" speak of every place here: a "no" in one foot is not a "no" in the other."""
    said = {site for reading in over for site in reading.at}
    return any(not reading.at for reading in over) or (
        here.closed and all(any(_inside(asking, place, site) for site in said) for place in here.places)
    )


def _applies(asking: Asking, reading: Reading, here: _Here) -> Answer:
    """Whether a reading speaks about here."""
    if not reading.at:
        return here.is_pain
    if _touching(asking, reading, here):
        return YES
    return NO if here.closed else UNKNOWN


def _touching(asking: Asking, reading: Reading, here: _Here) -> frozenset[str]:
    return frozenset(s for s in reading.at if any(related(asking, s, place) for place in here.places))


def _overruled(asking: Asking, reading: Reading, here: _Here, denied: tuple[Reading, ...]) -> Answer:
    """Whether newer readings say "no" of every place here that this one speaks about.

    While not all places of the pain are known, it may speak about more of them.
    """
    if any(not newer.at for newer in denied):
        return YES
    if not reading.at and not here.closed:
        return UNKNOWN if denied else NO
    said = {site for newer in denied for site in newer.at}

    def covered(places: frozenset[str]) -> bool:
        return bool(places) and all(any(_inside(asking, place, site) for site in said) for place in places)

    spoken = _touching(asking, reading, here) if reading.at else here.places
    if not covered(spoken):
        return NO
    return YES if here.closed or covered(reading.at) else UNKNOWN
