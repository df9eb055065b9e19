"""What a guideline says of a treatment: every word of appropriateness, and what it does not cover."""

import pytest
from tests.unit.library.small import BASE, assessed, ordered, settings

from painpath.planning import Proposed
from painpath.planning.guidance import guideline_for, person_path_says, position_of

HEAD = "name: {name}\nyear: {year}\nauthority: us\ncite: s @ {name}\n"
CAUSES = {
    f"causes/{name}": f"{{name: {name}, plain: a, kind: neuropathic, cite: s @ a}}"
    for name in ("face", "scar")
} | {"causes/joint": "{name: joint, plain: a, kind: neighbour, cite: s @ a}"}


HERE = settings(guideline="house")


def guideline(body: str, name: str = "house", year: int = 2020) -> dict[str, str]:
    head = HEAD.format(name=name, year=year)
    cover = "" if "applies_to" in body else "applies_to: [neuropathic_pain]\n"
    return CAUSES | {f"guidelines/{name}": head + cover + body}


def position(library, treatment: str = "calmin", cause: str = "feet_pain"):
    return position_of(library, "house", treatment, cause)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("recommends: [{what: [calmer], line: 1, cite: s @ a}]", "recommended"),
        ("recommends: [{what: [calmin], strength: offer, cite: s @ a}]", "recommended"),
        ("recommends: [{what: [calmin], line: 2, cite: s @ a}]", "option"),
        ("recommends: [{what: [calmin], strength: consider, cite: s @ a}]", "option"),
        ("specialist_only: [{what: [calmer], cite: s @ a}]", "specialist_only"),
        ("against: [{what: [calmer], cite: s @ a}]", "recommended_against"),
        ("against: [{what: [opioid], cite: s @ a}]", "outside_guideline"),
        ("recommends: [{what: [calmer], line: 1, for: [face], cite: s @ a}]", "outside_guideline"),
        (
            "recommends: [{what: [calmer], line: 1, except_for: [feet_pain], cite: s @ a}]",
            "outside_guideline",
        ),
        ("excludes: [feet_pain]\nrecommends: [{what: [calmer], line: 1, cite: s @ a}]", "outside_guideline"),
        ("applies_to: [face]\nrecommends: [{what: [calmer], line: 1, cite: s @ a}]", "outside_guideline"),
    ],
)
def test_appropriateness_is_the_guidelines_word(knowledge, body, word):
    assert position(knowledge(guideline(body))).appropriateness == word


def test_without_a_cause_nothing_is_assessed(knowledge):
    assert position(knowledge(), cause="").appropriateness == "not_assessed"


def test_a_guideline_that_excludes_a_cause_says_so_in_its_own_words(knowledge):
    body = "excludes: [feet_pain]\nexcludes_says: Feet have their own.\n"

    found = position(knowledge(guideline(body)))

    assert found.says == "house does not cover this cause. Feet have their own."
    assert found.cite == ("s @ house",)


def test_a_guideline_that_is_not_there_covers_nothing(knowledge):
    found = position_of(knowledge(), "nowhere", "calmin", "feet_pain")

    assert (found.appropriateness, found.cite) == ("outside_guideline", ())


def test_a_guideline_about_nerve_pain_is_not_about_its_neighbours(knowledge):
    library = knowledge(guideline("recommends: [{what: [calmer], line: 1, cite: s @ a}]"))

    assert position(library, cause="joint").appropriateness == "outside_guideline"


def test_a_drug_recommended_for_a_rescue_and_reserved_for_long_use_is_an_option(knowledge):
    body = """
recommends: [{what: [calmin], strength: consider, says: Rescue only., cite: s @ rescue}]
specialist_only: [{what: [calmin], says: Long use., cite: s @ long}]
"""
    found = position(knowledge(guideline(body)))

    assert (found.appropriateness, found.says) == ("option", "Rescue only.")


def test_nice_allows_tramadol_as_a_rescue(library):
    found = position_of(library, "nice_cg173", "tramadol", "painful_diabetic_polyneuropathy")

    assert (found.appropriateness, "rescue" in found.says) == ("option", True)


@pytest.mark.parametrize("order", [("calmin", "calmer"), ("calmer", "calmin")])
def test_the_recommendation_of_the_drug_itself_comes_before_that_of_its_class(knowledge, order):
    lines = {"calmer": 1, "calmin": 3}
    listed = ", ".join(f"{{what: [{name}], line: {lines[name]}, cite: s @ a}}" for name in order)

    found = position(knowledge(guideline(f"recommends: [{listed}]")))

    assert (found.appropriateness, found.line) == ("option", 3)


def test_the_recommendation_for_this_cause_comes_before_the_one_for_all(knowledge):
    body = """
recommends:
  - {what: [calmin], line: 1, cite: s @ a}
  - {what: [calmin], line: 2, for: [feet_pain], cite: s @ b}
"""

    assert position(knowledge(guideline(body))).line == 2


def test_a_drug_that_no_guideline_names_keeps_its_own_position(knowledge):
    files = guideline("says: nothing\n") | {
        "drugs/calmin": "{name: calmin, substance: calmin, position: {says: Not for nerves., cite: s @ own}}"
    }
    found = position(knowledge(files))

    assert (found.appropriateness, found.says, found.cite) == (
        "recommended_against",
        "Not for nerves.",
        ("s @ own",),
    )


def test_a_therapy_that_no_guideline_names_keeps_its_own_position(knowledge):
    files = guideline("says: nothing\n") | {
        "therapies/walking": "{name: walking, kind: physical, position: {says: Helps., cite: s @ own}}"
    }

    assert position(knowledge(files), "walking").appropriateness == "option"


def test_the_guideline_asked_for_is_followed_where_it_covers_the_cause(knowledge):
    library = knowledge(guideline("recommends: []\napplies_to: [feet_pain]", "other", 2030))

    assert guideline_for(library, "feet_pain", HERE) == "house"


@pytest.mark.parametrize(
    ("others", "followed"),
    [
        ([], ""),
        ([("far", 2020, "[UK]"), ("home", 2010, "[US]")], "home"),
        ([("old", 2010, "[US]"), ("new", 2020, "[US]")], "new"),
        ([("far", 2020, "[UK]")], "far"),
    ],
)
def test_else_one_of_this_place_that_names_the_cause_the_newest_first(knowledge, others, followed):
    files = guideline("excludes: [face]\n")
    for name, year, place in others:
        body = f"applies_to: [face]\njurisdiction: {place}\nrecommends: [{{what: [calmin], line: 1, cite: s @ a}}]\n"
        files |= guideline(body, name, year)

    assert guideline_for(knowledge(files), "face", HERE) == followed


def test_else_any_that_covers_it(knowledge):
    files = guideline("excludes: [face]\n") | guideline("says: a\n", "broad")

    assert guideline_for(knowledge(files), "face", HERE) == "broad"


OWN = "applies_to: [feet_pain]\nown_path_for: [feet_pain]\njurisdiction: [US]\nrecommends: []\n"


@pytest.mark.parametrize(
    ("words", "followed"),
    [
        ({}, "feet"),
        ({"guideline_asked": True}, "house"),
        ({"jurisdiction": "UK"}, "house"),
    ],
)
def test_a_cause_with_a_path_of_its_own_here_follows_it_unless_another_was_asked_for(
    knowledge, words, followed
):
    library = knowledge(guideline("recommends: []\n") | guideline(OWN, "feet"))

    assert guideline_for(library, "feet_pain", settings(guideline="house", **words)) == followed


def test_what_speaks_of_some_treatments_only_orders_nothing_unasked(knowledge):
    library = knowledge(guideline("excludes: [face]\n") | guideline("partial: yes\n", "some"))

    assert guideline_for(library, "face", HERE) == ""
    assert guideline_for(library, "face", settings(guideline="some", guideline_asked=True)) == "some"


@pytest.mark.parametrize(
    ("stands", "word"),
    [
        ("recommended_against", "recommended_against"),
        ("experimental", "outside_guideline"),
        ("option", "recommended"),
    ],
)
def test_a_member_that_stands_apart_is_not_recommended_with_its_class(knowledge, stands, word):
    calmin = BASE["drugs/calmin"] + f"position: {{says: Not this one., cite: s @ own, as: {stands}}}\n"
    body = "recommends: [{what: [calmer], line: 1, cite: s @ a}]"

    assert position(knowledge({**guideline(body), "drugs/calmin": calmin})).appropriateness == word


def test_a_warning_of_the_guideline_for_the_cause_speaks_where_the_one_asked_for_is_silent(knowledge):
    files = guideline("excludes: [face]\n") | guideline(
        "applies_to: [face]\nrecommends: [{what: [x], line: 1, cite: s @ x}]\n"
        "against: [{what: [calmin], cite: s @ a}]\n",
        "faces",
    )

    verdict = ordered(knowledge(files), Proposed("calmin", indication="face"))

    assert verdict.appropriateness == "recommended_against"


def test_praise_of_another_guideline_does_not_hide_that_the_one_asked_for_is_silent(knowledge):
    files = guideline("excludes: [face]\n") | guideline(
        "applies_to: [face]\nrecommends: [{what: [calmin], line: 1, cite: s @ x}]\n", "faces"
    )

    verdict = ordered(knowledge(files), Proposed("calmin", indication="face"))

    assert verdict.appropriateness == "outside_guideline"


#: a path of a state of the person: people with heart failure
STATE = """
applies_to: [neuropathic_pain]
jurisdiction: [{place}]
partial: {partial}
own_path_of:
  when: {{fact: condition.heart_failure, is: yes}}
  says: Not made for weak hearts.
  cite: s @ hearts
  rank: {rank}
  before_causes: {before}
"""


def state(name: str, place: str = "any", partial: str = "no", rank: int = 1, before: str = "no"):
    return guideline(STATE.format(place=place, partial=partial, rank=rank, before=before), name)


def asked(library, facts: dict[str, str], patient: str = "{age: 60}"):
    """A person of whom these facts are known."""
    return assessed(
        library, *(f"{fact}: {answer}" for fact, answer in facts.items()), patient=patient
    )._asking


def followed_by(library, answer: str, cause: str = "feet_pain", **words) -> str:
    person = asked(library, {"condition.heart_failure": answer} if answer else {})

    return guideline_for(library, cause, settings(guideline="house", **words), person)


@pytest.mark.parametrize(("answer", "guide"), [("yes", "hearts"), ("no", "house"), ("", "house")])
def test_only_a_state_that_is_known_calls_for_its_guideline(knowledge, answer, guide):
    assert followed_by(knowledge(state("hearts")), answer) == guide


@pytest.mark.parametrize(
    ("kind", "words", "guide"),
    [
        ({}, {"guideline_asked": True}, "house"),
        ({"place": "UK"}, {}, "house"),
        ({"place": "UK"}, {"jurisdiction": "UK"}, "hearts"),
        ({"partial": "yes"}, {}, "hearts"),
    ],
)
def test_a_path_of_a_state_holds_in_its_place_unless_another_guideline_was_asked_for(
    knowledge, kind, words, guide
):
    assert followed_by(knowledge(state("hearts", **kind)), "yes", **words) == guide


def test_where_two_states_hold_the_lower_rank_is_followed(knowledge):
    library = knowledge(state("second", rank=2) | state("first", rank=1))

    assert followed_by(library, "yes") == "first"


def test_of_equal_rank_the_one_of_this_place_is_followed(knowledge):
    library = knowledge(state("anywhere") | state("here", place="US"))

    assert followed_by(library, "yes") == "here"


@pytest.mark.parametrize(("before", "guide"), [("no", "feet"), ("yes", "hearts")])
def test_a_cause_keeps_its_own_path_unless_the_state_goes_before_it(knowledge, before, guide):
    library = knowledge(guideline(OWN, "feet") | state("hearts", before=before))

    assert followed_by(library, "yes") == guide


def test_a_path_of_a_state_leaves_causes_that_it_does_not_cover(knowledge):
    assert followed_by(knowledge(state("hearts")), "yes", cause="joint") == ""


def test_what_was_written_for_a_state_orders_nothing_for_others(knowledge):
    library = knowledge(guideline("excludes: [face]\n") | state("hearts", place="US"))

    assert guideline_for(library, "face", HERE) == ""


def test_the_plan_says_why_the_usual_guideline_is_not_followed(knowledge):
    library = knowledge(state("hearts"))
    person = asked(library, {"condition.heart_failure": "yes"})

    told = person_path_says(library, "feet_pain", HERE, person)
    refused = person_path_says(
        library, "feet_pain", settings(guideline="house", guideline_asked=True), person
    )
    nobody = person_path_says(library, "feet_pain", HERE, asked(library, {}))

    assert told.startswith("Not made for weak hearts. The order follows hearts.")
    assert "hearts has a path for this; the order follows The house guideline" in refused
    assert nobody == ""


PREGNANT = {"patient.pregnant": "yes"}
PALLIATIVE = {"setting.palliative": "yes"}
USUAL = "neupsig_2025"
DYING = {"setting.last_days_of_life": "yes"}


@pytest.mark.parametrize(
    ("age", "facts", "cause", "place", "guide"),
    [
        (31, PREGNANT, "painful_diabetic_polyneuropathy", "US", "nz_2018_pregnancy"),
        (31, PREGNANT, "carpal_tunnel_syndrome", "UK", "nz_2018_pregnancy"),
        (31, {}, "carpal_tunnel_syndrome", "US", "neupsig_2025"),
        (31, PREGNANT, "lumbosacral_radiculopathy", "US", "nz_2018_pregnancy"),
        (31, PREGNANT, "lumbosacral_radiculopathy", "UK", "nice_ng59"),
        (66, PALLIATIVE, "painful_diabetic_polyneuropathy", "US", "west_midlands_2023_palliative"),
        (59, PALLIATIVE, "cancer_plexopathy", "US", "west_midlands_2023_palliative"),
        (59, DYING, "cancer_plexopathy", "UK", "west_midlands_2023_palliative"),
        (59, {}, "cancer_plexopathy", "UK", "cheshire_merseyside_2018"),
        (12, {}, "painful_diabetic_polyneuropathy", "US", "who_2020_children"),
        (12, {}, "lumbosacral_radiculopathy", "UK", "scotland_2018_children"),
        (12, DYING, "cancer_plexopathy", "US", "who_2020_children"),
        (16, PREGNANT, "carpal_tunnel_syndrome", "US", "who_2020_children"),
    ],
)
def test_pregnancy_palliative_care_and_childhood_take_their_own_paths(
    library, age, facts, cause, place, guide
):
    person = asked(library, facts, patient=f"{{age: {age}, sex: female}}")

    assert guideline_for(library, cause, settings(guideline=USUAL, jurisdiction=place), person) == guide


@pytest.mark.parametrize("facts", [PREGNANT, PALLIATIVE])
def test_trigeminal_neuralgia_keeps_its_own_drugs(library, facts):
    usual = settings(guideline=USUAL)
    person = asked(library, facts)

    found = guideline_for(library, "trigeminal_neuralgia", usual, person)

    assert found == guideline_for(library, "trigeminal_neuralgia", usual)


@pytest.mark.parametrize(
    ("drug", "line"), [("amitriptyline", 1), ("lidocaine_patch", 1), ("venlafaxine", 1), ("gabapentin", 2)]
)
def test_in_pregnancy_gabapentin_comes_last(library, drug, line):
    found = position_of(library, "nz_2018_pregnancy", drug, "painful_diabetic_polyneuropathy")

    assert found.line == line


def test_in_palliative_care_an_opioid_is_an_option_beside_an_adjuvant(library):
    found = position_of(library, "west_midlands_2023_palliative", "morphine", "cancer_plexopathy")

    assert (found.appropriateness, found.strength) == ("option", "beside an adjuvant")


@pytest.mark.parametrize("guide", ["who_2020_children", "scotland_2018_children"])
def test_a_path_of_children_recommends_no_drug(library, guide):
    named = {what for item in library.guidelines[guide].recommends for what in item.what}

    assert named <= set(library.therapies)
