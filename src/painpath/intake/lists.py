"""List: a statement that the problems, medicines or allergies on it are all there are, since its date.

It is believed only as far as we can see: if an item of it is not in the file, or something of its kind in the
file was not understood, what is not on it may still be there, and the list settles nothing absent.
"""

from __future__ import annotations

from collections.abc import Callable

from painpath.intake.claims import list_unknown
from painpath.intake.events import ENTERED_IN_ERROR
from painpath.intake.ledger import Ledger
from painpath.intake.shapes import PatientList

#: LOINC document sections and FHIR's list-example-codes.
_KINDS = {
    "11450-4": "condition", "problems": "condition",
    "10160-0": "medication", "medications": "medication",
    "48765-2": "allergy", "allergies": "allergy",
    "47519-4": "procedure", "46264-8": "device",
}  # fmt: skip
_NOTHING = "nilknown"


def read_list(list_: PatientList, ledger: Ledger, known: Callable[[str], bool]) -> None:
    """Note what a List claims; whether to believe it is `settle`'s question, when everything has been read."""
    if list_.status == "entered-in-error":
        ledger.note("the whole entry", ENTERED_IN_ERROR)
        return
    kind = next((_KINDS[c.code] for c in (list_.code.codings if list_.code else []) if c.code in _KINDS), "")
    if not kind:
        list_unknown(ledger, list_.code, why="not a list of problems, medicines or allergies")
        return
    when = ledger.moment(list_.date)
    ledger.dated(when)
    empty = {coding.code for coding in (list_.emptyReason.codings if list_.emptyReason else [])}
    if list_.status != "current" or list_.mode not in ("snapshot", "working"):
        ledger.note(
            kind, "the list is not current, or only says what changed: it does not make absence known"
        )
    elif when is None:
        ledger.note(kind, "the list has no date: it does not make absence known")
    elif not list_.entry and empty != {_NOTHING}:
        ledger.note(
            kind, "the list is empty without saying that nothing is known: it does not make absence known"
        )
    elif not all(
        item.item and item.item.reference and known(item.item.reference) for item in list_.entry or ()
    ):
        ledger.note(kind, "the list names items that are not in this file: it does not make absence known")
    else:
        ledger.claim(kind, when.last)


def settle(ledger: Ledger) -> None:
    """Believe the lists of whose kind everything in the file was understood."""
    open_kinds = {line.listed_in for line in ledger.unread()}
    for claimed in ledger.claimed:
        if claimed.kind in open_kinds:
            ledger.begin(claimed.entry, claimed.type)
            ledger.note(
                claimed.kind, "some of its items could not be read: the list does not make absence known"
            )
        else:
            since = ledger.complete.get(claimed.kind, claimed.since)
            ledger.complete[claimed.kind] = min(since, claimed.since)
