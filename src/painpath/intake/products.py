"""Which drug a medication resource means: by ingredient or product code, by the text, or by the Medication it
refers to.

Codes and text are read together: a code may name one ingredient where the text names two. Where they share
nothing, both are kept and the disagreement is listed. What is not recognised is listed with its code and
text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from painpath.intake import shapes
from painpath.intake.claims import OTHER_FORM
from painpath.intake.codes import SYSTEM_NAMES, Index, system_of
from painpath.intake.drug_names import DrugNames
from painpath.intake.drug_text import DrugText, Strength, read_text
from painpath.intake.ledger import Ledger, shortened
from painpath.intake.shapes import Concept

_NOT_KNOWN = "no substance has this code or name"
_ONLY_CLASS = "only its class is known"
_MOST_PRODUCTS = 20_000  # kept in memory


class NamedDrug(NamedTuple):
    """One ingredient of what is taken."""

    substance: str
    strength: Strength | None
    form: str
    release: str
    route: str
    text: str


class Recognised(NamedTuple):
    """What a drug concept means: its ingredients, and what is to be listed as (what, why, list)."""

    drugs: list[NamedDrug]
    notes: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Shelf:
    """The Medication resources of the document, by every way to refer to them, and which were asked for."""

    medications: dict[str, shapes.Medication] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


def name_drug(resource: shapes.Medicated, ledger: Ledger, shelf: Shelf) -> list[NamedDrug]:
    """The ingredients that a resource means; none, and a note, when nothing is recognised."""
    concept = resource.medicationCodeableConcept
    items: list[Concept] = []
    if concept is None:
        reference = resource.medicationReference
        named = reference.reference if reference else None
        if named is None:
            ledger.note("medication", "no drug is named", "medication")
            return []
        inside = named.startswith("#")
        medication = _contained(resource.contained, named, ledger) if inside else shelf.medications.get(named)
        shelf.asked.add(named)
        if medication is None:
            ledger.note("medication", "the Medication that it refers to is not in this file", "medication")
            return []
        concept = medication.code or Concept()
        items = [i.itemCodeableConcept for i in medication.ingredient or () if i.itemCodeableConcept]
    found = _recognised(concept, items, ledger.index)
    for what, why, listed_in in found.notes:
        ledger.note(what, why, listed_in)
    return found.drugs


def _recognised(concept: Concept, items: list[Concept], index: Index) -> Recognised:
    """What a concept means; the same product comes many times, so what it means is kept with the index."""
    if items:
        return _named(concept, items, index.drugs)
    key = (concept.text, *((c.system, c.code, c.display) for c in concept.codings))
    found = index.products.get(key)
    if not isinstance(found, Recognised):
        found = _named(concept, items, index.drugs)
        if len(index.products) < _MOST_PRODUCTS:
            index.products[key] = found
    return found


def _contained(raw: msgspec.Raw, named: str, ledger: Ledger) -> shapes.Medication | None:
    if not shapes.given(raw):
        return None
    try:
        parts = [shapes.MEDICATION.decode(part) for part in shapes.RAWS.decode(raw)]
    except shapes.BAD:
        ledger.note("contained", OTHER_FORM)
        return None
    return next(
        (p for p in parts if p.resourceType == "Medication" and f"#{(p.id or '').lstrip('#')}" == named), None
    )


def _named(concept: Concept, items: list[Concept], names: DrugNames) -> Recognised:
    by_code: dict[str, None] = {}
    notes: list[tuple[str, str, str]] = []
    for one in (concept, *items):
        for coding in one.codings:
            by_code |= dict.fromkeys(names.coded(system_of(coding.system), coding.code or ""))
    text, read = _best_text(concept, items, names)
    if by_code and read.parts and not by_code.keys() & set(read.substances):
        notes.append((_label(concept, text), "its code and its text name different drugs: both are kept", ""))
    strengths = {part.substance: part.strength for part in read.parts}
    notes += [(shortened(component), _NOT_KNOWN, "medication") for component in read.unknown]
    found = list(dict.fromkeys((*read.substances, *by_code)))
    if not found:
        of_class = _class_of(concept, names)
        notes.append((_label(concept, text), _ONLY_CLASS if of_class else _NOT_KNOWN, "medication"))
        found = [of_class] if of_class else []
    drugs = [NamedDrug(s, strengths.get(s), read.form, read.release, read.route, text) for s in found]
    return Recognised(drugs, tuple(notes))


def _best_text(concept: Concept, items: list[Concept], names: DrugNames) -> tuple[str, DrugText]:
    """The text in which most ingredients are recognised; the first one where none is."""
    texts = [text for text in (concept.text, *(coding.display for coding in concept.codings)) if text]
    joined = " / ".join(t for i in items for t in (i.text, *(c.display for c in i.codings)) if t)
    read = [(text, read_text(text, names)) for text in dict.fromkeys([*texts, joined]) if text]
    return max(read, key=_ingredients) if read else ("", DrugText())


def _ingredients(read: tuple[str, DrugText]) -> int:
    return len(read[1].parts)


def _class_of(concept: Concept, names: DrugNames) -> str:
    """The class that an ATC code names, where the ingredient itself is not known."""
    found = (names.class_coded(system_of(coding.system), coding.code or "") for coding in concept.codings)
    return next((name for name in found if name), "")


def _label(concept: Concept, text: str) -> str:
    """How an unrecognised drug is listed: its codes and its text (the name of a product, no patient value)."""
    codes = [
        f"{SYSTEM_NAMES.get(system_of(c.system), c.system or 'no code system')} {c.code}"
        for c in concept.codings
        if c.code
    ]
    return shortened(" ".join([*codes, text]) or "no code and no text")
