"""One patient from bytes to an answer: intake, assessment, planning, in that order and no other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from painpath.assessment import Assessment, assess
from painpath.facts import Record, build_record, parse_moment
from painpath.facts.moment import DAWN
from painpath.intake import (
    AFTER,
    Intake,
    RecordError,
    read_facts,
    read_genes,
    read_patient,
    record_of,
    settled,
)
from painpath.library import JURISDICTIONS, Library, Settings
from painpath.planning import Finding, Plan, Proposed, Verdict, check_order, findings, plan

if TYPE_CHECKING:
    from painpath.followup.result import Review

LAST = "last"
#: lists of which every entry must have been read before their silence counts
MUST_BE_READ = ("medication", "allergy")


class Request(msgspec.Struct, frozen=True):
    """What is asked for besides the record.

    `as_of` is an ISO date, "last" (the record's last clinical date) or "" (the file's own, else `today`); `today` is
    passed in, because nothing below the edges reads a clock. `assume_complete` names lists to be taken as complete.
    An empty guideline or jurisdiction is what the facts file says, else the usual one (see `Settings`).
    """

    today: date
    as_of: str = ""
    guideline: str = ""
    jurisdiction: str = ""
    assume_complete: tuple[str, ...] = ()


def run_assess(data: bytes, library: Library, request: Request) -> Assessment:
    """Bytes of a record in, Assessment out. Raises RecordError when nothing can be read."""
    intake, record, settings = read_record(data, library, request)
    return replace(assess(record, library, settings), unread=unread_of(intake, record))


def run_plan(data: bytes, library: Library, request: Request) -> Plan:
    """Bytes of a record in, Plan out. Raises RecordError when nothing can be read."""
    intake, record, settings = read_record(data, library, request)
    unread = unread_of(intake, record)
    result = plan(replace(assess(record, library, settings), unread=unread), library, settings)
    return replace(result, unread=unread)


def run_findings(data: bytes, library: Library, request: Request) -> tuple[Finding, ...]:
    """Bytes of a record in, what a pharmacist would act on out. Raises RecordError when nothing can be read."""
    _, record, settings = read_record(data, library, request)
    return findings(assess(record, library, settings), library, settings)


def run_review(data: bytes, library: Library, request: Request) -> Review:
    """Bytes of a record with its diary in, how treatment is going out. Raises RecordError when nothing can be read."""
    from painpath.followup.review import review  # brings numpy, which a plan does not need

    intake, record, settings = read_record(data, library, request)
    unread = unread_of(intake, record)
    planned = plan(replace(assess(record, library, settings), unread=unread), library, settings)
    return replace(review(planned, record, library, settings), unread=unread)


def run_check_order(data: bytes, library: Library, request: Request, order: Proposed) -> Verdict:
    """Bytes of a record and an order in, Verdict out. Raises RecordError when nothing can be read."""
    intake, record, settings = read_record(data, library, request)
    verdict = check_order(record, order, library, settings)
    return replace(verdict, unread=unread_of(intake, record))


def read_record(data: bytes, library: Library, request: Request) -> tuple[Intake, Record, Settings]:
    """The record as of the day asked for, and the settings that go with it."""
    intake = read_patient(data, library)
    as_of = _as_of(intake, request)
    if request.as_of not in ("", LAST):
        _lived(intake, as_of)
    record = record_of(intake, as_of, library)
    assumed = tuple(name for name in sorted(request.assume_complete) if not _hides_something(intake, name))
    if assumed:
        record = replace(record, complete={**record.complete, **dict.fromkeys(assumed, DAWN)})
    usual = Settings(as_of=date.fromordinal(as_of).isoformat())
    asked = request.guideline or _known(intake, "guideline", library.guidelines)
    settings = replace(
        usual,
        guideline=asked or usual.guideline,
        guideline_asked=bool(asked),
        jurisdiction=request.jurisdiction
        or _known(intake, "jurisdiction", JURISDICTIONS)
        or usual.jurisdiction,
        assume_complete=assumed,
        stated_complete=tuple(sorted(set(record.complete) - set(assumed))),
        refused_complete=tuple(sorted(set(request.assume_complete) - set(assumed))),
    )
    return intake, record, settings


def _lived(intake: Intake, as_of: int) -> None:
    """Refuse a day asked for that lies before birth. (A day of the file itself leaves the age open, and is listed.)"""
    born = [one.low for one in intake.readings if one.fact == "patient.birth_date" and not one.unreadable]
    if born and as_of < min(born):
        raise RecordError(
            "the day asked for (--as-of) lies before the date of birth. Give another day, or correct the date of birth."
        )


def _hides_something(intake: Intake, name: str) -> bool:
    """Whether a list holds a drug or allergy that was not understood: then its silence says nothing (decision 0009)."""
    return name in MUST_BE_READ and any(item.listed_in == name for item in intake.unread)


def _known(intake: Intake, word: str, known: Collection[str]) -> str:
    """A setting that the facts file names; RecordError where it is not one of ours."""
    named = intake.hints.get(word, "")
    if named and named not in known:
        raise RecordError(
            f"the facts file names a {word} that is not known here. Known are: {', '.join(known)}."
        )
    return named


def with_answers(record: Record, answers: bytes | Mapping[str, object], library: Library) -> Record:
    """The record with the answers of an interview (a facts file, or its data) added as of the same day."""
    intake = (
        read_patient(answers, library, name="answers")
        if isinstance(answers, bytes)
        else read_facts(answers, library)
    )
    added = record_of(intake, record.as_of, library)
    readings = [reading for one in (record, added) for listed in one.readings.values() for reading in listed]
    courses = [course for one in (record, added) for listed in one.courses.values() for course in listed]
    both = build_record(record.as_of, readings, courses, {**record.complete, **added.complete})
    return replace(both, later=(*record.later, *added.later))


def with_genes(record: Record, genes: bytes, library: Library) -> tuple[Record, tuple[str, ...]]:
    """The record with a file of gene results added (`intake.read_genes`), and what of it could not be read.

    Where the file and the record tell different things of a gene, both stay possible, and that is listed.
    """
    intake = read_genes(genes, library)
    added = record_of(intake, record.as_of, library)
    both, differ = settled(library, record, added)
    readings = [reading for one in (record, added) for listed in one.readings.values() for reading in listed]
    courses = [course for listed in record.courses.values() for course in listed]
    whole = build_record(record.as_of, [*readings, *both], courses, record.complete)
    lines = (
        *unread_of(intake, added),
        *(f"{fact}: the record and the gene file differ, so both stay possible" for fact in differ),
    )
    return replace(whole, later=record.later), lines


def _as_of(intake: Intake, request: Request) -> int:
    if request.as_of == LAST:
        if intake.last_clinical is None and intake.as_of is None:
            raise RecordError(
                "`--as-of last` needs a dated clinical entry, and the record has none: give a date instead."
            )
        last = intake.last_clinical if intake.last_clinical is not None else intake.as_of or 0
        return min(last, request.today.toordinal())  # a day that has not come is no day to judge on
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
    lines += sorted(
        f"{fact}: {AFTER}"
        for fact, listed in record.readings.items()
        if any(reading.unreadable == AFTER for reading in listed)
    )
    if record.later:
        lines.append(f"{len(record.later)} entries dated after the as-of day are listed here and not used")
    return tuple(lines)
