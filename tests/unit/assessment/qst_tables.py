"""Small reference tables and records of sensory testing, and ways to look at the profile. The tables are made up."""

from datetime import date

from painpath.assessment.qst_profile import PROTOCOL, sensory_profile
from painpath.assessment.qst_result import SensoryProfile, SensorySite, SensoryValue
from painpath.assessment.qst_table import Reference, read_reference
from painpath.library import Library
from painpath.pipeline import Request, read_record

HEAD = "parameter,region,sex,age_from,age_to,unit,scale,mean,sd,n,source"
#: parameter: unit, scale, mean and spread for feet
FOOT = {
    "CDT": ("Cel", "log10", 0.473, 0.319),
    "WDT": ("Cel", "log10", 0.784, 0.211),
    "TSL": ("Cel", "log10", 0.989, 0.287),
    "CPT": ("Cel", "raw", 8.77, 8.62),
    "HPT": ("Cel", "raw", 46, 2),
    "PPT": ("kPa", "log10", 2.788, 0.145),
    "MPT": ("mN", "log10", 2.013, 0.423),
    "MPS": ("1", "log10", -0.162, 0.494),
    "WUR": ("1", "log10", 0.38, 0.247),
    "MDT": ("mN", "log10", 0.615, 0.51),
    "VDT": ("1", "raw", 7.12, 1),
}


def row(parameter: str, **other: object) -> str:
    """One line of a table: men of 40 to 49, foot, unless told otherwise."""
    unit, scale, mean, sd = FOOT.get(parameter, ("1", "raw", 0, 1))
    cells = {
        "parameter": parameter, "region": "foot", "sex": "male", "age_from": 40, "age_to": 49, "unit": unit,
        "scale": scale, "mean": mean, "sd": sd, "n": 20, "source": "made up",
    }  # fmt: skip
    cells.update(other)
    return ",".join(str(cells[column]) for column in HEAD.split(","))


def table(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *(rows or [row(name) for name in FOOT]))).encode()


def read(library: Library, data: bytes) -> Reference:
    return read_reference(data, "norms.csv", library, library.qst[PROTOCOL])


def profile(
    library: Library, *facts: str, norms: bytes | None = None, patient: str = "{age: 45, sex: male}"
) -> SensoryProfile:
    """The profile of a facts file, against the table of feet unless told otherwise."""
    lines = [f"  {fact}" for fact in facts]
    text = "\n".join(
        ["as_of: 2026-11-20", f"patient: {patient}", "facts:" + ("" if lines else " {}"), *lines]
    )
    _, record, settings = read_record(text.encode(), library, Request(date(2026, 11, 20)))
    return sensory_profile(record, library, read(library, norms or table()), settings)


def at_foot(fact: str, value: str, site: str = "foot_left") -> str:
    return f'qst.{fact}: {{value: "{value}", at: [{site}]}}'


def site_of(found: SensoryProfile, name: str = "foot_left") -> SensorySite:
    return next(site for site in found.sites if site.site == name)


def value_of(found: SensoryProfile, parameter: str, name: str = "foot_left") -> SensoryValue:
    return next(value for value in site_of(found, name).values if value.abbreviation == parameter)
