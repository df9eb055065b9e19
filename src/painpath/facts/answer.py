"""The three answers and their Kleene joints (decision 0001).

An answer is yes, no or unknown; there is no fourth. Joints are written out as tables so that nobody can misread
them. This file knows nothing of facts or records.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NoReturn


class Answer(enum.Enum):
    """What a record says to a criterion: `YES`, `NO` or `UNKNOWN`; never used as a Python truth value."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("an Answer has three values: use `match answer` with three arms, not `if answer`")

    __hash__ = object.__hash__  # by identity, and not through Python: answers are looked up in tables all day


YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

NOT = {YES: NO, NO: YES, UNKNOWN: UNKNOWN}

AND = {
    (YES, YES): YES,
    (YES, NO): NO,
    (YES, UNKNOWN): UNKNOWN,
    (NO, YES): NO,
    (NO, NO): NO,
    (NO, UNKNOWN): NO,
    (UNKNOWN, YES): UNKNOWN,
    (UNKNOWN, NO): NO,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}

OR = {
    (YES, YES): YES,
    (YES, NO): YES,
    (YES, UNKNOWN): YES,
    (NO, YES): YES,
    (NO, NO): NO,
    (NO, UNKNOWN): UNKNOWN,
    (UNKNOWN, YES): YES,
    (UNKNOWN, NO): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}


def every(answers: Iterable[Answer]) -> Answer:
    """Kleene conjunction; yes for nothing asked.

    >>> every([YES, UNKNOWN]).value
    'unknown'
    """
    result = YES
    for answer in answers:
        result = AND[result, answer]
    return result


def some(answers: Iterable[Answer]) -> Answer:
    """Kleene disjunction; no for nothing asked.

    >>> some([NO, UNKNOWN]).value
    'unknown'
    """
    result = NO
    for answer in answers:
        result = OR[result, answer]
    return result


def at_least(needed: int, answers: Iterable[Answer]) -> Answer:
    """Yes when `needed` answers are yes, no when they can no longer be reached, else unknown.

    >>> at_least(2, [YES, UNKNOWN, NO]).value
    'unknown'
    """
    sure = possible = 0
    for answer in answers:
        match answer:
            case Answer.YES:
                sure += 1
                possible += 1
            case Answer.UNKNOWN:
                possible += 1
            case Answer.NO:
                pass  # neither counted now nor reachable later
    return of_bounds(sure >= needed, possible >= needed)


def of_bounds(surely: bool, possibly: bool) -> Answer:
    """The answer of a claim that holds at the worst end (`surely`) or at least at the best end (`possibly`).

    >>> of_bounds(False, True).value
    'unknown'
    """
    if surely:
        return YES
    return UNKNOWN if possibly else NO
