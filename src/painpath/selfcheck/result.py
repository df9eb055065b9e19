"""What a check of the knowledge found: faults (the knowledge is broken), gaps (it is thin), and counts."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """One thing found in one place. An error breaks the knowledge (exit 4); a gap is only counted.

    `kind` is one word (link, criterion, code, fact, dose, case, source, thin); `path` leads to the place in the file.
    """

    severity: str
    kind: str
    where: str
    path: str
    says: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.where}:{self.line}: {self.says}"


def error(kind: str, where: str, path: str, says: str) -> Finding:
    """A fault that an author has to mend."""
    return Finding("error", kind, where, path, says)


def gap(kind: str, where: str, path: str, says: str) -> Finding:
    """Something that the house asks for and that is not there yet."""
    return Finding("gap", kind, where, path, says)


class Report(msgspec.Struct, frozen=True):
    """Everything found, errors first, and the counts by chapter: `counts["entries"]["facts"]`."""

    findings: tuple[Finding, ...]
    counts: Mapping[str, Mapping[str, int]] = msgspec.field(default_factory=dict)
    version: str = ""

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that break the knowledge."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """The findings that are only counted."""
        return tuple(finding for finding in self.findings if finding.severity == "gap")

    def as_text(self, *, gaps: bool = False) -> str:
        """The report for a terminal: every error with its place, then the counts; the gaps one by one if asked for."""
        lines = [str(finding) for finding in self.errors]
        if gaps:
            lines += [f"{finding} [gap]" for finding in self.gaps]
        if lines:
            lines.append("")
        for chapter, numbers in self.counts.items():
            told = ", ".join(f"{name} {number}" for name, number in numbers.items())
            lines.append(f"{chapter}: {told or 'none'}")
        lines.append(f"knowledge {self.version}: {len(self.errors)} errors, {len(self.gaps)} gaps")
        return "\n".join(lines)
