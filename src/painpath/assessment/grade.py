"""The NeuPSIG ladder for one cause: which rungs hold, which can still be reached.

The rungs are knowledge (`rules/neuropsig_grade*.yaml`); a cause fills in history, distribution, signs and test.
Source: finnerup_2016 @ figure 2.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from painpath.criteria import Asking, Node
from painpath.criteria.tree import Any, substitute
from painpath.facts import Answer
from painpath.library import Library
from painpath.library.schema import Cause, SharedRule

LADDER = "neuropsig_grade"
LADDER_HARD = "neuropsig_grade_signs_hard_to_show"
SLOTS = ("history", "distribution", "signs", "test")
#: a criterion that no record meets
_NEVER: Node = Any(())


class Grade(msgspec.Struct, frozen=True):
    """`settled` is the highest rung that holds ("unlikely" when the first cannot, "unknown" when it may)."""

    settled: str
    could_reach: str
    rungs: tuple[tuple[str, Node, Answer], ...]


def slot_nodes(library: Library, cause: Cause) -> dict[str, Node]:
    """The criteria a cause gives for the words of the ladder; a word it leaves out can never hold by itself."""
    return library.remember(("slots", id(cause)), lambda: dict(_slots(library, cause)))


def _slots(library: Library, cause: Cause) -> Iterator[tuple[str, Node]]:
    for name in SLOTS:
        raw = getattr(cause, name)
        if raw is not None:
            yield name, library.criterion(raw)


def grade(asking: Asking, library: Library, cause: Cause) -> Grade:
    """How sure it is that the pain comes from this cause. Unknown slots leave rungs open, they never lower them."""
    rungs = [(name, node, asking.ask(node)) for name, node in rungs_of(library, cause)]
    settled, could_reach = "unlikely", "unlikely"
    for name, _, answer in rungs:
        match answer:
            case Answer.YES:
                settled = could_reach = name
            case Answer.UNKNOWN:
                could_reach = name
                if settled == "unlikely":
                    settled = "unknown"
            case Answer.NO:
                pass  # this rung cannot be reached; a higher one of its own may still be
    return Grade(settled, could_reach, tuple(rungs))


def rungs_of(library: Library, cause: Cause) -> list[tuple[str, Node]]:
    """The rungs of the ladder that this cause climbs, lowest first."""
    ladder = library.rules[LADDER_HARD if cause.signs_hard_to_show == "yes" else LADDER]
    return library.remember(("rungs", id(cause)), lambda: climb(library, ladder, slot_nodes(library, cause)))


def climb(library: Library, ladder: SharedRule, slots: dict[str, Node]) -> list[tuple[str, Node]]:
    """The ladder's rungs with every slot and lower rung filled in, from the lowest up."""
    filled = dict(slots)
    nodes: list[tuple[str, Node]] = []
    for rung in ladder.rungs:
        node = substitute(library.criterion(rung.when), filled)
        # A cause without a criterion for a word (no test confirms it) stays below that rung.
        node = library.share(substitute(node, dict.fromkeys(SLOTS, _NEVER)))
        filled[rung.name] = node
        nodes.append((rung.name, node))
    return nodes
