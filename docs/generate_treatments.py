"""docs/reference/treatments.md: drug classes and therapies side by side, each line from the entries.

No doses and no advice for one person: those need a record (`painpath plan`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from painpath.library import Library, load_library
from painpath.library.schema import Adverse, Drug, Evidence, Therapy

PAGE = Path("docs/reference/treatments.md")
LEAD = """# Treatments

Generated from `knowledge/drugs` and `knowledge/therapies` (`make docs`); do not edit. What stands here is what the
entries say, shortened; `painpath show ID` prints an entry with its sources, `painpath compare A B` puts some side by
side. It is no order of preference: that depends on guideline, cause and person (`painpath plan`). Words in brackets
after a name say where a treatment stands that the usual guidelines do not offer.
"""
DRUGS = """## Drugs

Effects are the most frequent that sources counted, in percent, and in brackets with placebo; some were counted in
special groups, which the entry names. Without a number none was found, and "-" means that no source was.

| Drug class | Examples | Mechanism | Common effects |
|---|---|---|---|"""
THERAPIES = """## Therapies

Certainty is as its source grades it, and left out where it does not.

| Therapy | What | Benefit | What it asks of you |
|---|---|---|---|"""
#: how many effects of one drug are named
MOST = 4


def pages() -> dict[Path, str]:
    """The generated page by its path in the repository."""
    return {PAGE: "\n".join(_lines(load_library()))}


def _lines(library: Library) -> Iterator[str]:
    yield LEAD
    yield DRUGS
    classes: dict[str, list[str]] = {}
    for name, drug in sorted(library.drugs.items()):
        classes.setdefault(_class_of(library, drug), []).append(name)
    for group, names in sorted(classes.items(), key=lambda item: library.classes[item[0]].name.lower()):
        yield _drugs(library, group, names)
    yield ""
    yield THERAPIES
    for name, therapy in sorted(library.therapies.items(), key=lambda item: (item[1].kind, item[0])):
        yield _therapy(name, therapy)
    yield ""


def _class_of(library: Library, drug: Drug) -> str:
    """The first class of its substance; a treatment that is a class is its own."""
    if drug.substance in library.classes:
        return drug.substance
    return library.substances[drug.substance].is_a[0]


def _drugs(library: Library, group: str, names: Sequence[str]) -> str:
    drugs = [library.drugs[name] for name in names]
    actions: dict[str, list[str]] = {}
    for drug in drugs:
        if drug.action is not None:
            actions.setdefault(drug.action.says, []).append(drug.name)
    told = [says if len(actions) == 1 else f"{', '.join(owners)}: {says}" for says, owners in actions.items()]
    effects = [f"{drug.name}: {common}" for drug in drugs if (common := _common(drug.adverse))]
    examples = [
        f"`{name}`{_standing(drug, 'recommended_against')}" for name, drug in zip(names, drugs, strict=True)
    ]
    return _row(library.classes[group].name, ", ".join(examples), "; ".join(told), "; ".join(effects))


def _standing(entry: Drug | Therapy, silent: str) -> str:
    """Where it stands, if its entry says so; `silent` is what a position means that does not name it."""
    if entry.position is None:
        return ""
    word = entry.position.as_ or silent
    return "" if word == "option" else f" ({word.replace('_', ' ')})"


def _common(adverse: Sequence[Adverse]) -> str:
    """The most frequent effects that were counted; in words where none was."""
    counted = [item for item in adverse if item.drug is not None]
    if not counted:
        return ", ".join(item.effect for item in adverse[:MOST])
    first = sorted(counted, key=lambda item: -float(item.drug or 0))[:MOST]
    return ", ".join(_effect(item) for item in first)


def _effect(item: Adverse) -> str:
    unit = "" if item.unit == "%" else f" {item.unit}"
    placebo = "" if item.placebo is None else f" ({item.placebo:g})"
    return f"{item.effect} {item.drug:g}{unit}{placebo}"


def _therapy(name: str, therapy: Therapy) -> str:
    action = therapy.action
    what = "" if action is None else action if isinstance(action, str) else action.says
    title = f"{therapy.name}{_standing(therapy, 'option')} `{name}`"
    return _row(title, what, "; ".join(map(_benefit, therapy.evidence)), therapy.asks_of_patient)


def _benefit(item: Evidence) -> str:
    says = item.says.rstrip(".")
    return f"{says} ({item.certainty.replace('_', ' ')} certainty)" if item.certainty else says


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") or "-" for cell in cells) + " |"
