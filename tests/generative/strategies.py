"""Random catalogs, records, orders and criteria: small, and full of the edges where two engines could part.

The names of facts and drugs are always the same; what they are (freshness, picks, families, derivations) is drawn.
`LEAVES` and `DERIVATIONS` say which generator makes which word; a test fails for a word without one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from msgspec.structs import replace

from painpath.criteria import catalog as cat
from painpath.criteria import tree
from painpath.criteria.catalog import Catalog
from painpath.criteria.territory import Territory, body_of, pain_in
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
REGIONS = {
    "leg": ("foot", "knee"), "foot": ("toe", "heel"), "toe": (), "heel": (), "knee": (), "hand": (),
    "ear": ("ear_left", "ear_right"), "ear_left": (), "ear_right": (), "left": ("ear_left", "heel"),
}  # fmt: skip
SIDES = {"ear_left": "left", "ear_right": "right", "heel": "left", "toe": "right", "left": "left"}
INGREDIENTS = ("ada", "ben", "cyd", "dan")
CLASSES = ("reds", "greens", "blues", "all", "void")
UNITS = ("mg", "mg", "mg", "g", "mL", "ug/h", "")
ROUTES = ("oral", "skin", "")

WINDOWS = (0.0, 1.0, 14.0, 30.4375, 91.3125, 365.25)
AGES = (0, 1, 7, 13, 14, 15, 30, 31, 60, 91, 92, 365, 366, 800)


@lru_cache(maxsize=None, typed=True)
def some(*values: object) -> SearchStrategy:
    """One of a few values, the simplest first. Strategies are dear to make, so they are made once."""
    return st.sampled_from(values)


# --------------------------------------------------------------------------------------------------- catalogs


@st.composite
def catalogs(draw) -> Catalog:
    """A catalog with every type of fact, every kind of derivation, families, drugs and regions."""
    facts = {name: fact for name in CLAIMS for fact in [draw(_claims(name))]}
    for name in QUANTITIES:
        facts[name] = FactType(
            name, Kind.QUANTITY, fresh_for=draw(_fresh), plausible=draw(some(None, (0.5, 200.0)))
        )
    facts["k.grade"] = FactType(
        "k.grade", Kind.ORDERED, options=("low", "mid", "high"), fresh_for=draw(_fresh)
    )
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
        derived[name] = draw(DERIVATIONS[kind])
    with_numbers = replace(base, derived=derived)
    rules = {"r.one": draw(trees(CLAIMS + QUANTITIES, depth=1, rules=False))}
    with_numbers = replace(with_numbers, rules=rules)
    for i, name in enumerate(("d.first", "d.second")):
        usable = CLAIMS + QUANTITIES + NUMBERS + DERIVED_CLAIMS[:i]
        node = draw(trees(usable, depth=1))
        facts = {**facts, name: replace(draw(_claims(name)), parents=draw(_parents))}
        derived = {**derived, name: cat.FromCriterion(node)}
    facts = {**facts, "d.banded": FactType("d.banded", Kind.CLAIM, per="site")}
    derived["d.banded"] = cat.Lookup(draw(some(*QUANTITIES)), (3.0,), draw(some((0.0, 1.0), (1.0, 0.0))))
    # A parent must not follow from its own child.
    facts = {
        n: replace(f, parents=() if _reads(derived, rules, facts, f.parents, n) else f.parents)
        for n, f in facts.items()
    }
    children: dict[str, tuple[str, ...]] = {}
    for name, fact in facts.items():
        for parent in fact.parents:
            children[parent] = (*children.get(parent, ()), name)
    return replace(with_numbers, facts=facts, derived=derived, children=children)


_fresh = some(None, 14.0, 91.3125)
_parents = st.lists(some(*CLAIMS), max_size=1).map(tuple)


@cache
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
    direct = {
        "reds": ("all",),
        "greens": ("all",),
        "blues": draw(some((), ("greens",))),
        "all": (),
        "void": ("all",),
    }
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


_points = some(1.0, 2.0, -1.0)
_items = st.one_of(
    st.tuples(some(*CLAIMS), st.one_of(_points, st.tuples(_points, _points))),
    st.tuples(some("k.grade"), st.one_of(_points, st.tuples(_points, _points, _points))),
    st.tuples(some("k.kind"), st.tuples(_points, _points)),
    st.tuples(some("q.one", "q.two"), _points),
)
_factors = st.dictionaries(
    some(*INGREDIENTS), st.tuples(some(1.0, 0.5, 2.0), some("mg", "g")), min_size=1, max_size=4
)
_factors_by_route = st.dictionaries(
    some(*INGREDIENTS),
    st.dictionaries(some("oral", "skin"), st.tuples(some(1.0, 2.0), some("mg", "ug/h")), min_size=1),
    max_size=3,
)


def _derivations() -> dict[type, SearchStrategy]:
    return {
        cat.Score: st.lists(_items, min_size=1, max_size=4).map(lambda items: cat.Score(tuple(items))),
        cat.Lookup: st.builds(
            cat.Lookup,
            some("q.one", "n.scaled", "n.score"),
            some((2.0, 4.0), (1.0, 7.0)),
            st.tuples(*[some(0.0, 1.0, 2.0)] * 3),
        ),
        cat.Scale: st.builds(cat.Scale, some("q.one", "q.two", "n.duration"), some(1.0, 2.0, -1.0)),
        cat.CountOf: st.builds(
            cat.CountOf, st.lists(some(*CLAIMS), min_size=1, max_size=4, unique=True).map(tuple)
        ),
        cat.SumOverCourses: st.builds(cat.SumOverCourses, some(*CLASSES), _factors, _factors_by_route),
        cat.ChangeOf: st.builds(cat.ChangeOf, some("q.one", "q.two"), some(1.0, 14.0, 30.4375)),
        cat.Duration: st.builds(cat.Duration, some("pain.onset"), some(1.0, 7.0, 30.4375)),
        cat.FromCriterion: st.builds(cat.FromCriterion, trees(CLAIMS, depth=1)),
        cat.FormulaOf: st.builds(cat.FormulaOf, some(*FORMULAS.values())),
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


_never_at = st.just(frozenset())
_sites = st.frozensets(some(*REGIONS), max_size=2)
_some_things = st.frozensets(some(*THINGS), max_size=2)
_readable = some(*[True] * 7, False)


@st.composite
def readings(draw, fact: FactType, number: int) -> Reading:
    """A reading of a fact: a point, a range, or something nobody could read."""
    base = Reading(fact.id, when=draw(moments()), recorded=draw(some(0, 1)), id=f"{fact.id}.{number}")
    if not draw(_readable):
        return replace(base, unreadable="see note", members=frozenset(), closed=draw(st.booleans()))
    match fact.kind:
        case Kind.CLAIM:
            at = draw(_sites if fact.per else _never_at)
            value = draw(some(1.0, 0.0))
            return replace(base, low=value, high=value, at=at, ended=draw(_ended))
        case Kind.SET:
            members = draw(_some_things if fact.options else _sites)
            return replace(base, members=members, closed=draw(st.booleans()))
        case Kind.ONE_OF | Kind.ORDERED:
            ranks = some(*range(len(fact.options)))
            low, high = sorted((draw(ranks), draw(ranks)))
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
    "lab.creatinine": (0.0, 0.5, 0.7, 0.9, 1.2, 2.0, 8.0),
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
        status=draw(some(Status.ACTIVE, Status.ACTIVE, *Status)),
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


@cache
def _names(facts: tuple[str, ...]) -> SearchStrategy[list[str]]:
    return st.lists(some(*facts), max_size=9) if facts else st.just([])


_complete = st.dictionaries(
    some("condition", "medication", "allergy"), some(1, TODAY - 400, TODAY - 14, TODAY), max_size=3
)
_how_many_courses = some(0, 1, 2, 3, 4)


@st.composite
def records(draw, catalog: Catalog, facts: tuple[str, ...] = RECORDED, *, drugs: bool = True) -> Record:
    """A record with a few readings and courses and perhaps complete lists, as of `TODAY`."""
    names = draw(_names(facts))
    found = [draw(readings(catalog.facts[name], i)) for i, name in enumerate(names)]
    taken = [draw(courses(i)) for i in range(draw(_how_many_courses) if drugs else 0)]
    complete = draw(_complete)
    return build_record(TODAY, found, taken, complete)


@cache
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


_lower, _upper = some("at_least", "above"), some("at_most", "below")
_comparators = st.one_of(st.tuples(_lower), st.tuples(_upper), st.tuples(_lower, _upper))
EDGES = (0.0, 1.0, 2.0, 2.5, 3.0, 6.0, 40.0, 60.0)


@st.composite
def bounds(draw, edges: tuple[float, ...] = EDGES) -> tree.Bounds:
    """One comparator, or one on each side."""
    return tree.Bounds(**{name: draw(some(*edges)) for name in draw(_comparators)})


_drug = some(*INGREDIENTS, *CLASSES)
_options = {"k.grade": 3, "k.kind": 2, "patient.sex": 3, BAND: 3}
_claim_options = some((1.0,), (1.0,), (0.0,), (0.0, 1.0))
_where = some("today", "today", "within", "pain", "region")


@st.composite
def _fact_is(draw, facts: tuple[str, ...]) -> Node:
    name = draw(some(*facts))
    if name in _options:
        chosen = draw(st.sets(some(*map(float, range(_options[name]))), min_size=1, max_size=2))
        return tree.FactIs(name, tuple(sorted(chosen)), draw(_window))
    options = draw(_claim_options)
    match draw(_where):
        case "within":
            return tree.FactIs(name, options, draw(some(*WINDOWS)))
        case "pain":
            return tree.FactIs(name, options, at="pain")
        case "region":
            return tree.FactIs(name, options, at=draw(some(tree.ANYWHERE, *REGIONS)))
    return tree.FactIs(name, options)


@st.composite
def _fact_has(draw) -> Node:
    if draw(st.booleans()):
        return tree.FactHas("s.things", draw(st.frozensets(some(*THINGS), min_size=1)))
    if draw(st.booleans()):
        return pain_in(draw(territories()), body_of(_regions(), SIDES))
    region, regions = draw(some(*REGIONS)), _regions()
    wider = frozenset(name for name, inside in regions.items() if inside & regions[region])
    return tree.FactHas("pain.sites", regions[region], wider - regions[region])


@st.composite
def territories(draw) -> Territory:
    """A territory of any form; its parts may lie in one another."""
    core = draw(st.lists(some(*REGIONS), min_size=1, max_size=3, unique=True))
    may = draw(st.lists(some(*REGIONS), max_size=2, unique=True))
    opposite = draw(st.lists(some(*REGIONS), max_size=1))
    least = draw(some(1, 1, 2))
    sides = draw(some("any", "both", "one"))
    return Territory("area", tuple(core), tuple(may), min(least, len(core)), sides, tuple(opposite))


_outcomes = some("", *(outcome.value for outcome in Outcome if outcome is not Outcome.UNKNOWN))
Make = Callable[[tuple[str, ...]], SearchStrategy]

#: how each leaf is made; `Rung` and `Slot` are filled in before a criterion is asked (see `ladders`)
LEAVES: dict[type, Make] = {
    tree.FactIs: lambda facts: _fact_is(
        tuple(n for n in facts if n in _options or n in CLAIMS + DERIVED_CLAIMS) or CLAIMS
    ),
    tree.FactCompares: lambda facts: st.builds(
        tree.FactCompares,
        some(*([n for n in facts if n in QUANTITIES + NUMBERS + ("k.grade", BAND)] or QUANTITIES)),
        bounds(),
        _window,
    ),
    tree.FactHas: lambda facts: _fact_has(),
    tree.FactDated: lambda facts: st.builds(tree.FactDated, some(*DATES), some(*WINDOWS, 25000.0)),
    tree.Taking: lambda facts: st.builds(
        tree.Taking,
        _drug,
        order=some("no", "no", "yes", "only"),
        route=some("", "", "oral"),
        ended_within=_window,
        daily_dose=st.one_of(st.none(), bounds(edges=(49.0, 50.0, 75.0, 100.0, 150.0))),
        dose_unit=some("mg", "mg", "mL"),
        for_at_least=some(None, None, 0.0, 14.0, 28.0),
    ),
    tree.Tried: lambda facts: st.builds(tree.Tried, _drug, _outcomes),
    tree.CountTaking: lambda facts: st.builds(
        tree.CountTaking, _drug, some(1, 2, 3), some("ingredient", "course"), order=some("no", "yes")
    ),
    tree.Change: lambda facts: st.builds(
        tree.Change,
        some("q.one", "q.two"),
        st.booleans(),
        some(1.0, 2.0, 4.5),
        some(1.0, 30.4375, 91.3125),
        then=some("", "pain.onset"),
        then_within=some(0.0, 56.0),
    ),
    tree.RuleRef: lambda facts: st.just(tree.RuleRef("r.one")),
}
#: how each joint is made of its parts
JOINTS: dict[type, Callable[[SearchStrategy], SearchStrategy]] = {
    tree.All: lambda parts: parts.map(lambda of: tree.All(tuple(of))),
    tree.Any: lambda parts: parts.map(lambda of: tree.Any(tuple(of))),
    tree.Not: lambda parts: parts.map(lambda of: tree.Not(of[0])),
    tree.AtLeastOf: lambda parts: st.tuples(some(1, 2, 3), parts).map(
        lambda made: tree.AtLeastOf(min(made[0], len(made[1])), tuple(made[1]))
    ),
}
ALL_FACTS = (*CLAIMS, *CLAIMS, *DERIVED_CLAIMS, *QUANTITIES, *OPTIONS, *NUMBERS, BAND)


@cache
def trees(
    facts: tuple[str, ...] = ALL_FACTS,
    depth: int = 2,
    *,
    rules: bool = True,
    kinds: tuple[type, ...] = tuple(LEAVES),
) -> SearchStrategy[Node]:
    """A criterion over these facts (and any drug, set and date), at most `depth` joints deep."""
    leaves = st.one_of(*(LEAVES[kind](facts) for kind in kinds if rules or kind is not tree.RuleRef))
    if depth <= 0:
        return leaves
    parts = st.lists(trees(facts, depth - 1, rules=rules, kinds=kinds), min_size=1, max_size=3)
    return st.one_of(leaves, *(make(parts) for make in JOINTS.values()))


_ladders = some(
    tree.All((tree.Rung("below"), tree.Slot("signs"))),
    tree.Any((tree.Slot("signs"), tree.Not(tree.Rung("below")))),
)


@st.composite
def ladders(draw) -> Node:
    """A criterion with a rung and a slot, and both filled in as a ladder does."""
    leaves = trees(depth=0)
    return tree.substitute(draw(_ladders), {"below": draw(leaves), "signs": draw(leaves)})


#: how each kind of derivation is made
DERIVATIONS = _derivations()
