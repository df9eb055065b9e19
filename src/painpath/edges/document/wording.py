"""The last touch on words before a page is drawn: plurals, units as people write them, names in place of ids.

It changes how something is written and never what is said. What came in and was not read is left as it stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from painpath.edges.document.page import (
    Block,
    Box,
    Bullets,
    Page,
    Pairs,
    Paragraph,
    Said,
    Section,
    Steps,
    Table,
)
from painpath.library import Library

_ONE = re.compile(
    r"(?<![\w.,/-])1 (caution|check|dose|entrie|question|thing|answer|treatment|patche|tablet|capsule|point|trial"
    r"|day|week|month|year)s\b"
)
_MANY = re.compile(r"(?<![\w.,/-])(\d+(?:\.\d+)?) (patch|tablet|capsule)(?![\w-])(?! (?:\d|of \d))")
_RARE = re.compile(r"(?<![\w.,/-])(0\.0\d+) patch(?:es)? a day\b")
_UNITS: Mapping[str, str] = {"a": "year", "mo": "month", "wk": "week", "d": "day"}
_TIME = re.compile(r"(?<![\w.,/-])(\d+(?:\.\d+)?) (?:(mo|wk)\b|(a|d)(?=$|[,;:.)]| \(| to \d| and | or ))")
_BRACES = re.compile(r"\{([\w.]+)\}")
_BRACKETS = re.compile(r"\[(Hg|IU)\]")
_IDS = re.compile(r"(?<![\w.@/`*-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w@/`*]|\.\w)")
#: the days for which a dose that is given less often than daily is counted (the interval of the only such label)
_SPAN = 90
#: words that are written with capitals where an id has none
_SPELLED: Mapping[str, str] = {
    "cns": "CNS", "mri": "MRI", "mme": "MME", "qt": "QT", "qtc": "QTc", "ecg": "ECG", "snri": "SNRI", "ssri": "SSRI",
    "tca": "TCA", "maoi": "MAOI", "nsaid": "NSAID", "hla": "HLA", "egfr": "eGFR", "dn4": "DN4", "hiv": "HIV",
    "guillain": "Guillain", "barre": "Barré", "cyp2d6": "CYP2D6", "cyp2c19": "CYP2C19", "cyp1a2": "CYP1A2",
    "cyp3a4": "CYP3A4", "b12": "B12", "who": "WHO", "fda": "FDA", "us": "US", "uk": "UK", "phq9": "PHQ-9",
}  # fmt: skip


def spelled(ident: str) -> str:
    """The words of an id, abbreviations and names as they are written.

    >>> spelled("guillain_barre_pattern"), spelled("cns_active_three")
    ('Guillain-Barré pattern', 'CNS active three')
    """
    words = (_SPELLED.get(word, word) for word in ident.replace("_", " ").split())
    return " ".join(words).replace("Guillain Barré", "Guillain-Barré")


def stopped(text: str) -> str:
    """With a full stop where nothing ends the sentence."""
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."


def unit_words(unit: str) -> str:
    """A unit as people write it.

    >>> unit_words("mL/min/{1.73_m2}"), unit_words("a")
    ('mL/min/1.73 m2', 'years')
    """
    return f"{_UNITS[unit]}s" if unit in _UNITS else _BRACKETS.sub(r"\1", _BRACES.sub(_unbraced, unit))


def tidy(text: str, name: Callable[[str], str] = spelled) -> str:
    """One text with its grammar mended and its ids named by `name`.

    >>> tidy("1 cautions; 82 a (today); not above 3 patch a day")
    '1 caution; 82 years (today); not above 3 patches a day'
    """
    text = _IDS.sub(lambda found: name(found[0]), text)
    text = _BRACKETS.sub(r"\1", _BRACES.sub(_unbraced, text))
    text = _RARE.sub(_in_span, text)
    text = _TIME.sub(_of_time, text)
    text = _MANY.sub(_more_than_one, text)
    text = _ONE.sub(lambda found: f"1 {_SINGULAR.get(found[1], found[1])}", text)
    return text.replace("points of points of", "points of")


_SINGULAR: Mapping[str, str] = {"entrie": "entry", "patche": "patch"}


def _unbraced(found: re.Match[str]) -> str:
    return found[1].replace("_", " ")


def _in_span(found: re.Match[str]) -> str:
    number = float(found[1]) * _SPAN
    return f"{number:.0f} patches in {_SPAN} days" if abs(number - round(number)) < 0.01 else found[0]


def _of_time(found: re.Match[str]) -> str:
    return f"{found[1]} {_UNITS[found[2] or found[3]]}{'' if float(found[1]) == 1.0 else 's'}"


def _more_than_one(found: re.Match[str]) -> str:
    if float(found[1]) <= 1.0:
        return found[0]
    return f"{found[1]} {found[2]}{'es' if found[2].endswith('ch') else 's'}"


def tidied(library: Library, page: Page) -> Page:
    """A page with every text in it mended, names for ids, and what a list repeats said once."""
    regions = library.kinds["anatomy"]
    named: dict[str, str] = {ident: str(getattr(entry, "name", ident)) for ident, entry in regions.items()}
    for kind in ("causes", "drugs", "therapies", "substances", "classes", "guidelines"):
        for ident, entry in library.kinds[kind].items():
            named.setdefault(ident, str(getattr(entry, "name", ident)))

    def mend(text: str) -> str:
        return tidy(text, lambda ident: named.get(ident) or spelled(ident))

    unread = library.say("title.unread")

    def block(one: Block) -> Block:
        match one:
            case Paragraph():
                return replace(one, said=said(one.said))
            case Bullets():
                return replace(one, items=each_once(tuple(said(item) for item in one.items)))
            case Pairs():
                return Pairs(
                    tuple(
                        (mend(label), each_once(tuple(said(v) for v in values))) for label, values in one.rows
                    )
                )
            case Table():
                head = tuple(mend(name) for name in one.head)
                return Table(mend(one.caption), head, tuple(tuple(said(c) for c in row) for row in one.rows))
            case Section() if one.title == unread:
                return one
            case Box() | Section():
                return replace(one, title=mend(one.title), blocks=tuple(block(inner) for inner in one.blocks))
            case Steps():
                points = tuple((day, total, mend(label)) for day, total, label in one.points)
                return replace(one, says=mend(one.says), points=points)
            case _:
                return one

    def said(one: Said) -> Said:
        return Said(mend(one.text), one.cite, mend(one.label))

    return replace(
        page,
        first=tuple(block(one) for one in page.first),
        details=tuple(block(one) for one in page.details),
    )


def each_once(items: tuple[Said, ...]) -> tuple[Said, ...]:
    """The same words once, with the sources of all."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for item in items:
        key = (item.label, item.text)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), *item.cite)))
    return tuple(Said(text, cite, label) for (label, text), cite in found.items())
