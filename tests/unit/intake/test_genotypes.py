"""Genotypes in FHIR: an Observation that names a genotype, and the test for HLA-B*15:02."""

import json

import pytest

from painpath.intake import read_patient
from painpath.library import load_library

PATIENT = {"resourceType": "Patient", "id": "p"}


@pytest.fixture(scope="module")
def knowledge():
    return load_library()


def observation(code="84413-4", **words):
    return {
        "resourceType": "Observation",
        "id": "g",
        "status": "final",
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2023-07-01",
        "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
        **words,
    }


def gene(name):
    code = {"coding": [{"system": "http://loinc.org", "code": "48018-6"}]}
    return [{"code": code, "valueCodeableConcept": {"coding": [{"code": "HGNC:2625", "display": name}]}}]


def coded(**coding):
    return {"valueCodeableConcept": {"coding": [coding]}}


def read(knowledge, *resources):
    bundle = {"resourceType": "Bundle", "entry": [{"resource": one} for one in (PATIENT, *resources)]}
    return read_patient(json.dumps(bundle).encode(), knowledge)


def alleles(knowledge, intake, name="cyp2d6"):
    found = {reading.fact: reading for reading in intake.readings}
    pair = [found.get(f"gene.{name}.allele_{place}") for place in (1, 2)]
    options = knowledge.facts[f"gene.{name}.allele_1"].options
    return [options[int(one.low)] for one in pair if one is not None and not one.unreadable]


@pytest.mark.parametrize(
    "value",
    [
        coded(system="http://www.pharmvar.org", code="CYP2D6_*4/*10", display="CYP2D6 *4/*10"),
        coded(system="http://www.pharmvar.org", code="CYP2D6_*4/*10"),
        coded(system="http://example.org", code="638797", display="CYP2D6*4/*10"),
        {"valueCodeableConcept": {"text": "*4/*10"}},
    ],
)
def test_a_genotype_by_name_with_its_gene_is_read(knowledge, value):
    intake = read(knowledge, observation(component=gene("CYP2D6"), **value))

    assert alleles(knowledge, intake) == ["*4", "*10"]
    assert not intake.unread


def test_the_gene_may_stand_in_the_genotype_alone(knowledge):
    intake = read(knowledge, observation(**coded(code="CYP2C19_*2/*2", display="CYP2C19 *2/*2")))

    assert alleles(knowledge, intake, "cyp2c19") == ["*2", "*2"]


def test_a_genotype_counts_from_the_day_it_was_found(knowledge):
    intake = read(knowledge, observation(component=gene("CYP2D6"), **coded(code="x", display="*4/*4")))

    assert {reading.when.first for reading in intake.readings} == {738_702}


@pytest.mark.parametrize(
    "words",
    [
        {"component": gene("TPMT"), **coded(code="x", display="*1/*2")},
        {"component": gene("CYP2D6")},
        coded(code="x", display="*4/*4"),
    ],
)
def test_a_genotype_without_a_known_gene_or_a_name_is_listed(knowledge, words):
    intake = read(knowledge, observation(**words))

    assert len(intake.unread) == 1
    assert not intake.readings


def test_a_genotype_that_is_not_yet_a_result_is_not_read_as_one(knowledge):
    words = {"component": gene("CYP2D6"), **coded(code="x", display="*4/*4")}
    intake = read(knowledge, {**observation(**words), "status": "unknown"})

    assert alleles(knowledge, intake) == []
    assert intake.unread


def test_the_test_for_the_mark_is_read(knowledge):
    present = {"coding": [{"system": "http://loinc.org", "code": "LA9633-4", "display": "Present"}]}
    intake = read(knowledge, observation("57979-7", valueCodeableConcept=present))

    assert [(reading.fact, reading.low) for reading in intake.readings] == [("gene.hla_b_1502", 1.0)]
