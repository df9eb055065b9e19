"""What a plan holds besides its drugs: goals, elements and team, payers, the order of equals, a failure."""

import pytest
from tests.unit.library.small import BASE, planned

READY = [
    "pain.present: yes",
    "condition.diabetes: yes",
    "symptom.feet: yes",
    "renal.creatinine_clearance: 90 mL/min",
]
SCALE = {
    "facts/pain.intensity_average": "{says: average pain, type: quantity, unit: '1'}",
    "instruments/nrs": "{name: scale, score: pain.intensity_average, cite: s @ scale,"
    " important_difference: {says: A third less., percent: 30, cite: s @ third}}",
    "rules/goal_pain": "{kind: goal, measure: pain.intensity_average, instrument: nrs, says: Less pain.,"
    " cite: s @ goal}",
}
CALMIN, GUIDELINE = BASE["drugs/calmin"], BASE["guidelines/house"]
#: two more drugs of the same class, hence of the same line
PAIR = {
    "substances/easol": "{name: easol, is_a: [calmer]}",
    "drugs/easol": CALMIN.replace("calmin", "easol"),
}


def ids(items) -> list[str]:
    return [item.id for item in items]


def therapy(name: str, element: str, more: str = "") -> str:
    return f"{{name: {name}, kind: physical, element: {element}, bridge: yes, cite: s @ t{more}}}"


# ------------------------------------------------------------------------------------------------- goals


def test_a_goal_goes_from_the_value_now_by_the_important_difference(knowledge):
    goal = planned(knowledge(SCALE), *READY, "pain.intensity_average: 7").goals[0]

    assert (goal.baseline, goal.target, goal.cite) == ("7", "4.9", ("s @ goal", "s @ third"))


def test_a_difference_in_points_is_taken_off(knowledge):
    nrs = SCALE["instruments/nrs"].replace("percent: 30", "points: 2")

    goal = planned(knowledge({**SCALE, "instruments/nrs": nrs}), *READY, "pain.intensity_average: 7").goals[0]

    assert goal.target == "5"


def test_without_a_value_the_goal_is_to_measure_and_no_target_is_made_up(knowledge):
    goal = planned(knowledge(SCALE), *READY).goals[0]

    assert (goal.baseline, goal.target) == ("", "")
    assert "Measure it first" in goal.says


def test_a_difference_without_a_number_gives_no_target(knowledge):
    nrs = SCALE["instruments/nrs"].replace(", percent: 30", "")

    goal = planned(knowledge({**SCALE, "instruments/nrs": nrs}), *READY, "pain.intensity_average: 7").goals[0]

    assert (goal.baseline, goal.target) == ("7", "")


# ----------------------------------------------------------------------------------------- elements and team


def test_one_element_of_each_kind_is_chosen_and_one_made_for_the_cause_first(knowledge):
    files = {
        "therapies/a_walk": therapy("a walk", "physical"),
        "therapies/feet_walk": therapy("feet walk", "physical", ", for: [feet_pain]"),
        "therapies/talk": therapy("talk", "psychological"),
    }

    found = planned(knowledge(files), *READY).elements

    assert [(element.kind, element.option) for element in found] == [
        ("physical", "feet_walk"),
        ("psychological", "talk"),
    ]


def test_the_team_lists_who_does_what_with_the_chosen_elements_first(knowledge):
    files = {
        "therapies/a_walk": therapy("a walk", '""', ", team: [physiotherapist]"),
        "therapies/feet_walk": therapy("feet walk", "physical", ", team: [physiotherapist, nurse]"),
    }

    found = {member.id: member.does for member in planned(knowledge(files), *READY).team}

    assert found == {
        "general_practitioner": ("calmin",),
        "pharmacist": ("calmin",),
        "physiotherapist": ("feet walk", "a walk"),
        "nurse": ("feet walk",),
    }


# ---------------------------------------------------------------------------------------------------- payers


def test_each_payer_says_whether_it_pays_and_an_option_nobody_names_is_unknown(knowledge):
    pays = (
        "{{payer: P, what: [{}], status: prior_authorisation, requires: [a form], says: a, jurisdiction: US,"
        " cite: s @ p}}"
    )
    named = planned(knowledge({"coverage/p": pays.format("calmer")}), *READY).coverage
    other = planned(knowledge({"coverage/p": pays.format("elsewhere")}), *READY).coverage

    assert [(one.option, one.payer, one.status, one.requires) for one in named] == [
        ("calmin", "P", "prior_authorisation", ("a form",))
    ]
    assert [(one.option, one.payer, one.status) for one in other] == [("calmin", "", "unknown")]


@pytest.mark.parametrize("more", [", jurisdiction: UK", ", jurisdiction: US, for: [elsewhere]"])
def test_a_payer_of_another_country_or_cause_says_nothing_here(knowledge, more):
    pays = f"{{payer: P, what: [calmin], status: covered, says: a, cite: s @ p{more}}}"

    found = planned(knowledge({"coverage/p": pays}), *READY).coverage

    assert [one.payer for one in found] == [""]


# ------------------------------------------------------------------------------------- the order of equals


def tie(tier: str, word: str, drug: str) -> str:
    return (
        f"{{kind: tie_breaker, tier: {tier}, {word}: [{drug}], says: a, cite: s @ tie,"
        " when: {fact: condition.diabetes, is: yes}}"
    )


def test_an_earlier_tier_decides_before_a_later_one(knowledge):
    files = {
        **PAIR,
        "rules/one": tie("comorbidity", "favours", "easol"),
        "rules/two": tie("preference", "disfavours", "easol"),
        "rules/three": tie("preference", "favours", "calmin"),
    }

    found = planned(knowledge(files), *READY).offered

    assert ids(found) == ["easol", "calmin"]
    assert found[0].tie_breakers[:2] == ("Moved up: a", "Moved down: a")


def test_a_later_tier_decides_between_equals(knowledge):
    assert ids(planned(knowledge(PAIR), *READY).offered) == ["calmin", "easol"]
    files = {**PAIR, "rules/two": tie("preference", "favours", "easol")}
    assert ids(planned(knowledge(files), *READY).offered) == ["easol", "calmin"]


def test_a_caution_about_what_is_taken_beside_it_moves_a_drug_down(knowledge):
    files = {
        **PAIR,
        "substances/otherol": "{name: otherol}",
        "interactions/pair": "{together: [calmin, otherol], severity: monitor, says: a, cite: s @ i}",
    }

    found = planned(knowledge(files), *READY, "medication.otherol: yes").offered

    assert ids(found) == ["easol", "calmin"]
    assert found[1].tie_breakers[0] == "1 cautions on account of what is taken beside it."


@pytest.mark.parametrize(
    ("edge", "expected"),
    [("reorders: yes, grade: B, design: randomised_comparison", ["easol", "calmin"]),
     ("grade: C, design: observational", ["calmin", "easol"])],
)  # fmt: skip
def test_only_a_finding_tied_by_a_randomised_comparison_moves_a_drug(knowledge, edge, expected):
    mechanism = (
        "{name: m, says: m, cite: s @ m, for: [any], when: {fact: test.nerve, is: yes},"
        f" edges: [{{to: easol, claim: predicts, says: a, cite: s @ e, {edge}}}]}}"
    )

    found = planned(knowledge({**PAIR, "mechanisms/m": mechanism}), *READY, "test.nerve: yes").offered

    assert ids(found) == expected


@pytest.mark.parametrize(("level", "expected"), [("low", ["easol", "calmin"]), ("high", ["calmin", "easol"])])
def test_cost_decides_last(knowledge, level, expected):
    easol = PAIR["drugs/easol"] + f"cost: [{{jurisdiction: US, level: {level}, says: a, cite: s @ c}}]\n"

    assert ids(planned(knowledge({**PAIR, "drugs/easol": easol}), *READY).offered) == expected


def test_fewer_doses_a_day_come_first(knowledge):
    easol = PAIR["drugs/easol"].replace(
        "{amount: 150 mg, times_per_day: 2, total: 300 mg}",
        "{amount: 300 mg, times_per_day: 1, total: 300 mg}",
    )

    assert ids(planned(knowledge({**PAIR, "drugs/easol": easol}), *READY).offered) == ["easol", "calmin"]


# ------------------------------------------------------------------------------------------------ a failure


def test_after_a_failure_the_lengths_of_a_fair_trial_stand_side_by_side(knowledge):
    calmin = CALMIN + "trial: [{for: 4 wk, says: one, cite: s @ 1}, {for: 12 wk, says: other, cite: s @ 2}]\n"
    fallback = "{kind: fallback, concerns: [calmer], says: Add another., cite: s @ f}"
    files = {"drugs/calmin": calmin, "rules/f": fallback}

    found = planned(knowledge(files), *READY).if_it_fails

    assert [said.says for said in found] == ["4 wk: one", "12 wk: other", "Add another."]


def test_a_fallback_about_what_is_not_offered_is_not_said(knowledge):
    files = {"rules/f": "{kind: fallback, concerns: [elsewhere], says: Add another., cite: s @ f}"}

    assert planned(knowledge(files), *READY).if_it_fails == ()


# ---------------------------------------------------------------------------------- where a treatment stands


@pytest.mark.parametrize(
    ("position", "found"),
    [
        ("", "excluded"),
        (", as: recommended_against", "excluded"),
        (", as: experimental", "excluded"),
        (", as: specialist_only", "offered"),
        (", as: specialist_only, for: [feet_pain]", "offered"),
        (", as: specialist_only, for: [elsewhere]", "excluded"),
        (", as: option", "offered"),
    ],
)
def test_a_drug_no_guideline_names_stands_where_its_entry_says(knowledge, position, found):
    files = {
        "substances/rarol": "{name: rarol}",
        "drugs/rarol": f"{{name: rarol, substance: rarol, position: {{says: a, cite: s @ p{position}}}}}",
    }

    plan = planned(knowledge(files), *READY)

    assert "rarol" in ids(getattr(plan, found))


@pytest.mark.parametrize(
    ("position", "found"),
    [("", "offered"), (", as: experimental", "excluded"), (", as: recommended_against", "excluded")],
)
def test_a_therapy_for_trials_only_is_not_offered(knowledge, position, found):
    stands = f"{{says: a, cite: s @ p{position}}}"
    files = {"therapies/cells": f"{{name: cells, kind: procedure, cite: s @ c, position: {stands}}}"}

    assert "cells" in ids(getattr(planned(knowledge(files), *READY), found))
