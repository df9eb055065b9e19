"""Which dose row holds: edges, ranges, conflicts, dialysis, proportion, and which regimen at all."""

import pytest
from tests.unit.library.small import BASE, ordered, record

from painpath.criteria import Asking
from painpath.planning.dosing import choose_regimen, dosing_for

CALMIN = BASE["drugs/calmin"]
CLEARANCE = "renal.creatinine_clearance"


def dosing(library, *facts: str, indication: str = "feet_pain", place: str = "US"):
    asking = Asking(library.catalog, record(library, *facts))
    return dosing_for(asking, library, library.drugs["calmin"], indication, place)


def most(library, *facts: str, **asked: str) -> float | None:
    amount = dosing(library, *facts, **asked).limits.max_daily_dose
    return None if amount is None else amount.value


def drug(*regimens: str) -> dict[str, str]:
    return {
        "drugs/calmin": "name: calmin\nsubstance: calmin\nregimens:\n"
        + "\n".join(f"  - {r}" for r in regimens)
    }


def row(milligrams: float, more: str = "") -> str:
    dose = f"{{amount: {milligrams:g} mg, times_per_day: 1, total: {milligrams:g} mg}}"
    return f"{{start: {dose}, ceiling: {dose}, cite: s @ row{more}}}"


@pytest.mark.parametrize(
    ("clearance", "milligrams"),
    [
        ("90 mL/min", 600),
        ("60 mL/min", 600),
        ("59.999 mL/min", 150),
        ("59.5 mL/min", 150),
        ("20 mL/min", 150),
        ("'>61 mL/min'", 600),
        ("'>55 mL/min'", 150),
        ("'<70 mL/min'", 150),
    ],
)
def test_the_lower_edge_belongs_to_the_row_above_and_a_range_takes_the_lower_row(
    knowledge, clearance, milligrams
):
    assert most(knowledge(), f"{CLEARANCE}: {clearance}") == milligrams


@pytest.mark.parametrize("clearance", [[], ["renal.creatinine_clearance: unknown"]])
def test_an_unknown_kidney_gives_no_row_and_never_the_full_dose(knowledge, clearance):
    found = dosing(knowledge(), *clearance)

    assert (found.row, found.limits.max_daily_dose, found.fact) == (None, None, CLEARANCE)


def test_a_limit_says_what_it_rests_on(knowledge):
    limits = dosing(knowledge(), f"{CLEARANCE}: 45 mL/min").limits

    assert (limits.says, limits.cite) == ("doses for creatinine clearance of 45 mL/min", ("s @ low row",))


@pytest.mark.parametrize(
    ("clearance", "egfr", "milligrams", "conflict"),
    [
        ("97 mL/min", "27 mL/min", 150, True),
        ("27 mL/min", "97 mL/min", 150, True),
        ("59 mL/min", "60 mL/min", 150, True),
        ("97 mL/min", "61 mL/min", 600, False),
        ("97 mL/min", "unknown", 600, False),
    ],
)
def test_measures_in_different_rows_conflict_and_the_lower_row_holds(
    knowledge, clearance, egfr, milligrams, conflict
):
    found = dosing(knowledge(), f"{CLEARANCE}: {clearance}", f"renal.egfr_reported: {egfr}")

    assert found.limits.max_daily_dose.value == milligrams
    assert (found.doubt != "") == conflict


def test_a_conflict_makes_data_insufficient_and_asks_to_repeat(knowledge):
    facts = [f"{CLEARANCE}: 97 mL/min", "renal.egfr_reported: 27 mL/min"]

    verdict = ordered(knowledge(), "calmin", *facts)

    assert verdict.verdict == "insufficient_data"
    assert [(reason.rule, reason.act) for reason in verdict.reasons] == [
        ("conflicting_measurements", "repeat")
    ]
    assert [ask.fact for ask in verdict.ask if ask.must] == [CLEARANCE]


SCALED = drug(
    f"{{by: {CLEARANCE}, cuts: [15 mL/min], rows: [{row(300)},"
    f" {row(300, f', scale_of: {{fact: {CLEARANCE}, of: 15 mL/min}}')}]}}"
)


@pytest.mark.parametrize(
    ("clearance", "milligrams"),
    [("15 mL/min", 300), ("14 mL/min", 280), ("7.5 mL/min", 150), ("0 mL/min", 0), ("'<15 mL/min'", 0)],
)
def test_below_the_last_cut_the_dose_shrinks_in_proportion(knowledge, clearance, milligrams):
    assert most(knowledge(SCALED), f"{CLEARANCE}: {clearance}") == milligrams


def test_a_witness_in_a_lower_row_shrinks_the_dose_by_its_own_value(knowledge):
    facts = [f"{CLEARANCE}: 30 mL/min", "renal.egfr_reported: 5 mL/min"]

    assert most(knowledge(SCALED), *facts) == 100


DIALYSIS = (
    "on_dialysis: {base: " + row(100) + ", supplement: {amount: 125 mg, to: 350 mg, says: after each session,"
    " cite: s @ dialysis}}"
)


def on_dialysis(how: str = DIALYSIS) -> dict[str, str]:
    return drug(f"{{by: {CLEARANCE}, cuts: [60 mL/min], rows: [{row(600)}, {row(150)}], {how}}}")


def test_haemodialysis_has_its_own_dose_and_a_supplement(knowledge):
    limits = dosing(knowledge(on_dialysis()), "renal.dialysis: haemodialysis").limits

    assert (limits.max_daily_dose.value, limits.supplement) == (100, "125 mg to 350 mg after each session")
    assert limits.cite == ("s @ row", "s @ dialysis")


def test_haemodialysis_without_a_base_takes_the_lowest_row_and_no_supplement(knowledge):
    limits = dosing(knowledge(on_dialysis("on_dialysis: {says: a}")), "renal.dialysis: haemodialysis").limits

    assert (limits.max_daily_dose.value, limits.supplement) == (150, "")


def test_a_supplement_without_an_upper_end_is_said_as_it_is(knowledge):
    how = "on_dialysis: {supplement: {amount: 50 mg, cite: s @ d}}"

    assert dosing(knowledge(on_dialysis(how)), "renal.dialysis: haemodialysis").limits.supplement == "50 mg"


def test_dialysis_without_a_rule_takes_the_lowest_row_and_says_so(knowledge):
    found = dosing(knowledge(on_dialysis()), "renal.dialysis: peritoneal", f"{CLEARANCE}: 70 mL/min")

    assert (found.doubt_rule, found.limits.says) == ("dialysis_without_rule", "the lowest dose row")


@pytest.mark.parametrize("dialysis", ["none", "unknown"])
def test_without_dialysis_the_clearance_decides(knowledge, dialysis):
    facts = [f"renal.dialysis: {dialysis}", f"{CLEARANCE}: 70 mL/min"]

    assert most(knowledge(on_dialysis()), *facts) == 600


def test_a_dose_that_depends_on_nothing_holds_for_everybody(knowledge):
    assert most(knowledge(drug(f"{{rows: [{row(75)}]}}"))) == 75


def test_a_drug_without_doses_limits_nothing(knowledge):
    found = dosing(knowledge(drug().copy() | {"drugs/calmin": "{name: calmin, substance: calmin}"}))

    assert (found.regimen, found.row, found.limits.max_daily_dose) == (None, None, None)


SEVERAL = drug(
    f"{{indication: [feet_pain], jurisdiction: [US], rows: [{row(1)}]}}",
    f"{{indication: [any], jurisdiction: [US], rows: [{row(2)}]}}",
    f"{{indication: [feet_pain], jurisdiction: [EU], rows: [{row(30)}]}}",
    f"{{indication: [face_pain], jurisdiction: [EU], rows: [{row(20)}]}}",
    "{indication: [hand_pain], jurisdiction: [EU], rows: [{cite: s @ none}]}",
    f"{{indication: [face_pain], jurisdiction: [any], rows: [{row(5)}]}}",
)


@pytest.mark.parametrize(
    ("place", "indication", "milligrams"),
    [
        ("US", "feet_pain", 1),
        ("US", "face_pain", 2),
        ("US", "", 2),
        ("EU", "feet_pain", 30),
        ("EU", "face_pain", 20),
        ("EU", "", 20),
        ("EU", "back_pain", 20),
        ("UK", "face_pain", 5),
        ("UK", "", 5),
    ],
)
def test_the_place_comes_before_the_use_and_without_a_use_the_most_restrictive_holds(
    knowledge, place, indication, milligrams
):
    assert most(knowledge(SEVERAL), place=place, indication=indication) == milligrams


def test_a_drug_made_for_another_place_only_is_still_limited(knowledge):
    library = knowledge(drug(f"{{jurisdiction: [US], rows: [{row(7)}]}}"))

    regimen = choose_regimen(library.drugs["calmin"], "", "UK")

    assert regimen.rows[0].ceiling.total == "7 mg"


@pytest.mark.parametrize(
    ("severity", "intent", "act"),
    [
        ("avoid", "start", "do_not_start"),
        ("contraindicated", "start", "do_not_start"),
        ("avoid", "continue", "review_today"),
        ("monitor", "start", "watch"),
    ],
)
def test_a_row_may_say_that_the_drug_is_not_for_this_kidney(knowledge, severity, intent, act):
    from painpath.planning import Proposed

    unfit = f"{{avoid: {{severity: {severity}, says: Not here., cite: s @ avoid}}, cite: s @ row}}"
    library = knowledge(drug(f"{{by: {CLEARANCE}, cuts: [30 mL/min], rows: [{row(10)}, {unfit}]}}"))

    verdict = ordered(library, Proposed("calmin", intent=intent), f"{CLEARANCE}: 20 mL/min")

    assert [(r.rule, r.severity, r.act, r.cite) for r in verdict.reasons] == [
        ("calmin_dose_row", severity, act, ("s @ avoid",))
    ]


@pytest.mark.parametrize(
    ("reserve", "milligrams"), [("good", 20), ("fair", 20), ("bad", 10), ("unknown", None)]
)
def test_a_row_may_be_chosen_by_the_option_of_an_ordered_fact(knowledge, reserve, milligrams):
    files = drug(f"{{by: hepatic.reserve, cuts: [fair], rows: [{row(20)}, {row(10)}]}}")
    files["facts/hepatic.reserve"] = "{says: reserve, type: ordered, options: [bad, fair, good]}"

    assert most(knowledge(files), f"hepatic.reserve: {reserve}") == milligrams
