"""Which drug is meant by a name; what is not understood is answered with what is near."""

import pytest

from painpath.planning.names import find_drug

FILES = {
    "substances/calmin": "{name: calmin, is_a: [calmer], brands: [Quietal, Duo],"
    " synonyms: [calmin hydrochloride]}",
    "substances/soothol": "{name: soothol, brands: [Duo]}",
    "drugs/calmin_patch": "{name: calmin patch, substance: calmin, route: topical}",
}


@pytest.mark.parametrize(
    "name", ["calmin", "Calmin", "  CALMIN ", "quietal", "Calmin  Hydrochloride", "calmin_hydrochloride"]
)
def test_a_drug_is_found_by_id_brand_and_synonym(knowledge, name):
    found = find_drug(knowledge(FILES), name)

    assert (found.entry, found.substance) == ("calmin", "calmin")


def test_a_formulation_is_found_by_its_own_name(knowledge):
    assert find_drug(knowledge(FILES), "calmin patch").entry == "calmin_patch"


def test_an_ingredient_without_an_entry_is_still_an_ingredient(knowledge):
    found = find_drug(knowledge(FILES), "soothol")

    assert (found.entry, found.substance) == ("", "soothol")


def test_an_ingredient_with_one_entry_of_another_name_means_that_entry(knowledge):
    library = knowledge({**FILES, "drugs/soothol_gel": "{name: soothol gel, substance: soothol}"})

    assert find_drug(library, "soothol").entry == "soothol_gel"


def test_an_ingredient_of_two_formulations_means_neither_of_them(knowledge):
    files = {
        "drugs/soothol_gel": "{name: soothol gel, substance: soothol}",
        "drugs/soothol_drops": "{name: soothol drops, substance: soothol}",
    }

    assert find_drug(knowledge({**FILES, **files}), "soothol").entry == ""


def test_a_brand_of_two_ingredients_is_not_one_drug(knowledge):
    found = find_drug(knowledge(FILES), "Duo")

    assert (found.entry, found.substance, found.near) == ("", "", ("calmin", "soothol"))


def test_a_misspelt_name_is_not_guessed_but_near_names_are_given(knowledge):
    found = find_drug(knowledge(FILES), "calmni")

    assert (found.substance, "calmin" in found.near) == ("", True)


def test_a_name_like_no_other_has_nothing_near(knowledge):
    assert find_drug(knowledge(FILES), "xyzzy").near == ()


LONG = {
    "substances/soothol": "{name: soothol, brands: [Sooth, Sleepsooth]}",
    "drugs/soothol_er": "{name: soothol (extended release), substance: soothol, route: oral, release: extended}",
    "products/soothol_er": "{substance: soothol, jurisdiction: US, form: tablet, route: oral, release: extended,"
    " strengths: [10 mg], brands: [Sooth ER, Sleepsooth], cite: s @ p}",
}


@pytest.mark.parametrize(
    ("name", "form_open"),
    [
        ("Sooth", True),
        ("sooth 10 mg tablet", True),
        ("Sleepsooth", False),
        ("Sleepsooth 10 mg tablet", False),
        ("Sooth ER", False),
        ("soothol", False),
        ("soothol er", False),
        ("Quietal", False),
    ],
)
def test_a_brand_not_known_to_be_long_acting_leaves_the_form_of_a_long_acting_entry_open(
    knowledge, name, form_open
):
    found = find_drug(knowledge({**FILES, **LONG}), name)

    assert found.form_open is form_open
