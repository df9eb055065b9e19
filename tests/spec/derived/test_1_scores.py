"""`score`, `count`, `lookup` and `scale`: what is known of the parts gives a range; comparisons look at both ends.

In these examples `score` is item one + item two + twice item three, `how_many` counts the three, `band` is light below
50 kg, middle below 90 kg, else heavy, and `pounds` is 2.2 times the weight.
"""


def test_a_partly_answered_score_is_a_range(spec_test):
    spec_test(
        "{fact: score, at_least: 3}",
        """
        item.one | item.two | item.three | answer
        yes      | yes      | yes        | yes
        yes      |          | yes        | yes
        no       | no       |            | no
        yes      | yes      |            | unknown
                 |          |            | unknown
        """,
    )


def test_a_total_that_was_recorded_is_taken_as_it_is(spec_test):
    spec_test(
        "{fact: score, at_least: 3}",
        """
        score | item.one | item.two | item.three | answer
        3     | no       | no       | no         | yes
        """,
    )


def test_a_count_is_settled_as_soon_as_the_rest_cannot_matter(spec_test):
    spec_test(
        "{fact: how_many, at_least: 2}",
        """
        item.one | item.two | item.three | answer
        yes      | yes      |            | yes
        no       | no       |            | no
        yes      | no       |            | unknown
        """,
    )


def test_a_band_has_its_lower_edge_inside(spec_test):
    spec_test(
        "{fact: band, is: middle}",
        """
        weight | answer
        49.9   | no
        50     | yes
        89.9   | yes
        90     | no
        60..80 | yes
        40..60 | unknown
               | unknown
        """,
    )


def test_a_scaled_number_is_compared_like_any_other(spec_test):
    spec_test(
        "{fact: pounds, above: 132}",
        """
        weight | answer
        60     | no
        61     | yes
        """,
    )


def test_a_window_asks_of_the_total_itself_and_not_of_its_parts(spec_test):
    spec_test(
        "{fact: score, at_least: 3, within: 7 d}",
        """
        score            | item.one | item.two | item.three | answer
        3 on 2026-11-13  |          |          |            | yes
        3 on 2026-11-12  | yes      | yes      | yes        | unknown
                         | yes      | yes      | yes        | yes
        """,
    )
