"""The arithmetic of dose tables: products, orders of rows and steps, spans, and whether a pharmacy has the pieces.

Whether a number is the right one is for its source; a row whose three numbers disagree is wrong in any case.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from painpath.facts.units import days, parse_quantity
from painpath.library import JURISDICTIONS, Library, schema
from painpath.planning.dosing import in_unit, singular
from painpath.selfcheck.result import Finding, error, gap
from painpath.selfcheck.walk import parts

#: how far a printed total may be from its product (a rounded number of times, such as once in 90 days)
_ROUNDING = 1e-6


def check_doses(library: Library) -> Iterator[Finding]:
    """Every regimen of every drug, and every span of time and limit that an entry writes as text."""
    for name, drug in library.drugs.items():
        where = f"drugs/{name}.yaml"
        for i, regimen in enumerate(drug.regimens):
            at = f"$.regimens[{i}]"
            yield from _cuts(library, regimen, where, at)
            for j, row in enumerate(regimen.rows):
                yield from _row(row, where, f"{at}.rows[{j}]")
                yield from _pieces(library, drug, regimen, row, (where, f"{at}.rows[{j}]"))
            if regimen.on_dialysis is not None and regimen.on_dialysis.base is not None:
                yield from _row(regimen.on_dialysis.base, where, f"{at}.on_dialysis.base")
    for kind in ("drugs", "classes", "interactions", "therapies", "guidelines", "products"):
        for name, entry in library.kinds.get(kind, {}).items():
            for path, part in parts(entry):
                yield from _spans(part, f"{kind}/{name}.yaml", path)


def _cuts(library: Library, regimen: schema.Regimen, where: str, at: str) -> Iterator[Finding]:
    if len(regimen.rows) != len(regimen.cuts) + 1:
        yield error(
            "dose",
            where,
            at,
            f"{len(regimen.cuts)} cuts make {len(regimen.cuts) + 1} rows, not {len(regimen.rows)}",
        )
    if bool(regimen.cuts) != bool(regimen.by):
        yield error("dose", where, at, "`by` and `cuts` stand together")
        return
    kind = library.facts.get(regimen.by)
    if kind is None:
        return  # a wrong name is reported with the links
    numbers = []
    for i, text in enumerate(regimen.cuts):
        quantity = parse_quantity(text)
        if quantity is None:
            if text not in kind.options:
                yield error(
                    "dose",
                    where,
                    f"{at}.cuts[{i}]",
                    f"{text!r} is neither a quantity nor an option of {regimen.by}",
                )
                return
            numbers.append(kind.rank(text))
        elif quantity.unit != kind.unit:
            yield error(
                "dose", where, f"{at}.cuts[{i}]", f"{regimen.by} is counted in {kind.unit}, found {text!r}"
            )
            return
        else:
            numbers.append(quantity.low)
    if any(upper <= lower for upper, lower in pairwise(numbers)):
        yield error("dose", where, f"{at}.cuts", "cuts go strictly down, best function first")


def _row(row: schema.Row, where: str, at: str) -> Iterator[Finding]:
    doses: list[tuple[str, schema.DoseAmount | schema.DayDose]] = []
    for word in ("start", "target", "ceiling"):
        dose = getattr(row, word)
        if dose is not None:
            doses.append((word, dose))
    doses += [(f"titration[{i}]", dose) for i, dose in enumerate(row.titration)]
    for word, dose in doses:
        yield from _product(dose, where, f"{at}.{word}")
    if row.avoid is not None:
        if doses or row.step is not None:
            yield error("dose", where, at, "a row that says `avoid` gives no dose")
        return
    if not doses and row.step is None and not row.says:
        yield error("dose", where, at, "an empty row: give a dose, or `avoid` with its reason")
    if not row.cite:
        yield error("dose", where, at, "a row that carries numbers needs `cite`")
    yield from _order(row, where, at)
    yield from _one_dose(row, where, at)


def _one_dose(row: schema.Row, where: str, at: str) -> Iterator[Finding]:
    """No dose of a row is more than one dose may be, nor do two stand closer than they may."""
    most = parse_quantity(row.max_single_dose) if row.max_single_dose else None
    least = days(row.min_interval) if row.min_interval else None
    doses = (("start", row.start), ("target", row.target), ("ceiling", row.ceiling))
    for word, dose in (*doses, *((f"titration[{i}]", dose) for i, dose in enumerate(row.titration))):
        amount = None if dose is None else parse_quantity(dose.amount)
        if dose is None or amount is None:
            continue
        if most is not None:
            same = in_unit(amount.low, amount.unit, most.unit)
            if same is None or same > most.low * (1 + _ROUNDING):
                yield error(
                    "dose", where, f"{at}.{word}", f"more at once than max_single_dose, {row.max_single_dose}"
                )
        if least is not None and dose.times_per_day * least > 1 + _ROUNDING:
            yield error(
                "dose", where, f"{at}.{word}", f"closer together than min_interval, {row.min_interval}"
            )


def _product(dose: schema.DoseAmount | schema.DayDose, where: str, at: str) -> Iterator[Finding]:
    amount, total = parse_quantity(dose.amount), parse_quantity(dose.total)
    if amount is None or total is None or not amount.unit:
        yield error(
            "dose",
            where,
            at,
            f"not a dose: {dose.amount!r}, in all {dose.total!r}; write a number and a unit",
        )
        return
    if not (amount.low > 0 and dose.times_per_day > 0):
        yield error("dose", where, at, "a dose is above 0")
        return
    same = in_unit(total.low, total.unit, amount.unit)
    if same is None or not math.isclose(same, amount.low * dose.times_per_day, rel_tol=_ROUNDING):
        yield error("dose", where, at, f"{dose.amount} x {dose.times_per_day} a day is not {dose.total}")


def _order(row: schema.Row, where: str, at: str) -> Iterator[Finding]:
    """Start, titration, target and ceiling never go down, and the days of a titration go up."""
    steps = [("start", row.start), *((f"titration[{i}]", dose) for i, dose in enumerate(row.titration))]
    if row.titration and row.target is None:
        steps.append(("ceiling", row.ceiling))
    steps += [("target", row.target), ("ceiling", row.ceiling)]
    before: tuple[str, float, str] | None = None
    for word, dose in steps:
        quantity = None if dose is None else parse_quantity(dose.total)
        if quantity is None:
            continue
        if before is not None:
            earlier = in_unit(before[1], before[2], quantity.unit)
            if earlier is not None and earlier > quantity.low * (1 + _ROUNDING):
                yield error("dose", where, f"{at}.{word}", f"less a day than {before[0]}")
        before = (word, quantity.low, quantity.unit)
    numbers = [1, *(dose.day for dose in row.titration)]
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        yield error("dose", where, f"{at}.titration", "the days of a titration go up, from day 2 on")
    if row.step is not None:
        add = parse_quantity(row.step.add)
        if add is None or add.low <= 0 or not add.unit:
            yield error("dose", where, f"{at}.step.add", f"not an amount: {row.step.add!r}")
        if not days(row.step.every):
            yield error("dose", where, f"{at}.step.every", f"not a span of time: {row.step.every!r}")


def _spans(part: schema.Entry, where: str, at: str) -> Iterator[Finding]:
    spans: list[tuple[str, str]] = []
    amounts: list[tuple[str, str]] = []
    match part:
        case schema.Trial(for_=first, to=last):
            spans = [("for", first), ("to", last)]
        case schema.HalfLife(low=low, high=high):
            spans = [("low", low), ("high", high)]
            if (days(low) or 0.0) > (days(high) or 0.0):
                yield error("dose", where, at, f"a half-life from {low} to {high} runs backwards")
        case schema.Taper(over_at_least=over, every=every):
            spans = [("over_at_least", over), ("every", every)]
        case schema.Interaction(gap=text):
            spans = [("gap", text)]
        case schema.Limit(max_daily_dose=daily):
            amounts = [("max_daily_dose", daily)]
        case schema.Row(max_single_dose=single, min_interval=text):
            amounts, spans = [("max_single_dose", single)], [("min_interval", text)]
        case schema.Product(strengths=strengths):
            amounts = [(f"strengths[{i}]", text) for i, text in enumerate(strengths)]
        case schema.Supplement(amount=low, to=high):
            amounts = [("amount", low), ("to", high)]
        case _:
            pass  # nothing written as text that is a number
    for word, text in spans:
        if text and days(text) is None:
            yield error(
                "dose", where, f"{at}.{word}", f"not a span of time: {text!r}; write for example 14 d or 4 wk"
            )
    for word, text in amounts:
        quantity = parse_quantity(text) if text else None
        if text and (quantity is None or not quantity.unit or quantity.low <= 0):
            yield error("dose", where, f"{at}.{word}", f"not an amount: {text!r}; write a number and a unit")


def _pieces(
    library: Library, drug: schema.Drug, regimen: schema.Regimen, row: schema.Row, place: tuple[str, str]
) -> Iterator[Finding]:
    """Whether each amount can be made of what the pharmacies of the row's jurisdictions have."""
    where, at = place
    doses = [(word, getattr(row, word)) for word in ("start", "target", "ceiling")]
    doses += [(f"titration[{i}]", dose) for i, dose in enumerate(row.titration)]
    for jurisdiction in JURISDICTIONS if "any" in regimen.jurisdiction else regimen.jurisdiction:
        sizes = _sizes(library, drug, jurisdiction)
        if not sizes:
            continue  # counted once per drug among the gaps
        for word, dose in doses:
            quantity = None if dose is None else parse_quantity(dose.amount)
            if quantity is None:
                continue
            fitting = [size for size, unit in sizes if singular(unit) == singular(quantity.unit)]
            if fitting and not composable(quantity.low, fitting):
                yield gap(
                    "pieces",
                    where,
                    f"{at}.{word}",
                    f"{dose.amount} cannot be made of what is sold in {jurisdiction}",
                )


def _sizes(library: Library, drug: schema.Drug, jurisdiction: str) -> list[tuple[float, str]]:
    found = []
    for product in library.products.values():
        if product.substance != drug.substance or product.jurisdiction != jurisdiction:
            continue
        if product.release and drug.release and product.release != drug.release:
            continue
        if product.route and drug.route and product.route != drug.route:
            continue
        for text in product.strengths:
            quantity = parse_quantity(text)
            if quantity is not None:
                found.append((quantity.low, quantity.unit))
                if product.divisible == "yes":
                    found.append((quantity.low / 2, quantity.unit))
    return found


def composable(amount: float, sizes: Sequence[float]) -> bool:
    """Whether an amount is a sum of whole pieces of these sizes.

    >>> composable(700.0, [300.0, 400.0]), composable(150.0, [100.0])
    (True, False)
    """
    goal = round(amount * 1000)
    pieces = sorted({round(size * 1000) for size in sizes if size > 0}, reverse=True)
    reached = {0}
    frontier = {0}
    while frontier and goal not in reached:
        frontier = {have + piece for have in frontier for piece in pieces if have + piece <= goal} - reached
        reached |= frontier
        if len(reached) > 20_000:
            return True  # more ways than anybody would count out
    return goal in reached
