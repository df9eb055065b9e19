"""Moments from their printed precision, and back."""

from datetime import date

import pytest

from painpath.facts.moment import DAWN, DUSK, Moment, on_day, parse_moment, printed


def days(first: str, last: str, clock: int = 0) -> Moment:
    return Moment(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal(), clock)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019", days("2019-01-01", "2019-12-31")),
        ("2019-02", days("2019-02-01", "2019-02-28")),
        ("2020-02", days("2020-02-01", "2020-02-29")),
        ("2019-02-03", days("2019-02-03", "2019-02-03")),
        (" 2019-02-03 ", days("2019-02-03", "2019-02-03")),
        ("2019-02-03T13:45", days("2019-02-03", "2019-02-03", 13 * 3600 + 45 * 60)),
        ("2019-02-03T13:45:30.5+02:00", days("2019-02-03", "2019-02-03", 13 * 3600 + 45 * 60 + 30)),
        ("2019-02-03T24:00:00Z", days("2019-02-03", "2019-02-03", 86400)),
    ],
)
def test_a_moment_is_all_that_its_precision_can_mean(text, expected):
    assert parse_moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "19",
        "2019-13",
        "2019-00",
        "2019-02-30",
        "2019-13-40",
        "0000",
        "2019-02-03T25:00",
        "2019-02-30T10:00",
    ],
)
def test_an_impossible_moment_is_none(text):
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2019-02-03", "2019-02-03", "2019-02-03"),
        ("2019-01-01", "2019-12-31", "2019"),
        ("2019-02-01", "2019-02-28", "2019-02"),
        ("2019-02-01", "2019-02-27", "2019-02-01 to 2019-02-27"),
        ("2019-02-03", "2019-03-04", "2019-02-03 to 2019-03-04"),
    ],
)
def test_a_moment_is_printed_with_its_precision(first, last, expected):
    moment = days(first, last)

    assert printed(moment.first, moment.last) == expected


def test_an_open_end_is_printed_as_such():
    day = date(2019, 2, 3).toordinal()

    assert printed(DAWN, DUSK) == "date unknown"
    assert printed(DAWN, day) == "by 2019-02-03"
    assert printed(day, DUSK) == "since 2019-02-03"


def test_a_day_is_one_day():
    assert on_day(date(2019, 2, 3)) == days("2019-02-03", "2019-02-03")
