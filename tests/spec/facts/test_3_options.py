"""One of several options is asked with `is` or `in`; where they have an order, also with comparators."""


def test_in_asks_for_any_of_the_listed_options(spec_test):
    spec_test(
        "{fact: blood, in: [a, ab]}",
        """
        blood   | answer
        a       | yes
        b       | no
        ab      | yes
                | unknown
        """,
    )


def test_two_possible_options_are_unknown_unless_both_are_listed(spec_test):
    spec_test(
        "{fact: grade, in: [mid, high]}",
        """
        grade       | answer
        mid or high | yes
        low or mid  | unknown
        low         | no
        """,
    )


def test_options_with_an_order_can_be_compared(spec_test):
    spec_test(
        "{fact: grade, at_least: mid}",
        """
        grade      | answer
        low        | no
        mid        | yes
        high       | yes
        low or mid | unknown
        """,
    )
