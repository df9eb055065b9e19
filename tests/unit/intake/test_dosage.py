"""Dosage instructions: the amount per day, as far as it is said."""

import math

import msgspec
import pytest

from painpath.intake.dosage import DailyDose, daily_dose
from painpath.intake.drug_text import Strength
from painpath.intake.shapes import DOSAGES

TABLET = Strength(100, "mg")
SYRUP = Strength(50, "mg", "ml")


def dose(dosages, strength=TABLET, form="tablet") -> DailyDose:
    return daily_dose(DOSAGES.decode(msgspec.json.encode(dosages)), strength, form)


def every(frequency=None, period=None, unit="d", **more) -> dict:
    repeat = {"frequency": frequency, "period": period, "periodUnit": unit, **more}
    return {"repeat": {key: value for key, value in repeat.items() if value is not None}}


def amount(value, unit=None) -> list:
    return [{"doseQuantity": {"value": value, **({"unit": unit} if unit else {})}}]


@pytest.mark.parametrize(
    ("timing", "times"),
    [
        (every(2, 1), 2.0),
        (every(1, 8, "h"), 3.0),
        (every(None, 6, "h"), 4.0),
        (every(1, 1, "wk"), 1 / 7),
        (every(3, 1, "wk"), 3 / 7),
        ({"repeat": {"timeOfDay": ["08:00:00", "20:00:00"]}}, 2.0),
        ({"repeat": {"when": ["MORN", "NOON", "EVE"]}}, 3.0),
        ({"repeat": {"when": ["HS"], "period": 1, "periodUnit": "d"}}, 1.0),
        ({"repeat": {"dayOfWeek": ["mon", "thu"]}}, 2 / 7),
        ({"code": {"coding": [{"code": "BID"}]}}, 2.0),
        ({"code": {"text": "qid"}}, 4.0),
        ({"code": {"coding": [{"code": "QOD"}]}}, 0.5),
    ],
)
def test_the_rhythm_gives_the_doses_a_day(
    timing,
    times,
):
    found = dose([{"timing": timing, "doseAndRate": amount(300, "mg")}])

    assert found.low == pytest.approx(300 * times)
    assert found.high == pytest.approx(300 * times)


@pytest.mark.parametrize(
    ("quantity", "strength", "form", "daily"),
    [
        (amount(0.5, "g"), TABLET, "tablet", 500.0),
        (amount(2, "tablet"), TABLET, "tablet", 200.0),
        (amount(2, "{tbl}"), TABLET, "", 200.0),
        (amount(1), TABLET, "tablet", 100.0),
        (amount(5, "mL"), SYRUP, "liquid", 250.0),
        (amount(5, "mL"), Strength(250, "mg", "5ml"), "liquid", 250.0),
        (amount(1, "tablet"), Strength(0.5, "g"), "tablet", 500.0),
    ],
)
def test_a_dose_may_be_a_mass_a_count_or_a_volume(quantity, strength, form, daily):
    assert dose([{"timing": every(1, 1), "doseAndRate": quantity}], strength, form).low == pytest.approx(
        daily
    )


def test_the_unit_of_a_counted_strength_is_kept():
    found = dose([{"timing": every(1, 1), "doseAndRate": amount(1, "tablet")}], Strength(1000, "[iU]"))

    assert (found.low, found.unit) == (1000.0, "[iU]")


@pytest.mark.parametrize(
    ("quantity", "strength", "form"),
    [
        (amount(50), TABLET, "tablet"),        # half a tablet's mass, or fifty tablets?
        (amount(10), TABLET, "tablet"),
        (amount(1), TABLET, ""),
        (amount(1), None, "tablet"),
        (amount(1, "tablet"), None, "tablet"),
        (amount(1, "tablet"), Strength(0, "mg"), "tablet"),
        (amount(1, "tablet"), SYRUP, "liquid"),
        (amount(1, "puff"), TABLET, "inhaler"),
        (amount(-1, "mg"), TABLET, "tablet"),
        ([{"doseQuantity": {"unit": "mg"}}], TABLET, "tablet"),
        ([{"doseQuantity": {"value": 5, "unit": "mg", "comparator": "<"}}], TABLET, "tablet"),
        ([{"rateQuantity": {"value": 5}}], TABLET, "tablet"),
        ([{"doseRange": {"low": {"value": 2, "unit": "mg"}}}], TABLET, "tablet"),
        ([{"doseRange": {"low": {"value": 2, "unit": "mg"}, "high": {"value": 1, "unit": "mg"}}}], TABLET, "tablet"),
    ],
)  # fmt: skip
def test_an_amount_that_is_not_clear_leaves_the_dose_unknown(quantity, strength, form):
    found = dose([{"timing": every(1, 1), "doseAndRate": quantity}], strength, form)

    assert (found.low, found.high) == (0.0, math.inf)


@pytest.mark.parametrize(
    "timing",
    [None, {}, {"code": {"text": "whenever"}}, every(1, 0), every(0.0, 0), every(1, 1, "lunar"), every(2, None),
     every(1, 2, "d", periodMax=1)],
)  # fmt: skip
def test_a_rhythm_that_is_not_clear_leaves_the_dose_unknown(timing):
    found = dose([{"timing": timing, "doseAndRate": amount(300, "mg")}])

    assert (found.low, found.high) == (0.0, math.inf)


def test_no_instruction_leaves_the_dose_unknown():
    assert dose([]) == DailyDose()


def test_a_range_of_doses_and_of_rhythms_is_an_interval():
    span = [{"doseRange": {"low": {"value": 100, "unit": "mg"}, "high": {"value": 200, "unit": "mg"}}}]

    found = dose([{"timing": every(2, 1, frequencyMax=3), "doseAndRate": span}])

    assert (found.low, found.high) == (200.0, 600.0)


def test_as_needed_reaches_down_to_nothing():
    found = dose([{"asNeededBoolean": True, "timing": every(4, 1), "doseAndRate": amount(100, "mg")}])

    assert (found.low, found.high, found.as_needed) == (0.0, 400.0, True)


def test_as_needed_for_a_reason_is_as_needed():
    reason = {
        "asNeededCodeableConcept": {"text": "pain"},
        "timing": every(4, 1),
        "doseAndRate": amount(100, "mg"),
    }

    assert dose([reason]).as_needed is True


def test_as_needed_alone_leaves_the_dose_unknown():
    found = dose([{"sequence": 1, "asNeededBoolean": True}])

    assert (found.low, found.high, found.as_needed) == (0.0, math.inf, True)


def most(value, unit="mg", days=1) -> dict:
    return {"numerator": {"value": value, "unit": unit}, "denominator": {"value": days, "unit": "d"}}


def test_a_maximum_cuts_the_interval():
    instruction = {
        "asNeededBoolean": True, "timing": every(6, 1), "doseAndRate": amount(100, "mg"), "maxDosePerPeriod": most(400),
    }  # fmt: skip

    assert dose([instruction]).high == 400.0


@pytest.mark.parametrize("limit", [{}, most(400, "tablet"), most(400, "mg", 0), most(None)])
def test_a_maximum_that_is_not_clear_cuts_nothing(limit):
    instruction = {"timing": every(6, 1), "doseAndRate": amount(100, "mg"), "maxDosePerPeriod": limit}

    assert dose([instruction]).high == 600.0


def test_instructions_of_one_sequence_are_added():
    morning = {"timing": every(1, 1), "doseAndRate": amount(100, "mg")}
    night = {"timing": every(1, 1), "doseAndRate": amount(300, "mg")}

    assert (dose([morning, night]).low, dose([morning, night]).high) == (400.0, 400.0)


def test_instructions_that_follow_one_another_are_an_interval():
    first = {"sequence": 1, "timing": every(1, 1), "doseAndRate": amount(100, "mg")}
    second = {"sequence": 2, "timing": every(1, 1), "doseAndRate": amount(300, "mg")}

    assert (dose([first, second]).low, dose([first, second]).high) == (100.0, 300.0)


@pytest.mark.parametrize("sequence", [1, 2])
def test_instructions_in_different_units_leave_the_dose_unknown(sequence):
    known = {"sequence": 1, "timing": every(1, 1), "doseAndRate": amount(100, "mg")}
    not_known = {"sequence": sequence, "text": "as before"}

    assert (dose([known, not_known]).low, dose([known, not_known]).high) == (0.0, math.inf)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("300 mg three times daily", DailyDose(900, 900, "mg", 300, 3)),
        ("0.5 g twice daily.", DailyDose(1000, 1000, "mg", 500, 2)),
        ("Take 1 tablet twice daily", DailyDose(200, 200, "mg", 100, 2)),
        ("2 tablets by mouth every 6 hours as needed", DailyDose(0, 800, "mg", 200, 4, as_needed=True)),
        ("take one capsule daily", DailyDose(100, 100, "mg", 100, 1)),
        ("as directed", DailyDose()),
        ("1 tablet as needed", DailyDose(as_needed=True)),
        ("5 puffs twice daily", DailyDose()),
        ("1 tablet every 0 h", DailyDose()),
    ],
)
def test_a_written_instruction_is_read_if_all_of_it_is_a_dose(text, expected):
    assert dose([{"text": text}]) == expected


def test_a_written_count_needs_a_strength():
    assert dose([{"text": "Take 1 tablet twice daily"}], None) == DailyDose()


# ------------------------------------------------------------------------------------------------------- rates

PATCH = Strength(0.05, "mg", "h")


@pytest.mark.parametrize(
    ("dosage", "rate"),
    [
        ({"timing": every(1, 72, "h"), "doseAndRate": amount(1, "patch")}, 50.0),
        ({"timing": every(1, 3), "doseAndRate": amount(1)}, 50.0),
        ({"timing": every(1, 72, "h"), "doseAndRate": amount(2, "patch")}, 100.0),
        ({"doseAndRate": [{"rateQuantity": {"value": 25, "unit": "ug/h"}}], "timing": every(1, 3)}, 25.0),
        ({"text": "100 mcg/hr every 72 hours"}, 100.0),
        ({"text": "Apply 1 patch every 72 hours."}, 50.0),
        ({"text": "apply two patches every 3 days"}, 100.0),
    ],
)
def test_a_patch_by_the_hour_gives_its_rate_however_often_it_is_changed(dosage, rate):
    found = dose([dosage], PATCH, "patch")

    assert (found.low, found.high, found.unit) == pytest.approx((rate, rate, "ug/h"), abs=1e-9)


@pytest.mark.parametrize(
    "dosage",
    [
        {"timing": every(2, 1), "doseAndRate": amount(1, "patch")},
        {"doseAndRate": amount(1, "patch")},
        {"text": "apply 1 patch twice daily"},
        {"text": "1 patch"},
        {"doseAndRate": [{"rateQuantity": {"value": 25, "unit": "mL/h"}}], "timing": every(1, 3)},
    ],
)
def test_a_patch_of_which_more_may_be_worn_at_once_or_not_all_day_has_no_known_dose(dosage):
    found = dose([dosage], PATCH, "patch")

    assert (found.low, found.high) == (0.0, math.inf)


def test_a_patch_worn_when_needed_may_be_worn_never():
    found = dose(
        [{"timing": every(1, 3), "asNeededBoolean": True, "doseAndRate": amount(1, "patch")}], PATCH, "patch"
    )

    assert (found.low, found.high, found.as_needed) == (0.0, 50.0, True)
