"""exam: the bedside examination as a form, for one record or blank to print."""

from __future__ import annotations

from typing import Any, BinaryIO

import click

from painpath.edges.cli.options import checked, gather, shared_options
from painpath.edges.cli.output import print_json, print_page


@click.command(
    "exam",
    short_help="The bedside examination as a form.",
    epilog="Examples: painpath exam;  painpath exam patient.yaml;  painpath exam patient.json --as-of last "
    "--format html > exam.html",
)
@click.argument("file", type=click.File("rb"), required=False)
@shared_options
def exam_command(file: BinaryIO | None, **options: Any) -> None:
    """The bedside examination as a form: what is still open, how to do it, and how to write each answer down.

    FILE is a FHIR R4 Bundle or resource, NDJSON of one patient, or a facts file; - is standard input. Without FILE the
    whole form is printed, blank.
    """
    from painpath.edges.document.exam import exam_form
    from painpath.library import load_library

    choices = gather(**options)
    library = load_library()
    if file is None:
        checked(choices, library)
        form = exam_form(library)
    else:
        from painpath.edges.cli.record import read_bytes, read_with_answers, remark_if_old, request_of

        data = read_bytes(file)
        request = request_of(choices, library)
        record, settings, _ = read_with_answers(data, None, library, request)
        remark_if_old(data, library, request)
        form = exam_form(library, record, settings)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("exam", form))
        return
    from painpath.edges.document.exam_page import exam_page

    print_page(exam_page(library, form, blank=file is None), choices.format, choices.colour)
