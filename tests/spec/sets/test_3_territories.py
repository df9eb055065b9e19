"""`pain_in` asks whether the pain fits a territory: the area of a nerve, a root or a pattern (decision 0011).

Of the territories below, `sole` has the foot for its core and may be felt in the leg; `ears` asks both sides, its core
an ear, and may be felt in the cheek; `one_ear` asks one side alone; `half_face` asks two of ear and cheek on one side;
`crossed` asks an ear and the other side's cheek. The face is ears and cheeks; `left` is everything on the left.
"""


def test_pain_in_the_core_fits_and_pain_elsewhere_beside_it_says_nothing(spec_test):
    spec_test(
        "{pain_in: sole}",
        """
        pain.sites     | answer
        {foot}         | yes
        {toe}          | yes
        {foot, hand}   | yes
        {foot ...}     | yes
        {hand}         | no
        {hand ...}     | unknown
        {}             | no
                       | unknown
        see note       | unknown
        """,
    )


def test_pain_only_where_it_may_be_felt_or_too_coarsely_recorded_leaves_it_open(spec_test):
    spec_test(
        "{pain_in: ears}",
        """
        pain.sites               | answer
        {cheek_left, ear_right}  | unknown
        {cheek_left}             | no
        {ear}                    | unknown
        {ear, ear_left}          | unknown
        {face}                   | unknown
        {left, ear_right}        | unknown
        """,
    )


def test_both_sides_means_the_core_of_each(spec_test):
    spec_test(
        "{pain_in: ears}",
        """
        pain.sites                    | answer
        {ear_left, ear_right}         | yes
        {ear_left, ear_right, hand}   | yes
        {ear_left}                    | no
        {ear_left ...}                | unknown
        """,
    )


def test_one_side_means_not_the_other(spec_test):
    spec_test(
        "{pain_in: one_ear}",
        """
        pain.sites              | answer
        {ear_left}              | yes
        {ear_right, hand}       | yes
        {ear_left, ear_right}   | no
        {ear_left ...}          | unknown
        {left}                  | unknown
        {cheek_left}            | no
        """,
    )


def test_at_least_counts_the_regions_of_the_core_on_one_side(spec_test):
    spec_test(
        "{pain_in: half_face}",
        """
        pain.sites                          | answer
        {ear_left, cheek_left}              | yes
        {ear_left}                          | no
        {ear_left, cheek_right}             | no
        {ear_left, cheek_left, ear_right}   | no
        {ear_left, cheek}                   | unknown
        """,
    )


def test_a_crossed_pattern_asks_the_other_side_for_the_rest(spec_test):
    spec_test(
        "{pain_in: crossed}",
        """
        pain.sites                            | answer
        {ear_left, cheek_right}               | yes
        {ear_left, cheek_left}                | no
        {ear_left, cheek_left, cheek_right}   | no
        {ear_left}                            | no
        {ear, cheek_right}                    | unknown
        """,
    )
