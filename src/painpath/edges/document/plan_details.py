"""What stands behind the first page of a plan: every grade, every option with its reasons, and what is not known."""

from __future__ import annotations

from painpath.edges.document.body_section import body_map
from painpath.edges.document.cause_section import asks_section, flags_section, pain_section
from painpath.edges.document.offer_section import offer_section
from painpath.edges.document.page import Block, Said, Section, Table
from painpath.edges.document.parts import (
    bullets,
    capital,
    listed,
    named,
    pairs,
    paragraph,
    question,
    reason,
    section,
    unread_section,
)
from painpath.library import Library
from painpath.planning.result import Covered, Current, Excluded, Held, Plan


def plan_details(library: Library, plan: Plan) -> tuple[Block, ...]:
    """The sections behind the first page."""
    return (
        *body_map(library, plan.assessment),
        *pain_section(library, plan.assessment),
        *flags_section(library, plan.assessment.red_flags),
        *_current(library, plan.current),
        *section(
            library.say("title.offered"),
            paragraph(plan.guideline_says) if plan.offered else (),
            (offer_section(library, offer) for offer in plan.offered),
        ),
        *section(library.say("title.held"), (_held(library, held) for held in plan.held)),
        *section(library.say("title.excluded"), (_excluded(library, item) for item in plan.excluded)),
        *section(
            library.say("page.disagreements"),
            bullets(Said(said.says, said.cite) for said in plan.disagreements),
        ),
        *section(
            library.say("title.if_it_fails"), bullets(Said(said.says, said.cite) for said in plan.if_it_fails)
        ),
        *section(library.say("title.goals"), bullets(Said(goal.says, goal.cite) for goal in plan.goals)),
        *section(
            library.say("title.team"), bullets(Said(listed(one.does), (), one.name) for one in plan.team)
        ),
        *asks_section(library, plan.assessment),
        *_coverage(library, plan.coverage),
        *unread_section(library, plan.unread),
    )


def _current(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    combined = [item for item in current if item.kind in ("combination", "total")]
    taken = [item for item in current if item.kind not in ("combination", "total", "history", "other")]
    other = [item for item in current if item.kind == "other"]
    before = [item for item in current if item.kind == "history"]
    head = tuple(library.say(f"page.current_{word}") for word in ("name", "dose", "since", "says"))
    own = [item for item in other if item.state != "listed"]
    plain = [item for item in other if item.state == "listed"]
    blocks: list[Block] = []
    blocks += section(
        library.say("page.combinations"), bullets(_combination(library, item) for item in combined)
    )
    shown = (*taken, *own)
    if shown:
        rows = tuple((Said(i.name), Said(i.dose), Said(i.since), Said(i.says, i.cite)) for i in shown)
        blocks.append(Table(library.say("page.current_caption"), head, rows))
    if plain:
        blocks += paragraph(library.say("page.current_other", list=listed(item.name for item in plain)))
    if before:
        rows = tuple((Said(i.name), Said(i.dose), Said(i.since), Said(i.says, i.cite)) for i in before)
        blocks.append(Table(library.say("page.before_caption"), head, rows))
    return section(library.say("title.current"), blocks)


def _coverage(library: Library, coverage: tuple[Covered, ...]) -> tuple[Block, ...]:
    """Who pays for what, one row for each payer and option; what nobody speaks of in one line."""
    known = [one for one in coverage if one.payer]
    silent = [one.name for one in coverage if not one.payer]
    head = tuple(library.say(f"page.coverage_{word}") for word in ("option", "payer", "status", "asks"))
    rows = tuple(
        (
            Said(capital(one.name)),
            Said(one.payer if not one.date else f"{one.payer}, {one.date}"),
            Said(f"{library.say(f'page.coverage_is_{one.status}')} {one.says}", one.cite),
            Said("; ".join((*one.requires, *one.documents, *one.limits))),
        )
        for one in known
    )
    return section(
        library.say("title.coverage"),
        (Table("", head, rows),) if rows else (),
        paragraph(library.say("page.coverage_silent", list=listed(silent))) if silent else (),
    )


def _combination(library: Library, item: Current) -> Said:
    grave = library.say(f"page.severity_{item.severity}") if item.severity else item.name
    return Said(f"{item.says} {item.do}".strip(), item.cite, grave)


def _held(library: Library, held: Held) -> Section:
    bridges = listed(named(library, bridge) for bridge in held.bridge)
    return Section(
        capital(held.name),
        (
            *paragraph(held.says),
            *bullets(question(library, ask) for ask in held.ask),
            *(paragraph(library.say("held.bridge", list_bridges=bridges)) if bridges else ()),
            *section(library.say("page.cautions"), bullets(reason(library, why) for why in held.cautions)),
            *pairs([(library.say("page.supply"), [Said(held.supply)])]),
        ),
        folded=True,
    )


def _excluded(library: Library, item: Excluded) -> Section:
    return Section(capital(item.name), bullets(reason(library, why) for why in item.why), folded=True)
