"""Families of claims where the members are derived, found in places, or asked for `ever`."""

import pytest
from msgspec.structs import replace
from tests.spec.words import REGIONS, TODAY
from tests.support.tables import ask_database

from painpath.criteria.ask import Asking
from painpath.criteria.catalog import Catalog, FromCriterion, Lookup, Score
from painpath.criteria.reach import reach_of
from painpath.criteria.tree import (
    All,
    Any,
    AtLeastOf,
    Bounds,
    Change,
    CountTaking,
    FactCompares,
    FactDated,
    FactHas,
    FactIs,
    Not,
    RuleRef,
    Rung,
    Taking,
)
from painpath.criteria.values import derived_value
from painpath.facts.answer import NO, UNKNOWN, YES
from painpath.facts.fact_type import FactType, Kind, Pick
from painpath.facts.moment import Moment
from painpath.facts.reading import Order, Reading, Unknown
from painpath.facts.record import build_record

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
    record = build_record(
        TODAY, [replace(r, id=str(i)) for i, r in enumerate(readings)], complete=complete or {}
    )
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
        (
            [claim("special", 1.0, at=frozenset({"foot"})), claim("general", 0.0, at=frozenset({"foot"}))],
            UNKNOWN,
        ),
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
    ever = catalog(
        FactType("special", Kind.CLAIM, pick=Pick.EVER, listed_in="condition", parents=("general",))
    )
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

    asking = Asking(made, build_record(TODAY, [claim("cause", 1.0)]))

    value = asking.value("special")

    assert not derived_value(asking, "special").known
    assert (value.low, value.high) == (0.0, 1.0)
    assert [miss.fact for miss in value.missing] == ["points"]


def test_options_may_score_by_a_table_of_points():
    made = catalog(points=Score((("grade", (0.0, 5.0, 1.0)), ("cause", (0.0, 1.0)))))
    node = FactCompares("points", Bounds(at_least=5.0))

    assert answers(made, node, Reading("grade", 1.0, 1.0, NOW)) is YES
    assert answers(made, node, Reading("grade", 0.0, 1.0, NOW)) is UNKNOWN
    assert answers(made, node, Reading("grade", 2.0, 2.0, NOW)) is NO
    assert answers(made, node, claim("cause", 1.0)) is UNKNOWN


def test_an_unknown_amount_scores_within_its_plausible_limits():
    amount = FactType("amount", Kind.QUANTITY, plausible=(0.0, 4.0))
    made = catalog(amount, points=Score((("amount", 1.0), ("cause", 1.0))))

    assert answers(made, FactCompares("points", Bounds(at_most=5.0)), claim("cause", 1.0)) is YES
    assert answers(made, FactCompares("points", Bounds(at_most=4.0)), claim("cause", 1.0)) is UNKNOWN


def test_a_negative_weight_turns_the_ends_round():
    made = catalog(points=Score((("grade", -1.0), ("cause", 1.0))))

    assert answers(made, FactCompares("points", Bounds(below=0.0)), claim("cause", 1.0)) is UNKNOWN
    assert answers(made, FactCompares("points", Bounds(at_most=1.0)), claim("cause", 1.0)) is YES


@pytest.mark.parametrize(
    ("when", "expected"), [(NOW, YES), (LONG_AGO, UNKNOWN), (Moment(TODAY - 60, TODAY), UNKNOWN)]
)
def test_a_set_is_fresh_or_not(when, expected):
    made = catalog(FactType("pain.sites", Kind.SET, fresh_for=30.0))
    reading = Reading("pain.sites", when=when, members=frozenset({"foot"}))

    assert answers(made, FactHas("pain.sites", frozenset({"foot"})), reading) is expected


def test_what_may_be_a_newer_no_leaves_an_older_yes_open():
    node, foot = FactIs("special", (1.0,), at="pain"), frozenset({"foot"})
    older = claim("special", 1.0, Moment(TODAY - 9, TODAY - 9), at=foot)

    assert (
        answers(catalog(), node, PAIN_IN_FOOT, Reading("special", when=NOW, unreadable="?"), older) is UNKNOWN
    )
    assert (
        answers(catalog(), node, claim("special", 0.0, at=foot), claim("special", 1.0, LONG_AGO)) is UNKNOWN
    )


def test_a_newer_no_in_one_of_two_places_leaves_the_other_while_the_pain_may_be_there():
    node = FactIs("special", (1.0,), at="pain")
    some_pain = replace(PAIN_IN_FOOT, closed=False)
    older = claim("special", 1.0, LONG_AGO, at=frozenset({"foot", "hand"}))

    assert (
        answers(catalog(), node, some_pain, claim("special", 0.0, at=frozenset({"foot"})), older) is UNKNOWN
    )
    assert answers(catalog(), node, PAIN_IN_FOOT, claim("special", 0.0, at=frozenset({"foot"})), older) is NO


def test_no_fact_sees_the_order_however_it_is_asked_for():
    ordered = Taking("ada", order="yes")
    node = All(
        (
            Not(AtLeastOf(1, (Taking("ada", order="only"),))),
            Any((RuleRef("rule"), CountTaking("ada", 1, order="yes"))),
        )
    )
    made = replace(
        catalog(special=FromCriterion(node)), rules={"rule": ordered}, substances=frozenset({"ada"})
    )
    record, order = build_record(TODAY, [], complete={"medication": 1}), Order("ada")

    in_python = Asking(made, record).with_order(order).ask(SPECIAL)
    in_sql = ask_database(made, [(record, order)], {"it": SPECIAL})[0]["it"]

    assert in_python is in_sql is NO


def test_whatever_a_claim_follows_from_is_in_its_reach():
    node = All(
        (
            FactCompares("points", Bounds(above=1.0)),
            FactHas("pain.sites", frozenset({"foot"})),
            FactIs("other_list", (1.0,), at="foot"),
            Change("points", True, 1.0, 30.0, "onset", 30.0),
            Taking("ada"),
            RuleRef("rule"),
            Rung("possible"),
        )
    )
    made = catalog(FactType("onset", Kind.DATE), special=FromCriterion(node))
    made = replace(made, rules={"rule": FactDated("onset", 3.0)})

    assert reach_of(made, SPECIAL) >= {
        "special", "general", "points", "pain.sites", "other_list", "onset", "medication.ada", "list.condition",
    }  # fmt: skip


def test_a_record_is_silent_on_what_it_could_not_tell_of():
    asking = Asking(catalog(), build_record(TODAY, [claim("special", 1.0)]))

    assert asking.silent_on("grade")
    assert not asking.silent_on("general")
