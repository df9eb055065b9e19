"""`check`: every entry of the knowledge checked and its cases run; one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from painpath.library import KnowledgeErrors, Library, schema
from painpath.library.entries import line_of, lines_in, read_claims, read_code_systems
from painpath.selfcheck.cases import count_cases, run_cases
from painpath.selfcheck.claims import check_claims, count_claims, sources_of_claims
from painpath.selfcheck.doses import check_doses
from painpath.selfcheck.edges import check_edges
from painpath.selfcheck.fact_forms import check_facts
from painpath.selfcheck.instrument_forms import check_instruments
from painpath.selfcheck.links import check_links
from painpath.selfcheck.result import Finding, Report, error
from painpath.selfcheck.seen_codes import check_seen, count_seen, sources_of_codes
from painpath.selfcheck.setting import Setting
from painpath.selfcheck.shared_codes import check_codes
from painpath.selfcheck.sources import check_sources
from painpath.selfcheck.thin import check_thin, count

E = TypeVar("E", bound=schema.Entry)


def check(library: Library, on: str = "") -> Report:
    """Everything wrong and everything thin in the knowledge; `on` [ISO date] is the day by which reviews are due.

    Cases are only run when all links hold: a criterion that cannot be read would say the same a hundred times.
    """
    systems, unread = _apart(lambda: read_code_systems(library.root), "code")
    claims, unread_claims = _apart(lambda: read_claims(library.root), "claim")
    findings = [*unread, *unread_claims, *_forms(library, systems, claims)]
    broken = any(
        finding.severity == "error" and finding.kind in ("link", "criterion", "dose") for finding in findings
    )
    setting = Setting(library)
    cases = 0
    if not any(finding.kind == "criterion" for finding in findings):
        findings += check_thin(library, on)
    if not broken:
        for kind, entries in library.kinds.items():
            for name in entries:
                cases += count_cases(setting, kind, name)
                findings += (
                    error("case", f"{kind}/{name}.yaml", path, says)
                    for path, says in run_cases(setting, kind, name)
                )
    placed = sorted(
        _placed(library, findings), key=lambda finding: (finding.severity, finding.where, finding.line)
    )
    counts = dict(count(library, placed, cases, count_seen(library, systems)))
    counts["claims"] = count_claims(claims)
    return Report(tuple(placed), counts, library.version)


def _apart(read: Callable[[], Mapping[str, E]], kind: str) -> tuple[Mapping[str, E], list[Finding]]:
    """The entries of a kind kept apart, and what is wrong with its files: these the library did not read."""
    try:
        return read(), []
    except KnowledgeErrors as faults:
        return {}, [
            Finding("error", kind, fault.file, "$", fault.message, fault.line) for fault in faults.errors
        ]


def _forms(
    library: Library, systems: Mapping[str, schema.CodeSystem], claims: Mapping[str, schema.Claim]
) -> Iterator[Finding]:
    yield from check_links(library)
    yield from check_codes(library)
    yield from check_seen(library, systems)
    yield from check_claims(library, claims)
    yield from check_sources(library, sources_of_codes(systems) | sources_of_claims(claims))
    yield from check_facts(library)
    yield from check_instruments(library)
    yield from check_doses(library)
    yield from check_edges(library)


def _placed(library: Library, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with their lines; a file is read again only when there is something inside it to point at."""
    files: dict[str, Mapping[str, int]] = {}
    for finding in findings:
        if finding.path == "$":
            yield finding
            continue
        if finding.where not in files:
            files[finding.where] = lines_in(library.root, finding.where)
        yield replace(finding, line=line_of(finding.path, files[finding.where]))
