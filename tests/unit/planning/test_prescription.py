"""Prescription lines and ways down: counted from the calendar and the entry, nothing made up."""

from datetime import date

import pytest
from tests.unit.library.small import BASE, planned, record

from painpath.planning.prescription import prescription
from painpath.planning.taper import taper_plan

READY = [
    "pain.present: yes",
    "condition.diabetes: yes",
    "symptom.feet: yes",
    "renal.creatinine_clearance: 90 mL/min",
]
PIECES = {
    "products/calmin_us": "{substance: calmin, jurisdiction: US, form: tablet, strengths: [100 mg, 50 mg], cite: s @ p}"
}


def offer_of(library):
    return planned(library, *READY).offered[0]


def test_each_step_has_its_pieces_and_their_number_up_to_the_next(knowledge):
    library = knowledge(PIECES)

    lines = prescription(library, offer_of(library), "2026-12-10")

    assert [(line.product, line.sig, line.quantity) for line in lines[:2]] == [
        ("calmin 100 mg tablet", "1 tablet, once a day, from 2026-11-20 to 2026-11-26", 7),
        ("calmin 100 mg tablet", "1 tablet, twice a day, from 2026-11-27 to 2026-12-03", 14),
    ]


def test_the_last_step_has_no_number_without_a_review(knowledge):
    library = knowledge(PIECES)

    last = prescription(library, offer_of(library), "")[-1]

    assert (last.quantity, last.until) == (None, "")


def test_what_no_strength_can_make_is_not_counted(knowledge):
    library = knowledge()

    lines = prescription(library, offer_of(library), "2026-12-10")

    assert {line.quantity for line in lines} == {None}
    assert lines[0].sig == "100 mg, once a day, from 2026-11-20 to 2026-11-26"


# ------------------------------------------------------------------------------------------------- ways down


def way(knowledge, taper: str, course: str = "{amount: 100 mg, times_per_day: 3, from: 2026-01-01}"):
    library = knowledge({**PIECES, "drugs/calmin": BASE["drugs/calmin"] + taper})
    (taken,) = record(library, f"medication.calmin: {course}").courses_of("calmin")
    return taper_plan(library, taken, date(2026, 11, 20), "US")


def test_a_step_in_milligrams_is_dated(knowledge):
    found = way(knowledge, "taper: {step: 100 mg, every: 7 d, says: slowly, cite: s @ t}\n")

    assert [(day.from_date, day.total) for day in found.days] == [
        ("2026-11-20", "200 mg"),
        ("2026-11-27", "100 mg"),
        ("2026-12-04", "0 mg"),
    ]
    assert (found.not_before, found.in_pieces) == ("2026-12-04", True)


def test_a_share_is_of_the_dose_at_the_beginning(knowledge):
    found = way(knowledge, "taper: {step: 50 % of the dose, every: 4 wk, says: slowly, cite: s @ t}\n")

    assert [day.total for day in found.days] == ["150 mg", "0 mg"]


def test_totals_that_no_strength_makes_are_rounded_up_and_that_is_said(knowledge):
    found = way(knowledge, "taper: {step: 10 %, every: 4 wk, says: slowly, cite: s @ t}\n")

    assert (found.days[0].total, found.in_pieces, found.rounded) == ("250 mg", True, True)


@pytest.mark.parametrize(
    ("taper", "not_before"),
    [
        ("{over_at_least: 7 d, says: slowly, cite: s @ t}", "2026-11-27"),
        ("{says: slowly, cite: s @ t}", ""),
    ],
)
def test_without_a_step_no_schedule_is_made_up(knowledge, taper, not_before):
    found = way(knowledge, f"taper: {taper}\n")

    assert (found.days, found.not_before, found.says) == ((), not_before, "slowly")


def test_an_unknown_dose_has_no_dated_steps(knowledge):
    found = way(knowledge, "taper: {step: 100 mg, every: 7 d, says: slowly, cite: s @ t}\n", "yes")

    assert found.days == ()


def test_an_entry_that_says_nothing_of_stopping_has_no_way_down(knowledge):
    assert way(knowledge, "") is None
