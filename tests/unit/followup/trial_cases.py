"""A made-up patient for trials in one patient, and the designs and diaries that tests of them share."""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import replace

from painpath.assessment import assess
from painpath.facts import Reading, Record, build_record, on_day
from painpath.followup.trial_checks import Wanted
from painpath.followup.trial_design import design_trial
from painpath.followup.trial_form import Design
from painpath.followup.trial_reduction import design_reduction
from painpath.library import Library, Settings
from painpath.pipeline import Request, read_record

FACTS = """\
as_of: 2026-11-20
patient: {age: 60, sex: male}
complete: [condition, medication, allergy]
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  condition.type_2_diabetes: yes
  condition.epilepsy: no
  symptom.burning: yes
  examination.pinprick_loss: yes
  renal.creatinine_clearance: 75 mL/min
  mood.suicidal_ideation: no
  mood.phq9_item9: 0
  mood.suicide_plan: no
  condition.self_harm: no
"""
ON_GABAPENTIN = FACTS + "  medication.gabapentin: {amount: 600 mg, times_per_day: 3, from: 2025-11-01}\n"
#: 900 mg: by 300 mg a week it is gone on day 15, soon enough for a trial on and off
ON_LOW_GABAPENTIN = ON_GABAPENTIN.replace("600 mg", "300 mg")
TODAY = date(2026, 11, 20)
_MADE: dict[Wanted, Design] = {}


def designed(library: Library, wanted: Wanted, facts: str = FACTS, *, reduce: bool = False) -> Design:
    _, record, settings = read_record(facts.encode(), library, Request(today=TODAY))
    found = assess(record, library, settings)
    return (design_reduction if reduce else design_trial)(found, wanted, library, settings)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def pregabalin(library: Library, **words: object) -> Design:
    wanted = Wanted("pregabalin", **{"seed": 7, **words})
    if wanted not in _MADE:
        _MADE[wanted] = designed(library, wanted)
    return _MADE[wanted]


def record_of(days: Mapping[int, float]) -> Record:
    """A record that holds daily pain alone, as of its last day."""
    readings = [
        Reading("pain.intensity_average", value, value, when=on_day(date.fromordinal(when)), id=str(when))
        for when, value in days.items()
    ]
    return build_record(max(days, default=day("2026-11-20")), readings)


def diary(design: Design, pain: Callable[[bool, int], float]) -> dict[int, float]:
    """A value for each day of every period: `pain(with the drug, how many days since its first day)`."""
    assert design.key is not None
    return {
        when: pain(period.code == design.key.drug_is, when - day(period.first))
        for period in design.periods
        for when in range(day(period.first), day(period.last) + 1)
    }


def settings() -> Settings:
    return Settings("2027-12-31")


def blind(design: Design) -> Design:
    return replace(design, key=None, arms=())
