"""Readings that do not fit together (house section 5): shown, never averaged.

Two facts that measure the same thing conflict when some dose band of the library separates them: then it matters.
"""

from __future__ import annotations

from painpath.assessment.result import Conflict
from painpath.assessment.words import measured, name_of
from painpath.criteria import Asking
from painpath.criteria.values import Value
from painpath.library import Library


def find_conflicts(asking: Asking, library: Library) -> tuple[Conflict, ...]:
    """All pairs of facts that conflict in this record."""
    found = []
    for fact, others in library.conflicting.items():
        own = asking.value(fact)
        for other in others:
            witness = asking.value(other)
            if separated(own, witness, library.cuts.get(fact, ())):
                found.append(
                    Conflict(
                        fact,
                        other,
                        library.say(
                            "conflict.readings",
                            first=name_of(library, fact),
                            first_value=measured(asking, library, fact),
                            second=name_of(library, other),
                            second_value=measured(asking, library, other),
                        ),
                    )
                )
    return tuple(found)


def separated(own: Value, witness: Value, cuts: tuple[float, ...]) -> bool:
    """Whether a cut lies between two known values, so that they would lead to different doses."""
    if not own.known or not witness.known:
        return False
    return any(
        (own.low >= cut and witness.high < cut) or (witness.low >= cut and own.high < cut) for cut in cuts
    )
