"""Claims are checked though the library does not load them: entries, citations, broken files."""

import pytest

import painpath.selfcheck.everything as whole
from painpath.library.entries import read_claims, read_entry
from painpath.selfcheck import check
from painpath.selfcheck.claims import check_claims, count_claims, sources_of_claims

SOUND = """\
text: Made up.
verdict: wrong
says: It is not so.
entries: [drugs/pregabalin]
cite: finnerup_2016 @ abstract
"""


def claim(text=SOUND):
    return {"c99_made_up": read_entry("claims", "claims/c99_made_up.yaml", text)}


def told(library, text):
    return [(finding.path, finding.says) for finding in check_claims(library, claim(text))]


def test_a_sound_claim_has_no_fault(library):
    assert told(library, SOUND) == []


def test_an_entry_that_does_not_exist_is_a_fault_with_the_nearest(library):
    ((path, says),) = told(library, SOUND.replace("drugs/pregabalin", "drugs/pregabalinn"))

    assert path == "$.entries[0]"
    assert "drugs/pregabalin" in says


def test_an_entry_without_its_kind_is_a_fault(library):
    ((_, says),) = told(library, SOUND.replace("drugs/pregabalin", "zzz"))

    assert "kind/id" in says


def test_an_entry_named_twice_is_a_fault(library):
    ((path, _),) = told(library, SOUND.replace("[drugs/pregabalin]", "[drugs/pregabalin, drugs/pregabalin]"))

    assert path == "$.entries[1]"


def test_a_claim_that_names_no_entry_is_a_fault(library):
    assert [path for path, _ in told(library, SOUND.replace("[drugs/pregabalin]", "[]"))] == ["$"]


@pytest.mark.parametrize("cite", ["nobody_1900 @ abstract", "finnerup_2016"])
def test_a_citation_without_source_or_place_is_a_fault(library, cite):
    assert [path for path, _ in told(library, SOUND.replace("finnerup_2016 @ abstract", cite))] == ["$.cite"]


def test_a_source_that_only_a_claim_cites_is_used():
    assert sources_of_claims(claim()) == {"finnerup_2016"}


def test_claims_are_counted_by_verdict():
    assert count_claims(claim()) == {"wrong": 1}


def test_a_claim_that_cannot_be_read_is_an_error_of_the_check(library, monkeypatch, tmp_path):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "c99_made_up.yaml").write_text("text: x\nverdict: perhaps\n", encoding="utf-8")
    monkeypatch.setattr(whole, "read_claims", lambda _: read_claims(tmp_path))

    errors = [finding for finding in check(library).errors if finding.kind == "claim"]

    assert [finding.where for finding in errors] == ["claims/c99_made_up.yaml"]
