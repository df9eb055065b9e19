"""`at: pain` asks for a finding where the pain in question is, `at: foot` for one in a region."""


def test_a_finding_elsewhere_says_nothing_about_here(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: pain}",
        """
        burning      | pain.sites | answer
        yes at foot  | {foot}     | yes
        yes at toe   | {foot}     | yes
        yes at hand  | {foot}     | unknown
        no at foot   | {foot}     | no
        yes at foot  |            | unknown
        yes at hand  | {foot ...} | unknown
        """,
    )


def test_a_finding_without_a_place_belongs_to_the_pain_in_question(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: pain}",
        """
        burning | pain.sites | answer
        yes     |            | yes
        no      | {foot}     | no
        """,
    )


def test_a_finding_without_a_place_is_in_a_region_if_all_of_the_pain_is(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: foot}",
        """
        burning | pain.sites   | answer
        yes     | {toe}        | yes
        yes     | {toe, hand}  | unknown
        yes     | {toe ...}    | unknown
        yes     |              | unknown
        """,
    )


def test_a_newer_no_takes_the_place_of_an_older_yes_in_the_same_place(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: pain}",
        """
        burning                                | pain.sites  | answer
        no at foot; yes at foot on 2026-11-01  | {foot}      | no
        no at foot; yes at toe on 2026-11-01   | {foot}      | no
        no at toe; yes at foot on 2026-11-01   | {foot}      | yes
        no at foot; yes at hand on 2026-11-01  | {foot}      | no
        no; yes at foot on 2026-11-01          | {foot}      | no
        no at foot; yes on 2026-11-01          | {foot}      | no
        no at toe; yes on 2026-11-01           | {foot}      | yes
        """,
    )


def test_a_no_holds_here_only_if_it_speaks_of_every_place_here(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: pain}",
        """
        burning                                                     | pain.sites   | answer
        no at hand                                                  | {foot, hand} | unknown
        no at hand; no at foot                                      | {foot, hand} | no
        no at hand; no on 2026-11-01                                | {foot, hand} | no
        no at toe                                                   | {foot}       | unknown
        no at leg                                                   | {foot}       | no
        no at foot                                                  | {foot ...}   | unknown
        no                                                          | {foot ...}   | no
        no at hand; yes at foot on 2026-11-01                       | {foot, hand} | yes
        yes at hand on 2026-10-01 until 2026-11-01                  | {foot, hand} | unknown
        no at foot; yes at hand on 2026-10-01 until 2026-11-01      | {foot, hand} | no
        """,
    )


def test_a_no_in_a_part_of_a_region_is_not_a_no_of_the_region(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: foot}",
        """
        burning    | answer
        no at toe  | unknown
        no at foot | no
        no at leg  | no
        """,
    )


def test_what_has_ended_is_no_longer_found(spec_test):
    spec_test(
        "{fact: burning, is: yes, at: pain}",
        """
        burning                                     | pain.sites | answer
        yes at foot on 2026-10-01 until 2026-11-01  | {foot}     | no
        yes at foot on 2026-10-01 until 2026        | {foot}     | unknown
        """,
    )


def test_a_finding_asked_without_a_place_is_asked_anywhere(spec_test):
    spec_test(
        "{fact: burning, is: yes}",
        """
        burning                                | pain.sites | answer
        yes at hand                            | {foot}     | yes
        no at hand                             | {foot}     | unknown
        no                                     | {foot}     | no
        no at hand; yes at foot on 2026-11-01  | {foot}     | yes
        no at foot; yes at toe on 2026-11-01   | {foot}     | unknown
        no; yes at foot on 2026-11-01          | {foot}     | no
        """,
    )
