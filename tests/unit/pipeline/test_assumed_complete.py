"""A list is taken as complete at the user's word only where every entry of it was understood (decision 0009)."""

import json
from datetime import date

import pytest

from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.text import render_text
from painpath.pipeline import Request, read_record, run_plan

REQUEST = Request(date(2026, 11, 20), assume_complete=("condition", "medication", "allergy"))
PATIENT = {"resourceType": "Patient", "id": "p", "birthDate": "1960-01-01"}
UNREAD = {
    "medication": {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": "Fooamine 10 MG"}, "authoredOn": "2026-01-01",
    },
    "allergy": {
        "resourceType": "AllergyIntolerance", "code": {"text": "Fooamine"}, "recordedDate": "2026-01-01",
    },
    "condition": {
        "resourceType": "Condition", "code": {"text": "Foo disease"}, "recordedDate": "2026-01-01",
    },
}  # fmt: skip


def record(name: str) -> bytes:
    subject = {"reference": "Patient/p"}
    entry = {**UNREAD[name], "id": "x", "patient" if name == "allergy" else "subject": subject}
    entries = [{"resource": resource} for resource in (PATIENT, entry)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


@pytest.mark.parametrize("name", ["medication", "allergy"])
def test_a_list_with_an_entry_that_was_not_understood_is_never_complete(library, name):
    _, found, settings = read_record(record(name), library, REQUEST)

    assert settings.refused_complete == (name,)
    assert name not in {*settings.assume_complete, *found.complete}


def test_a_condition_that_was_not_understood_does_not_refuse_the_list(library):
    _, found, settings = read_record(record("condition"), library, REQUEST)

    assert settings.refused_complete == ()
    assert "condition" in found.complete


def test_the_plan_says_that_the_list_was_refused(library):
    text = render_text(plan_page(library, run_plan(record("medication"), library, REQUEST)), width=10_000)

    assert "not medication, because something on that list could not be read" in text
