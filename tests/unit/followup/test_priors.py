"""From entries to what is known beforehand, in points."""

from __future__ import annotations

import math

import pytest

from painpath.followup.priors import because_call, noise_of, prior_of
from painpath.library import load_library

DPN, PHN = "painful_diabetic_polyneuropathy", "postherpetic_neuralgia"


@pytest.fixture(scope="module")
def library():
    return load_library()


def test_a_mean_difference_is_taken_as_it_stands_less_a_tenth(library):
    known = prior_of(library, "duloxetine", DPN)

    assert known.effect == "duloxetine_diabetic_polyneuropathy_intensity_2014"
    assert known.method == "mean_difference"
    assert known.prior.drug == pytest.approx(0.9 * 0.96)


def test_the_spread_is_that_of_one_new_person(library):
    known = prior_of(library, "duloxetine", DPN)
    of_the_mean = (1.26 - 0.65) / (2 * 1.96)

    assert known.prior.drug_sd == pytest.approx(math.hypot(0.9 * math.hypot(of_the_mean, 0.4), 1.0))


def test_a_standardised_difference_is_multiplied_by_the_change_without_the_drug(library):
    known = prior_of(library, "venlafaxine", DPN)

    assert known.method == "standardised"
    assert known.nearest == "class_and_cause"
    assert known.prior.drug == pytest.approx(0.9 * 0.47 * 2.16)


def test_percentages_become_points_by_the_odds(library):
    known = prior_of(library, "gabapentin", PHN)
    odds = (33 / 67) / (19 / 81)

    assert known.effect == "gabapentin_postherpetic_neuralgia_2017"
    assert known.prior.drug == pytest.approx(0.9 * math.log(odds) * math.sqrt(3) / math.pi * 1.87, abs=0.02)


def test_a_prediction_interval_is_used_where_there_is_one(library):
    known = prior_of(library, "gabapentin", "central_post_stroke_pain")

    assert known.method.endswith("prediction interval")


def test_gabapentin_agrees_with_a_series_of_single_patient_trials(library):
    # yelland 2009, 55 single-patient trials: pain lower by 0.8 (standard error 0.2); not used to make the prior.
    known = prior_of(library, "gabapentin", "central_post_stroke_pain")

    assert known.prior.drug == pytest.approx(0.8, abs=0.2)


def test_every_prior_of_every_drug_favours_neither_madness_nor_certainty(library):
    for treatment in (*library.drugs, *library.therapies):
        for cause in (DPN, PHN, "central_post_stroke_pain"):
            known = prior_of(library, treatment, cause)
            if known is None:
                continue
            assert -0.5 < known.prior.drug < 2.5, (treatment, cause)
            assert 1.0 <= known.prior.drug_sd < 1.7, (treatment, cause)
            assert known.cite


def test_a_treatment_without_a_trial_against_a_dummy_has_no_prior(library):
    assert prior_of(library, "spinal_cord_stimulation", DPN) is None


def test_a_figure_whose_gain_is_positive_is_not_turned_round(library):
    assert prior_of(library, "tramadol", DPN).prior.drug > 0


def test_what_knowing_does_is_part_of_what_comes_anyway(library):
    knowing, blinded = (prior_of(library, "duloxetine", DPN, blinded=b).prior for b in (False, True))

    assert blinded.expectation == blinded.expectation_sd == 0.0
    assert knowing.expectation > 0
    assert knowing.anyway + knowing.expectation == pytest.approx(blinded.anyway)
    assert math.hypot(knowing.anyway_sd, knowing.expectation_sd) == pytest.approx(blinded.anyway_sd)


def test_the_cause_decides_what_comes_anyway(library):
    diabetic, zoster, other = (
        prior_of(library, "pregabalin", cause, blinded=True).prior.anyway
        for cause in (DPN, PHN, "central_post_stroke_pain")
    )

    assert zoster < other < diabetic


def test_noise_and_call_come_from_the_library(library):
    noise, call = noise_of(library, DPN), because_call(library)

    assert noise.spread > 0
    assert len(noise.tails) == 3
    assert call.allows(call.probability, call.own_share)
    assert not call.allows(call.probability - 0.01, 1.0)
    assert not call.allows(1.0, call.own_share - 0.01)
