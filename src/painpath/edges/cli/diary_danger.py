"""Whether an entry of a diary points to danger: suicide or self-harm, or a red flag that it makes true. Then its card
is printed at once. Knows no terminal.

Which answers count is the rule's business (`rules/suicidality`); each is asked on its own day, so that a recent good
answer never hides it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from painpath.assessment import assess
from painpath.assessment.result import RedFlag
from painpath.criteria.tree import FactIs, walk
from painpath.facts import Kind
from painpath.intake.crisis import may_be_crisis
from painpath.intake.diary import Entry
from painpath.library import Library
from painpath.pipeline import Request, read_record

RULE = "suicidality"
URGENT = ("now", "today")
_ASKED = "mood.suicidal_ideation"


def danger_in(
    library: Library, entries: Sequence[Entry], jurisdiction: str, now: date, *, alarmed: bool = False
) -> tuple[RedFlag, ...]:
    """The red flag of suicidality where an entry makes it true (or a note alarms), with its contacts; else nothing."""
    documents: list[dict[str, object]] = []
    if alarmed:
        documents.append({"facts": {_ASKED: "yes"}})
    documents += (
        {"as_of": entry.day[:10], "facts": {entry.fact: {entry.day: entry.value}}}
        for entry in _worst(library, entries)
    )
    for document in documents:
        flag = _flag(library, document, jurisdiction, now)
        if flag is not None:
            return (flag,)
    return ()


def new_dangers(
    library: Library, before: bytes, after: bytes, jurisdiction: str, now: date
) -> tuple[RedFlag, ...]:
    """The red flags for now or today that are true on this day and were not before the entry."""
    known = {flag.id for flag in _urgent(library, before, jurisdiction, now)} if before.strip() else set()
    return tuple(
        flag
        for flag in _urgent(library, after, jurisdiction, now)
        if flag.id not in known and flag.id != RULE
    )


def _urgent(library: Library, data: bytes, jurisdiction: str, now: date) -> list[RedFlag]:
    request = Request(today=now, as_of=now.isoformat(), jurisdiction=jurisdiction)
    _, record, settings = read_record(data, library, request)
    flags = assess(record, library, settings).red_flags
    return [flag for flag in flags if flag.answer == "yes" and flag.urgency in URGENT]


def _flag(library: Library, document: dict[str, object], jurisdiction: str, now: date) -> RedFlag | None:
    import msgspec

    request = Request(today=now, jurisdiction=jurisdiction)
    _, record, settings = read_record(msgspec.json.encode(document), library, request)
    found = assess(record, library, settings).red_flags
    return next((flag for flag in found if flag.id == RULE and flag.answer == "yes"), None)


def _worst(library: Library, entries: Sequence[Entry]) -> list[Entry]:
    """Of each fact that the rule asks, the entry that says most; a plain no and a 0 say nothing."""
    rule = library.rules.get(RULE)
    if rule is None or rule.when is None:
        return []
    asked = {node.fact for node in walk(library.criterion(rule.when)) if isinstance(node, FactIs)}
    asked |= {"mood.phq9_item9", "mood.suicide_plan", _ASKED}
    worst: dict[str, tuple[float, Entry]] = {}
    for entry in entries:
        if entry.fact in asked and (size := _size(library, entry)) > 0:
            if size > worst.get(entry.fact, (0.0, entry))[0]:
                worst[entry.fact] = (size, entry)
    return [entry for _, entry in worst.values()]


def _size(library: Library, entry: Entry) -> float:
    if library.facts[entry.fact].kind is Kind.CLAIM:
        said = entry.value.get("is") if isinstance(entry.value, dict) else entry.value
        return 1.0 if said == "yes" else 0.0
    return float(entry.value) if isinstance(entry.value, (int, float)) else 0.0


def note_is_alarming(library: Library, entries: Sequence[Entry]) -> bool:
    """Whether a note has words that may be about ending life."""
    return any(
        may_be_crisis(library, str(entry.value)) for entry in entries if entry.fact.startswith("notes.")
    )
