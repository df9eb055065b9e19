"""What is printed of an answer: what was seen, in words, and which leaves carry it."""

import pytest
from tests.spec.words import CATALOG, TODAY, criterion

from painpath.criteria.ask import Asking
from painpath.criteria.explain import Seen, explain, number, say_value, seen_by
from painpath.criteria.tree import FactIs, Rung
from painpath.facts.answer import NO, UNKNOWN, YES
from painpath.facts.moment import Moment
from painpath.facts.reading import INFINITY, Course, Reading, Status
from painpath.facts.record import build_record

NOW = Moment(TODAY, TODAY)


def asking(*readings, courses=()) -> Asking:
    return Asking(CATALOG, build_record(TODAY, readings, courses, {"condition": 1}))


def seen(made: Asking, text: str) -> tuple[Seen, ...]:
    return explain(made, criterion(text)).seen


def test_a_reading_is_seen_with_its_day_and_source():
    made = asking(Reading("weight", 59.5, 59.5, NOW, source="Observation/1"))

    assert seen(made, "{fact: weight, below: 60 kg}") == (
        Seen("weight", "59.5 kg", "2026-11-20", "Observation/1"),
    )


def test_what_has_ended_says_when():
    made = asking(
        Reading("burning", 1.0, 1.0, Moment(TODAY - 9, TODAY - 9), ended=Moment(TODAY - 1, TODAY - 1))
    )

    assert seen(made, "{fact: burning, is: yes}")[0].when == "2026-11-11, ended 2026-11-19"


def test_what_could_not_be_read_is_not_shown():
    made = asking(Reading("weight", when=NOW, unreadable="call Jane"))

    assert seen(made, "{fact: weight, below: 60 kg}")[0].says == "not readable"


def test_a_set_shows_its_members():
    made = asking(Reading("things", when=NOW, members=frozenset({"book", "ball"})))

    assert seen(made, "{fact: things, has: ball}")[0].says == "ball, book"


def test_a_territory_says_which_sites_lie_in_it_which_may_and_which_it_does_not_explain():
    made = asking(Reading("pain.sites", when=NOW, members=frozenset({"foot", "toe", "leg", "hand"})))

    assert seen(made, "{pain_in: sole}")[0].says == (
        "foot, toe in the sole of the foot; leg perhaps in the sole of the foot; hand outside the sole of the foot"
    )


def test_a_territory_of_a_pain_without_a_site_shows_what_was_recorded():
    made = asking(Reading("pain.sites", when=NOW, unreadable="call Jane"))

    assert seen(made, "{pain_in: sole}") == ()


def test_absence_by_a_list_says_which_list():
    assert seen(asking(), "{fact: heart.failure, is: yes}") == (
        Seen("heart.failure", "no", "today", "not on the complete condition list"),
    )


def test_a_value_that_follows_from_others_says_how():
    made = asking(Reading("weight", 60.0, 60.0, NOW))

    assert seen(made, "{fact: pounds, above: 100}") == (Seen("pounds", "132", "today", "derived"),)


def test_nothing_is_seen_where_nothing_is_known():
    assert seen(asking(), "{fact: weight, below: 60 kg}") == ()


@pytest.mark.parametrize(
    "text",
    [
        "{fact: burning, is: yes, at: pain}",
        "{fact: fever, is: yes, within: 9 d}",
        "{fact: burning, is: yes}",
    ],
)
def test_a_claim_is_seen_however_it_is_asked(text):
    made = asking(Reading("burning", 1.0, 1.0, NOW), Reading("fever", 1.0, 1.0, NOW))

    assert [one.says for one in seen(made, text)] == ["yes"]


def test_options_and_dates_are_seen_as_they_are_written():
    made = asking(Reading("grade", 1.0, 2.0, NOW), Reading("onset", TODAY - 10.0, TODAY - 10.0, NOW))

    assert seen(made, "{fact: grade, is: mid, within: 9 d}")[0].says == "mid or high"
    assert seen(made, "{fact: onset, within: 9 wk}")[0].says == "2026-11-10"


def test_every_reading_of_a_change_is_seen():
    made = asking(
        Reading("weight", 60.0, 60.0, NOW), Reading("weight", 70.0, 70.0, Moment(TODAY - 9, TODAY - 9))
    )

    assert len(seen(made, "{change: weight, falls_by: {at_least: 5 kg}, over_at_most: 30 d}")) == 2


def test_courses_are_seen_with_their_dose():
    courses = [
        Course("ada", daily_low=150.0, daily_high=150.0, unit="mg", began=NOW, id="1", source="facts"),
        Course("ben", began=NOW, id="2"),
        Course("cyd", began=NOW, id="3"),
        Course("ben", status=Status.STOPPED, began=NOW, ended=NOW, id="4"),
    ]

    assert seen(asking(courses=courses), "{taking: reds}") == (
        Seen("medication.ada", "active, 150 mg/d", "2026-11-20", "facts"),
        Seen("medication.ben", "active, dose not known", "2026-11-20", ""),
        Seen("medication.ben", "ended 2026-11-20, dose not known", "2026-11-20", ""),
    )


def test_a_rung_has_nothing_to_show():
    assert seen_by(asking(), Rung("possible")) == ()


@pytest.mark.parametrize(
    ("fact", "low", "high", "expected"),
    [
        ("weight", 60.0, 70.0, "60 to 70 kg"),
        ("weight", -INFINITY, 70.0, "up to 70 kg"),
        ("weight", 70.0, INFINITY, "70 kg or more"),
        ("weight", -INFINITY, INFINITY, "not known"),
        ("score", 3.25, 3.25, "3.25"),
        ("grade", -INFINITY, INFINITY, "not known"),
        ("burning", 0.0, 1.0, "not known"),
        ("onset", -INFINITY, INFINITY, "not known"),
    ],
)
def test_a_value_is_said_in_words(fact, low, high, expected):
    assert say_value(asking(), fact, low, high) == expected


def test_numbers_have_no_noise():
    assert [number(60.0), number(59.999999), number(7.25)] == ["60", "60", "7.25"]


def test_the_leaves_that_carry_a_no_are_those_that_are_no():
    made = asking(Reading("item.one", 1.0, 1.0, NOW), Reading("item.two", 0.0, 0.0, NOW))
    text = "{not: {all: [{fact: item.one, is: yes}, {fact: item.two, is: yes}]}}"

    why = explain(made, criterion(text))

    assert why.answer is YES
    assert [leaf.node for leaf in why.leaves()] == [FactIs("item.two", (1.0,))]


def test_joints_and_rules_are_explained_part_by_part():
    made = asking(Reading("item.one", 1.0, 1.0, NOW))
    text = """{any: [{rule: fever_or_burning}, {at_least_of: {n: 1, of: [{fact: item.two, is: yes}]}},
                     {all: [{fact: item.one, is: no}]}]}"""

    why = explain(made, criterion(text))

    assert [part.answer for part in why.parts] == [UNKNOWN, UNKNOWN, NO]
    assert len(why.parts[0].parts[0].parts) == 2
