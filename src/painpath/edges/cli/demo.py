"""demo: the whole job on a bundled made-up patient."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.patient import DETAILS
from painpath.edges.cli.record import request_of

PATIENT = Path(__file__).with_name("demo.yaml")


@click.command(
    "demo",
    short_help="The whole job on a bundled made-up patient.",
    epilog="Examples: painpath demo;  painpath demo --format html > demo.html;  painpath demo --jurisdiction UK",
)
@DETAILS
@shared_options
def demo_command(details: bool, **options: Any) -> None:
    """The whole job on a bundled made-up patient: the facts as they are written down, then the plan."""
    from painpath.library import load_library
    from painpath.pipeline import run_plan

    choices = gather(**options)
    data, library = PATIENT.read_bytes(), load_library()
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
