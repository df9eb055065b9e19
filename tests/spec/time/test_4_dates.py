"""A date fact is asked with `within`: it lies in the last so many days."""


def test_a_date_lies_in_the_window_or_does_not(spec_test):
    spec_test(
        "{fact: onset, within: 8 wk}",
        """
        onset       | answer
        2026-11-20  | yes
        2026-09-25  | yes
        2026-09-24  | no
        2026-11-21  | no
        2026-10     | yes
        2026-09     | unknown
        2019        | no
                    | unknown
        """,
    )
