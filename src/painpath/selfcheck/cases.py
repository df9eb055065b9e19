"""Running the cases inside the entries: a tiny patient, and what the entry must say of it.

Every kind of entry says something else, so each has its own way to be asked; what is compared is always what the
floors below would tell a user, never a part of the entry read a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from painpath.assessment.grade import grade
from painpath.criteria import Asking, Node
from painpath.criteria.drugs import within
from painpath.criteria.explain import number
from painpath.criteria.tree import Bounds
from painpath.facts import YES, Answer, Kind, Order, Record, parse_dose, parse_quantity
from painpath.facts.answer import AND, NO
from painpath.facts.reading import INFINITY
from painpath.library import Library, Settings, schema
from painpath.planning.check_order import Proposed, check_order
from painpath.planning.checks import interaction_node
from painpath.planning.dosing import dosing_for, in_unit, singular
from painpath.planning.names import find_drug
from painpath.selfcheck.patients import Unreadable, record_of

#: graver first; `stronger` moves towards the front
SEVERITIES = ("contraindicated", "avoid", "adjust_dose", "monitor")
#: cases are read as of this day unless they say otherwise
AS_OF = "2026-11-20"
#: numbers as printed agree to this
_CLOSE = 1e-6

Records = Callable[[Library, schema.Case, str], Record]


class Wrong(Exception):
    """A case that does not come out: what was expected and what was found, or why it cannot be run."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a case is run: the library and how its patient is made (kept between runs by the mutation test)."""

    library: Library
    records: Records = record_of

    def asking(self, case: schema.Case) -> Asking:
        """The patient of a case, being asked."""
        return Asking(self.library.catalog, self.record(case))

    def record(self, case: schema.Case) -> Record:
        """The patient of a case."""
        try:
            return self.records(self.library, case, case.as_of or AS_OF)
        except Unreadable as error:
            raise Wrong(str(error)) from None


@dataclass(frozen=True, slots=True)
class Rule:
    """What rules, interactions and shared rules have in common when they are asked."""

    when: Node
    scope: Node | None = None
    severity: str = ""
    stronger: Sequence[tuple[str, Node]] = ()
    jurisdiction: Sequence[str] = ()


def run_cases(setting: Setting, kind: str, name: str) -> Iterator[tuple[str, str]]:
    """Every case of an entry that does not come out: its path and what is wrong."""
    entry = setting.library.kinds[kind][name]
    for path, case, ask in _cases(setting, kind, name, entry):
        try:
            ask(case)
        except Wrong as wrong:
            yield path, f"case {path.rpartition('[')[2].rstrip(']')}: {wrong}"


def count_cases(setting: Setting, kind: str, name: str) -> int:
    """How many cases an entry has."""
    return sum(1 for _ in _cases(setting, kind, name, setting.library.kinds[kind][name]))


_Ask = Callable[[schema.Case], None]


def _cases(
    setting: Setting, kind: str, name: str, entry: schema.Entry
) -> Iterator[tuple[str, schema.Case, _Ask]]:
    """Every case with its path and the way its entry is asked."""

    def listed(held: Sequence[schema.Case], at: str, ask: _Ask) -> Iterator[tuple[str, schema.Case, _Ask]]:
        for i, case in enumerate(held):
            yield f"{at}cases[{i}]", case, ask

    match entry:
        case schema.Fact():
            yield from listed(entry.cases, "$.", lambda case: _fact(setting, name, case))
        case schema.SharedRule():
            yield from listed(entry.cases, "$.", lambda case: _shared(setting, entry, case))
        case schema.Mechanism():
            yield from listed(entry.cases, "$.", lambda case: _plain(setting, entry.when, case))
        case schema.Instrument():
            yield from listed(entry.cases, "$.", lambda case: _instrument(setting, entry, case))
        case schema.Interaction():
            yield from listed(entry.cases, "$.", lambda case: _interaction(setting, entry, case))
        case schema.Cause():
            yield from listed(entry.cases, "$.", lambda case: _cause(setting, entry, case))
            for i, feature in enumerate(entry.features):
                yield from listed(
                    feature.cases, f"$.features[{i}].", lambda case, when=feature.when: _plain(setting, when, case)
                )
        case schema.Drug() | schema.DrugClass() | schema.Therapy():
            for i, rule in enumerate(entry.rules):
                yield from listed(
                    rule.cases, f"$.rules[{i}].", lambda case, rule=rule: _rule(setting, (kind, name), rule, case)
                )
            if isinstance(entry, schema.Drug):
                yield from listed(entry.cases, "$.", lambda case: _dose(setting, name, entry, case))
            elif isinstance(entry, schema.Therapy):
                yield from listed(entry.cases, "$.", _says_nothing)
        case _:
            pass  # the other kinds hold nothing that could be asked


def _says_nothing(case: schema.Case) -> None:
    raise Wrong(f"nothing in this entry answers {sorted(_asked_of(case))}")


def _asked_of(case: schema.Case) -> list[str]:
    words = ("is_", "value", "low", "high", "grade", "start", "target", "ceiling", "severity", "verdict", "says", "row")
    held = [word for word in words if getattr(case, word) not in (None, "")]
    return [word.rstrip("_") for word in held]


def _only(case: schema.Case, *allowed: str) -> None:
    asked = _asked_of(case)
    extra = sorted(set(asked) - set(allowed))
    if extra:
        raise Wrong(f"`{extra[0]}` cannot be asked here; write {', '.join(allowed)}")
    if not asked and case.applies is None:
        raise Wrong(f"expects nothing; write {', '.join(allowed)}")


def _same(what: str, expected: object, got: object) -> None:
    if expected != got:
        raise Wrong(f"{what} should be {expected}, is {got}")


# ------------------------------------------------------------------------------------------------- criteria, rules


def _plain(setting: Setting, raw: schema.Raw | None, case: schema.Case) -> None:
    _only(case, "is")
    if raw is None:
        raise Wrong("the entry has no criterion to ask")
    _same("the answer", case.is_, setting.asking(case).ask(setting.library.criterion(raw)).value)


def _asked(asking: Asking, rule: Rule, case: schema.Case) -> None:
    """The answer of a rule within its scope, and how grave it is then."""
    _only(case, "is", "severity")
    here = case.jurisdiction or (rule.jurisdiction[0] if rule.jurisdiction else Settings("").jurisdiction)
    scope = YES if rule.scope is None else asking.ask(rule.scope)
    if case.applies is not None:
        _same("`applies`", case.applies, scope.value)
    answer = AND[scope, asking.ask(rule.when)]
    if rule.jurisdiction and here not in rule.jurisdiction:
        answer = NO
    if case.is_ is not None:
        _same("the answer", case.is_, answer.value)
    if case.severity:
        severity = rule.severity
        for to, node in rule.stronger:
            match asking.ask(node):
                case Answer.YES:
                    severity = min(severity, to, key=SEVERITIES.index)
                case Answer.NO | Answer.UNKNOWN:
                    pass  # unknown keeps the lower severity, and is asked
        _same("the severity", case.severity, severity)


def _rule(setting: Setting, owner: tuple[str, str], rule: schema.Rule, case: schema.Case) -> None:
    library = setting.library
    kind, name = owner
    entry = name
    if kind == "drugs":
        substance = library.drugs[name].substance
    elif kind == "classes":
        entry, substance = _member(library, name)
    else:
        substance = name  # a therapy: nothing is ordered that a criterion could see
    asking = setting.asking(case).with_order(_order(library, case, entry, substance))
    _asked(
        asking,
        Rule(
            library.criterion(rule.when),
            None if rule.applies_when is None else library.criterion(rule.applies_when),
            rule.severity,
            _steps(library, rule.stronger),
            rule.jurisdiction,
        ),
        case,
    )


def _member(library: Library, cls: str) -> tuple[str, str]:
    """A treatment of a class, by which the class's rules are asked; else an ingredient of it."""
    inside = library.within.get(cls, frozenset())
    for name, drug in library.drugs.items():
        if drug.substance in inside:
            return name, drug.substance
    return "", min((member for member in inside if member in library.substances), default=cls)


def _shared(setting: Setting, rule: schema.SharedRule, case: schema.Case) -> None:
    library = setting.library
    if rule.when is None:
        raise Wrong("the entry has no criterion to ask")
    asking = setting.asking(case)
    when = library.criterion(rule.when)
    if case.order is not None:
        order = _order(library, case, "", "")
        asking = asking.with_order(order)
        above = library.above.get(order.drug, frozenset({order.drug}))
        if rule.concerns and not set(rule.concerns) & (above | {order.entry}):
            _only(case, "is", "severity")
            _same("the answer", case.is_, NO.value)
            return
    scope = None if rule.applies_when is None else library.criterion(rule.applies_when)
    _asked(asking, Rule(when, scope, rule.severity or ""), case)


def _interaction(setting: Setting, interaction: schema.Interaction, case: schema.Case) -> None:
    library = setting.library
    if case.order is None:
        raise Wrong("a case of an interaction names the `order`")
    order = _order(library, case, "", "")
    above = library.above.get(order.drug, frozenset({order.drug}))
    node = interaction_node(library, interaction, order.drug, order.entry, above)
    if node is None:
        _only(case, "is", "severity")
        _same("the answer", case.is_, NO.value)
        return
    scope = None if interaction.applies_when is None else library.criterion(interaction.applies_when)
    rule = Rule(node, scope, interaction.severity, _steps(library, interaction.stronger), interaction.jurisdiction)
    _asked(setting.asking(case).with_order(order), rule, case)


def _steps(
    library: Library, stronger: schema.Stronger | list[schema.Stronger] | None
) -> list[tuple[str, Node]]:
    steps = [] if stronger is None else stronger if isinstance(stronger, list) else [stronger]
    return [(step.to, library.criterion(step.when)) for step in steps]


def _order(library: Library, case: schema.Case, entry: str, substance: str) -> Order:
    """The order of a case; without one, the treatment that the entry is about, in no particular dose."""
    named, dose_text, route = entry or substance, "", ""
    if isinstance(case.order, str):
        named = case.order
    elif isinstance(case.order, dict):
        extra = sorted(set(case.order) - {"drug", "dose", "route"})
        if extra:
            raise Wrong(f"an order knows drug, dose and route, not {extra[0]!r}")
        named = str(case.order.get("drug", named))
        dose_text, route = str(case.order.get("dose", "")), str(case.order.get("route", ""))
    if named != (entry or substance):
        meant = find_drug(library, named)
        if not meant.substance:
            near = f"; did you mean {', '.join(meant.near)}?" if meant.near else ""
            raise Wrong(f"no drug {named!r} to order{near}")
        entry, substance = meant.entry, meant.substance
    dose = parse_dose(dose_text) if dose_text else None
    if dose_text and dose is None:
        raise Wrong(f"not a dose: {dose_text!r}")
    return Order(
        drug=substance,
        amount=None if dose is None else dose.amount,
        times_per_day=None if dose is None else dose.times_per_day,
        unit="" if dose is None else singular(dose.unit),
        route=route or (library.drugs[entry].route if entry in library.drugs else ""),
        entry=entry,
    )


# ---------------------------------------------------------------------------------------------------------- causes


def _cause(setting: Setting, cause: schema.Cause, case: schema.Case) -> None:
    asking = setting.asking(case)
    if case.slot:
        _only(case, "is")
        raw = getattr(cause, case.slot, None)
        if not isinstance(raw, dict):
            raise Wrong(f"the entry has no criterion under {case.slot!r}")
        _same(case.slot, case.is_, asking.ask(setting.library.criterion(raw)).value)
        return
    _only(case, "grade")
    if cause.kind != "neuropathic":
        raise Wrong("a neighbour is never graded")
    _same("the grade", case.grade, grade(asking, setting.library, cause).settled)


# ----------------------------------------------------------------------------------------------------------- values


def _fact(setting: Setting, name: str, case: schema.Case) -> None:
    _only(case, "is", "value", "low", "high")
    value = setting.asking(case).value(name)
    kind = setting.library.facts[name]
    if case.is_ is not None:
        if kind.kind is Kind.CLAIM:
            got = "unknown" if value.low != value.high else "yes" if value.low == 1.0 else "no"
        else:
            got = "known" if value.point else "unknown"
        _same(name, case.is_, got)
    if case.value is not None:
        if case.value == "unknown":
            _same(name, "unknown", "unknown" if not value.point else number(value.low))
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
        raise Wrong(f"{name} is not counted as {written!r}")
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
            raise Wrong(f"{name} should be {_interval(wanted)}, is {_interval(found)}")


def _half_place(written: float) -> float:
    """Half of the last place of a number as it was written: 23.4 stands for 23.35 to 23.45; whole numbers are exact."""
    _, point, places = repr(written).partition(".")
    return 0.0 if not point or places == "0" else 0.5 * 10.0 ** -len(places)


def _interval(ends: tuple[float, float]) -> str:
    return number(ends[0]) if ends[0] == ends[1] else f"{number(ends[0])} to {number(ends[1])}"


def _instrument(setting: Setting, instrument: schema.Instrument, case: schema.Case) -> None:
    _only(case, "value", "low", "high", "says")
    value = setting.asking(case).value(instrument.score)
    if case.value is not None:
        wanted = _number(setting.library, instrument.score, case.value)
        _bounds(instrument.score, (wanted, wanted), (value.low, value.high))
    low = 0.0 if not value.known and isinstance(instrument.range, dict) else value.low
    ends = (low, value.high) if value.known else _range(instrument, (value.low, value.high))
    _ends(instrument.score, case, ends)
    if case.says:
        said = [
            cut.says
            for cut in instrument.cutoffs
            if within(_limits(cut), value.low, value.high) is YES and _limits(cut) != Bounds()
        ]
        if case.says not in said:
            raise Wrong(f"should say {case.says!r}, says {said}")


def _range(instrument: schema.Instrument, otherwise: tuple[float, float]) -> tuple[float, float]:
    """A score of which nothing is known lies in the whole range of its instrument."""
    held = instrument.range
    if isinstance(held, dict) and {"from", "to"} <= set(held):
        return float(held["from"]), float(held["to"])
    return (float(held[0]), float(held[1])) if isinstance(held, list) and len(held) == 2 else otherwise


def _limits(cut: schema.Cutoff) -> Bounds:
    def end(value: schema.Number | None) -> float | None:
        return None if value is None else float(value)

    return Bounds(end(cut.at_least), end(cut.above), end(cut.at_most), end(cut.below))


# ------------------------------------------------------------------------------------------------------------ doses


def _dose(setting: Setting, name: str, drug: schema.Drug, case: schema.Case) -> None:
    _only(case, "start", "target", "ceiling", "row", "verdict")
    library = setting.library
    here = case.jurisdiction or Settings("").jurisdiction
    if case.verdict:
        if not isinstance(case.order, dict):
            raise Wrong('a verdict is about an order: write order: {dose: "300 mg twice daily"}')
        order = _order(library, case, name, drug.substance)
        proposed = Proposed(order.entry or order.drug, str(case.order.get("dose", "")), case.indication)
        settings = Settings(case.as_of or AS_OF, jurisdiction=here)
        verdict = check_order(setting.record(case), proposed, library, settings)
        if verdict.verdict != case.verdict:
            told = ", ".join(dict.fromkeys(f"{reason.severity}: {reason.rule}" for reason in verdict.reasons))
            raise Wrong(f"the verdict should be {case.verdict}, is {verdict.verdict} ({told or 'no reason'})")
    dosing = dosing_for(setting.asking(case), library, drug, case.indication, here)
    row = dosing.row
    if case.row is not None:
        held = [] if dosing.regimen is None else dosing.regimen.rows
        _same("the row", case.row, next((i for i, one in enumerate(held) if one is row), "unknown"))
    for word in ("start", "target", "ceiling"):
        wanted = getattr(case, word)
        if not wanted:
            continue
        if wanted == "avoid":
            _same(word, "avoid", "avoid" if row is not None and row.avoid is not None else "a dose")
            continue
        held_dose = None if row is None else getattr(row, word)
        if held_dose is None:
            raise Wrong(f"{word} should be {wanted}, the row gives none" if row else f"{word}: the row is unknown")
        quantity, expected = parse_quantity(held_dose.total), parse_quantity(wanted)
        if quantity is None or expected is None:
            raise Wrong(f"{word}: not an amount: {wanted!r}")
        got = in_unit(quantity.low * dosing.scale, quantity.unit, expected.unit)
        if got is None or abs(got - expected.low) > _CLOSE:
            raise Wrong(f"{word} should be {wanted}, is {number(quantity.low * dosing.scale)} {quantity.unit}")
