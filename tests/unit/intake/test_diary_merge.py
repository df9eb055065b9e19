"""Entries beside what a facts file says: the same twice is one, two that differ stay two, days of doses are runs."""

import random
from datetime import date, timedelta

import pytest

from painpath.facts import Status
from painpath.intake import RecordError, read_facts
from painpath.intake.diary import DoseDay, Entry
from painpath.intake.diary_cells import Taken
from painpath.intake.diary_merge import merge
from painpath.library import load_library

PAIN = "pain.intensity_average"
GABAPENTIN = "medication.gabapentin"
NONE = Taken(0.0)


@pytest.fixture(scope="module")
def library():
    return load_library()


def pain(*days):
    return [Entry(PAIN, day, value, row, "pain") for row, (day, value) in enumerate(days, 2)]


def mg(total, times=None):
    return Taken(total, "mg", None if times is None else total / times, times)


def logged(*days, drug="gabapentin", as_needed=False):
    return [DoseDay(drug, day, taken, as_needed, row, drug) for row, (day, taken) in enumerate(days, 2)]


def beside(library, document, entries=(), doses=()):
    return merge(document, list(entries), list(doses), library)


def after(document, made):
    return {
        **document,
        "facts": {**document.get("facts", {}), **made.facts},
        **({"notes": made.notes} if made.notes else {}),
    }


def courses(library, value):
    found = read_facts({"facts": {GABAPENTIN: value}}, library).courses
    return [
        (
            date.fromordinal(one.began.first).isoformat(),
            None if one.ended is None else date.fromordinal(one.ended.last).isoformat(),
            one.daily_high,
            one.status,
        )
        for one in found
    ]


# ---------------------------------------------------------------------------------------------------------- readings


def test_a_new_fact_is_written_day_by_day(library):
    made = beside(library, {}, pain(("2026-11-02", 5), ("2026-11-01", 6)))

    assert made.facts[PAIN] == {"2026-11-01": 6, "2026-11-02": 5}
    assert (made.added, made.already) == (2, 0)


def test_the_same_entries_twice_add_nothing(library):
    entries = pain(("2026-11-01", 6), ("2026-11-02", 5))
    once = after({}, beside(library, {}, entries))

    made = beside(library, once, entries)

    assert (made.added, made.already, made.facts) == (0, 2, {})


def test_of_overlapping_entries_only_the_new_are_added(library):
    once = after({}, beside(library, {}, pain(("2026-11-01", 6))))

    made = beside(library, once, pain(("2026-11-01", 6), ("2026-11-02", 5)))

    assert (made.added, made.already) == (1, 1)
    assert made.facts[PAIN] == {"2026-11-01": 6, "2026-11-02": 5}


def test_an_entry_that_disagrees_is_shown_and_both_are_kept(library):
    once = after({}, beside(library, {}, pain(("2026-11-01", 6))))

    made = beside(library, once, pain(("2026-11-01", 3)))

    assert made.facts[PAIN] == {"2026-11-01": [6, 3]}
    assert [(one.row, one.column) for one in made.problems] == [(2, "pain")]


def test_the_same_value_in_another_form_is_the_same_entry(library):
    document = {"facts": {PAIN: [{"value": "6", "on": "2026-11-01"}, {"value": 5, "on": "2026-11-02"}]}}

    made = beside(library, document, pain(("2026-11-01", 6), ("2026-11-02", 5.0)))

    assert (made.added, made.already) == (0, 2)


def test_a_list_that_a_person_wrote_goes_on_as_a_list(library):
    old = [{"value": 6, "on": "2026-11-01", "by": "patient"}, {"value": 5, "on": "2026-11-02"}]

    made = beside(library, {"facts": {PAIN: old}}, pain(("2026-11-03", 4)))

    assert made.facts[PAIN] == [*old, {"value": 4, "on": "2026-11-03"}]


def test_a_value_without_a_day_gets_the_day_of_the_file(library):
    made = beside(library, {"as_of": "2026-11-01", "facts": {PAIN: 7}}, pain(("2026-11-02", 6)))

    assert made.facts[PAIN] == {"2026-11-01": 7, "2026-11-02": 6}
    assert made.undated == ()


def test_a_value_without_any_day_stays_and_is_pointed_out(library):
    made = beside(library, {"facts": {PAIN: 7}}, pain(("2026-11-02", 6)))

    assert made.facts[PAIN] == [7, {"value": 6, "on": "2026-11-02"}]
    assert made.undated == (PAIN,)


def test_a_yes_that_lasts_since_a_day_is_not_made_into_a_yes_of_that_day(library):
    old = {"is": "yes", "since": "2026-10-01"}
    new = [Entry("symptom.dizziness", "2026-11-02", "no", 2, "dizziness")]

    made = beside(library, {"as_of": "2026-11-01", "facts": {"symptom.dizziness": old}}, new)

    assert made.facts["symptom.dizziness"] == [old, {"is": "no", "on": "2026-11-02"}]


def test_two_sets_of_a_day_stay_two_sets(library):
    new = [
        Entry("pain.triggers", "2026-11-02", ["cold", "stress"], 2, "triggers"),
        Entry("pain.triggers", "2026-11-02", ["heat"], 3, "triggers"),
        Entry("pain.triggers", "2026-11-03", "none", 4, "triggers"),
    ]

    made = beside(library, {}, new)
    read = read_facts({"facts": made.facts}, library).readings

    assert [reading.members for reading in read] == [{"cold", "stress"}, {"heat"}, set()]


def test_notes_are_kept_by_word_and_day_and_never_twice(library):
    new = [Entry("notes.weather", "2026-11-02", "rain", 2, "weather")]
    once = after({}, beside(library, {}, new))

    made = beside(library, once, new)

    assert once["notes"] == {"weather": {"2026-11-02": "rain"}}
    assert (made.added, made.already) == (0, 1)


def test_a_fact_under_pains_is_not_hidden_by_a_second_one(library):
    document = {"pains": [{PAIN: 7}]}

    with pytest.raises(RecordError, match="pains"):
        beside(library, document, pain(("2026-11-02", 6)))


# ------------------------------------------------------------------------------------------------------------- doses


def test_consecutive_days_with_one_dose_are_one_course_that_stays_open(library):
    made = beside(library, {}, doses=logged(("2026-11-01", mg(900, 3)), ("2026-11-02", mg(900, 3))))

    assert made.facts[GABAPENTIN] == [
        {"amount": "300 mg", "times_per_day": 3, "from": "2026-11-01", "logged": "2026-11-02", "by": "diary"}
    ]


def test_another_dose_begins_another_course(library):
    made = beside(library, {}, doses=logged(("2026-11-01", mg(300)), ("2026-11-02", mg(600))))

    assert courses(library, made.facts[GABAPENTIN]) == [
        ("2026-11-01", "2026-11-01", 300.0, Status.ACTIVE),
        ("2026-11-02", None, 600.0, Status.ACTIVE),
    ]


def test_a_day_that_nobody_logged_is_unknown_and_divides_the_course(library):
    made = beside(library, {}, doses=logged(("2026-11-01", mg(900)), ("2026-11-03", mg(900))))

    assert [row[:2] for row in courses(library, made.facts[GABAPENTIN])] == [
        ("2026-11-01", "2026-11-01"),
        ("2026-11-03", None),
    ]


def test_a_logged_day_without_the_drug_stops_it(library):
    made = beside(library, {}, doses=logged(("2026-11-01", mg(900)), ("2026-11-02", NONE)))

    assert courses(library, made.facts[GABAPENTIN]) == [("2026-11-01", "2026-11-01", 900.0, Status.STOPPED)]


def test_a_dose_after_a_stop_is_a_new_course(library):
    doses = logged(("2026-11-01", mg(900)), ("2026-11-02", NONE), ("2026-11-03", mg(900)))

    made = beside(library, {}, doses=doses)

    assert [row[3] for row in courses(library, made.facts[GABAPENTIN])] == [Status.STOPPED, Status.ACTIVE]


def test_never_taken_is_kept_and_is_no_course(library):
    made = beside(library, {}, doses=logged(("2026-11-01", NONE), ("2026-11-02", NONE)))

    assert made.facts[GABAPENTIN] == [
        {"daily_dose": "0 mg", "from": "2026-11-01", "until": "2026-11-02", "by": "diary"}
    ]
    assert courses(library, made.facts[GABAPENTIN]) == []


def test_a_day_without_the_drug_that_comes_in_before_the_days_with_it_still_stops_them(library):
    once = after({}, beside(library, {}, doses=logged(("2026-11-02", NONE))))

    made = beside(library, once, doses=logged(("2026-11-01", mg(900))))

    assert courses(library, made.facts[GABAPENTIN]) == [("2026-11-01", "2026-11-01", 900.0, Status.STOPPED)]


def test_an_amount_of_nothing_that_is_no_diary_s_still_leaves_the_dose_open(library):
    (course,) = read_facts({"facts": {GABAPENTIN: {"daily_dose": "0 mg"}}}, library).courses

    assert not course.dose_known


def test_the_next_day_goes_on_with_the_course_of_the_file(library):
    once = after({}, beside(library, {}, doses=logged(("2026-11-01", mg(900)))))

    made = beside(library, once, doses=logged(("2026-11-02", mg(900))))

    assert [(one["from"], one["logged"]) for one in made.facts[GABAPENTIN]] == [("2026-11-01", "2026-11-02")]


def test_the_day_between_joins_two_courses(library):
    once = after({}, beside(library, {}, doses=logged(("2026-11-01", mg(900)), ("2026-11-03", mg(900)))))

    made = beside(library, once, doses=logged(("2026-11-02", mg(900))))

    assert [(one["from"], one["logged"]) for one in made.facts[GABAPENTIN]] == [("2026-11-01", "2026-11-03")]


def test_another_dose_of_a_logged_day_is_shown_and_both_are_kept(library):
    once = after({}, beside(library, {}, doses=logged(("2026-11-01", mg(900)), ("2026-11-02", mg(900)))))

    made = beside(library, once, doses=logged(("2026-11-01", mg(600))))

    assert len(made.problems) == 1
    assert [row[:3] for row in courses(library, made.facts[GABAPENTIN])] == [
        ("2026-11-01", None, 900.0),
        ("2026-11-01", "2026-11-01", 600.0),
    ]


def test_what_somebody_added_to_a_course_stays(library):
    mine = {
        "daily_dose": "900 mg",
        "from": "2026-11-01",
        "logged": "2026-11-02",
        "by": "diary",
        "route": "oral",
    }

    made = beside(library, {"facts": {GABAPENTIN: [mine]}}, doses=logged(("2026-11-03", mg(1200))))

    assert made.facts[GABAPENTIN][0] == {
        "daily_dose": "900 mg",
        "from": "2026-11-01",
        "until": "2026-11-02",
        "by": "diary",
        "route": "oral",
    }


@pytest.mark.parametrize("stated", ["yes", "300 mg three times daily"])
def test_a_drug_said_to_be_taken_becomes_the_run_that_says_since_when(library, stated):
    made = beside(library, {"facts": {GABAPENTIN: stated}}, doses=logged(("2026-11-01", mg(900, 3))))

    assert courses(library, made.facts[GABAPENTIN]) == [("2026-11-01", None, 900.0, Status.ACTIVE)]


def test_another_dose_without_days_is_shown_and_never_changed(library):
    made = beside(
        library, {"facts": {GABAPENTIN: "100 mg three times daily"}}, doses=logged(("2026-11-01", mg(900, 3)))
    )

    assert made.facts[GABAPENTIN][0] == "100 mg three times daily"
    assert len(made.problems) == 1


def test_days_of_a_prescribed_dose_that_goes_on_add_nothing(library):
    stated = {"amount": "300 mg", "times_per_day": 3, "from": "2026-10-01"}

    made = beside(library, {"facts": {GABAPENTIN: stated}}, doses=logged(("2026-11-01", mg(900))))

    assert (made.added, made.already, made.facts) == (0, 1, {})


def test_a_day_without_a_drug_that_the_file_says_is_taken_is_shown(library):
    stated = {"amount": "300 mg", "times_per_day": 3, "from": "2026-10-01"}

    made = beside(library, {"facts": {GABAPENTIN: stated}}, doses=logged(("2026-11-01", NONE)))

    assert len(made.problems) == 1
    assert made.facts[GABAPENTIN][0] == stated


def test_a_drug_said_not_to_be_taken_is_not_made_taken_in_silence(library):
    made = beside(library, {"facts": {GABAPENTIN: "no"}}, doses=logged(("2026-11-01", mg(900))))

    assert len(made.problems) == 1
    assert made.facts[GABAPENTIN][0] == "no"


@pytest.mark.parametrize("seed", range(12))
def test_the_order_in_which_days_come_in_changes_nothing(library, seed):
    days = [(date(2026, 10, 1) + timedelta(days=i)).isoformat() for i in range(25)]
    chance = random.Random(seed)
    doses = [(day, chance.choice([mg(300), mg(300), mg(600), NONE])) for day in days if chance.random() < 0.8]
    shuffled = doses[:]
    chance.shuffle(shuffled)
    half = len(shuffled) // 2

    at_once = beside(library, {}, doses=logged(*doses)).facts[GABAPENTIN]
    document = after({}, beside(library, {}, doses=logged(*shuffled[:half])))
    in_two = after(document, beside(library, document, doses=logged(*shuffled[half:])))["facts"][GABAPENTIN]

    assert courses(library, in_two) == courses(library, at_once)


@pytest.mark.parametrize("seed", range(6))
def test_any_import_twice_adds_nothing(library, seed):
    chance = random.Random(seed)
    days = [(date(2026, 10, 1) + timedelta(days=chance.randrange(20))).isoformat() for _ in range(30)]
    entries = pain(*((day, chance.randrange(11)) for day in days))
    doses = logged(*((day, chance.choice([mg(300), mg(600), NONE, Taken(None)])) for day in days))
    once = after({}, beside(library, {}, entries, doses))

    made = beside(library, once, entries, doses)

    assert (made.added, made.facts) == (0, {})
