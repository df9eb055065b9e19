"""The verdict on one order: safe or not and why, the limits for this person, what to ask, what was not checked."""

from __future__ import annotations

from painpath.assessment.words import name_of
from painpath.edges.document.page import Block, Box, Page, Paragraph, Said, Tone, cited
from painpath.edges.document.parts import (
    amount,
    bullets,
    capital,
    card,
    counted,
    intended,
    listed,
    named,
    pairs,
    paragraph,
    per_day,
    pressing,
    question,
    reason,
    section,
    settings_line,
    unread_section,
    watermark,
)
from painpath.edges.document.sources import source_lines
from painpath.edges.document.wording import stopped, tidied
from painpath.library import Library
from painpath.planning.result import Verdict

_TONES: dict[str, Tone] = {"contraindicated": "danger", "avoid": "danger", "ok": "good"}


MOST_OPEN = 6


def verdict_page(library: Library, verdict: Verdict, *, whole: bool = True) -> Page:
    """The document of a verdict; not `whole` it names only the first of what is to be confirmed, and how many more."""
    order = " ".join(part for part in (named(library, verdict.drug), verdict.dose) if part)
    appropriate = library.say(f"page.appropriate_{verdict.appropriateness}")
    limits = verdict.limits
    rows = [
        (
            library.say("page.order_indication"),
            [Said(named(library, verdict.indication) if verdict.indication else "")],
        ),
        (library.say("page.order_intent"), [Said(verdict.intent)]),
        (library.say("page.order_idea"), [Said(verdict.appropriateness_says, (), capital(appropriate))]),
        (
            library.say("page.order_limit"),
            [Said(amount(library, limits.max_daily_dose, limits.doses_per_day), limits.cite)],
        ),
        (
            library.say("page.order_times"),
            [Said(per_day(library, limits.doses_per_day))],
        ),
        (
            library.say("page.order_start"),
            [Said(amount(library, limits.start_daily_dose, limits.start_doses_per_day), limits.cite)],
        ),
        (library.say("page.order_limits_say"), [Said(limits.says), Said(limits.supplement)]),
    ]
    title = library.say("page.verdict_title", verdict=library.say(f"page.severity_{verdict.verdict}"))
    mark = [] if verdict.reviewed else watermark(library, [named(library, verdict.drug)])
    flags = [flag for flag in verdict.red_flags if flag.answer == "yes"]
    first: tuple[Block, ...] = (
        *(card(library, flag) for flag in flags if pressing(flag)),
        Box(_TONES.get(verdict.verdict, "caution"), title, (*_says(library, verdict, whole=whole), *mark)),
        *(card(library, flag) for flag in flags if not pressing(flag)),
        *section(library.say("page.reasons"), bullets(reason(library, why) for why in verdict.reasons)),
        *section(
            library.say("page.needed"), bullets(question(library, ask) for ask in verdict.ask if ask.must)
        ),
        *section(
            library.say("page.confirm" if verdict.intent == "start" else "page.open"),
            *_confirm(library, verdict, whole=whole),
        ),
        *section(library.say("page.order"), pairs(rows)),
        *intended(library, verdict.intended_use, verdict.knowledge_version),
    )
    details = (
        *section(
            library.say("page.checked"),
            paragraph(listed(named(library, check) for check in verdict.checked)),
            folded=True,
        ),
        *section(
            library.say("page.not_checked"),
            bullets(Said(named(library, name)) for name in verdict.not_checked),
        ),
        *unread_section(library, verdict.unread),
    )
    page = Page(
        title=library.say("page.order_title", order=order),
        subtitle=settings_line(library, verdict.settings),
        first=first,
        details_title=library.say("page.details"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
    )
    return tidied(library, page)


def _says(library: Library, verdict: Verdict, *, whole: bool) -> tuple[Block, ...]:
    """What the verdict says; a long list of what is open becomes its first names and how many more there are."""
    every = list(dict.fromkeys(name_of(library, ask.fact) for ask in verdict.ask))
    must = list(dict.fromkeys(name_of(library, ask.fact) for ask in verdict.ask if ask.must))
    for names in (every, must):
        listing = ", ".join(names)
        if len(names) > MOST_OPEN and listing in verdict.says:
            lead = verdict.says.partition(listing)[0]
            more = counted(library, "open_below" if whole else "open_more", len(names) - MOST_OPEN)
            first = bullets(Said(name) for name in names[:MOST_OPEN])
            return (Paragraph(Said(lead.rstrip())), *first, *paragraph(more))
    return (Paragraph(Said(stopped(verdict.says))),)


def _confirm(library: Library, verdict: Verdict, *, whole: bool) -> tuple[tuple[Block, ...], ...]:
    """The questions that need not be answered before judging: all of them, or the first and how many more."""
    asks = [ask for ask in verdict.ask if not ask.must]
    if whole or len(asks) <= MOST_OPEN:
        return (bullets(Said(ask.question) for ask in asks),)
    more = counted(library, "open_more", len(asks) - MOST_OPEN)
    return bullets(Said(ask.question) for ask in asks[:MOST_OPEN]), paragraph(more)
