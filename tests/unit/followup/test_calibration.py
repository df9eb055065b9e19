"""A small form of `make calibrate`: the model against made-up patients whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from bench.calibrate import Scene, one_patient, prior_for

from painpath.followup.priors import because_call
from painpath.library import load_library


@pytest.fixture(scope="module")
def call():
    return because_call(load_library())


def results(design, number, drift=None, drug=None, treatment="duloxetine"):
    scene = Scene(f"test, {design}", design, treatment, number, drift, drug)
    return [one_patient(scene, prior_for(treatment, design), 1.0, index) for index in range(number)]


def held(found):
    """Percent that held the truth: (50, 80, 95) of the drug, then of being better."""
    return 100 * np.array([r.held for r in found], dtype=float).mean(axis=0).T


def false_calls(found, call):
    return sum(call.allows(r.p_because, r.own_share) for r in found)


def test_ranges_of_a_hundred_patients_hold_about_what_they_say():
    for percents in held(results("pairs", 100)):
        assert percents == pytest.approx([50, 80, 95], abs=14)


def test_a_drug_that_does_nothing_is_hardly_ever_the_cause(call):
    # 40 at the worst drift; five in a hundred would be two.
    assert false_calls(results("pairs", 40, drift=1.3, drug=0.0), call) <= 4
    assert false_calls(results("before_after", 20, drift=1.3, drug=0.0), call) == 0


def test_a_t_test_on_days_calls_what_comes_anyway_the_drug():
    found = results("before_after", 20, drift=0.5, drug=0.0)

    assert np.mean([r.welch for r in found]) > 0.6


@pytest.mark.slow
@pytest.mark.parametrize("design", ["before_after", "pause", "pairs"])
def test_ranges_hold_what_they_say(design):
    for percents in held(results(design, 500)):
        assert percents == pytest.approx([50, 80, 95], abs=6)


@pytest.mark.slow
@pytest.mark.parametrize("drift", [0.0, 1.3])
@pytest.mark.parametrize("design", ["before_after", "pause", "pairs", "short_pairs"])
def test_at_most_five_of_a_hundred_false_calls(design, drift, call):
    found = results(design, 150, drift=drift, drug=0.0)

    # Two standard errors above five in a hundred of 150.
    assert false_calls(found, call) <= 12
