"""docs/reference/facts.md: what may be recorded, as one table. A fact's codes, limits and cites stay in its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from painpath.edges.document.facts_page import FactLine, facts_listed
from painpath.library import Library, load_library

PAGE = Path("docs/reference/facts.md")
LEAD = """# Facts

Generated from `knowledge/facts` (`make docs`); do not edit. These are the {n} things that a facts file or a FHIR record
may say; anything not recorded is unknown. `painpath facts WORD` searches this list, `painpath show ID` prints one fact
with its codes, units, plausibility limits and sources.

Beside these, every substance and class of [the drugs that are recognised](substances.md) may be recorded as
`medication.ID` (a course, a list of courses, `yes` or `no`) and as `allergy.ID`.

A value may stand alone (`symptom.burning: yes`) or with its words: `is` (or `value`, of a number), `on` or `since`,
`until`, `at` (regions) and `by`, who said or found it (patient, clinician, laboratory, or a name): it is printed
with the reasons and decides nothing.

"Fresh for" is how long a reading counts: an older one is unknown today. "List" is the list which, where it is known to
be complete, makes silence about the fact a no. What is worked out follows from other facts and need not be recorded.
"""


def pages() -> dict[Path, str]:
    """The generated page by its path in the repository."""
    return {PAGE: "\n".join(_lines(load_library()))}


def _lines(library: Library) -> Iterator[str]:
    listed = sorted(facts_listed(library, ""), key=lambda line: line.fact)
    topics = Counter(line.fact.partition(".")[0] for line in listed)
    yield LEAD.format(n=len(listed))
    yield "Topics: " + ", ".join(f"{topic} ({n})" for topic, n in topics.items()) + ".\n"
    yield "| Fact | Means | Written | Fresh for | List |"
    yield "|---|---|---|---|---|"
    for line in listed:
        yield _row(library, line)
    yield ""


def _row(library: Library, line: FactLine) -> str:
    entry = library.fact_entry(line.fact)
    assert entry is not None
    cells = (f"`{line.fact}`", entry.says, line.form, entry.fresh_for, entry.listed_in)
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"
