"""Turning reasons into short sentences: what is on record, what is missing, what a fact is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from painpath.criteria import Asking, Node, Why, explain
from painpath.criteria.catalog import FormulaOf
from painpath.criteria.explain import Seen, say_value
from painpath.facts import YES, Kind, Missing, Unknown
from painpath.library import Library


def name_of(library: Library, fact: str) -> str:
    """A fact in a reader's words."""
    return library.remember(("name", fact), lambda: _name(library, fact))


def _name(library: Library, fact: str) -> str:
    topic, _, thing = fact.partition(".")
    entry = library.fact_entry(fact)
    if entry is not None:
        return entry.says
    named = library.substances.get(thing) or library.classes.get(thing)
    if named is not None and topic == "medication":
        return named.name
    if named is not None:
        return library.say("fact.allergy", drug=named.name)
    return fact.replace("_", " ")


def question_of(library: Library, fact: str) -> tuple[str, str]:
    """A fact as a question in plain words, and who can answer it."""
    return library.remember(("question", fact), lambda: _question(library, fact))


def _question(library: Library, fact: str) -> tuple[str, str]:
    entry = library.fact_entry(fact)
    if entry is not None and entry.question is not None:
        return entry.question.text, entry.question.who
    topic, _, thing = fact.partition(".")
    if topic == "medication":
        key = "question.medication" if thing in library.substances else "question.class"
        return library.say(key, drug=name_of(library, fact)), "patient"
    if topic == "allergy":
        return library.say("question.allergy", drug=name_of(library, f"medication.{thing}")), "patient"
    return library.say("question.plain", fact=name_of(library, fact)), "clinician"


def measured(asking: Asking, library: Library, fact: str) -> str:
    """A value with the measurements it was reckoned from, for a reader who has to find the wrong one."""
    value = asking.value(fact)
    said = say_value(asking, fact, value.low, value.high)
    how = asking.catalog.derived.get(fact)
    if not isinstance(how, FormulaOf) or asking.record.of(fact):
        return said
    inputs = [
        f"{name_of(library, need)} {say_value(asking, need, found.low, found.high)}"
        for need in how.formula.needs
        if need.startswith("lab.") and (found := asking.value(need)).known
    ]
    return f"{said} ({', '.join(inputs)})" if inputs else said


def why_not_known(asking: Asking, library: Library, fact: str) -> Missing:
    """Why a fact, or a drug, is not known; never recorded where the record says nothing that could tell of it."""
    silent = library.remember(("never", fact), lambda: Missing(fact, Unknown.NEVER_RECORDED))
    kind = library.facts.get(fact)
    if kind is None or kind.kind is Kind.SET or asking.silent_on(fact):
        return silent
    return next((miss for miss in asking.value(fact).missing if miss.fact == fact), silent)


def why_missing(library: Library, miss: Missing) -> str:
    """Why a fact is not known, in a few words."""
    return library.remember(("why", miss.why), lambda: library.say(f"missing.{miss.why.name.lower()}"))


class Later(Sequence[str]):
    """Sentences that are worked out when somebody first reads them, because most are never printed (house section 9).

    A record never changes, so it does not matter when.
    """

    __slots__ = ("_said", "_work")

    def __init__(self, work: Callable[[], tuple[str, ...]]) -> None:
        self._work = work
        self._said: tuple[str, ...] | None = None

    def said(self) -> tuple[str, ...]:
        """The sentences."""
        if self._said is None:
            self._said = self._work()
        return self._said

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        return self.said()[at]

    def __len__(self) -> int:
        return len(self.said())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.said() == tuple(other)

    def __hash__(self) -> int:
        return hash(self.said())

    def __repr__(self) -> str:
        return "Later(...)"  # what is said of a patient is not for a log


def because(asking: Asking, library: Library, node: Node) -> Later:
    """What the answer to a criterion rests on: each recorded thing once, with date and origin."""
    return Later(lambda: tuple(dict.fromkeys(_said(library, one) for one in seen_in(explain(asking, node)))))


def territories(asking: Asking, library: Library) -> Later:
    """The nerves, roots and patterns that the recorded places of the pain fit (decision 0011)."""
    return Later(
        lambda: tuple(
            f"{entry.name}: {entry.says}" if entry.says else entry.name
            for name, entry in library.anatomy.items()
            if entry.kind != "region" and asking.ask(library.pain_in(name)) is YES
        )
    )


def seen_in(why: Why) -> tuple[Seen, ...]:
    """The recorded things at the leaves that carry the answer."""
    return tuple(dict.fromkeys(seen for leaf in why.leaves() for seen in leaf.seen))


def missing_facts(asking: Asking, node: Node) -> tuple[str, ...]:
    """The facts an unknown answer waits for, each once."""
    return tuple(dict.fromkeys(_asked_as(asking, miss.fact) for miss in asking.missing(node)))


def _asked_as(asking: Asking, fact: str) -> str:
    """What to ask in order to learn a fact: of a gene its phenotype, then its score, before its two star alleles."""
    gene, _, part = fact.rpartition(".")
    if not part.startswith("allele_"):
        return fact
    results = (f"{gene}.phenotype", f"{gene}.activity_score")
    open_ = (one for one in results if one in asking.catalog.facts and not asking.record.of(one))
    return next(open_, fact)


def _said(library: Library, seen: Seen) -> str:
    origin = f"; {seen.source}" if seen.source else ""
    return f"{name_of(library, seen.fact)}: {seen.says} ({seen.when}{origin})"


def cites(cite: str | list[str]) -> tuple[str, ...]:
    """A `cite` as a tuple."""
    return (cite,) if isinstance(cite, str) else tuple(cite)
