"""Condition into readings: present since its onset, ended with its abatement, absent when refuted.

The meaning of the two statuses follows FHIR R4, Condition (clinicalStatus, verificationStatus, constraints
con-3 to con-5). A missing clinicalStatus says nothing of the end: an abatement then means ended, and without
one the condition is taken to be there (a point-in-time diagnosis needs no clinicalStatus, con-3); that it was
missing is listed.
"""

from __future__ import annotations

from painpath.facts import Moment
from painpath.facts.moment import DUSK
from painpath.intake.claims import OTHER_FORM, Finding, add_findings, codes_in, list_unknown, places_in
from painpath.intake.ledger import Ledger
from painpath.intake.shapes import Condition, end_of, given, start_of

CLINICAL = "condition-clinical"
VERIFICATION = "condition-ver-status"
_THERE = {"active", "recurrence", "relapse"}
_OVER = {"inactive", "remission", "resolved"}
_UNSURE = {"unconfirmed", "provisional", "differential"}


def read_condition(condition: Condition, ledger: Ledger) -> None:
    """Add what a Condition says to the ledger."""
    verified = codes_in(condition.verificationStatus, VERIFICATION)
    if "entered-in-error" in verified:
        ledger.note("the whole entry", "entered in error: it does not count")
        return
    onset = ledger.moment(condition.onsetDateTime or start_of(condition.onsetPeriod))
    recorded = ledger.moment(condition.recordedDate)
    ledger.dated(recorded or onset)
    refuted = "refuted" in verified
    finding = Finding(
        when=(recorded or onset) if refuted else (onset or recorded),
        present=not refuted,
        ended=None if refuted else _ended(condition, onset or recorded, ledger),
        doubt=_doubt(condition, verified),
        recorded=recorded.first if recorded else 0,
        id=f"Condition/{condition.id}",
        at=places_in(ledger.index, condition.bodySite or ()),
    )
    if finding.doubt:
        ledger.note("verificationStatus", finding.doubt)
    codings = condition.code.codings if condition.code else []
    if not add_findings(ledger, ledger.index.of(codings), ledger.index.answered(codings), finding):
        list_unknown(ledger, condition.code, "condition")


def _doubt(condition: Condition, verified: frozenset[str]) -> str:
    """Why it is not known whether the condition is there; empty when it is said plainly."""
    if condition.verificationStatus is None or verified & {"confirmed", "refuted"}:
        return ""
    unsure = verified & _UNSURE
    return f"not confirmed ({min(unsure)})" if unsure else "a verification status that is not known"


def _ended(condition: Condition, began: Moment | None, ledger: Ledger) -> Moment | None:
    """When the condition ended; None while it is there."""
    period = condition.abatementPeriod
    printed = condition.abatementDateTime or end_of(period) or start_of(period)
    ended = ledger.moment(printed)
    if ended is not None:
        return ended
    sometime = Moment(began.first if began else 1, DUSK)
    elsewise = (condition.abatementAge, condition.abatementRange, condition.abatementString)
    if printed or any(map(given, elsewise)):
        return sometime  # it is over, the day is not printed as one
    if condition.clinicalStatus is None:
        ledger.note("clinicalStatus", "it is missing: taken to be there, because nothing says that it ended")
        return None
    status = codes_in(condition.clinicalStatus, CLINICAL)
    if status & _OVER:
        return sometime
    if not status & _THERE:
        ledger.note("clinicalStatus", OTHER_FORM + ": taken to be there")
    return None
