"""Families of claims where the members are derived, found in places, or asked for `ever`."""

from dataclasses import replace

import pytest

from painpath.criteria.ask import Asking
from painpath.criteria.catalog import Catalog, FromCriterion, Lookup, Score
from painpath.criteria.tree import FactIs
from painpath.facts.answer import NO, UNKNOWN, YES
from painpath.facts.fact_type import FactType, Kind, Pick
from painpath.facts.moment import Moment
from painpath.facts.reading import Reading, Unknown
from painpath.facts.record import build_record
from tests.spec.words import REGIONS, TODAY
from tests.support.tables import ask_database

NOW = Moment(TODAY, TODAY)
LONG_AGO = Moment(TODAY - 4000, TODAY - 4000)
FACTS = [
    FactType("general", Kind.CLAIM, listed_in="condition"),
    FactType("special", Kind.CLAIM, listed_in="condition", parents=("general",)),
    FactType("other_list", Kind.CLAIM, listed_in="allergy", parents=("general",)),
    FactType("cause", Kind.CLAIM),
    FactType("pain.sites", Kind.SET),
    FactType("grade", Kind.ORDERED, options=("low", "mid", "high")),
    FactType("points", Kind.QUANTITY),
]
CHILDREN = {"general": ("special", "other_list")}


def catalog(*changed: FactType, **derived) -> Catalog:
    facts = {fact.id: fact for fact in (*FACTS, *changed)}
    return Catalog(facts, derived=derived, children=CHILDREN, regions=REGIONS)


def answers(made: Catalog, node, *readings: Reading, complete=None):
    record = build_record(TODAY, [replace(r, id=str(i)) for i, r in enumerate(readings)], complete=complete or {})
    in_python = Asking(made, record).ask(node)
    in_sql = ask_database(made, [(record, None)], {"it": node})[0]["it"]
    assert in_sql is in_python
    return in_python


def claim(fact: str, value: float, when: Moment = NOW, **more) -> Reading:
    return Reading(fact, value, value, when, **more)


GENERAL, SPECIAL = FactIs("general", (1.0,)), FactIs("special", (1.0,))
FOLLOWS = FromCriterion(FactIs("cause", (1.0,)))


def test_a_list_settles_a_general_claim_only_if_lists_settle_all_special_ones():
    assert answers(catalog(), GENERAL, complete={"condition": 1}) is UNKNOWN
    assert answers(catalog(), GENERAL, complete={"condition": 1, "allergy": 1}) is NO


def test_a_special_claim_that_follows_from_something_unknown_keeps_the_general_one_open():
    made, lists = catalog(special=FOLLOWS), {"condition": 1, "allergy": 1}

    assert answers(made, GENERAL, complete=lists) is UNKNOWN
    assert answers(made, GENERAL, claim("cause", 0.0), complete=lists) is NO
    assert answers(made, GENERAL, claim("cause", 1.0), complete=lists) is YES


def test_a_general_claim_that_follows_stays_open_while_a_special_one_is_unclear():
    made, unclear = catalog(general=FOLLOWS), Reading("special", when=NOW, unreadable="see note")

    assert answers(made, GENERAL, claim("cause", 0.0)) is NO
    assert answers(made, GENERAL, claim("cause", 0.0), unclear) is UNKNOWN
    assert answers(made, GENERAL, claim("cause", 1.0), unclear) is YES


def test_whoever_asks_for_ever_asks_that_of_the_special_claims_too():
    made = catalog(FactType("general", Kind.CLAIM, pick=Pick.EVER, listed_in="condition"))
    ended = claim("special", 1.0, LONG_AGO, ended=LONG_AGO)

    assert answers(made, GENERAL, ended, complete={"condition": 1, "allergy": 1}) is YES


def test_not_now_does_not_deny_ever():
    made = catalog(FactType("special", Kind.CLAIM, pick=Pick.EVER, parents=("general",)))

    assert answers(made, SPECIAL, claim("general", 0.0)) is UNKNOWN


def test_an_old_no_of_the_general_claim_says_nothing_of_the_window():
    node = FactIs("special", (1.0,), within=30.0)

    assert answers(catalog(), node, claim("general", 0.0)) is NO
    assert answers(catalog(), node, claim("general", 0.0, LONG_AGO)) is UNKNOWN


def test_a_look_back_on_a_claim_that_follows_from_others_is_not_settled_by_a_list():
    node = FactIs("special", (1.0,), within=30.0)

    assert answers(catalog(special=FOLLOWS), node, complete={"condition": 1}) is UNKNOWN


PAIN_IN_FOOT = Reading("pain.sites", when=NOW, members=frozenset({"foot"}))


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([claim("special", 1.0, at=frozenset({"foot"}))], YES),
        ([claim("special", 1.0, at=frozenset({"hand"}))], UNKNOWN),
        ([claim("special", 1.0, at=frozenset({"foot"})), claim("general", 0.0, at=frozenset({"foot"}))], UNKNOWN),
        ([claim("special", 1.0, at=frozenset({"foot"})), claim("general", 0.0, at=frozenset({"hand"}))], YES),
    ],
)
def test_a_special_finding_in_the_place_makes_the_general_one_found_there(readings, expected):
    assert answers(catalog(), FactIs("general", (1.0,), at="pain"), PAIN_IN_FOOT, *readings) is expected


def test_a_general_no_in_the_place_denies_the_special_finding_there_only():
    node = FactIs("special", (1.0,), at="pain")

    assert answers(catalog(), node, PAIN_IN_FOOT, claim("general", 0.0, at=frozenset({"foot"}))) is NO
    assert answers(catalog(), node, PAIN_IN_FOOT, claim("general", 0.0, at=frozenset({"hand"}))) is UNKNOWN


def test_what_follows_from_other_facts_belongs_to_the_pain_in_question():
    made = catalog(general=FOLLOWS)

    assert answers(made, FactIs("general", (1.0,), at="pain"), claim("cause", 1.0)) is YES
    assert answers(made, FactIs("general", (1.0,), at="foot"), claim("cause", 1.0)) is UNKNOWN
    assert answers(made, FactIs("general", (1.0,), at="foot"), claim("cause", 1.0), PAIN_IN_FOOT) is YES
    assert answers(made, FactIs("general", (1.0,), at="foot"), claim("cause", 0.0)) is NO


def test_a_special_claim_that_follows_makes_the_general_one_found_at_the_pain():
    made, node = catalog(special=FOLLOWS), FactIs("general", (1.0,), at="pain")

    assert answers(made, node, claim("cause", 1.0)) is YES
    assert answers(made, node) is UNKNOWN


def test_a_general_claim_that_follows_stays_open_in_a_place_while_a_special_one_is_unclear():
    made, node = catalog(general=FOLLOWS), FactIs("general", (1.0,), at="pain")
    unclear = Reading("special", when=NOW, unreadable="see note")

    assert answers(made, node, claim("cause", 0.0), unclear) is UNKNOWN


def test_a_complete_list_makes_a_finding_absent_in_every_place():
    node = FactIs("special", (1.0,), at="pain")

    assert answers(catalog(), node, complete={"condition": 1}) is NO
    ever = catalog(FactType("special", Kind.CLAIM, pick=Pick.EVER, listed_in="condition", parents=("general",)))
    assert answers(ever, node, complete={"condition": TODAY}) is UNKNOWN


def test_ever_found_in_a_place_is_not_overruled_by_a_newer_no():
    made = catalog(FactType("special", Kind.CLAIM, pick=Pick.EVER, parents=("general",)))
    foot = frozenset({"foot"})
    found = [claim("special", 0.0, at=foot), claim("special", 1.0, LONG_AGO, ended=LONG_AGO, at=foot)]

    assert answers(made, FactIs("special", (1.0,), at="pain"), PAIN_IN_FOOT, *found) is YES


def test_a_stale_finding_is_unknown_in_its_place():
    made = catalog(FactType("special", Kind.CLAIM, fresh_for=30.0, parents=("general",)))
    record = build_record(TODAY, [PAIN_IN_FOOT, claim("special", 1.0, LONG_AGO)])

    answer, missing = Asking(made, record).leaf(FactIs("special", (1.0,), at="pain"))

    assert answer is UNKNOWN
    assert [miss.why for miss in missing] == [Unknown.STALE]


def test_an_unknown_grade_scores_as_its_worst_and_best():
    made = catalog(points=Score((("grade", 2.0), ("cause", 1.0))))
    record = build_record(TODAY, [claim("cause", 1.0)])

    value = Asking(made, record).value("points")

    assert (value.low, value.high) == (1.0, 5.0)


def test_a_claim_banded_from_something_unknown_is_unknown_and_not_out_of_its_line():
    made = catalog(special=Lookup("points", (3.0,), (0.0, 1.0)))

    value = Asking(made, build_record(TODAY, [claim("cause", 1.0)])).value("special")

    assert (value.low, value.high) == (0.0, 1.0)
    assert [miss.fact for miss in value.missing] == ["points"]
