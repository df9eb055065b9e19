"""Laws of sensory testing: z follows the reading, its sign is that of gain, ranges hold what lies in them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painpath.assessment.qst_score import Cell, Ends, NotComputable, could_be, measured, z_of
from painpath.library.library import load_library

PROTOCOL = load_library().qst["dfns"]
WITH_Z = [parameter for parameter in PROTOCOL.parameters if parameter.compare == "z"]
parameters = st.sampled_from(WITH_Z)
readings = st.floats(0.3, 500).map(lambda x: round(x, 3))
cells = st.builds(Cell, st.floats(-5, 60), st.floats(0.01, 20), st.sampled_from([0.0, 0.1]))


def z(parameter, low, high, cell):
    return z_of(parameter, measured(parameter, Ends(low, high)), cell)


@given(parameters, readings, readings, cells)
def test_the_more_sensitive_reading_never_has_the_lower_z(parameter, one, other, cell):
    more, less = sorted((one, other), reverse=parameter.gain_is == "higher")
    high, low = z(parameter, more, more, cell), z(parameter, less, less, cell)

    assert high.low >= low.low
    assert high.high >= low.high


@given(parameters, st.lists(readings, min_size=3, max_size=3).map(sorted), cells)
def test_the_z_of_a_range_holds_the_z_of_every_reading_in_it(parameter, three, cell):
    low, inside, high = three
    whole, part = z(parameter, low, high, cell), z(parameter, inside, inside, cell)

    assert whole.low <= part.low <= part.high <= whole.high


@given(parameters, st.lists(readings, min_size=3, max_size=3).map(sorted), cells)
def test_learning_more_of_a_reading_never_adds_a_finding(parameter, three, cell):
    low, inside, high = three
    before = could_be(PROTOCOL, z(parameter, low, high, cell))
    after = could_be(PROTOCOL, z(parameter, inside, inside, cell))

    assert after
    assert set(after) <= set(before)


@given(parameters, readings, cells, st.sampled_from([0.0, -1.0, math.nan, math.inf]))
def test_without_a_spread_there_is_no_z(parameter, reading, cell, spread):
    assert isinstance(z(parameter, reading, reading, Cell(cell.mean, spread)), NotComputable)


@given(st.floats(), st.floats())
def test_a_range_of_z_always_leaves_something(one, other):
    low, high = sorted((one, other))
    if not math.isnan(one) and not math.isnan(other):
        assert could_be(PROTOCOL, Ends(low, high))


@pytest.mark.parametrize("parameter", WITH_Z, ids=lambda p: p.abbreviation)
def test_a_reading_of_the_healthy_mean_is_neither_loss_nor_gain(parameter):
    x = 7.0 if parameter.abbreviation == "VDT" else 12.0
    mean = math.log10(x) if parameter.scale == "log10" else x

    assert could_be(PROTOCOL, z(parameter, x, x, Cell(mean, 0.2))) == ("normal",)


@pytest.mark.parametrize("parameter", WITH_Z, ids=lambda p: p.abbreviation)
def test_no_reading_at_all_leaves_every_finding(parameter):
    found = z(parameter, -math.inf, math.inf, Cell(1.0, 1.0))

    assert could_be(PROTOCOL, found) == ("loss", "normal", "gain")
