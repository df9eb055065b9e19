"""Assessment and its parts: plain values, as they are printed and sent (`painpath.assessment/1`)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from painpath.criteria import Asking
from painpath.library import Settings


class Ask(msgspec.Struct, frozen=True):
    """One fact worth asking: in plain words, who can answer, what the answer would settle, why it is unknown."""

    fact: str
    question: str
    who: str
    settles: tuple[str, ...]
    must: bool
    why: str


class RedFlag(msgspec.Struct, frozen=True):
    """A danger: yes, no or not yet known; how urgent; whom to call, what to say, what to do meanwhile."""

    id: str
    answer: str
    urgency: str
    says: str
    whom: str = ""
    say: str = ""
    meanwhile: str = ""
    ask: tuple[str, ...] = ()
    because: Sequence[str] = ()
    contacts: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()


class OpenDanger(msgspec.Struct, frozen=True):
    """A danger question answered yes by which no danger is settled: what was said, and what is still open."""

    fact: str
    says: str
    flags: tuple[str, ...]
    ask: tuple[str, ...]


class Step(msgspec.Struct, frozen=True):
    """One rung or slot of a cause's grade: the answer and what it rests on."""

    name: str
    answer: str
    because: Sequence[str]
    missing: tuple[str, ...]


class NamedCriteriaResult(msgspec.Struct, frozen=True):
    """A published set of criteria: met, not met, or what it still waits for."""

    name: str
    says: str
    answer: str
    because: Sequence[str]
    missing: tuple[str, ...]
    cite: tuple[str, ...]


class Finding(msgspec.Struct, frozen=True):
    """A feature that speaks for or against a cause and was found."""

    says: str
    speaks: str
    cite: tuple[str, ...]


class Test(msgspec.Struct, frozen=True):
    """A test: for which cause, which open facts it would settle, who recommends it, what it cannot show."""

    test: str
    says: str
    for_cause: str
    settles: tuple[str, ...]
    recommended: tuple[str, ...]
    cannot: tuple[str, ...]
    cite: tuple[str, ...]


class CauseResult(msgspec.Struct, frozen=True):
    """A cause: is it what explains the pain, how sure (grade), and why.

    `grade` is the highest rung settled, `could_reach` the highest still open. A neighbour has no grade.
    """

    id: str
    name: str
    plain: str
    kind: str
    answer: str
    grade: str
    could_reach: str
    icd10cm: tuple[str, ...]
    suspected: str
    steps: tuple[Step, ...]
    criteria: tuple[NamedCriteriaResult, ...]
    features: tuple[Finding, ...]
    rule_out: tuple[Finding, ...]
    course: str
    settles: str
    confused_with: tuple[str, ...]
    cite: tuple[str, ...]


class Component(msgspec.Struct, frozen=True):
    """A part of the pain: neuropathic, nociceptive, nociplastic; several may be there at once."""

    id: str
    answer: str
    says: str
    cite: tuple[str, ...]


class MechanismResult(msgspec.Struct, frozen=True):
    """A mechanism as a hypothesis, with its grade of evidence."""

    id: str
    name: str
    says: str
    grade: str
    answer: str
    cite: tuple[str, ...]


class Conflict(msgspec.Struct, frozen=True):
    """Two readings that do not fit together."""

    fact: str
    with_fact: str
    says: str


class Score(msgspec.Struct, frozen=True):
    """An instrument's score, as a point or a range, and what its cut-offs say."""

    id: str
    name: str
    low: float
    high: float
    says: tuple[str, ...]
    cite: tuple[str, ...]


class Assessment(msgspec.Struct, frozen=True):
    """What is known of the pain, how sure, and what to ask next. `_asking` lets `plan` go on with the same record.

    `unread` is filled by whoever read the record: what came in and was not understood.
    """

    status: str
    status_says: str
    grade: str
    grade_of: str
    components: tuple[Component, ...]
    causes: tuple[CauseResult, ...]
    mechanisms: tuple[MechanismResult, ...]
    red_flags: tuple[RedFlag, ...]
    open_dangers: tuple[OpenDanger, ...]
    ask: tuple[Ask, ...]
    tests: tuple[Test, ...]
    not_worth_doing: tuple[Test, ...]
    scores: tuple[Score, ...]
    conflicts: tuple[Conflict, ...]
    on_record: tuple[str, ...]
    territories: Sequence[str]
    pain_present: str
    adult: str
    settings: Settings
    knowledge_version: str
    _asking: Asking
    unread: tuple[str, ...] = ()
