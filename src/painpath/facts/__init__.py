"""Floor 1: what may be known, what was recorded, and the three answers. Knows nothing of criteria or entries."""

from painpath.facts.answer import NO, UNKNOWN, YES, Answer
from painpath.facts.fact_type import Conversion, FactType, Kind, Pick
from painpath.facts.moment import Moment, on_day, parse_moment
from painpath.facts.reading import Course, Missing, Order, Outcome, Reading, Status, Unknown
from painpath.facts.record import Record, build_record
from painpath.facts.units import Dose, Quantity, parse_dose, parse_quantity

__all__ = [
    "NO",
    "UNKNOWN",
    "YES",
    "Answer",
    "Conversion",
    "Course",
    "Dose",
    "FactType",
    "Kind",
    "Missing",
    "Moment",
    "Order",
    "Outcome",
    "Pick",
    "Quantity",
    "Reading",
    "Record",
    "Status",
    "Unknown",
    "build_record",
    "on_day",
    "parse_dose",
    "parse_moment",
    "parse_quantity",
]
