"""Random catalogs, records, orders and criteria: small, and full of the edges where two engines could part.

The names of facts and drugs are always the same; what they are (freshness, picks, families, derivations) is drawn.
`LEAVES` and `DERIVATIONS` say which generator makes which word; a test fails for a word without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from painpath.criteria import catalog as cat
from painpath.criteria import tree
from painpath.criteria.catalog import Catalog
from painpath.criteria.tree import Node
from painpath.facts.fact_type import FactType, Kind, Pick
from painpath.facts.formulas import FORMULAS
from painpath.facts.moment import WHENEVER, Moment
from painpath.facts.reading import INFINITY, Course, Order, Outcome, Reading, Status
from painpath.facts.record import Record, build_record

TODAY = date(2026, 11, 20).toordinal()

CLAIMS = ("c.one", "c.two", "c.three", "c.four", "c.five")
DERIVED_CLAIMS = ("d.first", "d.second", "d.banded")
QUANTITIES = ("q.one", "q.two", "lab.creatinine", "vital.weight", "vital.height")
OPTIONS = ("k.grade", "k.kind", "patient.sex")
SETS = ("s.things", "pain.sites")
DATES = ("pain.onset", "patient.birth_date")
#: derived numbers, in an order in which each may use those before it
NUMBERS = (
    "patient.age", "n.duration", "n.scaled", "n.change", "n.sum", "n.count", "n.score", "n.bmi", "n.clearance",
    "n.filtration",
)  # fmt: skip
BAND = "n.band"
THINGS = ("ball", "book", "bell")
REGIONS = {"leg": ("foot", "knee"), "foot": ("toe", "heel"), "toe": (), "heel": (), "knee": (), "hand": ()}
INGREDIENTS = ("ada", "ben", "cyd", "dan")
CLASSES = ("reds", "greens", "blues", "all", "void")
UNITS = ("mg", "g", "mL", "")
ROUTES = ("oral", "skin", "")

WINDOWS = (0.0, 1.0, 14.0, 30.4375, 91.3125, 365.25)
AGES = (0, 1, 7, 13, 14, 15, 30, 31, 60, 91, 92, 365, 366, 800)


def some(*values: object) -> SearchStrategy:
    """One of a few values, the simplest first."""
    return st.sampled_from(values)


# --------------------------------------------------------------------------------------------------- catalogs


@st.composite
def catalogs(draw) -> Catalog:
    """A catalog with every type of fact, every kind of derivation, families, drugs and regions."""
    facts = {name: fact for name in CLAIMS for fact in [draw(_claims(name))]}
    for name in QUANTITIES:
        facts[name] = FactType(name, Kind.QUANTITY, fresh_for=draw(_fresh), plausible=draw(some(None, (0.5, 200.0))))
    facts["k.grade"] = FactType("k.grade", Kind.ORDERED, options=("low", "mid", "high"), fresh_for=draw(_fresh))
    facts["k.kind"] = FactType("k.kind", Kind.ONE_OF, options=("x", "y"), fresh_for=draw(_fresh))
    facts["patient.sex"] = FactType("patient.sex", Kind.ONE_OF, options=("female", "male", "other"))
    facts["s.things"] = FactType("s.things", Kind.SET, options=THINGS, fresh_for=draw(_fresh))
    facts["pain.sites"] = FactType("pain.sites", Kind.SET, fresh_for=draw(_fresh))
    facts |= {name: FactType(name, Kind.DATE) for name in DATES}
    parents = draw(_families())
    facts = {name: replace(fact, parents=parents.get(name, ())) for name, fact in facts.items()}
    for name in NUMBERS:
        facts[name] = FactType(name, Kind.QUANTITY, fresh_for=draw(_fresh))
    facts[BAND] = FactType(BAND, Kind.ORDERED, options=("low", "mid", "high"))
    above = draw(_drug_families())
    base = Catalog(
        facts,
        above=above,
        within={drug: frozenset(n for n, up in above.items() if drug in up) for drug in above},
        unlisted=draw(st.frozensets(some(*INGREDIENTS), max_size=2)),
        substances=frozenset(INGREDIENTS),
        regions=_regions(),
    )
    derived: dict[str, cat.Derivation] = {
        "patient.age": cat.FormulaOf(FORMULAS["age"]),
        "n.bmi": cat.FormulaOf(FORMULAS["bmi"]),
        "n.clearance": cat.FormulaOf(FORMULAS["cockcroft_gault"]),
        "n.filtration": cat.FormulaOf(FORMULAS["ckd_epi_2021"]),
    }
    for name, kind in _DERIVED_NUMBERS.items():
        derived[name] = draw(DERIVATIONS[kind](base))
    with_numbers = replace(base, derived=derived)
    rules = {"r.one": draw(trees(with_numbers, facts=CLAIMS + QUANTITIES, depth=1))}
    with_numbers = replace(with_numbers, rules=rules)
    for i, name in enumerate(("d.first", "d.second")):
        usable = CLAIMS + QUANTITIES + NUMBERS + DERIVED_CLAIMS[:i]
        node = draw(trees(replace(with_numbers, facts=facts), facts=usable, depth=1))
        facts = {**facts, name: replace(draw(_claims(name)), parents=draw(_parents))}
        derived = {**derived, name: cat.FromCriterion(node)}
    facts = {**facts, "d.banded": FactType("d.banded", Kind.CLAIM)}
    derived["d.banded"] = cat.Lookup(draw(some(*QUANTITIES)), (3.0,), draw(some((0.0, 1.0), (1.0, 0.0))))
    # A parent must not follow from its own child.
    facts = {n: replace(f, parents=() if _reads(derived, rules, facts, f.parents, n) else f.parents) for n, f in facts.items()}
    children: dict[str, tuple[str, ...]] = {}
    for name, fact in facts.items():
        for parent in fact.parents:
            children[parent] = (*children.get(parent, ()), name)
    return replace(with_numbers, facts=facts, derived=derived, children=children)


_fresh = some(None, 14.0, 91.3125)
_parents = st.lists(some(*CLAIMS), max_size=1).map(tuple)


def _claims(name: str) -> SearchStrategy[FactType]:
    return st.builds(
        FactType,
        st.just(name),
        st.just(Kind.CLAIM),
        fresh_for=_fresh,
        pick=some(*Pick),
        per=st.just("site"),
        listed_in=some(None, "condition", "allergy"),
    )


def _reads(derived, rules, facts, parents, name) -> bool:
    """Whether a derived claim looks at its parents or their kin, which would make a circle."""
    if name not in derived or not parents:
        return False
    how = derived[name]
    assert isinstance(how, cat.FromCriterion)
    return bool(_mentions(how.node, derived, rules) & set(CLAIMS + DERIVED_CLAIMS))


def _mentions(node: Node, derived, rules) -> set[str]:
    found: set[str] = set()
    for part in tree.walk(node):
        if isinstance(part, tree.RuleRef):
            found |= _mentions(rules[part.rule], derived, rules)
        name = getattr(part, "fact", None)
        if name is None:
            continue
        found.add(name)
        how = derived.get(name)
        if isinstance(how, cat.FromCriterion):
            found |= _mentions(how.node, derived, rules)
        elif isinstance(how, cat.CountOf):
            found |= set(how.of)
        elif isinstance(how, cat.Score):
            found |= {item for item, _ in how.items}
        elif isinstance(how, (cat.Scale, cat.Lookup)):
            found |= _mentions(tree.FactCompares(how.of, tree.Bounds()), derived, rules)
    return found


@st.composite
def _families(draw) -> dict[str, tuple[str, ...]]:
    """Each claim may have parents among those before it."""
    found = {}
    for i, name in enumerate(CLAIMS):
        if i:
            found[name] = tuple(sorted(draw(st.sets(some(*CLAIMS[:i]), max_size=2))))
    return found


@st.composite
def _drug_families(draw) -> dict[str, frozenset[str]]:
    """Every drug and class with all classes above it, itself included; `void` has no member."""
    direct = {"reds": ("all",), "greens": ("all",), "blues": draw(some((), ("greens",))), "all": (), "void": ("all",)}
    for name in INGREDIENTS:
        direct[name] = tuple(draw(st.sets(some("reds", "greens", "blues"), max_size=2)))
    above: dict[str, frozenset[str]] = {}

    def climb(name: str) -> frozenset[str]:
        if name not in above:
            above[name] = frozenset({name}).union(*(climb(parent) for parent in direct[name]))
        return above[name]

    for name in direct:
        climb(name)
    return above


def _regions() -> dict[str, frozenset[str]]:
    def inside(name: str) -> frozenset[str]:
        return frozenset({name}).union(*(inside(part) for part in REGIONS[name]))

    return {name: inside(name) for name in REGIONS}


_DERIVED_NUMBERS: dict[str, type] = {
    "n.duration": cat.Duration,
    "n.scaled": cat.Scale,
    "n.change": cat.ChangeOf,
    "n.sum": cat.SumOverCourses,
    "n.count": cat.CountOf,
    "n.score": cat.Score,
    "n.band": cat.Lookup,
}


def _scores(base: Catalog) -> SearchStrategy[cat.Score]:
    points = some(1.0, 2.0, -1.0)
    claim = st.tuples(some(*CLAIMS), st.one_of(points, st.tuples(points, points)))
    grade = st.tuples(some("k.grade"), st.one_of(points, st.tuples(points, points, points)))
    kind = st.tuples(some("k.kind"), st.tuples(points, points))
    amount = st.tuples(some("q.one", "q.two"), points)
    return st.lists(st.one_of(claim, grade, kind, amount), min_size=1, max_size=4).map(lambda i: cat.Score(tuple(i)))


def _sums(base: Catalog) -> SearchStrategy[cat.SumOverCourses]:
    factors = st.dictionaries(some(*INGREDIENTS), st.tuples(some(1.0, 0.5, 2.0), some("mg", "g")), max_size=3)
    return st.builds(cat.SumOverCourses, some(*CLASSES), factors)


def _lookups(base: Catalog) -> SearchStrategy[cat.Lookup]:
    ranks = st.tuples(*[some(0.0, 1.0, 2.0)] * 3)
    return st.builds(cat.Lookup, some("q.one", "n.scaled", "n.score"), some((2.0, 4.0), (1.0, 7.0)), ranks)


#: how each kind of derivation is made
DERIVATIONS: dict[type, Callable[[Catalog], SearchStrategy]] = {
    cat.Score: _scores,
    cat.Lookup: _lookups,
    cat.Scale: lambda base: st.builds(cat.Scale, some("q.one", "q.two", "n.duration"), some(1.0, 2.0, -1.0)),
    cat.CountOf: lambda base: st.builds(
        cat.CountOf, st.lists(some(*CLAIMS), min_size=1, max_size=4, unique=True).map(tuple)
    ),
    cat.SumOverCourses: _sums,
    cat.ChangeOf: lambda base: st.builds(cat.ChangeOf, some("q.one", "q.two"), some(1.0, 14.0, 30.4375)),
    cat.Duration: lambda base: st.builds(cat.Duration, some("pain.onset"), some(1.0, 7.0, 30.4375)),
    cat.FromCriterion: lambda base: st.builds(cat.FromCriterion, trees(base, facts=CLAIMS, depth=1)),
    cat.FormulaOf: lambda base: st.builds(cat.FormulaOf, some(*FORMULAS.values())),
}


# ---------------------------------------------------------------------------------------------------- records


@st.composite
def moments(draw, *, future: bool = True) -> Moment:
    """A day, or a span of days; sometimes nobody knows when, sometimes not yet."""
    kind = draw(some("day", "day", "day", "span", "never"))
    if kind == "never":
        return WHENEVER
    first = TODAY - draw(some(*AGES, *((-1, -40) if future else ())))
    if kind == "day":
        return Moment(first, first, draw(some(0, 0, 3600)))
    return Moment(first, first + draw(some(1, 20, 60, 400)))


_ended = st.one_of(st.none(), moments())


@st.composite
def readings(draw, fact: FactType, number: int) -> Reading:
    """A reading of a fact: a point, a range, or something nobody could read."""
    base = Reading(fact.id, when=draw(moments()), recorded=draw(some(0, 1)), id=f"{fact.id}.{number}")
    if draw(some(*[False] * 7, True)):
        return replace(base, unreadable="see note", members=frozenset(), closed=draw(st.booleans()))
    match fact.kind:
        case Kind.CLAIM:
            at = draw(st.frozensets(some(*REGIONS), max_size=2)) if fact.per else frozenset()
            value = draw(some(1.0, 0.0))
            return replace(base, low=value, high=value, at=at, ended=draw(_ended))
        case Kind.SET:
            members = draw(st.frozensets(some(*(fact.options or REGIONS)), max_size=2))
            return replace(base, members=members, closed=draw(st.booleans()))
        case Kind.ONE_OF | Kind.ORDERED:
            low = draw(st.integers(0, len(fact.options) - 1))
            high = draw(st.integers(low, len(fact.options) - 1))
            return replace(base, low=float(low), high=float(high))
        case Kind.DATE:
            when = draw(_born if fact.id == "patient.birth_date" else moments(future=False))
            return replace(base, low=float(when.first), high=float(min(when.last, TODAY + 400)))
        case Kind.QUANTITY:
            low, high = draw(_ranges(fact.id))
            return replace(base, low=low, high=high)


_BIRTHS = [date(1960, 2, 29), date(1961, 11, 20), date(1961, 11, 21), date(2008, 11, 20), date(1900, 1, 1)]
_born = st.builds(
    lambda day, length: Moment(day.toordinal(), day.toordinal() + length), some(*_BIRTHS), some(0, 0, 30, 364)
)
_AMOUNTS = {
    "lab.creatinine": (0.5, 0.7, 0.9, 1.2, 2.0, 8.0),
    "vital.weight": (40.0, 70.0, 72.5, 140.0),
    "vital.height": (140.0, 152.4, 170.0, 190.0),
}


@st.composite
def _ranges(draw, fact: str) -> tuple[float, float]:
    amounts = _AMOUNTS.get(fact, (0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 6.0, 7.0, 8.0))
    ends = sorted((draw(some(*amounts)), draw(some(*amounts))))
    match draw(some("point", "point", "point", "range", "under", "over")):
        case "point":
            return ends[0], ends[0]
        case "under":
            return -INFINITY, ends[1]
        case "over":
            return ends[0], INFINITY
    return ends[0], ends[1]


@st.composite
def courses(draw, number: int, drug: str = "") -> Course:
    """A course of an ingredient or of a class whose member nobody named."""
    doses = draw(some((0.0, INFINITY), (50.0, 50.0), (100.0, 100.0), (25.0, 100.0), (1.0, 1.0)))
    return Course(
        drug or draw(some(*INGREDIENTS, *INGREDIENTS, *CLASSES)),
        status=draw(some(*Status)),
        began=draw(moments()),
        ended=draw(_ended),
        daily_low=doses[0],
        daily_high=doses[1],
        unit=draw(some(*UNITS)),
        route=draw(some(*ROUTES)),
        outcome=draw(some(*Outcome)),
        id=f"course.{number}",
    )


#: facts that can be recorded; a derived number is recorded now and then
RECORDED = (*CLAIMS, *CLAIMS, *DERIVED_CLAIMS, *QUANTITIES, *OPTIONS, *SETS, *DATES, "n.score", "n.sum")


@st.composite
def records(draw, catalog: Catalog) -> Record:
    """A record with a few readings and courses and perhaps complete lists, as of `TODAY`."""
    names = draw(st.lists(some(*RECORDED), max_size=9))
    found = [draw(readings(catalog.facts[name], i)) for i, name in enumerate(names)]
    taken = [draw(courses(i)) for i in range(draw(st.integers(0, 4)))]
    days = st.integers(0, 3).map(lambda i: (1, TODAY - 400, TODAY - 14, TODAY)[i])
    complete = draw(st.dictionaries(some("condition", "medication", "allergy"), days, max_size=3))
    return build_record(TODAY, found, taken, complete)


def orders() -> SearchStrategy[Order | None]:
    """A proposed treatment, with or without its dose; or none."""
    made = st.builds(
        Order,
        some(*INGREDIENTS, "reds"),
        some(None, 25.0, 50.0),
        some(None, 1.0, 2.0),
        some(*UNITS),
        some(*ROUTES),
    )
    return st.one_of(st.none(), made)


# ------------------------------------------------------------------------------------------------------ trees

_window = st.one_of(st.none(), some(*WINDOWS))


@st.composite
def bounds(draw, edges=(0.0, 1.0, 2.0, 2.5, 3.0, 6.0, 40.0, 60.0)) -> tree.Bounds:
    """One comparator, or one on each side."""
    lower, upper = some("at_least", "above"), some("at_most", "below")
    chosen = draw(st.one_of(st.tuples(lower), st.tuples(upper), st.tuples(lower, upper)))
    return tree.Bounds(**{name: draw(some(*edges)) for name in chosen})


def _drug() -> SearchStrategy[str]:
    return some(*INGREDIENTS, *CLASSES)


@st.composite
def _fact_is(draw, catalog: Catalog, facts: tuple[str, ...]) -> Node:
    usable = [n for n in facts if n in catalog.facts and catalog.facts[n].kind in _ASKED_WITH_IS] or list(CLAIMS)
    fact = catalog.facts[draw(some(*usable))]
    if fact.kind is not Kind.CLAIM:
        ranks = range(len(fact.options))
        chosen = draw(st.sets(some(*map(float, ranks)), min_size=1, max_size=2))
        return tree.FactIs(fact.id, tuple(sorted(chosen)), draw(_window))
    options = draw(some((1.0,), (1.0,), (0.0,), (0.0, 1.0)))
    match draw(some("today", "within", "pain", "region")):
        case "within":
            return tree.FactIs(fact.id, options, draw(some(*WINDOWS)))
        case "pain":
            return tree.FactIs(fact.id, options, at="pain")
        case "region":
            return tree.FactIs(fact.id, options, at=draw(some(*REGIONS)))
    return tree.FactIs(fact.id, options)


_ASKED_WITH_IS = (Kind.CLAIM, Kind.ONE_OF, Kind.ORDERED)


@st.composite
def _fact_compares(draw, catalog: Catalog, facts: tuple[str, ...]) -> Node:
    usable = [n for n in facts if n in catalog.facts and catalog.facts[n].kind in (Kind.QUANTITY, Kind.ORDERED)]
    return tree.FactCompares(draw(some(*(usable or QUANTITIES))), draw(bounds()), draw(_window))


@st.composite
def _fact_has(draw, catalog: Catalog, facts: tuple[str, ...]) -> Node:
    if draw(st.booleans()):
        return tree.FactHas("s.things", draw(st.frozensets(some(*THINGS), min_size=1)))
    region = draw(some(*REGIONS))
    members = catalog.regions[region]
    wider = frozenset(name for name, inside in catalog.regions.items() if region in inside)
    return tree.FactHas("pain.sites", members, wider - members)


def _taking(catalog: Catalog, facts: tuple[str, ...]) -> SearchStrategy[Node]:
    return st.builds(
        tree.Taking,
        _drug(),
        order=some("no", "no", "yes", "only"),
        route=some("", "", "oral"),
        ended_within=_window,
        daily_dose=st.one_of(st.none(), bounds(edges=(49.0, 50.0, 75.0, 100.0, 150.0))),
        dose_unit=some("mg", "mg", "mL"),
        for_at_least=st.one_of(st.none(), st.none(), some(0.0, 14.0, 28.0)),
    )


def _count(catalog: Catalog, facts: tuple[str, ...]) -> SearchStrategy[Node]:
    return st.builds(
        tree.CountTaking, _drug(), st.integers(1, 3), some("ingredient", "course"), order=some("no", "yes")
    )


def _change(catalog: Catalog, facts: tuple[str, ...]) -> SearchStrategy[Node]:
    return st.builds(
        tree.Change,
        some("q.one", "q.two"),
        st.booleans(),
        some(1.0, 2.0, 4.5),
        some(1.0, 30.4375, 91.3125),
        then=some("", "pain.onset"),
        then_within=some(0.0, 56.0),
    )


Make = Callable[[Catalog, tuple[str, ...]], SearchStrategy]

#: how each leaf is made; `Rung` and `Slot` are filled in before a criterion is asked (see `ladders`)
LEAVES: dict[type, Make] = {
    tree.FactIs: lambda catalog, facts: _fact_is(catalog, facts),
    tree.FactCompares: lambda catalog, facts: _fact_compares(catalog, facts),
    tree.FactHas: lambda catalog, facts: _fact_has(catalog, facts),
    tree.FactDated: lambda catalog, facts: st.builds(tree.FactDated, some(*DATES), some(*WINDOWS, 25000.0)),
    tree.Taking: _taking,
    tree.Tried: lambda catalog, facts: st.builds(tree.Tried, _drug(), some("", *(o.value for o in Outcome if o is not Outcome.UNKNOWN))),
    tree.CountTaking: _count,
    tree.Change: _change,
    tree.RuleRef: lambda catalog, facts: some(*map(tree.RuleRef, catalog.rules or ("r.one",))),
}


@st.composite
def ladders(draw, catalog: Catalog, facts: tuple[str, ...]) -> Node:
    """A criterion with a rung and a slot, and both filled in as a ladder does."""
    inner = draw(trees(catalog, facts=facts, depth=0))
    other = draw(trees(catalog, facts=facts, depth=0))
    node = draw(some(tree.All((tree.Rung("below"), tree.Slot("signs"))), tree.Any((tree.Slot("signs"), tree.Not(tree.Rung("below"))))))
    return tree.substitute(node, {"below": inner, "signs": other})


#: how each joint is made of its parts
JOINTS: dict[type, Callable[[SearchStrategy], SearchStrategy]] = {
    tree.All: lambda parts: st.lists(parts, min_size=1, max_size=3).map(lambda of: tree.All(tuple(of))),
    tree.Any: lambda parts: st.lists(parts, min_size=1, max_size=3).map(lambda of: tree.Any(tuple(of))),
    tree.Not: lambda parts: st.builds(tree.Not, parts),
    tree.AtLeastOf: lambda parts: st.lists(parts, min_size=1, max_size=3).flatmap(
        lambda of: st.builds(tree.AtLeastOf, st.integers(1, len(of)), st.just(tuple(of)))
    ),
}
ALL_FACTS = (*CLAIMS, *CLAIMS, *DERIVED_CLAIMS, *QUANTITIES, *OPTIONS, *NUMBERS, BAND)


def trees(catalog: Catalog, *, facts: tuple[str, ...] = ALL_FACTS, depth: int = 2) -> SearchStrategy[Node]:
    """A criterion over these facts (and any drug, set and date), at most `depth` joints deep."""
    kinds = [kind for kind in LEAVES if kind is not tree.RuleRef or catalog.rules]
    leaves = st.one_of(*(LEAVES[kind](catalog, facts) for kind in kinds))
    if depth <= 0:
        return leaves
    parts = trees(catalog, facts=facts, depth=depth - 1)
    return st.one_of(leaves, *(make(parts) for make in JOINTS.values()))
