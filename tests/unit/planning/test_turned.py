"""An interaction is found whichever of its drugs was there first: walked over every pair that an interaction names."""

from __future__ import annotations

from itertools import combinations

import pytest
from tests.unit.library.small import ordered

from painpath.criteria import Asking
from painpath.criteria.tree import CountTaking, Taking, walk
from painpath.facts import YES, Course, Order, build_record, parse_moment
from painpath.library import Library
from painpath.library.schema import Interaction
from painpath.planning import Proposed
from painpath.planning.checks import checks_for
from painpath.planning.judge import SEVERITIES, stepped
from painpath.planning.questions import asked

DAY = parse_moment("2026-11-20").first
#: members of each class that are walked
SOME = 3
Parties = list[tuple[str, str]]


def parties(library: Library, interaction: Interaction) -> Parties:
    """The pairs of drugs or classes that an interaction is about; none where it is about one drug and a fact."""
    if interaction.first:
        return [(interaction.first, interaction.then)]
    if interaction.together:
        return list(combinations(interaction.together, 2)) if len(interaction.together) == 2 else []
    named = interaction.concerns
    concerned = [named] if isinstance(named, str) else named
    leaves = walk(library.criterion(interaction.when))
    others = dict.fromkeys(leaf.drug for leaf in leaves if isinstance(leaf, (Taking, CountTaking)))
    return [(one, other) for one in concerned for other in others]


def ingredients(library: Library, name: str) -> list[str]:
    inside = library.within.get(name, frozenset({name}))
    return sorted(member for member in inside if member in library.substances)[:SOME]


def worst(library: Library, order: str, taken: str) -> str:
    """The gravest interaction of an order with the one drug that is taken, whatever the place."""
    entry = order if order in library.drugs else ""
    record = build_record(DAY, [], [Course(taken)])
    asking = Asking(library.catalog, record).with_order(Order(order, entry=entry))
    found = [
        stepped(asking, check)[0]
        for check in checks_for(library, entry, order).checks
        if check.kind == "interaction" and asked(asking, check) is YES
    ]
    return min(found, key=SEVERITIES.index, default="ok")


def test_two_drugs_are_as_dangerous_whichever_of_them_is_ordered(library: Library) -> None:
    pairs = {
        tuple(sorted((one, other)))
        for interaction in library.interactions.values()
        for first, second in parties(library, interaction)
        for one in ingredients(library, first)
        for other in ingredients(library, second)
        if one != other
    }
    differ = [
        (one, forth, other, back)
        for one, other in sorted(pairs)
        if (forth := worst(library, one, other)) != (back := worst(library, other, one))
    ]

    assert len(pairs) > 1000
    assert differ == []


# ------------------------------------------------------------------------------------------------ how it is turned

OTHERS = {
    "substances/heartol": "{name: heartol, is_a: [heart_drug]}",
    "substances/pulsol": "{name: pulsol, is_a: [heart_drug]}",
    "classes/heart_drug": "{name: heart drugs}",
    "substances/bystol": "{name: bystol}",
}


def pair(concerns: str, when: str, more: str = "") -> dict[str, str]:
    text = f"{{concerns: {concerns}, when: {when}, severity: avoid, says: Both., cite: s @ pair{more}}}"
    return {**OTHERS, "interactions/pair": text}


@pytest.mark.parametrize(
    "when",
    [
        "{taking: heart_drug}",
        "{all: [{taking: calmin, order: only}, {taking: heart_drug}]}",
        "{all: [{taking: calmin, order: yes}, {any: [{taking: heartol}, {taking: pulsol}]}]}",
        "{all: [{taking: calmin, order: yes}, {taking: heart_drug, order: yes}]}",
        "{at_least_of: {n: 2, of: [{taking: calmin, order: only}, {taking: heart_drug}, {taking: bystol}]}}",
    ],
)
@pytest.mark.parametrize(
    ("drug", "taken", "rules"),
    [
        ("calmin", "heartol", ["pair"]),
        ("heartol", "calmin", ["pair"]),
        ("heartol", "pulsol", []),
        ("calmin", "calmin", ["taken_already"]),
    ],
)
def test_an_interaction_that_concerns_one_drug_is_met_from_the_other(knowledge, when, drug, taken, rules):
    verdict = ordered(knowledge(pair("calmin", when)), Proposed(drug), f"medication.{taken}: yes")
    found = [reason.rule for reason in verdict.reasons if reason.rule != "no_treatment_entry"]

    assert found == rules


def test_the_act_of_the_newcomer_is_not_to_start(knowledge):
    verdict = ordered(
        knowledge(pair("calmin", "{taking: heartol}")), Proposed("heartol"), "medication.calmin: yes"
    )

    assert (verdict.verdict, verdict.reasons[0].act) == ("avoid", "do_not_start")


def test_a_step_is_turned_with_its_interaction(knowledge):
    step = ", stronger: {to: contraindicated, when: {taking: pulsol}}"
    library = knowledge(pair("calmin", "{taking: heart_drug}", step))

    found = {
        drug: ordered(library, Proposed(drug), "medication.calmin: yes").verdict
        for drug in ("heartol", "pulsol")
    }

    assert found == {"heartol": "avoid", "pulsol": "contraindicated"}


def test_what_an_interaction_rules_out_does_not_make_it_a_party(knowledge):
    when = "{all: [{taking: heartol}, {not: {taking: bystol}}]}"

    verdict = ordered(
        knowledge(pair("calmin", when)),
        Proposed("bystol"),
        "medication.calmin: yes",
        "medication.heartol: yes",
    )

    assert "pair" not in [reason.rule for reason in verdict.reasons]


def test_a_need_to_know_the_other_drug_holds_only_the_drug_that_is_concerned(knowledge):
    library = knowledge(pair("calmin", "{taking: heartol}", ", must: yes"))

    rules = {
        drug: [reason.rule for reason in ordered(library, Proposed(drug)).reasons]
        for drug in ("calmin", "heartol")
    }

    assert ("pair" in rules["calmin"], "pair" in rules["heartol"]) == (True, False)


def test_an_entry_that_is_concerned_is_taken_only_by_its_own_route(knowledge):
    gel = "{name: calmin gel, substance: calmin, route: topical, cite: s @ gel}"
    library = knowledge({**pair("calmin_gel", "{taking: heartol}"), "drugs/calmin_gel": gel})

    found = {
        route: "pair"
        in [
            reason.rule
            for reason in ordered(
                library,
                Proposed("heartol"),
                f"medication.calmin: {{amount: 1 mg, times_per_day: 1, route: {route}}}",
            ).reasons
        ]
        for route in ("oral", "topical")
    }

    assert found == {"oral": False, "topical": True}
