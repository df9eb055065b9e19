"""Whether a treatment that is not a drug is safe for this person: its own rules only."""

from __future__ import annotations

import msgspec

from painpath.assessment.result import Ask
from painpath.assessment.words import because
from painpath.criteria import Asking
from painpath.facts import Answer
from painpath.library import Library
from painpath.library.schema import Therapy
from painpath.planning.checks import check_of
from painpath.planning.judge import stepped
from painpath.planning.questions import ask_of, asked, missing_of
from painpath.planning.result import Reason


class TherapyJudgement(msgspec.Struct, frozen=True):
    """What was found, what must be answered first, what else is open."""

    reasons: tuple[Reason, ...]
    open_must: tuple[Ask, ...]
    open_other: tuple[Ask, ...]


def judge_therapy(asking: Asking, library: Library, therapy: Therapy, jurisdiction: str) -> TherapyJudgement:
    """Ask the rules of a therapy; an unknown one is a question, and holds the start only where it says `must`."""
    reasons: list[Reason] = []
    musts: dict[str, Ask] = {}
    others: dict[str, Ask] = {}
    checks = library.remember(
        ("therapy checks", id(therapy)),
        lambda: tuple((rule, check_of(library, rule)) for rule in therapy.rules),
    )
    for rule, check in checks:
        if check.jurisdiction and jurisdiction not in check.jurisdiction:
            continue
        match asked(asking, check):
            case Answer.YES:
                severity, says, cite = stepped(asking, check)
                act = rule.act.start if rule.act is not None else ""
                act = act or ("watch" if severity == "monitor" else "do_not_start")
                rests_on = because(asking, library, check.when)
                reasons.append(
                    Reason(
                        rule.id,
                        says,
                        severity,
                        act,
                        rule.do,
                        cite,
                        rests_on,
                        consequence=tuple(rule.consequence),
                    )
                )
            case Answer.UNKNOWN:
                kept = musts if check.must else others
                for fact in missing_of(asking, check):
                    kept.setdefault(fact, ask_of(asking, library, fact, rule.says, must=check.must))
            case Answer.NO:
                pass  # settled: this rule does not apply
    return TherapyJudgement(tuple(reasons), tuple(musts.values()), tuple(others.values()))
