"""`order: yes` counts the drug that is proposed as if it were taken, `order: only` nothing else."""


def test_the_proposed_drug_counts_only_where_the_criterion_says_so(spec_test):
    spec_test(
        "{taking: reds, order: yes}",
        """
        order | ada   | complete   | answer
        ada   |       |            | yes
        cyd   |       | medication | no
        cyd   | taken |            | yes
              |       | medication | no
        """,
    )


def test_only_leaves_aside_what_is_taken(spec_test):
    spec_test(
        "{taking: reds, order: only}",
        """
        order | ada   | answer
        ada   |       | yes
        cyd   | taken | no
              | taken | no
        """,
    )


def test_without_a_word_on_orders_none_counts(spec_test):
    spec_test(
        "{taking: reds}",
        """
        order | complete   | answer
        ada   | medication | no
        """,
    )


def test_the_dose_and_route_of_an_order_may_be_open(spec_test):
    spec_test(
        "{taking: ada, order: only, route: skin, daily_dose: {at_least: 100 mg}}",
        """
        order                   | answer
        ada 50 mg twice by skin | yes
        ada 50 mg once by skin  | no
        ada 50 mg twice         | unknown
        ada by skin             | unknown
        ada 50 mg twice by mouth| no
        """,
    )


def test_what_is_only_proposed_has_not_been_taken_for_any_time(spec_test):
    spec_test(
        "{taking: ada, order: yes, for_at_least: 4 wk}",
        """
        order | complete   | answer
        ada   | medication | no
        """,
    )
