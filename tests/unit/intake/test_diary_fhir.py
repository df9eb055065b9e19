"""Readings over time from FHIR: many days of one measure, and the story of the doses behind one course."""

import json
from datetime import date

import pytest

from painpath.intake import read_patient, record_of
from painpath.library import load_library

SUBJECT = {"reference": "Patient/p"}
UCUM = "http://unitsofmeasure.org"


@pytest.fixture(scope="module")
def library():
    return load_library()


def bundle(*resources):
    entries = [{"resource": one} for one in ({"resourceType": "Patient", "id": "p"}, *resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def day(text):
    return date.fromisoformat(text).toordinal()


def record(library, *resources):
    return record_of(read_patient(bundle(*resources), library), day("2026-11-20"), library)


def drug(kind, number, status, mg):
    quantity = {"value": mg, "unit": "mg", "code": "mg", "system": UCUM}
    return (
        {
            "resourceType": kind, "id": str(number), "status": status, "subject": SUBJECT,
            "medicationCodeableConcept": {"text": "gabapentin"},
        },
        quantity,
    )  # fmt: skip


def statement(number, status, first, last, mg):
    one, quantity = drug("MedicationStatement", number, status, mg)
    rhythm = {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}
    period = {"start": first, **({"end": last} if last else {})}
    return {
        **one,
        "effectivePeriod": period,
        "dosage": [{"timing": rhythm, "doseAndRate": [{"doseQuantity": quantity}]}],
    }


def administration(number, when, mg):
    one, quantity = drug("MedicationAdministration", number, "completed", mg)
    return {**one, "effectiveDateTime": when, "dosage": {"dose": quantity}}


def answers(number, when, **items):
    return {
        "resourceType": "QuestionnaireResponse", "id": str(number), "status": "completed", "subject": SUBJECT,
        "authored": when,
        "item": [{"linkId": name.replace("__", "."), "answer": [{"valueInteger": n}]} for name, n in items.items()],
    }  # fmt: skip


def peg_pain(number, when, value):
    return {
        "resourceType": "Observation", "id": str(number), "status": "final", "subject": SUBJECT,
        "code": {"coding": [{"system": "http://loinc.org", "code": "75893-8"}]},
        "effectiveDateTime": when, "valueQuantity": {"value": value, "unit": "{score}"},
    }  # fmt: skip


def test_many_days_of_one_code_are_as_many_readings(library):
    days = [f"2026-11-{n:02d}" for n in range(1, 15)]

    found = record(library, *(peg_pain(n, when, n % 10) for n, when in enumerate(days))).of("answer.peg.pain")

    assert [(one.when.first, one.low) for one in found] == [
        (day(when), n % 10) for n, when in enumerate(days)
    ]


def test_a_diary_form_counts_on_the_local_day_on_which_it_was_filled_in(library):
    late = answers(1, "2026-11-01T23:30:00-08:00", pain__intensity_average=6, sleep__interference=4)

    made = record(library, late)

    assert [(one.when.first, one.low) for one in made.of("pain.intensity_average")] == [
        (day("2026-11-01"), 6.0)
    ]
    assert [one.low for one in made.of("sleep.interference")] == [4.0]


def test_the_doses_of_statements_that_became_one_course_are_not_lost(library):
    made = record(
        library,
        statement(1, "active", "2026-10-01", "2026-10-07", 100),
        statement(2, "active", "2026-10-08", "2026-10-14", 200),
        statement(3, "active", "2026-10-15", None, 300),
    )

    (course,) = made.courses_of("gabapentin")
    assert (course.daily_high, course.began.first) == (900.0, day("2026-10-01"))
    assert [(one.began.first, one.daily_high) for one in course.repeats] == [
        (day("2026-10-01"), 300.0),
        (day("2026-10-08"), 600.0),
        (day("2026-10-15"), 900.0),
    ]


def test_each_administration_keeps_its_day_and_amount(library):
    made = record(
        library,
        administration(1, "2026-11-01T08:00:00+01:00", 300),
        administration(2, "2026-11-01T20:00:00+01:00", 300),
        administration(3, "2026-11-02T08:00:00+01:00", 600),
    )

    (course,) = made.courses_of("gabapentin")
    assert [(one.began.first, one.amount, one.unit) for one in course.repeats] == [
        (day("2026-11-01"), 300.0, "mg"),
        (day("2026-11-01"), 300.0, "mg"),
        (day("2026-11-02"), 600.0, "mg"),
    ]


def test_one_administration_says_no_dose_of_the_day(library):
    (course,) = record(library, administration(1, "2026-11-01T08:00:00+01:00", 300)).courses_of("gabapentin")

    assert course.amount == 300.0
    assert not course.dose_known


def test_a_single_entry_has_no_repeats(library):
    (course,) = record(library, statement(1, "active", "2026-10-01", None, 300)).courses_of("gabapentin")

    assert course.repeats == ()
