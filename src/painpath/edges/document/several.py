"""Several pages as one, each under its own heading, with one list of sources."""

from __future__ import annotations

from collections.abc import Iterable

from painpath.edges.document.page import Block, Page, Paragraph, Said, Section, cited
from painpath.edges.document.sources import source_lines
from painpath.library import Library


def one_page(library: Library, pages: Iterable[tuple[str, str, Page]]) -> Page:
    """Pages with the day and the words that go before each, as the letters of one patient."""
    blocks: list[Block] = []
    for day, says, page in pages:
        inner = (Paragraph(Said(says), "quiet"), *page.first, *page.details)
        blocks.append(Section(f"{day}: {page.title}", inner))
    first = tuple(blocks)
    return Page(
        title=library.say("review_page.letters"),
        subtitle=library.say("review_page.letters_lead"),
        first=first,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(first)),
    )
