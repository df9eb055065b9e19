"""plan, assess, review: what to do with one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import click
from msgspec.structs import replace

from painpath.edges.cli.options import Choices, gather, shared_options
from painpath.edges.cli.output import print_json, print_page
from painpath.edges.cli.record import read_bytes, read_with_answers, remark_if_old, request_of

if TYPE_CHECKING:
    from painpath.edges.document.page import Page
    from painpath.library import Library

FILE = click.argument("file", type=click.File("rb"))
ANSWERS = click.option(
    "--answers",
    type=click.File("rb"),
    default=None,
    help="A facts file of answers to add (written by painpath ask).",
)

GENES = click.option(
    "--genes",
    type=click.File("rb"),
    default=None,
    help="Gene results to add: PharmCAT's report.json, or outside calls (gene, diplotype, phenotype, score).",
)
DETAILS = click.option(
    "--details",
    is_flag=True,
    help="With --format text: the details and all sources, not only the first page.",
)


@click.command(
    "plan",
    short_help="From a record to a plan.",
    epilog="Examples: painpath plan patient.json --as-of last;  painpath plan patient.yaml --jurisdiction UK "
    "--guideline nice_cg173;  painpath plan patient.json --format html > plan.html;  "
    "cat bundle.json | painpath plan - --assume-complete medication,allergy",
)
@FILE
@ANSWERS
@GENES
@DETAILS
@shared_options
def plan_command(
    file: BinaryIO, answers: BinaryIO | None, genes: BinaryIO | None, details: bool, **options: Any
) -> None:
    """From a record to a plan: what the pain is, what fits this person, what is unsafe, what to ask next.

    FILE is a FHIR R4 Bundle or resource, NDJSON of one patient, or a facts file; - is standard input.
    """
    from painpath.assessment import assess
    from painpath.library import load_library
    from painpath.planning import plan

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    record, settings, unread = read_with_answers(data, answers, library, request, genes)
    found = replace(assess(record, library, settings), unread=unread)
    result = replace(plan(found, library, settings), unread=unread)
    remark_if_old(data, library, request)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("plan", result))
        return
    from painpath.edges.document.plan_page import plan_page

    page = plan_page(library, result)
    print_page(_shown(library, page, choices, unread, details=details), choices.format, choices.colour)


@click.command(
    "assess",
    short_help="Is it pain, is it neuropathic, how sure, from what.",
    epilog="Examples: painpath assess patient.json --as-of last;  painpath assess patient.yaml --format json",
)
@FILE
@ANSWERS
@GENES
@DETAILS
@shared_options
def assess_command(
    file: BinaryIO, answers: BinaryIO | None, genes: BinaryIO | None, details: bool, **options: Any
) -> None:
    """Is there pain, is it neuropathic and how sure is that, what explains it, and what must not be missed.

    FILE is a FHIR R4 Bundle or resource, NDJSON of one patient, or a facts file; - is standard input.
    """
    from painpath.assessment import assess
    from painpath.library import load_library

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    record, settings, unread = read_with_answers(data, answers, library, request, genes)
    result = replace(assess(record, library, settings), unread=unread)
    remark_if_old(data, library, request)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("assessment", result))
        return
    from painpath.edges.document.assessment_page import assessment_page

    page = assessment_page(library, result)
    print_page(_shown(library, page, choices, unread, details=details), choices.format, choices.colour)


def _shown(library: Library, page: Page, choices: Choices, unread: tuple[str, ...], *, details: bool) -> Page:
    """The page as it is printed: in text the first page alone unless the details are asked for."""
    if details or choices.format != "text":
        return page
    from painpath.edges.document.brief import brief

    return brief(library, page, unread)


@click.command(
    "review",
    short_help="Is it better, is it because of the treatment, what next.",
    epilog="Examples: painpath review patient.yaml;  painpath review patient.yaml --format html > review.html;  "
    "painpath review bundle.json --as-of last --format json",
)
@FILE
@ANSWERS
@GENES
@DETAILS
@shared_options
def review_command(
    file: BinaryIO, answers: BinaryIO | None, genes: BinaryIO | None, details: bool, **options: Any
) -> None:
    """How much better the patient is, how sure it is that the treatment did it, what it costs, and what next.

    FILE is the record with its diary: a facts file (painpath diary writes one), a FHIR R4 Bundle, or NDJSON of one
    patient; - is standard input. Better than before and better because of the treatment are two statements.
    """
    from painpath.assessment import assess
    from painpath.followup.review import review
    from painpath.library import load_library
    from painpath.planning import plan

    choices = gather(**options)
    data, library = read_bytes(file), load_library()
    request = request_of(choices, library)
    record, settings, unread = read_with_answers(data, answers, library, request, genes)
    planned = plan(replace(assess(record, library, settings), unread=unread), library, settings)
    result = replace(review(planned, record, library, settings), unread=unread)
    remark_if_old(data, library, request)
    if choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("review", result))
        return
    from painpath.edges.document.review_page import review_page

    page = review_page(library, result)
    print_page(_shown(library, page, choices, unread, details=details), choices.format, choices.colour)
