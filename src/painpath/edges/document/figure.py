"""The drawn body: for each region the outlines in which it is seen, on a few small sheets (front, back, face, hands,
feet). Shapes only, drawn for painpath; nothing here is a clinical statement.

The body is symmetric, so every table draws the half with x > 0 and the other is its mirror image. From the front that
half is the patient's left, from behind the right. Limbs are ribbons between an outer and an inner edge, cut into
lengthwise strips. A hand and a foot are drawn once and set onto the limbs and, enlarged, onto sheets of their own.

Longer than one screen because it is one drawing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import msgspec

Point = tuple[float, float]
Outline = tuple[Point, ...]


class Sheet(msgspec.Struct, frozen=True):
    """One picture: its name, its size, the letters that tell the sides, and the outlines of regions in the order in
    which they are painted."""

    name: str
    wide: float
    high: float
    letters: tuple[tuple[str, Point], ...]
    shapes: tuple[tuple[str, Outline], ...]


@cache
def sheets() -> Mapping[str, Sheet]:
    """Every sheet by name: front, back, face, palms, backs of the hands, feet from above, soles."""
    found = (_body("front"), _body("back"), _face_sheet(), *_hand_sheets(), *_foot_sheets())
    return {sheet.name: sheet for sheet in found}


def path(outline: Outline) -> str:
    """An outline as the data of an SVG path."""
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in outline) + "Z"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


# ------------------------------------------------------------------------------------------------------ geometry


def _curve(points: Sequence[Point], steps: int = 4, *, closed: bool = False) -> list[Point]:
    """A smooth line through points (Catmull and Rom)."""
    last = len(points) - 1
    found: list[Point] = []
    for i in range(len(points) if closed else last):
        near = [
            points[k % len(points)] if closed else points[min(max(k, 0), last)]
            for k in (i - 1, i, i + 1, i + 2)
        ]
        across, down = ([point[axis] for point in near] for axis in (0, 1))
        found += [(_spline(across, step / steps), _spline(down, step / steps)) for step in range(steps)]
    return found if closed else [*found, points[-1]]


def _spline(p: Sequence[float], t: float) -> float:
    a, b, c, d = p
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _strip(outer: Sequence[Point], inner: Sequence[Point], a: float, b: float) -> Outline:
    """The part of a ribbon between fractions a and b of its width, 0 at the outer edge."""
    one, other = _curve(outer), _curve(inner)

    def at(share: float) -> list[Point]:
        return [
            (o[0] + (i[0] - o[0]) * share, o[1] + (i[1] - o[1]) * share)
            for o, i in zip(one, other, strict=True)
        ]

    return (*at(a), *reversed(at(b)))


def _finger(base: Point, tip: Point, wide: float) -> Outline:
    """A finger or toe: straight sides and a round end."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    long = math.hypot(dx, dy)
    ux, uy, r = dx / long, dy / long, wide / 2
    end = (tip[0] - ux * r, tip[1] - uy * r)
    arc = [math.pi * k / 6 for k in range(7)]
    round_end = [
        (
            end[0] + r * (math.cos(t) * -uy + math.sin(t) * ux),
            end[1] + r * (math.cos(t) * ux + math.sin(t) * uy),
        )
        for t in arc
    ]
    return ((base[0] - uy * r, base[1] + ux * r), *round_end, (base[0] + uy * r, base[1] - ux * r))


def _moved(outline: Outline, at: Point, scale: Point = (1.0, 1.0), turn: float = 0.0) -> Outline:
    """Scaled, then turned [degrees], then set down."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    return tuple(
        (
            at[0] + cos * x * scale[0] - sin * y * scale[1],
            at[1] + sin * x * scale[0] + cos * y * scale[1],
        )
        for x, y in outline
    )


def _both(shapes: Mapping[str, Outline], centre: float, right_of_centre: str) -> list[tuple[str, Outline]]:
    """Half a body and its mirror image, each region with its side."""
    left_of_centre = {"left": "right", "right": "left"}[right_of_centre]
    found = []
    for name, outline in shapes.items():
        found.append((f"{name}_{right_of_centre}", tuple((centre + x, y) for x, y in outline)))
        found.append((f"{name}_{left_of_centre}", tuple((centre - x, y) for x, y in outline)))
    return found


# ---------------------------------------------------------------------------------------------------- head, face

_HEAD = _curve([(0, 0), (12, 2), (21, 12), (24, 26), (23, 38), (20, 49), (15, 58), (8, 64), (0, 66)])
_EAR = tuple(_curve([(23, 30), (28, 28), (29, 35), (26, 43), (22.5, 44)]))


def _head_band(upper: Sequence[Point], lower: Sequence[Point]) -> Outline:
    """The part of half a head between two lines from the middle to the side; each ends at the outline's height."""
    top, bottom = upper[-1][1], lower[-1][1]
    edge = [point for point in _HEAD if top < point[1] < bottom]
    return (*upper[:-1], (_edge(top), top), *edge, (_edge(bottom), bottom), *reversed(lower[:-1]))


def _edge(y: float) -> float:
    """How wide half the head is at a height."""
    for (x0, y0), (x1, y1) in pairwise(_HEAD):
        if y0 <= y <= y1:
            return x0 + (x1 - x0) * ((y - y0) / (y1 - y0) if y1 > y0 else 0.0)
    return 0.0


_HAIRLINE = [*_curve([(0, 12.5), (7, 12.5), (14, 14), (21, 18)])[:-1], (0, 18)]
#: from the tip of the nose beside it up to the outer corner of the eye
_EYE = [(0, 41.5), *_curve([(3, 40.5), (4, 34), (7, 31.5), (13, 31), (19, 29), (24, 26)])[:-1], (0, 26)]
#: from the corner of the mouth up to the temple
_CHEEK = [(0, 50), *_curve([(8, 50), (13, 45.5), (18, 38), (24, 28)])[:-1], (0, 28)]


def _face() -> dict[str, Outline]:
    return {
        "ear": _EAR,
        "scalp": _head_band([(0, 0), (0, 0)], _HAIRLINE),
        "face_v1": _head_band(_HAIRLINE, _EYE),
        "face_v2": _head_band(_EYE, _CHEEK),
        "face_v3": _head_band(_CHEEK, [(0, 66), (0, 66)]),
    }


_MOUTH: Outline = tuple(
    _curve(
        [(-8, 50), (-3, 48), (0, 48.6), (3, 48), (8, 50), (4, 53.5), (0, 54.5), (-4, 53.5)], 3, closed=True
    )
)
_TONGUE: Outline = tuple(
    _curve([(-4, 51.2), (0, 50.2), (4, 51.2), (2.6, 53.4), (0, 54), (-2.6, 53.4)], 3, closed=True)
)


def _set(outline: Outline, centre: float, scale: float = 1.0, down: float = 0.0) -> Outline:
    return tuple((centre + x * scale, down + y * scale) for x, y in outline)


def _face_sheet() -> Sheet:
    centre, scale, down = 80.0, 2.5, 8.0
    big = {name: _set(outline, 0.0, scale, down) for name, outline in _face().items()}
    neck = {"neck_front": _set(((0, 66), (8, 64), (13, 60), (13, 76), (0, 76)), 0.0, scale, down)}
    shapes = [*_both(neck, centre, "left"), *_both(big, centre, "left")]
    shapes += [(name, _set(one, centre, scale, down)) for name, one in _MIDLINE_FACE]
    return Sheet("face", 160, 205, (("R", (10, 20)), ("L", (150, 20))), tuple(shapes))


_MIDLINE_FACE = (("mouth", _MOUTH), ("tongue", _TONGUE), ("throat", ((-3, 69), (3, 69), (3, 75), (-3, 75))))

# --------------------------------------------------------------------------------------------------------- hands

#: half a pair of hands, fingers down, thumb to the outer side (x > 0); the wrist is at 0, 0
_FINGERS: dict[str, Outline] = {
    "little_finger": _finger((-23, 58), (-29, 96), 12.5),
    "ring_finger": _finger((-8.5, 61), (-11, 112), 13.5),
    "middle_finger": _finger((6.5, 62), (7, 119), 14),
    "index_finger": _finger((22, 59), (26, 110), 13.5),
    "thumb": tuple(
        _curve([(27, 10), (40, 24), (50, 42), (55, 60), (50, 65), (44, 58), (38, 47), (32, 42)], 3)
    ),
}
_OUTER_HAND: Outline = (
    (1, 0), *_curve([(19, 0), (27, 10), (33, 26), (32, 42), (29, 59)]), (15, 61.5), (-0.5, 62),
)  # fmt: skip
_INNER_HAND: Outline = (
    (1, 0), *_curve([(-19, 0), (-25, 14), (-29, 36), (-29.5, 56)]), (-15.5, 60.5), (-0.5, 62),
)  # fmt: skip


def _hand(view: str) -> dict[str, Outline]:
    part = "palm" if view == "front" else "hand_back"
    return {**_FINGERS, f"{part}_outer": _OUTER_HAND, f"{part}_inner": _INNER_HAND}


def _hand_sheets() -> tuple[Sheet, Sheet]:
    """Both palms and both backs, fingers up, as the owner holds them out: thumbs meet over the palms' outer sides."""

    def sheet(name: str, view: str, right_of_centre: str) -> Sheet:
        up = {part: _moved(one, (68.0, 134.0), (1.0, -1.0)) for part, one in _hand(view).items()}
        right, left = ("L", "R") if right_of_centre == "left" else ("R", "L")
        letters = ((left, (12.0, 16.0)), (right, (258.0, 16.0)))
        return Sheet(name, 270, 142, letters, tuple(_both(up, 135.0, right_of_centre)))

    return sheet("palms", "front", "left"), sheet("hand_backs", "back", "right")


# ---------------------------------------------------------------------------------------------------------- feet

#: half a pair of feet, toes up (small y), big toe to the inner side (x < 0)
_TOES: dict[str, Outline] = {
    "big_toe": _finger((-20, 50), (-21, 2), 19),
    "second_toe": _finger((-4.5, 46), (-4, 8), 11),
    "third_toe": _finger((6.5, 50), (8, 15), 10),
    "fourth_toe": _finger((16, 55), (18.5, 24), 9.5),
    "little_toe": _finger((24.5, 63), (27.5, 36), 9),
}
_INNER_EDGE = [(-30, 50), (-31, 66), (-28, 88), (-23, 110), (-20, 134), (-20, 156), (-19, 172)]
_OUTER_EDGE = [(29, 62), (29.5, 78), (28, 98), (26, 120), (23, 142), (21, 158), (19, 172)]
_WALL = 5.0  # how wide the edge of a foot is drawn


def _edges() -> dict[str, Outline]:
    inner, outer = _curve(_INNER_EDGE), _curve(_OUTER_EDGE)
    return {
        "foot_inner_edge": (*inner, *((x + _WALL, y) for x, y in reversed(inner))),
        "foot_outer_edge": (*outer, *((x - _WALL, y) for x, y in reversed(outer))),
    }


def _between(y0: float, y1: float, left: Sequence[Point], right: Sequence[Point]) -> Outline:
    """Between two edges that run downwards, from one height to another."""

    def along(edge: Sequence[Point]) -> list[Point]:
        inner = [point for point in edge if y0 < point[1] < y1]
        return [(_x_at(edge, y0), y0), *inner, (_x_at(edge, y1), y1)]

    return (*along(left), *reversed(along(right)))


def _x_at(edge: Sequence[Point], y: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(edge):
        if y0 <= y <= y1:
            return x0 + (x1 - x0) * ((y - y0) / (y1 - y0) if y1 > y0 else 0.0)
    return edge[0][0] if y < edge[0][1] else edge[-1][0]


#: where the toes begin, from the big toe's inner side outwards
_TOE_LINE = [(-29.5, 50), (-10.5, 49.5), (1, 47), (11.5, 51), (20.5, 57), (28.5, 62)]


def _foot(view: str) -> dict[str, Outline]:
    inner = [(x + _WALL, y) for x, y in _curve(_INNER_EDGE)]
    outer = [(x - _WALL, y) for x, y in _curve(_OUTER_EDGE)]

    def from_toes(y: float) -> Outline:
        left = [point for point in inner if point[1] < y] + [(_x_at(inner, y), y)]
        right = [point for point in outer if point[1] < y] + [(_x_at(outer, y), y)]
        return (*_TOE_LINE, *right, *reversed(left))

    if view == "top":
        top = from_toes(172)
        web = tuple(_curve([(-10.5, 44), (-9, 58), (-11, 68), (-14, 58), (-12, 46)], 3, closed=True))
        return {**_edges(), "foot_top": top, **_TOES, "first_web": web}
    middle = [(4.0, 40.0), (5.0, 200.0)]
    heel = tuple(
        _curve(
            [(-15, 149), (16, 149), (19.5, 168), (14, 187), (0, 194), (-13, 187), (-19, 168)], 3, closed=True
        )
    )
    return {
        **_edges(),
        "sole_inner": _between(92, 152, inner, middle),
        "sole_outer": _between(92, 152, middle, outer),
        "ball_of_foot": from_toes(92),
        **_TOES,
        "heel": heel,
    }


def _foot_sheets() -> tuple[Sheet, Sheet]:
    """Both feet from above, toes up, as their owner looks at them; and both soles, as an examiner does."""

    def sheet(name: str, view: str, right_of_centre: str) -> Sheet:
        shapes = {part: _moved(one, (42.0, 4.0)) for part, one in _foot(view).items()}
        right, left = ("R", "L") if right_of_centre == "right" else ("L", "R")
        letters = ((left, (10.0, 192.0)), (right, (170.0, 192.0)))
        return Sheet(name, 180, 204, letters, tuple(_both(shapes, 90.0, right_of_centre)))

    return sheet("feet_top", "top", "right"), sheet("soles", "sole", "left")


# ---------------------------------------------------------------------------------------------------- whole body

_CENTRE = 150.0
_SIDE = [
    (46, 122),
    (46, 136),
    (43.5, 155),
    (40, 175),
    (38.5, 190),
    (39.5, 205),
    (43, 218),
    (47, 231),
    (50.5, 244),
    (52, 257),
]
_TOP = [(0, 86), (13, 80), (21, 84), (31, 87.5), (42, 89.5)]
_ARM_OUTER = [
    (65.5, 121),
    (69, 140),
    (72.5, 160),
    (76, 178),
    (79.5, 190),
    (83, 202),
    (89.5, 220),
    (96, 238),
    (100.5, 252),
    (103, 260),
]
_ARM_INNER = [
    (47, 126),
    (51.5, 144),
    (56, 164),
    (59.5, 182),
    (63, 194),
    (67, 206),
    (73.5, 224),
    (81, 242),
    (87, 256),
    (90, 264),
]
_LEG_OUTER = [
    (52, 257),
    (51.5, 280),
    (48.5, 308),
    (44, 336),
    (42, 350),
    (41.5, 364),
    (42.5, 384),
    (40, 414),
    (34, 446),
    (33, 455),
    (33.5, 464),
]
_LEG_INNER = [
    (6, 264), (5.5, 284), (8, 310), (12, 336), (13, 350),
    (13, 364), (11.5, 384), (14, 414), (18.5, 446), (18.5, 455), (18, 464),
]  # fmt: skip


def _trunk(y0: float, y1: float) -> Outline:
    """Half the trunk between two heights."""
    side = _curve(_SIDE)
    inner = [point for point in side if y0 < point[1] < y1]
    return ((0, y0), (_x_at(side, y0), y0), *inner, (_x_at(side, y1), y1), (0, y1))


def _below(y: float) -> list[Point]:
    """The side of the trunk from a height downwards."""
    side = _curve(_SIDE)
    return [(_x_at(side, y), y), *(point for point in side if point[1] > y)]


def _limb(
    edges: tuple[Sequence[Point], Sequence[Point]], first: int, last: int, parts: Mapping[str, float]
) -> dict[str, Outline]:
    """A length of a limb cut lengthwise; `parts` says up to which share of the width each part goes."""
    outer, inner = (edge[first : last + 1] for edge in edges)
    found, begin = {}, 0.0
    for name, end in parts.items():
        found[name] = _strip(outer, inner, begin, end)
        begin = end
    return found


def _limbs(view: str) -> dict[str, Outline]:
    arm, leg = (_ARM_OUTER, _ARM_INNER), (_LEG_OUTER, _LEG_INNER)
    thirds = (0.27, 0.73, 1.0)

    def cut(*names: str) -> dict[str, float]:
        return dict(zip(names, thirds, strict=True))

    lower = ("lower_leg_outer", "shin" if view == "front" else "calf", "lower_leg_inner")
    return {
        **_limb(arm, 0, 3, cut("upper_arm_outer", f"upper_arm_{view}", "upper_arm_inner")),
        **_limb(arm, 3, 5, {"elbow": 1.0}),
        **_limb(arm, 5, 8, cut("forearm_outer", f"forearm_{view}", "forearm_inner")),
        **_limb(arm, 8, 9, {"wrist": 1.0}),
        **_limb(leg, 0, 3, cut("thigh_outer", f"thigh_{view}", "thigh_inner")),
        **_limb(leg, 3, 5, {f"knee_{view}": 1.0}),
        **_limb(leg, 5, 8, cut(*lower)),
        **_limb(leg, 8, 10, {"ankle": 1.0}),
    }


_SHOULDER: Outline = (
    *_curve([(42, 89.5), (52, 92.5), (60, 99), (64.5, 109), (65.5, 121)]),
    (47, 126), (46, 118), (44.5, 104),
)  # fmt: skip
_HIP_EDGE = [(39, 218), (37, 226), (38, 240), (39, 259)]


def _front() -> dict[str, Outline]:
    hip_top = _x_at(_curve(_SIDE), 216)
    return {
        "neck_front": ((0, 60), (13, 56), (12.5, 70), (13, 80), (0, 86)),
        "chest_upper": (*_curve(_TOP), (44.5, 104), (46, 118), (46, 130), (0, 130)),
        "shoulder": _SHOULDER,
        "chest_lower": _trunk(130, 166),
        "abdomen_upper": _trunk(166, 197),
        "abdomen_lower": (*_trunk(197, 216)[:-1], (39, 218), (37, 226), (7, 250), (0, 250)),
        "hip": ((39, 218), (hip_top, 216), *_below(216)[1:], *reversed(_HIP_EDGE)),
        "groin": ((37, 226), (38, 240), (39, 259), (6, 264), (7, 250)),
        **_limbs("front"),
        "armpit": tuple(_curve([(46, 114), (48, 126), (45.5, 136), (43.2, 126)], 3, closed=True)),
    }


def _back() -> dict[str, Outline]:
    return {
        "neck_back": ((0, 56), (13, 54), (12.5, 70), (13, 80), (0, 86)),
        "shoulder_blade": (*_curve(_TOP), (44.5, 104), (46, 118), (45.6, 140), (0, 140)),
        "shoulder": _SHOULDER,
        "mid_back": _trunk(140, 178),
        "lower_back": _trunk(178, 214),
        "buttock": ((0, 214), (39, 214), (37, 226), (38, 240), (39, 259), (22, 266), (6, 266), (0, 262)),
        "hip": ((39, 214), *_below(214), *reversed(_HIP_EDGE[1:])),
        **_limbs("back"),
        "armpit": tuple(_curve([(46.5, 116), (48.2, 126), (45.8, 136), (44, 127)], 3, closed=True)),
    }


def _body(view: str) -> Sheet:
    """The whole body from the front or from behind, with hands and feet."""
    right_of_centre = "left" if view == "front" else "right"
    hand = {n: _moved(one, (97.2, 262.5), (0.36, 0.36), -14.0) for n, one in _hand(view).items()}
    if view == "front":
        toes_down = {n: _moved(one, (27.0, 498.6), (0.36, -0.2)) for n, one in _foot("top").items()}
        feet, middle = toes_down, (("external_genitals", _GENITALS),)
        head: dict[str, Outline] = _face()
        own = (*((n, one) for n, one in _MIDLINE_FACE if n != "throat"), *middle)
        neck: tuple[tuple[str, Outline], ...] = (("throat", ((-3, 70), (3, 70), (3.5, 80), (-3.5, 80))),)
    else:
        feet = {
            "heel": tuple(_curve([(18, 464), (16.5, 474), (20, 482), (31, 482), (35, 474), (33.5, 464)], 3)),
            "foot_outer_edge": ((35, 470), (40, 477), (41, 484), (33, 484), (34.5, 477)),
            "foot_inner_edge": ((16.8, 472), (14.5, 478), (14, 484), (19, 484), (17, 479)),
        }
        head = {
            "ear": _EAR,
            "scalp": _head_band([(0, 0), (0, 0)], [*_curve([(0, 27), (12, 26), (24, 22)])[:-1], (0, 22)]),
            "head_back": _head_band(
                [*_curve([(0, 27), (12, 26), (24, 22)])[:-1], (0, 22)], [(0, 58), (10, 58), (0, 54)]
            ),
        }
        own, neck = (("sacrum", _SACRUM), ("perineum", _PERINEUM)), ()
    half = _front() if view == "front" else _back()
    shapes = [*_both(half, _CENTRE, right_of_centre)]
    shapes += [(n, _set(one, _CENTRE)) for n, one in neck]
    for group in (hand, feet, head):
        shapes += _both(group, _CENTRE, right_of_centre)
    shapes += [(n, _set(one, _CENTRE)) for n, one in own]
    first, second = ("R", "L") if view == "front" else ("L", "R")
    return Sheet(
        view, 300, 512, ((first, (34, 120)), (second, (266, 120))), tuple((n, _down(o)) for n, o in shapes)
    )


_GENITALS: Outline = tuple(
    _curve([(-7, 250), (7, 250), (6, 262), (3.5, 272), (0, 275), (-3.5, 272), (-6, 262)], 3, closed=True)
)
_SACRUM: Outline = ((-9, 208), (9, 208), (3, 230), (0, 236), (-3, 230))
_PERINEUM: Outline = tuple(_curve([(-4, 258), (4, 258), (4.5, 268), (0, 274), (-4.5, 268)], 3, closed=True))


def _down(outline: Outline) -> Outline:
    """A little down, for air above the head."""
    return tuple((x, y + 6) for x, y in outline)


#: what is gone or left of a limb is drawn on the limb
STANDS_FOR: Mapping[str, tuple[str, ...]] = {
    **{
        f"phantom_{side}_{limb}": (f"{limb}_{side}",) for side in ("left", "right") for limb in ("arm", "leg")
    },
    **{
        f"stump_{side}_{limb}": (f"{part}_{side}",)
        for side in ("left", "right")
        for limb, part in (("arm", "upper_arm"), ("leg", "thigh"))
    },
    "phantom_breast": ("chest_lower_left", "chest_lower_right"),
}


@cache
def _outlined() -> frozenset[str]:
    return frozenset(name for sheet in sheets().values() for name, _ in sheet.shapes)


def drawn(region: str, regions: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The outlined regions that a region is drawn as: itself, its parts, or what stands for it."""
    own = regions[region] & _outlined()
    other = (drawn(stand, regions) for part in regions[region] for stand in STANDS_FOR.get(part, ()))
    return own.union(*other)
