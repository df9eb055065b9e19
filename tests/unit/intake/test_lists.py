"""List: when a list makes absence known, and when it does not."""

from datetime import date

import pytest
from tests.unit.intake.small import LOINC, SNOMED, about, coded, condition, read, reasons, request

MEDICATIONS = coded(LOINC, "10160-0")


def list_of(*references, **elements) -> dict:
    base = {
        "status": "current",
        "mode": "snapshot",
        "code": MEDICATIONS,
        "date": "2026-02-01",
        "entry": [{"item": {"reference": reference}} for reference in references],
    }
    return about("List", **{**base, **elements})


def test_a_current_list_makes_absence_known_since_its_date(library):
    intake = read(library, request("Lasix 40mg", id="m"), list_of("MedicationRequest/m"))

    assert intake.complete == {"medication": date(2026, 2, 1).toordinal()}


def test_an_empty_list_of_which_nothing_is_known_makes_absence_known(library):
    nothing = coded("http://terminology.hl7.org/CodeSystem/list-empty-reason", "nilknown")

    assert list(read(library, list_of(entry=None, emptyReason=nothing)).complete) == ["medication"]


def test_the_earlier_of_two_lists_counts(library):
    nothing = coded("http://terminology.hl7.org/CodeSystem/list-empty-reason", "nilknown")
    first = list_of(entry=None, emptyReason=nothing, date="2025-01")
    second = list_of(entry=None, emptyReason=nothing)

    assert read(library, second, first).complete == {"medication": date(2025, 1, 31).toordinal()}


@pytest.mark.parametrize(
    ("elements", "why"),
    [
        ({"status": "retired"}, "the list is not current"),
        ({"mode": "changes"}, "the list is not current"),
        ({"date": None}, "the list has no date"),
        ({"entry": []}, "the list is empty without saying"),
        (
            {"entry": [{"item": {"reference": "MedicationRequest/x"}}]},
            "names items that are not in this file",
        ),
        ({"entry": [{}]}, "names items that are not in this file"),
        ({"status": "entered-in-error"}, "entered in error"),
        ({"code": coded(LOINC, "1-1")}, "not a list of problems"),
    ],
)
def test_a_list_that_cannot_be_relied_on_is_listed(elements, why, library):
    intake = read(library, list_of(**elements))

    assert intake.complete == {}
    assert why in reasons(intake)[-1][1]


def test_a_list_does_not_count_while_a_drug_was_not_recognised(library):
    intake = read(library, request("Fooamine 10 MG", id="m"), list_of("MedicationRequest/m"))

    assert intake.complete == {}
    assert reasons(intake)[-1] == (
        "medication", "some of its items could not be read: the list does not make absence known",
    )  # fmt: skip


def test_an_unread_condition_leaves_a_list_of_drugs_alone(library):
    intake = read(
        library, request("Lasix 40mg", id="m"), condition(SNOMED, "1"), list_of("MedicationRequest/m")
    )

    assert list(intake.complete) == ["medication"]
