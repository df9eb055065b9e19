"""Every claim that articles make has one answer, and the page of claims shows all of it."""

import re
from collections import Counter

import pytest

from painpath.library.entries import read_claims

CLAIMS = read_claims()


def number(name: str) -> str:
    return name.partition("_")[0].upper()


def test_the_fifty_claims_are_numbered_without_a_gap():
    assert Counter(map(number, CLAIMS)) == Counter(f"C{n:02}" for n in range(1, 51))


def test_every_claim_of_the_list_has_one_answer(shared_claims):
    listed = re.findall(r"^\| (C\d+) \|", shared_claims, re.MULTILINE)

    assert listed
    assert Counter(map(number, CLAIMS)) == Counter(listed)


@pytest.mark.parametrize("name", ["c15", "c16", "c17", "c18", "c40", "c50"])
def test_a_wrong_citation_is_named(name):
    (claim,) = [claim for ident, claim in CLAIMS.items() if ident.startswith(f"{name}_")]

    assert claim.printed


@pytest.mark.parametrize("name", CLAIMS)
def test_the_page_shows_the_whole_claim(repository, name):
    page = (repository / "docs/reference/claims.md").read_text(encoding="utf-8")
    claim = CLAIMS[name]
    section = page.partition(f"## {number(name)} {claim.text}\n")[2].partition("\n## ")[0]

    assert f"**{claim.verdict.capitalize()}.** {' '.join(claim.says.split())}" in section
    assert all(f"`{entry}`" in section for entry in claim.entries)
    assert claim.printed in section
    assert section.count("- Source: ") == (1 if isinstance(claim.cite, str) else len(claim.cite))
