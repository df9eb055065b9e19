"""Walking an entry: every part with its path, every criterion, every source that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import msgspec

from painpath.library import schema

#: the words under which an entry holds a criterion (a mapping; the same words may hold plain text elsewhere)
CRITERION_WORDS = frozenset(
    {
        "when", "applies_when", "ask_if", "unless", "settle", "limited_if", "from_criterion",
        "suspect", "history", "distribution", "signs", "test", "present",
    }
)  # fmt: skip


#: what holds nothing when it is empty; 0 and False say something
_EMPTY = (str, list, dict)
#: what may hold other parts
_HOLDERS = (list, dict, msgspec.Struct)


@cache
def _names(struct: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
    """The fields of a form: their names here, and the words for them in a file."""
    return tuple(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))


class Part(NamedTuple):
    """A part of an entry and the path that leads to it, written as in the file."""

    path: str
    part: schema.Entry

    def fields(self) -> Iterator[tuple[str, str, object]]:
        """Field name, its path and its value, for every field that holds something."""
        for name, word in _names(type(self.part)):
            value = getattr(self.part, name)
            if value is not None and (value or value.__class__ not in _EMPTY):
                yield name, f"{self.path}.{word}", value


def parts(entry: schema.Entry, path: str = "$") -> Iterator[Part]:
    """The entry and every part of it that has a form of its own, parents first."""
    yield Part(path, entry)
    for name, word in _names(type(entry)):
        value = getattr(entry, name)
        if value and isinstance(value, _HOLDERS):
            yield from _within(value, f"{path}.{word}")


def _within(value: object, path: str) -> Iterator[Part]:
    if isinstance(value, msgspec.Struct):
        assert isinstance(value, schema.Entry)
        yield from parts(value, path)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            if not isinstance(item, str):
                yield from _within(item, f"{path}[{i}]")
    elif isinstance(value, dict):
        for word, item in value.items():
            if not isinstance(item, str):
                yield from _within(item, f"{path}.{word}")


def criteria(part: Part) -> Iterator[tuple[str, schema.Raw]]:
    """The criteria that a part holds itself, with their paths."""
    for name, at, value in part.fields():
        if name in CRITERION_WORDS and isinstance(value, dict):
            yield at, value


def cited(part: Part) -> Iterator[tuple[str, str]]:
    """Every `source @ place` that a part writes itself, with its path; loose mappings in it are searched too."""
    for name, at, value in part.fields():
        if name == "cite":
            yield from _cites(value, at)
        elif name == "roles" and isinstance(value, dict):
            for role, cite in value.items():
                yield from _cites(cite, f"{at}.{role}")
        elif name != "cases" and isinstance(value, (dict, list)):
            yield from _loose(value, at)


def _cites(value: object, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield f"{at}[{i}]", str(one)


def _loose(value: object, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for word, item in value.items():
            if word == "cite":
                yield from _cites(item, f"{at}.{word}")
            else:
                yield from _loose(item, f"{at}.{word}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _loose(item, f"{at}[{i}]")


def source_of(cite: str) -> str:
    """The source that a `source @ place` names."""
    return cite.partition("@")[0].strip()
