"""ask: the interview on the terminal, one question at a time, the best first."""

from __future__ import annotations

import sys
import textwrap
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

import click

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import colour_wanted, print_json, width
from painpath.edges.cli.record import read_bytes, remark_if_old, request_of

if TYPE_CHECKING:
    from painpath.edges.cli.interview import Interview

TERMINAL = Path("/dev/tty")
_QUIT = ("q", "quit", "exit")


@click.command(
    "ask",
    short_help="The interview: the next best question until nothing worth asking is left.",
    epilog="Examples: painpath ask patient.yaml;  painpath ask bundle.json --out answers.yaml;  "
    "painpath ask bundle.json --format json (only lists the questions);  "
    "cat bundle.json | painpath ask - --out answers.yaml",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None,
              help="Where to write the answers [default: a facts FILE itself, else FILE.answers.yaml].")  # fmt: skip
@shared_options
def ask_command(file: Path, out: Path | None, **options: Any) -> None:
    """Ask the next best question until nothing worth asking is left, and write the answers to a facts file.

    Answer yes, no, unknown (or ?), a number, a choice, or q to stop. Answers to a FHIR record are kept in a facts file
    of their own; give it to plan with --answers, or to ask with --out to go on from it. FILE - is standard input: the
    answers then come from the terminal, and --out says where they go.
    """
    from painpath.edges.cli.facts_text import written
    from painpath.edges.cli.interview import Interview
    from painpath.intake import read_patient
    from painpath.library import load_library

    choices = gather(**options)
    if choices.format == "html":
        raise click.UsageError("ask talks on the terminal: --format text, or json for the list of questions.")
    piped = str(file) == "-"
    if piped and out is None and choices.format != "json":
        raise click.UsageError(
            "The record comes from standard input: name a file for the answers with --out."
        )
    with click.open_file(str(file), "rb") as opened:
        data = read_bytes(cast("BinaryIO", opened))
    library = load_library()
    request = request_of(choices, library)
    own = read_patient(data, library).stated
    target = out or (file if own else file.with_name(f"{file.stem}.answers.yaml"))
    if own and piped and target.exists():
        raise click.UsageError(f"{target} is there already. Name another file with --out.")
    earlier = target.read_bytes() if not own and target.exists() else b""
    talk = Interview(data, earlier, library, request)
    if choices.format == "json":
        print_json(talk.questions())
        return
    remark_if_old(data, library, request)
    try:
        with _terminal() if piped else nullcontext(sys.stdin) as lines:
            _talk(talk, lines, colour_wanted(choices.colour))
    finally:
        if talk.answers:
            _write(target, written(data if own else earlier, talk.answers, talk.settings.as_of))
            count = len(talk.answers)
            click.echo(
                library.say("ask.wrote_one" if count == 1 else "ask.wrote", n=str(count), file=str(target))
            )
        else:
            click.echo(library.say("ask.none"))
    if talk.answers:
        click.echo(library.say("ask.next" if own else "ask.next_fhir", file=str(target), record=str(file)))


def _terminal() -> TextIO:
    """Where a person types while the record comes through standard input."""
    try:
        return TERMINAL.open(encoding="utf-8")
    except OSError:
        raise click.UsageError(
            "Nobody can answer here: give a FILE, or --format json for the list."
        ) from None


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        width(),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _talk(talk: Interview, lines: TextIO, colour: bool) -> None:
    say = talk.library.say
    click.echo(_wrapped(say("ask.intro")))
    number = 0
    while True:
        danger = talk.danger()
        if danger is not None:
            from painpath.edges.document.text import render_blocks

            click.echo(f"\n{say('ask.danger')}")
            click.echo(render_blocks((danger,), width(), colour))
            break
        question = talk.next_question()
        if question is None:
            click.echo(f"\n{say('ask.done')}")
            break
        number += 1
        click.echo(
            "\n"
            + click.style(_wrapped(say("ask.question", n=str(number), question=question.text)), bold=colour)
        )
        for line in question.lines:
            click.echo(_wrapped(line, "   "))
        while True:
            click.echo("   > ", nl=False)
            answer = lines.readline()
            if not answer or answer.strip().lower() in _QUIT:
                click.echo(f"\n{say('ask.stopped')}")
                return
            trouble = talk.take(question, answer)
            if not trouble:
                break
            click.echo(_wrapped(trouble, "   "))
    click.echo(f"\n{_wrapped(talk.outcome())}")


def _write(target: Path, text: str) -> None:
    """Whole or not at all: an interrupted write must not cost the file that was there."""
    beside = target.with_name(f".{target.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)
