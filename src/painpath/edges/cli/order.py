"""check-order: is this drug at this dose safe for this person, and is it a good idea."""

from __future__ import annotations

from typing import Any, BinaryIO

import click
from msgspec.structs import replace

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.patient import ANSWERS, FILE, GENES
from painpath.edges.cli.record import read_bytes, read_with_answers, remark_if_old, request_of
from painpath.planning import INTENTS, Proposed, check_order


@click.command(
    "check-order",
    short_help="Is this drug at this dose safe for this person, and is it a good idea?",
    epilog='Examples: painpath check-order patient.json --drug pregabalin --dose "75 mg twice daily" --as-of last;  '
    "painpath check-order patient.yaml --drug duloxetine --indication painful_diabetic_polyneuropathy;  "
    'painpath check-order patient.yaml --drug gabapentin --dose "300 mg three times daily" --intent continue',
)
@FILE
@ANSWERS
@GENES
@click.option("--drug", required=True, help="The drug: generic name, brand or id.")
@click.option("--dose", default="", help='The dose, like "75 mg twice daily" or "50 mg every 12 h".')
@click.option("--indication", default="", metavar="CAUSE", help="The cause it is for (painpath show CAUSE).")
@click.option(
    "--intent",
    type=click.Choice(INTENTS),
    default="start",
    show_default=True,
    help="What is meant to be done.",
)
@click.option(
    "--details", is_flag=True, help="With --format text: every check and question, not only the alerts."
)
@shared_options
def check_order_command(
    file: BinaryIO,
    answers: BinaryIO | None,
    genes: BinaryIO | None,
    drug: str,
    dose: str,
    indication: str,
    intent: str,
    details: bool,
    **options: Any,
) -> None:
    """Is this drug at this dose safe for this person (verdict), and, apart from that, is it a good idea?

    A drug or dose that was not understood is never ok. FILE as for plan.
    """
    from painpath.library import load_library

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    if indication and indication not in library.causes:
        raise click.BadParameter(
            f"{indication!r} is not a cause here. Choose one of: {', '.join(sorted(library.causes))}.",
            param_hint="--indication",
        )
    record, settings, unread = read_with_answers(data, answers, library, request, genes)
    verdict = check_order(record, Proposed(drug, dose, indication, intent), library, settings)
    verdict = replace(verdict, unread=unread)
    remark_if_old(data, library, request)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("verdict", verdict))
        return
    if choices.format == "text" and not details:
        from painpath.edges.document.alert_page import alert_page

        print_page(alert_page(library, verdict), choices.format, choices.colour)
        return
    from painpath.edges.document.verdict_page import verdict_page

    print_page(verdict_page(library, verdict), choices.format, choices.colour)
