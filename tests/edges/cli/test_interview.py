"""The state of an interview: lists, places in words, going back, skipping, what is and is not asked next."""

from datetime import date

import pytest

from painpath.edges.cli.answer import places_of, ticked
from painpath.edges.cli.interview import Interview, Question
from painpath.library import load_library
from painpath.pipeline import Request

FEET = """\
as_of: 2026-11-20
patient: {age: 60, sex: male}
facts: {pain.present: yes, pain.sites: [foot_left, foot_right]}
"""
SHINGLES = """\
as_of: 2026-11-20
patient: {age: 60, sex: male}
complete: [medication]
facts: {pain.present: yes, pain.sites: [chest_right], condition.shingles: yes}
"""
DIABETIC = FEET.replace("facts: {", "facts: {condition.type_2_diabetes: yes, symptom.burning: yes, ")


def interview(text: str = FEET) -> Interview:
    return Interview(text.encode(), b"", load_library(), Request(date(2026, 11, 20)))


def answer(talk: Interview, text: str) -> Question:
    question = talk.next_question()
    assert question is not None
    assert talk.take(question, text) == ""
    return question


def all_asked(talk: Interview, text: str = "none") -> list[str]:
    asked: list[str] = []
    while (question := talk.next_question()) is not None:
        if talk.take(question, text if question.items else "no"):
            talk.take(question, "?")
        asked += question.facts
    return asked


def test_danger_is_one_screen_and_the_first():
    question = interview().next_question()

    assert question is not None
    assert question.danger
    assert {"symptom.progressive_weakness", "symptom.sudden_cold_pale_limb", "mood.suicidal_ideation"} <= set(
        question.facts
    )


def test_none_of_these_answers_each_listed_item_no_and_names_it():
    talk = interview()

    question = answer(talk, "none of these")

    assert [talk.answers[fact]["is"] if isinstance(talk.answers[fact], dict) else talk.answers[fact]
            for fact in question.facts] == ["no"] * len(question.facts)  # fmt: skip
    assert talk.noted(question).startswith("No: Weakness that is getting worse; ")


def test_not_known_is_no_answer_to_a_list_of_dangers():
    talk = interview()

    question = answer(talk, "?")

    assert all("unknown" in str(talk.answers[fact]) for fact in question.facts)
    assert talk.noted(question).startswith("Not known: ")


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("none", "nnn"),
        ("no", "nnn"),
        ("?", "uuu"),
        ("don't know", "uuu"),
        ("2", "nyn"),
        ("1, 3", "yny"),
        ("1 and 3", "yny"),
        ("2 ?", "uyu"),
        ("1 3?", "ynu"),
        ("all", "yyy"),
        ("4", None),
        ("0 2", None),
        ("yes", None),
        ("-1", None),
        ("two", None),
    ],
)
def test_a_list_is_answered_in_one_line(text, marks):
    found = ticked(text, 3)

    assert (None if found is None else "".join(word[0] for word in found.values())) == marks


@pytest.mark.parametrize(
    ("words", "regions"),
    [
        ("both feet", ("foot_left", "foot_right")),
        ("feet", ("foot_left", "foot_right")),
        ("my left foot", ("foot_left",)),
        ("right hand", ("hand_right",)),
        ("hand right", ("hand_right",)),
        ("foot_left", ("foot_left",)),
        ("Lower Back", ("lower_back",)),
        ("both hands", ("hand_left", "hand_right")),
        ("a foot", ("foot",)),
        ("left side of the body", ("left_side",)),
        ("elbow of the mind", ()),
        ("", ()),
    ],
)
def test_a_place_is_understood_as_people_name_it(words, regions):
    assert places_of(load_library(), words) == regions


def test_a_misspelt_place_is_told_the_nearest():
    talk = interview("as_of: 2026-11-20\nfacts: {pain.present: yes}\n")
    question = talk.next_question()

    assert question is not None
    assert "left foot" in talk.take(question, "left foto")


def test_what_was_understood_of_a_place_is_said():
    talk = interview("as_of: 2026-11-20\nfacts: {pain.present: yes}\n")

    question = answer(talk, "both feet and left hand")

    assert talk.noted(question) == "Noted: left foot, right foot, left hand."


def test_going_back_takes_the_answer_back_and_asks_the_same_again():
    talk = interview()
    first = answer(talk, "none")
    before = dict(talk.answers)
    second = answer(talk, "?")

    assert talk.back()
    assert talk.answers == before
    assert talk.next_question() == second
    assert talk.back()
    assert (talk.answers, talk.next_question()) == ({}, first)
    assert not talk.back()


def test_a_skipped_question_writes_nothing_and_does_not_come_again():
    talk = interview()
    answer(talk, "none")
    before = dict(talk.answers)

    skipped = answer(talk, "skip")

    assert talk.answers == before
    assert not set(skipped.facts) & set(all_asked(talk))


def test_nothing_is_asked_twice():
    asked = all_asked(interview())

    assert len(asked) == len(set(asked))


def test_alone_no_examination_and_no_result_is_asked_but_dangers_are():
    talk = interview()
    talk.go_alone()

    asked = all_asked(talk)

    who = {
        fact: talk.library.fact_entry(fact).question.who for fact in asked if talk.library.fact_entry(fact)
    }
    assert {fact for fact, one in who.items() if one != "patient"} <= {"examination.foot_hot_swollen"}
    assert "symptom.progressive_weakness" in asked


def test_one_answer_changes_what_is_asked_next():
    sequences = []
    for text in ("none", "4"):
        talk = interview()
        answer(talk, "none")
        question = talk.next_question()
        assert question is not None
        assert "condition.diabetes" in question.facts
        place = question.facts.index("condition.diabetes") + 1
        talk.take(question, "none" if text == "none" else str(place))
        following = talk.next_question()
        assert following is not None
        sequences.append(following.facts)

    assert sequences[0] != sequences[1]
    assert sequences[1][0].startswith("examination.foot")  # a diabetic foot has a danger of its own


def test_a_question_whose_answers_change_nothing_is_left_out():
    talk = interview(SHINGLES)
    asked = all_asked(talk)

    assert "patient.sex" not in asked
    assert "condition.cirrhosis" not in asked  # a no to liver disease has answered it


def test_a_drug_of_which_nothing_is_known_is_not_written_as_a_course():
    talk = interview()

    assert talk.take(Question("medication.maoi", "?", ()), "?") == ""
    assert talk.answers == {}


def test_a_class_of_medicines_is_explained_by_its_members():
    talk = interview(DIABETIC)
    while (question := talk.next_question()) is not None and question.fact != "medication.maoi":
        talk.take(question, "none" if question.items else "?")

    assert question is not None
    assert [line for line in question.lines if line.startswith("for example ")] != []


def test_the_first_choice_stands_only_when_no_question_can_displace_it():
    talk = interview(DIABETIC)
    chosen = []
    while (question := talk.next_question()) is not None:
        chosen.append(talk.first_choice())
        if talk.take(question, "no"):
            talk.take(question, "?")

    assert chosen[0] == ""
    assert [drug for drug in dict.fromkeys(chosen) if drug] == [talk.first_choice()]


def test_programs_are_told_the_next_screen_and_how_to_draw_each_field():
    told = interview().questions()

    assert told["schema"] == "painpath.questions/1"
    assert told["next"]["danger"]
    assert told["next"]["facts"] == [one["fact"] for one in told["ask"] if one["danger"]]
    assert {one["type"] for one in told["ask"]} >= {"claim"}


def asked_alone(talk: Interview, fact: str) -> Question:
    """The question about one fact, as it would be put by itself."""
    return Question(fact, "", ())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("pyridoxine", {"medication.pyridoxine": {"is": "yes", "by": "patient"}}),
        ("yes, pyridoxine", {"medication.pyridoxine": {"is": "yes", "by": "patient"}}),
        (
            "oxaliplatin and metronidazole 400 mg three times daily",
            {
                "medication.oxaliplatin": {"is": "yes", "by": "patient"},
                "medication.metronidazole": {"amount": "400 mg", "times_per_day": 3.0, "by": "patient"},
            },
        ),
        ("yes", {"medication.neurotoxic": {"is": "yes", "by": "patient"}}),
        ("no", {"medication.neurotoxic": {"is": "no", "by": "patient"}}),
        ("?", {}),
    ],
)
def test_a_class_of_medicines_is_answered_with_the_name_of_the_one_taken(words, said):
    talk = interview()

    trouble = talk.take(asked_alone(talk, "medication.neurotoxic"), words)

    assert (trouble, talk.answers) == ("", said)


@pytest.mark.parametrize("words", ["gabapentin", "pyridoxine, gabapentin", "something blue"])
def test_a_medicine_that_is_no_member_of_the_class_is_asked_again(words):
    talk = interview()

    assert talk.take(asked_alone(talk, "medication.neurotoxic"), words).startswith("Not understood here.")
    assert talk.answers == {}


def test_the_medicine_that_was_understood_is_said():
    talk = interview()
    question = asked_alone(talk, "medication.neurotoxic")

    talk.take(question, "Pyridoxine")

    assert talk.noted(question) == "Noted: pyridoxine."


def test_a_medicine_not_known_in_a_list_is_not_written_as_a_course():
    talk = interview()
    question = Question("", "", (), (("medication.tca", "a"), ("medication.snri", "b")))

    talk.take(question, "1 ?")

    assert talk.answers == {"medication.tca": {"is": "yes", "by": "patient"}}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yes, left elbow", {"is": "yes", "at": ["elbow_left"]}),
        ("yes at left elbow", {"is": "yes", "at": ["elbow_left"]}),
        ("no, both feet", {"is": "no", "at": ["foot_left", "foot_right"]}),
        ("yes", {"is": "yes"}),
    ],
)
def test_a_finding_is_told_with_its_place(words, said):
    talk = interview()

    talk.take(asked_alone(talk, "examination.tinel"), words)

    assert talk.answers == {"examination.tinel": {**said, "on": "2026-11-20", "by": "clinician"}}


@pytest.mark.parametrize("words", ["yes, elbow of the mind", "perhaps, left elbow", "yes,"])
def test_a_finding_at_a_place_that_is_none_is_asked_again(words):
    assert "yes, left elbow" in interview().take(asked_alone(interview(), "examination.tinel"), words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yes, 2025-10", {"is": "yes", "on": "2025-10"}),
        ("yes, 2 years ago", {"is": "yes", "on": "2024"}),
        ("yes, ?", {"is": "yes"}),
        ("no", {"is": "no"}),
    ],
)
def test_what_a_rule_asks_within_a_time_is_told_with_its_day(words, said):
    talk = interview()

    talk.take(asked_alone(talk, "condition.guillain_barre"), words)

    assert talk.answers == {"condition.guillain_barre": {**said, "by": "patient"}}


@pytest.mark.parametrize("words", ["yes", "yes, long ago", "yes, 2025-13", "perhaps, 2025"])
def test_a_yes_without_its_day_is_asked_again(words):
    assert "yes, 2025-10" in interview().take(asked_alone(interview(), "condition.guillain_barre"), words)


def test_the_first_list_asks_one_thing_about_each_cause():
    talk = interview()
    answer(talk, "none")  # danger

    question = talk.next_question()

    assert question is not None
    assert question.facts == (
        "condition.diabetes",
        "condition.lumbar_radiculopathy",
        "history.neurotoxic_drug",
    )


def test_what_nobody_can_tell_keeps_no_rare_cause_from_being_asked_about():
    known, unknown = interview(), interview()

    asked, asked_too = all_asked(known, "none"), all_asked(unknown, "?")

    assert "history.childhood_onset" in asked
    assert "history.childhood_onset" in asked_too


def test_findings_of_which_several_must_be_so_are_asked_though_one_alone_changes_nothing():
    neck = FEET.replace("foot_left, foot_right", "neck_left, thumb_left")
    talk = interview(neck)

    asked = all_asked(talk)

    assert "examination.upper_limb_tension" in asked


def test_a_result_that_is_not_known_is_not_asked_again_on_the_same_day():
    talk = interview()
    talk.take(asked_alone(talk, "lab.creatinine"), "?")

    assert talk.answers == {"lab.creatinine": {"is": "unknown", "on": "2026-11-20", "by": "laboratory"}}
