"""Sets, and findings that have a place on the body, as SQL (see `sites`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlglot import exp

from painpath.criteria.compile_events import MEMBERS, READINGS, counts_in_set
from painpath.criteria.compile_facts import (
    absent_by_list,
    ancestors,
    any_reading,
    derived_claim,
    descendants,
    recorded,
)
from painpath.criteria.compile_sheet import Join, distinct, inner, named, same, select, source
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
    flag,
    is_false,
    is_null,
    is_true,
    not_,
    number,
    some_row,
    whole,
    word,
)
from painpath.criteria.tree import FactHas
from painpath.facts.fact_type import Pick
from painpath.facts.moment import DAWN

if TYPE_CHECKING:
    from painpath.criteria.compile_sql import Compiling

_PAIN = "pain.sites"


def has(on: Compiling, leaf: FactHas) -> Sql:
    """Whether a set has a member."""
    yes, wider = _member(on, leaf.fact, leaf.members), _member(on, leaf.fact, leaf.wider)
    return on.sheet.keep(case([(yes, TRUE), (wider, UNKNOWN), (_closed(on, leaf.fact), FALSE)], UNKNOWN))


def _member(on: Compiling, fact: str, members: Collection[str]) -> Sql:
    on.facts.add(fact)
    kept = all_of([col("fact").eq(word(fact)), among(col("member"), members)])
    return on.sheet.some(MEMBERS, some_row(kept))


def _closed(on: Compiling, fact: str) -> Sql:
    return any_reading(on, fact, all_of([counts_in_set(), col("closed")]))


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
    if at == "pain":
        return derived
    return case([(all_of([derived, not_(_is_pain(on, at))]), UNKNOWN)], derived)


def _is_pain(on: Compiling, at: str) -> Sql:
    """Whether the pain in question lies in a region, for all that is known of it; never unknown."""
    regions = on.catalog.regions
    here = {at, *regions.get(at, ()), *(name for name, parts in regions.items() if at in parts)}
    on.facts.add(_PAIN)
    pain = col("fact").eq(word(_PAIN))
    some = on.sheet.some(MEMBERS, some_row(pain))
    elsewhere = on.sheet.some(MEMBERS, some_row(all_of([pain, not_(among(col("member"), here))])))
    return on.sheet.keep(all_of([_closed(on, _PAIN), some, not_(elsewhere)]))


def _own_at(on: Compiling, fact: str, at: str) -> Sql:
    """What was recorded of this very claim here; NULL also where nothing was (see `sites._own_at`)."""
    on.facts.add(fact)
    kind = on.catalog.facts[fact]
    if at == "pain":
        closed, unsited = on.sheet.keep(case([(_closed(on, _PAIN), TRUE)], FALSE)), TRUE
        pain = col("fact").eq(word(_PAIN))
        places = select([col("patient"), named(col("member"), "place")], MEMBERS, where=pain)
        needs = [closed]
    else:
        closed, unsited = TRUE, case([(_is_pain(on, at), TRUE)], UNKNOWN)
        places = select([col("patient"), named(word(at), "place")], "patients")
        needs = [_is_pain(on, at)]

    def build(layer: str) -> exp.Select:
        return _found(fact, places, layer, closed, unsited, ever=kind.pick is Pick.EVER)

    yes, unclear, no = on.sheet.attach(("yes", "unclear", "no"), build, needs)
    one = whole(1)
    return on.sheet.keep(
        case([(yes.eq(one), TRUE), (unclear.eq(one), UNKNOWN), (no.eq(one), FALSE)], UNKNOWN)
    )


def _found(  # noqa: PLR0913 - the parts of one query
    fact: str, places: exp.Select, layer: str, closed: Sql, unsited: Sql, *, ever: bool
) -> exp.Select:
    """Per patient: whether readings say yes here, leave it open, say no (1 or 0)."""
    of_fact = col("fact").eq(word(fact))
    sited = distinct(select([col("patient"), col("reading")], "sites", where=of_fact))
    overlaps = any_of(
        [
            all_of([same("whole", "g", "s", "site"), same("part", "g", "h", "place")]),
            all_of([same("whole", "g", "h", "place"), same("part", "g", "s", "site")]),
        ]
    )
    touching = distinct(
        select(
            [col("patient", "s"), col("reading", "s"), named(col("site", "s"), "place")],
            source("sites", "s"),
            [Join(source("here", "h"), same("patient", "h", "s")), Join(source("regions", "g"), overlaps)],
            where=col("fact", "s").eq(word(fact)),
        )
    )
    unplaced = is_null(col("reading", "sited"))
    touched = not_(is_null(col("reading", "touched")))
    applies = case([(unplaced, unsited), (touched, TRUE), (closed, FALSE)], UNKNOWN)
    spoken_of = inner(distinct(select([col("patient"), col("reading")], "touching")), "touched")
    judged = select(
        [
            exp.Column(this=exp.Star(), table=exp.to_identifier("r")),
            named(applies, "applies"),
            named(unplaced, "everywhere"),
            named(case([(closed, TRUE)], FALSE), "closed_here"),
        ],
        source(READINGS, "r"),
        [
            Join(source(layer, "l"), same("patient", "l", "r")),
            Join(source("sited"), _same_reading("sited", "r"), left=True),
            Join(spoken_of, _same_reading("touched", "r"), left=True),
        ],
        where=col("fact", "r").eq(word(fact)),
    )
    fresh, here, sharp = is_true(col("fresh")), is_true(col("applies")), col("low").eq(col("high"))
    settled = all_of([fresh, here, sharp])
    says_no = all_of([settled, col("high").eq(number(0.0))])
    answered = select([exp.Star(), named(is_true(says_no), "says_no")], "judged")
    stands = TRUE if ever else any_of([col("says_no"), not_(_overruled(whole(2)))])
    kept = select([exp.Star()], "answered", where=stands)
    going_on = TRUE if ever else any_of([is_null(col("ended_first")), col("ended_first") > col("as_of")])
    says_yes = all_of([settled, not_(col("says_no")), going_on])
    over = all_of([settled, col("ended_last") <= col("as_of")])
    stale = any_of([is_false(col("fresh")), is_false(col("applies"))])
    unsettled = is_null(all_of([col("fresh"), col("applies"), case([(sharp, TRUE)], UNKNOWN)]))
    doubtful = all_of([not_(stale), unsettled, col("low").neq(number(1.0))])
    before = _newer(exp.Max(this=flag(doubtful)))
    yes = (
        whole(2)
        if ever
        else case([(any_of([before.eq(whole(1)), _overruled(whole(1))]), whole(1))], whole(2))
    )
    no = any_of([col("says_no"), over])
    answer = case([(says_yes, yes), (stale, UNKNOWN), (no, whole(0))], whole(1))
    kept = select([exp.Star(), named(answer, "answer")], inner(kept, "answered"))
    made = [
        named(exp.Max(this=flag(col("answer").eq(whole(rank)))), name)
        for name, rank in (("yes", 2), ("unclear", 1), ("no", 0))
    ]
    query = select([col("patient"), *made], inner(kept, "kept"), by=[col("patient")])
    tables = [
        ("here", places),
        ("sited", sited),
        ("touching", touching),
        ("judged", judged),
        ("answered", answered),
    ]
    if not ever:
        tables += _overruling(fact)
    for name, table in tables:
        query = query.with_(name, as_=table, copy=False)
    return query


def _same_reading(table: str, readings: str) -> Sql:
    return all_of([same("patient", table, readings), same("reading", table, readings, "id")])


def _newer(function: Sql) -> Sql:
    """An aggregate over the newer readings of the same patient; 0 where there are none."""
    order = exp.Order(expressions=[exp.Ordered(this=col("nth"), desc=False, nulls_first=False)])
    spec = exp.WindowSpec(
        kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end=whole(1), end_side="PRECEDING"
    )
    window = exp.Window(this=function, partition_by=[col("patient")], order=order, spec=spec)
    return exp.Coalesce(this=window, expressions=[whole(0)])


def _overruling(fact: str) -> list[tuple[str, exp.Select]]:
    """How far newer readings deny the places that a reading speaks about: `overruled.how` is 2 surely, 1 maybe."""
    of_fact = col("fact", "s").eq(word(fact))
    sited_at = all_of([_same_reading("s", "a"), of_fact])
    denying = select(
        [col("patient", "a"), col("nth", "a"), col("part", "g")],
        source("answered", "a"),
        [Join(source("sites", "s"), sited_at), Join(source("regions", "g"), same("whole", "g", "s", "site"))],
        where=col("says_no", "a"),
    )
    touches = all_of([same("patient", "t", "s"), same("reading", "t", "s"), same("place", "t", "s", "site")])
    sited = select(
        [
            col("patient", "s"),
            col("reading", "s"),
            named(col("site", "s"), "place"),
            named(flag(not_(is_null(col("place", "t")))), "touches"),
        ],
        source("sites", "s"),
        [Join(source("touching", "t"), touches, left=True)],
        where=of_fact,
    )
    unsited = select(
        [
            col("patient", "a"),
            named(col("id", "a"), "reading"),
            col("place", "h"),
            named(whole(1), "touches"),
        ],
        source("answered", "a"),
        [Join(source("here", "h"), same("patient", "h", "a"))],
        where=col("everywhere", "a"),
    )
    spoken = inner(exp.union(sited, unsited, distinct=False, copy=False), "p")
    newer = all_of(
        [same("patient", "d", "a"), col("nth", "d") < col("nth", "a"), same("part", "d", "p", "place")]
    )
    key = [col("patient", "a"), col("id", "a"), col("everywhere", "a"), col("closed_here", "a")]
    place = [col("place", "p"), col("touches", "p")]
    covered = select(
        [*key, *place, named(exp.Max(this=flag(not_(is_null(col("nth", "d"))))), "denied")],
        source("answered", "a"),
        [Join(spoken, _same_reading("p", "a")), Join(source("denying", "d"), newer, left=True)],
        by=[*key, *place],
    )
    reading = [col("patient"), col("id"), col("everywhere"), col("closed_here")]
    touched = exp.Min(this=case([(col("touches").eq(whole(1)), col("denied"))], UNKNOWN))
    least = select(
        [*reading, named(exp.Min(this=col("denied")), "every"), named(touched, "here")], "covered", by=reading
    )
    surely = any_of([col("closed_here"), all_of([not_(col("everywhere")), col("every").eq(whole(1))])])
    # A reading without a place, while not all places of the pain are known: see `_overruled`.
    how = case(
        [(all_of([col("here").eq(whole(1)), surely]), whole(2)), (col("here").eq(whole(1)), whole(1))],
        whole(0),
    )
    overruled = select([col("patient"), col("id"), named(how, "how")], inner(least, "least"))
    newest = select(
        [
            col("patient"),
            named(exp.Min(this=col("nth")), "nth"),
            named(exp.Min(this=case([(col("everywhere"), col("nth"))], UNKNOWN)), "everywhere_nth"),
        ],
        "answered",
        where=col("says_no"),
        by=[col("patient")],
    )
    return [("denying", denying), ("covered", covered), ("overruled", overruled), ("newest_no", newest)]


def _overruled(how: Sql) -> Sql:
    """Whether a row of `answered` is overruled by newer rows, surely (2) or perhaps (1)."""
    one = [whole(1)]
    this = all_of(
        [same("patient", "overruled", "answered"), same("id", "overruled", "answered"), col("how").eq(how)]
    )
    everywhere = col("everywhere_nth", "newest_no") < col("nth", "answered")
    anywhere = all_of(
        [
            col("everywhere", "answered"),
            not_(col("closed_here", "answered")),
            col("nth", "newest_no") < col("nth", "answered"),
        ]
    )
    newer = everywhere if how == whole(2) else anywhere
    all_over = all_of([same("patient", "newest_no", "answered"), newer])
    return any_of(
        [
            exp.Exists(this=select(one, "overruled", where=this)),
            exp.Exists(this=select(one, "newest_no", where=all_over)),
        ]
    )
