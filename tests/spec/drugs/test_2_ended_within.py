"""`ended_within` also counts what ended in the last so many days, both edges included."""


def test_what_ended_in_the_window_counts(spec_test):
    spec_test(
        "{taking: ada, ended_within: 14 d}",
        """
        ada                       | complete   | answer
        stopped on 2026-11-06     | medication | yes
        stopped on 2026-11-05     | medication | no
        stopped on 2026-11        | medication | unknown
        stopped                   | medication | unknown
        taken                     |            | yes
        planned                   | medication | no
        """,
    )


def test_the_list_must_cover_the_window(spec_test):
    spec_test(
        "{taking: ada, ended_within: 14 d}",
        """
        complete                     | answer
        medication since 2026-11-06  | no
        medication since 2026-11-07  | unknown
        """,
    )


def test_not_taken_settles_the_look_back_too(spec_test):
    spec_test(
        "{taking: ada, ended_within: 14 d}",
        """
        ada    | answer
        denied | no
        """,
    )
