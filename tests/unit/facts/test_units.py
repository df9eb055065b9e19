"""Quantities, doses and spans as they are written."""

import math

import pytest

from painpath.facts.units import (
    Dose,
    Quantity,
    days,
    factor,
    factors_to,
    parse_dose,
    parse_quantity,
    parse_rate,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45 mL/min", Quantity(45.0, 45.0, "mL/min")),
        ("0.4", Quantity(0.4, 0.4, "")),
        (".5 %", Quantity(0.5, 0.5, "%")),
        ("-1e2 mg", Quantity(-100.0, -100.0, "mg")),
        ("<=5 mg", Quantity(-math.inf, 5.0, "mg")),
        (">=5 mg", Quantity(5.0, math.inf, "mg")),
    ],
)
def test_a_quantity_is_a_number_with_a_unit(text, expected):
    assert parse_quantity(text) == expected


def test_less_than_leaves_the_edge_out():
    less, more = parse_quantity("<5 mg"), parse_quantity(">5 mg")

    assert less is not None
    assert more is not None
    assert (less.low, less.high < 5.0) == (-math.inf, True)
    assert (more.low > 5.0, more.high) == (True, math.inf)


@pytest.mark.parametrize("text", ["", "mg", "5,5 mg", "NaN", "1e999 mg", "see note"])
def test_what_is_no_finite_number_is_none(text):
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("75 mg twice daily", Dose(75.0, "mg", 2.0)),
        ("75 mg THREE times  a day".replace("  ", " "), Dose(75.0, "mg", 3.0)),
        ("50 mg every 12 h", Dose(50.0, "mg", 2.0)),
        ("10 mg every 2 days", Dose(10.0, "mg", 0.5)),
        ("10 mg every 1 week", Dose(10.0, "mg", round(1 / 7, 9))),
        ("10 mg every 30 min", Dose(10.0, "mg", 48.0)),
        ("300 mg 3 times daily", Dose(300.0, "mg", 3.0)),
        ("300 mg 3x/d", Dose(300.0, "mg", 3.0)),
        ("25 mg at night", Dose(25.0, "mg", 1.0)),
        ("300 mg tds", Dose(300.0, "mg", 3.0)),
        ("75mg bd", Dose(75.0, "mg", 2.0)),
        ("75 mg BID", Dose(75.0, "mg", 2.0)),
        ("75 mg b.i.d.", Dose(75.0, "mg", 2.0)),
        ("75 mg po t.i.d.", Dose(75.0, "mg", 3.0)),
        ("75 mg tid", Dose(75.0, "mg", 3.0)),
        ("1 g qds", Dose(1.0, "g", 4.0)),
        ("1 g qid", Dose(1.0, "g", 4.0)),
        ("75 mg q12h", Dose(75.0, "mg", 2.0)),
        ("75 mg q8h", Dose(75.0, "mg", 3.0)),
        ("75 mg every 12 hours", Dose(75.0, "mg", 2.0)),
        ("75 mg 12 hourly", Dose(75.0, "mg", 2.0)),
        ("75 mg 12-hourly", Dose(75.0, "mg", 2.0)),
        ("75 mg 2x/day", Dose(75.0, "mg", 2.0)),
        ("75 mg 2 x a day", Dose(75.0, "mg", 2.0)),
        ("75 mg twice a day", Dose(75.0, "mg", 2.0)),
        ("25 \u00b5g daily", Dose(25.0, "ug", 1.0)),
        ("25 \u03bcg daily", Dose(25.0, "ug", 1.0)),
        ("25 micrograms daily", Dose(25.0, "ug", 1.0)),
        ("25 MG daily", Dose(25.0, "mg", 1.0)),
        ("10 mL bd", Dose(10.0, "mL", 2.0)),
        ("0.125 mg od", Dose(0.125, "mg", 1.0)),
        *[
            (f"10 mg {word}", Dose(10.0, "mg", 1.0))
            for word in (
                "od",
                "qd",
                "daily",
                "mane",
                "nocte",
                "hs",
                "at bedtime",
                "om",
                "on",
                "in the morning",
            )
        ],
    ],
)
def test_a_dose_is_an_amount_and_a_rhythm(text, expected):
    assert parse_dose(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "75 mg",
        "75 twice daily",
        "1.2.3 mg daily",
        "10 mg every 0 h",
        "0 mg daily",
        "10 mg 0 times daily",
        "some mg daily",
        "10 mg 1441 times daily",
        f"{'9' * 13} mg daily",
        f"{'9' * 300} mg daily",
    ],
)
def test_what_is_no_dose_is_none(text):
    assert parse_dose(text) is None


def test_the_total_is_per_day():
    assert Dose(75.0, "mg", 2.0).total == 150.0


def test_a_factor_exists_only_within_one_dimension():
    assert factor("g", "mg") == 1000.0
    assert factor("IU", "IU") == 1.0
    assert factor("mg", "mL") is None


def test_all_factors_of_a_unit_agree_with_each_single_one():
    assert factors_to("mg") == {unit: factor(unit, "mg") for unit in ("ng", "ug", "mcg", "mg", "g", "kg")}
    assert factors_to("IU") == {"IU": 1.0}


@pytest.mark.parametrize(
    ("text", "expected"), [("8 wk", 56.0), ("3 mo", 91.3125), ("1 a", 365.25), ("12 h", 0.5)]
)
def test_a_span_is_counted_in_days(text, expected):
    assert days(text) == expected


@pytest.mark.parametrize("text", ["soon", "<3 d", "3 mg", "3"])
def test_what_is_no_span_is_none(text):
    assert days(text) is None


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("100 ug/h", 100.0),
        ("25 mcg/hr", 25.0),
        ("12.5 micrograms per hour", 12.5),
        ("0.05 mg/h", 50.0),
        ("25 mcg/hr patch every 72 hours", 25.0),
        ("50 ug/h, changed every 3 days", 50.0),
        ("50 ug/h q72h", 50.0),
        ("50 ug/h every 24 h", 50.0),
    ],
)
def test_a_rate_is_so_much_every_hour_whatever_its_change(text, rate):
    assert parse_rate(text) == pytest.approx(rate)


@pytest.mark.parametrize(
    "text",
    ["100 ug", "100 ug every 72 h", "100 ug/d", "5 mL/h", "0 ug/h", "1.500 ug/h", "50 ug/h every 12 h", "1.2.3 ug/h",
     "two 25 ug/h patches", "ug/h", "50 ug/h every 0 h"],
)  # fmt: skip
def test_what_is_no_rate_is_not_read_as_one(text):
    assert parse_rate(text) is None


def test_a_rate_is_not_turned_into_a_mass():
    assert (factor("ug/h", "mg"), factor("mg/h", "ug/h")) == (None, 1000.0)
