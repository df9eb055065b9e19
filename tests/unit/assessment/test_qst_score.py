"""One reading beside one cell: where a number cannot be reckoned there is no z, and so no gain and no loss."""

import pytest

from painpath.assessment.qst_score import Cell, Ends, NotComputable, z_of
from painpath.library.schema import QstParameter

HEAT = QstParameter("qst.hpt", "HPT", "heat pain threshold", "x @ y")
OPEN = float("inf")


@pytest.mark.parametrize(
    ("reading", "mean", "spread"),
    [
        (48.0, 43.0, 1e-308),  # overflows
        (44.0, 43.0, 1e-308),  # would be 1e308: the spread vanishes beside the mean
        (44.0, 43.0, 1e-20),
        (44.0, 0.0, 1e-308),
        (44.0, 1e308, 1.0),
        (44.0, 1e308, 1e-308),
    ],
)
def test_a_z_that_overflows_is_not_computable(reading, mean, spread):
    assert z_of(HEAT, Ends(reading, reading), Cell(mean, spread)) == NotComputable("too_large")


def test_an_open_end_is_still_a_z():
    assert z_of(HEAT, Ends(50.0, OPEN), Cell(44.0, 3.0)) in (Ends(2.0, OPEN), Ends(-OPEN, -2.0))


def test_a_small_but_usable_spread_is_reckoned():
    z = z_of(HEAT, Ends(44.5, 44.5), Cell(44.0, 0.001))

    assert z in (Ends(500.0, 500.0), Ends(-500.0, -500.0))
