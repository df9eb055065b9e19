"""A claim is yes, no or unknown. `is: yes` and `is: no` ask it."""


def test_a_claim_that_was_never_recorded_is_unknown(spec_test):
    spec_test(
        "{fact: burning, is: yes}",
        """
        burning | answer
        yes     | yes
        no      | no
                | unknown
        """,
    )


def test_asking_for_no_is_the_opposite_of_asking_for_yes(spec_test):
    spec_test(
        "{fact: burning, is: no}",
        """
        burning | answer
        yes     | no
        no      | yes
                | unknown
        """,
    )


def test_what_nobody_could_read_is_unknown(spec_test):
    spec_test(
        "{fact: burning, is: yes}",
        """
        burning  | answer
        see note | unknown
        """,
    )


def test_a_claim_is_either_yes_or_no_whatever_is_known(spec_test):
    spec_test(
        "{fact: burning, in: [yes, no]}",
        """
        burning | answer
                | yes
        """,
    )
