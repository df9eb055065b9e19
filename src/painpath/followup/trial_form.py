"""The design of a trial in one patient (N-of-1) and its parts: plain values, as they are printed, kept and read back
(`painpath.trial/1`). How a design is made is `trial_design`; what came of it is `trial_analysis`.

Days are ISO dates. An empty `code` or a missing `key` means that the design is kept blind: who holds the key knows.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from painpath.assessment.result import Ask, RedFlag
from painpath.library import Settings
from painpath.planning.result import Amount, Reason, Sentence

#: put on and off (or one drug against another, or two doses); or one way down in steps
Kind = Literal["on_off", "two_drugs", "two_doses", "reduction"]
Order = Literal["randomised", "counterbalanced"]
Standing = Literal["ready", "held", "refused"]
NOTHING = "none"


class DoseStep(msgspec.Struct, frozen=True):
    """From this day of a period (1 is its first) this much a day of `of`; `take` is one dose in pieces, `times` a day.

    `total` is None where the way is left to the prescriber: the entry has no doses for it.
    """

    day: int
    total: Amount | None
    take: str
    times: float | None
    of: str = ""


class Arm(msgspec.Struct, frozen=True):
    """One of the two treatments compared: how it is stepped up and down, and how long each takes [d].

    `settles` is the time until levels are even or the drug is gone, `at_dose` how long its entry asks for at the dose.
    """

    code: str
    id: str
    name: str
    dose: Amount | None
    up: tuple[DoseStep, ...]
    down: tuple[DoseStep, ...]
    up_days: int
    down_days: int
    settles: int
    withdrawal: int
    at_dose: int
    says: tuple[Sentence, ...]


class Stretch(msgspec.Struct, frozen=True):
    """Days before the first period: without the drug, being stepped up, or at the dose."""

    kind: Literal["baseline", "run_in"]
    first: str
    last: str
    says: str


class Period(msgspec.Struct, frozen=True):
    """One period: its pair, its code, its days, and the first day that is judged.

    `ended` is the day on which it was left early ("": not), with the reason; whoever keeps the design fills it in.
    A planned reduction has one pair (0), and its steps are numbered in `code`.
    """

    number: int
    pair: int
    code: str
    first: str
    last: str
    judged_from: str
    steps: tuple[DoseStep, ...] = ()
    ended: str = ""
    reason: str = ""


class Bar(msgspec.Struct, frozen=True):
    """Why the trial is not done, or not yet."""

    id: str
    says: str
    do: str
    cite: tuple[str, ...]


class Measure(msgspec.Struct, frozen=True):
    """What is written down, how often."""

    fact: str
    name: str
    often: Literal["daily", "weekly", "when"]
    says: str


class Key(msgspec.Struct, frozen=True):
    """Which code is the drug in question, and the number from which the order was drawn."""

    seed: int
    order: Order
    drug_is: Literal["A", "B"]


class Decision(msgspec.Struct, frozen=True):
    """The rule written before the start: the difference that matters [points], and how sure is sure enough.

    `least_pairs` are the complete pairs below which the pairs alone decide nothing.
    """

    meaningful: float
    keep_above: float
    drop_below: float
    days_in_week: int
    least_pairs: int
    says: tuple[Sentence, ...]


class Design(msgspec.Struct, frozen=True):
    """A trial in one patient, or why there is none."""

    status: Standing
    status_says: str
    kind: Kind
    drug: str
    against: str
    indication: str
    names: tuple[str, ...]
    verdicts: tuple[str, ...]
    reasons: tuple[Reason, ...]
    red_flags: tuple[RedFlag, ...]
    bars: tuple[Bar, ...]
    ask: tuple[Ask, ...]
    notes: tuple[Sentence, ...]
    pairs: int
    masked_days: int
    judged_days: int
    period_days: int
    before: tuple[Stretch, ...]
    periods: tuple[Period, ...]
    arms: tuple[Arm, ...]
    measures: tuple[Measure, ...]
    stopping: tuple[Sentence, ...]
    decision: Decision | None
    diagnosis: tuple[str, ...]
    taken: tuple[str, ...]
    key: Key | None
    settings: Settings
    knowledge_version: str
    intended_use: str
    unread: tuple[str, ...] = ()
