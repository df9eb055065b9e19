"""Links: every name an entry uses exists, every citation leads to a source and a place in it, every code is well formed.

Which field names what is one table, `_NAMES`; a new field that names something needs one line there.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from painpath.criteria import CriterionError
from painpath.library import JURISDICTIONS, Library, schema
from painpath.selfcheck import codes
from painpath.selfcheck.result import Finding, error, gap
from painpath.selfcheck.walk import Part, cited, criteria, parts, source_of

#: (the struct's name, its field): what the field names. Words joined by | may be any of these.
_NAMES: Mapping[tuple[str, str], str] = {
    ("Substance", "is_a"): "class",
    ("Substance", "roles"): "class",
    ("DrugClass", "is_a"): "class",
    ("Product", "substance"): "substance",
    ("Product", "jurisdiction"): "jurisdiction",
    ("Drug", "substance"): "substance|class",
    ("Drug", "for_"): "cause|any",
    ("Label", "jurisdiction"): "jurisdiction",
    ("Label", "indications"): "cause|any",
    ("Regimen", "indication"): "cause|any",
    ("Regimen", "jurisdiction"): "jurisdiction|any",
    ("Regimen", "by"): "fact",
    ("Rule", "jurisdiction"): "jurisdiction",
    ("MustKnow", "know"): "fact",
    ("MustKnow", "bridge"): "therapy",
    ("MustKnow", "jurisdiction"): "jurisdiction",
    ("Interaction", "first"): "class|substance|drug",
    ("Interaction", "then"): "class|substance|drug",
    ("Interaction", "together"): "class|substance|drug",
    ("Interaction", "concerns"): "class|substance|drug",
    ("Interaction", "jurisdiction"): "jurisdiction",
    ("Guideline", "applies_to"): "cause|all_causes",
    ("Guideline", "excludes"): "cause|all_causes",
    ("Guideline", "jurisdiction"): "jurisdiction|place",
    ("Recommendation", "what"): "class|substance|drug|therapy",
    ("Recommendation", "for_"): "cause|all_causes",
    ("Recommendation", "except_for"): "cause",
    ("Therapy", "for_"): "cause|any",
    ("Evidence", "for_"): "cause|any",
    ("Effect", "of"): "class|substance|drug|therapy",
    ("Effect", "in_"): "cause|any|all_causes",
    ("Cause", "mechanisms"): "mechanism",
    ("Cause", "ask"): "fact",
    ("Cause", "confused_with"): "cause",
    ("Cause", "regions"): "region",
    ("Cause", "settles"): "slot",
    ("Workup", "facts"): "fact",
    ("WorkupEntry", "facts"): "fact",
    ("WorkupEntry", "for_"): "cause|any",
    ("SharedRule", "ask"): "fact",
    ("SharedRule", "concerns"): "class|substance|drug|therapy",
    ("SharedRule", "favours"): "class|substance|drug|therapy",
    ("SharedRule", "disfavours"): "class|substance|drug|therapy",
    ("Instrument", "score"): "fact",
    ("Item", "id"): "fact",
    ("Symptom", "fact"): "fact",
    ("Mechanism", "suggests"): "class|substance|drug|therapy",
    ("Coverage", "what"): "class|substance|drug|therapy",
    ("Coverage", "jurisdiction"): "jurisdiction|place",
    ("Fact", "is_a"): "fact",
    ("Fact", "conflicts_with"): "fact",
    ("Fact", "listed_in"): "list",
    ("Fact", "per"): "per",
    ("SumOverCourses", "taking"): "class|substance",
    ("Anatomy", "parent"): "region",
    ("Anatomy", "parts"): "region",
}
_LOOSE = {"taking": "class|substance", "fact": "fact"}
_SLOTS = ("history", "distribution", "signs", "test", "present", "suspect")


@dataclass(frozen=True, slots=True)
class Names:
    """All names of the library, by what they name."""

    known: Mapping[str, Collection[str]]

    def lacking(self, word: str, what: str) -> str:
        """What to say of a name that does not exist; empty when it does."""
        kinds = what.split("|")
        if any(word in self.known[kind] for kind in kinds):
            return ""
        near = difflib.get_close_matches(word, [name for kind in kinds for name in self.known[kind]], n=3)
        told = " or ".join(kind.replace("_", " ") for kind in kinds)
        return f"no {told} {word!r}" + (f"; did you mean {', '.join(near)}?" if near else "")


def names_of(library: Library) -> Names:
    """The names that entries may use."""
    return Names(
        {
            "fact": library.facts,
            "class": library.classes,
            "substance": library.substances,
            "drug": library.drugs,
            "therapy": library.therapies,
            "cause": library.causes,
            "mechanism": library.mechanisms,
            "region": library.regions,
            "jurisdiction": JURISDICTIONS,
            "place": ("international", "any", "AU", "CA", "FR", "DE"),
            "any": ("any",),
            "all_causes": ("neuropathic_pain", "peripheral", "central", "polyneuropathy"),
            "slot": _SLOTS,
            "list": ("condition", "medication", "allergy", "procedure", "device"),
            "per": ("site", "cause", "drug"),
        }
    )


def check_links(library: Library) -> Iterator[Finding]:
    """Names, citations and criteria of every entry."""
    names = names_of(library)
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            where = f"{kind}/{name}.yaml"
            for part in parts(entry):
                yield from _named(part, where, names)
                yield from _cites(part, where, library)
                yield from _criteria(part, where, library)


def _named(part: Part, where: str, names: Names) -> Iterator[Finding]:
    struct = type(part.part).__name__
    for field, at, value in part.fields():
        what = _NAMES.get((struct, field))
        if what is None:
            continue
        listed = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, dict)) else []
        for i, word in enumerate(listed):
            says = names.lacking(str(word), what)
            if says:
                place = f"{at}[{i}]" if isinstance(value, list) else f"{at}.{word}" if isinstance(value, dict) else at
                yield error("link", where, place, says)
    if isinstance(part.part, schema.Gene):
        for field in ("phenotypes", "phenoconversion"):
            yield from _loose(getattr(part.part, field), f"{part.path}.{field}", where, names)
    if isinstance(part.part, schema.Row) and part.part.scale_of is not None:
        yield from _loose(part.part.scale_of, f"{part.path}.scale_of", where, names)


def _loose(value: object, at: str, where: str, names: Names) -> Iterator[Finding]:
    """Names in mappings whose words are not fixed by the schema."""
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from _loose(item, f"{at}[{i}]", where, names)
    elif isinstance(value, dict):
        for word, what in _LOOSE.items():
            if isinstance(value.get(word), str):
                says = names.lacking(str(value[word]), what)
                if says:
                    yield error("link", where, f"{at}.{word}", says)


def _cites(part: Part, where: str, library: Library) -> Iterator[Finding]:
    for at, cite in cited(part):
        source, _, place = (word.strip() for word in cite.partition("@"))
        if source not in library.sources:
            near = difflib.get_close_matches(source, list(library.sources), n=3)
            yield error(
                "link", where, at, f"no source {source!r}" + (f"; did you mean {', '.join(near)}?" if near else "")
            )
        elif not place:
            yield error("link", where, at, f"{cite!r} names no place: write `{source} @ section or table`")
        else:
            places = library.sources[source].places
            if library.sources[source].kind == "convention" and place not in places:
                near = difflib.get_close_matches(place, list(places), n=2)
                told = f"; did you mean {', '.join(near)}?" if near else ""
                yield error("link", where, at, f"{source} has no place {place!r}{told} Write its reason there.")


def _criteria(part: Part, where: str, library: Library) -> Iterator[Finding]:
    for at, raw in criteria(part):
        try:
            library.criterion(raw)
        except CriterionError as fault:
            yield error("criterion", where, at + fault.path, fault.message)


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
                yield error("code", f"{kind}/{used[1]}.yaml", f"$.codes.{system}", f"{told}: a code means one thing")
            else:
                yield gap("code", f"{kind}/{used[1]}.yaml", "$", f"{told}: make sure that it says all of them")


def _coded_options(entry: schema.Entry, held: Mapping[str, list[str]], where: str) -> Iterator[Finding]:
    """`snomed_is_yes` and the like: a code that says one answer of the fact."""
    options = ("yes", "no") if not getattr(entry, "options", ()) else getattr(entry, "options", ())
    for word in held:
        _, said, option = word.partition("_is_")
        if said and option not in options:
            yield error("code", where, f"$.codes.{word}", f"{option!r} is no answer of this fact: {', '.join(options)}")


_ONE_OWNER = {("facts", "loinc"), ("substances", "rxnorm")}


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
    return frozenset(direct).union(*(_ancestors(library, parent) for parent in direct if parent in library.facts))


def check_sources(library: Library) -> Iterator[Finding]:
    """Sources: each can be found again, each is used; an unnamed author never backs a dose or contraindication alone."""
    used: set[str] = set()
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            where = f"{kind}/{name}.yaml"
            for part in parts(entry):
                found = list(cited(part))
                used |= {source_of(cite) for _, cite in found}
                what = _grave(part.part)
                if what and found:
                    yield from _backed(part, what, where, library)
    for name, source in library.sources.items():
        where = f"sources/{name}.yaml"
        if source.kind == "convention":
            if not source.places:
                yield error("source", where, "$", "a convention lists its places with a reason each")
        elif not (source.doi or source.pmid or source.pmc or source.address):
            yield error("source", where, "$", "needs a doi, pmid, pmc or address by which it can be found again")
        if not source.how and source.kind != "convention":
            yield gap("source", where, "$", "does not say how and where it was read")
        if name not in used:
            yield gap("unused", where, "$", "is cited nowhere")


def _grave(part: schema.Entry) -> str:
    """What a part says that a page without named authors must not carry alone; empty when it may."""
    match part:
        case schema.Row(start=start, target=target, ceiling=ceiling) if start or target or ceiling:
            return "a dose"
        case schema.Unfit():
            return "a row without a dose"
        case schema.Supplement():
            return "a dose"
        case schema.Rule(severity="contraindicated") | schema.Interaction(severity="contraindicated"):
            return "a contraindication"
        case schema.Rule(limit=limit) | schema.Interaction(limit=limit) if limit is not None:
            return "a dose limit"
        case schema.Stronger(to="contraindicated"):
            return "a contraindication"
        case _:
            return ""


def _backed(part: Part, what: str, where: str, library: Library) -> Iterator[Finding]:
    sources = [library.sources.get(source_of(cite)) for at, cite in cited(part) if at.startswith(f"{part.path}.cite")]
    known = [source for source in sources if source is not None]
    if known and all(source.authored == "no" for source in known):
        yield error("source", where, f"{part.path}.cite", f"{what} rests only on pages without named authors or editors")
