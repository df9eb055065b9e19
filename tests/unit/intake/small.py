"""A small library and small documents to read with it. Real entries are read in tests/edges/intake."""

from __future__ import annotations

import json
from pathlib import Path

from painpath.facts import Reading
from painpath.intake import Intake, read_patient
from painpath.library import Library, load_library

FACTS = {
    "patient.birth_date": "{says: a, type: date}",
    "patient.sex": "{says: a, type: one_of, options: [female, male, other]}",
    "patient.age": "{says: a, type: quantity, unit: a, plausible: {from: 0, to: 120}}",
    "patient.pregnant": "{says: a, type: claim, codes: {loinc: ['82810-3'], snomed: ['72892002'],"
    " snomed_is_yes: ['77386006'], snomed_is_no: ['60001007']}}",
    "condition.diabetes": "{says: a, type: claim, listed_in: condition}",
    "condition.type_2_diabetes": "{says: a, type: claim, listed_in: condition, is_a: [condition.diabetes],"
    " codes: {icd10cm: ['E11'], snomed: ['44054006'], icd11: ['5A11']}}",
    "condition.diabetic_polyneuropathy": "{says: a, type: claim, codes: {icd10cm: ['E11.42']}}",
    "condition.stroke": "{says: a, type: claim, pick: ever, codes: {snomed: ['230690007'], icd10cm: ['I63']}}",
    "history.stroke_date": "{says: a, type: date, codes: {snomed: ['230690007']}}",
    "history.family_neuropathy": "{says: a, type: claim, pick: ever,"
    " codes: {snomed: ['42345000'], icd10cm: ['Z82.0']}}",
    "lab.creatinine": "{says: a, type: quantity, unit: mg/dL, accepts: {umol/L: 0.011312, \u00b5mol/L: 0.011312},"
    " plausible: {from: 0.1, to: 25}, codes: {loinc: ['2160-0', '38483-4']}}",
    "lab.protein": "{says: a, type: quantity, unit: g/dL, accepts: {g/L: 0.1}, plausible: {from: 2, to: 15},"
    " codes: {loinc: ['2885-2']}}",
    "lab.hba1c": "{says: a, type: quantity, unit: '%', accepts: {mmol/mol: {factor: 0.0915, offset: 2.15}},"
    " plausible: {from: 3, to: 20}, codes: {loinc: ['4548-4']}}",
    "renal.egfr_reported": "{says: a, type: quantity, unit: 'mL/min/{1.73_m2}', accepts: {mL/min: 1},"
    " plausible: {from: 0, to: 250}, codes: {loinc: ['33914-3']}}",
    "renal.creatinine_clearance": "{says: a, type: quantity, unit: mL/min, plausible: {from: 0, to: 250}}",
    "renal.dialysis": "{says: a, type: one_of, options: [none, haemodialysis, peritoneal],"
    " codes: {snomed_is_haemodialysis: ['302497006']}}",
    "pain.intensity_any": "{says: a, type: quantity, unit: '1', plausible: {from: 0, to: 10},"
    " codes: {loinc: ['72514-3', '38221-8']}}",
    "pain.intensity_average": "{says: a, type: quantity, unit: '1', plausible: {from: 0, to: 10}}",
    "pain.change": "{says: a, type: quantity, unit: '1', plausible: {from: -10, to: 10}}",
    "pain.sites": "{says: a, type: set, codes: {loinc: ['38204-4']}}",
    "pain.onset": "{says: a, type: date, codes: {loinc: ['38206-9']}}",
    "vital.systolic_bp": "{says: a, type: quantity, unit: 'mm[Hg]', plausible: {from: 50, to: 300},"
    " codes: {loinc: ['8480-6']}}",
    "vital.diastolic_bp": "{says: a, type: quantity, unit: 'mm[Hg]', plausible: {from: 20, to: 200},"
    " codes: {loinc: ['8462-4']}}",
    "vital.height": "{says: a, type: quantity, unit: cm, plausible: {from: 90, to: 250},"
    " codes: {loinc: ['8302-2']}}",
    "substance_use.smoking": "{says: a, type: one_of, options: [never, former, current],"
    " codes: {loinc: ['72166-2'], snomed_is_never: ['266919005']}}",
    "cardiac.nyha_class": "{says: a, type: ordered, options: [i, ii, iii, iv], codes: {loinc: ['88020-3']}}",
    "mood.phq9_item9": "{says: a, type: quantity, unit: '1', plausible: {from: 0, to: 3},"
    " codes: {loinc: ['44260-8']}}",
    "answer.sleep": "{says: a, type: ordered, options: ['0', '1', '2'], codes: {loinc: ['69660-9']}}",
    "symptom.burning": "{says: a, type: claim, per: site, codes: {snomed: ['36349006'], loinc: ['11111-1']}}",
    "gene.cyp2d6.diplotype": "{says: a, type: one_of, options: ['*1/*1', '*4/*4']}",
    "procedure.spinal_surgery": "{says: a, type: claim, pick: ever, codes: {snomed: ['387731002']}}",
    "device.pacemaker": "{says: a, type: claim, codes: {snomed: ['14106009']}}",
    "test.mri_root_compression": "{says: a, type: claim, codes: {snomed: ['128196005']}}",
}
SUBSTANCES = {
    "oxycodone": "{name: oxycodone, is_a: [opioid], codes: {rxnorm: ['7804'], atc: ['N02AA05']},"
    " brands: [Percocet, OxyContin], synonyms: [oxycodone hydrochloride]}",
    "hydrocodone": "{name: hydrocodone, is_a: [opioid], synonyms: [hydrocodone bitartrate], brands: [Vicodin]}",
    "paracetamol": "{name: paracetamol, synonyms: [acetaminophen], brands: [Percocet, Vicodin],"
    " codes: {rxnorm: ['161']}}",
    "furosemide": "{name: furosemide, brands: [Lasix]}",
    "carbamazepine": "{name: carbamazepine, brands: [Tegretol], codes: {rxnorm: ['2002']}}",
    "gabapentin": "{name: gabapentin, brands: [Neurontin], codes: {rxnorm: ['25480']}}",
    "metformin": "{name: metformin, synonyms: [metformin hydrochloride]}",
    "phenoxymethylpenicillin": "{name: phenoxymethylpenicillin, synonyms: [penicillin v]}",
    "potassium_chloride": "{name: potassium chloride, synonyms: [potassium]}",
    "ethinylestradiol": "{name: ethinylestradiol, synonyms: [ethinyl estradiol], brands: [Ortho Tri-Cyclen]}",
    "norgestimate": "{name: norgestimate, brands: [Ortho Tri-Cyclen]}",
    "etonogestrel": "{name: etonogestrel}",
    "levothyroxine": "{name: levothyroxine}",
    "alcohol": "{name: alcohol}",
    "aspirin": "{name: aspirin}",
    "st_johns_wort": "{name: St John's wort, without_prescription: 'yes'}",
    "phenelzine": "{name: phenelzine, is_a: [maoi]}",
}
CLASSES = {
    "opioid": "{name: opioids}",
    "maoi": "{name: MAO inhibitors, codes: {atc: ['N06AF', 'N06AG']}}",
    "nsaid": "{name: NSAIDs}",
}
ANATOMY = {
    "foot": "{name: foot, parts: [foot_left, foot_right]}",
    "foot_left": "{name: left foot, side: left, codes: {snomed: ['22335008']}}",
    "foot_right": "{name: right foot, side: right, codes: {snomed: ['7769000']}}",
}
SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"


def make_library(root: Path) -> Library:
    """The small library, written to and loaded from a folder."""
    kinds = {"facts": FACTS, "substances": SUBSTANCES, "classes": CLASSES, "anatomy": ANATOMY}
    for kind, entries in kinds.items():
        (root / kind).mkdir(parents=True)
        for name, text in entries.items():
            (root / kind / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_library(root)


def coded(system: str, *codes: str, text: str | None = None, display: str | None = None) -> dict:
    """A CodeableConcept."""
    codings = [
        {"system": system, "code": code, **({"display": display} if display else {})} for code in codes
    ]
    return {"coding": codings, **({"text": text} if text else {})}


def patient(**more: object) -> dict:
    """A Patient with the id p."""
    return {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1961-03-02", **more}


def about(type_: str, /, **elements: object) -> dict:
    """A resource about the patient."""
    key = "patient" if type_ in ("AllergyIntolerance", "FamilyMemberHistory", "Device") else "subject"
    return {"resourceType": type_, key: {"reference": "Patient/p"}, **elements}


def observation(code: str, /, **elements: object) -> dict:
    """A final Observation with a LOINC code on one day."""
    given = {"status": "final", "code": coded(LOINC, code), "effectiveDateTime": "2026-01-10", **elements}
    return about("Observation", **given)


def condition(system: str, code: str, /, **elements: object) -> dict:
    """A confirmed, active Condition since 2020-01-01."""
    given = {
        "code": coded(system, code),
        "clinicalStatus": coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        "verificationStatus": coded(
            "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"
        ),
        "onsetDateTime": "2020-01-01",
        **elements,
    }
    return about("Condition", **given)


def request(text: str, /, **elements: object) -> dict:
    """An active MedicationRequest of 2026-01-01 for a drug by its text."""
    given = {
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-01-01",
        "medicationCodeableConcept": {"text": text},
        **elements,
    }
    return about("MedicationRequest", **given)


def bundle(*resources: object, **more: object) -> bytes:
    """A collection of the patient and these resources."""
    entries = [{"resource": resource} for resource in (patient(), *resources)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries, **more}).encode()


def read(library: Library, *resources: object) -> Intake:
    """What is read of a collection of the patient and these resources."""
    return read_patient(bundle(*resources), library)


def reading_of(intake: Intake, fact: str) -> Reading:
    """The only reading of a fact."""
    (found,) = [reading for reading in intake.readings if reading.fact == fact]
    return found


def reasons(intake: Intake) -> list[tuple[str, str]]:
    """What is listed as unread, and why."""
    return [(line.what, line.why) for line in intake.unread]
