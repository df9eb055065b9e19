"""Two pictures of a follow-up as inline SVG: measures over a dose timeline, and what is believed with its ranges.

Hatching, filled against hollow marks and unbroken against broken lines tell things apart, not colour alone. A week
without enough days has no mean and leaves a hole; a dose that is not known has a question mark.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date

from painpath.edges.document.markup import Markup, join, tag
from painpath.edges.document.page import Belief, Beliefs, Doses, Line, Stretch, Timeline

_WIDE, _LEFT, _RIGHT, _TOP = 760.0, 64.0, 16.0, 26.0
_SCALE, _GAP, _DOSES, _STEPS, _FOOT = 220.0, 16.0, 66.0, 32.0, 28.0
_ROW, _BELIEF_LEFT, _BELIEF_TOP = 46.0, 250.0, 30.0
_MOST_LABELS = 9
#: the width of a letter, about
_LETTER = 6.6
#: half the height of the boxes of the 95, 80 and 50 % ranges
_BOXES = (4.0, 8.0, 12.0)


class _Days:
    """Where a day stands on the picture; `end` is the right edge."""

    def __init__(self, timeline: Timeline) -> None:
        days = [day for line in timeline.lines for day, _ in line.points]
        days += [end for line in timeline.lines for week in line.weeks for end in (week.first, week.last)]
        days += [
            end
            for row in timeline.doses
            for stretch in row.stretches
            for end in (stretch.first, stretch.last)
        ]
        self.first, self.last = min(days), max(days)
        self.end = _WIDE - _RIGHT

    def x(self, day: float) -> float:
        """The left edge of a day."""
        return _LEFT + (day - self.first) / (self.last + 1 - self.first) * (self.end - _LEFT)


def draw_timeline(timeline: Timeline, anchor: str) -> Markup:
    """The chart; `anchor` keeps the ids of its title and description apart from those of others on the page."""
    rows = [row for row in timeline.doses if row.stretches]
    if not any((rows, *(line.points or line.weeks for line in timeline.lines))):
        return Markup("")
    days = _Days(timeline)
    foot = _TOP + _SCALE + (_GAP + _DOSES * len(rows) if rows else 0.0)
    high = foot + _FOOT + 20.0 * (len(timeline.lines) + 1)
    parts = [
        tag("title", timeline.title, id=f"{anchor}t"),
        tag("desc", timeline.says, id=f"{anchor}d"),
        tag("defs", _hatch(anchor)),
        *(_shade(stretch, days, foot, anchor) for row in rows[:1] for stretch in row.stretches),
        *_scale(timeline, days),
        *_dates(days, foot),
    ]
    for place, row in enumerate(rows):
        parts += _staircase(row, days, _TOP + _SCALE + _GAP + _DOSES * (place + 1))
    for place, line in enumerate(timeline.lines):
        parts += _measure(line, place, timeline.most, days)
        parts.append(_legend(line.label, place, foot + _FOOT + 14 + 20.0 * place))
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {_WIDE:.0f} {high:.0f}",
        role="img",
        aria_labelledby=f"{anchor}t {anchor}d",
        class_="timeline",
    )


def _hatch(anchor: str) -> Markup:
    return tag(
        "pattern",
        tag("path", d="M0 8L8 0", class_="hatch"),
        id=f"{anchor}h",
        width="8",
        height="8",
        patternUnits="userSpaceOnUse",
    )


def _y(value: float, most: float) -> float:
    return _TOP + (1 - max(0.0, min(value, most)) / most) * _SCALE


def _text(said: str, x: float, y: float, *, anchor: str = "start", kind: str | None = None) -> Markup:
    return tag("text", said, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=kind)


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return tag("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=kind)


def _box(x: float, y: float, wide: float, high: float, **more: str) -> Markup:
    return tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=f"{wide:.1f}", height=f"{high:.1f}", **more)


def _shade(stretch: Stretch, days: _Days, foot: float, anchor: str) -> Markup:
    """Stretches that do not count (rising, leaving, not known) are hatched from top to bottom."""
    if stretch.kind not in ("rising", "leaving", "unknown"):
        return Markup("")
    left, right = days.x(stretch.first), days.x(stretch.last + 1)
    return _box(left, _TOP, right - left, foot - _TOP, fill=f"url(#{anchor}h)", class_="masked")


def _scale(timeline: Timeline, days: _Days) -> list[Markup]:
    parts = [_text(timeline.scale, 2, 14, kind="axis")]
    step = max(1, round(timeline.most / 5))
    for value in range(0, int(timeline.most) + 1, step):
        y = _y(value, timeline.most)
        parts.append(_line(_LEFT, y, days.end, y, "zero" if value == 0 else "grid"))
        parts.append(_text(str(value), _LEFT - 8, y + 4, anchor="end", kind="axis"))
    if timeline.bar is not None:
        reach, label = timeline.bar
        y = _y(reach, timeline.most)
        parts += [
            _line(_LEFT, y, days.end, y, "bar"),
            _text(label, days.end, y - 5, anchor="end", kind="axis"),
        ]
    return parts


def _dates(days: _Days, foot: float) -> list[Markup]:
    """Dates below, as many as fit: months where the time is long, else every so many weeks."""
    found: list[Markup] = []
    for day in _marked(days.first, days.last):
        x = days.x(day)
        found += [
            _line(x, foot, x, foot + 5, "tick"),
            _text(date.fromordinal(day).isoformat(), x, foot + 19, anchor="start", kind="axis"),
        ]
    return found


def _marked(first: int, last: int) -> Iterable[int]:
    every = max(1, math.ceil((last - first + 1) / _MOST_LABELS / 7)) * 7
    room = every // 2
    return [day for day in range(first, last + 1, every) if last - day >= room or day == first]


def _staircase(row: Doses, days: _Days, foot: float) -> list[Markup]:
    parts = [
        _text(row.label, _LEFT, foot - _DOSES + 12, kind="axis"),
        _line(_LEFT, foot, days.end, foot, "zero"),
    ]
    for stretch in row.stretches:
        left, right = days.x(stretch.first), days.x(stretch.last + 1)
        if stretch.share is None:
            parts.append(_text("?", (left + right) / 2, foot - 6, anchor="middle"))
        elif stretch.share > 0:
            high = stretch.share * _STEPS
            parts.append(_box(left, foot - high, right - left, high, class_="area"))
    return parts + _labels(row, days, foot)


def _labels(row: Doses, days: _Days, foot: float) -> list[Markup]:
    """The doses by their steps; where there is no room for all the higher ones have it."""
    taken: list[tuple[float, float]] = []
    parts: list[Markup] = []
    for stretch in sorted(row.stretches, key=lambda one: -(one.share or 0.0)):
        left = days.x(stretch.first) + 2
        right = left + _LETTER * len(stretch.label)
        free = all(right <= begin or left >= end for begin, end in taken)
        if stretch.label and free and right <= days.end + 4:
            parts.append(_text(stretch.label, left, foot - (stretch.share or 0.0) * _STEPS - 5))
            taken.append((left, right + 4))
    return parts


def _measure(line: Line, place: int, most: float, days: _Days) -> list[Markup]:
    """Days as dots, weeks as bars with their range."""
    kind = "first" if place == 0 else "second"
    parts = [
        tag(
            "circle",
            cx=f"{days.x(day + 0.5):.1f}",
            cy=f"{_y(value, most):.1f}",
            r="1.8",
            class_=f"day {kind}",
        )
        for day, value in line.points
    ]
    for week in line.weeks:
        left, right = days.x(week.first), days.x(week.last + 1)
        low, high = _y(week.low, most), _y(week.high, most)
        if place == 0:
            parts.append(_box(left, high, right - left, max(low - high, 0.5), class_="range"))
        y = _y(week.mean, most)
        parts.append(_line(left, y, right, y, f"mean {kind}"))
    return parts


def _legend(label: str, place: int, y: float) -> Markup:
    kind = "first" if place == 0 else "second"
    return join(
        tag("circle", cx=f"{_LEFT + 6:.1f}", cy=f"{y:.1f}", r="2.4", class_=f"day {kind}"),
        _line(_LEFT + 16, y, _LEFT + 46, y, f"mean {kind}"),
        _text(label, _LEFT + 54, y + 4),
    )


def draw_beliefs(beliefs: Beliefs, anchor: str) -> Markup:
    """Rows of ranges on one scale: the box is 50 %, the thinner ones 80 and 95 %, the stroke the likeliest value."""
    ends = [end for row in beliefs.rows for pair in row.ranges for end in pair] + [0.0, beliefs.bar[0]]
    low, high = math.floor(min(ends)), math.ceil(max(ends))
    foot = _BELIEF_TOP + _ROW * len(beliefs.rows)
    right = _WIDE - _RIGHT

    def x(value: float) -> float:
        return _BELIEF_LEFT + (value - low) / (high - low) * (right - _BELIEF_LEFT)

    parts = [
        tag("title", beliefs.title, id=f"{anchor}t"),
        tag("desc", beliefs.says, id=f"{anchor}d"),
        *(
            _text(
                f"{value:+d}".replace("+0", "0").replace("-", "\u2212"),
                x(value),
                foot + 18,
                anchor="middle",
                kind="axis",
            )
            for value in range(low, high + 1)
        ),
        *(
            _line(x(value), _BELIEF_TOP - 6, x(value), foot, "zero" if value == 0 else "grid")
            for value in range(low, high + 1)
        ),
        _line(x(beliefs.bar[0]), _BELIEF_TOP - 6, x(beliefs.bar[0]), foot, "bar"),
        _text(beliefs.bar[1], x(beliefs.bar[0]) + 4, _BELIEF_TOP - 12, kind="axis"),
        _text(f"\u2190 {beliefs.axis[0]}", _BELIEF_LEFT, foot + 36, kind="axis"),
        _text(f"{beliefs.axis[1]} \u2192", right, foot + 36, anchor="end", kind="axis"),
    ]
    for place, row in enumerate(beliefs.rows):
        parts += _belief(row, _BELIEF_TOP + _ROW * (place + 0.5), x)
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {_WIDE:.0f} {foot + 44:.0f}",
        role="img",
        aria_labelledby=f"{anchor}t {anchor}d",
        class_="timeline",
    )


def _belief(row: Belief, y: float, x: Callable[[float], float]) -> list[Markup]:
    parts = [_text(row.label, 2, y + 4)]
    widest_first = sorted(row.ranges, key=lambda pair: pair[0] - pair[1])
    for (low, high), half in zip(widest_first, _BOXES, strict=False):
        parts.append(_box(x(low), y - half, x(high) - x(low), 2 * half, class_="range"))
    parts.append(_line(x(row.value), y - 14, x(row.value), y + 14, "mean first"))
    return parts
