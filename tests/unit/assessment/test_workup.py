"""Tests worth doing are those whose result is open; what is for research only is never proposed."""

from painpath.assessment import assess
from painpath.assessment.workup import PROPOSED
from painpath.intake import read_patient, record_of
from painpath.library import Settings

FEET = """as_of: 2026-11-20
patient: {{birth_date: 1960-01-01, sex: female}}
facts:
  condition.type_2_diabetes: yes
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  examination.pinprick_loss: {{is: yes, at: [foot_left, foot_right]}}
  {more}
"""


def assessed(library, more=""):
    intake = read_patient(FEET.format(more=more).encode(), library)
    assert intake.as_of is not None
    return assess(record_of(intake, intake.as_of, library), library, Settings(as_of="2026-11-20"))


def test_a_test_says_what_it_would_settle_and_who_recommends_it(library):
    biopsy = next(test for test in assessed(library).tests if test.test == "Skin biopsy")

    assert biopsy.for_cause == "painful_diabetic_polyneuropathy"
    assert "test.skin_biopsy_abnormal" in biopsy.settles
    assert any(line.startswith("EAN, EFIC and NeuPSIG 2023 (strong)") for line in biopsy.recommended)
    assert biopsy.cannot


def test_a_result_that_is_there_takes_its_test_off_the_list(library):
    before = {test.test for test in assessed(library).tests}
    after = {test.test for test in assessed(library, "test.nerve_conduction_abnormal: yes").tests}

    assert "Nerve conduction study" in before
    assert "Nerve conduction study" not in after


def test_what_is_for_research_only_is_never_proposed_and_stands_apart(library):
    found = assessed(library)
    apart = {entry.name for entry in library.workup.values() if entry.worth and entry.worth not in PROPOSED}

    assert apart
    assert apart == {test.test for test in found.not_worth_doing}
    assert not apart & {test.test for test in found.tests}


def test_without_a_suspected_cause_no_test_is_proposed(library):
    intake = read_patient(
        b"as_of: 2026-11-20\npatient: {age: 50, sex: male}\nfacts:\n  pain.present: yes\n", library
    )
    found = assess(record_of(intake, intake.as_of or 0, library), library, Settings(as_of="2026-11-20"))

    assert found.tests == ()


def test_the_territories_that_the_pain_fits_are_named(library):
    found = assessed(library).territories

    assert any(line.startswith("stocking area") for line in found)
    assert not any(line.startswith("median nerve") for line in found)
