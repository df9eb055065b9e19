"""Names of regions as people write them: plain words that mean regions without loss, and what to suggest for others.

Which words mean what is written in the entries of `knowledge/anatomy` (`synonyms`, `near`).
"""

from __future__ import annotations

from difflib import get_close_matches

from painpath.library import Library

_SIDES = ("left", "right")
_MOST = 4


def regions_meant(library: Library, word: str) -> tuple[str, ...]:
    """The regions that a name or a plain word for them means; empty when it is neither.

    >>> from painpath.library import load_library
    >>> regions_meant(load_library(), "feet")
    ('foot_left', 'foot_right')
    """
    return (word,) if word in library.regions else _synonyms(library).get(word, ())


def near_regions(library: Library, word: str) -> tuple[str, ...]:
    """Regions that may have been meant by a word that is none: near in meaning, by a shared word, or in spelling.

    >>> from painpath.library import load_library
    >>> near_regions(load_library(), "jaw_left")
    ('face_v3_left',)
    """
    said = word.strip().lower().replace(" ", "_").replace("-", "_")
    parts = said.split("_")
    side = next((part for part in parts if part in _SIDES), "")
    bare = "_".join(part for part in parts if part not in _SIDES)
    found = [name for name, entry in library.anatomy.items() if {said, bare} & set(entry.near)]
    found += [*regions_meant(library, said), *regions_meant(library, bare)]
    spelled = [*library.regions, *_synonyms(library)]
    if not found and (slip := get_close_matches(said, spelled, n=1, cutoff=0.85)):
        return tuple(slip)
    if not found:
        words = set(bare.split("_"))
        found = sorted((name for name in library.regions if words & set(name.split("_"))), key=len)
    sided = [name if side in name.split("_") else f"{name}_{side}" for name in found] if side else found
    known = [name for name in sided if name in library.regions] or found
    known = known or get_close_matches(said, spelled, n=3, cutoff=0.75)
    return tuple(dict.fromkeys(known))[:_MOST]


def _synonyms(library: Library) -> dict[str, tuple[str, ...]]:
    def made() -> dict[str, tuple[str, ...]]:
        return {
            word: tuple(regions)
            for entry in library.anatomy.values()
            for word, regions in entry.synonyms.items()
        }

    return library.remember(("plain words for regions",), made)
