"""Designing a trial in one patient: what refuses it, what is asked first, and how long a period has to be."""

from itertools import pairwise

import pytest
from tests.unit.followup.trial_cases import FACTS, ON_GABAPENTIN, ON_LOW_GABAPENTIN, day, designed, pregabalin

from painpath.followup.trial_checks import Wanted
from painpath.followup.trial_design import coin, order_of
from painpath.followup.trial_dose import transition

NO_EPILEPSY = "  condition.epilepsy: no\n"
EPILEPSY = FACTS.replace(NO_EPILEPSY, "  condition.epilepsy: yes\n")
NEVER_ON_AND_OFF = ("tramadol", "tapentadol", "morphine", "oxycodone", "buprenorphine_patch", "baclofen")


def bars(design):
    return {bar.id for bar in design.bars}


def test_a_trial_of_pregabalin_can_be_planned_in_painful_diabetic_neuropathy(library):
    design = pregabalin(library)

    assert (design.status, design.kind, len(design.periods)) == ("ready", "on_off", 6)


def test_each_pair_holds_both_treatments(library):
    design = pregabalin(library, pairs=5)

    codes = [{period.code for period in design.periods if period.pair == pair} for pair in range(1, 6)]

    assert codes == [{"A", "B"}] * 5


def test_periods_follow_each_other_without_a_gap_and_are_equally_long(library):
    design = pregabalin(library)

    days = [day(period.first) for period in design.periods]

    assert [after - before for before, after in pairwise(days)] == [design.period_days] * 5
    assert day(design.periods[0].first) == day(design.before[-1].last) + 1


def test_the_days_of_stepping_and_of_wash_out_are_not_judged(library):
    design = pregabalin(library)
    drug = next(arm for arm in design.arms if arm.id == "pregabalin")

    # Up: 150 mg for a week. Down by 75 mg a week: 225, 150, 75 mg for a week each (NHS Fife), then nothing.
    # 5 half-lives of 6.7 h are 33.5 h; withdrawal begins within 7 days and lasts up to 10 (classes/gabapentinoid).
    assert (drug.up_days, drug.down_days, drug.settles, drug.withdrawal) == (7, 3 * 7, 2, 7 + 10)
    assert design.masked_days == 21 + 17
    assert day(design.periods[0].judged_from) - day(design.periods[0].first) == 21 + 17


@pytest.mark.parametrize(
    ("drug", "days", "source"),
    [
        ("pregabalin", 17, "mersfelder_2016_gabapentin @ abstract"),
        ("duloxetine", 14, "nice_ng222 @ recommendation 1.4.15"),
    ],
)
def test_the_days_of_withdrawal_are_those_of_the_class_and_cite_its_source(library, drug, days, source):
    design = designed(library, Wanted(drug, seed=7))
    arm = next(arm for arm in design.arms if arm.id == drug)
    said = next(one for one in arm.says if one.id == "withdrawal")

    assert arm.withdrawal == days
    assert f"In the {days} days" in said.says
    assert source in said.cite


def test_what_needs_no_way_down_says_nothing_of_withdrawal(library):
    design = designed(library, Wanted("lidocaine_patch", seed=1))

    assert not [one for arm in design.arms for one in arm.says if one.id == "withdrawal"]


@pytest.mark.parametrize(
    # by 300 mg a week: 1500 mg is gone after 4 weeks, 1800 mg after 5; 4 weeks fit into a trial
    ("dose", "status", "refused"),
    [("500 mg", "ready", set()), ("600 mg", "refused", {"slow_taper"})],
)
def test_what_takes_more_than_four_weeks_to_step_down_is_not_put_on_and_off(library, dose, status, refused):
    design = designed(library, Wanted("gabapentin"), ON_GABAPENTIN.replace("600 mg", dose))

    assert (design.status, bars(design)) == (status, refused)


def test_a_period_is_as_long_at_the_dose_as_the_shortest_source_asks_for(library):
    duloxetine = designed(library, Wanted("duloxetine", seed=1))
    arm = next(arm for arm in duloxetine.arms if arm.id == "duloxetine")

    assert arm.at_dose == 28
    assert duloxetine.period_days - arm.up_days >= 28
    assert duloxetine.judged_days == 14


def test_more_weeks_make_longer_periods_with_the_same_days_left_out(library):
    assert pregabalin(library, weeks=4).period_days == pregabalin(library, weeks=2).period_days + 14


def test_the_dose_never_passes_the_limit_of_this_person(library):
    weak = FACTS.replace("75 mL/min", "40 mL/min")
    design = designed(library, Wanted("pregabalin", seed=7), weak)

    given = [step.total.value for period in design.periods for step in period.steps if step.total]

    assert max(given) == 150


def test_with_weak_kidneys_more_days_are_left_out_for_the_drug_to_go(library):
    weak = designed(library, Wanted("pregabalin", seed=7), FACTS.replace("75 mL/min", "40 mL/min"))

    assert next(arm for arm in weak.arms if arm.id == "pregabalin").settles == 7


def test_an_unknown_half_life_is_not_no_time_at_all(library):
    patch = designed(library, Wanted("lidocaine_patch", seed=1))
    arm = next(arm for arm in patch.arms if arm.id == "lidocaine_patch")

    assert library.drugs["lidocaine_patch"].half_life is None
    assert (arm.settles, arm.down_days, arm.withdrawal) == (7, 0, 0)


def test_what_is_taken_already_is_tried_at_the_dose_of_now(library):
    design = designed(library, Wanted("gabapentin", seed=1), ON_LOW_GABAPENTIN)
    arm = next(arm for arm in design.arms if arm.id == "gabapentin")

    assert (arm.dose.value, [stretch.kind for stretch in design.before]) == (900, ["run_in"])


def test_what_is_not_taken_yet_has_a_week_of_diary_before_it(library):
    design = pregabalin(library)

    assert [stretch.kind for stretch in design.before] == ["baseline", "run_in"]
    assert design.before[0].first == "2026-11-21"


@pytest.mark.parametrize("drug", NEVER_ON_AND_OFF)
def test_what_must_never_be_stopped_at_once_is_not_put_on_and_off(library, drug):
    design = designed(library, Wanted(drug, seed=1))

    assert (design.status, design.periods) == ("refused", ())
    assert bars(design) & {"n_of_1_bar_opioid", "n_of_1_bar_baclofen"}


@pytest.mark.parametrize("drug", ["pregabalin", "gabapentin", "lamotrigine", "carbamazepine", "mirogabalin"])
def test_a_drug_against_seizures_is_not_tried_on_and_off_with_epilepsy(library, drug):
    design = designed(library, Wanted(drug, seed=1), EPILEPSY)

    assert design.status == "refused"
    assert "n_of_1_bar_epilepsy" in bars(design)


def test_epilepsy_does_not_bar_a_patch(library):
    assert designed(library, Wanted("lidocaine_patch"), EPILEPSY).status == "ready"


def test_an_open_question_about_epilepsy_is_asked_before_anything_is_planned(library):
    design = designed(library, Wanted("pregabalin"), FACTS.replace(NO_EPILEPSY, ""))

    assert (design.status, design.periods, design.key) == ("held", (), None)
    assert "condition.epilepsy" in {ask.fact for ask in design.ask}


def test_thoughts_of_suicide_come_first(library):
    yes = designed(library, Wanted("pregabalin"), FACTS.replace("ideation: no", "ideation: yes"))
    silent = FACTS.replace("  mood.suicidal_ideation: no\n", "").replace("  mood.suicide_plan: no\n", "")
    unknown = designed(library, Wanted("pregabalin"), silent)

    assert "n_of_1_bar_suicidality" in bars(yes)
    assert unknown.status == "held"
    assert {ask.fact for ask in unknown.ask} <= {"mood.suicidal_ideation", "mood.suicide_plan"}


def test_a_pregnancy_refuses_it_and_a_possible_one_is_asked_about(library):
    woman = FACTS.replace("age: 60, sex: male", "age: 30, sex: female")
    pregnant = designed(library, Wanted("lidocaine_patch"), woman + "  patient.pregnant: yes\n")
    unknown = designed(library, Wanted("lidocaine_patch"), woman)

    assert "n_of_1_bar_pregnancy" in bars(pregnant)
    assert (unknown.status, unknown.periods) == ("held", ())


def test_an_emergency_refuses_it(library):
    facts = FACTS.replace("pain.sites: [foot_left, foot_right]", "pain.sites: [lower_back]")
    design = designed(
        library, Wanted("pregabalin"), facts + "  condition.sciatica: yes\n  symptom.saddle_numbness: yes\n"
    )

    assert [flag.urgency for flag in design.red_flags] == ["today"]
    assert (design.status, design.bars[0].id) == ("refused", "stop_and_refer")


def test_a_drug_that_is_unsafe_for_this_person_is_not_tried(library):
    design = designed(library, Wanted("amitriptyline"), FACTS.replace("age: 60", "age: 75"))

    assert design.status == "refused"
    assert set(design.verdicts) <= {"avoid", "contraindicated"}


@pytest.mark.parametrize("drug", ["capsaicin_patch", "botulinum_toxin_a"])
def test_what_acts_for_weeks_after_one_dose_is_not_put_on_and_off(library, drug):
    assert "no_dose" in bars(designed(library, Wanted(drug)))


def test_of_two_drugs_the_first_is_gone_before_the_second_begins(library):
    design = designed(library, Wanted("gabapentin", "pregabalin", seed=7), ON_LOW_GABAPENTIN)
    mixed = [period for period in design.periods if len({step.of for step in period.steps}) == 2]

    assert mixed
    for period in mixed:
        order = [step.of for step in period.steps]
        gone = next(step.day for step in period.steps if step.total is not None and step.total.value == 0)
        begun = next(step.day for step in period.steps if step.of != order[0])
        assert begun > gone


def test_the_other_drug_that_is_taken_now_is_stepped_down_before_the_one_in_question(library):
    design = designed(library, Wanted("pregabalin", "gabapentin", seed=7), ON_LOW_GABAPENTIN)
    begun = next(period for period in design.periods if any(step.of == "pregabalin" for step in period.steps))

    assert [stretch.kind for stretch in design.before] == ["run_in"]
    assert "gabapentin as before" in design.before[0].says
    assert begun.steps[0].of == "gabapentin"


def test_two_drugs_taken_together_do_not_take_turns(library):
    both = ON_GABAPENTIN + "  medication.duloxetine: {amount: 60 mg, times_per_day: 1, from: 2025-11-01}\n"

    assert "both_taken" in bars(designed(library, Wanted("duloxetine", "gabapentin"), both))


def test_every_drug_is_planned_held_or_refused_with_a_reason(library):
    for name in library.drugs:
        design = designed(library, Wanted(name, seed=1))

        assert (design.status == "ready") == bool(design.periods), name
        assert design.periods or design.bars or design.ask, name


def test_a_lower_dose_is_compared_with_the_dose_of_the_trial(library):
    design = pregabalin(library, against="150 mg")

    doses = {arm.dose.value for arm in design.arms}

    assert (design.kind, doses) == ("two_doses", {150, 300})


def test_a_dose_that_is_not_lower_is_refused(library):
    assert bars(pregabalin(library, against="300 mg")) == {"not_lower"}


def test_the_same_number_draws_the_same_order(library):
    assert pregabalin(library, seed=11) == pregabalin(library, seed=11)


def test_some_numbers_draw_other_orders():
    assert len({order_of(seed, 3, "randomised") for seed in range(100)}) == 8


def test_the_coin_is_fair():
    heads = sum(coin(seed, "pair 0") for seed in range(4000))

    assert 1850 < heads < 2150


def test_counterbalanced_pairs_alternate():
    assert {order_of(seed, 4, "counterbalanced") for seed in range(40)} == {
        (0, 1, 1, 0, 0, 1, 1, 0),
        (1, 0, 0, 1, 1, 0, 0, 1),
    }


def test_with_fewer_than_three_pairs_it_warns(library):
    assert "few_pairs" in {note.id for note in pregabalin(library, pairs=2).notes}
    assert "few_pairs" not in {note.id for note in pregabalin(library, pairs=3).notes}


def test_a_long_trial_is_called_long(library):
    assert "long" in {note.id for note in pregabalin(library, pairs=8).notes}
    assert "long" not in {note.id for note in pregabalin(library, pairs=1).notes}


def test_a_change_between_two_drugs_takes_both_ways(library):
    design = designed(library, Wanted("gabapentin", "pregabalin", seed=7), ON_LOW_GABAPENTIN)
    first, second = design.arms

    assert transition(first, second, 0) >= first.down_days + second.up_days


def test_the_difference_that_matters_may_be_the_patients_own(library):
    assert pregabalin(library).decision.meaningful == 2
    assert pregabalin(library, meaningful=1.5).decision.meaningful == 1.5


def test_every_rule_that_carries_a_number_says_where_it_is_from(library):
    design = pregabalin(library)

    assert all(sentence.cite for sentence in design.decision.says)
    assert next(one for one in design.stopping if one.id == "leave").cite


class TestReduction:
    def test_the_steps_go_down_to_nothing(self, library):
        design = designed(library, Wanted("gabapentin"), ON_GABAPENTIN, reduce=True)
        doses = [period.steps[0].total.value for period in design.periods]

        assert (design.status, design.kind) == ("ready", "reduction")
        assert doses == sorted(doses, reverse=True)
        assert doses[0] < 1800
        assert doses[-1] == 0

    def test_the_days_in_which_withdrawal_may_speak_are_not_judged(self, library):
        design = designed(library, Wanted("gabapentin"), ON_GABAPENTIN, reduce=True)

        # withdrawal begins within 7 days and lasts up to 10 (classes/gabapentinoid), then a week is judged
        assert (design.masked_days, design.judged_days) == (7 + 10, 7)

    def test_an_opioid_may_be_reduced_by_its_own_slow_steps(self, library):
        facts = FACTS + "  medication.tramadol: {amount: 50 mg, times_per_day: 4, from: 2025-01-01}\n"
        design = designed(library, Wanted("tramadol"), facts, reduce=True)

        # By 20 mg (a tenth of 200 mg) every 28 days: 180, 160, 140 ... There are tablets of 50 mg only, so
        # 150 mg comes with the third step (day 57), 100 mg with the fifth (113), 50 mg with the eighth (197), none with
        # the tenth (253). The longest way between two of them is 84 days; each step is held as long.
        steps = [(period.first, period.steps[0].total.value) for period in design.periods]
        first = day("2026-11-21") + 56
        assert (design.status, design.period_days) == ("ready", 84)
        assert [(day(begins), total) for begins, total in steps] == [
            (first, 150), (first + 84, 100), (first + 168, 50), (first + 252, 0),
        ]  # fmt: skip
        assert "first_step_waits" in {note.id for note in design.notes}

    @pytest.mark.parametrize(
        # the cut of the drug's own source and every how many days it comes
        ("drug", "amount", "times", "cut", "every"),
        [
            ("tramadol", 50, 4, 20, 28),
            ("tapentadol", 100, 2, 20, 28),
            ("morphine", 30, 2, 6, 28),
            ("oxycodone", 10, 2, 2, 28),
            ("gabapentin", 600, 3, 300, 7),
            ("pregabalin", 150, 2, 75, 7),
        ],
    )
    def test_the_way_down_is_never_faster_than_its_source(self, library, drug, amount, times, cut, every):
        facts = (
            FACTS
            + f"  medication.{drug}: {{amount: {amount} mg, times_per_day: {times}, from: 2025-01-01}}\n"
        )
        design = designed(library, Wanted(drug), facts, reduce=True)

        assert design.status == "ready"
        for period in design.periods:
            gone = day(period.first) - day("2026-11-21")
            assert period.steps[0].total.value >= amount * times - cut * (gone // every + 1)

    def test_with_epilepsy_it_is_refused(self, library):
        facts = ON_GABAPENTIN.replace(NO_EPILEPSY, "  condition.epilepsy: yes\n")

        assert designed(library, Wanted("gabapentin"), facts, reduce=True).status == "refused"

    def test_what_is_not_taken_cannot_be_reduced(self, library):
        assert bars(designed(library, Wanted("gabapentin"), reduce=True)) == {"not_taken"}

    def test_an_unknown_dose_is_not_a_dose(self, library):
        facts = FACTS + "  medication.gabapentin: yes\n"

        assert "dose_unknown" in bars(designed(library, Wanted("gabapentin"), facts, reduce=True))

    def test_less_than_half_a_year_is_told(self, library):
        early = ON_GABAPENTIN.replace("2025-11-01", "2026-08-01")
        late = ON_GABAPENTIN

        assert "early" in {
            note.id for note in designed(library, Wanted("gabapentin"), early, reduce=True).notes
        }
        assert "early" not in {
            note.id for note in designed(library, Wanted("gabapentin"), late, reduce=True).notes
        }
