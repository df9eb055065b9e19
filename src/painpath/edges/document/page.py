"""Page: what is said, neutral of how it is shown. Built from a Plan, Assessment, Verdict or entry; drawn as text or
HTML. Holds no clinical statement of its own and no formatting.

A chart only repeats in a picture what the words beside it say, so a renderer may leave it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

import msgspec

#: how days are drawn by what was taken then
Shade: TypeAlias = Literal["off", "rising", "on", "low", "leaving", "unknown"]
Tone: TypeAlias = Literal["plain", "danger", "caution", "good", "quiet"]


class Said(msgspec.Struct, frozen=True):
    """Words and the sources they rest on (`source @ place`); `label` is what they are about, set apart from them."""

    text: str
    cite: tuple[str, ...] = ()
    label: str = ""


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph."""

    said: Said
    tone: Tone = "plain"


class Bullets(msgspec.Struct, frozen=True):
    """A list of sentences; numbered where the order means something."""

    items: tuple[Said, ...]
    numbered: bool = False


class Pairs(msgspec.Struct, frozen=True):
    """Labels, each with what there is to say about it."""

    rows: tuple[tuple[str, tuple[Said, ...]], ...]


class Table(msgspec.Struct, frozen=True):
    """A table; the first cell of a row names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]


class Steps(msgspec.Struct, frozen=True):
    """A dose rising over days: (day, total per day, label). `says` is the picture in words."""

    says: str
    points: tuple[tuple[int, float, str], ...]
    last_day: int


class Icons(msgspec.Struct, frozen=True):
    """So many of a hundred people, with the treatment and with the comparator. `says` is the picture in words."""

    says: str
    rows: tuple[tuple[str, float], ...]


class Mark(msgspec.Struct, frozen=True):
    """One parameter of a profile: its z low..high (None: open on that side); `shown` is false where there is no z."""

    label: str
    low: float | None
    high: float | None
    shown: bool


class Series(msgspec.Struct, frozen=True):
    """One place of a profile: its marks, and what has no z in words (label, finding)."""

    label: str
    marks: tuple[Mark, ...]
    words: tuple[tuple[str, str], ...] = ()


class Profile(msgspec.Struct, frozen=True):
    """Parameters side by side as z, with the range of healthy people. `says` is the picture in words; `axis` names
    what is above, what is below, the number itself, and what stands below the scale because it has none."""

    title: str
    says: str
    within: float
    axis: tuple[str, str, str, str]
    series: tuple[Series, ...]


class Week(msgspec.Struct, frozen=True):
    """The mean of seven days ending on `last`, with the range that is likely for it; days are ordinals."""

    first: int
    last: int
    mean: float
    low: float
    high: float


class Line(msgspec.Struct, frozen=True):
    """One measure over days: what was written down each day, and the means of its weeks."""

    label: str
    points: tuple[tuple[int, float], ...]
    weeks: tuple[Week, ...]


class Stretch(msgspec.Struct, frozen=True):
    """Days with one dose: how they are shaded, what they are called, and the dose as a share of the highest (0..1)."""

    kind: Shade
    label: str
    first: int
    last: int
    share: float | None


class Doses(msgspec.Struct, frozen=True):
    """The doses of one treatment over days."""

    label: str
    stretches: tuple[Stretch, ...]


class Timeline(msgspec.Struct, frozen=True):
    """Measures from 0 to `most` over days, above a staircase of doses for each treatment; days are ordinals.

    `says` is the picture in words; `scale` names the scale of the measures; `bar` is a value to reach, with its name.
    The days that do not count for the first treatment are shaded.
    """

    title: str
    says: str
    most: float
    lines: tuple[Line, ...]
    doses: tuple[Doses, ...]
    scale: str
    bar: tuple[float, str] | None = None


class Belief(msgspec.Struct, frozen=True):
    """What is believed of one number: the likeliest value and its 50, 80 and 95 % ranges (low, high)."""

    label: str
    value: float
    ranges: tuple[tuple[float, float], ...]


class Beliefs(msgspec.Struct, frozen=True):
    """Beliefs on one scale, for comparison; `bar` is a value that counts, with its name; `axis` names both ways."""

    title: str
    says: str
    rows: tuple[Belief, ...]
    axis: tuple[str, str]
    bar: tuple[float, str]


class BodyMark(msgspec.Struct, frozen=True):
    """What is felt or was found at some regions: its name, the regions as they were recorded, and in words."""

    label: str
    regions: tuple[str, ...]
    says: str
    pain: bool = False


class BodyMap(msgspec.Struct, frozen=True):
    """Where it hurts and what was found where, on a drawn body. The words beside it say all that it shows.

    `regions` maps a region to itself and its parts, `names` to its name; `sheets` names the single pictures.
    """

    title: str
    marks: tuple[BodyMark, ...]
    note: str
    regions: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    sheets: Mapping[str, str]


class Box(msgspec.Struct, frozen=True):
    """Something that must not be overlooked."""

    tone: Tone
    title: str
    blocks: tuple[Block, ...]


class Section(msgspec.Struct, frozen=True):
    """A heading and what stands under it; `folded` may be opened by the reader where the medium allows."""

    title: str
    blocks: tuple[Block, ...]
    folded: bool = False


Picture: TypeAlias = Steps | Icons | Profile | BodyMap | Timeline | Beliefs
Block: TypeAlias = Paragraph | Bullets | Pairs | Table | Picture | Box | Section


class SourceLine(msgspec.Struct, frozen=True):
    """A source as it is listed: what it is, where in it we looked, how it was read, where to find it."""

    id: str
    title: str
    places: tuple[str, ...]
    how: str
    link: str


class Page(msgspec.Struct, frozen=True):
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
            case Steps() | Icons() | Profile() | BodyMap() | Timeline() | Beliefs():
                pass  # a picture cites nothing: the words beside it do
