"""AllergyIntolerance: which substance or class, how sure, and what "no known allergies" settles."""

import pytest
from tests.unit.intake.small import RXNORM, SNOMED, about, coded, read, reading_of, reasons

from painpath.facts.moment import DAWN

CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"


def allergy(code, **elements) -> dict:
    return about("AllergyIntolerance", code=code, recordedDate="2022-02-02", **elements)


@pytest.mark.parametrize(
    "code", [coded(RXNORM, "2002"), {"text": "Tegretol"}, coded(SNOMED, "0", display="carbamazepine")]
)
def test_an_allergy_to_a_substance_is_read(code, library):
    assert reading_of(read(library, allergy(code)), "allergy.carbamazepine").low == 1.0


@pytest.mark.parametrize("code", [coded("http://www.whocc.no/atc", "N06AF"), {"text": "MAO inhibitors"}])
def test_an_allergy_to_a_class_is_read(code, library):
    assert reading_of(read(library, allergy(code)), "allergy.maoi").low == 1.0


def test_a_refuted_allergy_is_absent(library):
    refuted = allergy({"text": "aspirin"}, verificationStatus=coded(VERIFICATION, "refuted"))

    assert reading_of(read(library, refuted), "allergy.aspirin").high == 0.0


def test_an_unconfirmed_allergy_is_unknown(library):
    unsure = allergy({"text": "aspirin"}, verificationStatus=coded(VERIFICATION, "unconfirmed"))

    assert reading_of(read(library, unsure), "allergy.aspirin").unreadable == "not confirmed (unconfirmed)"


def test_a_resolved_allergy_has_ended(library):
    over = allergy({"text": "aspirin"}, clinicalStatus=coded(CLINICAL, "resolved"))

    assert reading_of(read(library, over), "allergy.aspirin").ended is not None


def test_an_allergy_entered_in_error_never_counts(library):
    wrong = allergy({"text": "aspirin"}, verificationStatus=coded(VERIFICATION, "entered-in-error"))

    assert reasons(read(library, wrong)) == [("the whole entry", "entered in error: it does not count")]


@pytest.mark.parametrize(
    "code", [{"text": "peanut"}, None, coded(SNOMED, "91935009", display="Allergy to peanut")]
)
def test_an_allergy_to_something_unknown_is_listed(code, library):
    intake = read(library, allergy(code))

    assert intake.unread[0].listed_in == "allergy"


@pytest.mark.parametrize("code", ["716186003", "409137002"])
def test_no_known_allergies_is_a_complete_list(code, library):
    assert read(library, allergy(coded(SNOMED, code))).complete == {"allergy": DAWN}


@pytest.mark.parametrize(
    "status",
    [
        {"clinicalStatus": coded(CLINICAL, "resolved")},
        {"verificationStatus": coded(VERIFICATION, "refuted")},
        {"verificationStatus": coded(VERIFICATION, "unconfirmed")},
    ],
)
def test_no_known_allergies_counts_only_while_it_is_sure(status, library):
    assert read(library, allergy(coded(SNOMED, "716186003"), **status)).complete == {}


def test_no_known_allergies_beside_an_unread_one_settles_nothing(library):
    intake = read(library, allergy(coded(SNOMED, "716186003")), allergy({"text": "peanut"}))

    assert intake.complete == {}
