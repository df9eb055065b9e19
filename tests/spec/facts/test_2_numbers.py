"""A quantity is compared with `at_least`, `above`, `at_most` and `below`; two may stand together, one on each side."""


def test_at_least_and_at_most_include_the_edge(spec_test):
    spec_test(
        "{fact: weight, at_least: 60 kg, at_most: 80 kg}",
        """
        weight | answer
        59.9   | no
        60     | yes
        80     | yes
        80.1   | no
               | unknown
        """,
    )


def test_above_and_below_leave_the_edge_out(spec_test):
    spec_test(
        "{fact: weight, above: 60 kg, below: 80 kg}",
        """
        weight | answer
        60     | no
        60.1   | yes
        79.9   | yes
        80     | no
        """,
    )


def test_a_value_known_only_as_a_range_is_looked_at_from_both_ends(spec_test):
    spec_test(
        "{fact: weight, below: 60 kg}",
        """
        weight | answer
        50..59 | yes
        50..60 | unknown
        60..70 | no
        <55    | yes
        <65    | unknown
        """,
    )


def test_a_number_may_be_written_in_another_unit(spec_test):
    spec_test(
        "{fact: hba1c, at_least: 53 mmol/mol}",
        """
        hba1c | answer
        6.9   | no
        7     | yes
        """,
    )


def test_a_number_that_nobody_could_read_is_never_a_number(spec_test):
    spec_test(
        "{fact: weight, below: 60 kg}",
        """
        weight                      | answer
        see note                    | unknown
        see note; 50 on 2026-11-01  | unknown
        """,
    )
