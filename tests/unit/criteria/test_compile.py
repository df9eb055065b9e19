"""The compiled query itself: what it is made of, and that other databases can be given it."""

import pytest
from sqlglot import exp
from tests.spec.words import CATALOG, criterion
from tests.support.tables import empty_database

from painpath.criteria.catalog import Catalog, Lookup
from painpath.criteria.compile_sql import compile_criteria
from painpath.criteria.compile_words import all_of, any_of, case, number, total, whole
from painpath.criteria.tree import All, Any, Bounds, FactCompares, FactIs, Rung, Slot
from painpath.facts.fact_type import FactType, Kind

MANY = {
    "fever": "{fact: fever, is: yes}",
    "again": "{all: [{fact: fever, is: yes}, {fact: clearance, below: 60 mL/min}]}",
    "place": "{fact: burning, is: yes, at: pain}",
    "drug": "{taking: reds, ended_within: 14 d, daily_dose: {above: 100 mg}}",
    "change": "{change: hba1c, falls_by: {at_least: 2 %}, over_at_most: 3 mo, then: {fact: onset, within: 8 wk}}",
}


def compiled(**criteria: str) -> exp.Select:
    return compile_criteria(CATALOG, {name: criterion(text) for name, text in criteria.items()})


def test_there_is_one_column_per_criterion_beside_the_patient():
    assert compiled(**MANY).named_selects == ["patient", *MANY]


def test_a_question_asked_twice_is_one_column():
    once = compiled(fever=MANY["fever"])
    twice = compiled(fever=MANY["fever"], more="{all: [{fact: fever, is: yes}, {fact: fever, is: yes}]}")

    features = [len(list(query.find_all(exp.Max))) for query in (once, twice)]

    assert features[0] == features[1]


def test_without_patients_there_are_no_rows():
    assert empty_database().execute(compiled(**MANY).sql("duckdb")).fetchall() == []


@pytest.mark.parametrize("dialect", ["duckdb", "spark", "postgres", "bigquery", "snowflake"])
def test_the_query_can_be_written_for_other_databases(dialect):
    assert compiled(**MANY).sql(dialect).startswith("WITH")


def test_a_rung_or_slot_that_nobody_filled_in_is_our_own_mistake():
    for node in (Rung("possible"), Slot("signs")):
        with pytest.raises(AssertionError, match="before it is compiled"):
            compile_criteria(CATALOG, {"it": node})


def test_a_fact_that_nobody_knows_is_a_key_error():
    with pytest.raises(KeyError):
        compile_criteria(CATALOG, {"it": FactIs("zzz", (1.0,))})


def test_a_band_of_a_claim_is_compiled():
    facts = {
        "level": FactType("level", Kind.QUANTITY),
        "raised": FactType("raised", Kind.CLAIM),
    }
    catalog = Catalog(facts, derived={"raised": Lookup("level", (3.0,), (0.0, 1.0))})

    query = compile_criteria(catalog, {"it": FactIs("raised", (1.0,))})

    assert query.named_selects == ["patient", "it"]


def test_joints_of_nothing_are_settled():
    assert all_of([]) == exp.true()
    assert any_of([]) == exp.false()
    assert case([], exp.true()) == exp.true()
    assert total([]) == whole(0)


def test_a_criterion_without_parts_is_compiled():
    query = compile_criteria(CATALOG, {"yes": All(()), "no": Any(())})

    assert query.named_selects == ["patient", "yes", "no"]


def test_numbers_are_written_exactly():
    assert number(0.1).sql("duckdb") == "CAST('0.1' AS DOUBLE)"


def test_a_number_asked_as_a_claim_is_a_comparison():
    query = compile_criteria(CATALOG, {"it": FactCompares("weight", Bounds())})

    assert query.named_selects == ["patient", "it"]
