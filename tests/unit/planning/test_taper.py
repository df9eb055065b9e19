"""The way down: dated totals that a pharmacy's pieces make, never faster than the source of the drug says."""

from datetime import date, timedelta

import pytest

from painpath.facts import Course, parse_quantity
from painpath.planning.calendar import sizes_of, smallest_made, strengths_of
from painpath.planning.formulation import entry_for
from painpath.planning.taper import taper_plan

FIRST = date(2026, 11, 20)


def course(drug: str, daily: float, unit: str = "mg") -> Course:
    return Course(drug, daily_low=daily, daily_high=daily, unit=unit, route="oral")


def totals(library, drug: str, daily: float) -> list[tuple[int, str]]:
    way = taper_plan(library, course(drug, daily), FIRST, "US")
    return [((date.fromisoformat(day.from_date) - FIRST).days, day.total) for day in way.days]


def test_totals_that_no_tablet_makes_are_rounded_up_and_come_no_sooner(library):
    way = taper_plan(library, course("tramadol", 300), FIRST, "US")

    assert totals(library, "tramadol", 300) == [
        (28, "250 mg"),
        (84, "200 mg"),
        (112, "150 mg"),
        (168, "100 mg"),
        (224, "50 mg"),
        (252, "0 mg"),
    ]
    assert (way.in_pieces, way.rounded) == (True, True)


def test_a_dose_that_pieces_do_not_make_never_rises_on_the_way_down(library):
    assert totals(library, "tramadol", 75)[0] == (84, "50 mg")


@pytest.mark.parametrize(
    ("drug", "daily", "expected"),
    [
        ("gabapentin", 900, [(0, "600 mg"), (7, "300 mg"), (14, "0 mg")]),
        ("pregabalin", 300, [(0, "225 mg"), (7, "150 mg"), (14, "75 mg"), (21, "0 mg")]),
        ("pregabalin", 200, [(0, "125 mg"), (7, "50 mg"), (14, "0 mg")]),
    ],
)
def test_a_gabapentinoid_goes_down_by_the_weekly_step_of_its_source(library, drug, daily, expected):
    way = taper_plan(library, course(drug, daily), FIRST, "US")

    assert totals(library, drug, daily) == expected
    assert not way.rounded
    assert any(cite.startswith("nhs_fife_gabapentinoid_reduction @") for cite in way.cite)


@pytest.mark.parametrize(("drug", "daily"), [("gabapentin", 300), ("gabapentin", 100), ("pregabalin", 75)])
def test_a_dose_that_one_step_would_end_is_not_ended_before_the_least_time(library, drug, daily):
    way = taper_plan(library, course(drug, daily), FIRST, "US")

    assert way.days == ()
    assert way.not_before == (FIRST + timedelta(days=7)).isoformat()


@pytest.mark.parametrize("daily", [30.0, 75.0, 100.0, 150.0, 300.0, 400.0, 900.0, 1800.0, 2700.0])
def test_every_total_of_every_way_down_is_made_of_pieces_and_falls_no_faster_than_its_source(library, daily):
    seen, wrong = 0, []
    for drug in library.drugs.values():
        entry = library.drugs.get(entry_for(library, drug.substance, "oral", "", ""))
        if entry is None:
            continue  # nothing here is taken by mouth
        way = taper_plan(library, course(drug.substance, daily), FIRST, "US")
        sizes = sizes_of("mg", strengths_of(library, entry, "US"))
        if way is None or not sizes:
            continue
        amounts = [parse_quantity(day.total).low for day in way.days]
        falls = all(later < earlier for earlier, later in zip([daily, *amounts], amounts, strict=False))
        made = all(abs(smallest_made(amount, sizes) - amount) < 1e-6 for amount in amounts)
        least = parse_quantity(entry.taper.over_at_least) if entry.taper.over_at_least else None
        early = (
            way.days
            and least is not None
            and least.unit == "d"
            and way.not_before < (FIRST + timedelta(days=int(least.low))).isoformat()
        )
        seen += len(amounts)
        if not falls or not made or early or not way.in_pieces:
            wrong.append((drug.name, way.days))

    assert seen
    assert wrong == []


def test_without_known_strengths_the_totals_stay_and_that_is_said(library):
    known = library.drugs["mirogabalin"]
    way = taper_plan(library, course(known.substance, 30), FIRST, "US")

    assert strengths_of(library, known, "US") == ()
    assert way is None or not way.days or not way.in_pieces
