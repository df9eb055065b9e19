"""One line on the first page: how much could not be read, and by name what a danger waits for. The full list stands
in the details (`parts.unread_section`).
"""

from __future__ import annotations

from painpath.assessment.words import name_of
from painpath.criteria.reach import reach_of
from painpath.edges.document.page import Block, Paragraph, Said
from painpath.edges.document.parts import counted
from painpath.edges.document.wording import stopped
from painpath.library import Library

NAMED = 3
_PRESSING = ("now", "today")


def unread_line(library: Library, unread: tuple[str, ...]) -> tuple[Block, ...]:
    """How much could not be read; named are what a danger waits for and, where every line names a fact, the first."""
    if not unread:
        return ()
    facts = [_fact_of(library, line) for line in unread]
    dangers = _danger_reads(library)
    first = [fact for fact in facts if fact in dangers]
    rest = [fact for fact in facts if fact] if all(facts) else []
    names = list(dict.fromkeys(name_of(library, fact) for fact in (*first, *rest)))
    says = counted(library, "unread_first", len(unread))
    if names:
        more = " ..." if len(names) > NAMED or not all(facts) else ""
        says = f"{says}: {'; '.join(names[:NAMED])}{more}"
    return (Paragraph(Said(stopped(says)), "caution"),)


def _fact_of(library: Library, line: str) -> str:
    """The fact that a line of the unread begins with; empty where it begins with none."""
    word = line.partition(":")[0].partition(" ")[0]
    return word if word in library.facts or word.startswith("medication.") else ""


def _danger_reads(library: Library) -> frozenset[str]:
    """Everything that the red flags of now and today read."""
    return library.remember(
        ("danger reads",),
        lambda: frozenset[str]().union(
            *(
                reach_of(library.catalog, library.criterion(rule.when))
                for rule in library.rules_of("red_flag").values()
                if rule.urgency in _PRESSING and rule.when is not None
            )
        ),
    )
