"""From codes to facts: the index over the library that intake reads with. Built once for each library.

ICD-10-CM is a hierarchy of prefixes: a fact that lists E11 means every E11 code, so E11.42 is type 2 diabetes
(E11) and diabetic polyneuropathy (E11.42). Taking only the longest prefix was rejected: it would lose the
diabetes. All other systems match whole codes. Codes of diseases in relatives are kept apart. An entry may say
which answer a code stands for: `snomed_is_former: [...]` under the fact smoking status.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from painpath.facts import FactType
from painpath.intake.drug_names import DrugNames, drug_names
from painpath.intake.shapes import Coding
from painpath.library import Library

#: Code systems by their FHIR address and OID (FHIR R4, "Using codes": terminologies-systems).
SYSTEMS = {
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10cm",
    "urn:oid:2.16.840.1.113883.6.90": "icd10cm",
    "http://snomed.info/sct": "snomed",
    "urn:oid:2.16.840.1.113883.6.96": "snomed",
    "http://loinc.org": "loinc",
    "urn:oid:2.16.840.1.113883.6.1": "loinc",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "rxnorm",
    "urn:oid:2.16.840.1.113883.6.88": "rxnorm",
    "http://www.whocc.no/atc": "atc",
    "urn:oid:2.16.840.1.113883.6.73": "atc",
    "http://id.who.int/icd/release/11/mms": "icd11",
    "http://id.who.int/icd11/mms": "icd11",
    "http://hl7.org/fhir/sid/icd-11": "icd11",
}
#: How a system is called in what people read.
SYSTEM_NAMES = {
    "icd10cm": "ICD-10-CM",
    "snomed": "SNOMED CT",
    "loinc": "LOINC",
    "rxnorm": "RxNorm",
    "atc": "ATC",
    "icd11": "ICD-11",
}
_FAMILY = "history.family_"
_FAMILY_ICD = ("Z80", "Z81", "Z82", "Z83", "Z84")  # ICD-10-CM: "Family history of ..."
_MOST_SEEN = 50_000  # codes kept in memory with what they mean
_SHORTEST_ICD = 3  # an ICD-10-CM category has three characters


class CodeMap(msgspec.Struct, frozen=True):
    """Codes of some facts: whole codes by system, and prefixes of ICD-10-CM without their dot."""

    whole: Mapping[tuple[str, str], tuple[str, ...]]
    prefixes: Mapping[str, tuple[str, ...]]

    def facts(self, system: str, code: str) -> tuple[str, ...]:
        """The facts that a code stands for; empty when no entry lists it."""
        if system != "icd10cm":
            return self.whole.get((system, code), ())
        bare = code.replace(".", "").upper()
        lengths = range(len(bare), _SHORTEST_ICD - 1, -1)
        return tuple(dict.fromkeys(fact for n in lengths for fact in self.prefixes.get(bare[:n], ())))


class Index(msgspec.Struct, frozen=True):
    """Everything of a library that intake looks up."""

    library: Library
    facts: Mapping[str, FactType]
    own: CodeMap
    family: CodeMap
    answers: Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
    regions: Mapping[tuple[str, str], str]
    drugs: DrugNames
    products: dict[tuple[object, ...], object] = msgspec.field(default_factory=dict)
    _seen: dict[tuple[str | None, str | None], tuple[str, ...]] = msgspec.field(default_factory=dict)

    def of(self, codings: Iterable[Coding]) -> tuple[str, ...]:
        """The facts that these codings of one concept stand for, in order, each once."""
        found: tuple[str, ...] = ()
        for coding in codings:
            key = (coding.system, coding.code)
            facts = self._seen.get(key)
            if facts is None:
                facts = self._look_up(coding)
                if len(self._seen) < _MOST_SEEN:
                    self._seen[key] = facts
            if facts and facts != found:
                found = (*found, *(fact for fact in facts if fact not in found)) if found else facts
        return found

    def _look_up(self, coding: Coding) -> tuple[str, ...]:
        system = system_of(coding.system)
        if not system or not coding.code:
            return ()
        if system == "icd10cm" and coding.code.upper().startswith(_FAMILY_ICD):
            return self.family.facts(system, coding.code)
        return self.own.facts(system, coding.code)

    def answered(self, codings: Iterable[Coding]) -> tuple[tuple[str, str], ...]:
        """The facts, each with the answer, that entries say these codes stand for."""
        keys = ((system_of(coding.system), coding.code or "") for coding in codings)
        return tuple(pair for key in keys for pair in self.answers.get(key, ()))

    def in_relatives(self, codings: Iterable[Coding]) -> tuple[str, ...]:
        """The facts of family history that these codings of a relative's disease stand for."""
        found: dict[str, None] = {}
        for coding in codings:
            if coding.code:
                found |= dict.fromkeys(self.family.facts(system_of(coding.system), coding.code))
        return tuple(found)

    def places(self, codings: Iterable[Coding]) -> frozenset[str]:
        """The regions of the body that these codings name."""
        named = (self.regions.get((system_of(coding.system), coding.code or "")) for coding in codings)
        return frozenset(region for region in named if region)


def system_of(address: str | None) -> str:
    """Our short name of a code system; empty for one that is not read.

    >>> system_of("http://snomed.info/sct/900000000000207008"), system_of("http://example.org")
    ('snomed', '')
    """
    if address is None:
        return ""
    found = SYSTEMS.get(address)
    if found is not None:
        return found
    plain = address.strip().replace("https://", "http://").rstrip("/")
    if plain.startswith("http://snomed.info/sct/"):
        return "snomed"
    if plain.startswith("http://id.who.int/icd/release/11/"):
        return "icd11"
    return SYSTEMS.get(plain, "")


def index_of(library: Library) -> Index:
    """The index over a library, built the first time it is asked for."""
    return _built(_Same(library))


class _Same:
    """A library compared by identity: two libraries are never compared by their thousands of entries."""

    __slots__ = ("library",)

    def __init__(self, library: Library) -> None:
        self.library = library

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.library is self.library

    def __hash__(self) -> int:
        return id(self.library)


@lru_cache(maxsize=4)
def _built(same: _Same) -> Index:
    library = same.library
    own: list[tuple[str, str, str]] = []
    family: list[tuple[str, str, str]] = []
    answers: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for fact, entry in library.kinds.get("facts", {}).items():
        listed = family if fact.startswith(_FAMILY) else own
        for key, codes in _codes(entry).items():
            system, is_, option = key.partition("_is_")
            for code in codes:
                if is_:
                    answers[system, code] = (*answers.get((system, code), ()), (fact, option))
                else:
                    listed.append((system, code, fact))
    regions = {
        (system, code): region
        for region, entry in library.kinds.get("anatomy", {}).items()
        for system, codes in _codes(entry).items()
        for code in codes
    }
    return Index(
        library=library,
        facts=library.catalog.facts,
        own=_code_map(own),
        family=_code_map(family),
        answers=answers,
        regions=regions,
        drugs=drug_names(library),
    )


def _codes(entry: object) -> Mapping[str, list[str]]:
    codes: Mapping[str, list[str]] = getattr(entry, "codes", {})
    return codes


def _code_map(listed: Iterable[tuple[str, str, str]]) -> CodeMap:
    whole: dict[tuple[str, str], tuple[str, ...]] = {}
    prefixes: dict[str, tuple[str, ...]] = {}
    for system, code, fact in listed:
        if system == "icd10cm":
            bare = code.replace(".", "").upper()
            prefixes[bare] = (*prefixes.get(bare, ()), fact)
        else:
            whole[system, code] = (*whole.get((system, code), ()), fact)
    return CodeMap(whole, prefixes)
