"""Documents damaged at random: intake refuses them plainly or reads them, and loses nothing.

Two laws. Whatever a JSON document holds, the only exception is RecordError. Every entry of a Bundle that is read is
counted exactly once: used, unread, or of a type that is not read.
"""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.intake.small import (
    ICD,
    LOINC,
    RXNORM,
    SNOMED,
    about,
    coded,
    condition,
    make_library,
    observation,
    patient,
    request,
)

from painpath.intake import RecordError, read_facts, read_patient, record_of

INSTRUCTION = [
    {
        "sequence": 1,
        "text": "2 tablets twice daily",
        "timing": {
            "repeat": {"frequency": 2, "period": 1, "periodUnit": "d", "boundsPeriod": {"end": "2026-02-01"}}
        },
        "route": coded(SNOMED, "26643006"),
        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
        "maxDosePerPeriod": {
            "numerator": {"value": 4, "unit": "mg"},
            "denominator": {"value": 1, "unit": "d"},
        },
    }
]
RESOURCES = [
    patient(identifier=[{"system": "s", "value": "v"}]),
    condition(
        ICD, "E11.42", id="c", recordedDate="2021-01-01", abatementDateTime="2022-01-01", bodySite=[{}]
    ),
    observation("2160-0", id="o", valueQuantity={"value": 1.1, "unit": "mg/dL", "comparator": "<"}),
    observation("72166-2", valueCodeableConcept=coded(SNOMED, "266919005", display="Never smoker")),
    observation(
        "85354-9",
        component=[{"code": coded(LOINC, "8480-6"), "valueQuantity": {"value": 120, "code": "mm[Hg]"}}],
    ),
    request("Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet", dosageInstruction=INSTRUCTION),
    request("", id="m", medicationCodeableConcept=None, medicationReference={"reference": "Medication/x"}),
    {"resourceType": "Medication", "id": "x", "code": coded(RXNORM, "25480")},
    about(
        "MedicationStatement",
        status="active",
        medicationCodeableConcept={"text": "Lasix 40mg"},
        effectivePeriod={},
    ),
    about("MedicationAdministration", status="completed", medicationCodeableConcept={"text": "Lasix 40mg"}),
    about("AllergyIntolerance", code=coded(SNOMED, "716186003"), recordedDate="2020-01-01"),
    about(
        "Procedure", status="completed", code=coded(SNOMED, "387731002"), performedPeriod={"start": "2020"}
    ),
    about("Device", status="active", type=coded(SNOMED, "14106009")),
    about("FamilyMemberHistory", status="completed", condition=[{"code": coded(SNOMED, "42345000")}]),
    about("DiagnosticReport", status="final", result=[{"reference": "Observation/o"}], conclusionCode=[{}]),
    about(
        "QuestionnaireResponse",
        status="completed",
        authored="2026-01-01",
        item=[{"linkId": "44260-8", "answer": [{"valueInteger": 1}]}],
    ),
    about(
        "List",
        status="current",
        mode="snapshot",
        code=coded(LOINC, "10160-0"),
        date="2026-01-01",
        entry=[{"item": {"reference": "MedicationRequest/m"}}],
    ),
    about("Claim", created="2026-01-01"),
]
DOCUMENT = {
    "resourceType": "Bundle",
    "type": "collection",
    "timestamp": "2026-06-01T00:00:00Z",
    "entry": [{"fullUrl": f"urn:uuid:{i}", "resource": resource} for i, resource in enumerate(RESOURCES)],
}
FACTS = {
    "as_of": "2026-11-20",
    "complete": {"condition": {"since": "2020-01-01"}},
    "patient": {"age": 65, "sex": "female"},
    "facts": {
        "symptom.burning": {"is": "yes", "since": "2025", "at": ["foot_left"]},
        "lab.creatinine": [{"value": "1 mg/dL", "on": "2026-01-01"}],
        "pain.sites": ["foot_left"],
        "medication.gabapentin": {"amount": "300 mg", "times_per_day": 3, "from": "2026-01-01"},
        "pain.onset": "2025-01",
    },
}
WORDS = st.sampled_from(
    ["", "active", "final", "2019-13-40", "2019", "9999-12-31",
     "see note", "<5", "5 mg", "mg", "1", "E11", "#x",
     "Patient/p", "Patient/q", "http://loinc.org", "entered-in-error", "0001-01-01T00:00:00Z", "\u0000", "unknown",
     "yes", "d", "€"]
)  # fmt: skip
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**300, max_value=10**310)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return make_library(tmp_path_factory.mktemp("knowledge"))


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """The paths of all values inside a document."""
    found = [path] if path else []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        found += paths(part, (*path, key))
    return found


def damaged(document: dict, damage: list[tuple[int, object]], drop: object) -> dict:
    """The document with some of its values replaced, or removed where the replacement is `drop`."""
    result = copy.deepcopy(document)
    for choice, value in damage:
        known = paths(result)
        if not known:
            break
        *way, last = known[choice % len(known)]
        parent = result
        for key in way:
            parent = parent[key]
        if value is drop:
            del parent[last]
        else:
            parent[last] = copy.deepcopy(value)
    return result


DROP = object()
DAMAGE = st.lists(
    st.tuples(st.integers(min_value=0, max_value=10_000), st.just(DROP) | VALUES), min_size=1, max_size=6
)


def check(data: bytes, entries: int | None, library) -> None:
    try:
        intake = read_patient(data, library)
    except RecordError:
        return
    record_of(intake, intake.last_clinical or 739_000, library)
    if entries is not None:
        assert intake.counts.entries == entries


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGE)
@example(damage=[(0, 5)])
def test_a_damaged_bundle_is_refused_or_read_without_losing_an_entry(damage, library):
    document = damaged(DOCUMENT, damage, DROP)
    whole = document.get("resourceType") == "Bundle" and isinstance(document.get("entry"), list)

    check(json.dumps(document).encode(), len(document["entry"]) if whole else None, library)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=DAMAGE)
def test_a_damaged_facts_file_is_refused_or_read(damage, library):
    document = damaged(FACTS, damage, DROP)

    try:
        intake = read_facts(document, library)
    except RecordError:
        return
    record_of(intake, intake.as_of or 739_000, library)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(min_value=0, max_value=20_000), junk=st.binary(max_size=4), where=st.integers(0, 20_000)
)
def test_damaged_bytes_are_refused_or_read(cut, junk, where, library):
    data = json.dumps(DOCUMENT).encode()
    data = data[: where % len(data)] + junk + data[where % len(data) :]

    check(data[: max(len(data) - cut % 50, 0)], None, library)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_is_refused_or_read(text, library):
    check(text.encode("utf-8", "surrogatepass"), None, library)


def test_the_undamaged_document_is_read_whole(library):
    intake = read_patient(json.dumps(DOCUMENT).encode(), library)

    assert (intake.counts.used, intake.counts.unread, intake.counts.skipped) == (17, 0, {"Claim": 1})
