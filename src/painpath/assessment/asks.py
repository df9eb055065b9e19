"""What to ask next: the short red-flag screen, then what would settle the grade of the causes suspected.

The order is our convention (`painpath_convention @ ask_ranking`): presence and place of pain (they decide which
dangers are a question at all), then danger, then the facts that most causes wait for; each cause's own order
breaks ties.
"""

from __future__ import annotations

from painpath.assessment.result import Ask, CauseResult, RedFlag
from painpath.assessment.words import missing_facts, question_of, why_missing, why_not_known
from painpath.criteria import Asking
from painpath.criteria.tree import All, Any
from painpath.facts import YES, Missing
from painpath.library import Library

_FIRST = ("pain.present", "pain.sites", "patient.age", "patient.sex")


def rank_asks(
    asking: Asking, library: Library, flags: tuple[RedFlag, ...], causes: tuple[CauseResult, ...]
) -> tuple[Ask, ...]:
    """Facts worth asking, best first; a fact stands once and names all that it would settle."""
    settles: dict[str, list[str]] = {}
    weight: dict[str, float] = {}
    must: set[str] = set()

    def want(fact: str, what: str, points: float) -> None:
        settles.setdefault(fact, [])
        if what not in settles[fact]:
            settles[fact].append(what)
        weight[fact] = weight.get(fact, 0.0) + points

    for flag in flags:
        for fact in flag.ask:
            want(fact, flag.id, 100.0)
            must.add(fact)
    for fact in _FIRST:
        if fact == "pain.sites":
            lacking = not asking.record.of(fact)
        else:
            value = asking.value(fact)
            lacking = not value.point
        if lacking:
            want(fact, "status", 10000.0 - 1000.0 * _FIRST.index(fact))
            must.add(fact)
    for cause in causes:
        for fact in _half_supported(asking, library, cause):
            want(fact, cause.id, 20.0)
        if cause.suspected != "yes" or cause.grade in ("unlikely", "definite"):
            continue
        order = library.causes[cause.id].ask
        for step in cause.steps:
            for fact in step.missing:
                place = order.index(fact) if fact in order else len(order) + 3
                want(fact, cause.id, _points(step.name) / (1.0 + place))
    ranked = sorted(weight, key=lambda fact: (-weight[fact], fact))
    return tuple(_ask(asking, library, fact, tuple(settles[fact]), fact in must) for fact in ranked)


def _half_supported(asking: Asking, library: Library, cause: CauseResult) -> tuple[str, ...]:
    """What would decide whether to suspect a cause for which something already speaks."""
    raw = library.causes[cause.id].suspect
    if cause.suspected != "unknown" or raw is None:
        return ()
    node = library.criterion(raw)
    ways = node.of if isinstance(node, Any) else (node,)
    return tuple(
        fact
        for way in ways
        if isinstance(way, All) and YES in [asking.ask(part) for part in way.of]
        for fact in missing_facts(asking, way)
    )


def _points(slot: str) -> float:
    return {"distribution": 60.0, "history": 50.0, "present": 40.0, "signs": 30.0, "test": 5.0}.get(slot, 1.0)


def _ask(asking: Asking, library: Library, fact: str, settles: tuple[str, ...], must: bool) -> Ask:
    reason = why_not_known(asking, library, fact)
    return library.remember(
        ("ask", fact, settles, must, reason.why), lambda: _new(library, reason, settles, must)
    )


def _new(library: Library, reason: Missing, settles: tuple[str, ...], must: bool) -> Ask:
    question, who = question_of(library, reason.fact)
    return Ask(reason.fact, question, who, settles, must, why_missing(library, reason))
