"""What may be recorded, as a table: fact, meaning, how its value is written."""

from __future__ import annotations

import msgspec

from painpath.assessment.words import name_of
from painpath.edges.document.page import Block, Page, Said, Table
from painpath.edges.document.parts import paragraph, section
from painpath.edges.document.wording import unit_words
from painpath.facts import FactType, Kind
from painpath.library import Library

_REGIONS_SHOWN = 4


class FactLine(msgspec.Struct, frozen=True):
    """One fact, what it is, and the form of its value."""

    fact: str
    says: str
    form: str


def facts_listed(library: Library, word: str) -> tuple[FactLine, ...]:
    """The facts whose name or meaning holds `word`; all but single drugs and allergies when it is empty."""
    wanted = word.strip().lower().replace(" ", "_")
    spoken = wanted.replace("_", " ")

    def fits(name: str, *says: str) -> bool:
        return wanted in name or any(spoken in text.lower() for text in says)

    found = []
    for name, fact in library.facts.items():
        entry = library.fact_entry(name)
        if entry is None and not wanted:
            continue
        asked = entry.question.text if entry is not None and entry.question is not None else ""
        says = name_of(library, name)
        topic = library.texts.get(f"page.topic_{name.partition('.')[0]}", "")
        if not wanted or fits(name, says, asked, topic):
            found.append(FactLine(name, says, _form(library, fact)))
    if wanted:
        for name in library.above:
            fact_name = f"medication.{name}"
            said = name_of(library, fact_name)
            if fits(fact_name, said, *_other_names(library, name)):
                says = f"{said} ({library.say('page.facts_medication')})"
                found.append(FactLine(fact_name, says, library.say("page.facts_form_course")))
    return tuple(sorted(found, key=lambda line: line.fact))


class RegionLine(msgspec.Struct, frozen=True):
    """One region that may be named as a place: its name, what it is, and plain words that are read as it."""

    region: str
    says: str
    also: str


def regions_listed(library: Library, word: str) -> tuple[RegionLine, ...]:
    """The regions that a search means: all for a fact that holds places, else those that the word comes near."""
    wanted = word.strip().lower().replace(" ", "_")
    if not wanted:
        return ()
    fact = library.facts.get(wanted)
    title = library.say("page.facts_regions").lower()
    whole = (fact is not None and fact.kind is Kind.SET and not fact.options) or wanted.rstrip("s") in title
    found = []
    for name in _by_body(library):
        entry = library.anatomy[name]
        words = (name, entry.plain.lower().replace(" ", "_"), *entry.synonyms, *entry.near)
        if whole or any(wanted in one for one in words):
            also = ", ".join(one for one, regions in entry.synonyms.items() if list(regions) == [name])
            both = ", ".join(
                f"{one} = {' + '.join(r)}" for one, r in entry.synonyms.items() if list(r) != [name]
            )
            found.append(RegionLine(name, entry.plain or entry.name, "; ".join(t for t in (also, both) if t)))
    return tuple(found)


def _by_body(library: Library) -> list[str]:
    """All regions, each after the one that it belongs to."""
    below: dict[str, list[str]] = {}
    for name in library.regions:
        parent = library.anatomy[name].parent
        below.setdefault(parent if parent in library.regions else "", []).append(name)
    found: list[str] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        name = waiting.pop()
        found.append(name)
        waiting += reversed(below.get(name, []))
    return found


def facts_page(
    library: Library, word: str, rows: tuple[FactLine, ...], regions: tuple[RegionLine, ...] = ()
) -> Page:
    """The page of the facts found, by topic, and of the regions."""
    head = tuple(library.say(f"page.facts_{name}") for name in ("fact", "says", "form"))
    topics: dict[str, list[FactLine]] = {}
    for row in rows:
        topics.setdefault(row.fact.partition(".")[0], []).append(row)
    blocks: list[Block] = []
    for topic, lines in topics.items():
        cells = tuple((Said(line.fact), Said(line.says), Said(line.form)) for line in lines)
        blocks += section(topic.replace("_", " ").capitalize(), [Table("", head, cells)])
    if regions:
        columns = tuple(library.say(f"page.facts_{name}") for name in ("region", "says", "also"))
        places = tuple((Said(line.region), Said(line.says), Said(line.also)) for line in regions)
        blocks += section(library.say("page.facts_regions"), [Table("", columns, places)])
    blocks += paragraph(library.say("page.facts_foot", n=str(len(library.above))))
    title = library.say("page.facts_title_word", word=word) if word else library.say("page.facts_title")
    return Page(title=title, subtitle="", first=tuple(blocks))


def _other_names(library: Library, name: str) -> tuple[str, ...]:
    substance = library.substances.get(name)
    return () if substance is None else (*substance.brands, *substance.synonyms)


def _form(library: Library, fact: FactType) -> str:
    entry = library.fact_entry(fact.id)
    derived = (
        f" ({library.say('page.facts_form_derived')})"
        if entry is not None and entry.derived is not None
        else ""
    )
    match fact.kind:
        case Kind.CLAIM:
            return library.say("page.facts_form_claim") + derived
        case Kind.QUANTITY if fact.unit not in ("", "1"):
            return (
                library.say(
                    "page.facts_form_quantity", unit=unit_words(fact.unit) if fact.unit == "a" else fact.unit
                )
                + derived
            )
        case Kind.QUANTITY:
            return library.say("page.facts_form_number") + derived
        case Kind.ONE_OF | Kind.ORDERED:
            return library.say("page.facts_form_one_of", list=", ".join(fact.options)) + derived
        case Kind.SET if fact.options:
            return library.say("page.facts_form_set", list=", ".join(fact.options)) + derived
        case Kind.SET:
            return (
                library.say("page.facts_form_regions", list=", ".join([*library.regions][:_REGIONS_SHOWN]))
                + derived
            )
        case Kind.DATE:
            return library.say("page.facts_form_date") + derived
