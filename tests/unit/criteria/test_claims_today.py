"""A claim that ends some time around the as-of day is neither still there nor over."""

from tests.spec.words import CATALOG, TODAY

from painpath.criteria import Asking
from painpath.criteria.tree import Tried
from painpath.facts import UNKNOWN, Course, Moment, Reading, Status, build_record


def test_an_end_that_may_lie_before_or_after_today_leaves_the_claim_open():
    begun, ended = Moment(TODAY - 10, TODAY - 10), Moment(TODAY - 2, TODAY + 5)
    reading = Reading("fever", 1.0, 1.0, begun, ended)
    value = Asking(CATALOG, build_record(TODAY, [reading])).value("fever")

    assert (value.low, value.high) == (0.0, 1.0)
    assert value.missing


def test_a_drug_of_which_nobody_knows_whether_it_was_taken_was_not_surely_tried():
    record = build_record(TODAY, (), [Course("ada", Status.UNKNOWN, Moment(TODAY - 9, TODAY - 9))])

    assert Asking(CATALOG, record).ask(Tried("ada")) is UNKNOWN
