"""What one patient's diary can and cannot say of a drug."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painpath.followup.model import Noise, Prior, Stretch, judge_treatment

NOISE = Noise(spread=0.75, spread_log_sd=0.6, lag=0.2, lag_sd=0.2, drift=0.65, tails=(2.5, 8.0, 30.0))
PRIOR = Prior(drug=0.9, drug_sd=1.05, anyway=1.7, anyway_sd=2.1, noise=NOISE, stop_widths=(1.0, 3.0))
CALL = 0.9


def stretches(*parts):
    """Stretches one after the other from (kind, days)."""
    first, found = 1000, []
    for kind, days in parts:
        found.append(Stretch(first, first + days - 1, kind))
        first += days
    return found


def diary(exposure, drug=0.0, anyway=0.0, noise=0.7, seed=0):
    """Days with ordinary noise, improvement from the first dose on and a drug effect while on."""
    rng = np.random.default_rng(seed)
    begun = next((s.first for s in exposure if s.kind != "off"), math.inf)
    return [
        (day, 6.5 - anyway * (day >= begun) - drug * (s.kind == "on") + noise * float(rng.standard_normal()))
        for s in exposure
        for day in range(s.first, s.last + 1)
    ]


BEFORE_AFTER = stretches(("off", 14), ("masked", 14), ("on", 28))
FOUR_WEEKS = stretches(("off", 14), ("on", 14))
PAIRS = stretches(*[("off" if i % 2 == 0 else "on", 14) for i in range(6)])


def judged(series, exposure, prior=PRIOR, meaningful=1.0, stop=""):
    return judge_treatment(series, exposure, prior, meaningful, stop=stop)


# ---- without data


def test_without_a_day_the_answer_is_the_prior():
    found = judged([], PAIRS)

    assert found.p_because == found.p_because_before
    assert found.better == found.better_before
    assert found.own_share == 0.0


def test_the_prior_is_the_normal_curve_that_was_handed_in():
    found = judged([], [])
    expected = 0.5 * math.erfc((1.0 - 0.9) / 1.05 / math.sqrt(2))

    assert found.p_because == pytest.approx(expected, abs=1e-4)
    assert found.because[2].low == pytest.approx(0.9 - 1.96 * 1.05, abs=0.01)
    assert found.because[2].high == pytest.approx(0.9 + 1.96 * 1.05, abs=0.01)


def test_days_that_are_masked_or_outside_every_stretch_are_not_used():
    exposure = stretches(("masked", 20))

    found = judged([(day, 3.0) for day in range(900, 1200)], exposure)

    assert found.days_used == 0
    assert found.p_because == found.p_because_before


def test_a_diary_without_a_drug_says_nothing_of_the_drug():
    exposure = stretches(("off", 60))

    found = judged(diary(exposure), exposure)

    assert found.p_because == pytest.approx(found.p_because_before, abs=1e-3)
    assert found.own_share == pytest.approx(0.0, abs=1e-3)


# ---- before and after says little of the drug; off and on again says more


def test_one_before_and_after_leaves_the_drug_near_its_prior():
    found = judged(diary(BEFORE_AFTER, drug=2.0, anyway=2.0), BEFORE_AFTER)

    assert found.p_better > 0.95
    assert found.p_because < CALL
    assert found.own_share < 0.3


def test_no_fall_in_a_before_and_after_is_large_enough_to_be_called_because_of_the_drug():
    for fall in (2.0, 4.0, 6.0):
        found = judged(diary(BEFORE_AFTER, anyway=fall), BEFORE_AFTER)

        assert found.p_because < CALL, fall


def test_three_pairs_find_a_large_effect():
    found = judged(diary(PAIRS, drug=3.0, anyway=1.0), PAIRS)

    assert found.p_because > CALL
    assert found.because[1].low > 1.0


def test_three_pairs_find_that_there_is_no_effect():
    found = judged(diary(PAIRS, drug=0.0, anyway=2.5), PAIRS)

    assert found.p_better > 0.8
    assert found.p_because < 0.1


def test_own_share_grows_with_every_pair():
    shares = []
    for pairs in (1, 2, 3, 4, 6):
        exposure = stretches(*[("off" if i % 2 == 0 else "on", 14) for i in range(2 * pairs)])
        shares.append(judged(diary(exposure, drug=1.0, seed=3), exposure).own_share)

    assert shares == sorted(shares)
    assert 0.0 <= shares[0] < 0.3 < 0.7 < shares[-1] <= 1.0


def test_a_patient_who_knows_what_is_taken_learns_less_than_a_blinded_one():
    knowing = Prior(0.9, 1.05, 0.9, 2.0, NOISE, expectation=0.8, expectation_sd=0.8)
    series = diary(PAIRS, drug=1.5)

    assert judged(series, PAIRS, knowing).own_share < judged(series, PAIRS).own_share - 0.2


def test_a_pause_is_expected_to_tell_more_than_two_more_weeks():
    found = judged(diary(BEFORE_AFTER, drug=1.0, anyway=1.0), BEFORE_AFTER)

    assert found.range_pause < 0.8 * found.range_now
    assert found.range_more_on == pytest.approx(found.range_now, rel=0.05)
    assert found.range_more_on <= found.range_now


# ---- a stop is data


def test_a_stop_for_no_benefit_lowers_both_and_more_than_a_stop_for_side_effects():
    series = diary(stretches(("off", 5), ("on", 5)), drug=1.0, anyway=0.5)
    exposure = stretches(("off", 5), ("on", 5))

    stayed, harmed, useless = (judged(series, exposure, stop=s) for s in ("", "not_tolerated", "no_benefit"))

    assert useless.p_because < harmed.p_because < stayed.p_because
    assert useless.p_better < harmed.p_better < stayed.p_better
    assert useless.p_because_before == stayed.p_because_before


# ---- laws


series_of = st.lists(st.tuples(st.integers(1000, 1083), st.floats(0, 10)), min_size=0, max_size=84)


@settings(max_examples=40, deadline=None)
@given(series_of, st.sampled_from([BEFORE_AFTER, PAIRS, FOUR_WEEKS]), st.sampled_from(["", "no_benefit"]))
def test_every_answer_is_a_probability_with_nested_ranges(series, exposure, stop):
    found = judged(series, exposure, stop=stop)

    assert 0.0 <= found.own_share <= 1.0
    assert 0.0 <= found.p_because <= 1.0
    assert 0.0 <= found.p_better <= 1.0
    for ranges in (found.because, found.better):
        lows, highs = [r.low for r in ranges], [r.high for r in ranges]
        assert lows == sorted(lows, reverse=True)
        assert highs == sorted(highs)
        assert all(math.isfinite(end) for end in (*lows, *highs))


@settings(max_examples=25, deadline=None)
@given(series_of, st.randoms(use_true_random=False))
def test_the_order_in_which_days_and_stretches_come_does_not_matter(series, chance: random.Random):
    once_each = list(dict(series).items())
    shuffled, exposure = once_each[:], PAIRS[:]
    chance.shuffle(shuffled)
    chance.shuffle(exposure)

    assert judged(shuffled, exposure) == judged(once_each, PAIRS)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 3), st.integers(-500, 500), st.integers(0, 50))
def test_shifting_all_values_or_all_days_changes_nothing(points, days, seed):
    series = diary(PAIRS, drug=1.0, anyway=1.0, seed=seed)
    moved = [(day + days, value + points) for day, value in series]
    exposure = [Stretch(s.first + days, s.last + days, s.kind) for s in PAIRS]

    found, expected = judged(moved, exposure), judged(series, PAIRS)

    assert found.p_because == pytest.approx(expected.p_because, abs=1e-9)
    assert found.p_better == pytest.approx(expected.p_better, abs=1e-9)
    assert found.own_share == pytest.approx(expected.own_share, abs=1e-9)


def test_two_calls_give_identical_numbers():
    series = diary(PAIRS, drug=1.0)

    assert judged(series, PAIRS) == judged(series, PAIRS)


def test_two_values_of_one_day_count_as_their_mean():
    series = diary(PAIRS, drug=1.0)
    doubled = [(day, value + shift) for day, value in series for shift in (-0.25, 0.25)]

    assert judged(doubled, PAIRS).p_because == pytest.approx(judged(series, PAIRS).p_because, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("wild", [0.0, 10.0])
@pytest.mark.parametrize("where", [3, 13, 14, 20, 27])
def test_one_extreme_day_does_not_cross_the_call_in_an_ordinary_month(seed, wild, where):
    series = diary(FOUR_WEEKS, drug=1.5, anyway=1.0, seed=seed)
    with_it = [*series[:where], (series[where][0], wild), *series[where + 1 :]]

    before, after = judged(series, FOUR_WEEKS), judged(with_it, FOUR_WEEKS)

    assert (before.p_because >= CALL) == (after.p_because >= CALL)
    assert (before.p_better >= CALL) == (after.p_better >= CALL)
    assert abs(before.p_because - after.p_because) < 0.05


def test_one_extreme_day_moves_three_pairs_little():
    series = diary(PAIRS, drug=1.8, anyway=1.0, seed=5)
    expected = judged(series, PAIRS).p_because
    for index in range(0, len(series), 5):
        for wild in (0.0, 10.0):
            changed = [*series[:index], (series[index][0], wild), *series[index + 1 :]]

            assert judged(changed, PAIRS).p_because == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("seed", range(5))
def test_missing_days_widen(seed):
    series = diary(PAIRS, drug=1.0, noise=1.0, seed=seed)
    widths = [judged(series[::step], PAIRS).range_now for step in (1, 3, 7)]

    assert widths == sorted(widths)


def test_with_a_slow_onset_the_same_days_speak_for_a_larger_effect():
    slow = Prior(0.9, 1.05, 1.7, 2.1, NOISE, onset_days=2.0)
    exposure = stretches(*[("off" if i % 2 == 0 else "on", 10) for i in range(12)])
    series = diary(exposure, drug=1.5)

    assert judged(series, exposure, slow).because[1].value > judged(series, exposure).because[1].value + 0.1


def test_single_masked_days_do_not_make_more_periods():
    whole = stretches(("off", 14), ("on", 28))
    broken = stretches(("off", 14), *[("on", 5), ("masked", 1)] * 4, ("on", 4))
    series = diary(whole, drug=1.0)

    found, expected = judged(series, broken), judged(series, whole)

    assert (found.periods_on, found.periods_off) == (expected.periods_on, expected.periods_off) == (2, 1)
    assert found.own_share == pytest.approx(expected.own_share, abs=0.02)


def test_periods_planned_one_after_the_other_stay_apart():
    planned = stretches(("off", 7), ("on", 7), ("on", 7), ("off", 7))

    assert judged(diary(planned), planned).periods_on == 2


def test_improvement_without_the_drug_begins_when_it_is_said_to():
    # A dummy comes first in a blinded trial: the fall from the days before it is not the drug's.
    exposure = stretches(("off", 14), ("off", 14), ("on", 14))
    series = [(day, value - 2.0 * (day >= 1014)) for day, value in diary(exposure)]
    told = Prior(0.9, 1.05, 1.7, 2.1, NOISE, anyway_from=1014)

    assert judged(series, exposure, told).because[0].value < judged(series, exposure).because[0].value


def test_a_day_masked_in_the_weeks_before_is_not_the_first_dose():
    whole = stretches(("off", 14), ("masked", 7), ("on", 28))
    broken = stretches(("off", 6), ("masked", 1), ("off", 7), ("masked", 7), ("on", 28))
    series = diary(whole, drug=1.0, anyway=3.0)

    found, expected = judged(series, broken), judged(series, whole)

    assert found.p_better == pytest.approx(expected.p_better, abs=0.01)
    assert found.better[0].value == pytest.approx(expected.better[0].value, abs=0.1)


def test_overlapping_stretches_are_our_own_mistake():
    with pytest.raises(AssertionError, match="overlap"):
        judged([], [Stretch(1, 10, "off"), Stretch(10, 20, "on")])


def test_two_years_of_days_are_weighed_and_counted():
    exposure = stretches(("off", 28), ("masked", 14), ("on", 688))

    found = judged(diary(exposure, drug=1.0, anyway=1.0), exposure)

    assert found.days_used == 716
    assert (found.periods_off, found.periods_on) == (2, 49)
    assert found.p_because < CALL
