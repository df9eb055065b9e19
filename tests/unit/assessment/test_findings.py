"""What else an assessment holds: questions in order, conflicts, tests worth doing, mechanisms, scores."""

import pytest
from tests.unit.library.small import BASE, assessed

FEET = BASE["causes/feet_pain"]
KNOWN = ["pain.present: yes", "pain.sites: [foot]"]
ADULT = "{age: 60, sex: female}"


def asked(library, *facts: str, patient: str = ADULT) -> list[str]:
    return [ask.fact for ask in assessed(library, *facts, patient=patient).ask]


def test_presence_and_place_of_pain_age_and_sex_come_first(knowledge):
    assert asked(knowledge(), patient="{}")[:4] == [
        "pain.present",
        "pain.sites",
        "patient.age",
        "patient.sex",
    ]


def test_what_is_known_is_not_asked(knowledge):
    known = ["condition.diabetes: yes", "symptom.feet: yes", "examination.pinprick: yes", "test.nerve: yes"]

    assert asked(knowledge(), *KNOWN, *known) == []


def test_a_question_says_all_that_it_would_settle_and_who_can_answer(knowledge):
    first = assessed(knowledge(), patient=ADULT).ask[0]

    assert (first.fact, first.question, first.who, first.settles, first.must) == (
        "pain.present",
        "Is there pain?",
        "patient",
        ("status",),
        True,
    )


def test_place_and_history_of_a_suspected_cause_are_asked_before_its_signs_and_these_before_its_test(
    knowledge,
):
    assert asked(knowledge(), *KNOWN, "condition.diabetes: yes") == [
        "symptom.feet",
        "examination.pinprick",
        "test.nerve",
    ]


def test_a_causes_own_order_moves_its_questions_within_a_step(knowledge):
    two = "{any: [{fact: examination.pinprick, is: yes}, {fact: symptom.stocking, is: yes}]}"
    feet = FEET.replace("signs: {fact: examination.pinprick, is: yes}", f"signs: {two}")
    library = knowledge({"causes/feet_pain": f"{feet}ask: [test.nerve, symptom.stocking]\n"})

    assert asked(library, *KNOWN, "condition.diabetes: yes") == [
        "symptom.feet",
        "symptom.stocking",
        "examination.pinprick",
        "test.nerve",
    ]


def test_a_fact_that_two_causes_wait_for_goes_before_one_that_one_waits_for(knowledge):
    other = FEET.replace("test.nerve", "symptom.stocking")
    library = knowledge({"causes/other_pain": other})
    known = [*KNOWN, "condition.diabetes: yes", "symptom.feet: yes"]

    assert asked(library, *known) == ["examination.pinprick", "symptom.stocking", "test.nerve"]


def test_a_cause_that_is_settled_asks_nothing(knowledge):
    assert asked(knowledge(), *KNOWN, "condition.diabetes: no") == []


def test_a_cause_for_which_half_speaks_asks_for_the_other_half(knowledge):
    suspect = "suspect: {all: [{fact: condition.diabetes, is: yes}, {fact: symptom.stocking, is: yes}]}"
    library = knowledge(
        {"causes/feet_pain": FEET.replace("suspect: {fact: condition.diabetes, is: yes}", suspect)}
    )

    assert asked(library, *KNOWN, "symptom.stocking: yes") == ["condition.diabetes"]


@pytest.mark.parametrize(
    ("regions", "asks"),
    [("[foot]", ["condition.diabetes"]), ("[]", ["condition.diabetes"]), ("[hand]", [])],
)
def test_a_cause_that_may_hurt_there_asks_what_would_raise_the_suspicion(knowledge, regions, asks):
    library = knowledge({"causes/feet_pain": f"{FEET}regions: {regions}\n"})

    assert asked(library, *KNOWN) == asks


@pytest.mark.parametrize(("pain", "asks"), [("yes", True), ("unknown", False)])
def test_a_danger_asks_a_claim_of_its_list_that_would_follow_from_an_item(knowledge, pain, asks):
    library = knowledge(
        {
            "facts/mood.item": "{says: item, type: quantity, unit: '1'}",
            "facts/mood.dark": "says: dark\ntype: claim\nquestion: {text: Dark?, who: patient}\n"
            "derived: {from_criterion: {fact: mood.item, above: 0}}\n",
            "rules/dark": "{kind: red_flag, urgency: today, when: {fact: mood.dark, is: yes}, says: x, whom: x,"
            " say: x, meanwhile: x, ask: [mood.dark], cite: s @ p}",
        }
    )

    assert ("mood.dark" in asked(library, f"pain.present: {pain}")) is asks


def test_without_a_known_place_no_cause_is_gone_through(knowledge):
    assert asked(knowledge(), "pain.present: yes") == ["pain.sites"]


def test_without_a_pain_nothing_is_asked_about_causes(knowledge):
    assert asked(knowledge(), "pain.present: no", "pain.sites: [foot]", "condition.diabetes: yes") == []


@pytest.mark.parametrize(("other", "asks"), [("yes", ["examination.pinprick"]), ("no", [])])
def test_where_another_pain_is_known_the_examination_may_settle_that_it_is_no_nerve_pain(
    knowledge, other, asks
):
    neighbour = (
        "name: other pain\nplain: other\nkind: neighbour\ncite: s @ p\n"
        "suspect: {fact: condition.depression, is: yes}\n"
    )
    library = knowledge({"causes/other_pain": neighbour})
    known = [*KNOWN, "condition.diabetes: no", f"condition.depression: {other}"]

    assert asked(library, *known) == asks


def test_a_broader_claim_is_asked_instead_of_a_narrower_one(knowledge):
    suspect = (
        "suspect: {any: [{fact: condition.diabetes, is: yes}, {fact: condition.type_2_diabetes, is: yes}]}"
    )
    library = knowledge(
        {
            "facts/condition.type_2_diabetes": "says: x\ntype: claim\nis_a: [condition.diabetes]\n"
            "question: {text: x, who: patient}\ncite: s @ p\n",
            "causes/feet_pain": FEET.replace("suspect: {fact: condition.diabetes, is: yes}", suspect),
        }
    )

    assert asked(library, *KNOWN) == ["condition.diabetes"]


@pytest.mark.parametrize(("other", "first"), [("", "examination.pinprick"), (FEET, "symptom.stocking")])
def test_what_tells_two_suspected_causes_apart_is_asked_before_the_examination(knowledge, other, first):
    feature = "features: [{says: It burns., when: {fact: symptom.stocking, is: yes}, cite: s @ p}]\n"
    said = "{says: stocking pattern, type: claim, question: {text: Like a stocking?, who: patient}}"
    files = {"facts/symptom.stocking": said, "causes/feet_pain": f"{FEET}{feature}"}
    library = knowledge({**files, **({"causes/other_pain": other} if other else {})})

    assert asked(library, *KNOWN, "condition.diabetes: yes", "symptom.feet: yes")[0] == first


def test_a_question_says_why_the_answer_is_not_known(knowledge):
    stale = "renal.creatinine_clearance: {value: 50 mL/min, on: 2020-01-01}"
    cause = FEET.replace("signs: {fact: examination.pinprick, is: yes}",
        "signs: {fact: renal.creatinine_clearance, below: 90 mL/min}")  # fmt: skip
    library = knowledge({"causes/feet_pain": cause})

    found = assessed(library, *KNOWN, "condition.diabetes: yes", "symptom.feet: yes", stale, patient=ADULT)

    why = {ask.fact: ask.why for ask in found.ask}
    assert why["renal.creatinine_clearance"] == "the last entry is too old"
    assert why["test.nerve"] == "not recorded"


@pytest.mark.parametrize(
    ("clearance", "egfr", "conflict"),
    [
        ("59 mL/min", "61 mL/min", True),
        ("61 mL/min", "59 mL/min", True),
        ("60 mL/min", "61 mL/min", False),
        ("30 mL/min", "59 mL/min", False),
        ("59 mL/min", "unknown", False),
    ],
)
def test_two_measures_conflict_when_a_cut_of_some_dose_lies_between_them(
    knowledge, clearance, egfr, conflict
):
    facts = [f"renal.creatinine_clearance: {clearance}", f"renal.egfr_reported: {egfr}"]

    found = assessed(knowledge(), *facts).conflicts

    assert [(c.fact, c.with_fact) for c in found] == (
        [("renal.creatinine_clearance", "renal.egfr_reported")] if conflict else []
    )


def test_a_measure_that_gives_no_dose_is_named_where_the_one_that_does_is_not_known(knowledge):
    (found,) = assessed(knowledge(), "renal.egfr_reported: 28 mL/min").conflicts

    assert found.says.startswith(
        "On record, and not used for a dose: reported eGFR 28 mL/min. The dose tables go by"
    )
    assert "which is not known: creatinine clearance" in found.says


@pytest.mark.parametrize("facts", [[], ["renal.egfr_reported: unknown"]])
def test_a_measure_that_is_not_known_itself_is_not_named(knowledge, facts):
    assert assessed(knowledge(), *facts).conflicts == ()


def test_a_conflict_names_both_values(knowledge):
    facts = ["renal.creatinine_clearance: 27 mL/min", "renal.egfr_reported: 97 mL/min"]

    (found,) = assessed(knowledge(), *facts).conflicts

    assert found.says == "These conflict: creatinine clearance 27 mL/min, and reported eGFR 97 mL/min"


WORKUP = """workup:
  - {test: nerve test, says: a, facts: [test.nerve], cite: s @ w}
  - {test: heart test, says: b, when: {fact: condition.heart_failure, is: yes}, cite: s @ w}
  - {test: sugar, says: c, cite: s @ w}
"""


@pytest.mark.parametrize(
    ("facts", "tests"),
    [
        ([], ["nerve test", "sugar"]),
        (["test.nerve: no"], ["sugar"]),
        (["condition.heart_failure: yes"], ["nerve test", "heart test", "sugar"]),
        (["condition.heart_failure: no"], ["nerve test", "sugar"]),
        (["symptom.feet: no"], []),
    ],
)
def test_a_test_is_worth_doing_while_its_cause_stands_and_its_result_is_not_known(knowledge, facts, tests):
    library = knowledge({"causes/feet_pain": FEET + WORKUP})

    found = assessed(library, "condition.diabetes: yes", *facts).tests

    assert [item.test for item in found] == tests


def test_mechanisms_are_named_once_a_cause_is_possible(knowledge):
    files = {
        "causes/feet_pain": FEET + "mechanisms: [sodium, gate, gone]\n",
        "mechanisms/sodium": "{name: sodium, says: a, cite: s @ m, when: {fact: examination.pinprick, is: yes}}",
        "mechanisms/gate": "{name: gate, says: b, cite: s @ m}",
    }
    library = knowledge(files)

    before = assessed(library, "condition.diabetes: yes").mechanisms
    after = assessed(
        library, "condition.diabetes: yes", "symptom.feet: yes", "examination.pinprick: yes"
    ).mechanisms

    assert before == ()
    assert [(found.id, found.answer) for found in after] == [("sodium", "yes"), ("gate", "unknown")]


SCORE = {
    "facts/answer.a": "{says: a, type: claim}",
    "facts/answer.b": "{says: b, type: claim}",
    "facts/score.s": "{says: s, type: quantity, unit: '1', derived: {score: {items: {answer.a: 1, answer.b: 2}}}}",
    "instruments/s": "{name: S, score: score.s, cite: s @ i, cutoffs: ["
    "{says: at least two, at_least: 2, cite: s @ i}, {says: below two, below: 2, cite: s @ i},"
    " {says: at most one, at_most: 1, cite: s @ i}, {says: above two, above: 2, cite: s @ i}]}",
    "instruments/none": "{name: None, score: score.none, cite: s @ i}",
}


@pytest.mark.parametrize(
    ("facts", "low", "high", "says"),
    [
        (["answer.a: yes", "answer.b: yes"], 3, 3, ("at least two", "above two")),
        (["answer.a: no", "answer.b: yes"], 2, 2, ("at least two",)),
        (["answer.a: yes", "answer.b: no"], 1, 1, ("below two", "at most one")),
        (
            ["answer.b: yes"],
            2,
            3,
            ("at least two", "not all answers are known: the score lies between 2 and 3"),
        ),
        (["answer.a: yes"], 1, 3, ("not all answers are known: the score lies between 1 and 3",)),
    ],
)
def test_a_score_says_only_the_cut_offs_that_its_whole_range_passes(knowledge, facts, low, high, says):
    (found,) = assessed(knowledge(SCORE), *facts).scores

    assert (found.low, found.high, found.says) == (low, high, says)


@pytest.mark.parametrize(("answer", "says"), [("1", ("unlikely",)), ("2", ("unclear",)), ("3", ("likely",))])
def test_a_band_is_said_only_when_both_its_ends_hold(knowledge, answer, says):
    bands = (
        "[{at_most: 1, says: unlikely, cite: s @ c}, {above: 1, below: 3, says: unclear, cite: s @ c},"
        " {at_least: 3, says: likely, cite: s @ c}, {says: no bound, cite: s @ c}]"
    )
    library = knowledge(
        SCORE | {"instruments/s": f"{{name: S, score: score.s, cite: s @ i, cutoffs: {bands}}}"}
    )
    facts = [
        f"answer.{name}: {'yes' if points & int(answer) else 'no'}" for name, points in (("a", 1), ("b", 2))
    ]

    (found,) = assessed(library, *facts).scores

    assert found.says == says


PARTS = SCORE | {
    "facts/answer.c": "{says: c, type: claim}",
    "facts/score.t": "{says: t, type: quantity, unit: '1', derived: {score: {items: {answer.b: 1, answer.c: 1}}}}",
    "instruments/s": "{name: S, score: score.s, range: {from: 0, to: 3}, cite: s @ i, subscores: ["
    "{score: score.s, name: itself, cite: s @ i}, {score: score.gone, name: gone, cite: s @ i},"
    " {score: score.t, name: part, cite: s @ i, cutoffs: [{at_least: 2, says: high, cite: s @ i}]}]}",
}


@pytest.mark.parametrize(
    ("facts", "ends", "says"),
    [
        (["answer.a: no", "answer.b: yes", "answer.c: yes"], (2, 2), ("part: 2. high",)),
        (["answer.a: no", "answer.b: yes", "answer.c: no"], (2, 2), ("part: 1.",)),
        (["answer.a: no", "answer.b: no"], (0, 0), ("part: between 0 and 1.",)),
        (
            ["answer.c: yes"],
            (0, 3),
            ("not all answers are known: the score lies between 0 and 3", "part: between 1 and 2."),
        ),
        (["answer.a: yes"], (1, 3), ("not all answers are known: the score lies between 1 and 3",)),
    ],
)
def test_the_subscores_of_which_something_is_known_stand_beside_the_score(knowledge, facts, ends, says):
    (found,) = assessed(knowledge(PARTS), *facts).scores

    assert ((found.low, found.high), found.says) == (ends, says)


def test_a_score_of_which_nothing_was_answered_is_not_shown(knowledge):
    assert assessed(knowledge(SCORE)).scores == ()


def test_a_test_with_one_result_of_two_is_still_worth_doing(knowledge):
    workup = "workup:\n  - {test: both, says: a, facts: [test.nerve, renal.egfr_reported, lab.gone], cite: s @ w}\n"
    library = knowledge({"causes/feet_pain": FEET + workup})

    half = assessed(library, "condition.diabetes: yes", "renal.egfr_reported: 50 mL/min").tests
    whole = assessed(
        library, "condition.diabetes: yes", "renal.egfr_reported: 50 mL/min", "test.nerve: no"
    ).tests

    assert [len(half), len(whole)] == [1, 0]
