"""`daily_dose` adds up all courses of one drug; a dose that was not recorded may be anything."""


def test_courses_of_one_drug_add_up(spec_test):
    spec_test(
        "{taking: ada, daily_dose: {above: 100 mg}}",
        """
        ada                         | complete   | answer
        taken 101 mg                |            | yes
        taken 60 mg; taken 60 mg    |            | yes
        taken 100 mg                | medication | no
        taken 1 g                   |            | yes
        taken 60 mg; perhaps 60 mg  | medication | unknown
        taken 80..120 mg            | medication | unknown
        taken                       | medication | unknown
        """,
    )


def test_members_of_a_class_are_looked_at_one_by_one(spec_test):
    spec_test(
        "{taking: reds, daily_dose: {above: 100 mg}}",
        """
        ada         | ben         | complete   | answer
        taken 60 mg | taken 60 mg | medication | no
        taken 60 mg | taken 101 mg|            | yes
        taken 60 mg |             |            | unknown
        """,
    )
