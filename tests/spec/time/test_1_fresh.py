"""A reading counts for as long as it is fresh; fever is fresh for 30 days, weight for 90."""


def test_a_stale_reading_is_unknown_today(spec_test):
    spec_test(
        "{fact: fever, is: yes}",
        """
        fever              | answer
        yes on 2026-10-21  | yes
        yes on 2026-10-20  | unknown
        no on 2026-10-20   | unknown
        """,
    )


def test_a_date_that_may_lie_outside_is_not_clear_enough(spec_test):
    spec_test(
        "{fact: fever, is: yes}",
        """
        fever           | answer
        yes in 2026-11  | yes
        yes in 2026-10  | unknown
        yes in 2025     | unknown
        yes on ?        | unknown
        """,
    )


def test_what_happens_after_today_is_not_used(spec_test):
    spec_test(
        "{fact: fever, is: yes}",
        """
        fever              | answer
        yes on 2026-11-21  | unknown
        """,
    )


def test_within_takes_the_place_of_freshness(spec_test):
    spec_test(
        "{fact: weight, below: 60 kg, within: 7 d}",
        """
        weight            | answer
        50 on 2026-11-13  | yes
        50 on 2026-11-12  | unknown
        """,
    )


def test_a_number_with_an_unclear_date_is_unknown(spec_test):
    spec_test(
        "{fact: weight, below: 60 kg}",
        """
        weight      | answer
        50 in 2026  | unknown
        50 on 2026-08-22 | yes
        50 on 2026-08-21 | unknown
        """,
    )
