"""The one error of this floor. Anything less than an unusable file is listed as unread and raises nothing.

    RecordError     the sender's file could not be used as one patient's record (exit 3)

`KnowledgeError` (the author's) belongs to the library, a failed `assert` is our own bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class RecordError(Exception):
    """A file that cannot be used: its message says what, where and what to do, and holds no patient value."""


def near(word: str, known: Iterable[str], most: int = 3) -> str:
    """The names closest to a misspelt one, as an ending for a message; empty when nothing is close.

    >>> near("medication.gabapentn", ["medication.gabapentin"])
    ' Did you mean medication.gabapentin?'
    """
    found = get_close_matches(word, list(known), n=most, cutoff=0.6)
    return f" Did you mean {' or '.join(found)}?" if found else ""
