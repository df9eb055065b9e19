"""The plan as a document: a short first page, details behind it, and every source once.

With a red flag of now or today that withholds the plan, the first page is that card and what to do, nothing else.
"""

from __future__ import annotations

from painpath.assessment.result import Ask, Assessment, RedFlag
from painpath.edges.document.cause_section import verdict_lines
from painpath.edges.document.danger_box import dangerous, dosed, watched, words
from painpath.edges.document.first_step_line import first_step
from painpath.edges.document.offer_section import without_pieces
from painpath.edges.document.page import Block, Box, Page, Paragraph, Said, Section, Table, cited
from painpath.edges.document.parts import (
    bullets,
    capital,
    card,
    counted,
    intended,
    listed,
    named,
    nothing_known,
    open_danger,
    opening,
    paragraph,
    pressing,
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
from painpath.edges.document.unread_line import unread_line
from painpath.edges.document.wording import tidied
from painpath.library import Library
from painpath.planning.current import UNSAFE_STATES, in_danger
from painpath.planning.result import Current, Excluded, Held, Offer, Plan

MOST_ASKED = 6
MOST_NAMED = 12
SECOND_LINE = 2


def plan_page(library: Library, plan: Plan) -> Page:
    """The document of a plan."""
    stopped = plan.status == "stop_and_refer"
    first = _stopped(library, plan) if stopped else _first(library, plan)
    details = unread_section(library, plan.unread) if _nothing_found(plan) else plan_details(library, plan)
    page = Page(
        title=library.say("page.plan_title"),
        subtitle=settings_line(library, plan.settings),
        first=first,
        details_title=library.say("page.details"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
    )
    return tidied(library, page)


def _nothing_found(plan: Plan) -> bool:
    """No pain, no cause to look after, nothing taken that matters: then there are no details worth a page."""
    silent = plan.status == "no_pain_recorded" and not plan.cause_treatment and not plan.current
    return silent and not plan.assessment.conflicts


def _stopped(library: Library, plan: Plan) -> tuple[Block, ...]:
    urgent, later = _split(plan.urgent)
    return (
        *_status(library, plan),
        *(card(library, flag) for flag in urgent or later),
        *(
            _of_a_child(library, plan)
            if _only_a_child(plan, urgent)
            else paragraph(library.say("page.withheld"))
        ),
        *_safety_net(library, plan),
        *(card(library, flag) for flag in later if urgent),
        *intended(library, plan.intended_use, plan.knowledge_version),
    )


def _only_a_child(plan: Plan, urgent: list[RedFlag]) -> bool:
    """Nobody is in danger; there is only no drug for this person here."""
    return plan.assessment.adult == "no" and not urgent


def _of_a_child(library: Library, plan: Plan) -> tuple[Block, ...]:
    """What stands for a child without a drug: whose path is followed, what may begin, and the care."""
    return (
        *(paragraph(plan.guideline_says) if plan.indication else ()),
        *_offered(library, plan),
        *section(library.say("title.care"), bullets(Said(care.says, care.cite) for care in plan.care)),
    )


def _split(flags: tuple[RedFlag, ...]) -> tuple[list[RedFlag], list[RedFlag]]:
    """The red flags for now or today, and those that may wait for days."""
    return [flag for flag in flags if pressing(flag)], [flag for flag in flags if not pressing(flag)]


def _first(library: Library, plan: Plan) -> tuple[Block, ...]:
    urgent, later = _split(plan.urgent)
    ready = plan.status == "ready" and plan.assessment.pain_present == "yes"
    return (
        *(card(library, flag) for flag in urgent),
        *open_danger(library, plan.assessment),
        *dangerous(library, plan.current),
        *_status(library, plan),
        *(card(library, flag) for flag in later),
        *watched(library, plan.current),
        *_conflicts(library, plan),
        *_taken(library, plan.current),
        *(_screen_only(library, plan.ask) if ready else _ask(library, plan.assessment, plan.ask)),
        # While no drug can be offered yet, what is done about the cause itself is the treatment there is.
        *(() if ready else _cause_treatment(library, plan)),
        *_offered(library, plan),
        *_held(library, plan.held),
        *_excluded(library, plan),
        *(_rest_only(library, plan.ask) if ready else ()),
        *(_cause_treatment(library, plan) if ready else ()),
        *section(library.say("title.care"), bullets(Said(care.says, care.cite) for care in plan.care)),
        *section(
            library.say("title.review"),
            []
            if plan.review is None
            else paragraph(library.say("page.review_if", text=capital(plan.review.says)), plan.review.cite),
        ),
        *_safety_net(library, plan),
        *intended(library, plan.intended_use, plan.knowledge_version),
    )


def _cause_treatment(library: Library, plan: Plan) -> tuple[Block, ...]:
    return section(
        library.say("title.cause_treatment"),
        bullets(Said(todo.says, todo.cite, capital(todo.who)) for todo in plan.cause_treatment),
    )


def _status(library: Library, plan: Plan) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if plan.status not in ("no_pain_recorded", "stop_and_refer"):
        blocks += verdict_lines(library, plan.assessment)
    if plan.assessment.on_record:
        blocks += paragraph(library.say("page.conditions", list="; ".join(plan.assessment.on_record)))
    if plan.status != "stop_and_refer":
        blocks += first_step(library, plan, tuple(in_danger(plan.current)))
        blocks += _basis(library, plan)
    blocks += _not_used(library, plan)
    blocks += unread_line(library, plan.unread)
    if nothing_known(plan.assessment):
        title = library.say("page.status_title", status=library.say("page.status_nothing_known"))
        says = Paragraph(Said(library.say("page.nothing_known")))
    else:
        title = library.say("page.status_title", status=library.say(f"page.status_{plan.status}"))
        says = Paragraph(Said(plan.status_says))
    tone = status_tone(plan.status)
    if tone == "danger" and not any(pressing(flag) for flag in plan.urgent):
        tone = "caution"  # somebody else first, but nobody is in danger
    return (Box(tone, title, (says, *blocks)),)


def _basis(library: Library, plan: Plan) -> list[Block]:
    """Whose order is followed, and what of the offer nobody has reviewed lately."""
    blocks: list[Block] = []
    if plan.offered and plan.guideline_says:
        blocks += paragraph(plan.guideline_says)
    unreviewed = [offer.name for offer in plan.offered if not offer.reviewed]
    if len(unreviewed) > MOST_ASKED and len(unreviewed) == len(plan.offered):
        told = library.say("page.none_reviewed", n=str(len(unreviewed)))
        blocks.append(Paragraph(Said(told), "caution"))
    else:
        blocks += watermark(library, unreviewed)
    overdue = [offer.name for offer in plan.offered if "" < offer.review_by < plan.settings.as_of]
    if overdue:
        blocks += paragraph(
            library.say("plan.review_overdue", date=plan.settings.as_of, list_entries=listed(overdue))
        )
    return blocks


def _not_used(library: Library, plan: Plan) -> tuple[Block, ...]:
    """What is on record and changed nothing, because no rule asks for it."""
    names = [said.says.removesuffix(".") for said in plan.not_used]
    if not names:
        return ()
    text = "; ".join(dict.fromkeys(names[:MOST_NAMED]))
    if len(names) > MOST_NAMED:
        text = library.say("page.and_more", text=text, n=str(len(names) - MOST_NAMED))
    return (Paragraph(Said(library.say("page.not_used", list=text)), "caution"),)


def _taken(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    """What is taken now and asks for something to be done; the rest stands in the details."""
    kept = [
        item
        for item in current
        if item.state not in UNSAFE_STATES
        and (item.kind in ("drug", "total") or item.state == "dose_unknown")
    ]
    items = (Said(opening(item.says), item.cite, dosed(item)) for item in kept)
    return section(library.say("title.current"), bullets(items))


def _conflicts(library: Library, plan: Plan) -> tuple[Block, ...]:
    if not plan.assessment.conflicts:
        return ()
    items = bullets(Said(conflict.says) for conflict in plan.assessment.conflicts)
    return (Box("caution", library.say("page.conflicts"), items),)


def _ask(library: Library, found: Assessment, asks: tuple[Ask, ...]) -> tuple[Block, ...]:
    """The red-flag screen as one short list and the best few of the rest; without a pain on record, the pain first."""
    flags, rest = split_screen(library, asks)
    best = bullets((question(library, ask) for ask in rest[:MOST_ASKED]), numbered=True)
    if len(rest) > MOST_ASKED:
        best += paragraph(counted(library, "more_questions", len(rest) - MOST_ASKED))
    if not flags:
        return section(library.say("title.ask"), best)
    screen = (*paragraph(library.say("page.screen_lead")), *bullets(Said(ask.question) for ask in flags))
    if found.pain_present == "yes":
        parts = (section(library.say("page.screen"), screen), section(library.say("page.then"), best))
    else:
        # Perhaps none of it will be asked: one paragraph instead of a list.
        told = paragraph(" ".join(ask.question for ask in flags))
        parts = (best, section(library.say("page.screen_if_pain"), told))
    return section(library.say("title.ask"), *parts)


def _screen_only(library: Library, asks: tuple[Ask, ...]) -> tuple[Block, ...]:
    """The short screen for danger; where enough is known to plan, the other questions come after the offer."""
    flags, _ = split_screen(library, asks)
    if not flags:
        return ()
    lead = paragraph(library.say("page.screen_lead"))
    return section(library.say("page.screen"), lead, bullets(Said(ask.question) for ask in flags))


def _rest_only(library: Library, asks: tuple[Ask, ...]) -> tuple[Block, ...]:
    """The best few of the questions besides danger."""
    _, rest = split_screen(library, asks)
    best = bullets((question(library, ask) for ask in rest[:MOST_ASKED]), numbered=True)
    more = (
        paragraph(counted(library, "more_questions", len(rest) - MOST_ASKED))
        if len(rest) > MOST_ASKED
        else ()
    )
    return section(library.say("title.ask"), best, more)


def _offered(library: Library, plan: Plan) -> tuple[Block, ...]:
    drugs = [offer for offer in plan.offered if offer.dose or offer.calendar]
    others = [offer for offer in plan.offered if offer not in drugs]
    blocks: list[Block] = []
    if drugs:
        head = tuple(library.say(f"page.offer_{word}") for word in ("name", "place", "first", "note"))
        rows = tuple(_row(library, offer) for offer in drugs)
        blocks.append(Table("", head, rows))
        blocks += paragraph(library.say("patient.one_at_a_time"))
    if len(drugs) > 1:
        blocks += paragraph(library.say("page.suggested_order"))
    if others:
        title = library.say("page.without_drug") if drugs else library.say("page.without_drug_only")
        blocks.append(Section(title, (*_elements(library, plan), *_also(library, plan, others))))
    if not blocks:
        unknown = plan.status == "no_pain_recorded" and plan.assessment.pain_present != "no"
        key = "page.nothing_offered_unknown" if unknown else f"page.nothing_offered_{plan.status}"
        blocks += paragraph(library.say(key))
    return section(library.say("title.offered"), blocks)


def _elements(library: Library, plan: Plan) -> tuple[Block, ...]:
    """One physical, one psychological and one self-management part, each with why and what it asks."""
    return bullets(
        Said(
            words(element.says, library.say("page.asks_you", text=element.asks) if element.asks else ""),
            element.cite,
            f"{library.say(f'page.element_{element.kind}')}: {element.name}",
        )
        for element in plan.elements
    )


def _also(library: Library, plan: Plan, others: list[Offer]) -> tuple[Block, ...]:
    """The other treatments by name: first what was tried in this cause; what only a specialist begins apart."""
    chosen = {element.option for element in plan.elements}
    rest = sorted(
        (offer for offer in others if offer.id not in chosen),
        key=lambda offer: not _for_cause(library, plan.indication, offer),
    )
    too_small = [offer.name for offer in rest if without_pieces(library, offer)]
    told = [offer for offer in rest if offer.name not in too_small]
    by_specialist = [offer.name for offer in told if _by_specialist(library, offer)]
    own = [offer.name for offer in told if not _by_specialist(library, offer)]
    blocks: list[Block] = []
    for key, names in (
        ("page.also_no_pieces", too_small),
        ("page.also", own),
        ("page.also_specialist", by_specialist),
    ):
        if names:
            blocks += paragraph(library.say(key, list=_some(library, names)))
    return tuple(blocks)


def _for_cause(library: Library, cause: str, offer: Offer) -> bool:
    therapy = library.therapies.get(offer.id)
    return therapy is not None and (cause in therapy.for_ or any(cause in e.for_ for e in therapy.evidence))


def _by_specialist(library: Library, offer: Offer) -> bool:
    """What a specialist begins; a drug that has no dose here is one too."""
    return offer.recommendation == "specialist_only" or offer.id in library.drugs


def _some(library: Library, names: list[str]) -> str:
    """The first names and how many more."""
    told = "; ".join(dict.fromkeys(names[:MOST_NAMED]))
    more = len(dict.fromkeys(names)) - MOST_NAMED
    return told if more <= 0 else library.say("page.and_more", text=told, n=str(more))


def _row(library: Library, offer: Offer) -> tuple[Said, ...]:
    line = (
        library.say("offer.line", n=str(offer.line))
        if offer.line is not None
        else library.say("offer.no_line")
    )
    place = library.say("page.place", line=line, word=library.say(f"page.appropriate_{offer.recommendation}"))
    notes = [counted(library, "checks_open", len(offer.checklist))] if offer.checklist else []
    notes += [counted(library, "cautions_n", len(offer.cautions))] if offer.cautions else []
    notes.append(offer.label_status)
    return (
        Said(capital(offer.name)),
        Said(place),
        Said(offer.dose),
        Said("; ".join(notes), offer.limits.cite),
    )


def _held(library: Library, held: tuple[Held, ...]) -> tuple[Block, ...]:
    """What waits, one line for each set of questions; what belongs to a later visit or to a specialist by name only."""
    near = [item for item in held if (item.kind == "drug" and (item.line or item.ask)) or _soon(item)]
    later = [item for item in held if item not in near]
    groups: dict[tuple[str, ...], list[str]] = {}
    for item in near:
        waits = tuple(ask.question for ask in item.ask) or (item.says,)
        groups.setdefault(waits, []).append(item.name)
    items = [Said(" ".join(waits), (), capital(listed(names))) for waits, names in groups.items()]
    waiting = {item.id for item in held}
    bridges = listed(
        named(library, bridge) for item in near for bridge in item.bridge if bridge not in waiting
    )
    after = paragraph(library.say("held.bridge", list_bridges=bridges)) if bridges else ()
    names = [item.name for item in later]
    told = paragraph(library.say("page.held_later", list=_some(library, names))) if names else ()
    return section(library.say("title.held"), bullets(items), after, told)


def _soon(item: Held) -> bool:
    """A treatment of another kind that the guideline has in its first two lines."""
    return item.line is not None and item.line <= SECOND_LINE


def _excluded(library: Library, plan: Plan) -> tuple[Block, ...]:
    """What the guideline would have and does not fit this person, one line for each reason; the rest is counted.

    The details give every reason in full.
    """
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    shown = [item for item in plan.excluded if item.why and _matters(item)]
    for item in shown:
        groups.setdefault((opening(item.why[0].says), item.why[0].cite), []).append(item.name)
    items = (Said(says, cite, capital(listed(names))) for (says, cite), names in groups.items())
    rest = len(plan.excluded) - len(shown)
    return section(
        library.say("title.excluded"),
        bullets(items),
        paragraph(counted(library, "excluded_more", rest)) if rest else (),
    )


def _matters(item: Excluded) -> bool:
    """Whether a reader would have expected it: the guideline names it, or it was tried."""
    return item.line is not None or item.why[0].rule.startswith("tried_")


def _safety_net(library: Library, plan: Plan) -> tuple[Block, ...]:
    return section(
        library.say("title.safety_net"), bullets(Said(said.says, said.cite) for said in plan.safety_net)
    )
