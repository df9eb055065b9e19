"""What a profile of sensory testing says: values only. An infinite end of a z is open (null as JSON)."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from painpath.library import Settings

Finding: TypeAlias = Literal[
    "loss", "normal", "gain", "present", "absent", "unknown", "not_computable", "not_tested"
]
Role: TypeAlias = Literal["painful", "control", "unknown"]
Settled: TypeAlias = Literal["yes", "no", "unknown"]


class SensoryValue(msgspec.Struct, frozen=True):
    """One parameter at one place.

    `compare` is how it is judged: by z, or by being there. `low..high` is the reading in `unit` (null: open),
    `z_low..z_high` its z (null: open, or no z), `could_be` what the range leaves open, `why` a sentence where the
    finding is not settled.
    """

    parameter: str
    abbreviation: str
    name: str
    unit: str
    compare: Literal["z", "present"]
    finding: Finding
    low: float | None = None
    high: float | None = None
    has_z: bool = False
    z_low: float | None = None
    z_high: float | None = None
    could_be: tuple[str, ...] = ()
    why: str = ""
    date: str = ""
    reference: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()


class SensorySite(msgspec.Struct, frozen=True):
    """All parameters at one place; whether it hurts there; whether the profile of that place is the one of the rule."""

    site: str
    name: str
    role: Role
    values: tuple[SensoryValue, ...]
    irritable_nociceptor: Settled


class SensoryClaim(msgspec.Struct, frozen=True):
    """What a finding makes yes or no, as it may be recorded in a facts file."""

    fact: str
    answer: Literal["yes", "no"]
    site: str
    date: str


class SensoryProfile(msgspec.Struct, frozen=True):
    """The profile of a person: every place tested, the rule's answer for the painful area and the facts that
    it still waits for, and what all this rests on."""

    protocol: str
    normal_within: float
    reference: str
    sites: tuple[SensorySite, ...]
    irritable_nociceptor: Settled
    missing: tuple[str, ...]
    claims: tuple[SensoryClaim, ...]
    without_place: tuple[str, ...]
    settings: Settings
    knowledge_version: str
    rule_cite: tuple[str, ...]
    cite: tuple[str, ...]
    unread: tuple[str, ...] = ()
