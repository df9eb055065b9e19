"""`change` (the latest value less the one four weeks before it) and `duration` (here in weeks)."""


def test_a_change_needs_a_reading_that_is_old_enough(spec_test):
    spec_test(
        "{fact: weight_change, at_most: -5 kg}",
        """
        weight                                             | answer
        60; 65 on 2026-10-23                               | yes
        60; 65 on 2026-10-24                               | unknown
        60; 64 on 2026-10-23                               | no
        60; 70 on 2026-11-01; 64 on 2026-10-01             | no
        60; 62..66 on 2026-10-01                           | unknown
        see note; 65 on 2026-10-23; 60 on 2026-11-19       | unknown
        60 on 2026-08-20; 70 on 2026-06-01                 | unknown
        60; 70 in 2026-10; 66 on 2026-09-01                | unknown
                                                           | unknown
        """,
    )


def test_a_duration_runs_until_today(spec_test):
    spec_test(
        "{fact: weeks_since_onset, at_least: 4 wk}",
        """
        onset      | answer
        2026-10-23 | yes
        2026-10-24 | no
        2026-10    | unknown
        2026-09    | yes
                   | unknown
        """,
    )


def test_a_claim_may_follow_from_a_criterion(spec_test):
    spec_test(
        "{fact: ill, is: yes}",
        """
        ill | fever | weight | answer
            | yes   |        | yes
            | no    | 50     | no
            | no    |        | unknown
        no  | yes   |        | no
        """,
    )
