"""Finding the treatment or ingredient that somebody means by a name."""

from __future__ import annotations

import difflib

import msgspec

from painpath.intake.codes import index_of
from painpath.intake.drug_text import read_text
from painpath.library import Library
from painpath.planning.formulation import entry_for


class Meant(msgspec.Struct, frozen=True):
    """The treatment entry ("" where there is none) and the ingredient; `near` where nothing was found.

    `form_open`: a brand was written of which it is not known here that it is the long-acting form of that entry.
    """

    entry: str
    substance: str
    near: tuple[str, ...] = ()
    form_open: bool = False


def find_drug(library: Library, name: str) -> Meant:
    """The drug meant by an id, INN, brand or synonym; ids first. A name of two ingredients is not one drug."""
    wanted = " ".join(name.strip().lower().replace("_", " ").split())
    ident = wanted.replace(" ", "_")
    if ident in library.drugs:
        return Meant(ident, library.drugs[ident].substance)
    titled = [entry for entry, drug in library.drugs.items() if " ".join(drug.name.lower().split()) == wanted]
    if len(titled) == 1:
        return Meant(titled[0], library.drugs[titled[0]].substance)
    names = _names(library)
    found = names.get(wanted, frozenset())
    if len(found) == 1:
        substance = next(iter(found))
        entry = entry_for(library, substance) or _branded(library, substance, wanted)
        open_ = _form_open(library, substance, entry, wanted)
        return Meant(entry, substance, () if entry else _forms(library, substance), open_)
    # "Lyrica 75 mg" or "amitriptyline hcl 10 mg tablet": read as a product's text; two ingredients are two orders.
    read = read_text(name, index_of(library).drugs)
    if len(read.parts) == 1:
        substance = read.parts[0].substance
        entry = entry_for(library, substance, read.route, read.release, read.form)
        open_ = not read.release and _form_open(library, substance, entry, wanted)
        return Meant(entry, substance, form_open=open_)
    if len(found) > 1:  # one word for a product of several drugs: each of them is an order of its own
        return Meant("", "", tuple(sorted(library.substances[one].name for one in found)))
    near = difflib.get_close_matches(wanted, [*names, *library.drugs], n=3, cutoff=0.75)
    return Meant("", "", tuple(dict.fromkeys(near)))


def _branded(library: Library, substance: str, brand: str) -> str:
    """The entry of the products that bear this brand; "" where there is none or the brand has several."""
    entries = {
        entry_for(library, substance, product.route, product.release, product.form)
        for product in library.products.values()
        if product.substance == substance and brand in (" ".join(b.lower().split()) for b in product.brands)
    }
    return next(iter(entries)) if len(entries) == 1 else ""


def _form_open(library: Library, substance: str, entry: str, text: str) -> bool:
    """Whether a text names a brand of the ingredient, and the entry is long-acting while the brand may not be."""
    if not entry or library.drugs[entry].release != "extended":
        return False
    long_acting = [
        brand
        for product in library.products.values()
        if product.substance == substance and product.release == "extended"
        for brand in product.brands
    ]
    named = [brand for brand in library.substances[substance].brands if _stands_in(brand, text)]
    return bool(named) and not any(_stands_in(brand, text) for brand in long_acting)


def _stands_in(brand: str, text: str) -> bool:
    return f" {' '.join(brand.lower().split())} " in f" {text} "


def _forms(library: Library, substance: str) -> tuple[str, ...]:
    """The names of the entries of an ingredient, to choose from."""
    return tuple(drug.name for drug in library.drugs.values() if drug.substance == substance)


def _names(library: Library) -> dict[str, frozenset[str]]:
    return library.remember(("drug_names",), lambda: _all_names(library))


def _all_names(library: Library) -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    for ident, substance in library.substances.items():
        for word in (ident.replace("_", " "), substance.name, *substance.synonyms, *substance.brands):
            key = " ".join(word.lower().split())
            names[key] = names.get(key, frozenset()) | {ident}
    return names
