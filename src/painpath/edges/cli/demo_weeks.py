"""demo --weeks: a made-up patient from the first plan through side effect, switch and verdict, letter by letter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

if TYPE_CHECKING:
    from painpath.edges.document.page import Page
    from painpath.library import Library
    from painpath.pipeline import Request

STORY = Path(__file__).with_name("demo_weeks.yaml")
#: a day without an entry in the diary of the story
NOTHING = "x"


class Visit(msgspec.Struct, frozen=True):
    """One visit: its day, what has happened, and the whole record as it stands then (a facts file)."""

    on: date
    says: str
    document: bytes


def visits(weeks: int) -> Iterator[Visit]:
    """The visits of the first so many weeks; each record holds all that was written down until that day."""
    from painpath.library.yaml_reader import read_yaml

    story = cast("dict[str, dict[str, object]]", read_yaml(STORY.read_text(encoding="utf-8"))[0])
    listed = cast("list[dict[str, object]]", story["visits"])
    facts = dict(story["facts"])
    first = date.fromisoformat(str(listed[0]["on"]))
    for visit in listed:
        on = date.fromisoformat(str(visit["on"]))
        if on > first + timedelta(weeks=weeks):
            return
        facts.update(cast("dict[str, object]", visit["facts"]))
        diary = {
            fact: list(_until(cast("dict[str, str]", told), on)) for fact, told in story["diary"].items()
        }
        document = {
            "as_of": on.isoformat(),
            "patient": story["patient"],
            "complete": story["complete"],
            "facts": {**facts, **diary},
        }
        yield Visit(on, str(visit["says"]), json.dumps(document).encode())


def _until(told: Mapping[str, str], on: date) -> Iterator[dict[str, object]]:
    """The readings of one fact of the diary up to a day."""
    begins = date.fromisoformat(str(told["from"]))
    for place, number in enumerate(told["days"].split()):
        day = begins + timedelta(days=place)
        if day <= on and number != NOTHING:
            yield {"value": int(number), "on": day.isoformat()}


def letter(visit: Visit, library: Library, request: Request, *, first: bool) -> Page:
    """The plan at the first visit; how treatment is going at the later ones."""
    from painpath.pipeline import run_plan, run_review

    if first:
        from painpath.edges.document.plan_page import plan_page

        return plan_page(library, run_plan(visit.document, library, request))
    from painpath.edges.document.review_page import review_page

    return review_page(library, run_review(visit.document, library, request))
