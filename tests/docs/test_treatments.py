"""The page of treatments holds every drug and every therapy once, and none without its standing."""

import pytest


@pytest.fixture(scope="module")
def tables(repository):
    page = (repository / "docs/reference/treatments.md").read_text(encoding="utf-8")
    drugs, _, therapies = page.partition("## Therapies")
    return drugs, therapies


def test_every_drug_stands_in_the_first_table_once(tables, library):
    assert [name for name in library.drugs if tables[0].count(f"`{name}`") != 1] == []


def test_every_therapy_stands_in_the_second_table_once(tables, library):
    assert [name for name in library.therapies if tables[1].count(f"`{name}` |") != 1] == []


def test_what_is_recommended_against_says_so(tables, library):
    against = [
        name
        for name, drug in library.drugs.items()
        if drug.position is not None and drug.position.as_ in ("", "recommended_against")
    ]

    assert against
    assert [name for name in against if f"`{name}` (recommended against)" not in tables[0]] == []


def test_an_effect_is_shown_with_drug_and_placebo(tables):
    assert "dizziness 28 (8)" in tables[0]


@pytest.mark.parametrize("table", [0, 1])
def test_every_row_has_four_cells(tables, table):
    rows = [line for line in tables[table].splitlines() if line.startswith("| ")]

    assert len(rows) > 20
    assert {row.replace("\\|", "").count("|") for row in rows} == {5}
