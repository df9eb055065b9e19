"""A small knowledge written to a folder, and records to ask of it; shared by the unit tests of floors 3, 5 and 6.

`BASE` is the least that an assessment and a plan can work with. A test adds or replaces the few entries that its claim
is about, so that the claim and its cause stand on one screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from painpath.assessment import Assessment, assess
from painpath.facts import Record
from painpath.library import Library, Settings, load_library
from painpath.pipeline import Request, read_record
from painpath.planning import Plan, Proposed, Verdict, check_order, plan

DAY = "2026-11-20"
Files = Mapping[str, str]
Knowledge = Callable[..., Library]

BASE: Files = {
    "facts/patient.age": "{says: age, type: quantity, unit: a, plausible: {from: 0, to: 120}}",
    "facts/patient.birth_date": "{says: date of birth, type: date}",
    "facts/patient.sex": "{says: sex, type: one_of, options: [female, male]}",
    "facts/pain.present": "{says: pain, type: claim, question: {text: Is there pain?, who: patient}}",
    "facts/pain.sites": "{says: where it hurts, type: set}",
    "facts/renal.creatinine_clearance": "{says: creatinine clearance, type: quantity, unit: mL/min,"
    " fresh_for: 90 d, conflicts_with: [renal.egfr_reported]}",
    "facts/renal.egfr_reported": "{says: reported eGFR, type: quantity, unit: mL/min}",
    "facts/renal.dialysis": "{says: dialysis, type: one_of, options: [none, haemodialysis, peritoneal]}",
    "facts/condition.diabetes": "{says: diabetes, type: claim, listed_in: condition}",
    "facts/condition.heart_failure": "{says: heart failure, type: claim, listed_in: condition}",
    "facts/condition.depression": "{says: depression, type: claim, listed_in: condition}",
    "facts/symptom.feet": "{says: pain in both feet, type: claim}",
    "facts/examination.pinprick": "{says: pinprick lost, type: claim}",
    "facts/test.nerve": "{says: abnormal nerve test, type: claim}",
    "facts/symptom.stocking": "{says: stocking pattern, type: claim}",
    "rules/under_18": "{kind: safety, when: {fact: patient.age, below: 18 a}, severity: contraindicated, must: yes,"
    " says: A child., do: Refer., cite: s @ child}",
    "rules/sensory_signs_at_pain": "{kind: shared, when: {fact: examination.pinprick, is: yes}, cite: s @ signs}",
    "rules/neuropsig_grade": """
kind: ladder
cite: s @ ladder
rungs:
  - {name: possible, when: {all: [{slot: history}, {slot: distribution}]}}
  - {name: probable, when: {all: [{rung: possible}, {slot: signs}]}}
  - {name: definite, when: {all: [{rung: probable}, {slot: test}]}}
""",
    "rules/neuropsig_grade_signs_hard_to_show": """
kind: ladder
cite: s @ ladder
rungs:
  - {name: possible, when: {all: [{slot: history}, {slot: distribution}]}}
  - {name: probable, when: {all: [{rung: possible}, {any: [{slot: signs}, {slot: test}]}]}}
  - {name: definite, when: {all: [{rung: possible}, {slot: signs}, {slot: test}]}}
""",
    "anatomy/foot": "{name: foot}",
    "causes/feet_pain": """
name: nerve pain of the feet
plain: sick nerves of the feet
kind: neuropathic
suspect: {fact: condition.diabetes, is: yes}
history: {fact: condition.diabetes, is: yes}
distribution: {fact: symptom.feet, is: yes}
signs: {fact: examination.pinprick, is: yes}
test: {fact: test.nerve, is: yes}
cite: s @ feet
""",
    "classes/calmer": "{name: calmers}",
    "substances/calmin": "{name: calmin, is_a: [calmer], brands: [Quietal], synonyms: [calmin hydrochloride]}",
    "drugs/calmin": """
name: calmin
substance: calmin
route: oral
regimens:
  - by: renal.creatinine_clearance
    cuts: [60 mL/min]
    rows:
      - start: {amount: 100 mg, times_per_day: 1, total: 100 mg}
        step: {add: 100 mg, every: 7 d}
        target: {amount: 150 mg, times_per_day: 2, total: 300 mg}
        ceiling: {amount: 300 mg, times_per_day: 2, total: 600 mg}
        cite: s @ full row
      - start: {amount: 50 mg, times_per_day: 1, total: 50 mg}
        ceiling: {amount: 150 mg, times_per_day: 1, total: 150 mg}
        cite: s @ low row
cite: s @ drug
""",
    "guidelines/house": """
name: The house guideline
year: 2025
authority: us
applies_to: [neuropathic_pain]
recommends:
  - {what: [calmer], line: 1, says: Calmers first., cite: s @ guideline}
cite: s @ guideline
""",
}


def write(root: Path, files: Files) -> None:
    """Write entries (`kind/id` to YAML) below a folder; an empty text removes one of the base."""
    for name, text in files.items():
        path = root / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink()


def small_library(root: Path, files: Files | None = None) -> Library:
    """The base with these entries added or replaced, loaded from the folder."""
    write(root, BASE)
    write(root, files or {})
    return load_library(root)


def settings(**more: str) -> Settings:
    """Settings of the small guideline."""
    return Settings(**{"as_of": DAY, "guideline": "house", **more})


def record(library: Library, *facts: str, patient: str = "{age: 60}", complete: str = "[]") -> Record:
    """A record from the lines of a facts file as of DAY."""
    lines = "".join(f"  {fact}\n" for fact in facts)
    text = f"as_of: {DAY}\npatient: {patient}\ncomplete: {complete}\n" + (f"facts:\n{lines}" if facts else "")
    _, found, _ = read_record(text.encode(), library, Request(date.fromisoformat(DAY)))
    return found


def assessed(library: Library, *facts: str, patient: str = "{age: 60}", complete: str = "[]") -> Assessment:
    """The assessment of a record."""
    return assess(record(library, *facts, patient=patient, complete=complete), library, settings())


def planned(
    library: Library, *facts: str, patient: str = "{age: 60}", complete: str = "[]", place: str = "US"
) -> Plan:
    """The plan of a record."""
    wanted = settings(jurisdiction=place)
    found = assess(record(library, *facts, patient=patient, complete=complete), library, wanted)
    return plan(found, library, wanted)


def ordered(library: Library, order: Proposed | str, *facts: str, **known: str) -> Verdict:
    """The verdict on an order (or on starting a drug) for a record."""
    place = known.pop("place", "US")
    proposed = Proposed(order) if isinstance(order, str) else order
    return check_order(record(library, *facts, **known), proposed, library, settings(jurisdiction=place))
