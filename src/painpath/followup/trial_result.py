"""What came of a trial in one patient, as it is printed and sent (`painpath.trial_result/1`); see `trial_analysis`."""

from __future__ import annotations

from typing import Literal

import msgspec

from painpath.followup.result import Interval
from painpath.library import Settings
from painpath.planning.result import Sentence

Verdict = Literal["keep", "leave", "not_settled", "not_known"]


class PeriodMean(msgspec.Struct, frozen=True):
    """One period: how many of its judged days were written down, their mean (None: too few), and both halves."""

    number: int
    pair: int
    code: str
    name: str
    first: str
    last: str
    days: int
    needed: int
    mean: float | None
    early: float | None
    late: float | None
    ended: str
    reason: str


class PairDifference(msgspec.Struct, frozen=True):
    """One pair: how much less pain with the drug in question [points]; None where a period has no mean."""

    pair: int
    points: float | None


class CarryOver(msgspec.Struct, frozen=True):
    """Whether judged days right after a change look like the treatment before it.

    `points` is how much the first half of the judged days leans towards the treatment before, over `changes` periods.
    """

    changes: int
    points: float | None
    interval: Interval | None
    suspected: Literal["yes", "no", "unknown"]
    says: str


class Posterior(msgspec.Struct, frozen=True):
    """What the model says: the probability that the drug matters, and its effect [points] at 50, 80 and 95 %."""

    p_because: float
    because: tuple[Interval, ...]


class ReportItem(msgspec.Struct, frozen=True):
    """One item of the report by CENT 2015, and what is known of it."""

    number: int
    title: str
    says: str


class TrialResult(msgspec.Struct, frozen=True):
    """What came of a trial in one patient, and what it rests on."""

    verdict: Verdict
    says: tuple[Sentence, ...]
    kind: str
    drug: str
    names: tuple[str, ...]
    blind: bool
    periods: tuple[PeriodMean, ...]
    pairs: tuple[PairDifference, ...]
    complete_pairs: int
    difference: float | None
    intervals: tuple[Interval, ...]
    by_chance: float | None
    p_meaningful: float | None
    meaningful: float
    between_periods: float | None
    carry_over: CarryOver | None
    posterior: Posterior | None
    run_in_mean: float | None
    warnings: tuple[Sentence, ...]
    settings: Settings
    knowledge_version: str
    intended_use: str
    report: tuple[ReportItem, ...] = ()
    unread: tuple[str, ...] = ()
