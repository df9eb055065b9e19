"""The plan: when drugs are a question at all, which are offered, held or excluded, in which order, and what else."""

import pytest
from tests.unit.library.small import BASE, planned, record, settings

from painpath.assessment import assess
from painpath.planning import plan

CALMIN = BASE["drugs/calmin"]
GUIDELINE = BASE["guidelines/house"]
HEAD = GUIDELINE.split("recommends:")[0] + "cite: s @ guideline\n"
KIDNEY = "renal.creatinine_clearance: 90 mL/min"
FEET = ["pain.present: yes", "condition.diabetes: yes", "symptom.feet: yes"]
READY = [*FEET, KIDNEY]
WALKING = "{name: walking, kind: physical, bridge: yes, who: anybody, cite: s @ walking}"
SURGERY = "{name: surgery, kind: procedure, cite: s @ surgery}"
FLAG = (
    "{{kind: red_flag, urgency: {0}, withholds_plan: {1}, says: a, cite: s @ flag,"
    " when: {{fact: condition.heart_failure, is: yes}}}}"
)


def ids(options) -> list[str]:
    return [option.id for option in options]


def drugs(*names: str, line: str = "") -> dict[str, str]:
    """Drugs like calmin under other names, each of a class of its own name + _class."""
    files = {}
    for name in names:
        files |= {
            f"classes/{name}_class": f"{{name: {name}s}}",
            f"substances/{name}": f"{{name: {name}, is_a: [{name}_class]}}",
            f"drugs/{name}": CALMIN.replace("calmin", name),
        }
    return files


def lines(*named: tuple[str, int]) -> str:
    told = "".join(f"  - {{what: [{name}], line: {line}, says: a, cite: s @ g}}\n" for name, line in named)
    return HEAD + "recommends:\n" + told


# --------------------------------------------------------------------------------- when drugs are a question


def test_a_person_with_a_possible_cause_is_offered_the_guidelines_drug(knowledge):
    found = planned(knowledge(), *READY)

    assert (found.status, ids(found.offered), found.indication, found.guideline) == (
        "ready",
        ["calmin"],
        "feet_pain",
        "house",
    )


def test_an_offer_has_its_dose_calendar_and_sources(knowledge):
    (offer,) = planned(knowledge(), *READY).offered

    assert (offer.dose, offer.limits.max_daily_dose.value, offer.line) == ("100 mg, once a day", 600, 1)
    assert [(day.from_date, day.total) for day in offer.calendar] == [
        ("2026-11-20", "100 mg"),
        ("2026-11-27", "200 mg"),
        ("2026-12-04", "300 mg"),
    ]
    assert set(offer.cite) == {"s @ full row", "s @ guideline"}


@pytest.mark.parametrize("pain", [[], ["pain.present: no"]])
def test_without_recorded_pain_nothing_is_offered(knowledge, pain):
    found = planned(knowledge({"therapies/walking": WALKING}), *FEET[1:], KIDNEY, *pain)

    assert (found.status, ids(found.offered), ids(found.held)) == ("no_pain_recorded", [], [])


def test_without_recorded_pain_the_cause_is_still_treated_and_cared_for(knowledge):
    advice = """treat_cause:
  - {id: sugar, says: Treat the sugar., who: doctor, cite: s @ t}
  - {says: Heart too., when: {fact: condition.heart_failure, is: yes}, cite: s @ t}
care:
  - {id: look, says: Look at the feet., cite: s @ c}
"""
    found = planned(knowledge({"causes/feet_pain": BASE["causes/feet_pain"] + advice}), *FEET[1:])

    assert [(item.id, item.cause) for item in found.cause_treatment] == [("sugar", "feet_pain")]
    assert [item.says for item in found.care] == ["Look at the feet."]


@pytest.mark.parametrize("urgency", ["now", "today"])
def test_a_danger_of_now_or_today_withholds_the_whole_plan(knowledge, urgency):
    files = {"rules/flag": FLAG.format(urgency, "yes"), "therapies/walking": WALKING}

    found = planned(knowledge(files), *READY, "condition.heart_failure: yes", "medication.calmin: yes")

    assert (found.status, ids(found.urgent)) == ("stop_and_refer", ["flag"])
    parts = (
        found.offered,
        found.held,
        found.excluded,
        found.current,
        found.care,
        found.cause_treatment,
        found.goals,
    )
    assert parts == ((),) * len(parts)


def test_a_danger_that_withholds_nothing_stands_first_and_leaves_the_plan(knowledge):
    found = planned(
        knowledge({"rules/flag": FLAG.format("today", "no")}), *READY, "condition.heart_failure: yes"
    )

    assert (ids(found.urgent), ids(found.offered)) == (["flag"], ["calmin"])


def test_a_danger_that_can_wait_is_shown_and_withholds_nothing(knowledge):
    found = planned(
        knowledge({"rules/flag": FLAG.format("two_weeks", "yes")}), *READY, "condition.heart_failure: yes"
    )

    assert (ids(found.urgent), ids(found.offered)) == (["flag"], ["calmin"])


def test_a_child_is_offered_no_drug_but_what_helps_any_pain(knowledge):
    found = planned(knowledge({"therapies/walking": WALKING}), *READY, patient="{age: 12}")

    assert (found.status, ids(found.offered), ids(found.urgent)) == (
        "stop_and_refer",
        ["walking"],
        ["under_18"],
    )


def test_an_unknown_age_holds_every_drug(knowledge):
    found = planned(knowledge(), *READY, patient="{}")

    assert [(held.id, [ask.fact for ask in held.ask]) for held in found.held] == [("calmin", ["patient.age"])]


def test_a_pain_that_is_not_neuropathic_is_offered_no_drug_but_what_helps_any_pain(knowledge):
    files = {"therapies/walking": WALKING, "therapies/surgery": SURGERY}

    found = planned(knowledge(files), "pain.present: yes", "condition.diabetes: no", KIDNEY)

    assert (found.status, ids(found.offered), found.held) == ("not_neuropathic", ["walking"], ())


def test_while_the_cause_is_open_drugs_are_held_and_bridges_begin(knowledge):
    files = {"therapies/walking": WALKING, "therapies/surgery": SURGERY}

    found = planned(knowledge(files), *FEET[:2], KIDNEY)

    assert (found.status, ids(found.offered), ids(found.held)) == (
        "ask_first",
        ["walking"],
        ["calmin", "surgery"],
    )
    assert found.held[0].says == "First the questions on the pain itself."


def test_the_plan_leads_with_the_best_graded_cause(knowledge):
    other = BASE["causes/feet_pain"].replace("symptom.feet", "symptom.stocking")
    files = {"causes/a_pain": other}

    found = planned(knowledge(files), *READY, "symptom.stocking: unknown", "examination.pinprick: yes")

    assert found.indication == "feet_pain"


def test_a_neighbour_with_its_own_path_leads_where_no_nerve_pain_does(knowledge):
    own = (
        "{name: own, plain: a, kind: neighbour_with_own_path, suspect: {fact: condition.depression, is: yes},"
        " present: {fact: condition.depression, is: yes}, cite: s @ own}"
    )
    facts = ["pain.present: yes", "condition.diabetes: no", "condition.depression: yes"]

    assert planned(knowledge({"causes/own": own}), *facts).indication == "own"


def test_nothing_suspected_leads_nowhere(knowledge):
    found = planned(knowledge(), "pain.present: yes")

    assert (found.indication, found.guideline, found.guideline_says) == (
        "",
        "",
        "No cause is settled enough to choose a guideline for it.",
    )


# ------------------------------------------------------------------------------------- held, excluded, offered

MUST = {
    "classes/calmer": "{name: calmers, must_know: [{know: condition.depression, says: Needed., cite: s @ m}]}"
}


def test_a_drug_waits_for_what_must_be_known_and_names_the_question(knowledge):
    (held,) = planned(knowledge(MUST), *READY).held

    assert (held.id, [ask.fact for ask in held.ask]) == ("calmin", ["condition.depression"])


def test_a_held_drug_names_what_may_begin_meanwhile(knowledge):
    found = planned(knowledge(MUST | {"therapies/walking": WALKING}), *READY)

    assert (found.held[0].bridge, ids(found.offered)) == (("walking",), ["walking"])


def test_a_bridge_that_is_itself_not_safe_here_is_no_bridge(knowledge):
    rule = (
        "rules: [{id: r, when: {fact: condition.diabetes, is: yes}, severity: avoid, says: a, cite: s @ r}]}"
    )
    unsafe = WALKING.replace("cite: s @ walking}", f"cite: s @ walking, {rule}")

    found = planned(knowledge(MUST | {"therapies/walking": unsafe}), *READY)

    assert (found.held[0].bridge, ids(found.excluded)) == ((), ["walking"])


def danger(severity: str) -> dict[str, str]:
    when = "when: {fact: condition.heart_failure, is: yes}"
    return {
        "drugs/calmin": f"{CALMIN}rules:\n  - {{id: r, {when}, severity: {severity}, says: a, cite: s @ r}}\n"
    }


@pytest.mark.parametrize(
    ("severity", "offered", "excluded"),
    [
        ("contraindicated", [], ["calmin"]),
        ("avoid", [], ["calmin"]),
        ("adjust_dose", ["calmin"], []),
        ("monitor", ["calmin"], []),
    ],
)
def test_a_danger_excludes_and_a_caution_stands_on_the_offer(knowledge, severity, offered, excluded):
    found = planned(knowledge(danger(severity)), *READY, "condition.heart_failure: yes")

    assert (ids(found.offered), ids(found.excluded)) == (offered, excluded)
    assert [reason.rule for option in (*found.excluded,) for reason in option.why] == ["r"] * len(excluded)
    assert [reason.rule for offer in found.offered for reason in offer.cautions] == ["r"] * len(offered)


def test_a_danger_that_is_not_known_is_on_the_checklist_of_the_offer(knowledge):
    (offer,) = planned(knowledge(danger("contraindicated")), *READY).offered

    assert [ask.fact for ask in offer.checklist] == ["condition.heart_failure"]


@pytest.mark.parametrize(
    ("course", "rule"),
    [
        ("medication.calmin: yes", "taken_already"),
        ("medication.calmin: {until: 2025-01-01, status: stopped, outcome: no_benefit}", "tried_no_benefit"),
        (
            "medication.calmin: {until: 2025-01-01, status: stopped, outcome: not_tolerated}",
            "tried_not_tolerated",
        ),
    ],
)
def test_a_drug_that_is_taken_or_failed_is_not_offered_again(knowledge, course, rule):
    found = planned(knowledge(), *READY, course)

    assert [(option.id, [reason.rule for reason in option.why]) for option in found.excluded] == [
        ("calmin", [rule])
    ]


def test_a_drug_that_helped_before_may_be_offered_again(knowledge):
    course = "medication.calmin: {until: 2025-01-01, status: stopped, outcome: helped}"

    assert ids(planned(knowledge(), *READY, course).offered) == ["calmin"]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("against: [{what: [calmin], says: No., cite: s @ no}]", "recommended_against"),
        ("recommends: [{what: [other], cite: s @ g}]", "outside_guideline"),
    ],
)
def test_what_the_guideline_does_not_want_is_excluded_with_its_word(knowledge, body, rule):
    library = knowledge({"guidelines/house": HEAD + body + "\n"})

    (option,) = planned(library, *READY).excluded

    assert [(reason.rule, reason.severity) for reason in option.why] == [(rule, "not_an_option")]


def test_a_cause_that_no_guideline_covers_says_so(knowledge):
    library = knowledge({"guidelines/house": GUIDELINE + "excludes: [feet_pain]\n"})

    found = planned(library, *READY)

    assert (found.guideline, ids(found.offered)) == ("", [])
    assert "No guideline here covers" in found.guideline_says


def test_another_guideline_is_followed_where_the_one_asked_for_is_silent(knowledge):
    other = GUIDELINE.replace("The house guideline", "Feet first").replace(
        "[neuropathic_pain]", "[feet_pain]"
    )
    library = knowledge({"guidelines/house": GUIDELINE + "excludes: [feet_pain]\n", "guidelines/feet": other})

    found = planned(library, *READY)

    assert (found.guideline, ids(found.offered)) == ("feet", ["calmin"])
    assert "The house guideline" in found.guideline_says
    assert "Feet first" in found.guideline_says


# ---------------------------------------------------------------------------------------------------- the order

OPIOID = drugs("poppin") | {
    "classes/opioid": "{name: opioids}",
    "substances/poppin": "{name: poppin, is_a: [opioid]}",
    "rules/later": "{kind: offer, must: yes, concerns: [opioid], says: Not first., do: Try calmers., cite: s @ l,"
    " when: {all: [{taking: opioid, order: only}, {not: {tried: calmer}}]}}",
}


@pytest.mark.parametrize(
    ("course", "offered"),
    [
        ([], False),
        (["medication.calmer: no"], False),
        (["medication.calmin: {until: 2025-01-01, status: stopped, outcome: no_benefit}"], True),
    ],
)
def test_an_opioid_is_never_the_first_offer(knowledge, course, offered):
    library = knowledge({**OPIOID, "guidelines/house": lines(("calmin", 1), ("poppin", 1))})

    found = planned(library, *READY, *course)

    assert ("poppin" in ids(found.offered)) == offered
    assert [held.says for held in found.held] == ([] if offered else ["Not first. Try calmers."])


THREE = drugs("alpha", "beta", "gamma")


def test_the_lines_of_the_guideline_give_the_order(knowledge):
    library = knowledge(
        {**THREE, "guidelines/house": lines(("gamma", 1), ("alpha", 2), ("beta", 2), ("calmin", 3))}
    )

    assert ids(planned(library, *READY).offered) == ["gamma", "alpha", "beta", "calmin"]


def tie(name: str, **words: str) -> dict[str, str]:
    told = ", ".join(f"{key}: [{value}]" for key, value in words.items())
    return {
        f"rules/{name}": f"{{kind: tie_breaker, says: Says {name}., cite: s @ t, {told},"
        " when: {fact: condition.depression, is: yes}}"
    }


ORDER = {"guidelines/house": lines(("alpha", 1), ("beta", 1), ("gamma", 2), ("calmin", 3))}


@pytest.mark.parametrize(
    ("ties", "order"),
    [
        (tie("t", favours="beta_class"), ["beta", "alpha", "gamma", "calmin"]),
        (tie("t", disfavours="alpha"), ["beta", "alpha", "gamma", "calmin"]),
        (tie("t", favours="gamma"), ["alpha", "beta", "gamma", "calmin"]),
        (tie("t", favours="calmer"), ["alpha", "beta", "gamma", "calmin"]),
        (tie("t", favours="beta", disfavours="alpha"), ["beta", "alpha", "gamma", "calmin"]),
    ],
)
def test_a_tie_breaker_moves_a_drug_within_its_line_only(knowledge, ties, order):
    library = knowledge(THREE | ORDER | ties)

    assert ids(planned(library, *READY, "condition.depression: yes").offered) == order


def test_a_tie_breaker_that_moves_is_printed(knowledge):
    library = knowledge(THREE | ORDER | tie("t", favours="beta", disfavours="alpha"))

    said = {
        offer.id: offer.tie_breakers
        for offer in planned(library, *READY, "condition.depression: yes").offered
    }

    moved = {name: [text for text in told if "Says t." in text] for name, told in said.items()}
    assert [len(moved[name]) for name in ("alpha", "beta", "gamma")] == [1, 1, 0]
    assert moved["alpha"] != moved["beta"]


@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_a_tie_breaker_that_is_not_known_to_hold_moves_nothing(knowledge, answer):
    library = knowledge(THREE | ORDER | tie("t", favours="beta"))

    found = planned(library, *READY, f"condition.depression: {answer}").offered

    assert ids(found)[:2] == ["alpha", "beta"]
    assert not any("Says t." in text for offer in found for text in offer.tie_breakers)


def test_what_only_a_specialist_may_start_comes_after_and_says_so(knowledge):
    special = "specialist_only:\n  - {what: [alpha], line: 1, says: a, cite: s @ g}\n"
    library = knowledge({**drugs("alpha"), "guidelines/house": GUIDELINE + special})

    found = planned(library, *READY).offered

    assert [(offer.id, offer.start_by) for offer in found] == [
        ("calmin", "the prescriber"),
        ("alpha", "a specialist"),
    ]


def test_treatments_without_a_drug_stand_beside_after_the_drugs(knowledge):
    assert ids(planned(knowledge({"therapies/walking": WALKING}), *READY).offered) == ["calmin", "walking"]


# --------------------------------------------------------------------------------------------------- therapies


@pytest.mark.parametrize(
    ("for_", "ids_"), [("[any]", ["walking"]), ("[feet_pain]", ["walking"]), ("[face]", [])]
)
def test_a_therapy_made_for_other_causes_is_no_option(knowledge, for_, ids_):
    library = knowledge({"therapies/walking": WALKING.replace("cite:", f"for: {for_}, cite:")})

    assert [name for name in ids(planned(library, *READY).offered) if name != "calmin"] == ids_


@pytest.mark.parametrize(
    ("severity", "must", "heart", "where"),
    [
        ("avoid", "no", "yes", "excluded"),
        ("contraindicated", "no", "yes", "excluded"),
        ("monitor", "no", "yes", "offered"),
        ("avoid", "no", "no", "offered"),
        ("avoid", "no", "unknown", "offered"),
        ("avoid", "yes", "unknown", "held"),
    ],
)
def test_a_therapy_is_judged_by_its_own_rules(knowledge, severity, must, heart, where):
    rule = (
        f"rules: [{{id: r, when: {{fact: condition.heart_failure, is: yes}}, severity: {severity}, says: a,"
        f" must: {must}, cite: s @ r}}], cite:"
    )
    library = knowledge({"therapies/walking": WALKING.replace("cite:", rule)})

    found = planned(library, *READY, f"condition.heart_failure: {heart}")

    assert "walking" in ids(getattr(found, where))


def test_what_is_open_about_a_therapy_is_on_its_checklist(knowledge):
    when = "when: {fact: condition.heart_failure, is: yes}"
    rule = f"rules: [{{id: r, {when}, severity: avoid, says: a, cite: s @ r}}], cite:"
    library = knowledge({"therapies/walking": WALKING.replace("cite:", rule)})

    offer = planned(library, *READY).offered[1]

    assert [(ask.fact, ask.must) for ask in offer.checklist] == [("condition.heart_failure", False)]


@pytest.mark.parametrize("act", ["", ", act: {start: wait}"])
def test_a_therapys_rule_may_say_what_to_do(knowledge, act):
    rule = (
        "rules: [{id: r, when: {fact: condition.heart_failure, is: yes}, severity: avoid, says: a, cite: s @ r"
        f"{act}}}], cite:"
    )
    library = knowledge({"therapies/walking": WALKING.replace("cite:", rule)})

    (option,) = planned(library, *READY, "condition.heart_failure: yes").excluded

    assert option.why[0].act == ("wait" if act else "do_not_start")


def test_a_therapy_that_the_guideline_is_against_is_excluded(knowledge):
    against = "against:\n  - {what: [walking], says: No., cite: s @ no}\n"
    library = knowledge({"therapies/walking": WALKING, "guidelines/house": GUIDELINE + against})

    (option,) = planned(library, *READY).excluded

    assert (option.id, option.why[0].rule, option.why[0].says) == ("walking", "recommended_against", "No.")


def test_a_therapy_that_the_guideline_names_has_its_line(knowledge):
    library = knowledge(
        {"therapies/walking": WALKING, "guidelines/house": lines(("calmin", 1), ("walking", 2))}
    )

    assert [(offer.id, offer.line) for offer in planned(library, *READY).offered] == [
        ("calmin", 1),
        ("walking", 2),
    ]


def test_a_therapy_carries_its_sources_and_words(knowledge):
    text = """
name: walking
kind: physical
action: {says: moves, cite: s @ action}
evidence: [{says: helps, cite: s @ evidence}]
monitor: [{what: shoes, when: daily, cite: s @ m}, {what: feet, cite: s @ m}]
driving: {says: no matter, cite: s @ d}
asks_of_patient: time
cite: s @ walking
"""
    offer = planned(knowledge({"therapies/walking": text}), *READY).offered[1]

    assert {"s @ walking", "s @ evidence"} <= set(offer.cite)
    assert (offer.action, [item.says for item in offer.monitor], offer.driving, offer.says_patient) == (
        "moves",
        ["shoes: daily", "feet"],
        "no matter",
        "time",
    )


# ------------------------------------------------------------------------------------------ what an offer says


def offered(library, *facts: str, place: str = "US"):
    return planned(library, *READY, *facts, place=place).offered[0]


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ("[{jurisdiction: US, indications: [feet_pain], cite: s @ l}]", "labelled for this use in US"),
        ("[{jurisdiction: US, indications: [face], cite: s @ l}]", "labelled in US, for other uses"),
        ("[{jurisdiction: US, cite: s @ l}]", "not labelled for this use in US"),
        ("[{jurisdiction: UK, indications: [feet_pain], cite: s @ l}]", "not labelled for this use in US"),
        ("[]", "label status in US not known"),
    ],
)
def test_the_label_of_this_place_is_said(knowledge, labels, says):
    assert offered(knowledge({"drugs/calmin": f"{CALMIN}labels: {labels}\n"})).label_status == says


@pytest.mark.parametrize(
    ("supply", "sad", "says"),
    [
        ("", "yes", ""),
        ("supply: {says: A little., cite: s @ s}", "unknown", "A little."),
        ("limited", "yes", "A little."),
        ("limited", "no", ""),
        (
            "limited",
            "unknown",
            "Ask about overdose and thoughts of suicide before deciding how much to supply.",
        ),
    ],
)
def test_supply_is_limited_where_it_has_to_be_and_asked_where_it_is_not_known(knowledge, supply, sad, says):
    if supply == "limited":
        supply = "supply: {says: A little., cite: s @ s, limited_if: {fact: condition.depression, is: yes}}"
    library = knowledge({"drugs/calmin": f"{CALMIN}{supply}\n"})

    assert offered(library, f"condition.depression: {sad}").supply == says


@pytest.mark.parametrize(("sad", "shown"), [("yes", True), ("unknown", True), ("no", False)])
def test_what_to_watch_stays_listed_until_it_is_known_not_to_matter(knowledge, sad, shown):
    watch = "monitor: [{what: mood, when: monthly, applies_when: {fact: condition.depression, is: yes}, cite: s @ m}]\n"

    found = offered(knowledge({"drugs/calmin": CALMIN + watch}), f"condition.depression: {sad}")

    assert ("mood: monthly" in [item.says for item in found.monitor]) == shown


def test_driving_is_said_by_the_class_where_the_drug_does_not(knowledge):
    library = knowledge({"classes/calmer": "{name: calmers, driving: {says: Sleepy., cite: s @ d}}"})

    assert offered(library).driving == "Sleepy."


def test_side_effects_are_listed_with_what_the_dummy_did(knowledge):
    adverse = """adverse:
  - {effect: sleep, drug: 20, placebo: 5, cite: s @ a}
  - {effect: fall, drug: 2, cite: s @ a}
  - {effect: rash, says: rarely a rash, cite: s @ a}
  - {effect: cough, cite: s @ a}
"""
    found = offered(knowledge({"drugs/calmin": CALMIN + adverse})).adverse

    assert [item.says for item in found] == [
        "sleep: 20 %, with placebo 5 %",
        "fall: 2 %",
        "rarely a rash",
        "cough",
    ]


@pytest.mark.parametrize(
    ("times", "says"),
    [(1, "once a day"), (2, "twice a day"), (3, "3 times a day"), (0.5, "once, not again for 2 days")],
)
def test_how_often_is_said_in_words(knowledge, times, says):
    start = f"{{amount: 100 mg, times_per_day: {times}, total: {100 * times:g} mg}}"
    library = knowledge(
        {"drugs/calmin": CALMIN.replace("{amount: 100 mg, times_per_day: 1, total: 100 mg}", start)}
    )

    assert says in offered(library).dose


def test_action_and_trial_and_stop_rule_and_words_for_the_patient_stand_on_the_offer(knowledge):
    more = """action: {says: calms, cite: s @ action}
trial: {for: 4 wk, says: at the usual dose, cite: s @ trial}
taper: {says: slowly, cite: s @ taper}
pregnancy: {says: ask, cite: s @ p}
says_patient: A tablet.
"""
    found = offered(knowledge({"drugs/calmin": CALMIN + more}))

    assert (found.action, found.trial, found.stop_rule, found.pregnancy, found.says_patient) == (
        "calms",
        ("4 wk: at the usual dose",),
        "slowly",
        "ask",
        "A tablet.",
    )
    assert "s @ action" in found.cite


# ------------------------------------------------------------------------------------------- what stands beside


def test_the_review_is_at_the_end_of_the_calendar_and_the_shortest_trial(knowledge):
    spans = [("12 wk", "long"), ("4 wk", "short"), ("a while", "x")]
    trial = "trial:\n" + "".join(f"  - {{for: {span}, cite: s @ {name}}}\n" for span, name in spans)

    review = planned(knowledge({"drugs/calmin": CALMIN + trial}), *READY).review

    assert (review.on, review.cite) == ("2027-01-01", ("s @ short",))


@pytest.mark.parametrize("trial", ["", "trial: {for: a while, cite: s @ x}\n"])
def test_without_a_trial_there_is_no_date_to_review(knowledge, trial):
    assert planned(knowledge({"drugs/calmin": CALMIN + trial}), *READY).review is None


def test_an_authority_that_advises_against_an_offer_is_named(knowledge):
    other = HEAD.replace("house", "other") + "against: [{what: [calmer], says: No., cite: s @ no}]\n"

    found = planned(knowledge({"guidelines/others": other}), *READY).disagreements

    assert [(item.id, item.cite) for item in found] == [("others", ("s @ no",))]
    assert "calmin" in found[0].says


@pytest.mark.parametrize(
    ("what", "place", "found"),
    [("calmer", "US", 1), ("calmin", "", 1), ("calmer", "UK", 0), ("other", "US", 0)],
)
def test_who_pays_is_said_of_what_is_offered_here(knowledge, what, place, found):
    entry = f"{{payer: Fund, what: [{what}], says: pays, jurisdiction: '{place}', cite: s @ c}}"

    coverage = planned(knowledge({"coverage/fund": entry}), *READY).coverage

    assert len([one for one in coverage if one.payer]) == found


@pytest.mark.parametrize(
    ("more", "sad", "found"),
    [
        ("", "no", ["advice"]),
        (", when: {fact: condition.depression, is: yes}", "yes", ["advice"]),
        (", when: {fact: condition.depression, is: yes}", "unknown", []),
        (", concerns: [calmin]", "no", ["advice"]),
        (", concerns: [elsewhere]", "no", []),
    ],
)
def test_care_for_everybody_is_given_where_it_applies(knowledge, more, sad, found):
    rule = f"{{kind: care, says: Sleep well., cite: s @ g{more}}}"

    care = planned(knowledge({"rules/advice": rule}), *READY, f"condition.depression: {sad}").care

    assert ids(care) == found


def test_the_settings_and_the_intended_use_stand_on_the_plan(knowledge):
    found = planned(knowledge(), *READY, place="EU")

    assert found.settings == settings(jurisdiction="EU")
    assert found.intended_use.startswith("For licensed clinicians, about adults, not for emergencies.")


def test_a_plan_asked_twice_is_the_same_plan(knowledge):
    library = knowledge(THREE | ORDER)
    assessment = assess(record(library, *READY), library, settings())

    assert plan(assessment, library, settings()) == plan(assessment, library, settings())
