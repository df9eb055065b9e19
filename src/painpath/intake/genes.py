"""What a laboratory says of one gene (diplotype, phenotype, activity score) into readings.

Which genes there are follows from the facts: `gene.X.allele_1` makes X a gene of star alleles, `gene.hla_b_1502` an
inherited mark. Which value an allele has is knowledge and not here. A genotype does not change, so its day is only
the day it was told. Where two things that are told disagree, neither is believed: both stay possible.

PharmCAT, Outside Call Format (docs/using/Outside-Call-Format.md, v3.1.1): suballeles and further HLA fields are cut
off, copy numbers above those valued are "three or more", several diplotypes are parted by " or ".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from painpath.criteria import Asking
from painpath.facts import FactType, Moment, Reading, Record, build_record
from painpath.facts.moment import DUSK, WHENEVER
from painpath.intake.ledger import Ledger
from painpath.intake.quantities import Ends, Unreadable, from_option, from_text
from painpath.library import Library

NOT_SETTLED = Unreadable("an allele whose function is not settled in the table used here")
NOT_COUNTED = Unreadable("a number of copies that the table used here does not value")
HYBRID = Unreadable("copies of different genes together, which the table used here does not value")
NO_DIPLOTYPE = Unreadable("not two star alleles such as *1/*4")
NO_PHENOTYPE = Unreadable("not a phenotype that is known here, or an indeterminate one")
TOO_SHORT = Unreadable("typed less finely than two fields such as 15:02")
DIFFER = "what is told and what follows from it by the table used here differ: both stay possible"
NO_CONSEQUENCE = "a gene on which no dose and no choice of drug turns here"

_STAR = re.compile(r"\*(\d+)(?:\.\d+)?")
_ALLELE = re.compile(r"(\*\d+)(?:\.\d+)?(?:x?(≥|>=)?(\d+)|x(N))?")
_HLA = re.compile(r"\*?(\d+)(?::(\d+))?(?::\d+)*[A-Z]?")
_SHORT = {"pm": "poor", "im": "intermediate", "nm": "normal", "em": "normal", "extensive": "normal",
          "rm": "rapid", "um": "ultrarapid", "ultra-rapid": "ultrarapid"}  # fmt: skip
_UNCALLED = ("", "unknown", "unknown/unknown", "n/a", "no result")


class Call(msgspec.Struct, frozen=True):
    """What is told of one gene: every diplotype, phenotype and activity score that may be meant, as printed."""

    gene: str
    diplotypes: tuple[str, ...] = ()
    phenotypes: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    when: Moment = WHENEVER
    id: str = ""
    source: str = ""


class Genes(msgspec.Struct, frozen=True):
    """The genes that facts are about, by the symbol that laboratories write.

    `star` names the entry of a gene of star alleles; `marks` the alleles of an HLA gene, each with its fact.
    """

    star: Mapping[str, str]
    marks: Mapping[str, Mapping[str, str]]


def genes_of(library: Library) -> Genes:
    """The genes of a library."""

    def made() -> Genes:
        star: dict[str, str] = {}
        marks: dict[str, dict[str, str]] = {}
        for id_, entry in library.kinds.get("genes", {}).items():
            symbol, _, allele = str(getattr(entry, "name", "")).partition("*")
            if f"gene.{id_}.allele_1" in library.facts:
                star[symbol] = id_
            elif allele and f"gene.{id_}" in library.facts:
                marks.setdefault(symbol, {})[allele] = f"gene.{id_}"
        return Genes(star, marks)

    return library.remember(("genes",), made)


def add_call(ledger: Ledger, call: Call) -> None:
    """Add the readings that follow from what is told of one gene; list it as unread where nothing does."""
    genes = genes_of(ledger.index.library)
    gene = call.gene.upper()
    if gene in genes.star:
        _add_star(ledger, genes.star[gene], call)
    elif gene in genes.marks:
        _add_marks(ledger, genes.marks[gene], call)
    else:
        ledger.note(f"gene {gene}", NO_CONSEQUENCE)


def alleles_of(fact: FactType, text: str) -> tuple[Ends | Unreadable, Ends | Unreadable]:
    """The two alleles of a printed diplotype as ranks of the allele fact's options.

    An allele or a number of copies that the fact does not know is unreadable with its reason; "*1xN" is a range.
    """
    parts = text.split("/")
    if len(parts) != 2:
        return NO_DIPLOTYPE, NO_DIPLOTYPE
    first, second = (_allele(fact, part) for part in parts)
    return (first, second) if NO_DIPLOTYPE not in (first, second) else (NO_DIPLOTYPE, NO_DIPLOTYPE)


def _allele(fact: FactType, text: str) -> Ends | Unreadable:
    at = text.find("*")
    word = text[at:].replace(" ", "") if at >= 0 else ""
    if "+" in word and _STAR.match(word):
        return HYBRID
    found = _ALLELE.fullmatch(word)
    if found is None:
        return NO_DIPLOTYPE
    base, least, copies, some = found.groups()
    many, two = f"{base}x≥3", f"{base}x2"
    if some:
        # CPIC reads xN as two, or as three and more where those are valued too (PharmCAT data, "xN combinations").
        ends = [from_option(fact, one) for one in (two, many)]
        known = [end for end in ends if isinstance(end, Ends)]
        return Ends(known[0].low, known[-1].high) if known else NOT_COUNTED
    if copies in (None, "1") and not least:
        found_ = from_option(fact, base)
        return found_ if isinstance(found_, Ends) else NOT_SETTLED
    exact = from_option(fact, f"{base}x{copies}") if not least else NOT_COUNTED
    if isinstance(exact, Ends):
        return exact
    more = from_option(fact, many) if int(copies or 0) >= 3 else NOT_COUNTED
    if isinstance(more, Ends):
        return more
    return NOT_COUNTED if isinstance(from_option(fact, base), Ends) else NOT_SETTLED


def _add_star(ledger: Ledger, id_: str, call: Call) -> None:
    """Readings of the alleles, then of score and phenotype as told, each held against what it should follow from."""
    facts = ledger.index.facts
    told: list[Reading] = []
    names = (f"gene.{id_}.allele_1", f"gene.{id_}.allele_2")
    diplotypes = [text for text in call.diplotypes if text.strip().lower() not in _UNCALLED]
    if diplotypes:
        pairs = [_in_order(alleles_of(facts[names[0]], text)) for text in diplotypes]
        for place, name in enumerate(names):
            told.append(_reading(ledger, call, name, _hull(pair[place] for pair in pairs)))
    score = f"gene.{id_}.activity_score"
    scores = [text for text in call.scores if text.strip().lower() not in _UNCALLED]
    if scores and score in facts:
        values = [from_text(facts[score], text.replace("≥", ">=")) for text in scores]
        told.append(_told(ledger, call, score, _hull(values), told))
    phenotype = f"gene.{id_}.phenotype"
    phenotypes = [text for text in call.phenotypes if text.strip().lower() not in _UNCALLED]
    if phenotypes:
        meant = _hull(_phenotype(facts[phenotype], text) for text in phenotypes)
        if isinstance(meant, Ends) or not told:
            told.append(_told(ledger, call, phenotype, meant, told))
        else:
            ledger.note(phenotype, meant.why)  # what follows from the alleles stands
    if not told:
        ledger.note(f"gene {call.gene.upper()}", "not called")
    for reading in told:
        ledger.add(reading)


def _in_order(pair: tuple[Ends | Unreadable, Ends | Unreadable]) -> tuple[Ends | Unreadable, ...]:
    """The less active allele first: which of the two is printed first means nothing."""
    first, second = pair
    turned = isinstance(first, Ends) and isinstance(second, Ends) and first.low > second.low
    return (second, first) if turned else pair


def _told(
    ledger: Ledger, call: Call, fact: str, value: Ends | Unreadable, from_: Iterable[Reading]
) -> Reading:
    """A reading of what is told, widened to what follows from the other things told where the two do not meet."""
    if isinstance(value, Ends):
        follows = derived_from(ledger.index.library, fact, from_)
        if follows is not None and (value.high < follows.low or value.low > follows.high):
            ledger.note(fact, DIFFER)
            value = Ends(min(value.low, follows.low), max(value.high, follows.high))
    return _reading(ledger, call, fact, value)


def derived_from(library: Library, fact: str, readings: Iterable[Reading]) -> Ends | None:
    """The range of a fact that these readings leave possible; None while they leave anything possible."""
    day = Moment(0, 0)
    record = build_record(0, [replace(reading, when=day) for reading in readings])
    value = Asking(library.catalog, record).value(fact)
    return Ends(value.low, value.high) if value.known else None


def _phenotype(fact: FactType, text: str) -> Ends | Unreadable:
    """A phenotype in the words of CPIC, their abbreviations, or with "likely" before it."""
    words = re.findall(r"[a-z-]+", text.lower())
    named = {_SHORT.get(word, word) for word in words} & set(fact.options)
    return from_option(fact, named.pop()) if len(named) == 1 else NO_PHENOTYPE


def _add_marks(ledger: Ledger, marks: Mapping[str, str], call: Call) -> None:
    """Yes where one of the alleles is the mark, no where both are typed finely enough to be others."""
    for allele, fact in marks.items():
        said = [_said(allele, text) for text in call.phenotypes]
        typed = [_carries(allele, text) for text in call.diplotypes if text.strip().lower() not in _UNCALLED]
        found: list[Ends | Unreadable] = [one for one in (*said, *typed) if one is not None]
        if found:
            meant = _hull(found)
            if isinstance(meant, Ends) and meant.low < meant.high:
                ledger.note(fact, DIFFER)
            ledger.add(_reading(ledger, call, fact, meant))
        else:
            ledger.note(fact, "nothing is told of it")


def _said(allele: str, text: str) -> Ends | None:
    """ "*15:02 positive" and "negative"; None for a sentence about another allele."""
    words = text.lower().replace("*", " ").split()
    if allele not in words:
        return None
    return Ends(1.0, 1.0) if "positive" in words else Ends(0.0, 0.0) if "negative" in words else None


def _carries(allele: str, text: str) -> Ends | Unreadable:
    answers: list[Ends | Unreadable] = []
    for part in text.split("/"):
        found = _HLA.fullmatch(part[part.find("*") :].strip()) if "*" in part else None
        if found is None:
            answers.append(NO_DIPLOTYPE)
        elif found[2] is None:
            group = allele.partition(":")[0]
            answers.append(TOO_SHORT if int(found[1]) == int(group) else Ends(0.0, 0.0))
        else:
            answers.append(Ends(1.0, 1.0) if f"{found[1]}:{found[2]}" == allele else Ends(0.0, 0.0))
    if Ends(1.0, 1.0) in answers:
        return Ends(1.0, 1.0)
    unread = [answer for answer in answers if isinstance(answer, Unreadable)]
    if unread:
        return unread[0]
    return Ends(0.0, 0.0) if len(answers) == 2 else NO_DIPLOTYPE


def _hull(values: Iterable[Ends | Unreadable]) -> Ends | Unreadable:
    """The range that holds all of them; unreadable if one is."""
    low, high, first = float("inf"), float("-inf"), NO_DIPLOTYPE
    for value in values:
        if isinstance(value, Unreadable):
            return value
        low, high = min(low, value.low), max(high, value.high)
    return Ends(low, high) if low <= high else first


def _reading(ledger: Ledger, call: Call, fact: str, value: Ends | Unreadable) -> Reading:
    if isinstance(value, Unreadable):
        ledger.note(fact, value.why)
        return Reading(fact, when=call.when, id=call.id, source=call.source, unreadable=value.why)
    return Reading(fact, value.low, value.high, call.when, id=call.id, source=call.source)


def settled(library: Library, ours: Record, theirs: Record) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """Readings that keep both values possible where two records tell different ones of a gene, and of which facts."""
    readings: list[Reading] = []
    here, there = Asking(library.catalog, ours), Asking(library.catalog, theirs)
    for fact in _results(library):
        one, other = here.value(fact), there.value(fact)
        if one.known and other.known and (one.high < other.low or one.low > other.high):
            low, high = min(one.low, other.low), max(one.high, other.high)
            source = "the record and the gene file"
            readings.append(Reading(fact, low, high, recorded=DUSK, id="both", source=source))
    return tuple(readings), tuple(reading.fact for reading in readings)


def _results(library: Library) -> tuple[str, ...]:
    """What rules ask of genes: phenotypes, scores and marks."""
    genes = genes_of(library)
    marks = (fact for named in genes.marks.values() for fact in named.values())
    stars = (f"gene.{id_}.{what}" for id_ in genes.star.values() for what in ("activity_score", "phenotype"))
    return tuple(fact for fact in (*stars, *marks) if fact in library.facts)
