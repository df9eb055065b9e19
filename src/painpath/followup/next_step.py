"""What may be done next for one treatment, by the cited rules of `knowledge/rules` (kind `next_step`).

Here is only how a treatment stands in the rules' own words; which step follows from it, and why, the rules say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from painpath.assessment.words import cites
from painpath.facts.units import days
from painpath.followup.result import NextStep, Three
from painpath.library import Library
from painpath.library.schema import SharedRule, TrialState

Trial: TypeAlias = Literal["below_target", "running", "enough_for_some", "enough", "unknown"]
Response: TypeAlias = Literal["good", "partial", "none", "worse", "lost", "unknown"]
Bother: TypeAlias = Literal["none", "mild", "severe", "unknown"]

#: what comes first where several rules apply: harm and danger before ambition
ORDER = ("refer", "taper", "reduce", "ask", "switch", "combine", "step_up", "continue", "wait")


class Standing(msgspec.Struct, frozen=True):
    """How one treatment stands; days are None where they are not known (no rule about a time then applies)."""

    trial: Trial = "unknown"
    response: Response = "unknown"
    harm: Bother = "unknown"
    room: Three = "unknown"
    days_at_target: float | None = None
    days_taken: float | None = None


class Around(msgspec.Struct, frozen=True):
    """What the steps of one treatment are about: the drug with its classes, and what the plan offers beside it."""

    drug: str
    offered: tuple[str, ...]
    by: str


def next_steps(library: Library, standing: Standing, around: Around) -> tuple[NextStep, ...]:
    """The steps that the rules name for this standing, the most pressing first; none where no rule speaks."""
    found = [
        _step(library, name, rule, around)
        for name, rule in library.rules_of("next_step").items()
        if rule.on is not None and fits(rule.on, standing) and _concerns(library, rule, around.drug)
    ]
    kept = [step for step in found if step.act not in ("switch", "combine") or step.options]
    return tuple(sorted(kept, key=lambda step: (ORDER.index(step.act), step.because)))


def fits(on: TrialState, standing: Standing) -> bool:
    """Whether a treatment stands as a rule asks for; a time that is not known fits no rule about times."""
    return _fits(on, standing) or any(fits(other, standing) for other in on.or_)


def _fits(on: TrialState, standing: Standing) -> bool:
    time_at_target = "unknown" if standing.days_at_target is None else "known"
    listed = (
        (on.trial, standing.trial),
        (on.response, standing.response),
        (on.harm, standing.harm),
        (on.room, standing.room),
        (on.time_at_target, time_at_target),
    )
    if any(wanted and there not in wanted for wanted, there in listed):
        return False
    return all(_times(on, standing))


def _times(on: TrialState, standing: Standing) -> Iterator[bool]:
    at_target, taken = standing.days_at_target, standing.days_taken
    if on.at_target_for_at_least:
        yield at_target is not None and at_target >= _days(on.at_target_for_at_least)
    if on.at_target_for_less_than:
        yield at_target is not None and at_target < _days(on.at_target_for_less_than)
    if on.taken_for_at_least:
        yield taken is not None and taken >= _days(on.taken_for_at_least)


def _days(text: str) -> float:
    found = days(text)
    assert found is not None, "the loader refuses a time that is not a duration"
    return found


def _concerns(library: Library, rule: SharedRule, drug: str) -> bool:
    return not rule.concerns or bool(library.above.get(drug, frozenset({drug})) & set(rule.concerns))


def _step(library: Library, name: str, rule: SharedRule, around: Around) -> NextStep:
    assert rule.step, "the loader refuses a next step without its step"
    options: tuple[str, ...] = ()
    if rule.step == "switch":
        options = _others(library, around)
    elif rule.step == "combine":
        options = tuple(name for name in _others(library, around) if _is_partner(library, rule, name))
    says = f"{rule.says} {rule.do}".strip()
    return NextStep(rule.step, says, (name,), options, around.by, cites(rule.cite))


def _others(library: Library, around: Around) -> tuple[str, ...]:
    """The drugs that the plan offers and that are of another kind than the one taken, as guidelines name kinds."""
    own = _kinds(library, around.drug)
    return tuple(
        name
        for name in around.offered
        if name in library.drugs and own.isdisjoint(_kinds(library, library.drugs[name].substance))
    )


def _kinds(library: Library, drug: str) -> frozenset[str]:
    """The drug itself and those of its classes that some guideline names as one treatment (gabapentinoid, SNRI ...)."""
    named: frozenset[str] = library.remember(("classes in guidelines",), lambda: _named_classes(library))
    return (library.above.get(drug, frozenset()) & named) | {drug}


def _named_classes(library: Library) -> frozenset[str]:
    named = (
        what
        for guideline in library.guidelines.values()
        for listed in (guideline.recommends, guideline.against, guideline.specialist_only)
        for one in listed
        for what in one.what
    )
    return frozenset(named) & frozenset(library.classes)


def _is_partner(library: Library, rule: SharedRule, name: str) -> bool:
    """Whether a drug is of a class that the rule has evidence for; without such a list any may be."""
    classes = library.above.get(library.drugs[name].substance, frozenset())
    return not rule.favours or bool(classes & set(rule.favours))
