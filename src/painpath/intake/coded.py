"""Coded answers: yes and no in the code systems that carry them, and the points of coded questionnaire
answers.

These are names that the code systems give (LOINC answer lists, SNOMED CT qualifiers, HL7 v2 tables), not
clinical knowledge. A coded answer that is not here and that the fact does not name is unreadable, never a
guess.
"""

from __future__ import annotations

from collections.abc import Iterable

from painpath.facts import FactType, Kind
from painpath.intake.codes import Index, system_of
from painpath.intake.quantities import NOT_AN_OPTION, Ends, Unreadable, from_number, from_option, from_phrase
from painpath.intake.shapes import Coding

_YES = {
    ("loinc", "LA33-6"), ("loinc", "LA9633-4"), ("loinc", "LA6576-8"),
    ("snomed", "373066001"), ("snomed", "52101004"), ("snomed", "10828004"),
}  # fmt: skip
_NO = {
    ("loinc", "LA32-8"), ("loinc", "LA9634-2"), ("loinc", "LA6577-6"),
    ("snomed", "373067005"), ("snomed", "2667000"), ("snomed", "260385009"),
}  # fmt: skip
_V2_YES_NO = "http://terminology.hl7.org/CodeSystem/v2-0136"
#: LOINC answer list LL358-3 (PHQ-9, GAD-7): not at all, several days, more than half the days, nearly every
#: day.
_POINTS = {"LA6568-5": 0.0, "LA6569-3": 1.0, "LA6570-1": 2.0, "LA6571-9": 3.0}


def from_codings(index: Index, fact: FactType, codings: Iterable[Coding]) -> Ends | Unreadable:
    """A coded answer to a question whose fact is known."""
    found: Ends | Unreadable = NOT_AN_OPTION
    for coding in codings:
        found = _from_coding(index, fact, coding)
        if isinstance(found, Ends):
            return found
    return found


def _from_coding(index: Index, fact: FactType, coding: Coding) -> Ends | Unreadable:
    code, system = coding.code or "", system_of(coding.system)
    for named, option in index.answered((coding,)):
        if named == fact.id:
            return from_option(fact, option)
    match fact.kind:
        case Kind.CLAIM:
            if (system, code) in _YES or (coding.system == _V2_YES_NO and code == "Y"):
                return Ends(1.0, 1.0)
            if (system, code) in _NO or (coding.system == _V2_YES_NO and code == "N"):
                return Ends(0.0, 0.0)
            if fact.id in index.of((coding,)):
                return Ends(1.0, 1.0)
        case Kind.QUANTITY:
            if system == "loinc" and code in _POINTS:
                return from_number(fact, _POINTS[code], _POINTS[code], "")
            return NOT_AN_OPTION
        case Kind.ONE_OF | Kind.ORDERED:
            if system == "loinc" and code in _POINTS:
                return from_number(fact, _POINTS[code], _POINTS[code], "")
            own = from_option(fact, code)
            if isinstance(own, Ends):
                return own
        case Kind.SET | Kind.DATE:
            return NOT_AN_OPTION
    return from_phrase(fact, coding.display) if coding.display else NOT_AN_OPTION
