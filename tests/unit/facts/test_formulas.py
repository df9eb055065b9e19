"""Formulas over ranges: an interval in is an interval out. The numbers themselves: tests/reference/formulas."""

import math
from datetime import date

import pytest

from painpath.facts.formulas import FORMULAS, Ends, Floats

FEMALE, MALE, OTHER = Ends(0.0, 0.0), Ends(1.0, 1.0), Ends(2.0, 2.0)
UNKNOWN, ONE = Ends(-math.inf, math.inf), Ends(1.0, 1.0)


def point(value: float) -> Ends[float]:
    return Ends(value, value)


def clearance(sex: Ends[float], **more: Ends[float]) -> Ends[float]:
    inputs = {
        "patient.age": point(60.0),
        "vital.weight": point(90.0),
        "lab.creatinine": point(1.0),
        "patient.sex": sex,
    }
    return FORMULAS["cockcroft_gault"].reckon(
        Floats(), inputs | {k.replace("_", "."): v for k, v in more.items()}
    )


def filtration(sex: Ends[float], creatinine: Ends[float] = ONE) -> Ends[float]:
    inputs = {"patient.age": point(60.0), "lab.creatinine": creatinine, "patient.sex": sex}
    return FORMULAS["ckd_epi_2021"].reckon(Floats(), inputs)


@pytest.mark.parametrize("reckoned", [clearance, filtration])
@pytest.mark.parametrize("sex", [OTHER, UNKNOWN, Ends(0.0, 1.0)])
def test_where_the_sex_does_not_settle_it_the_range_holds_women_and_men(reckoned, sex):
    women, men, either = reckoned(FEMALE), reckoned(MALE), reckoned(sex)

    assert either.low == min(women.low, men.low)
    assert either.high == max(women.high, men.high)


@pytest.mark.parametrize("sex", [OTHER, UNKNOWN])
def test_where_the_sex_does_not_settle_it_the_lower_ideal_weight_stays_possible(sex):
    assert clearance(sex, vital_height=point(170.0)).low == clearance(FEMALE, vital_height=point(170.0)).low


def test_below_five_feet_the_actual_weight_stands():
    assert clearance(MALE, vital_height=point(152.3)) == clearance(MALE)


def test_who_weighs_less_than_ideal_has_one_clearance():
    assert clearance(MALE, vital_height=point(210.0)) == clearance(MALE)


def test_a_clearance_is_never_below_nothing():
    inputs = {
        "patient.age": point(150.0),
        "vital.weight": point(70.0),
        "lab.creatinine": point(1.0),
        "patient.sex": MALE,
    }

    assert FORMULAS["cockcroft_gault"].reckon(Floats(), inputs) == Ends(0.0, 0.0)


def test_a_creatinine_that_may_be_nothing_leaves_the_upper_end_open():
    open_ended = Ends(0.0, 1.0)

    assert clearance(MALE, lab_creatinine=open_ended) == Ends(clearance(MALE).low, math.inf)
    assert filtration(MALE, open_ended) == Ends(filtration(MALE).low, math.inf)


def test_the_later_of_two_possible_births_gives_the_lower_age():
    born = Ends(float(date(1960, 1, 1).toordinal()), float(date(1960, 12, 31).toordinal()))
    today = point(float(date(2026, 6, 30).toordinal()))

    assert FORMULAS["age"].reckon(Floats(), {"patient.birth_date": born, "today": today}) == Ends(65.0, 66.0)


def test_arithmetic_on_floats():
    a = Floats()

    assert a.add(1.0, 2.0) == 3.0
    assert (a.power(0.0, 2.0), a.power(2.0, -1.0)) == (0.0, 0.5)
