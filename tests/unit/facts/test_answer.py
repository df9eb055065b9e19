"""The three answers and their joints."""

import itertools

import pytest

from painpath.facts.answer import AND, NO, NOT, OR, UNKNOWN, YES, Answer, at_least, every, of_bounds, some
from painpath.facts.fact_type import FactType, Kind, Pick
from painpath.facts.reading import Course, Order, Outcome, Status, Unknown

#: no below unknown below yes
RANK = {NO: 0, UNKNOWN: 1, YES: 2}


def test_an_answer_is_not_a_truth_value():
    with pytest.raises(TypeError, match="use `match answer` with three arms"):
        bool(UNKNOWN)


def test_and_is_the_lower_and_or_the_higher_of_two_answers():
    for one, other in itertools.product(Answer, Answer):
        assert RANK[AND[one, other]] == min(RANK[one], RANK[other])
        assert RANK[OR[one, other]] == max(RANK[one], RANK[other])


def test_not_twice_is_the_same():
    assert [NOT[NOT[answer]] for answer in Answer] == list(Answer)


def test_every_and_some_of_nothing_are_settled():
    assert (every([]), some([])) == (YES, NO)


def test_every_is_at_least_all_and_some_at_least_one():
    for answers in itertools.product(Answer, repeat=3):
        assert at_least(3, answers) is every(answers)
        assert at_least(1, answers) is some(answers)


def test_bounds_give_the_answer_of_both_ends():
    assert [of_bounds(True, True), of_bounds(False, True), of_bounds(False, False)] == [YES, UNKNOWN, NO]


def test_words_of_the_record_can_be_kept_in_sets():
    for kind in (Answer, Kind, Pick, Status, Outcome, Unknown):
        assert len(set(kind)) == len(list(kind))


def test_an_option_has_the_rank_of_its_place():
    assert FactType("x", Kind.ORDERED, options=("a", "b")).rank("b") == 1.0
    assert FactType("x", Kind.CLAIM).rank("yes") == 1.0
    with pytest.raises(KeyError):
        FactType("x", Kind.ORDERED, options=("a", "b")).rank("c")


def test_an_order_has_a_daily_dose_only_with_amount_and_rhythm():
    assert Order("x", 75.0, 2.0).daily == 150.0
    assert Order("x", 75.0).daily is None


def test_a_dose_is_known_if_it_is_one_number():
    assert Course("x", daily_low=5.0, daily_high=5.0).dose_known
    assert not Course("x").dose_known
