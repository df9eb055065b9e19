"""questionnaire: an instrument as a form that other programs can show and fill in."""

from __future__ import annotations

from typing import Any

import click

from painpath.edges.cli.options import gather, shared_options_unseen
from painpath.edges.cli.output import print_json, print_page


@click.command(
    "questionnaire",
    short_help="A questionnaire as a form in FHIR R4.",
    epilog="Examples: painpath questionnaire phq9 --format json;  painpath questionnaire dn4",
)
@click.argument("ident", metavar="ID")
@shared_options_unseen
def questionnaire_command(ident: str, **options: Any) -> None:
    """A questionnaire as a form: with --format json a FHIR R4 Questionnaire, whose answers every command reads as a
    QuestionnaireResponse; as text or HTML its page. Items carry the printed words only where the licence allows it."""
    from painpath.edges.cli.reference import nearest
    from painpath.library import load_library

    choices = gather(**options)
    library = load_library()
    wanted = ident.strip().lower().replace("-", "_").removesuffix(".yaml")
    if wanted not in library.instruments:
        raise click.UsageError(nearest(ident, library.instruments))
    if choices.format == "json":
        from painpath.edges.fhir_out.questionnaire import questionnaire

        print_json(questionnaire(library, wanted))
        return
    from painpath.edges.document.entry_page import entry_page

    print_page(entry_page(library, "instruments", wanted, []), choices.format, choices.colour)
