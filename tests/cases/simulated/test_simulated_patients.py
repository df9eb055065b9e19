"""Simulated patients of every cause play the interview: how many screens, whether the right cause is found.

Prints a table with `pytest -s`. The patients stand in `patients/`; a hand-written assessment that names its `cause`,
`start` and `absent` joins them by itself.
"""

from __future__ import annotations

import sys
from functools import cache

import pytest
from tests.cases.simulated.play import Patient, Played, play, rank, read_patients

from painpath.library import Library, load_library

PATIENTS = read_patients()
#: issue: under 15 questions settle grade and first choice for an ordinary painful diabetic foot
ORDINARY, MOST_SCREENS = "diabetic_foot", 14
FIRST = 3
STAND = ("status", "grade", "grade_of", "first_choice")


@cache
def played(name: str, unknown: float = 0.0, seed: int = 0) -> Played:
    library = load_library()
    return play(Patient(PATIENTS[name], library, unknown, seed), library)


@pytest.mark.parametrize("name", PATIENTS)
def test_the_right_cause_is_among_the_first_three_that_fit(name: str) -> None:
    assert 1 <= rank(played(name).last, PATIENTS[name]["cause"]) <= FIRST


@pytest.mark.parametrize("name", PATIENTS)
def test_every_open_danger_is_asked_before_anything_else(name: str) -> None:
    found = played(name)

    assert found.early == ()
    assert found.dangers[0]


@pytest.mark.parametrize("name", PATIENTS)
def test_nothing_is_asked_twice(name: str) -> None:
    asked = [fact for facts in played(name).asked for fact in facts if fact != "pain.sites"]

    assert len(asked) == len(set(asked))


def test_few_questions_settle_grade_and_first_choice_of_an_ordinary_painful_diabetic_foot() -> None:
    found = played(ORDINARY)

    assert (found.last.grade, found.last.grade_of) == ("probable", "painful_diabetic_polyneuropathy")
    assert found.last.first_choice
    assert found.until(*STAND) <= MOST_SCREENS


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_ordinary_foot_is_found_though_every_fifth_answer_is_not_known(seed: int) -> None:
    found = played(ORDINARY, 0.2, seed)

    assert found.last.grade in ("unknown", "possible", "probable")
    assert "painful_diabetic_polyneuropathy" in found.last.fits or found.last.status == "ask_first"


def test_other_answers_bring_other_questions() -> None:
    rows = {played(name).asked for name in PATIENTS}

    assert len(rows) == len(PATIENTS)


def test_a_cause_of_the_library_without_a_patient_is_told(library: Library) -> None:
    """Not every cause needs one; which have none is printed, so that nobody takes the table for the whole."""
    without = sorted(set(library.causes) - {case["cause"] for case in PATIENTS.values()})
    rows = [f"\n{'patient':20}{'cause':42}{'screens':>8}{'lines':>7}{'place':>7}  stand"]
    for name, case in PATIENTS.items():
        found = played(name)
        rows.append(
            f"{name:20}{case['cause']:42}{found.until(*STAND):>8}{found.facts_until(*STAND):>7}"
            f"{rank(found.last, case['cause']):>4}/{len(found.last.fits)}  {found.last.status}, {found.last.grade}"
            f" {found.last.first_choice}"
        )
    sys.stdout.write("\n".join([*rows, f"no patient yet: {', '.join(without) or 'none'}\n"]))

    assert {case["cause"] for case in PATIENTS.values()} <= set(library.causes)
