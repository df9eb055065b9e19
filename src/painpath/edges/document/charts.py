"""Two small pictures as inline SVG: a dose rising in steps, and how many of a hundred people.

Each carries in its label what it shows; filled and hollow tell groups apart, not colour alone.
"""

from __future__ import annotations

from painpath.edges.document.markup import Markup, join, tag
from painpath.edges.document.page import Icons, Steps

_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BOTTOM = 600.0, 190.0, 12.0, 12.0, 26.0, 26.0
_DOT, _GAP = 3.6, 9.6


def draw_steps(steps: Steps) -> Markup:
    """The dose as a staircase over days."""
    if not steps.points:
        return Markup("")
    most = max(total for _, total, _ in steps.points)
    end = max(steps.last_day, steps.points[-1][0] + 1)
    begin = steps.points[0][0]

    def x(day: float) -> float:
        return _LEFT + (day - begin) / (end - begin) * (_WIDE - _LEFT - _RIGHT)

    def y(total: float) -> float:
        return _HIGH - _BOTTOM - total / most * (_HIGH - _TOP - _BOTTOM)

    floor = y(0.0)
    path = f"M{x(begin):.1f} {floor:.1f}"
    labels: list[Markup] = []
    for i, (day, total, label) in enumerate(steps.points):
        until = steps.points[i + 1][0] if i + 1 < len(steps.points) else end
        path += f"V{y(total):.1f}H{x(until):.1f}"
        wide = x(until) - x(day)
        if wide > 7.0 * len(label) or i == len(steps.points) - 1:
            late = wide <= 7.0 * len(label)
            at = x(until) if late else x(day) + 3
            anchor = "end" if late else "start"
            labels.append(tag("text", label, x=f"{at:.1f}", y=f"{y(total) - 6:.1f}", text_anchor=anchor))
        labels.append(
            tag("line", x1=f"{x(day):.1f}", x2=f"{x(day):.1f}", y1=f"{floor:.1f}", y2=f"{floor + 5:.1f}")
        )
        if wide > 30 or i == 0:
            labels.append(
                tag(
                    "text",
                    f"day {day}" if i == 0 else str(day),
                    x=f"{x(day):.1f}",
                    y=f"{floor + 19:.1f}",
                    text_anchor="start",
                    class_="axis",
                )
            )
    path += f"V{floor:.1f}Z"
    return tag(
        "svg",
        tag("path", d=path, class_="area"),
        tag("line", x1=f"{_LEFT}", x2=f"{_WIDE - _RIGHT}", y1=f"{floor:.1f}", y2=f"{floor:.1f}"),
        *labels,
        viewBox=f"0 0 {_WIDE:.0f} {_HIGH:.0f}",
        role="img",
        aria_label=steps.says,
        class_="steps",
    )


def draw_icons(icons: Icons) -> Markup:
    """A hundred people for each group, ten in a row; those it happened to are filled."""
    return tag("div", *(_hundred(label, of_100) for label, of_100 in icons.rows), class_="icons")


def _hundred(label: str, of_100: float) -> Markup:
    filled = round(of_100)
    people = [
        tag(
            "circle",
            cx=f"{_GAP / 2 + (i % 10) * _GAP:.1f}",
            cy=f"{_GAP / 2 + (i // 10) * _GAP:.1f}",
            r=f"{_DOT}",
            class_="yes" if i < filled else "no",
        )
        for i in range(100)
    ]
    side = f"{10 * _GAP:.0f}"
    picture = tag("svg", join(*people), viewBox=f"0 0 {side} {side}", role="img", aria_label=label)
    return tag("figure", picture, tag("figcaption", label))
