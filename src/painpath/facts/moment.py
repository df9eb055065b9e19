"""Moments as intervals of whole days, from the precision in which they are printed.

"2019" is all of that year, "2019-03" that month. Days are proleptic Gregorian ordinals (`date.toordinal`), so both
engines compare integers. The time of day, where printed, only orders two readings of one day. No clock is read here.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

import msgspec

_PRINTED = re.compile(
    r"^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*(?:Z|[+-]\d{2}:?\d{2})?)?)?)?$"
)
#: the earliest and latest day a moment may reach when nothing bounds it
DAWN = date(1, 1, 1).toordinal()
DUSK = date(9999, 12, 31).toordinal()


class Moment(msgspec.Struct, frozen=True):
    """First and last day that a printed date can mean [ordinal days] and the second of the day, if printed."""

    first: int
    last: int
    clock: int = 0


#: somewhere in the past or future: a date that nobody wrote down
WHENEVER = Moment(DAWN, DUSK)


def parse_moment(text: str) -> Moment | None:
    """Read a FHIR date or dateTime; None for an impossible one such as 2019-13-40.

    >>> moment = parse_moment("2019-02"); moment.last - moment.first
    27
    """
    if len(text) == 10 and text[4] == "-" and text[7] == "-" and text.isascii():
        # The commonest form by far, read without a pattern.
        try:
            ordinal = date.fromisoformat(text).toordinal()
        except ValueError:
            return None
        return Moment(ordinal, ordinal)
    if len(text) > 18 and text[4:17:3] == "--T::" and text.isascii():
        # An instant with its seconds, as most systems write it; the pattern below is for all the rest.
        try:
            printed_at = datetime.fromisoformat(text)
        except ValueError:
            printed_at = None
        if printed_at is not None:
            ordinal = printed_at.toordinal()
            return Moment(
                ordinal, ordinal, printed_at.hour * 3600 + printed_at.minute * 60 + printed_at.second
            )
    match = _PRINTED.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    try:
        if month is None:
            return Moment(date(int(year), 1, 1).toordinal(), date(int(year), 12, 31).toordinal())
        if day is None:
            length = calendar.monthrange(int(year), int(month))[1]
            return Moment(
                date(int(year), int(month), 1).toordinal(), date(int(year), int(month), length).toordinal()
            )
        ordinal = date(int(year), int(month), int(day)).toordinal()
    except (ValueError, calendar.IllegalMonthError):
        return None
    clock = 0 if hour is None else int(hour) * 3600 + int(minute) * 60 + int(second or 0)
    if clock >= 86400 + 60:
        return None
    return Moment(ordinal, ordinal, clock)


def on_day(day: date) -> Moment:
    """The moment that is exactly one day."""
    return Moment(day.toordinal(), day.toordinal())


def printed(first: int, last: int) -> str:
    """A moment back in words: a day, a month, a year, or `first to last`.

    >>> printed(*[date(2019, 1, 1).toordinal(), date(2019, 12, 31).toordinal()])
    '2019'
    """
    if first == last:
        return date.fromordinal(first).isoformat()
    if first <= DAWN and last >= DUSK:
        return "date unknown"
    if first <= DAWN:
        return f"by {date.fromordinal(last).isoformat()}"
    if last >= DUSK:
        return f"since {date.fromordinal(first).isoformat()}"
    begin, end = date.fromordinal(first), date.fromordinal(last)
    if (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31) and begin.year == end.year:
        return f"{begin.year:04d}"
    if (begin.year, begin.month) == (end.year, end.month) and begin.day == 1:
        if end.day == calendar.monthrange(end.year, end.month)[1]:
            return f"{begin.year:04d}-{begin.month:02d}"
    return f"{begin.isoformat()} to {end.isoformat()}"
