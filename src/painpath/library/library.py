"""Library: all entries, and what follows from them for the engines (catalog), for readers of criteria (vocabulary)
and for planning (which drugs are in which class). Criteria are read when first asked for and then shared.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from painpath.criteria.catalog import (
    Catalog,
    ChangeOf,
    CountOf,
    Derivation,
    Duration,
    FormulaOf,
    FromCriterion,
    Lookup,
    Scale,
    Score,
    SumOverCourses,
)
from painpath.criteria.read import CriterionError, Vocabulary, read_criterion
from painpath.criteria.territory import PAIN_SITES, Territory
from painpath.criteria.tree import Node, Taking
from painpath.facts.fact_type import Conversion, FactType, Kind, Pick
from painpath.facts.formulas import FORMULAS
from painpath.facts.units import RATE, days, parse_quantity
from painpath.library import schema
from painpath.library.entries import (
    KNOWLEDGE,
    Kinds,
    asked_words,
    line_of,
    lines_in,
    read_apart,
    read_entries,
)
from painpath.library.errors import KnowledgeError
from painpath.library.texts import load_texts

#: the source that holds our own choices; its date is the edition of the knowledge
CONVENTION = "painpath_convention"
#: the unit of a factor, and the unit of the dose that it weighs: milligrams a day, or micrograms every hour
_WEIGHED = {"1": "mg", "h/ug": RATE}

E = TypeVar("E", bound=schema.Entry)
T = TypeVar("T")


class Library:
    """The knowledge, loaded; immutable in use. See `kinds` for the entries and `catalog` for what engines read."""

    def __init__(self, kinds: Kinds, version: str, root: Path = KNOWLEDGE) -> None:
        self.kinds = kinds
        own = self.sources.get(CONVENTION)
        self.version = f"{own.date}+{version}" if own is not None else version
        self.root = root
        self.above = _classes_above(self.substances, self.classes)
        self.within = _members_within(self.above)
        self.regions = _regions(
            {name: entry for name, entry in self.anatomy.items() if entry.kind == "region"}
        )
        self.facts = _fact_types(self._of("facts", schema.Fact), self.above)
        self.territories = _territories(self.anatomy, self.regions)
        sides = {name: entry.side for name, entry in self.anatomy.items() if entry.side != "none"}
        self.vocabulary = Vocabulary(
            self.facts, self.above, self.rules, self.regions, sides, self.territories
        )
        self._nodes: dict[int, Node] = {}
        self._shared: dict[Node, Node] = {}
        self._kept: list[object] = []
        self.catalog = self._catalog()
        self.texts = load_texts()
        #: what floors above have worked out from the entries once (indexes of checks, effects ...)
        self.kept: dict[tuple[object, ...], Any] = {}
        self.conflicting = {
            name: tuple(fact.conflicts_with)
            for name, fact in self._of("facts", schema.Fact).items()
            if fact.conflicts_with
        }
        self.cuts = _cuts(self.drugs, self.facts)

    def say(self, key: str, **slots: str) -> str:
        """A message in the reader's language with its slots filled."""
        text = self.texts[key]
        return text.format(**slots) if slots or "{" in text or "}" in text else text

    def remember(self, key: tuple[object, ...], work: Callable[[], T]) -> T:
        """What `work` gives for this key; worked out once, because entries do not change while a library lives."""
        try:
            found: T = self.kept[key]
        except KeyError:
            found = self.kept[key] = work()
        return found

    def rules_of(self, kind: str) -> Mapping[str, schema.SharedRule]:
        """The shared rules of one kind, by id."""
        return self.remember(
            ("rules of", kind), lambda: {name: rule for name, rule in self.rules.items() if rule.kind == kind}
        )

    def _of(self, kind: str, struct: type[E]) -> Mapping[str, E]:  # noqa: ARG002 - the struct only types the result
        return cast("Mapping[str, E]", self.kinds.get(kind, {}))

    @cached_property
    def substances(self) -> Mapping[str, schema.Substance]:
        """Ingredients by id."""
        return self._of("substances", schema.Substance)

    @cached_property
    def classes(self) -> Mapping[str, schema.DrugClass]:
        """Drug classes by id."""
        return self._of("classes", schema.DrugClass)

    @cached_property
    def drugs(self) -> Mapping[str, schema.Drug]:
        """Drug treatments by id."""
        return self._of("drugs", schema.Drug)

    @cached_property
    def therapies(self) -> Mapping[str, schema.Therapy]:
        """Treatments that are not drugs, by id."""
        return self._of("therapies", schema.Therapy)

    @cached_property
    def interactions(self) -> Mapping[str, schema.Interaction]:
        """Interactions by id."""
        return self._of("interactions", schema.Interaction)

    @cached_property
    def guidelines(self) -> Mapping[str, schema.Guideline]:
        """Guidelines by id."""
        return self._of("guidelines", schema.Guideline)

    @cached_property
    def causes(self) -> Mapping[str, schema.Cause]:
        """Causes and neighbours by id."""
        return self._of("causes", schema.Cause)

    @cached_property
    def rules(self) -> Mapping[str, schema.SharedRule]:
        """Shared rules by id."""
        return self._of("rules", schema.SharedRule)

    @cached_property
    def effects(self) -> Mapping[str, schema.Effect]:
        """Measured effects by id."""
        return self._of("effects", schema.Effect)

    @cached_property
    def priors(self) -> Mapping[str, schema.PriorKnowledge]:
        """What follow-up must know of pain before it reads a diary, by id."""
        return self._of("priors", schema.PriorKnowledge)

    @cached_property
    def products(self) -> Mapping[str, schema.Product]:
        """Products by id."""
        return self._of("products", schema.Product)

    @cached_property
    def instruments(self) -> Mapping[str, schema.Instrument]:
        """Instruments by id."""
        return self._of("instruments", schema.Instrument)

    @cached_property
    def anatomy(self) -> Mapping[str, schema.Anatomy]:
        """Regions of the body and territories made of them, by id."""
        return self._of("anatomy", schema.Anatomy)

    @cached_property
    def coverage(self) -> Mapping[str, schema.Coverage]:
        """What payers cover, by id."""
        return self._of("coverage", schema.Coverage)

    @cached_property
    def mechanisms(self) -> Mapping[str, schema.Mechanism]:
        """Mechanisms by id."""
        return self._of("mechanisms", schema.Mechanism)

    @cached_property
    def qst(self) -> Mapping[str, schema.QstProtocol]:
        """Protocols of quantitative sensory testing by id."""
        return self._of("qst", schema.QstProtocol)

    @cached_property
    def symptoms(self) -> Mapping[str, schema.Symptom]:
        """Symptoms and signs by id."""
        return self._of("symptoms", schema.Symptom)

    @cached_property
    def targets(self) -> Mapping[str, schema.Target]:
        """Where treatments take hold, by id."""
        return self._of("targets", schema.Target)

    @cached_property
    def measures(self) -> Mapping[str, schema.Measure]:
        """What is followed over time, by id."""
        return self._of("measures", schema.Measure)

    @cached_property
    def parameters(self) -> Mapping[str, schema.Parameter]:
        """The numbers that follow-up goes by, by id."""
        return self._of("parameters", schema.Parameter)

    @cached_property
    def workup(self) -> Mapping[str, schema.WorkupEntry]:
        """Tests by id."""
        return self._of("workup", schema.WorkupEntry)

    @cached_property
    def sources(self) -> Mapping[str, schema.Source]:
        """Sources by id."""
        return self._of("sources", schema.Source)

    def entries_of(self, kind: str) -> Mapping[str, schema.Entry]:
        """The entries of any kind by id; those of a kind kept apart are read from their files when first asked for.

        None of them for a word that is no kind. Raises KnowledgeErrors where such a file cannot be read.
        """
        if kind in schema.APART:
            return self.remember(("apart", kind), lambda: read_apart(kind, self.root))
        return self.kinds.get(kind, {})

    def fact_entry(self, fact: str) -> schema.Fact | None:
        """The entry of a fact; None for one generated from a substance or class (`allergy.x`)."""
        return self._of("facts", schema.Fact).get(fact)

    def criterion(self, raw: schema.Raw) -> Node:
        """The criterion an entry holds under `raw` (the entry's own mapping), read once; equal ones are shared."""
        node = self._nodes.get(id(raw))
        if node is None:
            read = read_criterion(raw, self.vocabulary)
            node = self._shared.setdefault(read, read)
            self._nodes[id(raw)] = node
            self._kept.append(raw)  # keeps id(raw) from being given to another object
        return node

    @cached_property
    def asked_facts(self) -> frozenset[str]:
        """Facts that some entry reads: asked by a criterion, an input of a derived fact, or a kind of one that is."""
        words = set(asked_words(self.kinds))
        for formula in FORMULAS.values():
            words.update((*formula.needs, *formula.helped_by))
        if "pain_in" in words:
            words.add(PAIN_SITES)
        asked = {name for name in self.facts if name in words}
        below = list(asked)
        while below:
            for child in self.catalog.children.get(below.pop(), ()):
                if child not in asked:
                    asked.add(child)
                    below.append(child)
        return frozenset(asked)

    def taking(self, drug: str) -> Node:
        """The question whether a drug or class is taken now."""
        return self.remember(("taking", drug), lambda: self.share(Taking(drug)))

    def pain_in(self, territory: str) -> Node:
        """The question whether the pain fits a territory."""
        return self.remember(
            ("pain in", territory),
            lambda: self.share(read_criterion({"pain_in": territory}, self.vocabulary)),
        )

    def share(self, node: Node) -> Node:
        """The one node equal to this, so that its answer is found again."""
        return self._shared.setdefault(node, node)

    def error(self, where: str, path: str, message: str) -> KnowledgeError:
        """A KnowledgeError at the line of a path in an entry's file."""
        return KnowledgeError(where, line_of(path, lines_in(self.root, where)), f"{message} (at {path})")

    # ------------------------------------------------------------------------------------------------- building

    def _catalog(self) -> Catalog:
        children: dict[str, list[str]] = {}
        for name, fact in self.facts.items():
            for parent in fact.parents:
                children.setdefault(parent, []).append(name)
        rules: dict[str, Node] = {}
        for name, rule in self.rules.items():
            if rule.when is not None and rule.kind != "ladder":
                rules[name] = self._read(rule.when, f"rules/{name}.yaml", "$.when")
        derived = {
            name: self._derivation(name, fact)
            for name, fact in self._of("facts", schema.Fact).items()
            if fact.derived is not None
        }
        self._refuse_cycles(derived, rules)
        return Catalog(
            facts=self.facts,
            derived=derived,
            children={parent: tuple(sorted(names)) for parent, names in children.items()},
            within=self.within,
            above=self.above,
            unlisted=frozenset(n for n, s in self.substances.items() if s.without_prescription == "yes"),
            substances=frozenset(self.substances),
            rules=rules,
            regions=self.regions,
        )

    def _read(self, raw: schema.Raw, where: str, path: str) -> Node:
        try:
            return self.criterion(raw)
        except CriterionError as error:
            raise self.error(where, path + error.path, error.message) from None

    def _derivation(self, name: str, fact: schema.Fact) -> Derivation:
        where = f"facts/{name}.yaml"
        how = fact.derived
        assert how is not None

        def known(other: object, word: str) -> str:
            if str(other) not in self.facts:
                raise self.error(where, f"$.derived.{word}", f"no fact {other!r}")
            return str(other)

        def span(text: object, word: str) -> float:
            found = days(str(text))
            if found is None:
                raise self.error(where, f"$.derived.{word}", f"not a span of time: {text!r}")
            return found

        if how.score is not None:
            items = how.score.get("items")
            if not isinstance(items, dict) or not items:
                raise self.error(where, "$.derived.score", "write {items: {fact: weight}}")
            return Score(tuple((known(i, "score"), self._weight(where, str(i), w)) for i, w in items.items()))
        if how.lookup is not None:
            table = how.lookup.get("table")
            if not isinstance(table, list) or not table:
                raise self.error(
                    where, "$.derived.lookup", "write {of: fact, table: [{below: 4, is: ...}, {is: ...}]}"
                )
            edges = tuple(float(cast("float", row["below"])) for row in table[:-1])
            ranks = tuple(self._ranked(where, name, row["is"]) for row in table)
            return Lookup(known(how.lookup.get("of"), "lookup"), edges, ranks)
        if how.scale is not None:
            return Scale(known(how.scale.get("of"), "scale"), float(cast("float", how.scale["times"])))
        if how.count is not None:
            return CountOf(tuple(known(f, "count") for f in cast("list[object]", how.count["of"])))
        if how.sum_over_courses is not None:
            words = how.sum_over_courses
            by_route: dict[str, dict[str, tuple[float, str]]] = {}
            for route, named in words.factors_by_route.items():
                for sub, weight in self._factors(named).items():
                    by_route.setdefault(sub, {})[route] = weight
            return SumOverCourses(words.taking, self._factors(words.factors_from), by_route)
        if how.change is not None:
            return ChangeOf(known(how.change.get("of"), "change"), span(how.change.get("over"), "change"))
        if how.duration is not None:
            per_unit = days(f"1 {fact.unit or 'd'}")
            if per_unit is None:
                raise self.error(
                    where, "$.unit", f"a duration is counted in d, wk, mo or a; found {fact.unit!r}"
                )
            return Duration(known(how.duration.get("since"), "duration"), per_unit)
        if how.from_criterion is not None:
            return FromCriterion(self._read(how.from_criterion, where, "$.derived.from_criterion"))
        if how.formula is None or how.formula not in FORMULAS:
            raise self.error(
                where, "$.derived", f"no formula {how.formula!r}; there are {', '.join(FORMULAS)}"
            )
        formula = FORMULAS[how.formula]
        for need in (*formula.needs, *formula.helped_by):
            known(need, "formula")
        return FormulaOf(formula)

    def _factors(self, name: str) -> dict[str, tuple[float, str]]:
        """The factor of this name of every ingredient that has it, and the unit of the dose that it weighs."""
        found = {}
        for sub, entry in self.substances.items():
            if name in entry.factors:
                weight = entry.factors[name]
                unit = _WEIGHED.get(weight.unit)
                if unit is None:
                    where = f"substances/{sub}.yaml"
                    known = " or ".join(_WEIGHED)
                    raise self.error(where, f"$.factors.{name}.unit", f"the unit of a factor is {known}")
                found[sub] = (float(weight.value), unit)
        return found

    def _weight(self, where: str, item: str, weight: object) -> float | tuple[float, ...]:
        if isinstance(weight, (int, float)):
            return float(weight)
        if isinstance(weight, dict):
            kind = self.facts[item]
            options = ("no", "yes") if kind.kind is Kind.CLAIM else kind.options
            if set(weight) == set(options):
                return tuple(float(weight[option]) for option in options)
        if isinstance(weight, list) and len(weight) == len(self.facts[item].options) > 0:
            return tuple(float(points) for points in weight)
        raise self.error(
            where, f"$.derived.score.items.{item}", "a weight is a number, or points for every option"
        )

    def _ranked(self, where: str, name: str, word: object) -> float:
        try:
            return self.facts[name].rank(str(word))
        except KeyError:
            raise self.error(where, "$.derived.lookup.table", f"{name} has no option {word!r}") from None

    def _refuse_cycles(self, derived: Mapping[str, Derivation], rules: Mapping[str, Node]) -> None:
        from painpath.library.cycles import find_cycle

        cycle = find_cycle(derived, rules)
        if cycle:
            where = f"facts/{cycle[0]}.yaml" if cycle[0] in derived else f"rules/{cycle[0]}.yaml"
            raise KnowledgeError(where, 1, f"goes round in a circle: {' -> '.join(cycle)}")


def load_library(root: Path = KNOWLEDGE) -> Library:
    """The library of this installation (or of another `root`, for authors and tests).

    Raises KnowledgeErrors or KnowledgeError with file and line.
    """
    # Ten thousands of objects come to stay: looking for garbage among them again and again takes a quarter of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        kinds, version = read_entries() if root == KNOWLEDGE else read_entries(root, cache=None)
        return Library(kinds, version, root)
    finally:
        if collecting:
            gc.enable()


def _classes_above(
    substances: Mapping[str, schema.Substance], classes: Mapping[str, schema.DrugClass]
) -> dict[str, frozenset[str]]:
    above: dict[str, frozenset[str]] = {}

    def climb(name: str, path: tuple[str, ...]) -> frozenset[str]:
        if name in above:
            return above[name]
        if name in path:
            raise KnowledgeError(
                f"classes/{name}.yaml", 1, f"goes round in a circle: {' -> '.join((*path, name))}"
            )
        if name in substances:
            parents = [*substances[name].is_a, *substances[name].roles]
        elif name in classes:
            parents = list(classes[name].is_a)
        else:
            parents = []
        found = frozenset({name}).union(*(climb(parent, (*path, name)) for parent in parents))
        above[name] = found
        return found

    for name in (*classes, *substances):
        climb(name, ())
    return above


def _members_within(above: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    within: dict[str, set[str]] = {}
    for name, classes in above.items():
        for cls in classes:
            within.setdefault(cls, set()).add(name)
    return {cls: frozenset(names) for cls, names in within.items()}


def _cuts(drugs: Mapping[str, schema.Drug], facts: Mapping[str, FactType]) -> dict[str, tuple[float, ...]]:
    """Every cut of every regimen, by the fact it cuts."""
    found: dict[str, set[float]] = {}
    for name, drug in drugs.items():
        for i, regimen in enumerate(drug.regimens):
            for text in regimen.cuts:
                quantity = parse_quantity(text)
                if quantity is not None and quantity.low == quantity.high:
                    number = quantity.low
                elif regimen.by in facts and text in facts[regimen.by].options:
                    number = facts[regimen.by].rank(text)
                else:
                    where, says = (
                        f"drugs/{name}.yaml",
                        f"regimens[{i}].cuts: not a quantity or option: {text!r}",
                    )
                    raise KnowledgeError(where, 1, says)
                found.setdefault(regimen.by, set()).add(number)
    return {fact: tuple(sorted(cuts)) for fact, cuts in found.items()}


def _regions(anatomy: Mapping[str, schema.Anatomy]) -> dict[str, frozenset[str]]:
    parts: dict[str, set[str]] = {name: set(region.parts) for name, region in anatomy.items()}
    for name, region in anatomy.items():
        if region.parent:
            parts.setdefault(region.parent, set()).add(name)
    known: dict[str, frozenset[str]] = {}

    def gather(name: str, path: tuple[str, ...]) -> frozenset[str]:
        if name in path:
            raise KnowledgeError(f"anatomy/{name}.yaml", 1, "is a part of itself")
        if name not in known:
            inner = (gather(part, (*path, name)) for part in parts.get(name, ()))
            known[name] = frozenset({name}).union(*inner)
        return known[name]

    # In the order of the files: `known` was filled in the order of sets, which differs from run to run.
    return {name: gather(name, ()) for name in list(parts)}


def _territories(
    anatomy: Mapping[str, schema.Anatomy], regions: Mapping[str, frozenset[str]]
) -> dict[str, Territory]:
    found = {name: entry for name, entry in anatomy.items() if entry.kind != "region"}
    for name, entry in found.items():
        where = f"anatomy/{name}.yaml"
        if not entry.core:
            raise KnowledgeError(where, 1, "core: name the regions where this pain is typical")
        if not 1 <= entry.at_least <= len(entry.core):
            raise KnowledgeError(
                where, 1, f"at_least: between 1 and the {len(entry.core)} regions of the core"
            )
        if entry.opposite and entry.sides != "one":
            raise KnowledgeError(where, 1, "opposite: goes with `sides: one`")
        for region in (*entry.core, *entry.may, *entry.opposite):
            if region not in regions:
                raise KnowledgeError(where, 1, f"no region {region!r}")
    return {
        name: Territory(
            entry.name,
            tuple(entry.core),
            tuple(entry.may),
            entry.at_least,
            entry.sides,
            tuple(entry.opposite),
        )
        for name, entry in found.items()
    }


def _plausible(name: str, ends: Mapping[str, schema.Number]) -> tuple[float, float] | None:
    if not ends:
        return None
    if set(ends) != {"from", "to"} or not ends["from"] < ends["to"]:
        raise KnowledgeError(
            f"facts/{name}.yaml", 1, "plausible: write {from: 0, to: 250}, the smaller first"
        )
    return (float(ends["from"]), float(ends["to"]))


def _fact_types(
    entries: Mapping[str, schema.Fact], drugs: Mapping[str, frozenset[str]]
) -> dict[str, FactType]:
    types: dict[str, FactType] = {}
    spans = {entry.fresh_for: days(entry.fresh_for) for entry in entries.values() if entry.fresh_for}
    for name, entry in entries.items():
        plausible = entry.plausible
        types[name] = FactType(
            id=name,
            kind=Kind(entry.type),
            unit=entry.unit,
            options=tuple(entry.options),
            fresh_for=spans[entry.fresh_for] if entry.fresh_for else None,
            pick=Pick(entry.pick),
            per=entry.per,
            listed_in=entry.listed_in or None,
            plausible=_plausible(name, plausible),
            parents=tuple(entry.is_a),
            accepts={
                unit: Conversion(float(how["factor"]), float(how.get("offset", 0.0)))
                if isinstance(how, dict)
                else Conversion(float(how))
                for unit, how in entry.accepts.items()
            },
        )
    for drug, above in drugs.items():
        name = f"allergy.{drug}"
        if name not in types:
            parents = tuple(f"allergy.{cls}" for cls in sorted(above) if cls != drug)
            types[name] = FactType(name, Kind.CLAIM, listed_in="allergy", parents=parents)
    return types
