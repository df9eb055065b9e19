"""Steps of doses, ways down and the review as a calendar file (iCalendar, RFC 5545), for a phone.

The same plan gives the same file: the ids are made of the plan's own words, and the stamp is the plan's day.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from painpath.edges.document.handout import Choice, pieces_words
from painpath.edges.document.parts import capital
from painpath.edges.document.wording import stopped
from painpath.library import Library
from painpath.planning.prescription import times_words
from painpath.planning.result import Plan
from painpath.planning.taper import TaperDay, TaperPlan


def calendar_file(library: Library, plan: Plan, choice: Choice) -> bytes:
    """The file: one day-long event for each step up, each step down, and the review."""
    stamp = datetime.combine(date.fromisoformat(plan.settings.as_of), datetime.min.time(), UTC)
    calendar = Calendar()
    calendar.add("prodid", "-//painpath//plan//EN")
    calendar.add("version", "2.0")
    for day, summary, more in _events(library, choice):
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{day}{summary}'.encode()).hexdigest()[:24]}@painpath")
        event.add("dtstamp", stamp)
        event.add("dtstart", date.fromisoformat(day))
        event.add("dtend", date.fromisoformat(day) + timedelta(days=1))
        event.add("summary", summary)
        event.add("description", more)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _events(library: Library, choice: Choice) -> list[tuple[str, str, str]]:
    hold = library.say("dose.hold_if")
    found = [
        (
            day.from_date,
            library.say(
                "ics.take",
                drug=capital(offer.name),
                text=day.take,
                often=times_words(library, day.times_per_day),
            ),
            hold,
        )
        for offer in choice.offers
        for day in offer.calendar
    ]
    found += [
        (
            day.from_date,
            _less(library, way, day),
            " ".join(stopped(part) for part in (capital(way.says), pieces_words(library, way)) if part),
        )
        for way in choice.tapers
        for day in way.days
    ]
    found += [
        (way.not_before, library.say("ics.not_before", drug=capital(way.name)), capital(way.says))
        for way in choice.tapers
        if way.not_before and not way.days
    ]
    if choice.review is not None:
        found.append((choice.review.on, library.say("title.review"), choice.review.says))
    return sorted(found)


def _less(library: Library, way: TaperPlan, day: TaperDay) -> str:
    """One step down in words; the last of them is the end."""
    if day.total.startswith("0 "):
        return library.say("ics.none", drug=capital(way.name))
    return library.say("ics.less", drug=capital(way.name), total=day.total)
