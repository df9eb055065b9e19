"""docs/reference/entries.md, substances.md and sources.md: what the knowledge holds, one line an entry.

Not the entries themselves: those are their YAML files, and `painpath show ID` prints one as a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from painpath.library import Library, load_library, schema
from painpath.library.entries import read_claims
from painpath.library.schema import Entry
from painpath.selfcheck.walk import cited, parts, source_of

REFERENCE = Path("docs/reference")
#: kinds with a page of their own, because they are long
APART = {"facts": "facts.md", "sources": "sources.md", "substances": "substances.md"}
LEAD = """# Entries

Generated from `knowledge` (`make docs`); do not edit. One entry is one YAML file, `knowledge/KIND/ID.yaml`;
`painpath show ID` prints it as a page, `painpath check` counts how its sources were read. What articles state on
neuropathic pain, and what these entries say of it, is on [a page of its own](claims.md); drugs and therapies stand side
by side in [treatments](treatments.md).
"""
SUBSTANCES = """# Substances

Generated from `knowledge/substances` (`make docs`); do not edit. These {n} ingredients are recognised in a record, by
name, brand or code, together with [their classes](entries.md#classes). To be recognised is not to be advised: what
painpath doses are [the drugs](entries.md#drugs). An ingredient marked "free" is sold without prescription, so that no
complete list makes it absent.

| Id | Is a | Free | Sources |
|---|---|---|---|
"""
SOURCES = """# Sources

Generated from `knowledge/sources` (`make docs`); do not edit. These {n} sources are cited; "read" says how much of it
was: whole, abstract, excerpt, or secondary (known through another text). "Entries" counts the entries that cite it.

| Id | Title | Kind | Read | Date | Entries |
|---|---|---|---|---|---|
"""


def pages() -> dict[Path, str]:
    """The generated pages by their path in the repository."""
    library = load_library()
    backing = {
        (kind, name): sources_of(entry)
        for kind, entries in library.kinds.items()
        for name, entry in entries.items()
    }
    backing |= {("claims", name): sources_of(claim) for name, claim in read_claims(library.root).items()}
    return {
        REFERENCE / "entries.md": "\n".join(_entries(library, backing)),
        REFERENCE / "substances.md": _substances(library, backing),
        REFERENCE / "sources.md": _sources(library, backing),
    }


Backing = dict[tuple[str, str], frozenset[str]]


def sources_of(entry: Entry) -> frozenset[str]:
    """The sources that an entry cites anywhere in it."""
    return frozenset(source_of(cite) for part in parts(entry) for _, cite in cited(part))


def name_of(name: str, entry: Entry) -> str:
    """What a reader would call an entry: its name, or the beginning of what it says."""
    match entry:
        case schema.Coverage(payer=payer, what=what):
            return f"{payer}: {', '.join(what)}"
        case schema.Effect(of=of, in_=causes, outcome=outcome):
            where = "any cause" if causes == ["any"] else ", ".join(causes)
            return f"{of}, {where}: {outcome.replace('_', ' ')}"
        case schema.Product(form=form, strengths=strengths, jurisdiction=jurisdiction):
            return f"{form} {', '.join(strengths)} ({jurisdiction})"
        case schema.Interaction(severity=severity, says=says):
            return f"{severity.replace('_', ' ')}: {_first_sentence(says)}"
        case schema.SharedRule(kind=kind, urgency=urgency, says=says):
            what = " ".join(word for word in (kind, urgency) if word).replace("_", " ")
            return f"{what}: {_first_sentence(says)}" if says else what
        case _:
            return str(getattr(entry, "name", name))


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")


def _entries(library: Library, backing: Backing) -> Iterator[str]:
    yield LEAD
    yield "| Kind | Entries | An entry is |"
    yield "|---|---|---|"
    filled = {kind: entries for kind, entries in library.kinds.items() if entries}
    for kind, entries in filled.items():
        page = APART.get(kind, f"#{kind}")
        says = (type(next(iter(entries.values()))).__doc__ or "").strip().splitlines()[0]
        yield _row(f"[{kind}]({page})", len(entries), says)
    yield ""
    for kind, entries in filled.items():
        if kind in APART:
            continue
        yield f"## {kind.capitalize()}\n"
        yield "| Id | Name | Sources |"
        yield "|---|---|---|"
        for name in sorted(entries):
            yield _row(f"`{name}`", name_of(name, entries[name]), len(backing[kind, name]))
        yield ""


def _substances(library: Library, backing: Backing) -> str:
    rows = [
        _row(
            f"`{name}`",
            ", ".join(dict.fromkeys((*entry.is_a, *entry.roles))),
            "free" if entry.without_prescription == "yes" else "",
            len(backing["substances", name]),
        )
        for name, entry in sorted(library.substances.items())
    ]
    return SUBSTANCES.format(n=len(rows)) + "\n".join(rows) + "\n"


def _sources(library: Library, backing: Backing) -> str:
    uses: dict[str, int] = {}
    for named in backing.values():
        for source in named:
            uses[source] = uses.get(source, 0) + 1
    rows = [
        _row(
            f"`{name}`", entry.title, entry.kind.replace("_", " "), entry.read, entry.date, uses.get(name, 0)
        )
        for name, entry in sorted(library.sources.items())
    ]
    return SOURCES.format(n=len(rows)) + "\n".join(rows) + "\n"


def _row(*cells: object) -> str:
    return "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"
