"""What a record without one drug shares with the whole record: answers, and what they wait for."""

from tests.spec.words import CATALOG, TODAY

from painpath.criteria import Asking
from painpath.criteria.tree import FactIs
from painpath.facts import NO, UNKNOWN, Course, Moment, Reading, Status, build_record

DAY = Moment(TODAY - 3, TODAY - 3)


def test_what_a_question_waits_for_is_kept_by_the_whole_record():
    feverish = FactIs("fever", (1.0,))
    reading = Reading("fever", 0.0, 1.0, DAY)
    record = build_record(TODAY, [reading], [Course("ada", Status.ACTIVE, DAY)])
    whole = Asking(CATALOG, record)

    rest = whole.without("ada")

    assert rest.ask(feverish) is UNKNOWN
    assert rest.missing(feverish) == whole.missing(feverish) != ()


def test_a_claim_that_is_over_is_a_no():
    reading = Reading("fever", 1.0, 1.0, Moment(TODAY - 10, TODAY - 10), Moment(TODAY - 4, TODAY - 4))
    asking = Asking(CATALOG, build_record(TODAY, [reading]))

    assert asking.ask(FactIs("fever", (1.0,))) is NO
