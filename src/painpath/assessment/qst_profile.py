"""`sensory_profile`: what was measured at each place, beside healthy people of that place, sex and age.

Which reading and which reference rows count; the arithmetic is in `qst_score`. What is not known (the place, the age,
a row, a spread) is not computable and says so; it is never 0, and never normal.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from painpath.assessment.qst_result import (
    Role,
    SensoryClaim,
    SensoryProfile,
    SensorySite,
    SensoryValue,
    Settled,
)
from painpath.assessment.qst_score import (
    Ends,
    NotComputable,
    could_be,
    measured,
    presence,
    settled,
    z_of,
)
from painpath.assessment.qst_table import Reference, Row
from painpath.assessment.words import cites
from painpath.criteria import Asking
from painpath.criteria.sites import members_of, related
from painpath.criteria.values import inside_window
from painpath.facts import Answer, Moment, Reading, Record, build_record
from painpath.library import Library, Settings
from painpath.library.schema import QstParameter, QstProtocol

PROTOCOL = "dfns"
#: the claim that the rule of the protocol settles
IRRITABLE = "test.qst_irritable_nociceptor"
_BOTH = frozenset({"female", "male"})
_ROLES: tuple[Role, ...] = ("painful", "unknown", "control")


class _Person(msgspec.Struct, frozen=True):
    """Who is compared: which sexes and whole years are possible, or why they are not known."""

    sexes: frozenset[str]
    years: range
    why: str = ""


class _Bench(msgspec.Struct, frozen=True):
    """What all parameters need: the record being asked, the protocol, the table, the person."""

    asking: Asking
    library: Library
    protocol: QstProtocol
    reference: Reference
    person: _Person


def sensory_profile(
    record: Record, library: Library, reference: Reference, settings: Settings
) -> SensoryProfile:
    """The profile of every place that was tested, against a reference table.

    A reading at the end of the device is open beyond it; age or sex known only in part widens z to all rows that fit.
    Source: rolke_2006_qst_protocol @ abstract; magerl_2010_qst_reference @ abstract
    """
    protocol = library.qst[PROTOCOL]
    asking = Asking(library.catalog, record)
    bench = _Bench(asking, library, protocol, reference, _person(asking))
    tested = {site: _role(asking, site) for site in sorted(_sites(record, protocol))}
    sites, claims, readings = [], [], []
    for site in sorted(tested, key=lambda name: (_ROLES.index(tested[name]), name)):
        values = tuple(_value(bench, parameter, site) for parameter in protocol.parameters)
        found = tuple(
            (claim, _newest(record, parameter, site).when)
            for parameter, value in zip(protocol.parameters, values, strict=True)
            for claim in _claims(parameter, value, site)
        )
        here = tuple(_reading(claim, when, frozenset()) for claim, when in found)
        sites.append(
            SensorySite(
                site=site,
                name=_site_name(library, site),
                role=tested[site],
                values=values,
                irritable_nociceptor=_irritable(library, build_record(record.as_of, here))[0],
            )
        )
        claims += [claim for claim, _ in found]
        readings += [_reading(claim, when, frozenset({site})) for claim, when in found]
    overall, missing = _irritable(library, _with(record, tuple(readings)))
    return SensoryProfile(
        protocol=protocol.name,
        normal_within=float(protocol.normal_within),
        reference=reference.name,
        sites=tuple(sites),
        irritable_nociceptor=overall,
        missing=missing,
        claims=tuple(claims),
        without_place=tuple(
            p.abbreviation for p in protocol.parameters if any(not r.at for r in record.of(p.fact))
        ),
        settings=settings,
        knowledge_version=library.version,
        rule_cite=cites(library.rules[protocol.rule].cite),
        cite=cites(protocol.cite),
    )


def _sites(record: Record, protocol: QstProtocol) -> frozenset[str]:
    return frozenset(
        site for parameter in protocol.parameters for r in record.of(parameter.fact) for site in r.at
    )


def _site_name(library: Library, site: str) -> str:
    return str(getattr(library.kinds["anatomy"][site], "name", site))


def _role(asking: Asking, site: str) -> Role:
    """Whether it hurts at a place that was tested; a control only where all painful places are known."""
    pain = members_of(asking, "pain.sites")
    if any(related(asking, site, one) for one in pain.sure):
        return "painful"
    return "control" if pain.closed and pain.sure else "unknown"


def _person(asking: Asking) -> _Person:
    """The years and sexes that are possible; nothing is compared while the age is open."""
    age, sex = asking.value("patient.age"), asking.value("patient.sex")
    if not (math.isfinite(age.low) and math.isfinite(age.high)):
        return _Person(frozenset(), range(0), "age_unknown")
    years = range(math.floor(age.low), math.floor(age.high) + 1)
    options = asking.catalog.facts["patient.sex"].options
    sexes = frozenset({options[int(sex.low)]}) if sex.point else _BOTH
    return _Person(sexes, years)


def _value(bench: _Bench, parameter: QstParameter, site: str) -> SensoryValue:
    """One parameter at one place, from the newest reading there."""
    library = bench.library
    blank = SensoryValue(
        parameter=parameter.fact,
        abbreviation=parameter.abbreviation,
        name=parameter.name,
        unit=library.facts[parameter.fact].unit,
        compare=parameter.compare,
        finding="not_tested",
        cite=cites(parameter.cite),
    )
    if not any(site in reading.at for reading in bench.asking.record.of(parameter.fact)):
        return blank
    reading = _newest(bench.asking.record, parameter, site)
    dated = replace(blank, date=_date(reading))
    why = _unusable(bench, parameter, reading)
    if why:
        return _not_computable(library, dated, why)
    read = replace(dated, low=_finite(reading.low), high=_finite(reading.high))
    ends = measured(parameter, Ends(reading.low, reading.high))
    if parameter.compare == "present":
        return _judged(library, read, presence(parameter, ends))
    region = _region(bench, site)
    if bench.person.why or not region:
        return _not_computable(library, read, bench.person.why or "no_region")
    rows = bench.reference.cells(parameter.fact, region, bench.person.sexes, bench.person.years)
    if rows is None:
        return _not_computable(library, read, "no_reference")
    z = _hull(parameter, ends, rows)
    if isinstance(z, NotComputable):
        return _not_computable(library, read, z.why)
    return _judged(
        library,
        replace(
            read,
            has_z=True,
            z_low=_finite(z.low),
            z_high=_finite(z.high),
            reference=tuple(dict.fromkeys(f"{row.source} (n = {row.people})" for row in rows)),
        ),
        could_be(bench.protocol, z),
    )


def _newest(record: Record, parameter: QstParameter, site: str) -> Reading:
    """The newest reading of a parameter at a place where there is one."""
    return [reading for reading in record.of(parameter.fact) if site in reading.at][-1]


def _unusable(bench: _Bench, parameter: QstParameter, reading: Reading) -> str:
    """Why a reading cannot be used today; empty when it can."""
    if reading.unreadable or (math.isinf(reading.low) and math.isinf(reading.high)):
        return "unreadable"
    window = bench.library.facts[parameter.fact].fresh_for
    match inside_window(reading, bench.asking.record.as_of, window):
        case Answer.YES:
            return ""
        case Answer.NO:
            return "stale"
        case Answer.UNKNOWN:
            return "date_unclear"


def _hull(parameter: QstParameter, ends: Ends, rows: tuple[Row, ...]) -> Ends | NotComputable:
    """The z beside every row that may be this person's: from the lowest to the highest of them."""
    lows, highs = [], []
    for row in rows:
        z = z_of(parameter, ends, row.cell)
        if isinstance(z, NotComputable):
            return z
        lows.append(z.low)
        highs.append(z.high)
    return Ends(min(lows), max(highs))


def _region(bench: _Bench, site: str) -> str:
    """The test area that holds the place; empty where none does."""
    regions = bench.asking.catalog.regions
    for area in bench.protocol.areas:
        if any(site in regions.get(held, ()) for held in area.holds):
            return area.name
    return ""


def _not_computable(library: Library, value: SensoryValue, why: str) -> SensoryValue:
    return replace(value, finding="not_computable", why=library.say(f"qst.why_{why}"))


def _judged(library: Library, value: SensoryValue, left: tuple[str, ...]) -> SensoryValue:
    finding = settled(left)
    why = ""
    if finding == "unknown":
        why = library.say(
            "qst.why_open", list=f" {library.say('qst.or')} ".join(library.say(f"qst.{w}") for w in left)
        )
    return replace(value, finding=finding, could_be=left, why=why)


def _claims(parameter: QstParameter, value: SensoryValue, site: str) -> Iterator[SensoryClaim]:
    """What a finding settles; an open one settles what all its ways have in common, a missing one nothing."""
    for fact, word in ((parameter.loss, "loss"), (parameter.gain, "gain"), (parameter.present, "present")):
        if not fact or not value.could_be:
            continue
        if word not in value.could_be:
            yield SensoryClaim(fact, "no", site, value.date)
        elif value.could_be == (word,):
            yield SensoryClaim(fact, "yes", site, value.date)


def _reading(claim: SensoryClaim, when: Moment, at: frozenset[str]) -> Reading:
    """A claim as a reading of the day of its measurement."""
    told = 1.0 if claim.answer == "yes" else 0.0
    return Reading(claim.fact, told, told, when, at=at, id=f"qst.{claim.site}", source="qst")


def _with(record: Record, readings: tuple[Reading, ...]) -> Record:
    """The record and these readings."""
    known = [reading for listed in record.readings.values() for reading in listed]
    courses = [course for listed in record.courses.values() for course in listed]
    return replace(
        build_record(record.as_of, [*known, *readings], courses, record.complete), later=record.later
    )


def _irritable(library: Library, record: Record) -> tuple[Settled, tuple[str, ...]]:
    """Whether the rule of the protocol holds, and what it waits for; what was recorded of it comes first."""
    value = Asking(library.catalog, record).value(IRRITABLE)
    if value.point:
        return "yes" if value.low == 1.0 else "no", ()
    return "unknown", tuple(dict.fromkeys(miss.fact for miss in value.missing))


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _date(reading: Reading) -> str:
    """The day of a reading; empty while it is not one day."""
    first, last = reading.when.first, reading.when.last
    return date.fromordinal(first).isoformat() if first == last else ""
