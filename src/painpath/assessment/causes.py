"""One cause for one patient: suspected or not, its grade with reasons, what speaks for and against it."""

from __future__ import annotations

from painpath.assessment.grade import grade, rungs_of, slot_nodes
from painpath.assessment.result import CauseResult, Finding, NamedCriteriaResult, Step
from painpath.assessment.words import because, cites, missing_facts
from painpath.criteria import Asking, Node
from painpath.criteria.reach import reach_of
from painpath.facts import NO, UNKNOWN, YES, Answer, build_record
from painpath.library import Library
from painpath.library.schema import NamedCriteria


def assess_cause(asking: Asking, library: Library, name: str) -> CauseResult:
    """The result for one cause. A neighbour (fibromyalgia, osteoarthritis ...) is never graded.

    Reasons are worked out only where the cause is suspected: nobody reads why an unlikely thing is unlikely. A cause
    that nothing on record reaches has the result that it has for everybody of whom nothing is known.
    """
    reach, silent = library.remember(("cause", name), lambda: _silent(library, name))
    return silent if asking.untouched(reach) else _assess(asking, library, name)


def _silent(library: Library, name: str) -> tuple[frozenset[str], CauseResult]:
    """What can reach a cause, and its result on an empty record."""
    cause = library.causes[name]
    raws = [
        cause.suspect,
        cause.present,
        *(feature.when for feature in cause.features),
        *(named.when for named in cause.criteria),
        *(other.when for other in cause.rule_out),
    ]
    nodes = [library.criterion(raw) for raw in raws if raw is not None]
    nodes += [node for _, node in rungs_of(library, cause)] if cause.kind == "neuropathic" else []
    reach = frozenset[str]().union(*(reach_of(library.catalog, node) for node in nodes))
    return reach, _assess(Asking(library.catalog, build_record(1, ())), library, name)


def _assess(asking: Asking, library: Library, name: str) -> CauseResult:
    cause = library.causes[name]
    suspected = UNKNOWN if cause.suspect is None else asking.ask(library.criterion(cause.suspect))
    present = None if cause.present is None else asking.ask(library.criterion(cause.present))
    if cause.kind == "neuropathic":
        graded = grade(asking, library, cause)
        settled, could_reach = graded.settled, graded.could_reach
        nodes: list[tuple[str, Node]] = list(slot_nodes(library, cause).items())
    else:
        settled = could_reach = "not_graded"
        nodes = [("present", library.criterion(cause.present))] if cause.present is not None else []
    steps: tuple[Step, ...] = ()
    features: tuple[Finding, ...] = ()
    criteria: tuple[NamedCriteriaResult, ...] = ()
    rule_out: tuple[Finding, ...] = ()
    if suspected is YES:
        criteria = tuple(_named(asking, library, named) for named in cause.criteria)
        rule_out = tuple(
            Finding(other.says, "against", cites(other.cite))
            for other in cause.rule_out
            if other.when is None or asking.ask(library.criterion(other.when)) is not NO
        )
        steps = tuple(_step(asking, library, slot, node) for slot, node in nodes)
        features = tuple(
            Finding(feature.says, feature.speaks, cites(feature.cite))
            for feature in cause.features
            if asking.ask(library.criterion(feature.when)) is YES
        )
    return CauseResult(
        id=name,
        name=cause.name,
        plain=cause.plain,
        kind=cause.kind,
        answer=_answer(cause.kind, settled, present),
        grade=settled,
        could_reach=could_reach,
        icd10cm=tuple(cause.codes.get("icd10cm", ())),
        suspected=suspected.value,
        steps=steps,
        criteria=criteria,
        features=features,
        rule_out=rule_out,
        course="" if cause.course is None or suspected is not YES else cause.course.says,
        settles=cause.settles_says,
        confused_with=tuple(cause.confused_with),
        cite=cites(cause.cite),
    )


def _named(asking: Asking, library: Library, named: NamedCriteria) -> NamedCriteriaResult:
    node = library.criterion(named.when)
    answer = asking.ask(node)
    missing = missing_facts(asking, node) if answer is UNKNOWN else ()
    rests = because(asking, library, node) if answer is not UNKNOWN else ()
    return NamedCriteriaResult(named.name, named.says, answer.value, rests, missing, cites(named.cite))


def _step(asking: Asking, library: Library, slot: str, node: Node) -> Step:
    answer = asking.ask(node)
    match answer:
        case Answer.UNKNOWN:
            return Step(slot, answer.value, (), missing_facts(asking, node))
        case Answer.YES | Answer.NO:
            return Step(slot, answer.value, because(asking, library, node), ())


def _answer(kind: str, settled: str, present: Answer | None) -> str:
    """Whether the cause explains the pain: its own criteria where it has some, else what its grade says."""
    if present is not None:
        return present.value
    if kind != "neuropathic":
        return "unknown"
    return {"unlikely": "no", "probable": "yes", "definite": "yes"}.get(settled, "unknown")
