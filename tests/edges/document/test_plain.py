"""Results as JSON: the published schema holds, numbers are finite, nothing private is sent."""

import json
import math

import jsonschema
import msgspec
import pytest
from msgspec.structs import replace
from tests.edges.cli.conftest import DIABETIC
from tests.edges.document.conftest import DAY

from painpath.assessment.result import Score
from painpath.edges.document.plain import document_of, plain, schema_of
from painpath.edges.document.schemas import NAMES, schema_for
from painpath.facts import parse_moment
from painpath.pipeline import Request, run_check_order
from painpath.planning import Proposed


def sent(name, result):
    return json.loads(msgspec.json.encode(document_of(name, result)))


def validate(name, result):
    jsonschema.Draft202012Validator(schema_of(name)).validate(sent(name, result))


def test_plans_of_real_records_fit_the_published_schema(real_plan):
    validate("plan", real_plan)
    validate("assessment", real_plan.assessment)


@pytest.mark.parametrize("drug", ["pregabalin", "amitriptyline", "aspirin", "no such drug"])
def test_verdicts_fit_the_published_schema(library, drug):
    verdict = run_check_order(DIABETIC.encode(), library, Request(DAY), Proposed(drug, "75 mg twice daily"))

    validate("verdict", verdict)


@pytest.mark.parametrize("name", NAMES)
def test_every_published_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(schema_for(name))


def test_a_schema_refuses_a_plan_without_its_status(diabetic_plan):
    found = sent("plan", diabetic_plan)
    del found["status"]

    assert not jsonschema.Draft202012Validator(schema_of("plan")).is_valid(found)


@pytest.mark.parametrize(("name", "result"), [("plan", "diabetic_plan"), ("plan", "urgent_plan")])
def test_the_schema_stands_first(request, name, result):
    found = sent(name, request.getfixturevalue(result))

    assert next(iter(found.items())) == ("schema", "painpath.plan/1")


def test_what_one_stage_hands_to_the_next_is_not_sent(diabetic_plan):
    assert '"_asking"' not in msgspec.json.encode(document_of("plan", diabetic_plan)).decode()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_becomes_null(diabetic_plan, number):
    odd = replace(diabetic_plan.assessment, scores=(Score("x", "x", number, 1.0, (), ()),))

    found = sent("assessment", odd)

    assert found["scores"][0]["low"] is None
    jsonschema.Draft202012Validator(schema_of("assessment")).validate(found)


def test_quantities_are_value_and_unit(diabetic_plan):
    limits = [offer["limits"]["max_daily_dose"] for offer in sent("plan", diabetic_plan)["offered"]]

    assert {frozenset(limit) for limit in limits if limit is not None} == {frozenset({"value", "unit"})}


def test_dates_are_iso(diabetic_plan):
    days = [day["from_date"] for offer in sent("plan", diabetic_plan)["offered"] for day in offer["calendar"]]

    assert days
    assert all(parse_moment(day) is not None for day in days)


def test_a_value_that_is_no_part_of_a_result_is_our_own_bug():
    with pytest.raises(AssertionError, match="not part of a result"):
        plain(object())


def test_a_mapping_is_sent_as_it_is():
    assert plain({"a": (1, 2.5, None)}) == {"a": [1, 2.5, None]}


@pytest.mark.parametrize(
    "text",
    [
        {"as_of": "2026-11-20", "facts": {"symptom.burning": "yes", "pain.intensity_average": 7}},
        {
            "patient": {"age": 65},
            "facts": {"medication.gabapentin": {"amount": "300 mg", "times_per_day": 3}},
        },
        {"facts": {"medication.gabapentin": "300 mg tds", "medication.pregabalin": {"dose": "75 mg bd"}}},
        {"complete": ["medication"], "facts": {"lab.creatinine": {"value": "1.2 mg/dL", "on": "2026-11-02"}}},
        {
            "facts": {
                "symptom.burning": {"is": "yes", "on": "2026-11-20", "at": ["foot_left"], "by": "patient"},
                "medication.gabapentin": {"amount": "300 mg", "times_per_day": 3, "by": "clinician"},
            }
        },
    ],
)
def test_the_schema_of_a_facts_file_takes_facts_files(text):
    jsonschema.Draft202012Validator(schema_for("facts")).validate(text)


@pytest.mark.parametrize(
    "text",
    [
        {"facts": {"symptom.burnin": "yes"}},
        {"fact": {}},
        {"facts": {"symptom.burning": "ja"}},
        {"facts": {"symptom.burning": {"is": "yes", "who": "patient"}}},
    ],
)
def test_the_schema_of_a_facts_file_refuses_misspellings(text):
    assert not jsonschema.Draft202012Validator(schema_for("facts")).is_valid(text)


def test_the_demo_patient_fits_the_schema_of_a_facts_file():
    from painpath.edges.cli.demo import PATIENT
    from painpath.library.yaml_reader import read_yaml

    document, _ = read_yaml(PATIENT.read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema_for("facts")).validate(document)
