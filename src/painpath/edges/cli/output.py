"""Printing a result in the form asked for: text for a terminal, JSON for programs, HTML for a browser or paper."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from painpath.edges.document.page import Page
    from painpath.edges.document.plain import Json

WIDEST = 100


def colour_wanted(asked: bool | None) -> bool:
    """Colour only on a terminal, and never with --no-color, NO_COLOR or a dumb terminal."""
    if asked is False or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return _watched()


def _watched() -> bool:
    """Whether somebody looks at the output; not where it was closed."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int:
    """The columns to fill: COLUMNS where it is set, else the terminal's, at most a hundred; a hundred into a file."""
    told = os.environ.get("COLUMNS", "").isdigit()
    watched = told or _watched()
    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST) if watched else WIDEST


def print_page(page: Page, form: str, colour: bool | None) -> None:
    """A page as text or HTML."""
    if form == "html":
        from painpath.edges.document.html import render_html

        click.echo(render_html(page), nl=False)
        return
    from painpath.edges.document.text import render_text

    coloured = colour_wanted(colour)
    click.echo(render_text(page, width(), coloured), nl=False, color=coloured)


def print_json(value: Json) -> None:
    """Plain data as indented JSON; nothing in it steers a terminal."""
    import msgspec

    from painpath.edges.document.visible import visible_json

    click.echo(visible_json(msgspec.json.format(msgspec.json.encode(value), indent=2).decode()))
