"""What a guideline says of a treatment for a cause. Guidelines stand side by side; none is merged into another."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from painpath.assessment.words import cites
from painpath.criteria import Asking
from painpath.facts import YES
from painpath.library import Library, Settings
from painpath.library.schema import Guideline, PersonPath, Recommendation, Standing

EVERY_NEUROPATHIC = "neuropathic_pain"


class Position(msgspec.Struct, frozen=True):
    """`appropriateness` is one of the six words of the contract; `line` and `says` as the guideline has them."""

    appropriateness: str
    line: int | None
    strength: str
    says: str
    cite: tuple[str, ...]


def covers(library: Library, guideline: Guideline, cause: str) -> bool:
    """Whether a guideline is about a cause."""
    if cause in guideline.excludes:
        return False
    if cause in guideline.applies_to:
        return True
    entry = library.causes.get(cause)
    return EVERY_NEUROPATHIC in guideline.applies_to and entry is not None and entry.kind == "neuropathic"


def guideline_for(library: Library, cause: str, settings: Settings, asking: Asking | None = None) -> str:
    """The guideline to follow for a cause; "" where none covers it. `asking` is the person, where one is known.

    One that was asked for, if it covers the cause. Else one that a state of the person calls for (`own_path_of`), else
    one of this place that takes the cause out of the general order (`own_path_for`), else the usual one, else one that
    names the cause. What speaks of some treatments only cannot order all of them: it is followed only where it is
    asked for or where a state of the person calls for it. An unknown state calls for nothing: the usual order stays,
    and its questions with it.
    """
    key = ("guideline for", cause, settings.guideline, settings.guideline_asked, settings.jurisdiction)
    usual = library.remember(key, lambda: _guideline_for(library, cause, settings))
    if asking is None or (settings.guideline_asked and usual == settings.guideline):
        return usual
    return person_path(library, cause, settings, asking) or usual


def person_path(library: Library, cause: str, settings: Settings, asking: Asking) -> str:
    """The guideline that a state of this person calls for (pregnancy, the end of life, childhood); "" where none does.

    Where two states hold the lower rank is followed, then a guideline of this place. One that does not go before the
    paths of causes leaves a cause its own path here.
    """
    found = [
        name
        for name, path in _paths_of(library, cause, settings.jurisdiction)
        if asking.ask(library.criterion(path.when)) is YES
    ]
    return found[0] if found else ""


def person_path_says(library: Library, cause: str, settings: Settings, asking: Asking) -> str:
    """What a plan says of the guideline chosen for a state of this person; "" where none was or another was asked for.

    Where another guideline was asked for, it says that this person has a path of her own all the same.
    """
    own = person_path(library, cause, settings, asking)
    path = library.guidelines[own].own_path_of if own else None
    if path is None:
        return ""
    name = library.guidelines[own].name
    followed = guideline_for(library, cause, settings, asking)
    if followed == own:
        return library.say("plan_words.guideline_person", says=path.says, guideline=name)
    asked = library.guidelines[followed].name
    return library.say("plan_words.guideline_person_not", says=path.says, guideline=name, asked=asked)


def _paths_of(library: Library, cause: str, here: str) -> list[tuple[str, PersonPath]]:
    """The paths that a state of a person may call for with this cause, in the order in which they are looked at."""
    return library.remember(("person paths", cause, here), lambda: _find_paths(library, cause, here))


def _find_paths(library: Library, cause: str, here: str) -> list[tuple[str, PersonPath]]:
    kept = any(
        cause in one.own_path_for and _holds_in(one, here)
        for one in library.guidelines.values()
        if one.partial != "yes"
    )
    found = [
        (name, one.own_path_of)
        for name, one in library.guidelines.items()
        if one.own_path_of is not None
        and covers(library, one, cause)
        and _holds_in(one, here)
        and (one.own_path_of.before_causes == "yes" or not kept)
    ]
    newest = _newest(library)
    return sorted(
        found,
        key=lambda item: (
            item[1].rank,
            here not in library.guidelines[item[0]].jurisdiction,
            newest(item[0]),
        ),
    )


def _holds_in(guideline: Guideline, here: str) -> bool:
    return here in guideline.jurisdiction or "any" in guideline.jurisdiction


def _guideline_for(library: Library, cause: str, settings: Settings) -> str:
    preferred, here = settings.guideline, settings.jurisdiction
    covered = preferred in library.guidelines and covers(library, library.guidelines[preferred], cause)
    if covered and settings.guideline_asked:
        return preferred
    # What was written for people in one state orders nothing for others.
    whole = {
        name: one for name, one in library.guidelines.items()
        if one.partial != "yes" and one.own_path_of is None
    }  # fmt: skip
    own = [name for name, one in whole.items() if cause in one.own_path_for and _holds_in(one, here)]
    if own or covered:
        return min(own, key=_newest(library), default=preferred)
    named = [
        name for name, guideline in whole.items()
        if cause in guideline.applies_to and cause not in guideline.excludes and guideline.recommends
    ]  # fmt: skip
    home = [name for name in named if here in whole[name].jurisdiction]
    general = [name for name, guideline in whole.items() if covers(library, guideline, cause)]
    of_home = [name for name in general if here in whole[name].jurisdiction]
    of_all = [name for name in general if "any" in whole[name].jurisdiction]
    ranked = next((group for group in (home, named, of_home, of_all, general) if group), [])
    return min(ranked, key=_newest(library), default="")


def _newest(library: Library) -> Callable[[str], tuple[int, str]]:
    return lambda name: (-library.guidelines[name].year, name)


def position_of(library: Library, guideline: str, treatment: str, cause: str) -> Position:
    """A guideline's position on a treatment (a drug, therapy) for a cause."""
    key = ("position", guideline, treatment, cause)
    return library.remember(key, lambda: _position(library, guideline, treatment, cause))


def advising_against(library: Library, cause: str) -> tuple[str, ...]:
    """The guidelines that cover a cause and advise against something."""
    return tuple(
        name for name, one in library.guidelines.items() if one.against and covers(library, one, cause)
    )


def advice_against(library: Library, guideline: str, treatment: str, cause: str) -> Position | None:
    """What a guideline itself says against a treatment; what an entry says of its own place is not the guideline's."""
    key = ("advice against", guideline, cause)
    known = library.kept.get(key)
    if known is None:
        known = library.kept[key] = _Against(library, library.guidelines[guideline], cause)
    found: Position | None = known[treatment]
    return found


class _Against(dict[str, Position | None]):
    """What one guideline says against each treatment for one cause, worked out when it is first asked.

    Every plan asks it of every guideline and every treatment that it shows.
    """

    def __init__(self, library: Library, entry: Guideline, cause: str) -> None:
        self._library, self._entry, self._cause = library, entry, cause
        self._about = bool(entry.against) and covers(library, entry, cause)

    def __missing__(self, treatment: str) -> Position | None:
        found = self[treatment] = self._found(treatment) if self._about else None
        return found

    def _found(self, treatment: str) -> Position | None:
        own = self._library.drugs.get(treatment)
        itself = {treatment} if own is None else {treatment, own.substance}
        above = frozenset[str]() if own is None else self._library.above.get(own.substance, frozenset())
        found = _match(self._entry.against, {*itself, *above}, itself, self._cause)
        if found is None:
            return None
        return Position("recommended_against", found.line, found.strength, found.says, cites(found.cite))


def _position(library: Library, guideline: str, treatment: str, cause: str) -> Position:
    entry = library.guidelines.get(guideline)
    own = library.drugs.get(treatment)
    therapy = library.therapies.get(treatment)
    if not cause:
        return Position("not_assessed", None, "", library.say("appropriateness.no_indication"), ())
    if entry is None or not covers(library, entry, cause):
        name = "" if entry is None else entry.name
        says = library.say("appropriateness.not_covered", guideline=name or "no guideline")
        if entry is not None and entry.excludes_says and cause in entry.excludes:
            says = f"{says} {entry.excludes_says}"
        return Position("outside_guideline", None, "", says, () if entry is None else cites(entry.cite))
    names = {treatment}
    itself = {treatment} if own is None else {treatment, own.substance}
    if own is not None:
        names |= library.above.get(own.substance, frozenset({own.substance}))
    for listed, word in (
        (entry.against, "recommended_against"),
        (entry.specialist_only, "specialist_only"),
    ):
        found = _match(listed, names, itself, cause)
        if found is not None and (
            word != "specialist_only" or _match(entry.recommends, names, itself, cause) is None
        ):
            return Position(word, found.line, found.strength, found.says, cites(found.cite))
    found = _match(entry.recommends, names, itself, cause)
    if found is not None and own is not None and not itself & set(found.what) and _stands_apart(own.position):
        found = None  # the class is recommended; of this member the entry itself says that it is not meant
    if found is not None:
        first = found.line == 1 or found.strength == "offer"
        word = "recommended" if first else "option"
        return Position(word, found.line, found.strength, found.says, cites(found.cite))
    if own is not None and own.position is not None:
        return _standing(own.position, cause, "recommended_against")
    if therapy is not None and therapy.position is not None:
        return _standing(therapy.position, cause, "option")
    says = library.say("appropriateness.not_named", guideline=entry.name)
    return Position("outside_guideline", None, "", says, cites(entry.cite))


def _stands_apart(position: Standing | None) -> bool:
    """Whether an entry says in so many words that it stands outside of what its class is recommended for."""
    return position is not None and position.as_ in ("recommended_against", "experimental")


def _standing(own: Standing, cause: str, usual: str) -> Position:
    """What an entry says of its own place, where the guideline does not name it."""
    word = own.as_ or usual
    elsewhere = bool(own.for_) and cause not in own.for_ and word != "recommended_against"
    if elsewhere or word == "experimental":
        word = "outside_guideline"
    return Position(word, None, "", own.says, cites(own.cite))


def _match(
    listed: list[Recommendation], names: set[str], itself: set[str], cause: str
) -> Recommendation | None:
    """The recommendation that names the treatment itself before one that names its class."""
    fitting = [
        item for item in listed
        if names & set(item.what) and (not item.for_ or cause in item.for_) and cause not in item.except_for
    ]  # fmt: skip
    return min(
        fitting, key=lambda item: (not itself & set(item.what), not item.for_, item.line or 99), default=None
    )
