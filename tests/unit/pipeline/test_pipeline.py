"""From bytes to an answer: which day a record is read as of, what is assumed complete, what is listed as unread."""

import json
from datetime import date

import pytest

from painpath.intake import RecordError
from painpath.pipeline import Request, read_record, run_assess, run_check_order, run_plan, with_answers
from painpath.planning import Proposed

TODAY = date(2026, 11, 20)
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
CODED = {
    "facts/condition.diabetes": "{says: diabetes, type: claim, listed_in: condition, codes: {icd10cm: [E11]}}"
}


def facts(*lines: str, as_of: str = "") -> bytes:
    head = f"as_of: {as_of}\n" if as_of else ""
    return (head + "patient: {age: 60}\nfacts:\n" + "".join(f"  {line}\n" for line in lines)).encode()


def bundle(*days: str) -> bytes:
    """A patient with one diabetes recorded on each day."""
    patient = {"resourceType": "Patient", "id": "p", "birthDate": "1960-01-01"}
    conditions = [
        {
            "resourceType": "Condition",
            "subject": {"reference": "Patient/p"},
            "code": {"coding": [{"system": ICD, "code": "E11"}]},
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "verificationStatus": {"coding": [{"code": "confirmed"}]},
            **({"onsetDateTime": day} if day else {}),
        }
        for day in days
    ]
    entries = [{"resource": resource} for resource in (patient, *conditions)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def as_of(library, data: bytes, **asked: str) -> str:
    return read_record(data, library, Request(TODAY, **asked))[2].as_of


@pytest.mark.parametrize(
    ("data", "asked", "day"),
    [
        (facts("symptom.feet: yes"), {}, "2026-11-20"),
        (facts("symptom.feet: yes", as_of="2026-10-01"), {}, "2026-10-01"),
        (facts("symptom.feet: yes", as_of="2026-10-01"), {"as_of": "2026-09-01"}, "2026-09-01"),
        (facts("symptom.feet: yes", as_of="2026-10-01"), {"as_of": "last"}, "2026-10-01"),
        (bundle("2024-03-04", "2025-06-07"), {"as_of": "last"}, "2025-06-07"),
        (bundle("2024-03-04"), {}, "2026-11-20"),
    ],
)
def test_the_day_asked_for_goes_before_the_files_own_and_that_before_today(knowledge, data, asked, day):
    assert as_of(knowledge(CODED), data, **asked) == day


def test_the_last_day_of_a_record_without_dates_is_an_error_that_says_what_to_do(knowledge):
    with pytest.raises(
        RecordError, match=r"`--as-of last` needs a dated clinical entry.*give a date instead"
    ):
        as_of(knowledge(CODED), bundle(""), as_of="last")


@pytest.mark.parametrize("text", ["2026-11", "yesterday", "2026-13-01"])
def test_a_day_that_is_no_day_is_refused(knowledge, text):
    with pytest.raises(ValueError, match="as_of is a day such as 2026-11-20, or `last`"):
        as_of(knowledge(), facts("symptom.feet: yes"), as_of=text)


def test_the_settings_hold_what_was_asked_for(knowledge):
    request = Request(
        TODAY, guideline="house", jurisdiction="UK", assume_complete=("medication", "condition")
    )

    _, _, settings = read_record(facts("symptom.feet: yes"), knowledge(), request)

    assert (settings.guideline, settings.jurisdiction, settings.assume_complete) == (
        "house",
        "UK",
        ("condition", "medication"),
    )


def test_a_list_taken_as_complete_makes_absence_known(knowledge):
    library = knowledge()
    data = facts("pain.present: yes")

    open_ = run_assess(data, library, Request(TODAY, guideline="house"))
    closed = run_assess(data, library, Request(TODAY, guideline="house", assume_complete=("condition",)))

    assert (open_.status, closed.status) == ("ask_first", "not_neuropathic")


def test_what_could_not_be_read_is_listed_with_the_plan_and_the_verdict(knowledge):
    data = facts("lab.creatinine: 5", "renal.creatinine_clearance: high")
    library = knowledge({"facts/lab.creatinine": "{says: creatinine, type: quantity, unit: mg/dL}"})
    request = Request(TODAY, guideline="house")

    plan = run_plan(data, library, request)
    verdict = run_check_order(data, library, request, Proposed("calmin"))

    assert plan.unread == verdict.unread
    assert [line.partition(":")[0] for line in plan.unread] == [
        "lab.creatinine",
        "renal.creatinine_clearance",
    ]


def test_no_value_of_the_patient_stands_in_what_could_not_be_read(knowledge):
    plan = run_plan(
        facts("renal.creatinine_clearance: Zzyzx"), knowledge(), Request(TODAY, guideline="house")
    )

    assert "Zzyzx" not in " ".join(plan.unread)


def test_what_lies_after_the_day_is_counted_and_not_used(knowledge):
    plan = run_plan(bundle("2026-01-01", "2026-12-24"), knowledge(CODED), Request(TODAY, guideline="house"))

    assert plan.unread[-1] == "1 entries dated after the as-of day are listed here and not used"


def test_repeats_of_what_could_not_be_read_are_one_line_with_a_count(knowledge):
    plan = run_plan(bundle("2026-01-01", "2026-01-02"), knowledge(), Request(TODAY, guideline="house"))

    assert [line.endswith("and 1 more)") for line in plan.unread] == [True]


def test_a_verdict_for_a_record_is_that_of_its_facts(knowledge):
    verdict = run_check_order(
        facts("renal.creatinine_clearance: 30 mL/min"),
        knowledge(),
        Request(TODAY, guideline="house"),
        Proposed("calmin", "300 mg once daily"),
    )

    assert (verdict.verdict, verdict.limits.max_daily_dose.value) == ("adjust_dose", 150)


@pytest.mark.parametrize(
    ("word", "asked", "found"),
    [("", "", "US"), ("jurisdiction: UK\n", "", "UK"), ("jurisdiction: UK\n", "EU", "EU")],
)
def test_the_place_asked_for_goes_before_the_files_own_and_that_before_the_usual(
    knowledge, word, asked, found
):
    data = word.encode() + facts("symptom.feet: yes")

    _, _, settings = read_record(data, knowledge(), Request(TODAY, jurisdiction=asked))

    assert settings.jurisdiction == found


def test_a_guideline_of_the_file_that_is_not_known_is_an_error_that_names_those_that_are(knowledge):
    data = b"guideline: nowhere\n" + facts("symptom.feet: yes")

    with pytest.raises(RecordError, match=r"names a guideline that is not known here\. Known are: house"):
        read_record(data, knowledge(), Request(TODAY))


def test_a_list_that_holds_what_was_not_read_is_not_taken_as_complete(knowledge):
    request = Request(TODAY, assume_complete=("medication", "condition"))
    statement = {
        "resourceType": "MedicationStatement",
        "status": "active",
        "subject": {"reference": "Patient/p"},
        "medicationCodeableConcept": {"text": "xyzzy drops"},
    }
    whole = json.loads(bundle("2026-01-01"))
    whole["entry"].append({"resource": statement})

    _, _, settings = read_record(json.dumps(whole).encode(), knowledge(CODED), request)

    assert (settings.assume_complete, settings.refused_complete) == (("condition",), ("medication",))


def test_what_the_record_calls_complete_is_told_apart_from_what_the_user_does(knowledge):
    data = b"complete: [allergy]\n" + facts("symptom.feet: yes")

    _, record, settings = read_record(data, knowledge(), Request(TODAY, assume_complete=("condition",)))

    assert (settings.stated_complete, settings.assume_complete) == (("allergy",), ("condition",))
    assert set(record.complete) == {"allergy", "condition"}


@pytest.mark.parametrize("form", ["bytes", "data"])
def test_answers_are_added_to_the_record_of_the_same_day(knowledge, form):
    library = knowledge()
    _, record, _ = read_record(facts("symptom.feet: yes"), library, Request(TODAY))
    answers = b"facts: {test.nerve: no}" if form == "bytes" else {"facts": {"test.nerve": "no"}}

    found = with_answers(record, answers, library)

    assert (set(found.readings) - set(record.readings), found.as_of) == ({"test.nerve"}, record.as_of)
    assert set(record.readings) <= set(found.readings)


ONSET = {"facts/pain.onset": "{says: when the pain began, type: date}"}


@pytest.mark.parametrize(
    ("onset", "listed"), [("2026-11-21", True), ("2030", True), ("2026-11-20", False), ("2026", False)]
)
def test_a_date_after_the_day_asked_about_is_listed_and_not_used(knowledge, onset, listed):
    library = knowledge(ONSET)
    data = facts(f"pain.onset: {onset}")

    found = run_assess(data, library, Request(TODAY))
    _, record, _ = read_record(data, library, Request(TODAY))

    assert ("pain.onset: it lies after the day asked about" in found.unread) is listed
    assert bool(record.of("pain.onset")[0].unreadable) is listed


@pytest.mark.parametrize(("day", "refused"), [("1959-12-31", True), ("1960-01-01", False)])
def test_a_day_before_birth_is_refused(knowledge, day, refused):
    data = bundle("2024-03-04")

    if refused:
        with pytest.raises(RecordError, match="before the date of birth"):
            as_of(knowledge(CODED), data, as_of=day)
    else:
        assert as_of(knowledge(CODED), data, as_of=day) == day
