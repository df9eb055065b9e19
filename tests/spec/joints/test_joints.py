"""`all`, `any`, `not`, `at_least_of` (Kleene), and `rule` for a criterion that has a name."""


def test_all_is_no_as_soon_as_one_part_is_no(spec_test):
    spec_test(
        "{all: [{fact: item.one, is: yes}, {fact: item.two, is: yes}]}",
        """
        item.one | item.two | answer
        yes      | yes      | yes
        yes      | no       | no
        yes      |          | unknown
        no       |          | no
                 |          | unknown
        """,
    )


def test_any_is_yes_as_soon_as_one_part_is_yes(spec_test):
    spec_test(
        "{any: [{fact: item.one, is: yes}, {fact: item.two, is: yes}]}",
        """
        item.one | item.two | answer
        no       | no       | no
        yes      | no       | yes
        yes      |          | yes
        no       |          | unknown
                 |          | unknown
        """,
    )


def test_the_opposite_of_unknown_is_unknown(spec_test):
    spec_test(
        "{not: {fact: item.one, is: yes}}",
        """
        item.one | answer
        yes      | no
        no       | yes
                 | unknown
        """,
    )


def test_at_least_of_is_settled_as_soon_as_the_rest_cannot_matter(spec_test):
    spec_test(
        "{at_least_of: {n: 2, of: [{fact: item.one, is: yes}, {fact: item.two, is: yes}, {fact: item.three, is: no}]}}",
        """
        item.one | item.two | item.three | answer
        yes      | yes      |            | yes
        no       | no       |            | no
        yes      | no       |            | unknown
        yes      | no       | no         | yes
        """,
    )


def test_a_rule_is_asked_by_its_name(spec_test):
    spec_test(
        "{rule: fever_or_burning}",
        """
        fever | burning | answer
        yes   |         | yes
        no    | no      | no
        no    |         | unknown
        """,
    )
