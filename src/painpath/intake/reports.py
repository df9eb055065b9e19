"""DiagnosticReport: its coded conclusions into claims. Its results are Observations of their own.

A result that the file does not hold, and a report that is only text, are listed.
"""

from __future__ import annotations

from collections.abc import Callable

from painpath.facts import Moment
from painpath.intake.claims import Finding, add_findings, list_unknown
from painpath.intake.events import ENTERED_IN_ERROR
from painpath.intake.ledger import Ledger
from painpath.intake.shapes import Report, end_of, given, start_of

_DONE = {"final", "amended", "corrected", "appended", "preliminary", "partial"}


def read_report(report: Report, ledger: Ledger, known: Callable[[str], bool]) -> None:
    """Add what a DiagnosticReport concludes. `known` tells whether a reference leads to something in the
    file.
    """
    if report.status == "entered-in-error":
        ledger.note("the whole entry", ENTERED_IN_ERROR)
        return
    if report.status not in _DONE:
        ledger.note("the whole entry", "there is no result (its status says so, or is missing)")
        return
    when = _when(report, ledger)
    ledger.dated(when)
    for concept in report.conclusionCode or ():
        finding = Finding(when=when, id=f"DiagnosticReport/{report.id}")
        facts, answers = ledger.index.of(concept.codings), ledger.index.answered(concept.codings)
        if not add_findings(ledger, facts, answers, finding):
            list_unknown(ledger, concept)
    for result in report.result or ():
        if result.reference is not None and known(result.reference):
            ledger.gain()
        else:
            ledger.note("result", "a result that it names is not in this file")
    if not report.conclusionCode and (given(report.conclusion) or given(report.presentedForm)):
        ledger.note("conclusion", "it is written as text, which is not read")


def _when(report: Report, ledger: Ledger) -> Moment | None:
    period = report.effectivePeriod
    printed = report.effectiveDateTime or end_of(period) or start_of(period) or report.issued
    return ledger.moment(printed)
