"""A page as plain text: wrapped, headings underlined, marks that do not need colour, an order that reads well aloud.

Pictures are left out here: what they show is said in the words beside them. Every word of a page passes
`_Pen.wrap` or `_Pen.words`, and there what would steer the terminal is made visible.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping

import msgspec

from painpath.edges.document.page import (
    Beliefs,
    Block,
    BodyMap,
    Box,
    Bullets,
    Icons,
    Page,
    Pairs,
    Paragraph,
    Profile,
    Said,
    Section,
    SourceLine,
    Steps,
    Table,
    Timeline,
    Tone,
)
from painpath.edges.document.sources import split_cite
from painpath.edges.document.visible import visible

NARROWEST = 40
_MARKS: Mapping[Tone, str] = {"danger": "!! ", "caution": "! ", "good": "", "plain": "", "quiet": ""}
_STYLES: Mapping[str, str] = {"danger": "1;31", "caution": "33", "good": "32", "quiet": "2", "heading": "1"}
_STEP = 2  # columns of indentation a level


class _Pen(msgspec.Struct, frozen=True):
    """How wide, with or without colour, and the number of each source."""

    width: int
    colour: bool
    numbers: Mapping[str, int]

    def style(self, line: str, style: str) -> str:
        code = _STYLES.get(style)
        return f"\x1b[{code}m{line}\x1b[0m" if self.colour and code and line.strip() else line

    def wrap(self, text: str, indent: int, first: str = "", style: str = "plain") -> list[str]:
        """Lines of at most the width; `first` stands before the first line, the others hang under its end."""
        pad = " " * indent
        found = textwrap.wrap(
            " ".join(visible(text).split()),
            width=max(self.width, indent + NARROWEST // 2),
            initial_indent=pad + visible(first),
            subsequent_indent=pad + " " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )
        return [self.style(line, style) for line in found or [(pad + first).rstrip()]]

    def words(self, said: Said) -> str:
        """What is said, its label before it and the numbers of its sources behind it."""
        numbers = sorted({self.numbers[n] for n, _ in map(split_cite, said.cite) if n in self.numbers})
        marks = f" [{', '.join(map(str, numbers))}]" if numbers else ""
        label = f"{said.label}: " if said.label and said.text else said.label
        return visible(f"{label}{said.text}{marks}")


def render_text(page: Page, width: int = 100, colour: bool = False) -> str:  # noqa: FBT002 - how, not what
    """The page as text of at most `width` columns, ending in a newline."""
    numbers = {source.id: i for i, source in enumerate(page.sources, 1)}
    pen = _Pen(max(width, NARROWEST), colour, numbers)
    lines = [pen.style(line, "heading") for line in _underlined(pen, page.title, "=")] if page.title else []
    if page.subtitle:
        lines += pen.wrap(page.subtitle, 0, style="quiet")
    lines += _blocks(pen, page.first, 0, 2)
    if page.details:
        lines += ["", "", *(pen.style(line, "heading") for line in _underlined(pen, page.details_title, "="))]
        lines += _blocks(pen, page.details, 0, 2)
    if page.sources:
        lines += ["", "", *(pen.style(line, "heading") for line in _underlined(pen, page.sources_title, "="))]
        for number, source in enumerate(page.sources, 1):
            lines += pen.wrap(_source_words(source), 0, f"[{number}] ")
    for foot in page.foot:
        lines += ["", *pen.wrap(foot, 0, style="quiet")]
    return "\n".join(line.rstrip() if not colour else line for line in lines).lstrip("\n") + "\n"


def render_blocks(blocks: tuple[Block, ...], width: int, colour: bool) -> str:
    """A few blocks by themselves, without citations."""
    return "\n".join(_blocks(_Pen(max(width, NARROWEST), colour, {}), blocks, 0, 2)).strip("\n")


def _source_words(source: SourceLine) -> str:
    title = source.title if source.title.endswith(".") else f"{source.title}."
    places = f" ({'; '.join(source.places)})" if source.places else ""
    return f"{title}{places} {source.how} {source.link}".rstrip()


def _underlined(pen: _Pen, title: str, mark: str) -> list[str]:
    lines = pen.wrap(title, 0)
    return [*lines, mark * min(pen.width, max(len(line) for line in lines))]


def _blocks(pen: _Pen, blocks: Iterable[Block], indent: int, level: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += _block(pen, block, indent, level)
    return lines


def _block(pen: _Pen, block: Block, indent: int, level: int) -> list[str]:
    match block:
        case Paragraph(said=said, tone=tone):
            return ["", *pen.wrap(pen.words(said), indent, _MARKS[tone], tone)]
        case Bullets(items=items, numbered=numbered):
            lines = [""]
            for number, item in enumerate(items, 1):
                lines += pen.wrap(pen.words(item), indent, f"{number}. " if numbered else "- ")
            return lines if items else []
        case Pairs(rows=rows):
            return ["", *(line for label, said in rows for line in _pair(pen, label, said, indent))]
        case Table():
            return ["", *_table(pen, block, indent)]
        case Box(tone=tone, title=title, blocks=inner):
            head = pen.wrap(title, indent, _MARKS[tone], tone)
            return ["", *head, *_tight(_blocks(pen, inner, indent + len(_MARKS[tone]), level))]
        case Section(title=title, blocks=inner):
            if level == 2:
                head = [pen.style(line, "heading") for line in _underlined(pen, title, "-")]
                return ["", "", *head, *_tight(_blocks(pen, inner, indent, level + 1))]
            head = pen.wrap(title, indent, style="heading")
            return ["", *head, *_tight(_blocks(pen, inner, indent + _STEP, level + 1))]
        case Steps() | Icons() | Profile() | BodyMap() | Timeline() | Beliefs():
            return []


def _tight(lines: list[str]) -> list[str]:
    """Without the blank line at the start: it stands right under its heading."""
    return lines[1:] if lines and not lines[0] else lines


def _pair(pen: _Pen, label: str, values: tuple[Said, ...], indent: int) -> list[str]:
    if len(values) == 1:
        return pen.wrap(f"{label}: {pen.words(values[0])}", indent)
    lines = pen.wrap(f"{label}:", indent)
    for value in values:
        lines += pen.wrap(pen.words(value), indent + _STEP, "- ")
    return lines


def _table(pen: _Pen, table: Table, indent: int) -> list[str]:
    cells = [[pen.words(cell) for cell in row] for row in table.rows]
    widths = _widths(pen, table, cells, indent)
    lines = pen.wrap(table.caption, indent) if table.caption else []
    if not widths:
        for row in cells:
            lines += pen.wrap(row[0], indent)
            for head, cell in zip(table.head[1:], row[1:], strict=True):
                lines += pen.wrap(f"{head}: {cell}", indent + _STEP) if cell else []
        return lines
    lines += [pen.style(line, "heading") for line in _row(list(table.head), widths, indent)]
    lines.append(" " * indent + "  ".join("-" * width for width in widths))
    for row in cells:
        lines += _row(row, widths, indent)
    return lines


def _row(cells: list[str], widths: list[int], indent: int) -> list[str]:
    columns = [
        textwrap.wrap(visible(c), w, break_on_hyphens=False) or [""]
        for c, w in zip(cells, widths, strict=True)
    ]
    height = max(len(column) for column in columns)
    return [
        (" " * indent + "  ".join((c[i] if i < len(c) else "").ljust(w) for c, w in zip(columns, widths, strict=True)))
        .rstrip()
        for i in range(height)
    ]  # fmt: skip


def _widths(pen: _Pen, table: Table, cells: list[list[str]], indent: int) -> list[int]:
    """Column widths that fill the line fairly and break no word; empty when they would be too narrow to read."""
    room = pen.width - indent - 2 * (len(table.head) - 1)
    wanted = [max(len(row[i]) for row in [list(table.head), *cells]) for i in range(len(table.head))]
    words = [
        max((len(word) for row in [list(table.head), *cells] for word in row[i].split()), default=0)
        for i in range(len(table.head))
    ]
    widths = [0] * len(wanted)
    left = set(range(len(wanted)))
    while left:
        share = room // len(left)
        fits = {i for i in left if wanted[i] <= share}
        if not fits:
            if share < 14:
                return []
            long = {i for i in left if words[i] > share}
            if long:
                for i in long:
                    widths[i] = words[i]
                    room -= words[i]
                left -= long
                continue
            for i in left:
                widths[i] = share
            break
        for i in fits:
            widths[i] = wanted[i]
            room -= wanted[i]
        left -= fits
    return widths
