"""What a guideline says of a treatment: every word of appropriateness, and what it does not cover."""

import pytest
from tests.unit.library.small import BASE, ordered, settings

from painpath.planning import Proposed
from painpath.planning.guidance import guideline_for, position_of

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
