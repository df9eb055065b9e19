"""Links: every name that an entry uses exists, every citation leads to a source and a place in it.

Which field names what is one table, `_NAMES`; a new field that names something needs one line there.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping

import msgspec

from painpath.criteria import CriterionError
from painpath.library import JURISDICTIONS, Library, schema
from painpath.selfcheck.result import Finding, error
from painpath.selfcheck.walk import Part, cited, criteria, parts

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
    ("MustKnow", "bridge"): "therapy|drug",
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
    ("PriorKnowledge", "in_"): "cause|any|all_causes",
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
    ("Subscore", "score"): "fact",
    ("Subscore", "items"): "fact",
    ("Item", "id"): "fact",
    ("Symptom", "fact"): "fact",
    ("Symptom", "also"): "fact|symptom",
    ("Edge", "to"): "mechanism|target|class|substance|drug|therapy",
    ("Mechanism", "for_"): "cause|any",
    ("TargetTreatment", "what"): "class|substance|drug|therapy",
    ("Coverage", "what"): "class|substance|drug|therapy",
    ("Coverage", "jurisdiction"): "jurisdiction|place",
    ("PayerStep", "tried"): "class|substance|drug",
    ("PayerStep", "for_causes"): "cause",
    ("Measure", "fact"): "fact",
    ("Measure", "instrument"): "instrument",
    ("Fact", "is_a"): "fact",
    ("Fact", "conflicts_with"): "fact",
    ("Fact", "listed_in"): "list",
    ("Fact", "per"): "per",
    ("SumOverCourses", "taking"): "class|substance",
    ("QstArea", "holds"): "region",
    ("QstParameter", "fact"): "fact",
    ("QstParameter", "loss"): "fact",
    ("QstParameter", "gain"): "fact",
    ("QstParameter", "present"): "fact",
    ("Anatomy", "parent"): "region",
    ("Anatomy", "parts"): "region",
    ("Anatomy", "core"): "region",
    ("Anatomy", "may"): "region",
    ("Anatomy", "opposite"): "region",
    ("Anatomy", "same_as"): "territory",
}
_LOOSE = {"taking": "class|substance", "fact": "fact"}
_SLOTS = ("history", "distribution", "signs", "test", "present", "suspect")


class Names(msgspec.Struct, frozen=True):
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
            "instrument": library.instruments,
            "symptom": library.symptoms,
            "target": library.targets,
            "region": library.regions,
            "territory": library.territories,
            "jurisdiction": JURISDICTIONS,
            "place": ("international", "any", "AU", "CA", "FR", "DE", "JP", "NL", "ZA"),
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
    yield from _same_ids(library)
    for kind, entries in library.kinds.items():
        for name, entry in entries.items():
            where = f"{kind}/{name}.yaml"
            for part in parts(entry):
                yield from _named(part, where, names)
                yield from check_cites(part, where, library)
                yield from _criteria(part, where, library)


def _same_ids(library: Library) -> Iterator[Finding]:
    """A reason names its rule by id alone, so no two rules share one."""
    owners: dict[str, str] = {name: f"interactions/{name}.yaml" for name in library.interactions}
    owners |= {name: f"rules/{name}.yaml" for name in library.rules}
    for kind in ("drugs", "classes", "therapies"):
        for name, entry in library.kinds.get(kind, {}).items():
            assert isinstance(entry, (schema.Drug, schema.DrugClass, schema.Therapy))
            for i, rule in enumerate(entry.rules):
                if rule.id in owners:
                    says = f"the id {rule.id!r} is taken by {owners[rule.id]}"
                    yield error("link", f"{kind}/{name}.yaml", f"$.rules[{i}].id", says)
                owners[rule.id] = f"{kind}/{name}.yaml"


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
                place = (
                    f"{at}[{i}]"
                    if isinstance(value, list)
                    else f"{at}.{word}"
                    if isinstance(value, dict)
                    else at
                )
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


def check_cites(part: Part, where: str, library: Library) -> Iterator[Finding]:
    """Every citation that a part writes leads to a source and names a place in it."""
    for at, cite in cited(part):
        source, _, place = (word.strip() for word in cite.partition("@"))
        if source not in library.sources:
            near = difflib.get_close_matches(source, list(library.sources), n=3)
            yield error(
                "link",
                where,
                at,
                f"no source {source!r}" + (f"; did you mean {', '.join(near)}?" if near else ""),
            )
        elif not place:
            yield error("link", where, at, f"{cite!r} names no place: write `{source} @ section or table`")
        else:
            places = library.sources[source].places
            if library.sources[source].kind == "convention" and place not in places:
                near = difflib.get_close_matches(place, list(places), n=2)
                told = f"; did you mean {', '.join(near)}?" if near else ""
                yield error(
                    "link", where, at, f"{source} has no place {place!r}{told} Write its reason there."
                )


def _criteria(part: Part, where: str, library: Library) -> Iterator[Finding]:
    for at, raw in criteria(part):
        try:
            library.criterion(raw)
        except CriterionError as fault:
            yield error("criterion", where, at + fault.path, fault.message)
