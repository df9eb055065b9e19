"""A document entry by entry: what bad, foreign, repeated and unknown entries cost, and how all are counted."""

import json

import pytest
from tests.unit.intake.small import (
    ICD,
    about,
    bundle,
    coded,
    condition,
    observation,
    patient,
    read,
    reading_of,
    reasons,
    request,
)

from painpath.intake import read_patient

SCORE = observation("72514-3", id="o", valueInteger=3)


@pytest.mark.parametrize("type_", ["collection", "transaction", "searchset", "document", "batch-response"])
def test_every_kind_of_bundle_is_read(type_, library):
    data = bundle(SCORE).replace(b'"collection"', json.dumps(type_).encode())

    assert reading_of(read_patient(data, library), "pain.intensity_any").low == 3.0


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (None, "it holds no resource"),
        (5, "it holds no resource"),
        ([], "it holds no resource"),
        ({}, "it holds no resource"),
        ({"resource": None}, "it holds no resource"),
        ({"request": {"method": "DELETE", "url": "Observation/1"}}, "it holds no resource"),
        ({"resource": []}, "not a resource type of FHIR R4"),
        ({"resource": {"resourceType": ["Observation"]}}, "not a resource type of FHIR R4"),
        ({"resource": {"resourceType": 5}}, "not a resource type of FHIR R4"),
        ({"resource": {"resourceType": None}}, "not a resource type of FHIR R4"),
        ({"resource": {"resourceType": "Zzyzx"}}, "not a resource type of FHIR R4"),
        ({"resource": {"id": "x"}}, "not a resource type of FHIR R4"),
        ({"resource": {"resourceType": "Bundle"}}, "a Bundle inside the document is not opened"),
    ],
)
def test_a_strange_entry_costs_only_itself(entry, why, library):
    data = {"resourceType": "Bundle", "entry": [{"resource": patient()}, entry, {"resource": SCORE}]}

    intake = read_patient(json.dumps(data).encode(), library)

    assert (intake.counts.used, intake.counts.unread) == (2, 1)
    assert intake.unread[0].why == why


def test_the_type_may_stand_last(library):
    last = {**SCORE}
    last["resourceType"] = last.pop("resourceType")

    assert read(library, last).counts.used == 2


def test_an_address_in_another_form_does_not_cost_the_resource(library):
    entries = [{"resource": patient()}, {"fullUrl": 5, "resource": SCORE}]

    intake = read_patient(json.dumps({"resourceType": "Bundle", "entry": entries}).encode(), library)

    assert reading_of(intake, "pain.intensity_any").low == 3.0


def test_a_type_that_is_not_read_is_counted(library):
    intake = read(library, about("Claim"), about("Claim"), about("Encounter"))

    assert intake.counts.skipped == {"Claim": 2, "Encounter": 1}


def test_every_entry_is_counted_once(library):
    intake = read(library, SCORE, about("Claim"), condition(ICD, "Z99"), None, request("Fooamine"))

    assert intake.counts.entries == 6


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/q"},
        {"reference": "urn:uuid:q"},
        {"reference": "http://example.org/fhir/Patient/q"},
        {"reference": "Group/p"},
        {"reference": "Device/p"},
        {"identifier": {"system": "s", "value": "other"}},
    ],
)
def test_a_resource_of_another_patient_is_listed_and_not_read(subject, library):
    intake = read(library, {**SCORE, "subject": subject})

    assert [r for r in intake.readings if r.fact == "pain.intensity_any"] == []
    assert reasons(intake) == [("the whole entry", "it is about another patient, or about something else")]


@pytest.mark.parametrize(
    "subject",
    [
        None,
        {},
        {"reference": "Patient/p"},
        {"reference": "Patient/p/_history/2"},
        {"reference": "urn:uuid:p"},
        {"reference": "https://example.org/fhir/Patient/p"},
        {"identifier": {"value": "no system"}},
        {"identifier": {"system": "s", "value": "v"}},
        {"display": "her"},
    ],
)
def test_a_resource_of_the_patient_is_read(subject, library):
    who = patient(identifier=[{"system": "s", "value": "v"}, {"value": "no system"}])
    entries = [{"resource": who}, {"resource": {**SCORE, "subject": subject}}]

    intake = read_patient(json.dumps({"resourceType": "Bundle", "entry": entries}).encode(), library)

    assert reading_of(intake, "pain.intensity_any").low == 3.0


def test_the_patient_may_be_named_by_the_address_of_its_entry(library):
    entries = [
        {"fullUrl": "urn:uuid:77", "resource": patient(id=None)},
        {"resource": {**SCORE, "subject": {"reference": "urn:uuid:77"}}},
    ]

    intake = read_patient(json.dumps({"resourceType": "Bundle", "entry": entries}).encode(), library)

    assert intake.counts.used == 2


def test_identifiers_in_another_form_are_listed(library):
    data = json.dumps(patient(identifier={"value": "x"})).encode()

    assert reasons(read_patient(data, library)) == [("identifier", "not in the form that FHIR R4 gives it")]


def test_the_same_resource_again_counts_once(library):
    intake = read(library, SCORE, SCORE)

    assert reading_of(intake, "pain.intensity_any").low == 3.0
    assert reasons(intake) == [("the whole entry", "the same resource again: it counts once")]


def test_two_different_resources_with_one_id_are_both_read_and_listed(library):
    intake = read(library, SCORE, {**SCORE, "valueInteger": 8})

    assert [r.low for r in intake.readings if r.fact == "pain.intensity_any"] == [3.0, 8.0]
    assert reasons(intake) == [("id", "another resource has the same id: both were read")]


def test_the_same_patient_again_counts_once(library):
    intake = read(library, patient())

    assert (intake.counts.used, intake.counts.unread) == (1, 1)


def test_a_modifier_extension_forbids_the_use_of_a_resource(library):
    modified = {**SCORE, "modifierExtension": [{"url": "http://example.org/not", "valueBoolean": True}]}

    assert [what for what, _ in reasons(read(library, modified))] == ["modifierExtension"]


def test_bytes_that_are_not_utf8_cost_only_their_entry(library):
    data = bundle({**SCORE, "status": "XX"}, observation("72514-3", valueInteger=5)).replace(
        b"XX", b"\xff\xfe"
    )

    intake = read_patient(data, library)

    assert (intake.counts.used, intake.counts.unread) == (2, 1)


def test_what_is_listed_names_no_value_of_the_patient(library):
    secret = "Zzyzx"
    bad = [
        observation("2160-0", valueString=secret),
        observation("2160-0", valueQuantity={"value": secret}),
        condition(ICD, "E11", onsetDateTime=secret),
        observation("72166-2", valueCodeableConcept={"text": secret}),
        about("Condition", code={"text": secret}),
        patient(),
    ]

    intake = read(library, *bad)

    assert [line for line in intake.unread if secret in f"{line.where}{line.what}{line.why}"] == []


# ------------------------------------------------------------------------------------------------- the patient


def test_the_patient_has_a_date_of_birth_and_a_sex(library):
    intake = read(library)

    assert (reading_of(intake, "patient.birth_date").unreadable, reading_of(intake, "patient.sex").low) == (
        "",
        0.0,
    )


def test_a_year_of_birth_is_that_year(library):
    intake = read_patient(json.dumps(patient(birthDate="1961")).encode(), library)

    found = reading_of(intake, "patient.birth_date")
    assert found.high - found.low == 364


@pytest.mark.parametrize(
    ("elements", "what"),
    [
        ({"birthDate": "1961-13-40"}, "birthDate"),
        ({"gender": "unknown"}, "gender"),
        ({"deceasedBoolean": True}, "deceased"),
        ({"deceasedDateTime": "2020-01-01"}, "deceased"),
        ({"birthDate": 1961}, "birthDate"),
    ],
)
def test_what_is_wrong_with_the_patient_is_listed(elements, what, library):
    intake = read_patient(json.dumps(patient(**elements)).encode(), library)

    assert [line.what for line in intake.unread] == [what]


def test_a_patient_partly_in_another_form_still_owns_its_resources(library):
    entries = [{"resource": patient(birthDate=1961)}, {"resource": SCORE}]

    intake = read_patient(json.dumps({"resourceType": "Bundle", "entry": entries}).encode(), library)

    assert reading_of(intake, "pain.intensity_any").low == 3.0


# ------------------------------------------------------------------------------------------------ the last date


def test_the_last_clinical_date_is_the_latest_of_clinical_resources(library):
    later = observation("72514-3", effectiveDateTime="2026-03-04", valueInteger=1)

    intake = read(library, SCORE, later, about("Claim", created="2030-01-01"))

    assert intake.last_clinical == reading_day("2026-03-04")


def test_a_month_counts_to_its_end_for_the_last_date(library):
    intake = read(library, observation("72514-3", effectiveDateTime="2026-02", valueInteger=1))

    assert intake.last_clinical == reading_day("2026-02-28")


def test_a_date_after_the_document_was_made_does_not_count(library):
    future = observation("72514-3", effectiveDateTime="2086-03-04", valueInteger=1)

    intake = read_patient(bundle(SCORE, future, timestamp="2026-04-01T00:00:00Z"), library)

    assert intake.last_clinical == reading_day("2026-01-10")
    assert ("a date", "it lies after the day the document was made") in reasons(intake)


def test_nothing_dated_has_no_last_date(library):
    assert read(library).last_clinical is None


def test_an_older_address_of_a_code_system_is_known(library):
    status = coded("http://hl7.org/fhir/condition-clinical", "resolved")

    assert reading_of(
        read(library, condition(ICD, "E11", clinicalStatus=status)), "condition.type_2_diabetes"
    ).ended


def reading_day(text: str) -> int:
    from datetime import date

    return date.fromisoformat(text).toordinal()
