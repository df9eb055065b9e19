"""demo: the whole job on a bundled made-up patient."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from painpath.edges.cli.options import Choices, gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.patient import DETAILS
from painpath.edges.cli.record import request_of

if TYPE_CHECKING:
    from painpath.library import Library

PATIENT = Path(__file__).with_name("demo.yaml")


@click.command(
    "demo",
    short_help="The whole job on a bundled made-up patient.",
    epilog="Examples: painpath demo;  painpath demo --weeks 12;  painpath demo --format html > demo.html;  "
    "painpath demo --jurisdiction UK",
)
@click.option(
    "--weeks",
    type=click.IntRange(1, 52),
    default=None,
    help="Follow another made-up patient for so many weeks: first plan, side effect, switch, verdict (12 is all).",
)
@DETAILS
@shared_options
def demo_command(weeks: int | None, details: bool, **options: Any) -> None:
    """The whole job on a bundled made-up patient: the facts as they are written down, then the plan.

    With --weeks the letters of a whole course of treatment, visit by visit.
    """
    from painpath.library import load_library
    from painpath.pipeline import run_plan

    choices = gather(**options)
    library = load_library()
    if weeks is not None:
        _play(weeks, details, choices, library)
        return
    data = PATIENT.read_bytes()
    plan = run_plan(data, library, request_of(choices, library))
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("plan", plan))
        return
    from painpath.edges.document.plan_page import plan_page

    if choices.format == "text":
        click.echo(library.say("page.demo_lead"))
        click.echo()
        for line in data.decode().splitlines():
            click.echo(f"    {line}".rstrip())
        click.echo()
    page = plan_page(library, plan)
    if choices.format == "text" and not details:
        from painpath.edges.document.brief import brief

        page = brief(library, page, plan.unread)
    print_page(page, choices.format, choices.colour)
    if choices.format == "text":
        click.echo()
        click.echo(library.say("page.demo_next"))


def _play(weeks: int, details: bool, choices: Choices, library: Library) -> None:
    """The letters of the visits one after the other; as JSON a list of them, as HTML one page of all."""
    from painpath.edges.cli.demo_weeks import letter, visits
    from painpath.edges.document.brief import brief
    from painpath.edges.document.plain import document_of
    from painpath.edges.document.several import one_page
    from painpath.pipeline import run_plan, run_review

    request = request_of(choices, library)
    listed = list(visits(weeks))
    if choices.format == "json":
        documents = [document_of("plan", run_plan(listed[0].document, library, request))]
        documents += [
            document_of("review", run_review(visit.document, library, request)) for visit in listed[1:]
        ]
        print_json({"schema": "painpath.letters/1", "letters": [*documents]})
        return
    pages = []
    for place, visit in enumerate(listed):
        page = letter(visit, library, request, first=place == 0)
        pages.append((visit.on.isoformat(), visit.says, page if details else brief(library, page)))
    print_page(one_page(library, pages), choices.format, choices.colour)
