"""qst: quantitative sensory testing of one record against the user's reference table."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, BinaryIO

import click
from msgspec.structs import replace

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.record import read_bytes, remark_if_old, request_of

UNREADABLE = 3


class TableRefused(click.ClickException):
    """A reference table that cannot be used: exit code 3, as for a record."""

    exit_code = UNREADABLE

    def format_message(self) -> str:
        """What stands before the reason."""
        return f"Could not use the reference table. {self.message}"


@click.command(
    "qst",
    short_help="Quantitative sensory testing as z-scores.",
    epilog="Examples: painpath qst patient.yaml --reference norms.csv;  "
    "painpath qst patient.yaml --reference norms.csv --format html > profile.html",
)
@click.argument("file", type=click.File("rb"))
@click.option(
    "--reference",
    type=click.File("rb"),
    default=None,
    metavar="TABLE",
    help="Your reference table (CSV or YAML; columns: docs/decisions/0012-qst.md). None is shipped.",
)
@shared_options
def qst_command(file: BinaryIO, reference: BinaryIO | None, **options: Any) -> None:
    """Loss, normal or gain of each parameter of sensory testing, place by place, against your reference table.

    FILE is a facts file with readings such as qst.hpt: {value: 41.2 Cel, at: [foot_left]}, or any record; - is
    standard input. What cannot be compared is said, never taken as normal.
    """
    from painpath.assessment.qst_profile import PROTOCOL, sensory_profile
    from painpath.assessment.qst_table import MOST_BYTES, TableError, read_reference
    from painpath.library import load_library
    from painpath.pipeline import read_record, unread_of

    if reference is None:  # not `required`: click would leave the record's file open behind it
        raise click.UsageError("qst compares with your own reference table: add --reference TABLE.")
    choices = gather(**options)
    data, table, library = read_bytes(file), reference.read(MOST_BYTES + 1), load_library()
    request = request_of(choices, library)
    name = PurePath(str(getattr(reference, "name", "") or "reference table")).name
    try:
        norms = read_reference(table, name, library, library.qst[PROTOCOL])
    except TableError as error:
        raise TableRefused(str(error)) from None
    intake, record, settings = read_record(data, library, request)
    result = replace(sensory_profile(record, library, norms, settings), unread=unread_of(intake, record))
    remark_if_old(data, library, request)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("qst", result))
        return
    from painpath.edges.document.qst_page import qst_page

    print_page(qst_page(library, result), choices.format, choices.colour)
