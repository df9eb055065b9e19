"""Plain words for regions: read where nothing is lost, suggested where they only come near."""

import pytest

from painpath.intake import RecordError, read_facts
from painpath.intake.regions import near_regions, regions_meant
from painpath.library import load_library

LIBRARY = load_library()


def sites(*words):
    (reading,) = read_facts({"facts": {"pain.sites": list(words)}}, LIBRARY).readings
    return reading.members


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("feet", {"foot_left", "foot_right"}),
        ("hands", {"hand_left", "hand_right"}),
        ("axilla_left", {"armpit_left"}),
        ("axilla", {"armpit"}),
        ("low_back", {"lower_back"}),
        ("foot", {"foot"}),
    ],
)
def test_a_plain_word_that_loses_nothing_is_read(word, meant):
    assert sites(word) == meant


def test_a_plain_word_is_read_as_the_place_of_a_finding():
    said = {"facts": {"examination.touch_loss": {"is": "yes", "at": ["feet"]}}}
    (reading,) = read_facts(said, LIBRARY).readings

    assert reading.at == {"foot_left", "foot_right"}


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("back", "lower_back"),
        ("cheek", "face_v2"),
        ("cheek_left", "face_v2_left"),
        ("jaw", "face_v3"),
        ("breast", "chest_upper"),
        ("eye", "face_v1"),
        ("stump_left", "stump_left_leg"),
        ("foot_lft", "foot_left"),
    ],
)
def test_a_word_that_only_comes_near_is_refused_with_a_suggestion(word, near):
    with pytest.raises(RecordError) as caught:
        sites("foot_left", word)

    assert near in near_regions(LIBRARY, word)
    assert f"(name 2 of 2). Did you mean {' or '.join(near_regions(LIBRARY, word))}?" in str(caught.value)
    assert "`painpath facts pain.sites` lists all regions" in str(caught.value)


def test_no_plain_word_is_a_region_or_stands_twice_and_all_mean_regions():
    words = [
        (word, regions) for entry in LIBRARY.anatomy.values() for word, regions in entry.synonyms.items()
    ]

    assert len(words) == len(dict(words))
    for word, regions in words:
        assert word not in LIBRARY.regions
        assert set(regions) <= set(LIBRARY.regions)


def test_no_word_that_comes_near_is_read():
    assert not [
        word for entry in LIBRARY.anatomy.values() for word in entry.near if regions_meant(LIBRARY, word)
    ]


def test_every_stump_says_what_it_is_left_of():
    stumps = LIBRARY.anatomy["stump"].parts

    assert all(set(LIBRARY.anatomy[name].remains_of) <= set(LIBRARY.regions) for name in stumps)
    assert all(LIBRARY.anatomy[name].remains_of for name in stumps)
