"""The oracle's patient: a plain description, and how it is written down as a facts file. Not a judgement of anything.

A fact is spoken of by its documented name (`painpath facts`). What is `yes` is recorded as yes, what is `no` as no, and
what is in neither is not recorded; conditions, drugs and allergies are complete lists unless `complete` says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = date(2026, 11, 20)
LISTS = ("condition", "medication", "allergy")

#: for each pain, what makes it that pain (written as a clinician would; no fact of safety)
PAINS: dict[str, tuple[str, ...]] = {
    "painful_diabetic_polyneuropathy": (
        "pain.sites: [foot_left, foot_right]",
        "condition.type_2_diabetes: yes",
        "condition.diabetic_polyneuropathy: yes",
        "examination.pinprick_loss: {is: yes, at: [foot_left, foot_right]}",
    ),
    "postherpetic_neuralgia": (
        'condition.shingles: {is: yes, since: "2026-04-10"}',
        "pain.in_rash_area: yes",
        "pain.sites: [chest]",
        'pain.onset: "2026-04-12"',
        "examination.brush_allodynia: {is: yes, at: [chest]}",
    ),
    "trigeminal_neuralgia": (
        "condition.trigeminal_neuralgia: yes",
        "pain.sites: [face_v2_right]",
        "pain.pattern: attacks",
        "pain.triggered_by_light_touch: yes",
        "symptom.electric_shock: yes",
        "pain.attack_seconds: 20 s",
        "pain.attacks_severe: yes",
    ),
    "spinal_cord_injury_pain": (
        'condition.spinal_cord_injury: {is: yes, since: "2020-03-01"}',
        "pain.below_spinal_level: yes",
        "pain.sites: [leg_left, leg_right]",
        'pain.onset: "2020-08-01"',
        "symptom.burning: yes",
        "examination.sensory_level: yes",
        "examination.pinprick_loss: {is: yes, at: [leg_left, leg_right]}",
        "test.mri_spinal_cord_lesion: yes",
    ),
    "lumbosacral_radiculopathy": (
        "pain.sites: [lower_back, thigh_left, lower_leg_left, foot_left]",
        "pain.radiates: yes",
        "condition.lumbar_radiculopathy: yes",
        "condition.low_back_pain: yes",
        'pain.onset: "2026-06-01"',
        "examination.touch_loss: {is: yes, at: [foot_left]}",
    ),
}
#: what a first interview settles, so that a plan is made at all
SCREEN = (
    "pain.present: yes",
    "symptom.saddle_numbness: no",
    "symptom.urinary_retention: no",
    "symptom.incontinence: no",
    "symptom.bilateral_sciatica: no",
    "symptom.progressive_weakness: no",
    "pain.new_or_changed: no",
    "mood.suicidal_ideation: no",
)


@dataclass(frozen=True)
class Patient:
    """One person, said in a few words; clearance and eGFR in mL/min, QTc in ms, `stopped` in days ago."""

    pain: str = "painful_diabetic_polyneuropathy"
    age: int = 50
    sex: str = "male"
    place: str = "US"
    clearance: float | None = 95
    filtration: float | None = None
    dialysis: str = "none"
    child_pugh: str = ""
    qtc: int | None = None
    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    taking: frozenset[str] = frozenset()
    stopped: tuple[tuple[str, int], ...] = ()
    complete: tuple[str, ...] = LISTS
    extra: tuple[str, ...] = field(default=())

    def has(self, *facts: str) -> bool:
        """Whether any of these is recorded as yes."""
        return not self.yes.isdisjoint(facts)

    def takes(self, drugs: frozenset[str]) -> bool:
        """Whether any of these is taken now."""
        return not self.taking.isdisjoint(drugs)

    def took(self, drugs: frozenset[str], days: int) -> bool:
        """Whether any of these is taken now, or was less than so many days ago."""
        return self.takes(drugs) or any(drug in drugs and ago < days for drug, ago in self.stopped)

    @property
    def on_dialysis(self) -> bool:
        return self.dialysis in ("haemodialysis", "peritoneal") or self.has("condition.on_dialysis")

    def kidneys_below(self, limit: float) -> bool:
        """By whichever of clearance, filtration, dialysis or end-stage disease is recorded."""
        filtered_less = self.filtration is not None and self.filtration < limit
        ended = self.on_dialysis or self.has("condition.end_stage_kidney_disease")
        return self.clearance_below(limit) or filtered_less or ended

    def clearance_below(self, limit: float) -> bool:
        return self.clearance is not None and self.clearance < limit


def written(patient: Patient) -> bytes:
    """The facts file of this patient, as it would be sent."""
    lines = [*SCREEN, *PAINS[patient.pain], *patient.extra]
    if patient.clearance is not None:
        lines.append(f"renal.creatinine_clearance: {patient.clearance:g} mL/min")
    if patient.filtration is not None:
        lines.append(f'renal.egfr_reported: "{patient.filtration:g} mL/min/{{1.73_m2}}"')
    if patient.dialysis:
        lines.append(f"renal.dialysis: {patient.dialysis}")
    if patient.child_pugh:
        lines.append(f"hepatic.child_pugh_class: {patient.child_pugh}")
    if patient.qtc is not None:
        lines.append(f"cardiac.qtc: {patient.qtc} ms")
    lines += [f"{fact}: yes" for fact in sorted(patient.yes)]
    lines += [f"{fact}: no" for fact in sorted(patient.no - patient.yes)]
    lines += [f"medication.{drug}: yes" for drug in sorted(patient.taking)]
    lines += [
        f'medication.{drug}: {{from: "2026-01-05", until: "{DAY - timedelta(days=ago)}", status: stopped}}'
        for drug, ago in patient.stopped
        if drug not in patient.taking
    ]
    said = {line.split(":", 1)[0]: line for line in lines}
    head = f"as_of: {DAY}\npatient: {{age: {patient.age}, sex: {patient.sex}}}\n"
    lists = f"complete: [{', '.join(patient.complete)}]\n"
    return (head + lists + "facts:\n" + "".join(f"  {line}\n" for line in said.values())).encode()
