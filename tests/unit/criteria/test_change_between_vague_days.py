"""Two readings of which nobody knows which came first: how fast the value went between them cannot be told."""

from tests.spec.words import CATALOG, TODAY

from painpath.criteria import Asking
from painpath.criteria.tree import Change
from painpath.facts import UNKNOWN, Kind, Moment, Reading, build_record

FACT = next(name for name, kind in CATALOG.facts.items() if kind.kind is Kind.QUANTITY)


def test_a_fall_between_readings_whose_days_overlap_is_not_settled():
    first, second = Moment(TODAY - 40, TODAY - 5), Moment(TODAY - 30, TODAY - 1)
    readings = [Reading(FACT, 9.0, 9.0, first), Reading(FACT, 6.0, 6.0, second)]

    answer = Asking(CATALOG, build_record(TODAY, readings)).ask(Change(FACT, True, 2.0, 10.0))

    assert answer is UNKNOWN
