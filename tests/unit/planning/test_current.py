"""What is taken now and was tried before: combinations first, and a trial is adequate only when it is known to be."""

import pytest
from tests.unit.library.small import BASE, planned

CALMIN = BASE["drugs/calmin"]
TRIAL = "trial: [{for: 12 wk, cite: s @ long}, {for: 4 wk, cite: s @ short}]\n"
DRUG = {"drugs/calmin": CALMIN + TRIAL}
KIDNEY = "renal.creatinine_clearance: 90 mL/min"
POISON = {
    "substances/poison": "{name: poison, is_a: [poisons]}",
    "classes/poisons": "{name: poisons}",
    "interactions/pair": "{together: [calmer, poisons], severity: avoid, says: Together., do: Part., cite: s @ pair}",
}


def current(library, *facts: str, **known: str):
    return planned(library, *facts, **known).current


def calmin(milligrams: int = 300, began: str = "2026-01-01", more: str = "") -> str:
    return f"medication.calmin: {{amount: {milligrams} mg, times_per_day: 1, from: {began}{more}}}"


# ------------------------------------------------------------------------------------------------ combinations


def test_a_dangerous_combination_stands_before_everything_else(knowledge):
    found = current(knowledge(DRUG | POISON), KIDNEY, calmin(), "medication.poison: yes")

    assert [(item.kind, item.id) for item in found] == [
        ("combination", "pair"),
        ("drug", "medication.calmin"),
        ("other", "medication.poison"),
    ]


def test_a_combination_is_reviewed_today_and_never_stopped_at_once(knowledge):
    found = current(knowledge(DRUG | POISON), KIDNEY, calmin(), "medication.poison: yes")[0]

    assert (found.act, found.severity, found.do, found.cite) == (
        "review_today",
        "avoid",
        "Part.",
        ("s @ pair",),
    )
    assert found.involves == ("calmin", "poison")


def test_a_combination_that_is_only_watched_says_watch(knowledge):
    files = DRUG | POISON | {"interactions/pair": POISON["interactions/pair"].replace("avoid", "monitor")}

    assert current(knowledge(files), calmin(), "medication.poison: yes")[0].act == "watch"


def test_an_entry_says_what_to_do_with_a_combination_that_goes_on(knowledge):
    text = POISON["interactions/pair"].replace("cite:", "act: {continue: taper}, cite:")

    assert (
        current(knowledge(DRUG | POISON | {"interactions/pair": text}), calmin(), "medication.poison: yes")[
            0
        ].act
        == "taper"
    )


@pytest.mark.parametrize(
    ("sad", "severity", "cite"),
    [
        ("yes", "contraindicated", ("s @ pair", "s @ worse")),
        ("no", "avoid", ("s @ pair",)),
        ("unknown", "avoid", ("s @ pair",)),
    ],
)
def test_a_combination_is_as_grave_as_its_steps_say(knowledge, sad, severity, cite):
    step = (
        "stronger: {to: contraindicated, when: {fact: condition.depression, is: yes}, cite: s @ worse}, cite:"
    )
    files = DRUG | POISON | {"interactions/pair": POISON["interactions/pair"].replace("cite:", step)}

    found = current(knowledge(files), calmin(), "medication.poison: yes", f"condition.depression: {sad}")[0]

    assert (found.severity, found.cite) == (severity, cite)


@pytest.mark.parametrize(("sad", "kinds"), [("yes", 1), ("unknown", 1), ("no", 0)])
def test_a_combination_out_of_its_scope_is_none(knowledge, sad, kinds):
    scope = "applies_when: {fact: condition.depression, is: yes}, cite:"
    files = DRUG | POISON | {"interactions/pair": POISON["interactions/pair"].replace("cite:", scope)}

    found = current(knowledge(files), calmin(), "medication.poison: yes", f"condition.depression: {sad}")

    assert sum(1 for item in found if item.kind == "combination") == kinds


@pytest.mark.parametrize(("place", "kinds"), [("EU", 1), ("US", 0)])
def test_a_combination_of_another_place_is_not_listed(knowledge, place, kinds):
    text = POISON["interactions/pair"].replace("cite:", "jurisdiction: [EU], cite:")
    library = knowledge(DRUG | POISON | {"interactions/pair": text})

    found = current(library, calmin(), "medication.poison: yes", place=place)

    assert sum(1 for item in found if item.kind == "combination") == kinds


def test_a_partner_that_is_not_known_to_be_taken_is_no_combination(knowledge):
    found = current(knowledge(DRUG | POISON), calmin())

    assert [item.kind for item in found] == ["drug"]


def test_the_gravest_combination_comes_first(knowledge):
    files = DRUG | POISON | {
        "interactions/zap": POISON["interactions/pair"].replace("avoid", "contraindicated"),
        "interactions/ant": POISON["interactions/pair"].replace("avoid", "monitor"),
    }  # fmt: skip

    found = current(knowledge(files), calmin(), "medication.poison: yes")

    assert [item.id for item in found if item.kind == "combination"] == ["zap", "pair", "ant"]


def test_the_order_in_a_record_changes_nothing(knowledge):
    library = knowledge(DRUG | POISON | {"substances/ample": "{name: ample, is_a: [poisons]}"})
    facts = [calmin(), "medication.poison: yes", "medication.ample: yes", KIDNEY]

    assert current(library, *facts) == current(library, *reversed(facts))


# --------------------------------------------------------------------------------------------------- the trial


@pytest.mark.parametrize(
    ("course", "state"),
    [
        (calmin(300, "2026-01-01"), "trial_adequate"),
        (calmin(299, "2026-01-01"), "trial_not_adequate"),
        (calmin(300, "2026-10-23"), "trial_adequate"),
        (calmin(300, "2026-10-24"), "trial_not_adequate"),
        ("medication.calmin: {amount: 300 mg, times_per_day: 1}", "trial_unclear"),
        ("medication.calmin: yes", "dose_unknown"),
        (calmin(300, "2026-01-01", ", outcome: no_benefit"), "tried_and_failed"),
        (calmin(299, "2026-01-01", ", outcome: no_benefit"), "trial_not_adequate"),
    ],
)
def test_a_trial_is_adequate_only_at_the_usual_dose_for_long_enough(knowledge, course, state):
    (found,) = current(knowledge(DRUG), KIDNEY, course)

    assert found.state == state


@pytest.mark.parametrize(
    ("course", "asks"),
    [
        ("medication.calmin: yes", ["medication.calmin"]),
        ("medication.calmin: {amount: 300 mg, times_per_day: 1}", ["medication.calmin"]),
        (calmin(), []),
    ],
)
def test_a_dose_or_a_beginning_that_is_not_known_is_asked(knowledge, course, asks):
    (found,) = current(knowledge(DRUG), KIDNEY, course)

    assert [ask.fact for ask in found.ask] == asks


def test_a_trial_below_the_usual_dose_says_both_doses(knowledge):
    (found,) = current(knowledge(DRUG), KIDNEY, calmin(100))

    assert "100 mg a day is below the usual 300 mg" in found.says


def test_a_trial_that_is_too_short_says_how_short(knowledge):
    (found,) = current(knowledge(DRUG), KIDNEY, calmin(300, "2026-11-10"))

    assert "10 days of at least 28" in found.says


def test_the_usual_dose_is_never_more_than_this_person_may_have(knowledge):
    rule = (
        "rules:\n  - {id: r, when: {fact: condition.heart_failure, is: yes}, severity: adjust_dose, says: a,"
    )
    library = knowledge(
        {"drugs/calmin": f"{CALMIN}{TRIAL}{rule} limit: {{max_daily_dose: 200 mg}}, cite: s @ r}}\n"}
    )

    (found,) = current(library, KIDNEY, "condition.heart_failure: yes", calmin(200))

    assert found.state == "trial_adequate"


@pytest.mark.parametrize(
    ("files", "facts"),
    [
        (DRUG, []),
        ({"drugs/calmin": CALMIN}, [KIDNEY]),
    ],
    ids=["kidney not known", "no trial named"],
)
def test_without_a_usual_dose_no_trial_is_judged(knowledge, files, facts):
    (found,) = current(knowledge(files), *facts, calmin())

    assert (found.state, found.ask) == ("continue", ())


def test_a_dose_in_a_unit_that_cannot_be_compared_is_not_judged(knowledge):
    course = "medication.calmin: {amount: 2 patches, times_per_day: 1, from: 2026-01-01}"

    (found,) = current(knowledge(DRUG), KIDNEY, course)

    assert found.state == "continue"


def test_a_child_is_told_no_usual_dose(knowledge):
    (found,) = current(knowledge(DRUG), KIDNEY, calmin(100), patient="{age: 12}")

    assert "usual" not in found.says


def test_a_dose_above_this_persons_limit_is_unsafe(knowledge):
    (found,) = current(knowledge(DRUG), "renal.creatinine_clearance: 30 mL/min", calmin())

    assert (found.state, found.severity) == ("unsafe", "adjust_dose")


def test_a_drug_that_must_not_be_stopped_suddenly_says_so(knowledge):
    library = knowledge({"drugs/calmin": f"{CALMIN}{TRIAL}taper: {{says: over a week, cite: s @ taper}}\n"})

    (found,) = current(library, KIDNEY, calmin())

    assert "Not to be stopped suddenly. Over a week." in found.says
    assert "s @ taper" in found.cite


def test_a_drug_with_a_position_says_it_instead_of_a_trial(knowledge):
    library = knowledge(
        {"drugs/calmin": f"{CALMIN}{TRIAL}position: {{says: Not for nerves., cite: s @ own}}\n"}
    )

    (found,) = current(library, KIDNEY, calmin())

    assert (found.says, found.cite, found.act) == ("Not for nerves.", ("s @ own",), "continue")


@pytest.mark.parametrize(
    ("began", "old"), [("2025-11-19", True), ("2025-11-20", True), ("2025-11-21", False)]
)
def test_a_year_old_entry_without_an_end_is_to_be_confirmed(knowledge, began, old):
    (found,) = current(knowledge(DRUG), KIDNEY, calmin(300, began))

    assert ("Confirm that it is still taken" in found.says) == old


def test_a_drug_that_is_no_pain_drug_is_only_listed(knowledge):
    (found,) = current(knowledge({"substances/soothol": "{name: soothol}"}), "medication.soothol: yes")

    assert (found.kind, found.state, found.dose, found.since) == (
        "other",
        "listed",
        "the dose is not known",
        "since when is not known",
    )


def test_a_drug_not_taken_or_only_planned_is_not_listed(knowledge):
    facts = ["medication.calmin: no", "medication.soothol: {status: planned}"]

    assert current(knowledge({**DRUG, "substances/soothol": "{name: soothol}"}), *facts) == ()


def test_products_of_one_drug_are_one_line_each(knowledge):
    courses = (
        "medication.calmin: [{strength: 100 mg, release: extended}, {strength: 300 mg}, {strength: 300 mg}]"
    )

    assert [item.name for item in current(knowledge(DRUG), courses)] == [
        "calmin 100 mg extended release",
        "calmin 300 mg",
    ]


# ------------------------------------------------------------------------------------------------- tried before


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("no_benefit", "tried_and_failed"),
        ("not_tolerated", "tried_and_failed"),
        ("helped", "tried"),
        ("unknown", "tried"),
    ],
)
def test_a_past_course_is_history_with_its_outcome(knowledge, outcome, state):
    course = calmin(300, "2025-01-01", f", until: 2025-06-01, status: stopped, outcome: {outcome}")

    (found,) = current(knowledge(DRUG), course)

    assert (found.kind, found.state, found.since) == ("history", state, "2025-01-01, ended 2025-06-01")


def test_history_of_drugs_that_are_not_for_pain_is_not_repeated(knowledge):
    course = "medication.soothol: {until: 2025-06-01, status: stopped}"

    assert current(knowledge({"substances/soothol": "{name: soothol}"}), course) == ()


def test_a_drug_taken_again_is_not_history(knowledge):
    courses = (
        "medication.calmin: [{from: 2025-01-01, until: 2025-06-01, status: stopped}, {from: 2026-01-01}]"
    )

    assert [item.kind for item in current(knowledge(DRUG), courses)] == ["drug"]


# ------------------------------------------------------------------------------------------------------ opioids

OPIOID = {
    "classes/opioid": "{name: opioids}",
    "substances/poppin": "{name: poppin, is_a: [opioid], factors: {mme: {value: 1.5, unit: '1', cite: s @ f}}}",
    "substances/nodnum": "{name: nodnum, is_a: [opioid]}",
    "facts/score.opioid_mme": "{says: MME a day, type: quantity, unit: mg/d, cite: s @ mme, derived:"
    " {sum_over_courses: {taking: opioid, factors_from: mme}}}",
}
POPPIN = "medication.poppin: {amount: 20 mg, times_per_day: 2}"


def total(library, *facts: str, complete: str = "[medication]"):
    return next((i for i in current(library, *facts, complete=complete) if i.kind == "total"), None)


COUNTED = OPIOID | {
    "substances/nodnum": "{name: nodnum, is_a: [opioid], factors: {mme: {value: 2, unit: '1', cite: s @ f}}}"
}


@pytest.mark.parametrize(
    ("courses", "complete", "state", "says"),
    [
        ([POPPIN], "[medication]", "counted", "come to 60 morphine milligram equivalents"),
        ([POPPIN], "[]", "counted", "recorded come to 60 morphine milligram equivalents"),
        (["medication.poppin: yes"], "[medication]", "dose_unknown", "at least 0"),
        ([POPPIN, "medication.nodnum: yes"], "[medication]", "dose_unknown", "at least 60"),
    ],
)
def test_opioids_are_added_up_as_far_as_their_doses_are_known(knowledge, courses, complete, state, says):
    found = total(knowledge(COUNTED), *courses, complete=complete)

    assert (found.state, says in found.says, found.cite) == (state, True, ("s @ mme",))


def test_an_opioid_that_may_have_ended_makes_the_sum_a_range(knowledge):
    maybe = "medication.nodnum: {amount: 5 mg, times_per_day: 2, from: 2026-01-01, status: unknown}"

    assert "come to 60 to 80 morphine" in total(knowledge(COUNTED), POPPIN, maybe).says


def test_an_opioid_without_a_factor_is_named_as_left_out(knowledge):
    found = total(knowledge(OPIOID), POPPIN, "medication.nodnum: yes")

    assert found.says.endswith("Not in this sum, because no factor is known for it here: nodnum.")


def test_the_dose_of_each_opioid_is_asked_while_the_sum_is_open(knowledge):
    found = total(knowledge(COUNTED), POPPIN, "medication.nodnum: yes")

    assert [ask.fact for ask in found.ask] == ["medication.nodnum", "medication.poppin"]


@pytest.mark.parametrize("fact", ["medication.opioid: no", "medication.calmin: yes"])
def test_without_an_opioid_there_is_no_sum(knowledge, fact):
    assert total(knowledge(OPIOID), fact) is None


def test_an_opioid_of_the_past_is_not_counted(knowledge):
    assert (
        total(knowledge(OPIOID), "medication.poppin: {until: 2025-01-01, status: stopped}", complete="[]")
        is None
    )


def test_an_opioid_without_an_entry_and_dose_is_asked_for_its_dose(knowledge):
    found = [item for item in current(knowledge(OPIOID), "medication.nodnum: yes") if item.kind == "other"]

    assert [(item.state, [ask.fact for ask in item.ask]) for item in found] == [
        ("dose_unknown", ["medication.nodnum"])
    ]


PATCHED = OPIOID | {
    "substances/nodnum": "{name: nodnum, is_a: [opioid],"
    " factors: {mme_patch: {value: 2.4, unit: h/ug, cite: s @ f}}}",
    "facts/score.opioid_mme": "{says: MME a day, type: quantity, unit: mg/d, cite: s @ mme, derived:"
    " {sum_over_courses: {taking: opioid, factors_from: mme, factors_by_route: {transdermal: mme_patch}}}}",
}


def test_a_patch_counts_by_its_rate(knowledge):
    found = total(knowledge(PATCHED), POPPIN, "medication.nodnum: {amount: 25 ug/h, route: transdermal}")

    assert (found.state, "come to 120 morphine" in found.says) == ("counted", True)


@pytest.mark.parametrize(
    "course",
    [
        "100 ug/h",
        "{amount: 100 ug, every: 72 h, route: transdermal}",
        "{amount: 1 mg, times_per_day: 2, route: oral}",
    ],
)
def test_a_drug_counted_as_a_patch_leaves_the_sum_open_when_it_is_not_surely_one(knowledge, course):
    found = total(knowledge(PATCHED), POPPIN, f"medication.nodnum: {course}")

    assert (found.state, "at least 60" in found.says, "25 ug/h" in found.says) == ("dose_unknown", True, True)
    assert "Not in this sum" not in found.says


def test_a_rate_is_not_printed_as_an_amount_a_day(knowledge):
    found = current(knowledge(PATCHED), "medication.nodnum: {amount: 25 ug/h, route: transdermal}")

    assert [item.dose for item in found if item.id == "medication.nodnum"] == ["25 ug/h"]
