"""Whether readings that say "no" speak of every place asked about, as event tables (see `sites._of_all`).

A "no" in one foot is not a "no" in the other.
"""

from __future__ import annotations

from sqlglot import exp

from painpath.criteria.compile_sheet import Join, distinct, inner, named, same, select, source
from painpath.criteria.compile_words import Sql, all_of, any_of, col, flag, is_null, whole

#: per patient, place and claim with a "no": 1 where it is a "no" of all of it (`of_all`)
SILENT = "silent"
_KEY = ("patient", "at", "fact")


def silence_tables() -> list[tuple[str, exp.Select]]:
    """The tables, in order; they read `judged` (`says_no`, `is_over`), `here`, `sites` and `regions`."""
    return [("quiet", _quiet()), ("loud", _loud()), (SILENT, _silent())]


def _agree(one: str, other: str, *names: str) -> Sql:
    return all_of(same(name, one, other) for name in names)


def _says_no(table: str) -> Sql:
    return any_of([col("says_no", table), col("is_over", table)])


def _quiet() -> exp.Select:
    """The regions, with all their parts, of which a reading with a site says no, or says that it is over."""
    site = all_of([_agree("s", "j", "patient", "fact"), same("reading", "s", "j", "id")])
    return distinct(
        select(
            [*(col(name, "j") for name in _KEY), col("part", "g")],
            source("judged", "j"),
            [Join(source("sites", "s"), site), Join(source("regions", "g"), same("whole", "g", "s", "site"))],
            where=_says_no("j"),
        )
    )


def _loud() -> exp.Select:
    """The claims with a place here of which nothing says no."""
    asked = inner(distinct(select([col(name, "j") for name in _KEY], source("judged", "j"))), "k")
    said = all_of([_agree("q", "k", *_KEY), same("part", "q", "h", "place")])
    return distinct(
        select(
            [col(name, "k") for name in _KEY],
            asked,
            [
                Join(source("here", "h"), _agree("h", "k", "patient", "at")),
                Join(source("quiet", "q"), said, left=True),
            ],
            where=is_null(col("part", "q")),
        )
    )


def _silent() -> exp.Select:
    everywhere = exp.Max(this=flag(all_of([col("everywhere", "j"), _says_no("j")])))
    covered = all_of([col("closed_here", "j"), is_null(col("patient", "l"))])
    of_all = any_of([everywhere.eq(whole(1)), exp.Min(this=flag(covered)).eq(whole(1))])
    return select(
        [*(col(name, "j") for name in _KEY), named(flag(of_all), "of_all")],
        source("judged", "j"),
        [Join(source("loud", "l"), _agree("l", "j", *_KEY), left=True)],
        by=[col(name, "j") for name in _KEY],
    )
