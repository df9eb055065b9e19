"""Asking a check: its answer within its scope, what it still waits for, and how it answers an empty record."""

from __future__ import annotations

import msgspec

from painpath.assessment.result import Ask
from painpath.assessment.words import missing_facts, question_of, why_missing, why_not_known
from painpath.criteria import Asking
from painpath.criteria.reach import reach_of
from painpath.facts import NO, UNKNOWN, YES, Answer, Missing, Order, build_record
from painpath.library import Library
from painpath.planning.checks import Check, checks_for

#: the severities that rule a drug out
RULES_OUT = frozenset({"contraindicated", "avoid"})


def asked(asking: Asking, check: Check) -> Answer:
    """The answer of a check within its scope; outside its scope it is settled as no.

    Where it is not known whether the scope holds, a danger that is there counts: unknown never makes an order safe.
    What would lift it is asked.
    """
    if check.scope is not None and asking.ask(check.scope) is NO:
        return NO
    return asking.ask(check.when)


def missing_of(asking: Asking, check: Check) -> tuple[str, ...]:
    """The facts that would settle a check, those of its scope first."""
    lacking = missing_facts(asking, check.when)
    if check.scope is not None:
        lacking = tuple(dict.fromkeys((*missing_facts(asking, check.scope), *lacking)))
    return lacking


def ask_of(asking: Asking, library: Library, fact: str, settles: str, *, must: bool) -> Ask:
    """A missing fact as a question; `settles` says what for."""
    reason = why_not_known(asking, library, fact)
    return library.remember(
        ("ask for", fact, settles, must, reason.why), lambda: _new(library, reason, settles, must)
    )


def _new(library: Library, reason: Missing, settles: str, must: bool) -> Ask:
    question, who = question_of(library, reason.fact)
    return Ask(reason.fact, question, who, (settles,), must, why_missing(library, reason))


class Index(msgspec.Struct, frozen=True):
    """Which checks of a drug may find something: those that always speak, and those a recorded word touches.

    Checks stand as their places in the list of `checks_for`; `words` are all that touch any of them. `grave` are those
    that may rule the drug out, with whatever else goes by their names.
    """

    always: frozenset[int]
    by_word: dict[str, frozenset[int]]
    words: frozenset[str]
    grave: frozenset[int]


def index_of(library: Library, entry: str, order: Order) -> Index:
    """The index of a drug's checks; made once a drug."""
    return library.remember(("index", entry, order.drug), lambda: _index(library, entry, order))


def _index(library: Library, entry: str, order: Order) -> Index:
    silent = silence(library, entry, order)
    by_word: dict[str, set[int]] = {}
    for place, quiet in enumerate(silent):
        for word in quiet.reach:
            by_word.setdefault(word, set()).add(place)
    checks = checks_for(library, entry, order.drug).checks
    grave = {check.id for check in checks if not RULES_OUT.isdisjoint((check.severity, *_steps(check)))}
    return Index(
        always=frozenset(place for place, quiet in enumerate(silent) if quiet.speaks),
        by_word={word: frozenset(places) for word, places in by_word.items()},
        words=frozenset(by_word),
        grave=frozenset(place for place, check in enumerate(checks) if check.id in grave),
    )


def _steps(check: Check) -> list[str]:
    """The severities that a check may rise to."""
    return [to for to, *_ in check.stronger]


class Silent(msgspec.Struct, frozen=True):
    """A check where nothing in its reach is recorded: its answer, and whether it speaks even then."""

    reach: frozenset[str]
    answer: Answer
    speaks: bool


def silence(library: Library, entry: str, order: Order) -> tuple[Silent, ...]:
    """Every check of a drug on an empty record, in the order of its checks; worked out once a drug."""
    return library.remember(("silence", entry, order.drug), lambda: _silent_checks(library, entry, order))


def _silent_checks(library: Library, entry: str, order: Order) -> tuple[Silent, ...]:
    asking = nobody(library).with_order(order)
    found = []
    for check in checks_for(library, entry, order.drug).checks:
        nodes = [
            check.when,
            *([] if check.scope is None else [check.scope]),
            *(step[1] for step in check.stronger),
        ]
        answer = asked(asking, check)
        reach = frozenset().union(*[reach_of(library.catalog, node) for node in nodes])
        speaks = answer is YES or (answer is UNKNOWN and check.must)
        found.append(Silent(reach, answer, speaks))
    return tuple(found)


def silent_asks(library: Library, entry: str, order: Order, place: int) -> tuple[Ask, ...]:
    """What a check of a drug asks of somebody of whom nothing in its reach is known."""
    key = ("silent asks", entry, order.drug, place)
    return library.remember(key, lambda: _silent_asks(library, entry, order, place))


def _silent_asks(library: Library, entry: str, order: Order, place: int) -> tuple[Ask, ...]:
    asking = nobody(library).with_order(order)
    check = checks_for(library, entry, order.drug).checks[place]
    return tuple(ask_of(asking, library, f, check.says, must=False) for f in missing_of(asking, check))


def nobody(library: Library) -> Asking:
    """Somebody of whom nothing is recorded; one for all drugs, whose checks are the same for the most part."""
    return library.remember(("nobody",), lambda: Asking(library.catalog, build_record(1, ())))
