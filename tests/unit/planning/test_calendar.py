"""The calendar of doses: dates, steps, limits, and strengths that a pharmacy has."""

from datetime import date

import pytest
from tests.unit.library.small import BASE, planned

from painpath.facts import parse_quantity
from painpath.library.schema import Row
from painpath.planning.calendar import Titration, calendar_for, sizes_of, strengths_of, take
from painpath.planning.dosing import Dosing
from painpath.planning.result import Amount, Limits

FIRST = date(2026, 11, 20)


def dose(amount: float, times: float = 1, unit: str = "mg") -> dict:
    return {"amount": f"{amount:g} {unit}", "times_per_day": times, "total": f"{amount * times:g} {unit}"}


def calendar(library, row: dict, most: float | None = None, scale: float = 1.0):
    import msgspec

    limits = Limits() if most is None else Limits(max_daily_dose=Amount(most, "mg"))
    dosing = Dosing(None, msgspec.convert(row, Row), limits, scale=scale)
    return calendar_for(library, library.drugs["calmin"], Titration(dosing, limits, FIRST, "US"))


def days(*args, **more) -> list[tuple[int, str]]:
    return [(day.day, day.total) for day in calendar(*args, **more)]


STEADY = {"start": dose(100), "step": {"add": "100 mg", "every": "7 d"}, "target": dose(300)}


def test_a_titration_rises_by_its_step_to_the_target(knowledge):
    assert days(knowledge(), STEADY) == [(1, "100 mg"), (8, "200 mg"), (15, "300 mg")]


def test_every_step_has_its_date(knowledge):
    assert [day.from_date for day in calendar(knowledge(), STEADY)] == [
        "2026-11-20",
        "2026-11-27",
        "2026-12-04",
    ]


def test_the_last_step_ends_at_the_target_and_not_above(knowledge):
    row = {**STEADY, "target": dose(250)}

    assert days(knowledge(), row)[-1] == (15, "250 mg")


@pytest.mark.parametrize(
    ("most", "last"),
    [(1000, (15, "300 mg")), (300, (15, "300 mg")), (150, (8, "150 mg")), (100, (1, "100 mg"))],
)
def test_no_step_goes_above_the_limit_of_this_person(knowledge, most, last):
    assert days(knowledge(), STEADY, most)[-1] == last


def test_a_start_above_the_limit_is_not_printed(knowledge):
    assert days(knowledge(), STEADY, 50) == []


def test_dated_steps_come_before_the_regular_ones(knowledge):
    row = {**STEADY, "titration": [{"day": 3, **dose(150)}]}

    assert days(knowledge(), row) == [(1, "100 mg"), (3, "150 mg"), (10, "250 mg"), (17, "300 mg")]


def test_a_row_without_a_target_stays_at_its_start(knowledge):
    assert days(knowledge(), {"start": dose(100), "step": STEADY["step"]}) == [(1, "100 mg")]


def test_a_row_without_a_start_has_no_calendar(knowledge):
    assert days(knowledge(), {"target": dose(100)}) == []


def test_an_unknown_row_has_no_calendar(knowledge):
    library = knowledge()

    assert (
        calendar_for(
            library, library.drugs["calmin"], Titration(Dosing(None, None, Limits()), Limits(), FIRST, "US")
        )
        == ()
    )


@pytest.mark.parametrize("step", [{"add": "some", "every": "7 d"}, {"add": "100 mg", "every": "often"}])
def test_a_step_that_is_no_step_is_not_climbed(knowledge, step):
    assert days(knowledge(), {**STEADY, "step": step}) == [(1, "100 mg")]


def test_a_dose_in_proportion_shrinks_the_whole_calendar(knowledge):
    row = {"start": dose(100), "titration": [{"day": 8, **dose(200)}], "target": dose(200)}

    found = calendar(knowledge(), row, 150, scale=0.5)

    assert [(day.day, day.amount, day.total) for day in found] == [
        (1, "50 mg", "50 mg"),
        (8, "100 mg", "100 mg"),
    ]


def capsules(*sizes: int, divisible: str = "no") -> dict[str, str]:
    listed = ", ".join(f"{size} mg" for size in sizes)
    return {"products/p": product(strengths=f"[{listed}]", divisible=divisible)}


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (1.0, [(1, "100 mg"), (8, "200 mg")]),
        (0.9, [(1, "100 mg")]),  # 90 mg cannot be made; 100 mg is below the target of 180 mg
        (0.5, [(1, "100 mg")]),  # the target itself
        (0.49, []),  # even one capsule is above the target
    ],
)
def test_a_dose_in_proportion_is_made_of_whole_pieces_and_never_above_its_target(knowledge, scale, expected):
    row = {"start": dose(100), "titration": [{"day": 8, **dose(200)}], "target": dose(200)}

    assert days(knowledge(capsules(100)), row, 300 * scale, scale=scale) == expected


def test_a_dose_that_pieces_cannot_make_is_rounded_down(knowledge):
    row = {"start": dose(50, 2), "step": {"add": "50 mg", "every": "7 d"}, "target": dose(100, 2)}

    found = [(day.day, day.amount) for day in calendar(knowledge(capsules(50)), row)]

    assert found == [(1, "50 mg"), (15, "100 mg")]


@pytest.mark.parametrize(("divisible", "expected"), [("yes", [(1, "5 mg")]), ("no", [])])
def test_half_of_a_tablet_that_may_be_divided_is_a_dose_and_no_start_is_raised(
    knowledge, divisible, expected
):
    row = {"start": dose(5), "target": dose(5)}

    assert days(knowledge(capsules(10, divisible=divisible)), row) == expected


#: creatinine clearances [mL/min] through every fraction of a row in proportion
CLEARANCES = (0.5, 1, 3, 5, 7.4, 7.5, 8, 10, 12, 14, 14.9)


def every_day(library):
    """Every printed day of every row of every drug, where a row shrinks at several clearances."""
    for name, drug in library.drugs.items():
        for place in ("US", "UK", "EU"):
            for regimen in drug.regimens:
                base = regimen.on_dialysis.base if regimen.on_dialysis is not None else None
                for row in (*regimen.rows, *([] if base is None else [base])):
                    of = parse_quantity(str(row.scale_of["of"])).low if row.scale_of is not None else 0
                    for scale in [value / of for value in CLEARANCES if value < of] or [1.0]:
                        most = parse_quantity(row.ceiling.total) if row.ceiling is not None else None
                        limits = Limits(
                            max_daily_dose=None if most is None else Amount(most.low * scale, most.unit)
                        )
                        dosing = Dosing(regimen, row, limits, scale=scale)
                        for day in calendar_for(library, drug, Titration(dosing, limits, FIRST, place)):
                            yield name, place, limits, day


def test_every_printed_dose_of_every_row_is_a_sum_of_pieces_within_the_limit(library):
    seen, wrong = 0, []
    for name, place, limits, day in every_day(library):
        amount, total = parse_quantity(day.amount), parse_quantity(day.total)
        sizes = sizes_of(amount.unit, strengths_of(library, library.drugs[name], place))
        above = limits.max_daily_dose is not None and total.low > limits.max_daily_dose.value + 1e-6
        seen += 1
        if (sizes and not day.pieces) or above:
            wrong.append((name, place, day.amount))

    assert seen > 500
    assert wrong == []


def test_a_dose_without_pieces_is_only_that_of_a_drug_whose_strengths_are_not_known(library):
    without = {name for name, _, _, day in every_day(library) if not day.pieces}

    assert without == {"capsaicin_cream", "capsaicin_patch", "lidocaine_patch", "mirogabalin", "paracetamol"}


def test_more_is_taken_in_more_doses_before_a_dose_is_divided(knowledge):
    row = {"start": dose(50), "step": {"add": "50 mg", "every": "3 d"}, "target": dose(50, 4)}

    found = [(day.amount, day.times_per_day) for day in calendar(knowledge(), row)]

    assert found == [("50 mg", 1), ("50 mg", 2), ("50 mg", 3), ("50 mg", 4)]


def test_the_target_is_taken_as_often_as_the_row_says(knowledge):
    row = {"start": dose(25, 3), "step": {"add": "75 mg", "every": "7 d"}, "target": dose(75, 2)}

    found = [(day.amount, day.times_per_day) for day in calendar(knowledge(), row)]

    assert found == [("25 mg", 3), ("75 mg", 2)]


def test_a_limit_in_a_unit_that_cannot_be_compared_does_not_cut(knowledge):
    library = knowledge()
    import msgspec

    limits = Limits(max_daily_dose=Amount(1, "patch"))
    dosing = Dosing(None, msgspec.convert(STEADY, Row), limits)

    assert len(calendar_for(library, library.drugs["calmin"], Titration(dosing, limits, FIRST, "US"))) == 3


STRENGTHS = (
    (400.0, "mg", "capsule"),
    (300.0, "mg", "capsule"),
    (100.0, "mg", "capsule"),
    (5.0, "patches", "patch"),
)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("300 mg", "1 x 300 mg capsule"),
        ("600 mg", "2 x 300 mg capsule"),
        ("50 mg", "50 mg"),
        ("450 mg", "450 mg"),
        ("5 patches", "1 x 5 patches patch"),
        ("1 mL", "1 mL"),
        ("some", "some"),
    ],
)
def test_a_dose_is_made_of_strengths_that_exist_or_said_as_it_is(amount, said):
    assert take(amount, STRENGTHS) == said


def test_a_dose_without_any_product_is_said_as_it_is():
    assert take("300 mg", ()) == "300 mg"


def product(**words: str) -> str:
    told = {
        "substance": "calmin",
        "jurisdiction": "US",
        "form": "tablet",
        "strengths": "[10 mg]",
        "cite": "s @ p",
    }
    return "{" + ", ".join(f"{key}: {value}" for key, value in (told | words).items()) + "}"


@pytest.mark.parametrize(
    ("products", "strengths"),
    [
        ([{"strengths": "[10 mg, 25 mg]"}], [25.0, 10.0]),
        ([{"substance": "other"}], []),
        ([{"jurisdiction": "UK"}], [10.0]),
        ([{"jurisdiction": "UK"}, {"strengths": "[50 mg]"}], [50.0]),
        ([{"route": "topical"}], []),
        ([{"route": "oral"}], [10.0]),
        ([{"strengths": "[strong, '7']"}], []),
    ],
)
def test_strengths_are_those_of_this_place_and_form(knowledge, products, strengths):
    library = knowledge({f"products/p{i}": product(**words) for i, words in enumerate(products)})

    found = strengths_of(library, library.drugs["calmin"], "US")

    assert [size for size, _, _ in found] == strengths


def test_a_release_of_another_kind_is_another_product(knowledge):
    drug = "{name: calmin, substance: calmin, release: immediate}"
    library = knowledge({"drugs/calmin": drug, "products/p": product(release="extended")})

    assert strengths_of(library, library.drugs["calmin"], "US") == ()


def test_a_rule_that_allows_fewer_doses_a_day_holds_from_the_first_day(knowledge):
    twice = "start: {amount: 50 mg, times_per_day: 2, total: 100 mg}"
    drug = BASE["drugs/calmin"].replace("start: {amount: 100 mg, times_per_day: 1, total: 100 mg}", twice)
    rule = (
        "rules:\n  - {id: rare, when: {fact: condition.heart_failure, is: yes}, severity: adjust_dose, says: Once.,"
        " cite: s @ r, limit: {max_daily_dose: 100 mg, max_doses_per_day: 1}}\n"
    )
    pain = ["pain.present: yes", "condition.diabetes: yes", "symptom.feet: yes"]
    facts = [*pain, "renal.creatinine_clearance: 90 mL/min", "condition.heart_failure: yes"]

    (offer,) = planned(knowledge({"drugs/calmin": drug + rule}), *facts).offered

    assert {day.times_per_day for day in offer.calendar} == {1}
    assert offer.calendar[0].total == "50 mg"
    assert (offer.limits.start_daily_dose.value, offer.limits.start_doses_per_day) == (50, 1)
