"""review-list: over a folder of records, one line per finding, worst first. Records are read one at a time.

Work is shared between processes; what stays in memory is the findings. A file that cannot be read is a line of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from painpath.edges.cli.options import gather, shared_options
from painpath.edges.cli.output import print_json, print_page

if TYPE_CHECKING:
    from painpath.edges.document.review_list_page import Row
    from painpath.library import Library
    from painpath.pipeline import Request

ENDINGS = (".json", ".ndjson", ".yaml", ".yml")
_CHUNK = 8


@click.command(
    "review-list",
    short_help="Over many records: what a pharmacist should look at, worst first.",
    epilog="Examples: painpath review-list records/ --as-of last;  painpath review-list records/ --csv > list.csv;  "
    "painpath review-list records/ --format html > list.html",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--csv", "as_csv", is_flag=True, help="As CSV, one row a finding (instead of --format).")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes [default: one a core].")
@shared_options
def review_list_command(folder: Path, as_csv: bool, jobs: int | None, **options: Any) -> None:
    """One line for each finding in the records of FOLDER, worst first: overdoses, dangerous combinations, trials that
    failed or were not enough, reviews that are due.

    Reads every .json, .ndjson, .yaml and .yml file below FOLDER, each one patient. Exit code 3 if none could be read.
    """
    from painpath.edges.cli.record import request_of
    from painpath.edges.document.review_list_page import ReviewList, review_list_csv, review_list_page
    from painpath.library import load_library

    choices, library = gather(**options), load_library()
    request = request_of(choices, library)
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    if not files:
        raise click.UsageError(f"No record in this folder: it has no file ending in {', '.join(ENDINGS)}.")
    rows: list[Row] = []
    unread: list[Row] = []
    for row in _progress(_rows(folder, files, request, jobs or os.cpu_count() or 1), len(files)):
        for one in row:
            (unread if one.group == "unread" else rows).append(one)
    rows.sort(key=lambda row: row.rank)
    result = ReviewList(len(files), len(files) - len(unread), tuple(rows), tuple(unread), library.version)
    if as_csv:
        click.echo(review_list_csv(result), nl=False)
    elif choices.format == "json":
        from painpath.edges.document.plain import document_of

        print_json(document_of("review_list", result))
    else:
        print_page(review_list_page(library, result), choices.format, choices.colour)
    if len(unread) == len(files):
        raise click.exceptions.Exit(3)


def _progress(chunks: Iterable[list[Row]], total: int) -> Iterator[list[Row]]:
    """The same with a bar on standard error, where somebody watches it."""
    import sys

    if not sys.stderr.isatty():
        yield from chunks
        return
    with click.progressbar(length=total, label="Reading records", file=sys.stderr) as bar:
        for chunk in chunks:
            yield chunk
            bar.update(len({row.file for row in chunk}))


def _rows(folder: Path, files: list[Path], request: Request, jobs: int) -> Iterator[list[Row]]:
    tasks = [(str(path), str(path.relative_to(folder)), request) for path in files]
    if jobs == 1 or len(files) < 2 * _CHUNK:
        yield from map(_one, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(max_workers=min(jobs, len(files))) as pool:
        yield from pool.map(_one, tasks, chunksize=_CHUNK)


def _one(task: tuple[str, str, Request]) -> list[Row]:
    """The rows of one file; a file without a finding has one empty row, so that the bar moves."""
    from painpath.edges.document.review_list_page import Row
    from painpath.intake import RecordError
    from painpath.intake.door import MOST_BYTES
    from painpath.pipeline import run_findings

    path, name, request = task
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        found = run_findings(data, _library(), request)
    except (RecordError, OSError) as error:
        says = (
            str(error) if isinstance(error, RecordError) else f"could not be opened ({type(error).__name__})"
        )
        return [Row(name, "unread", "unread", "", says, "", "", "", (), (99, 0, "", ""))]
    if not found:
        return [Row(name, "none", "none", "", "", "", "", "", (), (98, 0, "", ""))]
    return [
        Row(name, one.group, one.rule, one.about, one.says, one.severity, one.act, one.do, one.cite, one.rank)
        for one in found
    ]


_LOADED: list[Library] = []


def _library() -> Library:
    """The library of this process, loaded once."""
    if not _LOADED:
        from painpath.library import load_library

        _LOADED.append(load_library())
    return _LOADED[0]
