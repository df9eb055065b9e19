"""Whether free words may be about ending life. No program can tell; so it asks, rather too often."""

from __future__ import annotations

from painpath.library import Library

#: the fact that such words leave open until somebody has asked
THOUGHTS = "mood.suicidal_ideation"
WHY = "a note may be about not wanting to live: ask today"


def may_be_crisis(library: Library, text: str) -> bool:
    """Whether a text holds one of the words of `texts` (diary.crisis_words; English only).

    >>> from painpath.library import load_library
    >>> may_be_crisis(load_library(), "I want to die"), may_be_crisis(load_library(), "a walk with the dog")
    (True, False)
    """
    words = (word.strip() for word in library.texts["diary.crisis_words"].split(";"))
    return any(word in text.lower() for word in words)
