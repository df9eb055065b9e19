"""The assessment as a document: status, grade, what to ask; the causes and red flags behind."""

from __future__ import annotations

from painpath.assessment.result import Assessment
from painpath.edges.document.body_section import body_map
from painpath.edges.document.cause_section import asks_section, flags_section, pain_section, verdict_lines
from painpath.edges.document.page import Block, Box, Page, Paragraph, Said, Table, cited
from painpath.edges.document.parts import (
    bullets,
    capital,
    card,
    intended,
    nothing_known,
    open_danger,
    pressing,
    question,
    section,
    settings_line,
    status_tone,
    unread_section,
)
from painpath.edges.document.sources import source_lines
from painpath.edges.document.unread_line import unread_line
from painpath.edges.document.wording import tidied
from painpath.library import Library

MOST_ASKED = 8


def assessment_page(library: Library, found: Assessment) -> Page:
    """The document of an assessment."""
    urgent = [flag for flag in found.red_flags if flag.answer == "yes"]
    empty = nothing_known(found)
    status = library.say("page.status_nothing_known" if empty else f"page.status_{found.status}")
    title = library.say("page.status_title", status=status)
    says = library.say("page.nothing_known") if empty else found.status_says
    grade = [] if found.status in ("no_pain_recorded", "stop_and_refer") else verdict_lines(library, found)
    first: tuple[Block, ...] = (
        *(card(library, flag) for flag in urgent if pressing(flag)),
        *open_danger(library, found),
        Box(
            status_tone(found.status),
            title,
            (Paragraph(Said(says)), *grade, *unread_line(library, found.unread)),
        ),
        *(card(library, flag) for flag in urgent if not pressing(flag)),
        *body_map(library, found),
        *_causes(library, found),
        *section(
            library.say("title.ask"),
            bullets((question(library, ask) for ask in found.ask[:MOST_ASKED]), numbered=True),
        ),
        *intended(library, library.say("plan.intended_use"), found.knowledge_version),
    )
    details = (
        *pain_section(library, found),
        *flags_section(library, found.red_flags),
        *asks_section(library, found),
        *unread_section(library, found.unread),
    )
    page = Page(
        title=library.say("page.assessment_title"),
        subtitle=settings_line(library, found.settings),
        first=first,
        details_title=library.say("page.details"),
        details=details,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited((*first, *details))),
    )
    return tidied(library, page)


def _causes(library: Library, found: Assessment) -> tuple[Block, ...]:
    suspected = [cause for cause in found.causes if cause.suspected == "yes"]
    if not suspected:
        return ()
    head = tuple(library.say(f"page.causes_{word}") for word in ("name", "fits", "grade", "reach"))
    rows = tuple(
        (
            Said(capital(cause.name), cause.cite),
            Said(library.say(f"page.fits_{cause.answer}")),
            Said(library.say(f"page.grade_{cause.grade}")),
            Said(library.say(f"page.grade_{cause.could_reach}")),
        )
        for cause in suspected
    )
    return section(library.say("title.causes"), [Table("", head, rows)])
