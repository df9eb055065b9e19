"""The dose timeline: what was taken on each day, phases, withdrawal, trials; unknown days stay unknown."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.followup.conftest import DAY, dose, ordinal

from painpath.criteria import Asking
from painpath.facts import Course, build_record, on_day
from painpath.followup.doses import Setting, exposures
from painpath.followup.phases import phases, uses
from painpath.followup.response import span_of
from painpath.followup.trials import trial_stands
from painpath.pipeline import Request, read_record

PDN = Setting("painful_diabetic_polyneuropathy", "US")
PHN = Setting("postherpetic_neuralgia", "US")
TODAY = DAY.toordinal()


@pytest.fixture
def taken(asking, library):
    """The exposures of the courses of one drug."""

    def build(drug, *courses, whom=PDN, **facts):
        listed = list(courses) if len(courses) > 1 else courses[0]
        return exposures(asking({f"medication.{drug}": listed, **facts}), library, whom)

    return build


def kinds(exposure, library, since=None):
    return [(phase.kind, phase.first, phase.days) for phase in phases(exposure, library, since)]


STEPS = (
    dose(75, "2026-07-01", "2026-07-07"),
    dose(150, "2026-07-08", "2026-07-14"),
    dose(300, "2026-07-15"),
)


def test_a_drug_raised_in_steps_is_titrated_and_then_at_target(taken, library):
    (found,) = taken("pregabalin", *STEPS)

    assert kinds(found, library, ordinal("2026-06-24")) == [
        ("before", "2026-06-24", 7),
        ("titration", "2026-07-01", 7),
        ("titration", "2026-07-08", 7),
        ("at_target", "2026-07-15", 129),
    ]
    assert found.days_at_target() == (129, 129)


def test_the_target_is_that_of_this_persons_kidneys(taken, library):
    (found,) = taken(
        "pregabalin",
        dose(75, "2026-07-01"),
        **{"renal.creatinine_clearance": {"value": "25 mL/min", "on": "2026-11-01"}},
    )

    assert (found.target.value, found.days_at_target()[0]) == (75.0, 143)


def test_without_kidney_function_the_target_is_not_known(taken, library):
    (found,) = taken("pregabalin", dose(300, "2026-07-01"), **{"renal.creatinine_clearance": "unknown"})

    assert found.target is None
    assert {kind for kind, _, _ in kinds(found, library)} == {"unknown"}
    assert {stand.reached for stand in trial_stands(found, library)} == {"unknown"}


def test_a_dose_that_stays_below_target_is_titration_for_one_step_only(taken, library):
    (found,) = taken("amitriptyline", dose(10, "2026-09-01"))

    assert kinds(found, library) == [("titration", "2026-09-01", 7), ("below_target", "2026-09-08", 74)]


def test_an_unknown_dose_is_neither_enough_nor_too_little(taken, library):
    (found,) = taken("gabapentin", {"is": "yes", "from": "2026-08-01"})

    assert kinds(found, library) == [("unknown", "2026-08-01", 112)]
    assert found.days_at_target() == (0, 112)
    assert {stand.reached for stand in trial_stands(found, library)} == {"unknown"}


def test_a_vague_beginning_leaves_its_days_open(taken, library):
    (found,) = taken("pregabalin", dose(300, "2026-07"))

    assert kinds(found, library) == [("unknown", "2026-07-01", 30), ("at_target", "2026-07-31", 113)]
    assert found.days_at_target() == (113, 143)
    assert (span_of(found).first, span_of(found).last_before) == (
        ordinal("2026-07-31"),
        ordinal("2026-06-30"),
    )


def test_a_drug_begun_nobody_knows_when_may_have_been_taken_for_long(taken, library):
    (found,) = taken("nortriptyline", "100 mg once daily")

    assert found.first is None
    assert found.days_at_target() == (1, float("inf"))
    assert {stand.reached for stand in trial_stands(found, library)} == {"unknown"}


def test_runs_of_doses_taken_are_one_stretch(taken, library):
    (found,) = taken(
        "duloxetine",
        dose(60, "2026-10-01", "2026-10-10"),
        dose(60, "2026-10-11", "2026-10-31"),
        dose(60, "2026-11-01"),
    )

    assert kinds(found, library) == [("at_target", "2026-10-01", 51)]


def test_days_nobody_wrote_about_are_not_known(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-10-01", "2026-10-10"), dose(60, "2026-10-14"))

    assert kinds(found, library) == [
        ("at_target", "2026-10-01", 10),
        ("unknown", "2026-10-11", 3),
        ("at_target", "2026-10-14", 38),
    ]
    assert found.days_at_target() == (48, 51)


def test_a_complete_list_makes_unwritten_days_a_pause(asking, library):
    facts = {"medication.duloxetine": [dose(60, "2026-10-01", "2026-10-10"), dose(60, "2026-10-14")]}
    asked = asking(facts, complete={"medication": {"since": "2026-01-01"}})
    (found,) = exposures(asked, library, PDN)

    assert [found.on(ordinal(f"2026-10-{day}")).state for day in (10, 11, 13, 14)] == [
        "on",
        "off",
        "off",
        "on",
    ]


def test_a_hole_longer_than_two_weeks_is_a_pause_with_withdrawal(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-08-01", "2026-08-31"), dose(60, "2026-10-01"))

    assert kinds(found, library) == [
        ("at_target", "2026-08-01", 31),
        ("withdrawal", "2026-09-01", 14),
        ("after", "2026-09-15", 16),
        ("at_target", "2026-10-01", 51),
    ]


@pytest.mark.parametrize(("until", "kind"), [("2026-10-12", "gap"), ("2026-10-13", "withdrawal")])
def test_two_days_without_a_dose_are_missed_and_three_are_a_pause(asking, library, until, kind):
    facts = {
        "medication.duloxetine": [
            dose(60, "2026-10-01", "2026-10-10"),
            {"is": "no", "from": "2026-10-11", "until": until},
            dose(60, "2026-10-13" if kind == "gap" else "2026-10-14"),
        ]
    }
    (found,) = exposures(asking(facts), library, PDN)

    assert kinds(found, library)[1][0] == kind


def test_a_stop_is_followed_by_withdrawal_and_then_by_nothing(taken, library):
    (found,) = taken("pregabalin", dose(300, "2026-07-15", "2026-09-15", outcome="no_benefit"))

    assert kinds(found, library) == [
        ("at_target", "2026-07-15", 63),
        ("withdrawal", "2026-09-16", 17),
        ("after", "2026-10-03", 49),
    ]
    assert (found.taken_now, found.last) == (False, ordinal("2026-09-15"))


def test_what_can_be_left_off_brings_no_withdrawal(taken, library):
    (found,) = taken(
        "lidocaine",
        {
            "amount": "1 patch",
            "times_per_day": 1,
            "route": "topical",
            "form": "patch",
            "from": "2026-09-01",
            "until": "2026-10-01",
        },
        whom=PHN,
    )

    assert (found.entry, found.withdrawal) == ("lidocaine_patch", 0.0)
    assert kinds(found, library)[-1][0] == "after"


def test_a_lower_dose_that_stays_brings_withdrawal_and_then_is_below_target(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-08-01", "2026-08-31"), dose(30, "2026-09-01"))

    assert kinds(found, library) == [
        ("at_target", "2026-08-01", 31),
        ("withdrawal", "2026-09-01", 14),
        ("below_target", "2026-09-15", 67),
    ]


def test_half_a_dose_on_one_day_is_a_missed_dose(taken, library):
    (found,) = taken(
        "duloxetine",
        dose(60, "2026-08-01", "2026-08-31"),
        dose(30, "2026-09-01", "2026-09-01"),
        dose(60, "2026-09-02"),
    )

    assert [kind for kind, _, _ in kinds(found, library)] == ["at_target", "gap", "at_target"]


def test_a_course_said_to_be_stopped_nobody_knows_when_was_taken_at_its_beginning(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-08-01", status="stopped"))

    assert found.on(ordinal("2026-08-01")).state == "on"
    assert {found.on(ordinal(f"2026-{month}-02")).state for month in ("08", "09", "11")} == {"unknown"}


def test_a_planned_or_denied_drug_was_not_taken(asking, library):
    facts = {"medication.duloxetine": "no", "medication.pregabalin": dose(75, "2026-11-19", status="planned")}

    assert exposures(asking(facts), library, PDN) == ()


def test_a_dose_as_needed_may_be_any(taken, library):
    (found,) = taken(
        "tramadol", {"amount": "400 mg", "times_per_day": 1, "as_needed": "yes", "from": "2026-10-01"}
    )

    assert found.highest is None
    assert {day.low for day in found.days} == {0.0}


def test_what_is_taken_now_stands_first(asking, library):
    facts = {
        "medication.pregabalin": dose(300, "2026-07-15", "2026-09-15"),
        "medication.duloxetine": dose(60, "2026-06-01"),
    }

    assert [one.entry for one in exposures(asking(facts), library, PDN)] == ["duloxetine", "pregabalin"]


# -------------------------------------------------------------------------------------------------------- trials


@pytest.mark.parametrize(("begin", "reached"), [("2026-08-29", "yes"), ("2026-08-30", "no")])
def test_the_clock_of_a_trial_starts_with_the_target_dose(taken, library, begin, reached):
    (found,) = taken("duloxetine", dose(30, "2026-01-01"), dose(60, begin))
    stands = {stand.authority: stand for stand in trial_stands(found, library)}

    assert stands["American Academy of Neurology"].reached == reached
    assert stands["American Academy of Neurology"].needed_days == 84


def test_a_day_nobody_wrote_about_may_be_the_one_that_is_missing(taken, library):
    (found,) = taken("duloxetine", dose(30, "2026-01-01", "2026-08-28"), dose(60, "2026-08-30"))

    assert trial_stands(found, library)[0].reached == "unknown"


def test_authorities_stand_side_by_side(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-09-20"))

    assert [(stand.authority, stand.reached) for stand in trial_stands(found, library)] == [
        ("American Academy of Neurology", "no"),
        ("EU text", "yes"),
        ("Seminars in Neurology 2010", "yes"),
    ]


def test_the_highest_dose_that_was_borne_stands_for_the_target(taken, library):
    (found,) = taken(
        "amitriptyline", dose(50, "2026-06-01", "2026-06-20", outcome="not_tolerated"), dose(25, "2026-06-21")
    )

    assert (found.target.value, found.tolerated) == (25.0, True)
    assert trial_stands(found, library)[0].reached == "yes"


def test_a_trial_that_was_not_borne_is_over(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-10-01", "2026-10-05", outcome="not_tolerated"))

    assert "not borne" in trial_stands(found, library)[0].says


def test_a_pause_begins_the_clock_again(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-05-01", "2026-06-30"), dose(60, "2026-09-20"))
    stand = trial_stands(found, library)[0]

    assert (stand.reached, found.days_at_target()[0]) == ("no", 123)


# ---------------------------------------------------------------------------------------------------------- laws

doses = st.sampled_from([0, 100, 300, 600, 1800])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(doses, st.integers(1, 20), st.integers(0, 20)), min_size=1, max_size=5))
def test_every_day_is_in_exactly_one_phase(library, runs):
    day, courses = DAY - timedelta(days=200), []
    for milligrams, length, hole in runs:
        end = day + timedelta(days=length - 1)
        course = (
            dose(milligrams, day.isoformat(), end.isoformat())
            if milligrams
            else {"is": "no", "from": day.isoformat(), "until": end.isoformat()}
        )
        courses.append(course)
        day = end + timedelta(days=hole + 1)
    document = {
        "as_of": DAY.isoformat(),
        "facts": {"medication.gabapentin": courses, "renal.creatinine_clearance": "90 mL/min"},
    }
    _, record, _ = read_record(json.dumps(document).encode(), library, Request(DAY))
    for found in exposures(Asking(library.catalog, record), library, PHN):
        listed = phases(found, library, found.start - 10)

        assert sum(phase.days for phase in listed) == TODAY - found.start + 11
        assert all(ordinal(one.last) + 1 == ordinal(two.first) for one, two in pairwise(listed))
        low, high = found.days_at_target()
        assert 0 <= low <= high <= len(found.days)
        stretches = uses(listed)
        assert all(one.last + 1 == two.first and one.kind != two.kind for one, two in pairwise(stretches))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 31), st.integers(1, 30), st.sampled_from([300, 1800]))
def test_learning_the_days_of_a_vague_course_stays_within_what_was_said_before(
    library, begin, end, milligrams
):
    def days(first: str, last: str) -> tuple[int, float]:
        course = dose(milligrams, first, last)
        document = {
            "as_of": DAY.isoformat(),
            "facts": {"medication.gabapentin": course, "renal.creatinine_clearance": "90 mL/min"},
        }
        _, record, _ = read_record(json.dumps(document).encode(), library, Request(DAY))
        (found,) = exposures(Asking(library.catalog, record), library, PHN)
        return found.days_at_target()

    low, high = days("2026-08", "2026-09")
    exact, same = days(f"2026-08-{begin:02d}", f"2026-09-{end:02d}")

    assert exact == same
    assert low <= exact <= high


def test_a_month_that_is_begin_and_end_has_no_sure_day(taken, library):
    (found,) = taken("duloxetine", dose(60, "2026-08", "2026-08"))

    assert found.days_at_target() == (0, 31)


def test_a_diary_of_doses_says_nothing_of_the_days_after_its_last_entry(library, asking):
    course = Course(
        "duloxetine",
        began=on_day(DAY - timedelta(days=20)),
        daily_low=60.0,
        daily_high=60.0,
        unit="mg",
        recorded=TODAY - 3,
        source="patient; facts file",
    )
    asked = Asking(library.catalog, build_record(TODAY, (), [course]))
    (found,) = exposures(asked, library, PDN)

    assert [found.on(TODAY - back).state for back in (4, 3, 2, 0)] == ["on", "on", "unknown", "unknown"]
    assert found.taken_now


def test_two_strengths_taken_together_may_be_their_sum_or_only_the_newer(library):
    courses = [
        Course(
            "duloxetine",
            began=on_day(DAY - timedelta(days=back)),
            daily_low=mg,
            daily_high=mg,
            unit="mg",
            strength=f"{mg} mg",
        )
        for back, mg in ((20, 60.0), (10, 30.0))
    ]
    (found,) = exposures(Asking(library.catalog, build_record(TODAY, (), courses)), library, PDN)

    assert (found.on(TODAY).low, found.on(TODAY).high) == (30.0, 90.0)
    assert found.days_at_target() == (10, 21)
