"""Page: what is said, neutral of how it is shown. Built from a Plan, Assessment, Verdict or entry; drawn as text or
HTML. Holds no clinical statement of its own and no formatting.

A chart only repeats in a picture what the words beside it say, so a renderer may leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Tone: TypeAlias = Literal["plain", "danger", "caution", "good", "quiet"]


@dataclass(frozen=True, slots=True)
class Said:
    """Words and the sources they rest on (`source @ place`); `label` is what they are about, set apart from them."""

    text: str
    cite: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    said: Said
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences; numbered where the order means something."""

    items: tuple[Said, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels, each with what there is to say about it."""

    rows: tuple[tuple[str, tuple[Said, ...]], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A dose rising over days: (day, total per day, label). `says` is the picture in words."""

    says: str
    points: tuple[tuple[int, float, str], ...]
    last_day: int


@dataclass(frozen=True, slots=True)
class Icons:
    """So many of a hundred people, with the treatment and with the comparator. `says` is the picture in words."""

    says: str
    rows: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is felt or was found at some regions: its name, the regions as they were recorded, and in words."""

    label: str
    regions: tuple[str, ...]
    says: str
    pain: bool = False


@dataclass(frozen=True, slots=True)
class BodyMap:
    """Where it hurts and what was found where, on a drawn body. The words beside it say all that it shows.

    `regions` maps a region to itself and its parts, `names` to its name; `sheets` names the single pictures.
    """

    title: str
    marks: tuple[Mark, ...]
    note: str
    regions: Mapping[str, frozenset[str]] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    sheets: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Box:
    """Something that must not be overlooked."""

    tone: Tone
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `folded` may be opened by the reader where the medium allows."""

    title: str
    blocks: tuple[Block, ...]
    folded: bool = False


Block: TypeAlias = Paragraph | Bullets | Pairs | Table | Steps | Icons | BodyMap | Box | Section


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source as it is listed: what it is, where in it we looked, how it was read, where to find it."""

    id: str
    title: str
    places: tuple[str, ...]
    how: str
    link: str


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document: the first page, the details behind it, and the sources cited in order of appearance."""

    title: str
    subtitle: str
    first: tuple[Block, ...]
    details_title: str = ""
    details: tuple[Block, ...] = ()
    sources_title: str = ""
    sources: tuple[SourceLine, ...] = ()
    foot: tuple[str, ...] = ()


def cited(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Every citation in the blocks once, in order of appearance."""
    return tuple(dict.fromkeys(cite for said in _said_in(blocks) for cite in said.cite))


def _said_in(blocks: tuple[Block, ...]) -> Iterator[Said]:
    for block in blocks:
        match block:
            case Paragraph(said=said):
                yield said
            case Bullets(items=items):
                yield from items
            case Pairs(rows=rows):
                for _, value in rows:
                    yield from value
            case Table(rows=cells):
                for row in cells:
                    yield from row
            case Box(blocks=inner) | Section(blocks=inner):
                yield from _said_in(inner)
            case Steps() | Icons() | BodyMap():
                pass  # a picture cites nothing: the words beside it do
