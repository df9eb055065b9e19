"""AllergyIntolerance into readings of `allergy.*`: the substance (or class) that the patient does not
tolerate.

Allergy and intolerance count alike: which of the two a record means is seldom written with care. "No known
allergies" is a complete list with nothing on it (SNOMED CT 716186003, 409137002; FHIR R4, AllergyIntolerance,
notes).
"""

from __future__ import annotations

from painpath.facts.moment import DAWN, DUSK, Moment
from painpath.intake.claims import Finding, add_findings, codes_in, list_unknown
from painpath.intake.codes import system_of
from painpath.intake.drug_text import read_text
from painpath.intake.ledger import Ledger
from painpath.intake.shapes import Allergy

NOTHING_KNOWN = {"716186003", "409137002"}
_OVER = {"inactive", "resolved"}
_UNSURE = {"unconfirmed", "provisional"}
_NO_SUBSTANCE = "no substance or class has this code or name"


def read_allergy(allergy: Allergy, ledger: Ledger) -> None:
    """Add what an AllergyIntolerance says to the ledger."""
    verified = codes_in(allergy.verificationStatus, "allergyintolerance-verification")
    if "entered-in-error" in verified:
        ledger.note("the whole entry", "entered in error: it does not count")
        return
    onset, recorded = ledger.moment(allergy.onsetDateTime), ledger.moment(allergy.recordedDate)
    ledger.dated(recorded or onset)
    over = bool(codes_in(allergy.clinicalStatus, "allergyintolerance-clinical") & _OVER)
    doubt = ""
    if verified & _UNSURE:
        doubt = f"not confirmed ({min(verified & _UNSURE)})"
    if allergy.code is not None and any(c.code in NOTHING_KNOWN for c in allergy.code.codings):
        if not over and not doubt and "refuted" not in verified:
            ledger.claim("allergy", DAWN)
        return
    when = onset or recorded
    finding = Finding(
        when=when,
        present="refuted" not in verified,
        ended=Moment(when.first if when else DAWN, DUSK) if over else None,
        doubt=doubt,
        recorded=recorded.first if recorded else 0,
        id=f"AllergyIntolerance/{allergy.id}",
    )
    facts = [name for name in _allergens(allergy, ledger) if name in ledger.index.facts]
    if not add_findings(ledger, facts, (), finding):
        list_unknown(ledger, allergy.code, "allergy", _NO_SUBSTANCE)


def _allergens(allergy: Allergy, ledger: Ledger) -> tuple[str, ...]:
    drugs = ledger.index.drugs
    found: dict[str, None] = {}
    concept = allergy.code
    if concept is None:
        return ()
    for coding in concept.codings:
        system, code = system_of(coding.system), coding.code or ""
        found |= dict.fromkeys(drugs.coded(system, code))
        of_class = drugs.class_coded(system, code)
        if of_class:
            found[of_class] = None
        found |= dict.fromkeys(name.removeprefix("allergy.") for name in ledger.index.of((coding,)))
    if not found:
        for text in (*(coding.display for coding in concept.codings), concept.text):
            if text:
                found |= dict.fromkeys(read_text(text, drugs).substances)
                found |= dict.fromkeys(drugs.class_named(text))
    return tuple(f"allergy.{name}" for name in found)
