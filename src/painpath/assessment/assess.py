"""`assess`: red flags first, then causes with a grade each, components, and what is worth asking next."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from painpath.assessment.asks import OF_EXCLUSION, rank_asks
from painpath.assessment.causes import assess_cause
from painpath.assessment.conflicts import find_conflicts
from painpath.assessment.result import (
    Assessment,
    CauseResult,
    Component,
    MechanismResult,
    OpenDanger,
    RedFlag,
    Score,
)
from painpath.assessment.words import because, cites, missing_facts, name_of, territories
from painpath.assessment.workup import tests_not_worth_doing, tests_worth_doing
from painpath.criteria import Asking
from painpath.criteria.explain import number
from painpath.criteria.reach import reach_of, reach_of_fact
from painpath.facts import NO, UNKNOWN, YES, Answer, Record, build_record
from painpath.facts.answer import AND, NOT
from painpath.library import Library, Settings
from painpath.library.schema import Cutoff, Instrument, SharedRule, Subscore

GRADES = ("unlikely", "unknown", "possible", "probable", "definite")
STOPPING = ("now", "today")
UNDER_18 = "under_18"
#: danger questions about the body; a disease in the past or a place is no danger by itself
SEEN_OR_FELT = ("symptom.", "examination.")
SENSORY_SIGNS = "sensory_signs_at_pain"


class _Findings(msgspec.Struct, frozen=True):
    """What decides the status besides flags and causes."""

    pain: Answer
    child: Answer
    signs: Answer


def assess(record: Record, library: Library, settings: Settings) -> Assessment:
    """Is there pain, how much of it is neuropathic, how sure, from which cause, and what must not be missed.

    Unknown input leaves answers unknown and puts the missing fact on `ask`; nothing is assumed.
    Source: finnerup_2016 @ figure 2 (grading); every other statement carries its own.
    """
    asking = Asking(library.catalog, record)
    flags = red_flags(asking, library, settings)
    found = (assess_cause(asking, library, name) for name in library.causes)
    causes = tuple(sorted(found, key=lambda cause: _cause_order(library, cause)))
    present = asking.value("pain.present")
    pain = YES if present.low == 1.0 else NO if present.high == 0.0 else UNKNOWN
    child = asking.ask(library.catalog.rules[UNDER_18])
    signs = asking.ask(library.catalog.rules[SENSORY_SIGNS])
    dangers = open_dangers(asking, library, flags)
    status = _status(library, flags, causes, _Findings(pain, child, signs))
    if status == "ready" and any(danger.ask for danger in dangers):
        status = "ask_first"  # a yes in the danger screen is acted on before the rest
    graded = [cause for cause in causes if cause.kind == "neuropathic"]
    top = max(graded, key=lambda cause: GRADES.index(cause.grade), default=None)
    overall = "unknown" if top is None else top.grade
    if overall == "unlikely" and any(cause.suspected == "unknown" for cause in graded):
        overall = "unknown"
    reaching = top is not None and overall in GRADES[2:]
    return Assessment(
        status=status,
        status_says=library.say(f"status.{status}"),
        grade=overall,
        grade_of=top.id if top is not None and reaching else "",
        components=_components(asking, library),
        causes=causes,
        mechanisms=_mechanisms(asking, library, causes),
        red_flags=tuple(sorted(flags, key=_flag_order)),
        open_dangers=dangers,
        ask=rank_asks(asking, library, flags, causes),
        tests=tests_worth_doing(asking, library, causes),
        not_worth_doing=tests_not_worth_doing(library),
        scores=_scores(asking, library),
        conflicts=find_conflicts(asking, library),
        on_record=_on_record(asking, library),
        territories=territories(asking, library),
        pain_present=pain.value,
        adult=NOT[child].value,
        settings=settings,
        knowledge_version=library.version,
        _asking=asking,
    )


def red_flags(asking: Asking, library: Library, settings: Settings) -> tuple[RedFlag, ...]:
    """Every danger with its answer; asked before anything else."""
    return tuple(_red_flag(asking, library, name, settings) for name in library.rules_of("red_flag"))


def open_dangers(asking: Asking, library: Library, flags: tuple[RedFlag, ...]) -> tuple[OpenDanger, ...]:
    """Danger questions answered yes by which no danger is settled: a reader must see them, and what they leave open."""
    settled = {fact for flag in flags if flag.answer == "yes" for fact in library.rules[flag.id].ask}
    found: dict[str, list[RedFlag]] = {}
    for flag in flags:
        if flag.answer == "yes" or flag.urgency not in STOPPING:
            continue
        for fact in library.rules[flag.id].ask:
            if fact.startswith(SEEN_OR_FELT) and fact not in settled and not asking.silent_on(fact):
                if asking.value(fact).low == 1.0:
                    found.setdefault(fact, []).append(flag)
    return tuple(
        OpenDanger(
            fact,
            name_of(library, fact),
            tuple(flag.id for flag in those),
            tuple(dict.fromkeys(ask for flag in those if flag.answer == "unknown" for ask in flag.ask)),
        )
        for fact, those in found.items()
    )


def scoped(asking: Asking, library: Library, rule: SharedRule) -> tuple[Answer, Answer]:
    """Whether a rule is about this patient at all, and its answer within that scope.

    For a red flag a danger that is there counts also where the scope is not known: a missing site never makes it safe.
    """
    scope = YES if rule.applies_when is None else asking.ask(library.criterion(rule.applies_when))
    if scope is NO or rule.when is None:
        return scope, NO
    answer = asking.ask(library.criterion(rule.when))
    if rule.kind == "red_flag" and answer is YES:
        return scope, YES
    return scope, AND[scope, answer]


def _on_record(asking: Asking, library: Library) -> tuple[str, ...]:
    """The conditions that are recorded and still stand, in a reader's words."""
    found = [
        name_of(library, fact)
        for fact in asking.record.readings
        if fact.startswith("condition.") and asking.value(fact).low == 1.0
    ]
    return tuple(sorted(found, key=str.lower))


def _red_flag(asking: Asking, library: Library, name: str, settings: Settings) -> RedFlag:
    """One danger. One that nothing on record reaches is the question that it is for everybody."""
    reach, silent = library.remember(
        ("red flag", name, settings.jurisdiction), lambda: _silent_flag(library, name, settings)
    )
    return silent if asking.untouched(reach) else _asked_flag(asking, library, name, settings)


def _silent_flag(library: Library, name: str, settings: Settings) -> tuple[frozenset[str], RedFlag]:
    """What can reach a red flag, and what it is on an empty record."""
    rule = library.rules[name]
    raws = [raw for raw in (rule.when, rule.applies_when, rule.ask_if) if raw is not None]
    reach = frozenset[str]().union(*(reach_of(library.catalog, library.criterion(raw)) for raw in raws))
    silence = Asking(library.catalog, build_record(1, ()))
    return reach, _asked_flag(silence, library, name, settings)


def _asked_flag(asking: Asking, library: Library, name: str, settings: Settings) -> RedFlag:
    rule = library.rules[name]
    scope, answer = scoped(asking, library, rule)
    assert rule.when is not None
    node = library.criterion(rule.when)
    ask: tuple[str, ...] = ()
    reasons: Sequence[str] = ()
    match answer:
        case Answer.YES:
            reasons = because(asking, library, node)
        case Answer.UNKNOWN if scope is YES or (scope is UNKNOWN and _thought_of(asking, library, rule)):
            lacking = missing_facts(asking, node)
            ask = tuple(fact for fact in rule.ask if fact in lacking) if rule.ask else lacking
        case _:
            pass  # settled as absent, or not yet known whether it is a question for this patient
    return RedFlag(
        id=name,
        answer=answer.value,
        urgency=rule.urgency,
        says=rule.says,
        whom=rule.whom,
        say=rule.say,
        meanwhile=rule.meanwhile,
        ask=ask,
        because=reasons,
        contacts=_contacts(rule, settings.jurisdiction) if answer is YES else (),
        cite=cites(rule.cite),
    )


def _thought_of(asking: Asking, library: Library, rule: SharedRule) -> bool:
    """Whether something on record is reason enough to ask about a danger whose scope is not known yet."""
    return rule.ask_if is not None and asking.ask(library.criterion(rule.ask_if)) is YES


def _contacts(rule: SharedRule, jurisdiction: str) -> tuple[str, ...]:
    if not isinstance(rule.contacts, dict):
        return ()
    return tuple(f"{c.get('name', '')}: {c.get('reach', '')}" for c in rule.contacts.get(jurisdiction, []))


def withholds_plan(library: Library, flag: RedFlag) -> bool:
    """Whether a red flag that is true stops the drug plan: now and today do, unless the entry says otherwise."""
    return (
        flag.answer == "yes" and flag.urgency in STOPPING and library.rules[flag.id].withholds_plan == "yes"
    )


def _status(
    library: Library, flags: tuple[RedFlag, ...], causes: tuple[CauseResult, ...], found: _Findings
) -> str:
    if any(withholds_plan(library, flag) for flag in flags):
        return "stop_and_refer"
    if found.pain is not YES:
        return "no_pain_recorded"
    if found.child is YES:
        return "stop_and_refer"  # a paediatric pain service; nothing here was made for children
    neuropathic = [cause for cause in causes if cause.kind == "neuropathic"]
    if any(cause.grade in GRADES[2:] for cause in neuropathic):
        return "ready"
    if any(c.kind == "neighbour_with_own_path" and c.answer == "yes" for c in causes):
        return "ready"
    open_ = [c for c in neuropathic if c.grade == "unknown" and c.suspected == "yes"]
    if open_:
        return "ask_first"
    suspected = any(cause.suspected == "yes" and cause.grade != "unlikely" for cause in neuropathic)
    settled = all(cause.suspected == "no" or cause.grade == "unlikely" for cause in neuropathic)
    # Without a suspect, another pain on record and a normal sensory examination are an answer; a code alone is not.
    explained = any(cause.kind == "neighbour" and cause.suspected == "yes" for cause in causes)
    if settled or (not suspected and explained and found.signs is NO):
        return "not_neuropathic"
    return "ask_first"


def _cause_order(library: Library, cause: CauseResult) -> tuple[int, int, int, bool, int, str]:
    """What is suspected first, then by grade; of equals a diagnosis of exclusion comes last."""
    suspicion = {"yes": 0, "unknown": 1, "no": 2}[cause.suspected]
    rank = GRADES.index(cause.grade) if cause.grade in GRADES else 0
    reach = GRADES.index(cause.could_reach) if cause.could_reach in GRADES else 0
    speaks = sum(1 if feature.speaks == "for" else -1 for feature in cause.features)
    left_over = OF_EXCLUSION in library.causes[cause.id].group
    return (suspicion, -rank, -reach, left_over, -speaks, cause.id)


def _flag_order(flag: RedFlag) -> tuple[int, int, str]:
    urgency = ("now", "today", "two_weeks", "next_visit", "").index(flag.urgency)
    return ({"yes": 0, "unknown": 1, "no": 2}[flag.answer], urgency, flag.id)


def _components(asking: Asking, library: Library) -> tuple[Component, ...]:
    found = []
    for rule in library.rules_of("component").values():
        _, answer = scoped(asking, library, rule)
        found.append(Component(rule.component, answer.value, rule.says, cites(rule.cite)))
    return tuple(sorted(found, key=lambda component: component.id))


def _mechanisms(
    asking: Asking, library: Library, causes: tuple[CauseResult, ...]
) -> tuple[MechanismResult, ...]:
    """What a possible cause lists, and beyond it what findings of this record speak for; hypotheses, all of them."""
    reached = {cause.id for cause in causes if cause.grade in GRADES[2:]}
    there = reached | {cause.id for cause in causes if cause.answer == "yes"}
    wanted = dict.fromkeys(
        name for cause in causes if cause.id in reached for name in library.causes[cause.id].mechanisms
    )
    found = []
    for name in (*wanted, *(name for name in library.mechanisms if name not in wanted)):
        entry = library.mechanisms.get(name)
        if entry is None:
            continue
        answer = UNKNOWN if entry.when is None else asking.ask(library.criterion(entry.when))
        fits = bool(there & set(entry.for_)) or ("any" in entry.for_ and bool(reached))
        if name in wanted or (answer is YES and fits):
            found.append(
                MechanismResult(name, entry.name, entry.says, entry.grade, answer.value, cites(entry.cite))
            )
    return tuple(found)


def _scores(asking: Asking, library: Library) -> tuple[Score, ...]:
    """Every instrument of which something is known: what its bands say, then its subscores."""
    found = []
    reaches = library.remember(("score reaches",), lambda: _score_reaches(library))
    for name, instrument in library.instruments.items():
        if asking.untouched(reaches[name]):
            continue
        if instrument.score not in library.facts or asking.silent_on(instrument.score):
            value = None
        else:
            value = asking.value(instrument.score)
        parts = [line for part in instrument.subscores for line in _part(asking, library, instrument, part)]
        whole = instrument.range
        if value is not None and value.known:
            ends = (value.low, value.high)
        elif parts and isinstance(whole, dict) and {"from", "to"} <= set(whole):
            ends = (float(whole["from"]), float(whole["to"]))  # a part was answered, of the whole nothing
        else:
            continue
        says = [cut.says for cut in instrument.cutoffs if _reached(cut, ends)]
        if ends[0] != ends[1]:
            says.append(library.say("score.range", low=number(ends[0]), high=number(ends[1])))
        found.append(Score(name, instrument.name, *ends, tuple(says + parts), cites(instrument.cite)))
    return tuple(found)


def _score_reaches(library: Library) -> dict[str, frozenset[str]]:
    """By instrument, everything recorded that could tell of its score or a subscore."""
    return {
        name: frozenset[str]().union(
            *(
                reach_of_fact(library.catalog, score)
                for score in (instrument.score, *(part.score for part in instrument.subscores))
                if score in library.facts
            )
        )
        for name, instrument in library.instruments.items()
    }


def _part(asking: Asking, library: Library, instrument: Instrument, part: Subscore) -> list[str]:
    """A subscore and what its bands say; nothing where nothing is known of it, or where it is the score itself."""
    if part.score == instrument.score or part.score not in library.facts or asking.silent_on(part.score):
        return []
    value = asking.value(part.score)
    if not value.known:
        return []
    ends = (value.low, value.high)
    key = "score.part" if value.point else "score.part_range"
    told = library.say(key, text=part.name, low=number(value.low), high=number(value.high))
    return [" ".join([told, *(cut.says for cut in part.cutoffs if _reached(cut, ends))])]


def _reached(cut: Cutoff, ends: tuple[float, float]) -> bool:
    """Whether the whole range of a score lies inside every bound that a band has; a band without any is never said."""
    low, high = ends
    holds = (
        *(() if cut.at_least is None else (low >= cut.at_least,)),
        *(() if cut.above is None else (low > cut.above,)),
        *(() if cut.at_most is None else (high <= cut.at_most,)),
        *(() if cut.below is None else (high < cut.below,)),
    )
    return bool(holds) and all(holds)
