"""Days, weeks and what is noted: a diary becomes numbers only where it is one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.followup.conftest import DAY, diary, ordinal

from painpath.followup.noise import Spread, memory, published
from painpath.followup.series import latest_stretch, mean_of, track, tracks

AVERAGE = "pain.intensity_average"
TODAY = DAY.toordinal()


def average(asking, library, *values, **more):
    return track(asking({AVERAGE: diary(values), **more}), library, "pain_average")


def test_nothing_recorded_is_no_track(asking, library):
    assert tracks(asking({}), library) == ()


def test_a_week_is_the_mean_of_its_days(asking, library):
    found = average(asking, library, 4, 5, 6, 7, 6, 5, 4)

    assert found.series.weeks[-1].mean.value == pytest.approx(37 / 7, abs=1e-6)


@pytest.mark.parametrize(("written", "known"), [(4, True), (3, False)])
def test_a_week_needs_four_days(asking, library, written, known):
    found = average(asking, library, *[5] * written, *[None] * (7 - written))

    assert (mean_of(found, TODAY - 6, TODAY) is not None) is known
    assert found.series.weeks[-1].days == written


def test_a_week_with_fewer_days_written_down_is_less_sure(asking, library):
    wide = average(asking, library, 4, None, 6, None, 6, None, 4).series.weeks[-1].mean
    narrow = average(asking, library, 4, 5, 6, 5, 6, 5, 4).series.weeks[-1].mean

    assert wide.high - wide.low > narrow.high - narrow.low


def test_weeks_are_counted_back_from_the_day_of_the_review(asking, library):
    found = average(asking, library, *[5] * 10)

    assert [(week.first, week.last, week.days) for week in found.series.weeks] == [
        ("2026-11-07", "2026-11-13", 3),
        ("2026-11-14", "2026-11-20", 7),
    ]


def test_two_entries_of_a_day_that_differ_are_noted_and_both_kept(asking, library):
    found = track(
        asking({AVERAGE: [*diary([5, 5, 5, 5]), {"value": 9, "on": DAY.isoformat()}]}),
        library,
        "pain_average",
    )
    point = found.series.points[-1]

    assert (point.value, point.low, point.high, point.entries) == (7.0, 5.0, 9.0, 2)
    assert found.notes == (
        "average pain: days with two entries that differ: 1. Their mean is used; both ends are kept.",
    )


def test_the_same_entry_twice_is_no_disagreement(asking, library):
    found = track(
        asking({AVERAGE: [*diary([5, 5]), {"value": 5, "on": DAY.isoformat()}]}), library, "pain_average"
    )

    assert found.notes == ()


def test_a_reading_of_a_month_is_noted_and_stands_on_no_day(asking, library):
    found = track(asking({AVERAGE: [*diary([5, 5]), {"value": 9, "on": "2026-10"}]}), library, "pain_average")

    assert len(found.series.points) == 2
    assert len(found.notes) == 1


def test_a_range_never_becomes_a_number(asking, library):
    found = track(
        asking({AVERAGE: [*diary([5, 5]), {"value": ">=7", "on": "2026-11-10"}]}), library, "pain_average"
    )

    assert [point.value for point in found.series.points] == [5.0, 5.0]
    assert len(found.notes) == 1


def test_pain_asked_once_a_week_is_an_answer_about_that_week(asking, library):
    rows = [
        {"value": value, "on": day}
        for value, day in ((7, "2026-11-06"), (5, "2026-11-13"), (4, "2026-11-20"))
    ]
    found = track(asking({AVERAGE: rows}), library, "pain_average")

    assert sorted(found.answers) == [ordinal(row["on"]) for row in rows]
    assert [week.mean.value for week in found.series.weeks] == [7.0, 5.0, 4.0]


def test_pain_written_daily_is_no_answer_about_a_week(asking, library):
    found = average(asking, library, 7, 6, 5, 4)

    assert dict(found.answers) == {}


def test_one_answer_about_a_week_is_less_sure_than_seven_days(asking, library):
    one = (
        track(asking({AVERAGE: [{"value": 5, "on": "2026-11-20"}]}), library, "pain_average")
        .series.weeks[-1]
        .mean
    )
    seven = average(asking, library, *[5] * 7).series.weeks[-1].mean

    assert one.high - one.low > seven.high - seven.low


def test_the_worst_pain_of_one_day_is_not_a_week(asking, library):
    found = track(asking({"pain.intensity_worst": [{"value": 9, "on": "2026-11-20"}]}), library, "pain_worst")

    assert found.series.weeks[-1].mean is None


def test_a_questionnaire_is_reckoned_from_its_items_on_each_day(asking, library):
    items = {
        f"answer.peg.{item}": [{"value": first, "on": "2026-09-10"}, {"value": last, "on": "2026-11-18"}]
        for item, first, last in (("pain", 7, 4), ("enjoyment", 6, 3), ("activity", 8, 5))
    }
    found = track(asking(items), library, "peg")

    assert [(point.day, point.value) for point in found.series.points] == [
        ("2026-09-10", 7.0),
        ("2026-11-18", 4.0),
    ]


def test_a_questionnaire_with_an_item_missing_is_noted_and_no_number(asking, library):
    found = track(asking({"answer.peg.pain": [{"value": 7, "on": "2026-09-10"}]}), library, "peg")

    assert found.series.points == ()
    assert len(found.notes) == 1


def test_a_score_without_a_published_spread_has_no_range_of_its_own(asking, library):
    found = track(asking({"score.phq9": [{"value": 12, "on": "2026-11-20"}]}), library, "phq9")
    mean = found.series.weeks[-1].mean

    assert (found.noise, mean.low, mean.value, mean.high) == (None, 12.0, 12.0, 12.0)


def test_entries_after_the_day_of_the_review_are_not_used(asking, library):
    found = track(
        asking({AVERAGE: [*diary([5, 5]), {"value": 0, "on": "2026-12-01"}]}), library, "pain_average"
    )

    assert [point.day for point in found.series.points] == ["2026-11-19", "2026-11-20"]


def test_the_latest_week_may_end_before_the_last_day(asking, library):
    found = average(asking, library, *[5] * 7, *[None] * 20)

    assert latest_stretch(found, 0, TODAY) == (TODAY - 26, TODAY - 20)


def test_no_week_is_found_outside_its_limits(asking, library):
    found = average(asking, library, *[5] * 7)

    assert latest_stretch(found, TODAY - 5, TODAY) is None


# ---------------------------------------------------------------------------------------------------- the noise


def test_an_empty_diary_has_the_published_noise(library):
    known = published(library)
    noise = Spread({}, TODAY, known).whole()

    assert (noise.variance, noise.lag, noise.freedom) == (
        pytest.approx(0.97**2),
        pytest.approx(0.14),
        pytest.approx(14.0),
    )


def test_the_drift_of_weeks_is_what_days_leave_unexplained(library):
    known = published(library)

    assert known.drift + known.variance * memory(range(7), known.lag) / 7 == pytest.approx(0.59**2)


def test_a_wild_diary_outweighs_the_published_spread(library):
    wild = {TODAY - place: 10.0 * (place % 2) for place in range(140)}

    assert Spread(wild, TODAY, published(library)).whole().variance > 15


def test_a_still_diary_keeps_some_of_the_published_spread(library):
    still = dict.fromkeys(range(TODAY - 27, TODAY + 1), 5.0)
    noise = Spread(still, TODAY, published(library)).whole()

    assert 0 < noise.variance < 0.97**2


def test_days_that_remember_make_a_mean_less_sure():
    assert memory((0, 1, 2, 3), 0.5) > memory((0, 2, 4, 6), 0.5) > 1.0


@given(st.lists(st.one_of(st.none(), st.integers(0, 10)), min_size=1, max_size=40), st.data())
def test_the_noise_without_a_day_is_that_of_a_diary_that_never_had_it(library, values, data):
    days = {TODAY - place: float(value) for place, value in enumerate(values) if value is not None}
    if not days:
        return
    out = data.draw(st.sampled_from(sorted(days)))
    known = published(library)
    left = {day: value for day, value in days.items() if day != out}

    one, other = Spread(days, TODAY, known).without(out), Spread(left, TODAY, known).whole()

    assert (one.variance, one.lag, one.freedom) == pytest.approx(
        (other.variance, other.lag, other.freedom), abs=1e-6
    )


@given(st.lists(st.integers(0, 10), min_size=4, max_size=7), st.permutations(range(7)))
def test_a_mean_lies_within_its_days(asking_mean, values, order):
    mean = asking_mean(values, order)

    assert min(values) <= mean.value <= max(values)
    assert mean.variance > 0
    assert math.isfinite(mean.freedom)


@pytest.fixture(scope="session")
def asking_mean(library):
    from painpath.followup.series import mean_by_days

    noise = Spread({}, TODAY, published(library)).whole()

    def build(values, order):
        days = tuple(sorted(order[: len(values)]))
        return mean_by_days(dict(zip(days, map(float, values), strict=True)), days, noise, (0, 6))

    return build
