"""Codes to facts: systems and their addresses, prefixes, the index over a library."""

import pytest

from painpath.intake.codes import index_of, system_of
from painpath.intake.ledger import shortened
from painpath.intake.shapes import Coding


@pytest.mark.parametrize(
    ("address", "system"),
    [
        ("http://hl7.org/fhir/sid/icd-10-cm", "icd10cm"),
        ("urn:oid:2.16.840.1.113883.6.90", "icd10cm"),
        ("http://snomed.info/sct", "snomed"),
        ("http://snomed.info/sct/731000124108/version/20240301", "snomed"),
        ("urn:oid:2.16.840.1.113883.6.96", "snomed"),
        ("https://loinc.org/", "loinc"),
        ("urn:oid:2.16.840.1.113883.6.1", "loinc"),
        ("http://www.nlm.nih.gov/research/umls/rxnorm", "rxnorm"),
        ("urn:oid:2.16.840.1.113883.6.88", "rxnorm"),
        ("http://www.whocc.no/atc", "atc"),
        ("urn:oid:2.16.840.1.113883.6.73", "atc"),
        ("http://id.who.int/icd/release/11/mms", "icd11"),
        ("http://id.who.int/icd/release/11/2024-01/mms", "icd11"),
        ("http://hl7.org/fhir/sid/icd-10", ""),
        ("http://example.org", ""),
        (None, ""),
    ],
)
def test_a_code_system_is_known_by_its_addresses(address, system):
    assert system_of(address) == system


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("E11", ("condition.type_2_diabetes",)),
        ("E11.9", ("condition.type_2_diabetes",)),
        ("e1142", ("condition.diabetic_polyneuropathy", "condition.type_2_diabetes")),
        ("E1", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_an_icd_code_is_everything_its_beginnings_are(code, facts, library):
    assert index_of(library).of([Coding("http://hl7.org/fhir/sid/icd-10-cm", code)]) == facts


def test_other_systems_match_whole_codes(library):
    index = index_of(library)

    assert index.of([Coding("http://id.who.int/icd/release/11/mms", "5A11")]) == (
        "condition.type_2_diabetes",
    )
    assert index.of([Coding("http://id.who.int/icd/release/11/mms", "5A11.0")]) == ()


def test_the_facts_of_several_codings_are_each_named_once(library):
    codings = [
        Coding("http://snomed.info/sct", "44054006"),
        Coding("http://hl7.org/fhir/sid/icd-10-cm", "E11.42"),
        Coding("http://example.org", "1"),
    ]

    assert index_of(library).of(codings) == ("condition.type_2_diabetes", "condition.diabetic_polyneuropathy")


def test_the_index_is_built_once(library):
    assert index_of(library) is index_of(library)


def test_a_long_name_is_cut():
    assert len(shortened("x" * 200)) == 80
