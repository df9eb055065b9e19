"""The way in: bytes of one patient, in any of the forms that are read, to an `Intake`."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec

from painpath.intake import shapes
from painpath.intake.bundle import read_document
from painpath.intake.codes import index_of
from painpath.intake.door import Form, open_document, text_of
from painpath.intake.entries import split_bundle, split_lines
from painpath.intake.errors import RecordError
from painpath.intake.facts_file import facts_of, read_yaml_facts
from painpath.intake.values import Intake
from painpath.library import Library


def read_patient(data: bytes, library: Library, *, name: str = "input") -> Intake:
    """Everything that a document says of its one patient.

    `data` is a FHIR R4 Bundle or resource, NDJSON of one patient, or a facts file (YAML or JSON); `name` is
    what to call it in messages. What is not understood is listed in `unread`; RecordError when the document
    as a whole cannot be used.
    """
    data = text_of(data, name)
    form, top = open_document(data, name)
    index = index_of(library)
    match form:
        case Form.FHIR:
            return read_document(split_bundle(data, top, name), index, name, top.timestamp)
        case Form.FHIR_LINES:
            return read_document(split_lines(data, name), index, name)
        case Form.FACTS_JSON:
            return facts_of(_facts_object(data, name), index, name)
        case Form.FACTS_YAML:
            return facts_of(read_yaml_facts(data, name), index, name)


def read_facts(document: Mapping[str, object], library: Library, *, name: str = "facts") -> Intake:
    """Everything that a facts file says, given as data already read (an entry's case, an interview's
    answers).
    """
    return facts_of(document, index_of(library), name)


def _object(data: bytes, name: str) -> Mapping[str, object]:
    try:
        return msgspec.json.decode(data, type=dict[str, object])
    except shapes.BAD:
        raise RecordError(
            f"{name}: it holds bytes that are not UTF-8 text, or a number too large to be one. Mend it and try again."
        ) from None


def _facts_object(data: bytes, name: str) -> Mapping[str, object]:
    """The data of a facts file written in JSON; RecordError where a name stands twice, of which one would be lost."""
    document = _object(data, name)
    json.loads(data, object_pairs_hook=lambda pairs: _once(pairs, name), parse_int=str, parse_float=str)
    return document


def _once(pairs: list[tuple[str, object]], name: str) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise RecordError(f"{name}: {key!r} stands twice in the same object. Keep one.")
        seen.add(key)
