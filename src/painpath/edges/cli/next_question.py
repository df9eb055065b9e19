"""The order of the interview: danger, then what settles status and grade, then what frees the first choice of drug.

`assessment.asks` ranks what the assessment waits for; a plan adds what holds a drug. This file lays the two into one
row and leaves out what could change nothing. Decision 0015 says why in this order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile

from painpath.assessment import Assessment
from painpath.assessment.asks import broadest
from painpath.assessment.result import Ask
from painpath.edges.cli.answer import places_of_finding
from painpath.edges.document.parts import split_screen
from painpath.facts import Kind
from painpath.library import Library
from painpath.planning import Plan
from painpath.planning.result import Held, Reason

#: whether and where it hurts, and the age, decide which dangers are a question at all
_BEFORE_THE_SCREEN = ("pain.present", "pain.sites", "patient.age")
#: a line that a guideline does not number comes after those that it does
_NO_LINE = 99


def in_order(library: Library, found: Assessment, made: Plan) -> tuple[Ask, ...]:
    """Every question that something waits for, each once, best first; empty where somebody else comes first."""
    if found.status == "stop_and_refer":
        return ()
    screen = danger_screen(library, found)
    person = [ask for ask in found.ask if ask.must and ask not in screen]
    before = [ask for ask in person if ask.fact in _BEFORE_THE_SCREEN]
    story = [ask for ask in found.ask if not ask.must]
    drugs = [held for held in made.held if held.kind == "drug"]
    lines = [held.line for held in drugs] + [
        offer.line for offer in made.offered if offer.id in library.drugs
    ]
    best = min((line for line in lines if line is not None), default=None)
    first = _freeing(library, [held for held in drugs if held.line == best])
    second = _freeing(library, [held for held in drugs if held.line != best])
    others = _freeing(library, [held for held in made.held if held.kind != "drug"])
    taken = [ask for item in made.current for ask in item.ask]
    if found.status == "ready":
        rivals = [
            ask for ask in takewhile(lambda ask: is_rival(found, ask), story) if ask.who != "laboratory"
        ]
        middle = [*rivals, *first, *story]
    else:
        middle = [*story, *first]
    row = (*before, *screen, *person, *middle, *second, *taken, *others)
    full = {ask.fact: ask for ask in made.ask}
    once: dict[str, Ask] = {}
    for ask in row:
        once.setdefault(ask.fact, full.get(ask.fact, ask))
    return tuple(once.values())


def danger_screen(library: Library, found: Assessment) -> tuple[Ask, ...]:
    """The questions of the short screen for red flags."""
    return split_screen(library, found.ask)[0]


def is_rival(found: Assessment, ask: Ask) -> bool:
    """Whether a question is only about causes that nobody suspects yet."""
    open_ = {cause.id for cause in found.causes if cause.suspected == "unknown"}
    return not ask.must and set(ask.settles) <= open_


def _freeing(library: Library, held: Iterable[Held]) -> list[Ask]:
    """What holds these options: first what frees one of the best line with the fewest answers, then what frees most."""
    waiting: dict[str, list[tuple[int, int]]] = {}
    asks: dict[str, Ask] = {}
    for option in held:
        facts = set(broadest(library, (ask.fact for ask in option.ask)))
        for ask in option.ask:
            if ask.fact in facts:
                line = _NO_LINE if option.line is None else option.line
                waiting.setdefault(ask.fact, []).append((line, len(facts)))
                asks.setdefault(ask.fact, ask)
    ranked = sorted(waiting, key=lambda fact: (*min(waiting[fact]), -len(waiting[fact]), fact))
    return [asks[fact] for fact in ranked]


def first_choice(library: Library, made: Plan, put: Callable[[str], bool]) -> str:
    """The drug that stands first and that no open question can displace; empty while one may (`put`: asked already)."""
    drugs = [offer for offer in made.offered if offer.id in library.drugs]
    if made.status != "ready" or not drugs:
        return ""
    line = _NO_LINE if drugs[0].line is None else drugs[0].line
    ahead = [held for held in made.held if held.kind == "drug" and (held.line or _NO_LINE) <= line]
    if any(not put(ask.fact) for held in ahead for ask in held.ask):
        return ""
    return drugs[0].id


def possible_answers(library: Library, fact: str) -> tuple[object, ...]:
    """The answers to try in thought; none for what cannot be gone through (a number, a date, places).

    A finding that some cause asks elsewhere than where it hurts is tried there too.
    """
    if fact.startswith("medication."):
        return ("yes", "no")
    kind = library.facts[fact]
    match kind.kind:
        case Kind.CLAIM:
            found = ({"is": "yes", "at": [place]} for place in places_of_finding(library, fact))
            return ("yes", "no", *found)
        case Kind.ONE_OF | Kind.ORDERED:
            return kind.options
        case Kind.QUANTITY | Kind.SET | Kind.DATE:
            return ()


def found_so(found: Assessment) -> tuple[object, ...]:
    """All that an answer could change in an assessment, but for what is asked next."""
    return (
        found.status,
        tuple(
            (
                cause.id,
                cause.suspected,
                cause.grade,
                cause.could_reach,
                cause.answer,
                cause.features,
                cause.rule_out,
            )
            for cause in found.causes
        ),
        tuple(
            (
                cause.id,
                tuple((step.name, step.answer) for step in cause.steps),
                tuple(c.answer for c in cause.criteria),
            )
            for cause in found.causes
        ),
        tuple((flag.id, flag.answer) for flag in found.red_flags),
        tuple((part.id, part.answer) for part in found.components),
        tuple((one.id, one.answer) for one in found.mechanisms),
        tuple(test.test for test in found.tests),
        tuple(score.low for score in found.scores),
    )


def planned_so(made: Plan, without: str) -> tuple[object, ...]:
    """All that an answer could change in a plan, but for the question itself."""
    return (
        tuple(
            (
                held.id,
                tuple(ask.fact for ask in held.ask if ask.fact != without),
                _rules(held.cautions),
                held.supply,
            )
            for held in made.held
        ),
        tuple(
            (offer.id, offer.calendar, offer.limits, _rules(offer.cautions), offer.tie_breakers, offer.supply)
            for offer in made.offered
        ),
        tuple((option.id, _rules(option.why)) for option in made.excluded),
        tuple(ask.fact for offer in made.offered for ask in offer.checklist if ask.fact != without),
        tuple(advice.id for advice in made.cause_treatment),
        tuple(said.id for said in made.care),
        tuple(goal.id for goal in made.goals),
        tuple(element.option for element in made.elements),
        tuple(sorted({ask.fact for ask in made.ask} - {without})),
    )


def _rules(reasons: Iterable[Reason]) -> tuple[tuple[str, str], ...]:
    return tuple((why.rule, why.severity) for why in reasons)
