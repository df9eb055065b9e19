"""What is unsafe in what is taken now, as the boxes that stand first on a plan and on a review."""

from __future__ import annotations

from collections.abc import Iterable

from painpath.edges.document.page import Block, Box, Said
from painpath.edges.document.parts import bullets, capital, counted, paragraph
from painpath.edges.document.wording import stopped as ended
from painpath.library import Library
from painpath.planning.current import STOP_NOW, UNSAFE_STATES, in_danger, only_watch
from painpath.planning.result import Current


def dangerous(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    """What is unsafe in what is taken: stop now first, then by gravity; rules of the same drugs in one line."""
    found = in_danger(current)
    if not found:
        return ()
    single = any(item.state == "unsafe" for item in found)
    after = (
        () if any(item.act == STOP_NOW for item in found) else paragraph(library.say("page.no_abrupt_stop"))
    )
    title = library.say("page.dangerous_single" if single else "page.dangerous")
    return (Box("danger", title, (*bullets(unsafe_lines(library, found)), *after)),)


def watched(library: Library, current: tuple[Current, ...]) -> tuple[Block, ...]:
    """What is taken together and only has to be watched."""
    found = [item for item in current if item.state in UNSAFE_STATES and only_watch(item)]
    if not found:
        return ()
    return (Box("caution", library.say("page.watched"), bullets(unsafe_lines(library, found))),)


def unsafe_lines(library: Library, items: Iterable[Current]) -> list[Said]:
    """A line for each; several rules about the same drugs, with the same act, are one line."""
    groups: dict[tuple[str, frozenset[str], str], list[Current]] = {}
    for item in items:
        groups.setdefault((item.state, frozenset(item.involves), item.act), []).append(item)
    said = []
    for (state, _, _), same in groups.items():
        item = same[0]
        label = act_of(library, item)
        if state == "unsafe":
            label = f"{label}: {dosed(item)}"
        more = counted(library, "same_drugs", len(same) - 1) if len(same) > 1 else ""
        cite = tuple(dict.fromkeys(c for one in same for c in one.cite))
        said.append(Said(words(ended(item.says), ended(item.do), more), cite, label))
    return said


def dosed(item: Current) -> str:
    """The name of what is taken, with its dose where that is known."""
    return capital(
        item.name if not item.dose or item.state == "dose_unknown" else f"{item.name}, {item.dose}"
    )


def act_of(library: Library, item: Current) -> str:
    """What to do about it, in words."""
    act = library.texts.get(f"act.{item.act}", item.act.replace("_", " "))
    return capital(act)


def words(*parts: str) -> str:
    """What there is of these, in one line."""
    return " ".join(part for part in parts if part)
