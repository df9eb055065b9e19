"""Intervals of very few numbers: Student's t against printed tables, and orders counted out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painpath.followup.small_samples import share_of_orders, spread, t_cdf, t_interval, t_quantile

#: the usual printed table of Student's t (two-sided 95 % and 80 %)
TABLE = [
    (1, 0.975, 12.706), (2, 0.975, 4.303), (3, 0.975, 3.182), (4, 0.975, 2.776), (7, 0.975, 2.365),
    (30, 0.975, 2.042), (1, 0.9, 3.078), (2, 0.9, 1.886), (5, 0.9, 1.476),
]  # fmt: skip


@pytest.mark.parametrize(("freedom", "share", "printed"), TABLE)
def test_the_quantiles_are_those_of_the_printed_table(freedom, share, printed):
    assert t_quantile(share, freedom) == pytest.approx(printed, abs=0.0006)


@given(t=st.floats(-50, 50), freedom=st.integers(1, 30))
def test_the_two_tails_are_equal(t, freedom):
    assert t_cdf(t, freedom) + t_cdf(-t, freedom) == pytest.approx(1.0)


def test_one_number_has_no_spread_and_no_interval():
    assert (spread([1.0]), t_interval([1.0], 0.95), t_interval([], 0.95)) == (None, None, None)


def test_an_interval_holds_its_mean_and_grows_with_its_level():
    narrow, wide = t_interval([1.0, 2.0, 4.0], 0.8), t_interval([1.0, 2.0, 4.0], 0.95)

    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high


def test_orders_are_counted_out():
    assert share_of_orders([1.0, 2.0, 1.5, 0.2]) == 1 / 16
    assert share_of_orders([1.0, -1.0]) == 0.75
    assert share_of_orders([]) is None
