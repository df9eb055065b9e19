"""The plan as a document: a short first page, details behind it, and every source once.

With a red flag of now or today that withholds the plan, the first page is that card and what to do, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from painpath.assessment.result import Ask
from painpath.edges.document.cause_section import headline
from painpath.edges.document.page import Block, Box, Page, Paragraph, Said, Section, Table, cited
from painpath.edges.document.parts import (
    bullets,
    card,
    foot,
    listed,
    named,
    paragraph,
    question,
    section,
    settings_line,
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
    details = plan_details(library, plan)
    return Page(
        title=library.say("page.plan_title"),
        subtitle=settings_line(library, plan.settings),
        first=first,
        details_title=library.say("page.details"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
        foot=foot(library, plan.intended_use, plan.knowledge_version),
    )


def _stopped(library: Library, plan: Plan) -> tuple[Block, ...]:
    return (
        *_status(library, plan),
        *(card(library, flag) for flag in plan.urgent),
        *paragraph(library.say("page.withheld")),
        *_safety_net(library, plan),
    )


def _first(library: Library, plan: Plan) -> tuple[Block, ...]:
    return (
        *(card(library, flag) for flag in plan.urgent),
        *_status(library, plan),
        *_dangerous(library, plan.current),
        *_conflicts(library, plan),
        *_ask(library, plan.assessment.ask),
        *_offered(library, plan),
        *_held(library, plan.held),
        *_excluded(library, plan),
        *section(
            library.say("title.cause_treatment"),
            bullets(Said(todo.says, todo.cite, _who(library, todo.who)) for todo in plan.cause_treatment),
        ),
        *section(library.say("title.care"), bullets(Said(care.says, care.cite) for care in plan.care)),
        *section(
            library.say("title.review"), [] if plan.review is None else paragraph(plan.review.says, plan.review.cite)
        ),
        *_safety_net(library, plan),
    )


def _who(library: Library, who: str) -> str:
    del library
    return who[:1].upper() + who[1:]


def _status(library: Library, plan: Plan) -> tuple[Block, ...]:
    tone = {"stop_and_refer": "danger", "ready": "good"}.get(plan.status, "caution")
    blocks: list[Block] = []
    if plan.status != "no_pain_recorded":
        blocks.append(Paragraph(headline(library, plan.assessment)))
    if plan.offered and plan.guideline_says:
        blocks += paragraph(plan.guideline_says)
    blocks += watermark(library, (offer.name for offer in plan.offered if not offer.reviewed))
    title = library.say("page.status_title", status=library.say(f"page.status_{plan.status}"))
    says = Paragraph(Said(plan.status_says))
    assert tone in ("danger", "good", "caution")
    return (Box(tone, title, (says, *blocks)),)


def _dangerous(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    found = [item for item in current if item.state == "unsafe_combination" and item.severity in GRAVE]
    if not found:
        return ()
    items = [Said(_words(item.says, item.do), item.cite, _act(library, item)) for item in found]
    return (Box("danger", library.say("page.dangerous"), (*bullets(items), *paragraph(library.say("page.no_abrupt_stop")))),)


def _act(library: Library, item: Current) -> str:
    act = library.texts.get(f"act.{item.act}", item.act.replace("_", " "))
    return act[:1].upper() + act[1:]


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _conflicts(library: Library, plan: Plan) -> tuple[Block, ...]:
    if not plan.assessment.conflicts:
        return ()
    items = bullets(Said(conflict.says) for conflict in plan.assessment.conflicts)
    return (Box("caution", library.say("page.conflicts"), items),)


def _ask(library: Library, asks: tuple[Ask, ...]) -> tuple[Block, ...]:
    """The red-flag screen as one short list, then the best few of the rest."""
    flags = [ask for ask in asks if ask.must and any(what in library.rules for what in ask.settles)]
    rest = [ask for ask in asks if ask not in flags]
    blocks: list[Block] = []
    if flags:
        lead = paragraph(library.say("page.screen_lead"))
        screen = (*lead, *bullets(Said(ask.question) for ask in flags))
        blocks.append(Section(library.say("page.screen"), screen))
    if rest:
        blocks += bullets((question(library, ask) for ask in rest[:MOST_ASKED]), numbered=True)
    if len(rest) > MOST_ASKED:
        blocks += paragraph(library.say("page.more_questions", n=str(len(rest) - MOST_ASKED)))
    return section(library.say("title.ask"), blocks)


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
        items = bullets(Said(offer.says_patient or offer.action, offer.cite, _capital(offer.name)) for offer in others)
        blocks.append(Section(title, items))
    if not blocks:
        blocks += paragraph(library.say(f"page.nothing_offered_{plan.status}"))
    return section(library.say("title.offered"), blocks)


def _row(library: Library, offer: Offer) -> tuple[Said, ...]:
    line = library.say("offer.line", n=str(offer.line)) if offer.line is not None else library.say("offer.no_line")
    place = library.say("page.place", line=line, word=library.say(f"page.appropriate_{offer.recommendation}"))
    notes = [library.say("page.checks_open", n=str(len(offer.checklist)))] if offer.checklist else []
    notes += [library.say("page.cautions_n", n=str(len(offer.cautions)))] if offer.cautions else []
    notes.append(offer.label_status)
    return (Said(_capital(offer.name)), Said(place), Said(offer.dose), Said("; ".join(notes), offer.limits.cite))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _held(library: Library, held: tuple[Held, ...]) -> tuple[Block, ...]:
    """What waits, one line for each set of questions it waits for, with the bridge."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for item in held:
        waits = tuple(named(library, ask.fact) for ask in item.ask) or (item.says,)
        groups.setdefault(waits, []).append(item.name)
    items = [Said(listed(waits), (), _capital(listed(names))) for waits, names in groups.items()]
    bridges = listed(named(library, bridge) for item in held for bridge in item.bridge)
    after = paragraph(library.say("held.bridge", list_bridges=bridges)) if bridges else ()
    return section(library.say("title.held"), bullets(items), after)


def _excluded(library: Library, plan: Plan) -> tuple[Block, ...]:
    items = (Said(_first_sentence(item.why[0].says), item.why[0].cite, _capital(item.name)) for item in plan.excluded if item.why)
    return section(library.say("title.excluded"), bullets(items))


def _first_sentence(text: str) -> str:
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]


def _safety_net(library: Library, plan: Plan) -> tuple[Block, ...]:
    return section(library.say("title.safety_net"), _sentences(library, plan))


def _sentences(library: Library, plan: Plan) -> Iterable[Block]:
    del library
    return bullets(Said(sentence.says, sentence.cite) for sentence in plan.safety_net)
