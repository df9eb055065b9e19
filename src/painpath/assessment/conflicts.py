"""Readings that do not fit together (house section 5): shown, never averaged.

Two facts that measure the same thing conflict when some dose band of the library separates them: then it matters.
"""

from __future__ import annotations

from painpath.assessment.result import Conflict
from painpath.assessment.words import measured, name_of
from painpath.criteria import Asking
from painpath.criteria.explain import say_value
from painpath.criteria.values import Value, derived_value
from painpath.library import Library


def find_conflicts(asking: Asking, library: Library) -> tuple[Conflict, ...]:
    """All pairs of measures that conflict in this record."""
    found = []
    for fact in library.conflicting:
        own = asking.value(fact)
        for other, witness in witnesses(asking, library, fact):
            if separated(own, witness, library.cuts.get(fact, ())):
                found.append(Conflict(fact, other, conflict_words(asking, library, fact, (other, witness))))
    return tuple(found)


def conflict_words(asking: Asking, library: Library, fact: str, witness: tuple[str, Value]) -> str:
    """A conflict in one sentence, with the measurements behind both."""
    other, value = witness
    second, said = name_of(library, other), measured(asking, library, other)
    if other == fact:
        second, said = value.how or second, say_value(asking, fact, value.low, value.high)
    return library.say(
        "conflict.readings",
        first=name_of(library, fact),
        first_value=measured(asking, library, fact),
        second=second,
        second_value=said,
    )


def witnesses(asking: Asking, library: Library, fact: str) -> list[tuple[str, Value]]:
    """Other measures of the same thing that stand on record, and what the formula gives beside a recorded value."""
    found = [
        (other, asking.value(other)) for other in library.conflicting.get(fact, ()) if asking.record.of(other)
    ]
    if asking.record.of(fact) and fact in asking.catalog.derived:
        found.append((fact, derived_value(asking, fact)))
    return found


def separated(own: Value, witness: Value, cuts: tuple[float, ...]) -> bool:
    """Whether a cut lies between two known values, so that they would lead to different doses."""
    if not own.known or not witness.known:
        return False
    return any(
        (own.low >= cut and witness.high < cut) or (witness.low >= cut and own.high < cut) for cut in cuts
    )
