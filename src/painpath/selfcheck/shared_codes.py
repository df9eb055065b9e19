"""Codes in the entries: well formed, and shared by two entries only where that can be meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from painpath.library import Library, schema
from painpath.selfcheck import codes
from painpath.selfcheck.result import Finding, error, gap

#: here a code means one thing
_ONE_OWNER = {("facts", "loinc"), ("substances", "rxnorm")}


def check_codes(library: Library) -> Iterator[Finding]:
    """The form of every code, and codes that two entries of a kind share."""
    owners: dict[tuple[str, str, str], list[str]] = {}
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            held = getattr(entry, "codes", None)
            if isinstance(held, dict):
                where = f"{kind}/{name}.yaml"
                for at, says in codes.faults(held):
                    yield error("code", where, f"$.codes{at}", says)
                yield from _coded_options(entry, held, where)
                for system, listed in held.items():
                    for code in listed:
                        owners.setdefault((kind, system, code), []).append(name)
                    for code in {code for code in listed if listed.count(code) > 1}:
                        yield error("code", where, f"$.codes.{system}", f"{code} stands here twice")
            if isinstance(entry, schema.Instrument):
                yield from _instrument_codes(entry, f"{kind}/{name}.yaml")
    for (kind, system, code), used in owners.items():
        if len(used) > 1 and not _related(library, kind, system, used):
            told = f"{system} {code} stands in {', '.join(used)}"
            if (kind, system) in _ONE_OWNER:
                yield error(
                    "code", f"{kind}/{used[1]}.yaml", f"$.codes.{system}", f"{told}: a code means one thing"
                )
            else:
                yield gap(
                    "code", f"{kind}/{used[1]}.yaml", "$", f"{told}: make sure that it says all of them"
                )


def _coded_options(entry: schema.Entry, held: Mapping[str, list[str]], where: str) -> Iterator[Finding]:
    """`snomed_is_yes` and the like: a code that says one answer of the fact."""
    options = ("yes", "no") if not getattr(entry, "options", ()) else getattr(entry, "options", ())
    for word in held:
        _, said, option = word.partition("_is_")
        if said and option not in options:
            yield error(
                "code",
                where,
                f"$.codes.{word}",
                f"{option!r} is no answer of this fact: {', '.join(options)}",
            )


def _instrument_codes(entry: schema.Instrument, where: str) -> Iterator[Finding]:
    held = entry.loinc if isinstance(entry.loinc, dict) else {"": entry.loinc}
    for word, listed in held.items():
        for code in [listed] if isinstance(listed, str) else listed:
            says = codes.fault("loinc", code)
            if says:
                yield error("code", where, f"$.loinc.{word}" if word else "$.loinc", says)


def _related(library: Library, kind: str, system: str, used: list[str]) -> bool:
    """Whether one of them is the parent of the others, so that the code of the child says the parent too.

    ATC groups are shared by design, and so are ICD-10-CM and SNOMED codes that name two things at once.
    """
    if system == "atc":
        return True
    if kind != "facts":
        return False
    return all(_kin(library, one, other) for i, one in enumerate(used) for other in used[i + 1 :])


def _kin(library: Library, one: str, other: str) -> bool:
    return other in _ancestors(library, one) or one in _ancestors(library, other)


def _ancestors(library: Library, fact: str) -> frozenset[str]:
    direct = library.facts[fact].parents
    return frozenset(direct).union(
        *(_ancestors(library, parent) for parent in direct if parent in library.facts)
    )
