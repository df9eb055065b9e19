"""`tried` asks for past or present courses, if wanted with what came of them."""


def test_a_course_that_was_begun_is_tried(spec_test):
    spec_test(
        "{tried: ada}",
        """
        ada     | complete                    | answer
        stopped |                             | yes
        taken   |                             | yes
        planned | medication                  | no
                | medication                  | no
                | medication since 2026-01-01 | unknown
                |                             | unknown
        denied  |                             | no
        """,
    )


def test_an_outcome_nobody_recorded_is_open(spec_test):
    spec_test(
        "{tried: ada, outcome: no_benefit}",
        """
        ada              | answer
        tried no_benefit | yes
        tried helped     | no
        tried            | unknown
        """,
    )


def test_one_member_tried_does_not_speak_for_the_others(spec_test):
    spec_test(
        "{tried: reds, outcome: no_benefit}",
        """
        ada              | ben          | answer
        tried no_benefit |              | yes
        tried helped     |              | unknown
        tried helped     | tried helped | no
        tried helped     | denied       | no
        """,
    )


def test_a_class_tried_may_have_been_this_member(spec_test):
    spec_test(
        "{tried: ada}",
        """
        reds    | complete   | answer
        stopped | medication | unknown
        """,
    )


def test_no_list_settles_whether_something_without_prescription_was_tried(spec_test):
    spec_test(
        "{tried: herb}",
        """
        complete   | answer
        medication | unknown
        """,
    )
