"""The options that every command takes, and what they turn into: a request to the pipeline and a way to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import click
import msgspec

from painpath.library.settings import JURISDICTIONS

if TYPE_CHECKING:
    from painpath.library import Library

F = TypeVar("F", bound=Callable[..., object])
FORMATS = ("text", "json", "html", "pdf", "fhir")
NOT_YET = ("pdf", "fhir")


class Choices(msgspec.Struct, frozen=True):
    """What was chosen on the command line, checked for form; ids are checked against the library by `checked`."""

    as_of: str | None
    guideline: str | None
    jurisdiction: str | None
    assume_complete: tuple[str, ...]
    format: str
    colour: bool | None


def shared_options(command: F) -> F:
    """Add the options that all commands take. The command receives them as one `choices` after `gather`."""
    return _with(command, hidden=False)


def shared_options_unseen(command: F) -> F:
    """The same options for a command that needs only --format: taken, so that callers need not tell them apart."""
    return _with(command, hidden=True)


def _with(command: F, *, hidden: bool) -> F:
    options = (
        click.option("--as-of", metavar="DATE|last", callback=_as_of, hidden=hidden,
                     help="The day the answer is for (2026-11-20), or last: the record's last clinical date."),
        click.option("--guideline", metavar="ID", envvar="PAINPATH_GUIDELINE", hidden=hidden,
                     help="The guideline whose order is followed [default: neupsig_2025]."),
        click.option("--jurisdiction", metavar="|".join(JURISDICTIONS), envvar="PAINPATH_JURISDICTION", hidden=hidden,
                     callback=_jurisdiction, help="Whose labels and contacts are used [default: US]."),
        click.option("--assume-complete", metavar="LIST,...", default="", callback=_names, hidden=hidden,
                     help="Lists to take as complete: condition, medication, allergy ... (printed on the result)."),
        click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True,
                     callback=_format, metavar="text|json|html", help="How to print (pdf, fhir: not yet)."),
        click.option("--no-color", "no_color", is_flag=True, help="Plain text without colour (also: NO_COLOR)."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def gather(
    as_of: str | None,
    guideline: str | None,
    jurisdiction: str | None,
    assume_complete: tuple[str, ...],
    format_: str,
    no_color: bool,
) -> Choices:
    """The shared options as one value."""
    return Choices(as_of, guideline, jurisdiction, assume_complete, format_, False if no_color else None)


def checked(choices: Choices, library: Library) -> Choices:
    """The choices, after a usage error for a guideline or list that the library does not have."""
    if choices.guideline is not None and choices.guideline not in library.guidelines:
        raise click.BadParameter(
            f"{choices.guideline!r} is not a guideline here. Choose one of: {', '.join(sorted(library.guidelines))}.",
            param_hint="--guideline",
        )
    lists = sorted({fact.listed_in for fact in library.facts.values() if fact.listed_in} | {"medication"})
    for name in choices.assume_complete:
        if name not in lists:
            raise click.BadParameter(
                f"{name!r} is not a list that can be complete. Choose from: {', '.join(lists)}.",
                param_hint="--assume-complete",
            )
    return choices


def _as_of(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    del ctx
    if value is None or value == "last":
        return value
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter("write a date like 2026-11-20, or last.", param=param) from None


def _jurisdiction(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    del ctx
    if value is None:
        return None
    if value.upper() not in JURISDICTIONS:
        raise click.BadParameter(
            f"{value!r} is not known here. Choose one of: {', '.join(JURISDICTIONS)}.", param=param
        )
    return value.upper()


def _names(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    del ctx, param
    return tuple(dict.fromkeys(name.strip().lower() for name in value.split(",") if name.strip()))


def _format(ctx: click.Context, param: click.Parameter, value: str) -> str:
    del ctx
    if value in NOT_YET:
        raise click.BadParameter(f"{value} is not yet built. Use text, json or html.", param=param)
    return value
