"""Where the knowledge is thin: what the house asks of an entry and it does not have yet. Counted, never fatal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from painpath.library import Library, schema
from painpath.library.cycles import inputs_of, needs_of
from painpath.selfcheck.edges import present
from painpath.selfcheck.result import Finding, gap
from painpath.selfcheck.walk import criteria, parts

_DRUG_WANTS = (
    "action", "labels", "regimens", "trial", "monitor", "adverse", "driving", "pregnancy", "breastfeeding",
    "says_patient",
)  # fmt: skip
_SLOTS = ("suspect", "history", "distribution", "signs", "test", "present")
_ANSWERS = ("yes", "no", "unknown")
#: fields that name facts outside of criteria
_FACT_FIELDS = ("ask", "facts", "by", "know", "score", "fact", "also", "conflicts_with")


def check_thin(library: Library, on: str) -> Iterator[Finding]:
    """Everything missing, entry by entry; `on` [ISO date] is the day by which reviews are due ("" for no day)."""
    yield from _drugs(library)
    yield from _cases(library)
    yield from _reviews(library, on)
    used = used_facts(library)
    for name in library.kinds.get("facts", {}):
        if name not in used:
            yield gap("unused_fact", f"facts/{name}.yaml", "$", "no criterion, score or question uses it")


def _drugs(library: Library) -> Iterator[Finding]:
    sold = Counter(product.substance for product in library.products.values())
    for name, drug in library.drugs.items():
        where = f"drugs/{name}.yaml"
        if drug.position is not None and not drug.regimens:
            continue  # an entry that says only where it stands needs no dose
        classes = [library.classes[cls] for cls in library.above[drug.substance] if cls in library.classes]
        for word in _DRUG_WANTS:
            if not getattr(drug, word) and not any(getattr(cls, word, None) for cls in classes):
                yield gap(f"no_{word}", where, "$", f"says nothing of `{word}`")
        if drug.route == "oral" and drug.taper is None:
            yield gap("no_taper", where, "$", "says nothing of `taper`")
        if not sold[drug.substance]:
            yield gap(
                "no_product", where, "$", "no product of it is known, so steps cannot be made of pieces"
            )


def _cases(library: Library) -> Iterator[Finding]:
    for where, path, what, cases in _asked(library):
        held = {case.is_ for case in cases}
        lacking = [answer for answer in _ANSWERS if answer not in held]
        if lacking:
            yield gap("no_case", where, path, f"{what} has no case that says {', '.join(lacking)}")
    scored = {instrument.score for instrument in library.instruments.values()}
    for name in library.catalog.derived:
        entry = library.fact_entry(name)
        assert entry is not None
        if not entry.cases and name not in scored:
            yield gap("no_case", f"facts/{name}.yaml", "$", "is derived and has no case")


def _asked(library: Library) -> Iterator[tuple[str, str, str, Sequence[schema.Case]]]:
    """Every criterion that should have cases of its own: file, path, what it is, its cases."""
    for kind in ("drugs", "classes", "therapies"):
        for name, entry in library.kinds.get(kind, {}).items():
            assert isinstance(entry, (schema.Drug, schema.DrugClass, schema.Therapy))
            for i, rule in enumerate(entry.rules):
                yield f"{kind}/{name}.yaml", f"$.rules[{i}]", rule.id, rule.cases
    for name, shared in library.rules.items():
        if shared.when is not None and shared.kind != "ladder":
            yield f"rules/{name}.yaml", "$", "the rule", shared.cases
    for name, interaction in library.interactions.items():
        yield f"interactions/{name}.yaml", "$", "the interaction", interaction.cases
    for name, mechanism in library.mechanisms.items():
        if mechanism.when is not None:
            yield f"mechanisms/{name}.yaml", "$", "the mechanism", mechanism.cases
    for name, symptom in library.symptoms.items():
        if present(library, symptom) is not None:
            yield f"symptoms/{name}.yaml", "$", "the symptom", symptom.cases
    for name, test in library.workup.items():
        if test.when is not None:
            yield f"workup/{name}.yaml", "$", "the test", test.cases
    for name, cause in library.causes.items():
        for slot in _SLOTS:
            if getattr(cause, slot) is not None:
                yield (
                    f"causes/{name}.yaml",
                    f"$.{slot}",
                    slot,
                    [case for case in cause.cases if case.slot == slot],
                )
    for name in library.kinds.get("facts", {}):
        fact = library.fact_entry(name)
        if fact is not None and fact.cases and fact.derived is not None and fact.derived.from_criterion:
            yield f"facts/{name}.yaml", "$", "the derived fact", fact.cases


def _reviews(library: Library, on: str) -> Iterator[Finding]:
    for kind in ("drugs", "interactions", "therapies"):
        for name, entry in library.kinds.get(kind, {}).items():
            where = f"{kind}/{name}.yaml"
            assert isinstance(entry, (schema.Drug, schema.Interaction, schema.Therapy))
            if not entry.reviewed_by:
                yield gap("not_reviewed", where, "$", "not yet reviewed by a clinician")
            if on and entry.review_by and entry.review_by < on:
                yield gap("review_overdue", where, "$", f"was due for review on {entry.review_by}")


def used_facts(library: Library) -> frozenset[str]:
    """Every fact that some criterion, derivation, score, dose table or question uses."""
    used: set[str] = set()
    for how in library.catalog.derived.values():
        used.update(inputs_of(how))
    for entries in library.kinds.values():
        for entry in entries.values():
            for part in parts(entry):
                for _, raw in criteria(part):
                    used.update(needs_of(library.criterion(raw)))
                for name, _, value in part.fields():
                    if name in _FACT_FIELDS:
                        used.update(
                            [value] if isinstance(value, str) else value if isinstance(value, list) else []
                        )
                if isinstance(part.part, schema.Item):
                    used.add(part.part.id)
    parents = {parent for fact in used if fact in library.facts for parent in library.facts[fact].parents}
    while not parents <= used:
        used |= parents
        parents = {parent for fact in parents for parent in library.facts[fact].parents}
    children = {fact for fact in library.facts if _above(library, fact) & used}
    return frozenset(used | children)


def _above(library: Library, fact: str) -> frozenset[str]:
    direct = [parent for parent in library.facts[fact].parents if parent in library.facts]
    return frozenset(direct).union(*(_above(library, parent) for parent in direct))


def count(
    library: Library, findings: Sequence[Finding], cases: int, codes: Mapping[str, int]
) -> Mapping[str, Mapping[str, int]]:
    """The counts of a report: entries by kind, codes by how often seen, sources by what they are, gaps by kind."""
    sources = [source for source in library.sources.values() if source.kind != "convention"]
    conventions = [source for source in library.sources.values() if source.kind == "convention"]
    return {
        "entries": {kind: len(entries) for kind, entries in library.kinds.items() if entries},
        "cases": {"run": cases, "failed": sum(1 for finding in findings if finding.kind == "case")},
        "codes seen": codes,
        "sources": _counted([source.kind for source in sources]),
        "sources read": _counted([source.read for source in sources]),
        "without named authors": {"sources": sum(1 for source in sources if source.authored == "no")},
        "our own choices": {"conventions": sum(len(source.places) for source in conventions)},
        "gaps": _counted([finding.kind for finding in findings if finding.severity == "gap"]),
    }


def _counted(words: Sequence[str]) -> dict[str, int]:
    return dict(sorted(Counter(words).items(), key=lambda item: (-item[1], item[0])))
