"""What intake hands up: everything read of one patient, and everything that could not be read. Not yet a
record.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from painpath.facts import Course, Reading


class Unread(msgspec.Struct, frozen=True):
    """Something that came in and was not understood (or only in part). Holds codes and places, no patient
    value.

    `where` is the entry and its type, `what` the word or code, `why` the reason; `count` how many entries say
    the same (`where` is then the first of them). `listed_in` names the list (condition, medication ...) that
    the thing belongs to: while it is unread, that list is not known to be complete as far as we are
    concerned.
    """

    where: str
    what: str
    why: str
    count: int = 1
    listed_in: str = ""


class Counts(msgspec.Struct, frozen=True):
    """Every entry once: `used` gave a reading, a course or a list; `unread` gave none; `skipped` by type on
    purpose.
    """

    used: int = 0
    unread: int = 0
    skipped: Mapping[str, int] = msgspec.field(default_factory=dict)

    @property
    def entries(self) -> int:
        """How many entries came in."""
        return self.used + self.unread + sum(self.skipped.values())


class Intake(msgspec.Struct, frozen=True):
    """One patient as received.

    `complete` maps a list to the first day [ordinal] that it is said to cover. `last_clinical` is the latest
    date of a clinical resource, `as_of` the day that a facts file names [ordinals]. `hints` are settings that
    it names. `stated` marks a facts file: what it says without a date holds on the as-of day; in FHIR the
    date is unknown.
    """

    readings: tuple[Reading, ...]
    courses: tuple[Course, ...]
    complete: Mapping[str, int]
    unread: tuple[Unread, ...]
    last_clinical: int | None = None
    as_of: int | None = None
    hints: Mapping[str, str] = msgspec.field(default_factory=dict)
    counts: Counts = msgspec.field(default_factory=Counts)
    stated: bool = False
