"""The words of `painpath diary add` into entries: NAME=VALUE. What cannot be is refused with what is nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from painpath.facts import Kind
from painpath.intake.codes import index_of
from painpath.intake.diary import BURDEN, NOTE, DoseDay, Entry
from painpath.intake.diary_cells import PIECES, NoCell, Taken, cell_of, effects_of, range_of, taken_of
from painpath.intake.diary_words import column_of, drug_meant, near_names
from painpath.library import Library

_NO_STRENGTH = (
    "pieces without their strength say no amount; write it in mg, or {name}=yes for taken, amount not known"
)
#: `pain:6` and `pain 6`: a value that would be lost in a note
_NAME_AND_NUMBER = re.compile(r"(?P<name>[^:\d]*[^:\d\s])\s*[:\s]\s*\d+(?:[.,]\d+)?\s*\w*")
_EXAMPLE = 'pain=6 worst=8 sleep=4 gabapentin="300 mg x3" dizziness=mild'


def entry_of(
    library: Library, words: Sequence[str], day: str
) -> tuple[list[Entry], list[DoseDay], list[str]]:
    """The entries of one day, the doses, and what is odd about them. A usage error for what is not understood."""
    index = index_of(library)
    entries: list[Entry] = []
    doses: list[DoseDay] = []
    odd: list[str] = []
    loose: list[str] = []
    for word in words:
        name, between, value = word.partition("=")
        name, value = name.strip(), value.strip()
        if not between:
            loose.append(word)
            continue
        if not name or not value:
            raise click.UsageError(f"Write NAME=VALUE, without spaces round the sign: {_EXAMPLE}")
        column = column_of(index, name)
        match column.holds:
            case "fact":
                kind = index.facts[column.fact]
                found = cell_of(kind, value, column.unit)
                if isinstance(found, NoCell):
                    raise click.UsageError(
                        f"{name}: {found.why}.{_may_be(kind.kind, kind)} Nothing was written."
                    )
                if found.odd:
                    odd.append(found.odd)
                entries.append(Entry(column.fact, day, found.value, column=name))
            case "dose":
                doses.append(
                    DoseDay(
                        column.fact.removeprefix("medication."),
                        day,
                        _dose(name, value, column.unit),
                        column=name,
                    )
                )
            case "rescue":
                _rescue(index, name, value, day, entries, doses)
            case "medicines":
                raise click.UsageError(
                    f'{name}: write the medicine itself: gabapentin="300 mg x3". Nothing was written.'
                )
            case "effects":
                said = effects_of(index, value)
                if said.unknown:
                    raise click.UsageError(
                        f"{name}: one of them is the name of no side effect that is known here. Nothing was written."
                    )
                entries += [Entry(fact, day, answer, column=name) for fact, answer in said.found]
                if said.burden:
                    entries.append(Entry(BURDEN, day, said.burden, column=name))
            case "note":
                entries.append(Entry(f"notes.{NOTE}", day, value, column=name))
            case _:
                near = near_names(index, name)
                hint = f" Did you mean {' or '.join(near)}?" if near else ""
                raise click.UsageError(
                    f"{name!r} is the name of nothing that a diary holds.{hint} `painpath facts WORD` lists what may be"
                    " recorded; free words go into note=. Nothing was written."
                )
    if loose:
        _refuse_bare(library, loose)
        entries.append(Entry(f"notes.{NOTE}", day, " ".join(loose), column=NOTE))
    return entries, doses, odd


def _refuse_bare(library: Library, loose: Sequence[str]) -> None:
    """A bare name is no note: whether `nausea` means yes is asked, not guessed."""
    index = index_of(library)
    for word in loose:
        if " " not in word and column_of(index, word).holds != "unread":
            raise click.UsageError(
                f"{word}: write what it was: {word}=VALUE (yes, no, a number, a dose). Nothing was written."
            )
        said = _NAME_AND_NUMBER.fullmatch(word)
        if said is not None and column_of(index, said["name"]).holds not in ("unread", "note"):
            raise click.UsageError(
                f"{said['name']}: write {said['name']}=VALUE, with the sign =. Nothing was written."
            )


def _may_be(kind: Kind, fact: object) -> str:
    del fact
    return " Examples: yes, no, mild." if kind is Kind.CLAIM else ""


def _dose(name: str, value: str, unit: str) -> Taken:
    taken = taken_of(value, unit)
    if isinstance(taken, NoCell):
        why = _NO_STRENGTH.format(name=name) if taken.why == PIECES else taken.why
        raise click.UsageError(f"{name}: {why}. Nothing was written.")
    return taken


def _rescue(
    index: object, name: str, value: str, day: str, entries: list[Entry], doses: list[DoseDay]
) -> None:
    from painpath.intake.codes import Index

    assert isinstance(index, Index), "the index of the library"
    counted = cell_of(index.facts["pain.rescue_doses"], {"none": "0", "no": "0"}.get(value.lower(), value))
    if not isinstance(counted, NoCell):
        entries.append(Entry("pain.rescue_doses", day, counted.value, column=name))
        return
    for part in value.split(";"):
        drug, found = drug_meant(index, part), index.drugs.find(part)
        if not drug or not found:
            raise click.UsageError(
                f"{name}: write how many doses ({range_of(index.facts['pain.rescue_doses'])}), or the medicine:"
                ' rescue="tramadol 50 mg x2". Nothing was written.'
            )
        dose = part[found[0].end :].strip(" :,-")
        doses.append(
            DoseDay(drug, day, _dose(name, dose, "") if dose else Taken(None), as_needed=True, column=name)
        )
