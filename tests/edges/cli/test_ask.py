"""The interview: it asks the best question, takes only what can be an answer, and writes answers back."""

import json

import pytest

from painpath.edges.cli import ask
from painpath.edges.cli.facts_text import written
from painpath.library.yaml_reader import read_yaml

SCREENED = """\
# my patient
as_of: 2026-11-20
patient: {age: 60, sex: male}
facts:
  condition.type_2_diabetes: yes   # since long
  pain.present: yes
  pain.sites: [foot_left, foot_right]

# the lists
complete: [condition, medication, allergy]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(SCREENED, encoding="utf-8")
    return path


def questions(painpath, path):
    return json.loads(painpath("ask", path, "--format", "json").out)["ask"]


def test_the_questions_can_be_listed_for_programs(painpath, file):
    listed = questions(painpath, file)

    assert len(listed) > 3
    assert {"fact", "question", "who", "settles", "must", "form"} <= set(listed[0])


def test_an_answer_is_written_where_the_facts_stand_and_comments_stay(painpath, file):
    first = questions(painpath, file)[0]

    ran = painpath("ask", file, stdin="no\nq\n")

    text = file.read_text(encoding="utf-8")
    assert ran.code == 0
    assert f"  {first['fact']}: {{is: 'no', 'on': '2026-11-20', by: patient}}\n" in text
    assert "# my patient" in text
    assert "# since long" in text
    assert text.index(first["fact"]) < text.index("# the lists")


def test_unknown_is_kept_as_unknown(painpath, file):
    first = questions(painpath, file)[0]

    painpath("ask", file, stdin="?\nq\n")

    said = read_yaml(file.read_text(encoding="utf-8"))[0]["facts"][first["fact"]]
    assert said == {"is": "unknown", "on": "2026-11-20", "by": "patient"}


def test_what_is_not_known_is_asked_again_on_another_day_only(painpath, file):
    first = questions(painpath, file)[0]["fact"]
    painpath("ask", file, stdin="?\nq\n")

    same_day = json.loads(painpath("ask", file, "--format", "json").out)["next"]["facts"]
    later = json.loads(painpath("ask", file, "--format", "json", "--as-of", "2026-11-21").out)["next"][
        "facts"
    ]

    assert (first in same_day, first in later) == (False, True)


def test_what_cannot_be_an_answer_is_asked_again(painpath, file):
    ran = painpath("ask", file, stdin="perhaps\nnone\nperhaps\nq\n")

    assert "Not understood here. Write numbers from 1 to" in ran.out
    assert ran.out.count("Not understood here.") == 2


def test_an_empty_line_passes_on_and_writes_nothing(painpath, file):
    ran = painpath("ask", file, stdin="\nq\n")

    assert "No answers, nothing written." in ran.out
    assert file.read_text(encoding="utf-8") == SCREENED


def test_the_end_of_input_stops_and_keeps_answers(painpath, file):
    ran = painpath("ask", file, stdin="no\n")

    assert ran.code == 0
    assert "symptom.progressive_weakness" in file.read_text(encoding="utf-8")


def test_the_interview_ends_when_nothing_is_worth_asking(painpath, file):
    ran = painpath("ask", file, stdin="unknown\n" * 300)

    assert ran.code == 0
    assert "Nothing more is worth asking now." in ran.out


def test_danger_ends_the_interview_with_the_card(painpath, file):
    first = json.loads(painpath("ask", file, "--format", "json").out)["next"]["facts"]
    place = first.index("symptom.progressive_weakness") + 1

    ran = painpath("ask", file, stdin=f"{place}\nnone\n")

    assert "Stop here" in ran.out
    assert "Whom to call" in ran.out
    assert "symptom.progressive_weakness: {is: 'yes'" in file.read_text(encoding="utf-8")


def test_answers_to_a_fhir_record_go_to_a_file_of_their_own(painpath, tmp_path, shared_patients):
    record = shared_patients / "danae_kshlerin.json"
    before = record.read_bytes()
    out = tmp_path / "answers.yaml"

    ran = painpath("ask", record, "--out", out, "--as-of", "last", stdin="unknown\nunknown\nq\n")

    assert ran.code == 0
    assert record.read_bytes() == before
    assert len(read_yaml(out.read_text(encoding="utf-8"))[0]["facts"]) >= 2


def test_answers_change_the_plan_of_a_fhir_record(painpath, tmp_path, shared_patients):
    record = shared_patients / "danae_kshlerin.json"
    answers = tmp_path / "answers.yaml"
    answers.write_text(
        "facts: {symptom.saddle_numbness: yes, pain.present: yes, pain.sites: [lower_back]}", "utf-8"
    )

    ran = painpath("plan", record, "--answers", answers, "--as-of", "last", "--format", "json")

    assert json.loads(ran.out)["status"] == "stop_and_refer"


def test_an_interview_goes_on_from_earlier_answers(painpath, tmp_path, shared_patients):
    record = shared_patients / "danae_kshlerin.json"
    out = tmp_path / "answers.yaml"
    out.write_text("as_of: 2020-11-11\nfacts:\n  pain.sites: [foot_left, foot_right]\n", encoding="utf-8")
    words = ("ask", record, "--out", out, "--as-of", "last")

    listed = json.loads(painpath(*words, "--format", "json").out)
    painpath(*words, stdin="unknown\nq\n")

    assert "pain.sites" not in [q["fact"] for q in listed["ask"]]
    assert list(read_yaml(out.read_text(encoding="utf-8"))[0]["facts"]) == [
        "pain.sites",
        *listed["next"]["facts"],
    ]


def test_a_record_from_standard_input_is_listed_or_needs_a_file_for_the_answers(painpath, file):
    listed = painpath("ask", "-", "--format", "json", stdin=SCREENED)
    refused = painpath("ask", "-", stdin=SCREENED)

    assert [q["fact"] for q in json.loads(listed.out)["ask"]] == [
        q["fact"] for q in questions(painpath, file)
    ]
    assert (refused.code, "--out" in refused.err) == (2, True)


def test_answers_to_standard_input_come_from_the_terminal(painpath, file, tmp_path, monkeypatch):
    out, typed = tmp_path / "out.yaml", tmp_path / "typed"
    typed.write_text("no\nq\n", encoding="utf-8")
    monkeypatch.setattr(ask, "TERMINAL", typed)
    first = questions(painpath, file)[0]["fact"]

    ran = painpath("ask", "-", "--out", out, stdin=SCREENED)
    again = painpath("ask", "-", "--out", out, stdin=SCREENED)

    assert ran.code == 0
    assert f"  {first}: {{is: 'no'" in out.read_text(encoding="utf-8")
    assert (again.code, "is there already" in again.err) == (2, True)


def test_without_a_terminal_nobody_can_answer(painpath, tmp_path, monkeypatch):
    monkeypatch.setattr(ask, "TERMINAL", tmp_path / "none")

    ran = painpath("ask", "-", "--out", tmp_path / "out.yaml", stdin=SCREENED)

    assert (ran.code, "Nobody can answer" in ran.err) == (2, True)


def test_the_screen_for_danger_comes_before_the_rest(painpath, file):
    asked = [q["fact"] for q in questions(painpath, file)]

    assert asked[0] == "symptom.progressive_weakness"
    assert asked.index("symptom.sudden_cold_pale_limb") < asked.index("lab.hba1c")


def test_a_child_ends_the_interview_with_the_card(painpath, tmp_path):
    path = tmp_path / "child.yaml"
    path.write_text("as_of: 2026-11-20\npatient: {age: 15}\nfacts: {pain.present: yes}\n", encoding="utf-8")

    ran = painpath("ask", path)

    assert (ran.code, "Refer; this alone is no emergency" in ran.out) == (0, True)


def test_what_is_again_asked_names_unknown_once(painpath, file):
    again = interview(file).take(question_on("symptom.burning"), "perhaps")

    assert again == "Not understood here. Answer with yes, no or unknown."


def test_the_interview_cannot_be_a_web_page(painpath, file):
    assert painpath("ask", file, "--format", "html").code == 2


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("facts: {symptom.burning: yes}\n", {"symptom.numbness": "no"}),
        ("facts:\n    symptom.burning: yes", {"symptom.burning": "no", "pain.sites": ["foot_left"]}),
        ("patient: {age: unknown}\nfacts:\n  symptom.burning: yes\n", {"patient.age": "61 a"}),
        ("as_of: 2026-11-20\n", {"symptom.burning": "yes"}),
        ('{"facts": {"symptom.burning": "yes"}}', {"symptom.numbness": "no"}),
        ("{facts: {symptom.burning: yes}}", {"symptom.numbness": "no"}),
        (
            "facts:\n  medication.gabapentin:\n    amount: 300 mg\n    times_per_day: 2\n  symptom.burning: yes\n",
            {"medication.gabapentin": {"amount": "600 mg", "times_per_day": 3.0}},
        ),
        ("", {"pain.onset": "2025-11", "lab.creatinine": "<5 mg/dL"}),
    ],
)
def test_written_answers_are_read_back_as_given(text, answers):
    document = read_yaml(written(text.encode(), answers, "2026-11-20"))[0]

    facts = {**document["facts"], **{f"patient.{k}": v for k, v in document.get("patient", {}).items()}}
    assert {fact: facts[fact] for fact in answers} == answers
    if "burning" in text and "symptom.burning" not in answers:
        assert facts["symptom.burning"] == "yes"


@pytest.mark.parametrize(
    ("fact", "answer", "value"),
    [
        ("pain.intensity_average", "7", {"is": "7", "by": "patient"}),
        ("lab.creatinine", "1,2", {"is": "1.2 mg/dL", "by": "laboratory"}),
        ("lab.creatinine", "106 umol/L", {"is": "106 umol/L", "by": "laboratory"}),
        (
            "lab.creatinine",
            "1.2 mg/dL on 2026-03-01",
            {"value": "1.2 mg/dL", "on": "2026-03-01", "by": "laboratory"},
        ),
        ("patient.age", "60 years old", {"is": "60 a", "by": "patient"}),
        ("renal.dialysis", "no", {"is": "none", "on": "2026-11-20", "by": "patient"}),
        ("pain.pattern", "2", {"is": "constant_with_attacks", "on": "2026-11-20", "by": "patient"}),
        (
            "pain.pattern",
            "constant with attacks",
            {"is": "constant_with_attacks", "on": "2026-11-20", "by": "patient"},
        ),
        (
            "pain.sites",
            "foot left, foot_right",
            {"is": ["foot_left", "foot_right"], "on": "2026-11-20", "by": "patient"},
        ),
        ("symptom.burning", "yes", {"is": "yes", "on": "2026-11-20", "by": "patient"}),
        ("condition.type_2_diabetes", "yes", {"is": "yes", "by": "patient"}),
        ("condition.shingles", "yes, ?", {"is": "yes", "by": "patient"}),
        ("medication.gabapentin", "yes", {"is": "yes", "by": "patient"}),
        ("pain.onset", "2 years ago", {"is": "2024", "by": "patient"}),
        ("pain.onset", "three months ago", {"is": "2026-08", "by": "patient"}),
        ("pain.onset", "12 months", {"is": "2025-11", "by": "patient"}),
        ("pain.onset", "yesterday", {"is": "2026-11-19", "by": "patient"}),
        ("pain.onset", "2025-11", {"is": "2025-11", "by": "patient"}),
        (
            "medication.gabapentin",
            "300 mg twice daily",
            {"amount": "300 mg", "times_per_day": 2.0, "by": "patient"},
        ),
        ("medication.gabapentin", "No", {"is": "no", "by": "patient"}),
        ("allergy.gabapentin", "y", {"is": "yes", "by": "patient"}),
    ],
)
def test_an_answer_is_kept_as_a_facts_file_holds_it(file, fact, answer, value):
    talk = interview(file)

    trouble = talk.take(question_on(fact), answer)

    assert (trouble, talk.answers) == ("", {fact: value})


@pytest.mark.parametrize(
    "text",
    [
        "facts:\n  lab.hba1c: [{value: 9 %, on: 2026-01-02}, {value: 8 %, on: 2026-05-02}] # two\n",
        "facts:\n  lab.hba1c:\n    - {value: 9 %, on: 2026-01-02}\n    - {value: 8 %, on: 2026-05-02}\n",
        '{"facts": {"lab.hba1c": [{"value": "9 %", "on": "2026-01-02"}, {"value": "8 %", "on": "2026-05-02"}]}}',
    ],
)
def test_a_new_measurement_stands_beside_the_older_ones_with_their_days(text):
    new = {"value": "7 %", "on": "2026-11-20", "by": "laboratory"}

    document = read_yaml(written(text.encode(), {"lab.hba1c": new}, "2026-11-20"))[0]

    assert [str(one["on"]) for one in document["facts"]["lab.hba1c"]] == [
        "2026-01-02",
        "2026-05-02",
        "2026-11-20",
    ]


def test_a_new_state_takes_the_place_of_the_old_one():
    text = b"facts:\n  symptom.burning: {is: no, on: 2026-01-02}\n"

    document = read_yaml(written(text, {"symptom.burning": {"is": "yes", "on": "2026-11-20"}}, "2026-11-20"))[
        0
    ]

    assert document["facts"]["symptom.burning"] == {"is": "yes", "on": "2026-11-20"}


def test_a_clinician_at_the_keyboard_is_written_beside_each_answer(painpath, file):
    painpath("ask", file, "--by", "clinician", stdin="none\nnone\nq\n")

    said = read_yaml(file.read_text(encoding="utf-8"))[0]["facts"]
    assert {value["by"] for value in said.values() if isinstance(value, dict)} == {"clinician"}


def test_what_an_examination_tells_is_by_the_clinician_unless_somebody_says_otherwise(file):
    talk = interview(file)

    talk.take(question_on("examination.pinprick_loss"), "yes")
    talk.by = "patient"
    talk.take(question_on("examination.brush_allodynia"), "yes")

    assert [value["by"] for value in talk.answers.values()] == ["clinician", "patient"]


def test_reasons_name_who_said_it_and_when(file):
    talk = interview(file)
    talk.take(question_on("examination.pinprick_loss"), "yes")
    talk.take(question_on("symptom.burning"), "yes")

    told = [line for cause in talk._assessed().causes for step in cause.steps for line in step.because]

    assert any(line.endswith("yes (2026-11-20; clinician; facts file)") for line in told)


def test_answers_with_who_gave_them_are_read_back_by_every_command(painpath, file):
    painpath("ask", file, stdin="none\nnone\nq\n")

    assert painpath("assess", file).code == 0
    assert painpath("plan", file).code == 0


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("pain.intensity_average", "70"),
        ("lab.creatinine", "see note"),
        ("lab.creatinine", "5 furlongs"),
        ("pain.pattern", "9"),
        ("pain.sites", "elbow of the mind"),
        ("pain.onset", "2025-13-40"),
        ("pain.onset", "2027"),
        ("pain.onset", "a while ago"),
        ("patient.age", "600"),
        ("patient.age", "old"),
        ("symptom.burning", "a bit"),
    ],
)
def test_nonsense_is_not_kept(file, fact, answer):
    talk = interview(file)

    trouble = talk.take(question_on(fact), answer)

    assert trouble
    assert talk.answers == {}


def interview(file):
    from datetime import date

    from painpath.edges.cli.interview import Interview
    from painpath.library import load_library
    from painpath.pipeline import Request

    return Interview(file.read_bytes(), b"", load_library(), Request(date(2026, 11, 20)))


def question_on(fact):
    from painpath.edges.cli.interview import Question

    return Question(fact, "?", ())


@pytest.mark.parametrize("place", ["nowhere/answers.yaml", "p.yaml/answers.yaml"])
def test_a_place_that_cannot_be_written_is_refused_before_the_first_question(painpath, file, tmp_path, place):
    ran = painpath("ask", file, "--out", tmp_path / place, stdin=SCREENED)

    assert ran.code == 2
    assert "name another with --out" in " ".join(ran.err.split())
    assert "> " not in ran.out


def test_answers_that_can_no_longer_be_written_are_printed(painpath, file, tmp_path, monkeypatch):
    def full(target, text):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("painpath.edges.cli.ask._write", full)
    ran = painpath("ask", file, "--out", tmp_path / "answers.yaml", stdin="no\n")

    assert ran.code == 2
    assert "schema: painpath.facts/1" in ran.out
    assert "mood.suicidal_ideation: {is: 'no'" in ran.out
