"""The verdict on an order: what decides it, what is asked, what is limited, what is to be done for each intent."""

import pytest
from tests.unit.library.small import BASE, ordered, planned, settings

from painpath.planning import INTENTS, Proposed
from painpath.planning.result import Amount

CALMIN = BASE["drugs/calmin"]
KIDNEY = "renal.creatinine_clearance: 90 mL/min"
HEART, SAD, SUGAR = "condition.heart_failure", "condition.depression", "condition.diabetes"


def rule(severity: str = "avoid", fact: str = HEART, name: str = "r", more: str = "") -> str:
    return (
        f"  - {{id: {name}, when: {{fact: {fact}, is: yes}}, severity: {severity}, says: Says {name}.,"
        f" do: Do {name}., cite: s @ {name}{more}}}\n"
    )


def ruled(*rules: str) -> dict[str, str]:
    return {"drugs/calmin": CALMIN + "rules:\n" + "".join(rules)}


def must_know(text: str) -> dict[str, str]:
    return {"classes/calmer": f"name: calmers\nmust_know:\n  - {{says: Needed., cite: s @ must, {text}}}\n"}


def calmin(dose: str = "", intent: str = "start", indication: str = "") -> Proposed:
    return Proposed("calmin", dose, indication, intent)


def rules_of(verdict) -> list[str]:
    return [reason.rule for reason in verdict.reasons]


def asked(verdict) -> list[str]:
    return [ask.fact for ask in verdict.ask]


# ------------------------------------------------------------------------------------------------- the verdict


def test_an_order_without_any_finding_is_ok_and_says_what_was_not_looked_at(knowledge):
    verdict = ordered(knowledge(), calmin("100 mg once daily"), KIDNEY)

    assert (verdict.verdict, verdict.reasons, verdict.ask) == ("ok", (), ())
    assert verdict.says.startswith("No problem found in the 1 checks made. Not checked: ")
    assert verdict.not_checked != ()


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("contraindicated", "avoid", "contraindicated"),
        ("monitor", "contraindicated", "contraindicated"),
        ("adjust_dose", "avoid", "avoid"),
        ("monitor", "adjust_dose", "adjust_dose"),
        ("monitor", "monitor", "monitor"),
    ],
)
def test_the_gravest_finding_gives_the_verdict(knowledge, first, second, verdict):
    library = knowledge(ruled(rule(first, HEART, "a"), rule(second, SAD, "b")))

    assert ordered(library, calmin(), KIDNEY, f"{HEART}: yes", f"{SAD}: yes").verdict == verdict


@pytest.mark.parametrize(
    ("severity", "verdict"),
    [
        ("contraindicated", "contraindicated"),
        ("avoid", "avoid"),
        ("adjust_dose", "insufficient_data"),
        ("monitor", "insufficient_data"),
    ],
)
def test_what_must_be_known_weighs_less_than_a_danger_and_more_than_a_dose(knowledge, severity, verdict):
    library = knowledge(ruled(rule(severity)) | must_know(f"know: {SAD}"))

    assert ordered(library, calmin(), KIDNEY, f"{HEART}: yes").verdict == verdict


def test_reasons_stand_in_the_order_of_their_gravity(knowledge):
    library = knowledge(ruled(rule("monitor", HEART, "a"), rule("contraindicated", SAD, "b")))

    assert rules_of(ordered(library, calmin(), KIDNEY, f"{HEART}: yes", f"{SAD}: yes")) == ["b", "a"]


def test_a_reason_says_what_it_rests_on_and_where_it_comes_from(knowledge):
    (reason,) = ordered(knowledge(ruled(rule())), calmin(), KIDNEY, f"{HEART}: yes").reasons

    assert (reason.says, reason.do, reason.cite) == ("Says r.", "Do r.", ("s @ r",))
    assert [line.partition(":")[0] for line in reason.because] == ["heart failure"]


def test_an_unknown_danger_is_never_plain_ok_but_a_question(knowledge):
    verdict = ordered(knowledge(ruled(rule("contraindicated"))), calmin(), KIDNEY)

    assert (verdict.verdict, asked(verdict)) == ("ok", [HEART])
    assert "ok once confirmed: heart failure" in verdict.says
    assert "r" in verdict.not_checked


def test_a_danger_known_to_be_absent_is_checked_and_not_asked(knowledge):
    verdict = ordered(knowledge(ruled(rule("contraindicated"))), calmin(), KIDNEY, f"{HEART}: no")

    assert (verdict.verdict, asked(verdict), "r" in verdict.checked) == ("ok", [], True)


def test_what_is_open_is_said_beside_a_danger(knowledge):
    library = knowledge(ruled(rule("avoid", HEART, "a"), rule("avoid", SAD, "b")))

    assert "Also open: depression." in ordered(library, calmin(), KIDNEY, f"{HEART}: yes").says


def test_the_settings_stand_on_the_verdict(knowledge):
    assert ordered(knowledge(), calmin(), place="UK").settings == settings(jurisdiction="UK")


@pytest.mark.parametrize(("place", "verdict"), [("US", "ok"), ("EU", "avoid")])
def test_a_rule_of_another_place_is_not_asked(knowledge, place, verdict):
    library = knowledge(ruled(rule(more=", jurisdiction: [EU]")))

    assert (
        ordered(library, calmin("100 mg once daily"), KIDNEY, f"{HEART}: yes", place=place).verdict == verdict
    )


def test_rules_of_the_class_hold_for_its_members(knowledge):
    library = knowledge({"classes/calmer": "name: calmers\nrules:\n" + rule()})

    assert rules_of(ordered(library, calmin(), KIDNEY, f"{HEART}: yes")) == ["r"]


SAFETY = "{{kind: safety, severity: avoid, says: a, cite: s @ a, when: {{fact: {0}, is: yes}}{1}}}"


@pytest.mark.parametrize(
    ("concerns", "found"),
    [
        ("", ["safe"]),
        (", concerns: [calmer]", ["safe"]),
        (", concerns: [calmin]", ["safe"]),
        (", concerns: [x]", []),
    ],
)
def test_a_shared_rule_holds_for_those_it_concerns(knowledge, concerns, found):
    library = knowledge({"rules/safe": SAFETY.format(HEART, concerns)})

    assert rules_of(ordered(library, calmin(), KIDNEY, f"{HEART}: yes")) == found


# ------------------------------------------------------------------------------------------- what must be known


@pytest.mark.parametrize(
    ("intent", "verdict"),
    [
        ("start", "insufficient_data"),
        ("increase", "insufficient_data"),
        ("continue", "ok"),
        ("reduce", "ok"),
        ("stop", "ok"),
    ],
)
def test_what_must_be_known_holds_only_a_start_or_an_increase(knowledge, intent, verdict):
    found = ordered(knowledge(must_know(f"know: {SAD}")), calmin("100 mg once daily", intent), KIDNEY)

    assert (found.verdict, asked(found)) == (verdict, [SAD])


def test_what_must_be_known_is_named_with_its_source(knowledge):
    (reason,) = ordered(knowledge(must_know(f"know: {SAD}")), calmin(), KIDNEY).reasons

    assert (reason.says, reason.act, reason.cite) == ("Needed. Not known: depression.", "ask", ("s @ must",))


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_either_answer_lifts_the_hold(knowledge, answer):
    assert ordered(knowledge(must_know(f"know: {SAD}")), calmin(), KIDNEY, f"{SAD}: {answer}").verdict == "ok"


@pytest.mark.parametrize(
    ("facts", "verdict", "asks"),
    [
        ([f"{HEART}: yes"], "insufficient_data", [SAD]),
        ([f"{HEART}: no"], "ok", []),
        ([], "insufficient_data", [SAD, HEART]),
        ([f"{SAD}: no"], "ok", []),
    ],
)
def test_what_must_be_known_of_some_is_not_asked_of_others(knowledge, facts, verdict, asks):
    library = knowledge(must_know(f"know: {SAD}, applies_when: {{fact: {HEART}, is: yes}}"))

    found = ordered(library, calmin(), KIDNEY, *facts)

    assert (found.verdict, asked(found)) == (verdict, asks)


def test_a_scope_of_two_open_questions_is_longer_than_the_question_itself(knowledge):
    scope = f"{{any: [{{fact: {HEART}, is: yes}}, {{fact: {SUGAR}, is: yes}}]}}"

    assert asked(ordered(knowledge(must_know(f"know: {SAD}, applies_when: {scope}")), calmin(), KIDNEY)) == [
        SAD
    ]


@pytest.mark.parametrize(("facts", "verdict"), [([], "insufficient_data"), ([f"{HEART}: yes"], "ok")])
def test_a_criterion_that_must_be_settled_holds_until_it_is(knowledge, facts, verdict):
    settle = f"settle: {{any: [{{fact: {HEART}, is: yes}}, {{fact: {SAD}, is: yes}}]}}"

    assert ordered(knowledge(must_know(settle)), calmin(), KIDNEY, *facts).verdict == verdict


@pytest.mark.parametrize(("place", "verdict"), [("US", "ok"), ("UK", "insufficient_data")])
def test_what_must_be_known_elsewhere_is_not_asked_here(knowledge, place, verdict):
    library = knowledge(must_know(f"know: {SAD}, jurisdiction: [UK]"))

    assert ordered(library, calmin(), KIDNEY, place=place).verdict == verdict


def test_the_same_need_of_drug_and_class_is_asked_once(knowledge):
    files = must_know(f"know: {SAD}")
    files["drugs/calmin"] = f"{CALMIN}must_know:\n  - {{know: {SAD}, says: Needed., cite: s @ own}}\n"

    assert len(ordered(knowledge(files), calmin(), KIDNEY).reasons) == 1


@pytest.mark.parametrize(
    ("intent", "verdict"),
    [("start", "insufficient_data"), ("increase", "insufficient_data"), ("continue", "ok")],
)
def test_a_danger_that_must_be_settled_holds_a_start(knowledge, intent, verdict):
    library = knowledge(ruled(rule("contraindicated", more=", must: yes")))

    found = ordered(library, calmin("100 mg once daily", intent), KIDNEY)

    assert (found.verdict, asked(found)) == (verdict, [HEART])


def test_an_unknown_age_holds_a_start(knowledge):
    found = ordered(knowledge(), calmin("100 mg once daily"), KIDNEY, patient="{}")

    assert (found.verdict, asked(found)) == ("insufficient_data", ["patient.age"])


# -------------------------------------------------------------------------------------------- steps and scopes

STEP = f", stronger: {{to: contraindicated, when: {{fact: {SAD}, is: yes}}, says: Worse., cite: s @ worse}}"


@pytest.mark.parametrize(
    ("sad", "severity", "asks", "cite"),
    [
        ("yes", "contraindicated", [], ("s @ r", "s @ worse")),
        ("no", "adjust_dose", [], ("s @ r",)),
        ("unknown", "adjust_dose", [SAD], ("s @ r",)),
    ],
)
def test_a_step_that_is_not_known_keeps_the_lower_severity_and_is_asked(knowledge, sad, severity, asks, cite):
    found = ordered(
        knowledge(ruled(rule("adjust_dose", more=STEP))), calmin(), KIDNEY, f"{HEART}: yes", f"{SAD}: {sad}"
    )

    assert ([(r.severity, r.cite) for r in found.reasons], asked(found)) == ([(severity, cite)], asks)


def test_a_step_never_makes_a_danger_smaller(knowledge):
    weaker = STEP.replace("contraindicated", "monitor")

    found = ordered(
        knowledge(ruled(rule("avoid", more=weaker))), calmin(), KIDNEY, f"{HEART}: yes", f"{SAD}: yes"
    )

    assert found.verdict == "avoid"


def test_the_highest_of_several_steps_holds(knowledge):
    steps = [("avoid", SAD), ("contraindicated", SUGAR)]
    told = ", ".join(f"{{to: {to}, when: {{fact: {fact}, is: yes}}}}" for to, fact in steps)
    library = knowledge(ruled(rule("monitor", more=f", stronger: [{told}]")))

    found = ordered(library, calmin(), KIDNEY, f"{HEART}: yes", f"{SAD}: yes", f"{SUGAR}: yes")

    assert found.verdict == "contraindicated"


@pytest.mark.parametrize(
    ("heart", "sad", "verdict", "asks"),
    [
        ("yes", "yes", "avoid", []),
        ("yes", "no", "ok", []),
        ("yes", "unknown", "avoid", [SAD]),
        ("no", "unknown", "ok", []),
        ("unknown", "no", "ok", []),
        ("unknown", "yes", "ok", [HEART]),
        ("unknown", "unknown", "ok", [SAD, HEART]),
    ],
)
def test_a_danger_counts_unless_it_is_known_to_be_out_of_scope(knowledge, heart, sad, verdict, asks):
    library = knowledge(ruled(rule(more=f", applies_when: {{fact: {SAD}, is: yes}}")))

    found = ordered(library, calmin("100 mg once daily"), KIDNEY, f"{HEART}: {heart}", f"{SAD}: {sad}")

    assert (found.verdict, asked(found)) == (verdict, asks)


# ------------------------------------------------------------------------------------------------ doses, limits

LOWER = ", limit: {max_daily_dose: 200 mg, max_doses_per_day: 1}"


@pytest.mark.parametrize(
    ("dose", "verdict", "rules"),
    [
        ("600 mg once daily", "monitor", ["above_start"]),
        ("100 mg once daily", "ok", []),
        ("601 mg once daily", "adjust_dose", ["dose_above_limit"]),
        ("0.3 g twice daily", "monitor", ["above_start"]),
        ("0.4 g twice daily", "adjust_dose", ["dose_above_limit"]),
        ("2 patches once daily", "insufficient_data", ["dose_unit"]),
    ],
)
def test_a_dose_is_compared_with_the_most_of_this_person(knowledge, dose, verdict, rules):
    found = ordered(knowledge(), calmin(dose), KIDNEY)

    assert (found.verdict, rules_of(found)) == (verdict, rules)


@pytest.mark.parametrize(
    ("dose", "severities"),
    [
        ("200 mg once daily", ["monitor", "monitor"]),
        ("201 mg once daily", ["adjust_dose", "adjust_dose"]),
        ("100 mg twice daily", ["adjust_dose", "adjust_dose", "monitor"]),
        ("", ["adjust_dose"]),
        ("2 patches once daily", ["insufficient_data", "adjust_dose"]),
    ],
)
def test_a_dose_within_the_limit_of_a_rule_is_only_watched(knowledge, dose, severities):
    found = ordered(knowledge(ruled(rule("adjust_dose", more=LOWER))), calmin(dose), KIDNEY, f"{HEART}: yes")

    assert [reason.severity for reason in found.reasons] == severities


def test_the_smallest_limit_of_row_and_rules_holds(knowledge):
    library = knowledge(
        ruled(
            rule("adjust_dose", HEART, "a", ", limit: {max_daily_dose: 200 mg}"),
            rule("adjust_dose", SAD, "b", ", limit: {max_daily_dose: 0.08 g, max_doses_per_day: 3}"),
            rule("adjust_dose", SUGAR, "c", ", limit: {max_daily_dose: 900 mg}"),
        )
    )

    limits = ordered(library, calmin(), KIDNEY, f"{HEART}: yes", f"{SAD}: yes", f"{SUGAR}: yes").limits

    assert (limits.max_daily_dose.value, limits.max_daily_dose.unit, limits.doses_per_day) == (80, "mg", 2)
    assert limits.cite == ("s @ full row", "s @ a", "s @ b")


def test_a_limit_below_the_start_lowers_the_start(knowledge):
    library = knowledge(ruled(rule("adjust_dose", more=", limit: {max_daily_dose: 80 mg}")))

    assert ordered(library, calmin(), KIDNEY, f"{HEART}: yes").limits.start_daily_dose.value == 80


def test_a_rule_limits_also_where_the_row_is_not_known(knowledge):
    limits = ordered(knowledge(ruled(rule("adjust_dose", more=LOWER))), calmin(), f"{HEART}: yes").limits

    assert (limits.max_daily_dose.value, limits.doses_per_day) == (200, 1)


def test_a_danger_that_is_not_known_limits_nothing_yet(knowledge):
    library = knowledge(ruled(rule("adjust_dose", more=LOWER)))

    assert ordered(library, calmin(), KIDNEY).limits.max_daily_dose.value == 600


def test_a_dose_that_is_being_left_is_not_judged(knowledge):
    assert ordered(knowledge(), calmin("900 mg once daily", "stop"), KIDNEY).verdict == "ok"


@pytest.mark.parametrize(
    ("taken", "verdict", "rules"),
    [
        ("800 mg once daily", "adjust_dose", ["dose_above_limit", "no_reduction"]),
        ("900 mg once daily", "adjust_dose", ["dose_above_limit", "no_reduction"]),
        ("1000 mg once daily", "monitor", ["dose_still_above_limit"]),
        ("yes", "adjust_dose", ["dose_above_limit"]),
        ("no", "adjust_dose", ["dose_above_limit"]),
        ("unknown", "adjust_dose", ["dose_above_limit"]),
        ("{amount: 1000 mg, times_per_day: 1, until: 2020-01-01}", "adjust_dose", ["dose_above_limit"]),
        ("2 tablets once daily", "adjust_dose", ["dose_above_limit"]),
    ],
)
def test_a_reduction_is_a_way_down_only_where_more_is_on_record(knowledge, taken, verdict, rules):
    found = ordered(knowledge(), calmin("900 mg once daily", "reduce"), KIDNEY, f"medication.calmin: {taken}")

    assert (found.verdict, sorted(rules_of(found))) == (verdict, rules)


def test_a_way_down_through_doses_above_the_limit_says_to_go_on(knowledge):
    taken = "medication.calmin: 1000 mg once daily"
    (reason,) = ordered(knowledge(), calmin("900 mg once daily", "reduce"), KIDNEY, taken).reasons

    assert reason.says == "900 mg a day is still above 600 mg a day, the most for this person: go on down."
    assert (reason.act, reason.cite) == ("taper", ("s @ full row",))


def test_a_way_down_to_a_dose_within_the_limit_is_no_problem(knowledge):
    taken = "medication.calmin: 1000 mg once daily"

    assert ordered(knowledge(), calmin("600 mg once daily", "reduce"), KIDNEY, taken).verdict == "ok"


@pytest.mark.parametrize(
    ("dose", "verdict"), [("900 mg once daily", "avoid"), ("500 mg once daily", "insufficient_data")]
)
def test_a_reduction_from_an_unknown_dose_is_not_ok_where_the_limit_is_not_known(knowledge, dose, verdict):
    assert ordered(knowledge(), calmin(dose, "reduce")).verdict == verdict


def test_a_way_down_above_everybodys_limit_says_so_also_where_the_kidneys_are_not_known(knowledge):
    taken = "medication.calmin: 1000 mg once daily"

    found = ordered(knowledge(), calmin("900 mg once daily", "reduce"), taken)

    assert (found.verdict, rules_of(found)) == ("monitor", ["dose_still_above_limit"])


@pytest.mark.parametrize("dose", ["some", "one tablet", "150", "-1 mg daily"])
def test_a_dose_that_cannot_be_read_is_never_ok(knowledge, dose):
    found = ordered(knowledge(), calmin(dose), KIDNEY)

    assert (found.verdict, rules_of(found)) == ("insufficient_data", ["dose_not_understood"])
    assert "75 mg twice daily" in found.reasons[0].says


@pytest.mark.parametrize(
    ("dose", "facts"),
    [("", [KIDNEY]), ("100 mg once daily", []), ("", [])],
    ids=["no dose", "no row", "neither"],
)
def test_a_dose_that_could_not_be_compared_is_listed_as_not_checked(knowledge, dose, facts):
    assert "dose" in ordered(knowledge(), calmin(dose), *facts).not_checked


def test_above_a_limit_without_a_row_says_so_plainly(knowledge):
    library = knowledge(ruled(rule("adjust_dose", more=LOWER)))

    found = ordered(library, calmin("300 mg once daily"), f"{HEART}: yes")

    assert "300 mg a day is more than 200 mg a day, the most that is used here." in [
        r.says for r in found.reasons
    ]


@pytest.mark.parametrize("age", ["17", "5"])
def test_a_child_gets_no_dose_whatever_the_rules_limit(knowledge, age):
    library = knowledge(ruled(rule("adjust_dose", more=LOWER)))

    found = ordered(library, calmin("10 mg once daily"), KIDNEY, f"{HEART}: yes", patient=f"{{age: {age}}}")

    assert (found.verdict, found.reasons[0].rule) == ("contraindicated", "under_18")
    assert (found.limits.max_daily_dose, found.limits.start_daily_dose, found.limits.doses_per_day) == (
        None,
    ) * 3


PAIN = ["pain.present: yes", "condition.diabetes: yes", "symptom.feet: yes"]


def for_the_feet(most: str, indication: str = "feet_pain") -> dict[str, str]:
    """Calmin with a limit of its own for one cause, beside the one of 600 mg for any."""
    lower = (
        f"  - indication: [{indication}]\n    rows:\n"
        f"      - ceiling: {{amount: {most}, times_per_day: 1, total: {most}}}\n        cite: s @ feet row\n"
    )
    return {"drugs/calmin": CALMIN.replace("regimens:\n", "regimens:\n" + lower)}


@pytest.mark.parametrize(
    ("order", "facts", "verdict", "most"),
    [
        (calmin("300 mg once daily", "continue"), PAIN, "adjust_dose", 200),
        (calmin("300 mg once daily", "continue", "feet_pain"), [], "adjust_dose", 200),
        (calmin("200 mg once daily", "continue"), PAIN, "ok", 200),
        (calmin("300 mg once daily", "continue"), [], "adjust_dose", 200),
        (calmin("300 mg once daily", "continue", "other_pain"), PAIN, "ok", 600),
    ],
)
def test_a_dose_is_judged_for_the_cause_on_record_and_for_the_strictest_where_there_is_none(
    knowledge, order, facts, verdict, most
):
    found = ordered(knowledge(for_the_feet("200 mg")), order, KIDNEY, *facts)

    assert (found.verdict, found.limits.max_daily_dose) == (verdict, Amount(most, "mg"))


@pytest.mark.parametrize("dose", ["100 mg once daily", "200 mg once daily", "300 mg once daily"])
def test_an_order_without_a_cause_is_judged_like_the_same_dose_on_the_plan(knowledge, dose):
    library = knowledge(for_the_feet("200 mg"))
    taken = planned(library, *PAIN, KIDNEY, f"medication.calmin: {dose}").current
    above = [reason.rule for item in taken for reason in item.reasons if reason.rule == "dose_above_limit"]

    assert rules_of(ordered(library, calmin(dose, "continue"), *PAIN, KIDNEY)) == above


def test_the_cause_taken_from_the_record_is_named_as_such(knowledge):
    library = knowledge()

    assumed = ordered(library, calmin(), KIDNEY, *PAIN)
    named = ordered(library, calmin(indication="feet_pain"), KIDNEY, *PAIN)

    assert (assumed.indication, assumed.appropriateness) == ("feet_pain", named.appropriateness)
    assert (
        assumed.appropriateness_says
        == f"For nerve pain of the feet, as the record has it. {named.appropriateness_says}"
    )


@pytest.mark.parametrize(
    ("intent", "indication", "appropriateness"),
    [
        ("continue", "feet_pain", "recommended"),
        ("increase", "feet_pain", "recommended"),
        ("reduce", "feet_pain", "not_assessed"),
        ("stop", "", "not_assessed"),
    ],
)
def test_leaving_a_drug_is_not_called_a_good_idea_for_the_cause_on_record(
    knowledge, intent, indication, appropriateness
):
    taken = "medication.calmin: 300 mg once daily"

    found = ordered(knowledge(), calmin("200 mg once daily", intent), KIDNEY, *PAIN, taken)

    assert (found.indication, found.appropriateness) == (indication, appropriateness)


def test_a_limit_that_holds_only_because_no_cause_is_known_says_so(knowledge):
    says = "no cause is named or on record, so the lowest limit among the causes holds"

    assert says in ordered(knowledge(for_the_feet("200 mg")), calmin(), KIDNEY).limits.says
    assert says not in ordered(knowledge(for_the_feet("900 mg")), calmin(), KIDNEY).limits.says
    assert ordered(knowledge(for_the_feet("900 mg")), calmin(), KIDNEY).limits.max_daily_dose.value == 600


def test_a_row_that_is_not_known_may_be_the_lowest(knowledge):
    found = ordered(knowledge(for_the_feet("200 mg")), calmin("100 mg once daily"))

    assert (found.verdict, found.limits.max_daily_dose) == ("insufficient_data", None)


def test_a_row_to_be_avoided_is_the_lowest(knowledge):
    avoid = (
        "  - indication: [feet_pain]\n    rows:\n"
        "      - avoid: {severity: avoid, says: Not here., cite: s @ no}\n        cite: s @ no\n"
    )
    library = knowledge({"drugs/calmin": CALMIN.replace("regimens:\n", "regimens:\n" + avoid)})

    assert rules_of(ordered(library, calmin("100 mg once daily"), KIDNEY))[0] == "calmin_dose_row"


# --------------------------------------------------------------------------------------------- taken already


@pytest.mark.parametrize(
    ("dose", "taken", "verdict", "rules"),
    [
        ("100 mg once daily", "no", "ok", []),
        ("100 mg once daily", "{amount: 300 mg, times_per_day: 1, until: 2020-01-01}", "ok", []),
        ("100 mg once daily", "{amount: 300 mg, times_per_day: 1, route: topical}", "ok", []),
        ("100 mg once daily", "500 mg once daily", "monitor", ["taken_already"]),
        ("100 mg once daily", "250 mg twice daily", "monitor", ["taken_already"]),
        ("100 mg once daily", "501 mg once daily", "adjust_dose", ["dose_above_limit", "taken_already"]),
        ("700 mg once daily", "0.4 g once daily", "adjust_dose", ["dose_above_limit", "taken_already"]),
        ("100 mg once daily", "yes", "insufficient_data", ["sum_not_known", "taken_already"]),
        (
            "100 mg once daily",
            "2 tablets once daily",
            "insufficient_data",
            ["sum_not_known", "taken_already"],
        ),
        ("", "500 mg once daily", "monitor", ["taken_already"]),
        ("", "yes", "monitor", ["taken_already"]),
    ],
)
def test_a_start_of_what_is_taken_already_is_said_and_the_sum_is_judged(
    knowledge, dose, taken, verdict, rules
):
    found = ordered(knowledge(), calmin(dose), KIDNEY, f"medication.calmin: {taken}")

    assert (found.verdict, rules_of(found)) == (verdict, rules)


def test_the_sum_of_what_is_taken_and_ordered_is_told(knowledge):
    found = ordered(knowledge(), calmin("0.4 g once daily"), KIDNEY, "medication.calmin: 300 mg once daily")
    says = [reason.says for reason in found.reasons]

    assert "Already taken: 0.3 g a day; together 0.7 g a day." in says
    assert any(told.startswith("700 mg a day is more than 600 mg a day") for told in says)


def test_a_dose_taken_already_that_is_not_known_is_asked_first(knowledge):
    found = ordered(knowledge(), calmin("100 mg once daily"), KIDNEY, "medication.calmin: yes")

    assert [(ask.fact, ask.must) for ask in found.ask] == [("medication.calmin", True)]


@pytest.mark.parametrize("intent", ["continue", "increase", "reduce", "stop"])
def test_what_is_taken_is_no_surprise_where_the_order_is_about_it(knowledge, intent):
    taken = "medication.calmin: 300 mg once daily"

    assert "taken_already" not in rules_of(ordered(knowledge(), calmin("200 mg once daily", intent), taken))


# ------------------------------------------------------------------------------------------- what is to be done


@pytest.mark.parametrize(
    ("severity", "acts"),
    [
        ("contraindicated", ["do_not_start", "review_today", "do_not_increase", "taper", "taper"]),
        ("avoid", ["do_not_start", "review_today", "do_not_increase", "taper", "taper"]),
        ("adjust_dose", ["adjust"] * 5),
        ("monitor", ["watch"] * 5),
    ],
)
def test_what_to_do_depends_on_what_is_meant_and_is_never_to_stop_at_once(knowledge, severity, acts):
    library = knowledge(ruled(rule(severity)))

    found = [
        ordered(library, calmin(intent=intent), KIDNEY, f"{HEART}: yes").reasons[0].act for intent in INTENTS
    ]

    assert found == acts
    assert "stop_now" not in found


def test_an_entry_may_say_what_to_do_for_each_intent(knowledge):
    act = ", act: {start: a, continue: b, increase: c, reduce: d, stop: stop_now}"
    library = knowledge(ruled(rule("contraindicated", more=act)))

    found = [
        ordered(library, calmin(intent=intent), KIDNEY, f"{HEART}: yes").reasons[0].act for intent in INTENTS
    ]

    assert found == ["a", "b", "c", "d", "stop_now"]


@pytest.mark.parametrize("intent", ["stop", "reduce"])
def test_leaving_a_drug_says_how_to_taper(knowledge, intent):
    library = knowledge({"drugs/calmin": CALMIN + "taper: {says: over a week, cite: s @ taper}\n"})

    assert ordered(library, calmin(intent=intent), KIDNEY).says == "Taper, do not stop at once: over a week"


def test_leaving_a_drug_without_a_taper_says_its_verdict(knowledge):
    assert ordered(knowledge(), calmin(intent="stop"), KIDNEY).says.startswith("No problem found")


# --------------------------------------------------------------------------------------------- drugs and names


def test_a_brand_is_checked_as_its_ingredient(knowledge):
    found = ordered(knowledge(ruled(rule())), Proposed("Quietal"), KIDNEY, f"{HEART}: yes")

    assert (found.drug, found.verdict) == ("calmin", "avoid")


def test_a_misspelt_drug_is_never_ok_and_the_nearest_is_named(knowledge):
    found = ordered(knowledge(), Proposed("calmine", "100 mg daily", "feet_pain"), KIDNEY)

    assert (found.verdict, rules_of(found), found.appropriateness) == (
        "insufficient_data",
        ["drug_not_understood"],
        "not_assessed",
    )
    assert "calmin" in found.says
    assert (found.settings, found.indication) == (settings(), "feet_pain")


def test_a_drug_like_no_other_is_never_ok(knowledge):
    found = ordered(knowledge(), Proposed("xyzzy"))

    assert (found.verdict, found.says) == (
        "insufficient_data",
        "The drug is not known here, so nothing about it could be checked.",
    )


def test_a_brand_that_may_be_another_form_than_the_entry_is_never_ok(knowledge):
    library = knowledge({"drugs/calmin": CALMIN + "release: extended\n"})

    found = ordered(library, Proposed("Quietal", "100 mg once daily"), KIDNEY)

    assert (found.drug, found.verdict, rules_of(found)) == ("calmin", "insufficient_data", ["form_not_known"])


def test_an_ingredient_without_an_entry_is_never_ok(knowledge):
    library = knowledge({"substances/soothol": "{name: soothol}"})

    found = ordered(library, Proposed("soothol"), KIDNEY)

    assert (found.verdict, rules_of(found), found.drug) == (
        "insufficient_data",
        ["no_treatment_entry"],
        "soothol",
    )
    assert found.says == "Cannot be judged yet: soothol."


def test_an_ingredient_without_an_entry_still_shows_a_graver_interaction(knowledge):
    library = knowledge({"substances/soothol": "{name: soothol}", **pair("soothol", "calmer")})

    found = ordered(library, Proposed("soothol"), "medication.calmin: yes")

    assert (found.verdict, rules_of(found)) == ("contraindicated", ["pair", "no_treatment_entry"])


# ------------------------------------------------------------------------------------------------ interactions


def pair(*parties: str, more: str = "") -> dict[str, str]:
    together = ", ".join(parties)
    text = f"{{together: [{together}], severity: contraindicated, says: Together., cite: s @ pair{more}}}"
    return {"interactions/pair": text}


POISON = {"substances/poison": "{name: poison, is_a: [poisons]}", "classes/poisons": "{name: poisons}"}


@pytest.mark.parametrize(
    ("taken", "verdict", "asks"),
    [
        (["medication.poison: yes"], "contraindicated", []),
        (["medication.poisons: yes"], "contraindicated", []),
        (["medication.poisons: no"], "ok", []),
        ([], "ok", ["medication.poisons"]),
    ],
)
def test_two_drugs_that_do_not_go_together_are_found_where_one_is_taken(knowledge, taken, verdict, asks):
    library = knowledge(POISON | pair("calmer", "poisons"))

    found = ordered(library, calmin("100 mg once daily"), KIDNEY, *taken)

    assert (found.verdict, asked(found)) == (verdict, asks)


def test_an_interaction_of_other_drugs_is_not_asked(knowledge):
    library = knowledge(POISON | {"substances/soothol": "{name: soothol}"} | pair("soothol", "poisons"))

    assert asked(ordered(library, calmin(), KIDNEY)) == []


@pytest.mark.parametrize(
    ("days_ago", "verdict"), [(1, "contraindicated"), (13, "contraindicated"), (14, "ok"), (30, "ok")]
)
def test_a_gap_counts_the_days_between_the_last_dose_and_the_first(knowledge, days_ago, verdict):
    from datetime import date, timedelta

    gap = "{first: poisons, then: calmer, gap: 14 d, severity: contraindicated, says: a, cite: s @ a}"
    last = date(2026, 11, 20) - timedelta(days=days_ago)
    taken = f"medication.poison: {{from: 2026-01-01, until: {last}, status: stopped}}"

    found = ordered(
        knowledge({**POISON, "interactions/gap": gap}), calmin(), KIDNEY, taken, complete="[medication]"
    )

    assert found.verdict == verdict


def test_a_gap_holds_in_its_own_direction_only(knowledge):
    files = {
        **POISON,
        "interactions/gap": "{first: calmer, then: poisons, severity: avoid, says: a, cite: s @ a}",
    }

    assert (
        ordered(knowledge(files), calmin("100 mg once daily"), KIDNEY, "medication.poison: yes").verdict
        == "ok"
    )


@pytest.mark.parametrize(
    ("concerns", "rules"), [("calmer", ["many"]), ("[calmin, x]", ["many"]), ("[x]", [])]
)
def test_an_interaction_with_an_illness_holds_for_those_it_concerns(knowledge, concerns, rules):
    text = (
        f"{{concerns: {concerns}, when: {{fact: {HEART}, is: yes}}, severity: avoid, says: a, cite: s @ a}}"
    )

    found = ordered(knowledge({"interactions/many": text}), calmin(), KIDNEY, f"{HEART}: yes")

    assert rules_of(found) == rules


@pytest.mark.parametrize(
    ("intent", "verdict"), [("start", "contraindicated"), ("continue", "ok"), ("increase", "ok")]
)
def test_a_drug_taken_already_is_not_counted_against_itself(knowledge, intent, verdict):
    library = knowledge(pair("calmer", "calmer"))

    found = ordered(
        library,
        calmin("100 mg once daily", intent),
        KIDNEY,
        "medication.calmin: yes",
        complete="[medication]",
    )

    assert found.verdict == verdict


def test_another_drug_of_the_class_is_counted_beside_a_drug_that_goes_on(knowledge):
    library = knowledge({"substances/calmax": "{name: calmax, is_a: [calmer]}", **pair("calmer", "calmer")})

    found = ordered(
        library, calmin(intent="continue"), KIDNEY, "medication.calmin: yes", "medication.calmax: yes"
    )

    assert found.verdict == "contraindicated"


def test_what_was_said_of_a_drug_not_taken_stays_when_it_goes_on(knowledge):
    library = knowledge(POISON | pair("calmer", "poisons"))

    found = ordered(
        library, calmin(intent="continue"), KIDNEY, "medication.calmin: no", "medication.poisons: no"
    )

    assert found.verdict == "ok"


# ------------------------------------------------------------------------------------------------------ one dose

PATCH = {
    "drugs/calmin": """
name: calmin
substance: calmin
route: topical
regimens:
  - rows:
      - start: {amount: 1 patch, times_per_day: 0.011111111, total: 0.011111111 patch}
        ceiling: {amount: 4 patch, times_per_day: 0.011111111, total: 0.044444444 patch}
        max_single_dose: 4 patch
        min_interval: 90 d
        cite: s @ row
cite: s @ drug
"""
}


@pytest.mark.parametrize(
    ("dose", "rules"),
    [
        ("4 patches every 90 d", []),
        ("1 patch every 120 days", []),
        ("1 patch every 60 days", ["doses_too_close"]),
        ("2 patches every 45 days", ["doses_too_close"]),
        ("1 patch every 89.9 d", ["doses_too_close"]),
        ("5 patches every 180 d", ["single_dose_above_limit"]),
        ("5 patches every 60 d", ["dose_above_limit", "doses_too_close", "single_dose_above_limit"]),
    ],
)
def test_one_dose_and_the_time_to_the_next_are_limits_of_their_own(knowledge, dose, rules):
    found = ordered(knowledge(PATCH), calmin(dose), "condition.diabetes: yes")

    assert (found.verdict, sorted(rules_of(found))) == ("adjust_dose" if rules else "ok", sorted(rules))


def test_the_limits_of_one_dose_stand_on_the_verdict_with_their_source(knowledge):
    found = ordered(knowledge(PATCH), calmin("2 patches every 45 days"), "condition.diabetes: yes")

    assert (found.limits.max_single_dose, found.limits.min_interval_days) == (Amount(4.0, "patch"), 90.0)
    assert (found.reasons[0].says, found.reasons[0].do, found.reasons[0].cite) == (
        "Doses every 45 days are closer together than 90 days, the least time between two.",
        "Wait at least 90 days between two doses.",
        ("s @ row",),
    )


def test_stopping_is_not_held_against_the_limits_of_one_dose(knowledge):
    found = ordered(knowledge(PATCH), calmin("1 patch every 60 days", "stop"), "condition.diabetes: yes")

    assert rules_of(found) == []


def test_a_danger_recorded_both_ways_is_not_enough_data(knowledge):
    files = {
        "facts/condition.weak_heart": "{says: weak heart, type: claim, is_a: [condition.heart_failure]}",
        **ruled(rule(fact="condition.weak_heart")),
    }
    told = [
        "condition.weak_heart: yes",
        "condition.heart_failure: no",
        "renal.creatinine_clearance: 90 mL/min",
    ]

    verdict = ordered(knowledge(files), Proposed("calmin", "100 mg once daily"), *told)

    assert verdict.verdict == "insufficient_data"
    assert "as there and as not there" in " ".join(reason.says for reason in verdict.reasons)
