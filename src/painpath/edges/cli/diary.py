"""diary: readings over time. add (one line on the terminal), import (a CSV table), show (week by week).

The only place here that knows today; entries go into the facts file itself.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

import click

from painpath.edges.cli.options import _as_of, _jurisdiction
from painpath.edges.cli.output import print_json, width
from painpath.edges.cli.record import read_bytes, today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from painpath.edges.document.plain import Json
    from painpath.facts import Reading
    from painpath.intake.diary import Diary, DoseDay, Entry, Problem
    from painpath.intake.diary_merge import Merge
    from painpath.library import Library

#: lines of one kind that are printed; the rest is counted
_SHOWN = 20
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(
    "diary",
    short_help="Readings over time: one line a day, a CSV table, week by week.",
    epilog="Examples: painpath diary add me.yaml pain=6 worst=8;  painpath diary import diary.csv --into me.yaml;  "
    "painpath diary show me.yaml",
)
def diary_command() -> None:
    """Readings over time: pain, sleep, doses, side effects, triggers and notes, kept in the facts file."""


@diary_command.command(
    "add",
    short_help="Today's entry in one line.",
    epilog='Examples: painpath diary add me.yaml pain=6 worst=8 sleep=4 gabapentin="300 mg x3" dizziness=mild;  '
    'painpath diary add me.yaml --on 2026-11-19 pain=5 triggers="cold, stress" note="long walk"',
)
@click.argument("file", type=_FILE)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--on", "on", metavar="DATE", callback=_as_of, help="The day it is about (2026-11-20) [default: today]."
)
@click.option("--jurisdiction", callback=_jurisdiction, envvar="PAINPATH_JURISDICTION", metavar="US|EU|UK",
              help="Whose crisis contacts are printed [default: the file's, else US].")  # fmt: skip
def add_command(file: Path, words: tuple[str, ...], on: str | None, jurisdiction: str | None) -> None:
    """Add an entry to the facts file FILE (a new one where there is none): NAME=VALUE ...

    NAME is pain, worst, least, sleep, function, mood, peg, a medicine, a symptom, triggers, rescue, pgic, note, or the
    name of any fact. Comments and order of the file stay. What cannot be so is refused, and nothing is written.
    """
    from painpath.edges.cli.diary_words import entry_of
    from painpath.library import load_library

    library, now = load_library(), today()
    day = on or now.isoformat()
    if day == "last" or day > now.isoformat():
        raise click.BadParameter("the day is today or earlier, written like 2026-11-20.", param_hint="--on")
    before, document = _opened(file, library)
    entries, doses, odd = entry_of(library, words, day)
    after = before or b""
    try:
        made = _merged(document, entries, doses, library, file)
        if made.added:
            after = _keep(file, before, made, library)
        _print_added(library, file.name, (entries, doses, odd), made, day)
        _remark(library, document, made, day)
    finally:
        _dangers(library, entries, _Change(before or b"", after, _place(jurisdiction, document), now))


def _print_added(
    library: Library,
    name: str,
    said: tuple[Sequence[Entry], Sequence[DoseDay], Sequence[str]],
    made: Merge,
    day: str,
) -> None:
    entries, doses, odd = said
    say = library.say
    click.echo(say("diary.added" if made.added else "diary.already", text_file=name, date=day))
    for line in _told(library, entries, doses):
        click.echo(_wrapped(line, "  "))
    for word in odd:
        click.echo(_wrapped(say(f"diary.{word}")))
    for problem in made.problems:
        click.echo(_wrapped(say("diary.problem_plain", text_column=problem.column, text_why=problem.why)))


@diary_command.command(
    "import",
    short_help="A CSV table of an app or a spreadsheet.",
    epilog="Examples: painpath diary import diary.csv --into me.yaml --dry-run;  "
    'painpath diary import diary.csv --into me.yaml --column "Ache=pain.intensity_average" --dates day-first',
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--into",
    type=_FILE,
    default=None,
    help="The facts file that gets the entries [default: FILE.diary.yaml].",
)
@click.option("--column", "told", multiple=True, metavar="NAME=FACT",
              help="What a column holds: a fact, medication.X, or unread.")  # fmt: skip
@click.option("--date-column", default=None, metavar="NAME", help="The column of dates.")
@click.option("--dates", type=click.Choice(("day-first", "month-first")), default=None,
              help="How 03/04/2026 is to be read.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show how it would be read; write nothing.")
@click.option("--jurisdiction", callback=_jurisdiction, envvar="PAINPATH_JURISDICTION", metavar="US|EU|UK",
              help="Whose crisis contacts are printed [default: the file's, else US].")  # fmt: skip
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def import_command(
    file: Path,
    into: Path | None,
    told: tuple[str, ...],
    date_column: str | None,
    dates: str | None,
    dry_run: bool,
    jurisdiction: str | None,
    form: str,
) -> None:
    """Read the CSV table FILE and add what is new to a facts file. The same table twice adds nothing.

    Columns are known by their heads; how each is read is printed, and what was not read is listed with row and column.
    Columns that nothing understands are kept under notes. Exit code 3 only if nothing can be read.
    """
    from painpath.intake.diary import Told, read_diary
    from painpath.intake.diary_days import Order
    from painpath.library import load_library

    library, now = load_library(), today()
    piped = str(file) == "-"
    name = "standard input" if piped else file.name
    if into is None and piped and not dry_run:
        raise click.UsageError("The table comes from standard input: name the facts file with --into.")
    target = into or file.with_suffix(".diary.yaml")
    holds = _columns_told(told, date_column)
    said = Told(cast("Order", dates or ""), holds)
    with click.open_file(str(file), "rb") as opened:
        data = read_bytes(cast("BinaryIO", opened))
    diary = read_diary(data, library, now, said, name=name)
    before, document = _opened(target, library) if not (piped and into is None) else (None, {})
    made, after = _merged(document, diary.entries, diary.doses, library, target), before or b""
    if made.added and not dry_run:
        after = _keep(target, before, made, library)
    if form == "json":
        print_json(_as_json(diary, made, name, "" if dry_run or not made.added else str(target)))
    else:
        _print_import(library, diary, made, name)
        _remark(library, document, made, _last_day(diary))
        written = "diary.dry" if dry_run else "diary.wrote" if made.added else "diary.nothing_new"
        click.echo(library.say(written, text_file=str(target)))
        if made.added and not dry_run:
            click.echo(library.say("diary.next", text_file=str(target)))
    change = _Change(before or b"", after, _place(jurisdiction, document), now)
    _dangers(library, diary.entries, change, err=form == "json")


@diary_command.command(
    "show",
    short_help="Week by week.",
    epilog="Examples: painpath diary show me.yaml;  painpath diary show me.yaml --weeks 26 --format json",
)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--weeks", type=click.IntRange(1, 520), default=8, show_default=True, help="How many weeks back."
)
@click.option(
    "--as-of", callback=_as_of, default=None, metavar="DATE|last", help="The last day that is shown."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def show_command(file: BinaryIO, weeks: int, as_of: str | None, form: str) -> None:
    """The diary of FILE (a facts file or any record) by weeks, a sign for each day; days without an entry are shown."""
    from painpath.edges.cli.diary_show import as_json, as_lines, shown_diary
    from painpath.library import load_library
    from painpath.pipeline import Request, read_record

    library = load_library()
    data = read_bytes(file)
    intake, record, settings = read_record(data, library, Request(today=today(), as_of=as_of or ""))
    found = shown_diary(intake.readings, record, library, weeks)
    if form == "json":
        print_json(as_json(found))
    else:
        for line in as_lines(library, found):
            click.echo(line)
    # However old: who reads the rows should not have to know what a 2 in one of them means.
    change = _Change(b"", b"", settings.jurisdiction, today())
    _dangers(
        library,
        (*_answers_in(library, intake.readings, record.as_of), *_notes_in(data)),
        change,
        err=form == "json",
    )


# ------------------------------------------------------------------------------------------------------------ parts


def _opened(file: Path, library: Library) -> tuple[bytes | None, Mapping[str, object]]:
    """The facts file as bytes and as data; nothing where it is not there yet. A usage error for other records."""
    from painpath.intake import read_patient
    from painpath.intake.door import Form, open_document, text_of
    from painpath.intake.facts_file import read_yaml_facts

    try:
        with file.open("rb") as opened:
            data = read_bytes(cast("BinaryIO", opened))
    except FileNotFoundError:
        if not file.resolve().parent.is_dir():
            raise click.UsageError(
                f"There is no folder {file.parent}. Make it, or name another file."
            ) from None
        return None, {}
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read ({error.strerror}).") from None
    if not data.strip():
        return data, {}
    text = text_of(data, file.name)
    form, _ = open_document(text, file.name)
    if form in (Form.FHIR, Form.FHIR_LINES):
        raise click.UsageError(
            f"{file.name} is a FHIR record. Keep the diary in a facts file of its own (name a new one); give it to plan"
            " with --answers."
        )
    read_patient(data, library, name=file.name)
    if form is Form.FACTS_JSON:
        import msgspec

        return data, msgspec.json.decode(text, type=dict[str, object])
    return data, read_yaml_facts(text, file.name)


def _last_day(diary: Diary) -> str:
    return max([entry.day for entry in diary.entries] + [dose.day for dose in diary.doses], default="")


def _columns_told(told: Sequence[str], date_column: str | None) -> dict[str, str]:
    holds: dict[str, str] = {}
    for one in told:
        head, between, fact = one.rpartition("=")
        if not between or not head.strip() or not fact.strip():
            raise click.BadParameter(
                "write it as NAME=FACT: --column 'Ache=pain.intensity_average'.", param_hint="--column"
            )
        holds[head.strip()] = fact.strip()
    return {**holds, **({date_column: "date"} if date_column else {})}


def _merged(
    document: Mapping[str, object],
    entries: Sequence[Entry],
    doses: Sequence[DoseDay],
    library: Library,
    file: Path,
) -> Merge:
    from painpath.intake.diary_merge import merge

    return merge(document, entries, doses, library, name=file.name)


def _keep(file: Path, before: bytes | None, made: Merge, library: Library) -> bytes:
    """Write, after reading back what will stand there; returns that."""
    from painpath.edges.cli.diary_file import save, with_changes
    from painpath.intake.facts_file import MOST_YAML_BYTES
    from painpath.intake.read import read_patient

    written = with_changes(before or b"", made.facts, made.notes)
    json = written.text.lstrip().startswith("{")
    if len(written.text.encode()) > MOST_YAML_BYTES and not json:
        raise click.UsageError(
            f"{file.name} would grow above {MOST_YAML_BYTES // 1_000_000} MB, the most that is read of a facts file in"
            " YAML. Nothing was written. Take columns of text out of the table, or keep a JSON facts file."
        )
    read_patient(written.text.encode(), library, name=file.name)
    save(file, before, written.text)
    if before is None:
        click.echo(library.say("diary.new_file", text_file=str(file)), err=True)
    if not written.kept:
        click.echo(library.say("diary.comments_lost"), err=True)
    return written.text.encode()


def _remark(library: Library, document: Mapping[str, object], made: Merge, day: str) -> None:
    """What the reader of the file should know: an as_of before the entries, values without a day."""
    as_of = document.get("as_of")
    if as_of is not None and day[:10] > str(as_of):
        click.echo(_wrapped(library.say("diary.as_of_earlier", date=str(as_of))))
    for fact in made.undated:
        example = f"{fact}: {{value: ..., on: 2026-11-01}}"
        click.echo(
            _wrapped(library.say("diary.undated", text_name=_name(library, fact), text_example=example))
        )


def _name(library: Library, fact: str) -> str:
    from painpath.assessment.words import name_of

    return library.texts.get(f"diary.fact_{fact}") or name_of(library, fact)


def _told(library: Library, entries: Sequence[Entry], doses: Sequence[DoseDay]) -> list[str]:
    """What was understood, in words."""
    say = library.say
    lines = []
    for entry in entries:
        if entry.fact.startswith("notes."):
            name, value = entry.fact.removeprefix("notes."), str(entry.value)
        else:
            name, value = _name(library, entry.fact), _value(library, entry.value)
        lines.append(say("diary.line", text_name=name, text_value=value))
    for dose in doses:
        total = dose.taken.total
        value = (
            say("diary.value_taken")
            if total is None
            else say("diary.value_none_taken")
            if total == 0
            else say("diary.value_dose", dose=f"{total:g} {dose.taken.unit}")
        )
        if dose.as_needed:
            value = say("diary.as_needed", text_value=value)
        lines.append(say("diary.line", text_name=_name(library, f"medication.{dose.drug}"), text_value=value))
    return lines


def _value(library: Library, value: object) -> str:
    if isinstance(value, dict):
        return library.say("diary.value_claim_severity", text_severity=str(value.get("severity", "")))
    if isinstance(value, list):
        return ", ".join(str(one).replace("_", " ") for one in value)
    return str(value).replace("_", " ")


def _wrapped(text: str, indent: str = "") -> str:
    import textwrap

    from painpath.edges.document.visible import visible

    return textwrap.fill(
        visible(text), width(), initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False
    )


def _print_import(library: Library, diary: Diary, made: Merge, name: str) -> None:
    say = library.say
    click.echo(say("diary.mapping", text_file=name))
    for column in diary.columns:
        what = _holds(library, column.holds, column.fact, column.unit)
        click.echo(
            _wrapped(say("diary.column_arrow", text_column=column.head or "(no name)", text_what=what), "  ")
        )
    unknown = [column.head or "(no name)" for column in diary.columns if column.holds == "unread"]
    if unknown:
        key = "diary.unknown_column_one" if len(unknown) == 1 else "diary.unknown_column"
        click.echo(_wrapped(say(key, n_columns=str(len(unknown)), list=", ".join(unknown))))
    for word, count in diary.remarks:
        click.echo(_wrapped(say(f"diary.remark_{word}", n=str(count))))
    click.echo(
        say(
            "diary.summary",
            n_rows=str(diary.rows),
            n_new=str(made.added),
            n_already=str(made.already),
            n_empty=str(diary.empty),
        )
    )
    problems = _all(diary, made)
    if problems:
        click.echo(say("diary.not_read", n=str(len(problems))))
        for problem in problems[:_SHOWN]:
            line = say("diary.problem", n=str(problem.row), text_column=problem.column, text_why=problem.why)
            click.echo(_wrapped(line, "  "))
        if len(problems) > _SHOWN:
            click.echo(f"  {say('diary.more', n=str(len(problems) - _SHOWN))}")
    if not any(column.holds in ("dose", "medicines") for column in diary.columns):
        click.echo(_wrapped(say("diary.no_doses")))


def _all(diary: Diary, made: Merge) -> list[Problem]:
    return sorted((*diary.problems, *made.problems), key=lambda problem: problem.row)


def _holds(library: Library, holds: str, fact: str, unit: str) -> str:
    match holds:
        case "fact":
            return library.say("diary.column_fact", text_name=_name(library, fact), text_fact=fact)
        case "dose":
            key = "diary.column_dose_unit" if unit else "diary.column_dose"
            return library.say(key, text_name=_name(library, fact), text_unit=unit)
        case _:
            return library.say(f"diary.column_{holds}")


def _as_json(diary: Diary, made: Merge, name: str, written: str) -> Json:
    return {
        "schema": "painpath.diary_import/1",
        "file": name,
        "written_to": written,
        "columns": [
            {"column": c.head, "holds": c.holds, "fact": c.fact, "unit": c.unit} for c in diary.columns
        ],
        "rows": diary.rows,
        "added": made.added,
        "already": made.already,
        "empty": diary.empty,
        "problems": [{"row": p.row, "column": p.column, "why": p.why} for p in _all(diary, made)],
        "remarks": [{"id": word, "count": count} for word, count in diary.remarks],
        "undated": list(made.undated),
    }


def _answers_in(library: Library, readings: Iterable[Reading], as_of: int) -> list[Entry]:
    """What a record says on its days, as entries: one number, or yes."""
    from painpath.facts import Kind
    from painpath.intake.diary import Entry

    found = []
    for one in readings:
        kind = library.facts[one.fact].kind
        if one.low != one.high or one.when.first > as_of or kind not in (Kind.CLAIM, Kind.QUANTITY):
            continue
        day = date.fromordinal(one.when.first if one.when.first == one.when.last else as_of).isoformat()
        found.append(
            Entry(one.fact, day, one.low if kind is Kind.QUANTITY else "yes" if one.low == 1.0 else "no")
        )
    return found


def _notes_in(data: bytes) -> list[Entry]:
    """The free words under `notes` of a facts file; nothing for other records."""
    import msgspec

    from painpath.intake.diary import NOTE, Entry
    from painpath.intake.door import Form, open_document, text_of
    from painpath.intake.facts_file import read_yaml_facts

    text = text_of(data, "input")
    form, _ = open_document(text, "input")
    if form in (Form.FHIR, Form.FHIR_LINES):
        return []
    document: Mapping[str, object] = (
        msgspec.json.decode(text, type=dict[str, object])
        if form is Form.FACTS_JSON
        else read_yaml_facts(text, "input")
    )
    notes = document.get("notes")
    return [] if not notes else [Entry(f"notes.{NOTE}", "", str(notes))]


class _Change(NamedTuple):
    """The file before and after an entry, whose contacts are printed, and today."""

    before: bytes
    after: bytes
    jurisdiction: str
    now: date


def _place(told: str | None, document: Mapping[str, object]) -> str:
    """Whose contacts: as told, else as the file says."""
    from painpath.library import JURISDICTIONS

    named = str(document.get("jurisdiction") or "")
    return told or (named if named in JURISDICTIONS else "")


def _dangers(library: Library, entries: Sequence[Entry], change: _Change, *, err: bool = False) -> None:
    """The card of every danger that an answer or a note points to, at once (house of painpath, section 11)."""
    from painpath.edges.cli.diary_danger import danger_in, new_dangers, note_is_alarming
    from painpath.edges.document.page import Page
    from painpath.edges.document.parts import card
    from painpath.edges.document.text import render_blocks
    from painpath.edges.document.wording import tidied

    noted = note_is_alarming(library, entries)
    flags = danger_in(library, entries, change.jurisdiction, change.now, alarmed=noted)
    if noted and flags:
        click.echo("\n" + _wrapped(library.say("diary.crisis_note")), err=err)
    if change.after != change.before:
        flags += new_dangers(library, change.before, change.after, change.jurisdiction, change.now)
    for flag in flags:
        block = tidied(library, Page("", "", (card(library, flag),))).first[0]
        click.echo("\n" + render_blocks((block,), width(), colour=False), err=err)
