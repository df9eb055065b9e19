"""A dated calendar of doses with strengths that a pharmacy has.

From the row's start through its dated steps, then by the row's regular step up to the target, never above the limit.
Where the row says "in proportion" every dose shrinks with it.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import msgspec

from painpath.criteria.explain import number
from painpath.facts import parse_quantity
from painpath.facts.units import days
from painpath.library import Library
from painpath.library.schema import DayDose, DoseAmount, Drug, Product, Row
from painpath.planning.dosing import Dosing, in_unit, say_amount, singular
from painpath.planning.result import Amount, CalendarDay, Limits, Piece

_MOST_STEPS = 40
#: day, daily total, doses a day, amount of a dose
_Step = tuple[int, float, float, str]


class Titration(msgspec.Struct, frozen=True):
    """What a calendar is made for: the dose row found, the limits that hold, the first day, the market."""

    dosing: Dosing
    limits: Limits
    begins: date
    jurisdiction: str


def calendar_for(library: Library, drug: Drug, plan: Titration) -> tuple[CalendarDay, ...]:
    """The steps of a titration from `begins` on; empty where no row is known or the row gives no start."""
    dosing, limits, begins = plan.dosing, plan.limits, plan.begins
    row = dosing.row
    if row is None or row.start is None:
        return ()
    unit = _unit(row.start.amount)
    most = _most(limits, unit)
    steps = [_listed(1, row.start, dosing.scale)]
    steps += [_listed(listed.day, listed, dosing.scale) for listed in row.titration]
    goal = _total(row.target) * dosing.scale if row.target is not None else steps[-1][1]
    goal = min(goal, most)
    if row.step is not None and goal > steps[-1][1]:
        steps += _regular(row, steps[-1], goal)
    kept = [step for step in steps if step[1] <= most + 1e-9]
    products = strengths_of(library, drug, plan.jurisdiction)
    return tuple(
        CalendarDay(
            from_date=(begins + timedelta(days=day - 1)).isoformat(),
            day=day,
            amount=amount,
            times_per_day=times,
            total=say_amount(Amount(total, unit)),
            take=take(amount, products),
            pieces=pieces_of(amount, products),
        )
        for day, total, times, amount in kept
    )


def _listed(day: int, dose: DoseAmount | DayDose, scale: float) -> _Step:
    amount = dose.amount
    if scale != 1.0:
        amount = f"{number(_amount(dose) * scale)} {_unit(dose.amount)}"
    return (day, _total(dose) * scale, float(dose.times_per_day), amount)


def _regular(row: Row, last: _Step, goal: float) -> list[_Step]:
    assert row.step is not None
    add = parse_quantity(row.step.add)
    every = days(row.step.every)
    if add is None or not every or add.low <= 0:
        return []
    unit = add.unit
    day, total, times, _ = last
    found: list[_Step] = []
    while total < goal - 1e-9 and len(found) < _MOST_STEPS:
        day += math.ceil(every)
        total = min(total + add.low, goal)
        if row.target is not None:
            # As many doses as it takes of the size the target has: 50 mg twice, three, four times.
            times = min(times, float(row.target.times_per_day))
            times = max(times, float(math.ceil(total / _amount(row.target) - 1e-9)))
        found.append((day, total, times, f"{number(total / times)} {unit}"))
    return found


def _total(dose: DoseAmount | DayDose) -> float:
    quantity = parse_quantity(dose.total)
    assert quantity is not None, "the loader refuses a dose that is not a quantity"
    return quantity.low


def _amount(dose: DoseAmount | DayDose) -> float:
    quantity = parse_quantity(dose.amount)
    assert quantity is not None, "the loader refuses a dose that is not a quantity"
    return quantity.low


def _unit(text: str) -> str:
    quantity = parse_quantity(text)
    return "" if quantity is None else quantity.unit


def _most(limits: Limits, unit: str) -> float:
    if limits.max_daily_dose is None:
        return math.inf
    value = in_unit(limits.max_daily_dose.value, limits.max_daily_dose.unit, unit)
    return math.inf if value is None else value


def strengths_of(library: Library, drug: Drug, jurisdiction: str) -> tuple[tuple[float, str, str], ...]:
    """Strengths on the market as (amount, unit, form), largest first: this jurisdiction, else any."""
    fitting = [
        product
        for product in library.products.values()
        if product.substance == drug.substance and _suits(product, drug)
    ]
    here = [product for product in fitting if product.jurisdiction == jurisdiction] or fitting
    found: set[tuple[float, str, str]] = set()
    for product in here:
        for text in product.strengths:
            quantity = parse_quantity(text)
            if quantity is not None and quantity.unit:
                found.add((quantity.low, quantity.unit, product.form.replace("_", " ")))
    return tuple(sorted(found, reverse=True))


def _suits(product: Product, drug: Drug) -> bool:
    same_release = not product.release or not drug.release or product.release == drug.release
    same_route = not product.route or not drug.route or product.route == drug.route
    return same_release and same_route


def take(amount: str, strengths: tuple[tuple[float, str, str], ...]) -> str:
    """A dose as whole pieces of existing strengths; the amount itself where it cannot be made of them.

    >>> take("400 mg", ((300.0, "mg", "capsule"), (100.0, "mg", "capsule")))
    '1 x 300 mg capsule + 1 x 100 mg capsule'
    """
    return " + ".join(f"{piece.count} x {piece.product}" for piece in pieces_of(amount, strengths)) or amount


def pieces_of(amount: str, strengths: tuple[tuple[float, str, str], ...]) -> tuple[Piece, ...]:
    """The whole pieces that make a dose, largest first; none where existing strengths cannot make it."""
    quantity = parse_quantity(amount)
    if quantity is None:
        return ()
    sizes = [one for one in strengths if singular(one[1]) == singular(quantity.unit)]
    counts = _fewest(quantity.low, tuple(size for size, _, _ in sizes))
    return tuple(
        Piece(count, f"{number(size)} {unit} {form}")
        for count, (size, unit, form) in zip(counts, sizes, strict=False)
        if count
    )


def _fewest(amount: float, sizes: tuple[float, ...]) -> tuple[int, ...]:
    """How many of each size (largest first) make the amount with as few pieces as can be; none where they cannot.

    >>> _fewest(30.0, (25.0, 10.0)), _fewest(400.0, (300.0, 100.0)), _fewest(5.0, (25.0, 10.0))
    ((0, 3), (1, 1), ())
    """
    if not sizes:
        return ()
    best: tuple[int, ...] = ()
    for count in range(math.floor(amount / sizes[0] + 1e-9), -1, -1):
        rest = amount - count * sizes[0]
        if abs(rest) < 1e-6:
            found: tuple[int, ...] = (count, *(0 for _ in sizes[1:]))
        elif len(sizes) > 1 and (inner := _fewest(rest, sizes[1:])):
            found = (count, *inner)
        else:
            continue
        if not best or sum(found) < sum(best):
            best = found
    return best
