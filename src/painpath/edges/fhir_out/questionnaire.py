"""An instrument as a FHIR R4 Questionnaire, to be filled in elsewhere and read back by `intake/answers.py`.

An item's linkId is the name of its fact, so an answer finds its way home whatever it is called on the form. The words
of an item are shipped only where its entry says that the licence allows it; elsewhere our own short label stands there.
Not a score: that is worked out when the answers come back.
"""

from __future__ import annotations

from typing import TypeAlias

from painpath.facts import Kind
from painpath.library import Library, schema

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Element: TypeAlias = "dict[str, Json]"

_LOINC = "http://loinc.org"
_UCUM = "http://unitsofmeasure.org"
_STRUCTURE = "http://hl7.org/fhir/StructureDefinition"
#: How an item is asked where nothing is to be said of it.
_PLAIN_KINDS = ("", "interview")


def questionnaire(library: Library, ident: str) -> Element:
    """The Questionnaire of one instrument; KeyError for an id that is none.

    Numbers keep the limits of their fact, numbered answers their points (`ordinalValue`). Status is `draft` and
    `experimental`: no named clinician has read the entry against its source.
    """
    instrument = library.instruments[ident]
    items: list[Json] = [_item(library, instrument, item) for item in instrument.items]
    if instrument.stem:
        items = [{"linkId": ident, "text": instrument.stem, "type": "group", "item": items}]
    panel = _codes(instrument.loinc, "panel")
    return {
        "resourceType": "Questionnaire",
        "id": ident.replace("_", "-"),
        "version": library.version,
        "name": ident.upper(),
        "title": instrument.name,
        "status": "draft",
        "experimental": True,
        "subjectType": ["Patient"],
        "description": _description(library, instrument),
        **({"purpose": instrument.note} if instrument.note else {}),
        "copyright": _copyright(library, instrument),
        **({"code": [_loinc(code) for code in panel]} if panel else {}),
        "item": items,
    }


def _description(library: Library, instrument: schema.Instrument) -> str:
    lines = [
        library.say(
            "questionnaire.wording_shipped"
            if instrument.wording_shipped == "yes"
            else "questionnaire.wording_not_shipped"
        )
    ]
    if instrument.recall:
        lines.append(library.say("questionnaire.recall", text=_sentence(instrument.recall)))
    if instrument.who:
        lines.append(library.say("questionnaire.who", text=instrument.who))
    return " ".join(lines)


def _copyright(library: Library, instrument: schema.Instrument) -> str:
    lines = [instrument.copyright, _sentence(instrument.licence)]
    if _codes(instrument.loinc, "panel") or any(_fact_codes(library, item.id) for item in instrument.items):
        lines.append(library.say("questionnaire.loinc"))
    return " ".join(line for line in lines if line)


def _sentence(said: str | schema.Said) -> str:
    return said if isinstance(said, str) else said.says


def _item(library: Library, instrument: schema.Instrument, item: schema.Item) -> Element:
    shipped = item.wording if instrument.wording_shipped == "yes" else ""
    label = item.label if item.kind in _PLAIN_KINDS else f"{item.label} ({item.kind})"
    codes = _fact_codes(library, item.id)
    return {
        "linkId": item.id,
        **({"code": [_loinc(code) for code in codes]} if codes else {}),
        "text": shipped or label,
        **_answer(library, item.id, item.choices or instrument.choices),
    }


def _answer(library: Library, fact: str, choices: list[schema.Choice]) -> Element:
    """The type of an item and what may be answered; every form is one that the intake reads."""
    kind = library.catalog.facts[fact]
    if choices and any(choice.loinc or not isinstance(choice.is_, int) for choice in choices):
        return {"type": "choice", "answerOption": [_option(choice) for choice in choices]}
    match kind.kind:
        case Kind.CLAIM:
            return {"type": "boolean"}
        case Kind.DATE:
            return {"type": "date"}
        case Kind.QUANTITY if kind.unit == "1":
            low, high = kind.plausible if kind.plausible is not None else (None, None)
            return {"type": "decimal", **_limits("valueDecimal", low, high)}
        case Kind.QUANTITY:
            unit: Element = {"system": _UCUM, "code": kind.unit, "display": kind.unit}
            return {
                "type": "quantity",
                "extension": [{"url": f"{_STRUCTURE}/questionnaire-unit", "valueCoding": unit}],
            }
        case Kind.ONE_OF | Kind.ORDERED if all(option.isdigit() for option in kind.options):
            points = [int(option) for option in kind.options]
            return {"type": "integer", **_limits("valueInteger", min(points), max(points))}
        case Kind.ONE_OF | Kind.ORDERED | Kind.SET:
            words = [schema.Choice(is_=option, says=option.replace("_", " ")) for option in kind.options]
            several: Element = {"repeats": True} if kind.kind is Kind.SET else {}
            return {"type": "choice", **several, "answerOption": [_option(word) for word in words]}


def _limits(value: str, low: float | None, high: float | None) -> Element:
    found: list[Json] = [
        {"url": f"{_STRUCTURE}/{word}", value: limit}
        for word, limit in (("minValue", low), ("maxValue", high))
        if limit is not None
    ]
    return {"extension": found} if found else {}


def _option(choice: schema.Choice) -> Element:
    """One answer: by its LOINC code where it has one, its points beside it where it is a number."""
    coding: Element = {"code": choice.loinc or str(choice.is_), "display": choice.says}
    if choice.loinc:
        coding = {"system": _LOINC, **coding}
    if isinstance(choice.is_, (int, float)):
        coding = {"extension": [{"url": f"{_STRUCTURE}/ordinalValue", "valueDecimal": choice.is_}], **coding}
    return {"valueCoding": coding}


def _loinc(code: str) -> Element:
    return {"system": _LOINC, "code": code}


def _codes(listed: list[str] | dict[str, str | list[str]], word: str) -> list[str]:
    """The codes that an entry gives under a word; a bare list is of totals, not of the form."""
    held = listed.get(word, []) if isinstance(listed, dict) else []
    return [held] if isinstance(held, str) else held


def _fact_codes(library: Library, fact: str) -> list[str]:
    entry = library.fact_entry(fact)
    return [] if entry is None else entry.codes.get("loinc", [])
