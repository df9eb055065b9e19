"""An instrument out as a FHIR R4 Questionnaire, filled in, and back in as a QuestionnaireResponse."""

import json
import re
from datetime import date

import pytest

from painpath.assessment import assess
from painpath.criteria import Asking
from painpath.edges.fhir_out.questionnaire import questionnaire
from painpath.library import load_library
from painpath.pipeline import Request, read_record, unread_of

LIBRARY = load_library()
IDS = sorted(LIBRARY.instruments)
#: R4: what a Questionnaire and its items may hold here, and which answers a type may have
ELEMENTS = {
    "resourceType", "id", "version", "name", "title", "status", "experimental", "subjectType", "description",
    "purpose", "copyright", "code", "item",
}  # fmt: skip
ITEM = {"extension", "linkId", "code", "text", "type", "repeats", "answerOption", "item"}
TYPES = {"group", "boolean", "decimal", "integer", "date", "choice", "quantity"}
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"


def items_of(form):
    waiting = list(form["item"])
    while waiting:
        item = waiting.pop(0)
        waiting[:0] = item.get("item", [])
        yield item


def limit(item, word):
    return next(
        value
        for extension in item["extension"]
        if extension["url"].endswith(word)
        for key, value in extension.items()
        if key != "url"
    )


def highest(item, fact):
    """The answer that counts most."""
    match item["type"]:
        case "boolean":
            return {"valueBoolean": True}
        case "integer":
            return {"valueInteger": limit(item, "maxValue")}
        case "decimal":
            return {"valueDecimal": limit(item, "maxValue")}
        case "quantity":
            unit = LIBRARY.catalog.facts[fact].unit
            most = LIBRARY.catalog.facts[fact].plausible[1]
            return {"valueQuantity": {"value": most, "system": "http://unitsofmeasure.org", "code": unit}}
        case "choice":
            return {"valueCoding": item["answerOption"][-1]["valueCoding"]}
    raise AssertionError(item["type"])


def filled(form, answer=highest):
    """A made-up response to a form, its groups kept."""

    def fill(items):
        return [
            {"linkId": item["linkId"], "text": item["text"], "item": fill(item["item"])}
            if item["type"] == "group"
            else {"linkId": item["linkId"], "text": item["text"], "answer": [answer(item, item["linkId"])]}
            for item in items
        ]

    return {
        "resourceType": "QuestionnaireResponse",
        "id": "r",
        "status": "completed",
        "subject": {"reference": "Patient/p"},
        "authored": "2026-11-20",
        "item": fill(form["item"]),
    }


def read_back(response):
    patient = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1961-03-02"}
    entries = [{"resource": patient}, {"resource": response}]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    intake, record, settings = read_record(
        json.dumps(bundle).encode(), LIBRARY, Request(today=date(2026, 11, 20))
    )
    return record, unread_of(intake, record), assess(record, LIBRARY, settings)


@pytest.mark.parametrize("ident", IDS)
def test_every_instrument_is_a_questionnaire_of_r4(ident):
    form = questionnaire(LIBRARY, ident)
    items = list(items_of(form))
    links = [item["linkId"] for item in items]

    assert set(form) <= ELEMENTS
    assert re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", form["id"])
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", form["name"])
    assert len(set(links)) == len(links)
    for item in items:
        assert set(item) <= ITEM
        assert item["type"] in TYPES
        assert item["text"].strip()
        assert ("item" in item) == (item["type"] == "group")
        assert ("answerOption" in item) == (item["type"] == "choice")


@pytest.mark.parametrize("ident", IDS)
def test_a_questionnaire_that_is_filled_in_comes_back_whole(ident):
    form = questionnaire(LIBRARY, ident)
    asked = [item["linkId"] for item in items_of(form) if item["type"] != "group"]

    record, unread, assessment = read_back(filled(form))

    assert [fact for fact in asked if not record.of(fact)] == []
    assert unread == ()
    assert all(reading.unreadable == "" for fact in asked for reading in record.of(fact))
    assert ident in [score.id for score in assessment.scores]


#: the highest answers of the instruments that count upwards reach the top of their range
RISING = [
    i for i in IDS if LIBRARY.instruments[i].higher_is == "worse" and "to" in (LIBRARY.instruments[i].range or {})
]  # fmt: skip


@pytest.mark.parametrize("ident", RISING)
def test_the_highest_answers_give_the_highest_score(ident):
    instrument = LIBRARY.instruments[ident]

    record, _, _ = read_back(filled(questionnaire(LIBRARY, ident)))
    value = Asking(LIBRARY.catalog, record).value(instrument.score)

    assert (value.low, value.high) == (instrument.range["to"], instrument.range["to"])


def test_the_words_of_a_form_whose_licence_allows_it_are_shipped():
    form = questionnaire(LIBRARY, "phq9")

    assert form["item"][0]["text"].startswith("Over the last 2 weeks")
    assert form["item"][0]["item"][0]["text"] == "Little interest or pleasure in doing things"
    assert "No permission required" in form["copyright"]


@pytest.mark.parametrize("ident", [i for i in IDS if LIBRARY.instruments[i].wording_shipped == "no"])
def test_no_words_of_another_form_are_shipped(ident):
    instrument = LIBRARY.instruments[ident]
    form = questionnaire(LIBRARY, ident)

    assert [item.wording for item in instrument.items if item.wording] == []
    assert instrument.stem == ""
    for item, shown in zip(instrument.items, items_of(form), strict=True):
        assert shown["text"].startswith(item.label)
    assert "not the words of the printed form" in form["description"]


@pytest.mark.parametrize("ident", IDS)
def test_every_form_says_its_licence(ident):
    assert questionnaire(LIBRARY, ident)["copyright"]


def test_a_numbered_answer_carries_its_points():
    (interest, *_) = questionnaire(LIBRARY, "phq9")["item"][0]["item"]
    points = [option["valueCoding"]["extension"][0] for option in interest["answerOption"]]

    assert points == [{"url": ORDINAL, "valueDecimal": n} for n in (0, 1, 2, 3)]
    assert interest["code"] == [{"system": "http://loinc.org", "code": "44250-9"}]


def test_the_crisis_rule_fires_for_the_ninth_item_alone():
    response = filled(questionnaire(LIBRARY, "phq9"))
    (group,) = response["item"]
    group["item"] = [item for item in group["item"] if item["linkId"] == "mood.phq9_item9"]

    _, _, assessment = read_back(response)
    (flag,) = [flag for flag in assessment.red_flags if flag.id == "suicidality"]

    assert (flag.answer, flag.urgency) == ("yes", "today")
