"""Laws of assessment and planning over random facts files: real facts and knowledge, any of it missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from painpath.edges.document.plain import document_of
from painpath.library import Library
from painpath.library.library import load_library
from painpath.pipeline import Request, read_record, run_assess, run_check_order, run_plan
from painpath.planning import INTENTS, Plan, Proposed, Verdict

DAY = "2026-11-20"
REQUEST = Request(date(2026, 11, 20))
CLAIM = ("yes", "no")
FEET = "[foot_left, foot_right]"
#: what may be recorded, each with what may be said of it; the first entries make a plan with drugs likely
ALWAYS_LIKELY = {
    "pain.present": ("yes", "yes", "yes", "no"),
    "pain.sites": (FEET, FEET, "[lower_back]", "[face]"),
    "condition.type_2_diabetes": ("yes", "yes", "yes", "no"),
    "condition.diabetic_polyneuropathy": ("yes", "yes", "yes", "no"),
    "examination.pinprick_loss": (f"{{is: yes, at: {FEET}}}", "no"),
    "renal.creatinine_clearance": (
        "95 mL/min",
        "60 mL/min",
        "59.9 mL/min",
        "27 mL/min",
        "14 mL/min",
        "6 mL/min",
    ),
}
SOMETIMES = {
    "renal.egfr_reported": ("95 mL/min/{1.73_m2}", "27 mL/min/{1.73_m2}"),
    "renal.dialysis": ("none", "haemodialysis"),
    "hepatic.child_pugh_class": ("a", "b", "c"),
    "condition.cirrhosis": CLAIM,
    "condition.chronic_liver_disease": CLAIM,
    "condition.heart_failure": CLAIM,
    "condition.depression": CLAIM,
    "condition.epilepsy": CLAIM,
    "condition.copd": CLAIM,
    "condition.narrow_angle_glaucoma": CLAIM,
    "condition.substance_use_disorder": CLAIM,
    "condition.long_qt": CLAIM,
    "condition.low_back_pain": CLAIM,
    "condition.cancer": CLAIM,
    "substance_use.alcohol_heavy": CLAIM,
    "allergy.gabapentin": CLAIM,
    "allergy.duloxetine": CLAIM,
    "patient.pregnancy_possible": CLAIM,
    "patient.pregnant": CLAIM,
    "mood.suicidal_ideation": CLAIM,
    "mood.phq9_item9": ("0", "2"),
    "symptom.saddle_numbness": CLAIM,
    "symptom.bladder_bowel_change": CLAIM,
    "symptom.both_legs_weak": CLAIM,
    "symptom.sudden_cold_pale_limb": CLAIM,
    "symptom.burning": CLAIM,
    "medication.maoi": ("no",),
    "medication.phenelzine": ("yes", "{from: 2026-01-01, until: 2026-11-12, status: stopped}"),
    "medication.linezolid": CLAIM,
    "medication.benzodiazepine": CLAIM,
    "medication.oxycodone": ("{amount: 20 mg, times_per_day: 2, from: 2026-01-01}", "yes"),
    "medication.tramadol": (
        "yes",
        "{from: 2025-01-01, until: 2025-06-01, status: stopped, outcome: no_benefit}",
    ),
    "medication.sertraline": CLAIM,
    "medication.st_johns_wort": CLAIM,
    "medication.gabapentin": ("{amount: 300 mg, times_per_day: 3, from: 2026-02-01}", "no"),
    "medication.duloxetine": ("{amount: 60 mg, times_per_day: 1, from: 2026-11-01}", "no"),
    "medication.amitriptyline": ("{until: 2025-06-01, status: stopped, outcome: not_tolerated}",),
    "gene.cyp2d6.diplotype": ('"*4/*4"', '"*1/*1"'),
}
POOL = ALWAYS_LIKELY | SOMETIMES
LISTS = ("condition", "medication", "allergy")
ADULT = ("18", "40", "64", "66", "81")
CHILD = ("3", "12", "17")
DRUGS = ("gabapentin", "pregabalin", "duloxetine", "venlafaxine", "amitriptyline", "nortriptyline", "tramadol",
         "carbamazepine", "oxcarbazepine", "lidocaine_patch", "capsaicin_patch")  # fmt: skip
SNRI = ("duloxetine", "venlafaxine")
DOSES = (
    "",
    "300 mg three times daily",
    "60 mg once daily",
    "25 mg at night",
    "100 mg twice daily",
    "nonsense",
)
PLACES = ("US", "EU", "UK")
#: reasons of our own making: what was not understood has no source
CONVENTIONS = {
    "dose_not_checked",
    "dose_not_understood",
    "dose_unit",
    "no_treatment_entry",
    "drug_not_understood",
}


@pytest.fixture(scope="module")
def knowledge() -> Library:
    return load_library()


Facts = dict[str, str]


@st.composite
def facts_of(draw: st.DrawFn) -> Facts:
    """A few facts with one value each, in some order; most about painful feet, some about anything."""
    likely = draw(st.lists(st.sampled_from(sorted(ALWAYS_LIKELY)), unique=True, min_size=5))
    others = draw(st.lists(st.sampled_from(sorted(SOMETIMES)), unique=True, max_size=9))
    return {name: draw(st.sampled_from(POOL[name])) for name in draw(st.permutations([*likely, *others]))}


ages = st.sampled_from(("", *ADULT))
lists = st.lists(st.sampled_from(LISTS), unique=True)
places = st.sampled_from(PLACES)
orders = st.builds(
    Proposed,
    st.sampled_from(DRUGS),
    st.sampled_from(DOSES),
    st.sampled_from(("", "painful_diabetic_polyneuropathy", "trigeminal_neuralgia")),
    st.sampled_from(INTENTS),
)


def written(facts: Facts, age: str = "60", complete: tuple[str, ...] = ()) -> bytes:
    patient = f"{{age: {age}, sex: female}}" if age else "{sex: female}"
    lines = "".join(f"  {name}: {value}\n" for name, value in facts.items())
    head = f"as_of: {DAY}\npatient: {patient}\ncomplete: [{', '.join(complete)}]\n"
    return (head + (f"facts:\n{lines}" if facts else "")).encode()


def planned(knowledge: Library, data: bytes, place: str = "US") -> Plan:
    return run_plan(data, knowledge, Request(REQUEST.today, jurisdiction=place))


def drugs_of(knowledge: Library, plan: Plan) -> list[str]:
    return [offer.id for offer in plan.offered if offer.id in knowledge.drugs]


def listed(verdict: Verdict) -> set[str]:
    return {*verdict.not_checked, *(reason.rule for reason in verdict.reasons)}


@given(facts=facts_of(), order=orders, age=ages, data=st.data())
def test_a_danger_that_more_knowledge_shows_was_open_before_it_was_known(knowledge, facts, order, age, data):
    kept = data.draw(st.sets(st.sampled_from(sorted(facts))))
    age_kept = data.draw(st.booleans())
    more = run_check_order(written(facts, age), knowledge, REQUEST, order)
    less = run_check_order(
        written({name: facts[name] for name in facts if name in kept}, age if age_kept else ""),
        knowledge,
        REQUEST,
        order,
    )

    shown = {reason.rule for reason in more.reasons if reason.severity == "contraindicated"}

    assert {rule for rule in shown if not rule.endswith("_dose_row")} <= listed(less)
    assert not any(rule.endswith("_dose_row") for rule in shown) or "dose" in less.not_checked


@given(facts=facts_of(), order=orders, age=st.sampled_from(CHILD))
def test_no_dose_is_ever_printed_for_a_child(knowledge, facts, order, age):
    data = written(facts, age)
    plan = planned(knowledge, data)
    limits = run_check_order(data, knowledge, REQUEST, order).limits

    assert drugs_of(knowledge, plan) == []
    assert [offer.calendar for offer in plan.offered if offer.calendar] == []
    assert [limits.max_daily_dose, limits.start_daily_dose, limits.supplement] == [None, None, ""]
    assert [item.state for item in plan.current if item.state.startswith("trial")] == []


@given(facts=facts_of(), age=ages, complete=lists, place=places)
def test_every_calendar_rises_and_never_exceeds_the_most_of_this_person(
    knowledge, facts, age, complete, place
):
    plan = planned(knowledge, written(facts, age, tuple(complete)), place)

    for offer in plan.offered:
        totals = [float(day.total.split()[0]) for day in offer.calendar]
        most = offer.limits.max_daily_dose
        assert totals == sorted(totals)
        assert [day.day for day in offer.calendar] == sorted({day.day for day in offer.calendar})
        assert most is None or max(totals, default=0.0) <= most.value * 1.0001


@given(facts=facts_of(), age=ages, complete=lists, data=st.data())
def test_a_plan_does_not_depend_on_the_order_of_the_entries(knowledge, facts, age, complete, data):
    shuffled = {name: facts[name] for name in data.draw(st.permutations(sorted(facts)))}

    one = document_of("plan", planned(knowledge, written(facts, age, tuple(complete))))
    other = document_of("plan", planned(knowledge, written(shuffled, age, tuple(reversed(complete)))))

    assert one == other


@given(facts=facts_of(), order=orders, age=ages, complete=lists, place=places)
def test_every_reason_and_offer_carries_a_source_or_is_a_named_convention(
    knowledge, facts, order, age, complete, place
):
    data = written(facts, age, tuple(complete))
    plan = planned(knowledge, data, place)
    verdict = run_check_order(data, knowledge, Request(REQUEST.today, jurisdiction=place), order)
    reasons = [
        *verdict.reasons,
        *(reason for option in plan.excluded for reason in option.why),
        *(reason for option in (*plan.offered, *plan.held) for reason in option.cautions),
    ]

    assert [
        reason.rule
        for reason in reasons
        if not reason.cite and reason.severity != "not_an_option" and reason.rule not in CONVENTIONS
    ] == []
    assert [offer.id for offer in plan.offered if not offer.cite] == []


@given(facts=facts_of(), order=orders, place=places, assumed=lists)
def test_the_settings_are_on_every_result(knowledge, facts, order, place, assumed):
    request = Request(
        REQUEST.today, guideline="nice_cg173", jurisdiction=place, assume_complete=tuple(assumed)
    )
    data = written(facts)
    _, _, settings = read_record(data, knowledge, request)

    assert (settings.as_of, settings.guideline, settings.jurisdiction) == (DAY, "nice_cg173", place)
    assert [
        run_assess(data, knowledge, request).settings,
        run_plan(data, knowledge, request).settings,
        run_check_order(data, knowledge, request, order).settings,
    ] == [settings] * 3


@given(facts=facts_of(), age=ages, complete=lists)
def test_a_danger_of_now_or_today_leaves_no_drug_to_offer(knowledge, facts, age, complete):
    plan = planned(knowledge, written(facts, age, tuple(complete)))
    stopping = [
        flag.id
        for flag in plan.assessment.red_flags
        if flag.answer == "yes"
        and flag.urgency in ("now", "today")
        and knowledge.rules[flag.id].withholds_plan == "yes"
    ]

    assert stopping == [] or (plan.status, plan.offered, plan.held) == ("stop_and_refer", (), ())


@given(facts=facts_of(), drug=st.sampled_from(SNRI), dose=st.sampled_from(DOSES), age=ages, place=places)
def test_an_unknown_list_of_drugs_never_makes_an_snri_ok(knowledge, facts, drug, dose, age, place):
    untold = {name: value for name, value in facts.items() if not name.startswith("medication.")}
    request = Request(REQUEST.today, jurisdiction=place)

    verdict = run_check_order(written(untold, age), knowledge, request, Proposed(drug, dose))

    assert verdict.verdict not in ("ok", "monitor", "adjust_dose")
