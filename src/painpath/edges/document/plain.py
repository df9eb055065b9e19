"""Results as plain data for other programs: `schema` first, dates ISO, quantities {value, unit}, no NaN or infinity.

Fields that begin with an underscore are how one stage hands over to the next and are not sent.
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Sequence
from typing import TypeAlias

import msgspec

from painpath.assessment.qst_result import SensoryProfile
from painpath.assessment.result import Assessment
from painpath.edges.document.exam import Exam
from painpath.edges.document.handout import Papers
from painpath.edges.document.review_list_page import ReviewList
from painpath.followup.result import Review
from painpath.followup.trial_form import Design
from painpath.followup.trial_result import TrialResult
from painpath.planning.result import Plan, Verdict

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

RESULTS: dict[str, type[msgspec.Struct]] = {
    "plan": Plan,
    "assessment": Assessment,
    "verdict": Verdict,
    "qst": SensoryProfile,
    "exam": Exam,
    "handout": Papers,
    "review_list": ReviewList,
    "review": Review,
    "trial": Design,
    "trial_result": TrialResult,
}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_name(result: str) -> str:
    """The name and number under which a form of output is kept stable.

    >>> schema_name("plan")
    'painpath.plan/1'
    """
    return f"painpath.{result}/1"


def plain(value: object) -> Json:
    """A result value as plain data; a number that is not finite becomes null."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    assert isinstance(value, msgspec.Struct), f"a {type(value).__name__} is not part of a result"
    return {name: plain(getattr(value, name)) for name in value.__struct_fields__ if not name.startswith("_")}


def document_of(name: str, result: object) -> dict[str, Json]:
    """A whole result as it is sent: its schema first."""
    body = plain(result)
    assert isinstance(body, dict), "a result is a value with fields"
    return {"schema": schema_name(name), **body}


def schema_of(name: str) -> dict[str, Json]:
    """The JSON schema of a result, from its type: every field is always there."""
    definitions: dict[str, Json] = {}
    root = _object(RESULTS[name], definitions)
    properties: dict[str, Json] = {
        "schema": {"const": schema_name(name)},
        **typing.cast("dict[str, Json]", root["properties"]),
    }
    return {
        "$schema": DRAFT,
        "$id": schema_name(name),
        "title": RESULTS[name].__name__,
        "description": _first_sentence(RESULTS[name]),
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _first_sentence(cls: type) -> str:
    return " ".join((cls.__doc__ or "").split())


def _object(cls: type[msgspec.Struct], definitions: dict[str, Json]) -> dict[str, Json]:
    hints = typing.get_type_hints(cls)
    names = [name for name in cls.__struct_fields__ if not name.startswith("_")]
    properties: dict[str, Json] = {name: _form(hints[name], definitions) for name in names}
    return {
        "type": "object",
        "description": _first_sentence(cls),
        "properties": properties,
        "required": [*names],
        "additionalProperties": False,
    }


def _form(hint: object, definitions: dict[str, Json]) -> dict[str, Json]:
    simple: dict[object, dict[str, Json]] = {
        str: {"type": "string"},
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        float: {"type": ["number", "null"]},
        type(None): {"type": "null"},
    }
    if hint in simple:
        return dict(simple[hint])
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (tuple, Sequence):
        return {"type": "array", "items": _form(args[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _form(args[1], definitions)}
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_form(arg, definitions) for arg in args]}
    assert isinstance(hint, type), f"{hint} has no form in JSON"
    assert issubclass(hint, msgspec.Struct), f"{hint} has no form in JSON"
    if hint.__name__ not in definitions:
        definitions[hint.__name__] = {}
        definitions[hint.__name__] = _object(hint, definitions)
    return {"$ref": f"#/$defs/{hint.__name__}"}


def builtins_of(entry: msgspec.Struct) -> dict[str, Json]:
    """An entry of the knowledge as plain data."""
    found = msgspec.to_builtins(entry)
    assert isinstance(found, dict), "an entry is a mapping"
    return found
