"""Derived facts as SQL: every kind of `catalog.Derivation`, giving a low and a high end as `values` does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlglot import exp

from painpath.criteria.catalog import (
    ChangeOf,
    CountOf,
    Duration,
    FormulaOf,
    FromCriterion,
    Lookup,
    Scale,
    Score,
    SumOverCourses,
)
from painpath.criteria.compile_change import change_of
from painpath.criteria.compile_drugs import sum_over_courses
from painpath.criteria.compile_words import (
    LEAST,
    MOST,
    Ends,
    Sql,
    all_of,
    any_of,
    case,
    claim_ends,
    col,
    is_null,
    known,
    largest,
    not_,
    number,
    smallest,
    total,
    whole,
    word,
)
from painpath.criteria.tree import All, Any, AtLeastOf, CountTaking, Node, Not, RuleRef, Taking
from painpath.facts import formulas
from painpath.facts.fact_type import Kind

if TYPE_CHECKING:
    from painpath.criteria.compile_sql import Compiling


def derive(on: Compiling, fact: str) -> Ends:
    """The low and high end that follow for a fact from others."""
    match on.catalog.derived[fact]:
        case FromCriterion(node):
            return claim_ends(on.answer(_without_order(on, node)))
        case Score(items):
            return _score(on, items)
        case Lookup(of, edges, ranks):
            return _lookup(on.value(of), edges, ranks)
        case Scale(of, times):
            value = on.value(of)
            ends = (value.low * number(times), value.high * number(times))
            return _if_known(value, Ends(*ends) if times >= 0 else Ends(ends[1], ends[0]))
        case CountOf(of):
            values = [on.value(name) for name in of]
            return Ends(total([value.low for value in values]), total([value.high for value in values]))
        case SumOverCourses() as how:
            return sum_over_courses(on, how)
        case ChangeOf(of, over):
            return change_of(on, of, over)
        case Duration(since, per_unit):
            value, unit = on.value(since), number(per_unit)
            return _if_known(
                value, Ends((col("as_of") - value.high) / unit, (col("as_of") - value.low) / unit)
            )
        case FormulaOf(formula):
            return _formula(on, formula)


def _without_order(on: Compiling, node: Node) -> Node:
    """The same criterion as if nothing were proposed: no fact sees an order, however it is derived."""
    match node:
        case Taking(order="only"):
            return Any(())
        case Taking() | CountTaking():
            return replace(node, order="no")
        case RuleRef(rule):
            return _without_order(on, on.catalog.rules[rule])
        case All(of) | Any(of):
            return type(node)(tuple(_without_order(on, part) for part in of))
        case AtLeastOf(n, of):
            return AtLeastOf(n, tuple(_without_order(on, part) for part in of))
        case Not(of=part):
            return Not(_without_order(on, part))
        case _:
            return node


def _if_known(value: Ends, then: Ends) -> Ends:
    there = known(value)
    return Ends(case([(there, then.low)], LEAST), case([(there, then.high)], MOST))


def _lookup(value: Ends, edges: tuple[float, ...], ranks: tuple[float, ...]) -> Ends:
    """The least and the greatest rank among the bands that a number between two ends may fall into."""
    reached: list[tuple[Sql, float]] = []
    for band, rank in enumerate(ranks):
        parts: list[Sql] = [value.low < number(edges[band])] if band < len(edges) else []
        parts += [value.high >= number(edges[band - 1])] if band else []
        reached.append((all_of(parts), rank))
    return _if_known(value, _hull(reached))


def _hull(reached: list[tuple[Sql, float]]) -> Ends:
    return Ends(
        smallest([case([(there, number(rank))], MOST) for there, rank in reached]),
        largest([case([(there, number(rank))], LEAST) for there, rank in reached]),
    )


def _score(on: Compiling, items: tuple[tuple[str, float | tuple[float, ...]], ...]) -> Ends:
    lows, highs, told = [], [], []
    for fact, weight in items:
        value, item = on.value(fact), on.catalog.facts[fact]
        told.append(not_(is_null(on.claim(fact))) if item.kind is Kind.CLAIM else known(value))
        if isinstance(weight, tuple):
            ends = _hull(
                [
                    (all_of([value.low <= number(rank), value.high >= number(rank)]), points)
                    for rank, points in enumerate(weight)
                ]
            )
        else:
            limits = item.plausible
            if limits is None and item.kind is Kind.ORDERED:
                limits = (0.0, float(len(item.options) - 1))
            if limits is not None:
                value = Ends(
                    case([(known(value), value.low)], number(limits[0])),
                    case([(known(value), value.high)], number(limits[1])),
                )
            first, last = value.low * number(weight), value.high * number(weight)
            ends = Ends(first, last) if weight >= 0 else Ends(last, first)
        lows.append(ends.low)
        highs.append(ends.high)
    something = any_of(told)
    return Ends(case([(something, total(lows))], LEAST), case([(something, total(highs))], MOST))


def _formula(on: Compiling, formula: formulas.Formula) -> Ends:
    inputs = {fact: on.value(fact) for fact in formula.needs}
    usable = all_of(
        all_of([inputs[fact].low > LEAST, inputs[fact].high < MOST])
        for fact in formula.needs
        if on.catalog.facts[fact].kind is not Kind.ONE_OF
    )
    if formula.uses_today:
        inputs["today"] = Ends(col("as_of"), col("as_of"))
    ends = _reckoned(on, formula, inputs, formula.helped_by)
    return Ends(case([(usable, ends.low)], LEAST), case([(usable, ends.high)], MOST))


def _reckoned(
    on: Compiling, formula: formulas.Formula, inputs: Mapping[str, Ends], helped_by: tuple[str, ...]
) -> Ends:
    """The formula with each helping fact where that is one number, and without it elsewhere."""
    if not helped_by:
        pairs = {fact: formulas.Ends(value.low, value.high) for fact, value in inputs.items()}
        ends = formula.reckon(_Sql(), pairs)
        return Ends(ends.low, ends.high)
    value = on.value(helped_by[0])
    point = value.low.eq(value.high)
    with_it = _reckoned(on, formula, {**inputs, helped_by[0]: value}, helped_by[1:])
    without = _reckoned(on, formula, inputs, helped_by[1:])
    return Ends(case([(point, with_it.low)], without.low), case([(point, with_it.high)], without.high))


class _Sql:
    """Arithmetic on SQL expressions; see `formulas.Arithmetic`."""

    def number(self, value: float) -> Sql:
        return number(value)

    def add(self, a: Sql, b: Sql) -> Sql:
        return a + b

    def subtract(self, a: Sql, b: Sql) -> Sql:
        return a - b

    def multiply(self, a: Sql, b: Sql) -> Sql:
        return a * b

    def divide(self, a: Sql, b: Sql) -> Sql:
        return case([(b.eq(number(0.0)), MOST)], a / b)

    def power(self, base: Sql, exponent: Sql) -> Sql:
        nothing = all_of([base.eq(number(0.0)), exponent < number(0.0)])
        return case([(nothing, MOST)], exp.Pow(this=base, expression=exponent))

    def smaller(self, a: Sql, b: Sql) -> Sql:
        return smallest([a, b])

    def larger(self, a: Sql, b: Sql) -> Sql:
        return largest([a, b])

    def if_less(self, a: Sql, b: Sql, then: Sql, otherwise: Sql) -> Sql:
        return case([(a < b, then)], otherwise)

    def years_between(self, first: Sql, last: Sql) -> Sql:
        (born_year, born_day), (year, day) = _year_and_day(first), _year_and_day(last)
        years = year - born_year - case([(day < born_day, whole(1))], whole(0))
        return exp.cast(years, "double")


def _year_and_day(ordinal: Sql) -> tuple[Sql, Sql]:
    """The year, and month and day as one number, of a day [ordinal]."""
    day = exp.cast(
        exp.DateAdd(
            this=exp.cast(word("0001-01-01"), "date"),
            expression=exp.TryCast(this=ordinal, to=exp.DataType.build("int")) - whole(1),
            unit=exp.var("DAY"),
        ),
        "date",
    )
    return exp.Year(this=day), exp.Month(this=day) * whole(100) + exp.Day(this=day)
