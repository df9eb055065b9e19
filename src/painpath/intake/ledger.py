"""The ledger kept while one patient's document is read: what was understood, what was not, and by when.

The readers of single resources write into it. It sees to two laws: every entry ends up as used, unread or
skipped (nothing vanishes), and what is listed as unread carries codes and places but no value of the patient.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from painpath.facts import Course, Kind, Moment, Reading, parse_moment
from painpath.facts.moment import WHENEVER
from painpath.intake.codes import Index
from painpath.intake.values import Counts, Intake, Unread

_LONGEST = 80  # characters of a code system's own name of a code that are repeated


class Claimed(NamedTuple):
    """A list said to be complete since a day [ordinal], and where that was said."""

    kind: str
    since: int
    entry: int
    type: str


@dataclass(slots=True)
class Ledger:
    """What has been read so far. `entry`, `type` and, in words, `where` tell where the reader stands."""

    index: Index
    entry: int = 0
    type: str = ""
    readings: list[Reading] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    complete: dict[str, int] = field(default_factory=dict)
    claimed: list[Claimed] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    used: int = 0
    last: int | None = None
    made: int | None = None
    _unread: dict[tuple[str, str, str, str], list[str | int]] = field(default_factory=dict)
    _undated: list[Reading] = field(default_factory=list)
    _moments: dict[str, Moment | None] = field(default_factory=dict)
    _gained: int = 0
    _noted: int = 0
    _entries: int = 0

    def begin(self, entry: int, type_: str) -> None:
        """Start an entry."""
        self.entry, self.type = entry, type_
        self._gained = self._noted = 0

    @property
    def where(self) -> str:
        """The place of the entry in the document, in words."""
        return f"entry {self.entry} {self.type}" if self.type else f"entry {self.entry}"

    def end(self) -> None:
        """Finish an entry: it was used, or it is listed as unread."""
        if self._gained:
            self.used += 1
            return
        if not self._noted:
            self.note("the whole entry", "nothing in it is read")
        self._entries += 1

    def skip(self, type_: str) -> None:
        """Count an entry of a type that is not read on purpose."""
        self.skipped[type_] = self.skipped.get(type_, 0) + 1

    def gain(self) -> None:
        """The entry was understood without giving a reading or course of its own."""
        self._gained += 1

    def note(self, what: str, why: str, listed_in: str = "") -> None:
        """List something as unread; equal notes of one type are counted together."""
        self._noted += 1
        key = (self.type, what, why, listed_in)
        line = self._unread.get(key)
        if line is None:
            self._unread[key] = [self.where, 1]
        else:
            line[1] = int(line[1]) + 1

    def claim(self, kind: str, since: int) -> None:
        """Note that a list is said to be complete; it is believed or not when everything has been read."""
        self._gained += 1
        self.claimed.append(Claimed(kind, since, self.entry, self.type))

    def add(self, reading: Reading) -> None:
        """Keep a reading."""
        self._gained += 1
        self.readings.append(reading)

    def add_undated(self, reading: Reading) -> None:
        """Keep a reading whose date is not known, to be used only if no dated one of its fact exists."""
        self._gained += 1
        self._undated.append(reading)

    def add_course(self, course: Course) -> None:
        """Keep a course."""
        self._gained += 1
        self.courses.append(course)

    def moment(self, printed: str | None) -> Moment | None:
        """The moment a FHIR date means; None when there is none, and a note when it is impossible."""
        if printed is None:
            return None
        found = self._moments.get(printed, WHENEVER)
        if found is WHENEVER:
            found = self._moments[printed] = parse_moment(printed)
        if found is None:
            self.note("a date", "it is not a possible date")
        return found

    def dated(self, moment: Moment | None) -> None:
        """Count a clinical date towards the last one; a date after the document was made does not count."""
        if moment is None:
            return
        if self.made is not None and moment.first > self.made:
            self.note("a date", "it lies after the day the document was made")
            return
        if self.last is None or moment.last > self.last:
            self.last = moment.last

    def unread(self) -> tuple[Unread, ...]:
        """Everything listed as unread, in the order of its first appearance."""
        return tuple(
            Unread(where=str(line[0]), what=what, why=why, count=int(line[1]), listed_in=listed_in)
            for (_, what, why, listed_in), line in self._unread.items()
        )

    def close(self) -> Intake:
        """The intake that results."""
        dated = {reading.fact for reading in self.readings}
        for reading in self._undated:
            if reading.fact not in dated or self.index.facts[reading.fact].kind is Kind.CLAIM:
                self.readings.append(reading)
        return Intake(
            readings=tuple(self.readings),
            courses=tuple(self.courses),
            complete=dict(self.complete),
            unread=self.unread(),
            last_clinical=self.last,
            counts=Counts(used=self.used, unread=self._entries, skipped=dict(self.skipped)),
        )


def shortened(text: str) -> str:
    """A name of a code, in one line and not longer than a line.

    >>> shortened("a  b")
    'a b'
    """
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
