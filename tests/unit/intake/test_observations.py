"""Observation: values, units, absent values, components, dates."""

import math
from datetime import date

import pytest
from tests.unit.intake.small import LOINC, SNOMED, about, coded, observation, read, reading_of, reasons

CREATININE, EGFR, SCORE, SMOKING, BURNING = "2160-0", "33914-3", "72514-3", "72166-2", "11111-1"


def quantity(value, unit=None, **more) -> dict:
    return {"value": value, **({"unit": unit, "code": unit} if unit else {}), **more}


def one(library, code, fact, **elements):
    return reading_of(read(library, observation(code, **elements)), fact)


def test_a_number_in_the_facts_own_unit_is_taken(library):
    found = one(library, CREATININE, "lab.creatinine", valueQuantity=quantity(0.62, "mg/dL"))

    assert (found.low, found.high) == (0.62, 0.62)


def test_a_number_in_an_accepted_unit_is_converted(library):
    found = one(library, CREATININE, "lab.creatinine", valueQuantity=quantity(100, "umol/L"))

    assert found.low == pytest.approx(1.1312)


def test_a_conversion_may_have_an_offset(library):
    found = one(library, "4548-4", "lab.hba1c", valueQuantity=quantity(48, "mmol/mol"))

    assert found.low == pytest.approx(48 * 0.0915 + 2.15)


def test_plain_powers_of_ten_are_converted(library):
    assert one(library, "8302-2", "vital.height", valueQuantity=quantity(1.7, "m")).low == pytest.approx(170)


def test_the_loinc_code_says_what_an_egfr_printed_in_millilitres_per_minute_means(library):
    assert one(library, EGFR, "renal.egfr_reported", valueQuantity=quantity(26.7, "mL/min")).low == 26.7


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (quantity(0.62), "a number without a unit"),
        (quantity(0.62, "mmol/L"), "a unit that this fact does not know"),
        (quantity(0.62, "mg/dl"), "a unit that this fact does not know"),
        (quantity(-1, "mg/dL"), "not a possible value"),
        (quantity(620, "mg/dL"), "not a possible value"),
        ({"unit": "mg/dL", "code": "mg/dL"}, "not a number"),
        (quantity(5, "mg/dL", comparator="~"), "a comparator that FHIR does not know"),
    ],
)
def test_a_number_that_cannot_be_understood_is_unknown_and_listed(value, why, library):
    intake = read(library, observation(CREATININE, valueQuantity=value))

    found = reading_of(intake, "lab.creatinine")
    assert (found.low, found.high, found.unreadable) == (-math.inf, math.inf, why)
    assert reasons(intake) == [("lab.creatinine", why)]


def test_a_protein_of_73_grams_per_decilitre_is_not_possible(library):
    found = one(library, "2885-2", "lab.protein", valueQuantity=quantity(73.6, "g/dL"))

    assert found.unreadable == "not a possible value"


def test_a_score_needs_no_unit(library):
    assert one(library, SCORE, "pain.intensity_any", valueQuantity=quantity(10)).low == 10.0


def test_an_annotation_is_no_unit(library):
    assert one(library, SCORE, "pain.intensity_any", valueQuantity=quantity(3, "{score}")).low == 3.0


def test_the_printed_unit_counts_where_the_code_is_not_of_ucum(library):
    local = {"value": 1.1, "unit": "mg/dL", "system": "http://example.org", "code": "U7"}

    assert one(library, CREATININE, "lab.creatinine", valueQuantity=local).low == 1.1


@pytest.mark.parametrize(
    ("comparator", "low", "high"),
    [
        ("<", -math.inf, math.nextafter(5, 0)),
        ("<=", -math.inf, 5.0),
        (">", math.nextafter(5, 6), math.inf),
        (">=", 5.0, math.inf),
    ],
)
def test_a_comparator_opens_the_interval(comparator, low, high, library):
    found = one(
        library, CREATININE, "lab.creatinine", valueQuantity=quantity(5, "mg/dL", comparator=comparator)
    )

    assert (found.low, found.high) == (low, high)


def test_less_than_five_in_words_is_an_open_interval(library):
    found = one(library, CREATININE, "lab.creatinine", valueString="<5 mg/dL")

    assert (found.low, found.high) == (-math.inf, math.nextafter(5, 0))


def test_see_note_is_unreadable(library):
    found = one(library, CREATININE, "lab.creatinine", valueString="see note")

    assert found.unreadable == "not a number"


def test_a_range_is_an_interval(library):
    span = {"low": quantity(1, "mg/dL"), "high": quantity(2, "mg/dL")}

    found = one(library, CREATININE, "lab.creatinine", valueRange=span)

    assert (found.low, found.high) == (1.0, 2.0)


def test_a_range_may_be_open_at_one_end(library):
    found = one(library, CREATININE, "lab.creatinine", valueRange={"low": quantity(1, "mg/dL")})

    assert (found.low, found.high) == (1.0, math.inf)


@pytest.mark.parametrize(
    "span",
    [
        {},
        {"low": quantity(2, "mg/dL"), "high": quantity(1, "mg/dL")},
        {"low": quantity(2)},
        {"high": quantity(2)},
    ],
)
def test_a_range_that_is_none_is_unreadable(span, library):
    assert one(library, CREATININE, "lab.creatinine", valueRange=span).unreadable != ""


def test_a_whole_number_without_unit_counts_for_a_score_alone(library):
    score = one(library, SCORE, "pain.intensity_any", valueInteger=4)
    creatinine = one(library, CREATININE, "lab.creatinine", valueInteger=4)

    assert (score.low, creatinine.unreadable) == (4.0, "a number without a unit")


@pytest.mark.parametrize(
    ("concept", "rank"),
    [
        (coded(SNOMED, "266919005"), 0.0),
        (coded(SNOMED, "8517006", display="Former smoker"), 1.0),
        (coded(SNOMED, "449868002", display="Current every day smoker"), 2.0),
        ({"text": "Never smoker"}, 0.0),
        (coded("http://example.org", "former"), 1.0),
    ],
)
def test_a_coded_answer_is_one_of_the_options(concept, rank, library):
    found = one(library, SMOKING, "substance_use.smoking", valueCodeableConcept=concept)

    assert found.low == rank


@pytest.mark.parametrize(
    "text", ["Not a current smoker", "Unknown if ever smoked", "Smoker", "never or former"]
)
def test_an_answer_that_no_single_option_says_is_unreadable(text, library):
    found = one(library, SMOKING, "substance_use.smoking", valueCodeableConcept={"text": text})

    assert found.unreadable == "not one of the answers of this fact"


@pytest.mark.parametrize(
    ("concept", "value"),
    [
        (coded(LOINC, "LA33-6"), 1.0),
        (coded(LOINC, "LA32-8"), 0.0),
        (coded(SNOMED, "373067005"), 0.0),
        (coded("http://terminology.hl7.org/CodeSystem/v2-0136", "Y"), 1.0),
        (coded("http://terminology.hl7.org/CodeSystem/v2-0136", "N"), 0.0),
        (coded(SNOMED, "36349006"), 1.0),
        ({"text": "yes"}, 1.0),
    ],
)
def test_a_coded_yes_or_no_answers_a_claim(concept, value, library):
    assert one(library, BURNING, "symptom.burning", valueCodeableConcept=concept).low == value


def test_a_coded_answer_that_is_neither_yes_nor_no_is_unreadable(library):
    found = one(library, BURNING, "symptom.burning", valueCodeableConcept=coded(SNOMED, "99"))

    assert found.unreadable == "not one of the answers of this fact"


def test_a_status_says_that_the_patient_is_not_pregnant(library):
    found = one(library, "82810-3", "patient.pregnant", valueCodeableConcept=coded(SNOMED, "60001007"))

    assert found.high == 0.0


@pytest.mark.parametrize(("truth", "value"), [(True, 1.0), (False, 0.0)])
def test_a_boolean_answers_a_claim(truth, value, library):
    assert one(library, BURNING, "symptom.burning", valueBoolean=truth).low == value


@pytest.mark.parametrize(
    ("code", "fact", "value"),
    [
        (CREATININE, "lab.creatinine", {"valueBoolean": True}),
        (CREATININE, "lab.creatinine", {"valueDateTime": "2026-01-01"}),
        (CREATININE, "lab.creatinine", {"valueCodeableConcept": coded(SNOMED, "1")}),
        (BURNING, "symptom.burning", {"valueQuantity": {"value": 3}}),
        ("38206-9", "pain.onset", {"valueCodeableConcept": coded(SNOMED, "1")}),
        ("38206-9", "pain.onset", {"valueString": "some day"}),
        ("38204-4", "pain.sites", {"valueString": "foot_left"}),
    ],
)
def test_a_value_of_another_kind_is_unreadable(code, fact, value, library):
    assert one(library, code, fact, **value).unreadable != ""


def test_a_date_is_the_days_it_may_mean(library):
    found = one(library, "38206-9", "pain.onset", valueDateTime="2025-03")

    assert (found.low, found.high) == (date(2025, 3, 1).toordinal(), date(2025, 3, 31).toordinal())


def test_points_of_a_questionnaire_answer_are_read(library):
    found = one(library, "44260-8", "mood.phq9_item9", valueCodeableConcept=coded(LOINC, "LA6569-3"))

    assert found.low == 1.0


@pytest.mark.parametrize("value", [{"valueInteger": 2}, {"valueCodeableConcept": coded(LOINC, "LA6570-1")}])
def test_an_ordered_answer_may_be_a_number(value, library):
    assert one(library, "69660-9", "answer.sleep", **value).low == 2.0


def test_components_are_read_under_their_own_codes(library):
    parts = [
        {"code": coded(LOINC, "8480-6"), "valueQuantity": quantity(120, "mm[Hg]")},
        {"code": coded(LOINC, "8462-4"), "valueQuantity": quantity(80, "mm[Hg]")},
    ]

    intake = read(library, observation("85354-9", component=parts))

    assert (reading_of(intake, "vital.systolic_bp").low, reading_of(intake, "vital.diastolic_bp").low) == (
        120,
        80,
    )
    assert reasons(intake) == []


def test_a_component_that_no_fact_knows_is_listed(library):
    part = {"code": coded(LOINC, "1-1"), "valueInteger": 1}

    assert reasons(read(library, observation("85354-9", component=[part]))) == [
        ("LOINC 1-1", "no fact has this code")
    ]


def test_a_panel_with_a_value_that_no_fact_knows_is_listed(library):
    part = {"code": coded(LOINC, "8480-6"), "valueQuantity": quantity(120, "mm[Hg]")}

    intake = read(library, observation("85354-9", component=[part], valueInteger=3))

    assert reasons(intake) == [("LOINC 85354-9", "no fact has this code")]


def test_what_was_not_measured_leaves_earlier_results_standing(library):
    absent = coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "not-performed")

    intake = read(library, observation(CREATININE, dataAbsentReason=absent))

    assert [r for r in intake.readings if r.fact == "lab.creatinine"] == []
    assert reasons(intake) == [("lab.creatinine", "it was not measured or not answered")]


def test_a_spoilt_result_is_unreadable(library):
    absent = coded("http://terminology.hl7.org/CodeSystem/data-absent-reason", "error")

    assert (
        one(library, CREATININE, "lab.creatinine", dataAbsentReason=absent).unreadable
        == "the value is absent"
    )


def test_an_observation_without_a_value_is_listed(library):
    assert reasons(read(library, observation(CREATININE))) == [
        ("lab.creatinine", "it has no value that is read")
    ]


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled", "registered"])
def test_an_observation_that_is_no_result_gives_no_reading(status, library):
    intake = read(library, observation(SCORE, status=status, valueInteger=3))

    assert [r for r in intake.readings if r.fact == "pain.intensity_any"] == []
    assert intake.counts.unread == 1


@pytest.mark.parametrize("status", ["unknown", None, "strange"])
def test_an_observation_of_unknown_status_is_unknown(status, library):
    found = one(library, SCORE, "pain.intensity_any", status=status, valueInteger=3)

    assert found.unreadable == "its status does not say that it is a result"


def test_an_observation_about_someone_else_is_not_read(library):
    intake = read(library, observation(SCORE, focus=[{"reference": "Patient/child"}], valueInteger=3))

    assert reasons(intake) == [("focus", "it is about someone or something other than the patient")]


def test_a_category_in_another_form_is_listed_and_the_rest_read(library):
    intake = read(library, observation(SCORE, category={"coding": []}, valueInteger=3))

    assert reading_of(intake, "pain.intensity_any").low == 3.0
    assert reasons(intake) == [("category", "not in the form that FHIR R4 gives it; the rest was read")]


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ({"effectiveDateTime": "2019"}, date(2019, 1, 1), date(2019, 12, 31)),
        ({"effectiveDateTime": "2019-13-40", "issued": "2019-05-06T10:00:00Z"}, date(2019, 5, 6), date(2019, 5, 6)),
        ({"effectiveDateTime": None, "issued": "2019-05-06T10:00:00Z"}, date(2019, 5, 6), date(2019, 5, 6)),
        ({"effectiveDateTime": None, "effectiveInstant": "2019-05-07T10:00:00Z"}, date(2019, 5, 7), date(2019, 5, 7)),
        (
            {"effectiveDateTime": None, "effectivePeriod": {"start": "2019-05-01", "end": "2019-05-03"}},
            date(2019, 5, 1), date(2019, 5, 3),
        ),
        ({"effectiveDateTime": None, "effectivePeriod": {"end": "2019-05-03"}}, date(2019, 5, 3), date(2019, 5, 3)),
    ],
)  # fmt: skip
def test_an_observation_is_dated_by_effective_then_issued(dates, first, last, library):
    found = one(library, SCORE, "pain.intensity_any", valueInteger=3, **dates)

    assert (found.when.first, found.when.last) == (first.toordinal(), last.toordinal())


def test_an_undated_value_counts_only_where_no_dated_one_is_known(library):
    undated = observation(SCORE, effectiveDateTime="2019-13-40", valueInteger=9)
    dated = observation(SCORE, valueInteger=3)

    alone, both = read(library, undated), read(library, undated, dated)

    assert [r.low for r in alone.readings if r.fact == "pain.intensity_any"] == [9.0]
    assert [r.low for r in both.readings if r.fact == "pain.intensity_any"] == [3.0]


def test_an_undated_value_is_listed(library):
    intake = read(library, observation(SCORE, effectiveDateTime=None, valueInteger=9))

    assert reasons(intake) == [
        ("pain.intensity_any", "it has no date: it counts only where no dated value is known")
    ]


def test_the_site_is_kept_where_the_fact_is_told_by_site(library):
    found = one(library, BURNING, "symptom.burning", valueBoolean=True, bodySite=coded(SNOMED, "7769000"))

    assert found.at == frozenset({"foot_right"})


def test_the_micro_sign_may_be_either_of_two_characters(library):
    value = {"value": 100, "unit": "\u03bcmol/L"}

    assert one(library, CREATININE, "lab.creatinine", valueQuantity=value).low == pytest.approx(1.1312)


def test_an_observation_without_a_code_is_listed(library):
    assert reasons(read(library, about("Observation", status="final", valueInteger=3))) == [
        ("no code", "it has no code, only words")
    ]


def test_a_number_in_quotes_costs_the_entry(library):
    intake = read(library, observation(SCORE, valueQuantity={"value": "three"}))

    assert reasons(intake) == [("valueQuantity.value", "not in the form that FHIR R4 gives it")]
