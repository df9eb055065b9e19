"""The record that a command is about: reading its bytes, the day it is judged for, and a remark when it is old.

The one place that reads a clock.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, BinaryIO

import click
from msgspec.structs import replace

from painpath.edges.cli.options import Choices, checked

if TYPE_CHECKING:
    from painpath.facts import Record
    from painpath.library import Library, Settings
    from painpath.pipeline import Request

#: a convention of ours: a record whose last entry is older than this is remarked upon [d]
OLD = 90
#: conventions of ours: no record is judged for a day before this one, or for one further ahead [d]
EARLIEST = date(1900, 1, 1)
MOST_AHEAD = 366
#: what tells one person from another, and how it is called
_WHO = (("patient.birth_date", "date of birth"), ("patient.sex", "sex"))


def read_bytes(file: BinaryIO) -> bytes:
    """The bytes of the file, no more than can be a record and one (so that an endless stream ends)."""
    from painpath.intake.door import MOST_BYTES

    return file.read(MOST_BYTES + 1)


def today() -> date:
    """The clock of this machine."""
    return date.today()  # noqa: TID251, DTZ011 - the edge is where the clock is read, in the reader's own time zone


def request_of(choices: Choices, library: Library) -> Request:
    """What is asked of the pipeline; a usage error for an id that the library does not know."""
    from painpath.pipeline import Request

    choices, now = checked(choices, library), today()
    _possible(choices.as_of, now)
    request = Request(today=now, as_of=choices.as_of or "", assume_complete=choices.assume_complete)
    if choices.guideline is not None:
        request = replace(request, guideline=choices.guideline)
    if choices.jurisdiction is not None:
        request = replace(request, jurisdiction=choices.jurisdiction)
    return request


def _possible(as_of: str | None, now: date) -> None:
    """Refuse a day before anybody now living was born, or more than a year ahead: it is a slip of the pen."""
    if as_of is None or as_of == "last":
        return
    day = date.fromisoformat(as_of)
    if day < EARLIEST or (day - now).days > MOST_AHEAD:
        raise click.BadParameter(
            f"a day from {EARLIEST.year} until one year from today, like {now.isoformat()}, or last.",
            param_hint="--as-of",
        )


def read_with_answers(
    data: bytes,
    answers: BinaryIO | None,
    library: Library,
    request: Request,
    genes: BinaryIO | None = None,
) -> tuple[Record, Settings, tuple[str, ...]]:
    """The record with the answers of an interview and gene results added, the settings, and what could not be read."""
    from painpath.pipeline import read_record, unread_of, with_answers, with_genes

    intake, record, settings = read_record(data, library, request)
    unread = unread_of(intake, record)
    if answers is not None:
        both = with_answers(record, read_bytes(answers), library)
        _same_person(record, both)
        record = both
    if genes is not None:
        record, more = with_genes(record, read_bytes(genes), library)
        unread = (*unread, *more)
    return record, settings, unread


def _same_person(record: Record, both: Record) -> None:
    """Refuse answers whose date of birth or sex cannot be that of the record."""
    from painpath.intake import RecordError

    for fact, named in _WHO:
        told = record.of(fact)
        added = [reading for reading in both.of(fact) if reading not in told]
        if any(one.high < other.low or other.high < one.low for one in told for other in added):
            raise RecordError(
                f"answers: the {named} differs from that of the record, so these may be the answers of another "
                f"person. Give the answers that painpath ask wrote for this record, or take {fact} out of them."
            )


def remark_if_old(data: bytes, library: Library, request: Request) -> None:
    """Say on standard error that a record judged for today ends long before today."""
    if request.as_of:
        return
    from painpath.pipeline import read_record

    intake, _, _ = read_record(data, library, request)
    if intake.as_of is not None or intake.last_clinical is None:
        return
    age = request.today.toordinal() - intake.last_clinical
    if age > OLD:
        last = date.fromordinal(intake.last_clinical).isoformat()
        says = library.say("page.stale_record", date=last, n=str(age), as_of=request.today.isoformat())
        click.echo(f"! {says}\n", err=True)
