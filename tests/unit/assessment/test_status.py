"""The status: what comes first of danger, absence of pain, age, causes and questions."""

import pytest
from tests.unit.library.small import assessed, settings

FEET = ["condition.diabetes: yes", "symptom.feet: yes"]
PAIN = "pain.present: yes"
NEIGHBOUR = """
name: wide pain
plain: pain all over
kind: {kind}
suspect: {{fact: condition.depression, is: yes}}
present: {{fact: condition.depression, is: yes}}
cite: s @ neighbour
"""
FLAG = """
kind: red_flag
urgency: {urgency}
withholds_plan: {withholds}
when: {{fact: condition.heart_failure, is: yes}}
says: The heart.
whom: the ambulance
say: Heart!
meanwhile: Sit up.
contacts: {{US: [{{name: Emergency, reach: 911}}], UK: [{{name: Emergency, reach: 999}}]}}
cite: s @ flag
"""


def flag(urgency: str, withholds: str = "yes") -> dict[str, str]:
    return {"rules/heart": FLAG.format(urgency=urgency, withholds=withholds)}


def neighbour(kind: str = "neighbour") -> dict[str, str]:
    return {"causes/wide_pain": NEIGHBOUR.format(kind=kind)}


def test_pain_with_a_possible_cause_is_ready(knowledge):
    assert assessed(knowledge(), PAIN, *FEET).status == "ready"


@pytest.mark.parametrize("pain", [[], ["pain.present: no"], ["pain.present: unknown"]])
def test_a_neuropathy_without_recorded_pain_is_not_painful(knowledge, pain):
    assert assessed(knowledge(), *pain, *FEET).status == "no_pain_recorded"


@pytest.mark.parametrize(("age", "status"), [("17", "stop_and_refer"), ("18", "ready")])
def test_under_18_is_for_somebody_else(knowledge, age, status):
    assert assessed(knowledge(), PAIN, *FEET, patient=f"{{age: {age}}}").status == status


def test_an_unknown_age_does_not_stop_the_assessment(knowledge):
    found = assessed(knowledge(), PAIN, *FEET, patient="{}")

    assert (found.status, found.adult) == ("ready", "unknown")


@pytest.mark.parametrize("urgency", ["now", "today"])
def test_a_danger_of_now_or_today_stops(knowledge, urgency):
    assert (
        assessed(knowledge(flag(urgency)), PAIN, *FEET, "condition.heart_failure: yes").status
        == "stop_and_refer"
    )


@pytest.mark.parametrize("urgency", ["two_weeks", "next_visit"])
def test_a_danger_that_can_wait_does_not_stop(knowledge, urgency):
    assert assessed(knowledge(flag(urgency)), PAIN, *FEET, "condition.heart_failure: yes").status == "ready"


def test_a_danger_that_withholds_nothing_does_not_stop(knowledge):
    library = knowledge(flag("today", withholds="no"))

    assert assessed(library, PAIN, *FEET, "condition.heart_failure: yes").status == "ready"


def test_a_danger_that_nobody_asked_about_does_not_stop(knowledge):
    assert assessed(knowledge(flag("now")), PAIN, *FEET).status == "ready"


def test_a_suspected_cause_that_is_still_open_asks_first(knowledge):
    assert assessed(knowledge(), PAIN, "condition.diabetes: yes").status == "ask_first"


def test_nothing_known_of_the_cause_asks_first(knowledge):
    assert assessed(knowledge(), PAIN).status == "ask_first"


def test_all_causes_settled_as_no_is_not_neuropathic(knowledge):
    assert assessed(knowledge(), PAIN, "condition.diabetes: no").status == "not_neuropathic"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (["examination.pinprick: no"], "not_neuropathic"),
        ([], "ask_first"),
        (["examination.pinprick: yes"], "ask_first"),
        (["examination.pinprick: no", "condition.diabetes: yes"], "ask_first"),
    ],
)
def test_another_pain_explains_it_only_where_the_signs_are_known_to_be_absent(knowledge, facts, status):
    assert assessed(knowledge(neighbour()), PAIN, "condition.depression: yes", *facts).status == status


def test_a_neighbour_with_its_own_path_is_ready(knowledge):
    library = knowledge(neighbour("neighbour_with_own_path"))

    assert assessed(library, PAIN, "condition.depression: yes", "condition.diabetes: no").status == "ready"


def test_a_neighbour_is_never_graded(knowledge):
    found = {
        cause.id: cause for cause in assessed(knowledge(neighbour()), "condition.depression: yes").causes
    }

    assert (found["wide_pain"].grade, found["wide_pain"].answer) == ("not_graded", "yes")


def test_a_neighbour_without_criteria_of_its_own_stays_open(knowledge):
    text = "name: a\nplain: a\nkind: neighbour\ncite: s @ a\n"
    (found,) = [c for c in assessed(knowledge({"causes/wide_pain": text})).causes if c.id == "wide_pain"]

    assert (found.suspected, found.answer) == ("unknown", "unknown")


def test_unlikely_as_a_whole_needs_every_cause_settled(knowledge):
    other = """
name: nerve pain of the face
plain: a sick nerve of the face
kind: neuropathic
suspect: {fact: symptom.stocking, is: yes}
history: {fact: condition.heart_failure, is: yes}
distribution: {fact: symptom.stocking, is: yes}
cite: s @ face
"""
    library = knowledge({"causes/face_pain": other})

    half = assessed(library, PAIN, "condition.diabetes: no", "condition.heart_failure: no")
    whole = assessed(library, PAIN, "condition.diabetes: no", "symptom.stocking: no")

    assert (half.grade, whole.grade) == ("unknown", "unlikely")


def test_the_grade_names_the_cause_that_it_is_of(knowledge):
    found = assessed(knowledge(), PAIN, *FEET)

    assert (found.grade, found.grade_of) == ("possible", "feet_pain")


def test_an_open_grade_is_of_no_cause(knowledge):
    found = assessed(knowledge(), PAIN)

    assert (found.grade, found.grade_of) == ("unknown", "")


def test_a_knowledge_without_causes_has_an_open_grade(knowledge):
    found = assessed(knowledge({"causes/feet_pain": ""}), PAIN)

    assert (found.grade, found.causes) == ("unknown", ())


def test_a_true_danger_says_whom_to_call_here(knowledge):
    (found,) = assessed(knowledge(flag("now")), "condition.heart_failure: yes").red_flags

    assert (found.answer, found.whom, found.contacts) == ("yes", "the ambulance", ("Emergency: 911",))
    assert [line.partition(":")[0] for line in found.because] == ["heart failure"]


def test_a_danger_without_contacts_lists_none(knowledge):
    text = (
        FLAG.format(urgency="now", withholds="yes")
        .replace("contacts: {", "note: '{")
        .replace("]}\n", "]}'\n")
    )
    (found,) = assessed(knowledge({"rules/heart": text}), "condition.heart_failure: yes").red_flags

    assert found.contacts == ()


def test_a_danger_that_is_open_is_asked_before_anything_but_the_pain(knowledge):
    library = knowledge(flag("now"))

    asks = assessed(
        library, PAIN, "pain.sites: [foot]", "condition.diabetes: yes", patient="{age: 60, sex: male}"
    ).ask

    assert (asks[0].fact, asks[0].must) == ("condition.heart_failure", True)


def test_a_danger_asks_its_own_short_list(knowledge):
    text = FLAG.format(urgency="now", withholds="yes").replace(
        "when: {fact: condition.heart_failure, is: yes}",
        "when: {any: [{fact: condition.heart_failure, is: yes}, {fact: condition.depression, is: yes}]}\n"
        "ask: [condition.depression, symptom.feet]",
    )
    (found,) = assessed(knowledge({"rules/heart": text})).red_flags

    assert found.ask == ("condition.depression",)


@pytest.mark.parametrize(
    ("scope", "answer", "ask"),
    [("yes", "yes", ()), ("no", "no", ()), ("unknown", "yes", ())],
)
def test_a_danger_counts_unless_its_scope_is_known_not_to_hold(knowledge, scope, answer, ask):
    text = (
        FLAG.format(urgency="now", withholds="yes") + "applies_when: {fact: condition.depression, is: yes}\n"
    )
    library = knowledge({"rules/heart": text})

    (found,) = assessed(library, "condition.heart_failure: yes", f"condition.depression: {scope}").red_flags

    assert (found.answer, found.ask) == (answer, ask)


def test_dangers_that_are_there_stand_first_and_the_most_urgent_of_them_before_all(knowledge):
    flags = {
        f"rules/{name}": f"{{kind: red_flag, urgency: {urgency}, says: a, cite: s @ a,"
        f" when: {{fact: {fact}, is: yes}}}}"
        for name, urgency, fact in [
            ("open_now", "now", "condition.depression"),
            ("there_today", "today", "condition.heart_failure"),
            ("there_now", "now", "condition.heart_failure"),
            ("absent_now", "now", "symptom.feet"),
        ]
    }

    found = assessed(knowledge(flags), "condition.heart_failure: yes", "symptom.feet: no").red_flags

    assert [flag.id for flag in found] == ["there_now", "there_today", "open_now", "absent_now"]


def test_the_settings_stand_on_the_assessment(knowledge):
    assert assessed(knowledge()).settings == settings()


def test_a_component_is_answered_within_its_scope(knowledge):
    library = knowledge(
        {
            "rules/nerve_part": "{kind: component, component: neuropathic, cite: s @ a, says: a,"
            " when: {fact: examination.pinprick, is: yes}}",
            "rules/joint_part": "{kind: component, component: nociceptive, cite: s @ a, says: a,"
            " when: {fact: examination.pinprick, is: yes}, applies_when: {fact: symptom.feet, is: yes}}",
        }
    )

    found = assessed(library, "examination.pinprick: yes", "symptom.feet: no").components

    assert [(part.id, part.answer) for part in found] == [("neuropathic", "yes"), ("nociceptive", "no")]


def test_conditions_that_stand_are_listed_by_name(knowledge):
    found = assessed(
        knowledge(), "condition.heart_failure: yes", "condition.diabetes: yes", "condition.depression: no"
    )

    assert found.on_record == ("diabetes", "heart failure")
