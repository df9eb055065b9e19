"""Questions about what is taken, as SQL: taking, counted, tried, summed (see `drugs` and `values`)."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from sqlglot import exp

from painpath.criteria.catalog import SumOverCourses
from painpath.criteria.compile_events import COURSES, DRUGS
from painpath.criteria.compile_facts import covers
from painpath.criteria.compile_sheet import inner, named, select
from painpath.criteria.compile_words import (
    FALSE,
    MOST,
    TRUE,
    UNKNOWN,
    Ends,
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
    largest,
    not_,
    number,
    of_bounds,
    rows,
    smallest,
    some_row,
    total,
    whole,
    within,
    word,
)
from painpath.criteria.tree import Bounds, CountTaking, Taking, Tried
from painpath.facts.moment import DAWN
from painpath.facts.units import factors_to

if TYPE_CHECKING:
    from painpath.criteria.compile_sql import Compiling


class _Family:
    """A drug or class with all inside it, the classes above it, and its ingredients."""

    def __init__(self, on: Compiling, drug: str) -> None:
        catalog = on.catalog
        self.drug = drug
        self.inside = catalog.within.get(drug, frozenset({drug}))
        self.wider = catalog.above.get(drug, frozenset({drug})) - self.inside
        self.named = frozenset(name for name in self.inside if name in catalog.substances)
        self.ingredients = self.named or frozenset({drug})
        on.drugs.update(self.inside)


def _some_course(on: Compiling, drugs: Collection[str], condition: Sql) -> Sql:
    return on.sheet.some(COURSES, some_row(all_of([among(col("drug"), drugs), condition])))


def _count_drugs(on: Compiling, drugs: Collection[str], condition: Sql) -> Sql:
    return on.sheet.count(DRUGS, rows(all_of([among(col("drug"), drugs), condition])))


def _scale(unit: Sql, to_unit: str) -> Sql:
    """The factor from a row's unit; NULL for a unit of another dimension."""
    arms = [(unit.eq(word(name)), number(times)) for name, times in sorted(factors_to(to_unit).items())]
    return case(arms, UNKNOWN)


def _is(name: str) -> Sql:
    return col(name) > whole(0)


# ---------------------------------------------------------------------------------------------------- taking


def taking(on: Compiling, leaf: Taking) -> Sql:
    """Answer `taking` (see `drugs.taking`)."""
    family = _Family(on, leaf.drug)
    if leaf.order == "only":
        return _order_matches(leaf, family)
    taken = _taken(on, leaf, family)
    return any_of([_order_matches(leaf, family), taken]) if leaf.order == "yes" else taken


def _order_matches(leaf: Taking, family: _Family) -> Sql:
    if leaf.for_at_least:
        return FALSE
    parts = [TRUE]
    if leaf.route:
        route = col("order_route")
        parts.append(case([(route.eq(word(leaf.route)), TRUE), (route.eq(word("")), UNKNOWN)], FALSE))
    if leaf.daily_dose is not None:
        daily = col("order_amount") * col("order_times_per_day") * _scale(col("order_unit"), leaf.dose_unit)
        dose = within(leaf.daily_dose, Ends(daily, daily))
        parts.append(case([(is_null(daily), UNKNOWN)], dose))
    return case([(among(col("order_drug"), family.inside), all_of(parts))], FALSE)


def _taken(on: Compiling, leaf: Taking, family: _Family) -> Sql:
    counts = _course_counts(leaf)
    yes, maybe = (
        _dosed(on, leaf, family, counts)
        if leaf.daily_dose is not None
        else (
            _some_course(on, family.inside, is_true(counts)),
            _some_course(on, family.inside, is_null(counts)),
        )
    )
    unnamed = _some_course(on, family.wider, not_(is_false(counts)))
    opens = col("as_of") - whole(math.ceil(leaf.ended_within or 0.0))
    absent = _absent(on, family, family.ingredients, FALSE, opens)
    return on.sheet.keep(case([(yes, TRUE), (any_of([maybe, unnamed]), UNKNOWN)], absent))


def _course_counts(leaf: Taking) -> Sql:
    """Whether a course is what the leaf asks for; three-valued."""
    answer = col("taken")
    if leaf.ended_within is not None:
        ended = _ended_inside(leaf.ended_within)
        answer = case([(col("current_now"), col("taken"))], any_of([col("taken"), ended]))
    parts = [answer]
    if leaf.route:
        route = col("route")
        parts.append(case([(route.eq(word(leaf.route)), TRUE), (route.eq(word("")), UNKNOWN)], FALSE))
    if leaf.for_at_least is not None:
        since = col("as_of") - number(leaf.for_at_least)
        parts.append(of_bounds(col("began_last") <= since, col("began_first") <= since))
    return all_of(parts)


def _ended_inside(window: float) -> Sql:
    opens = col("as_of") - number(window)
    first = largest([col("ended_first"), col("began_first")])
    last = smallest([col("ended_last"), col("as_of")])
    return case(
        [(col("status").eq(word("planned")), FALSE), (is_null(col("ended_first")), UNKNOWN)],
        of_bounds(first >= opens, last >= opens),
    )


def _dosed(on: Compiling, leaf: Taking, family: _Family, counts: Sql) -> tuple[Sql, Sql]:
    """Whether the courses of some drug add up to a dose within bounds: surely, maybe."""
    bounds = leaf.daily_dose or Bounds()

    def build(layer: str) -> exp.Select:  # noqa: ARG001 - looks at courses only
        scale = case([(col("unit").eq(word("")), UNKNOWN)], _scale(col("unit"), leaf.dose_unit))
        counted = select(
            [exp.Star(), named(counts, "counts"), named(scale, "scale")],
            COURSES,
            where=among(col("drug"), family.inside),
        )
        low = exp.Coalesce(this=col("daily_low") * col("scale"), expressions=[number(0.0)])
        high = exp.Coalesce(this=col("daily_high") * col("scale"), expressions=[MOST])
        perhaps = not_(is_false(col("counts")))
        key = [col("patient"), col("drug")]
        made = [
            named(exp.Max(this=flag(is_true(col("counts")))), "sure"),
            named(exp.Max(this=flag(perhaps)), "maybe"),
            named(exp.Sum(this=case([(col("counts"), low)], number(0.0))), "low"),
            named(exp.Sum(this=case([(perhaps, high)], number(0.0))), "high"),
        ]
        sums = select([*key, *made], inner(counted, "counted"), by=key)
        sure = case([(col("sure").eq(whole(1)), TRUE)], UNKNOWN)
        answer = named(all_of([sure, within(bounds, Ends(col("low"), col("high")))]), "answer")
        some = col("maybe").eq(whole(1))
        answers = select([col("patient"), answer], inner(sums, "sums"), where=some)
        yes = named(exp.Max(this=flag(is_true(col("answer")))), "yes")
        maybe = named(exp.Max(this=flag(is_null(col("answer")))), "maybe")
        return select([col("patient"), yes, maybe], inner(answers, "answers"), by=[col("patient")])

    yes, maybe = on.sheet.attach(("yes", "maybe"), build)
    return yes.eq(whole(1)), maybe.eq(whole(1))


def _absent(on: Compiling, family: _Family, members: Collection[str], known_of: Sql, opens: Sql) -> Sql:
    """False where silence is absence, else unknown; `known_of` rows of drugs are not silent (see `drugs._absent`)."""
    denied = _count_drugs(on, {family.drug}, _is("denied")) > whole(0)
    settled = any_of([_is("denied"), known_of])
    unlisted = [name for name in members if name in on.catalog.unlisted]
    covered = [covers(on, "medication", opens)]
    if unlisted:
        covered.append(_count_drugs(on, unlisted, settled) >= whole(len(unlisted)))
    silent = _count_drugs(on, members, settled) < whole(len(members))
    return case([(any_of([denied, not_(silent), all_of(covered)]), FALSE)], UNKNOWN)


# ---------------------------------------------------------------------------------------------- count, tried


def count_taking(on: Compiling, leaf: CountTaking) -> Sql:
    """Answer `count` (see `drugs.count_taking`)."""
    family = _Family(on, leaf.drug)
    proposed = _is("proposed") if leaf.order == "yes" else FALSE
    sure, seen = any_of([_is("sure"), proposed]), any_of([_is("sure"), _is("maybe"), proposed])
    if leaf.distinct == "course":
        low, high = _courses(on, family, proposed)
    else:
        low = _ingredients(on, family, sure)
        wider = any_of([_is("sure"), _is("maybe")])
        high = _count_drugs(on, family.inside, seen) + _count_drugs(on, family.wider, wider)
    absent = _absent(on, family, family.ingredients, seen, col("as_of"))
    needed = whole(leaf.at_least)
    return on.sheet.keep(case([(low >= needed, TRUE), (high >= needed, UNKNOWN)], absent))


def _courses(on: Compiling, family: _Family, proposed: Sql) -> tuple[Sql, Sql]:
    def sum_of(drugs: Collection[str], value: Sql) -> Sql:
        return on.sheet.count(DRUGS, exp.Sum(this=case([(among(col("drug"), drugs), value)], whole(0))))

    new = case([(all_of([proposed, col("sure").eq(whole(0))]), whole(1))], whole(0))
    low = sum_of(family.inside, col("sure") + new)
    high = low + sum_of(family.inside, col("maybe")) + sum_of(family.wider, col("sure") + col("maybe"))
    return low, high


def _ingredients(on: Compiling, family: _Family, sure: Sql) -> Sql:
    """How many ingredients at least; classes named without their member as in `drugs._at_least_named`."""
    within_ = on.catalog.within
    unexplained: Mapping[str, Sql] = {
        name: on.sheet.keep(
            all_of(
                [
                    _count_drugs(on, {name}, sure) > whole(0),
                    _count_drugs(on, within_.get(name, frozenset()) & family.named, sure).eq(whole(0)),
                ]
            )
        )
        for name in sorted(family.inside - family.named)
    }
    alone = []
    for name, here in unexplained.items():
        others = [
            other
            for key, other in unexplained.items()
            if key != name and within_.get(name, frozenset()) & within_.get(key, frozenset())
        ]
        alone.append(flag(all_of([here, not_(any_of(others))])))
    alone_count = total(alone)
    together = case(
        [(total([flag(here) for here in unexplained.values()]) > alone_count, whole(1))], whole(0)
    )
    return _count_drugs(on, family.named, sure) + alone_count + together


def tried(on: Compiling, leaf: Tried) -> Sql:
    """Answer `tried` (see `drugs.tried`)."""
    family = _Family(on, leaf.drug)
    outcome = col("outcome")
    same = outcome.eq(word(leaf.outcome)) if leaf.outcome else TRUE
    open_ = outcome.eq(word("unknown")) if leaf.outcome else FALSE
    real = col("status").neq(word("planned"))
    taken = not_(col("status").eq(word("unknown")))
    yes = _some_course(on, family.inside, all_of([real, same, taken]))
    maybe = _some_course(on, family.inside, all_of([real, any_of([open_, all_of([same, not_(taken)])])]))
    wider = _some_course(on, family.wider, all_of([real, any_of([same, open_])]))
    absent = _absent(on, family, family.ingredients, _is("tried"), whole(DAWN))
    return on.sheet.keep(case([(yes, TRUE), (any_of([maybe, wider]), UNKNOWN)], absent))


# ---------------------------------------------------------------------------------------------- sums of doses


def sum_over_courses(on: Compiling, how: SumOverCourses) -> Ends:
    """The sum over current courses of dose times factor (see `values._sum_over_courses`)."""
    family = _Family(on, how.taking)
    uncounted = frozenset(name for name in family.named if name not in how.counted)
    counted = family.inside - uncounted
    times, scales = [], []
    for row, (points, unit) in _factors(how, counted):
        times.append((row, number(points)))
        scale = case([(col("unit").eq(word("")), UNKNOWN)], _scale(col("unit"), unit))
        scales.append((row, scale if unit else UNKNOWN))
    factor, scale_ = case(times, UNKNOWN), case(scales, UNKNOWN)
    inside = among(col("drug"), counted)
    low_rows = case(
        [(all_of([inside, is_true(col("taken"))]), col("daily_low") * factor * scale_)], number(0.0)
    )
    perhaps = all_of([inside, not_(is_false(col("taken")))])
    high_of = exp.Coalesce(this=col("daily_high") * factor * scale_, expressions=[MOST])
    low = on.sheet.feature(COURSES, exp.Sum(this=low_rows))
    high = on.sheet.feature(COURSES, exp.Sum(this=case([(perhaps, high_of)], number(0.0))))
    unnamed = _some_course(on, family.wider, not_(is_false(col("current_now"))))
    silent = family.ingredients - uncounted
    more = is_null(_absent(on, family, silent, _is("mentioned"), col("as_of"))) if silent else FALSE
    zero = [number(0.0)]
    return Ends(
        exp.Coalesce(this=low, expressions=zero),
        case([(any_of([unnamed, more]), MOST)], exp.Coalesce(this=high, expressions=zero)),
    )


def _factors(how: SumOverCourses, counted: Collection[str]) -> list[tuple[Sql, tuple[float, str]]]:
    """Which rows have which factor and unit, the first that fits (see `values._factor_of`)."""
    found: list[tuple[Sql, tuple[float, str]]] = []
    for name in sorted(set(counted) & how.counted):
        here = col("drug").eq(word(name))
        for route, factor in sorted(how.by_route.get(name, {}).items()):
            found.append((all_of([here, col("route").eq(word(route))]), factor))
        if name in how.by_route:
            found.append((all_of([here, col("route").eq(word(""))]), (0.0, "")))
        if name in how.factors:
            found.append((here, how.factors[name]))
    return found
