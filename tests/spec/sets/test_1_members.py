"""`has` asks whether a set has a member. `{ball ...}` is a set that may have more members than were named."""


def test_only_a_closed_set_lacks_what_was_not_named(spec_test):
    spec_test(
        "{fact: things, has: ball}",
        """
        things        | answer
        {ball}        | yes
        {book}        | no
        {book ...}    | unknown
        {}            | no
                      | unknown
        see note      | unknown
        """,
    )


def test_an_open_set_adds_to_what_was_named_before_and_a_closed_one_takes_its_place(spec_test):
    spec_test(
        "{fact: things, has: ball}",
        """
        things                                  | answer
        {book ...}; {ball} on 2026-11-01        | yes
        {book}; {ball} on 2026-11-01            | no
        {book ...}; {book} on 2026-11-01        | unknown
        {book}; {ball ...} on 2026-11-01        | no
        """,
    )


def test_a_region_holds_all_of_its_parts(spec_test):
    spec_test(
        "{fact: pain.sites, has: foot}",
        """
        pain.sites | answer
        {toe}      | yes
        {foot}     | yes
        {hand}     | no
        {leg}      | unknown
        """,
    )


def test_a_region_that_shares_a_part_with_the_one_asked_leaves_it_open(spec_test):
    spec_test(
        "{fact: pain.sites, has: left}",
        """
        pain.sites   | answer
        {ear_left}   | yes
        {ear_right}  | no
        {ear}        | unknown
        """,
    )
