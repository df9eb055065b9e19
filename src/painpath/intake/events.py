"""Procedure, Device and FamilyMemberHistory into readings of claims: what was done, what is carried, what
relatives have.
"""

from __future__ import annotations

from painpath.intake.claims import Finding, add_findings, list_unknown, places_in
from painpath.intake.ledger import Ledger
from painpath.intake.shapes import Device, FamilyHistory, Procedure, end_of, start_of

ENTERED_IN_ERROR = "entered in error: it does not count"


def read_procedure(procedure: Procedure, ledger: Ledger) -> None:
    """Add a procedure that was done (or is under way). One not done, planned or broken off is listed."""
    period = procedure.performedPeriod
    when = ledger.moment(procedure.performedDateTime or start_of(period) or end_of(period))
    match procedure.status:
        case "entered-in-error":
            ledger.note("the whole entry", ENTERED_IN_ERROR)
            return
        case "completed" | "in-progress":
            doubt = ""
        case "stopped" | "unknown" | None:
            doubt = f"it is not known whether it was completed (status {procedure.status or 'missing'})"
            ledger.note("status", doubt)
        case "not-done" | "preparation" | "on-hold":
            ledger.note("the whole entry", f"a procedure that was not done (status {procedure.status})")
            return
        case _:
            ledger.note("status", "not a status of FHIR R4")
            return
    ledger.dated(ledger.moment(end_of(period)) or when)
    codings = procedure.code.codings if procedure.code else []
    finding = Finding(
        when=when,
        doubt=doubt,
        id=f"Procedure/{procedure.id}",
        at=places_in(ledger.index, procedure.bodySite or ()),
    )
    if not add_findings(ledger, ledger.index.of(codings), ledger.index.answered(codings), finding):
        list_unknown(ledger, procedure.code, "procedure")


def read_device(device: Device, ledger: Ledger) -> None:
    """Add a device that the patient has. Its date is not known: FHIR puts that elsewhere."""
    if device.status == "entered-in-error":
        ledger.note("the whole entry", ENTERED_IN_ERROR)
        return
    doubt = "" if device.status in ("active", None) else f"it may no longer be used (status {device.status})"
    if doubt:
        ledger.note("status", doubt)
    codings = device.type.codings if device.type else []
    finding = Finding(when=None, doubt=doubt, id=f"Device/{device.id}")
    if not add_findings(ledger, ledger.index.of(codings), ledger.index.answered(codings), finding):
        list_unknown(ledger, device.type, "device")


def read_family_history(history: FamilyHistory, ledger: Ledger) -> None:
    """Add the diseases of a relative as facts of family history, never as the patient's own."""
    if history.status == "entered-in-error":
        ledger.note("the whole entry", ENTERED_IN_ERROR)
        return
    when = ledger.moment(history.date)
    ledger.dated(when)
    finding = Finding(when=when, id=f"FamilyMemberHistory/{history.id}")
    for illness in history.condition or ():
        codings = illness.code.codings if illness.code else []
        if not add_findings(ledger, ledger.index.in_relatives(codings), (), finding):
            list_unknown(ledger, illness.code)
    if not history.condition:
        ledger.note("the whole entry", "no disease of the relative is named")
