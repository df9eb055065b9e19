"""The review list as a page and as CSV: one row a finding, worst first, the file's name and no value of the patient."""

from __future__ import annotations

import csv
import io

import msgspec

from painpath.edges.document.page import Block, Page, Said, Section, Table, cited
from painpath.edges.document.parts import bullets, capital, intended, paragraph
from painpath.edges.document.sources import source_lines
from painpath.edges.document.visible import visible
from painpath.library import Library
from painpath.planning.findings import GROUPS

COLUMNS = ("file", "group", "rule", "about", "says", "severity", "act", "do", "cite")
#: a spreadsheet would run a cell that begins like this
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Row(msgspec.Struct, frozen=True):
    """A finding and the file it is of."""

    file: str
    group: str
    rule: str
    about: str
    says: str
    severity: str
    act: str
    do: str
    cite: tuple[str, ...]
    rank: tuple[int, int, str, str]


class ReviewList(msgspec.Struct, frozen=True):
    """How many files were found and read, every finding, and what could not be read."""

    files: int
    read: int
    findings: tuple[Row, ...]
    unread: tuple[Row, ...]
    knowledge_version: str


def review_list_csv(found: ReviewList) -> str:
    """The findings as CSV, then the files that could not be read."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in (*found.findings, *found.unread):
        if row.group != "none":
            cells = [getattr(row, column) for column in COLUMNS[:-1]]
            writer.writerow([*map(_cell, cells), _cell("; ".join(row.cite))])
    return out.getvalue()


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> _cell("=1+1"), _cell("stop")
    ("'=1+1", 'stop')
    """
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def review_list_page(library: Library, found: ReviewList) -> Page:
    """The list in sections from the gravest group to the least."""
    rows = [row for row in found.findings if row.group != "none"]
    with_finding = len({row.file for row in rows})
    head = tuple(library.say(f"review_list.{word}") for word in ("file", "about", "says", "act"))
    blocks: list[Block] = [
        *paragraph(
            library.say(
                "review_list.lead", n_files=str(found.files), n_found=str(with_finding), n=str(len(rows))
            )
        )
    ]
    for group in GROUPS:
        table = tuple(
            (
                Said(row.file),
                Said(capital(row.about)),
                Said(row.says, row.cite),
                Said(" ".join(part for part in (_act(library, row.act), row.do) if part)),
            )
            for row in rows
            if row.group == group
        )
        if table:
            title = library.say(
                "review_list.group", text=library.say(f"review_list.{group}"), n=str(len(table))
            )
            blocks.append(Section(title, (Table("", head, table),)))
    if found.unread:
        lines = bullets(Said(row.says, (), row.file) for row in found.unread)
        blocks.append(Section(library.say("title.unread"), lines))
    whole = (*blocks, *intended(library, library.say("plan.intended_use"), found.knowledge_version))
    return Page(
        title=library.say("review_list.title"),
        subtitle="",
        first=whole,
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(whole)),
    )


def _act(library: Library, act: str) -> str:
    words = capital(library.texts.get(f"act.{act}", act.replace("_", " ")))
    return f"{words}." if words else ""
