"""Observation of a genotype (HL7 Genomics Reporting: LOINC 84413-4, the gene in component 48018-6) into readings.

The gene is that of the component, else the word before the star in the printed genotype. A genotype whose gene or
result is not known here is listed like any other observation.
"""

from __future__ import annotations

import re

from painpath.facts import Moment
from painpath.facts.moment import WHENEVER
from painpath.intake.codes import system_of
from painpath.intake.genes import Call, add_call
from painpath.intake.ledger import Ledger
from painpath.intake.shapes import Concept, Observation

GENOTYPE, GENE_STUDIED = "84413-4", "48018-6"
_GENE = re.compile(r"\s*([A-Z][A-Z0-9-]*[A-Z0-9])[\s_]*\*")


def is_genotype(observation: Observation) -> bool:
    """Whether it says a genotype by name."""
    return _is(observation.code, GENOTYPE)


def read_genotype(observation: Observation, when: Moment | None, ledger: Ledger) -> None:
    """Add what a genotype by name says; a genotype without a day holds at any time."""
    value = observation.valueCodeableConcept
    codings = value.codings if value else []
    printed = [text for one in codings for text in (one.display, one.code) if text and "*" in text]
    printed += [text for text in (value.text if value else None, observation.valueString) if text]
    gene = _gene(observation) or next((found[1] for text in printed if (found := _GENE.match(text))), "")
    if not gene or not printed:
        ledger.note(f"LOINC {GENOTYPE}", "no gene, or no genotype by name, stands in it")
        return
    # Displays name one genotype in several ways; the first is as good as the others.
    call = Call(
        gene=gene,
        diplotypes=(printed[0],),
        when=when or WHENEVER,
        id=f"Observation/{observation.id}",
        source=ledger.where,
    )
    add_call(ledger, call)


def _gene(observation: Observation) -> str:
    for component in observation.component or ():
        concept = component.valueCodeableConcept
        if _is(component.code, GENE_STUDIED) and concept is not None:
            named = [coding.display for coding in concept.codings if coding.display]
            return (named or [concept.text or ""])[0].strip()
    return ""


def _is(concept: Concept | None, code: str) -> bool:
    return any(
        one.code == code and system_of(one.system) == "loinc" for one in (concept.codings if concept else ())
    )
