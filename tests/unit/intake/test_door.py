"""Files that cannot be used at all: one clear message each, without any value of the patient."""

import json

import pytest
from tests.unit.intake.small import bundle, observation, patient

from painpath.intake import RecordError, read_patient

SECRET = "Zzyzx"


def refusal(data: bytes, library) -> str:
    with pytest.raises(RecordError) as caught:
        read_patient(data, library, name="patient.json")
    return str(caught.value)


def nested(levels: int) -> bytes:
    deep = b'{"a":' * levels + b"1" + b"}" * levels
    return b'{"resourceType":"Patient","id":"p","extension":' + deep + b"}"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (bundle()[:-10], "ends too early"),
        (json.dumps(json.loads(bundle()), indent=1).encode()[:-10], "ends too early"),
        (bundle() + b" trailing", "Something follows the end"),
        (b'{"resourceType": "Patient", "x": NaN}', "knows no NaN"),
        (b'{"resourceType": "Patient", "x": 01}', "not whole JSON"),
        (bundle().decode().encode("utf-16"), "UTF-16"),
        (bundle().decode().encode("utf-16-be"), "UTF-16"),
        (b"[" + bundle() + b"]", "an array"),
        (b'{"hello": 1}', "neither a FHIR resource"),
        (b'{"entry": []}', "neither a FHIR resource"),
        (b'{"resourceType": "Bundle"}', "no Patient"),
        (b'{"resourceType": "Bundle", "entry": []}', "no Patient"),
        (b'{"resourceType": "Bundle", "entry": {"a": 1}}', "not a list"),
        (b'{"resourceType": ["Bundle"], "entry": []}', "no Patient"),
        (json.dumps(observation("2160-0")).encode(), "no Patient"),
        (b" " * 50_000_000 + bundle(), "larger than 20 MB"),
        (nested(10_000), "deeper than 200"),
        (nested(300), "deeper than 200"),
        (b"just some words", "neither JSON nor a facts file"),
        (b"\x80\x81\x82", "not UTF-8"),
        (b"facts: [", "facts file that can be read (line"),
        (b"a: " + b"9" * 5000, "too many digits"),
        (b"facts: " + b"[" * 300 + b"]" * 300, "deeper than 200"),
        (b"x" * 3_000_000, "holds at most 2 MB"),
        (b'{"resourceType": "Patient", "id": 5}', "the Patient is not in the form"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_is_wrong(data, says, library):
    message = refusal(data, library)

    assert says in message


@pytest.mark.parametrize("data", [bundle()[:-1], bundle() + b"x", b"[1]", b'{"a": 1}', b""])
def test_a_refusal_names_the_file(data, library):
    assert refusal(data, library).startswith("patient.json: ")


def test_two_patients_are_refused(library):
    two = bundle(patient(id="q"))

    assert "2 Patients" in refusal(two, library)


def test_no_refusal_repeats_a_value(library):
    broken = json.dumps({"resourceType": "Patient", "name": SECRET, "id": 5, "birthDate": SECRET}).encode()
    truncated = json.dumps({"resourceType": "Patient", "name": SECRET}).encode()[:-1]
    trailing = json.dumps({"resourceType": "Patient"}).encode() + SECRET.encode()

    messages = [refusal(data, library) for data in (broken, truncated, trailing)]

    assert not [message for message in messages if SECRET in message]


def test_too_many_entries_are_refused(library):
    many = b'{"resourceType":"Bundle","entry":[' + b"{}," * 100_000 + b"{}]}"

    assert "more than 100000 entries" in refusal(many, library)


def test_too_many_lines_are_refused(library):
    assert "more than 100000 entries" in refusal(b'{"a":1}\n' * 100_001, library)


def test_too_many_loose_entries_are_refused(library):
    many = b'{"resourceType":"Bundle","entry":[' + b"1," * 100_000 + b"{}]}"

    assert "more than 100000 entries" in refusal(many, library)


def test_nesting_of_200_levels_is_read(library):
    assert read_patient(nested(198), library).counts.used == 1


def test_brackets_inside_text_do_not_count_as_nesting(library):
    data = json.dumps(patient(text="[" * 1000 + '"}')).encode()

    assert read_patient(data, library).counts.used == 1


def test_a_byte_order_mark_is_passed_over(library):
    assert read_patient(b"\xef\xbb\xbf" + bundle(), library).counts.used == 1


def test_ndjson_of_one_patient_is_read(library):
    lines = [json.dumps(patient()), "", json.dumps(observation("72514-3", valueQuantity={"value": 4}))]

    intake = read_patient("\n".join(lines).encode(), library)

    assert intake.counts.used == 2


def test_a_broken_line_of_ndjson_costs_only_itself(library):
    lines = [json.dumps(patient()), '{"resourceType": ', json.dumps(observation("72514-3", valueInteger=4))]

    intake = read_patient("\n".join(lines).encode(), library)

    assert (intake.counts.used, intake.counts.unread) == (2, 1)


def test_ndjson_whose_last_line_is_cut_off_is_refused(library):
    data = json.dumps(patient()) + "\n" + json.dumps(observation("72514-3"))[:-5]

    assert "the last, is not whole" in refusal(data.encode(), library)


def test_ndjson_line_nested_too_deep_is_refused(library):
    assert "deeper than 200" in refusal(json.dumps(patient()).encode() + b"\n" + nested(5_000), library)


def test_ndjson_nested_too_deep_behind_a_broken_line_is_refused(library):
    """The open quote of the second line hides the brackets of the third from the count."""
    data = json.dumps(patient()).encode() + b'\n{"a\n' + nested(5_000)

    assert "deeper than 200" in refusal(data, library)


def test_a_facts_file_in_json_with_bytes_that_are_no_text_is_refused(library):
    assert "not UTF-8 text" in refusal(b'{"facts": {"symptom.burning": "\xff"}}', library)


def test_a_single_patient_resource_is_read(library):
    assert read_patient(json.dumps(patient()).encode(), library).counts.entries == 1
