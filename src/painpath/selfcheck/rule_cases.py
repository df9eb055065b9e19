"""Cases of criteria: rules, interactions, shared rules, mechanisms, and what a cause holds under its words.

What is compared is what the floors below would tell a user, never a part of the entry read a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from painpath.assessment.grade import grade
from painpath.criteria import Asking, Node
from painpath.facts import NO, YES, Answer, Order, parse_dose
from painpath.facts.answer import AND
from painpath.library import Library, Settings, schema
from painpath.planning.checks import interaction_node
from painpath.planning.dosing import singular
from painpath.planning.names import find_drug
from painpath.selfcheck.setting import CaseError, Setting, only, same

#: graver first; `stronger` moves towards the front
SEVERITIES = ("contraindicated", "avoid", "adjust_dose", "monitor")


@dataclass(frozen=True, slots=True)
class _Check:
    """What rules, interactions and shared rules have in common when they are asked."""

    when: Node
    scope: Node | None = None
    severity: str = ""
    stronger: Sequence[tuple[str, Node]] = ()
    jurisdiction: Sequence[str] = ()


def ask_criterion(setting: Setting, raw: schema.Raw | None, case: schema.Case) -> None:
    """The answer of a criterion that stands by itself."""
    only(case, "is")
    if raw is None:
        raise CaseError("the entry has no criterion to ask")
    same("the answer", case.is_, setting.asking(case).ask(setting.library.criterion(raw)).value)


def _asked(asking: Asking, rule: _Check, case: schema.Case) -> None:
    """The answer of a rule within its scope, and how grave it is then."""
    only(case, "is", "severity")
    here = case.jurisdiction or (rule.jurisdiction[0] if rule.jurisdiction else Settings("").jurisdiction)
    scope = YES if rule.scope is None else asking.ask(rule.scope)
    if case.applies is not None:
        same("`applies`", case.applies, scope.value)
    answer = AND[scope, asking.ask(rule.when)]
    if rule.jurisdiction and here not in rule.jurisdiction:
        answer = NO
    if case.is_ is not None:
        same("the answer", case.is_, answer.value)
    if case.severity:
        severity = rule.severity
        for to, node in rule.stronger:
            match asking.ask(node):
                case Answer.YES:
                    severity = min(severity, to, key=SEVERITIES.index)
                case Answer.NO | Answer.UNKNOWN:
                    pass  # unknown keeps the lower severity, and is asked
        same("the severity", case.severity, severity)


def ask_rule(setting: Setting, owner: tuple[str, str], rule: schema.Rule, case: schema.Case) -> None:
    """A rule of a drug, class or therapy, asked of an order of what it is about (`owner`: its kind and id)."""
    library = setting.library
    kind, name = owner
    entry = name
    if kind == "drugs":
        substance = library.drugs[name].substance
    elif kind == "classes":
        entry, substance = _member(library, name)
    else:
        substance = name  # a therapy: nothing is ordered that a criterion could see
    asking = setting.asking(case).with_order(order_of(library, case, entry, substance))
    _asked(
        asking,
        _Check(
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


def ask_shared(setting: Setting, rule: schema.SharedRule, case: schema.Case) -> None:
    """A rule of `rules/`; with an order it is asked as that order meets it."""
    library = setting.library
    if rule.when is None:
        raise CaseError("the entry has no criterion to ask")
    asking = setting.asking(case)
    when = library.criterion(rule.when)
    if case.order is not None:
        order = order_of(library, case, "", "")
        asking = asking.with_order(order)
        above = library.above.get(order.drug, frozenset({order.drug}))
        if rule.concerns and not set(rule.concerns) & (above | {order.entry}):
            only(case, "is", "severity")
            same("the answer", case.is_, NO.value)
            return
    scope = None if rule.applies_when is None else library.criterion(rule.applies_when)
    _asked(asking, _Check(when, scope, rule.severity or ""), case)


def ask_interaction(setting: Setting, interaction: schema.Interaction, case: schema.Case) -> None:
    """An interaction as the order of the case meets it; one that does not concern the order is a no."""
    library = setting.library
    if case.order is None:
        raise CaseError("a case of an interaction names the `order`")
    order = order_of(library, case, "", "")
    above = library.above.get(order.drug, frozenset({order.drug}))
    node = interaction_node(library, interaction, order.drug, order.entry, above)
    if node is None:
        only(case, "is", "severity")
        same("the answer", case.is_, NO.value)
        return
    scope = None if interaction.applies_when is None else library.criterion(interaction.applies_when)
    rule = _Check(
        node, scope, interaction.severity, _steps(library, interaction.stronger), interaction.jurisdiction
    )
    _asked(setting.asking(case).with_order(order), rule, case)


def _steps(
    library: Library, stronger: schema.Stronger | list[schema.Stronger] | None
) -> list[tuple[str, Node]]:
    steps = [] if stronger is None else stronger if isinstance(stronger, list) else [stronger]
    return [(step.to, library.criterion(step.when)) for step in steps]


def order_of(library: Library, case: schema.Case, entry: str, substance: str) -> Order:
    """The order of a case; without one, the treatment that the entry is about, in no particular dose."""
    named, dose_text, route = entry or substance, "", ""
    if isinstance(case.order, str):
        named = case.order
    elif isinstance(case.order, dict):
        extra = sorted(set(case.order) - {"drug", "dose", "route"})
        if extra:
            raise CaseError(f"an order knows drug, dose and route, not {extra[0]!r}")
        named = str(case.order.get("drug", named))
        dose_text, route = str(case.order.get("dose", "")), str(case.order.get("route", ""))
    if named != (entry or substance):
        meant = find_drug(library, named)
        if not meant.substance:
            near = f"; did you mean {', '.join(meant.near)}?" if meant.near else ""
            raise CaseError(f"no drug {named!r} to order{near}")
        entry, substance = meant.entry, meant.substance
    dose = parse_dose(dose_text) if dose_text else None
    if dose_text and dose is None:
        raise CaseError(f"not a dose: {dose_text!r}")
    return Order(
        drug=substance,
        amount=None if dose is None else dose.amount,
        times_per_day=None if dose is None else dose.times_per_day,
        unit="" if dose is None else singular(dose.unit),
        route=route or (library.drugs[entry].route if entry in library.drugs else ""),
        entry=entry,
    )


def ask_cause(setting: Setting, cause: schema.Cause, case: schema.Case) -> None:
    """What a cause holds under one word, or the grade it reaches."""
    asking = setting.asking(case)
    if case.slot:
        only(case, "is")
        raw = getattr(cause, case.slot, None)
        if not isinstance(raw, dict):
            raise CaseError(f"the entry has no criterion under {case.slot!r}")
        same(case.slot, case.is_, asking.ask(setting.library.criterion(raw)).value)
        return
    only(case, "grade")
    if cause.kind != "neuropathic":
        raise CaseError("a neighbour is never graded")
    same("the grade", case.grade, grade(asking, setting.library, cause).settled)
