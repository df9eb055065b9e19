"""A facts file written day by day: every form of a day, and what is refused."""

from datetime import date

import pytest

from painpath.facts import Moment
from painpath.intake import RecordError, read_facts
from painpath.library import load_library

PAIN = "pain.intensity_average"


@pytest.fixture(scope="module")
def library():
    return load_library()


def day(text):
    return date.fromisoformat(text).toordinal()


def readings(library, fact, value):
    return list(read_facts({"facts": {fact: value}}, library).readings)


def refusal(library, document):
    with pytest.raises(RecordError) as caught:
        read_facts(document, library)
    return str(caught.value)


def test_each_day_is_a_reading(library):
    found = readings(library, PAIN, {"2026-11-01": 6, "2026-11-02": 5})

    assert [(one.when, one.low) for one in found] == [
        (Moment(day("2026-11-01"), day("2026-11-01")), 6.0),
        (Moment(day("2026-11-02"), day("2026-11-02")), 5.0),
    ]


def test_a_day_may_have_its_time_and_several_values(library):
    found = readings(library, PAIN, {"2026-11-01T08:30+01:00": [6, 5]})

    assert [(one.when.first, one.when.clock, one.low) for one in found] == [
        (day("2026-11-01"), 30600, 6.0),
        (day("2026-11-01"), 30600, 5.0),
    ]


def test_a_value_of_a_day_may_say_who_and_how_bad(library):
    (one,) = readings(
        library, "symptom.dizziness", {"2026-11-01": {"is": "yes", "severity": "mild", "by": "patient"}}
    )

    assert (one.low, one.severity, one.source) == (1.0, "mild", "patient; facts file")


def test_a_diary_may_stand_in_a_list_with_other_readings(library):
    found = readings(library, PAIN, [{"value": 7, "on": "2026-10-01"}, {"2026-11-01": 6}])

    assert [one.low for one in found] == [7.0, 6.0]


def test_a_set_of_a_day_is_one_reading(library):
    (one,) = readings(library, "pain.triggers", {"2026-11-01": ["cold", "stress"]})

    assert one.members == {"cold", "stress"}


def test_an_impossible_day_is_listed_and_gives_nothing(library):
    found = read_facts({"facts": {PAIN: {"2026-02-30": 6}}}, library)

    assert found.readings == ()
    assert [one.why for one in found.unread] == ["it is not a possible date"]


def test_a_number_that_cannot_be_is_unreadable_on_its_day(library):
    (one,) = readings(library, PAIN, {"2026-11-01": 11})

    assert one.unreadable
    assert one.when.first == day("2026-11-01")


def test_a_day_has_no_second_day(library):
    said = refusal(library, {"facts": {PAIN: {"2026-11-01": {"value": 6, "on": "2026-11-02"}}}})

    assert "keep one" in said


@pytest.mark.parametrize(("fact", "word"), [("symptom.dizziness", "awful"), (PAIN, "mild")])
def test_how_bad_is_one_of_three_words_and_of_a_yes(library, fact, word):
    inner = {"is": "yes"} if fact != PAIN else {"value": 6}

    assert "mild, moderate, severe" in refusal(library, {"facts": {fact: {**inner, "severity": word}}})


def test_notes_are_listed_as_kept_and_never_read(library):
    found = read_facts({"notes": {"weather": {"2026-11-01": "rain"}}, "facts": {}}, library)

    assert [(one.what, one.why) for one in found.unread] == [
        ("notes, weather", "free words: kept for people, no rule reads them")
    ]


def test_a_course_may_say_the_last_day_that_is_known(library):
    value = {"amount": "300 mg", "times_per_day": 3, "from": "2026-11-01", "logged": "2026-11-20"}

    (course,) = read_facts({"facts": {"medication.gabapentin": value}}, library).courses
    assert (course.logged, course.ended) == (day("2026-11-20"), None)
