"""A claim that ends some time around the as-of day is neither still there nor over."""

from tests.spec.words import CATALOG, TODAY

from painpath.criteria import Asking
from painpath.facts import Moment, Reading, build_record


def test_an_end_that_may_lie_before_or_after_today_leaves_the_claim_open():
    begun, ended = Moment(TODAY - 10, TODAY - 10), Moment(TODAY - 2, TODAY + 5)
    reading = Reading("fever", 1.0, 1.0, begun, ended)
    value = Asking(CATALOG, build_record(TODAY, [reading])).value("fever")

    assert (value.low, value.high) == (0.0, 1.0)
    assert value.missing
