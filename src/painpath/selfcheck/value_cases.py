"""Cases of values and doses: derived facts, scores of instruments, dose rows and verdicts on orders."""

from __future__ import annotations

from painpath.criteria.drugs import within
from painpath.criteria.explain import number
from painpath.criteria.tree import Bounds
from painpath.facts import YES, Kind, parse_quantity
from painpath.facts.reading import INFINITY
from painpath.library import Library, Settings, schema
from painpath.planning.check_order import Proposed, check_order
from painpath.planning.dosing import dosing_for, in_unit
from painpath.selfcheck.rule_cases import order_of
from painpath.selfcheck.setting import AS_OF, CaseError, Setting, only, same

#: numbers as printed agree to this
_CLOSE = 1e-6


def ask_fact(setting: Setting, name: str, case: schema.Case) -> None:
    """The value of a derived fact."""
    only(case, "is", "value", "low", "high")
    value = setting.asking(case).value(name)
    kind = setting.library.facts[name]
    if case.is_ is not None:
        if kind.kind is Kind.CLAIM:
            got = "unknown" if value.low != value.high else "yes" if value.low == 1.0 else "no"
        else:
            got = "known" if value.point else "unknown"
        same(name, case.is_, got)
    if case.value is not None:
        if case.value == "unknown":
            same(name, "unknown", "unknown" if not value.point else number(value.low))
            return
        wanted = _number(setting.library, name, case.value)
        _bounds(name, (wanted, wanted), (value.low, value.high))
    _ends(name, case, (value.low, value.high))


def _number(library: Library, name: str, written: str | float) -> float:
    kind = library.facts[name]
    if kind.options and str(written) in kind.options:
        return kind.rank(str(written))
    quantity = parse_quantity(str(written))
    if quantity is None or quantity.unit not in ("", kind.unit):
        raise CaseError(f"{name} is not counted as {written!r}")
    return quantity.low


def _ends(name: str, case: schema.Case, found: tuple[float, float]) -> None:
    if case.low is not None or case.high is not None:
        low = found[0] if case.low is None else float(case.low)
        high = found[1] if case.high is None else float(case.high)
        _bounds(name, (low, high), found)


def _bounds(name: str, wanted: tuple[float, float], found: tuple[float, float]) -> None:
    """Equal to as many places as were written down; an open end is infinite."""
    for expected, got in zip(wanted, found, strict=True):
        if expected == got:
            continue
        if abs(got) == INFINITY or abs(expected - got) > max(_CLOSE, _half_place(expected)):
            raise CaseError(f"{name} should be {_interval(wanted)}, is {_interval(found)}")


def _half_place(written: float) -> float:
    """Half of the last place of a number as it was written: 23.4 stands for 23.35 to 23.45; whole numbers are exact."""
    _, point, places = repr(written).partition(".")
    return 0.0 if not point or places == "0" else 0.5 * 10.0 ** -len(places)


def _interval(ends: tuple[float, float]) -> str:
    low, high = ("no end" if abs(end) == INFINITY else number(end) for end in ends)
    return "unknown" if ends == (-INFINITY, INFINITY) else low if low == high else f"{low} to {high}"


def ask_instrument(setting: Setting, instrument: schema.Instrument, case: schema.Case) -> None:
    """The score of an instrument, partly answered or whole, and what its cut-offs say of it.

    A case with a `slot` asks the subscore of that name instead.
    """
    only(case, "value", "low", "high", "says", "slot")
    asked: schema.Instrument | schema.Subscore = instrument
    if case.slot:
        asked = next((part for part in instrument.subscores if part.score == case.slot), instrument)
        if asked is instrument:
            named = ", ".join(part.score for part in instrument.subscores) or "none"
            raise CaseError(f"no subscore {case.slot!r}; there are {named}")
    value = setting.asking(case).value(asked.score)
    if case.value is not None:
        wanted = _number(setting.library, asked.score, case.value)
        _bounds(asked.score, (wanted, wanted), (value.low, value.high))
    ends = (value.low, value.high) if value.known else _range(asked, (value.low, value.high))
    _ends(asked.score, case, ends)
    if case.says:
        said = [
            cut.says
            for cut in asked.cutoffs
            if within(_limits(cut), value.low, value.high) is YES and _limits(cut) != Bounds()
        ]
        if case.says not in said:
            raise CaseError(f"should say {case.says!r}, says {said}")


def _range(asked: schema.Instrument | schema.Subscore, otherwise: tuple[float, float]) -> tuple[float, float]:
    """A score of which nothing is known lies in the whole range of its instrument."""
    held = asked.range
    if isinstance(held, dict) and {"from", "to"} <= set(held):
        return float(held["from"]), float(held["to"])
    return (float(held[0]), float(held[1])) if isinstance(held, list) and len(held) == 2 else otherwise


def _limits(cut: schema.Cutoff) -> Bounds:
    def end(value: schema.Number | None) -> float | None:
        return None if value is None else float(value)

    return Bounds(end(cut.at_least), end(cut.above), end(cut.at_most), end(cut.below))


def ask_dose(setting: Setting, name: str, drug: schema.Drug, case: schema.Case) -> None:
    """The daily doses that a drug's row gives a patient, and the verdict on an order."""
    only(case, "start", "target", "ceiling", "row", "verdict")
    library = setting.library
    here = case.jurisdiction or Settings("").jurisdiction
    if case.verdict:
        if not isinstance(case.order, dict):
            raise CaseError('a verdict is about an order: write order: {dose: "300 mg twice daily"}')
        order = order_of(library, case, name, drug.substance)
        proposed = Proposed(order.entry or order.drug, str(case.order.get("dose", "")), case.indication)
        settings = Settings(case.as_of or AS_OF, jurisdiction=here)
        verdict = check_order(setting.record(case), proposed, library, settings)
        if verdict.verdict != case.verdict:
            told = ", ".join(dict.fromkeys(f"{reason.severity}: {reason.rule}" for reason in verdict.reasons))
            raise CaseError(
                f"the verdict should be {case.verdict}, is {verdict.verdict} ({told or 'no reason'})"
            )
    dosing = dosing_for(setting.asking(case), library, drug, case.indication, here)
    row = dosing.row
    if case.row is not None:
        held = [] if dosing.regimen is None else dosing.regimen.rows
        same("the row", case.row, next((i for i, one in enumerate(held) if one is row), "unknown"))
    for word in ("start", "target", "ceiling"):
        wanted = getattr(case, word)
        if not wanted:
            continue
        if wanted == "avoid":
            same(word, "avoid", "avoid" if row is not None and row.avoid is not None else "a dose")
            continue
        held_dose = None if row is None else getattr(row, word)
        if held_dose is None:
            raise CaseError(
                f"{word} should be {wanted}, the row gives none" if row else f"{word}: the row is unknown"
            )
        quantity, expected = parse_quantity(held_dose.total), parse_quantity(wanted)
        if quantity is None or expected is None:
            raise CaseError(f"{word}: not an amount: {wanted!r}")
        got = in_unit(quantity.low * dosing.scale, quantity.unit, expected.unit)
        if got is None or abs(got - expected.low) > _CLOSE:
            raise CaseError(
                f"{word} should be {wanted}, is {number(quantity.low * dosing.scale)} {quantity.unit}"
            )
