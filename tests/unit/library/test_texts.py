"""Messages: found by dotted key, filled by named slots; a missing one is our own fault and raises."""

import pytest

from painpath.library import KnowledgeError
from painpath.library.texts import load_texts


def test_a_message_is_found_by_its_dotted_key(tmp_path):
    (tmp_path / "xx.yaml").write_text("a: {b: {c: ' one '}}\n", encoding="utf-8")

    assert load_texts("xx", tmp_path) == {"a.b.c": "one"}


def test_what_is_not_a_text_is_a_knowledge_error(tmp_path):
    (tmp_path / "xx.yaml").write_text("a:\n  b: yes\n  c: [1]\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"texts/xx\.yaml:1: a\.c is not a text"):
        load_texts("xx", tmp_path)


def test_a_message_is_said_with_its_slots_filled(knowledge):
    assert knowledge().say("fact.allergy", drug="calmin") == "allergy to calmin"


def test_a_missing_message_raises(knowledge):
    with pytest.raises(KeyError, match=r"no\.such_message"):
        knowledge().say("no.such_message")


def test_a_missing_slot_raises(knowledge):
    with pytest.raises(KeyError, match="drug"):
        knowledge().say("fact.allergy")
