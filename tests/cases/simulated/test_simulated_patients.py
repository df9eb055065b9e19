"""Simulated patients of every cause play the interview: how many screens, whether the right cause is found.

Prints a table with `pytest -s -m ''`. The patients stand in `patients/`; a hand-written assessment that names its
`cause`, `start` and `absent` joins them by itself. All of them take minutes: a few play on every change, the others are
marked slow.
"""

from __future__ import annotations

import sys
from functools import cache

import pytest
from tests.cases.simulated.play import Patient, Played, play, rank, read_patients

from painpath.library import Library, load_library

PATIENTS = read_patients()
#: one of each kind: a polyneuropathy, a root, a trunk, the face, a joint, a nerve pressed, a rare cause
QUICK = ("diabetic_foot", "sciatica", "shingles", "trigeminal", "knee", "elbow", "alcohol")
EACH = [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in PATIENTS]
#: issue: under 15 questions settle grade and first choice for an ordinary painful diabetic foot; lines of lists are
#: counted too, so that a screen does not grow in silence
ORDINARY, MOST_SCREENS, MOST_LINES = "diabetic_foot", 9, 18
#: the longest searches, for rare causes of pain in both feet (measured: 36 screens, 130 lines); most end far sooner
LONGEST, LONGEST_LINES = 40, 135
FIRST = 3
STAND = ("status", "grade", "grade_of", "first_choice")


@cache
def played(name: str, unknown: float = 0.0, seed: int = 0) -> Played:
    library = load_library()
    return play(Patient(PATIENTS[name], library, unknown, seed), library)


def test_every_cause_has_a_patient(library: Library) -> None:
    assert {case["cause"] for case in PATIENTS.values()} == set(library.causes)


@pytest.mark.parametrize("name", EACH)
def test_the_right_cause_is_among_the_first_three_that_fit(name: str) -> None:
    assert 1 <= rank(played(name).last, PATIENTS[name]["cause"]) <= FIRST


@pytest.mark.parametrize("name", EACH)
def test_every_open_danger_is_asked_before_anything_else(name: str) -> None:
    found = played(name)

    assert found.early == ()
    assert found.dangers[0]


@pytest.mark.parametrize("name", EACH)
def test_nothing_is_asked_twice(name: str) -> None:
    asked = [fact for facts in played(name).asked for fact in facts if fact != "pain.sites"]

    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("name", EACH)
def test_an_answer_changes_the_next_question(name: str) -> None:
    after, after_the_opposite = played(name).turned

    assert after != after_the_opposite


@pytest.mark.parametrize("name", EACH)
def test_no_interview_is_endless(name: str) -> None:
    found = played(name)

    assert found.until(*STAND) <= LONGEST
    assert found.facts_until(*STAND) <= LONGEST_LINES


def test_few_questions_settle_grade_and_first_choice_of_an_ordinary_painful_diabetic_foot() -> None:
    found = played(ORDINARY)

    assert (found.last.grade, found.last.grade_of) == ("probable", "painful_diabetic_polyneuropathy")
    assert found.last.first_choice
    assert found.until(*STAND) <= MOST_SCREENS
    assert found.facts_until(*STAND) <= MOST_LINES


@pytest.mark.parametrize(
    "seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)]
)
def test_the_ordinary_foot_is_found_though_every_fifth_answer_is_not_known(seed: int) -> None:
    found = played(ORDINARY, 0.2, seed)

    assert found.last.grade in ("unknown", "possible", "probable")
    assert "painful_diabetic_polyneuropathy" in found.last.fits or found.last.status == "ask_first"


def test_other_patients_are_asked_other_questions() -> None:
    rows = {played(name).asked for name in QUICK}

    assert len(rows) == len(QUICK)


@pytest.mark.slow
def test_the_table_of_all_patients() -> None:
    """Screens and lines until status, grade and first choice stood; the right cause's place among those that fit."""
    rows = [f"\n{'patient':20}{'cause':42}{'screens':>8}{'lines':>7}{'all':>5}{'place':>7}  stand"]
    places, screens, lines = [], [], []
    for name, case in PATIENTS.items():
        found = played(name)
        places.append(rank(found.last, case["cause"]))
        screens.append(found.until(*STAND))
        lines.append(found.facts_until(*STAND))
        rows.append(
            f"{name:20}{case['cause']:42}{screens[-1]:>8}{lines[-1]:>7}{len(found.asked):>5}{places[-1]:>4}"
            f"/{len(found.last.fits)}  {found.last.status}, {found.last.grade} {found.last.first_choice}"
        )
    middle = len(screens) // 2
    rows.append(
        f"{len(PATIENTS)} patients: right cause first {places.count(1)}, in the first three"
        f" {sum(0 < one <= FIRST for one in places)}; median {sorted(screens)[middle]} screens,"
        f" {sorted(lines)[middle]} lines\n"
    )
    sys.stdout.write("\n".join(rows))

    assert places.count(1) > len(PATIENTS) // 2
