"""Which entry a product belongs to, when one ingredient has several."""

import pytest

from painpath.planning.formulation import entry_for
from painpath.planning.names import find_drug

FILES = {
    "substances/calmin": "{name: calmin}",
    "substances/soothol": "{name: soothol}",
    "drugs/calmin": "{name: calmin, substance: calmin, route: oral, release: immediate}",
    "drugs/calmin_er": "{name: calmin ER, substance: calmin, route: oral, release: extended}",
    "drugs/soothol_patch": "{name: soothol patch, substance: soothol, route: topical, form: patch}",
    "drugs/soothol_cream": "{name: soothol cream, substance: soothol, route: topical, form: cream}",
}


@pytest.mark.parametrize(
    ("product", "expected"),
    [
        ({"substance": "calmin"}, "calmin"),
        ({"substance": "calmin", "route": "oral", "release": "extended"}, "calmin_er"),
        ({"substance": "calmin", "release": "immediate"}, "calmin"),
        ({"substance": "calmin", "route": "injection"}, ""),
        ({"substance": "soothol", "route": "transdermal", "form": "patch"}, "soothol_patch"),
        ({"substance": "soothol", "form": "cream"}, "soothol_cream"),
        ({"substance": "soothol"}, ""),
        ({"substance": "nothing"}, ""),
    ],
)
def test_route_release_and_form_tell_the_entry(knowledge, product, expected):
    assert entry_for(knowledge(FILES), **product) == expected


def test_a_sole_entry_keeps_its_rules_for_another_release(knowledge):
    files = {
        "substances/carbol": "{name: carbol}",
        "drugs/carbol": "{name: carbol, substance: carbol, route: oral, release: immediate}",
    }
    library = knowledge(files)

    assert entry_for(library, "carbol", "oral", "extended") == "carbol"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("calmin ER", "calmin_er"),
        ("calmin 100 MG Extended Release Oral Tablet", "calmin_er"),
        ("calmin 50 mg tablet", "calmin"),
        ("soothol patch", "soothol_patch"),
    ],
)
def test_a_product_text_finds_its_formulation(knowledge, name, expected):
    assert find_drug(knowledge(FILES), name).entry == expected
