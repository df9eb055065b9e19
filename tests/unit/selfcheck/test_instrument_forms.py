"""The form of instruments."""

import pytest

from painpath.selfcheck import check
from painpath.selfcheck.instrument_forms import check_instruments

HEAD = "name: x\nscore: score.dn4\ncite: dn4_gdl2 @ rule\n"
LICENSED = "wording_shipped: yes\nlicence: {says: free, cite: dn4_gdl2 @ licence}\n"


def found(library):
    return [finding for finding in check_instruments(library) if "made_up" in finding.where]


@pytest.mark.parametrize(
    ("words", "path", "says"),
    [
        (
            "items: [{id: answer.dn4.burning, label: b, wording: w}]",
            "$.items[0].wording",
            "take the words out",
        ),
        ("stem: Over the last week", "$.stem", "take the words out"),
        ("wording_shipped: yes\nlicence: free", "$.licence", "has no cite"),
        (
            "items: [{id: answer.phq9.item1, label: b}]\nchoices: [{is: 3, says: a}, {is: 4, says: a}]",
            "$.choices[1]",
            "is no answer that answer.phq9.item1 knows",
        ),
        (
            "items: [{id: answer.dn4.burning, label: b, choices: [{is: 1, says: a}]}]",
            "$.items[0].choices[0]",
            "is no answer",
        ),
        (
            "items: [{id: pain.intensity_now, label: b, choices: [{is: 11, says: a}]}]",
            "$.items[0].choices[0]",
            "is no answer",
        ),
        (
            "items: [{id: pain.onset, label: b, choices: [{is: 1, says: a}]}]",
            "$.items[0].choices[0]",
            "is no answer",
        ),
        (
            "accuracy: [{where: w, sensitivity: 101, cite: s @ a}]",
            "$.accuracy[0].sensitivity",
            "outside 0 to 100",
        ),
        ("accuracy: [{where: w, area: 89, cite: s @ a}]", "$.accuracy[0].area", "outside 0 to 1"),
        (
            "subscores: [{score: s.t, name: p, cite: s @ a, accuracy: [{where: w, specificity: -1, cite: s @ a}]}]",
            "$.subscores[0].accuracy[0].specificity",
            "outside 0 to 100",
        ),
        ("range: {from: 10, to: 0}", "$.range", "the lower end first"),
    ],
)
def test_an_instrument_of_the_wrong_form_is_an_error(beside, words, path, says):
    (finding,) = found(beside("instruments", "made_up", f"{HEAD}{words}\n"))

    assert (finding.severity, finding.path, says in finding.says) == ("error", path, True)


@pytest.mark.parametrize(
    "words",
    [
        f"{LICENSED}items: [{{id: answer.dn4.burning, label: b, wording: w}}]",
        "items: [{id: answer.phq9.item1, label: b}]\nchoices: [{is: 0, says: a}, {is: 3, says: a}]",
        "items: [{id: answer.dn4.burning, label: b, choices: [{is: yes, says: a}, {is: no, says: b}]}]",
        "items: [{id: answer.gone, label: b, choices: [{is: 1, says: a}]}]",
        "accuracy: [{where: w, sensitivity: 100, specificity: 0, area: 1, cite: s @ a}]\nrange: {from: -1, to: 38}",
    ],
)
def test_an_instrument_of_the_right_form_has_no_error(beside, words):
    assert found(beside("instruments", "made_up", f"{HEAD}{words}\n")) == []


def test_the_whole_check_looks_at_instruments(beside):
    report = check(beside("instruments", "dn4", f"{HEAD}range: {{from: 1, to: 0}}\n"))

    assert [finding.where for finding in report.errors if finding.kind == "instrument"] == [
        "instruments/dn4.yaml"
    ]
