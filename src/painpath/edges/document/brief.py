"""The short form of a page for a terminal: its first page, what could not be read, and how to get the rest."""

from __future__ import annotations

from msgspec.structs import replace

from painpath.edges.document.page import Page, Paragraph, Said, cited
from painpath.edges.document.parts import bullets, counted, section
from painpath.edges.document.sources import source_lines
from painpath.library import Library

UNREAD_SHOWN = 10


def brief(library: Library, page: Page, unread: tuple[str, ...] = ()) -> Page:
    """The first page alone with the sources that it cites; the first lines of what could not be read at its end."""
    more = len(unread) - UNREAD_SHOWN
    after = section(
        library.say("title.unread"),
        bullets(Said(line) for line in unread[:UNREAD_SHOWN]),
        (Paragraph(Said(counted(library, "unread_more", more))),) if more > 0 else (),
    )
    return replace(
        page,
        first=(*page.first, *after),
        details=(),
        sources=source_lines(library, cited(page.first)),
        foot=(library.say("page.brief"), *page.foot) if page.details else page.foot,
    )
