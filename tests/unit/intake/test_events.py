"""Procedure, Device, FamilyMemberHistory and DiagnosticReport."""

import pytest
from tests.unit.intake.small import ICD, SNOMED, about, coded, observation, read, reading_of, reasons

from painpath.facts.moment import WHENEVER

SURGERY = "procedure.spinal_surgery"


def procedure(**elements) -> dict:
    base = {"status": "completed", "code": coded(SNOMED, "387731002"), "performedDateTime": "2021-03-04"}
    return about("Procedure", **{**base, **elements})


@pytest.mark.parametrize("status", ["completed", "in-progress"])
def test_a_procedure_that_was_done_is_read(status, library):
    assert reading_of(read(library, procedure(status=status)), SURGERY).low == 1.0


@pytest.mark.parametrize("status", ["stopped", "unknown", None])
def test_a_procedure_of_which_the_end_is_not_known_is_unknown(status, library):
    assert (
        "not known whether it was completed"
        in reading_of(read(library, procedure(status=status)), SURGERY).unreadable
    )


@pytest.mark.parametrize("status", ["not-done", "preparation", "on-hold", "entered-in-error", "strange"])
def test_a_procedure_that_was_not_done_gives_no_reading(status, library):
    intake = read(library, procedure(status=status))

    assert [r for r in intake.readings if r.fact == SURGERY] == []
    assert intake.counts.unread == 1


def test_a_procedure_is_dated_by_the_start_of_its_period(library):
    found = reading_of(
        read(
            library,
            procedure(performedDateTime=None, performedPeriod={"start": "2021-03-04", "end": "2021-03-05"}),
        ),
        SURGERY,
    )

    assert found.when.first == found.when.last


def test_a_procedure_may_fix_the_answer_of_a_fact(library):
    dialysis = procedure(code=coded(SNOMED, "302497006"))

    assert reading_of(read(library, dialysis), "renal.dialysis").low == 1.0


def test_an_unknown_procedure_is_listed(library):
    intake = read(library, procedure(code=coded(SNOMED, "1")))

    assert [(u.what, u.listed_in) for u in intake.unread] == [("SNOMED CT 1", "procedure")]


def test_a_code_may_fix_the_answer_no(library):
    ended = procedure(code=coded(SNOMED, "60001007"))

    assert reading_of(read(library, ended), "patient.pregnant").high == 0.0


def device(**elements) -> dict:
    return about("Device", **{"status": "active", "type": coded(SNOMED, "14106009"), **elements})


def test_a_device_is_carried_since_an_unknown_day(library):
    found = reading_of(read(library, device()), "device.pacemaker")

    assert (found.low, found.when) == (1.0, WHENEVER)


def test_a_device_no_longer_active_is_unknown(library):
    assert reading_of(read(library, device(status="inactive")), "device.pacemaker").unreadable != ""


@pytest.mark.parametrize(
    "elements", [{"status": "entered-in-error"}, {"type": coded(SNOMED, "1")}, {"type": None}]
)
def test_a_device_that_is_not_understood_is_listed(elements, library):
    assert read(library, device(**elements)).counts.unread == 1


def relative(**elements) -> dict:
    base = {"status": "completed", "date": "2020-02-02", "condition": [{"code": coded(SNOMED, "42345000")}]}
    return about("FamilyMemberHistory", **{**base, **elements})


def test_a_relatives_disease_is_family_history(library):
    assert reading_of(read(library, relative()), "history.family_neuropathy").low == 1.0


def test_a_relatives_disease_is_never_the_patients_own(library):
    diabetes = relative(condition=[{"code": coded(ICD, "E11")}])
    intake = read(library, diabetes)

    assert [r for r in intake.readings if r.fact.startswith("condition.")] == []
    assert reasons(intake) == [("ICD-10-CM E11", "no fact has this code")]


@pytest.mark.parametrize(
    "elements", [{"status": "entered-in-error"}, {"condition": None}, {"condition": [{}]}]
)
def test_a_family_history_that_is_not_understood_is_listed(elements, library):
    assert read(library, relative(**elements)).counts.unread == 1


def report(**elements) -> dict:
    return about("DiagnosticReport", **{"status": "final", "effectiveDateTime": "2023-03-03", **elements})


def test_a_coded_conclusion_is_read(library):
    found = read(library, report(conclusionCode=[coded(SNOMED, "128196005")]))

    assert reading_of(found, "test.mri_root_compression").low == 1.0


def test_an_unknown_conclusion_is_listed(library):
    assert reasons(read(library, report(conclusionCode=[coded(SNOMED, "1")]))) == [
        ("SNOMED CT 1", "no fact has this code")
    ]


def test_a_report_whose_results_are_in_the_file_is_used(library):
    score = observation("72514-3", id="o", valueInteger=3)

    intake = read(library, report(result=[{"reference": "Observation/o"}]), score)

    assert (intake.counts.used, reasons(intake)) == (3, [])


def test_a_result_that_is_not_in_the_file_is_listed(library):
    assert reasons(read(library, report(result=[{"reference": "Observation/x"}, {}]))) == [
        ("result", "a result that it names is not in this file")
    ]


def test_a_contained_result_is_read(library):
    inside = observation("72514-3", id="o", valueInteger=3)
    intake = read(
        library, report(contained=[inside, {"resourceType": "Patient"}], result=[{"reference": "#o"}])
    )

    assert reading_of(intake, "pain.intensity_any").low == 3.0


def test_a_contained_result_in_another_form_is_listed(library):
    intake = read(
        library, report(contained=[{"resourceType": "Observation", "code": 5}], result=[{"reference": "#o"}])
    )

    assert ("contained", "not in the form that FHIR R4 gives it") in reasons(intake)


def test_a_report_in_words_is_listed_without_the_words(library):
    assert reasons(read(library, report(conclusion="Zzyzx"))) == [
        ("conclusion", "it is written as text, which is not read")
    ]


@pytest.mark.parametrize("status", ["entered-in-error", "registered", "cancelled", None])
def test_a_report_that_is_no_result_gives_nothing(status, library):
    intake = read(library, report(status=status, conclusionCode=[coded(SNOMED, "128196005")]))

    assert (intake.counts.unread, len(intake.readings)) == (1, 2)


def test_a_report_may_be_dated_by_its_period(library):
    found = read(
        library,
        report(
            effectiveDateTime=None,
            effectivePeriod={"end": "2023-03-05"},
            conclusionCode=[coded(SNOMED, "128196005")],
        ),
    )

    assert found.last_clinical is not None
