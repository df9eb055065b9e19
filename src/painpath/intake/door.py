"""The door: which kind of document the bytes are, and what is refused before anything in them is believed.

Nothing is decoded into values here; that a resource is sound is found out entry by entry later.
"""

from __future__ import annotations

import enum
import re

import msgspec

from painpath.intake.errors import RecordError
from painpath.intake.shapes import LOOSE_TOP, TOP, Top

#: Conventions of ours (no paper settles them): what one patient's record may at most be.
MOST_BYTES = 20_000_000
MOST_DEPTH = 200
MOST_ENTRIES = 100_000

_GIVE = "Give a FHIR R4 Bundle or resource (JSON), NDJSON of one patient, or a facts file (YAML or JSON)."
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LINE_START = re.compile(rb"\n\s*\{")
_BARE_KEY = re.compile(rb"\{\s*(?:[A-Za-z_][\w.]*\s*:|\})")


class Form(enum.Enum):
    """How a document is written, and in which words."""

    FHIR = "FHIR JSON"
    FHIR_LINES = "FHIR NDJSON"
    FACTS_JSON = "facts file, JSON"
    FACTS_YAML = "facts file, YAML"


def text_of(data: bytes, name: str) -> bytes:
    """The bytes as UTF-8 text without a byte order mark; RecordError for empty, too large or another
    encoding.
    """
    if len(data) > MOST_BYTES:
        raise RecordError(
            f"{name}: the file is larger than {MOST_BYTES // 1_000_000} MB, the most that is read for one patient."
            " Leave out documents and images, or send the newest part of the record."
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:64]:
        raise RecordError(
            f"{name}: the file is not UTF-8 text (it looks like UTF-16). Save it as UTF-8 and try again."
        )
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not data:
        raise RecordError(f"{name}: the file is empty. {_GIVE}")
    return data


def open_document(data: bytes, name: str) -> tuple[Form, Top]:
    """Which kind of document it is, and what stands at its top; RecordError when it is none that is read.

    The top is decoded here once for all; for NDJSON and YAML it is empty.
    """
    if data.startswith(b"["):
        raise RecordError(f"{name}: the file holds an array, not one document. {_GIVE}")
    if not data.startswith(b"{") or _BARE_KEY.match(data):
        return Form.FACTS_YAML, Top()
    _check_depth(data, name)
    try:
        top = _top(data)
    except msgspec.DecodeError as error:
        if _LINE_START.search(data) and _first_line_is_whole(data):
            return Form.FHIR_LINES, Top()
        raise RecordError(
            f"{name}: the file is not whole JSON ({str(error).removeprefix('JSON is malformed: ')})."
            f" {_repair(error)}"
        ) from None
    if bytes(top.resourceType):
        return Form.FHIR, top
    if top.is_facts:
        return Form.FACTS_JSON, top
    raise RecordError(
        f"{name}: this JSON is neither a FHIR resource (no resourceType) nor a facts file (no facts). {_GIVE}"
    )


def _top(data: bytes) -> Top:
    """The top of a JSON document. Entries that are not even objects leave the list raw."""
    try:
        return TOP.decode(data)
    except (msgspec.ValidationError, UnicodeDecodeError):
        loose = LOOSE_TOP.decode(data)
        return Top(resourceType=loose.resourceType, facts=loose.facts, loose=loose.entry)


def _check_depth(data: bytes, name: str) -> None:
    """RecordError when brackets nest deeper than `MOST_DEPTH`. Peels the innermost pairs layer by layer."""
    brackets = data.translate(None, _NOT_BRACKETS)
    for _ in range(MOST_DEPTH):
        peeled = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if not peeled:
            return
        if len(peeled) == len(brackets):
            break
        brackets = peeled
    # Brackets inside strings do not pair up, or the document is broken or too deep: count exactly.
    depth = deepest = 0
    for byte in _STRING.sub(b"", data).translate(None, _NOT_BRACKETS):
        depth = depth + 1 if byte in b"[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    if deepest > MOST_DEPTH:
        raise too_deep(name)


def too_deep(name: str) -> RecordError:
    """The refusal of a document whose values nest too deep."""
    return RecordError(
        f"{name}: values nest deeper than {MOST_DEPTH} levels, which no FHIR record needs. Send the record as exported."
    )


def too_many(name: str) -> RecordError:
    """The refusal of a document with too many entries."""
    return RecordError(
        f"{name}: more than {MOST_ENTRIES} entries, too many for one patient. Send the newest part."
    )


def lines_of(data: bytes) -> list[bytes]:
    """The lines of NDJSON that hold something."""
    return [line for line in (line.strip() for line in data.split(b"\n")) if line]


def _first_line_is_whole(data: bytes) -> bool:
    try:
        msgspec.json.decode(data.split(b"\n", 1)[0], type=msgspec.Raw)
    except msgspec.DecodeError:
        return False
    return True


def _repair(error: Exception) -> str:
    said = str(error)
    if "truncated" in said:
        return "It ends too early: send it again, whole."
    if "trailing" in said:
        return "Something follows the end of the document: send one document, or NDJSON with one resource a line."
    return "JSON knows no NaN, comments or loose commas: export it again with a JSON writer."
