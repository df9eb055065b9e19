"""One typed answer as a facts file holds it: yes and no, numbers, choices, dates, places in plain words, doses.

What cannot be an answer is None, never a guess; whoever typed it is asked again. Knows no record and no terminal.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches

from painpath.criteria.tree import ANYWHERE, FactIs, walk
from painpath.edges.document.wording import unit_words
from painpath.facts import FactType, Kind, parse_dose, parse_moment
from painpath.intake.codes import index_of
from painpath.intake.regions import near_regions, regions_meant
from painpath.library import Library

YES, NO = ("yes", "y", "true"), ("no", "n", "false")
UNKNOWN = ("unknown", "?", "u", "don't know", "dont know", "do not know", "not known", "no idea")
SKIP = ("", "skip", "s", "pass")
NONE = ("none", "none of these", "no", "n", "0", "-")
_AND = re.compile(r"[,;+&/]|\band\b")
_AGO = re.compile(r"(?:about |ca\.? )?(\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve) "
                  r"(day|month|year)s?(?: ago)?")  # fmt: skip
_COUNT = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        range(1, 11),
        strict=True,
    )
) | {"a": 1, "an": 1, "twelve": 12}
_ON = re.compile(r"^(.*\S)\s+(?:on|from|of)\s+(\d{4}(?:-\d{2}){0,2})$")
#: how people say what the atlas calls otherwise
_PLURAL = {"feet": "foot", "toes": "toe", "calves": "calf", "shins": "shin"}


def type_of(library: Library, fact: str) -> FactType | None:
    """The type of a fact; None for a medicine, which is answered with yes, no or a dose."""
    return None if fact.startswith("medication.") else library.facts[fact]


def value_of(library: Library, fact: str, word: str, today: str) -> object | None:
    """The answer as a facts file holds it; None when it cannot be one. `today` is the as-of day."""
    kind = type_of(library, fact)
    low = word.lower()
    if kind is None:
        dose = parse_dose(word)
        if dose is not None:
            return {"amount": f"{dose.amount:g} {dose.unit}", "times_per_day": dose.times_per_day}
    if kind is None or kind.kind is Kind.CLAIM:
        plain = "yes" if low in YES else "no" if low in NO else None
        if kind is not None and asks_when(library, fact) and plain != "no":
            return _since(low, today)
        return plain if plain is not None or kind is None or not kind.per else _found_at(library, low)
    match kind.kind:
        case Kind.QUANTITY:
            return _quantity(kind, word)
        case Kind.ONE_OF | Kind.ORDERED:
            wanted = low.replace(" ", "_")
            if wanted in kind.options:
                return wanted
            if low in NO and "none" in kind.options:
                return "none"
            chosen = int(low) - 1 if low.isdigit() else -1
            return kind.options[chosen] if 0 <= chosen < len(kind.options) else None
        case Kind.SET:
            return _members(library, kind, low)
        case Kind.DATE:
            return _date(low, today)


def drugs_meant(library: Library, fact: str, word: str) -> dict[str, object] | None:
    """Members of a class that an answer names, with their doses: "pyridoxine", "yes, gabapentin 300 mg twice daily".

    None where the question is not about a class, or a name is not one of its members.
    """
    drug = fact.removeprefix("medication.")
    if drug == fact or drug not in library.classes:
        return None
    names = index_of(library).drugs
    found: dict[str, object] = {}
    for part in _AND.split(word):
        if not part.strip() or (part.strip().lower() in YES and not found):
            continue
        meant = names.find(part)
        members = [
            one for one in (meant[0].substances if meant else ()) if one in library.catalog.within[drug]
        ]
        if len(meant) != 1 or not members:
            return None
        dose = parse_dose(part[meant[0].end :].strip())
        said = (
            "yes"
            if dose is None
            else {"amount": f"{dose.amount:g} {dose.unit}", "times_per_day": dose.times_per_day}
        )
        found.update({f"medication.{one}": said if len(members) == 1 else "yes" for one in members})
    return found or None


def _found_at(library: Library, word: str) -> object | None:
    """A finding with its place: "yes, left elbow", "no at both feet"; None when no place or answer is meant."""
    said, _, rest = word.replace(" at ", ", ", 1).partition(",")
    answer = "yes" if said.strip() in YES else "no" if said.strip() in NO else None
    found: list[str] = []
    for part in _AND.split(rest):
        if part.strip():
            places = places_of(library, part)
            if not places:
                return None
            found.extend(places)
    return {"is": answer, "at": list(dict.fromkeys(found))} if answer and found else None


def _since(word: str, today: str) -> object | None:
    """A yes with its day: "yes, 2025-10", "yes, a year ago"; "yes, ?" where nobody knows when."""
    said, _, rest = word.partition(",")
    when = rest.strip()
    if said.strip() not in YES or not when:
        return None
    if when in UNKNOWN:
        return "yes"
    day = _date(when, today)
    return None if day is None or parse_moment(day) is None else {"is": "yes", "on": day}


def asks_when(library: Library, fact: str) -> bool:
    """Whether a yes needs its day: some rule asks a lasting fact within a time (shingles, Guillain-Barre syndrome)."""

    def made() -> frozenset[str]:
        raws = [raw for rule in library.rules.values() for raw in (rule.when, rule.applies_when)]
        raws += [
            raw for cause in library.causes.values() for raw in (cause.suspect, cause.present, cause.history)
        ]
        nodes = (node for raw in raws if raw is not None for node in walk(library.criterion(raw)))
        found = {node.fact for node in nodes if isinstance(node, FactIs) and node.within is not None}
        return frozenset(one for one in found if library.facts[one].fresh_for is None)

    timed: frozenset[str] = library.remember(("facts that need a day",), made)
    return fact in timed


def places_of_finding(library: Library, fact: str) -> tuple[str, ...]:
    """The regions, besides the painful one, at which some cause asks a finding (Tinel at the elbow); mostly none."""

    def made() -> dict[str, tuple[str, ...]]:
        places: dict[str, dict[str, None]] = {}
        for cause in library.causes.values():
            for raw in (cause.suspect, cause.present, cause.history, cause.signs, cause.test):
                for node in () if raw is None else walk(library.criterion(raw)):
                    if isinstance(node, FactIs) and node.at not in ("", "pain", ANYWHERE):
                        places.setdefault(node.fact, {})[node.at] = None
        return {name: tuple(found) for name, found in places.items()}

    return library.remember(("places of findings",), made).get(fact, ())


def _quantity(kind: FactType, word: str) -> object:
    dated = _ON.match(word)
    if dated:
        return {"value": _quantity(kind, dated[1]), "on": dated[2]}
    bare = word.replace(",", ".", 1)
    plain = bare.replace(".", "", 1).lstrip("<>=+-").isdigit()
    if kind.unit == "a":
        years = re.match(r"^(\d+)\s*(?:years?|y|yrs?)?(?: old)?$", bare.lower())
        return f"{years[1]} a" if years else bare
    return f"{bare} {kind.unit}" if plain and kind.unit not in ("", "1") else bare


def _date(word: str, today: str) -> str | None:
    """A date as printed, or so many years, months or days ago at the precision that such words have; never later."""
    day = date.fromisoformat(today)
    if word in ("today", "yesterday"):
        return (day - timedelta(days=word == "yesterday")).isoformat()
    ago = _AGO.fullmatch(word)
    if ago:
        count = int(ago[1]) if ago[1].isdigit() else _COUNT[ago[1]]
        if ago[2] == "day":
            return (day - timedelta(days=count)).isoformat() if count < 10_000 else None
        if ago[2] == "year":
            return f"{day.year - count:04d}" if count < day.year else None
        months = day.year * 12 + day.month - 1 - count
        return f"{months // 12:04d}-{months % 12 + 1:02d}" if months > 0 else None
    return None if word[:4].isdigit() and word > today else word


def _members(library: Library, kind: FactType, word: str) -> list[str] | str | None:
    if kind.options:
        numbered = [
            kind.options[int(part) - 1] if part.isdigit() and 0 < int(part) <= len(kind.options) else part
            for part in (part.strip().replace(" ", "_") for part in re.split(r"[,;]", word))
            if part
        ]
        return "none" if numbered == ["none"] and "none" not in kind.options else numbered
    found: list[str] = []
    for part in _AND.split(word):
        if part.strip():
            places = places_of(library, part)
            if not places:
                return None
            found.extend(places)
    return list(dict.fromkeys(found)) or None


def places_of(library: Library, words: str) -> tuple[str, ...]:
    """The regions that somebody means by "both feet", "my left big toe", "foot_left"; empty when none is meant.

    >>> from painpath.library import load_library
    >>> places_of(load_library(), "both feet")
    ('foot_left', 'foot_right')
    """
    said = words.strip().lower()
    if said.replace(" ", "_") in library.regions:
        return (said.replace(" ", "_"),)
    if meant := regions_meant(library, said.replace(" ", "_")):
        return meant
    tokens = [_PLURAL.get(token, token) for token in re.split(r"[\s_]+", said) if token not in _SMALL]
    both = "both" in tokens or (
        any(token in _PLURAL for token in said.split()) and not {"left", "right"} & set(tokens)
    )
    tokens = [token for token in tokens if token not in ("both", "either")]
    side = next((token for token in tokens if token in ("left", "right")), "")
    rest = [token for token in tokens if token not in ("left", "right")]
    for name in ("_".join(rest), "_".join(rest).rstrip("s")):
        if both and {f"{name}_left", f"{name}_right"} <= set(library.regions):
            return (f"{name}_left", f"{name}_right")
        wanted = f"{name}_{side}" if side else name
        if not both and wanted in library.regions:
            return (wanted,)
    spoken = " ".join((*([side] if side else []), *rest))
    return tuple(by_name[spoken] for by_name in (_names(library),) if spoken in by_name and not both)


_SMALL = ("my", "the", "in", "a", "of", "on", "side")


def _names(library: Library) -> dict[str, str]:
    """Every name that the atlas gives a region."""

    def made() -> dict[str, str]:
        names: dict[str, str] = {}
        for region in library.regions:
            entry = library.anatomy[region]
            for text in (entry.plain, entry.name):
                tokens = [token for token in text.lower().split() if token not in _SMALL]
                names.setdefault(" ".join(tokens), region)
        return names

    return library.remember(("names of regions",), made)


def near_places(library: Library, words: str) -> tuple[str, ...]:
    """Regions whose names are near what was typed, for a suggestion."""
    names = _names(library)
    found: list[str] = []
    for part in _AND.split(words.lower()):
        if part.strip() and not places_of(library, part):
            found += get_close_matches(part.strip(), names, n=3, cutoff=0.6)
            found += [name for name in names if set(part.split()) & set(name.split())][:3]
            found += [name.replace("_", " ") for name in near_regions(library, part)]
    return tuple(dict.fromkeys(found))[:4]


def form_of(library: Library, fact: str) -> str:
    """How to answer, in a few words."""
    kind, say = type_of(library, fact), library.say
    if kind is None:
        return say("ask.which" if fact.removeprefix("medication.") in library.classes else "ask.dose")
    match kind.kind:
        case Kind.CLAIM:
            if asks_when(library, fact):
                return say("ask.claim_when")
            return say("ask.claim_at" if places_of_finding(library, fact) else "ask.claim")
        case Kind.QUANTITY:
            return (
                say("ask.number") if kind.unit in ("", "1") else say("ask.unit", unit=unit_words(kind.unit))
            )
        case Kind.ONE_OF | Kind.ORDERED:
            options = (f"{i} {option.replace('_', ' ')}" for i, option in enumerate(kind.options, 1))
            return say("ask.choices", list=", ".join(options))
        case Kind.SET:
            options = (f"{i} {option.replace('_', ' ')}" for i, option in enumerate(kind.options, 1))
            return say("ask.several", list=", ".join(options)) if kind.options else say("ask.places")
        case Kind.DATE:
            return say("ask.date")


def ticked(text: str, most: int) -> dict[int, str] | None:
    """A list answered in one line: which numbers are yes, no or unknown; None when it is no such answer.

    `2 5` ticks those and says no to the others; `none` says no to all, `?` not known to all; `2 ?` ticks 2 and leaves
    the others unknown; `2 4?` leaves only 4 unknown.

    >>> ticked("2", 3)
    {1: 'no', 2: 'yes', 3: 'no'}
    >>> ticked("1 3?", 3)
    {1: 'yes', 2: 'no', 3: 'unknown'}
    """
    low = text.strip().lower()
    places = range(1, most + 1)
    if low in NONE:
        return dict.fromkeys(places, "no")
    if low in UNKNOWN:
        return dict.fromkeys(places, "unknown")
    if low in ("all", "all of them"):
        return dict.fromkeys(places, "yes")
    parts = [part for part in re.split(r"[\s,;]+|\band\b", low) if part]
    marked: dict[int, str] = {}
    others = "no"
    for part in parts:
        if part in ("?", "unknown"):
            others = "unknown"
            continue
        number = part.removesuffix("?")
        if not number.isdigit() or int(number) not in places:
            return None
        marked[int(number)] = "unknown" if part.endswith("?") else "yes"
    return {place: marked.get(place, others) for place in places} if parts else None
