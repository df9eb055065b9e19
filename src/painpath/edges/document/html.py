"""A page as one self-contained HTML file: no script, nothing fetched, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from painpath.edges.document.body_drawing import draw_body
from painpath.edges.document.charts import draw_icons, draw_steps
from painpath.edges.document.markup import Markup, join, tag
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
)
from painpath.edges.document.profile_chart import draw_profile
from painpath.edges.document.sources import split_cite
from painpath.edges.document.timeline_chart import draw_beliefs, draw_timeline

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DEEPEST = 6
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(slots=True)
class _Sheet:
    """The number of each source, and how many anchors were given out."""

    numbers: Mapping[str, int]
    anchors: int = 0
    contents: list[tuple[str, str]] = field(default_factory=list)

    def anchor(self) -> str:
        self.anchors += 1
        return f"s{self.anchors}"

    def words(self, said: Said) -> Markup:
        """What is said, its label before it and links to its sources behind it."""
        places: dict[int, list[str]] = {}
        for cite in said.cite:
            name, place = split_cite(cite)
            if name in self.numbers:
                places.setdefault(self.numbers[name], []).append(place)
        links = [
            tag("a", str(n), href=f"#source{n}", title="; ".join(filter(None, found)) or None)
            for n, found in sorted(places.items())
        ]
        marks = (
            tag("sup", *(join(", " if i else "", link) for i, link in enumerate(links))) if links else None
        )
        label = tag("strong", said.label) if said.label else None
        return join(
            label, ": " if label and said.text else None, said.text, "\u202f" if marks else None, marks
        )


def render_html(page: Page) -> str:
    """The page as a whole HTML document."""
    sheet = _Sheet({source.id: i for i, source in enumerate(page.sources, 1)})
    first = _blocks(sheet, page.first, 2)
    details = _blocks(sheet, page.details, 3, listed=True)
    parts: list[Markup] = [
        tag("header", tag("h1", page.title), tag("p", page.subtitle) if page.subtitle else None)
    ]
    parts.append(first)
    if page.details:
        parts.append(tag("h2", page.details_title, class_="part"))
        links = [tag("li", tag("a", title, href=f"#{anchor}")) for title, anchor in sheet.contents]
        parts.append(tag("nav", tag("ul", *links), aria_label=page.details_title, class_="contents"))
        parts.append(details)
    if page.sources:
        items = [_source(number, source) for number, source in enumerate(page.sources, 1)]
        parts.append(
            tag("section", tag("h2", page.sources_title, class_="part"), tag("ol", *items, class_="sources"))
        )
    parts += [tag("footer", *(tag("p", foot) for foot in page.foot))] if page.foot else []
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("title", page.title),
        tag("style", Markup(_style())),
    )
    body = tag("body", tag("main", *parts))
    return f"<!doctype html>\n{tag('html', head, body, lang='en')}\n"


@cache
def _style() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _source(number: int, source: SourceLine) -> Markup:
    places = f" ({'; '.join(source.places)})" if source.places else ""
    web = source.link.startswith(("https://", "http://"))
    link = tag("a", source.link, href=source.link, rel="noreferrer") if web else source.link
    return tag("li", tag("cite", source.title), f"{places}. {source.how} ", link, id=f"source{number}")


def _blocks(sheet: _Sheet, blocks: tuple[Block, ...], level: int, *, listed: bool = False) -> Markup:
    return join(*(_block(sheet, block, level, listed=listed) for block in blocks))


def _block(sheet: _Sheet, block: Block, level: int, *, listed: bool = False) -> Markup:
    heading = f"h{min(level, _DEEPEST)}"
    match block:
        case Paragraph(said=said, tone=tone):
            return tag("p", sheet.words(said), class_=None if tone == "plain" else tone)
        case Bullets(items=items, numbered=numbered):
            return tag("ol" if numbered else "ul", *(tag("li", sheet.words(item)) for item in items))
        case Pairs(rows=rows):
            return tag("dl", *(_pair(sheet, label, values) for label, values in rows))
        case Table():
            return _table(sheet, block)
        case Steps():
            return draw_steps(block)
        case Icons():
            return draw_icons(block)
        case BodyMap():
            return draw_body(block)
        case Profile():
            return draw_profile(block, sheet.anchor())
        case Timeline():
            return draw_timeline(block, sheet.anchor())
        case Beliefs():
            return draw_beliefs(block, sheet.anchor())
        case Box(tone=tone, title=title, blocks=inner):
            anchor = sheet.anchor()
            head = tag(heading, title, id=anchor)
            return tag(
                "section",
                head,
                _blocks(sheet, inner, level + 1),
                class_=f"box {tone}",
                aria_labelledby=anchor,
            )
        case Section(title=title, blocks=inner, folded=folded):
            anchor = sheet.anchor()
            if listed:
                sheet.contents.append((title, anchor))
            if folded:
                head = tag("summary", tag(heading, title, id=anchor))
                return tag("details", head, _blocks(sheet, inner, level + 1))
            head = tag(heading, title, id=anchor)
            return tag("section", head, _blocks(sheet, inner, level + 1), aria_labelledby=anchor)


def _pair(sheet: _Sheet, label: str, values: tuple[Said, ...]) -> Markup:
    return tag("div", tag("dt", label), *(tag("dd", sheet.words(value)) for value in values))


def _table(sheet: _Sheet, table: Table) -> Markup:
    """A table; on a phone each row stands by itself, every cell under its heading (hence the roles and labels)."""
    names = (tag("th", name, scope="col", role="columnheader") for name in table.head)
    head = tag("thead", tag("tr", *names, role="row"), role="rowgroup")
    rows = []
    for row in table.rows:
        first = tag("th", sheet.words(row[0]), scope="row", role="rowheader")
        rest = (_cell(sheet, name, cell) for name, cell in zip(table.head[1:], row[1:], strict=True))
        rows.append(tag("tr", first, *rest, role="row"))
    caption = tag("caption", table.caption) if table.caption else None
    whole = tag("table", caption, head, tag("tbody", *rows, role="rowgroup"), role="table")
    return tag("div", whole, class_="wide")


def _cell(sheet: _Sheet, name: str, cell: Said) -> Markup:
    date = "date" if _DATE.match(cell.text) else None
    empty = "empty" if not cell.text else None
    return tag("td", sheet.words(cell), role="cell", data_label=name or None, class_=date or empty)
