"""What would steer a terminal never reaches it, whatever a record, a file name or a word of the command line holds."""

import json
import re

import pytest

from painpath.edges.document.markup import tag
from painpath.edges.document.page import Page, Pairs, Paragraph, Said, Section, Table
from painpath.edges.document.text import render_text

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b]0;pwn\x07\x1b[31mRED\x9b31m\x7f\u202e\u2066\u200f\x00"
BUNDLE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {"resource": {"resourceType": "Patient", "id": "a", "birthDate": "1960-01-01", "gender": "male"}},
        {
            "resource": {
                "resourceType": "Condition",
                "id": EVIL,
                "subject": {"reference": "Patient/a"},
                "code": {"text": EVIL, "coding": [{"system": "http://x.org", "code": EVIL, "display": EVIL}]},
            }
        },
        {
            "resource": {
                "resourceType": "MedicationRequest",
                "status": "active",
                "intent": "order",
                "subject": {"reference": "Patient/a"},
                "medicationCodeableConcept": {"text": f"gabapentin {EVIL} 300 mg"},
            }
        },
    ],
}


@pytest.fixture
def evil(tmp_path):
    path = tmp_path / "evil.json"
    path.write_text(json.dumps(BUNDLE), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json", "html"])
@pytest.mark.parametrize(
    "words", [("plan", "--details"), ("assess",), ("check-order", "--drug", "pregabalin")]
)
def test_no_escape_code_of_a_record_reaches_the_terminal(painpath, evil, words, form):
    ran = painpath(words[0], evil, *words[1:], "--format", form)

    assert ran.code == 0
    assert STEERING.findall(ran.out + ran.err) == []


def test_json_holds_what_the_record_held(painpath, evil):
    unread = json.loads(painpath("plan", evil, "--format", "json").out)["unread"]

    assert any("\x1b" in line for line in unread)


@pytest.mark.parametrize("text", [f'{{"facts": {{"{EVIL}": 1}}}}', f"facts: {{pain.present: {EVIL[1:9]}}}"])
def test_no_escape_code_stands_in_a_message_of_what_could_not_be_read(painpath, tmp_path, text):
    path = tmp_path / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    ran = painpath("plan", path)

    assert STEERING.findall(ran.out + ran.err) == []


@pytest.mark.parametrize(
    "words", [(f"plan{EVIL[:-1]}",), ("plan", f"{EVIL[:-1]}.json"), ("facts", EVIL[:-1])]
)
def test_no_escape_code_of_the_command_line_stands_in_a_message(painpath, words):
    ran = painpath(*words)

    assert ran.code != 0 or words[0] == "facts"
    assert STEERING.findall(ran.out + ran.err) == []


def test_every_part_of_a_page_is_made_visible():
    said = Said(EVIL, label=EVIL)
    blocks = (
        Paragraph(said),
        Pairs(((EVIL, (said, said)),)),
        Table(EVIL, (EVIL, "b"), ((said, said),)),
        Section(EVIL, (Paragraph(said),)),
    )
    text = render_text(Page(EVIL, EVIL, blocks, foot=(EVIL,)))

    assert STEERING.findall(text) == []
    assert "\ufffd[31mRED" in text


def test_a_web_page_holds_none_either():
    assert STEERING.findall(tag("p", EVIL, title=EVIL)) == []


def test_umlauts_and_emoji_stay():
    assert "Müller 日本 👍" in render_text(Page("Müller 日本 👍", "", ()))
