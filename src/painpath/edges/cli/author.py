"""check, new, schema: for those who write knowledge or programs around it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from painpath.edges.cli.options import gather, shared_options_unseen
from painpath.edges.cli.output import print_json
from painpath.edges.document.plain import RESULTS
from painpath.edges.document.schemas import FACTS, NAMES, SINGULAR, schema_for

BROKEN = 4
SKELETONS = Path(__file__).with_name("skeletons")

_ID = re.compile(r"^[a-z0-9]+(?:_[a-z0-9]+)*$")
_FACT_ID = re.compile(r"^[a-z0-9_]+(?:\.[a-z0-9]+(?:_[a-z0-9]+)*)+$")


@click.command(
    "check",
    short_help="Run every entry's own cases, links and codes.",
    epilog="Examples: painpath check;  painpath check --gaps;  painpath check --format json",
)
@click.option("--gaps", is_flag=True, help="List what is thin one by one, not only counted.")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
              help="Another folder of knowledge (default: the one that is used).")  # fmt: skip
@shared_options_unseen
def check_command(gaps: bool, root: Path | None, **options: Any) -> None:
    """Run every entry's own cases, links and codes; count how sources were read. Exit code 4 if something is broken."""
    from painpath.edges.cli.record import today
    from painpath.library import load_library
    from painpath.selfcheck import check

    choices = gather(**options)
    library = load_library() if root is None else load_library(root)
    if not any(library.kinds.values()):
        raise click.BadParameter(
            f"{root} holds no entry: give the folder in which sources, facts, causes ... are.",
            param_hint="--root",
        )
    report = check(library, choices.as_of if choices.as_of not in (None, "last") else today().isoformat())
    if choices.format == "json":
        findings = report.findings if gaps else report.errors
        print_json(
            {
                "schema": "painpath.check/1",
                "knowledge_version": report.version,
                "findings": [
                    {"severity": f.severity, "kind": f.kind, "where": f.where, "line": f.line, "says": f.says}
                    for f in findings
                ],
                "counts": {chapter: dict(numbers) for chapter, numbers in report.counts.items()},
            }
        )
    else:
        click.echo(report.as_text(gaps=gaps))
    if report.errors:
        raise click.exceptions.Exit(BROKEN)


@click.command(
    "new",
    short_help="Write the skeleton of a new entry.",
    epilog="Examples: painpath new drug lacosamide;  painpath new source smith_2026;  "
    "painpath new fact symptom.burning_tongue",
)
@click.argument("kind", metavar="KIND")
@click.argument("ident", metavar="ID")
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
              help="Another folder of knowledge (default: the one that is used).")  # fmt: skip
def new_command(kind: str, ident: str, root: Path | None) -> None:
    """Write the skeleton of a new entry, to be filled in. The file name is the id; nothing is ever overwritten."""
    from painpath.library.entries import KNOWLEDGE

    singular = _kind(kind)
    form = _FACT_ID if singular == "fact" else _ID
    if form.match(ident) is None:
        wanted = "topic.name" if singular == "fact" else "lower_case_words"
        raise click.UsageError(
            f"{ident!r} cannot be an id: write it as {wanted}, in lower case, words joined by _."
        )
    folder = (root or KNOWLEDGE) / SINGULAR[singular]
    path = folder / f"{ident}.yaml"
    if path.exists():
        raise click.UsageError(f"{path} is there already. Edit it, or choose another id.")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text((SKELETONS / f"{singular}.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    click.echo(f"{path}\nFill it in, then run: painpath check")


@click.command(
    "schema",
    short_help="Print the JSON schema of an entry, a facts file or a result.",
    epilog="Examples: painpath schema plan;  painpath schema facts;  painpath schema drug > drug.schema.json",
)
@click.argument("what", metavar="[KIND|plan|assessment|verdict|exam|facts]", required=False)
@shared_options_unseen
def schema_command(what: str | None, **options: Any) -> None:
    """Print the JSON schema of an entry (drug, cause ...), of a facts file (facts) or of a result (plan ...)."""
    del options
    if what is None:
        click.echo("\n".join(NAMES))
        return
    name = what if what == FACTS or what in RESULTS else _kind(what)
    print_json(schema_for(name))


def _kind(kind: str) -> str:
    """The kind in the singular; a usage error lists the kinds."""
    wanted = kind.strip().lower()
    if wanted in SINGULAR:
        return wanted
    for singular, folder in SINGULAR.items():
        if wanted == folder:
            return singular
    raise click.UsageError(f"There is no kind {kind!r}. There are: {', '.join(SINGULAR)}.")
