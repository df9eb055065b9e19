"""Sets, and findings that have a place on the body, as SQL (see `sites`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from painpath.criteria.compile_events import MEMBERS, closes_set
from painpath.criteria.compile_facts import (
    absent_by_list,
    ancestors,
    any_reading,
    derived_claim,
    descendants,
    recorded,
)
from painpath.criteria.compile_places import AROUND, FOUND, PAIN, SITES
from painpath.criteria.compile_words import (
    FALSE,
    TRUE,
    UNKNOWN,
    Sql,
    all_of,
    among,
    any_of,
    case,
    col,
    is_false,
    is_null,
    is_true,
    not_,
    some_row,
    whole,
    word,
)
from painpath.criteria.tree import ANYWHERE, FactHas
from painpath.facts.fact_type import Pick
from painpath.facts.moment import DAWN

if TYPE_CHECKING:
    from painpath.criteria.compile_sql import Compiling


def has(on: Compiling, leaf: FactHas) -> Sql:
    """Whether a set has a member."""
    yes, wider = _member(on, leaf.fact, leaf.members), _member(on, leaf.fact, leaf.wider)
    return on.sheet.keep(case([(yes, TRUE), (wider, UNKNOWN), (_closed(on, leaf.fact), FALSE)], UNKNOWN))


def _member(on: Compiling, fact: str, members: Collection[str]) -> Sql:
    on.facts.add(fact)
    kept = all_of([col("fact").eq(word(fact)), among(col("member"), members)])
    return on.sheet.some(MEMBERS, some_row(kept))


def _closed(on: Compiling, fact: str) -> Sql:
    return any_reading(on, fact, closes_set())


def claim_at(on: Compiling, fact: str, at: str) -> Sql:
    """Whether a claim was found at the pain in question (`at` is "pain") or in a region."""
    family = descendants(on, fact)
    own = _own_at(on, fact, at)
    below = {name: _own_at(on, name, at) for name in family}
    above = [_own_at(on, name, at) for name in ancestors(on, fact)]
    yes = any_of([is_true(own), *(is_true(value) for value in below.values())])
    no = any_of([is_false(own), *(is_false(value) for value in above)])
    derived = [
        (not_(recorded(on, name)), _derived_at(on, name, at)) for name in family if name in on.catalog.derived
    ]
    unclear = [all_of([recorded(on, name), is_null(value)]) for name, value in below.items()]
    unclear += [all_of([never, is_null(value)]) for never, value in derived]
    arms = [
        (all_of([yes, no]), UNKNOWN),
        (yes, TRUE),
        (no, FALSE),
        (any_of(all_of([never, is_true(value)]) for never, value in derived), TRUE),
        (recorded(on, fact), UNKNOWN),
    ]
    rest: Sql
    if fact in on.catalog.derived:
        rest = _derived_at(on, fact, at)
        arms.append((rest, TRUE))
    else:
        since = whole(DAWN) if on.catalog.facts[fact].pick is Pick.EVER else col("as_of")
        rest = case([(absent_by_list(on, fact, since), FALSE)], UNKNOWN)
    arms.append((any_of(unclear), UNKNOWN))
    return on.sheet.keep(case(arms, rest))


def _derived_at(on: Compiling, fact: str, at: str) -> Sql:
    derived = derived_claim(on, fact)
    if at in (PAIN, ANYWHERE):
        return derived
    return case([(all_of([derived, not_(_is_pain(on, at))]), UNKNOWN)], derived)


def _is_pain(on: Compiling, at: str) -> Sql:
    """Whether the pain in question lies in a region, for all that is known of it; never unknown."""
    return on.sheet.some(AROUND, some_row(all_of([col("at").eq(word(at)), is_true(col("is_pain"))])))


def _own_at(on: Compiling, fact: str, at: str) -> Sql:
    """What was recorded of this very claim here; NULL also where nothing was (see `sites._own_at`)."""
    on.facts |= {fact, SITES}
    on.places.add((at, fact, on.catalog.facts[fact].pick is Pick.EVER))

    def some(answer: int) -> Sql:
        here = all_of([col("at").eq(word(at)), col("fact").eq(word(fact)), col("answer").eq(whole(answer))])
        return on.sheet.some(FOUND, some_row(here))

    return on.sheet.keep(case([(some(2), TRUE), (some(1), UNKNOWN), (some(0), FALSE)], UNKNOWN))
