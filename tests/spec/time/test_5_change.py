"""`change` asks whether a quantity fell or rose by so much in so short a time, and whether something then began."""


def test_two_readings_far_enough_apart_and_close_enough_in_time(spec_test):
    spec_test(
        "{change: hba1c, falls_by: {at_least: 2 %}, over_at_most: 3 mo}",
        """
        hba1c                                          | answer
        9.1 on 2026-08-21; 7.1 on 2026-11-20           | yes
        9.1 on 2026-08-20; 7.1 on 2026-11-20           | unknown
        9.1 on 2026-09-01; 7.2 on 2026-11-20           | no
        7.1 on 2026-09-01; 9.1 on 2026-11-20           | no
        9.1 on 2026-09-01                              | unknown
        9.1 on 2026-09-01; 6.5..7.5 on 2026-11-20      | unknown
        9.1 on 2026-09-01; see note                    | unknown
        9.1 in 2026-08; 7.1 on 2026-11-20              | unknown
                                                       | unknown
        """,
    )


def test_nobody_knows_how_fast_it_went_in_a_gap_longer_than_the_window(spec_test):
    """Readings no further apart than the window tell the pace between them; a longer gap may hide it."""
    spec_test(
        "{change: hba1c, falls_by: {at_least: 2 %}, over_at_most: 3 mo}",
        """
        hba1c                                                                            | answer
        9.1 on 2026-02-01; 7.1 on 2026-11-20                                             | unknown
        9.1 on 2026-02-01; 7.2 on 2026-11-20                                             | no
        9.1 on 2026-07-01; 8.1 on 2026-09-01; 7.1 on 2026-11-01                          | no
        9.1 on 2026-05-01; 8.1 on 2026-09-01; 7.1 on 2026-11-01                          | unknown
        9.1 on 2026-05-31; 8.1 on 2026-08-31; 7.1 on 2026-11-20                          | unknown
        9.1 on 2026-06-01; 8.1 on 2026-08-31; 7.1 on 2026-11-20                          | no
        9.1 on 2026-01-01; 8.1 on 2026-05-01; 7.5 on 2026-07-31; 7.1 on 2026-11-15       | unknown
        9.1 on 2026-01-01; 8.1 on 2026-05-01; 7.5 on 2026-08-01; 7.1 on 2026-11-15       | no
        9.1 on 2026-01-01; see note on 2026-03-01; 7.5 on 2026-05-01; 7.4 on 2026-07-01  | unknown
        """,
    )


def test_a_rise_is_asked_the_other_way_round(spec_test):
    spec_test(
        "{change: weight, rises_by: {at_least: 5 kg}, over_at_most: 30 d}",
        """
        weight                                         | answer
        60 on 2026-11-01; 65 on 2026-11-15             | yes
        65 on 2026-11-01; 60 on 2026-11-15             | no
        """,
    )


def test_what_then_began_must_follow(spec_test):
    spec_test(
        "{change: hba1c, falls_by: {at_least: 2 %}, over_at_most: 3 mo, then: {fact: onset, within: 8 wk}}",
        """
        hba1c                               | onset       | answer
        11 on 2026-05-04; 9 on 2026-07-20   | 2026-08-25  | yes
        11 on 2026-05-04; 9 on 2026-07-20   | 2026-09-14  | yes
        11 on 2026-05-04; 9 on 2026-07-20   | 2026-09-15  | no
        11 on 2026-05-04; 9 on 2026-07-20   | 2026-05-03  | no
        11 on 2026-05-04; 9 on 2026-07-20   | 2026-09     | unknown
        11 on 2026-05-04; 9 on 2026-07-20   |             | unknown
        11 on 2026-05-04; 10 on 2026-07-20  |             | no
        """,
    )
