"""Whether a treatment that is not a drug is safe for this person: its own rules only."""

from __future__ import annotations

import msgspec

from painpath.assessment.result import Ask
from painpath.assessment.words import because
from painpath.criteria import Asking
from painpath.criteria.reach import reach_of
from painpath.facts import Answer
from painpath.library import Library
from painpath.library.schema import Rule, Therapy
from painpath.planning.checks import Check, check_of
from painpath.planning.judge import stepped
from painpath.planning.questions import ask_of, asked, missing_of, nobody
from painpath.planning.result import Reason


class TherapyJudgement(msgspec.Struct, frozen=True):
    """What was found, what must be answered first, what else is open."""

    reasons: tuple[Reason, ...]
    open_must: tuple[Ask, ...]
    open_other: tuple[Ask, ...]


class Quiet(msgspec.Struct, frozen=True):
    """A rule of a therapy where nothing in its reach is recorded: what it asks, for it does not apply or is open."""

    reach: frozenset[str]
    asks: tuple[Ask, ...]


def judge_therapy(asking: Asking, library: Library, therapy: Therapy, jurisdiction: str) -> TherapyJudgement:
    """Ask the rules of a therapy; an unknown one is a question, and holds the start only where it says `must`."""
    reasons: list[Reason] = []
    musts: dict[str, Ask] = {}
    others: dict[str, Ask] = {}
    for rule, check, quiet in _asked_of(library, therapy):
        if check.jurisdiction and jurisdiction not in check.jurisdiction:
            continue
        if quiet is not None and asking.untouched(quiet.reach):
            kept = musts if check.must else others
            for ask in quiet.asks:
                kept.setdefault(ask.fact, ask)
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


def _asked_of(library: Library, therapy: Therapy) -> tuple[tuple[Rule, Check, Quiet | None], ...]:
    """The rules of a therapy, each as it is asked and how it answers silence; None where it speaks even then."""
    return library.remember(
        ("therapy checks", id(therapy)),
        lambda: tuple(
            (rule, check, _quiet(library, check))
            for rule in therapy.rules
            for check in (check_of(library, rule),)
        ),
    )


def _quiet(library: Library, check: Check) -> Quiet | None:
    asking = nobody(library)
    nodes = [
        check.when,
        *([] if check.scope is None else [check.scope]),
        *[step[1] for step in check.stronger],
    ]
    reach = frozenset[str]().union(*[reach_of(library.catalog, node) for node in nodes])
    match asked(asking, check):
        case Answer.YES:
            return None
        case Answer.NO:
            return Quiet(reach, ())
        case Answer.UNKNOWN:
            facts = missing_of(asking, check)
            asks = [ask_of(asking, library, fact, check.says, must=check.must) for fact in facts]
            return Quiet(reach, tuple(asks))
