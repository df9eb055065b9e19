"""What a pharmacist would act on in one record: dangers, doses and combinations of what is taken, trials, reviews due.

Each finding stands for itself, worst first. It says nothing of a drug that is not taken, and an unknown is no finding:
what is not known is the plan's business.
"""

from __future__ import annotations

import msgspec

from painpath.assessment.result import Assessment
from painpath.assessment.words import cites, name_of
from painpath.facts import NO, UNKNOWN, YES
from painpath.library import Library, Settings
from painpath.library.schema import SharedRule
from painpath.planning.current import WATCH, review_current
from painpath.planning.guidance import guideline_for
from painpath.planning.plan import leading_cause
from painpath.planning.result import Current, Reason

#: worst first
GROUPS = ("danger", "dose", "combination", "unsafe", "trial", "due")
_SEVERITY = ("contraindicated", "avoid", "adjust_dose", "monitor", "")
_GRAVE = ("contraindicated", "avoid")
_TRIALS = ("tried_and_failed", "trial_not_adequate")
_TOO_MUCH = ("dose_above_limit", "dose_above_every_limit", "single_dose_above_limit", "too_many_doses_a_day")
_URGENT = ("now", "today")


class Finding(msgspec.Struct, frozen=True):
    """One line of the list: its group, the rule, the drugs it is about, how grave, what to do, its sources."""

    group: str
    rule: str
    about: str
    says: str
    severity: str
    act: str
    do: str
    cite: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """Where it stands in a list, smallest first."""
        return (GROUPS.index(self.group), _SEVERITY.index(self.severity), self.rule, self.about)


def findings(assessment: Assessment, library: Library, settings: Settings) -> tuple[Finding, ...]:
    """The findings of one record, worst first. Source: the entries cited in each."""
    asking = assessment._asking
    leading = leading_cause(assessment)
    indication = leading.id if leading is not None else ""
    guideline = guideline_for(library, indication, settings, asking) if indication else ""
    found = [
        Finding("danger", flag.id, "", flag.says, "contraindicated", "refer", flag.meanwhile, flag.cite)
        for flag in assessment.red_flags
        if flag.answer == "yes" and flag.urgency in _URGENT
    ]
    for item in review_current(asking, library, indication, guideline, settings.jurisdiction):
        found += _of(library, item)
    for name, rule in library.rules_of("finding").items():
        if _due(assessment, library, rule):
            about = ", ".join(name_of(library, f"medication.{what}") for what in rule.concerns)
            found.append(Finding("due", name, about, rule.says, "", "review", rule.do, cites(rule.cite)))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.rank))


def _due(assessment: Assessment, library: Library, rule: SharedRule) -> bool:
    asking = assessment._asking
    if rule.when is None or asking.ask(library.criterion(rule.when)) is not YES:
        return False
    if rule.unless is None:
        return True
    # What is said is that nothing is on record: an unknown is just that.
    return asking.ask(library.criterion(rule.unless)) in (NO, UNKNOWN)


def _of(library: Library, item: Current) -> list[Finding]:
    """What one line of the review comes to; several reasons about one drug are several findings."""
    if item.kind in ("history", "total"):
        return []
    if item.kind == "combination":
        if item.act == WATCH and item.severity not in _GRAVE:
            return []  # nothing to do today: on the plan, not on this list
        drugs = ", ".join(name_of(library, f"medication.{drug}") for drug in item.involves)
        return [_finding("combination", item, item.id, drugs, item.says)]
    if item.state in _TRIALS:
        return [_finding("trial", item, item.state, item.name, item.says)]
    return [
        Finding(
            "dose" if reason.rule in _TOO_MUCH else "unsafe",
            _named(reason),
            item.name,
            reason.says,
            reason.severity,
            reason.act,
            reason.do,
            reason.cite,
        )
        for reason in item.reasons
        if reason.severity in _GRAVE or reason.rule in _TOO_MUCH
    ]


def _named(reason: Reason) -> str:
    """A dose that is too high for the kidneys is told from one too high for anybody."""
    return "renal_overdose" if reason.fact.startswith("renal.") else reason.rule


def _finding(group: str, item: Current, rule: str, about: str, says: str) -> Finding:
    return Finding(group, rule, about, says, item.severity, item.act, item.do, item.cite)
