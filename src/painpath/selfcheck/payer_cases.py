"""Cases of a payer's step: a person who took something, and whether the payer's rule is met."""

from __future__ import annotations

from painpath.followup.doses import Setting as Whom
from painpath.followup.doses import exposures
from painpath.followup.tried import met
from painpath.library import Settings, schema
from painpath.selfcheck.setting import Setting, only, same


def ask_payer(setting: Setting, step: schema.PayerStep, case: schema.Case) -> None:
    """Whether what was tried meets a step."""
    only(case, "is")
    place = case.jurisdiction or Settings(as_of="").jurisdiction
    found = exposures(setting.asking(case), setting.library, Whom(case.indication, place))
    same("met", case.is_, met(setting.library, step, found).value)
