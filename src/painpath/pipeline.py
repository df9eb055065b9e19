"""One patient from bytes to an answer: intake, assessment, planning, in that order and no other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from painpath.assessment import Assessment, assess
from painpath.facts import Record, parse_moment
from painpath.facts.moment import DAWN
from painpath.intake import Intake, RecordError, read_patient, record_of
from painpath.library import Library, Settings
from painpath.planning import Plan, Proposed, Verdict, check_order, plan

LAST = "last"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for besides the record.

    `as_of` is an ISO date, "last" (the record's last clinical date) or "" (the file's own, else `today`); `today` is
    passed in, because nothing below the edges reads a clock. `assume_complete` names lists to be taken as complete.
    """

    today: date
    as_of: str = ""
    guideline: str = "neupsig_2025"
    jurisdiction: str = "US"
    assume_complete: tuple[str, ...] = ()


def run_assess(data: bytes, library: Library, request: Request) -> Assessment:
    """Bytes of a record in, Assessment out. Raises RecordError when nothing can be read."""
    _, record, settings = read_record(data, library, request)
    return assess(record, library, settings)


def run_plan(data: bytes, library: Library, request: Request) -> Plan:
    """Bytes of a record in, Plan out. Raises RecordError when nothing can be read."""
    intake, record, settings = read_record(data, library, request)
    result = plan(assess(record, library, settings), library, settings)
    return replace(result, unread=unread_of(intake, record))


def run_check_order(data: bytes, library: Library, request: Request, order: Proposed) -> Verdict:
    """Bytes of a record and an order in, Verdict out. Raises RecordError when nothing can be read."""
    intake, record, settings = read_record(data, library, request)
    verdict = check_order(record, order, library, settings)
    return replace(verdict, unread=unread_of(intake, record))


def read_record(data: bytes, library: Library, request: Request) -> tuple[Intake, Record, Settings]:
    """The record as of the day asked for, and the settings that go with it."""
    intake = read_patient(data, library)
    as_of = _as_of(intake, request)
    record = record_of(intake, as_of, library)
    if request.assume_complete:
        complete = {**record.complete, **dict.fromkeys(request.assume_complete, DAWN)}
        record = replace(record, complete=complete)
    settings = Settings(
        as_of=date.fromordinal(as_of).isoformat(),
        guideline=request.guideline,
        jurisdiction=request.jurisdiction,
        assume_complete=tuple(sorted(request.assume_complete)),
    )
    return intake, record, settings


def _as_of(intake: Intake, request: Request) -> int:
    if request.as_of == LAST:
        if intake.last_clinical is None and intake.as_of is None:
            raise RecordError(
                "`--as-of last` needs a dated clinical entry, and the record has none: give a date instead."
            )
        return intake.last_clinical if intake.last_clinical is not None else intake.as_of or 0
    if request.as_of:
        moment = parse_moment(request.as_of)
        if moment is None or moment.first != moment.last:
            raise ValueError("as_of is a day such as 2026-11-20, or `last`")
        return moment.last
    return intake.as_of if intake.as_of is not None else request.today.toordinal()


def unread_of(intake: Intake, record: Record) -> tuple[str, ...]:
    """What could not be read or lies after the as-of day, as lines without any patient value."""
    lines = [
        f"{item.what}: {item.why} ({item.where}{f', and {item.count - 1} more' if item.count > 1 else ''})"
        for item in intake.unread
    ]
    if record.later:
        lines.append(f"{len(record.later)} entries dated after the as-of day are listed here and not used")
    return tuple(lines)
