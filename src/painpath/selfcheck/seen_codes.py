"""Codes are checked in two sources: which code of which entry was seen where, and which was seen once or never.

A code seen is one that somebody found in a source together with its meaning, and the meaning was that of the entry.
Whether that is so no program can say; this counts what the files of `codes/` claim. Not the form of codes (`codes`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from painpath.library import Library, schema
from painpath.selfcheck import codes
from painpath.selfcheck.result import Finding, error, gap

Systems = Mapping[str, schema.CodeSystem]
#: how many sources of their own a code should have
WANTED = 2


def check_seen(library: Library, systems: Systems) -> Iterator[Finding]:
    """What is wrong in the files that say where codes were seen, and every code that too few sources show."""
    used = used_codes(library)
    for name, system in systems.items():
        where = f"codes/{name}.yaml"
        yield from _listed(library, system, where)
        for code, sources in system.seen.items():
            at = f"$.seen.{code}"
            says = codes.fault(name, code)
            if says:
                yield error("code", where, at, says)
            elif (name, code) not in used:
                yield gap("code_unused", where, at, f"no entry uses {name} {code}")
            yield from _known(library, sources, where, at)
    for (name, code), (where, at) in used.items():
        found = _sources(systems, name, code)
        if not found:
            told = f"{name} {code} was seen in no source: look it up in two and write them into codes/{name}.yaml"
            yield gap("code_not_seen", where, at, told)
        elif _origins(systems[name], found) < WANTED:
            told = (
                f"{name} {code} was seen in {' and '.join(found)} only: look it up elsewhere, or leave it out"
            )
            yield gap("code_seen_once", where, at, told)


def count_seen(library: Library, systems: Systems) -> dict[str, int]:
    """How many of the codes that entries use were seen in two sources or more, in one, in none."""
    counts = {"in two sources or more": 0, "in one": 0, "in none": 0}
    for name, code in used_codes(library):
        sources = _sources(systems, name, code)
        if not sources:
            counts["in none"] += 1
        elif _origins(systems[name], sources) < WANTED:
            counts["in one"] += 1
        else:
            counts["in two sources or more"] += 1
    return counts


def sources_of_codes(systems: Systems) -> frozenset[str]:
    """Every source in which some code was seen."""
    return frozenset(
        source for system in systems.values() for sources in system.seen.values() for source in sources
    )


def used_codes(library: Library) -> dict[tuple[str, str], tuple[str, str]]:
    """Every code of the entries by system and code, with the first file that uses it and the place in that file."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            where = f"{kind}/{name}.yaml"
            held = getattr(entry, "codes", None)
            if isinstance(held, dict):
                for word, listed in held.items():
                    # `snomed_is_yes` is SNOMED too: the code says one answer of the fact
                    system = word.partition("_is_")[0]
                    for i, code in enumerate(listed):
                        found.setdefault((system, code), (where, f"$.codes.{word}[{i}]"))
            if isinstance(entry, schema.Instrument):
                for code in _loinc(entry):
                    found.setdefault(("loinc", code), (where, "$.loinc"))
    return found


def _loinc(entry: schema.Instrument) -> Iterator[str]:
    for listed in entry.loinc.values() if isinstance(entry.loinc, dict) else [entry.loinc]:
        yield from [listed] if isinstance(listed, str) else listed


def _sources(systems: Systems, name: str, code: str) -> Sequence[str]:
    return systems[name].seen.get(code, []) if name in systems else []


def _origins(system: schema.CodeSystem, sources: Sequence[str]) -> int:
    """How many hands the sources go back to: those that `one_origin` puts together count once."""
    hands: set[str] = set()
    for source in sources:
        together = next((group for group in system.one_origin if source in group), [source])
        hands.add(together[0])
    return len(hands)


def _listed(library: Library, system: schema.CodeSystem, where: str) -> Iterator[Finding]:
    for i, group in enumerate(system.one_origin):
        yield from _known(library, group, where, f"$.one_origin[{i}]")


def _known(library: Library, sources: Sequence[str], where: str, at: str) -> Iterator[Finding]:
    """Every source exists and stands there once; an empty list claims nothing."""
    if not sources:
        yield error("code", where, at, "names no source: leave the line out until the code was seen")
    for i, source in enumerate(sources):
        if source not in library.sources:
            near = difflib.get_close_matches(source, list(library.sources), n=3)
            told = f"; did you mean {', '.join(near)}?" if near else ""
            yield error("link", where, f"{at}[{i}]", f"no source {source!r}{told}")
        elif source in sources[:i]:
            yield error("code", where, f"{at}[{i}]", f"{source} stands here twice")
