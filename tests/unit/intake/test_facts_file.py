"""Facts files: every form a value may have, and what is wrong with the ones that are refused."""

import json
import math
from datetime import date

import msgspec
import pytest
from tests.unit.intake.small import reading_of, reasons

from painpath.facts import Moment, Outcome, Status
from painpath.facts.moment import DAWN, WHENEVER
from painpath.intake import RecordError, read_facts, read_patient


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def facts(library, **named):
    return read_facts({"facts": {name.replace("__", "."): value for name, value in named.items()}}, library)


def one(library, fact: str, value: object):
    return reading_of(read_facts({"facts": {fact: value}}, library), fact)


def course(library, value: object, drug="gabapentin"):
    (found,) = read_facts({"facts": {f"medication.{drug}": value}}, library).courses
    return found


def refusal(document: object, library) -> str:
    with pytest.raises(RecordError) as caught:
        read_facts(document, library, name="facts.yaml")
    return str(caught.value)


WHOLE = """
schema: painpath.facts/1
as_of: 2026-11-20
complete: {condition: {since: 2020-01-01}, medication: {since: 2026-10}, allergy: yes, procedure: no}
guideline: nice_cg173
patient: {birth_date: 1961-03-02, sex: female}
facts:
  condition.type_2_diabetes: yes
  medication.phenelzine: yes
  renal.creatinine_clearance: 45 mL/min
  symptom.burning: no
  pain.intensity_average: 7
  pain.sites: [foot_left, foot_right]
  gene.cyp2d6.diplotype: "*4/*4"
"""


@pytest.fixture(scope="module")
def whole(library):
    return read_patient(WHOLE.encode(), library, name="facts.yaml")


def test_a_whole_file_gives_a_reading_for_every_fact(whole):
    assert {reading.fact: reading.low for reading in whole.readings if reading.fact != "pain.sites"} == {
        "patient.birth_date": day("1961-03-02"),
        "patient.sex": 0.0,
        "condition.type_2_diabetes": 1.0,
        "renal.creatinine_clearance": 45.0,
        "symptom.burning": 0.0,
        "pain.intensity_average": 7.0,
        "gene.cyp2d6.diplotype": 1.0,
    }


def test_a_whole_file_has_its_day_lists_and_hints(whole):
    assert (whole.as_of, whole.complete, whole.hints, whole.stated) == (
        day("2026-11-20"),
        {"condition": day("2020-01-01"), "medication": day("2026-10-31"), "allergy": DAWN},
        {"guideline": "nice_cg173"},
        True,
    )


def test_the_same_file_in_json_says_the_same(library, whole):
    document = {
        "as_of": "2026-11-20",
        "complete": {
            "condition": {"since": "2020-01-01"},
            "medication": "2026-10",
            "allergy": True,
            "procedure": False,
        },
        "guideline": "nice_cg173",
        "patient": {"birth_date": "1961-03-02", "sex": "female"},
        "facts": {
            "condition.type_2_diabetes": True,
            "medication.phenelzine": True,
            "renal.creatinine_clearance": "45 mL/min",
            "symptom.burning": False,
            "pain.intensity_average": 7,
            "pain.sites": ["foot_left", "foot_right"],
            "gene.cyp2d6.diplotype": "*4/*4",
        },
    }

    assert read_patient(json.dumps(document).encode(), library, name="facts.json") == whole


def test_a_file_in_braces_without_quotes_is_yaml(library):
    assert read_patient(b"{facts: {symptom.burning: yes}}", library).readings[0].low == 1.0


def test_an_empty_file_in_braces_says_nothing(library):
    assert read_patient(b"{}", library).readings == ()


def test_complete_may_be_a_list(library):
    assert read_facts({"complete": ["condition", "allergy"]}, library).complete == {
        "condition": DAWN,
        "allergy": DAWN,
    }


def test_complete_may_be_one_word(library):
    assert read_facts({"complete": "medication"}, library).complete == {"medication": DAWN}


@pytest.mark.parametrize(("value", "low"), [("yes", 1.0), ("no", 0.0), (True, 1.0), (False, 0.0)])
def test_a_claim_is_yes_or_no(value, low, library):
    assert one(library, "symptom.burning", value).low == low


@pytest.mark.parametrize(
    "fact", ["symptom.burning", "lab.creatinine", "substance_use.smoking", "pain.sites", "pain.onset"]
)
def test_what_is_stated_as_unknown_is_unknown(fact, library):
    found = one(library, fact, "unknown")

    assert (found.low, found.high, found.unreadable != "") == (-math.inf, math.inf, True)


def test_a_claim_has_a_time_and_a_place(library):
    value = {"is": "yes", "since": "2012-05", "until": "2013", "at": ["foot_left"]}

    found = one(library, "symptom.burning", value)

    assert (found.when.first, found.ended.last, found.at) == (
        day("2012-05-01"),
        day("2013-12-31"),
        frozenset({"foot_left"}),
    )


def test_a_place_may_be_one_word(library):
    assert one(library, "symptom.burning", {"is": "yes", "at": "foot_left"}).at == frozenset({"foot_left"})


def test_a_quantity_has_its_date(library):
    found = one(library, "lab.creatinine", {"value": "100 umol/L", "on": "2026-10-02"})

    assert (found.low, found.when) == (pytest.approx(1.1312), Moment(day("2026-10-02"), day("2026-10-02")))


def test_a_list_is_several_readings(library):
    values = [{"value": "1 mg/dL", "on": "2026-01-01"}, {"value": "2 mg/dL", "on": "2026-02-01"}, "3 mg/dL"]

    found = read_facts({"facts": {"lab.creatinine": values}}, library).readings

    assert [reading.low for reading in found] == [1.0, 2.0, 3.0]


def test_less_than_is_an_open_interval(library):
    assert one(library, "lab.creatinine", "<5 mg/dL").high == math.nextafter(5, 0)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (0.62, "a number without a unit"),
        ("0.62", "a number without a unit"),
        ("0.62 mmol/L", "a unit that this fact does not know"),
        ("see note", "not a number"),
        ("-1 mg/dL", "not a possible value"),
        ("900 mg/dL", "not a possible value"),
        (10**400, "not a number"),
    ],
)
def test_a_number_that_cannot_be_is_unknown_and_listed(value, why, library):
    intake = read_facts({"facts": {"lab.creatinine": value}}, library)

    assert reading_of(intake, "lab.creatinine").unreadable == why
    assert reasons(intake) == [("lab.creatinine", why)]


def test_a_number_that_is_not_one_is_unknown(library):
    assert one(library, "pain.intensity_average", math.nan).unreadable == "not a number"


def test_an_age_is_in_years(library):
    assert one(library, "patient.age", 65).low == 65.0


def test_a_change_may_be_negative(library):
    assert one(library, "pain.change", -3).low == -3.0


def test_the_patient_block_names_facts_of_the_patient(library):
    intake = read_facts({"patient": {"age": 65, "patient.pregnant": "no"}}, library)

    assert {reading.fact for reading in intake.readings} == {"patient.age", "patient.pregnant"}


@pytest.mark.parametrize(
    ("value", "members"),
    [
        (["foot_left"], {"foot_left"}),
        ("foot", {"foot"}),
        ("none", set()),
        ([], set()),
        ({"is": ["foot_right"]}, {"foot_right"}),
    ],
)
def test_a_set_is_all_its_members(value, members, library):
    found = one(library, "pain.sites", value)

    assert (found.members, found.closed) == (frozenset(members), True)


def test_a_date_is_the_days_it_may_mean(library):
    found = one(library, "pain.onset", 2025)

    assert (found.low, found.high) == (day("2025-01-01"), day("2025-12-31"))


def test_an_impossible_date_of_a_fact_is_unknown_and_listed(library):
    intake = read_facts({"facts": {"pain.onset": "2019-13-40"}}, library)

    assert reasons(intake) == [("pain.onset", "not a possible date")]


@pytest.mark.parametrize("word", ["on", "until"])
def test_a_reading_with_an_impossible_date_is_listed_and_not_used(word, library):
    intake = read_facts({"facts": {"symptom.burning": {"is": "yes", word: "2019-13-40"}}}, library)

    assert (intake.readings, intake.counts.unread) == ((), 1)


def test_one_pain_may_be_named(library):
    named = read_facts({"pains": {"left_foot": {"pain.intensity_average": 5}}}, library)
    listed = read_facts({"pains": [{"pain.intensity_average": 5}]}, library)

    assert (named.readings[0].low, listed.readings[0].low) == (5.0, 5.0)


# -------------------------------------------------------------------------------------------------------- drugs


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("yes", Status.ACTIVE),
        ("no", Status.NOT_TAKEN),
        ("unknown", Status.UNKNOWN),
        (True, Status.ACTIVE),
        ({"is": False}, Status.NOT_TAKEN),
        ({"is": "unknown"}, Status.UNKNOWN),
        ({"status": "stopped"}, Status.STOPPED),
        ({"status": "planned"}, Status.PLANNED),
    ],
)
def test_a_drug_is_taken_or_not(value, status, library):
    assert course(library, value).status is status


def test_a_drug_that_is_taken_leaves_all_else_unknown(library):
    found = course(library, "yes")

    assert (found.daily_low, found.daily_high, found.began) == (0.0, math.inf, WHENEVER)


def test_a_class_may_be_taken_or_not(library):
    assert course(library, "no", drug="opioid").status is Status.NOT_TAKEN


@pytest.mark.parametrize(
    ("value", "daily"),
    [
        ("75 mg twice daily", (150, 150)),
        ("300 mg tds", (900, 900)),
        ("75mg bd", (150, 150)),
        ({"dose": "300 mg tds"}, (900, 900)),
        ({"dose": "300 mg tds", "as_needed": "yes"}, (0, 900)),
        ({"dose": "unknown"}, (0, math.inf)),
        ({"amount": "300 mg", "times_per_day": "tds"}, (900, 900)),
        ({"amount": "600 mg", "times_per_day": 3}, (1800, 1800)),
        ({"amount": "0.3 g", "times_per_day": 2}, (600, 600)),
        ({"amount": "600 mg", "every": "12 h"}, (1200, 1200)),
        ({"daily_dose": "1200 mg"}, (1200, 1200)),
        ({"daily_dose": "1200 mg/d"}, (1200, 1200)),
        ({"daily_dose": "<=1200 mg"}, (0, 1200)),
        ({"daily_dose": "900 mg", "amount": "300 mg", "times_per_day": 3}, (900, 900)),
        ({"amount": "600 mg", "times_per_day": 3, "as_needed": "yes"}, (0, 1800)),
        ({"amount": "600 mg"}, (0, math.inf)),
        ({"times_per_day": 3}, (0, math.inf)),
        ({"amount": "unknown", "times_per_day": "unknown"}, (0, math.inf)),
    ],
)
def test_a_dose_is_an_amount_and_a_rhythm(value, daily, library):
    found = course(library, value)

    assert (found.daily_low, found.daily_high) == (pytest.approx(daily[0]), pytest.approx(daily[1]))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("1 tablet bd", "the dose is not understood"),
        ("one at night", "the dose is not understood"),
        ("1.500 mg three times daily", "the dose is not understood"),
        ({"dose": "Zzyzx"}, "the dose is not understood"),
        ({"amount": "Zzyzx", "times_per_day": 2}, "amount is not understood"),
        ({"amount": "-3 mg"}, "amount is not understood"),
        ({"amount": "1.500 mg", "times_per_day": 3}, "amount is not understood"),
        ({"amount": 300}, "amount is not understood"),
        ({"daily_dose": "1,500 mg"}, "daily_dose is not understood"),
        ({"amount": "3 mg", "every": "Zzyzx"}, "every is not understood"),
        ({"amount": "3 mg", "times_per_day": "Zzyzx"}, "times_per_day is not understood"),
    ],
)
def test_a_dose_that_is_not_understood_is_listed_and_the_drug_is_kept(value, why, library):
    intake = read_facts({"facts": {"medication.gabapentin": value}}, library)

    (found,) = intake.courses
    assert (found.drug, found.status, found.daily_low, found.daily_high) == (
        "gabapentin", Status.ACTIVE, 0.0, math.inf,
    )  # fmt: skip
    ((fact, said),) = reasons(intake)
    assert (fact, said.startswith(why), "Zzyzx" in said) == ("medication.gabapentin", True, False)


def test_a_dose_that_is_no_mass_keeps_its_unit(library):
    assert course(library, {"amount": "10 mL", "times_per_day": 2}).unit == "mL"


def test_a_written_dose_that_is_no_mass_keeps_its_unit(library):
    assert course(library, "10 mL twice daily").unit == "mL"


def test_a_course_has_dates_route_form_release_and_outcome(library):
    value = {
        "amount": "300 mg", "times_per_day": 1, "from": "2025-01-01", "until": "2025-03", "status": "stopped",
        "route": "oral", "form": "capsule", "release": "immediate", "strength": "300 mg", "outcome": "not_tolerated",
    }  # fmt: skip

    found = course(library, value)

    assert (found.began.first, found.ended.last, found.route, found.form, found.release, found.outcome) == (
        day("2025-01-01"), day("2025-03-31"), "oral", "capsule", "immediate", Outcome.NOT_TOLERATED,
    )  # fmt: skip


def test_a_stopped_course_without_an_end_ended_some_day(library):
    assert course(library, {"status": "stopped", "from": "2025-01-01"}).ended.first == day("2025-01-01")


def test_an_end_that_is_no_date_leaves_open_whether_it_is_taken(library):
    assert course(library, {"until": "2019-13-40"}).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("until", "status"),
    [
        ("2026-01-01", Status.UNKNOWN),
        ("2026-04-30", Status.UNKNOWN),
        ("2026-05-01", Status.ACTIVE),
        ("2026", Status.ACTIVE),
    ],
)
def test_an_end_before_the_beginning_is_listed_and_neither_is_used(library, until, status):
    value = {"amount": "300 mg", "times_per_day": 1, "from": "2026-05-01", "until": until}
    intake = read_facts({"facts": {"medication.gabapentin": value}}, library)
    listed = [(line.what, line.why) for line in intake.unread]

    assert intake.courses[0].status is status
    assert (("medication.gabapentin until", "it lies before `from`, so neither is used") in listed) is (
        status is Status.UNKNOWN
    )


@pytest.mark.parametrize(
    ("value", "dose"),
    [
        ({"amount": "1e308 mg", "times_per_day": 1e300}, None),
        ({"amount": "75 mg", "times_per_day": 1e300}, None),
        ({"amount": "75 mg", "times_per_day": 1441}, None),
        ({"amount": "75 mg", "times_per_day": 1440}, 108000.0),
        ({"daily_dose": "1e13 mg"}, None),
    ],
)
def test_a_dose_that_nobody_can_take_leaves_the_dose_open_and_is_listed(library, value, dose):
    intake = read_facts({"facts": {"medication.gabapentin": value}}, library)
    (one,) = intake.courses

    assert (one.daily_low if one.dose_known else None, bool(intake.unread)) == (dose, dose is None)


def test_several_courses_of_a_drug_are_kept_apart(library):
    values = [{"status": "stopped", "until": "2024"}, "yes"]

    found = read_facts({"facts": {"medication.gabapentin": values}}, library).courses

    assert [c.status for c in found] == [Status.STOPPED, Status.ACTIVE]


# ------------------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("fact", "hint"),
    [
        ("lab.creatinin", "Did you mean lab.creatinine"),
        ("condition.burning", "Did you mean symptom.burning?"),
        ("medication.gabapentn", "Did you mean medication.gabapentin"),
        ("medication.neurontin", "Did you mean medication.gabapentin?"),
        ("medication.percocet", "Did you mean medication.oxycodone and medication.paracetamol?"),
        ("zzyzx", "`painpath facts WORD` lists"),
    ],
)
def test_an_unknown_fact_is_refused_with_the_nearest(fact, hint, library):
    message = refusal({"facts": {fact: "yes"}}, library)

    assert message.startswith(f"facts.yaml: {fact} is not the name of a fact.")
    assert hint in message


@pytest.mark.parametrize(
    ("fact", "value", "says"),
    [
        ("symptom.burning", "Zzyzx", "is yes, no or unknown."),
        ("symptom.burning", None, "is yes, no or unknown."),
        ("symptom.burning", {"is": "yes", "value": "yes"}, "needs one of `is` and `value`."),
        ("symptom.burning", {"since": 2012}, "needs one of `is` and `value`."),
        ("symptom.burning", {"is": "yes", "when": 2012}, "has no word 'when'"),
        ("symptom.burning", {"is": "yes", "on": 2012, "since": 2012}, "keep one"),
        ("symptom.burning", {"is": "yes", "at": "foot_lef"}, "Did you mean foot_left?"),
        ("substance_use.smoking", "Zzyzx", "is one of never, former, current."),
        ("substance_use.smoking", True, "is one of never, former, current."),
        ("lab.creatinine", True, "is a number with its unit, such as `1 mg/dL`."),
        ("pain.sites", ["Zzyzx"], "neither an option nor a region"),
        ("medication.gabapentin", "Zzyzx", "a dose such as `75 mg twice daily`"),
        ("medication.gabapentin", {"is": "Zzyzx"}, "a dose such as `75 mg twice daily`"),
        ("medication.gabapentin", {"times_per_day": 2, "every": "12 h"}, "keep one"),
        ("medication.gabapentin", {"times_per_day": 2, "dose": "300 mg tds"}, "keep one"),
        ("medication.gabapentin", {"status": "Zzyzx"}, "status is one of"),
        ("medication.gabapentin", {"outcome": "Zzyzx"}, "outcome is one of"),
        (
            "medication.gabapentin",
            {"daily_dose": "1200 mg", "amount": "300 mg", "times_per_day": 3},
            "daily_dose is not amount times times_per_day",
        ),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_the_fact_without_the_value(fact, value, says, library):
    message = refusal({"facts": {fact: value}}, library)

    assert message.startswith(f"facts.yaml: {fact} ")
    assert says in message
    assert "Zzyzx" not in message


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"fact": {}}, "no word 'fact'. Did you mean facts"),
        ({"schema": "painpath.plan/1"}, "schema is not painpath.facts/1"),
        ({"as_of": "2026"}, "as_of is one day"),
        ({"as_of": "soon"}, "as_of is one day"),
        ({"complete": {"conditions": "yes"}}, "Did you mean condition"),
        ({"complete": {"condition": "Zzyzx"}}, "complete.condition is yes, no, or"),
        ({"complete": 5}, "complete is a list of names"),
        ({"facts": ["a"]}, "facts is a list of names"),
        ({"patient": {"age": 5}, "facts": {"patient.age": 6}}, "stands both under patient and under facts"),
        ({"pains": {"a": {}, "b": {}}}, "Write one file for each pain"),
        ({"pains": []}, "Write one file for each pain"),
        ({"pains": "x"}, "Write one file for each pain"),
    ],
)
def test_a_wrong_word_of_the_file_is_refused(document, says, library):
    assert says in refusal(document, library)


@pytest.mark.parametrize(
    "text", ["facts:\n  a: 1\n  a: 2", "facts: &x {a: 1}\npatient: *x", "a: b: c", "--- 1\n--- 2"]
)
def test_yaml_that_cannot_be_read_is_refused_with_its_line(text, library):
    with pytest.raises(RecordError, match=r"line \d"):
        read_patient(text.encode(), library)


@pytest.mark.parametrize(
    "value",
    [
        "100 ug/h",
        "0.1 mg/h",
        {"dose": "100 mcg/hr every 72 h"},
        {"amount": "100 ug/h"},
        {"amount": "100 ug/h", "every": "72 h"},
        {"daily_dose": "100 ug/h"},
    ],
)
def test_a_dose_by_the_hour_is_kept_as_a_rate(library, value):
    found = course(library, value)

    assert (found.daily_low, found.daily_high, found.unit) == pytest.approx((100.0, 100.0, "ug/h"))


def test_a_rate_given_more_than_once_a_day_is_not_understood(library):
    intake = read_facts(
        {"facts": {"medication.gabapentin": {"amount": "100 ug/h", "times_per_day": 2}}}, library
    )

    assert (intake.courses[0].daily_high, [one.what for one in intake.unread]) == (
        math.inf,
        ["medication.gabapentin"],
    )


def test_a_rate_taken_when_needed_may_be_nothing(library):
    found = course(library, {"amount": "100 ug/h", "as_needed": "yes"})

    assert (found.daily_low, found.daily_high) == (0.0, 100.0)


@pytest.mark.parametrize(
    ("text", "twice"),
    [
        ('{"facts": {"symptom.burning": "yes", "symptom.burning": "no"}}', "symptom.burning"),
        ('{"facts": {"symptom.burning": "yes"}, "facts": {}}', "facts"),
        ('{"facts": {"symptom.burning": {"is": "yes", "is": "no"}}}', "is"),
    ],
)
def test_a_name_that_stands_twice_in_json_is_refused(library, text, twice):
    with pytest.raises(
        RecordError, match=f"facts.json: '{twice}' stands twice in the same object. Keep one."
    ):
        read_patient(text.encode(), library, name="facts.json")


def test_the_error_for_a_bare_date_says_how_a_date_is_written(library):
    said = refusal({"facts": {"condition.stroke": "2025-12-01"}}, library)

    assert "With its day it is written {is: yes, on: 2026-10-02}" in said


def test_the_error_for_a_number_without_unit_does_not_ask_for_a_unit(library):
    bare = next(
        name for name, fact in library.facts.items() if fact.kind.value == "quantity" and fact.unit == "1"
    )

    assert refusal({"facts": {bare: True}}, library).endswith("is a bare number, such as `3`.")


def test_the_blank_of_a_form_is_no_answer(library):
    said = refusal({"facts": {"symptom.burning": "YES_OR_NO"}}, library)

    assert "in place of YES_OR_NO write yes or no, or leave the line out" in said


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("symptom.burning", {"is": "yes", "by": "patient"}),
        ("symptom.burning", {"is": "unknown", "on": "2026-11-20", "by": "patient"}),
        ("lab.creatinine", {"value": "1.2 mg/dL", "by": "patient"}),
        ("renal.dialysis", {"is": "none", "by": "patient"}),
        ("pain.onset", {"is": "2026-05", "by": "patient"}),
        ("pain.sites", {"is": ["foot_left"], "by": "patient"}),
        ("pain.sites", {"is": "unknown", "by": "patient"}),
    ],
)
def test_who_said_it_stands_with_the_source_of_a_reading(library, fact, value):
    assert one(library, fact, value).source == "patient; facts file"


def test_who_said_it_changes_nothing_else_of_a_reading(library):
    with_who = one(library, "symptom.burning", {"is": "yes", "on": "2026-11-20", "by": "Dr A.\nB"})
    without = one(library, "symptom.burning", {"is": "yes", "on": "2026-11-20"})

    assert with_who.source == "Dr A. B; facts file"
    assert msgspec.structs.replace(with_who, source=without.source) == without


@pytest.mark.parametrize(
    "value", [{"is": "yes", "by": "patient"}, {"amount": "300 mg", "until": "see note", "by": "patient"}]
)
def test_who_said_it_stands_with_the_source_of_a_course(library, value):
    assert course(library, value).source == "patient; facts file"


@pytest.mark.parametrize("by", ["", "   ", 7, ["patient"], "x" * 81])
@pytest.mark.parametrize("fact", ["symptom.burning", "medication.gabapentin"])
def test_who_said_it_is_a_short_name(library, fact, by):
    said = refusal({"facts": {fact: {"is": "yes", "by": by}}}, library)

    assert said.startswith(f"facts.yaml: {fact} says who it is by in a way that cannot be read")
    assert "xx" not in said
