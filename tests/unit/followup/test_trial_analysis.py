"""What a trial in one patient showed: by periods and pairs, never by days, never against a period's own start."""

import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.unit.followup.trial_cases import (
    ON_GABAPENTIN,
    ON_LOW_GABAPENTIN,
    blind,
    day,
    designed,
    diary,
    pregabalin,
    record_of,
    settings,
)

from painpath.followup.trial_analysis import analyse_trial, daily_pain
from painpath.followup.trial_checks import Wanted
from painpath.followup.trial_exposure import exposures
from painpath.followup.trial_report import ITEMS, report_items


def analysed(library, design, days, model=None):
    return analyse_trial(design, record_of(days), library, settings(), model)


def steady(effect):
    """7 without the drug, so much less with it, every day."""
    return lambda with_drug, _: 7.0 - (effect if with_drug else 0.0)


def noisy(effect, seed=1, spread=0.4):
    chance = random.Random(seed)
    return lambda with_drug, _: 7.0 - (effect if with_drug else 0.0) + chance.gauss(0, spread)


def test_a_steady_effect_is_found_in_full_and_kept(library):
    design = pregabalin(library)
    result = analysed(library, design, diary(design, steady(3.0)))

    assert result.difference == pytest.approx(3.0)
    assert (result.verdict, result.complete_pairs) == ("keep", 3)


def test_no_effect_is_not_called_one(library):
    design = pregabalin(library)
    result = analysed(library, design, diary(design, noisy(0.0)))

    assert result.verdict == "leave"
    assert abs(result.difference) < 0.5


def test_what_lies_at_the_bar_is_not_settled(library):
    design = pregabalin(library)
    days = {}
    for period in design.periods:
        less = float(period.pair) if period.code == design.key.drug_is else 0.0
        days |= dict.fromkeys(range(day(period.first), day(period.last) + 1), 7.0 - less)

    result = analysed(library, design, days)

    assert [pair.points for pair in result.pairs] == [1.0, 2.0, 3.0]
    assert (result.p_meaningful, result.verdict) == (pytest.approx(0.5), "not_settled")


def test_a_drug_that_makes_it_worse_is_said_to(library):
    design = pregabalin(library)
    result = analysed(library, design, diary(design, steady(-1.0)))

    assert result.difference == pytest.approx(-1.0)
    assert "higher with pregabalin" in result.says[0].says


def test_two_pairs_that_agree_are_not_certainty(library):
    design = pregabalin(library, pairs=2)
    result = analysed(library, design, diary(design, steady(3.0)))

    assert (result.complete_pairs, result.p_meaningful, result.verdict) == (2, None, "not_known")
    assert "few_pairs" in {warning.id for warning in result.warnings}


def test_nothing_is_printed_as_certain(library):
    design = pregabalin(library)
    result = analysed(library, design, diary(design, noisy(6.0)))

    assert "more than 99 % sure" in result.says[1].says


def test_one_pair_has_a_difference_and_no_interval(library):
    design = pregabalin(library, pairs=1)
    result = analysed(library, design, diary(design, steady(3.0)))

    assert (result.difference, result.intervals) == (pytest.approx(3.0), ())


def test_three_pairs_cannot_beat_one_in_eight_by_order_alone(library):
    design = pregabalin(library)

    assert analysed(library, design, diary(design, steady(5.0))).by_chance == 0.125


def test_a_period_with_too_few_days_has_no_mean_and_its_pair_does_not_count(library):
    design = pregabalin(library)
    days = diary(design, steady(3.0))
    judged = range(day(design.periods[0].judged_from), day(design.periods[0].last) + 1)
    for when in judged[7:]:
        del days[when]

    result = analysed(library, design, days)

    assert (result.periods[0].days, result.periods[0].needed, result.periods[0].mean) == (7, 8, None)
    assert (result.complete_pairs, result.pairs[0].points) == (2, None)
    assert "few_days" in {warning.id for warning in result.warnings}


def test_eight_of_fourteen_days_are_enough(library):
    design = pregabalin(library)
    days = diary(design, steady(3.0))
    judged = range(day(design.periods[0].judged_from), day(design.periods[0].last) + 1)
    for when in judged[8:]:
        del days[when]

    assert analysed(library, design, days).periods[0].mean is not None


def test_without_a_diary_nothing_is_said(library):
    result = analysed(library, pregabalin(library), {})

    assert (result.verdict, result.difference, result.by_chance) == ("not_known", None, None)
    assert result.says[0].id == "no_pair"


def test_a_period_that_was_left_counts_up_to_its_last_day(library):
    design = pregabalin(library)
    first = design.periods[0]
    left = replace(first, ended=first.judged_from, reason="pain")
    design = replace(design, periods=(left, *design.periods[1:]))
    result = analysed(library, design, diary(design, steady(3.0)))

    assert (result.periods[0].days, result.periods[0].reason) == (1, "pain")
    assert "left" in {warning.id for warning in result.warnings}


def test_a_look_before_the_end_is_warned_of(library):
    design = pregabalin(library)
    days = {
        when: value
        for when, value in diary(design, steady(3.0)).items()
        if when <= day(design.periods[3].last)
    }

    assert "not_over" in {warning.id for warning in analysed(library, design, days).warnings}


def test_without_the_key_it_stays_blind_and_decides_nothing(library):
    design = pregabalin(library)
    days = diary(design, steady(3.0))
    result = analysed(library, blind(design), days)

    assert (result.blind, result.verdict) == (True, "not_known")
    assert abs(result.difference) == pytest.approx(3.0)
    assert not any("pregabalin" in sentence.says for sentence in result.says)


def test_an_effect_that_lasts_into_the_judged_days_is_suspected(library):
    design = pregabalin(library)
    half = design.masked_days + design.judged_days // 2
    codes = {period.number: period.code == design.key.drug_is for period in design.periods}
    days = {}
    for before, period in pairwise([None, *design.periods]):
        for when in range(day(period.first), day(period.last) + 1):
            old = codes[before.number] if before is not None else True
            is_on = old if when - day(period.first) < half else codes[period.number]
            days[when] = 4.0 if is_on else 7.0

    carried = analysed(library, design, days)
    clean = analysed(library, design, diary(design, noisy(3.0)))

    assert carried.carry_over.suspected == "yes"
    assert "carry_over" in {warning.id for warning in carried.warnings}
    assert clean.carry_over.suspected == "no"


def test_without_a_change_nothing_is_known_of_carry_over(library):
    design = pregabalin(library, pairs=1)
    result = analysed(library, design, {})

    assert result.carry_over.suspected == "unknown"


@how(max_examples=25, deadline=None)
@given(start=st.floats(0, 10))
def test_the_days_that_are_not_judged_change_nothing(library, start):
    """The law: no period is measured against its own start."""
    design = pregabalin(library)
    usual = diary(design, steady(2.5))
    masked = {when for period in design.periods for when in range(day(period.first), day(period.judged_from))}
    changed = {when: start if when in masked else value for when, value in usual.items()}

    assert analysed(library, design, changed) == analysed(library, design, usual)


@how(max_examples=25, deadline=None)
@given(shift=st.floats(-2, 2))
def test_more_pain_on_every_day_changes_no_difference(library, shift):
    design = pregabalin(library)
    usual = diary(design, steady(2.5))
    moved = {when: value + shift for when, value in usual.items()}

    assert analysed(library, design, moved).difference == pytest.approx(
        analysed(library, design, usual).difference
    )


@how(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_whatever_the_order_the_effect_is_the_same(library, seed):
    design = pregabalin(library, seed=seed)

    assert analysed(library, design, diary(design, steady(2.5))).difference == pytest.approx(2.5)


def test_a_rise_from_period_to_period_is_no_effect_of_a_counterbalanced_drug(library):
    design = pregabalin(library, pairs=4, order="counterbalanced")
    number = {
        when: period.number
        for period in design.periods
        for when in range(day(period.first), day(period.last) + 1)
    }

    result = analysed(library, design, {when: 3 + 0.5 * count for when, count in number.items()})

    assert result.difference == pytest.approx(0.0)


def test_two_values_of_a_day_are_their_mean_and_a_vague_day_says_nothing(library):
    from painpath.facts import Reading, build_record, on_day, parse_moment

    readings = [
        Reading("pain.intensity_average", 4, 4, when=on_day(date.fromordinal(740000)), id="a"),
        Reading("pain.intensity_average", 6, 6, when=on_day(date.fromordinal(740000)), id="b"),
        Reading("pain.intensity_average", 9, 9, when=parse_moment("2026-05"), id="c"),
        Reading("pain.intensity_average", 2, 3, when=on_day(date.fromordinal(740001)), id="d"),
    ]

    assert daily_pain(build_record(740010, readings)) == {740000: 5.0}


class TestModel:
    def test_it_is_asked_about_judged_days_only(self, library):
        asked = {}

        def judge(series, exposure, prior, meaningful):
            asked.update(series=series, exposure=exposure, prior=prior, meaningful=meaningful)
            return type("Found", (), {"p_because": 0.9, "because": ()})()

        design = pregabalin(library)
        result = analysed(library, design, diary(design, steady(3.0)), (judge, "prior"))

        assert (result.posterior.p_because, result.verdict) == (0.9, "keep")
        assert (asked["prior"], asked["meaningful"]) == ("prior", 2)
        judged = [one for one in asked["exposure"] if one.kind != "masked"]
        assert len([one for one in judged if one.kind == "on"]) == 3

    def test_the_stretches_touch_and_never_overlap(self, library):
        found = exposures(pregabalin(library), day("2026-11-01"))

        assert found[0].first == day("2026-11-01")
        assert all(after.first == before.last + 1 for before, after in pairwise(found))

    def test_days_before_a_drug_that_was_taken_are_not_days_without_it(self, library):
        design = designed(library, Wanted("gabapentin", seed=1), ON_LOW_GABAPENTIN)

        assert exposures(design, day("2026-11-01"))[0].kind == "masked"

    def test_of_two_drugs_no_prior_against_placebo_is_used(self, library):
        design = designed(library, Wanted("gabapentin", "pregabalin", seed=1), ON_LOW_GABAPENTIN)
        result = analysed(library, design, diary(design, steady(3.0)), (lambda *_: 1 / 0, None))

        assert result.posterior is None


class TestReduction:
    def design(self, library):
        return designed(library, Wanted("gabapentin"), ON_GABAPENTIN, reduce=True)

    def days(self, design, pain):
        before = range(day(design.before[0].first), day(design.before[0].last) + 1)
        days = dict.fromkeys(before, 4.0)
        for period in design.periods:
            days |= dict.fromkeys(range(day(period.first), day(period.last) + 1), pain(period.number))
        return days

    def test_a_drug_that_is_not_missed_may_go(self, library):
        design = self.design(library)
        result = analysed(library, design, self.days(design, lambda _: 4.5))

        assert result.verdict == "leave"

    def test_the_first_step_that_is_worse_by_what_matters_is_the_end(self, library):
        design = self.design(library)
        result = analysed(library, design, self.days(design, lambda step: 4.0 if step < 3 else 6.0))

        assert result.verdict == "keep"
        assert [one.id for one in result.says] == ["step_1", "step_2", "step_3", "keep"]

    def test_without_the_week_before_no_step_is_judged(self, library):
        design = self.design(library)
        days = self.days(design, lambda _: 9.0)
        for when in range(day(design.before[0].first), day(design.before[0].last) + 1):
            del days[when]

        assert analysed(library, design, days).verdict == "not_known"


def test_the_report_has_all_items_and_says_what_is_not_known(library):
    design = pregabalin(library)
    plan = report_items(library, design, None)
    result = analysed(library, design, diary(design, steady(3.0)))
    whole = report_items(library, design, result)

    assert [item.number for item in whole] == list(range(1, ITEMS + 1))
    assert [item.number for item in whole if item.says == "not known"] == [15, 19, 23, 25]
    assert {item.number for item in plan if item.says == "not known"} >= {13, 16, 17, 22}
