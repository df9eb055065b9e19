"""From the bytes of a FHIR document to its entries: place, type and raw bytes of each, nothing believed yet.

Types are recognised by the first bytes of a resource where its exporter writes the type first, as nearly all
do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec
from msgspec import Raw

from painpath.intake import shapes
from painpath.intake.door import MOST_ENTRIES, lines_of, too_deep, too_many
from painpath.intake.errors import RecordError
from painpath.intake.shapes import Top

_TYPE = re.compile(rb'\{\s*"resourceType"\s*:\s*"([A-Za-z]+)"')
_WORDS = msgspec.json.Decoder(str)
_ANY = msgspec.json.Decoder(Raw)
NOTHING = Raw(b"null")


@dataclass(slots=True)
class FhirEntry:
    """One entry: its place in the document (from 1), its type ("" when it has none), its bytes and its
    address.
    """

    number: int
    type: str
    raw: Raw
    address: str | None


def split_bundle(data: bytes, top: Top, name: str) -> list[FhirEntry]:
    """The entries of a Bundle, or the one resource that the document is.

    An entry that is no object, or has no resource, is kept as `NOTHING`.
    """
    if type_of(Raw(data)) != "Bundle":
        return [_entry(1, Raw(data), None)]
    if shapes.given(top.loose):
        return _split_loosely(top.loose, name)
    entries = top.entry or []
    if len(entries) > MOST_ENTRIES:
        raise too_many(name)
    return [_entry(i, entry.resource, entry.fullUrl) for i, entry in enumerate(entries, 1)]


def split_lines(data: bytes, name: str) -> list[FhirEntry]:
    """The entries of NDJSON. A line that is not whole JSON costs itself; a broken last line costs the file."""
    lines = lines_of(data)
    if len(lines) > MOST_ENTRIES:
        raise too_many(name)
    entries: list[FhirEntry] = []
    for number, line in enumerate(lines, 1):
        try:
            raw = _ANY.decode(line)
        except shapes.BAD:
            if number == len(lines):
                raise RecordError(
                    f"{name}: line {number}, the last, is not whole JSON: the file ends too early."
                    " Send it again, whole."
                ) from None
            raw = NOTHING
        except RecursionError:
            raise too_deep(name) from None
        entries.append(_entry(number, raw, None))
    return entries


def type_of(raw: Raw) -> str:
    """The resource's type; empty when it has none that is a word."""
    match = _TYPE.match(raw)
    if match is not None:
        return match[1].decode()
    try:
        return _WORDS.decode(shapes.TYPED.decode(raw).resourceType)
    except shapes.BAD:
        return ""


def _entry(number: int, raw: Raw, address: str | None) -> FhirEntry:
    return FhirEntry(number, type_of(raw), raw, address)


def _split_loosely(raw_list: Raw, name: str) -> list[FhirEntry]:
    """As `split_bundle`, for a Bundle of which some entries are not even objects."""
    try:
        raws = shapes.RAWS.decode(raw_list)
    except msgspec.ValidationError:
        raise RecordError(
            f"{name}: the Bundle's entry is not a list, so nothing in it can be found."
            " Export it again as FHIR R4."
        ) from None
    if len(raws) > MOST_ENTRIES:
        raise too_many(name)
    entries: list[FhirEntry] = []
    for number, raw in enumerate(raws, 1):
        entry = _loose_entry(raw)
        entries.append(_entry(number, entry.resource, entry.fullUrl))
    return entries


def _loose_entry(raw: Raw) -> shapes.Entry:
    try:
        return shapes.ENTRY.decode(raw)
    except shapes.BAD:
        pass  # perhaps only its address is in another form
    try:
        return shapes.Entry(resource=shapes.ONLY_RESOURCE.decode(raw).resource)
    except shapes.BAD:
        return shapes.Entry(resource=NOTHING)
