"""Prescription lines of a calendar: what to dispense, how many, and how it is taken, step by step.

A quantity is counted up to the next step, of the last step up to the day of the review. Where doses cannot be made of
strengths that a pharmacy has, no quantity is given.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

import msgspec

from painpath.criteria.explain import number
from painpath.library import Library
from painpath.planning.result import CalendarDay, Offer


class Line(msgspec.Struct, frozen=True):
    """One line: product, how it is taken, how many pieces (None: not countable), from the first to the last day."""

    product: str
    sig: str
    quantity: int | None
    from_date: str
    until: str


def prescription(library: Library, offer: Offer, until: str) -> tuple[Line, ...]:
    """The lines of an offer up to a day [ISO date; "" where no review is dated: the last step has no quantity]."""
    days = offer.calendar
    return tuple(
        line
        for day, following in zip(days, (*days[1:], None), strict=True)
        for line in _step(library, offer, day, _end(following, until))
    )


def _end(following: CalendarDay | None, until: str) -> date | None:
    """The last day of a step."""
    if following is not None:
        return date.fromisoformat(following.from_date) - timedelta(days=1)
    return date.fromisoformat(until) if until else None


def _step(library: Library, offer: Offer, day: CalendarDay, last: date | None) -> list[Line]:
    first = date.fromisoformat(day.from_date)
    span = None if last is None or last < first else (last - first).days + 1
    doses = None if span is None else _doses(span, day.times_per_day)
    until = "" if last is None or span is None else last.isoformat()
    when = library.say("prescription.until", date_from=day.from_date, date_to=until) if until else ""
    when = when or library.say("prescription.from", date=day.from_date)
    often = times_words(library, day.times_per_day)
    if not day.pieces:
        sig = library.say("prescription.sig_amount", dose=day.amount, text_often=often, text_when=when)
        return [Line(offer.name, sig, None, day.from_date, until)]
    return [
        Line(
            product=f"{offer.name} {piece.product}" if offer.kind != "topical" else offer.name,
            sig=library.say(
                "prescription.sig",
                n=str(piece.count),
                text_form=_plural(piece.product.split()[-1], piece.count),
                text_often=often,
                text_when=when,
            ),
            quantity=None if doses is None else piece.count * doses,
            from_date=day.from_date,
            until=until,
        )
        for piece in day.pieces
    ]


def _plural(form: str, count: int) -> str:
    """A dose form for so many of it.

    >>> _plural("capsule", 1), _plural("capsule", 2), _plural("patch", 3)
    ('capsule', 'capsules', 'patches')
    """
    if count == 1:
        return form
    return f"{form}es" if form.endswith(("ch", "s")) else f"{form}s"


def _doses(span: int, times: float) -> int:
    """Doses in so many days; of what is given more rarely than daily at least the first.

    >>> _doses(7, 3.0), _doses(10, 1 / 7)
    (21, 2)
    """
    return max(1, math.ceil(span * times - 1e-9))


def times_words(library: Library, times: float) -> str:
    """How often a day, in words."""
    if times < 1:
        return library.say("offer.every", n=str(round(1 / times)))
    if times == 1:
        return library.say("offer.once")
    return library.say("offer.twice") if times == 2 else library.say("offer.times", n=number(times))
