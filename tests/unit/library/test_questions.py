"""The wording of questions: somebody who never had a stroke is not asked about "the stroke"."""

import re

from painpath.assessment.words import question_of

_EVENT = re.compile(r"\bthe (?:stroke|shingles|rash|surgery|operation|amputation)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|was there|have you (?:ever )?had)\b", re.IGNORECASE)


def test_no_question_takes_an_event_for_granted(library):
    asked = {fact: question_of(library, fact)[0] for fact in library.facts}
    found = {fact: _EVENT.search(text) for fact, text in asked.items()}
    taken = [
        fact for fact, event in found.items() if event and not _CONDITION.search(asked[fact][: event.start()])
    ]

    assert taken == []
