"""Diplotypes against the tables that PharmCAT ships; see README.md."""

import json
from pathlib import Path

import pytest

from painpath.criteria import Asking
from painpath.intake import read_facts, record_of
from painpath.library import Library, load_library

PAIRS = json.loads((Path(__file__).parent / "pairs.json").read_text(encoding="utf-8"))
DAY = 739_000
WORDS = {"Poor": "poor", "Likely Poor": "poor", "Intermediate": "intermediate", "Likely Intermediate": "intermediate",
         "Normal": "normal", "Rapid": "rapid", "Ultrarapid": "ultrarapid"}  # fmt: skip
GENES = ("CYP2D6", "CYP2C9", "CYP2C19")
INDETERMINATE = "Indeterminate"


@pytest.fixture(scope="module")
def knowledge() -> Library:
    return load_library()


def asked(knowledge: Library, gene: str, diplotype: str) -> Asking:
    intake = read_facts({"facts": {f"gene.{gene.lower()}.diplotype": diplotype}}, knowledge)
    return Asking(knowledge.catalog, record_of(intake, DAY, knowledge))


def phenotypes(knowledge: Library, gene: str, diplotype: str) -> list[str]:
    """The phenotypes that stay possible."""
    fact = f"gene.{gene.lower()}.phenotype"
    value, options = asked(knowledge, gene, diplotype).value(fact), knowledge.facts[fact].options
    return list(options[int(value.low) : int(value.high) + 1]) if value.known else list(options)


def word(printed: str) -> str:
    return WORDS[printed.removesuffix(" Metabolizer")]


@pytest.mark.parametrize("gene", GENES)
def test_every_valued_diplotype_has_the_phenotype_of_cpic(knowledge, gene):
    valued = {
        pair: told[0] for pair, told in PAIRS[f"CPIC {gene}"]["pairs"].items() if told[0] != INDETERMINATE
    }

    ours = {pair: phenotypes(knowledge, gene, pair) for pair in valued}

    assert ours == {pair: [word(told)] for pair, told in valued.items()}


@pytest.mark.parametrize("gene", ["CYP2D6", "CYP2C9"])
def test_every_valued_diplotype_has_the_activity_score_of_cpic(knowledge, gene):
    valued = {
        pair: told[1] for pair, told in PAIRS[f"CPIC {gene}"]["pairs"].items() if told[0] != INDETERMINATE
    }

    found = {
        pair: asked(knowledge, gene, pair).value(f"gene.{gene.lower()}.activity_score") for pair in valued
    }

    assert {pair: (value.low, value.high) for pair, value in found.items()} == {
        pair: (float(score.removeprefix("≥")),) * 2 for pair, score in valued.items()
    }


@pytest.mark.parametrize("gene", GENES)
def test_an_allele_of_uncertain_function_never_makes_a_normal(knowledge, gene):
    uncertain = [pair for pair, told in PAIRS[f"CPIC {gene}"]["pairs"].items() if told[0] == INDETERMINATE]

    settled = {pair: found for pair in uncertain if len(found := phenotypes(knowledge, gene, pair)) == 1}

    assert uncertain
    assert {pair: found for pair, found in settled.items() if found != ["ultrarapid"]} == {}


def unlike(gene: str) -> dict[str, list[str]]:
    """The kept diplotypes to which the Dutch group gives another phenotype, with what CPIC prints."""
    cpic, dpwg = PAIRS[f"CPIC {gene}"]["pairs"], PAIRS[f"DPWG {gene}"]["pairs"]
    both = {pair: cpic[pair] for pair in dpwg if pair in cpic and cpic[pair][0] != INDETERMINATE}
    return {pair: told for pair, told in both.items() if word(told[0]) != word(dpwg[pair][0])}


def test_the_dutch_group_differs_on_cyp2d6_only_at_two_and_a_half_and_with_double_copies_of_9_and_41():
    differing = unlike("CYP2D6")

    assert differing
    assert all(
        told[1] == "2.5" or {"*9x2", "*41x2"} & set(pair.split("/")) for pair, told in differing.items()
    )


def test_the_dutch_group_differs_on_cyp2c9_only_at_a_score_of_one_without_a_normal_allele():
    differing = unlike("CYP2C9")

    assert differing
    assert all(told[1] == "1.0" and "*1" not in pair.split("/") for pair, told in differing.items())


def test_the_dutch_group_differs_on_cyp2c19_in_four_diplotypes():
    assert set(unlike("CYP2C19")) == {"*1/*17", "*9/*9", "*10/*9", "*10/*10"}


def test_at_a_score_of_two_and_a_half_the_dutch_group_says_normal_but_for_copies_of_9_and_41():
    cpic, dpwg = PAIRS["CPIC CYP2D6"]["pairs"], PAIRS["DPWG CYP2D6"]["pairs"]
    at_the_edge = {
        pair: word(dpwg[pair][0]) for pair, told in cpic.items() if told[1] == "2.5" and pair in dpwg
    }

    assert at_the_edge
    for pair, told in at_the_edge.items():
        expected = "ultrarapid" if {"*9x2", "*41x2"} & set(pair.split("/")) else "normal"
        assert (pair, told) == (pair, expected)
