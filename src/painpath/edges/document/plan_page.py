"""The plan as a document: a short first page, details behind it, and every source once.

With a red flag of now or today that withholds the plan, the first page is that card and what to do, nothing else.
"""

from __future__ import annotations

from painpath.assessment.result import Assessment
from painpath.edges.document.cause_section import headline
from painpath.edges.document.page import Block, Box, Page, Paragraph, Said, Section, Table, cited
from painpath.edges.document.parts import (
    bullets,
    capital,
    card,
    intended,
    listed,
    named,
    opening,
    paragraph,
    question,
    section,
    settings_line,
    split_screen,
    status_tone,
    unread_section,
    watermark,
)
from painpath.edges.document.plan_details import plan_details
from painpath.edges.document.sources import source_lines
from painpath.library import Library
from painpath.planning.result import Current, Held, Offer, Plan

GRAVE = ("contraindicated", "avoid")
MOST_ASKED = 6


def plan_page(library: Library, plan: Plan) -> Page:
    """The document of a plan."""
    stopped = plan.status == "stop_and_refer"
    first = _stopped(library, plan) if stopped else _first(library, plan)
    details = unread_section(library, plan.unread) if _nothing_found(plan) else plan_details(library, plan)
    return Page(
        title=library.say("page.plan_title"),
        subtitle=settings_line(library, plan.settings),
        first=first,
        details_title=library.say("page.details"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
    )


def _nothing_found(plan: Plan) -> bool:
    """No pain, no cause to look after, nothing taken that matters: then there are no details worth a page."""
    silent = plan.status == "no_pain_recorded" and not plan.cause_treatment and not plan.current
    return silent and not plan.assessment.conflicts


def _stopped(library: Library, plan: Plan) -> tuple[Block, ...]:
    return (
        *_status(library, plan),
        *(card(library, flag) for flag in plan.urgent),
        *paragraph(library.say("page.withheld")),
        *_safety_net(library, plan),
        *intended(library, plan.intended_use, plan.knowledge_version),
    )


def _first(library: Library, plan: Plan) -> tuple[Block, ...]:
    return (
        *(card(library, flag) for flag in plan.urgent),
        *_status(library, plan),
        *_dangerous(library, plan.current),
        *_conflicts(library, plan),
        *_taken(library, plan.current),
        *_ask(library, plan.assessment),
        *_offered(library, plan),
        *_held(library, plan.held),
        *_excluded(library, plan),
        *section(
            library.say("title.cause_treatment"),
            bullets(Said(todo.says, todo.cite, capital(todo.who)) for todo in plan.cause_treatment),
        ),
        *section(library.say("title.care"), bullets(Said(care.says, care.cite) for care in plan.care)),
        *section(
            library.say("title.review"),
            [] if plan.review is None else paragraph(capital(plan.review.says), plan.review.cite),
        ),
        *_safety_net(library, plan),
        *intended(library, plan.intended_use, plan.knowledge_version),
    )


def _status(library: Library, plan: Plan) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if plan.status not in ("no_pain_recorded", "stop_and_refer"):
        blocks.append(Paragraph(headline(library, plan.assessment)))
    if plan.assessment.on_record:
        blocks += paragraph(library.say("page.conditions", list="; ".join(plan.assessment.on_record)))
    if plan.offered and plan.guideline_says:
        blocks += paragraph(plan.guideline_says)
    blocks += watermark(library, (offer.name for offer in plan.offered if not offer.reviewed))
    overdue = [offer.name for offer in plan.offered if "" < offer.review_by < plan.settings.as_of]
    if overdue:
        blocks += paragraph(
            library.say("plan.review_overdue", date=plan.settings.as_of, list_entries=listed(overdue))
        )
    title = library.say("page.status_title", status=library.say(f"page.status_{plan.status}"))
    says = Paragraph(Said(plan.status_says))
    return (Box(status_tone(plan.status), title, (says, *blocks)),)


def _dangerous(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    found = [item for item in current if item.state == "unsafe_combination" and item.severity in GRAVE]
    if not found:
        return ()
    items = [Said(_words(item.says, item.do), item.cite, _act(library, item)) for item in found]
    return (
        Box(
            "danger",
            library.say("page.dangerous"),
            (*bullets(items), *paragraph(library.say("page.no_abrupt_stop"))),
        ),
    )


def _taken(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    """What is taken now and asks for something to be done; the rest stands in the details."""
    kept = [item for item in current if item.kind in ("drug", "total") or item.state == "dose_unknown"]
    items = (Said(opening(item.says), item.cite, _dosed(item)) for item in kept)
    return section(library.say("title.current"), bullets(items))


def _dosed(item: Current) -> str:
    return capital(
        item.name if not item.dose or item.state == "dose_unknown" else f"{item.name}, {item.dose}"
    )


def _act(library: Library, item: Current) -> str:
    act = library.texts.get(f"act.{item.act}", item.act.replace("_", " "))
    return capital(act)


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _conflicts(library: Library, plan: Plan) -> tuple[Block, ...]:
    if not plan.assessment.conflicts:
        return ()
    items = bullets(Said(conflict.says) for conflict in plan.assessment.conflicts)
    return (Box("caution", library.say("page.conflicts"), items),)


def _ask(library: Library, found: Assessment) -> tuple[Block, ...]:
    """The red-flag screen as one short list and the best few of the rest; without a pain on record, the pain first."""
    flags, rest = split_screen(library, found.ask)
    best = bullets((question(library, ask) for ask in rest[:MOST_ASKED]), numbered=True)
    if len(rest) > MOST_ASKED:
        best += paragraph(library.say("page.more_questions", n=str(len(rest) - MOST_ASKED)))
    if not flags:
        return section(library.say("title.ask"), best)
    screen = (*paragraph(library.say("page.screen_lead")), *bullets(Said(ask.question) for ask in flags))
    if found.pain_present == "yes":
        parts = (section(library.say("page.screen"), screen), section(library.say("page.then"), best))
    else:
        parts = (best, section(library.say("page.screen_if_pain"), screen))
    return section(library.say("title.ask"), *parts)


def _offered(library: Library, plan: Plan) -> tuple[Block, ...]:
    drugs = [offer for offer in plan.offered if offer.dose or offer.calendar]
    others = [offer for offer in plan.offered if offer not in drugs]
    blocks: list[Block] = []
    if drugs:
        head = tuple(library.say(f"page.offer_{word}") for word in ("name", "place", "first", "note"))
        rows = tuple(_row(library, offer) for offer in drugs)
        blocks.append(Table("", head, rows))
        blocks += paragraph(library.say("patient.one_at_a_time"))
    if others:
        title = library.say("page.without_drug") if drugs else library.say("page.without_drug_only")
        items = bullets(
            Said(opening(offer.says_patient or offer.action), (), capital(offer.name)) for offer in others
        )
        blocks.append(Section(title, items))
    if not blocks:
        blocks += paragraph(library.say(f"page.nothing_offered_{plan.status}"))
    return section(library.say("title.offered"), blocks)


def _row(library: Library, offer: Offer) -> tuple[Said, ...]:
    line = (
        library.say("offer.line", n=str(offer.line))
        if offer.line is not None
        else library.say("offer.no_line")
    )
    place = library.say("page.place", line=line, word=library.say(f"page.appropriate_{offer.recommendation}"))
    notes = [library.say("page.checks_open", n=str(len(offer.checklist)))] if offer.checklist else []
    notes += [library.say("page.cautions_n", n=str(len(offer.cautions)))] if offer.cautions else []
    notes.append(offer.label_status)
    return (
        Said(capital(offer.name)),
        Said(place),
        Said(offer.dose),
        Said("; ".join(notes), offer.limits.cite),
    )


def _held(library: Library, held: tuple[Held, ...]) -> tuple[Block, ...]:
    """What waits, one line for each set of questions it waits for, with the bridge."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for item in held:
        waits = tuple(named(library, ask.fact) for ask in item.ask) or (item.says,)
        groups.setdefault(waits, []).append(item.name)
    items = [Said("; ".join(waits), (), capital(listed(names))) for waits, names in groups.items()]
    waiting = {item.id for item in held}
    bridges = listed(
        named(library, bridge) for item in held for bridge in item.bridge if bridge not in waiting
    )
    after = paragraph(library.say("held.bridge", list_bridges=bridges)) if bridges else ()
    return section(library.say("title.held"), bullets(items), after)


def _excluded(library: Library, plan: Plan) -> tuple[Block, ...]:
    """What does not fit, one line for each reason; the details give every reason in full."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for item in plan.excluded:
        if item.why:
            groups.setdefault((opening(item.why[0].says), item.why[0].cite), []).append(item.name)
    items = (Said(says, cite, capital(listed(names))) for (says, cite), names in groups.items())
    return section(library.say("title.excluded"), bullets(items))


def _safety_net(library: Library, plan: Plan) -> tuple[Block, ...]:
    return section(
        library.say("title.safety_net"), bullets(Said(said.says, said.cite) for said in plan.safety_net)
    )
