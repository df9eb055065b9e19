"""The facts, drugs and regions of the specs, and how a drawn table becomes records. All specs are asked as of `TODAY`.

A table has a column per thing recorded and a last column `answer`; each further row is one patient. In a cell:

    yes | no | 45 | 3..5 | <5 | mid | {foot, hand} | see note      what was recorded, today unless a date follows
    yes on 2026-10-01 | 45 in 2026 | yes on ? | yes until 2026-11-01     when; a year is all of it, ? is no date
    yes at foot                                                      where on the body
    {foot ...}                                                       a set that may have more members
    6; 4 on 2026-10-01                                               several readings
    taken | taken 75 mg | stopped | planned | denied | tried no_benefit | perhaps            under a drug
    taken from 2026-10-01 by mouth                                   (any of these with dates, dose, route)
    medication | condition since 2026-01-01                          under `complete`
    ada 50 mg twice | ada by mouth                                   under `order`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from painpath.criteria import catalog as cat
from painpath.criteria.catalog import Catalog
from painpath.criteria.read import Vocabulary, read_criterion
from painpath.criteria.territory import Territory
from painpath.criteria.tree import Node
from painpath.facts.answer import Answer
from painpath.facts.fact_type import Conversion, FactType, Kind, Pick
from painpath.facts.formulas import FORMULAS
from painpath.facts.moment import DAWN, WHENEVER, Moment, parse_moment
from painpath.facts.reading import INFINITY, Course, Order, Outcome, Reading, Status
from painpath.facts.record import Record, build_record
from painpath.library.yaml_reader import read_yaml

TODAY = date(2026, 11, 20).toordinal()

REGIONS = {
    "leg": frozenset({"leg", "foot", "toe"}),
    "foot": frozenset({"foot", "toe"}),
    "toe": frozenset({"toe"}),
    "hand": frozenset({"hand"}),
    "ear": frozenset({"ear", "ear_left", "ear_right"}),
    "cheek": frozenset({"cheek", "cheek_left", "cheek_right"}),
    "face": frozenset({"face", "ear", "ear_left", "ear_right", "cheek", "cheek_left", "cheek_right"}),
    "left": frozenset({"left", "ear_left", "cheek_left"}),
    **{name: frozenset({name}) for name in ("ear_left", "ear_right", "cheek_left", "cheek_right")},
}
SIDES = {name: name.rpartition("_")[2] for name in REGIONS if "_" in name} | {"left": "left"}
TERRITORIES = {
    "sole": Territory("sole of the foot", core=("foot",), may=("leg",)),
    "ears": Territory("ears", core=("ear",), may=("cheek",), sides="both"),
    "one_ear": Territory("ear", core=("ear",), sides="one"),
    "half_face": Territory("half of the face", core=("ear", "cheek"), at_least=2, sides="one"),
    "crossed": Territory("crossed face", core=("ear",), sides="one", opposite=("cheek",)),
}
#: every class above a drug, itself included: reds and greens are kinds of active, blues stand alone
ABOVE = {
    "ada": frozenset({"ada", "reds", "active"}),
    "ben": frozenset({"ben", "reds", "active"}),
    "cyd": frozenset({"cyd", "greens", "active"}),
    "herb": frozenset({"herb", "blues"}),
    "pill": frozenset({"pill", "blues"}),
    "reds": frozenset({"reds", "active"}),
    "greens": frozenset({"greens", "active"}),
    "active": frozenset({"active"}),
    "blues": frozenset({"blues"}),
}
INGREDIENTS = frozenset({"ada", "ben", "cyd", "herb", "pill"})


def _facts() -> dict[str, FactType]:
    facts = [
        FactType("fever", Kind.CLAIM, fresh_for=30.0),
        FactType("burning", Kind.CLAIM, per="site"),
        FactType("ever.ulcer", Kind.CLAIM, pick=Pick.EVER),
        FactType("any.fall", Kind.CLAIM, pick=Pick.ANY, fresh_for=30.0),
        FactType("all.dry", Kind.CLAIM, pick=Pick.ALL, fresh_for=30.0),
        FactType("heart.disease", Kind.CLAIM, listed_in="condition"),
        FactType("heart.failure", Kind.CLAIM, listed_in="condition", parents=("heart.disease",)),
        FactType("weight", Kind.QUANTITY, "kg", fresh_for=90.0),
        FactType("hba1c", Kind.QUANTITY, "%", accepts={"mmol/mol": Conversion(0.0915, 2.15)}),
        FactType("grade", Kind.ORDERED, options=("low", "mid", "high")),
        FactType("blood", Kind.ONE_OF, options=("a", "b", "ab")),
        FactType("onset", Kind.DATE),
        FactType("pain.sites", Kind.SET),
        FactType("things", Kind.SET, options=("ball", "book")),
        FactType("item.one", Kind.CLAIM),
        FactType("item.two", Kind.CLAIM),
        FactType("item.three", Kind.CLAIM),
        FactType("score", Kind.QUANTITY),
        FactType("band", Kind.ORDERED, options=("light", "middle", "heavy")),
        FactType("pounds", Kind.QUANTITY),
        FactType("how_many", Kind.QUANTITY),
        FactType("red_total", Kind.QUANTITY, "mg"),
        FactType("red_by_route", Kind.QUANTITY, "mg"),
        FactType("green_total", Kind.QUANTITY, "mg"),
        FactType("weight_change", Kind.QUANTITY, "kg"),
        FactType("weeks_since_onset", Kind.QUANTITY, "wk"),
        FactType("ill", Kind.CLAIM),
        FactType("patient.birth_date", Kind.DATE),
        FactType("patient.age", Kind.QUANTITY, "a"),
        FactType("patient.sex", Kind.ONE_OF, options=("female", "male", "other")),
        FactType("lab.creatinine", Kind.QUANTITY, "mg/dL", fresh_for=90.0),
        FactType("vital.weight", Kind.QUANTITY, "kg"),
        FactType("vital.height", Kind.QUANTITY, "cm"),
        FactType("bmi", Kind.QUANTITY),
        FactType("clearance", Kind.QUANTITY, "mL/min", fresh_for=90.0),
        FactType("egfr", Kind.QUANTITY, "mL/min/{1.73_m2}"),
    ]
    return {fact.id: fact for fact in facts}


FACTS = _facts()
VOCABULARY = Vocabulary(FACTS, ABOVE, ("fever_or_burning",), REGIONS, SIDES, TERRITORIES)
#: how derived facts would be written in an entry
DERIVED = {
    "score": "{score: {items: {item.one: 1, item.two: 1, item.three: 2}}}",
    "band": "{lookup: {of: weight, table: [{below: 50, is: light}, {below: 90, is: middle}, {is: heavy}]}}",
    "pounds": "{scale: {of: weight, times: 2.2}}",
    "how_many": "{count: {of: [item.one, item.two, item.three]}}",
    "red_total": "{sum_over_courses: {taking: reds, factors_from: ada 1, ben 2}}",
    "red_by_route": "{sum_over_courses: {taking: reds, factors_from: ada 1, factors_by_route: {skin: ada 3, ben 2}}}",
    "green_total": "{sum_over_courses: {taking: greens, factors_from: none}}",
    "weight_change": "{change: {of: weight, over: 4 wk}}",
    "weeks_since_onset": "{duration: {since: onset}}",
    "ill": "{from_criterion: {any: [{fact: fever, is: yes}, {fact: weight, below: 40 kg}]}}",
    "patient.age": "{formula: age}",
    "bmi": "{formula: bmi}",
    "clearance": "{formula: cockcroft_gault}",
    "egfr": "{formula: ckd_epi_2021}",
}


def criterion(text: str) -> Node:
    """A criterion as it is written in an entry."""
    return read_criterion(read_yaml(text)[0], VOCABULARY)


CATALOG = Catalog(
    facts=FACTS,
    derived={
        "score": cat.Score((("item.one", 1.0), ("item.two", 1.0), ("item.three", 2.0))),
        "band": cat.Lookup("weight", (50.0, 90.0), (0.0, 1.0, 2.0)),
        "pounds": cat.Scale("weight", 2.2),
        "how_many": cat.CountOf(("item.one", "item.two", "item.three")),
        "red_total": cat.SumOverCourses("reds", {"ada": (1.0, "mg"), "ben": (2.0, "mg")}),
        "red_by_route": cat.SumOverCourses(
            "reds", {"ada": (1.0, "mg")}, {"ada": {"skin": (3.0, "ug/h")}, "ben": {"skin": (2.0, "ug/h")}}
        ),
        "green_total": cat.SumOverCourses("greens", {}),
        "weight_change": cat.ChangeOf("weight", 28.0),
        "weeks_since_onset": cat.Duration("onset", 7.0),
        "ill": cat.FromCriterion(criterion("{any: [{fact: fever, is: yes}, {fact: weight, below: 40 kg}]}")),
        "patient.age": cat.FormulaOf(FORMULAS["age"]),
        "bmi": cat.FormulaOf(FORMULAS["bmi"]),
        "clearance": cat.FormulaOf(FORMULAS["cockcroft_gault"]),
        "egfr": cat.FormulaOf(FORMULAS["ckd_epi_2021"]),
    },
    children={"heart.disease": ("heart.failure",)},
    above=ABOVE,
    within={name: frozenset(drug for drug, up in ABOVE.items() if name in up) for name in ABOVE},
    unlisted=frozenset({"herb"}),
    substances=INGREDIENTS,
    rules={"fever_or_burning": criterion("{any: [{fact: fever, is: yes}, {fact: burning, is: yes}]}")},
    regions=REGIONS,
)


@dataclass(frozen=True)
class Patient:
    """One row of a table: the record, the order on the table, the answer expected."""

    record: Record
    order: Order | None
    answer: Answer


def rows_of(table: str) -> list[list[str]]:
    """The cells of a drawn table, the head first."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines if set(line) - set("-| ")]


def patients_of(table: str) -> list[Patient]:
    """The patients of a drawn table."""
    head, *rows = rows_of(table)
    return [_patient(dict(zip(head, row, strict=True))) for row in rows]


def _patient(cells: dict[str, str]) -> Patient:
    answer = Answer(cells.pop("answer"))
    order = _order(cells.pop("order", ""))
    complete = _complete(cells.pop("complete", ""))
    readings, courses = [], []
    for name, cell in cells.items():
        for text in filter(None, map(str.strip, cell.split(";"))):
            if name in ABOVE:
                courses.append(_course(name, text, f"{name}.{len(courses)}"))
            else:
                readings.append(_reading(FACTS[name], text, f"{name}.{len(readings)}"))
    return Patient(build_record(TODAY, readings, courses, complete), order, answer)


def _take(text: str, pattern: str) -> tuple[str, str]:
    """What a pattern catches, and the text without it."""
    match = re.search(pattern, text)
    return (match.group(1), (text[: match.start()] + text[match.end() :]).strip()) if match else ("", text)


def _when(text: str) -> Moment:
    if text == "?":
        return WHENEVER
    moment = parse_moment(text)
    assert moment is not None, text
    return moment


def _reading(kind: FactType, text: str, name: str) -> Reading:
    until, text = _take(text, r"\s+until (\S+)")
    on, text = _take(text, r"\s+(?:on|in) (\S+)")
    at, text = _take(text, r"\s+at (\S+)")
    reading = Reading(
        kind.id,
        when=_when(on) if on else Moment(TODAY, TODAY),
        ended=_when(until) if until else None,
        at=frozenset(at.split("+")) if at else frozenset(),
        id=name,
    )
    if text == "see note":
        return replace(reading, unreadable=text)
    if kind.kind is Kind.SET:
        members, closed = text.strip("{}"), "..." not in text
        named = frozenset(re.findall(r"\w+", members.replace("...", "")))
        return replace(reading, members=named, closed=closed)
    low, high = _ends(kind, text)
    return replace(reading, low=low, high=high)


def _ends(kind: FactType, text: str) -> tuple[float, float]:
    if kind.kind is Kind.DATE:
        moment = _when(text)
        return float(moment.first), float(moment.last)
    if kind.kind is not Kind.QUANTITY:
        ends = [kind.rank(word) for word in text.split(" or ")]
        return min(ends), max(ends)
    if text.startswith("<"):
        return -INFINITY, float(text[1:])
    low, _, high = text.partition("..")
    return float(low), float(high or low)


_STATUS = {
    "taken": Status.ACTIVE,
    "stopped": Status.STOPPED,
    "planned": Status.PLANNED,
    "denied": Status.NOT_TAKEN,
    "tried": Status.STOPPED,
    "perhaps": Status.UNKNOWN,
}


def _course(drug: str, text: str, name: str) -> Course:
    began, text = _take(text, r"\s+from (\S+)")
    ended, text = _take(text, r"\s+(?:until|on) (\S+)")
    route, text = _take(text, r"\s+by (\S+)")
    dose, text = _take(text, r"\s+(\d+(?:\.\.\d+)? \w+(?:/h)?)")
    word, _, outcome = text.partition(" ")
    course = Course(
        drug,
        status=_STATUS[word],
        began=_when(began) if began else WHENEVER,
        ended=_when(ended) if ended else None,
        route=route,
        outcome=Outcome(outcome or "unknown"),
        id=name,
    )
    if not dose:
        return course
    amount, unit = dose.split()
    low, _, high = amount.partition("..")
    return replace(course, daily_low=float(low), daily_high=float(high or low), unit=unit)


def _complete(text: str) -> dict[str, int]:
    found = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        since, name = _take(part, r"\s+since (\S+)")
        found[name] = _when(since).first if since else DAWN
    return found


def _order(text: str) -> Order | None:
    if not text:
        return None
    route, text = _take(text, r"\s+by (\S+)")
    dose, drug = _take(text, r"\s+(\d+ \w+ \w+)")
    if not dose:
        return Order(drug, route=route)
    amount, unit, times = dose.split()
    return Order(drug, float(amount), {"once": 1.0, "twice": 2.0}[times], unit, route)
