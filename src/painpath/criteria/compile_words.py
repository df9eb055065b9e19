"""The few SQL words that compiled criteria are made of, as sqlglot trees. Nothing here knows of facts or patients.

A claim or an answer is a BOOLEAN whose NULL is unknown, so SQL's own AND, OR and NOT are Kleene's. A number is a pair
of DOUBLE columns, its low and high end, that are never NULL: nothing known is -Infinity to Infinity.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlglot import exp

from painpath.criteria.tree import Bounds

Sql = exp.Expr


class Ends(NamedTuple):
    """The low and high end of a number, as SQL."""

    low: Sql
    high: Sql


TRUE: Sql = exp.true()
FALSE: Sql = exp.false()
UNKNOWN: Sql = exp.null()


def col(name: str, table: str = "") -> Sql:
    """A column."""
    return exp.column(name, table=table or None)


def word(text: str) -> Sql:
    """A string."""
    return exp.Literal.string(text)


def whole(value: int) -> Sql:
    """A whole number: a count or a day."""
    return exp.Literal.number(value)


def number(value: float) -> Sql:
    """A DOUBLE, exactly; written as a string because some databases read a decimal literal as a DECIMAL."""
    text = "Infinity" if value == math.inf else "-Infinity" if value == -math.inf else repr(float(value))
    return exp.cast(word(text), "double")


LEAST, MOST = number(-math.inf), number(math.inf)
NOTHING = Ends(LEAST, MOST)


def all_of(parts: Iterable[Sql]) -> Sql:
    """Kleene conjunction."""
    listed = list(parts)
    return exp.and_(*listed, copy=False) if listed else TRUE


def any_of(parts: Iterable[Sql]) -> Sql:
    """Kleene disjunction."""
    listed = list(parts)
    return exp.or_(*listed, copy=False) if listed else FALSE


def _closed(part: Sql) -> Sql:
    return part if isinstance(part, (exp.Column, exp.Boolean, exp.Case)) else exp.Paren(this=part)


def not_(part: Sql) -> Sql:
    """Kleene negation."""
    return exp.Not(this=_closed(part))


def is_true(part: Sql) -> Sql:
    """Whether a three-valued expression is true; never unknown itself."""
    return exp.Is(this=_closed(part), expression=exp.true())


def is_false(part: Sql) -> Sql:
    """Whether a three-valued expression is false; never unknown itself."""
    return exp.Is(this=_closed(part), expression=exp.false())


def is_null(part: Sql) -> Sql:
    """Whether a value is NULL."""
    return exp.Is(this=_closed(part), expression=exp.null())


def among(value: Sql, words: Iterable[str]) -> Sql:
    """Whether a string is one of these; false for none."""
    listed = sorted(words)
    return value.isin(*(word(text) for text in listed)) if listed else FALSE


def case(arms: Sequence[tuple[Sql, Sql]], otherwise: Sql) -> Sql:
    """The first arm whose condition is true, else `otherwise`; a NULL condition is not true."""
    if not arms:
        return otherwise
    written = exp.case()
    for condition, result in arms:
        written = written.when(condition, result, copy=False)
    return written.else_(otherwise, copy=False)


def of_bounds(surely: Sql, possibly: Sql) -> Sql:
    """True at the worst end, false not even at the best end, else unknown; see `facts.answer.of_bounds`."""
    return case([(surely, TRUE), (possibly, UNKNOWN)], FALSE)


def within(bounds: Bounds, ends: Ends) -> Sql:
    """Whether a number between two ends satisfies the bounds; see `criteria.drugs.within`."""
    parts = []
    if bounds.at_least is not None:
        edge = number(bounds.at_least)
        parts.append(of_bounds(ends.low >= edge, ends.high >= edge))
    if bounds.above is not None:
        edge = number(bounds.above)
        parts.append(of_bounds(ends.low > edge, ends.high > edge))
    if bounds.at_most is not None:
        edge = number(bounds.at_most)
        parts.append(of_bounds(ends.high <= edge, ends.low <= edge))
    if bounds.below is not None:
        edge = number(bounds.below)
        parts.append(of_bounds(ends.high < edge, ends.low < edge))
    return all_of(parts)


def known(ends: Ends) -> Sql:
    """Whether anything at all is known of a number."""
    return any_of([ends.low > LEAST, ends.high < MOST])


def smallest(parts: Sequence[Sql]) -> Sql:
    """The least of some numbers."""
    return exp.Least(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True) if parts[1:] else parts[0]


def largest(parts: Sequence[Sql]) -> Sql:
    """The greatest of some numbers."""
    return (
        exp.Greatest(this=parts[0], expressions=list(parts[1:]), ignore_nulls=True) if parts[1:] else parts[0]
    )


def total(parts: Sequence[Sql]) -> Sql:
    """The sum of some numbers, from the first on; 0 for none."""
    result: Sql = parts[0] if parts else whole(0)
    for part in parts[1:]:
        result = result + part
    return result


def flag(condition: Sql) -> Sql:
    """1 where a condition is true, else 0."""
    return case([(condition, whole(1))], whole(0))


def some_row(condition: Sql) -> Sql:
    """Over rows: 1 if the condition is true in any."""
    return exp.Max(this=flag(condition))


def rows(condition: Sql) -> Sql:
    """Over rows: in how many the condition is true."""
    return exp.Sum(this=flag(condition))


def value_where(condition: Sql, value: Sql) -> Sql:
    """Over rows: the greatest value among those where the condition is true (meant for at most one); else NULL."""
    return exp.Max(this=case([(condition, value)], UNKNOWN))


def claim_ends(claim: Sql) -> Ends:
    """A three-valued claim on its number line: no 0, yes 1, unknown from 0 to 1."""
    low = case([(is_true(claim), number(1.0))], number(0.0))
    return Ends(low, case([(is_false(claim), number(0.0))], number(1.0)))


def claim_of(ends: Ends) -> Sql:
    """A number line back to a three-valued claim."""
    return case([(ends.low.eq(number(1.0)), TRUE), (ends.high.eq(number(0.0)), FALSE)], UNKNOWN)
