"""`survey`: what was checked, what could not be, and the questions that would settle it before the start."""

from __future__ import annotations

import msgspec

from painpath.assessment.result import Ask
from painpath.assessment.words import missing_facts
from painpath.criteria import Asking
from painpath.facts import UNKNOWN, Answer
from painpath.library import Library
from painpath.planning.checks import checks_for
from painpath.planning.judge import STARTING, Judgement, Proposal, open_needs
from painpath.planning.questions import ask_of, asked, missing_of, silence, silent_asks


class Survey(msgspec.Struct, frozen=True):
    """Ids of the checks that were settled and of those that were not; the questions that are not musts."""

    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    open_other: tuple[Ask, ...]


def survey(base: Asking, library: Library, proposal: Proposal, found: Judgement) -> Survey:
    """Every check of a proposal by whether it could be answered; `found` is its judgement."""
    asking = base.with_order(proposal.order)
    starting = proposal.intent in STARTING
    others: dict[str, Ask] = {}
    checked: dict[str, None] = {}
    not_checked: dict[str, None] = {}
    waiting = dict(open_needs(asking, library, proposal))
    listed = checks_for(library, proposal.entry, proposal.order.drug)
    for need in listed.needs:
        if need not in waiting:
            checked[need.id] = None
        elif not starting:
            for fact in waiting[need]:
                others.setdefault(fact, ask_of(asking, library, fact, need.says, must=False))
    silent = silence(library, proposal.entry, proposal.order)
    plain = proposal.order.amount is None
    for place, (check, quiet) in enumerate(zip(listed.checks, silent, strict=True)):
        if check.jurisdiction and proposal.jurisdiction not in check.jurisdiction:
            continue
        if plain and not quiet.speaks and asking.untouched(quiet.reach):
            answer, quietly = quiet.answer, True
        else:
            answer, quietly = asked(asking, check), False
        match answer:
            case Answer.NO:
                checked[check.id] = None
            case Answer.YES:
                checked[check.id] = None
                nodes = [step[1] for step in check.stronger]
                if check.scope is not None:
                    nodes.append(check.scope)
                for node in nodes:
                    if asking.ask(node) is UNKNOWN:
                        for fact in missing_facts(asking, node):
                            others.setdefault(fact, ask_of(asking, library, fact, check.says, must=False))
            case Answer.UNKNOWN:
                not_checked[check.id] = None
                if not (check.must and starting):
                    if quietly:
                        for ask in silent_asks(library, proposal.entry, proposal.order, place):
                            others.setdefault(ask.fact, ask)
                        continue
                    for fact in missing_of(asking, check):
                        others.setdefault(fact, ask_of(asking, library, fact, check.says, must=False))
    if proposal.order.daily is None or found.dosing.row is None:
        not_checked["dose"] = None
    musts = {ask.fact for ask in found.open_must}
    return Survey(
        tuple(checked), tuple(not_checked), tuple(ask for fact, ask in others.items() if fact not in musts)
    )
