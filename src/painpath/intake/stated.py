"""One stated fact into readings or courses: every form that a facts file allows for each type of fact.

claim       yes | no | unknown | {is: yes, since: 2012, until:, on:, at: [foot_left]}
quantity    45 mL/min | {value: 45 mL/min, on: 2026-10-02} | unknown
one_of      an option | {is: option, on:}
set         a member | [members] | none | {is: [members], on:}
date        2012-05 | {is: 2012-05, on:}
medication  see `stated_course`
any         a list of these: several readings
any         {2026-11-01: VALUE, 2026-11-02: VALUE}: a diary, each day (or time) with its value, or a list of several

In every {...} stand also `on` or `since`, `until`, `at`, and `by`: who said or found it (patient, clinician,
laboratory, or in other words). A claim may say how bad it is: `severity` (mild, moderate, severe).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import cast

import msgspec

from painpath.facts import FactType, Kind, Moment, Reading, parse_moment
from painpath.facts.moment import WHENEVER
from painpath.intake.errors import RecordError, near
from painpath.intake.ledger import Ledger
from painpath.intake.quantities import (
    NOT_A_NUMBER,
    Ends,
    Unreadable,
    from_date,
    from_number,
    from_option,
    from_text,
)
from painpath.intake.regions import near_regions, regions_meant

NOT_KNOWN = Unreadable("stated as not known")
#: where a printed form leaves room for the answer; as it stands it is none
BLANK = "YES_OR_NO"
_READING_WORDS = ("is", "value", "on", "since", "until", "at", "by", "severity")
#: how bad something is, in the words of whoever has it
SEVERITIES = ("mild", "moderate", "severe")
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2}(?:[T ]\S+)?)?")
#: what a reading of a facts file names as its source; who said it stands before it
SOURCE = "facts file"
#: who said something is a word or a name, not a text
_LONGEST_BY = 80


class Stated(msgspec.Struct, frozen=True):
    """A facts file being read: where readings go, and what to call the file in messages."""

    ledger: Ledger
    name: str

    def refuse(self, fact: str, what: str) -> RecordError:
        """The error for a value that is no answer; it names the fact, not the value."""
        return RecordError(f"{self.name}: {fact} {what}")

    def day(self, fact: str, word: str, value: object) -> Moment | None:
        """The moment that a date means; None, and a note, for an impossible one."""
        moment = parse_moment(str(value))
        if moment is None:
            self.ledger.note(f"{fact} {word}", "it is not a possible date")
        return moment


def source_of(stated: Stated, fact: str, by: object) -> str:
    """Where a stated thing comes from, with who said it: "patient; facts file".

    Who said it is for a reader and decides nothing.
    """
    if by is None:
        return SOURCE
    name = " ".join(by.split()) if isinstance(by, str) else ""
    if not name or len(name) > _LONGEST_BY:
        raise stated.refuse(
            fact,
            "says who it is by in a way that cannot be read: write patient, clinician, laboratory, or a name of"
            f" at most {_LONGEST_BY} letters.",
        )
    return f"{name}; {SOURCE}"


def add_readings(stated: Stated, fact: str, value: object) -> None:
    """Add what is stated of one fact that is no medicine."""
    kind = stated.ledger.index.facts.get(fact)
    if kind is None:
        raise unknown_name(stated, fact)
    for one in several_of(kind, value):
        for day, said in by_day(kind, one) if is_diary(one) else (("", one),):
            _add(stated, kind, said, day)


def several_of(kind: FactType, value: object) -> list[object]:
    """The readings that stand in a list; a list of names is one reading of a set, unless it holds diaries."""
    if not isinstance(value, list):
        return [value]
    names = kind.kind is Kind.SET and not any(isinstance(one, (dict, list)) for one in value)
    return [value] if names else cast("list[object]", value)


def is_diary(value: object) -> bool:
    """Whether a value is written day by day: {2026-11-01: 6, 2026-11-02T08:30: 5}."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(key, str) and _DAY.fullmatch(key) for key in value)
    )


def by_day(kind: FactType, diary: object) -> list[tuple[str, object]]:
    """Each entry of a diary with its day as printed."""
    assert isinstance(diary, dict), "asked of a diary only"
    return [(day, one) for day, value in diary.items() for one in several_of(kind, value)]


def unknown_name(stated: Stated, fact: str) -> RecordError:
    """The error for a name that no fact has, with the names that are nearest."""
    index = stated.ledger.index
    drugs = (f"medication.{drug}" for drug in index.library.catalog.within)
    known = [*index.facts, *drugs]
    topic, _, rest = fact.partition(".")
    same = [name for name in known if rest and name.partition(".")[2] == rest]
    hint = f" Did you mean {' or '.join(same[:3])}?" if same else near(fact, known)
    if topic == "medication" and rest:
        meant = index.drugs.find(rest.replace("_", " "))
        if meant:
            hint = f" Did you mean {' and '.join(f'medication.{s}' for s in meant[0].substances)}?"
    return stated.refuse(
        fact, f"is not the name of a fact.{hint} `painpath facts WORD` lists what may be recorded."
    )


def _add(stated: Stated, fact: FactType, value: object, day: str = "") -> None:
    """Add one reading; `day` is where it stands in a diary."""
    when, ended, at, source, severity = WHENEVER, None, frozenset[str](), SOURCE, ""
    if day:
        entered = stated.day(fact.id, "day", day)
        if entered is None:
            return
        when = entered
    if isinstance(value, dict):
        words = cast("Mapping[str, object]", value)
        for word in words:
            if word not in _READING_WORDS:
                raise stated.refuse(fact.id, f"has no word {word!r}; there are {', '.join(_READING_WORDS)}.")
        given = [word for word in ("is", "value") if word in words]
        if len(given) != 1:
            raise stated.refuse(fact.id, "needs one of `is` and `value`.")
        value = words[given[0]]
        on = [word for word in ("on", "since") if words.get(word) is not None]
        if len(on) == 2:
            raise stated.refuse(fact.id, "has both `on` and `since`: keep one.")
        if on and day:
            raise stated.refuse(fact.id, f"has `{on[0]}` under a day of a diary, which is its day: keep one.")
        if on:
            moment = stated.day(fact.id, on[0], words[on[0]])
            if moment is None:
                return
            when = moment
        if words.get("until") is not None:
            ended = stated.day(fact.id, "until", words["until"])
            if ended is None:
                return
        at = _places(stated, fact, words.get("at"))
        source = source_of(stated, fact.id, words.get("by"))
        severity = _severity(stated, fact, words.get("severity"))
    if fact.kind is Kind.SET:
        reading = msgspec.structs.replace(_members(stated, fact, value, when), source=source)
    else:
        found = _value(stated, fact, value)
        id_ = f"{stated.ledger.entry}.{len(stated.ledger.readings)}"
        if isinstance(found, Unreadable):
            if found is not NOT_KNOWN:
                stated.ledger.note(fact.id, found.why)
            reading = Reading(
                fact.id, when=when, ended=ended, id=id_, at=at, source=source, unreadable=found.why
            )
        else:
            reading = Reading(
                fact.id, found.low, found.high, when, ended, id=id_, at=at, source=source, severity=severity
            )
    stated.ledger.add(reading)


def _severity(stated: Stated, fact: FactType, word: object) -> str:
    if word is None:
        return ""
    if fact.kind is not Kind.CLAIM or word not in SEVERITIES:
        raise stated.refuse(
            fact.id, f"says how bad it is in a way that cannot be read: {', '.join(SEVERITIES)}, of a yes."
        )
    return str(word)


def _value(stated: Stated, fact: FactType, value: object) -> Ends | Unreadable:
    if value == "unknown" and "unknown" not in fact.options:
        return NOT_KNOWN
    match fact.kind:
        case Kind.CLAIM:
            word = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            if word == BLANK:
                raise stated.refuse(
                    fact.id,
                    f"is not answered yet: in place of {BLANK} write yes or no, or leave the line out.",
                )
            if word not in ("yes", "no"):
                raise stated.refuse(
                    fact.id,
                    "is yes, no or unknown. With its day it is written {is: yes, on: 2026-10-02}, or"
                    " {is: yes, since: 2012} for what has lasted since then.",
                )
            return from_option(fact, str(word))
        case Kind.ONE_OF | Kind.ORDERED:
            if isinstance(value, (dict, list)) or value is None or isinstance(value, bool):
                raise stated.refuse(fact.id, f"is one of {', '.join(fact.options[:12])}.")
            found = from_option(fact, str(value))
            if isinstance(found, Unreadable):
                raise stated.refuse(fact.id, f"is one of {', '.join(fact.options[:12])}.")
            return found
        case Kind.DATE:
            return from_date(str(value))
        case Kind.QUANTITY:
            if isinstance(value, bool) or not isinstance(value, (int, float, str)):
                raise stated.refuse(
                    fact.id,
                    "is a bare number, such as `3`."
                    if fact.unit in ("", "1")
                    else f"is a number with its unit, such as `1 {fact.unit}`.",
                )
            if isinstance(value, str):
                return from_text(fact, value)
            if abs(value) > sys.float_info.max:
                return NOT_A_NUMBER
            bare = fact.unit if fact.id == "patient.age" else ""  # an age is said in years
            return from_number(fact, float(value), float(value), bare)
        case Kind.SET:
            raise AssertionError(fact.id)


def _members(stated: Stated, fact: FactType, value: object, when: Moment) -> Reading:
    if value == "unknown":
        return Reading(fact.id, when=when, closed=False, unreadable=NOT_KNOWN.why)
    words = [] if value == "none" else value if isinstance(value, list) else [value]
    named: set[str] = set()
    for place, word in enumerate(map(str, words), 1):
        meant = (word,) if word in fact.options else _meant(stated, fact, word)
        if not meant:
            raise stated.refuse(fact.id, _not_known(stated, fact, word, f"{place} of {len(words)}"))
        named.update(meant)
    return Reading(fact.id, when=when, members=frozenset(named), closed=True)


def _places(stated: Stated, fact: FactType, value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    words = [str(word) for word in (value if isinstance(value, list) else [value])]
    found: set[str] = set()
    for place, word in enumerate(words, 1):
        meant = regions_meant(stated.ledger.index.library, word)
        if not meant:
            which, hint = f"name {place} of {len(words)}", _nearest(stated, word)
            raise stated.refuse(fact.id, f"is found at a region that is not known ({which}).{hint}")
        found.update(meant)
    return frozenset(found)


def _meant(stated: Stated, fact: FactType, word: str) -> tuple[str, ...]:
    """The regions that a member of a set of places means; none for a set that lists its options."""
    return () if fact.options else regions_meant(stated.ledger.index.library, word)


def _not_known(stated: Stated, fact: FactType, word: str, which: str) -> str:
    hint = near(word, fact.options) if fact.options else _nearest(stated, word)
    return f"names something that is neither an option nor a region (name {which}).{hint}"


def _nearest(stated: Stated, word: str) -> str:
    """What to say of a name that is no region; the name itself may be a patient's word and is not repeated."""
    meant = near_regions(stated.ledger.index.library, word)
    hint = f" Did you mean {' or '.join(meant)}?" if meant else ""
    return f"{hint} `painpath facts pain.sites` lists all regions."
