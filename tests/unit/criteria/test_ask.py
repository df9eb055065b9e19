"""What no spec can say: orders, caching, what is missing, our own mistakes."""

import pytest
from tests.spec.words import CATALOG, TODAY, criterion

from painpath.criteria.ask import Asking
from painpath.criteria.tree import All, Any, FactIs, Not, RuleRef, Rung, Slot, Taking
from painpath.facts.answer import NO, UNKNOWN, YES
from painpath.facts.moment import Moment
from painpath.facts.reading import Course, Missing, Order, Reading, Unknown
from painpath.facts.record import build_record

NOW = Moment(TODAY, TODAY)
EMPTY = build_record(TODAY, [])


def test_a_rung_or_slot_that_nobody_filled_in_is_our_own_mistake():
    asking = Asking(CATALOG, build_record(TODAY, [Reading("fever", 1.0, 1.0, NOW)]))

    for node in (Rung("possible"), Slot("signs")):
        with pytest.raises(AssertionError, match="filled in by the ladder"):
            asking.leaf(node)


def test_a_rule_is_not_a_leaf():
    with pytest.raises(AssertionError, match="through its criterion"):
        Asking(CATALOG, EMPTY).leaf(RuleRef("fever_or_burning"))


def test_what_does_not_see_the_order_is_asked_once_for_all_orders():
    asking = Asking(CATALOG, build_record(TODAY, [Reading("fever", 1.0, 1.0, NOW)]))
    node = criterion("{fact: fever, is: yes}")

    first, second = asking.with_order(Order("ada")), asking.with_order(Order("ben"))

    assert first.ask(node) is second.ask(node) is YES
    assert first.value("fever") is second.value("fever")


def test_an_order_on_top_of_another_starts_from_the_record():
    asking = Asking(CATALOG, EMPTY).with_order(Order("ada")).with_order(Order("cyd"))

    assert asking.ask(Taking("reds", order="only")) is NO


def test_a_criterion_that_sees_the_order_only_through_a_rule_is_asked_again():
    catalog = CATALOG.__class__(
        facts=CATALOG.facts,
        within=CATALOG.within,
        above=CATALOG.above,
        rules={"r": Taking("reds", order="only")},
    )
    asking, node = Asking(catalog, EMPTY), RuleRef("r")

    assert (asking.ask(node), asking.with_order(Order("ada")).ask(node)) == (NO, YES)


def test_what_is_missing_is_named_once_and_only_where_it_matters():
    node = All((FactIs("fever", (1.0,)), Not(FactIs("fever", (1.0,))), Any((FactIs("burning", (1.0,)),))))
    asking = Asking(CATALOG, EMPTY)

    assert asking.missing(node) == (
        Missing("fever", Unknown.NEVER_RECORDED),
        Missing("burning", Unknown.NEVER_RECORDED),
    )


def test_nothing_is_missing_from_a_known_answer():
    asking = Asking(CATALOG, build_record(TODAY, [Reading("fever", 1.0, 1.0, NOW)]))

    assert asking.missing(criterion("{any: [{fact: fever, is: yes}, {fact: burning, is: yes}]}")) == ()


def test_what_is_missing_of_a_rule_is_what_is_missing_of_its_criterion():
    asking = Asking(CATALOG, EMPTY).with_order(Order("ada"))

    assert {miss.fact for miss in asking.missing(RuleRef("fever_or_burning"))} == {"fever", "burning"}


def test_an_order_without_a_dose_names_the_dose():
    asking = Asking(CATALOG, EMPTY).with_order(Order("ada"))
    node = criterion("{taking: ada, order: only, daily_dose: {above: 100 mg}}")

    assert asking.leaf(node) == (UNKNOWN, (Missing("medication.ada", Unknown.DOSE_UNKNOWN),))


def test_a_drug_said_to_be_taken_and_not_taken_names_the_conflict():
    courses = [Course("ada", id="1"), Course("reds", status=Course("x").status.NOT_TAKEN, id="2")]
    asking = Asking(CATALOG, build_record(TODAY, [], courses))

    assert asking.leaf(Taking("reds")) == (UNKNOWN, (Missing("medication.ada", Unknown.CONFLICT),))
