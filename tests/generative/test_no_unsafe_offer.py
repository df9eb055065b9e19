"""Nothing that a source forbids is offered: the plan and the verdicts against a hand-written oracle, at random.

The oracle (`oracle_*.py`) was written from labels and guidelines without a look at the knowledge. Where the two
disagree, the source is read again. It says nothing on what is a good idea, and nothing where it is silent.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generative.oracle import CEILINGS, CONDITIONS, PAIRS, STARTS, forbidden, most_of
from tests.generative.oracle_checks import ROUNDING, complaint, judged, planned, treating, unsafe_offers
from tests.generative.oracle_conditions import TCA
from tests.generative.oracle_pairs import (
    BENZODIAZEPINE,
    GABAPENTINOID,
    MAOI,
    MAOI_OLD,
    OPIOID,
    PILL,
    SNRI,
    SSRI,
)
from tests.generative.oracle_pairs import TCA as TCA_NAMES
from tests.generative.oracle_patient import LISTS, PAINS, Patient
from tests.generative.oracle_rule import AVOID, CAUTION, CONTRAINDICATED, GRAVE, Ceiling, Pair, Rule

from painpath.library import Library, load_library

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
#: what ends the plan at once, so that nothing would be offered and nothing tested
EMERGENCIES = {
    "condition.respiratory_depression",
    "condition.cauda_equina_syndrome",
    "condition.gastrointestinal_obstruction",
    "condition.spinal_infection",
    "condition.myelopathy",
    "condition.raised_intracranial_pressure",
    "cardiac.unstable",
    "condition.acute_hepatitis",
    "condition.severe_asthma",
}
SAID = frozenset(fact for rule in CONDITIONS for fact in rule.example.get("yes", ()))
WOMEN = frozenset({"patient.pregnant", "patient.pregnancy_possible", "patient.breastfeeding"})
#: what the plan asks before some drugs, so that a random "no" lets it go on
ASKED = frozenset({
    "history.family_sudden_death", "condition.narrow_angle_glaucoma", "condition.av_block", "gene.hla_a_3101",
    "setting.ancestry_hla_b_1502_risk", "history.drug_rash_to_antiepileptic", "patient.contraception_effective",
    "device.pacemaker", "device.metal_in_head", "device.brain_stimulator", "examination.skin_broken",
    "substance_use.alcohol_heavy", "condition.active_infection", "condition.thrombocytopenia",
})  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Library:
    return load_library()


def is_a(knowledge: Library, group: str) -> list[str]:
    """Every substance of a class, named in a rule or not."""
    return sorted(one for one in knowledge.substances if group in knowledge.above.get(one, ()))


# ------------------------------------------------------------------------------------------- each rule on its own


@pytest.mark.parametrize("rule", CONDITIONS, ids=lambda rule: rule.id)
def test_a_rule_of_the_oracle_is_true_of_its_example_and_of_no_healthy_adult(rule: Rule):
    own = {name: value for name, value in rule.example.items() if name in ("pain", "place", "sex")}
    plain = Patient(**own) if rule.id != "capsaicin_face" else Patient()

    assert rule.when(Patient(**rule.example))
    assert not rule.when(plain)


@pytest.mark.parametrize("rule", CONDITIONS, ids=lambda rule: rule.id)
def test_an_order_against_an_illness_age_gene_or_device_is_judged_so(knowledge, rule):
    patient = Patient(**rule.example)
    drugs = [drug for drug in rule.drugs if drug in knowledge.drugs or drug in knowledge.substances]

    assert [found for drug in drugs if (found := complaint(knowledge, patient, drug, rule.severity))] == []


@pytest.mark.parametrize(
    "rule", [one for one in CONDITIONS if one.severity in GRAVE], ids=lambda rule: rule.id
)
def test_what_an_illness_age_gene_or_device_forbids_is_not_offered(knowledge, rule):
    plan = planned(knowledge, Patient(**rule.example))

    assert plan.unread == ()
    assert {offer.id for offer in plan.offered} & set(rule.drugs) == set()


def meetings(knowledge: Library, pair: Pair) -> list[tuple[str, str]]:
    """Every ordered drug with every drug taken that the library knows."""
    return [
        (ordered, taken)
        for ordered in sorted(pair.ordered & set(knowledge.substances))
        for taken in sorted(pair.taken & set(knowledge.substances))
        if ordered != taken
    ]


def some_meetings(knowledge: Library, pair: Pair) -> list[tuple[str, str]]:
    """Enough of them that every drug of either side meets two of the other, where there are two."""
    ordered = sorted(pair.ordered & set(knowledge.substances))
    taken = sorted(pair.taken & set(knowledge.substances))
    turns = range(max(len(ordered), len(taken)) * 2)
    found = {(ordered[i % len(ordered)], taken[(i + i // len(ordered)) % len(taken)]) for i in turns}
    return sorted((one, other) for one, other in found if one != other)


def pair_complaints(knowledge: Library, pair: Pair, place: str, drugs: list[tuple[str, str]]) -> list[str]:
    patient = Patient(place=place, **pair.example)
    found = []
    for ordered, taken in drugs:
        found.append(
            complaint(knowledge, replace(patient, taking=frozenset({taken})), ordered, pair.severity)
        )
        found.append(complaint(knowledge, replace(patient, taking=frozenset({ordered})), taken, pair.back))
    return [text for text in found if text]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_two_drugs_that_must_not_meet_are_not_ok_whichever_is_ordered(knowledge, pair):
    drugs = some_meetings(knowledge, pair)

    assert drugs != []
    assert pair_complaints(knowledge, pair, pair.places[0], drugs) == []


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.id)
def test_no_two_drugs_that_must_not_meet_are_ok_in_any_country(knowledge, pair):
    drugs = meetings(knowledge, pair)

    assert [text for place in pair.places for text in pair_complaints(knowledge, pair, place, drugs)] == []


@pytest.mark.parametrize("pair", [one for one in PAIRS if one.gap], ids=lambda pair: pair.id)
def test_a_drug_stopped_within_its_gap_still_counts(knowledge, pair):
    patient = Patient(**pair.example)
    wrong = [
        complaint(knowledge, replace(patient, stopped=((taken, pair.gap - 1),)), ordered, pair.severity)
        for ordered, taken in meetings(knowledge, pair)
        if ordered in treating(knowledge)
    ]

    assert [text for text in wrong if text] == []


@pytest.mark.parametrize(
    ("ordered", "group", "named", "severity"),
    [
        ("duloxetine", "maoi", MAOI, AVOID),
        ("venlafaxine", "maoi", MAOI, AVOID),
        ("amitriptyline", "maoi", MAOI, AVOID),
        ("nortriptyline", "maoi", MAOI, AVOID),
        ("tramadol", "maoi", MAOI, AVOID),
        ("carbamazepine", "maoi_14_days", MAOI_OLD, AVOID),
        ("cyclobenzaprine", "maoi", MAOI_OLD, AVOID),
        ("tramadol", "benzodiazepine", BENZODIAZEPINE, CAUTION),
        ("gabapentin", "benzodiazepine", BENZODIAZEPINE, CAUTION),
        ("pregabalin", "opioid", OPIOID, CAUTION),
        ("tramadol", "gabapentinoid", GABAPENTINOID, CAUTION),
        ("tramadol", "ssri", SSRI, CAUTION),
        ("duloxetine", "ssri", SSRI, CAUTION),
        ("duloxetine", "tca", TCA_NAMES, CAUTION),
        ("amitriptyline", "class_1c_antiarrhythmic", frozenset({"flecainide", "propafenone"}), CAUTION),
        ("amitriptyline", "snri", SNRI, CAUTION),
        (
            "duloxetine",
            "cyp1a2_inhibitor_strong",
            frozenset({"fluvoxamine", "ciprofloxacin", "enoxacin"}),
            AVOID,
        ),
        ("carbamazepine", "hormonal_contraceptive", PILL, CAUTION),
        ("carbamazepine", "non_nucleoside_rti", frozenset({"rilpivirine"}), AVOID),
        (
            "suzetrigine",
            "cyp3a4_inhibitor_strong",
            frozenset({"clarithromycin", "ketoconazole"}),
            AVOID,
        ),
    ],
)
def test_every_member_of_a_class_is_caught_even_if_no_rule_names_it(
    knowledge, ordered, group, named, severity
):
    members = [one for one in is_a(knowledge, group) if one != ordered]
    patient = Patient(sex="female", age=30) if group == "hormonal_contraceptive" else Patient()
    found = [
        complaint(knowledge, replace(patient, taking=frozenset({one})), ordered, severity) for one in members
    ]

    assert {one for one in named if one in knowledge.substances} - {ordered} <= set(members)
    assert [text for text in found if text] == []


@pytest.mark.parametrize("ceiling", CEILINGS, ids=lambda one: one.id)
def test_no_limit_offer_or_calendar_goes_above_the_most_that_the_label_allows(knowledge, ceiling: Ceiling):
    for example in ceiling.examples:
        patient = Patient(**example)
        limit = judged(knowledge, patient, ceiling.drug).limits.max_daily_dose
        most = most_of(CEILINGS, ceiling.drug, patient)

        assert limit is None or most is None or limit.value <= most * ROUNDING, patient
        assert unsafe_offers(planned(knowledge, patient), patient) == [], patient


@pytest.mark.parametrize("ceiling", CEILINGS, ids=lambda one: one.id)
def test_an_order_above_the_most_that_the_label_allows_is_never_ok(knowledge, ceiling: Ceiling):
    wrong = []
    for example in ceiling.examples:
        patient = Patient(**example)
        most = most_of(CEILINGS, ceiling.drug, patient)
        if most is not None:
            verdict = judged(knowledge, patient, ceiling.drug, f"{most * 1.1:g} mg once daily").verdict
            if verdict in ("ok", "monitor"):
                wrong.append(f"{most * 1.1:g} mg of {ceiling.drug} is {verdict} for {patient}")

    assert wrong == []


@pytest.mark.parametrize("start", STARTS, ids=lambda one: one.id)
def test_no_start_is_above_what_the_label_begins_with(knowledge, start: Ceiling):
    for example in start.examples:
        patient = Patient(**example)
        verdict = judged(knowledge, patient, start.drug)
        limit, most = verdict.limits.start_daily_dose, most_of(STARTS, start.drug, patient)

        assert limit is None or most is None or limit.value <= most * ROUNDING or verdict.verdict in GRAVE, (
            patient
        )


@pytest.mark.parametrize(
    ("drug", "danger", "denied"),
    [
        ("amitriptyline", "allergy.amitriptyline", "allergy.tca"),
        ("milnacipran", "condition.cirrhosis", "condition.chronic_liver_disease"),
        ("amitriptyline", "condition.narrow_angle_glaucoma", "condition.glaucoma"),
    ],
)
def test_a_danger_recorded_both_ways_is_never_ok(knowledge, drug, danger, denied):
    patient = Patient(yes=frozenset({danger}), no=frozenset({denied}))

    assert judged(knowledge, patient, drug).verdict != "ok"


# ------------------------------------------------------------------------------------------------- random patients

DRUGS_TAKEN = sorted({name for pair in PAIRS for name in pair.taken | pair.ordered})
ORDERED = (*TCA, "duloxetine", "venlafaxine", "desvenlafaxine", "milnacipran", "gabapentin", "pregabalin",
           "tramadol", "carbamazepine", "oxcarbazepine", "lamotrigine", "lacosamide", "topiramate", "valproate",
           "baclofen", "lidocaine_patch", "capsaicin_patch", "suzetrigine", "ketamine_iv", "cyclobenzaprine",
           "phenytoin", "tapentadol", "morphine", "oxycodone", "methadone")  # fmt: skip


@st.composite
def patients(draw: st.DrawFn) -> Patient:
    """An adult with a pain, kidneys, a liver, a few illnesses and a few drugs; most questions answered with no."""
    age = draw(st.sampled_from((50, 50, 64, 65, 70, 76, 81, 30, 18)))
    sex = draw(st.sampled_from(("male", "male", "female")))
    woman = sex == "female" and age < 50
    facts = sorted(SAID - EMERGENCIES) if woman else sorted(SAID - EMERGENCIES - WOMEN)
    yes = frozenset(draw(st.lists(st.sampled_from(facts), unique=True, max_size=3)))
    answered = draw(st.sampled_from((True, True, True, False)))
    return Patient(
        pain=draw(st.sampled_from(sorted(PAINS))),
        age=age,
        sex=sex,
        place=draw(st.sampled_from(("US", "EU", "UK"))),
        clearance=draw(
            st.sampled_from((95, 95, 89, 69.9, 60, 59.9, 49, 30.1, 29.9, 15.1, 15, 14.9, 9, 4, None))
        ),
        filtration=draw(st.sampled_from((None, None, None, 62, 27, 12))),
        dialysis=draw(st.sampled_from(("none", "none", "none", "", "haemodialysis", "peritoneal"))),
        child_pugh=draw(st.sampled_from(("none", "none", "", "a", "b", "c"))),
        qtc=draw(st.sampled_from((None, None, 420, 505))),
        yes=yes,
        no=(SAID | ASKED | (WOMEN if woman else frozenset())) - yes if answered else frozenset(),
        taking=frozenset(draw(st.lists(st.sampled_from(DRUGS_TAKEN), unique=True, max_size=3))),
        stopped=tuple(
            draw(st.lists(st.tuples(st.sampled_from(sorted(MAOI)), st.integers(1, 30)), max_size=1))
        ),
        complete=draw(st.sampled_from((LISTS, LISTS, LISTS, ("condition",), ()))),
    )


def without_contradiction(knowledge: Library, patient: Patient) -> Patient:
    """The same patient without a "no" to what an illness of theirs is a kind of, and with drugs that are known."""
    wider, seen = set(patient.yes), set[str]()
    while wider:
        fact = wider.pop()
        seen.add(fact)
        wider |= set(knowledge.facts[fact].parents) - seen
    taken = frozenset(patient.taking & set(knowledge.substances))
    stopped = tuple(one for one in patient.stopped if one[0] not in taken)
    return replace(patient, no=patient.no - seen, taking=taken, stopped=stopped)


def unsafe(knowledge: Library, patient: Patient, ordered: list[str]) -> list[str]:
    """Everything that the plan or a verdict allows this patient and the oracle forbids."""
    patient = without_contradiction(knowledge, patient)
    against = forbidden(patient)
    found = unsafe_offers(planned(knowledge, patient), patient)
    found += [complaint(knowledge, patient, drug, AVOID) for drug in ordered if drug in against]
    for drug in ordered:
        verdict = judged(knowledge, patient, drug)
        limit, most = verdict.limits.max_daily_dose, most_of(CEILINGS, drug, patient)
        if verdict.verdict in GRAVE or limit is None or most is None:
            continue
        if limit.value > most * ROUNDING:
            found.append(f"{drug}: at most {limit.value:g} mg, the label says {most:g}")
    return [text for text in found if text]


orders = st.lists(st.sampled_from(ORDERED), unique=True, min_size=2, max_size=3)


@settings(QUIET, max_examples=250)
@given(patient=patients(), ordered=orders)
def test_no_random_patient_is_offered_or_allowed_what_the_oracle_forbids(knowledge, patient, ordered):
    assert unsafe(knowledge, patient, ordered) == []


@pytest.mark.slow
@settings(QUIET, max_examples=4000)
@given(patient=patients(), ordered=orders)
def test_none_of_thousands_is_offered_or_allowed_what_the_oracle_forbids(knowledge, patient, ordered):
    assert unsafe(knowledge, patient, ordered) == []


def test_the_oracle_is_of_the_size_it_claims():
    rules = [*CONDITIONS, *PAIRS, *CEILINGS, *STARTS]

    assert len({rule.id for rule in rules}) == len(rules) >= 180
    assert all(rule.source for rule in rules)
    assert {rule.severity for rule in (*CONDITIONS, *PAIRS)} == {CONTRAINDICATED, AVOID, CAUTION}
