"""docs/reference/commands.md from the commands themselves, and the published JSON schemas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from painpath.edges.cli.entry import COMMANDS, painpath
from painpath.edges.document.schemas import NAMES, schema_for

REFERENCE = Path("docs/reference")
LEAD = """# Commands

Generated from the commands themselves (`make docs`); do not edit.

`FILE` is a FHIR R4 Bundle, one resource, NDJSON of one patient, or a facts file (YAML or JSON); `-` is standard input.
Exit codes: 0 done; 1 painpath's own fault; 2 used wrongly; 3 the input could not be read; 4 the knowledge is broken.
`PAINPATH_GUIDELINE` and `PAINPATH_JURISDICTION` set those options once for all; `NO_COLOR` turns colour off. The JSON
schemas of results, facts files and entries are in [schemas](schemas).
"""


def pages() -> dict[Path, str]:
    """Every generated page by its path in the repository."""
    found = {REFERENCE / "commands.md": "\n".join(_lines())}
    for name in NAMES:
        text = msgspec.json.format(msgspec.json.encode(schema_for(name)), indent=2).decode()
        found[REFERENCE / "schemas" / f"{name}.json"] = text + "\n"
    return found


def _lines() -> Iterator[str]:
    yield LEAD
    context = click.Context(painpath, info_name="painpath")
    for name in COMMANDS:
        command = painpath.get_command(context, name)
        assert command is not None
        yield from _command(name, command, click.Context(command, info_name=name, parent=context))


def _command(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    """A command; after one that is a group, its own commands."""
    yield from _alone(name, command, context)
    if isinstance(command, click.Group):
        for word, inner in command.commands.items():
            yield from _alone(f"{name} {word}", inner, click.Context(inner, info_name=word, parent=context))


def _alone(name: str, command: click.Command, context: click.Context) -> Iterator[str]:
    usage = " ".join(
        ["painpath", name, *(piece for p in command.params for piece in p.get_usage_pieces(context))]
    )
    yield f"## {name}\n"
    yield f"```\n{usage} [OPTIONS]\n```\n"
    yield " ".join((command.help or "").split()) + "\n"
    rows = [
        record
        for p in command.params
        if isinstance(p, click.Option) and (record := p.get_help_record(context))
    ]
    if rows:
        yield "| Option | |"
        yield "|---|---|"
        for option, says in rows:
            yield f"| `{option.replace('|', chr(92) + '|')}` | {says.replace('|', chr(92) + '|')} |"
        yield ""
    yield "\n".join(["```", *_examples(command), "```", ""])


def _examples(command: click.Command) -> list[str]:
    text = " ".join((command.epilog or "").split())
    text = text.removeprefix("Examples: ").removeprefix("Example: ")
    return [example.strip() for example in text.split("; ") if example.strip()]
