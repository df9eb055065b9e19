"""`compile_criteria`: criteria as one SQL query over raw event tables, for a whole population at once.

The second engine. It says the same as `ask`, leaf by leaf, which generative tests hold it to; it gives no reasons. The
query is a sqlglot tree: `query.sql("duckdb")`, `query.sql("spark")`. The tables it reads are listed in
`compile_events`; one row comes back per patient, one BOOLEAN per criterion, NULL where the answer is unknown.

sqlglot is an optional extra (`painpath[sql]`): no other file of this floor but `compile_*` imports it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from painpath.criteria import compile_derived, compile_drugs, compile_facts, compile_sites
from painpath.criteria.catalog import Catalog
from painpath.criteria.compile_change import change
from painpath.criteria.compile_events import event_tables
from painpath.criteria.compile_places import place_tables
from painpath.criteria.compile_sheet import Sheet
from painpath.criteria.compile_words import (
    TRUE,
    UNKNOWN,
    Ends,
    Sql,
    all_of,
    any_of,
    case,
    col,
    flag,
    is_false,
    known,
    not_,
    number,
    of_bounds,
    total,
    whole,
    within,
)
from painpath.criteria.tree import (
    ANYWHERE,
    All,
    Any,
    AtLeastOf,
    Change,
    CountTaking,
    FactCompares,
    FactDated,
    FactHas,
    FactIs,
    Node,
    Not,
    RuleRef,
    Rung,
    Slot,
    Taking,
    Tried,
)
from painpath.facts.fact_type import Kind


def compile_criteria(catalog: Catalog, criteria: Mapping[str, Node]) -> exp.Select:
    """One query with a column for each named criterion, beside `patient`; each distinct question is one column.

    A criterion's ladder and slots are filled in beforehand (`tree.substitute`). Formulas use what the database has
    for `POWER` and for dates. A fact or drug that the catalog does not know is a KeyError.
    """
    on = Compiling(catalog)
    answers = {name: on.answer(node) for name, node in criteria.items()}
    facts = {name: catalog.facts[name] for name in on.facts}
    families = {drug: catalog.above.get(drug, frozenset({drug})) for drug in on.drugs}
    asked = {at for at, _, _ in on.places}
    regions = dict(catalog.regions)
    if ANYWHERE in asked:
        regions[ANYWHERE] = frozenset({ANYWHERE, *regions})
    parts = {(region, part) for region, inside in regions.items() for part in inside}
    tables = event_tables(facts, families, parts)
    if on.places:
        near = {
            (at, region)
            for at in asked & regions.keys()
            for region, inside in regions.items()
            if inside & regions[at]
        }
        tables += place_tables(on.places, near)
    return on.sheet.finish(tables, answers)


class Compiling:
    """Criteria being compiled: the columns so far, and the facts, drugs and places whose events are needed."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.sheet = Sheet()
        self.facts: set[str] = set()
        self.drugs: set[str] = set()
        self.places: set[tuple[str, str, bool]] = set()
        self._answers: dict[Node, Sql] = {}
        self._values: dict[str, Ends] = {}
        self._claims: dict[str, Sql] = {}
        self._derived: dict[str, Ends] = {}

    def answer(self, node: Node) -> Sql:
        """The column that holds a criterion's answer."""
        if node not in self._answers:
            self._answers[node] = self.sheet.keep(self._joint(node))
        return self._answers[node]

    def _joint(self, node: Node) -> Sql:
        match node:
            case All(of):
                return all_of(self.answer(part) for part in of)
            case Any(of):
                return any_of(self.answer(part) for part in of)
            case Not(of=part):
                return not_(self.answer(part))
            case AtLeastOf(n, of):
                parts = [self.answer(part) for part in of]
                sure = total([flag(part) for part in parts])
                possible = total([flag(not_(is_false(part))) for part in parts])
                return of_bounds(sure >= whole(n), possible >= whole(n))
            case RuleRef(rule):
                return self.answer(self.catalog.rules[rule])
            case Rung(name) | Slot(name):
                raise AssertionError(f"{name!r} is filled in by the ladder before it is compiled")
            case FactIs():
                return self._is(node)
            case FactCompares(fact, bounds, window):
                ends = self.value(fact) if window is None else compile_facts.value_within(self, fact, window)
                return case([(not_(known(ends)), UNKNOWN)], within(bounds, ends))
            case FactHas():
                return compile_sites.has(self, node)
            case FactDated(fact, window):
                return self._dated(fact, window)
            case Taking():
                return compile_drugs.taking(self, node)
            case CountTaking():
                return compile_drugs.count_taking(self, node)
            case Tried():
                return compile_drugs.tried(self, node)
            case Change():
                return change(self, node)

    def _is(self, node: FactIs) -> Sql:
        kind = self.catalog.facts[node.fact]
        if kind.kind is not Kind.CLAIM:
            window = node.within
            ends = (
                self.value(node.fact)
                if window is None
                else compile_facts.value_within(self, node.fact, window)
            )
            ranks = {float(rank): _may_be(ends, rank) for rank in range(len(kind.options))}
            other = any_of(may for rank, may in ranks.items() if rank not in node.options)
            asked = any_of(may for rank, may in ranks.items() if rank in node.options)
            return case([(not_(known(ends)), UNKNOWN)], of_bounds(not_(other), asked))
        if node.options == (0.0, 1.0):
            return TRUE
        if node.at:
            claim = compile_sites.claim_at(self, node.fact, node.at)
        elif node.within is not None:
            claim = compile_facts.claim_within(self, node.fact, node.within)
        else:
            claim = self.claim(node.fact)
        return claim if node.options == (1.0,) else not_(claim)

    def _dated(self, fact: str, window: float) -> Sql:
        ends, opens, today = self.value(fact), col("as_of") - number(window), col("as_of")
        surely = all_of([ends.low >= opens, ends.high <= today])
        possibly = all_of([ends.high >= opens, ends.low <= today])
        return case([(not_(known(ends)), UNKNOWN)], of_bounds(surely, possibly))

    def value(self, fact: str) -> Ends:
        """The columns that hold a fact's low and high end today."""
        if fact not in self._values:
            ends = compile_facts.value_of(self, fact)
            self._values[fact] = Ends(self.sheet.keep(ends.low), self.sheet.keep(ends.high))
        return self._values[fact]

    def claim(self, fact: str) -> Sql:
        """The column that holds a claim, three-valued."""
        if fact not in self._claims:
            self._claims[fact] = compile_facts.claim(self, fact)
        return self._claims[fact]

    def derived(self, fact: str) -> Ends:
        """The columns that hold what follows for a fact from others."""
        if fact not in self._derived:
            ends = compile_derived.derive(self, fact)
            self._derived[fact] = Ends(self.sheet.keep(ends.low), self.sheet.keep(ends.high))
        return self._derived[fact]


def _may_be(ends: Ends, rank: int) -> Sql:
    return all_of([ends.low <= number(rank), ends.high >= number(rank)])
