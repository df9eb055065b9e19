"""JSON schemas as they are published: results, the facts file, and every kind of entry."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from painpath.edges.document.plain import DRAFT, RESULTS, Json, schema_of
from painpath.facts import FactType, Kind
from painpath.library import JURISDICTIONS, Library, load_library
from painpath.library.schema import KINDS, Entry

#: an entry's kind as people say it, and the folder that holds it
SINGULAR: Mapping[str, str] = {
    "source": "sources", "fact": "facts", "anatomy": "anatomy", "substance": "substances", "class": "classes",
    "product": "products", "drug": "drugs", "therapy": "therapies", "interaction": "interactions",
    "effect": "effects", "prior": "priors", "cause": "causes", "instrument": "instruments",
    "rule": "rules", "guideline": "guidelines",
    "symptom": "symptoms", "mechanism": "mechanisms", "target": "targets", "gene": "genes", "coverage": "coverage",
    "workup": "workup", "qst_protocol": "qst", "code_system": "codes", "claim": "claims",
    "parameter": "parameters", "measure": "measures",
}  # fmt: skip
FACTS = "facts"
NAMES = (*RESULTS, FACTS, *SINGULAR)

_MOMENT = {"type": "string", "description": "2026-11-20, 2026-11 or 2026"}
_COURSE_WORDS = ("amount", "dose", "form", "route", "release", "status", "outcome", "strength", "by")
_BY = {"type": "string", "description": "who said or found it: patient, clinician, laboratory, or a name"}
#: a reading with its words, or several
_STATED: list[Json] = [{"$ref": "#/$defs/reading"}, {"type": "array"}]


def schema_for(name: str) -> dict[str, Json]:
    """The JSON schema of a result, of a facts file, or of a kind of entry (in the singular)."""
    if name in RESULTS:
        return schema_of(name)
    if name == FACTS:
        return facts_schema(load_library())
    return _entry_schema(name, KINDS[SINGULAR[name]])


def _entry_schema(name: str, struct: type[Entry]) -> dict[str, Json]:
    (reference,), components = msgspec.json.schema_components(
        [struct], schema_hook=_anything, ref_template="#/$defs/{name}"
    )
    return {"$schema": DRAFT, "$id": f"painpath.entry.{name}/1", **reference, "$defs": dict(components)}


def _anything(cls: type) -> dict[str, Json]:
    """Criteria and other loose mappings: their words are checked when they are read, not here."""
    assert cls is object, f"{cls} has no form in JSON"
    return {"description": "a criterion, or a mapping that is checked when it is read"}


def facts_schema(library: Library) -> dict[str, Json]:
    """The JSON schema of a facts file: every fact by name, so that an editor completes and checks while one types.

    It is wider than what is read: units and dates are checked by intake, which says what is wrong in words.
    """
    guidelines: list[Json] = [*sorted(library.guidelines)]
    facts: dict[str, Json] = {}
    patient: dict[str, Json] = {}
    for name, fact in library.facts.items():
        entry = library.fact_entry(name)
        if entry is None:
            continue
        facts[name] = {"description": entry.says, **_value(fact)}
        if name.startswith("patient."):
            patient[name.removeprefix("patient.")] = facts[name]
    return {
        "$schema": DRAFT,
        "$id": "painpath.facts/1",
        "title": "Facts file",
        "description": "What is known of one patient, by the names of facts (painpath facts).",
        "type": "object",
        "properties": {
            "schema": {"const": "painpath.facts/1"},
            "as_of": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            "guideline": {"enum": guidelines},
            "jurisdiction": {"enum": list(JURISDICTIONS)},
            "complete": {"type": ["object", "array", "string"]},
            "patient": {"type": "object", "properties": patient},
            "facts": {
                "type": "object",
                "properties": facts,
                "patternProperties": {
                    r"^medication\.": {"$ref": "#/$defs/medication"},
                    r"^allergy\.": _CLAIM,
                    r"^gene\.[a-z0-9]+\.diplotype$": {"type": ["string", "object"]},
                },
                "additionalProperties": False,
            },
            "pains": {"type": ["object", "array"]},
        },
        "additionalProperties": False,
        "$defs": {"medication": _medication(), "reading": _reading()},
    }


_CLAIM: dict[str, Json] = {"anyOf": [{"enum": ["yes", "no", "unknown"]}, *_STATED]}


def _reading() -> dict[str, Json]:
    """The words that may stand beside an answer."""
    answer: Json = {"type": ["string", "number", "array", "boolean"]}
    return {
        "type": "object",
        "properties": {
            "is": answer,
            "value": answer,
            "on": dict(_MOMENT),
            "since": dict(_MOMENT),
            "until": dict(_MOMENT),
            "at": {"type": ["string", "array"]},
            "by": dict(_BY),
        },
        "additionalProperties": False,
    }


def _medication() -> dict[str, Json]:
    words: dict[str, Json] = {word: {"type": ["string", "number"]} for word in _COURSE_WORDS}
    course: dict[str, Json] = {
        "type": "object",
        "properties": {
            **words,
            "times_per_day": {"type": ["number", "string"]},
            "every": {"type": "string"},
            "from": dict(_MOMENT),
            "until": dict(_MOMENT),
        },
    }
    dose: Json = {"type": "string", "pattern": r"\d", "description": "75 mg twice daily, 300 mg tds"}
    one: list[Json] = [{"enum": ["yes", "no", "unknown"]}, dose, course]
    return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]}


def _value(fact: FactType) -> dict[str, Json]:
    wrapped: list[Json] = [*_STATED, {"const": "unknown"}]
    match fact.kind:
        case Kind.CLAIM:
            return dict(_CLAIM)
        case Kind.QUANTITY:
            return {"anyOf": [{"type": ["number", "string"]}, *wrapped]}
        case Kind.ONE_OF | Kind.ORDERED:
            return {"anyOf": [{"enum": list(fact.options)}, {"type": "number"}, *wrapped]}
        case Kind.SET:
            return {"anyOf": [{"type": ["array", "string"]}, *wrapped]}
        case Kind.DATE:
            return {"anyOf": [{"type": ["string", "integer"]}, *wrapped]}
