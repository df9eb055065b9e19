"""`formula`: a published equation. A range in gives a range out. `tests/reference/formulas` checks the numbers."""


def test_age_is_in_completed_years(spec_test):
    spec_test(
        "{fact: patient.age, at_least: 65 a}",
        """
        patient.birth_date | answer
        1961-11-20         | yes
        1961-11-21         | no
        1961               | unknown
        1960               | yes
        """,
    )


def test_creatinine_clearance_is_a_range_where_the_choice_of_weight_matters(spec_test):
    spec_test(
        "{fact: clearance, below: 60 mL/min}",
        """
        patient.birth_date | patient.sex | vital.weight | lab.creatinine | vital.height | answer
        1966-11-20         | male        | 100          | 1.5            |              | no
        1966-11-20         | male        | 100          | 1.5            | 165          | unknown
        1966-11-20         | male        | 60           | 1.5            | 165          | yes
        1966-11-20         |             | 70           | 1.2            |              | unknown
        1966-11-20         | male        | 70           |                |              | unknown
        """,
    )


def test_a_reading_wins_over_the_formula_while_it_is_fresh(spec_test):
    spec_test(
        "{fact: clearance, below: 60 mL/min}",
        """
        clearance         | patient.birth_date | patient.sex | vital.weight | lab.creatinine | answer
        40                | 1966-11-20         | male        | 100          | 1.0            | yes
        40 on 2026-01-01  | 1966-11-20         | male        | 100          | 1.0            | no
        """,
    )


def test_the_other_formulas_are_asked_in_the_same_way(spec_test):
    spec_test(
        "{all: [{fact: bmi, at_least: 30}, {fact: egfr, below: '60 mL/min/{1.73_m2}'}]}",
        """
        patient.birth_date | patient.sex | vital.weight | lab.creatinine | vital.height | answer
        1966-11-20         | female      | 100          | 1.2            | 165          | yes
        1966-11-20         | female      | 80           | 1.2            | 165          | no
        """,
    )
