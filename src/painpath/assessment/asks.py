"""What to ask next: which missing fact is worth a question, and in which order. Knows no terminal.

A question is worth asking only while something waits for its answer: the status, a danger, whether a cause is
suspected, a step of its grade. The order is a row of stages (`_STAGES`), not a sum of points, because stages can be
read and argued with; decision 0015 says why. Within a stage comes first what most things wait for, then each cause's
own order. It is our convention (`painpath_convention @ ask_ranking`): no trial has compared orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from painpath.assessment.grade import slot_nodes
from painpath.assessment.result import Ask, Assessment, CauseResult, RedFlag
from painpath.assessment.words import missing_facts, question_of, why_missing, why_not_known
from painpath.criteria import Asking, Node
from painpath.criteria.reach import reach_of, reach_of_fact
from painpath.criteria.tree import All, Any, AtLeastOf, FactIs, RuleRef, parts
from painpath.facts import UNKNOWN, YES, Kind, Missing, Reading, Record
from painpath.intake.stated import NOT_KNOWN
from painpath.library import Library

_FIRST = ("pain.present", "pain.sites", "patient.age", "patient.sex")
_SITES = "pain.sites"
_SIGNS = "sensory_signs_at_pain"
#: which slots of a cause are asked at which stage; a slot that is not named here is asked like a history
_STAGE_OF = {"signs": "signs", "test": "test"}
#: from first to last: the pain and the person, danger, whether place and history of a suspected cause fit, what else
#: would explain a pain in this place, other causes while none explains the pain, what tells suspected ones apart, the
#: examination, other causes where one explains it, tests
_STAGES = ("person", "danger", "fits", "explains", "others", "apart", "signs", "else", "test")
#: where causes are asked about that nobody suspects yet
_RIVAL_STAGES = ("explains", "others", "else")
_WHO = ("patient", "clinician", "laboratory")
#: the group of the causes that are what is left when none was found
OF_EXCLUSION = "of_exclusion"
_URGENCY = ("now", "today", "two_weeks", "next_visit", "")


class _Wanted(msgspec.Struct):
    """One fact and all that waits for it; the lowest stage and place that any of them gives it."""

    settles: dict[str, None]
    stage: int
    place: int
    must: bool


class _Now(msgspec.Struct, frozen=True):
    """What is asked at this moment: the record, and which facts nobody here can tell (said so, or put already).

    `explained`: whether some cause accounts for the pain already.
    """

    asking: Asking
    library: Library
    causes: tuple[CauseResult, ...]
    gone: frozenset[str]
    explained: bool


def rank_asks(
    asking: Asking,
    library: Library,
    flags: tuple[RedFlag, ...],
    causes: tuple[CauseResult, ...],
    put: frozenset[str] = frozenset(),
) -> tuple[Ask, ...]:
    """Facts worth asking, best first; a fact stands once and names all that it would settle.

    `put` are facts that were asked in this interview: one that stayed unknown keeps nothing else from being asked.
    """
    return tuple(ask for _, ask in staged_asks(asking, library, flags, causes, put))


def staged_asks(
    asking: Asking,
    library: Library,
    flags: tuple[RedFlag, ...],
    causes: tuple[CauseResult, ...],
    put: frozenset[str],
) -> tuple[tuple[str, Ask], ...]:
    """The same, each with its stage."""
    explained = any(_explains(library, cause) for cause in causes)
    now = _Now(asking, library, causes, put | said_not_known_today(asking.record), explained)
    wanted: dict[str, _Wanted] = {}

    def want(fact: str, what: str, stage: str, place: int) -> None:
        found = wanted.setdefault(fact, _Wanted({}, len(_STAGES), place, must=False))
        found.settles[what] = None
        at = _STAGES.index(stage)
        found.stage, found.place = min((found.stage, found.place), (at, place))
        found.must = found.must or stage in ("person", "danger")

    for place, fact in enumerate(_FIRST):
        if _lacking(asking, fact):
            want(fact, "status", "person", place)
    for flag in flags:
        unread = _unread_beside(asking, library, flag)
        for fact in _of_danger(asking, library, flag):
            want(fact, flag.id, "danger", -1 if fact in unread else _URGENCY.index(flag.urgency))
    if asking.value("pain.present").high != 0.0:  # without a pain nothing waits for its cause
        for cause in causes:
            for fact, stage, place in _about(now, cause):
                want(fact, cause.id, stage, place)
        for fact in _would_rule_out(asking, causes):
            want(fact, "status", "signs", 0)
    broad = set(broadest(library, wanted))
    kept = {fact: one for fact, one in wanted.items() if fact in broad or one.must}
    ranked = sorted(kept, key=lambda fact: _key(library, kept[fact], fact))
    return tuple((_STAGES[kept[fact].stage], _ask(asking, library, fact, kept[fact])) for fact in ranked)


def _of_danger(asking: Asking, library: Library, flag: RedFlag) -> Iterator[str]:
    """What a danger asks; where there is pain also a claim of its list that would follow from others.

    Thoughts of suicide follow from an item of a questionnaire, which is not put itself; the plain question is.
    """
    yield from flag.ask
    rule = library.rules[flag.id]
    about = rule.applies_when is None or asking.ask(library.criterion(rule.applies_when)) is YES
    if flag.answer == "unknown" and about:
        hurts, unread = asking.value("pain.present").low == 1.0, _unread_beside(asking, library, flag)
        for fact in rule.ask:
            if fact in asking.catalog.derived and fact not in flag.ask and _is_put_itself(asking, fact):
                if (hurts and not asking.value(fact).point) or fact in unread:
                    yield fact


def _unread_beside(asking: Asking, library: Library, flag: RedFlag) -> frozenset[str]:
    """What a danger asks, where an answer that would tell of it came in and could not be read.

    Such an answer may have been a yes (PHQ-9 item 9 written as words), so an older or equally old "no" does not
    settle the question, and it is put before the others.
    """
    rule = library.rules[flag.id]
    if flag.answer != "unknown" or rule.when is None:
        return frozenset()
    unread = [
        reading
        for miss in asking.missing(library.criterion(rule.when))
        for reading in asking.record.of(miss.fact)[-1:]
        if reading.unreadable
    ]
    return frozenset(
        fact
        for fact in rule.ask
        for reading in unread
        if reading.fact in reach_of_fact(library.catalog, fact) and not _answered_after(asking, fact, reading)
    )


def _answered_after(asking: Asking, fact: str, unread: Reading) -> bool:
    own = [one for one in asking.record.of(fact) if not one.unreadable]
    return any(one.when.first > unread.when.last for one in own)


def _key(library: Library, one: _Wanted, fact: str) -> tuple[object, ...]:
    if _STAGES[one.stage] == "person":
        return (one.stage, one.place)
    if _STAGES[one.stage] == "danger":
        return (one.stage, one.place, -len(one.settles), fact)
    # About causes that nobody suspects yet: what the patient can tell before what must be examined or looked up.
    who = _WHO.index(question_of(library, fact)[1]) if _STAGES[one.stage] in _RIVAL_STAGES else 0
    return (one.stage, who, -len(one.settles), one.place, fact)


def _lacking(asking: Asking, fact: str) -> bool:
    return not asking.record.of(fact) if fact == _SITES else not asking.value(fact).point


def broadest(library: Library, facts: Iterable[str]) -> Iterator[str]:
    """Those of the facts of which no broader one is among them: a "no" to liver disease answers cirrhosis as well."""
    wanted = set(facts)
    for fact in wanted:
        kind = library.facts.get(fact)
        if kind is None or not set(kind.parents) & wanted:
            yield fact


def said_not_known_today(record: Record) -> frozenset[str]:
    """What the record says is not known as of this very day: asking again on that day tells nothing."""
    return frozenset(
        fact
        for fact, readings in record.readings.items()
        if any(
            reading.unreadable == NOT_KNOWN.why and reading.when.first == reading.when.last == record.as_of
            for reading in readings
        )
    )


def _about(now: _Now, cause: CauseResult) -> Iterator[tuple[str, str, int]]:
    """The facts that a cause waits for, each with its stage and its place in the cause's own order."""
    asking, library, causes = now.asking, now.library, now.causes
    order = {fact: place for place, fact in enumerate(library.causes[cause.id].ask)}
    last = len(order)
    if cause.grade == "unlikely":
        return
    match cause.suspected:
        case "unknown" if _too_rare(now, cause):
            return
        case "unknown":
            stage = _stage_of_suspicion(now, cause)
            ways = sorted(_would_raise(asking, library, cause), key=lambda fact: order.get(fact, last))
            second = now.explained and not _is_fresh(library, cause.id, now.gone)
            for place, fact in enumerate(ways):  # the best question of each cause before the second of any
                later = second or question_of(library, fact)[1] == "laboratory"
                yield fact, "else" if later else stage, place
        case "yes" if cause.grade != "definite":
            for step in cause.steps:
                stage = _STAGE_OF.get(step.name, "fits")
                for fact in _open(asking, _node_of(library, cause, step.name)):
                    yield fact, stage, order.get(fact, last)
            for fact in _tells_apart(asking, library, cause, causes):
                yield fact, "apart", order.get(fact, last)


def _would_rule_out(asking: Asking, causes: tuple[CauseResult, ...]) -> Iterator[str]:
    """The examination where another pain is known and no nerve is suspected: normal feeling settles that it is none."""
    suspected = [cause for cause in causes if cause.suspected == "yes" and cause.grade != "unlikely"]
    if suspected and all(cause.kind == "neighbour" for cause in suspected):
        yield from _open(asking, asking.catalog.rules[_SIGNS])


def _too_rare(now: _Now, cause: CauseResult) -> bool:
    """Whether nothing yet gives reason to ask about this cause: it is rare, and the common ones are not through.

    A common cause is through once it is ruled out, or once nobody can tell what it waits for.
    Source: painpath_convention @ screened_causes.
    """
    asking, library = now.asking, now.library
    if library.causes[cause.id].screened == "yes" or any(_half(asking, way) for way in _ways(library, cause)):
        return False
    return now.explained or any(_is_open(now, other) for other in now.causes)


def _is_open(now: _Now, cause: CauseResult) -> bool:
    """Whether a common cause may still turn out to be it, by an answer that can be had."""
    if now.library.causes[cause.id].screened != "yes" or cause.suspected == "no" or cause.grade == "unlikely":
        return False
    return cause.suspected == "yes" or not all(
        _is_gone(now, fact) for fact in _would_raise(now.asking, now.library, cause)
    )


def _is_gone(now: _Now, fact: str) -> bool:
    """Whether nobody here can tell a fact, or a broader one that is asked in its place."""
    kind = now.library.facts.get(fact)
    return fact in now.gone or (kind is not None and any(_is_gone(now, parent) for parent in kind.parents))


def _stage_of_suspicion(now: _Now, cause: CauseResult) -> str:
    """A cause whose place fits, or for which something speaks, is asked about early; others once nothing explains."""
    asking, library = now.asking, now.library
    slots = slot_nodes(library, library.causes[cause.id])
    if "distribution" in slots and asking.ask(slots["distribution"]) is YES:
        return "explains"
    if any(_half(asking, way) for way in _ways(library, cause)):
        return "explains"
    return "else" if now.explained else "others"


def _explains(library: Library, cause: CauseResult) -> bool:
    """Whether a cause accounts for the pain already: graded at least possible, or its own criteria are met.

    A diagnosis of exclusion never does: it waits for the search.
    """
    if OF_EXCLUSION in library.causes[cause.id].group:
        return False
    return cause.answer == "yes" or cause.grade in ("possible", "probable", "definite")


def _ways(library: Library, cause: CauseResult) -> tuple[Node, ...]:
    raw = library.causes[cause.id].suspect
    if raw is None:
        return ()
    node = library.criterion(raw)
    return node.of if isinstance(node, Any) else (node,)


def _half(asking: Asking, way: Node) -> bool:
    return isinstance(way, All) and YES in [asking.ask(part) for part in way.of]


def _would_raise(asking: Asking, library: Library, cause: CauseResult) -> tuple[str, ...]:
    """What would decide whether to suspect a cause, where the pain is in its place or something speaks for it.

    Of several conditions that must hold together nothing is asked before one of them does: one answer settles nothing.
    """
    here = _in_its_place(asking, library, cause)
    found: dict[str, None] = {}
    for way in _ways(library, cause):
        if _half(asking, way) or (here and not isinstance(way, All)):
            found.update(dict.fromkeys(_open(asking, way)))
    return tuple(fact for fact in found if fact != _SITES)


def matter_together(found: Assessment, library: Library) -> frozenset[str]:
    """Facts of which several must be so before something follows: one answer alone changes nothing, two may."""
    facts: set[str] = set()
    for cause in found.causes:
        nodes: Iterable[Node] = ()
        if cause.suspected == "unknown":
            nodes = _ways(library, cause)
        elif cause.suspected == "yes" and cause.grade != "definite":
            nodes = (_node_of(library, cause, step.name) for step in cause.steps)
        for node in nodes:
            facts.update(_in_numbers(found._asking, node))
    return frozenset(facts)


def _in_numbers(asking: Asking, node: Node) -> Iterator[str]:
    if asking.ask(node) is not UNKNOWN:
        return
    if isinstance(node, AtLeastOf) and node.n - sum(asking.ask(part) is YES for part in node.of) > 1:
        yield from _open(asking, node)
    for part in parts(node):
        yield from _in_numbers(asking, part)


def not_asked_about(found: Assessment, library: Library, put: frozenset[str]) -> frozenset[str]:
    """The causes about which nothing was asked yet in this interview."""
    return frozenset(cause.id for cause in found.causes if _is_fresh(library, cause.id, put))


def _is_fresh(library: Library, name: str, gone: frozenset[str]) -> bool:
    def made() -> frozenset[str]:
        raw = library.causes[name].suspect
        reach = frozenset[str]() if raw is None else reach_of(library.catalog, library.criterion(raw))
        return reach - set(_FIRST)

    reach: frozenset[str] = library.remember(("suspicion reaches", name), made)
    return reach.isdisjoint(gone)


def _node_of(library: Library, cause: CauseResult, slot: str) -> Node:
    """The criterion of a step: a slot of the ladder, or what makes a cause with its own criteria present."""
    slots = slot_nodes(library, library.causes[cause.id])
    if slot in slots:
        return slots[slot]
    raw = library.causes[cause.id].present
    assert raw is not None, "a step that is no slot is the cause's own criterion"
    return library.criterion(raw)


def _open(asking: Asking, node: Node) -> Iterator[str]:
    """The facts that an unknown criterion names and waits for; of a derived claim the claim itself.

    "Is feeling reduced in the area?" is one question and settles what the eight findings behind it would. An item of
    an instrument is never put itself: the symptoms and findings that it follows from are, in our own words.
    """
    if asking.ask(node) is not UNKNOWN:
        return
    if isinstance(node, RuleRef):
        yield from _open(asking, asking.catalog.rules[node.rule])
    elif isinstance(node, FactIs) and _is_put_itself(asking, node.fact):
        yield node.fact
    elif below := parts(node):
        for part in below:
            yield from _open(asking, part)
    else:
        yield from missing_facts(asking, node)


def _in_its_place(asking: Asking, library: Library, cause: CauseResult) -> bool:
    """Whether the pain is known to be where this cause may hurt; a cause without regions may hurt anywhere."""
    sites = [member for reading in asking.record.of(_SITES) for member in reading.members]
    if not sites:
        return False
    regions = library.causes[cause.id].regions
    if not regions:
        return True
    parts = library.catalog.regions
    there = frozenset[str]().union(*(parts.get(region, frozenset((region,))) for region in regions))
    return any(there & parts.get(site, frozenset((site,))) for site in sites)


def _tells_apart(
    asking: Asking, library: Library, cause: CauseResult, causes: tuple[CauseResult, ...]
) -> tuple[str, ...]:
    """Features of a cause that stands level with another one; nothing where one leads alone."""
    level = [other for other in causes if other.suspected == "yes" and other.grade == cause.grade]
    if len(level) < 2 or cause.kind != "neuropathic":
        return ()
    nodes = [library.criterion(feature.when) for feature in library.causes[cause.id].features]
    lacking = (fact for node in nodes for fact in _open(asking, node))
    return tuple(dict.fromkeys(fact for fact in lacking if question_of(library, fact)[1] == "patient"))


def _ask(asking: Asking, library: Library, fact: str, one: _Wanted) -> Ask:
    reason = why_not_known(asking, library, fact)
    settles = tuple(one.settles)
    return library.remember(
        ("ask", fact, settles, one.must, reason.why), lambda: _new(library, reason, settles, one.must)
    )


def _new(library: Library, reason: Missing, settles: tuple[str, ...], must: bool) -> Ask:
    question, who = question_of(library, reason.fact)
    return Ask(reason.fact, question, who, settles, must, why_missing(library, reason))


def _is_put_itself(asking: Asking, fact: str) -> bool:
    item = fact.startswith("answer.") and fact in asking.catalog.derived
    return asking.catalog.facts[fact].kind is Kind.CLAIM and not item
