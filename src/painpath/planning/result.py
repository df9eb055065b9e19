"""Plan, Verdict and their parts: plain values, as they are printed and sent (`painpath.plan/1`, `.verdict/1`)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from painpath.assessment.result import Ask, Assessment, RedFlag
from painpath.library import Settings


class Amount(msgspec.Struct, frozen=True):
    """A quantity as other programs read it."""

    value: float
    unit: str


class Reason(msgspec.Struct, frozen=True):
    """Why a verdict is what it is: the rule, its words, how grave, what to do for this intent, its sources."""

    rule: str
    says: str
    severity: str
    act: str
    do: str
    cite: tuple[str, ...]
    because: Sequence[str] = ()
    #: of a dose that is too high: the organ function by which the dose row was chosen
    fact: str = ""
    #: what may come of it: reasons of one consequence are told together
    consequence: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True):
    """The most this person may have, and the dose to begin with; None where nothing sets it."""

    max_daily_dose: Amount | None = None
    doses_per_day: float | None = None
    start_daily_dose: Amount | None = None
    start_doses_per_day: float | None = None
    supplement: str = ""
    says: str = ""
    cite: tuple[str, ...] = ()
    max_single_dose: Amount | None = None
    min_interval_days: float | None = None


class Verdict(msgspec.Struct, frozen=True):
    """Is this order safe for this person (verdict), and is it a good idea (appropriateness)?"""

    drug: str
    dose: str
    indication: str
    intent: str
    verdict: str
    says: str
    appropriateness: str
    appropriateness_says: str
    reasons: tuple[Reason, ...]
    red_flags: tuple[RedFlag, ...]
    limits: Limits
    ask: tuple[Ask, ...]
    checked: tuple[str, ...]
    not_checked: tuple[str, ...]
    settings: Settings
    reviewed: str
    knowledge_version: str
    intended_use: str
    unread: tuple[str, ...] = ()


class Piece(msgspec.Struct, frozen=True):
    """So many of one strength that a pharmacy has: 2 of "100 mg capsule"."""

    count: int
    product: str


class CalendarDay(msgspec.Struct, frozen=True):
    """From this day take this; `pieces` of one dose where existing strengths can make it."""

    from_date: str
    day: int
    amount: str
    times_per_day: float
    total: str
    take: str
    pieces: tuple[Piece, ...] = ()


class Benefit(msgspec.Struct, frozen=True):
    """What trials found: in plain numbers where counts exist, else as the estimate printed."""

    says: str
    outcome: str
    nearest: str
    year: int | None
    certainty: str
    drug_percent: float | None
    control_percent: float | None
    nnt: float | None
    cite: tuple[str, ...]


class Sentence(msgspec.Struct, frozen=True):
    """A statement with its sources."""

    id: str
    says: str
    cite: tuple[str, ...]


class Offer(msgspec.Struct, frozen=True):
    """A treatment that fits this person, with everything needed to start it.

    `cites` gives the sources of the single statements (driving, stop_rule, supply ...); `cite` those of the whole.
    """

    id: str
    name: str
    kind: str
    line: int | None
    recommendation: str
    recommendation_says: str
    label_status: str
    start_by: str
    dose: str
    calendar: tuple[CalendarDay, ...]
    limits: Limits
    action: str
    how: tuple[str, ...]
    benefit: tuple[Benefit, ...]
    harm: tuple[Benefit, ...]
    adverse: tuple[Sentence, ...]
    cautions: tuple[Reason, ...]
    monitor: tuple[Sentence, ...]
    checklist: tuple[Ask, ...]
    driving: str
    trial: tuple[str, ...]
    stop_rule: str
    supply: str
    pregnancy: str
    says_patient: str
    tie_breakers: tuple[str, ...]
    reviewed: str
    review_by: str
    cites: dict[str, tuple[str, ...]]
    cite: tuple[str, ...]


class Held(msgspec.Struct, frozen=True):
    """A treatment that waits for an answer, and what is safe meanwhile."""

    id: str
    name: str
    kind: str
    line: int | None
    ask: tuple[Ask, ...]
    bridge: tuple[str, ...]
    says: str
    cautions: tuple[Reason, ...] = ()
    supply: str = ""
    recommendation: str = ""


class Excluded(msgspec.Struct, frozen=True):
    """A treatment that does not fit, and why; `line` where the guideline followed has it among its options."""

    id: str
    name: str
    kind: str
    why: tuple[Reason, ...]
    line: int | None = None


class Current(msgspec.Struct, frozen=True):
    """Something taken now (or tried before): what to do about it. A dangerous combination comes first."""

    id: str
    name: str
    kind: str
    state: str
    says: str
    act: str
    dose: str
    since: str
    severity: str
    do: str
    involves: tuple[str, ...]
    ask: tuple[Ask, ...]
    reasons: tuple[Reason, ...]
    cite: tuple[str, ...]
    consequence: tuple[str, ...] = ()


class CauseTreatment(msgspec.Struct, frozen=True):
    """Something to do about the cause itself."""

    id: str
    cause: str
    says: str
    who: str
    cite: tuple[str, ...]


class Review(msgspec.Struct, frozen=True):
    """When to look again and at what."""

    on: str
    says: str
    cite: tuple[str, ...]


class Goal(msgspec.Struct, frozen=True):
    """What is aimed at: in words, and where it can be measured from where to where and by when [ISO date]."""

    id: str
    says: str
    cite: tuple[str, ...]
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: str = ""


class Covered(msgspec.Struct, frozen=True):
    """What one payer says of one option: covered, prior_authorisation, usually_not or unknown."""

    option: str
    name: str
    payer: str
    status: str
    says: str
    requires: tuple[str, ...]
    documents: tuple[str, ...]
    limits: tuple[str, ...]
    date: str
    cite: tuple[str, ...]
    entry: str = ""


class Element(msgspec.Struct, frozen=True):
    """A part of the plan that is not a drug: its kind, the therapy chosen for this person, and why that one."""

    kind: str
    option: str
    name: str
    says: str
    asks: str
    who: str
    cite: tuple[str, ...]


class TeamMember(msgspec.Struct, frozen=True):
    """A member of the team and what they do in this plan."""

    id: str
    name: str
    does: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True):
    """The whole answer for one person (house section 12)."""

    assessment: Assessment
    status: str
    status_says: str
    settings: Settings
    indication: str
    guideline: str
    guideline_says: str
    urgent: tuple[RedFlag, ...]
    ask: tuple[Ask, ...]
    not_used: tuple[Sentence, ...]
    cause_treatment: tuple[CauseTreatment, ...]
    current: tuple[Current, ...]
    offered: tuple[Offer, ...]
    held: tuple[Held, ...]
    excluded: tuple[Excluded, ...]
    care: tuple[Sentence, ...]
    elements: tuple[Element, ...]
    team: tuple[TeamMember, ...]
    goals: tuple[Goal, ...]
    safety_net: tuple[Sentence, ...]
    if_it_fails: tuple[Sentence, ...]
    disagreements: tuple[Sentence, ...]
    review: Review | None
    coverage: tuple[Covered, ...]
    unread: tuple[str, ...]
    intended_use: str
    knowledge_version: str
