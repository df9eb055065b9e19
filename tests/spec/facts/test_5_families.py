"""Heart failure is a heart disease (`is_a`): yes goes up, no goes down."""


def test_a_special_claim_that_is_yes_makes_the_general_one_yes(spec_test):
    spec_test(
        "{fact: heart.disease, is: yes}",
        """
        heart.failure | answer
        yes           | yes
        no            | unknown
        """,
    )


def test_a_general_claim_that_is_no_makes_the_special_one_no(spec_test):
    spec_test(
        "{fact: heart.failure, is: yes}",
        """
        heart.disease | answer
        no            | no
        yes           | unknown
        """,
    )


def test_a_general_no_and_a_special_yes_contradict_each_other(spec_test):
    spec_test(
        "{fact: heart.disease, is: yes}",
        """
        heart.disease | heart.failure | answer
        no            | yes           | unknown
        yes           | no            | yes
        """,
    )


def test_a_special_claim_that_nobody_could_read_keeps_the_general_one_open(spec_test):
    spec_test(
        "{fact: heart.disease, is: yes}",
        """
        heart.failure | complete  | answer
        see note      | condition | unknown
                      | condition | no
        """,
    )
