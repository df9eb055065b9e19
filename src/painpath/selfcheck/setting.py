"""What every case needs: its tiny patient, read like a facts file, and a way to say that it did not come out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from painpath.criteria import Asking
from painpath.facts import Record
from painpath.intake import RecordError, read_facts
from painpath.intake import record_of as record_of_intake
from painpath.library import Library, schema

#: cases are read as of this day unless they say otherwise
AS_OF = "2026-11-20"

_EXPECTING = (
    "is_", "value", "low", "high", "grade", "start", "target", "ceiling", "severity", "verdict", "says", "row",
)  # fmt: skip


class CaseError(Exception):
    """A case that does not come out: what was expected and what was found, or why it cannot be run."""


def record_of(library: Library, case: schema.Case) -> Record:
    """The record of a case; CaseError for an unknown fact or a value that is not understood.

    What a case may say is what a sender of a facts file may say.
    """
    as_of = case.as_of or AS_OF
    document: dict[str, object] = {"as_of": as_of, "facts": case.facts}
    if case.complete is not None:
        document["complete"] = case.complete
    try:
        intake = read_facts(document, library, name="case")
    except RecordError as error:
        raise CaseError(str(error)) from None
    if intake.unread:
        raise CaseError("; ".join(f"{unread.what}: {unread.why}" for unread in intake.unread))
    return record_of_intake(intake, date.fromisoformat(as_of).toordinal(), library)


class Setting(msgspec.Struct, frozen=True):
    """Where a case is run: the library, and how its patient is made (the mutation test keeps them)."""

    library: Library
    records: Callable[[Library, schema.Case], Record] = record_of

    def record(self, case: schema.Case) -> Record:
        """The patient of a case."""
        return self.records(self.library, case)

    def asking(self, case: schema.Case) -> Asking:
        """The patient of a case, being asked."""
        return Asking(self.library.catalog, self.record(case))


def only(case: schema.Case, *allowed: str) -> None:
    """CaseError for an expectation that this kind of entry cannot answer, or for none at all."""
    asked = {word.rstrip("_") for word in _EXPECTING if getattr(case, word) not in (None, "")}
    extra = sorted(asked - set(allowed))
    if extra:
        raise CaseError(f"`{extra[0]}` cannot be asked here; write {', '.join(allowed) or 'no case'}")
    if not asked and case.applies is None:
        raise CaseError(f"expects nothing; write {', '.join(allowed)}")


def same(what: str, expected: object, got: object) -> None:
    """CaseError when the two differ."""
    if expected != got:
        raise CaseError(f"{what} should be {expected}, is {got}")
