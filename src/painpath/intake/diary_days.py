"""A day as people and programs write it, into the day that a facts file holds. Never guesses between two readings.

The day is the patient's own calendar day, as written: of `2026-11-01T23:30+02:00` it is the first of November.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from painpath.facts import parse_moment

Order = Literal["", "day-first", "month-first"]

_ISO = re.compile(r"^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ]+(.*))?$")
_NUMBERS = re.compile(r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:,?[T ]+(.*))?$")
_DAY_MONTH = re.compile(
    r"^(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})(?:,? (.*))?$"
)
_MONTH_DAY = re.compile(
    r"^(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:,? (.*))?$"
)
_TIME = re.compile(
    r"^(\d{1,2})[:.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december", "sept")  # fmt: skip
_SERIAL = re.compile(r"^[345]\d{4}(?:\.\d+)?$")
_SHORT_YEAR = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$")

NOT_A_DATE = "this is no date that can be read; write it like 2026-11-20"
IMPOSSIBLE = "there is no such day"
SERIAL = "this is a spreadsheet's day number; save the column as dates like 2026-11-20"
SHORT_YEAR = "the year has two digits; write it with four"
NOT_A_TIME = "the time beside the date cannot be read; write it like 08:30"


class Day(NamedTuple):
    """A day as a facts file writes it (with the time of day where one was written), and whether it is in UTC."""

    text: str
    utc: bool = False


class NoDay(NamedTuple):
    """Why a text is no day."""

    why: str


def read_day(text: str, order: Order = "", time: str = "") -> Day | NoDay:
    """The day that a cell means; `order` is how 03/04/2026 is to be read, `time` what stands in a column of its own.

    >>> read_day("2026-11-01T08:30:00+02:00").text, read_day("03/04/2026", "day-first").text
    ('2026-11-01T08:30:00+02:00', '2026-04-03')
    """
    said = " ".join(text.split())
    low = said.lower()
    if _SERIAL.match(said):
        return NoDay(SERIAL)
    if _SHORT_YEAR.match(said):
        return NoDay(SHORT_YEAR)
    numbers = _NUMBERS.match(said)
    if found := _ISO.match(said):
        year, month, day, clock = int(found[1]), int(found[2]), int(found[3]), found[4]
    elif numbers:
        first, second, clock = int(numbers[1]), int(numbers[3]), numbers[5]
        day_first = numbers[2] == "." or order == "day-first"
        year, day, month = int(numbers[4]), *((first, second) if day_first else (second, first))
    elif (found := _DAY_MONTH.match(low)) and _month(found[2]):
        year, month, day, clock = int(found[3]), _month(found[2]), int(found[1]), found[4]
    elif (found := _MONTH_DAY.match(low)) and _month(found[1]):
        year, month, day, clock = int(found[3]), _month(found[1]), int(found[2]), found[4]
    else:
        return NoDay(NOT_A_DATE)
    try:
        printed = date(year, month, day).isoformat()
    except ValueError:
        return NoDay(IMPOSSIBLE)
    return _timed(printed, (clock or "").strip() or time.strip())


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1 if word in _MONTHS or word in _FULL else 0


def _timed(day: str, clock: str) -> Day | NoDay:
    if not clock:
        return Day(day)
    found = _TIME.match(clock)
    if found is None:
        return NoDay(NOT_A_TIME)
    hour, half = int(found[1]), (found[4] or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            return NoDay(NOT_A_TIME)
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = (found[5] or "").upper()
    utc = zone in ("Z", "UTC", "GMT")
    printed = f"{day}T{hour:02d}:{found[2]}{f':{found[3]}' if found[3] else ''}{'Z' if utc else zone}"
    moment = parse_moment(printed)
    if moment is None or hour > 23 or int(found[2]) > 59:
        return NoDay(NOT_A_TIME)
    return Day(printed, utc)


class Ordered(NamedTuple):
    """How numbers with strokes are to be read, and whether nothing tells (`unclear`) or both are told (`mixed`)."""

    order: Order
    unclear: bool = False
    mixed: bool = False


def order_of(cells: Iterable[str]) -> Ordered:
    """Day first or month first, where some day above 12 tells; a month has no 13th.

    >>> order_of(["03/04/2026", "13/04/2026"]).order
    'day-first'
    """
    day_first = month_first = doubtful = False
    for cell in cells:
        found = _NUMBERS.match(" ".join(cell.split()))
        if found is None or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        day_first |= 12 < first <= 31 and second <= 12
        month_first |= 12 < second <= 31 and first <= 12
        doubtful |= first <= 12 and second <= 12 and first != second
    if day_first and month_first:
        return Ordered("", mixed=True)
    if day_first or month_first:
        return Ordered("day-first" if day_first else "month-first")
    return Ordered("", unclear=doubtful)
