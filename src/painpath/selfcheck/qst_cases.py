"""Cases of a protocol of sensory testing: a reading beside a reference mean and spread; the z and finding."""

from __future__ import annotations

from painpath.assessment.qst_score import (
    Cell,
    Ends,
    NotComputable,
    could_be,
    measured,
    presence,
    settled,
    z_of,
)
from painpath.intake.quantities import Unreadable, from_number, from_text
from painpath.library import schema
from painpath.selfcheck.setting import CaseError, Setting, same

#: a z is written with three places
_CLOSE = 0.0011


def ask_qst(setting: Setting, protocol: schema.QstProtocol, case: schema.QstCase) -> None:
    """The z and the finding of one reading."""
    found = next((p for p in protocol.parameters if p.abbreviation == case.parameter), None)
    if found is None:
        raise CaseError(f"the protocol has no parameter {case.parameter!r}")
    ends = measured(found, _read(setting, found.fact, case.value))
    if found.compare == "present":
        same("the finding", case.finding, settled(presence(found, ends)))
        return
    z = z_of(found, ends, Cell(float(case.mean), float(case.sd), float(case.add)))
    if isinstance(z, NotComputable):
        same("the finding", case.finding, "not_computable")
        return
    same("the finding", case.finding, settled(could_be(protocol, z)))
    if case.z is not None and not all(abs(end - case.z) < _CLOSE for end in z):
        raise CaseError(f"z is {case.z} here, and {z.low:.3f} to {z.high:.3f} there")


def _read(setting: Setting, fact: str, value: str | float) -> Ends:
    """A value as a facts file would write it."""
    kind = setting.library.facts[fact]
    number = isinstance(value, (int, float))
    read = from_number(kind, float(value), float(value), "") if number else from_text(kind, str(value))
    if isinstance(read, Unreadable):
        raise CaseError(f"{fact}: {read.why}")
    return Ends(read.low, read.high)
