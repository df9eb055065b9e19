"""`taking` asks what is taken now. Ada and ben are reds, cyd is a green; reds and greens are active."""


def test_a_member_taken_makes_its_class_taken(spec_test):
    spec_test(
        "{taking: reds}",
        """
        ada    | cyd    | answer
        taken  |        | yes
               | taken  | unknown
               |        | unknown
        """,
    )


def test_a_class_taken_leaves_open_which_member_it_is(spec_test):
    spec_test(
        "{taking: ada}",
        """
        reds  | complete   | answer
        taken |            | unknown
        taken | medication | unknown
        """,
    )


def test_a_class_said_not_to_be_taken_settles_its_members(spec_test):
    spec_test(
        "{taking: ada}",
        """
        active | reds   | answer
        denied |        | no
               | denied | no
        """,
    )


def test_all_members_said_not_to_be_taken_settle_the_class(spec_test):
    spec_test(
        "{taking: reds}",
        """
        ada    | ben    | answer
        denied | denied | no
        denied |        | unknown
        """,
    )


def test_a_complete_list_of_drugs_makes_silence_a_no(spec_test):
    spec_test(
        "{taking: reds}",
        """
        complete                     | answer
        medication                   | no
        medication since 2026-11-20  | no
        condition                    | unknown
        """,
    )


def test_no_list_settles_what_needs_no_prescription(spec_test):
    spec_test(
        "{taking: blues}",
        """
        herb   | complete   | answer
               | medication | unknown
        denied | medication | no
        """,
    )


def test_taken_and_said_not_to_be_taken_contradict_each_other(spec_test):
    spec_test(
        "{taking: reds}",
        """
        ada                 | reds   | answer
        taken; denied       |        | unknown
        taken               | denied | unknown
        stopped; denied     |        | unknown
        stopped             | denied | no
        """,
    )


def test_a_course_is_current_until_the_day_it_ends(spec_test):
    spec_test(
        "{taking: ada}",
        """
        ada                     | complete   | answer
        taken until 2026-11-20  | medication | yes
        taken until 2026-11-19  | medication | no
        taken until 2026-11     | medication | unknown
        taken from 2026-11-21   | medication | no
        planned                 | medication | no
        perhaps                 | medication | unknown
        perhaps until 2026-11-01| medication | no
        """,
    )


def test_a_route_that_was_not_recorded_is_open(spec_test):
    spec_test(
        "{taking: ada, route: skin}",
        """
        ada            | complete   | answer
        taken by skin  |            | yes
        taken by mouth | medication | no
        taken          | medication | unknown
        """,
    )


def test_for_at_least_looks_at_the_beginning(spec_test):
    spec_test(
        "{taking: ada, for_at_least: 4 wk}",
        """
        ada                    | complete   | answer
        taken from 2026-10-23  |            | yes
        taken from 2026-10-24  | medication | no
        taken from 2026-10     | medication | unknown
        taken                  | medication | unknown
        """,
    )
