"""What follows from entries that fit: families of drugs, regions, generated facts, derivations, shared criteria."""

import pytest
from tests.unit.library.small import record, write

from painpath.criteria import Asking
from painpath.facts import Kind, Pick
from painpath.library import KnowledgeError, load_library


def test_an_ingredient_belongs_to_its_classes_and_theirs(knowledge):
    library = knowledge(
        {
            "classes/drug": "{name: drugs}",
            "classes/calmer": "{name: calmers, is_a: [drug]}",
            "substances/calmin": "{name: calmin, is_a: [calmer], roles: {sedative: s @ role}}",
        }
    )

    assert library.above["calmin"] == {"calmin", "calmer", "drug", "sedative"}
    assert library.within["drug"] == {"calmin", "calmer", "drug"}


def test_a_region_holds_its_parts_whichever_side_names_them(knowledge):
    library = knowledge(
        {
            "anatomy/leg": "{name: leg, parts: [foot]}",
            "anatomy/foot": "{name: foot}",
            "anatomy/toe": "{name: toe, parent: foot}",
        }
    )

    assert library.regions["leg"] == {"leg", "foot", "toe"}


def test_every_drug_and_class_has_an_allergy_that_its_members_share(knowledge):
    allergy = knowledge().facts["allergy.calmin"]

    assert (allergy.kind, allergy.pick, allergy.listed_in) == (Kind.CLAIM, Pick.LATEST, "allergy")
    assert allergy.parents == ("allergy.calmer",)


def test_a_fact_converts_what_it_accepts(knowledge):
    library = knowledge(
        {
            "facts/lab.a": "{says: a, type: quantity, unit: mg, accepts:"
            " {mmol: 2, degree: {factor: 0.5, offset: 3}}, plausible: {from: 0, to: 9}}"
        }
    )

    found = library.facts["lab.a"]

    assert (found.accepts["mmol"].factor, found.accepts["degree"].offset) == (2.0, 3.0)
    assert found.plausible == (0.0, 9.0)


def test_equal_criteria_are_one_node(knowledge):
    library = knowledge()

    first = library.criterion({"fact": "condition.diabetes", "is": "yes"})
    second = library.criterion({"fact": "condition.diabetes", "is": "yes"})

    assert first is second


def test_a_cut_may_be_an_option_of_an_ordered_fact(knowledge):
    library = knowledge(
        {
            "facts/hepatic.reserve": "{says: reserve, type: ordered, options: [bad, fair, good]}",
            "drugs/calmin": "{name: a, substance: calmin, regimens: [{by: hepatic.reserve, cuts: [fair], rows: []}]}",
        }
    )

    assert library.cuts == {"hepatic.reserve": (1.0,)}


def test_what_was_worked_out_once_is_remembered(knowledge):
    library = knowledge()
    worked = []

    found = [library.remember(("key",), lambda: worked.append(1) or len(worked)) for _ in range(3)]

    assert found == [1, 1, 1]


def test_the_cuts_of_all_regimens_stand_by_their_fact(knowledge):
    assert knowledge().cuts == {"renal.creatinine_clearance": (60.0,)}


def test_the_kinds_of_an_empty_folder_are_empty(tmp_path):
    library = load_library(tmp_path)

    kinds = (library.products, library.instruments, library.coverage, library.mechanisms, library.sources)
    assert [dict(kind) for kind in kinds] == [{}, {}, {}, {}, {}]


DERIVED = {
    "facts/a.n": "{says: n, type: quantity, unit: '1'}",
    "facts/a.o": "{says: o, type: ordered, options: [low, middle, high]}",
    "facts/a.c": "{says: c, type: claim}",
    "facts/a.d": "{says: d, type: date}",
    "facts/t.number": "{says: t, type: quantity, unit: '1', derived: {score: {items: {a.n: 2, a.c: 3}}}}",
    "facts/t.listed": "{says: t, type: quantity, unit: '1', derived: {score: {items: {a.o: [0, 5, 7]}}}}",
    "facts/t.named": "{says: t, type: quantity, unit: '1', derived:"
    " {score: {items: {a.o: {low: 1, middle: 2, high: 4}, a.c: {no: 10, yes: 20}}}}}",
    "facts/t.band": "{says: t, type: ordered, options: [few, many], derived:"
    " {lookup: {of: a.n, table: [{below: 3, is: few}, {is: many}]}}}",
    "facts/t.scale": "{says: t, type: quantity, unit: '1', derived: {scale: {of: a.n, times: 0.5}}}",
    "facts/t.count": "{says: t, type: quantity, unit: '1', derived: {count: {of: [a.c, condition.diabetes]}}}",
    "facts/t.age": "{says: t, type: quantity, unit: wk, derived: {duration: {since: a.d}}}",
    "facts/t.either": "{says: t, type: claim, derived: {from_criterion: {any: [{fact: a.c, is: yes}]}}}",
    "facts/t.dose": "{says: t, type: quantity, unit: mg/d, derived:"
    " {sum_over_courses: {taking: calmer, factors_from: strength, factors_by_route: {transdermal: patch}}}}",
    "substances/calmin": "{name: calmin, is_a: [calmer],"
    " factors: {strength: {value: 1.5, unit: '1', cite: s @ factor}, patch: {value: 2, unit: h/ug, cite: s @ f}}}",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "facts", "value"),
    [
        ("t.number", ["a.n: 4", "a.c: yes"], 11.0),
        ("t.listed", ["a.o: middle"], 5.0),
        ("t.named", ["a.o: high", "a.c: no"], 14.0),
        ("t.band", ["a.n: 3"], 1.0),
        ("t.band", ["a.n: 2.9"], 0.0),
        ("t.scale", ["a.n: 4"], 2.0),
        ("t.count", ["a.c: yes", "condition.diabetes: no"], 1.0),
        ("t.age", ["a.d: 2026-11-06"], 2.0),
        ("t.either", ["a.c: yes"], 1.0),
        ("t.dose", ["medication.calmin: {amount: 100 mg, times_per_day: 2, route: oral}"], 300.0),
        ("t.dose", ["medication.calmin: {amount: 100 ug/h, route: transdermal}"], 200.0),
    ],
)
def test_a_derived_fact_follows_from_what_is_recorded(knowledge, fact, facts, value):
    library = knowledge(DERIVED)
    found = Asking(library.catalog, record(library, *facts)).value(fact)

    assert (found.low, found.high) == (value, value)


def test_a_change_is_the_latest_reading_minus_the_one_before_the_span(knowledge):
    library = knowledge(
        {
            "facts/a.n": "{says: n, type: quantity, unit: '1'}",
            "facts/t.fall": "{says: t, type: quantity, unit: '1', derived: {change: {of: a.n, over: 14 d}}}",
        }
    )
    readings = "a.n: [{value: 8, on: 2026-11-01}, {value: 5, on: 2026-11-15}]"
    found = Asking(library.catalog, record(library, readings)).value("t.fall")

    assert (found.low, found.high) == (-3.0, -3.0)


def test_a_fact_that_two_ways_lead_to_is_no_circle(knowledge):
    library = knowledge(
        {
            "facts/a.c": "{says: c, type: claim}",
            "facts/t.x": "{says: t, type: claim, derived: {from_criterion: {fact: a.c, is: yes}}}",
            "rules/r": "{kind: shared, cite: c, when: {all: [{fact: t.x, is: yes}, {fact: a.c, is: yes}]}}",
            "rules/s": "{kind: shared, cite: c, when: {all: [{rule: r}, {fact: t.x, is: yes}]}}",
        }
    )

    assert {"r", "s"} <= set(library.catalog.rules)


def test_the_line_of_a_mistake_is_found_again_in_its_file(tmp_path):
    write(tmp_path, {"classes/a": "name: a\nnote: b\n"})

    assert str(load_library(tmp_path).error("classes/a.yaml", "$.note", "is dull")) == (
        "classes/a.yaml:2: is dull (at $.note)"
    )


def test_the_unit_of_a_factor_that_is_summed_is_one_that_is_known(knowledge):
    odd = DERIVED | {
        "substances/calmin": "{name: calmin, is_a: [calmer],"
        " factors: {strength: {value: 1.5, unit: mg/mL, cite: s @ factor}}}"
    }

    with pytest.raises(KnowledgeError, match="the unit of a factor is 1 or h/ug"):
        knowledge(odd)
