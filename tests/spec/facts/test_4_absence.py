"""Silence is not absence. Only a list that is known to be complete makes what it does not name absent."""


def test_a_complete_list_makes_silence_a_no(spec_test):
    spec_test(
        "{fact: heart.failure, is: yes}",
        """
        heart.failure | complete                    | answer
                      |                             | unknown
                      | condition                   | no
                      | condition since 2026-11-20  | no
                      | allergy                     | unknown
        yes           | condition                   | yes
        """,
    )


def test_a_look_back_needs_a_list_that_covers_all_of_it(spec_test):
    spec_test(
        "{fact: heart.failure, is: yes, within: 30 d}",
        """
        complete                    | answer
        condition since 2026-10-21  | no
        condition since 2026-10-22  | unknown
        """,
    )


def test_a_fact_that_stands_on_no_list_is_never_absent_by_silence(spec_test):
    spec_test(
        "{fact: burning, is: yes}",
        """
        complete               | answer
        condition; medication  | unknown
        """,
    )
