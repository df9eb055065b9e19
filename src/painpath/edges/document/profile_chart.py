"""A sensory profile as inline SVG, drawn as the field draws it: parameters from left to right, z upwards, the range of
healthy people as a band, one line for the place that hurts and one for its control.

Shape and fill tell the places apart, not colour: filled circles on an unbroken line, hollow squares on a broken one.
A z that is a range is a bar; an open end has an arrow; what has no z has a cross below the scale.
"""

from __future__ import annotations

import math

from painpath.edges.document.markup import Markup, join, tag
from painpath.edges.document.page import Mark, Profile, Series

_WIDE, _LEFT, _RIGHT, _TOP, _SCALE, _FOOT = 740.0, 86.0, 96.0, 20.0, 264.0, 74.0
#: the scale reaches at least so far and at most so far; beyond it an arrow says so
_LEAST, _MOST = 4.0, 8.0
_SIZE = 4.5


def draw_profile(profile: Profile, anchor: str) -> Markup:
    """The chart; `anchor` keeps the ids of its title and description apart from those of others on the page."""
    reach = _reach(profile)
    labels = [mark.label for mark in profile.series[0].marks] if profile.series else []
    step = (_WIDE - _LEFT - _RIGHT) / max(len(labels), 1)
    high = _TOP + _SCALE + _FOOT + 20.0 * len(profile.series)
    parts = [
        tag("title", profile.title, id=f"{anchor}t"),
        tag("desc", profile.says, id=f"{anchor}d"),
        _scale(profile, reach),
        *(_text(label, _x(i, step), _TOP + _SCALE + 34, anchor="middle") for i, label in enumerate(labels)),
    ]
    for place, series in enumerate(profile.series):
        parts += [*_drawn(series, place, len(profile.series), step, reach), _legend(series, place)]
    if any(_middle(mark) is None for series in profile.series for mark in series.marks):
        parts += [
            *_cross(_WIDE / 2 + 20, _TOP + _SCALE + 62),
            _text(profile.axis[3], _WIDE / 2 + 32, _TOP + _SCALE + 66),
        ]
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {_WIDE:.0f} {high:.0f}",
        role="img",
        aria_labelledby=f"{anchor}t {anchor}d",
        class_="profile",
    )


def _reach(profile: Profile) -> float:
    """How far the scale goes on either side."""
    ends = [
        abs(end)
        for series in profile.series
        for mark in series.marks
        for end in (mark.low, mark.high)
        if mark.shown and end is not None
    ]
    return min(max(_LEAST, *(math.ceil(end + 0.5) for end in ends)) if ends else _LEAST, _MOST)


def _x(i: int, step: float) -> float:
    return _LEFT + (i + 0.5) * step


def _y(z: float, reach: float) -> float:
    return _TOP + (reach - max(-reach, min(reach, z))) / (2 * reach) * _SCALE


def _text(said: str, x: float, y: float, *, anchor: str = "start", kind: str | None = None) -> Markup:
    return tag("text", said, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=kind)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return tag("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=kind)


def _scale(profile: Profile, reach: float) -> Markup:
    """Band, zero, whole numbers, and the words above and below."""
    above, below, number, _ = profile.axis
    right = _WIDE - _RIGHT
    top, bottom = _y(profile.within, reach), _y(-profile.within, reach)
    parts = [
        tag(
            "rect",
            x=f"{_LEFT}",
            y=f"{top:.1f}",
            width=f"{right - _LEFT}",
            height=f"{bottom - top:.1f}",
            class_="band",
        )
    ]
    for z in range(-int(reach), int(reach) + 1):
        if z % (2 if reach > _LEAST else 1) == 0:
            y = _y(z, reach)
            parts.append(_line(_LEFT, y, right, y, "zero" if z == 0 else "grid"))
            parts.append(
                _text(
                    f"{z:+d}".replace("+0", "0").replace("-", "\u2212"),
                    _LEFT - 8,
                    y + 4,
                    anchor="end",
                    kind="axis",
                )
            )
    parts += [_line(_LEFT, y, right, y, "edge") for y in (top, bottom)]
    parts += [
        _text(f"\u2191 {above}", 2, _TOP + 4, kind="axis"),
        _text(number, 2, _TOP + _SCALE / 2 + 4, kind="axis"),
        _text(f"\u2193 {below}", 2, _TOP + _SCALE + 4, kind="axis"),
    ]
    return join(*parts)


def _drawn(series: Series, place: int, places: int, step: float, reach: float) -> list[Markup]:
    """One place: its line, then its marks; two places stand side by side so that none hides the other."""
    aside = 0.0 if places == 1 else (place - (places - 1) / 2) * 11.0
    points = [(_x(i, step) + aside, mark) for i, mark in enumerate(series.marks)]
    path, pen = "", "M"
    for x, mark in points:
        middle = _middle(mark)
        if middle is None:
            pen = "M"  # a line through what is not known would say too much
        else:
            path, pen = f"{path}{pen}{x:.1f} {_y(middle, reach):.1f}", "L"
    parts = [tag("path", d=path, class_="link" if place == 0 else "link two")] if path else []
    for x, mark in points:
        parts += _marked(mark, x, place, reach)
    parts += [
        _text(f"{label}:", _WIDE - _RIGHT + 10, _TOP + 14 + i * 62, kind=None)
        for i, (label, _) in enumerate(series.words)
        if place == 0
    ]
    parts += [
        join(
            _shape(_WIDE - _RIGHT + 16, _TOP + 28 + i * 62 + place * 17, place),
            _text(said, _WIDE - _RIGHT + 26, _TOP + 32 + i * 62 + place * 17),
        )
        for i, (_, said) in enumerate(series.words)
    ]
    return parts


def _middle(mark: Mark) -> float | None:
    """Where the mark stands: the middle of a range, the known end of an open one; nowhere without a z."""
    if not mark.shown:
        return None
    ends = [end for end in (mark.low, mark.high) if end is not None]
    return sum(ends) / len(ends) if ends else None


def _marked(mark: Mark, x: float, place: int, reach: float) -> list[Markup]:
    middle = _middle(mark)
    if middle is None:
        return _cross(x, _TOP + _SCALE + 14)
    low = -reach if mark.low is None else mark.low
    high = reach if mark.high is None else mark.high
    parts = []
    if low != high:
        parts.append(_line(x, _y(low, reach), x, _y(high, reach), "range"))
    for end, way in ((mark.low, -1), (mark.high, 1)):
        if end is None or end * way > reach:
            parts.append(_arrow(x, _y(way * reach, reach), way))
    parts.append(_shape(x, _y(middle, reach), place))
    return parts


def _cross(x: float, y: float) -> list[Markup]:
    return [_line(x - 4, y - 4, x + 4, y + 4, "range"), _line(x - 4, y + 4, x + 4, y - 4, "range")]


def _arrow(x: float, y: float, way: int) -> Markup:
    return tag(
        "path",
        d=f"M{x - 5:.1f} {y + 7 * way:.1f}L{x:.1f} {y:.1f}L{x + 5:.1f} {y + 7 * way:.1f}Z",
        class_="first",
    )


def _shape(x: float, y: float, place: int) -> Markup:
    if place == 0:
        return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{_SIZE}", class_="first")
    side = f"{2 * _SIZE - 1}"
    return tag(
        "rect",
        x=f"{x - _SIZE + 0.5:.1f}",
        y=f"{y - _SIZE + 0.5:.1f}",
        width=side,
        height=side,
        class_="second",
    )


def _legend(series: Series, place: int) -> Markup:
    y = _TOP + _SCALE + 62 + place * 20
    return join(
        _line(_LEFT, y, _LEFT + 30, y, "link" if place == 0 else "link two"),
        _shape(_LEFT + 15, y, place),
        _text(series.label, _LEFT + 40, y + 4),
    )
