"""What was tried, with the payer's rule beside it."""

from datetime import date

import pytest
from tests.unit.followup.conftest import diary, dose

from painpath.followup.doses import Setting, exposures
from painpath.followup.series import track
from painpath.followup.tried import days_at, payer_lines, tried

PLACE = ("postherpetic_neuralgia", "US")
WHOM = Setting(*PLACE)


@pytest.fixture
def table(asking, library):
    def build(facts):
        asked = asking(facts)
        return tried(library, exposures(asked, library, WHOM), track(asked, library, "pain_average"), PLACE)

    return build


def test_a_failed_trial_is_one_line(table):
    before, on = [8] * 7, [7] * 40
    facts = {
        "medication.gabapentin": dose(1800, "2026-06-01", "2026-07-10", outcome="no_benefit"),
        "pain.intensity_average": diary([*before, *on], date(2026, 7, 10)),
    }
    (line,) = table(facts)

    assert (line.id, line.first, line.last, line.days_at_target, line.outcome) == (
        "gabapentin",
        "2026-06-01",
        "2026-07-10",
        40,
        "no_benefit",
    )
    assert (line.highest.value, line.before.value, line.best.value) == (1800.0, 8.0, 7.0)


@pytest.mark.parametrize(
    ("milligrams", "until", "outcome", "met"),
    [
        (1800, "2026-06-30", "no_benefit", "yes"),
        (1800, "2026-06-29", "no_benefit", "no"),
        (1799, "2026-06-30", "no_benefit", "no"),
        (1800, "2026-06-30", "unknown", "unknown"),
        (1800, "2026-06-30", "helped", "no"),
        (300, "2026-06-03", "not_tolerated", "yes"),
    ],
)
def test_a_payers_rule_stands_beside_it(table, milligrams, until, outcome, met):
    (line,) = table({"medication.gabapentin": dose(milligrams, "2026-06-01", until, outcome=outcome)})
    centene = next(payer for payer in line.payers if payer.payer.startswith("Centene"))

    assert centene.met == met
    assert centene.cite == ("centene_pregabalin @ criteria",)


def test_days_nobody_wrote_about_leave_a_payers_rule_open(table):
    runs = [
        dose(1800, "2026-06-01", "2026-06-25"),
        dose(1800, "2026-06-30", "2026-07-03", outcome="no_benefit"),
    ]
    (line,) = table({"medication.gabapentin": runs})
    centene = next(payer for payer in line.payers if payer.payer.startswith("Centene"))

    assert centene.met == "unknown"
    assert "29 to 33 days" in centene.because


def test_a_rule_for_another_cause_is_not_shown(asking, library):
    asked = asking({"medication.duloxetine": dose(60, "2026-06-01", "2026-09-01", outcome="no_benefit")})
    (exposure,) = exposures(asked, library, WHOM)

    assert payer_lines(library, exposure, PLACE) == ()
    assert [
        line.payer[:8] for line in payer_lines(library, exposure, ("painful_diabetic_polyneuropathy", "US"))
    ] == ["Highmark", "Western "]


def test_a_rule_of_another_country_is_not_shown(asking, library):
    asked = asking({"medication.gabapentin": dose(1800, "2026-06-01")})
    (exposure,) = exposures(asked, library, WHOM)

    assert payer_lines(library, exposure, ("postherpetic_neuralgia", "UK")) == ()


def test_what_is_still_taken_has_no_last_day(table):
    (line,) = table({"medication.gabapentin": dose(1800, "2026-06-01")})

    assert (line.first, line.last, line.outcome) == ("2026-06-01", "", "unknown")


def test_days_at_any_dose_count_days_taken(asking, library):
    asked = asking({"medication.gabapentin": dose(300, "2026-06-01", "2026-06-10")})
    (exposure,) = exposures(asked, library, WHOM)

    assert (days_at(exposure, ""), days_at(exposure, "300 mg"), days_at(exposure, "301 mg")) == (
        (10, 10),
        (10, 10),
        (0, 0),
    )
