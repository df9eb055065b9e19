"""Which treatment entry a product belongs to: one ingredient may have several, with rules of their own.

A product whose route is another than the entry's is not that entry. Where the text says nothing of release or form, the
entry that bears the ingredient's own name is meant; where none does and several are left, none is chosen.
"""

from __future__ import annotations

from collections.abc import Callable

from painpath.library import Library
from painpath.library.schema import Drug

#: words for one way into the body
_SAME_ROUTE = {
    "transdermal": "skin", "topical": "skin", "cutaneous": "skin",
    "intravenous": "injection", "intramuscular": "injection", "subcutaneous": "injection",
}  # fmt: skip


def entry_for(library: Library, substance: str, route: str = "", release: str = "", form: str = "") -> str:
    """The id of the treatment entry for a product of `substance`; "" where there is none or it cannot be told."""
    entries = library.remember(("entries of", substance), lambda: _entries(library, substance))
    left = [(name, drug) for name, drug in entries if _same_route(drug.route, route)]
    narrowing: tuple[tuple[str, Callable[[Drug], str]], ...] = (
        (release, lambda drug: drug.release),
        (form, lambda drug: drug.form),
    )
    for told, word in narrowing:
        exact = [one for one in left if told and word(one[1]) == told]
        open_ = [one for one in left if not told or word(one[1]) in ("", told)]
        # A sole entry stands for its ingredient's other forms too: its safety rules matter more than its form.
        left = exact or open_ or left
    names = [name for name, _ in left]
    if len(names) == 1:
        return names[0]
    return substance if substance in names else ""


def _entries(library: Library, substance: str) -> tuple[tuple[str, Drug], ...]:
    return tuple((name, drug) for name, drug in library.drugs.items() if drug.substance == substance)


def _same_route(ours: str, told: str) -> bool:
    if not ours or not told:
        return True
    return _SAME_ROUTE.get(ours, ours) == _SAME_ROUTE.get(told, told)
