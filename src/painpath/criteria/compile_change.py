"""Changes of a number over time, as SQL: pairs of readings of one patient (see `ask` and `values`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from painpath.criteria.ask import ROUNDING
from painpath.criteria.compile_events import READINGS
from painpath.criteria.compile_facts import how_many
from painpath.criteria.compile_sheet import Join, inner, named, same, select, source
from painpath.criteria.compile_words import (
    FALSE,
    LEAST,
    MOST,
    TRUE,
    UNKNOWN,
    Ends,
    Sql,
    all_of,
    any_of,
    case,
    col,
    flag,
    is_false,
    is_null,
    is_true,
    known,
    largest,
    not_,
    number,
    of_bounds,
    whole,
    word,
)
from painpath.criteria.tree import Change

if TYPE_CHECKING:
    from painpath.criteria.compile_sql import Compiling


def _finite(table: str = "") -> Sql:
    return all_of([col("low", table) > LEAST, col("high", table) < MOST])


def change(on: Compiling, node: Change) -> Sql:
    """Whether some earlier and later reading are far enough apart in value and close enough in time."""
    usable = all_of([_finite(), not_(col("unreadable"))])
    good, every = how_many(on, node.fact, usable), how_many(on, node.fact, col("nth") >= whole(1))
    onset = on.value(node.then) if node.then else None

    def pairs(layer: str) -> exp.Select:
        later = all_of([same("patient", "a", "b"), col("nth", "a") > col("nth", "b")])
        joins = [Join(inner(_reached(node, usable), "b"), later)]
        parts = [_moved(node)]
        if onset is not None:
            joins.append(Join(source(layer, "l"), same("patient", "l", "a")))
            parts.append(_follows(onset, node.then_within))
        answer = named(all_of(parts), "answer")
        answers = select([col("patient", "a"), answer], inner(_left(node, usable), "a"), joins)
        yes, maybe = flag(is_true(col("answer"))), flag(is_null(col("answer")))
        made = [named(exp.Max(this=yes), "yes"), named(exp.Max(this=maybe), "maybe")]
        return select([col("patient"), *made], inner(answers, "pairs"), by=[col("patient")])

    needs = [] if onset is None else [onset.low, onset.high]
    yes, maybe = on.sheet.attach(("yes", "maybe"), pairs, needs)
    unclear = any_of([maybe.eq(whole(1)), good < whole(2), good < every])
    return on.sheet.keep(case([(yes.eq(whole(1)), TRUE), (unclear, UNKNOWN)], FALSE))


def _side(fact: str, condition: Sql, name: str) -> Sql:
    kept = all_of([col("fact").eq(word(fact)), condition])
    return inner(select([exp.Star()], READINGS, where=kept), name)


_READING = ("patient", "nth", "low", "high", "first", "last")


def _left(node: Change, usable: Sql) -> exp.Select:
    """Each reading with the last day on which its value may still have held, `edge` (see `ask._least_days`)."""
    newer = all_of([same("patient", "x", "y"), col("nth", "y") < col("nth", "x")])
    after = all_of([newer, col("first", "y") >= col("last", "x")])
    nearest = exp.Min(this=col("last", "y"))
    close = nearest - col("first", "x") <= number(node.over_at_most)
    return _beside(
        node.fact, usable, after, case([(is_null(nearest), MOST), (close, col("last", "x"))], nearest)
    )


def _reached(node: Change, usable: Sql) -> exp.Select:
    """Each reading with the first day on which its value may already have held, `edge`."""
    older = all_of([same("patient", "x", "y"), col("nth", "y") > col("nth", "x")])
    before = all_of([older, col("last", "y") <= col("first", "x")])
    nearest = exp.Max(this=col("first", "y"))
    close = col("last", "x") - nearest <= number(node.over_at_most)
    return _beside(
        node.fact, usable, before, case([(is_null(nearest), LEAST), (close, col("first", "x"))], nearest)
    )


def _beside(fact: str, usable: Sql, which: Sql, edge: Sql) -> exp.Select:
    """The readings of a fact, each with something worked out from those of them that `which` names."""
    key = [col(name, "x") for name in _READING]
    others = [Join(_side(fact, usable, "y"), which, left=True)]
    return select([*key, named(edge, "edge")], _side(fact, usable, "x"), others, by=key)


def _moved(node: Change) -> Sql:
    """`a` is the earlier reading, `b` the later."""
    first, second = ("a", "b") if node.falls else ("b", "a")
    least = number(node.by - ROUNDING)
    by = of_bounds(
        col("low", first) - col("high", second) >= least, col("high", first) - col("low", second) >= least
    )
    longest = col("last", "b") - col("first", "a")
    shortest = largest([col("edge", "b") - col("edge", "a"), whole(0)])
    over = number(node.over_at_most)
    return all_of([by, of_bounds(longest <= over, shortest <= over)])


def _follows(onset: Ends, within: float) -> Sql:
    begin, end = onset.low, onset.high
    surely = all_of([begin >= col("last", "a"), end <= col("first", "b") + number(within)])
    perhaps = all_of([end >= col("first", "a"), begin <= col("last", "b") + number(within)])
    return case([(not_(known(onset)), UNKNOWN)], of_bounds(surely, perhaps))


def change_of(on: Compiling, of: str, over: float) -> Ends:
    """The latest value minus the one that held `over` days before it (see `values._change`)."""
    on.facts.add(of)

    def build(layer: str) -> exp.Select:  # noqa: ARG001 - looks at readings only
        newest = all_of(
            [
                col("nth").eq(whole(1)),
                col("first").eq(col("last")),
                not_(is_false(col("fresh"))),
                _finite(),
            ]
        )
        limit = col("first", "n") - number(over)
        held = col("last", "b") <= limit
        straddles = all_of([col("first", "b") <= limit, col("last", "b") > limit])
        key = [col("patient", "n"), col("low", "n"), col("high", "n")]
        before = named(exp.Min(this=case([(held, col("nth", "b"))], UNKNOWN)), "nth")
        earlier = select(
            [*key, before, named(exp.Max(this=flag(straddles)), "straddles")],
            _side(of, newest, "n"),
            [Join(_side(of, TRUE, "b"), same("patient", "n", "b"))],
            by=key,
        )
        clear = col("straddles", "e").eq(whole(0))
        found = all_of([same("patient", "e", "b"), same("nth", "e", "b"), clear])
        low, high = col("low", "e") - col("high", "b"), col("high", "e") - col("low", "b")
        return select(
            [col("patient", "e"), named(low, "low"), named(high, "high")],
            inner(earlier, "e"),
            [Join(_side(of, _finite(), "b"), found)],
        )

    low, high = on.sheet.attach(("low", "high"), build)
    return Ends(case([(is_null(low), LEAST)], low), case([(is_null(high), MOST)], high))
