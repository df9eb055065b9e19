"""What the readers of single resources share: from codings to readings of claims, and how uncoded things are
listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from painpath.facts import Kind, Moment, Reading
from painpath.facts.moment import WHENEVER
from painpath.intake.codes import SYSTEM_NAMES, Index, system_of
from painpath.intake.ledger import Ledger, shortened
from painpath.intake.quantities import Ends, from_option
from painpath.intake.shapes import Coding, Concept

NO_FACT = "no fact has this code"
UNCODED = "it has no code, only words"
OTHER_FORM = "not in the form that FHIR R4 gives it"
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


class Finding(NamedTuple):
    """One thing said to be present or absent: since when, until when, how sure, and by which resource."""

    when: Moment | None
    present: bool = True
    ended: Moment | None = None
    doubt: str = ""
    recorded: int = 0
    id: str = ""
    at: frozenset[str] = frozenset()


def add_findings(
    ledger: Ledger, facts: Iterable[str], answers: Iterable[tuple[str, str]], finding: Finding
) -> bool:
    """Add a reading for each fact that the codes stand for; whether there was any.

    A claim is yes (or no, if absent); a date fact takes the day it began; an entry may fix the answer of a
    code.
    """
    added = False
    for name in facts:
        kind = ledger.index.facts[name].kind
        if kind is Kind.CLAIM:
            value = 1.0 if finding.present else 0.0
            _add(ledger, name, Ends(value, value), finding)
            added = True
        elif kind is Kind.DATE and finding.present and finding.when is not None:
            _add(ledger, name, Ends(finding.when.first, finding.when.last), finding)
            added = True
    for name, option in answers:
        value_ = from_option(ledger.index.facts[name], option)
        if isinstance(value_, Ends) and finding.present:
            _add(ledger, name, value_, finding)
            added = True
    return added


def _add(ledger: Ledger, fact: str, ends: Ends, finding: Finding) -> None:
    sure = not finding.doubt
    reading = Reading(
        fact=fact,
        low=ends.low if sure else float("-inf"),
        high=ends.high if sure else float("inf"),
        when=finding.when or WHENEVER,
        ended=finding.ended,
        recorded=finding.recorded,
        id=finding.id,
        at=finding.at if ledger.index.facts[fact].per == "site" else frozenset(),
        source=ledger.where,
        unreadable=finding.doubt,
    )
    if finding.when is None:
        ledger.add_undated(reading)
    else:
        ledger.add(reading)


def list_unknown(ledger: Ledger, concept: Concept | None, listed_in: str = "", why: str = NO_FACT) -> None:
    """List a concept that no fact knows: by its codes and the code system's own names, never by free words."""
    named = [coding for coding in (concept.codings if concept else []) if coding.code]
    if not named:
        ledger.note("no code", UNCODED, listed_in)
        return
    ledger.note(", ".join(code_name(coding) for coding in named), why, listed_in)


def code_name(coding: Coding) -> str:
    """A code as people read it: system, code and the system's name for it."""
    system = system_of(coding.system)
    name = SYSTEM_NAMES.get(system) or coding.system or "no code system"
    return shortened(f"{name} {coding.code} {coding.display or ''}")


def codes_in(concept: Concept | None, system: str) -> frozenset[str]:
    """The codes of one of FHIR's own code systems, by the end of its address (it moved between versions).

    A code without any system counts: these elements allow only this one.
    """
    if concept is None:
        return frozenset()
    return frozenset(c.code for c in concept.codings if c.code and (c.system or system).endswith(system))


def places_in(index: Index, sites: Iterable[Concept | None]) -> frozenset[str]:
    """The regions named by body sites."""
    return index.places(coding for site in sites if site is not None for coding in site.codings)


def failed_at(error: Exception) -> str:
    """The element at which decoding a resource failed; the message itself is not repeated."""
    match = _AT.search(str(error))
    return match["path"] if match and match["path"] else "the whole entry"
