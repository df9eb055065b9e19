"""trial: the design and its papers, and the analysis, from the command line."""

import json
from datetime import date, timedelta

import pytest

FACTS = """\
as_of: 2026-11-20
patient: {age: 60, sex: male}
complete: [condition, medication, allergy]
facts:
  pain.present: yes
  pain.sites: [foot_left, foot_right]
  condition.type_2_diabetes: yes
  condition.epilepsy: no
  symptom.burning: yes
  examination.pinprick_loss: yes
  renal.creatinine_clearance: 75 mL/min
  mood.suicidal_ideation: no
  mood.phq9_item9: 0
  mood.suicide_plan: no
  condition.self_harm: no
"""


@pytest.fixture
def patient(tmp_path):
    path = tmp_path / "patient.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


@pytest.fixture
def papers(painpath, patient, tmp_path):
    folder = tmp_path / "trial"
    ran = painpath("trial", "design", patient, "--drug", "pregabalin", "--seed", "7", "--out", folder)
    assert (ran.code, ran.err) == (0, "")
    return folder


def diary(tmp_path, papers, effect):
    design = json.loads((papers / "design.json").read_text(encoding="utf-8"))
    drug_is = json.loads((papers / "key.json").read_text(encoding="utf-8"))["key"]["drug_is"]
    lines = []
    for period in design["periods"]:
        on = date.fromisoformat(period["first"])
        while on.isoformat() <= period["last"]:
            value = 7 - (effect if period["code"] == drug_is else 0)
            lines.append(f"    - {{value: {value}, on: {on.isoformat()}}}")
            on += timedelta(days=1)
    path = tmp_path / "diary.yaml"
    later = FACTS.replace("2026-11-20", "2027-12-31")
    path.write_text(later + "  pain.intensity_average:\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_a_design_is_printed_in_every_form(painpath, patient, form):
    ran = painpath("trial", "design", patient, "--drug", "pregabalin", "--seed", "7", "--format", form)

    assert (ran.code, ran.err) == (0, "")
    if form == "json":
        found = json.loads(ran.out)
        assert (found["schema"], found["status"], len(found["periods"])) == ("painpath.trial/1", "ready", 6)
    else:
        assert "written before the start" in ran.out


def test_a_question_before_a_trial_names_no_rule_by_its_id(painpath, patient):
    patient.write_text(FACTS.replace("  condition.epilepsy: no\n", ""), encoding="utf-8")
    ran = painpath("trial", "design", patient, "--drug", "pregabalin", "--seed", "7")

    assert ran.code == 0
    assert "seizures? (ask the patient)" in " ".join(ran.out.split())
    assert "n of 1 bar" not in " ".join(ran.out.split())


def test_the_days_of_withdrawal_are_printed_with_the_source_of_the_class(painpath, patient):
    ran = painpath("trial", "design", patient, "--drug", "pregabalin", "--seed", "7")

    assert "In the 17 days after pregabalin is stopped or lowered" in " ".join(ran.out.split())
    assert "Mersfelder" in ran.out


def test_the_same_number_prints_the_same_design(painpath, patient):
    words = ("trial", "design", patient, "--drug", "pregabalin", "--seed", "3")

    assert painpath(*words).out == painpath(*words).out


def test_without_a_number_one_is_drawn_and_written_down(painpath, patient):
    ran = painpath("trial", "design", patient, "--drug", "pregabalin", "--format", "json")

    assert json.loads(ran.out)["key"]["seed"] >= 0


def test_a_refusal_says_why_and_what_instead(painpath, patient):
    ran = painpath("trial", "design", patient, "--drug", "tramadol")

    assert ran.code == 0
    assert "This trial is not done." in ran.out
    assert "never stopped at once" in " ".join(ran.out.split())


def test_a_refused_trial_writes_no_papers(painpath, patient, tmp_path):
    ran = painpath("trial", "design", patient, "--drug", "tramadol", "--out", tmp_path / "none")

    assert ran.code == 0
    assert "No papers were written" in ran.err
    assert not (tmp_path / "none").exists()


def test_the_papers_are_apart_and_only_the_pharmacist_has_the_key(papers):
    names = sorted(path.name for path in papers.iterdir())
    open_to_all = (papers / "design.json").read_text(encoding="utf-8")
    patient = (papers / "patient.txt").read_text(encoding="utf-8")
    pharmacist = (papers / "pharmacist.txt").read_text(encoding="utf-8")

    assert names == ["design.json", "key.json", "patient.txt", "pharmacist.txt"]
    assert json.loads(open_to_all)["key"] is None
    assert "capsule" not in open_to_all
    assert "is pregabalin, " not in patient
    assert "150 mg" not in patient
    assert "is pregabalin, " in pharmacist
    assert "1 x 50 mg capsule, 3 times a day" in " ".join(pharmacist.split())


def test_a_design_in_use_is_not_written_over(painpath, patient, papers):
    before = (papers / "key.json").read_bytes()
    ran = painpath("trial", "design", patient, "--drug", "pregabalin", "--seed", "8", "--out", papers)

    assert ran.code == 2
    assert "not written over" in ran.err
    assert (papers / "key.json").read_bytes() == before


def test_the_analysis_opens_the_codes_with_the_key(painpath, papers, tmp_path):
    file = diary(tmp_path, papers, 3)
    words = ("trial", "analyse", file, "--design", papers / "design.json")
    closed = json.loads(painpath(*words, "--format", "json").out)
    opened = json.loads(painpath(*words, "--key", papers / "key.json", "--blinded", "--format", "json").out)

    assert (closed["blind"], closed["verdict"]) == (True, "not_known")
    assert (opened["schema"], opened["verdict"], opened["difference"]) == (
        "painpath.trial_result/1",
        "keep",
        3,
    )
    assert len(opened["report"]) == 25
    assert "300 mg" in opened["report"][4]["says"]


def test_without_blinding_the_same_difference_may_come_from_knowing(painpath, papers, tmp_path):
    words = ("trial", "analyse", diary(tmp_path, papers, 3), "--design", papers / "design.json")
    opened = json.loads(painpath(*words, "--key", papers / "key.json", "--format", "json").out)

    assert (opened["verdict"], opened["difference"]) == ("not_settled", 3)


@pytest.mark.parametrize("form", ["text", "html"])
def test_the_analysis_is_printed(painpath, papers, tmp_path, form):
    file = diary(tmp_path, papers, 3)
    ran = painpath(
        "trial",
        "analyse",
        file,
        "--design",
        papers / "design.json",
        "--key",
        papers / "key.json",
        "--format",
        form,
    )

    assert (ran.code, ran.err) == (0, "")
    assert "points lower with pregabalin than with no drug" in " ".join(ran.out.split())


def test_the_report_stands_in_the_details(painpath, papers, tmp_path):
    file = diary(tmp_path, papers, 3)
    words = ("trial", "analyse", file, "--design", papers / "design.json")

    assert "Funding" not in painpath(*words).out
    assert "Funding" in painpath(*words, "--details").out


def test_a_reduction_is_planned_by_steps(painpath, tmp_path):
    path = tmp_path / "taken.yaml"
    line = "  medication.gabapentin: {amount: 600 mg, times_per_day: 3, from: 2025-11-01}\n"
    path.write_text(FACTS + line, encoding="utf-8")
    ran = painpath("trial", "design", path, "--drug", "gabapentin", "--reduce", "--format", "json")
    found = json.loads(ran.out)

    assert (ran.code, found["kind"], found["status"]) == (0, "reduction", "ready")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--drug", "pregabaline"), "pregabalin"),
        (("--drug", "tens"), "not a drug"),
        (("--drug", "pregabalin", "--against", "pregabalin"), "not compared with itself"),
        (("--drug", "pregabalin", "--reduce", "--against", "duloxetine"), "--against"),
        (("--drug", "pregabalin", "--begin", "soon"), "2026-11-20"),
        (("--drug", "pregabalin", "--indication", "gout"), "not a cause"),
        (("--drug", "pregabalin", "--pairs", "0"), "--pairs"),
        (("--drug", "pregabalin", "--pairs", "9"), "8 is the most"),
        (("--drug", "pregabalin", "--begin", "2026-11-20"), "comes after 2026-11-20"),
        (("--drug", "pregabalin", "--begin", "9999-12-31"), "within ten years"),
    ],
)
def test_a_wrong_word_is_told(painpath, patient, words, says):
    ran = painpath("trial", "design", patient, *words)

    assert ran.code == 2
    assert says in ran.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not json", "not JSON"),
        ("[]", "painpath.trial/1"),
        ('{"schema": "painpath.plan/1"}', "painpath.trial/1"),
        ('{"schema": "painpath.trial/1", "status": 3}', "design.json"),
    ],
)
def test_a_file_that_is_no_design_is_told(painpath, patient, tmp_path, text, says):
    path = tmp_path / "design.json"
    path.write_text(text, encoding="utf-8")
    ran = painpath("trial", "analyse", patient, "--design", path)

    assert ran.code == 3
    assert says in ran.err


def test_a_refused_design_cannot_be_judged(painpath, patient, tmp_path):
    path = tmp_path / "design.json"
    path.write_text(
        painpath("trial", "design", patient, "--drug", "tramadol", "--format", "json").out, encoding="utf-8"
    )
    ran = painpath("trial", "analyse", patient, "--design", path)

    assert ran.code == 3
    assert "no periods" in ran.err


def test_a_day_that_is_none_is_told(painpath, patient, papers):
    path = papers / "design.json"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-12-12", "2026-13-12"), encoding="utf-8")
    ran = painpath("trial", "analyse", patient, "--design", path)

    assert ran.code == 3


@pytest.mark.parametrize(
    "words", [("--drug", "duloxetine", "--seed", "7"), ("--drug", "pregabalin", "--seed", "8")]
)
def test_the_key_of_another_design_is_refused(painpath, patient, papers, tmp_path, words):
    other = tmp_path / "other"
    painpath("trial", "design", patient, *words, "--out", other)
    ran = painpath("trial", "analyse", diary(tmp_path, papers, 3), "--design", papers / "design.json",
                   "--key", other / "key.json", "--as-of", "last")  # fmt: skip

    assert (ran.code, ran.out) == (3, "")
    assert "not that of this design" in ran.err


def test_the_codes_turned_round_in_the_key_are_refused(painpath, papers, tmp_path):
    key = json.loads((papers / "key.json").read_text(encoding="utf-8"))
    key["key"]["drug_is"] = "B" if key["key"]["drug_is"] == "A" else "A"
    (tmp_path / "key.json").write_text(json.dumps(key), encoding="utf-8")
    ran = painpath("trial", "analyse", diary(tmp_path, papers, 3), "--design", papers / "design.json",
                   "--key", tmp_path / "key.json", "--as-of", "last")  # fmt: skip

    assert ran.code == 3


@pytest.mark.parametrize(("word", "value"), [("code", "Z"), ("last", "2030-01-01")])
def test_a_design_whose_periods_cannot_be_is_refused(painpath, papers, tmp_path, word, value):
    design = json.loads((papers / "design.json").read_text(encoding="utf-8"))
    design["periods"][0][word] = value
    (tmp_path / "design.json").write_text(json.dumps(design), encoding="utf-8")
    ran = painpath("trial", "analyse", diary(tmp_path, papers, 3), "--design", tmp_path / "design.json")

    assert ran.code == 3
    assert "out of order" in ran.err


def test_a_trial_broken_off_after_one_pair_is_no_verdict(painpath, papers, tmp_path):
    path = diary(tmp_path, papers, 2)
    third = json.loads((papers / "design.json").read_text(encoding="utf-8"))["periods"][2]["first"]
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "on: " not in line or line.partition("on: ")[2][:10] < third]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    ran = painpath("trial", "analyse", path, "--design", papers / "design.json", "--key", papers / "key.json")

    assert "not settled" in ran.out
    assert "does not help enough" not in ran.out
