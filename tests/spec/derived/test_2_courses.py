"""`sum_over_courses`: here `red_total` is the daily dose of ada plus twice that of ben, in mg."""


def test_doses_add_up_with_their_factors(spec_test):
    spec_test(
        "{fact: red_total, at_least: 100 mg}",
        """
        ada          | ben         | complete   | answer
        taken 100 mg |             |            | yes
        taken 20 mg  | taken 40 mg |            | yes
        taken 20 mg  | taken 30 mg | medication | no
        taken 99 mg  |             | medication | no
        taken        |             | medication | unknown
        """,
    )


def test_an_open_list_of_drugs_has_no_upper_end(spec_test):
    spec_test(
        "{fact: red_total, below: 100 mg}",
        """
        ada         | ben    | complete   | answer
        taken 50 mg |        |            | unknown
        taken 50 mg | denied |            | yes
        taken 50 mg |        | medication | yes
                    |        | medication | yes
                    |        |            | unknown
        """,
    )
