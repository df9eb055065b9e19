"""A dated calendar of doses with strengths that a pharmacy has.

From the row's start through its dated steps, then by the row's regular step up to the target, never above the limit.
Where the row says "in proportion" every dose shrinks with it. A dose that pieces (or halves of tablets that may be
divided) cannot make is rounded down; a shrunken start below the smallest piece becomes that piece while the row's own
target allows it, and else there is no calendar.
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
_NEAR = 1e-6
#: day, daily total, doses a day, amount of a dose
_Step = tuple[int, float, float, str]
#: strengths on the market as (amount, unit, form)
Strengths = tuple[tuple[float, str, str], ...]


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
    steps = _not_oftener(steps, limits.fewer_doses)
    products = strengths_of(library, drug, plan.jurisdiction)
    reckoned = [step for step in steps if step[1] <= most + 1e-9]
    cut = Cut(products, _halves(library, drug, plan.jurisdiction), goal if dosing.scale != 1.0 else 0.0)
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
        for day, total, times, amount in _in_pieces(reckoned, cut)
    )


class Cut(msgspec.Struct, frozen=True):
    """By what doses are made: whole pieces, halves of what may be divided, and what a smallest piece may come to a day.

    Where a row shrinks in proportion, its own target bounds the smallest piece; elsewhere the start is never raised.
    """

    pieces: Strengths
    halves: Strengths
    smallest_up_to: float


def _in_pieces(steps: list[_Step], cut: Cut) -> list[_Step]:
    """The steps with every dose that pieces cannot make rounded down; a step that then adds nothing is left out."""
    found: list[_Step] = []
    for step in steps:
        made = _made(step, cut)
        if made is not None and (not found or made[1:] != found[-1][1:]):
            found.append(made)
    return found


def _made(step: _Step, cut: Cut) -> _Step | None:
    """A step that pieces make; None where even the smallest is too much. Without known strengths it stays."""
    day, _, times, amount = step
    quantity = parse_quantity(amount)
    sizes = [] if quantity is None else sizes_of(quantity.unit, cut.pieces)
    if quantity is None or not sizes:
        return step
    with_halves = [*sizes, *sizes_of(quantity.unit, cut.halves)]
    if largest_made(quantity.low, with_halves) >= quantity.low - _NEAR:
        return step
    size = largest_made(quantity.low, sizes)
    if not size and min(sizes) * times <= cut.smallest_up_to + _NEAR:
        size = min(sizes)
    return (day, size * times, times, f"{number(size)} {quantity.unit}") if size else None


def _not_oftener(steps: list[_Step], most: float | None) -> list[_Step]:
    """The steps with no more doses a day than a rule allows; each dose stays as large as it was."""
    if most is None or all(times <= most for _, _, times, _ in steps):
        return steps
    found: list[_Step] = []
    for day, total, times, amount in steps:
        step = (day, total, times, amount) if times <= most else (day, total * most / times, most, amount)
        if not found or step[1:] != found[-1][1:]:
            found.append(step)
    return found


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


def strengths_of(library: Library, drug: Drug, jurisdiction: str) -> Strengths:
    """Strengths on the market as (amount, unit, form), largest first: this jurisdiction, else any."""
    return _strengths(_products(library, drug, jurisdiction))


def _halves(library: Library, drug: Drug, jurisdiction: str) -> Strengths:
    """Halves of the strengths whose tablets may be divided."""
    divisible = [product for product in _products(library, drug, jurisdiction) if product.divisible == "yes"]
    return tuple((size / 2, unit, form) for size, unit, form in _strengths(divisible))


def _products(library: Library, drug: Drug, jurisdiction: str) -> list[Product]:
    fitting = [
        product
        for product in library.products.values()
        if product.substance == drug.substance and _suits(product, drug)
    ]
    return [product for product in fitting if product.jurisdiction == jurisdiction] or fitting


def _strengths(products: list[Product]) -> Strengths:
    found: set[tuple[float, str, str]] = set()
    for product in products:
        for text in product.strengths:
            quantity = parse_quantity(text)
            if quantity is not None and quantity.unit:
                found.add((quantity.low, quantity.unit, product.form.replace("_", " ")))
    return tuple(sorted(found, reverse=True))


def _suits(product: Product, drug: Drug) -> bool:
    same_release = not product.release or not drug.release or product.release == drug.release
    same_route = not product.route or not drug.route or product.route == drug.route
    return same_release and same_route


def take(amount: str, strengths: Strengths) -> str:
    """A dose as whole pieces of existing strengths; the amount itself where it cannot be made of them.

    >>> take("400 mg", ((300.0, "mg", "capsule"), (100.0, "mg", "capsule")))
    '1 x 300 mg capsule + 1 x 100 mg capsule'
    """
    return " + ".join(f"{piece.count} x {piece.product}" for piece in pieces_of(amount, strengths)) or amount


def sizes_of(unit: str, strengths: Strengths) -> list[float]:
    """The sizes of the strengths that are given in a unit."""
    return [size for size, known, _ in strengths if singular(known) == singular(unit)]


def largest_made(amount: float, sizes: list[float]) -> float:
    """The most that whole pieces of these sizes make without going above an amount; 0 where none is so small.

    >>> largest_made(186.7, [300.0, 100.0]), largest_made(66.7, [300.0, 100.0])
    (100.0, 0.0)
    """
    return max(sum_ for sum_ in _sums(amount, sizes) if sum_ <= amount + _NEAR)


def smallest_made(amount: float, sizes: list[float]) -> float:
    """The least that whole pieces of these sizes make without going below an amount.

    >>> smallest_made(270.0, [100.0, 50.0]), smallest_made(0.0, [50.0])
    (300.0, 0.0)
    """
    return min(sum_ for sum_ in _sums(amount, sizes) if sum_ >= amount - _NEAR)


def _sums(amount: float, sizes: list[float]) -> set[float]:
    """All sums of whole pieces up to the first that passes the amount by each way; zero is one."""
    reached, frontier = {0.0}, {0.0}
    while frontier:
        below = (have for have in frontier if have < amount - _NEAR)
        frontier = {round(have + size, 6) for have in below for size in sizes if size > 0} - reached
        reached |= frontier
    return reached


def pieces_of(amount: str, strengths: Strengths) -> tuple[Piece, ...]:
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
