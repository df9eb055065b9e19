"""What readings say of a place on the body, as event tables: `found`, one row per patient, place and claim's reading.

A place is "pain" (where the pain in question is) or a region. The rules are those of `sites._own_at`: a newer "no"
takes the place of an older reading of the same places, and what may be such a "no" leaves the older one open.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

from painpath.criteria.compile_events import MEMBERS, READINGS, closes_set
from painpath.criteria.compile_sheet import Join, distinct, inner, named, rows_of, same, select, source
from painpath.criteria.compile_silence import SILENT, silence_tables
from painpath.criteria.compile_words import (
    FALSE,
    TRUE,
    UNKNOWN,
    Sql,
    all_of,
    any_of,
    case,
    col,
    flag,
    is_false,
    is_null,
    is_true,
    not_,
    number,
    whole,
    word,
)
from painpath.criteria.tree import ANYWHERE

#: per reading and place asked: `answer` 2 yes, 1 open, 0 no; and per patient and place: is the pain in question there
FOUND, AROUND = "found", "around"
PAIN, SITES = "pain", "pain.sites"
_KEY = ("patient", "at", "fact")


def place_tables(
    asked: Collection[tuple[str, str, bool]], near: Collection[tuple[str, str]]
) -> list[tuple[str, exp.Select]]:
    """The tables for (place, claim, asked for `ever`); `near` pairs each region asked with all that overlap it."""
    listed = [(at, fact, "yes" if ever else "no") for at, fact, ever in sorted(asked)]
    return [
        ("asked_at", rows_of(("at", "fact", "ever"), listed)),
        ("near", rows_of(("at", "region"), sorted(near))),
        (AROUND, _around()),
        ("here", _here()),
        ("touching", _touching()),
        ("judged", _judged()),
        ("denying", _denying()),
        ("covered", _covered()),
        ("newest_no", _newest_no()),
        ("weighed", _weighed()),
        *silence_tables(),
        (FOUND, _found()),
    ]


def _places() -> Sql:
    return inner(distinct(select([col("at")], "asked_at")), "a")


def _star(table: str) -> Sql:
    return exp.Column(this=exp.Star(), table=exp.to_identifier(table))


def _agree(one: str, other: str, *names: str) -> Sql:
    return all_of(same(name, one, other) for name in names)


def _around() -> exp.Select:
    """Whether all places are known (`closed_here`), and whether the pain in question is there (`is_pain`)."""
    pain = col("fact").eq(word(SITES))
    closed = named(exp.Max(this=flag(closes_set())), "closed")
    known = inner(select([col("patient"), closed], READINGS, where=pain, by=[col("patient")]), "k")
    related = all_of([same("at", "n", "a"), same("region", "n", "m", "member")])
    inside = named(exp.Min(this=flag(not_(is_null(col("at", "n"))))), "inside")
    members = select(
        [col("patient", "m"), col("at", "a"), inside],
        source(MEMBERS, "m"),
        [Join(_places(), TRUE), Join(source("near", "n"), related, left=True)],
        where=col("fact", "m").eq(word(SITES)),
        by=[col("patient", "m"), col("at", "a")],
    )
    is_closed = is_true(col("closed", "k").eq(whole(1)))
    there = all_of([is_closed, col("inside", "i").eq(whole(1))])
    at_pain, anywhere = col("at", "a").eq(word(PAIN)), col("at", "a").eq(word(ANYWHERE))
    return select(
        [
            col("patient", "p"),
            col("at", "a"),
            named(any_of([not_(at_pain), is_closed]), "closed_here"),
            named(case([(at_pain, TRUE), (anywhere, TRUE), (there, TRUE)], UNKNOWN), "is_pain"),
        ],
        source("patients", "p"),
        [
            Join(_places(), TRUE),
            Join(known, same("patient", "k", "p"), left=True),
            Join(inner(members, "i"), all_of([same("patient", "i", "p"), same("at", "i", "a")]), left=True),
        ],
    )


def _here() -> exp.Select:
    """The regions that are surely the place asked about."""
    pain = col("fact").eq(word(SITES))
    members = select(
        [col("patient"), named(word(PAIN), "at"), named(col("member"), "place")], MEMBERS, where=pain
    )
    region = not_(col("at").eq(word(PAIN)))
    regions = select([col("patient"), col("at"), named(col("at"), "place")], AROUND, where=region)
    return select([exp.Star()], inner(exp.union(members, regions, distinct=False, copy=False), "h"))


def _touching() -> exp.Select:
    """The sites of readings that share a part with the place asked about."""
    shares = all_of([same("whole", "w", "h", "place"), same("part", "w", "g", "part")])
    asked = all_of([same("at", "q", "h"), same("fact", "q", "s")])
    columns = [col("patient", "s"), col("at", "h"), col("fact", "s"), col("reading", "s")]
    return distinct(
        select(
            [*columns, named(col("site", "s"), "place")],
            source("sites", "s"),
            [
                Join(source("here", "h"), same("patient", "h", "s")),
                Join(source("asked_at", "q"), asked),
                Join(source("regions", "g"), same("whole", "g", "s", "site")),
                Join(source("regions", "w"), shares),
            ],
        )
    )


def _judged() -> exp.Select:
    """Every reading for every place it is asked of: whether it speaks about it (`applies`), and says no (`says_no`)."""
    key = [col(name) for name in (*_KEY, "reading")]
    touched = inner(distinct(select(key, "touching")), "t")
    sited = inner(distinct(select([col("patient"), col("fact"), col("reading")], "sites")), "s")
    reading = same("reading", "t", "r", "id")
    everywhere = is_null(col("reading", "s"))
    applies = case(
        [
            (everywhere, col("is_pain", "a")),
            (not_(is_null(col("reading", "t"))), TRUE),
            (col("closed_here", "a"), FALSE),
        ],
        UNKNOWN,
    )
    rows = select(
        [
            _star("r"),
            col("at", "q"),
            named(col("ever", "q").eq(word("yes")), "ever"),
            col("closed_here", "a"),
            named(everywhere, "everywhere"),
            named(applies, "applies"),
        ],
        source(READINGS, "r"),
        [
            Join(source("asked_at", "q"), same("fact", "q", "r")),
            Join(source(AROUND, "a"), all_of([same("patient", "a", "r"), same("at", "a", "q")])),
            Join(
                sited,
                all_of([_agree("s", "r", "patient", "fact"), same("reading", "s", "r", "id")]),
                left=True,
            ),
            Join(
                touched,
                all_of([_agree("t", "r", "patient", "fact"), same("at", "t", "q"), reading]),
                left=True,
            ),
        ],
    )
    settled = all_of([is_true(col("fresh")), is_true(col("applies")), col("low").eq(col("high"))])
    says_no = all_of([settled, col("high").eq(number(0.0))])
    is_over = all_of([settled, not_(col("high").eq(number(0.0))), not_(col("ever")), _ended()])
    made = [
        named(is_true(settled), "settled"),
        named(is_true(says_no), "says_no"),
        named(is_true(is_over), "is_over"),
    ]
    return select([exp.Star(), *made], inner(rows, "spoken"))


def _ended() -> Sql:
    return col("ended_last") <= col("as_of")


def _denying() -> exp.Select:
    """The regions, with all their parts, of which a reading with a site says no."""
    site = all_of([_agree("s", "j", "patient", "fact"), same("reading", "s", "j", "id")])
    return select(
        [*(col(name, "j") for name in _KEY), col("nth", "j"), col("part", "g")],
        source("judged", "j"),
        [Join(source("sites", "s"), site), Join(source("regions", "g"), same("whole", "g", "s", "site"))],
        where=col("says_no", "j"),
    )


def _covered() -> exp.Select:
    """Per reading: are all its places, and all of them here, denied by newer readings (1 or 0)."""
    touches = all_of(
        [_agree("t", "j", *_KEY), same("reading", "t", "j", "id"), same("place", "t", "s", "site")]
    )
    site = all_of([_agree("s", "j", "patient", "fact"), same("reading", "s", "j", "id")])
    reading = [col(name, "j") for name in (*_KEY, "id", "nth", "closed_here", "everywhere")]
    sited = select(
        [
            *reading,
            named(col("site", "s"), "place"),
            named(flag(not_(is_null(col("place", "t")))), "touches"),
        ],
        source("judged", "j"),
        [Join(source("sites", "s"), site), Join(source("touching", "t"), touches, left=True)],
    )
    unsited = select(
        [*reading, col("place", "h"), named(whole(1), "touches")],
        source("judged", "j"),
        [Join(source("here", "h"), _agree("h", "j", "patient", "at"))],
        where=col("everywhere", "j"),
    )
    newer = all_of(
        [_agree("d", "p", *_KEY), col("nth", "d") < col("nth", "p"), same("part", "d", "p", "place")]
    )
    key = [col(name, "p") for name in (*_KEY, "id", "closed_here", "everywhere")]
    place = [col("place", "p"), col("touches", "p")]
    denied = select(
        [*key, *place, named(exp.Max(this=flag(not_(is_null(col("nth", "d"))))), "denied")],
        inner(exp.union(sited, unsited, distinct=False, copy=False), "p"),
        [Join(source("denying", "d"), newer, left=True)],
        by=[*key, *place],
    )
    here = exp.Min(this=case([(col("touches").eq(whole(1)), col("denied"))], UNKNOWN))
    by = [col(name) for name in (*_KEY, "id", "closed_here", "everywhere")]
    return select(
        [*by, named(exp.Min(this=col("denied")), "every"), named(here, "here")],
        inner(denied, "denied"),
        by=by,
    )


def _newest_no() -> exp.Select:
    """The newest reading that says no here, and the newest that says it without a site."""
    everywhere = exp.Min(this=case([(col("everywhere"), col("nth"))], UNKNOWN))
    key = [col(name) for name in _KEY]
    made = [named(exp.Min(this=col("nth")), "nth"), named(everywhere, "everywhere_nth")]
    return select([*key, *made], "judged", where=col("says_no"), by=key)


def _weighed() -> exp.Select:
    """How far newer readings overrule each: `overruled` 2 surely, 1 perhaps, 0 not (see `sites._overruled`)."""
    all_over = col("everywhere_nth", "n") < col("nth", "j")
    open_here = all_of(
        [col("everywhere", "j"), not_(col("closed_here", "j")), col("nth", "n") < col("nth", "j")]
    )
    here = col("here", "c").eq(whole(1))
    surely = any_of(
        [col("closed_here", "j"), all_of([not_(col("everywhere", "j")), col("every", "c").eq(whole(1))])]
    )
    how = case(
        [
            (col("ever", "j"), whole(0)),
            (all_over, whole(2)),
            (all_of([here, surely]), whole(2)),
            (any_of([here, open_here]), whole(1)),
        ],
        whole(0),
    )
    reading = all_of([_agree("c", "j", *_KEY), same("id", "c", "j")])
    return select(
        [_star("j"), named(how, "overruled")],
        source("judged", "j"),
        [
            Join(source("newest_no", "n"), _agree("n", "j", *_KEY), left=True),
            Join(source("covered", "c"), reading, left=True),
        ],
    )


def _found() -> exp.Select:
    going_on = any_of([col("ever"), is_null(col("ended_first")), col("ended_first") > col("as_of")])
    says_yes = all_of([col("settled"), not_(col("says_no")), going_on])
    silent = any_of([is_false(col("fresh")), is_false(col("applies"))])
    doubtful = all_of([not_(silent), not_(col("settled")), col("low").neq(number(1.0)), not_(col("ever"))])
    doubt = _newer(exp.Max(this=flag(doubtful)))
    perhaps = any_of([doubt.eq(whole(1)), col("overruled").eq(whole(1))])
    answer = case(
        [
            (all_of([says_yes, not_(perhaps)]), whole(2)),
            (says_yes, whole(1)),
            (silent, UNKNOWN),
            (all_of([any_of([col("says_no"), col("is_over")]), col("of_all").eq(whole(1))]), whole(0)),
        ],
        whole(1),
    )
    stands = any_of([col("says_no"), col("overruled") < whole(2)])
    of_all = Join(source(SILENT, "s"), _agree("s", "w", *_KEY))
    kept = select([_star("w"), col("of_all", "s")], source("weighed", "w"), [of_all], where=stands)
    return select([*(col(name) for name in _KEY), named(answer, "answer")], inner(kept, "kept"))


def _newer(function: Sql) -> Sql:
    """An aggregate over the newer readings of the same claim and place; 0 where there are none."""
    order = exp.Order(expressions=[exp.Ordered(this=col("nth"), desc=False, nulls_first=False)])
    spec = exp.WindowSpec(
        kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end=whole(1), end_side="PRECEDING"
    )
    key: list[Sql] = [col(name) for name in _KEY]
    window = exp.Window(this=function, partition_by=key, order=order, spec=spec)
    return exp.Coalesce(this=window, expressions=[whole(0)])
