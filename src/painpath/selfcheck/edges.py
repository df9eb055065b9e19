"""Edges: the graded links finding -> mechanism -> target -> treatment, and what such a link may never do.

A link is a hypothesis. Only one that a randomised comparison backs may move a treatment in the order of offers, so an
edge says whether it does, and a tie-breaker that favours by such a finding needs an edge that may.
"""

from __future__ import annotations

from collections.abc import Iterator

from painpath.facts import Kind
from painpath.library import Library, schema
from painpath.library.cycles import needs_of
from painpath.selfcheck.result import Finding, error
from painpath.selfcheck.walk import parts

Link = schema.Edge | schema.TargetTreatment
RANDOMISED = ("randomised_comparison", "randomised_trial", "meta_analysis")
FIRM = ("A", "B")


def present(library: Library, symptom: schema.Symptom) -> schema.Raw | None:
    """The criterion that a symptom or sign is there: its own, or its claim being present; None for a date or choice."""
    fact = library.facts.get(symptom.fact)
    if symptom.when is not None or fact is None or fact.kind is not Kind.CLAIM:
        return symptom.when
    return {"fact": symptom.fact, "is": "yes"}


def may_reorder(link: Link) -> bool:
    """Whether the evidence of a link allows it to move a treatment: randomised, comparing those with the finding."""
    return link.claim == "predicts" and link.grade in FIRM and link.design == "randomised_comparison"


def check_edges(library: Library) -> Iterator[Finding]:
    """Grades that their design cannot carry, links to the wrong kind of entry, and orders moved without right."""
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            for part in parts(entry):
                if isinstance(part.part, (schema.Edge, schema.TargetTreatment)):
                    yield from _link(part.part, f"{kind}/{name}.yaml", part.path)
                if isinstance(part.part, schema.Edge):
                    yield from _direction(library, kind, part.part, f"{kind}/{name}.yaml", part.path)
    yield from _tie_breakers(library)


def _link(link: Link, where: str, path: str) -> Iterator[Finding]:
    if not link.cite:
        yield error("edge", where, path, "an edge needs its own `cite`")
    if link.grade in (*FIRM, "X") and link.design not in RANDOMISED:
        yield error(
            "edge", where, path, f"grade {link.grade} rests on randomised evidence, not on {link.design}"
        )
    if link.reorders == "yes" and not may_reorder(link):
        says = "only a `predicts` of grade A or B from a randomised comparison may move the order of offers"
        yield error("edge", where, f"{path}.reorders", says)
    if isinstance(link, schema.TargetTreatment) and bool(link.what) == bool(link.called):
        yield error(
            "edge", where, path, "write `what` (in the library) or `called` (not in it), one of the two"
        )


def _direction(library: Library, kind: str, edge: schema.Edge, where: str, path: str) -> Iterator[Finding]:
    """Findings lead to mechanisms; mechanisms to targets or treatments."""
    if kind in ("symptoms", "workup") and edge.to not in library.mechanisms:
        yield error("edge", where, f"{path}.to", f"a finding leads to a mechanism; {edge.to!r} is none")
    if edge.claim in ("relieves", "predicts", "acts_on") and edge.to in library.mechanisms:
        yield error("edge", where, f"{path}.claim", f"{edge.claim} speaks of a treatment, not of a mechanism")


def _tie_breakers(library: Library) -> Iterator[Finding]:
    """A tie-breaker that favours a treatment by a finding that marks a mechanism needs an edge that may reorder."""
    marks = {symptom.fact for symptom in library.symptoms.values() if symptom.edges} | {
        fact
        for mechanism in library.mechanisms.values()
        if mechanism.when is not None
        for fact in needs_of(library.criterion(mechanism.when))
    }
    backed = {
        edge.to
        for mechanism in library.mechanisms.values()
        for edge in mechanism.edges
        if edge.reorders == "yes" and may_reorder(edge)
    }
    for name, rule in library.rules.items():
        if rule.kind != "tie_breaker" or rule.when is None or not rule.favours:
            continue
        used = sorted(marks & set(needs_of(library.criterion(rule.when))))
        loose = [treatment for treatment in rule.favours if treatment not in backed]
        if used and loose:
            says = (
                f"favours {', '.join(loose)} by {used[0]}, which marks a mechanism: "
                "no edge of grade A or B allows it"
            )
            yield error("edge", f"rules/{name}.yaml", "$.favours", says)
