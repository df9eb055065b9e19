"""The event tables as criteria see them: readings and courses until the as-of day, each with what its row alone says.

Raw tables, one row per event; days are ordinals, nothing known is -Infinity to Infinity, "" is not given:

    patients(patient, as_of)                    complete(patient, list, since)
    readings(patient, fact, id, low, high, first, last, clock, recorded, ended_first, ended_last, unreadable, closed)
    members(patient, fact, reading, member)     sites(patient, fact, reading, site)      reading = readings.id
    courses(patient, drug, id, status, began_first, began_last, ended_first, ended_last, daily_low, daily_high, unit,
            route, outcome)
    orders(patient, drug, amount, times_per_day, unit, route)                            at most one per patient

An id is unique within a patient and fact. Answers over these rows are made elsewhere (`compile_facts`, ...).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlglot import exp

from painpath.criteria.compile_sheet import Join, distinct, inner, named, rows_of, same, select, source
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
    is_null,
    is_true,
    not_,
    number,
    smallest,
    whole,
    word,
)
from painpath.facts.fact_type import FactType

#: the event tables that features are made from
READINGS, MEMBERS, COURSES, DRUGS, COMPLETE = (
    "seen_readings",
    "seen_members",
    "seen_courses",
    "drugs",
    "complete",
)


def in_window(window: Sql) -> Sql:
    """Whether a reading's moment lies in the last `window` days; three-valued, see `values.inside_window`."""
    opens = col("as_of") - window
    return case(
        [(col("first") >= opens, TRUE), (smallest([col("last"), col("as_of")]) < opens, FALSE)],
        UNKNOWN,
    )


def event_tables(
    facts: Mapping[str, FactType],
    families: Mapping[str, Collection[str]],
    regions: Collection[tuple[str, str]],
) -> list[tuple[str, exp.Select]]:
    """The tables that all features are made from, for the facts asked and the drugs with the classes above them.

    `regions` are the pairs (region, itself or a part of it).
    """
    kinds = [(name, facts[name].fresh_for) for name in sorted(facts)]
    kin = [(drug, wider) for drug in sorted(families) for wider in sorted(families[drug])]
    return [
        ("kinds", rows_of(("fact", "fresh_for"), kinds)),
        ("kin", rows_of(("drug", "wider"), kin)),
        ("regions", rows_of(("whole", "part"), sorted(regions))),
        ("ordered_readings", _ordered_readings()),
        (READINGS, _seen_readings()),
        (MEMBERS, _seen_members()),
        ("denied", _denied()),
        (COURSES, _seen_courses()),
        (DRUGS, _drugs()),
    ]


def _window(function: Sql, order: list[Sql], frame: str = "") -> Sql:
    spec = None
    if frame:
        spec = exp.WindowSpec(
            kind="ROWS",
            start="UNBOUNDED",
            start_side="PRECEDING",
            end=whole(1) if frame == "before" else "CURRENT ROW",
            end_side="PRECEDING" if frame == "before" else None,
        )
    return exp.Window(
        this=function,
        partition_by=[col("patient"), col("fact")],
        order=exp.Order(expressions=order),
        spec=spec,
    )


def _down(name: str) -> Sql:
    return exp.Ordered(this=col(name), desc=True, nulls_first=False)


def _up(value: Sql) -> Sql:
    return exp.Ordered(this=value, desc=False, nulls_first=False)


def _ordered_readings() -> exp.Select:
    """Readings of the facts asked, not after the as-of day, with their freshness; `nth` 1 is the latest."""
    kept = ["fact", "id", "low", "high", "first", "last", "ended_first", "ended_last", "unreadable", "closed"]
    kept += ["clock", "recorded"]
    rows = select(
        [col("patient", "r"), col("as_of", "p"), col("fresh_for", "k"), *(col(name, "r") for name in kept)],
        source("readings", "r"),
        [
            Join(source("patients", "p"), same("patient", "p", "r")),
            Join(source("kinds", "k"), same("fact", "k", "r")),
        ],
        where=col("first", "r") <= col("as_of", "p"),
    )
    fresh = case([(is_null(col("fresh_for")), TRUE)], in_window(col("fresh_for")))
    latest = [_down("last"), _down("clock"), _down("recorded"), _down("id")]
    made = [exp.Star(), named(fresh, "fresh"), named(_window(exp.RowNumber(), latest), "nth")]
    return select(made, inner(rows, "seen"))


def _seen_readings() -> exp.Select:
    """What each reading says of its claim today, and which reading of a claim or a set decides.

    `turn` 1: the latest that is not a fresh yes that has ended. `blocked`, `closed_before`: see `sites.members_of`.
    """
    fresh = is_true(col("fresh"))
    past = all_of([fresh, col("low").eq(number(1.0)), col("ended_last") <= col("as_of")])
    rows = select([exp.Star(), named(is_true(past), "past")], "ordered_readings")
    turn = _window(exp.RowNumber(), [_up(flag(col("past"))), _up(col("nth"))])
    blocks = flag(any_of([not_(fresh), col("unreadable")]))
    blocked = _window(exp.Sum(this=blocks), [_up(col("nth"))], "until")
    closed = _window(exp.Sum(this=flag(col("closed"))), [_up(col("nth"))], "before")
    made = [named(turn, "turn"), named(blocked, "blocked"), named(closed, "closed_before")]
    return select([exp.Star(), *made], inner(rows, "seen"))


def counts_in_set(table: str = "") -> Sql:
    """Whether a reading of a set adds its members today."""
    before = exp.Coalesce(this=col("closed_before", table), expressions=[whole(0)])
    return all_of([col("blocked", table).eq(whole(0)), before.eq(whole(0))])


def closes_set(table: str = "") -> Sql:
    """Whether a reading of a set says that it named all: only the newest can; an open one after it may have more."""
    return all_of([counts_in_set(table), col("closed", table), col("nth", table).eq(whole(1))])


def _seen_members() -> exp.Select:
    reading = all_of([same("patient", "m", "r"), same("fact", "m", "r"), same("reading", "m", "r", "id")])
    columns = [col("patient", "m"), col("fact", "m"), col("member", "m")]
    adding = Join(source(READINGS, "r"), reading)
    return distinct(select(columns, source("members", "m"), [adding], where=counts_in_set("r")))


def _denied() -> exp.Select:
    """Drugs of which, or of a class of which, somebody said that they are not taken."""
    kin = Join(source("kin", "k"), same("wider", "k", "c", "drug"))
    said = col("status", "c").eq(word("not_taken"))
    return distinct(
        select([col("patient", "c"), col("drug", "k")], source("courses", "c"), [kin], where=said)
    )


def _seen_courses() -> exp.Select:
    """Courses begun by the as-of day, whether they go on (`current_now`), and the same unless denied (`taken`)."""
    kept = [
        "patient",
        "drug",
        "status",
        "began_first",
        "began_last",
        "ended_first",
        "ended_last",
        "daily_low",
    ]
    kept += ["daily_high", "unit", "route", "outcome"]
    denied = named(not_(is_null(col("drug", "d"))), "denied")
    drug = all_of([same("patient", "d", "c"), same("drug", "d", "c")])
    begun = all_of([col("status", "c").neq(word("not_taken")), col("began_first", "c") <= col("as_of", "p")])
    rows = select(
        [*(col(name, "c") for name in kept), col("as_of", "p"), denied],
        source("courses", "c"),
        [
            Join(source("patients", "p"), same("patient", "p", "c")),
            Join(source("denied", "d"), drug, left=True),
        ],
        where=begun,
    )
    today, first, last = col("as_of"), col("ended_first"), col("ended_last")
    going_on = any_of([is_null(first), first >= today])
    active = case([(going_on, TRUE), (last < today, FALSE)], UNKNOWN)
    current = case(
        [
            (among(col("status"), ("planned", "stopped")), FALSE),
            (col("status").eq(word("active")), active),
            (last < today, FALSE),
        ],
        UNKNOWN,
    )
    judged = select([exp.Star(), named(current, "current_now")], inner(rows, "begun"))
    taken = case([(all_of([col("current_now"), col("denied")]), UNKNOWN)], col("current_now"))
    return select([exp.Star(), named(taken, "taken")], inner(judged, "judged"))


def _drugs() -> exp.Select:
    """One row per patient and drug: courses surely and maybe taken; mentioned, tried, denied, proposed (1 or 0)."""
    columns = ("sure", "maybe", "mentioned", "tried", "denied", "proposed")

    def rows(table: str, **flags: Sql) -> exp.Select:
        made = [named(flags.get(name, whole(0)), name) for name in columns]
        return select([col("patient"), col("drug"), *made], table)

    courses = rows(
        COURSES,
        sure=flag(is_true(col("taken"))),
        maybe=flag(is_null(col("taken"))),
        mentioned=whole(1),
        tried=flag(col("status").neq(word("planned"))),
    )
    every = exp.union(
        courses, rows("denied", denied=whole(1)), rows("orders", proposed=whole(1)), distinct=False
    )
    made = [named(exp.Sum(this=col(name)), name) for name in ("sure", "maybe")]
    made += [named(exp.Max(this=col(name)), name) for name in columns[2:]]
    key = [col("patient"), col("drug")]
    return select([*key, *made], inner(every, "every_row"), by=key)


def row_is(name: str, condition: Sql) -> Sql:
    """Whether a row is of this fact and satisfies a condition."""
    return all_of([col("fact").eq(word(name)), condition])
