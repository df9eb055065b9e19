"""Benefit and harm: the nearest body of evidence, and never "of 100" without counts."""

import pytest

from painpath.planning.effects import benefit_of, harm_of

RELIEF = "at_least_50_percent_relief"


def effect(name: str = "a", **words: str) -> dict[str, str]:
    told = {
        "of": "calmin",
        "outcome": RELIEF,
        "cite": "s @ e",
        **{k.rstrip("_"): v for k, v in words.items()},
    }
    return {f"effects/{name}": "{" + ", ".join(f"{key}: {value}" for key, value in told.items()) + "}"}


COUNTS = "{drug: [40, 100], control: [20, 100]}"
NNT = "{value: 5, low: 4, high: 7}"


def benefit(library, treatment: str = "calmin", cause: str = "feet_pain"):
    return benefit_of(library, treatment, cause)


@pytest.mark.parametrize(
    ("bodies", "nearest"),
    [
        ({"own_cause": ("calmin", "[feet_pain]"), "own_any": ("calmin", "[any]")}, "drug_and_cause"),
        ({"own_any": ("calmin", "[any]"), "class_cause": ("calmer", "[feet_pain]")}, "drug_and_any"),
        ({"class_cause": ("calmer", "[feet_pain]"), "class_any": ("calmer", "[any]")}, "class_and_cause"),
        ({"class_any": ("calmer", "[any]"), "other": ("calmin", "[face]")}, "class_and_any"),
    ],
)
def test_the_nearest_body_of_evidence_speaks(knowledge, bodies, nearest):
    files = {}
    for name, (of, where) in bodies.items():
        files |= effect(name, of=of, in_=where, events=COUNTS)

    assert [found.nearest for found in benefit(knowledge(files))] == [nearest]


def test_evidence_of_another_cause_says_nothing_here(knowledge):
    assert benefit(knowledge(effect(in_="[face]", events=COUNTS))) == ()


def test_class_evidence_is_said_of_the_class(knowledge):
    (found,) = benefit(knowledge(effect(of="calmer", in_="[any]", events=COUNTS)))

    assert "with calmers" in found.says


def test_counts_are_said_of_100(knowledge):
    (found,) = benefit(knowledge(effect(in_="[any]", events=COUNTS)))

    assert found.says.startswith("Of 100 people like those in the trials, about 40 ")
    assert (found.drug_percent, found.control_percent) == (40.0, 20.0)


def test_both_percentages_are_said_of_100(knowledge):
    (found,) = benefit(knowledge(effect(in_="[any]", percent="{drug: 41.2, control: 20}")))

    assert "Of 100" in found.says


@pytest.mark.parametrize(
    "words",
    [
        {"nnt": NNT},
        {"nnt": "{value: 5}"},
        {"percent": "{drug: 40}"},
        {"md": "{value: -1, low: -2, high: -0.5}", "outcome": "pain_intensity"},
        {"rr": "{value: 2}"},
        {"says": "it helped some people"},
        {"events": "{drug: [40, 100]}"},
    ],
)
def test_without_counts_of_both_groups_nothing_is_said_of_100(knowledge, words):
    (found,) = benefit(knowledge(effect(in_="[any]", **words)))

    assert "100" not in found.says
    assert found.drug_percent is None


def test_a_number_needed_to_treat_is_said_with_its_interval(knowledge):
    (found,) = benefit(knowledge(effect(in_="[any]", nnt=NNT)))

    assert ("4" in found.says, "7" in found.says, found.nnt) == (True, True, 5)


def test_a_mean_difference_is_said_in_points_without_a_sign(knowledge):
    words = {"outcome": "pain_intensity", "md": "{value: -1.2, low: -2, high: -0.5}", "unit": "points of 10"}
    (found,) = benefit(knowledge(effect(in_="[any]", **words)))

    assert "1.2" in found.says
    assert "-" not in found.says.replace("0.5 to 2", "")


def test_pain_intensity_speaks_only_where_relief_was_not_counted(knowledge):
    files = effect("relief", in_="[any]", nnt=NNT) | effect(
        "points", in_="[any]", outcome="pain_intensity", says="a"
    )

    assert [found.outcome for found in benefit(knowledge(files))] == [RELIEF]


def test_counts_go_before_a_newer_estimate_which_stands_beside(knowledge):
    files = effect("counted", in_="[any]", events=COUNTS, year="2010") | effect(
        "newer", in_="[any]", nnt=NNT, year="2024"
    )

    assert [(found.year, found.drug_percent) for found in benefit(knowledge(files))] == [
        (2010, 40.0),
        (2024, None),
    ]


def test_an_older_estimate_does_not_stand_beside(knowledge):
    files = effect("counted", in_="[any]", events=COUNTS, year="2020") | effect(
        "older", in_="[any]", nnt=NNT, year="2014"
    )

    assert [found.year for found in benefit(knowledge(files))] == [2020]


def test_the_body_of_evidence_is_described(knowledge):
    words = {"trials": "3", "people": "400", "year": "2020", "certainty": "very_low", "events": COUNTS}
    (found,) = benefit(knowledge(effect(in_="[feet_pain, back]", **words)))

    assert "nerve pain of the feet, back" in found.says
    assert "very low" in found.says


def test_evidence_of_any_cause_says_so(knowledge):
    (found,) = benefit(knowledge(effect(in_="[any]", trials="3", people="400", events=COUNTS)))

    assert "nerve pain of different causes" in found.says


@pytest.mark.parametrize(("low", "gain"), [("-0.04", False), ("0.05", True)])
def test_a_prediction_interval_says_whether_a_new_place_may_see_no_gain(knowledge, low, gain):
    words = {"events": COUNTS, "prediction_interval": f"{{low: {low}, high: 0.32}}"}
    library = knowledge(effect(in_="[any]", **words))

    (found,) = benefit(library)

    key = "benefit.prediction" if gain else "benefit.prediction_no_gain"
    assert library.say(key, n_low="5", n_high="32") in found.says


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"comparator": "placebo"}, "benefit.of_100"),
        ({"design": "open label"}, "benefit.of_100_open"),
        ({"comparator": "usual care"}, "effect.of_100_other"),
        ({"outcome": "at_least_30_percent_relief"}, "effect.of_100_other"),
    ],
)
def test_what_was_compared_decides_how_it_is_said(knowledge, words, key):
    library = knowledge(effect(in_="[any]", events=COUNTS, **words))
    slots = {
        "drug": "calmin",
        "n_treated": "40",
        "n_control": "20",
        "n_more": "20",
        "text_effect": library.say("effect.half_gone")
        if "comparator" in words
        else "at least 30 percent relief",
        "text_comparator": words.get("comparator", "placebo"),
    }

    assert benefit(library)[0].says == library.say(key, **slots)


def test_a_drug_that_did_worse_than_the_dummy_gains_nobody(knowledge):
    (found,) = benefit(knowledge(effect(in_="[any]", events="{drug: [10, 100], control: [20, 100]}")))

    assert "-" not in found.says


HARM = "withdrawal_adverse"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ({"outcome": HARM, "events": COUNTS}, "harm.withdrawal_of_100"),
        ({"outcome": "dizziness", "events": COUNTS}, "harm.of_100"),
        ({"outcome": HARM, "nnh": NNT}, "harm.withdrawal_nnh"),
        ({"outcome": "dizziness", "nnh": NNT}, "harm.nnh"),
        ({"outcome": "dizziness", "nnh": "{value: 5}"}, "harm.nnh_no_interval"),
    ],
)
def test_harm_is_said_as_far_as_it_was_counted(knowledge, words, key):
    library = knowledge(effect(in_="[any]", **words))
    slots = {
        "drug": "calmin", "n_treated": "40", "n_control": "20", "n_more": "20", "n_nnh": "5", "n_low": "4",
        "n_high": "7", "text_effect": "dizziness", "text_comparator": "placebo",
    }  # fmt: skip

    (found,) = harm_of(library, "calmin", "feet_pain")

    assert found.says == library.say(key, **slots)


def test_stopping_because_of_side_effects_stands_first_and_each_harm_once(knowledge):
    files = effect("d", in_="[any]", outcome="dizziness", events=COUNTS)
    files |= effect("d2", in_="[feet_pain]", outcome="dizziness", events=COUNTS)
    files |= effect("w", in_="[any]", outcome=HARM, events=COUNTS) | effect(
        "s", in_="[any]", outcome="sleep", says="a"
    )

    found = harm_of(knowledge(files), "calmin", "feet_pain")

    assert [(harm.outcome, harm.nearest) for harm in found] == [
        (HARM, "drug_and_any"),
        ("dizziness", "drug_and_cause"),
    ]


def test_a_therapy_has_its_effects_by_its_own_name(knowledge):
    library = knowledge(effect(of="walking", in_="[any]", events=COUNTS))

    assert "walking" in benefit(library, "walking")[0].says
