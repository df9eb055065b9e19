"""The drawn body as inline SVG: front and back, and face, hands or feet enlarged where only a part of them is marked.

Pain is hatched, each finding has a texture of its own, so that it reads without colour and on paper; the list beside it
says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from painpath.edges.document.figure import Sheet, drawn, path, sheets
from painpath.edges.document.markup import Markup, join, tag
from painpath.edges.document.page import BodyMap, BodyMark

#: a texture for each finding in turn, on a tile of 9 by 9 units, each at a place of its own so that several can be told
#: apart on one spot; what comes after the last is only listed
_TEXTURES: Mapping[str, Markup] = {
    "pain": tag("path", d="M-1 1L1 -1M0 9L9 0M8 10L10 8", class_="hatch"),
    "dots": join(tag("circle", cx="2", cy="2", r="1.15"), tag("circle", cx="6.5", cy="6.5", r="1.15")),
    "bars": tag("path", d="M4.5 0V9"),
    "rings": tag("circle", cx="6.8", cy="2.2", r="1.7", class_="ring"),
    "crosses": tag("path", d="M0.6 6.8H3.4M2 5.4V8.2"),
    "waves": tag("path", d="M0 4.5Q2.25 2.5 4.5 4.5T9 4.5"),
}
_FINDINGS = tuple(name for name in _TEXTURES if name != "pain")
_WHOLE = ("front", "back")
#: the neck is drawn with the enlarged face but is no part of it
_BESIDE = ("neck_front_left", "neck_front_right", "throat")


def draw_body(block: BodyMap) -> Markup:
    """The body with its marks, and the list of what they say."""
    textures = _textures(block.marks)
    marked = {
        mark: frozenset[str]().union(*(drawn(region, block.regions) for region in mark.regions))
        for mark in block.marks
    }
    shown = [*_WHOLE, *_enlarged([*marked.values()])]
    pictures = [
        _sheet(block, sheets()[name], textures, marked, with_textures=name == _WHOLE[0]) for name in shown
    ]
    items = [
        tag("li", _swatch(textures.get(mark)), tag("strong", mark.label), f": {mark.says}")
        for mark in block.marks
    ]
    note = tag("p", block.note, class_="quiet") if block.note else None
    return tag(
        "figure",
        tag("figcaption", block.title),
        tag("div", *pictures, class_="pictures"),
        tag("ul", *items),
        note,
        class_="body-map",
    )


def _textures(marks: tuple[BodyMark, ...]) -> dict[BodyMark, str]:
    """The texture of each mark, as far as they go."""
    found = {mark: "pain" for mark in marks if mark.pain}
    found |= zip([mark for mark in marks if not mark.pain], _FINDINGS, strict=False)
    return found


def _enlarged(marked: list[frozenset[str]]) -> Iterator[str]:
    """The sheets of which some mark covers only a part, on one side at least, unless another shows that part."""
    seen: frozenset[str] = frozenset()
    for name, sheet in sheets().items():
        outlined = {region for region, _ in sheet.shapes if region not in _BESIDE}
        sides = [frozenset(r for r in outlined if not r.endswith(f"_{side}")) for side in ("left", "right")]
        parts = [own & regions for own in sides for regions in marked if own - regions]
        new = frozenset[str]().union(*parts) - seen
        if new and name not in _WHOLE:
            seen |= outlined
            yield name


def _sheet(
    block: BodyMap,
    sheet: Sheet,
    textures: Mapping[BodyMark, str],
    marked: Mapping[BodyMark, frozenset[str]],
    *,
    with_textures: bool,
) -> Markup:
    parts: list[Markup] = [_definitions(textures)] if with_textures else []
    here: dict[BodyMark, None] = {}
    for region, outline in sheet.shapes:
        shape, name = path(outline), block.names[region]
        own = [mark for mark, regions in marked.items() if region in regions]
        here |= dict.fromkeys(own)
        says = f"{name}: {', '.join(mark.label for mark in own)}" if own else name
        marks = [
            tag("path", d=shape, fill=f"url(#mark-{textures[mark]})", class_=_class(block, mark, region))
            for mark in own
            if mark in textures
        ]
        parts.append(
            tag("g", tag("title", says), tag("path", d=shape, class_="skin"), *marks, data_region=region)
        )
    parts += [
        tag("text", letter, x=f"{x:g}", y=f"{y:g}", text_anchor="middle") for letter, (x, y) in sheet.letters
    ]
    told = "; ".join(f"{mark.label}: {mark.says}" for mark in here)
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {sheet.wide:g} {sheet.high:g}",
        role="img",
        aria_label=f"{block.sheets[sheet.name]}. {told}".strip(),
        class_=f"sheet {sheet.name}",
    )


def _class(block: BodyMap, mark: BodyMark, shape: str) -> str:
    """How the border of a mark is drawn: dashed where only a part that is gone is meant."""
    there = [region for region in mark.regions if not region.startswith("phantom")]
    gone = all(shape not in drawn(region, block.regions) for region in there)
    kind = "pain" if mark.pain else "finding"
    return f"{kind} gone" if gone else kind


def _definitions(textures: Mapping[BodyMark, str]) -> Markup:
    return tag("defs", *(_pattern(name) for name in dict.fromkeys(textures.values())))


def _pattern(name: str) -> Markup:
    return tag(
        "pattern",
        tag("rect", width="9", height="9", class_="tint") if name == "pain" else None,
        _TEXTURES[name],
        id=f"mark-{name}",
        width="9",
        height="9",
        patternUnits="userSpaceOnUse",
        class_="texture",
    )


def _swatch(texture: str | None) -> Markup | None:
    """A small square of the texture before its words."""
    if texture is None:
        return None
    square = tag("rect", x="0.5", y="0.5", width="17", height="17", fill=f"url(#mark-{texture})")
    kind = "pain" if texture == "pain" else "finding"
    return tag("svg", square, viewBox="0 0 18 18", aria_hidden="true", class_=f"swatch {kind}")
