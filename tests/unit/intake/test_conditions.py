"""Condition: what each status means, and since when until when."""

from datetime import date

import pytest
from tests.unit.intake.small import ICD, SNOMED, bundle, coded, condition, read, reading_of, reasons

from painpath.intake import read_patient

CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
T2D = "condition.type_2_diabetes"


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_an_active_condition_is_present_since_its_onset(library):
    found = reading_of(read(library, condition(ICD, "E11.9", recordedDate="2021-05-01")), T2D)

    assert (found.low, found.high, found.when.first, found.recorded, found.ended) == (
        1.0, 1.0, day("2020-01-01"), day("2021-05-01"), None,
    )  # fmt: skip


@pytest.mark.parametrize("status", ["recurrence", "relapse", "active"])
def test_a_condition_that_came_back_is_there(status, library):
    found = reading_of(read(library, condition(ICD, "E11", clinicalStatus=coded(CLINICAL, status))), T2D)

    assert found.ended is None


@pytest.mark.parametrize("status", ["inactive", "remission", "resolved"])
def test_a_condition_that_is_over_has_ended_some_day_after_its_onset(status, library):
    found = reading_of(read(library, condition(ICD, "E11", clinicalStatus=coded(CLINICAL, status))), T2D)

    assert found.ended is not None
    assert found.ended.first == day("2020-01-01")


def test_an_abatement_ends_a_condition(library):
    found = reading_of(read(library, condition(ICD, "E11", abatementDateTime="2022-02")), T2D)

    assert (found.ended.first, found.ended.last) == (day("2022-02-01"), day("2022-02-28"))


@pytest.mark.parametrize(
    "abatement",
    [{"abatementAge": {"value": 40}}, {"abatementString": "last year"}, {"abatementDateTime": "2019-13-40"}],
)
def test_an_abatement_without_a_day_still_ends_a_condition(abatement, library):
    found = reading_of(read(library, condition(ICD, "E11", **abatement)), T2D)

    assert found.ended is not None


def test_an_abatement_period_ends_a_condition(library):
    found = reading_of(read(library, condition(ICD, "E11", abatementPeriod={"start": "2022-02-03"})), T2D)

    assert found.ended.first == day("2022-02-03")


def test_a_missing_clinical_status_is_there_and_listed(library):
    intake = read(library, condition(ICD, "E11", clinicalStatus=None))

    assert reading_of(intake, T2D).low == 1.0
    assert reasons(intake) == [
        ("clinicalStatus", "it is missing: taken to be there, because nothing says that it ended")
    ]


def test_a_missing_clinical_status_with_an_abatement_has_ended(library):
    intake = read(library, condition(ICD, "E11", clinicalStatus=None, abatementDateTime="2022-02-03"))

    assert reading_of(intake, T2D).ended.first == day("2022-02-03")
    assert reasons(intake) == []


def test_a_strange_clinical_status_is_listed(library):
    intake = read(library, condition(ICD, "E11", clinicalStatus=coded(CLINICAL, "sleeping")))

    assert [what for what, _ in reasons(intake)] == ["clinicalStatus"]


def test_a_refuted_condition_is_absent_on_the_day_it_was_recorded(library):
    refuted = condition(
        ICD, "E11", verificationStatus=coded(VERIFICATION, "refuted"), recordedDate="2023-04-05"
    )

    found = reading_of(read(library, refuted), T2D)

    assert (found.low, found.high, found.when.first) == (0.0, 0.0, day("2023-04-05"))


def test_a_condition_entered_in_error_never_counts(library):
    wrong = condition(ICD, "E11", verificationStatus=coded(VERIFICATION, "entered-in-error"))

    intake = read(library, wrong)

    assert [r.fact for r in intake.readings if r.fact == T2D] == []
    assert reasons(intake) == [("the whole entry", "entered in error: it does not count")]


@pytest.mark.parametrize("status", ["unconfirmed", "provisional", "differential"])
def test_an_unconfirmed_condition_is_unknown_with_its_reason(status, library):
    found = reading_of(
        read(library, condition(ICD, "E11", verificationStatus=coded(VERIFICATION, status))), T2D
    )

    assert (found.low, found.high) == (float("-inf"), float("inf"))
    assert found.unreadable == f"not confirmed ({status})"


def test_an_unknown_verification_status_is_unknown(library):
    found = reading_of(
        read(library, condition(ICD, "E11", verificationStatus=coded(VERIFICATION, "maybe"))), T2D
    )

    assert found.unreadable == "a verification status that is not known"


def test_a_missing_verification_status_counts_as_present(library):
    assert reading_of(read(library, condition(ICD, "E11", verificationStatus=None)), T2D).low == 1.0


def test_a_longer_icd_code_is_also_what_its_beginning_is(library):
    facts = {r.fact for r in read(library, condition(ICD, "E1142")).readings}

    assert {T2D, "condition.diabetic_polyneuropathy"} <= facts


def test_a_code_may_stand_for_a_date_too(library):
    stroke = condition(SNOMED, "230690007", onsetDateTime="2019")

    found = reading_of(read(library, stroke), "history.stroke_date")

    assert (found.low, found.high) == (day("2019-01-01"), day("2019-12-31"))


def test_a_family_history_code_is_not_the_patients_own_disease(library):
    facts = {r.fact for r in read(library, condition(ICD, "Z82.0")).readings}

    assert "history.family_neuropathy" in facts


def test_a_disease_that_only_relatives_are_asked_about_is_listed(library):
    intake = read(library, condition(SNOMED, "42345000"))

    assert reasons(intake) == [("SNOMED CT 42345000", "no fact has this code")]


def test_an_impossible_onset_is_listed_and_the_recorded_date_counts(library):
    intake = read(library, condition(ICD, "E11", onsetDateTime="2019-13-40", recordedDate="2019-05-05"))

    assert reading_of(intake, T2D).when.first == day("2019-05-05")
    assert ("a date", "it is not a possible date") in reasons(intake)


def test_a_condition_without_any_date_still_counts(library):
    assert reading_of(read(library, condition(ICD, "E11", onsetDateTime=None)), T2D).low == 1.0


def test_unknown_codes_are_grouped_and_counted(library):
    intake = read(library, *[condition(SNOMED, "1")] * 3, condition(SNOMED, "2"))

    assert [(line.what, line.count, line.where) for line in intake.unread] == [
        ("SNOMED CT 1", 3, "entry 2 Condition"),
        ("SNOMED CT 2", 1, "entry 5 Condition"),
    ]


def test_a_condition_in_words_alone_is_listed_without_the_words(library):
    intake = read(library, condition(ICD, "E11", code={"text": "Zzyzx"}))

    assert reasons(intake) == [("no code", "it has no code, only words")]


def test_a_pregnancy_that_ended_is_read_with_its_end(library):
    past = condition(SNOMED, "72892002", abatementDateTime="2020-09-01")

    assert reading_of(read(library, past), "patient.pregnant").ended.first == day("2020-09-01")


def test_the_body_site_is_kept_where_the_fact_is_told_by_site(library):
    burning = condition(SNOMED, "36349006", bodySite=[coded(SNOMED, "22335008")])

    assert reading_of(read(library, burning), "symptom.burning").at == frozenset({"foot_left"})


@pytest.mark.parametrize("element", ["coding", "code"])
def test_a_code_in_another_form_costs_only_its_entry(element, library):
    code = "E11" if element == "code" else {"coding": {"system": ICD, "code": "E11"}}
    intake = read_patient(bundle(condition(ICD, "E11", code=code), condition(ICD, "E11")), library)

    assert (intake.counts.used, intake.counts.unread) == (2, 1)
    assert intake.unread[0].why == "not in the form that FHIR R4 gives it"
