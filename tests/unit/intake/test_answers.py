"""QuestionnaireResponse: items by LOINC linkId or by the name of a fact."""

import pytest
from tests.unit.intake.small import LOINC, SNOMED, about, read, reading_of, reasons


def answered(*items, **elements) -> dict:
    base = {"status": "completed", "authored": "2026-01-03", "item": list(items)}
    return about("QuestionnaireResponse", **{**base, **elements})


def item(link: str, *answers, **more) -> dict:
    return {"linkId": link, "answer": list(answers), **more}


def one(library, fact, link, *answers):
    return reading_of(read(library, answered(item(link, *answers))), fact)


@pytest.mark.parametrize("link", ["44260-8", "/44260-8", "/44249-1/44260-8", "mood.phq9_item9"])
def test_an_item_is_found_by_its_link(link, library):
    assert one(library, "mood.phq9_item9", link, {"valueInteger": 2}).low == 2.0


@pytest.mark.parametrize(
    "coding",
    [
        {"system": LOINC, "code": "LA6570-1"},
        {
            "code": "x",
            "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2}],
        },
    ],
)
def test_a_coded_answer_has_its_points(coding, library):
    assert one(library, "mood.phq9_item9", "44260-8", {"valueCoding": coding}).low == 2.0


@pytest.mark.parametrize(
    ("fact", "answer", "value"),
    [
        ("symptom.burning", {"valueBoolean": True}, 1.0),
        ("symptom.burning", {"valueString": "no"}, 0.0),
        ("pain.intensity_average", {"valueDecimal": 6.5}, 6.5),
        ("vital.height", {"valueQuantity": {"value": 170, "unit": "cm"}}, 170.0),
        ("lab.creatinine", {"valueString": "0.9 mg/dL"}, 0.9),
    ],
)
def test_an_answer_is_of_the_facts_type(fact, answer, value, library):
    assert one(library, fact, fact, answer).low == value


def test_a_date_is_read(library):
    assert one(library, "pain.onset", "pain.onset", {"valueDate": "2025-05-05"}).unreadable == ""


@pytest.mark.parametrize(
    ("fact", "answers"),
    [
        ("symptom.burning", [{"valueDate": "2025-05-05"}]),
        ("symptom.burning", [{}]),
        ("symptom.burning", [{"valueBoolean": True}, {"valueBoolean": False}]),
        ("mood.phq9_item9", [{"valueCoding": {"code": "often"}}]),
        ("mood.phq9_item9", [{"valueInteger": 7}]),
    ],
)
def test_an_answer_that_is_not_understood_is_unknown_and_listed(fact, answers, library):
    intake = read(library, answered(item(fact, *answers)))

    assert reading_of(intake, fact).unreadable != ""
    assert [what for what, _ in reasons(intake)] == [fact]


def test_the_members_of_a_set_are_read(library):
    answers = [{"valueCoding": {"system": SNOMED, "code": "22335008"}}, {"valueString": "foot_right"}]

    found = one(library, "pain.sites", "pain.sites", *answers)

    assert (found.members, found.closed) == (frozenset({"foot_left", "foot_right"}), True)


def test_a_member_that_is_not_known_leaves_the_set_open(library):
    found = one(
        library, "pain.sites", "pain.sites", {"valueString": "foot_right"}, {"valueString": "elsewhere"}
    )

    assert (found.members, found.closed) == (frozenset({"foot_right"}), False)


def test_items_inside_items_and_answers_are_read(library):
    inner = item("symptom.burning", {"valueBoolean": True})
    outer = {"linkId": "g", "item": [item("lab.creatinine", {"valueString": "1 mg/dL", "item": [inner]})]}

    facts = {r.fact for r in read(library, answered(outer)).readings}

    assert {"symptom.burning", "lab.creatinine"} <= facts


def test_an_item_that_no_fact_knows_is_listed_by_its_link(library):
    assert reasons(read(library, answered(item("7", {"valueString": "Zzyzx"})))) == [
        ("item 7", "no fact has this linkId")
    ]


def test_an_item_without_an_answer_says_nothing(library):
    intake = read(library, answered({"linkId": "symptom.burning"}))

    assert (len(intake.readings), intake.counts.unread) == (2, 1)


def test_a_response_entered_in_error_never_counts(library):
    wrong = answered(item("symptom.burning", {"valueBoolean": True}), status="entered-in-error")

    assert reasons(read(library, wrong)) == [("the whole entry", "entered in error: it does not count")]


def test_an_undated_response_is_read(library):
    undated = answered(item("symptom.burning", {"valueBoolean": True}), authored=None)

    assert reading_of(read(library, undated), "symptom.burning").low == 1.0
