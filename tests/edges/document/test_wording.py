"""How things are written: plurals, units, names for ids, nothing said twice; and the short form for a terminal."""

import re

import pytest
from msgspec.structs import replace
from tests.edges.cli.conftest import DIABETIC
from tests.edges.document.conftest import DAY
from tests.edges.document.test_pages import first_of, text_of

from painpath.edges.document.assessment_page import assessment_page
from painpath.edges.document.brief import brief
from painpath.edges.document.page import Bullets, Page, Said, Section, Table, cited
from painpath.edges.document.parts import amount, bullets, per_day
from painpath.edges.document.plan_page import plan_page
from painpath.edges.document.sources import source_lines
from painpath.edges.document.text import render_text
from painpath.edges.document.verdict_page import verdict_page
from painpath.edges.document.wording import spelled, tidied, tidy, unit_words
from painpath.pipeline import Request, run_assess, run_check_order, run_plan
from painpath.planning import Proposed
from painpath.planning.result import Amount, Current, Sentence


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("1 cautions", "1 caution"),
        ("1 entries", "1 entry"),
        ("11 cautions", "11 cautions"),
        ("At most 1 doses a day.", "At most 1 dose a day."),
        ("Not above 3 patch a day", "Not above 3 patches a day"),
        ("1 patch a day", "1 patch a day"),
        ("2 x 10 mg tablet", "2 x 10 mg tablet"),
        ("Age in years: 82 a (today)", "Age in years: 82 years (today)"),
        ("4 a day", "4 a day"),
        ("6 wk at the usual dose", "6 weeks at the usual dose"),
        ("eGFR: 24 mL/min/{1.73_m2}", "eGFR: 24 mL/min/1.73 m2"),
        ("160 mm[Hg]", "160 mmHg"),
        ("1 patch a day is more than 0.04444 patch a day", "1 patch a day is more than 4 patches in 90 days"),
        ("0.03 patch a day", "0.03 patch a day"),
        ("by 1 points of points of 0 to 10", "by 1 point of points of 0 to 10"),
        ("by 1.2 points of points of 0 to 10", "by 1.2 points of 0 to 10"),
        ("guillain_barre_pattern", "Guillain-Barré pattern"),
    ],
)
def test_words_are_written_as_people_write_them(text, better):
    assert tidy(text) == better


def test_an_id_is_spelled_with_its_capitals():
    assert spelled("cns_active_three") == "CNS active three"
    assert unit_words("mL/min/{1.73_m2}") == "mL/min/1.73 m2"


def test_places_are_named_and_not_given_by_their_ids(library):
    page = Page("t", "", (Bullets((Said("Pain in foot_left and face_right"),)),))

    assert "left foot and right side of the face" in text_of(tidied(library, page)).replace(
        "Pain in the ", ""
    )


def test_no_id_is_left_on_the_pages(library, real_plan):
    order = run_check_order(DIABETIC.encode(), library, Request(DAY), Proposed("duloxetine", "60 mg od"))
    pages = (
        plan_page(library, replace(real_plan, unread=())),
        assessment_page(library, real_plan.assessment),
        verdict_page(library, order),
    )

    for page in pages:
        body = text_of(replace(page, sources=()))
        assert re.findall(r"[a-z]+_[a-z_]+", body) == []
        assert not re.search(r"[{}]|\b1 (?:cautions|checks|things|doses|questions)\b", body)


def test_what_was_not_read_is_left_as_it_stood(library):
    unread = Section(library.say("title.unread"), (Bullets((Said("lab.creatinine_x 1 things"),)),))

    assert tidied(library, Page("t", "", (unread,))).first == (unread,)


def test_the_same_words_are_said_once_with_the_sources_of_all():
    (found,) = bullets((Said("a", ("x",)), Said("b"), Said("a", ("y",))))

    assert found.items == (Said("a", ("x", "y")), Said("b"))


def test_a_dose_rarer_than_daily_is_said_with_its_interval(library):
    assert amount(library, Amount(4 / 90, "patch"), 1 / 90) == "4 patch in 90 days"
    assert amount(library, Amount(300, "mg"), None) == "300 mg a day"
    assert amount(library, None, None) == ""
    assert (per_day(library, 1 / 90), per_day(library, 2.0), per_day(library, None)) == (
        "1 in 90 days",
        "2",
        "",
    )


def test_a_source_without_an_author_is_called_a_copy_and_a_place_in_words_is_no_link(library):
    mirror = next(name for name, source in library.sources.items() if source.authored == "no")
    words, address = next(
        (name, source.address)
        for name, source in library.sources.items()
        if source.address and not source.address.startswith("http")
    )

    (copied,), (told,) = source_lines(library, (mirror,)), source_lines(library, (words,))

    assert "copy or mirror" in copied.how
    assert (told.link, address in told.how) == ("", True)


# ------------------------------------------------------------------------------------------------ the first page


def planned(library, facts):
    head = "as_of: 2026-11-20\npatient: {birth_date: 1948-05-02, sex: female}\n"
    return run_plan(f"{head}facts: {{{facts}}}".encode(), library, Request(DAY))


def test_what_could_not_be_read_is_counted_in_the_status_and_named(library):
    plan = planned(library, "pain.present: yes, lab.sodium: 121, lab.creatinine: see note")
    first = first_of(plan_page(library, plan))

    assert re.search(
        r"2 things in the record could not be read, see the end: [^.]*creatinine", first, re.IGNORECASE
    )


def test_of_a_record_that_names_no_facts_only_the_number_is_given(library, diabetic_plan):
    page = plan_page(library, replace(diabetic_plan, unread=("code 123: not known (entry 3 Condition)",)))

    assert "One thing in the record could not be read, see the end." in first_of(page)


def test_what_no_rule_reads_is_said_on_the_first_page(library, diabetic_plan, urgent_plan):
    unused = tuple(Sentence(f"condition.x{i}", f"Rare thing {i}", ()) for i in range(14))
    for plan in (diabetic_plan, urgent_plan):
        first = first_of(plan_page(library, replace(plan, not_used=unused)))

        assert "Recorded, but no rule here reads it: Rare thing 0; Rare thing 1;" in first
        assert "Rare thing 11 and 2 more." in first


def flagged(plan, urgency):
    flag = replace(plan.assessment.red_flags[0], answer="yes", urgency=urgency, says="A flag that waits.")
    return replace(plan, urgent=(*plan.urgent, flag))


@pytest.mark.parametrize("urgency", ["two_weeks", "next_visit"])
def test_a_red_flag_that_may_wait_has_a_calmer_box(library, diabetic_plan, urgency):
    text = render_text(plan_page(library, flagged(diabetic_plan, urgency)))

    assert "A flag that waits." in text
    assert f"\n! Act {library.say(f'page.urgency_{urgency}')}" in text
    assert "No drug plan is printed" not in text


def test_on_the_stop_page_what_may_wait_comes_last(library, urgent_plan):
    first = first_of(plan_page(library, flagged(urgent_plan, "two_weeks")))

    assert first.index("Whom to call") < first.index("When to call") < first.index("A flag that waits.")


def test_a_child_is_referred_without_an_alarm(library):
    data = b"as_of: 2026-11-20\npatient: {age: 15}\nfacts: {pain.present: yes, condition.crps: yes}"
    plan = run_plan(data, library, Request(DAY))
    first = first_of(plan_page(library, plan))

    assert ("!!" in first, "next visit" in first) == (False, False)
    assert "Refer; this alone is no emergency" in first
    assert "Not yet reviewed" not in first


def taken(**words):
    usual = {
        "id": "medication.x", "name": "xdrug", "kind": "drug", "state": "unsafe", "says": "Too much",
        "act": "review_today", "dose": "1800 mg a day", "since": "", "severity": "avoid", "do": "Lower it",
        "involves": ("x",), "ask": (), "reasons": (), "cite": (),
    }  # fmt: skip
    return Current(**{**usual, **words})


def test_everything_unsafe_that_is_taken_stands_in_the_danger_box_first(library, diabetic_plan):
    pair = taken(
        id="r1", kind="combination", state="unsafe_combination", says="Both", dose="", severity="adjust_dose"
    )
    first = first_of(plan_page(library, replace(diabetic_plan, current=(pair, taken()))))

    assert first.index("!! Dangerous in what is taken now") < first.index("Status:")
    assert "Review today, do not stop suddenly: Xdrug, 1800 mg a day: Too much. Lower it." in first
    assert "None of this means stopping something suddenly" in first
    assert "What is taken now" not in first.replace("Dangerous in what is taken now", "")


def test_what_is_stopped_now_comes_first_and_nothing_says_the_opposite(library, diabetic_plan):
    both = (taken(severity="contraindicated"), taken(name="ydrug", act="stop_now", says="Rash"))
    first = first_of(plan_page(library, replace(diabetic_plan, current=both)))

    assert first.index("Stop now: Ydrug") < first.index("Xdrug")
    assert "None of this means stopping" not in first


def test_rules_about_the_same_drugs_are_one_line(library, diabetic_plan):
    same = [
        taken(id=f"r{i}", kind="combination", state="unsafe_combination", says=f"Rule {i}") for i in range(3)
    ]
    first = first_of(plan_page(library, replace(diabetic_plan, current=tuple(same))))

    assert "Rule 0. Lower it. 2 more rules on these drugs are in the details." in first
    assert "Rule 1" not in first


def test_what_is_only_watched_has_a_calmer_box(library, diabetic_plan):
    watched = taken(
        state="unsafe_combination", kind="combination", severity="monitor", act="watch", says="Bleeds"
    )
    first = first_of(plan_page(library, replace(diabetic_plan, current=(watched,))))

    assert "! To be watched in what is taken together - Watch: Bleeds." in first
    assert "Dangerous" not in first


def test_where_nothing_is_recorded_nothing_is_known_yet(library):
    data = b"as_of: 2026-11-20\npatient: {age: 50}\nfacts: {}"
    first = first_of(plan_page(library, run_plan(data, library, Request(DAY))))
    assessed = first_of(assessment_page(library, run_assess(data, library, Request(DAY))))

    for text in (first, assessed):
        assert "Status: nothing is known yet" in text
        assert "o pain is recorded" not in text
    assert "whether there is pain is not known" in first


def test_no_pain_recorded_names_no_place(library):
    first = first_of(plan_page(library, planned(library, "symptom.numbness: yes")))

    assert "No pain is recorded." in first
    assert "in that place" not in first


def test_the_questions_are_those_of_the_plan(library, diabetic_plan):
    ask = replace(diabetic_plan.assessment.ask[0], question="A question of the plan?", settles=(), must=False)
    first = first_of(plan_page(library, replace(diabetic_plan, ask=(ask,))))

    assert "1. A question of the plan?" in first


@pytest.mark.parametrize(
    ("intent", "title"), [("start", "To confirm before"), ("stop", "Open"), ("reduce", "Open")]
)
def test_an_order_to_stop_has_no_first_dose(library, intent, title):
    order = Proposed("duloxetine", "60 mg od", "", intent)
    first = first_of(verdict_page(library, run_check_order(DIABETIC.encode(), library, Request(DAY), order)))

    assert title in first
    assert ("first dose" in first) == (intent == "start")


def test_a_red_flag_stands_on_the_verdict(library):
    data = f"{DIABETIC}  symptom.saddle_numbness: yes\n  symptom.urinary_retention: yes\n".encode()
    verdict = run_check_order(data, library, Request(DAY), Proposed("gabapentin", "300 mg od"))

    if not verdict.red_flags:
        pytest.fail("the order does not carry the danger")
    assert "Whom to call" in first_of(verdict_page(library, verdict))


# ------------------------------------------------------------------------------------------------ the short form


def test_the_short_form_has_the_first_page_and_its_sources_only(library, diabetic_plan):
    whole = plan_page(library, diabetic_plan)
    short = brief(library, whole)

    assert (short.first, short.details) == (whole.first, ())
    assert [source.id for source in short.sources] == [
        source.id for source in source_lines(library, cited(whole.first))
    ]
    assert "add --details" in text_of(short)


def test_the_short_form_ends_with_what_could_not_be_read(library, diabetic_plan):
    lines = tuple(f"thing {i}: not a number" for i in range(12))
    text = text_of(brief(library, plan_page(library, replace(diabetic_plan, unread=lines)), lines))

    assert "thing 9: not a number" in text
    assert "thing 10" not in text
    assert "2 more could not be read: add --details." in text


def test_a_table_breaks_no_word_where_there_is_room():
    rows = ((Said("renal.creatinine_clearance"), Said("many words " * 9), Said("other words " * 9)),)
    text = render_text(Page("t", "", (Table("", ("Fact", "One", "Two"), rows),)), 70)

    assert "renal.creatinine_clearance" in text
    assert max(map(len, text.splitlines())) <= 70
