"""Which of several readings answers: the latest, or whatever the fact type picks."""


def test_the_latest_reading_answers(spec_test):
    spec_test(
        "{fact: weight, below: 60 kg}",
        """
        weight                    | answer
        70; 50 on 2026-11-01      | no
        50; 70 on 2026-11-01      | yes
        """,
    )


def test_ever_looks_at_all_of_the_past(spec_test):
    spec_test(
        "{fact: ever.ulcer, is: yes}",
        """
        ever.ulcer                                | answer
        yes on 1990-01-01 until 1991-01-01; no    | yes
        no on 1990-01-01; no                      | no
        no on 1990-01-01; see note                | unknown
        """,
    )


def test_any_needs_one_fresh_yes(spec_test):
    spec_test(
        "{fact: any.fall, is: yes}",
        """
        any.fall                  | answer
        no; yes on 2026-11-01     | yes
        no; yes on 2026-09-01     | no
        yes on 2026-09-01         | unknown
        no; yes in 2026           | unknown
        no; see note              | unknown
        """,
    )


def test_all_needs_every_fresh_reading_to_be_yes(spec_test):
    spec_test(
        "{fact: all.dry, is: yes}",
        """
        all.dry                   | answer
        yes; yes on 2026-11-01    | yes
        yes; no on 2026-11-01     | no
        yes; no on 2026-09-01     | yes
        yes; no in 2026           | unknown
        no on 2026-09-01          | unknown
        """,
    )
