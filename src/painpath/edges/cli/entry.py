"""From the words of the command line to an exit code: which file holds which command, and what each failure means.

0 done; 1 our own fault; 2 used wrongly; 3 the input could not be read; 4 the knowledge is broken.
"""

from __future__ import annotations

import errno
import gc
import importlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from painpath import __version__

#: what a full or broken place for the output says
_NOT_WRITTEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
OWN_FAULT, USED_WRONGLY, UNREADABLE, BROKEN_KNOWLEDGE, INTERRUPTED = 1, 2, 3, 4, 130

#: each command, where it lives and its line in the list of commands (so that the list needs no import)
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "The whole job on a bundled made-up patient."),
    "plan": ("patient", "From a record to a plan: what it is, what fits, what is unsafe, what to ask."),
    "assess": ("patient", "Is it pain, is it neuropathic, how sure, from what; what must not be missed."),
    "diary": ("diary", "Readings over time: one line a day, a CSV table, week by week."),
    "handout": ("handout", "Papers of the plan: leaflet, prescription lines, note to paste, calendar file."),
    "review": ("patient", "Is it better, is it because of the treatment, what next."),
    "check-order": ("order", "Is this drug at this dose safe for this person, and is it a good idea?"),
    "review-list": ("review_list", "Over many records: what a pharmacist should look at, worst first."),
    "trial": ("trial", "A trial in one patient (N-of-1): design it, and judge it when it is over."),
    "qst": ("qst", "Quantitative sensory testing as z-scores against a reference table."),
    "ask": ("ask", "The interview: the next best question until nothing worth asking is left."),
    "exam": (
        "exam",
        "The bedside examination as a form: what is still open, how to do it, how to write it down.",
    ),
    "compare": ("reference", "Treatments side by side."),
    "facts": ("reference", "What may be recorded."),
    "show": ("reference", "One entry of the knowledge as a page."),
    "questionnaire": ("questionnaire", "A questionnaire as a form in FHIR R4."),
    "check": ("author", "Run every entry's own cases, links and codes; count how sources were read."),
    "new": ("author", "Write the skeleton of a new entry."),
    "schema": ("author", "Print the JSON schema of an entry, a facts file or a result."),
}


class Commands(click.Group):
    """The group of commands, each imported when it is called or its help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order in which they are explained."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """One command; None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"painpath.edges.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant; a misspelt one is told the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Examples: painpath demo;  painpath plan patient.json --as-of last;  "
    'painpath check-order patient.json --drug pregabalin --dose "75 mg twice daily".',
)
@click.version_option(__version__, prog_name="painpath", message="%(prog)s %(version)s")
def painpath() -> None:
    """From one patient's record to a cited, individual plan for neuropathic pain.

    FILE is a FHIR R4 Bundle or resource, NDJSON of one patient, or a facts file (YAML or JSON); - is standard input.
    Nothing leaves this machine. For licensed clinicians; it supports and does not replace judgement.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    # One command makes few cycles and much that stays: without looking a cold plan took 378 ms of CPU for 455.
    gc.set_threshold(200_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. A traceback is shown only when PAINPATH_DEBUG is set."""
    try:
        code = painpath.main(
            args=None if arguments is None else list(arguments), prog_name="painpath", standalone_mode=False
        )
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        click.echo(_visible(said.getvalue()), err=True, nl=False)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (painpath plan x | head): nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.errno not in _NOT_WRITTEN or error.filename is not None:
            return _told(error)
        click.echo(f"The result could not be written: {error.strerror}. Write it somewhere else.", err=True)
        return USED_WRONGLY
    except Exception as error:  # noqa: BLE001 - the one place where what nobody could mend is told apart
        return _told(error)
    return code if isinstance(code, int) else 0


def _visible(text: str) -> str:
    """A message that may repeat words of a record or a file name, without what a terminal would obey."""
    from painpath.edges.document.visible import visible

    return visible(text)


def _told(error: Exception) -> int:
    from painpath.intake import RecordError
    from painpath.library import KnowledgeError, KnowledgeErrors

    if os.environ.get("PAINPATH_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, RecordError):
        click.echo(_visible(f"Could not read the record. {error}"), err=True)
        return UNREADABLE
    if isinstance(error, (KnowledgeError, KnowledgeErrors)):
        says = f"The knowledge is broken:\n{error}\nMend the file and run: painpath check"
        click.echo(_visible(says), err=True)
        return BROKEN_KNOWLEDGE
    last = traceback.extract_tb(error.__traceback__)[-1]
    file = Path(last.filename)
    place = f"{file.parent.name}/{file.name}:{last.lineno}"
    click.echo(
        f"painpath failed by its own fault ({type(error).__name__} at {place}). No result was given; nothing of the "
        "record is shown here. Please report these words and the version. PAINPATH_DEBUG=1 shows more, which may "
        "hold data of the patient.",
        err=True,
    )
    return OWN_FAULT
