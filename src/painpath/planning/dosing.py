"""The dose rows that hold for this person: regimen by indication and jurisdiction, row by organ function.

n cuts make n + 1 rows without a gap; a lower edge belongs to the row above it, values are compared unrounded, and a
range that crosses a cut takes the lower row. Two measures of the same function that fall in different rows are a
conflict: the lower row limits, and the verdict says that data are insufficient (house section 5).
"""

from __future__ import annotations

import math

import msgspec
from msgspec.structs import replace

from painpath.assessment.conflicts import conflict_words, witnesses
from painpath.assessment.words import cites, name_of
from painpath.criteria import Asking
from painpath.criteria.explain import number, say_value
from painpath.criteria.values import Value
from painpath.facts import parse_quantity
from painpath.facts.units import days, factor
from painpath.library import Library
from painpath.library.schema import DoseAmount, Drug, Regimen, Row
from painpath.planning.result import Amount, Limits

HAEMODIALYSIS = "haemodialysis"
AKI = "renal.acute_kidney_injury"
ON_DIALYSIS = "condition.on_dialysis"
UNSTABLE = "renal.unstable"
FAILED = "condition.end_stage_kidney_disease"


class Dosing(msgspec.Struct, frozen=True):
    """What was found: the row (None: not known which), its limits, conflicts and remarks."""

    regimen: Regimen | None
    row: Row | None
    limits: Limits
    doubt: str = ""
    doubt_rule: str = ""
    fact: str = ""
    scale: float = 1.0
    remarks: tuple[str, ...] = ()
    #: where the row is not known, the most that any row allows
    highest: Limits = Limits()


NO_LIMITS = Limits()
#: nothing is known of the dose
NO_DOSING = Dosing(None, None, NO_LIMITS)


def dosing_for(asking: Asking, library: Library, drug: Drug, indication: str, jurisdiction: str) -> Dosing:
    """The dose row of a drug for this person. An unknown organ function gives no row, never the full dose.

    Doses of another country hold where this one has none of its own, and say so.
    """
    regimen = choose_regimen(drug, indication, jurisdiction)
    if regimen is None:
        return NO_DOSING
    return _here(library, _dosing(asking, library, regimen), regimen, jurisdiction)


def lowest_dosing(asking: Asking, library: Library, drug: Drug, jurisdiction: str) -> Dosing:
    """The dose row where nothing says what the drug is for: of all causes' rows for this person, the lowest ceiling.

    A row that is not known is lower than any: it may be.
    """
    general = choose_regimen(drug, "", jurisdiction)
    if general is None:
        return NO_DOSING
    found = _dosing(asking, library, general)
    chosen = general
    for regimen in _of_place(drug, jurisdiction):
        other = _dosing(asking, library, regimen)
        if _reach(other) < _reach(found):
            chosen, found = regimen, other
    if chosen is not general:
        found = _remarked(found, library.say("dosing.lowest_cause"))
    return _here(library, found, chosen, jurisdiction)


def _reach(dosing: Dosing) -> tuple[int, float]:
    """How much a row allows, for the lowest: not known, to be avoided, up to a ceiling, without one."""
    if dosing.row is None:
        return 0, _most(dosing.highest)
    if dosing.row.avoid is not None:
        return 1, 0.0
    most = dosing.limits.max_daily_dose
    return (3, 0.0) if most is None else (2, most.value)


def _here(library: Library, found: Dosing, regimen: Regimen, jurisdiction: str) -> Dosing:
    """The dosing, said to be of another country where it is."""
    if jurisdiction in regimen.jurisdiction or "any" in regimen.jurisdiction:
        return found
    told = library.say("dosing.other_place", list=", ".join(regimen.jurisdiction), text_place=jurisdiction)
    return _remarked(found, told)


def _remarked(found: Dosing, told: str) -> Dosing:
    """With one more remark beside the limits."""
    says = "; ".join(part for part in (found.limits.says, told) if part)
    return replace(found, limits=replace(found.limits, says=says))


def _dosing(asking: Asking, library: Library, regimen: Regimen) -> Dosing:
    """What a regimen comes to for this person."""
    dialysis = asking.value("renal.dialysis") if "renal.dialysis" in library.facts else None
    if regimen.on_dialysis is not None and dialysis is not None and dialysis.point:
        if library.facts["renal.dialysis"].options[int(dialysis.low)] == HAEMODIALYSIS:
            return _on_dialysis(library, regimen)
    if not regimen.by:
        row = regimen.rows[0]
        return Dosing(regimen, row, _limits(row, 1.0, ""))
    value = asking.value(regimen.by)
    cuts = _cuts(library, regimen)
    if not value.known:
        return Dosing(regimen, None, Limits(), fact=regimen.by, highest=_highest(regimen))
    index = _row_index(value, cuts)
    doubt, rule = _kidney_doubt(asking, library, regimen)
    unfit = bool(doubt)
    if unfit:
        index = len(cuts)
    lowest, limiting = value, regimen.by
    for other, witness in witnesses(asking, library, regimen.by):
        if witness.known and not _same_row(value, witness, cuts):
            readings = conflict_words(asking, library, regimen.by, (other, witness))
            doubt, rule = library.say("conflict.repeat", text=readings), "conflicting_measurements"
            if _row_index(witness, cuts) > index:
                index, lowest, limiting = _row_index(witness, cuts), witness, other
    row = regimen.rows[index]
    scale = 1.0
    if row.scale_of is not None:
        reference = parse_quantity(str(row.scale_of.get("of", "")))
        if reference is not None and reference.low > 0:
            scale = max(min(lowest.low / reference.low, 1.0), 0.0)
    said = say_value(asking, limiting, lowest.low, lowest.high)
    says = library.say("dosing.row", fact=name_of(library, limiting), value=said)
    if lowest.how:
        says = f"{says} ({lowest.how})"
    if unfit:
        says = library.say("dosing.lowest_row")
    return Dosing(regimen, row, _limits(row, scale, says), doubt, rule, regimen.by, scale)


def _highest(regimen: Regimen) -> Limits:
    """The limits of the row with the highest ceiling: nobody may have more, however well the organ works."""
    found = [_limits(row, 1.0, "") for row in regimen.rows if row.ceiling is not None]
    return max(found, key=_most, default=Limits())


def _most(limits: Limits) -> float:
    return 0.0 if limits.max_daily_dose is None else limits.max_daily_dose.value


def _kidney_doubt(asking: Asking, library: Library, regimen: Regimen) -> tuple[str, str]:
    """Why a clearance does not tell the dose here, and the name of that finding; empty where it does.

    While a kidney is failing or replaced, a clearance reckoned from creatinine is not its function.
    """
    if not regimen.by.startswith("renal."):
        return "", ""
    for fact, rule in (
        (AKI, "acute_kidney_injury"),
        (UNSTABLE, "acute_kidney_injury"),
        (FAILED, "kidney_failure"),
    ):
        if fact in library.facts and asking.value(fact).low == 1.0:
            return library.say(f"dosing.{rule}"), rule
    dialysis = asking.value("renal.dialysis") if "renal.dialysis" in library.facts else None
    none = dialysis is None or not dialysis.point or dialysis.low == 0.0
    on_dialysis = ON_DIALYSIS in library.facts and asking.value(ON_DIALYSIS).low == 1.0
    if none and not (on_dialysis and (dialysis is None or not dialysis.point)):
        return "", ""
    return library.say("dosing.dialysis_without_rule"), "dialysis_without_rule"


def choose_regimen(drug: Drug, indication: str, jurisdiction: str) -> Regimen | None:
    """The most specific regimen: this indication before any, this jurisdiction before any; else the lowest ceiling."""
    here = _of_place(drug, jurisdiction)
    if indication:
        named = [r for r in here if indication in r.indication]
        if named:
            return named[0]
    general = [r for r in here if "any" in r.indication]
    if general:
        return general[0]
    return min(here, key=_ceiling, default=None)


def _of_place(drug: Drug, jurisdiction: str) -> list[Regimen]:
    here = [r for r in drug.regimens if jurisdiction in r.jurisdiction]
    return here or [r for r in drug.regimens if "any" in r.jurisdiction] or list(drug.regimens)


def _ceiling(regimen: Regimen) -> float:
    for row in regimen.rows:
        if row.ceiling is not None:
            quantity = parse_quantity(row.ceiling.total)
            if quantity is not None:
                return quantity.low
    return math.inf


def _cuts(library: Library, regimen: Regimen) -> tuple[float, ...]:
    """The cuts as numbers: quantities, or the ranks of options (the loader refuses anything else)."""
    kind = library.facts[regimen.by]
    found = []
    for text in regimen.cuts:
        quantity = parse_quantity(text)
        found.append(quantity.low if quantity is not None else kind.rank(text))
    return tuple(found)


def _row_index(value: Value, cuts: tuple[float, ...]) -> int:
    """Rows run from the best function down; the low end of a range decides."""
    return sum(1 for cut in cuts if value.low < cut)


def _same_row(value: Value, witness: Value, cuts: tuple[float, ...]) -> bool:
    """Whether two measures may lie in one row: no cut separates them."""
    return not any(
        (value.low >= cut and witness.high < cut) or (witness.low >= cut and value.high < cut) for cut in cuts
    )


def _on_dialysis(library: Library, regimen: Regimen) -> Dosing:
    assert regimen.on_dialysis is not None
    row = regimen.on_dialysis.base or regimen.rows[-1]
    supplement = regimen.on_dialysis.supplement
    limits = _limits(row, 1.0, library.say("dosing.dialysis"))
    if supplement is not None:
        reach = f" to {supplement.to}" if supplement.to else ""
        limits = replace(
            limits,
            supplement=f"{supplement.amount}{reach} {supplement.says}".strip(),
            cite=(*limits.cite, *cites(supplement.cite)),
        )
    return Dosing(regimen, row, limits)


def _limits(row: Row, scale: float, says: str) -> Limits:
    return Limits(
        max_daily_dose=_amount(row.ceiling, scale),
        doses_per_day=None if row.ceiling is None else float(row.ceiling.times_per_day),
        start_daily_dose=_amount(row.start, scale),
        start_doses_per_day=None if row.start is None else float(row.start.times_per_day),
        says=says,
        cite=cites(row.cite),
        max_single_dose=_quantity(row.max_single_dose, scale) if row.max_single_dose else None,
        min_interval_days=days(row.min_interval) if row.min_interval else None,
    )


def _amount(dose: DoseAmount | None, scale: float) -> Amount | None:
    return None if dose is None else _quantity(dose.total, scale)


def _quantity(text: str, scale: float) -> Amount:
    quantity = parse_quantity(text)
    assert quantity is not None, "the loader refuses a dose that is not a quantity"
    return Amount(quantity.low * scale, quantity.unit)


def in_unit(value: float, unit: str, wanted: str) -> float | None:
    """A dose in another unit of the same kind; `patches` and `patch` are one unit."""
    scale = factor(singular(unit), singular(wanted))
    return None if scale is None else value * scale


def singular(unit: str) -> str:
    """A counted unit without its plural ending.

    >>> singular("patches")
    'patch'
    """
    if unit.endswith("ches"):
        return unit[:-2]
    return unit[:-1] if len(unit) > 3 and unit.endswith("s") else unit


def say_amount(amount: Amount) -> str:
    """An amount for reading.

    >>> say_amount(Amount(300.0, "mg"))
    '300 mg'
    """
    return f"{number(amount.value)} {amount.unit}"
