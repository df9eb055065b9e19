"""What was recorded: readings, courses of drugs, and statements that a list is complete.

A reading is an interval low..high of one number line per type: a claim is 0 (no) or 1 (yes), an option its rank,
a date its ordinal day, a quantity its value in the canonical unit. Fully unknown is -inf..inf with a reason.
Nothing here decides what a reading means today; see `criteria`.
"""

from __future__ import annotations

import enum
import math

import msgspec

from painpath.facts.moment import WHENEVER, Moment

INFINITY = math.inf


class Unknown(enum.Enum):
    """Why something is not known."""

    NEVER_RECORDED = "never recorded"
    STALE = "recorded too long ago"
    UNREADABLE = "recorded but not readable"
    DATE_UNCLEAR = "its date is not clear enough"
    TOO_SELDOM = "not recorded often enough"
    NOT_NARROW = "known only as a range"
    CONFLICT = "recorded both ways"
    LIST_OPEN = "the list may not be complete"
    DOSE_UNKNOWN = "the dose is not known"
    SITE_UNKNOWN = "where it was found is not known"

    __hash__ = object.__hash__  # by identity, and not through Python: answers are looked up in tables all day


class Missing(msgspec.Struct, frozen=True):
    """One fact that an unknown answer waits for, and why it is not known."""

    fact: str
    why: Unknown


class Reading(msgspec.Struct, frozen=True):
    """One recorded value of one fact.

    `when` is the day it was true or began; `ended` the day it stopped being true (None: still going on).
    `members` and `closed` are used by sets only: the members named, and whether no others may exist.
    `at` holds the regions where it was found (empty: where the pain in question is).
    `unreadable` says why the value could not be understood; low..high is then the whole line.
    `severity` is how bad a claim is, in the word that was said (mild, moderate, severe; empty: not said). No criterion
    asks it; it is for the review of harm.
    """

    fact: str
    low: float = -INFINITY
    high: float = INFINITY
    when: Moment = WHENEVER
    ended: Moment | None = None
    recorded: int = 0
    id: str = ""
    at: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    closed: bool = True
    source: str = ""
    unreadable: str = ""
    severity: str = ""

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Latest is the greatest of (end of the moment, time of day, recorded, id): a total order."""
        return (self.when.last, self.when.clock, self.recorded, self.id)


class Status(enum.Enum):
    """Whether a course is taken."""

    ACTIVE = "active"
    STOPPED = "stopped"
    PLANNED = "planned"
    NOT_TAKEN = "not_taken"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # by identity, and not through Python: answers are looked up in tables all day


class Outcome(enum.Enum):
    """What came of a course that was tried."""

    HELPED = "helped"
    NO_BENEFIT = "no_benefit"
    NOT_TOLERATED = "not_tolerated"
    UNKNOWN = "unknown"

    __hash__ = object.__hash__  # by identity, and not through Python: answers are looked up in tables all day


class Course(msgspec.Struct, frozen=True):
    """One course of one drug (or of an unnamed member of a class).

    `daily_low..daily_high` is the amount per day in `unit`; an unknown dose is 0..inf. Where the unit is a rate (ug/h)
    it is that rate, all day long.
    `NOT_TAKEN` is a statement that the drug is not taken, dated `began`.
    `logged` is the last day on which a diary says that it was taken [ordinal day; 0: no diary says so]. `repeats` are
    the entries (refills, statements, single administrations) that were read as this one course, oldest first, with
    their own days and doses; empty where there was one. Both tell the story of the doses; no criterion asks them.
    """

    drug: str
    status: Status = Status.ACTIVE
    began: Moment = WHENEVER
    ended: Moment | None = None
    daily_low: float = 0.0
    daily_high: float = INFINITY
    unit: str = ""
    times_per_day: float | None = None
    amount: float | None = None
    strength: str = ""
    route: str = ""
    form: str = ""
    release: str = ""
    as_needed: bool = False
    outcome: Outcome = Outcome.UNKNOWN
    recorded: int = 0
    id: str = ""
    source: str = ""
    text: str = ""
    logged: int = 0
    repeats: tuple[Course, ...] = ()

    @property
    def dose_known(self) -> bool:
        """Whether the amount per day is known as one number."""
        return self.daily_low == self.daily_high


class Order(msgspec.Struct, frozen=True):
    """A treatment somebody proposes: the drug, and its dose where one was given [per day, in `unit`]."""

    drug: str
    amount: float | None = None
    times_per_day: float | None = None
    unit: str = ""
    route: str = ""
    entry: str = ""

    @property
    def daily(self) -> float | None:
        """Amount per day in `unit`; None when no dose was given."""
        if self.amount is None or self.times_per_day is None:
            return None
        return self.amount * self.times_per_day
