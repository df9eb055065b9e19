"""Review and its parts: plain values, as they are printed and sent (`painpath.review/1`).

Days are ISO dates in what is printed; an unknown number is None, never 0. Pain is on 0 to 10.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from painpath.assessment.result import Ask, RedFlag
from painpath.library import Settings
from painpath.planning.result import Amount, Benefit, Current, Sentence

#: what a stretch of days was, for one treatment
PhaseKind = Literal[
    "before", "titration", "at_target", "below_target", "gap", "withdrawal", "after", "unknown"
]
#: what may be done next
Step = Literal["continue", "step_up", "wait", "switch", "combine", "taper", "reduce", "refer", "ask"]
Three = Literal["yes", "no", "unknown"]


class Interval(msgspec.Struct, frozen=True):
    """An estimate with the range that holds it with the probability `level`."""

    value: float
    low: float
    high: float
    level: float = 0.8


class Point(msgspec.Struct, frozen=True):
    """One day of one measure: the mean of that day's entries, their ends, and how many there were."""

    day: str
    value: float
    low: float
    high: float
    entries: int = 1


class Week(msgspec.Struct, frozen=True):
    """Seven days of one measure ending on `last`; `mean` is None with fewer than four days written down."""

    first: str
    last: str
    days: int
    mean: Interval | None


class Series(msgspec.Struct, frozen=True):
    """One measure over time: every day written down, and the weeks before the day of the review, oldest first."""

    fact: str
    name: str
    unit: str
    better: Literal["lower", "higher"]
    points: tuple[Point, ...]
    weeks: tuple[Week, ...]


class Phase(msgspec.Struct, frozen=True):
    """A stretch of days with one daily dose of one treatment; `dose` is None where it is not known."""

    kind: PhaseKind
    first: str
    last: str
    days: int
    dose: Amount | None


class TrialStand(msgspec.Struct, frozen=True):
    """Whether a trial was long enough at a dose that is enough, by one authority."""

    authority: str
    needed_days: float
    reached: Three
    says: str
    cite: tuple[str, ...]


class Threshold(msgspec.Struct, frozen=True):
    """One published bar (30 %, 50 %, 2 points ...): whether it is passed, how sure that is (None: cannot be said)."""

    id: str
    says: str
    passed: Three
    probability: float | None
    cite: tuple[str, ...]
    #: the value of the measure at which it is passed, where there is a baseline
    reach: float | None = None


class Change(msgspec.Struct, frozen=True):
    """One measure now against the week before the treatment; points are positive when it is better."""

    fact: str
    name: str
    before: Interval | None
    now: Interval | None
    points: Interval | None
    percent: Interval | None
    thresholds: tuple[Threshold, ...]
    says: str
    cite: tuple[str, ...] = ()


class Surer(msgspec.Struct, frozen=True):
    """Something that would make the answer surer, and by how much the 80 % range would shrink [points]."""

    id: str
    says: str
    range_now: float
    range_then: float


class Attribution(msgspec.Struct, frozen=True):
    """Two separate statements, each with its range: better than before, and better because of this treatment.

    `meaningful` is the difference [points] that counts; `own_share` is how much of the second statement is this
    patient's own data (0: all from trials; 1: all their own).
    """

    meaningful: float
    p_better: float
    better: tuple[Interval, ...]
    p_because: float
    because: tuple[Interval, ...]
    prior: tuple[Interval, ...]
    p_because_before_data: float
    own_share: float
    says: tuple[Sentence, ...]
    surer: tuple[Surer, ...]
    cite: tuple[str, ...]
    #: what was thought before the diary of being better at all
    p_better_before_data: float = 0.0
    better_prior: tuple[Interval, ...] = ()
    #: what the prior rests on, in words
    prior_says: str = ""
    days_used: int = 0
    periods_on: int = 0
    periods_off: int = 0


class Harm(msgspec.Struct, frozen=True):
    """Something unwanted: since when, how bad, whether the entry says it is expected, what to do."""

    fact: str
    name: str
    since: str
    severity: str
    expected: Three
    says: str
    do: str
    cite: tuple[str, ...]
    #: whether it has gone since
    gone: bool = False


class NextStep(msgspec.Struct, frozen=True):
    """What may be done next, by which rule; `options` are treatments of the plan, `by` the day to look again."""

    act: Step
    says: str
    because: tuple[str, ...]
    options: tuple[str, ...]
    by: str
    cite: tuple[str, ...]


class PayerLine(msgspec.Struct, frozen=True):
    """A payer's rule beside what the record shows: met, not met, or not known."""

    payer: str
    says: str
    met: Three
    because: str
    cite: tuple[str, ...]


class Tried(msgspec.Struct, frozen=True):
    """One treatment that was tried, as a prescriber or an insurer reads it."""

    id: str
    name: str
    first: str
    last: str
    highest: Amount | None
    days_at_target: int | None
    before: Interval | None
    best: Interval | None
    outcome: str
    reason: str
    payers: tuple[PayerLine, ...] = ()


class TreatmentReview(msgspec.Struct, frozen=True):
    """One treatment taken now or lately."""

    id: str
    name: str
    state: Literal["taken", "stopped"]
    phases: tuple[Phase, ...]
    target: Amount | None
    days_at_target: int | None
    trial: tuple[TrialStand, ...]
    changes: tuple[Change, ...]
    attribution: Attribution | None
    #: why there is no attribution, or what limits it
    limits: tuple[str, ...]
    harms: tuple[Harm, ...]
    balance: str
    next: tuple[NextStep, ...]
    cite: tuple[str, ...]
    #: what trials found of it, for the picture of a hundred people
    benefit: tuple[Benefit, ...] = ()
    #: the most this person may have a day, and the dose now
    ceiling: Amount | None = None
    dose: Amount | None = None


class DiaryState(msgspec.Struct, frozen=True):
    """What there is to judge by: first and last day, days of pain written down, and what was odd."""

    first: str
    last: str
    days: int
    written: int
    notes: tuple[str, ...]


class Review(msgspec.Struct, frozen=True):
    """How the patient is, whether it is because of the treatment, and what next."""

    status: str
    status_says: str
    red_flags: tuple[RedFlag, ...]
    settings: Settings
    says: tuple[Sentence, ...]
    diary: DiaryState
    series: tuple[Series, ...]
    treatments: tuple[TreatmentReview, ...]
    tried: tuple[Tried, ...]
    next: tuple[NextStep, ...]
    review_on: str
    ask: tuple[Ask, ...]
    knowledge_version: str
    intended_use: str
    unread: tuple[str, ...] = ()
    #: what is unsafe in what is taken now: it comes before everything about relief
    danger: tuple[Current, ...] = ()
