"""Treatments side by side, each statement as its own entry has it; nothing is ranked and nothing is converted."""

from __future__ import annotations

from painpath.assessment.words import cites
from painpath.edges.document.page import Block, Page, Said, Section, Table, cited
from painpath.edges.document.parts import bullets, capital, intended, listed, named, section, watermark
from painpath.edges.document.plain import Json, plain
from painpath.edges.document.sources import source_lines
from painpath.library import Library
from painpath.library.schema import Adverse, Drug
from painpath.planning.effects import benefit_of, harm_of

ROWS = ("class", "action", "benefit", "harm", "common", "asks", "label", "driving")


def compare_page(library: Library, names: tuple[str, ...], indication: str, jurisdiction: str) -> Page:
    """The document of a comparison: one table of short facts, then the numbers of each treatment in sentences."""
    told = {name: _told(library, name, indication, jurisdiction) for name in names}
    head = ("", *(_title(library, name) for name in names))
    short = ("class", "action", "asks", "label", "driving")
    rows = tuple(
        (Said(library.say(f"page.compare_{row}")), *(_one(told[name][row]) for name in names))
        for row in short
        if any(told[name][row] for name in names)
    )
    blocks: list[Block] = [Table("", head, rows)]
    for row in ("benefit", "harm", "common"):
        none = Said(library.say("page.compare_no_numbers"))
        parts = [
            Section(_title(library, name), bullets(told[name][row] or [none]))
            for name in names
            if told[name][row] or row != "common"
        ]
        blocks += section(library.say(f"page.compare_{row}"), parts)
    unreviewed = [_title(library, name) for name in names if not _reviewed(library, name)]
    cause = named(library, indication) if indication else ""
    return Page(
        title=library.say("page.compare_title", list=listed(_title(library, name) for name in names)),
        subtitle=library.say("page.compare_for", cause=cause) if cause else library.say("page.compare_any"),
        first=(
            *watermark(library, unreviewed),
            *blocks,
            *intended(library, library.say("plan.intended_use"), library.version),
        ),
        sources_title=library.say("title.sources"),
        sources=source_lines(library, cited(tuple(blocks))),
    )


def comparison(
    library: Library, names: tuple[str, ...], indication: str, jurisdiction: str
) -> dict[str, Json]:
    """The same as plain data."""
    treatments: list[Json] = []
    for name in names:
        told = _told(library, name, indication, jurisdiction)
        rows: dict[str, Json] = {
            row: [{"says": said.text, "cite": list(said.cite)} for said in told[row]] for row in ROWS
        }
        rows["benefit"] = plain(benefit_of(library, name, indication))
        rows["harm"] = plain(harm_of(library, name, indication))
        treatments.append({"id": name, "name": _title(library, name), **rows})
    return {"schema": "painpath.comparison/1", "indication": indication, "treatments": treatments}


def _told(library: Library, name: str, indication: str, jurisdiction: str) -> dict[str, list[Said]]:
    benefit = [Said(found.says, found.cite) for found in benefit_of(library, name, indication)]
    harm = [Said(found.says, found.cite) for found in harm_of(library, name, indication)]
    if name in library.drugs:
        return {**_drug(library, library.drugs[name], jurisdiction), "benefit": benefit, "harm": harm}
    therapy = library.therapies[name]
    action = therapy.action
    evidence = [Said(said.says, cites(said.cite)) for said in therapy.evidence]
    return {
        "class": [Said(therapy.kind.replace("_", " "))],
        "action": []
        if action is None
        else [Said(action) if isinstance(action, str) else Said(action.says, cites(action.cite))],
        "benefit": [*benefit, *evidence],
        "harm": harm,
        "common": [],
        "asks": [Said(text) for text in (therapy.asks_of_patient, therapy.who) if text],
        "label": [],
        "driving": []
        if therapy.driving is None
        else [Said(therapy.driving.says, cites(therapy.driving.cite))],
    }


def _drug(library: Library, drug: Drug, jurisdiction: str) -> dict[str, list[Said]]:
    parents = library.substances[drug.substance].is_a if drug.substance in library.substances else []
    classes = [library.classes[parent] for parent in parents if parent in library.classes]
    driving = drug.driving or next((cls.driving for cls in classes if cls.driving is not None), None)
    labels = [label for label in drug.labels if label.jurisdiction == jurisdiction]
    return {
        "class": [Said(listed(cls.name for cls in classes))] if classes else [],
        "action": [] if drug.action is None else [Said(drug.action.says, cites(drug.action.cite))],
        "common": [Said(_adverse(item), cites(item.cite)) for item in drug.adverse],
        "asks": [Said(text) for text in drug.how],
        "label": [
            Said(
                "; ".join(
                    part
                    for part in (listed(named(library, cause) for cause in label.indications), label.says)
                    if part
                ),
                cites(label.cite),
                jurisdiction,
            )
            for label in labels
        ],
        "driving": [] if driving is None else [Said(driving.says, cites(driving.cite))],
    }


def _adverse(item: Adverse) -> str:
    if item.drug is None:
        return item.says or item.effect
    placebo = "" if item.placebo is None else f", with placebo {item.placebo:g} {item.unit}"
    return f"{item.effect}: {item.drug:g} {item.unit}{placebo}"


def _title(library: Library, name: str) -> str:
    entry = library.drugs.get(name) or library.therapies[name]
    return capital(entry.name)


def _reviewed(library: Library, name: str) -> str:
    entry = library.drugs.get(name) or library.therapies[name]
    return entry.reviewed_by


def _one(said: list[Said]) -> Said:
    return Said(" ".join(one.text if not one.label else f"{one.label}: {one.text}" for one in said),
                tuple(dict.fromkeys(cite for one in said for cite in one.cite)))  # fmt: skip
