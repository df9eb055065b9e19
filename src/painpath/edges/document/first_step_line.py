"""The first step in one line of the first page: what to settle, what to begin with, what waits, and when to look again.

Where something taken is dangerous, mending that is the first step and nothing new stands before it.
"""

from __future__ import annotations

from painpath.assessment.result import Ask
from painpath.edges.document.page import Block, Paragraph, Said
from painpath.edges.document.parts import bullets, listed, named
from painpath.library import Library
from painpath.planning.first_step import first_drugs, waiting_first
from painpath.planning.result import Current, Held, Plan

MOST_NAMED = 3
MOST_CAUTIONS = 2
#: who can answer at once; a laboratory takes longer
_LATER = "laboratory"


def first_step(library: Library, plan: Plan, dangerous: tuple[Current, ...]) -> tuple[Block, ...]:
    """The line, and below it what lifts a hold; nothing where no drug is offered or waits and nothing is dangerous."""
    drugs = [offer.name for offer in first_drugs(plan.offered)]
    waits = waiting_first(plan.offered, plan.held) if plan.status == "ready" else ()
    if not drugs and not waits and not dangerous:
        return ()
    parts = []
    if dangerous:
        parts.append(library.say("page.first_step_settle", list=_settled(library, dangerous)))
    if waits:
        names = _either(library, [option.name for option in waits])
        parts.append(library.say("page.first_step_held", list=names))
    if drugs:
        key = "first_step_after" if dangerous else "first_step_now" if waits else "first_step"
        parts.append(library.say(f"page.{key}", list=_either(library, drugs)))
    beside = [element.name for element in plan.elements]
    if beside:
        parts.append(library.say("page.first_step_beside", list=listed(beside)))
    if plan.review is not None and not dangerous:
        parts.append(library.say("page.first_step_review", date=plan.review.on))
    elif drugs and not dangerous:
        parts.append(library.say("page.first_step_no_day", drug=drugs[0]))
    line = Paragraph(Said(" ".join(parts), (), library.say("page.first_step_label")))
    return (line, *(bullets(_lifts(library, waits[0])) if waits else ()))


def _settled(library: Library, dangerous: tuple[Current, ...]) -> str:
    """What is to be done about what is taken, by act: each drug alone, each pair that says more than those before."""
    acts: dict[str, list[str]] = {}
    paired: set[str] = set()
    for item in dangerous:
        alone = len(item.involves) == 1
        if not alone and paired.issuperset(item.involves):
            continue
        paired |= set() if alone else set(item.involves)
        with_ = f" {library.say('page.first_step_with')} "
        together = with_.join(named(library, drug) for drug in item.involves)
        acts.setdefault(item.act, []).append(together)
    return "; ".join(
        library.say(
            "page.first_step_act",
            act=library.texts.get(f"act.{act}", act.replace("_", " ")),
            list=listed(dict.fromkeys(those)),
        )
        for act, those in acts.items()
    )


def _lifts(library: Library, held: Held) -> list[Said]:
    """What lifts a hold, questions before a test; what to mind then, and what may begin meanwhile."""
    now = [ask for ask in held.ask if ask.who != _LATER]
    later = [ask for ask in held.ask if ask.who == _LATER]
    found = [Said(_questions(now or later), (), library.say("page.first_step_lifts", drug=held.name))]
    if now and later:
        found.append(Said(_questions(later), (), library.say("page.first_step_test")))
    found += [
        Said(f"{mind.says} {mind.do}".strip(), mind.cite, library.say("page.first_step_mind"))
        for mind in held.cautions[:MOST_CAUTIONS]
    ]
    bridges = listed(named(library, bridge) for bridge in held.bridge)
    return [*found, *([Said(library.say("held.bridge", list_bridges=bridges))] if bridges else [])]


def _questions(asks: list[Ask]) -> str:
    return " ".join(ask.question for ask in asks)


def _either(library: Library, names: list[str]) -> str:
    """At most three names with "or" between, and how many more are of equal standing."""
    told = f" {library.say('page.or')} ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return told if more <= 0 else library.say("page.first_step_more", text=told, n=str(more))
