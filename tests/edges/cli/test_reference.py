"""compare, facts, show, schema, new, check: looking things up and writing entries."""

import json

import msgspec
import pytest

from painpath.edges.cli.author import SKELETONS
from painpath.edges.document.schemas import NAMES, SINGULAR
from painpath.library.entries import read_entry
from painpath.library.schema import KINDS
from painpath.selfcheck.result import Finding, Report


def test_compare_puts_treatments_side_by_side(painpath):
    ran = painpath(
        "compare", "gabapentin", "duloxetine", "tens", "--indication", "painful_diabetic_polyneuropathy"
    )

    assert ran.code == 0
    assert "How it works" in ran.out
    assert "Of 100 people" in ran.out


def test_compare_knows_brand_names(painpath):
    ran = painpath("compare", "Lyrica", "Cymbalta", "--format", "json")

    assert [one["id"] for one in json.loads(ran.out)["treatments"]] == ["pregabalin", "duloxetine"]


@pytest.mark.parametrize("words", [("gabapentin",), ("gabapentn", "tens"), ("tens", "tens")])
def test_compare_refuses_what_it_cannot_compare(painpath, words):
    assert painpath("compare", *words).code == 2


def test_a_misspelt_treatment_is_told_the_nearest(painpath):
    assert "gabapentin" in painpath("compare", "gabapentn", "tens").err


def test_facts_finds_by_name_meaning_and_topic(painpath):
    ran = painpath("facts", "kidney")

    assert ran.code == 0
    assert "condition.chronic_kidney_disease" in ran.out
    assert "renal.creatinine_clearance" in ran.out


def test_facts_finds_drugs_by_brand(painpath):
    assert "medication.gabapentin" in painpath("facts", "neurontin").out


def test_facts_lists_everything_without_a_word(painpath):
    rows = json.loads(painpath("facts", "--format", "json").out)

    assert {"pain.sites", "symptom.burning"} <= {row["fact"] for row in rows}


def test_facts_says_so_when_nothing_matches(painpath):
    ran = painpath("facts", "zzzzqqq")

    assert ran.code == 2
    assert "zzzzqqq" in ran.err


@pytest.mark.parametrize(
    "entry",
    ["pregabalin", "painful_diabetic_polyneuropathy", "substances/gabapentin", "finnerup_2016", "dn4", "tca"],
)
def test_show_prints_an_entry(painpath, entry):
    ran = painpath("show", entry)

    assert ran.code == 0
    assert entry.rpartition("/")[2] in ran.out


def test_every_entry_can_be_shown():
    from painpath.edges.document.entry_page import entry_page
    from painpath.edges.document.html import render_html
    from painpath.edges.document.text import render_text
    from painpath.library import load_library

    library = load_library()
    pages = [
        entry_page(library, kind, name, [])
        for kind, names in library.kinds.items()
        for name in list(names)[:25]
    ]

    assert all(render_text(page) and render_html(page) for page in pages)


def test_every_claim_can_be_shown(library):
    from painpath.edges.document.entry_page import entry_page
    from painpath.edges.document.text import render_text

    claims = library.entries_of("claims")
    pages = [render_text(entry_page(library, "claims", name, [])) for name in claims]

    assert len(pages) >= 50
    assert all("Verdict" in page and "[1]" in page for page in pages)


@pytest.mark.parametrize("entry", ["claims/c26_capsaicin", "claims/c26", "c26", "C26", "c26_capsaicin"])
def test_show_prints_a_claim_by_id_or_number(painpath, entry):
    ran = painpath("show", entry)

    assert ran.code == 0
    assert "claims c26_capsaicin" in ran.out


def test_a_number_without_a_claim_is_not_there(painpath):
    assert painpath("show", "c99").code == 2


def test_a_claim_as_json_names_its_entry(painpath):
    found = json.loads(painpath("show", "c26", "--format", "json").out)

    assert (found["entry"], found["verdict"]) == ("claims/c26_capsaicin", "outdated")


def test_show_as_json_gives_the_entry_as_written(painpath):
    found = json.loads(painpath("show", "pregabalin", "--format", "json").out)

    assert (found["entry"], found["substance"]) == ("drugs/pregabalin", "pregabalin")


def test_show_names_other_entries_of_the_same_id(painpath):
    assert "substances/pregabalin" in painpath("show", "pregabalin").out


def test_show_suggests_for_an_id_that_is_not_there(painpath):
    ran = painpath("show", "pregabalinn")

    assert ran.code == 2
    assert "pregabalin" in ran.err


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_printed(painpath, name):
    ran = painpath("schema", name)

    assert ran.code == 0
    assert json.loads(ran.out)["$schema"].startswith("https://json-schema.org/")


def test_schema_lists_its_names(painpath):
    assert painpath("schema").out.split() == list(NAMES)


def test_schema_refuses_an_unknown_kind(painpath):
    assert painpath("schema", "poem").code == 2


@pytest.mark.parametrize("kind", SINGULAR)
def test_the_skeleton_of_every_kind_fits_its_schema(kind):
    text = (SKELETONS / f"{kind}.yaml").read_text(encoding="utf-8")

    assert isinstance(read_entry(SINGULAR[kind], f"{kind}.yaml", text), KINDS[SINGULAR[kind]])


def test_every_kind_of_the_schema_has_a_skeleton():
    assert set(SINGULAR.values()) == set(KINDS)


def test_new_writes_a_skeleton_once(painpath, tmp_path):
    first = painpath("new", "drug", "lacosamide", "--root", tmp_path)
    second = painpath("new", "drug", "lacosamide", "--root", tmp_path)

    assert (first.code, second.code) == (0, 2)
    assert (tmp_path / "drugs" / "lacosamide.yaml").read_text(encoding="utf-8").startswith("# A drug")
    assert "there already" in second.err


@pytest.mark.parametrize(
    ("kind", "ident"), [("drug", "Lacosamide"), ("drug", "../x"), ("fact", "burning"), ("poem", "ode")]
)
def test_new_refuses_a_wrong_id_or_kind(painpath, tmp_path, kind, ident):
    ran = painpath("new", kind, ident, "--root", tmp_path)

    assert ran.code == 2
    assert list(tmp_path.iterdir()) == []


def test_new_begins_a_claim(painpath, tmp_path):
    ran = painpath("new", "claim", "c51_word", "--root", tmp_path)

    assert ran.code == 0
    assert (tmp_path / "claims" / "c51_word.yaml").read_text(encoding="utf-8").startswith("# A statement")


def test_new_takes_the_plural_too(painpath, tmp_path):
    assert painpath("new", "facts", "symptom.new_thing", "--root", tmp_path).code == 0


BROKEN = Report(
    (Finding("error", "link", "drugs/x.yaml", "$.cite", "no source y", 3),), {"entries": {"drugs": 1}}, "v"
)
SOUND = Report((Finding("gap", "thin", "drugs/x.yaml", "$", "no case", 1),), {"entries": {"drugs": 1}}, "v")


@pytest.mark.parametrize(("report", "code"), [(BROKEN, 4), (SOUND, 0)])
def test_check_ends_with_four_when_something_is_broken(painpath, monkeypatch, report, code):
    monkeypatch.setattr("painpath.selfcheck.check", lambda *_: report)

    assert painpath("check").code == code


def test_check_as_json_lists_what_is_broken(painpath, monkeypatch):
    monkeypatch.setattr("painpath.selfcheck.check", lambda *_: BROKEN)

    found = msgspec.json.decode(painpath("check", "--format", "json").out)

    assert [(one["where"], one["line"]) for one in found["findings"]] == [("drugs/x.yaml", 3)]


def test_check_lists_gaps_when_asked(painpath, monkeypatch):
    monkeypatch.setattr("painpath.selfcheck.check", lambda *_: SOUND)

    assert ("no case" in painpath("check").out, "no case" in painpath("check", "--gaps").out) == (False, True)


def test_the_fact_of_the_painful_places_lists_every_region(painpath, library):
    found = json.loads(painpath("facts", "pain.sites", "--format", "json").out)

    assert {row["region"] for row in found if "region" in row} == set(library.regions)


@pytest.mark.parametrize(
    ("word", "region"),
    [("cheek", "face_v2_left"), ("axilla", "armpit"), ("anatomy", "foot_left"), ("regions", "sole")],
)
def test_a_region_is_found_by_a_plain_word(painpath, word, region):
    ran = painpath("facts", word)

    assert ran.code == 0
    assert f"\n{region} " in ran.out
