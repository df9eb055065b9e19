"""Tests worth doing for this patient: what each would settle, who recommends it, what it cannot show.

A cause names its own tests; what authorities say of a test, and what it cannot show, stands once in `knowledge/workup`.
What is for research only, or not worth doing, is never proposed: it is listed apart, with its reason.
"""

from __future__ import annotations

from painpath.assessment.result import CauseResult, Test
from painpath.assessment.words import cites
from painpath.criteria import Asking
from painpath.facts import YES, Kind
from painpath.library import Library
from painpath.library.schema import WorkupEntry

PROPOSED = ("routine", "selected", "specialist")


def tests_worth_doing(asking: Asking, library: Library, causes: tuple[CauseResult, ...]) -> tuple[Test, ...]:
    """Tests of which the result is open, those of the likeliest cause first."""
    found: dict[str, Test] = {}
    stated: set[str] = set()
    suspected = [
        c for c in causes if c.suspected == "yes" and c.grade != "unlikely" and c.kind == "neuropathic"
    ]
    for cause in suspected:
        for item in library.causes[cause.id].workup:
            if item.when is not None and asking.ask(library.criterion(item.when)) is not YES:
                continue
            open_ = _open(asking, library, item.facts)
            if item.facts and not open_:
                continue
            entries = [name for name, entry in library.workup.items() if set(entry.facts) & set(item.facts)]
            stated.update(entries)
            says = tuple(line for name in entries for line in _strength(library.workup[name]))
            cannot = tuple(said.says for name in entries for said in library.workup[name].cannot)
            cite = (*cites(item.cite), *(c for name in entries for c in cites(library.workup[name].cite)))
            test = Test(item.test, item.says, cause.id, open_, says, cannot, tuple(dict.fromkeys(cite)))
            found.setdefault(item.test, test)
    for cause in suspected:
        for name, entry in library.workup.items():
            if name in stated or entry.worth not in PROPOSED or not _is_for(entry, cause):
                continue
            if entry.when is not None and asking.ask(library.criterion(entry.when)) is not YES:
                continue
            # A test that would settle nothing that this cause waits for is not proposed for it.
            waits = {fact for step in cause.steps for fact in step.missing}
            open_ = tuple(fact for fact in _open(asking, library, entry.facts) if fact in waits)
            if open_:
                cannot = tuple(said.says for said in entry.cannot)
                test = Test(
                    entry.name, entry.says, cause.id, open_, _strength(entry), cannot, cites(entry.cite)
                )
                found.setdefault(entry.name, test)
    return tuple(found.values())


def tests_not_worth_doing(library: Library) -> tuple[Test, ...]:
    """What is for research only or answers nothing, with the reason; it is the same for everybody."""
    return library.remember(
        ("tests not worth doing",),
        lambda: tuple(
            Test(entry.name, entry.says, "", (), _strength(entry), (), cites(entry.cite))
            for entry in library.workup.values()
            if entry.worth and entry.worth not in PROPOSED
        ),
    )


def _is_for(entry: WorkupEntry, cause: CauseResult) -> bool:
    return "any" in entry.for_ or cause.id in entry.for_


def _strength(entry: WorkupEntry) -> tuple[str, ...]:
    """What each authority says of a test, beside each other and never merged."""
    return tuple(
        f"{advised.by}{'' if advised.strength == 'none' else f' ({advised.strength})'}: {advised.says}"
        for advised in entry.recommended
    )


def _open(asking: Asking, library: Library, facts: list[str]) -> tuple[str, ...]:
    return tuple(fact for fact in facts if fact in library.facts and not _is_known(asking, fact))


def _is_known(asking: Asking, fact: str) -> bool:
    """Whether a result is there; a claim or choice that nobody recorded is a range over its options, not a result."""
    value = asking.value(fact)
    return value.point if asking.catalog.facts[fact].kind in (Kind.CLAIM, Kind.ONE_OF) else value.known
