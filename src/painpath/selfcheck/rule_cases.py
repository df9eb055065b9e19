"""Cases of criteria: rules, interactions, shared rules, mechanisms, and what a cause holds under its words.

What is compared is what the floors below tell a user: a rule of a drug is asked by judging an order of it.
"""

from __future__ import annotations

import msgspec

from painpath.assessment.assess import scoped
from painpath.assessment.grade import grade
from painpath.criteria import Asking
from painpath.facts import NO, UNKNOWN, YES, Answer, Order, parse_dose
from painpath.followup.next_step import Standing, fits
from painpath.library import Library, Settings, schema
from painpath.planning.dosing import singular
from painpath.planning.judge import Proposal, judge
from painpath.planning.names import find_drug
from painpath.planning.survey import survey
from painpath.selfcheck.setting import CaseError, Setting, only, same


def ask_criterion(setting: Setting, raw: schema.Raw | None, case: schema.Case) -> None:
    """The answer of a criterion that stands by itself."""
    only(case, "is")
    if raw is None:
        raise CaseError("the entry has no criterion to ask")
    same("the answer", case.is_, setting.asking(case).ask(setting.library.criterion(raw)).value)


def _expect(case: schema.Case, answer: Answer, severity: str) -> None:
    only(case, "is", "severity")
    if case.is_ is not None:
        same("the answer", case.is_, answer.value)
    if case.severity:
        same("the severity", case.severity, severity)


def _judged(library: Library, asking: Asking, proposal: Proposal, rule: str) -> tuple[Answer, str]:
    """What judging an order says of one rule: its answer, and how grave it is here (stronger steps and dose count)."""
    found = judge(asking, library, proposal)
    if rule in survey(asking, library, proposal, found).not_checked:
        return UNKNOWN, ""
    for reason in found.reasons:
        if reason.rule == rule:
            return YES, reason.severity
    return NO, ""  # settled as absent, or the rule does not concern this order or place


def ask_rule(setting: Setting, owner: tuple[str, str], rule: schema.Rule, case: schema.Case) -> None:
    """A rule of a drug, class or therapy, asked of an order of what it is about (`owner`: its kind and id)."""
    library = setting.library
    kind, name = owner
    if kind == "therapies":
        _expect(case, setting.asking(case).ask(library.criterion(rule.when)), rule.severity)
        return
    entry, substance = _member(library, name) if kind == "classes" else (name, library.drugs[name].substance)
    order = order_of(library, case, entry, substance)
    proposal = Proposal(order, order.entry, case.indication, "start", _place(case, rule.jurisdiction))
    _expect(case, *_judged(library, setting.asking(case), proposal, rule.id))


def _place(case: schema.Case, jurisdiction: list[str]) -> str:
    """The jurisdiction of a case: its own word, else the first in which the rule holds, else the usual one."""
    return case.jurisdiction or (jurisdiction[0] if jurisdiction else Settings("").jurisdiction)


def _member(library: Library, cls: str) -> tuple[str, str]:
    """A treatment of a class, by which the class's rules are asked; else an ingredient of it."""
    inside = library.within.get(cls, frozenset())
    for name, drug in library.drugs.items():
        if drug.substance in inside:
            return name, drug.substance
    return "", min((member for member in inside if member in library.substances), default=cls)


def ask_shared(setting: Setting, rule: schema.SharedRule, case: schema.Case) -> None:
    """A rule of `rules/`; with an order it is asked as that order meets it. `slot: unless` asks its `unless`."""
    library = setting.library
    if rule.on is not None:
        ask_next_step(rule.on, case)
        return
    if rule.when is None:
        raise CaseError("the entry has no criterion to ask")
    asking = setting.asking(case)
    if case.slot:
        if case.slot != "unless" or rule.unless is None:
            raise CaseError(f"a rule has no {case.slot!r} to ask")
        _expect(case, asking.ask(library.criterion(rule.unless)), "")
        return
    if case.order is not None:
        order = order_of(library, case, "", "")
        asking = asking.with_order(order)
        above = library.above.get(order.drug, frozenset({order.drug}))
        if rule.concerns and not set(rule.concerns) & (above | {order.entry}):
            _expect(case, NO, "")
            return
    scope, answer = scoped(asking, library, rule)
    if case.applies is not None:
        same("`applies`", case.applies, scope.value)
    _expect(case, answer, rule.severity or "")


def ask_next_step(on: schema.TrialState, case: schema.Case) -> None:
    """Whether a rule about the next step speaks for a treatment that stands as the case says."""
    only(case, "is")
    try:
        standing = msgspec.convert(case.standing or {}, Standing)
    except msgspec.ValidationError as error:
        raise CaseError(f"`standing` is not understood: {error}") from None
    same("the answer", case.is_, "yes" if fits(on, standing) else "no")


def ask_interaction(setting: Setting, name: str, interaction: schema.Interaction, case: schema.Case) -> None:
    """An interaction as the order of the case meets it; one that does not concern the order is a no."""
    if case.order is None:
        raise CaseError("a case of an interaction names the `order`")
    order = order_of(setting.library, case, "", "")
    proposal = Proposal(order, order.entry, case.indication, "start", _place(case, interaction.jurisdiction))
    _expect(case, *_judged(setting.library, setting.asking(case), proposal, name))


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
