"""Whether a treatment that is not a drug is safe for this person: its own rules only."""

from __future__ import annotations

from dataclasses import dataclass

from painpath.assessment.result import Ask
from painpath.assessment.words import because, cites, missing_facts, question_of
from painpath.criteria import Asking
from painpath.facts import Answer
from painpath.library import Library
from painpath.library.schema import Therapy
from painpath.planning.result import Reason


@dataclass(frozen=True, slots=True)
class TherapyJudgement:
    """What was found, what must be answered first, what else is open."""

    reasons: tuple[Reason, ...]
    open_must: tuple[Ask, ...]
    open_other: tuple[Ask, ...]


def judge_therapy(asking: Asking, library: Library, therapy: Therapy) -> TherapyJudgement:
    """Ask the rules of a therapy; an unknown one is a question, and holds the start only where it says `must`."""
    reasons: list[Reason] = []
    musts: dict[str, Ask] = {}
    others: dict[str, Ask] = {}
    for rule in therapy.rules:
        node = library.criterion(rule.when)
        match asking.ask(node):
            case Answer.YES:
                act = rule.act.start if rule.act is not None else ""
                reasons.append(
                    Reason(
                        rule.id,
                        rule.says,
                        rule.severity,
                        act or ("watch" if rule.severity == "monitor" else "do_not_start"),
                        rule.do,
                        cites(rule.cite),
                        because(asking, library, node),
                    )
                )
            case Answer.UNKNOWN:
                kept = musts if rule.must == "yes" else others
                for fact in missing_facts(asking, node):
                    question, who = question_of(library, fact)
                    kept.setdefault(
                        fact,
                        Ask(
                            fact,
                            question,
                            who,
                            (rule.says,),
                            rule.must == "yes",
                            library.say("missing.never_recorded"),
                        ),
                    )
            case Answer.NO:
                pass  # settled: this rule does not apply
    return TherapyJudgement(tuple(reasons), tuple(musts.values()), tuple(others.values()))
