"""New entries of a diary beside what a facts file says already: the same entry twice is one, two that differ are both
kept and shown. Works on the file's data; `edges/cli/diary_file` writes the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import msgspec

from painpath.facts import FactType, Kind, Pick, Reading
from painpath.intake.codes import Index, index_of
from painpath.intake.diary import DoseDay, Entry, Problem
from painpath.intake.diary_doses import with_doses
from painpath.intake.errors import RecordError
from painpath.intake.facts_file import facts_of
from painpath.intake.stated import is_diary, several_of
from painpath.library import Library

DIFFERS = "another entry of the same moment says something else: both are kept"
_NOTES = "notes"


class Merge(msgspec.Struct, frozen=True):
    """What to write: the new value of each fact that changes, and of `notes`; and what came of the entries."""

    facts: Mapping[str, object]
    notes: Mapping[str, object]
    added: int
    already: int
    problems: tuple[Problem, ...]
    undated: tuple[str, ...]


def merge(
    document: Mapping[str, object],
    entries: Sequence[Entry],
    doses: Sequence[DoseDay],
    library: Library,
    *,
    name: str = "facts file",
) -> Merge:
    """The entries put beside what `document` (a facts file, read) says. RecordError where it cannot hold them."""
    index = index_of(library)
    _refuse_pains(document, entries, doses, name)
    old = facts_of(document, index, name)
    said = cast("Mapping[str, object]", document.get("facts") or {})
    seen: dict[tuple[str, int, int], set[object]] = {}
    for reading in old.readings:
        seen.setdefault(_moment_of(reading), set()).add(_said_by(reading))
    added = already = 0
    problems: list[Problem] = []
    new: dict[str, list[Entry]] = {}
    plain = [entry for entry in entries if not entry.fact.startswith(f"{_NOTES}.")]
    for entry, reading in zip(plain, _readings(index, plain), strict=True):
        there = seen.setdefault(_moment_of(reading), set())
        if _said_by(reading) in there:
            already += 1
            continue
        if there:
            problems.append(Problem(entry.row, entry.column, DIFFERS))
        there.add(_said_by(reading))
        new.setdefault(entry.fact, []).append(entry)
        added += 1
    changed: dict[str, object] = {}
    undated: list[str] = []
    for fact, own in new.items():
        value, loose = _beside(index.facts[fact], said.get(fact), own, document.get("as_of"))
        changed[fact] = value
        if loose:
            undated.append(fact)
    for drug in sorted({dose.drug for dose in doses}):
        fact = f"medication.{drug}"
        made = with_doses(index, fact, said.get(fact), [dose for dose in doses if dose.drug == drug])
        added, already = added + made.added, already + made.already
        problems += made.problems
        if made.value != said.get(fact):
            changed[fact] = made.value
    notes, more, known = _noted(document.get(_NOTES), entries)
    problems.sort(key=lambda problem: problem.row)
    return Merge(changed, notes, added + more, already + known, tuple(problems), tuple(undated))


def _refuse_pains(
    document: Mapping[str, object], entries: Iterable[Entry], doses: Iterable[DoseDay], name: str
) -> None:
    """A fact that stands under `pains` or `patient` would hide the same fact under `facts`."""
    inside: set[str] = set()
    pains = document.get("pains")
    for block in pains.values() if isinstance(pains, dict) else pains if isinstance(pains, list) else ():
        inside |= set(block) if isinstance(block, dict) else set()
    for fact in [entry.fact for entry in entries] + [f"medication.{dose.drug}" for dose in doses]:
        if fact in inside:
            raise RecordError(
                f"{name}: {fact} stands under `pains`. Move it under `facts`, where a diary can go on with it."
            )


def _readings(index: Index, entries: Sequence[Entry]) -> list[Reading]:
    """Each entry as the reading that the file will give, in the same order."""
    found: list[Reading] = []
    for entry in entries:
        document = {"facts": {entry.fact: {entry.day: entry.value}}}
        if index.facts[entry.fact].kind is Kind.SET and isinstance(entry.value, list):
            document = {"facts": {entry.fact: {entry.day: [entry.value]}}}
        found += facts_of(document, index, "diary").readings
    return found


def _moment_of(reading: Reading) -> tuple[str, int, int]:
    return (reading.fact, reading.when.first, reading.when.clock)


def _said_by(reading: Reading) -> object:
    return (reading.low, reading.high, reading.members, reading.severity)


def _beside(kind: FactType, old: object, new: Sequence[Entry], as_of: object) -> tuple[object, bool]:
    """The new value of a fact, and whether something in it has no day."""
    if old is None:
        return _in_order(kind, {}, new), False
    if is_diary(old):
        return _in_order(kind, dict(cast("Mapping[str, object]", old)), new), False
    listed = several_of(kind, old)
    if len(listed) == 1 and not (isinstance(old, list) and kind.kind is not Kind.SET):
        day, value = _dated(kind, old, as_of)
        if day:
            return _in_order(kind, {day: value}, new), False
    elif any(is_diary(one) for one in listed):
        place = next(i for i, one in enumerate(listed) if is_diary(one))
        diary = _in_order(kind, dict(cast("Mapping[str, object]", listed[place])), new)
        return [*listed[:place], diary, *listed[place + 1 :]], _loose(kind, listed)
    kept = [{"is": one} if kind.kind is Kind.SET and not isinstance(one, dict) else one for one in listed]
    return [*kept, *(_item(kind, entry) for entry in new)], _loose(kind, listed)


def _loose(kind: FactType, listed: Sequence[object]) -> bool:
    """Whether one of them has no day although it is a state of some day."""
    return not _ever(kind) and any(
        not isinstance(one, dict) or (not is_diary(one) and not {"on", "since"} & set(one)) for one in listed
    )


def _ever(kind: FactType) -> bool:
    return kind.kind is Kind.CLAIM and kind.pick is Pick.EVER


def _dated(kind: FactType, old: object, as_of: object) -> tuple[str, object]:
    """One value with the day that it stands for: its own, else the file's; no day where neither is known."""
    if isinstance(old, dict):
        words = dict(old)
        day = words.pop("on", None)
        if "since" in words or "until" in words or (day is None and (as_of is None or _ever(kind))):
            return "", old
        inner = next((words[word] for word in ("value", "is") if word in words), None)
        return str(day or as_of), inner if len(words) == 1 else words
    if as_of is None or _ever(kind):
        return "", old
    return str(as_of), old


def _item(kind: FactType, entry: Entry) -> dict[str, object]:
    if isinstance(entry.value, dict):
        return {**entry.value, "on": entry.day}
    return {"value" if kind.kind is Kind.QUANTITY else "is": entry.value, "on": entry.day}


def _in_order(kind: FactType, diary: dict[str, object], new: Sequence[Entry]) -> dict[str, object]:
    for entry in new:
        if entry.day not in diary:
            diary[entry.day] = entry.value
            continue
        diary[entry.day] = [*several_of(kind, diary[entry.day]), entry.value]
    return dict(sorted(diary.items()))


def _noted(old: object, entries: Iterable[Entry]) -> tuple[dict[str, object], int, int]:
    """The notes with the new ones: `word: {day: text}`; several texts of one day as a list."""
    notes: dict[str, object] = dict(old) if isinstance(old, dict) else {}
    added = already = 0
    for entry in entries:
        if not entry.fact.startswith(f"{_NOTES}."):
            continue
        word = entry.fact.removeprefix(f"{_NOTES}.")
        kept = notes.get(word)
        days: dict[str, object] = dict(kept) if isinstance(kept, dict) else {} if kept is None else {"": kept}
        there = days.get(entry.day)
        texts = there if isinstance(there, list) else [] if there is None else [there]
        if str(entry.value) in map(str, texts):
            already += 1
            continue
        days[entry.day] = [*texts, entry.value] if texts else entry.value
        notes[word] = days
        added += 1
    return (notes if added else {}), added, already
