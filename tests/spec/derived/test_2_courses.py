"""`sum_over_courses`: here `red_total` is the daily dose of ada plus twice that of ben, in mg;
`green_total` counts no ingredient at all; `red_by_route` counts ada by mouth once, and ada and ben on the skin three
times and twice their micrograms an hour."""


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
        stopped      |             | medication | no
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


def test_an_ingredient_without_a_factor_adds_nothing_and_an_unnamed_one_may_add_anything(spec_test):
    spec_test(
        "{fact: green_total, at_least: 1 mg}",
        """
        cyd          | greens | active | complete   | answer
        taken 100 mg |        |        | medication | no
                     | taken  |        | medication | unknown
                     |        | taken  | medication | unknown
        """,
    )


def test_a_factor_may_hold_for_one_route_alone(spec_test):
    spec_test(
        "{fact: red_by_route, at_least: 100 mg}",
        """
        ada                     | ben                   | complete   | answer
        taken 50 ug/h by skin   |                       | medication | yes
        taken 30 ug/h by skin   | taken 5 ug/h by skin  | medication | yes
        taken 30 ug/h by skin   | taken 4 ug/h by skin  | medication | no
        taken 100 mg by oral    |                       | medication | yes
        taken 99 mg by oral     |                       | medication | no
        """,
    )


def test_without_a_route_or_by_a_route_without_a_factor_the_total_is_open_above(spec_test):
    spec_test(
        "{fact: red_by_route, below: 1000 mg}",
        """
        ada                  | ben                   | complete   | answer
        taken 1 ug/h         |                       | medication | unknown
        taken 1 mg           |                       | medication | unknown
                             | taken 1 ug/h by oral  | medication | unknown
                             | taken 1 ug/h by skin  | medication | yes
        taken 1 mg by oral   |                       | medication | yes
        taken 1 mg by skin   |                       | medication | unknown
        taken 1 ug/h by oral |                       | medication | unknown
        """,
    )
