"""docs/reference/criteria.md from tests/spec: a spec is a paragraph, its table the example that both engines pass."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "tests" / "spec"
PAGE = Path("docs/reference/criteria.md")
LEAD = """# Criteria

Generated from `tests/spec` (`make docs`); do not edit. Every table below is a test that runs on both engines: the one
for one patient (`ask`) and the one for a population (`compile_sql`).

A criterion is a question to a record; its answer is yes, no or unknown. Each row of a table is one patient, as of
2026-11-20; the last column is the answer. An empty cell: nothing was recorded. How a cell is read:

```
{cells}
```
"""


def pages() -> dict[Path, str]:
    """The generated page by its path in the repository."""
    return {PAGE: "\n".join(_lines())}


def _lines() -> Iterator[str]:
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    words = importlib.import_module("tests.spec.words")
    chapters = importlib.import_module("tests.spec.chapters").CHAPTERS
    yield LEAD.format(cells=_cells(words.__doc__))
    yield from _facts(words)
    for folder, (title, says) in chapters.items():
        yield f"## {title}\n"
        yield f"{says}\n"
        for path in sorted((SPECS / folder).glob("test_*.py")):
            yield from _section(f"tests.spec.{folder}.{path.stem}")


def _cells(text: str) -> str:
    """The indented lines of the docstring that says how a table is drawn."""
    return "\n".join(line[4:] for line in text.splitlines() if line.startswith("    "))


def _facts(words: object) -> Iterator[str]:
    yield "The facts of the examples:\n"
    yield "| Fact | Type | Fresh for | Pick | Also |"
    yield "|---|---|---|---|---|"
    for name, fact in words.FACTS.items():  # type: ignore[attr-defined]
        also = [f"is a {', '.join(fact.parents)}"] if fact.parents else []
        also += [f"on the list of {fact.listed_in}s"] if fact.listed_in else []
        also += [", ".join(fact.options)] if fact.options else []
        also += [f"`{words.DERIVED[name]}`"] if name in words.DERIVED else []  # type: ignore[attr-defined]
        fresh = f"{fact.fresh_for:g} d" if fact.fresh_for else ""
        unit = f" [{fact.unit}]" if fact.unit else ""
        yield f"| {name} | {fact.kind.value}{unit} | {fresh} | {fact.pick.value} | {'; '.join(also)} |"
    yield ""
    yield "The drugs: " + "; ".join(
        f"{name} ({', '.join(sorted(up - {name}))})" if up - {name} else name
        for name, up in words.ABOVE.items()  # type: ignore[attr-defined]
    )
    yield "(in brackets the classes that contain it). Herb is sold without prescription. A toe is a part of a foot, a"
    yield "foot of a leg.\n"


def _section(name: str) -> Iterator[str]:
    module = importlib.import_module(name)
    yield f"{module.__doc__.strip()}\n"
    for spec, run in vars(module).items():
        if spec.startswith("test_"):
            yield f"### {spec.removeprefix('test_').replace('_', ' ').capitalize()}\n"
            drawn: list[tuple[str, str]] = []
            run(lambda written, table, drawn=drawn: drawn.append((written, table)))
            for written, table in drawn:
                yield f"```yaml\n{written}\n```\n"
                yield from _table(table)


def _table(drawn: str) -> Iterator[str]:
    rows = importlib.import_module("tests.spec.words").rows_of(drawn)
    yield f"| {' | '.join(rows[0])} |"
    yield "|---" * len(rows[0]) + "|"
    for row in rows[1:]:
        yield f"| {' | '.join(row)} |"
    yield ""
