"""The picture of a sensory profile: what stands where, and that no picture says more than is known."""

import re

from painpath.edges.document.page import Mark, Profile, Series
from painpath.edges.document.profile_chart import draw_profile

AXIS = ("gain", "loss", "z", "no z")


def drawn(*marks: Mark, second: tuple[Mark, ...] = (), words: tuple[tuple[str, str], ...] = ()) -> str:
    series = [Series("Left foot", marks, words)] + ([Series("Right foot", second)] if second else [])
    return draw_profile(Profile("Title", "Said in words", 1.96, AXIS, tuple(series)), "s1")


def heights(picture: str) -> list[float]:
    """Where the filled circles stand, without the one of the legend."""
    return [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', picture)][:-1]


def test_a_gain_stands_above_and_a_loss_below_the_middle():
    gain, middle, loss = heights(
        drawn(Mark("CDT", 3.0, 3.0, True), Mark("WDT", 0.0, 0.0, True), Mark("TSL", -3.0, -3.0, True))
    )

    assert gain < middle < loss


def test_what_has_no_z_is_a_cross_and_has_no_mark_on_the_scale():
    picture = drawn(Mark("CDT", None, None, False))

    assert heights(picture) == []
    assert ">no z<" in picture


def test_without_a_cross_the_legend_names_none():
    assert ">no z<" not in drawn(Mark("CDT", 0.0, 0.0, True))


def test_an_open_end_has_an_arrow():
    arrows = [drawn(Mark("VDT", 0.5, high, True)).count('Z" class="first"') for high in (0.5, None)]

    assert arrows == [0, 1]


def test_a_z_beyond_the_scale_has_an_arrow_and_stands_at_its_end():
    picture = drawn(Mark("HPT", 20.0, 20.0, True))

    assert picture.count('Z" class="first"') == 1
    assert heights(picture) == [20.0]


def test_the_line_is_broken_where_something_is_not_known():
    picture = drawn(Mark("CDT", 0.0, 0.0, True), Mark("WDT", None, None, False), Mark("TSL", 1.0, 1.0, True))
    (path,) = re.findall(r'<path d="([^"]+)" class="link"', picture)

    assert (path.count("M"), path.count("L")) == (2, 0)


def test_two_places_differ_in_shape_and_line():
    picture = drawn(Mark("CDT", 0.0, 0.0, True), second=(Mark("CDT", 1.0, 1.0, True),))

    assert "<circle" in picture
    assert '<rect x="' in picture.replace('class="band"', "")
    assert "link two" in picture


def test_title_and_description_are_named_by_the_picture():
    picture = drawn(Mark("CDT", 0.0, 0.0, True))

    assert 'aria-labelledby="s1t s1d"' in picture
    assert '<title id="s1t">Title</title>' in picture
    assert '<desc id="s1d">Said in words</desc>' in picture


def test_what_is_present_or_absent_stands_beside_the_scale():
    assert ">present<" in drawn(Mark("CDT", 0.0, 0.0, True), words=(("DMA", "present"),))


def test_a_profile_without_places_is_an_empty_scale():
    assert heights(draw_profile(Profile("Title", "", 1.96, AXIS, ()), "s1") + "<circle>") == []
