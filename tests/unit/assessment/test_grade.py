"""The NeuPSIG ladder: which rung holds, which may still be reached, and that unknown never lowers a grade."""

import pytest
from tests.unit.library.small import BASE, assessed

FEET = BASE["causes/feet_pain"]
HISTORY, PLACE, SIGNS, TEST = "condition.diabetes", "symptom.feet", "examination.pinprick", "test.nerve"


def graded(library, *facts: str):
    return next(cause for cause in assessed(library, *facts).causes if cause.id == "feet_pain")


@pytest.mark.parametrize(
    ("facts", "grade", "could_reach"),
    [
        ([], "unknown", "definite"),
        ([f"{HISTORY}: yes"], "unknown", "definite"),
        ([f"{HISTORY}: no"], "unlikely", "unlikely"),
        ([f"{PLACE}: no"], "unlikely", "unlikely"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes"], "possible", "definite"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: no"], "possible", "possible"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: yes"], "probable", "definite"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: yes", f"{TEST}: no"], "probable", "probable"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: yes", f"{TEST}: yes"], "definite", "definite"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: no", f"{TEST}: yes"], "possible", "possible"),
        ([f"{SIGNS}: yes", f"{TEST}: yes"], "unknown", "definite"),
    ],
)
def test_the_grade_is_the_highest_rung_that_holds(knowledge, facts, grade, could_reach):
    found = graded(knowledge(), *facts)

    assert (found.grade, found.could_reach) == (grade, could_reach)


@pytest.mark.parametrize(
    ("facts", "grade", "could_reach"),
    [
        ([], "possible", "definite"),
        ([f"{TEST}: yes"], "probable", "definite"),
        ([f"{SIGNS}: no", f"{TEST}: yes"], "probable", "probable"),
        ([f"{SIGNS}: yes"], "probable", "definite"),
        ([f"{SIGNS}: yes", f"{TEST}: yes"], "definite", "definite"),
        ([f"{SIGNS}: no", f"{TEST}: no"], "possible", "possible"),
    ],
)
def test_where_signs_are_hard_to_show_a_test_gives_probable_and_never_definite(
    knowledge, facts, grade, could_reach
):
    library = knowledge({"causes/feet_pain": f"{FEET}signs_hard_to_show: yes\n"})
    found = graded(library, f"{HISTORY}: yes", f"{PLACE}: yes", *facts)

    assert (found.grade, found.could_reach) == (grade, could_reach)


def test_a_cause_that_no_test_confirms_stays_below_definite(knowledge):
    library = knowledge({"causes/feet_pain": FEET.replace("test: {fact: test.nerve, is: yes}\n", "")})
    found = graded(library, f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: yes", f"{TEST}: yes")

    assert (found.grade, found.could_reach) == ("probable", "probable")


@pytest.mark.parametrize("fact", [HISTORY, PLACE, SIGNS, TEST])
def test_a_fact_that_is_not_known_never_lowers_what_holds_without_it(knowledge, fact):
    library = knowledge()
    rungs = ["unlikely", "unknown", "possible", "probable", "definite"]
    known = [f"{other}: yes" for other in (HISTORY, PLACE, SIGNS, TEST) if other != fact]

    open_, denied = graded(library, *known), graded(library, *known, f"{fact}: no")

    assert rungs.index(open_.grade) >= rungs.index(denied.grade)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ([f"{HISTORY}: yes", f"{PLACE}: yes", f"{SIGNS}: yes"], "yes"),
        ([f"{HISTORY}: yes", f"{PLACE}: yes"], "unknown"),
        ([f"{HISTORY}: no"], "no"),
    ],
)
def test_a_cause_explains_the_pain_from_probable_on(knowledge, facts, answer):
    assert graded(knowledge(), *facts).answer == answer


def test_a_suspected_cause_says_what_each_step_rests_on_and_waits_for(knowledge):
    steps = {step.name: step for step in graded(knowledge(), f"{HISTORY}: yes").steps}

    assert [line.partition(":")[0] for line in steps["history"].because] == ["diabetes"]
    assert steps["signs"].missing == (SIGNS,)


def test_an_unlikely_cause_gives_no_reasons(knowledge):
    assert graded(knowledge(), f"{HISTORY}: no").steps == ()


def test_only_features_that_were_found_speak(knowledge):
    features = """features:
  - {says: stocking, when: {fact: symptom.stocking, is: yes}, cite: s @ f}
  - {says: no depression, speaks: against, when: {fact: condition.depression, is: no}, cite: s @ f}
"""
    library = knowledge({"causes/feet_pain": FEET + features})

    found = graded(library, f"{HISTORY}: yes", "symptom.stocking: yes")

    assert [(feature.says, feature.speaks) for feature in found.features] == [("stocking", "for")]
