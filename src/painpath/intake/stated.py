"""One stated fact into readings or courses: every form that a facts file allows for each type of fact.

claim       yes | no | unknown | {is: yes, since: 2012, until:, on:, at: [foot_left]}
quantity    45 mL/min | {value: 45 mL/min, on: 2026-10-02} | unknown
one_of      an option | {is: option, on:}
set         a member | [members] | none | {is: [members], on:}
date        2012-05 | {is: 2012-05, on:}
medication  see `stated_course`
any         a list of these: several readings

In every {...} stand also `on` or `since`, `until`, `at`, and `by`: who said or found it (patient, clinician,
laboratory, or in other words).
"""

from __future__ import annotations

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
_READING_WORDS = ("is", "value", "on", "since", "until", "at", "by")
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
    several = isinstance(value, list) and kind.kind is not Kind.SET
    for one in cast("list[object]", value) if several else [value]:
        _add(stated, kind, one)


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


def _add(stated: Stated, fact: FactType, value: object) -> None:
    when, ended, at, source = WHENEVER, None, frozenset[str](), SOURCE
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
            reading = Reading(fact.id, found.low, found.high, when, ended, id=id_, at=at, source=source)
    stated.ledger.add(reading)


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
