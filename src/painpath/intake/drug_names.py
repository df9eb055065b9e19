"""The names and codes by which drugs are recognised: INN, salts and synonyms, brands, RxNorm and ATC codes.

Only an index; what a whole product text means is `drug_text`. A brand of several ingredients belongs to all
of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from painpath.library import Library

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"['’`]")
_DENIED_BEFORE = {"non", "no", "not", "without"}
_DENIED_AFTER = {"free"}


class Word(NamedTuple):
    """One word of a text and where it stands."""

    text: str
    begin: int
    end: int


class Named(NamedTuple):
    """A drug name found in a text: its substances and where it stands."""

    substances: tuple[str, ...]
    begin: int
    end: int


class DrugNames(msgspec.Struct, frozen=True):
    """Names by their first word, longest first; codes by system; and every name of a class."""

    by_word: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    by_code: Mapping[tuple[str, str], tuple[str, ...]]
    classes: Mapping[tuple[str, str], str]
    class_names: Mapping[tuple[str, ...], str]

    def find(self, text: str) -> list[Named]:
        """Every drug name in a text, longest first where names overlap; "aspirin-free" names no aspirin."""
        words = words_of(text)
        found: list[Named] = []
        at = 0
        while at < len(words):
            length, substances = self._starting(words, at)
            if not length:
                at += 1
                continue
            before = words[at - 1].text if at else ""
            after = words[at + length].text if at + length < len(words) else ""
            # "polyvinyl alcohol" is another compound than alcohol
            if before not in _DENIED_BEFORE and after not in _DENIED_AFTER and not before.endswith("yl"):
                found.append(Named(substances, words[at].begin, words[at + length - 1].end))
            at += length
        return found

    def _starting(self, words: list[Word], at: int) -> tuple[int, tuple[str, ...]]:
        for name, substances in self.by_word.get(words[at].text, ()):
            if len(name) <= len(words) - at and all(
                words[at + i].text == part for i, part in enumerate(name)
            ):
                return len(name), substances
        return 0, ()

    def coded(self, system: str, code: str) -> tuple[str, ...]:
        """The substances of a code; empty when no entry lists it. An ATC code of a class names no substance."""
        return self.by_code.get((system, code), ())

    def class_coded(self, system: str, code: str) -> str:
        """The class of a code (ATC: of its longest listed beginning); empty when no entry lists it."""
        found = self.classes.get((system, code), "")
        while not found and system == "atc" and len(code) > 1:
            code = code[:-1]
            found = self.classes.get((system, code), "")
        return found

    def class_named(self, text: str) -> tuple[str, ...]:
        """The class whose name is all that a text says ("NSAIDs", "Opioids"); empty for anything longer."""
        words = tuple(word.text for word in words_of(text))
        for spelled in (words, (*words[:-1], words[-1].removesuffix("s")) if words else words):
            if spelled in self.class_names:
                return (self.class_names[spelled],)
        return ()


def words_of(text: str) -> list[Word]:
    """The words of a text, in lower case, with their places; an apostrophe joins.

    >>> [word.text for word in words_of("St John's wort 300mg")]
    ['st', 'johns', 'wort', '300mg']
    """
    lowered = text.lower()
    if _APOSTROPHE.search(lowered):
        return [
            Word(_APOSTROPHE.sub("", match[0]), match.start(), match.end())
            for match in re.finditer(r"[a-z0-9]+(?:['’`][a-z0-9]+)*", lowered)
        ]
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(lowered)]


def drug_names(library: Library) -> DrugNames:
    """The index over a library's substances, products and classes."""
    names: dict[tuple[str, ...], dict[str, None]] = {}
    codes: dict[tuple[str, str], dict[str, None]] = {}

    def call(spelled: Iterable[str], substance: str) -> None:
        for name in spelled:
            words = tuple(word.text for word in words_of(name))
            if words:
                names.setdefault(words, {})[substance] = None

    for substance, entry in library.kinds.get("substances", {}).items():
        call([substance.replace("_", " "), *_texts(entry, "name", "synonyms", "brands")], substance)
        for system, listed in _codes(entry).items():
            for code in listed:
                codes.setdefault((system, code), {})[substance] = None
    for entry in library.kinds.get("products", {}).values():
        call(_texts(entry, "brands"), *_texts(entry, "substance"))
    by_word: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for words, substances in names.items():
        by_word.setdefault(words[0], []).append((words, tuple(substances)))
    return DrugNames(
        by_word={word: tuple(sorted(listed, key=_longest_first)) for word, listed in by_word.items()},
        by_code={code: tuple(substances) for code, substances in codes.items()},
        classes={
            (system, code): name
            for name, entry in library.kinds.get("classes", {}).items()
            for system, listed in _codes(entry).items()
            for code in listed
        },
        class_names={
            tuple(word.text for word in words_of(spelled)): name
            for name, entry in library.kinds.get("classes", {}).items()
            for spelled in (name.replace("_", " "), *_texts(entry, "name"))
        },
    )


def _longest_first(name: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    return (-len(name[0]), name[0])


def _texts(entry: object, *words: str) -> list[str]:
    found: list[str] = []
    for word in words:
        value = getattr(entry, word, "")
        found += [value] if isinstance(value, str) else value
    return [text for text in found if text]


def _codes(entry: object) -> Mapping[str, list[str]]:
    codes: Mapping[str, list[str]] = getattr(entry, "codes", {})
    return codes
