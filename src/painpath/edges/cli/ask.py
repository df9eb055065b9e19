"""ask: the interview on the terminal, one question at a time, the best first."""

from __future__ import annotations

import sys
import textwrap
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TextIO, cast

import click
import msgspec

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import colour_wanted, print_json, width
from painpath.edges.cli.record import read_bytes, remark_if_old, request_of

if TYPE_CHECKING:
    from painpath.edges.cli.interview import Interview, Question

TERMINAL = Path("/dev/tty")
_QUIT = ("q", "quit", "exit", "save")
_BACK, _HELP, _LATER = ("b", "back"), ("h", "help"), ("l", "later")
#: who may sit at the keyboard
WHO = ("patient", "clinician")
#: how urgent a danger is that is told at once, also where the interview goes on
STOPPING = ("now", "today")


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
@click.option("--by", type=click.Choice(WHO), default=None,
              help="Who answers; written beside each answer [default: whom the question is for].")  # fmt: skip
@shared_options
def ask_command(file: Path, out: Path | None, by: str | None, **options: Any) -> None:
    """Ask the next best question until nothing worth asking is left, and write the answers to a facts file.

    The first screen is about danger. Answer yes, no, unknown (or ?), a number, a choice; back takes the last answer
    back, an empty line skips, later leaves what only an examination can tell, q stops. Every answer is saved at once;
    the same command goes on from there. Answers to a FHIR record are kept in a facts file of their own; give it to plan
    with --answers. FILE - is standard input: the answers then come from the terminal, and --out says where they go.
    """
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
    talk = Interview(data, earlier, library, request, by=by or "")
    if choices.format == "json":
        print_json(talk.questions())
        return
    _writable(target)
    remark_if_old(data, library, request)
    kept = _Kept(target, data if own else earlier, target.read_bytes() if target.exists() else None)
    try:
        with _terminal() if piped else nullcontext(sys.stdin) as lines:
            _talk(talk, lines, colour_wanted(choices.colour), kept)
    finally:
        _keep_at_the_end(talk, kept)
    if talk.answers:
        click.echo(library.say("ask.next" if own else "ask.next_fhir", file=str(target), record=str(file)))


class _Kept(msgspec.Struct, frozen=True):
    """Where answers are kept: after each of them, so that nothing is lost however the interview ends."""

    target: Path
    base: bytes
    before: bytes | None

    def save(self, talk: Interview) -> None:
        """Write what is answered so far; the file as it was where every answer was taken back."""
        from painpath.edges.cli.facts_text import written

        if talk.answers:
            _write(self.target, written(self.base, talk.answers, talk.settings.as_of).encode())
        elif self.before is not None and self.target.read_bytes() != self.before:
            _write(self.target, self.before)
        elif self.before is None:
            self.target.unlink(missing_ok=True)


def _writable(target: Path) -> None:
    """Before the first question: a usage error where the answers could not be kept."""
    beside = _beside(target)
    try:
        beside.touch()
        beside.unlink()
    except OSError as error:
        raise click.UsageError(
            f"Answers cannot be written to {target} ({error.strerror}). Make the folder, or name another with --out."
        ) from None


def _keep_at_the_end(talk: Interview, kept: _Kept) -> None:
    """Write the answers once more and say where; print them where they can no longer be written."""
    from painpath.edges.cli.facts_text import written

    say, count, file = talk.library.say, len(talk.answers), str(kept.target)
    try:
        kept.save(talk)
    except OSError as error:
        click.echo(f"\n{_wrapped(say('ask.not_written'))}\n")
        click.echo(written(b"", talk.answers, talk.settings.as_of))
        raise click.UsageError(
            f"The answers could not be written to {file} ({error.strerror}). They are printed above: copy them."
        ) from None
    if count:
        click.echo(say("ask.wrote_one" if count == 1 else "ask.wrote", n=str(count), file=file))
    else:
        click.echo(say("ask.none"))


def _terminal() -> TextIO:
    """Where a person types while the record comes through standard input."""
    try:
        return TERMINAL.open(encoding="utf-8")
    except OSError:
        raise click.UsageError(
            "Nobody can answer here: give a FILE, or --format json for the list."
        ) from None


def _wrapped(text: str, indent: str = "") -> str:
    from painpath.edges.document.visible import visible

    return textwrap.fill(
        visible(text),
        width(),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _talk(talk: Interview, lines: TextIO, colour: bool, kept: _Kept) -> None:
    say = talk.library.say
    click.echo(_wrapped(say("ask.intro")))
    number, told, enough = 0, set[str](), False
    while True:
        if _stopped(talk, told, colour):
            break
        question = talk.next_question()
        if question is None:
            click.echo(f"\n{say('ask.done')}")
            break
        if not enough and (first := talk.first_choice()):
            enough = True
            click.echo(f"\n{_wrapped(say('ask.enough', drug=talk.library.drugs[first].name))}")
        number += 1
        _put(talk, question, number, colour)
        match _answered(talk, lines, question):
            case "quit":
                click.echo(f"\n{say('ask.stopped')}")
                return
            case "back":
                number = max(0, number - 2)
            case "kept":
                pass
        kept.save(talk)
    click.echo(f"\n{_wrapped(talk.outcome())}")


def _stopped(talk: Interview, told: set[str], colour: bool) -> bool:
    """Print every red flag that has become true since; whether one of them ends the interview."""
    from painpath.edges.document.text import render_blocks

    stopped = talk.stopped()
    for flag in talk.urgent():
        if flag.id in told or (not stopped and flag.urgency not in STOPPING):
            continue
        told.add(flag.id)
        click.echo(f"\n{_wrapped(talk.library.say('ask.danger' if stopped else 'ask.danger_go_on'))}")
        click.echo(render_blocks((talk.card_of(flag),), width(), colour))
    return stopped


def _put(talk: Interview, question: Question, number: int, colour: bool) -> None:
    text = _wrapped(talk.library.say("ask.question", n=str(number), question=question.text))
    click.echo("\n" + (click.style(text, bold=True) if colour else text))
    for place, (_, words) in enumerate(question.items, 1):
        click.echo(_wrapped(f"{place}) {words}", "     "))
    for line in question.lines:
        click.echo(_wrapped(line, "   "))


def _answered(talk: Interview, lines: TextIO, question: Question) -> Literal["kept", "back", "quit"]:
    """Read lines until one of them is an answer or a wish to go elsewhere."""
    say = talk.library.say
    while True:
        click.echo("   > ", nl=False)
        answer = lines.readline()
        word = answer.strip().lower()
        if not answer or word in _QUIT:
            return "quit"
        if word in _BACK:
            if talk.back():
                return "back"
            click.echo(_wrapped(say("ask.first"), "   "))
        elif word in _HELP:
            click.echo(_wrapped(say("ask.intro"), "   "))
        elif word in _LATER:
            talk.go_alone()
            return "kept"
        elif trouble := talk.take(question, answer):
            click.echo(_wrapped(trouble, "   "))
        else:
            if noted := talk.noted(question):
                click.echo(_wrapped(noted, "   "))
            return "kept"


def _write(target: Path, text: bytes) -> None:
    """Whole or not at all: an interrupted write must not cost the file that was there."""
    beside = _beside(target)
    beside.write_bytes(text)
    beside.replace(target)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")
