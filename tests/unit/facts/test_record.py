"""Records: what is later than the as-of day is kept apart; the rest is in order."""

from painpath.facts.moment import DUSK, WHENEVER, Moment
from painpath.facts.reading import Course, Reading, Status
from painpath.facts.record import build_record

DAY = 740000


def at(day: int, **more) -> Reading:
    return Reading("x", 1.0, 1.0, Moment(day, day), **more)


def test_readings_stand_oldest_first():
    late, early, same_day = at(DAY, id="b"), at(DAY - 5), at(DAY, id="a")

    assert build_record(DAY, [late, early, same_day]).of("x") == (early, same_day, late)


def test_what_comes_after_the_day_is_listed_and_not_used():
    later, course = at(DAY + 1), Course("ada", began=Moment(DAY + 1, DAY + 1))

    record = build_record(DAY, [later], [course])

    assert record.later == (later, course)
    assert record.of("x") == ()
    assert record.courses_of("ada") == ()


def test_a_moment_that_may_lie_before_the_day_is_used():
    reading = Reading("x", 1.0, 1.0, Moment(DAY, DUSK))

    assert build_record(DAY, [reading]).of("x") == (reading,)


def test_a_course_without_a_beginning_is_used():
    course = Course("ada", began=WHENEVER)

    assert build_record(DAY, [], [course]).courses_of("ada") == (course,)


def test_a_statement_that_a_drug_is_not_taken_is_known_by_its_drug():
    record = build_record(DAY, [], [Course("ada", status=Status.NOT_TAKEN), Course("ben")])

    assert record.denied == {"ada"}


def test_a_list_covers_the_days_from_its_first():
    record = build_record(DAY, [], complete={"condition": DAY - 10})

    assert record.covers("condition", DAY - 10)
    assert not record.covers("condition", DAY - 11)
    assert not record.covers("allergy", DAY)
    assert not record.covers(None, DAY)
