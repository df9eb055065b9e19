"""How much better: percent, points, bars; and no single day turns a statement round."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.followup.conftest import DAY, diary, ordinal

from painpath.criteria import Asking
from painpath.followup.response import Span, bars_of, change_of, changes, high_pain
from painpath.followup.series import track, tracks
from painpath.pipeline import Request, read_record

AVERAGE = "pain.intensity_average"
TODAY = DAY.toordinal()


def span(days_on: int) -> Span:
    """A treatment taken for so many days up to today."""
    first = TODAY - days_on + 1
    return Span(first, TODAY, first - 1, TODAY)


def change(asking, library, before, now):
    """Two weeks of a diary, the second wholly on the treatment."""
    found = track(asking({AVERAGE: diary([*before, *now])}), library, "pain_average")
    return change_of(library, found, span(len(now)))


def passed(found) -> dict[str, str]:
    return {one.id: one.passed for one in found.thresholds}


def test_a_clear_fall_passes_thirty_percent_and_two_points(asking, library):
    found = change(asking, library, [8, 8, 7, 8, 8, 9, 8], [2, 3, 2, 2, 3, 2, 2])

    assert passed(found) == {"percent_30": "yes", "percent_50": "yes", "points_2": "yes"}
    assert found.points.value == pytest.approx(8 - 16 / 7, abs=1e-3)
    assert found.percent.value == pytest.approx(100 * (1 - 16 / 56), abs=1e-3)


def test_no_change_passes_none(asking, library):
    assert set(passed(change(asking, library, [7] * 7, [7] * 7)).values()) == {"no"}


def test_getting_worse_is_a_negative_change(asking, library):
    found = change(asking, library, [4] * 7, [8] * 7)

    assert found.points.value == -4.0
    assert found.percent.value == -100.0
    assert set(passed(found).values()) == {"no"}


def test_a_change_near_the_bar_is_not_known_yet(asking, library):
    found = change(asking, library, [7] * 7, [5] * 7)

    assert passed(found)["points_2"] == "unknown"
    assert found.thresholds[-1].probability == pytest.approx(0.5, abs=0.01)


def test_a_treatment_older_than_the_diary_has_no_beginning(asking, library):
    found = track(asking({AVERAGE: diary([4] * 14)}), library, "pain_average")
    told = change_of(library, found, span(100))

    assert (told.before, told.points, told.percent, told.now.value) == (None, None, None, 4.0)
    assert set(passed(told).values()) == {"unknown"}
    assert "cannot be said" in told.says


def test_a_treatment_whose_beginning_nobody_knows_is_compared_with_nothing(asking, library):
    found = track(asking({AVERAGE: diary([4] * 14)}), library, "pain_average")
    told = change_of(library, found, Span(None, TODAY, None, TODAY))

    assert (told.before, told.now.value) == (None, 4.0)
    assert "not known" in told.says


def test_one_day_of_diary_says_nothing(asking, library):
    found = track(asking({AVERAGE: diary([4, 3])}), library, "pain_average")
    told = change_of(library, found, span(30))

    assert (told.before, told.now, told.points) == (None, None, None)


def test_an_earlier_week_stands_in_and_says_so(asking, library):
    found = track(asking({AVERAGE: diary([*[8] * 7, *[None] * 10, *[3] * 7])}), library, "pain_average")

    assert (
        "earlier" in change_of(library, found, span(7)).says
        or "stands in" in change_of(library, found, span(7)).says
    )
    assert change_of(library, found, span(7)).before.value == 8.0


def test_a_week_of_long_ago_does_not_stand_in(asking, library):
    found = track(asking({AVERAGE: diary([*[8] * 7, *[None] * 40, *[3] * 7])}), library, "pain_average")

    assert change_of(library, found, span(7)).before is None


def test_no_percentage_of_next_to_nothing(asking, library):
    found = change(asking, library, [0, 1, 0, 0, 1, 0, 0], [0] * 7)

    assert found.percent is None
    assert found.points is not None


def test_the_range_of_percent_holds_its_value(asking, library):
    found = change(asking, library, [7, 8, 6, 7, 7, 8, 7], [5, 4, 5, 6, 4, 5, 5]).percent

    assert found.low < found.value < found.high <= 100


def test_the_week_before_is_not_a_day_of_the_treatment(asking, library):
    found = change(asking, library, [9] * 7, [1] * 7)

    assert (found.before.value, found.now.value) == (9.0, 1.0)


def test_a_score_without_a_spread_is_compared_as_it_is(asking, library):
    rows = [{"value": 15, "on": "2026-09-30"}, {"value": 8, "on": "2026-11-18"}]
    found = track(asking({"score.phq9": rows}), library, "phq9")
    told = change_of(library, found, Span(ordinal("2026-10-01"), TODAY, ordinal("2026-09-30"), TODAY))

    assert (told.points.value, told.points.low, told.points.high) == (7.0, 7.0, 7.0)
    assert {one.passed for one in told.thresholds} == {"yes"}
    assert {one.probability for one in told.thresholds} == {None}


def test_an_answer_of_the_first_day_speaks_of_the_week_before_it(asking, library):
    rows = [{"value": 7, "on": "2026-10-01"}, {"value": 3, "on": "2026-11-18"}]
    found = track(asking({"score.peg": rows}), library, "peg")
    told = change_of(library, found, Span(ordinal("2026-10-01"), TODAY, ordinal("2026-09-30"), TODAY))

    assert (told.before.value, told.now.value) == (7.0, 3.0)


def test_time_in_high_pain_counts_days_at_or_above_severe(asking, library):
    found = track(
        asking({AVERAGE: diary([7, 8, 6.9, 7, 9, 7, 5, 3, 3, 3, 7, 3, 3, 3])}), library, "pain_average"
    )
    told = high_pain(library, found, span(7))

    assert told.before.value == pytest.approx(100 * 5 / 7, abs=1e-3)
    assert told.now.value == pytest.approx(100 / 7, abs=1e-3)
    assert told.before.low < told.before.value < told.before.high


def test_the_impression_of_change_is_read_by_its_words(asking, library):
    facts = {"score.global_impression_of_change": {"is": "minimally_improved", "on": "2026-11-19"}}
    (told,) = changes(asking(facts), library, (), span(30))

    assert {one.id: one.passed for one in told.thresholds} == {
        "at_least_much_improved": "no",
        "at_least_minimally_improved": "yes",
    }


def test_an_impression_of_before_the_treatment_is_not_about_it(asking, library):
    facts = {"score.global_impression_of_change": {"is": "much_improved", "on": "2026-06-01"}}

    assert changes(asking(facts), library, (), span(30)) == ()


def test_every_measure_with_readings_gives_a_change(asking, library):
    asked = asking({AVERAGE: diary([5] * 14), "sleep.interference": diary([5] * 14)})
    found = tracks(asked, library)

    assert [one.fact for one in changes(asked, library, found, span(7))] == [
        AVERAGE,
        AVERAGE,
        "sleep.interference",
    ]


def test_bars_come_from_the_instrument_once_each(library):
    assert [bar.id for bar in bars_of(library, "pain_average")] == ["percent_30", "percent_50", "points_2"]


# ------------------------------------------------------------------------------------ no single day turns it round

values = st.one_of(st.none(), st.integers(0, 10))
week = st.lists(values, min_size=7, max_size=7)


def statements(library, rows):
    document = {
        "as_of": DAY.isoformat(),
        "facts": {AVERAGE: diary(rows)} if any(r is not None for r in rows) else {},
    }
    _, record, _ = read_record(json.dumps(document).encode(), library, Request(DAY))
    found = track(Asking(library.catalog, record), library, "pain_average")
    if found is None or found.answers:
        return {}  # nothing was written, or one answer stands for a week: that is no day
    return passed(change_of(library, found, span(7)))


@settings(max_examples=150, deadline=None)
@given(st.lists(values, min_size=21, max_size=21), st.integers(0, 20), values)
@example([None] * 7 + [8, 8, 8, 8, None, None, None] + [2, 2, 2, 2, None, None, None], 14, 10)
@example([None] * 7 + [8] * 7 + [2] * 7, 20, 10)
@example([5] * 7 + [10, 0] * 3 + [10] + [0, 0, 0, 0, None, None, None], 17, 10)
def test_a_single_good_or_bad_day_never_turns_a_statement_round(library, rows, place, other):
    changed = [*rows[:place], other, *rows[place + 1 :]]

    one, two = statements(library, rows), statements(library, changed)

    assert not [bar for bar in one if {one[bar], two.get(bar)} == {"yes", "no"}]


@settings(max_examples=60, deadline=None)
@given(week, week)
def test_ranges_lie_around_their_value(library, before, now):
    document = {"as_of": DAY.isoformat(), "facts": {AVERAGE: diary([*before, *now])}}
    _, record, _ = read_record(json.dumps(document).encode(), library, Request(DAY))
    found = track(Asking(library.catalog, record), library, "pain_average")
    if found is None:
        return
    told = change_of(library, found, span(7))

    for one in (told.before, told.now, told.points, told.percent):
        assert one is None or one.low <= one.value <= one.high
