"""handout: papers of a plan for the patient, the pharmacy and the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

import click
from msgspec.structs import replace

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.patient import ANSWERS, FILE, GENES
from painpath.edges.cli.record import read_bytes, read_with_answers, remark_if_old, request_of
from painpath.edges.cli.reference import nearest, treatment_of

if TYPE_CHECKING:
    from painpath.edges.document.handout import Choice
    from painpath.edges.document.page import Page
    from painpath.library import Library
    from painpath.planning import Plan

KINDS = ("leaflet", "prescription", "note", "calendar")
_WHY = {
    "held": "it waits for an answer (painpath plan FILE says which)",
    "excluded": "it does not fit this person (painpath plan FILE says why)",
    "stopped": "an emergency comes first (painpath plan FILE)",
    "other": "the plan does not offer it for this cause",
}


@click.command(
    "handout",
    short_help="Leaflet, prescription lines, note or calendar file.",
    epilog="Examples: painpath handout patient.yaml > leaflet.txt;  painpath handout patient.yaml --as prescription "
    "--treatment pregabalin;  painpath handout patient.yaml --as calendar --treatment gabapentin --stop tramadol "
    "> doses.ics",
)
@FILE
@ANSWERS
@GENES
@click.option(
    "--as", "kind", type=click.Choice(KINDS), default="leaflet", show_default=True, help="Which paper."
)
@click.option(
    "--treatment",
    "treatments",
    multiple=True,
    metavar="ID",
    help="What is begun; may be given more than once [default: the first drug offered, and one element of each kind].",
)
@click.option("--stop", "stops", multiple=True, metavar="DRUG", help="What is stepped down beside it.")
@shared_options
def handout_command(
    file: BinaryIO,
    answers: BinaryIO | None,
    genes: BinaryIO | None,
    kind: str,
    treatments: tuple[str, ...],
    stops: tuple[str, ...],
    **options: Any,
) -> None:
    """A paper of the plan: a leaflet for the patient, prescription lines, a note to paste, or a calendar file (.ics).

    Only what the plan offers now is put on paper. FILE as for plan; calendar is always an iCalendar file.
    """
    from painpath.assessment import assess
    from painpath.edges.document.handout import chosen, leaflet_page, note_page, papers, prescription_page
    from painpath.library import load_library
    from painpath.planning import plan

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    record, settings, unread = read_with_answers(data, answers, library, request, genes)
    made = replace(plan(assess(record, library, settings), library, settings), unread=unread)
    remark_if_old(data, library, request)
    wanted = tuple(treatment_of(library, name) for name in treatments)
    choice = chosen(library, made, record, wanted, tuple(_substance(library, name) for name in stops))
    if choice.not_offered:
        name, why = choice.not_offered[0]
        raise click.UsageError(f"No paper for {name}: {_WHY[why]}.")
    drugs = [offer.id for offer in choice.offers if offer.calendar]
    if len(drugs) > 1:
        raise click.UsageError(
            f"One drug on a paper, so that nobody begins two at once: make one for {drugs[0]}, another for {drugs[1]}."
        )
    if choice.unknown:
        raise click.UsageError(
            f"No way down for {choice.unknown[0]}: it is not on record as taken, or nothing here says how to stop it."
        )
    if kind == "calendar":
        from painpath.edges.document.calendar_file import calendar_file

        click.echo(calendar_file(library, made, choice), nl=False)
        return
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("handout", papers(library, choice)))
        return
    pages: dict[str, Callable[[Library, Plan, Choice], Page]] = {
        "leaflet": leaflet_page,
        "prescription": prescription_page,
        "note": note_page,
    }
    print_page(pages[kind](library, made, choice), choices.format, choices.colour)


def _substance(library: Library, name: str) -> str:
    from painpath.planning.names import find_drug

    meant = find_drug(library, name)
    if meant.substance:
        return meant.substance
    raise click.UsageError(nearest(name, library.substances))
