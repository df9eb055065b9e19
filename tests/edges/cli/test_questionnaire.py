"""`painpath questionnaire ID`."""

import json


def test_an_instrument_is_printed_as_a_questionnaire(painpath):
    ran = painpath("questionnaire", "phq9", "--format", "json")

    assert (ran.code, json.loads(ran.out)["resourceType"]) == (0, "Questionnaire")


def test_the_usual_way_of_writing_an_id_is_understood(painpath):
    ran = painpath("questionnaire", "S-LANSS", "--format", "json")

    assert json.loads(ran.out)["id"] == "s-lanss"


def test_as_text_it_is_the_page_of_the_entry(painpath):
    ran = painpath("questionnaire", "phq2")

    assert (ran.code, "PHQ-2" in ran.out.splitlines()[0]) == (0, True)


def test_an_unknown_questionnaire_is_told_the_nearest(painpath):
    ran = painpath("questionnaire", "phq99")

    assert (ran.code, "phq9" in ran.err) == (2, True)


def test_the_answers_to_a_questionnaire_are_assessed(painpath, tmp_path):
    form = json.loads(painpath("questionnaire", "dn4", "--format", "json").out)
    answers = [{"linkId": item["linkId"], "answer": [{"valueBoolean": True}]} for item in form["item"]]
    response = {
        "resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-11-20",
        "subject": {"reference": "Patient/p"}, "item": answers,
    }  # fmt: skip
    patient = {"resourceType": "Patient", "id": "p", "birthDate": "1961-03-02"}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": patient}, {"resource": response}]}
    path = tmp_path / "record.json"
    path.write_text(json.dumps(bundle), encoding="utf-8")

    ran = painpath("assess", path, "--as-of", "2026-11-20", "--format", "json")
    scores = {score["id"]: (score["low"], score["high"]) for score in json.loads(ran.out)["scores"]}

    assert (ran.code, scores["dn4"], scores["i_dn4"]) == (0, (10.0, 10.0), (7.0, 7.0))


def test_a_facts_file_with_an_answer_that_cannot_be_is_not_read(painpath, tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("facts: {answer.phq9.item1: 4}\n", encoding="utf-8")

    ran = painpath("assess", path)

    assert (ran.code, "answer.phq9.item1" in ran.err, "4" in ran.err.partition("is one of")[0]) == (
        3,
        True,
        False,
    )
