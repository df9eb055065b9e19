"""Every command, its options and its exit codes."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import click
import pytest
from tests.edges.cli.conftest import DIABETIC

from painpath.edges.cli import entry, patient
from painpath.edges.cli.entry import COMMANDS
from painpath.library import KnowledgeError


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_explains_and_gives_an_example(painpath, name):
    ran = painpath(name, "--help")

    assert ran.code == 0
    assert "Example" in ran.out
    assert f"painpath {name}" in " ".join(ran.out.split())


def test_the_list_of_commands_names_all(painpath):
    ran = painpath("--help")

    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)


def test_the_version_is_printed(painpath):
    ran = painpath("--version")

    assert (ran.code, ran.out.startswith("painpath 0.")) == (0, True)


def test_demo_prints_the_facts_and_a_ready_plan(painpath):
    ran = painpath("demo")

    assert ran.code == 0
    assert "condition.type_2_diabetes" in ran.out
    assert "Status: ready to plan" in ran.out


@pytest.mark.parametrize("form", ["text", "json", "html"])
@pytest.mark.parametrize("words", [("plan",), ("assess",), ("check-order", "--drug", "pregabalin")])
def test_a_record_is_printed_in_every_form(painpath, diabetic, words, form):
    ran = painpath(words[0], diabetic, *words[1:], "--format", form)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()
    if form == "json":
        assert next(iter(json.loads(ran.out))) == "schema"


def test_a_record_is_read_from_standard_input(painpath, diabetic):
    from_file = painpath("plan", diabetic)
    from_input = painpath("plan", "-", stdin=DIABETIC)

    assert from_input.code == 0
    assert from_input.out == from_file.out


@pytest.mark.parametrize("command", ["plan", "assess"])
def test_text_is_the_first_page_unless_the_details_are_asked_for(painpath, diabetic, command):
    short, whole = painpath(command, diabetic).out, painpath(command, diabetic, "--details").out
    titles = [line for line in whole.splitlines() if line == "Details"]

    assert titles == ["Details"]
    assert "\nDetails\n" not in short
    assert "--details" in short
    assert len(short) < len(whole) / 2


def test_the_details_are_always_in_a_web_page(painpath, diabetic):
    assert "Red flags" in painpath("plan", diabetic, "--format", "html").out


@pytest.mark.parametrize("columns", [40, 60])
def test_the_width_that_is_asked_for_is_kept(painpath, diabetic, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = painpath("plan", diabetic).out.splitlines()

    assert [line for line in lines if len(line) > columns and "://" not in line] == []


@pytest.mark.parametrize("form", ["pdf", "fhir"])
def test_a_form_that_is_not_built_is_refused_as_not_yet(painpath, diabetic, form):
    ran = painpath("plan", diabetic, "--format", form)

    assert ran.code == 2
    assert "not yet" in ran.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--guideline", "nice"), "neupsig_2025"),
        (("--jurisdiction", "MARS"), "US, EU, UK"),
        (("--as-of", "tomorrow"), "2026-11-20"),
        (("--as-of", "2026-13-40"), "2026-11-20"),
        (("--as-of", "1899-12-31"), "from 1900 until one year from today"),
        (("--as-of", "2999-01-01"), "from 1900 until one year from today"),
        (("--assume-complete", "medications"), "medication"),
        (("--format", "docx"), "text"),
        (("--unheard-of",), "--unheard-of"),
    ],
)
def test_a_wrong_option_is_told_the_choices(painpath, diabetic, words, hint):
    ran = painpath("plan", diabetic, *words)

    assert ran.code == 2
    assert hint in ran.err
    assert ran.out == ""


def test_a_misspelt_command_is_told_the_nearest(painpath):
    ran = painpath("plann")

    assert ran.code == 2
    assert "Did you mean plan?" in ran.err


def test_a_file_that_is_not_there_is_a_wrong_use(painpath, tmp_path):
    ran = painpath("plan", tmp_path / "absent.json")

    assert ran.code == 2
    assert "No such file" in ran.err


def test_an_indication_that_is_not_a_cause_is_told_the_causes(painpath, diabetic):
    ran = painpath("check-order", diabetic, "--drug", "pregabalin", "--indication", "gout")

    assert ran.code == 2
    assert "painful_diabetic_polyneuropathy" in ran.err


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'["x"]',
        b'{"a": 1}',
        b'{"resourceType": "Bundle", "type": "collection"}',
        "{}".encode("utf-16"),
    ],
    ids=["empty", "truncated", "array", "not FHIR", "no Patient", "UTF-16"],
)
def test_an_unreadable_record_ends_with_three_and_one_clear_message(painpath, data):
    ran = painpath("plan", "-", stdin=data)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("Could not read the record.")
    assert "Traceback" not in ran.err


def test_a_misspelt_fact_ends_with_three_and_the_nearest_name(painpath):
    ran = painpath("plan", "-", stdin="facts:\n  symptom.burnin: yes\n")

    assert ran.code == 3
    assert "symptom.burning" in ran.err


def test_broken_knowledge_ends_with_four(painpath, diabetic, monkeypatch):
    def broken():
        raise KnowledgeError("drugs/x.yaml", 7, "no such word")

    monkeypatch.setattr("painpath.library.load_library", broken)

    ran = painpath("plan", diabetic)

    assert ran.code == 4
    assert "drugs/x.yaml:7" in ran.err


def test_a_fault_of_our_own_ends_with_one_and_shows_nothing_of_the_patient(painpath, diabetic, monkeypatch):
    def faulty(*_):
        raise ValueError("SECRET of the patient")

    monkeypatch.delenv("PAINPATH_DEBUG", raising=False)
    monkeypatch.setattr(patient, "request_of", faulty)

    ran = painpath("plan", diabetic)

    assert (ran.code, ran.out) == (1, "")
    assert "own fault (ValueError at" in ran.err
    assert "SECRET" not in ran.err


def test_a_traceback_is_shown_only_when_asked_for(painpath, diabetic, monkeypatch):
    def faulty(*_):
        raise ValueError("something")

    monkeypatch.setenv("PAINPATH_DEBUG", "1")
    monkeypatch.setattr(patient, "request_of", faulty)

    assert "Traceback" in painpath("plan", diabetic).err


def test_an_interrupted_command_ends_with_130(painpath, monkeypatch):
    def interrupted(*_, **__):
        raise click.Abort

    monkeypatch.setattr(entry.painpath, "main", interrupted)

    assert painpath("demo").code == 130


def test_settings_may_come_from_the_environment(painpath, diabetic, monkeypatch):
    monkeypatch.setenv("PAINPATH_JURISDICTION", "uk")
    monkeypatch.setenv("PAINPATH_GUIDELINE", "nice_cg173")

    settings = json.loads(painpath("plan", diabetic, "--format", "json").out)["settings"]

    assert (settings["jurisdiction"], settings["guideline"]) == ("UK", "nice_cg173")


def test_what_is_assumed_complete_is_printed(painpath, diabetic):
    ran = painpath("plan", diabetic, "--assume-complete", "condition,medication")

    assert "condition, medication" in " ".join(ran.out.split())


def test_a_record_that_ended_long_ago_is_remarked_upon(painpath, shared_patients):
    ran = painpath("assess", shared_patients / "clemente_kreiger.json")

    assert ran.code == 0
    assert "--as-of last" in ran.err


def test_no_remark_when_the_day_was_chosen(painpath, shared_patients):
    ran = painpath("assess", shared_patients / "clemente_kreiger.json", "--as-of", "last")

    assert (ran.code, ran.err) == (0, "")


def test_output_has_no_colour_when_it_is_not_a_terminal(painpath, diabetic):
    assert "\x1b" not in painpath("plan", diabetic).out


def test_colour_depends_on_a_terminal_and_on_nobody_forbidding_it(monkeypatch):
    from painpath.edges.cli.output import colour_wanted

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    free, forbidden = colour_wanted(None), colour_wanted(False)
    monkeypatch.setenv("NO_COLOR", "1")

    assert (free, forbidden, colour_wanted(None)) == (True, False, False)


def test_a_reader_who_goes_away_early_is_no_fault(repository):
    command = f"{sys.executable} -m painpath facts | head -1"
    ran = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=repository, check=False)

    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_plan_loads_neither_templates_nor_databases(repository):
    code = (
        "import sys\nfrom painpath.edges.cli.entry import run\nrun(['demo'])\n"
        "print(*(n for n in ('rich', 'jinja2', 'sqlglot', 'duckdb', 'asyncio') if n in sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=repository, check=True
    )

    assert ran.stderr.strip() == ""


def test_a_whole_command_stays_small_in_memory(repository):
    code = (
        "from painpath.edges.cli.entry import run\nrun(['demo'])\nimport sys\n"
        "from pathlib import Path\nstatus = Path('/proc/self/status').read_text()\n"  # not what the parent held
        "print(status.partition('VmHWM:')[2].split()[0], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=repository, check=True
    )

    assert int(ran.stderr) < 150 * 1024


@pytest.mark.parametrize("words", [("--details",), ("--format", "html"), ("--format", "json"), ()])
def test_every_view_of_an_assessment_names_what_could_not_be_read(painpath, tmp_path, words):
    path = tmp_path / "patient.yaml"
    path.write_text(f"{DIABETIC}  mood.phq9_item9: 9\n", encoding="utf-8")
    out = painpath("assess", path, *words).out

    assert "mood.phq9_item9: not a possible value" in " ".join(out.split())
    if "json" in words:
        assert len(json.loads(out)["unread"]) == 1


def test_check_order_names_six_open_facts_and_says_how_many_more(painpath, diabetic):
    words = ("check-order", diabetic, "--drug", "amitriptyline", "--dose", "10 mg od")
    short, whole = painpath(*words).out, painpath(*words, "--details").out
    verdict = json.loads(painpath(*words, "--format", "json").out)
    optional = [ask["question"] for ask in verdict["ask"] if not ask["must"]]
    line = " ".join(short.split()).partition("Confirm: ")[2].partition(" more.")[0]

    assert line.endswith(f"and {len(optional) - 6}")
    assert all(f"- {question}" in " ".join(whole.split()) for question in optional)
    assert verdict["says"].count(",") > 10


SAFE = """
as_of: 2026-11-20
patient: {age: 50, sex: male}
complete: [condition, medication, allergy, procedure]
facts:
  pain.present: yes
  renal.creatinine_clearance: 95 mL/min
"""


def test_an_ordinary_safe_order_is_told_in_one_line(painpath):
    words = ("check-order", "-", "--drug", "gabapentin", "--dose", "300 mg once daily")

    ran = painpath(*words, stdin=SAFE)

    told = ran.out.strip().split("\n\n")
    assert len(told) == 2  # the line, and what it rests on
    assert told[0].startswith("Gabapentin 300 mg once daily: No problem found in")
    assert "Not yet reviewed by a clinician" in told[1]


def test_alerts_say_what_to_do_worst_first_and_nothing_twice(painpath):
    facts = SAFE + "  medication.sertraline: yes\n  medication.tramadol: yes\n"

    out = painpath("check-order", "-", "--drug", "duloxetine", "--dose", "60 mg once daily", stdin=facts).out

    assert out.startswith("duloxetine 60 mg once daily: Avoid")
    assert out.count("SNRI and SSRI together") == 1
    assert out.index("SNRI and SSRI together") < out.index("Most for this person")


def test_check_order_in_a_web_page_asks_everything(painpath, diabetic):
    out = painpath("check-order", diabetic, "--drug", "amitriptyline", "--format", "html").out

    assert "add --details" not in out
    assert "more stand in the questions below" in out


@pytest.mark.parametrize("inside", [(), ("facts",), ("facts", "rules")])
def test_checking_a_folder_without_knowledge_is_wrong_use(painpath, tmp_path, inside):
    for name in inside:
        (tmp_path / name).mkdir()
    ran = painpath("check", "--root", tmp_path)

    assert ran.code == 2
    assert "holds no entry" in ran.err


def test_checking_a_wrong_folder_says_what_is_no_entry(painpath, tmp_path):
    (tmp_path / "photographs").mkdir()
    ran = painpath("check", "--root", tmp_path)

    assert ran.code == 4
    assert "not a kind of entry" in ran.err


ORDER = ("check-order", "-", "--drug", "pregabalin", "--dose", "75 mg twice daily")


def told(ran) -> str:
    return " ".join(ran.out.split())


@pytest.mark.parametrize("intent", ["stop", "reduce"])
def test_an_order_to_leave_a_drug_says_how_to_step_down(painpath, intent):
    facts = SAFE + "  medication.pregabalin: 150 mg bd\n"

    assert "Taper, do not stop at once: step the dose down" in told(
        painpath(*ORDER, "--intent", intent, stdin=facts)
    )


def test_an_order_to_begin_a_drug_says_nothing_of_stepping_down(painpath):
    assert "Taper" not in told(painpath(*ORDER, stdin=SAFE))


@pytest.mark.parametrize(
    ("drug", "says"),
    [
        ("medication.tramadol: 300-600 mg tds", "Drugs or allergies among them: medication.tramadol."),
        ("lab.hba1c: 8.4 furlongs", "One thing in the record could not be read and was not checked"),
    ],
)
def test_an_order_says_what_on_record_was_not_checked_because_it_could_not_be_read(painpath, drug, says):
    assert says in told(painpath(*ORDER, stdin=f"{SAFE}  {drug}\n"))
    assert "could not be read" not in told(painpath(*ORDER, stdin=SAFE))


def test_an_order_without_a_cause_is_held_to_the_lowest_limit_of_the_causes(painpath):
    facts = SAFE.replace("95 mL/min", "45 mL/min")
    diabetic, shingles = "painful_diabetic_polyneuropathy", "postherpetic_neuralgia"

    plain = told(painpath(*ORDER, stdin=facts))

    assert "No cause was named (--indication) and none is on record" in plain
    assert "Most for this person: 150 mg" in plain
    assert "Most for this person: 150 mg" in told(painpath(*ORDER, "--indication", diabetic, stdin=facts))
    assert "Most for this person: 300 mg" in told(painpath(*ORDER, "--indication", shingles, stdin=facts))


@pytest.mark.parametrize(
    ("days", "code"), [(366, 0), (367, 2)], ids=["a year ahead", "more than a year ahead"]
)
def test_a_day_may_lie_a_year_ahead(painpath, days, code):
    day = (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - the clock that the command reads

    assert painpath("assess", "-", "--as-of", day, stdin=SAFE).code == code


@pytest.mark.parametrize(
    ("day", "code"), [("1966-03-01", 3), ("1966-03-02", 0)], ids=["before birth", "the day of birth"]
)
def test_a_day_before_birth_is_refused_without_a_value(painpath, day, code):
    facts = SAFE.replace("{age: 50, sex: male}", "{birth_date: 1966-03-02, sex: male}")

    ran = painpath("assess", "-", "--as-of", day, stdin=facts)

    assert (ran.code, "before the date of birth" in ran.err, "1966" in ran.err) == (code, code == 3, False)


def test_answers_of_another_person_are_refused_without_a_value(painpath, diabetic, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(DIABETIC.replace("sex: male", "sex: female"), encoding="utf-8")

    ran = painpath("plan", diabetic, "--answers", other)

    assert (ran.code, ran.out) == (3, "")
    assert "another person" in ran.err
    assert "female" not in ran.err


def test_a_place_that_is_full_is_no_fault_of_the_program(diabetic):
    code = f"from painpath.edges.cli.entry import main; main(['plan', {str(diabetic)!r}])"
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, check=False)

    assert ran.returncode == 2
    assert b"could not be written" in ran.stderr


def test_a_closed_output_is_no_fault_of_the_program(diabetic, monkeypatch, painpath):
    monkeypatch.setattr(sys, "stdout", None)

    assert entry.run(["plan", str(diabetic)]) == 0
