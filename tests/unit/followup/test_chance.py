"""Two distributions against published tables, and the laws that hold for any of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painpath.followup.chance import beta_at, beta_below, t_at, t_below

#: upper points of Student's t: degrees of freedom, probability, value (NIST e-Handbook 1.3.6.7.2)
TABLE = [
    (1, 0.95, 6.314),
    (5, 0.9, 1.476),
    (10, 0.975, 2.228),
    (14, 0.9, 1.345),
    (30, 0.99, 2.457),
    (100, 0.95, 1.660),
]


@pytest.mark.parametrize(("freedom", "probability", "value"), TABLE)
def test_student_t_agrees_with_the_printed_table(freedom, probability, value):
    assert t_at(probability, float(freedom)) == pytest.approx(value, abs=6e-4)


@pytest.mark.parametrize(("freedom", "probability", "value"), TABLE)
def test_the_probability_below_a_printed_value_is_the_printed_one(freedom, probability, value):
    assert t_below(value, float(freedom)) == pytest.approx(probability, abs=2e-4)


def test_a_beta_of_whole_numbers_is_a_sum_of_binomials():
    # I_0.3(3, 5) is the probability of three or more hits of seven at 0.3.
    assert beta_below(0.3, 3.0, 5.0) == pytest.approx(0.3529305, abs=1e-6)


@given(st.floats(-50, 50), st.floats(1, 500))
def test_student_t_is_even(t, freedom):
    assert t_below(t, freedom) + t_below(-t, freedom) == pytest.approx(1.0, abs=1e-9)


@given(st.floats(0.01, 0.99), st.floats(0.5, 20), st.floats(0.5, 20))
def test_a_quantile_of_beta_leads_back_to_its_probability(probability, a, b):
    assert beta_below(beta_at(probability, a, b), a, b) == pytest.approx(probability, abs=1e-6)


@pytest.mark.parametrize(("x", "expected"), [(0.0, 0.0), (1.0, 1.0), (-1.0, 0.0), (2.0, 1.0)])
def test_nothing_lies_outside_nought_to_one(x, expected):
    assert beta_below(x, 2.0, 3.0) == expected
