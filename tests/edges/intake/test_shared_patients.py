"""The eight real-format records, read with the real library: what a clinician would expect to find in them."""

from datetime import date

import msgspec
import pytest

from painpath.facts import Status
from painpath.intake import Intake, read_patient, record_of
from painpath.library import load_library

NAMES = (
    "bradly_douglas", "brenda_jackson", "cary_ohara", "clemente_kreiger", "danae_kshlerin", "jessi_parisian",
    "martina_murazik", "twyla_moen",
)  # fmt: skip
READ_TYPES = {"Patient", "Condition", "Observation", "MedicationRequest", "Procedure", "DiagnosticReport"}


@pytest.fixture(scope="module")
def library():
    return load_library()


@pytest.fixture(scope="module")
def documents(shared_patients):
    return {name: (shared_patients / f"{name}.json").read_bytes() for name in NAMES}


@pytest.fixture(scope="module")
def intakes(documents, library):
    return {name: read_patient(data, library, name=name) for name, data in documents.items()}


def resources(data: bytes) -> list[dict]:
    return [entry["resource"] for entry in msgspec.json.decode(data)["entry"]]


def record(intake: Intake, library):
    assert intake.last_clinical is not None
    return record_of(intake, intake.last_clinical, library)


def taken(intake: Intake, library) -> dict[str, list[str]]:
    """What is taken on the last clinical day: releases by drug."""
    found: dict[str, list[str]] = {}
    for drug, courses in record(intake, library).courses.items():
        active = [course.release for course in courses if course.status is Status.ACTIVE]
        if active:
            found[drug] = sorted(active)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_is_used_unread_or_of_a_type_that_is_not_read(name, documents, intakes):
    counts = intakes[name].counts

    assert counts.entries == len(resources(documents[name]))
    assert not READ_TYPES & set(counts.skipped)


@pytest.mark.parametrize("name", NAMES)
def test_every_medication_request_gives_a_course_or_is_listed(name, documents, intakes):
    asked = sum(
        1 for resource in resources(documents[name]) if resource["resourceType"] == "MedicationRequest"
    )
    recognised = {course.source for course in intakes[name].courses}
    listed = sum(
        line.count
        for line in intakes[name].unread
        if "MedicationRequest" in line.where and line.listed_in == "medication"
    )

    assert len(recognised) + listed >= asked


@pytest.mark.parametrize("name", NAMES)
def test_every_drug_in_the_eight_records_is_recognised(name, intakes):
    assert [line for line in intakes[name].unread if line.listed_in == "medication"] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_last_date_is_not_later_than_any_date_in_the_file(name, documents, intakes):
    last = date.fromordinal(intakes[name].last_clinical).isoformat()

    assert last.encode() in documents[name]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_listed_names_the_patient(name, documents, intakes):
    (person,) = [r for r in resources(documents[name]) if r["resourceType"] == "Patient"]
    names = {part for entry in person["name"] for part in [entry["family"], *entry["given"]]}
    lines = " ".join(f"{line.where} {line.what} {line.why}" for line in intakes[name].unread)

    assert [part for part in names if part in lines] == []


def test_brenda_takes_two_oxycodones_duloxetine_and_a_benzodiazepine(intakes, library):
    active = taken(intakes["brenda_jackson"], library)

    assert active == {
        "oxycodone": ["extended", "immediate"],
        "duloxetine": ["delayed"],
        "chlordiazepoxide": ["immediate"],
        "ibuprofen": ["immediate"],
        "paracetamol": ["immediate"],
        "macrogol": [""],
    }


def test_brendas_doses_are_all_unknown(intakes, library):
    courses = record(intakes["brenda_jackson"], library).courses.values()

    assert [c.drug for drugs in courses for c in drugs if c.dose_known] == []


def test_brendas_last_date_is_her_last_pain_score(intakes):
    assert intakes["brenda_jackson"].last_clinical == date(2023, 10, 1).toordinal()


def test_martinas_creatinine_and_reported_egfr_are_of_the_same_day(intakes, library):
    patient = record(intakes["martina_murazik"], library)

    creatinine, egfr = patient.of("lab.creatinine")[-1], patient.of("renal.egfr_reported")[-1]
    assert (round(creatinine.low, 2), round(egfr.low, 1)) == (0.62, 26.7)
    assert creatinine.when.first == egfr.when.first


def test_martinas_protein_cannot_be(intakes, library):
    assert (
        record(intakes["martina_murazik"], library).of("lab.protein")[-1].unreadable == "not a possible value"
    )


def test_martina_takes_metoprolol_100_mg_a_day_and_furosemide_of_unknown_dose(intakes, library):
    patient = record(intakes["martina_murazik"], library)

    (metoprolol,), (furosemide,) = patient.courses_of("metoprolol"), patient.courses_of("furosemide")
    assert (metoprolol.daily_low, metoprolol.daily_high, metoprolol.release) == (100.0, 100.0, "extended")
    assert (furosemide.strength, furosemide.dose_known) == ("40 mg", False)


def test_martina_has_heart_failure_copd_and_a_stroke(intakes):
    facts = {reading.fact for reading in intakes["martina_murazik"].readings}

    assert {"condition.heart_failure", "condition.copd", "condition.stroke"} <= facts


def test_twylas_last_pain_score_is_almost_nothing_and_names_no_site(intakes, library):
    last = record(intakes["twyla_moen"], library).of("pain.intensity_any")[-1]

    assert (round(last.low, 1), last.at) == (0.1, frozenset())


def test_twyla_once_took_oxycodone(intakes, library):
    (course,) = record(intakes["twyla_moen"], library).courses_of("oxycodone")

    assert (course.status, course.daily_low, course.daily_high) == (Status.STOPPED, 20.0, 20.0)


def test_twyla_takes_hydrochlorothiazide_and_alendronic_acid(intakes, library):
    assert set(taken(intakes["twyla_moen"], library)) == {"hydrochlorothiazide", "alendronic_acid"}


def test_bradly_has_stopped_all_his_opioids(intakes, library):
    patient = record(intakes["bradly_douglas"], library)

    opioids = [*patient.courses_of("oxycodone"), *patient.courses_of("hydrocodone")]
    assert {course.status for course in opioids} == {Status.STOPPED}
    assert len(opioids) == 3


def test_danae_has_a_diabetic_neuropathy_chronic_pain_migraine_and_an_overdose(intakes):
    facts = {reading.fact for reading in intakes["danae_kshlerin"].readings}

    assert {
        "condition.type_2_diabetes", "condition.diabetic_polyneuropathy", "pain.chronic", "condition.migraine",
        "condition.overdose",
    } <= facts  # fmt: skip


def test_danae_takes_metformin_alone(intakes, library):
    assert set(taken(intakes["danae_kshlerin"], library)) == {"metformin"}


def test_jessi_takes_a_progestogen_pill_that_she_took_before(intakes, library):
    courses = record(intakes["jessi_parisian"], library).courses_of("norethisterone")

    pills = [course for course in courses if course.text.startswith("Camila")]
    assert [course.status for course in pills] == [Status.STOPPED, Status.ACTIVE]


def test_jessis_pregnancies_are_past(intakes, library):
    patient = record(intakes["jessi_parisian"], library)

    pregnancies = patient.of("patient.pregnant")
    assert len(pregnancies) == 3
    assert all(p.ended is not None and p.ended.last <= patient.as_of for p in pregnancies)


def test_cary_has_a_spinal_cord_lesion(intakes):
    facts = {reading.fact for reading in intakes["cary_ohara"].readings}

    assert "condition.spinal_cord_injury" in facts


def test_clemente_takes_nothing(intakes):
    assert intakes["clemente_kreiger"].courses == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_patient_is_told_apart_from_the_rest(name, intakes):
    facts = [reading.fact for reading in intakes[name].readings]

    assert (facts.count("patient.birth_date"), facts.count("patient.sex")) == (1, 1)
