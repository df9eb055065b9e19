"""Ways to learn more about a patient: records that say the same and leave less open.

Each step fills in one unknown so that the result is still consistent with what was there. What is not learning: a
newer reading of the same fact; a reading of something that a complete list, a "no" of its class or a derivation
already settles; a narrower date of a reading that moves it before or after another (the latest is a convention).
The height in Cockcroft-Gault may turn a known answer into an unknown one, never into its opposite (decision 0005).
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from msgspec.structs import replace
from tests.generative import strategies
from tests.generative.strategies import some

from painpath.criteria import tree
from painpath.criteria.catalog import Catalog
from painpath.facts.fact_type import Kind
from painpath.facts.moment import DUSK, Moment
from painpath.facts.reading import Course, Reading, Status
from painpath.facts.record import Record, build_record

STEPS = (
    "narrow", "read", "ended", "course_ended", "course_began", "new_fact", "new_course", "not_taken", "list",
    "part_of_site", "all_sites",
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """A corner of the language that learning can bear on: what is recorded there, learnt there, asked there."""

    facts: tuple[str, ...]
    steps: tuple[str, ...]
    asks: tuple[str, ...]
    kinds: tuple[type, ...]


_CLAIMS = strategies.CLAIMS + strategies.DERIVED_CLAIMS
_READINGS = ("narrow", "read", "ended", "new_fact", "new_fact", "list")
TOPICS = {
    "claims": Topic(_CLAIMS, _READINGS, _CLAIMS, (tree.FactIs,)),
    "places": Topic(
        ("c.one", "c.two", "pain.sites", "s.things"),
        _READINGS,
        ("c.one", "c.two"),
        (tree.FactIs, tree.FactHas),
    ),
    "territories": Topic(
        ("pain.sites",), ("read", "new_fact", "part_of_site", "all_sites"), strategies.CLAIMS, (tree.FactHas,)
    ),
    "numbers": Topic(
        (*strategies.QUANTITIES, *strategies.OPTIONS, *strategies.DATES, *strategies.CLAIMS),
        _READINGS,
        (*strategies.QUANTITIES, *strategies.OPTIONS, *strategies.NUMBERS, strategies.BAND),
        (tree.FactCompares, tree.FactCompares, tree.FactIs, tree.Change, tree.FactDated),
    ),
    "drugs": Topic(
        (),
        ("course_ended", "course_began", "new_course", "new_course", "not_taken", "list"),
        ("n.sum",),
        (tree.FactCompares, tree.Taking, tree.Tried, tree.CountTaking),
    ),
    "all": Topic(strategies.RECORDED, STEPS[:-2], strategies.ALL_FACTS, tuple(strategies.LEAVES)),
}


def parts_of(record: Record) -> tuple[list[Reading], list[Course]]:
    """The readings and courses of a record."""
    readings = [reading for kept in record.readings.values() for reading in kept]
    return readings, [course for kept in record.courses.values() for course in kept]


@st.composite
def learned(draw, catalog: Catalog, record: Record, topic: Topic) -> Record:
    """The same record with a few unknowns filled in."""
    for _ in range(draw(some(1, 2, 3, 4))):
        record = draw(_step(catalog, record, topic))
    return record


@st.composite
def _step(draw, catalog: Catalog, record: Record, topic: Topic) -> Record:
    readings, courses = parts_of(record)
    complete = dict(record.complete)
    match draw(some(*topic.steps)):
        case "narrow":
            _swap(
                draw,
                readings,
                lambda r: r.low < r.high and not r.unreadable and _numbered(catalog, r),
                _narrowed(draw, catalog),
            )
        case "read":
            _swap(draw, readings, lambda r: _may_be_read(catalog, r), _made_readable(draw, catalog))
        case "ended":
            _swap(draw, readings, lambda r: r.ended is not None, lambda r: _ended_on(draw, r, record.as_of))
        case "course_ended":
            _swap(draw, courses, _ended_open, lambda c: _ended_on(draw, c, record.as_of))
        case "course_began":
            _swap(
                draw,
                courses,
                lambda c: c.began.first < c.began.last,
                lambda c: _began_on(draw, c, record.as_of),
            )
        case "new_fact":
            readings += draw(_new_fact(catalog, record, topic))
        case "new_course":
            courses += draw(_new_course(catalog, record, Status.ACTIVE))
        case "not_taken":
            courses += draw(_new_course(catalog, record, Status.NOT_TAKEN))
        case "part_of_site":
            _swap(draw, readings, lambda r: bool(r.members & set(_WHOLES)), lambda r: _in_part(draw, r))
        case "all_sites":
            _swap(draw, readings, lambda r: not r.unreadable, lambda r: _all_sites(draw, record, r))
        case "list":
            complete |= draw(_complete_list(catalog, record))
    return build_record(record.as_of, readings, courses, complete)


def _swap(draw, events, which, change) -> None:
    places = [i for i, event in enumerate(events) if which(event)]
    if places:
        i = draw(some(*places))
        events[i] = change(events[i])


def _numbered(catalog: Catalog, reading: Reading) -> bool:
    return catalog.facts[reading.fact].kind is not Kind.SET


def _narrowed(draw, catalog: Catalog):
    def change(reading: Reading) -> Reading:
        kind = catalog.facts[reading.fact]
        low, high = _legal(kind, reading)
        ends = sorted(draw(st.floats(0, 1)) for _ in range(2))
        if kind.kind in (Kind.ORDERED, Kind.ONE_OF, Kind.CLAIM, Kind.DATE):
            low, high = int(low), int(high)
            narrow = sorted((low + round(ends[0] * (high - low)), low + round(ends[1] * (high - low))))
        else:
            narrow = [low + ends[0] * (high - low), low + ends[1] * (high - low)]
        return replace(reading, low=float(max(narrow[0], low)), high=float(min(narrow[1], high)))

    return change


def _legal(kind, reading: Reading) -> tuple[float, float]:
    """What an open end can still become: within the limits that score as its worst and best."""
    least, most = kind.plausible or (0.5, 200.0)
    if kind.kind in (Kind.ORDERED, Kind.ONE_OF):
        least, most = 0.0, float(len(kind.options) - 1)
    if kind.kind is Kind.CLAIM:
        least, most = 0.0, 1.0
    if kind.kind is Kind.DATE:
        least, most = strategies.TODAY - 30000.0, float(strategies.TODAY)
    low = reading.low if reading.low > -strategies.INFINITY else min(least, reading.high)
    high = reading.high if reading.high < strategies.INFINITY else max(most, reading.low)
    return low, high


def _may_be_read(catalog: Catalog, reading: Reading) -> bool:
    """Whether a reading is unreadable, and no claim above or below it follows from other facts."""
    if catalog.facts[reading.fact].kind is not Kind.CLAIM:
        return bool(reading.unreadable)
    derived = any(name in catalog.derived for name in family_of(catalog, reading.fact))
    return bool(reading.unreadable) and not derived


def _made_readable(draw, catalog: Catalog):
    def change(reading: Reading) -> Reading:
        kind = catalog.facts[reading.fact]
        blank = replace(reading, unreadable="")
        if kind.kind is Kind.SET:
            members = draw(st.frozensets(some(*(kind.options or strategies.REGIONS)), max_size=2))
            return replace(blank, members=members)
        if kind.kind is Kind.CLAIM:
            value = draw(some(0.0, 1.0))
            return replace(blank, low=value, high=value)
        return _narrowed(draw, catalog)(blank)

    return change


_WHOLES = tuple(name for name, parts in strategies.REGIONS.items() if parts)


def _in_part(draw, reading: Reading) -> Reading:
    """A region that was named is really one or more of its parts: more is known of the site, not of another."""
    whole = draw(some(*sorted(reading.members & set(_WHOLES))))
    found = draw(st.frozensets(some(*strategies.REGIONS[whole]), min_size=1))
    return replace(reading, members=reading.members - {whole} | found)


def _all_sites(draw, record: Record, reading: Reading) -> Reading:
    """An open list of sites turns out to be all of them, or more is added; what was named elsewhere stays."""
    if reading.closed or reading.fact != "pain.sites":
        return reading
    named = frozenset[str]().union(*(other.members for other in record.of("pain.sites")))
    more = draw(st.frozensets(some(*strategies.REGIONS), max_size=1))
    return replace(reading, members=reading.members | named | more, closed=draw(st.booleans()))


def _day_in(draw, first: int, last: int) -> Moment:
    day = first + round(draw(st.floats(0, 1)) * (last - first))
    return Moment(day, day)


def _ended_open(course: Course) -> bool:
    """Whether a date of ending is still to be learnt: a span, or nothing though the course is known to be over."""
    if course.ended is None:
        return course.status is Status.STOPPED
    return course.ended.first < course.ended.last


def _ended_on(draw, event, as_of: int):
    """The day on which a reading or course ended, after it began and, if it has ended, by today."""
    began = event.when if isinstance(event, Reading) else event.began
    ended = event.ended or Moment(1, as_of)
    over = isinstance(event, Course) and event.status is Status.STOPPED
    first, last = max(ended.first, began.first), min(ended.last, as_of) if over else min(ended.last, DUSK)
    return event if first > last else replace(event, ended=_day_in(draw, first, last))


def _began_on(draw, course: Course, as_of: int) -> Course:
    """The day on which a course began: by today, and before it ended."""
    last = min(course.began.last, as_of)
    if course.ended is not None:
        last = min(last, course.ended.first)
    if course.began.first > last:
        return course
    return replace(course, began=_day_in(draw, course.began.first, last))


@st.composite
def _new_fact(draw, catalog: Catalog, record: Record, topic: Topic) -> list[Reading]:
    """A reading of a fact of which there was none and that nothing else settles."""
    free = [
        name
        for name in topic.facts
        if not record.of(name) and name not in catalog.derived and not _settled(catalog, record, name)
    ]
    if not free:
        return []
    reading = draw(
        strategies.readings(catalog.facts[draw(some(*sorted(set(free))))], 90 + len(record.readings))
    )
    return [replace(reading, when=Moment(record.as_of - 1, record.as_of - 1), ended=None)]


def family_of(catalog: Catalog, fact: str) -> set[str]:
    """Every claim above and below this one."""
    found: set[str] = set()

    def walk(name: str, up: bool) -> None:
        near = catalog.facts[name].parents if up else catalog.children.get(name, ())
        for other in near:
            found.add(other)
            walk(other, up)

    walk(fact, True)
    walk(fact, False)
    return found


def _settled(catalog: Catalog, record: Record, fact: str) -> bool:
    """Whether something but its own readings already says what a claim is, or could be contradicted by it."""
    kind = catalog.facts[fact]
    if kind.kind is not Kind.CLAIM:
        return False
    family = family_of(catalog, fact)
    return kind.listed_in in record.complete or any(record.of(n) or n in catalog.derived for n in family)


def _drug_kin(catalog: Catalog, drug: str) -> set[str]:
    """Every drug and class that shares a member or a class with this one."""
    near = {drug} | catalog.within[drug] | catalog.above[drug]
    return near | {name for n in near for name in catalog.within[n] | catalog.above[n]}


@st.composite
def _new_course(draw, catalog: Catalog, record: Record, status: Status) -> list[Course]:
    """A course (or a statement that it is not taken) of a drug that was never mentioned, nor anything near it."""
    mentioned = {name for drug in record.courses for name in _near(catalog, drug, status)}
    free = [name for name in strategies.INGREDIENTS if name not in mentioned]
    listed = "medication" in record.complete
    if listed:
        free = [name for name in free if name in catalog.unlisted]
    if not free:
        return []
    course = draw(strategies.courses(90 + len(record.courses), draw(some(*free))))
    if status is Status.NOT_TAKEN:
        return [replace(course, status=status)]
    if course.status is Status.NOT_TAKEN:
        course = replace(course, status=Status.ACTIVE)
    return [course]


def _near(catalog: Catalog, drug: str, status: Status) -> set[str]:
    """The drugs whose mention would say something new of this one: members of a class said to be taken or not."""
    return _drug_kin(catalog, drug) if status is Status.NOT_TAKEN else {drug} | catalog.within[drug]


@st.composite
def _complete_list(draw, catalog: Catalog, record: Record) -> dict[str, int]:
    """That a list is complete, where nobody has said anything of it yet."""
    name = draw(some("condition", "medication", "allergy"))
    if name in record.complete:
        return {}
    return {name: draw(some(1, record.as_of - 400, record.as_of - 14, record.as_of))}
