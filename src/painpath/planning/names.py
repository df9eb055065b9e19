"""Finding the treatment or ingredient that somebody means by a name."""

from __future__ import annotations

import difflib

import msgspec

from painpath.intake.codes import index_of
from painpath.intake.drug_text import read_text
from painpath.library import Library


class Meant(msgspec.Struct, frozen=True):
    """The treatment entry ("" where there is none) and the ingredient; `near` where nothing was found."""

    entry: str
    substance: str
    near: tuple[str, ...] = ()


def find_drug(library: Library, name: str) -> Meant:
    """The drug meant by an id, INN, brand or synonym; ids first. A name of two ingredients is not one drug."""
    wanted = " ".join(name.strip().lower().replace("_", " ").split())
    ident = wanted.replace(" ", "_")
    if ident in library.drugs:
        return Meant(ident, library.drugs[ident].substance)
    names = _names(library)
    found = names.get(wanted, frozenset())
    if len(found) == 1:
        substance = next(iter(found))
        return Meant(_entry_of(library, substance), substance)
    # "Lyrica 75 mg" or "amitriptyline hcl 10 mg tablet": read as a product's text; two ingredients are two orders.
    parts = read_text(name, index_of(library).drugs).parts
    if len(parts) == 1:
        return Meant(_entry_of(library, parts[0].substance), parts[0].substance)
    near = difflib.get_close_matches(wanted, [*names, *library.drugs], n=3, cutoff=0.75)
    return Meant("", "", tuple(dict.fromkeys(near)))


def _entry_of(library: Library, substance: str) -> str:
    entries = [name for name, drug in library.drugs.items() if drug.substance == substance]
    return entries[0] if len(entries) == 1 else (substance if substance in entries else "")


def _names(library: Library) -> dict[str, frozenset[str]]:
    return library.remember(("drug_names",), lambda: _all_names(library))


def _all_names(library: Library) -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for ident, substance in library.substances.items():
        for word in (ident.replace("_", " "), substance.name, *substance.synonyms, *substance.brands):
            key = " ".join(word.lower().split())
            names[key] = names.get(key, frozenset()) | {ident}
    for drug in library.drugs.values():
        key = " ".join(drug.name.lower().split())
        names.setdefault(key, frozenset({drug.substance}))
    return names
