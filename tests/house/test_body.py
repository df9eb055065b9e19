"""The body: each region has its place, no territory copies another, every CHOIR segment is used once."""

import pytest

from painpath.criteria.territory import body_of
from painpath.library import load_library

LIBRARY = load_library()
REGIONS = {name: entry for name, entry in LIBRARY.anatomy.items() if entry.kind == "region"}
TERRITORIES = {name: entry for name, entry in LIBRARY.anatomy.items() if entry.kind != "region"}
BODY = body_of(LIBRARY.regions, LIBRARY.vocabulary.sides)


def _asks(name: str) -> tuple[object, ...]:
    """What a territory asks: the regions of its core with all their parts, and how many of them on which sides."""
    entry = TERRITORIES[name]
    return (BODY.inside(entry.core), BODY.inside(entry.opposite), entry.at_least, entry.sides)


def test_no_territory_asks_the_same_as_another_unless_it_says_so() -> None:
    asked: dict[object, list[str]] = {}
    for name in TERRITORIES:
        asked.setdefault(_asks(name), []).append(name)

    copies = [
        (name, other)
        for names in asked.values()
        for name in names
        for other in names
        if name < other and other not in TERRITORIES[name].same_as and name not in TERRITORIES[other].same_as
    ]

    assert copies == []


@pytest.mark.parametrize("name", [name for name, entry in TERRITORIES.items() if entry.same_as])
def test_a_territory_that_says_it_is_the_same_as_another_is(name: str) -> None:
    assert {_asks(other) for other in TERRITORIES[name].same_as} == {_asks(name)}


@pytest.mark.parametrize("name", TERRITORIES)
def test_where_pain_may_be_felt_is_not_its_core(name: str) -> None:
    entry = TERRITORIES[name]

    assert BODY.inside(entry.may) - BODY.inside(entry.core) or not entry.may


def test_every_region_lies_in_the_body() -> None:
    assert set(REGIONS) == set(LIBRARY.regions["body"])


@pytest.mark.parametrize("name", [name for name, entry in REGIONS.items() if entry.side != "none"])
def test_a_region_of_one_side_has_no_part_of_the_other(name: str) -> None:
    sides = {REGIONS[part].side for part in LIBRARY.regions[name]} - {"none"}

    assert sides == {REGIONS[name].side}


@pytest.mark.parametrize("name", [name for name in REGIONS if name.endswith("_left")])
def test_a_region_on_the_left_has_its_like_on_the_right(name: str) -> None:
    mirrored = {part.replace("_left", "_right").replace("left_", "right_") for part in LIBRARY.regions[name]}

    assert mirrored == LIBRARY.regions[name.removesuffix("_left") + "_right"]


def test_every_segment_of_the_choir_body_map_stands_in_one_region() -> None:
    found = [segment for entry in REGIONS.values() if entry.choir for segment in entry.choir.segments]

    assert sorted(found) == [str(n) for n in (*range(101, 137), *range(201, 239))]
