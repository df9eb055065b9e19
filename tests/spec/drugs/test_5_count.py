"""`count` asks how many distinct ingredients (or courses) of a class are taken."""


def test_distinct_ingredients_are_counted_once(spec_test):
    spec_test(
        "{count: {taking: active, distinct: ingredient}, at_least: 2}",
        """
        ada          | cyd     | complete   | answer
        taken        | taken   |            | yes
        taken; taken |         | medication | no
        taken        | perhaps | medication | unknown
        taken        |         |            | unknown
        """,
    )


def test_a_drug_of_another_class_does_not_count(spec_test):
    spec_test(
        "{count: {taking: reds, distinct: ingredient}, at_least: 1}",
        """
        cyd   | complete   | answer
        taken | medication | no
        """,
    )


def test_courses_are_counted_one_by_one(spec_test):
    spec_test(
        "{count: {taking: active, distinct: course}, at_least: 2}",
        """
        ada          | complete   | answer
        taken; taken |            | yes
        taken        | medication | no
        """,
    )


def test_a_class_named_without_its_member_may_be_the_member_that_is_named(spec_test):
    spec_test(
        "{count: {taking: active, distinct: ingredient}, at_least: 2}",
        """
        reds  | ada   | cyd   | active | complete   | answer
        taken |       | taken |        | medication | yes
        taken | taken |       |        | medication | unknown
        taken |       |       | taken  | medication | unknown
        """,
    )


def test_a_proposed_drug_adds_one_unless_it_is_taken_already(spec_test):
    spec_test(
        "{count: {taking: active, distinct: ingredient, order: yes}, at_least: 2}",
        """
        order | ada   | ben   | reds   | cyd    | answer
        ben   | taken |       |        |        | yes
        ada   | taken |       | denied | denied | no
        ada   |       |       | denied | denied | no
        """,
    )
