"""Answers to questionnaires as other programs send them: found by LOINC code, refused when they cannot be."""

import json
from datetime import date

import pytest

from painpath.assessment import assess
from painpath.criteria import Asking
from painpath.facts.reading import INFINITY
from painpath.intake import RecordError, read_patient
from painpath.library import load_library
from painpath.pipeline import Request, read_record, unread_of

LIBRARY = load_library()
LOINC = "http://loinc.org"
PHQ9 = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
GAD7 = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]
PEG = ["75893-8", "91145-3", "91146-1"]
LIST = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
REFUSED = "not one of the answers of this fact"
WRONG_KIND = "not the kind of value that this fact has"


def item(link, *answers):
    return {"linkId": link, "answer": list(answers)}


def coded(points):
    return {"valueCoding": {"system": LOINC, "code": LIST[points]}}


def read(*items, extra=()):
    patient = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1961-03-02"}
    response = {
        "resourceType": "QuestionnaireResponse", "id": "r", "status": "completed", "authored": "2026-11-19",
        "subject": {"reference": "Patient/p"}, "item": list(items),
    }  # fmt: skip
    entries = [{"resource": resource} for resource in (patient, response, *extra)]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    intake, record, settings = read_record(
        json.dumps(bundle).encode(), LIBRARY, Request(today=date(2026, 11, 20))
    )
    return intake, record, settings


def score(record, fact):
    value = Asking(LIBRARY.catalog, record).value(fact)
    return value.low, value.high


def listed(intake):
    return [(unread.what, unread.why) for unread in intake.unread]


@pytest.mark.parametrize(
    ("items", "fact", "total"),
    [
        # the example of the HL7 US Core guide, whose recorded total is 12
        ([item(f"/{c}", coded(n)) for c, n in zip(PHQ9, (2, 2, 2, 2, 1, 1, 2, 0, 0), strict=True)], "score.phq9", 12),
        ([item(c, {"valueInteger": n}) for c, n in zip(PHQ9[:2], (2, 1), strict=True)], "score.phq2", 3),
        ([item(f"/69737-5/{c}", coded(3)) for c in GAD7], "score.gad7", 21),
        ([item(c, {"valueDecimal": n}) for c, n in zip(PEG, (7, 5, 6), strict=True)], "score.peg", 6),
        ([item(c, {"valueQuantity": {"value": n, "unit": "{score}"}}) for c, n in zip(PEG, (7, 5, 6), strict=True)],
         "score.peg", 6),
        ([item(c, {"valueString": str(n)}) for c, n in zip(PEG, (7, 5, 6), strict=True)], "score.peg", 6),
    ],
)  # fmt: skip
def test_answers_are_found_by_their_loinc_code(items, fact, total):
    intake, record, _ = read(*items)

    assert score(record, fact) == (total, total)
    assert listed(intake) == []


@pytest.mark.parametrize(
    ("fact", "answer", "why"),
    [
        ("answer.phq9.item1", {"valueInteger": 4}, REFUSED),
        ("answer.phq9.item1", {"valueInteger": -1}, REFUSED),
        ("answer.phq9.item1", {"valueDecimal": 1.5}, REFUSED),
        ("answer.phq9.item1", {"valueDecimal": 1e300}, REFUSED),
        ("answer.phq9.item1", {"valueString": "often"}, REFUSED),
        ("answer.phq9.item1", {"valueBoolean": True}, WRONG_KIND),
        ("answer.phq9.item1", {"valueDate": "2026-11-19"}, WRONG_KIND),
        ("answer.phq9.item1", {"valueQuantity": {"value": 2, "unit": "kg"}}, WRONG_KIND),
        ("answer.phq9.item1", {"valueCoding": {"system": LOINC, "code": "LA0000-0"}}, REFUSED),
        ("mood.phq9_item9", {"valueInteger": 4}, "not a possible value"),
        ("answer.gad7.item7", {"valueInteger": 4}, REFUSED),
        ("answer.peg.pain", {"valueInteger": 11}, REFUSED),
        ("answer.bpi.worst", {"valueInteger": 11}, REFUSED),
        ("answer.npsi.burning", {"valueDecimal": 6.5}, REFUSED),
        ("answer.pain_detect.burning", {"valueInteger": 6}, REFUSED),
        ("answer.pain_detect.pattern", {"valueString": "sometimes"}, REFUSED),
        ("answer.pain_detect.radiation", {"valueInteger": 2}, WRONG_KIND),
        ("answer.dn4.burning", {"valueInteger": 1}, WRONG_KIND),
        ("answer.lanss.prickling", {"valueInteger": 5}, WRONG_KIND),
        ("answer.s_lanss.burning", {"valueString": "maybe"}, REFUSED),
        ("answer.isi.item1", {"valueInteger": 5}, REFUSED),
        ("answer.pcs.item13", {"valueInteger": 5}, REFUSED),
        ("pain.intensity_average", {"valueDecimal": 10.5}, "not a possible value"),
        ("score.vas", {"valueDecimal": 60}, "a number without a unit"),
        ("score.vas", {"valueQuantity": {"value": 101, "code": "mm"}}, "not a possible value"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_is_listed_with_its_reason_and_nothing_else_is_lost(fact, answer, why):
    intake, record, _ = read(item(fact, answer), item("symptom.burning", {"valueBoolean": True}))
    (reading,) = record.of(fact)

    assert listed(intake) == [(fact, why)]
    assert (reading.low, reading.high) == (-INFINITY, INFINITY)
    assert record.of("symptom.burning")[0].low == 1.0


def test_an_answer_that_cannot_be_leaves_a_range_of_scores():
    items = [item(c, coded(1)) for c in PHQ9[:8]]

    _, record, _ = read(*items[:7], item(PHQ9[7], {"valueInteger": 9}), item(PHQ9[8], coded(0)))

    assert score(record, "score.phq9") == (7, 10)


def test_an_item_that_no_fact_knows_is_listed_and_the_rest_is_read():
    intake, record, _ = read(item("/69722-7", coded(1)), item("44250-9", coded(3)))

    assert listed(intake) == [("item /69722-7", "no fact has this linkId")]
    assert score(record, "score.phq2") == (3, 6)


@pytest.mark.parametrize(("second", "range_"), [(3, (3, 6)), (0, (-INFINITY, INFINITY))])
def test_an_item_answered_twice_counts_only_if_both_answers_agree(second, range_):
    _, record, _ = read(item("44250-9", coded(3)), item("/44249-1/44250-9", coded(second)))

    assert score(record, "score.phq2") == range_


def suicidality(record, settings):
    return next(flag for flag in assess(record, LIBRARY, settings).red_flags if flag.id == "suicidality")


@pytest.mark.parametrize("points", [1, 2, 3])
@pytest.mark.parametrize("others", [0, 4, 8])
def test_the_crisis_rule_fires_whatever_else_of_the_phq9_was_answered(points, others):
    items = [item(f"/{code}", coded(0)) for code in PHQ9[:others]]

    _, record, settings = read(*items, item("/44260-8", coded(points)))
    flag = suicidality(record, settings)

    assert (flag.answer, flag.urgency) == ("yes", "today")


@pytest.mark.parametrize("link", ["44260-8", "/44260-8", "/44249-1/44260-8", "mood.phq9_item9"])
def test_the_crisis_rule_fires_by_every_name_of_the_ninth_item(link):
    _, record, settings = read(item(link, {"valueInteger": 1}))

    assert suicidality(record, settings).answer == "yes"


def test_the_crisis_rule_fires_for_an_observation_of_the_ninth_item():
    observed = {
        "resourceType": "Observation", "id": "o", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": LOINC, "code": "44260-8"}]}, "effectiveDateTime": "2026-11-19",
        "valueInteger": 1,
    }  # fmt: skip

    _, record, settings = read(extra=(observed,))

    assert suicidality(record, settings).answer == "yes"


@pytest.mark.parametrize("answers", [[{"valueInteger": 4}], [coded(3), coded(0)]])
def test_a_ninth_item_that_is_not_understood_is_never_a_no(answers):
    _, record, settings = read(item("44260-8", *answers))

    assert suicidality(record, settings).answer == "unknown"


def test_a_low_phq2_says_nothing_of_self_harm():
    _, record, settings = read(item("44250-9", coded(0)), item("44255-8", coded(0)))

    assert score(record, "score.phq2") == (0, 0)
    assert suicidality(record, settings).answer == "unknown"


@pytest.mark.parametrize(
    "line",
    [
        "answer.phq9.item1: 4",
        "answer.phq9.item1: 1.5",
        "answer.phq9.item1: yes",
        "answer.phq9.item1: often",
        "answer.phq9.item12: 1",
        "answer.dn4.burning: 1",
        "answer.lanss.prickling: 5",
        "answer.pain_detect.pattern: sometimes",
        "answer.npsi.burning: 11",
        "answer.isi.item1: -1",
    ],
)
def test_a_facts_file_with_an_answer_that_cannot_be_is_refused_by_name(line):
    fact = line.partition(":")[0]

    with pytest.raises(RecordError, match=fact.replace(".", r"\.")):
        read_patient(f"facts:\n  {line}\n".encode(), LIBRARY)


@pytest.mark.parametrize(
    "line", ["mood.phq9_item9: 4", "pain.intensity_average: 11", "score.vas: 60", "score.vas: 101 mm"]
)
def test_a_number_of_a_facts_file_that_cannot_be_is_unknown_and_listed(line):
    intake = read_patient(f"facts:\n  {line}\n".encode(), LIBRARY)

    assert [unread.what for unread in intake.unread] == [line.partition(":")[0]]


def worst(fact):
    kind = LIBRARY.catalog.facts[fact]
    if kind.kind.value == "claim":
        return "yes"
    return kind.options[-1] if kind.options else f"{kind.plausible[1]:g} {kind.unit}".removesuffix(" 1")


@pytest.mark.parametrize("ident", sorted(LIBRARY.instruments))
def test_no_questionnaire_raises_the_grade(ident):
    """The worst answers, and nothing else known: nothing is graded above unknown."""
    facts = "".join(f"\n  {item.id}: {worst(item.id)}" for item in LIBRARY.instruments[ident].items)
    text = f"as_of: 2026-11-20\npatient: {{age: 60, sex: male}}\nfacts: {facts}\n"

    intake, record, settings = read_record(text.encode(), LIBRARY, Request(today=date(2026, 11, 20)))

    assert unread_of(intake, record) == ()
    assert assess(record, LIBRARY, settings).grade in ("unknown", "unlikely")
