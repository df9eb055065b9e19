"""From an intake to a record: repeats, open ends, what is later, what has no date."""

import math
from datetime import date

import pytest
from tests.unit.intake.small import ICD, SNOMED, about, coded, condition, observation, read, request

from painpath.facts import Moment, Status
from painpath.facts.moment import DAWN
from painpath.intake import read_facts, record_of


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


AS_OF = day("2026-06-01")
ER = "12 HR Oxycodone Hydrochloride 60 MG Extended Release Oral Tablet"
IR = "Oxycodone Hydrochloride 10 MG Oral Capsule"


def courses(library, *resources, as_of=AS_OF):
    return record_of(read(library, *resources), as_of, library).courses_of("oxycodone")


def test_repeats_of_a_product_are_one_course_since_the_first(library):
    (course,) = courses(library, request(ER), request(ER.upper(), authoredOn="2026-03-01"))

    assert (course.began.first, course.recorded, course.status) == (
        day("2026-01-01"),
        day("2026-03-01"),
        Status.ACTIVE,
    )


def test_two_products_of_one_drug_are_two_courses(library):
    assert len(courses(library, request(ER), request(IR))) == 2


def test_the_latest_repeat_tells_the_state(library):
    (course,) = courses(library, request(ER), request(ER, authoredOn="2026-03-01", status="stopped"))

    assert (course.status, course.ended.first, course.ended.last) == (
        Status.STOPPED,
        day("2026-03-01"),
        AS_OF,
    )


def dosed(milligrams: float, unit: str = "mg") -> list[dict]:
    timing = {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}
    return [{"timing": timing, "doseAndRate": [{"doseQuantity": {"value": milligrams, "unit": unit}}]}]


@pytest.mark.parametrize(
    ("first", "second", "daily"),
    [
        (dosed(60), dosed(120), (60.0, 180.0)),
        (dosed(60), dosed(60), (60.0, 60.0)),
        (dosed(60), [], (0.0, math.inf)),
    ],
)
def test_two_doses_of_one_product_on_one_day_may_add_up(first, second, daily, library):
    (course,) = courses(library, request(ER, dosageInstruction=first), request(ER, dosageInstruction=second))

    assert (course.daily_low, course.daily_high) == daily


def test_two_doses_of_one_day_in_units_of_one_kind_are_added(library):
    units = "gabapentin 1000 UNT Oral Tablet"
    twice = [request(units, dosageInstruction=dosed(count, "tablet")) for count in (1, 2)]

    (course,) = record_of(read(library, *twice), AS_OF, library).courses_of("gabapentin")
    assert (course.daily_low, course.daily_high, course.unit) == (1000.0, 3000.0, "[iU]")


def test_the_later_of_two_doses_counts(library):
    (course,) = courses(
        library,
        request(ER, dosageInstruction=dosed(60)),
        request(ER, dosageInstruction=dosed(120), authoredOn="2026-02-01"),
    )

    assert (course.daily_low, course.daily_high) == (120.0, 120.0)


def test_a_drug_begun_again_was_tried_before(library):
    stopped, active = courses(library, request(ER, status="stopped"), request(ER, authoredOn="2026-03-01"))

    assert (stopped.status, active.status) == (Status.STOPPED, Status.ACTIVE)
    assert active.began == Moment(day("2026-01-01"), day("2026-03-01"))


def test_a_plan_does_not_join_what_is_taken(library):
    found = courses(library, request(ER), request(ER, authoredOn="2026-03-01", intent="plan"))

    assert {course.status for course in found} == {Status.ACTIVE, Status.PLANNED}


def test_a_plan_after_a_stop_began_when_it_was_made(library):
    found = courses(
        library, request(ER, status="stopped"), request(ER, authoredOn="2026-03-01", intent="plan")
    )

    assert [c.began.first for c in found if c.status is Status.PLANNED] == [day("2026-03-01")]


def test_what_was_asked_for_later_is_set_aside(library):
    record = record_of(
        read(library, request(ER), request(ER, authoredOn="2026-07-01", status="stopped")), AS_OF, library
    )

    assert [course.status for course in record.courses_of("oxycodone")] == [Status.ACTIVE]
    assert len(record.later) == 1


def test_a_course_that_ended_after_the_as_of_day_was_taken_then(library):
    period = {"start": "2026-01-01", "end": "2026-05-01"}
    ended = about(
        "MedicationStatement",
        status="completed",
        medicationCodeableConcept={"text": ER},
        effectivePeriod=period,
    )

    (course,) = courses(library, ended, as_of=day("2026-02-02"))

    assert course.status is Status.STOPPED or course.status is Status.ACTIVE
    assert course.status is Status.ACTIVE


def test_an_end_on_an_unknown_day_lies_before_the_as_of_day(library):
    status = coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved")
    record = record_of(read(library, condition(ICD, "E11", clinicalStatus=status)), AS_OF, library)

    (reading,) = record.of("condition.type_2_diabetes")
    assert reading.ended == Moment(day("2020-01-01"), AS_OF)


def test_an_end_on_an_unknown_day_stays_open_for_a_day_before_the_record_was_written(library):
    status = coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "resolved")
    intake = read(
        library, condition(ICD, "E11", clinicalStatus=status), observation("72514-3", valueInteger=1)
    )

    (reading,) = record_of(intake, day("2021-01-01"), library).of("condition.type_2_diabetes")
    assert reading.ended.last > day("2021-01-01")


def test_an_unknown_date_in_fhir_is_any_day_until_the_as_of_day(library):
    record = record_of(read(library, condition(ICD, "E11", onsetDateTime=None)), AS_OF, library)

    assert record.of("condition.type_2_diabetes")[0].when == Moment(DAWN, AS_OF)


def test_an_undated_statement_of_a_course_began_any_day_until_the_as_of_day(library):
    undated = about("MedicationStatement", status="active", medicationCodeableConcept={"text": ER})

    assert courses(library, undated)[0].began == Moment(DAWN, AS_OF)


@pytest.mark.parametrize(
    ("facts", "fact", "first"),
    [
        ({"symptom.burning": "yes"}, "symptom.burning", AS_OF),
        ({"symptom.burning": "no"}, "symptom.burning", AS_OF),
        ({"lab.creatinine": "1 mg/dL"}, "lab.creatinine", AS_OF),
        ({"condition.stroke": "no"}, "condition.stroke", AS_OF),
        ({"condition.stroke": "yes"}, "condition.stroke", DAWN),
    ],
)
def test_what_is_stated_without_a_date_holds_on_the_as_of_day(facts, fact, first, library):
    """A yes to what may have been at any time does not say when it was."""
    record = record_of(read_facts({"facts": facts}, library), AS_OF, library)

    assert record.of(fact)[0].when == Moment(first, AS_OF)


def test_a_drug_stated_as_not_taken_is_not_taken_on_the_as_of_day(library):
    record = record_of(read_facts({"facts": {"medication.opioid": "no"}}, library), AS_OF, library)

    (course,) = record.courses_of("opioid")
    assert (course.status, course.began) == (Status.NOT_TAKEN, Moment(AS_OF, AS_OF))


def test_readings_after_the_as_of_day_are_set_aside(library):
    record = record_of(read(library, observation("72514-3", valueInteger=1)), day("2025-01-01"), library)

    assert len(record.later) == 1


def test_completeness_reaches_the_record(library):
    intake = read_facts({"complete": {"condition": {"since": "2020-01-01"}}}, library)

    assert record_of(intake, AS_OF, library).complete == {"condition": day("2020-01-01")}


def test_a_stated_end_within_a_month_stays_a_month(library):
    facts = {"medication.phenelzine": {"amount": "15 mg", "times_per_day": 3, "until": "2026-06"}}
    record = record_of(read_facts({"facts": facts}, library), AS_OF, library)

    assert record.courses_of("phenelzine")[0].ended == Moment(day("2026-06-01"), day("2026-06-30"))


def test_the_onset_of_a_stroke_is_its_date(library):
    record = record_of(read(library, condition(SNOMED, "230690007")), AS_OF, library)

    assert record.of("history.stroke_date")[0].low == day("2020-01-01")
