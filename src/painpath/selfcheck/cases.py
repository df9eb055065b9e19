"""Running the cases inside the entries: a tiny patient, and what the entry must say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from painpath.library import schema
from painpath.selfcheck.edges import present
from painpath.selfcheck.payer_cases import ask_payer
from painpath.selfcheck.qst_cases import ask_qst
from painpath.selfcheck.rule_cases import (
    ask_cause,
    ask_criterion,
    ask_interaction,
    ask_rule,
    ask_shared,
)
from painpath.selfcheck.setting import CaseError, Setting, only
from painpath.selfcheck.value_cases import ask_dose, ask_fact, ask_instrument

_Ask = Callable[..., None]
_Listed = tuple[str, Sequence[schema.Case] | Sequence[schema.QstCase], _Ask]


def run_cases(setting: Setting, kind: str, name: str) -> Iterator[tuple[str, str]]:
    """Every case of an entry that does not come out: its path and what is wrong."""
    for path, cases, ask in _cases(setting, kind, name):
        for i, case in enumerate(cases):
            try:
                ask(case)
            except CaseError as wrong:
                yield f"{path}[{i}]", f"case {i}: {wrong}"


def count_cases(setting: Setting, kind: str, name: str) -> int:
    """How many cases an entry has."""
    return sum(len(cases) for _, cases, _ in _cases(setting, kind, name))


def _cases(setting: Setting, kind: str, name: str) -> Iterator[_Listed]:
    """The lists of cases of an entry, each with its path and the way it is asked."""
    entry = setting.library.kinds[kind][name]
    match entry:
        case schema.Fact():
            yield "$.cases", entry.cases, partial(ask_fact, setting, name)
        case schema.SharedRule():
            yield "$.cases", entry.cases, partial(ask_shared, setting, entry)
        case schema.Anatomy() if entry.kind != "region":
            yield "$.cases", entry.cases, partial(ask_criterion, setting, {"pain_in": name})
        case schema.Mechanism() | schema.WorkupEntry():
            yield "$.cases", entry.cases, partial(ask_criterion, setting, entry.when)
        case schema.Symptom():
            yield "$.cases", entry.cases, partial(ask_criterion, setting, present(setting.library, entry))
        case schema.Instrument():
            yield "$.cases", entry.cases, partial(ask_instrument, setting, entry)
        case schema.Interaction():
            yield "$.cases", entry.cases, partial(ask_interaction, setting, name, entry)
        case schema.Cause():
            yield "$.cases", entry.cases, partial(ask_cause, setting, entry)
            for i, named in enumerate(entry.criteria):
                yield f"$.criteria[{i}].cases", named.cases, partial(ask_criterion, setting, named.when)
            for i, feature in enumerate(entry.features):
                yield f"$.features[{i}].cases", feature.cases, partial(ask_criterion, setting, feature.when)
        case schema.Drug() | schema.DrugClass() | schema.Therapy():
            for i, rule in enumerate(entry.rules):
                yield f"$.rules[{i}].cases", rule.cases, partial(ask_rule, setting, (kind, name), rule)
            if isinstance(entry, schema.Drug):
                yield "$.cases", entry.cases, partial(ask_dose, setting, name, entry)
            elif isinstance(entry, schema.Therapy):
                yield "$.cases", entry.cases, only
        case schema.Guideline() if entry.own_path_of is not None:
            path = entry.own_path_of
            yield "$.own_path_of.cases", path.cases, partial(ask_criterion, setting, path.when)
        case schema.Coverage():
            for i, step in enumerate(entry.steps):
                yield f"$.steps[{i}].cases", step.cases, partial(ask_payer, setting, step)
        case schema.QstProtocol():
            yield "$.cases", entry.cases, partial(ask_qst, setting, entry)
        case _:
            pass  # the other kinds hold nothing that could be asked
