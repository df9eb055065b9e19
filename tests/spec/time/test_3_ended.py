"""What has ended is no longer true; what went on before it counts again."""


def test_a_claim_that_has_ended_is_no(spec_test):
    spec_test(
        "{fact: burning, is: yes}",
        """
        burning                                        | answer
        yes on 2026-10-01 until 2026-11-01             | no
        yes on 2026-10-01 until 2026-11-20             | no
        yes on 2026-10-01 until 2026-11-21             | yes
        yes on 2026-10-01 until 2026                   | unknown
        """,
    )


def test_an_older_spell_that_goes_on_still_counts(spec_test):
    spec_test(
        "{fact: burning, is: yes}",
        """
        burning                                                        | answer
        yes on 2026-10-01 until 2026-11-01; yes on 2026-01-01          | yes
        yes on 2026-10-01 until 2026-11-01; no on 2026-01-01           | no
        """,
    )


def test_within_asks_when_a_claim_began(spec_test):
    spec_test(
        "{fact: heart.failure, is: yes, within: 30 d}",
        """
        heart.failure      | answer
        yes on 2026-11-01  | yes
        yes on 2026-10-20  | unknown
        yes in 2026        | unknown
        no on 2026-11-01   | no
        no on 2026-10-20   | unknown
        """,
    )
