"""A danger is asked about where it may concern this patient, also before anybody wrote down where it hurts."""

import pytest

from painpath.assessment import assess
from painpath.intake import read_patient, record_of
from painpath.library import Settings

SADDLE = "symptom.saddle_numbness"


def asked(library, facts):
    text = "as_of: 2026-11-20\npatient: {age: 60, sex: female}\nfacts:\n  pain.present: yes\n" + facts
    intake = read_patient(text.encode(), library)
    found = assess(record_of(intake, intake.as_of or 0, library), library, Settings(as_of="2026-11-20"))
    return {ask.fact for ask in found.ask if ask.must}


@pytest.mark.parametrize(
    "condition", ["low_back_pain", "sciatica", "lumbar_radiculopathy", "post_laminectomy_syndrome"]
)
def test_back_pain_on_record_is_enough_to_ask_about_the_saddle(library, condition):
    assert SADDLE in asked(library, f"  condition.{condition}: yes\n")


def test_without_place_or_back_pain_the_place_is_asked_first(library):
    found = asked(library, "  condition.type_2_diabetes: yes\n")

    assert "pain.sites" in found
    assert SADDLE not in found


def test_pain_known_to_be_elsewhere_is_not_asked_about_the_saddle(library):
    assert SADDLE not in asked(library, "  condition.low_back_pain: yes\n  pain.sites: [hand_left]\n")
