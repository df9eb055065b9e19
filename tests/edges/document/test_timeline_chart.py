"""The pictures of a follow-up: what stands where, that nothing is drawn that was not written down."""

import itertools
import re

import pytest

from painpath.edges.document.page import Belief, Beliefs, Doses, Line, Stretch, Timeline, Week
from painpath.edges.document.timeline_chart import draw_beliefs, draw_timeline

FIRST = 739000


def timeline(*stretches: Stretch, lines: tuple[Line, ...] | None = None, bar=None) -> str:
    days = tuple((FIRST + day, 7.0 - day / 10) for day in range(28))
    usual = (Line("Pain", days, (Week(FIRST, FIRST + 6, 6.7, 6.2, 7.2),)),)
    doses = (Doses("Gabapentin", stretches),) if stretches else ()
    said = Timeline("Title", "In words", 10.0, usual if lines is None else lines, doses, "0 to 10", bar)
    return draw_timeline(said, "s1")


def dots(picture: str) -> list[tuple[float, float]]:
    """Where the days stand, without the dots of the legend."""
    found = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="1.8"', picture)
    return [(float(x), float(y)) for x, y in found]


def test_each_day_written_down_is_a_dot_and_less_pain_stands_lower():
    places = dots(timeline())

    assert len(places) == 28
    assert places[0][1] < places[-1][1]
    assert [x for x, _ in places] == sorted(x for x, _ in places)


def test_a_day_without_an_entry_has_no_dot():
    line = Line("Pain", ((FIRST, 5.0), (FIRST + 9, 5.0)), ())

    assert len(dots(timeline(lines=(line,)))) == 2


def test_a_week_is_a_stroke_with_its_range():
    picture = timeline()

    assert picture.count('class="mean first"') == 1 + 1  # the week, and the legend
    assert picture.count('class="range"') == 1


@pytest.mark.parametrize(
    ("kind", "hatched"),
    [("off", 0), ("rising", 1), ("on", 0), ("low", 0), ("leaving", 1), ("unknown", 1)],
)
def test_days_that_do_not_count_are_hatched(kind, hatched):
    picture = timeline(Stretch(kind, "300 mg", FIRST, FIRST + 13, 0.5))

    assert picture.count('class="masked"') == hatched


def test_a_dose_that_is_not_known_has_a_question_mark_and_no_step():
    picture = timeline(Stretch("unknown", "", FIRST, FIRST + 13, None))

    assert (">?<" in picture, 'class="area"' in picture) == (True, False)


def test_each_treatment_has_a_staircase_of_its_own():
    one, two = (
        Doses(name, (Stretch("on", "30 mg", FIRST, FIRST + 9, 1.0),)) for name in ("Duloxetine", "Gabapentin")
    )
    picture = draw_timeline(Timeline("T", "S", 10.0, (), (one, two), "0 to 10"), "s1")
    tops = re.findall(r'y="([\d.]+)" width="[\d.]+" height="[\d.]+" class="area"', picture)

    assert len(set(tops)) == 2


def test_a_higher_dose_is_a_higher_step():
    picture = timeline(
        Stretch("rising", "300 mg", FIRST, FIRST + 6, 0.5),
        Stretch("on", "600 mg", FIRST + 7, FIRST + 27, 1.0),
    )
    low, high = (float(one) for one in re.findall(r'height="([\d.]+)" class="area"', picture))

    assert high == pytest.approx(2 * low)


def test_labels_of_steps_do_not_stand_on_each_other():
    steps = [Stretch("rising", f"{300 * i} mg", FIRST + i, FIRST + i, i / 28) for i in range(1, 28)]
    found = re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="start">(\d+ mg)</text>', timeline(*steps))
    ends = sorted((float(x), float(x) + 6.6 * len(label)) for x, label in found)

    assert len(ends) >= 3
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))


def test_the_bar_to_reach_is_named():
    assert ">30 % less<" in timeline(bar=(4.9, "30 % less"))


def test_the_second_measure_is_told_by_shape_and_line():
    one, two = (Line(name, ((FIRST, 5.0),), (Week(FIRST, FIRST + 6, 5, 4, 6),)) for name in ("Pain", "Sleep"))
    picture = timeline(lines=(one, two))

    assert ('class="day second"' in picture, 'class="mean second"' in picture) == (True, True)


def test_nothing_written_down_is_no_picture():
    assert timeline(lines=()) == ""


def test_what_is_said_is_the_pictures_description():
    assert '<desc id="s1d">In words</desc>' in timeline()


def beliefs(*rows: Belief) -> str:
    return draw_beliefs(Beliefs("Title", "In words", rows, ("worse", "better"), (2.0, "counts")), "s2")


def test_a_belief_has_three_boxes_the_widest_the_thinnest():
    picture = beliefs(Belief("Now", 1.0, ((0.5, 1.5), (0.0, 2.0), (-1.0, 3.0))))
    boxes = [
        (float(wide), float(high))
        for wide, high in re.findall(r'width="([\d.]+)" height="([\d.]+)" class="range"', picture)
    ]

    assert len(boxes) == 3
    assert [high for _, high in sorted(boxes)] == sorted((high for _, high in boxes), reverse=True)


def test_the_scale_holds_every_range_zero_and_the_bar():
    picture = beliefs(Belief("Now", 4.0, ((3.5, 4.5),)))

    assert all(f">{value}<" in picture for value in ("0", "+2", "+5"))
