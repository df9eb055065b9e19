"""Medication resources into courses: status, dates, what is named, what it refers to."""

import math
from datetime import date

import pytest
from tests.unit.intake.small import RXNORM, SNOMED, about, coded, read, reasons, request

from painpath.facts import Course, Status
from painpath.facts.moment import WHENEVER

ATC = "http://www.whocc.no/atc"


def courses(library, *resources) -> tuple[Course, ...]:
    return read(library, *resources).courses


def only(library, *resources) -> Course:
    (course,) = courses(library, *resources)
    return course


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def statement(**elements) -> dict:
    return about(
        "MedicationStatement",
        **{"status": "active", "medicationCodeableConcept": {"text": "gabapentin"}, **elements},
    )


def given(**elements) -> dict:
    base = {
        "status": "completed",
        "medicationCodeableConcept": {"text": "gabapentin"},
        "effectiveDateTime": "2026-01-05",
    }
    return about("MedicationAdministration", **{**base, **elements})


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("active", Status.ACTIVE),
        ("completed", Status.STOPPED),
        ("stopped", Status.STOPPED),
        ("on-hold", Status.UNKNOWN),
        ("unknown", Status.UNKNOWN),
        ("draft", Status.PLANNED),
        (None, Status.UNKNOWN),
        ("strange", Status.UNKNOWN),
    ],
)
def test_the_status_of_a_request_says_whether_it_is_taken(status, expected, library):
    assert only(library, request("Lasix 40mg", status=status)).status is expected


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_a_request_that_was_never_given_makes_no_course(status, library):
    intake = read(library, request("Lasix 40mg", status=status))

    assert (intake.courses, intake.counts.unread) == ((), 1)


def test_a_request_not_to_give_makes_no_course(library):
    assert courses(library, request("Lasix 40mg", doNotPerform=True)) == ()


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_a_proposal_is_planned(intent, library):
    assert only(library, request("Lasix 40mg", intent=intent)).status is Status.PLANNED


def test_a_request_without_instruction_has_an_unknown_dose_and_keeps_its_strength(library):
    course = only(library, request("Lasix 40mg"))

    assert (course.daily_low, course.daily_high, course.strength) == (0.0, math.inf, "40 mg")


def test_a_dosage_instruction_gives_the_daily_dose(library):
    instruction = [
        {
            "timing": {"repeat": {"frequency": 1, "period": 6, "periodUnit": "h"}},
            "route": coded(SNOMED, "26643006"),
            "doseAndRate": [{"doseQuantity": {"value": 1}}],
        }
    ]
    text = "Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet"

    found = courses(library, request(text, dosageInstruction=instruction))

    assert {c.drug: (c.daily_low, c.daily_high, c.unit, c.times_per_day, c.route) for c in found} == {
        "paracetamol": (1300.0, 1300.0, "mg", 4.0, "oral"),
        "oxycodone": (20.0, 20.0, "mg", 4.0, "oral"),
    }


def test_an_instruction_in_another_form_costs_the_dose_and_not_the_drug(library):
    intake = read(library, request("Lasix 40mg", dosageInstruction={"text": "daily"}))

    assert intake.courses[0].dose_known is False
    assert reasons(intake) == [("dosage", "not in the form that FHIR R4 gives it: the dose is not known")]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ({"text": "by mouth"}, "oral"),
        (coded(SNOMED, "6064005"), "topical"),
        (None, ""),
        (coded(SNOMED, "0", display="Topical route"), "topical"),
        ({"text": "?"}, ""),
    ],
)
def test_the_route_may_be_a_word(route, expected, library):
    assert only(library, request("Lasix 40mg", dosageInstruction=[{"route": route}])).route == expected


def test_bounds_end_a_request(library):
    bounds = {"boundsPeriod": {"start": "2026-01-01", "end": "2026-01-14"}}

    course = only(library, request("Lasix 40mg", dosageInstruction=[{"timing": {"repeat": bounds}}]))

    assert course.ended.last == day("2026-01-14")


def test_an_instruction_without_bounds_leaves_the_end_open(library):
    bounds = {"boundsPeriod": {"end": "2026-01-14"}}

    course = only(library, request("Lasix 40mg", dosageInstruction=[{"timing": {"repeat": bounds}}, {}]))

    assert course.ended is None


def test_a_stopped_request_ended_some_day_after_it_was_written(library):
    assert only(library, request("Lasix 40mg", status="stopped")).ended.first == day("2026-01-01")


def test_a_statement_has_its_period(library):
    course = only(
        library, statement(status="completed", effectivePeriod={"start": "2025-01-01", "end": "2025-03-01"})
    )

    assert (course.began.first, course.ended.last, course.status) == (
        day("2025-01-01"),
        day("2025-03-01"),
        Status.STOPPED,
    )


def test_a_statement_that_it_is_not_taken_is_dated_by_when_it_was_said(library):
    course = only(library, statement(status="not-taken", dateAsserted="2026-01-02"))

    assert (course.status, course.began.first) == (Status.NOT_TAKEN, day("2026-01-02"))


def test_a_statement_without_dates_began_some_day(library):
    assert only(library, statement()).began == WHENEVER


@pytest.mark.parametrize("status", ["entered-in-error"])
def test_a_mistaken_statement_or_administration_makes_no_course(status, library):
    assert courses(library, statement(status=status), given(status=status), given(status="not-done")) == ()


def test_an_administration_ended_when_it_was_given(library):
    course = only(library, given())

    assert (course.status, course.began.first, course.ended.last) == (
        Status.STOPPED,
        day("2026-01-05"),
        day("2026-01-05"),
    )


def test_an_administration_under_way_has_not_ended(library):
    course = only(library, given(status="in-progress"))

    assert (course.status, course.ended) == (Status.ACTIVE, None)


def test_an_ingredient_code_names_the_drug(library):
    course = only(library, request("", medicationCodeableConcept=coded(RXNORM, "25480")))

    assert course.drug == "gabapentin"


def test_an_atc_code_names_the_drug(library):
    assert only(library, request("", medicationCodeableConcept=coded(ATC, "N02AA05"))).drug == "oxycodone"


def test_an_atc_code_of_an_unknown_ingredient_names_its_class(library):
    intake = read(library, request("", medicationCodeableConcept=coded(ATC, "N06AF99")))

    assert intake.courses[0].drug == "maoi"
    assert reasons(intake) == [("ATC N06AF99", "only its class is known")]


def test_the_display_of_a_code_names_the_drug(library):
    concept = coded(
        RXNORM, "1049593", display="12 HR Oxycodone Hydrochloride 60 MG Extended Release Oral Tablet"
    )

    assert only(library, request("", medicationCodeableConcept=concept)).release == "extended"


def test_a_code_and_a_text_that_name_different_drugs_are_both_kept(library):
    concept = coded(RXNORM, "25480", text="Lasix 40mg")
    intake = read(library, request("", medicationCodeableConcept=concept))

    assert {course.drug for course in intake.courses} == {"gabapentin", "furosemide"}
    assert reasons(intake)[0][1] == "its code and its text name different drugs: both are kept"


def test_an_unrecognised_drug_is_listed_with_code_and_text(library):
    concept = coded(RXNORM, "999", text="Fooamine 10 MG Oral Tablet")
    intake = read(library, request("", medicationCodeableConcept=concept))

    assert [(u.what, u.why, u.listed_in) for u in intake.unread] == [
        ("RxNorm 999 Fooamine 10 MG Oral Tablet", "no substance has this code or name", "medication")
    ]


def test_an_unknown_part_of_a_combination_is_listed(library):
    intake = read(library, request("Acetaminophen 325 MG / Fooamine 10 MG Oral Tablet"))

    assert intake.courses[0].drug == "paracetamol"
    assert reasons(intake) == [("Fooamine 10 MG Oral Tablet", "no substance has this code or name")]


@pytest.mark.parametrize("concept", [None, {}])
def test_a_request_that_names_no_drug_is_listed(concept, library):
    intake = read(library, request("", medicationCodeableConcept=concept))

    assert intake.counts.unread == 1


def test_a_contained_medication_is_found(library):
    inside = {"resourceType": "Medication", "id": "m", "code": {"text": "Lasix 40mg"}}
    refers = request(
        "", medicationCodeableConcept=None, medicationReference={"reference": "#m"}, contained=[inside]
    )

    assert only(library, refers).drug == "furosemide"


@pytest.mark.parametrize("contained", [None, {}, []])
def test_a_contained_medication_that_is_not_there_is_listed(contained, library):
    refers = request(
        "", medicationCodeableConcept=None, medicationReference={"reference": "#m"}, contained=contained
    )

    assert ("medication", "the Medication that it refers to is not in this file") in reasons(
        read(library, refers)
    )


def test_a_referenced_medication_is_found(library):
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Lasix 40mg"}}
    refers = request("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"})

    intake = read(library, refers, medication)

    assert (intake.courses[0].drug, intake.counts.unread) == ("furosemide", 0)


def test_the_ingredients_of_a_medication_are_read(library):
    items = [
        {"itemCodeableConcept": {"text": "gabapentin"}},
        {"itemCodeableConcept": {"text": "acetaminophen"}},
    ]
    medication = {"resourceType": "Medication", "id": "m", "ingredient": items}
    refers = request("", medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"})

    found = {course.drug for course in courses(library, refers, medication)}

    assert found == {"gabapentin", "paracetamol"}


def test_a_medication_that_nobody_takes_is_listed(library):
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Lasix 40mg"}}

    assert reasons(read(library, medication)) == [
        ("the whole entry", "a drug that no request or statement refers to")
    ]


def test_a_medication_in_another_form_is_listed(library):
    assert reasons(read(library, {"resourceType": "Medication", "id": 7})) == [
        ("id", "not in the form that FHIR R4 gives it")
    ]
