"""Readings that do not fit together (house section 5): shown, never averaged. And readings that stand in for nothing.

Two facts that measure the same thing conflict when some dose band of the library separates them: then it matters. Facts
that cannot both be so are rules of the kind `conflict`: each says what to do, and takes nothing back, so that whatever
either reading calls for still holds. An age and a date of birth that disagree are compared here.
"""

from __future__ import annotations

import math

from painpath.assessment.result import Conflict
from painpath.assessment.words import measured, name_of
from painpath.criteria import Asking
from painpath.criteria.explain import say_value
from painpath.criteria.tree import FactCompares, FactHas, FactIs, walk
from painpath.criteria.values import Value, derived_value
from painpath.facts import YES
from painpath.facts.units import days
from painpath.library import Library
from painpath.library.schema import SharedRule

AGE, BIRTH = "patient.age", "patient.birth_date"


def find_conflicts(asking: Asking, library: Library) -> tuple[Conflict, ...]:
    """All readings of this record that conflict: what cannot both be so first, then pairs of measures."""
    found = [conflict_of(library, rule) for rule in contradictions(asking, library).values()]
    if ages_apart(asking, library) is not None:
        found.append(Conflict(AGE, BIRTH, age_words(asking, library)))
    for fact in library.conflicting:
        own, cuts = asking.value(fact), library.cuts.get(fact, ())
        for other, witness in witnesses(asking, library, fact):
            if cuts and witness.known and not own.known:
                found.append(Conflict(fact, other, _not_used(asking, library, fact, other)))
            if separated(own, witness, cuts):
                found.append(Conflict(fact, other, conflict_words(asking, library, fact, (other, witness))))
    return tuple(found)


def contradictions(asking: Asking, library: Library) -> dict[str, SharedRule]:
    """The rules of the kind `conflict` that this record meets, by id."""
    return {
        name: rule
        for name, rule in library.rules_of("conflict").items()
        if rule.when is not None and asking.ask(library.criterion(rule.when)) is YES
    }


def conflict_of(library: Library, rule: SharedRule) -> Conflict:
    """A rule of the kind `conflict` as what is shown: the first two facts that it asks, and what to do."""
    assert rule.when is not None
    leaves = [n for n in walk(library.criterion(rule.when)) if isinstance(n, (FactIs, FactCompares, FactHas))]
    facts = [*dict.fromkeys(leaf.fact for leaf in leaves), ""]
    return Conflict(facts[0], facts[1], f"{rule.says} {rule.do}".strip())


def ages_apart(asking: Asking, library: Library) -> tuple[Value, Value] | None:
    """The age as it was said, brought to today, and the age by the date of birth [a]; None unless they cannot both be.

    The unknown (no date of birth, or one that leaves the age open) conflicts with nothing.
    """
    if AGE not in library.facts or BIRTH not in library.facts or not asking.record.of(AGE):
        return None
    said, year = asking.record.of(AGE)[-1], days("1 a")
    reckoned = derived_value(asking, AGE) if AGE in asking.catalog.derived else None
    if reckoned is None or not reckoned.known or year is None or not math.isfinite(said.low):
        return None
    # A year of age may have come or not within each year that has passed since it was said.
    fewest = math.floor(max(asking.record.as_of - said.when.last, 0) / year)
    most = math.ceil(max(asking.record.as_of - said.when.first, 0) / year)
    today = Value(said.low + fewest, said.high + most)
    if today.low <= reckoned.high and reckoned.low <= today.high:
        return None
    return today, reckoned


def age_words(asking: Asking, library: Library) -> str:
    """An age that does not fit the date of birth, in one sentence with what to do."""
    reckoned = derived_value(asking, AGE)
    return library.say(
        "conflict.age",
        said=measured(asking, library, AGE),
        reckoned=say_value(asking, AGE, reckoned.low, reckoned.high),
    )


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


def _not_used(asking: Asking, library: Library, fact: str, other: str) -> str:
    """A measure on record from which no dose is worked out, in one sentence: it must not be passed over in silence.

    A reported eGFR is another measure than the clearance that the dose tables name. It can forbid a dose beside a known
    clearance; without one it must not allow any.
    """
    return library.say(
        "conflict.not_used",
        first=name_of(library, fact),
        second=name_of(library, other),
        second_value=measured(asking, library, other),
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
