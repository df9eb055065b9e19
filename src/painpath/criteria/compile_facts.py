"""What a fact is worth today, as SQL: the same as `values`, for every patient at once.

A claim is one three-valued column, any other fact its low and high end. Only what `values` says is said here again;
where the two differ, `values` is right (a generative test compares them).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from painpath.criteria.compile_events import COMPLETE, READINGS, in_window, row_is
from painpath.criteria.compile_words import (
    FALSE,
    LEAST,
    MOST,
    NOTHING,
    TRUE,
    UNKNOWN,
    Ends,
    Sql,
    all_of,
    any_of,
    case,
    claim_ends,
    claim_of,
    col,
    is_false,
    is_null,
    is_true,
    not_,
    number,
    rows,
    some_row,
    value_where,
    whole,
    word,
)
from painpath.facts.fact_type import Kind, Pick
from painpath.facts.moment import DAWN

if TYPE_CHECKING:
    from painpath.criteria.compile_sql import Compiling

_LATEST = col("nth").eq(whole(1))
_FRESH = is_true(col("fresh"))
_YES, _NO = col("low").eq(number(1.0)), col("high").eq(number(0.0))


def any_reading(on: Compiling, fact: str, condition: Sql) -> Sql:
    """Whether some reading of a fact satisfies a condition on its row."""
    on.facts.add(fact)
    return on.sheet.some(READINGS, some_row(row_is(fact, condition)))


def recorded(on: Compiling, fact: str) -> Sql:
    """Whether there is any reading of a fact."""
    return any_reading(on, fact, _LATEST)


def how_many(on: Compiling, fact: str, condition: Sql) -> Sql:
    """How many readings of a fact satisfy a condition."""
    on.facts.add(fact)
    return on.sheet.count(READINGS, rows(row_is(fact, condition)))


def value_of(on: Compiling, fact: str) -> Ends:
    """The value of a fact today, on its number line (see `values.value_of`)."""
    if on.catalog.facts[fact].kind is Kind.CLAIM:
        return claim_ends(on.claim(fact))
    derived = on.derived(fact) if fact in on.catalog.derived else NOTHING
    return _latest(on, fact, _FRESH, derived)


def value_within(on: Compiling, fact: str, window: float) -> Ends:
    """The latest value if it was recorded in the last `window` days [d] (see `values.value_within`)."""
    rest = NOTHING
    if fact in on.catalog.derived:
        never, derived = not_(recorded(on, fact)), on.derived(fact)
        rest = Ends(case([(never, derived.low)], LEAST), case([(never, derived.high)], MOST))
    return _latest(on, fact, is_true(in_window(number(window))), rest)


def _latest(on: Compiling, fact: str, counts: Sql, otherwise: Ends) -> Ends:
    on.facts.add(fact)
    here = row_is(fact, all_of([_LATEST, counts]))
    ends = []
    for name, rest in (("low", otherwise.low), ("high", otherwise.high)):
        value = on.sheet.feature(READINGS, value_where(here, col(name)))
        ends.append(on.sheet.keep(case([(is_null(value), rest)], value)))
    return Ends(*ends)


# ---------------------------------------------------------------------------------------------------- claims


def claim(on: Compiling, fact: str) -> Sql:
    """Whether a claim holds today (see `values._claim`)."""
    kind = on.catalog.facts[fact]
    own = own_claim(on, fact, kind.pick)
    below, unclear = _from_children(on, fact, kind.pick)
    denied = any_of(
        is_false(own_claim(on, name, on.catalog.facts[name].pick)) for name in ancestors(on, fact)
    )
    says_yes, says_no = any_of([is_true(own), *below]), any_of([is_false(own), denied])
    arms = [
        (all_of([says_yes, says_no]), UNKNOWN),
        (says_yes, TRUE),
        (says_no, FALSE),
        (recorded(on, fact), UNKNOWN),
    ]
    rest: Sql
    if fact in on.catalog.derived:
        derived = derived_claim(on, fact)
        arms.append((derived, TRUE))
        rest = derived
    else:
        rest = case([(absent_by_list(on, fact, _since(on, fact)), FALSE)], UNKNOWN)
    arms.append((any_of(unclear), UNKNOWN))
    return on.sheet.keep(case(arms, rest))


def _since(on: Compiling, fact: str) -> Sql:
    return whole(DAWN) if on.catalog.facts[fact].pick is Pick.EVER else col("as_of")


def derived_claim(on: Compiling, fact: str) -> Sql:
    """What follows for a claim from other facts."""
    return on.sheet.keep(claim_of(on.derived(fact)))


def absent_by_list(on: Compiling, fact: str, since: Sql) -> Sql:
    """Whether complete lists settle that neither the claim nor any more special one is there."""
    parts = []
    for name in (fact, *descendants(on, fact)):
        kind = on.catalog.facts[name]
        if name != fact and name in on.catalog.derived:
            continue
        opens = whole(DAWN) if kind.pick is Pick.EVER and name != fact else since
        covered = covers(on, kind.listed_in, opens)
        parts.append(covered if name == fact else any_of([recorded(on, name), covered]))
    return all_of(parts)


def covers(on: Compiling, listed_in: str | None, since: Sql) -> Sql:
    """Whether a list is known to be complete from a day on; never unknown."""
    if listed_in is None:
        return FALSE
    first = on.sheet.feature(COMPLETE, value_where(col("list").eq(word(listed_in)), col("since")))
    return is_true(first <= since)


def own_claim(on: Compiling, fact: str, pick: Pick) -> Sql:
    """What the readings of this very claim say; NULL also where there are none."""
    arms: list[tuple[Sql, Sql]]
    match pick:
        case Pick.LATEST:
            decides = col("turn").eq(whole(1))
            going_on = any_of([is_null(col("ended_first")), col("ended_first") > col("as_of")])
            verdict = case(
                [
                    (col("past"), FALSE),
                    (all_of([is_false(col("fresh")), col("nth") > whole(1)]), FALSE),
                    (not_(_FRESH), UNKNOWN),
                    (_NO, FALSE),
                    (not_(_YES), UNKNOWN),
                    (going_on, TRUE),
                ],
                UNKNOWN,
            )
            yes = any_reading(on, fact, all_of([decides, is_true(verdict)]))
            no = any_reading(on, fact, all_of([decides, is_false(verdict)]))
            arms = [(yes, TRUE), (no, FALSE)]
        case Pick.EVER:
            yes, maybe = any_reading(on, fact, _YES), any_reading(on, fact, not_(_NO))
            arms = [(yes, TRUE), (maybe, UNKNOWN), (recorded(on, fact), FALSE)]
        case Pick.ANY:
            yes = any_reading(on, fact, all_of([_FRESH, _YES]))
            unclear = any_reading(on, fact, any_of([is_null(col("fresh")), all_of([_FRESH, not_(_NO)])]))
            arms = [(yes, TRUE), (unclear, UNKNOWN), (any_reading(on, fact, _FRESH), FALSE)]
        case Pick.ALL:
            no = any_reading(on, fact, all_of([_FRESH, _NO]))
            partly = all_of([_FRESH, col("low").neq(col("high"))])
            unclear = any_reading(on, fact, any_of([is_null(col("fresh")), partly]))
            arms = [(no, FALSE), (unclear, UNKNOWN), (any_reading(on, fact, _FRESH), TRUE)]
    return on.sheet.keep(case(arms, UNKNOWN))


def _from_children(on: Compiling, fact: str, pick: Pick) -> tuple[list[Sql], list[Sql]]:
    """What makes a claim yes from below, and what leaves that open."""
    yes: list[Sql] = []
    unclear: list[Sql] = []
    for child in on.catalog.children.get(fact, ()):
        own = own_claim(on, child, Pick.EVER if pick is Pick.EVER else on.catalog.facts[child].pick)
        yes.append(is_true(own))
        unclear.append(all_of([recorded(on, child), is_null(own)]))
        if child in on.catalog.derived:
            never, derived = not_(recorded(on, child)), on.claim(child)
            yes.append(all_of([never, is_true(derived)]))
            unclear.append(all_of([never, is_null(derived)]))
        deeper = _from_children(on, child, pick)
        yes += deeper[0]
        unclear += deeper[1]
    return yes, unclear


def ancestors(on: Compiling, fact: str) -> tuple[str, ...]:
    """Every more general claim whose "no" makes this one no (see `values.ancestors`)."""
    kind = on.catalog.facts[fact]
    found: tuple[str, ...] = ()
    for parent in kind.parents:
        if kind.pick is not Pick.EVER or on.catalog.facts[parent].pick is Pick.EVER:
            found += (parent, *ancestors(on, parent))
    return found


def descendants(on: Compiling, fact: str) -> tuple[str, ...]:
    """Every more special claim, at any depth."""
    found: tuple[str, ...] = ()
    for child in on.catalog.children.get(fact, ()):
        found += (child, *descendants(on, child))
    return found


def claim_within(on: Compiling, fact: str, window: float) -> Sql:
    """Whether a claim has a yes dated in the last `window` days [d] (see `values.claim_within`)."""
    inside = in_window(number(window))
    surely, perhaps = is_true(inside), not_(is_false(inside))
    family = (fact, *descendants(on, fact))
    yes = any_of(any_reading(on, name, all_of([surely, _YES])) for name in family)
    unclear = any_of(any_reading(on, name, all_of([perhaps, not_(_NO)])) for name in family)
    no = any_of(any_reading(on, name, all_of([surely, _NO])) for name in (fact, *ancestors(on, fact)))
    arms = [(yes, TRUE), (unclear, UNKNOWN), (no, FALSE)]
    if not any(name in on.catalog.derived for name in family):
        opens = col("as_of") + whole(-math.ceil(window))
        arms.append((absent_by_list(on, fact, opens), FALSE))
    return on.sheet.keep(case(arms, UNKNOWN))
