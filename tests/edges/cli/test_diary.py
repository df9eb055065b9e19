"""painpath diary: one line a day, a CSV table, week by week; the author's file stays as it was written."""

import json
from datetime import date

import pytest

from painpath.edges.cli import diary, record
from painpath.intake import read_patient
from painpath.library import load_library

FILE = """\
# my record
patient: {age: 65, sex: female}   # me
facts:
  # where it hurts
  pain.sites: [foot_left, foot_right]
  pain.intensity_average:
    2026-11-01: 7   # at the visit
    2026-11-03: 6
  symptom.burning: yes
# the end
"""
TABLE = """\
Date,Average pain,Worst pain,Gabapentin (mg),Weather
2026-11-03,6,8,900,rain
2026-11-02,5,7,900,
2026-11-01,7,11,900,sun
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(diary, "today", lambda: date(2026, 11, 20))
    monkeypatch.setattr(record, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "diary.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def readings(path, fact="pain.intensity_average"):
    found = read_patient(path.read_bytes(), load_library()).readings
    return [(date.fromordinal(one.when.first).isoformat(), one.low) for one in found if one.fact == fact]


# --------------------------------------------------------------------------------------------------------------- add


def test_an_entry_is_kept_and_told_in_words(painpath, mine):
    ran = painpath("diary", "add", mine, "pain=6", "gabapentin=300 mg x3", "dizziness=mild", "slept badly")

    assert ran.code == 0
    assert "Average pain, 0 to 10: 6" in ran.out
    assert "gabapentin: 900 mg that day" in ran.out
    assert "Dizziness: yes, mild" in ran.out
    assert "note: slept badly" in ran.out
    assert readings(mine)[-1] == ("2026-11-20", 6.0)


def test_every_other_line_of_the_file_stays_as_it_was(painpath, mine):
    painpath("diary", "add", mine, "pain=5", "--on", "2026-11-02")

    assert mine.read_text() == FILE.replace("    2026-11-03: 6\n", "    2026-11-02: 5\n    2026-11-03: 6\n")


def test_the_line_ends_of_the_file_stay(painpath, mine):
    mine.write_bytes(FILE.replace("\n", "\r\n").encode())

    painpath("diary", "add", mine, "pain=5", "--on", "2026-11-02")

    assert mine.read_bytes().count(b"\r\n") == FILE.count("\n") + 1


def test_a_second_value_of_a_day_keeps_the_remark_beside_it(painpath, mine):
    ran = painpath("diary", "add", mine, "pain=4", "--on", "2026-11-01")

    assert "2026-11-01: [7, 4]  # at the visit" in mine.read_text()
    assert "both are kept" in ran.out


def test_the_same_entry_twice_leaves_the_file_as_it_was(painpath, mine):
    painpath("diary", "add", mine, "pain=6", "gabapentin=300 mg x3")
    once = mine.read_bytes()

    ran = painpath("diary", "add", mine, "pain=6", "gabapentin=300 mg x3")

    assert mine.read_bytes() == once
    assert "Nothing new" in ran.out


def test_two_evenings_make_one_course(painpath, mine):
    painpath("diary", "add", mine, "--on", "2026-11-18", "gabapentin=300 mg x3")
    painpath("diary", "add", mine, "--on", "2026-11-19", "gabapentin=300 mg x3")

    line = "    - {amount: 300 mg, times_per_day: 3, from: 2026-11-18, logged: 2026-11-19, by: diary}\n"
    assert line in mine.read_text()


def test_a_new_file_is_made_that_only_its_owner_reads(painpath, tmp_path):
    path = tmp_path / "new.yaml"

    ran = painpath("diary", "add", path, "pain=6")

    assert ran.code == 0
    assert readings(path) == [("2026-11-20", 6.0)]
    assert path.stat().st_mode & 0o077 == 0


def test_a_json_facts_file_stays_json(painpath, tmp_path):
    path = tmp_path / "me.json"
    path.write_text('{"facts": {"pain.intensity_average": {"value": 7, "on": "2026-11-01"}}}')

    painpath("diary", "add", path, "pain=6")

    assert json.loads(path.read_text())["facts"]["pain.intensity_average"] == {
        "2026-11-01": 7,
        "2026-11-20": 6,
    }


def test_a_file_in_one_line_is_written_anew(painpath, tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text("facts: {pain.intensity_average: {value: 7, on: 2026-11-01}}  # visit\n")

    ran = painpath("diary", "add", path, "pain=6")

    assert readings(path) == [("2026-11-01", 7.0), ("2026-11-20", 6.0)]
    assert "without its comments" in ran.err


def test_the_rights_of_the_file_stay(painpath, mine):
    mine.chmod(0o640)

    painpath("diary", "add", mine, "pain=6")

    assert mine.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("pain=11", "0 to 10"),
        ("pain=bad", "no number"),
        ("paim=6", "Did you mean pain"),
        ("pain", "pain=VALUE"),
        ("nausea", "nausea=VALUE"),
        ("pain=", "NAME=VALUE"),
        ("gabapentin=900", "no unit"),
        ("pgic=6", "much improved"),
        ("side effects=frobnia", "no side effect"),
        ("rescue=frobnicol 5 mg", "write how many doses"),
        ("sleep hours=25", "0 to 24 h"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(painpath, mine, word, said):
    ran = painpath("diary", "add", mine, "worst=8", word)

    assert ran.code == 2
    assert said in ran.err
    assert "frobni" not in ran.err
    assert mine.read_text() == FILE


def test_a_day_after_today_is_refused(painpath, mine):
    ran = painpath("diary", "add", mine, "--on", "2026-11-21", "pain=6")

    assert ran.code == 2
    assert mine.read_text() == FILE


def test_a_fhir_record_is_not_written_into(painpath, tmp_path):
    path = tmp_path / "bundle.json"
    path.write_text('{"resourceType": "Patient", "id": "a"}')

    ran = painpath("diary", "add", path, "pain=6")

    assert ran.code == 2
    assert "--answers" in ran.err


def test_a_broken_file_is_exit_3_and_stays(painpath, tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text("facts: [")

    ran = painpath("diary", "add", path, "pain=6")

    assert ran.code == 3
    assert path.read_text() == "facts: ["


def test_an_as_of_before_the_entry_is_pointed_out(painpath, tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text("as_of: 2026-11-01\nfacts:\n  pain.intensity_average: 7\n")

    ran = painpath("diary", "add", path, "pain=6")

    assert "--as-of" in ran.out
    assert readings(path) == [("2026-11-01", 7.0), ("2026-11-20", 6.0)]


def test_a_file_that_changed_meanwhile_is_not_overwritten(painpath, mine, monkeypatch):
    from painpath.edges.cli import diary_file

    real = diary_file.with_changes

    def slowly(data, facts, notes):
        mine.write_text(FILE + "# another program\n")
        return real(data, facts, notes)

    monkeypatch.setattr(diary_file, "with_changes", slowly)

    ran = painpath("diary", "add", mine, "pain=6")

    assert ran.code == 2
    assert mine.read_text() == FILE + "# another program\n"


def test_interview_answers_leave_the_diary_in_place(mine):
    from painpath.edges.cli.facts_text import written
    from painpath.library.yaml_reader import read_yaml

    text = written(mine.read_bytes(), {"pain.intensity_average": {"is": 4, "by": "patient"}}, "2026-11-20")

    facts = read_yaml(text)[0]["facts"]["pain.intensity_average"]
    assert facts == [{"2026-11-01": 7, "2026-11-03": 6}, {"is": 4, "by": "patient"}]


# ------------------------------------------------------------------------------------------------------------ crisis


@pytest.mark.parametrize("word", ["phq9_item9=1", "suicidal=yes", "mood.suicide_plan=yes"])
def test_an_answer_about_suicide_prints_the_crisis_text_at_once(painpath, mine, word):
    ran = painpath("diary", "add", mine, "pain=6", word)

    assert "988" in ran.out
    assert "not watched" in ran.out


def test_the_crisis_text_is_that_of_the_jurisdiction(painpath, mine):
    ran = painpath("diary", "add", mine, "suicidal=yes", "--jurisdiction", "UK")

    assert "116 123" in ran.out


def test_a_note_that_may_be_about_ending_life_prints_the_crisis_text(painpath, mine):
    ran = painpath("diary", "add", mine, "pain=8", "note=I would be better off dead")

    assert "988" in ran.out
    assert "No program understands" in ran.out


@pytest.mark.parametrize("word", ["phq9_item9=0", "suicidal=no", "note=slept badly"])
def test_other_answers_print_no_crisis_text(painpath, mine, word):
    assert "988" not in painpath("diary", "add", mine, word).out


def test_the_crisis_text_is_printed_also_where_the_file_cannot_be_written(painpath, mine):
    mine.write_text("pains: [{mood.suicidal_ideation: no}]\n")

    ran = painpath("diary", "add", mine, "suicidal=yes")

    assert ran.code == 3
    assert "988" in ran.out


def test_a_sign_of_danger_prints_its_card_once(painpath, mine):
    first = painpath("diary", "add", mine, "saddle_numbness=yes")
    again = painpath("diary", "add", mine, "pain=6")

    assert "cauda equina" in first.out.lower()
    assert "cauda equina" not in again.out.lower()


def test_an_old_answer_of_a_table_prints_it_too(painpath, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("date,phq9 item 9\n2026-01-01,2\n2026-11-01,0\n")

    ran = painpath("diary", "import", path, "--into", tmp_path / "me.yaml")

    assert "988" in ran.out


# ------------------------------------------------------------------------------------------------------------ import


def test_a_table_is_imported_with_its_mapping_shown(painpath, mine, table):
    ran = painpath("diary", "import", table, "--into", mine)

    assert ran.code == 0
    assert "Worst pain -> Worst pain, 0 to 10 (pain.intensity_worst)" in ran.out
    assert "Weather -> not understood" in ran.out
    assert "Row 4, column Worst pain: it is out of range: it goes from 0 to 10." in ran.out
    assert "11" not in ran.out.split("Row 4")[1].splitlines()[0].replace("10", "")
    assert readings(mine) == [("2026-11-01", 7.0), ("2026-11-02", 5.0), ("2026-11-03", 6.0)]


def test_an_imported_table_keeps_comments_and_order(painpath, mine, table):
    painpath("diary", "import", table, "--into", mine)

    text = mine.read_text()
    assert text.startswith(
        "# my record\npatient: {age: 65, sex: female}   # me\nfacts:\n  # where it hurts\n"
    )
    assert "    2026-11-01: 7   # at the visit\n    2026-11-02: 5\n    2026-11-03: 6\n" in text


def test_the_same_table_twice_adds_nothing(painpath, mine, table):
    painpath("diary", "import", table, "--into", mine)
    once = mine.read_bytes()

    ran = painpath("diary", "import", table, "--into", mine)

    assert mine.read_bytes() == once
    assert "0 new entries" in ran.out


def test_of_an_overlapping_table_only_the_new_is_added(painpath, mine, table):
    painpath("diary", "import", table, "--into", mine)
    table.write_text(TABLE + "2026-11-04,4,6,900,\n")

    ran = painpath("diary", "import", table, "--into", mine)

    assert "3 new entries" in ran.out


def test_a_dry_run_writes_nothing(painpath, mine, table):
    ran = painpath("diary", "import", table, "--into", mine, "--dry-run")

    assert ran.code == 0
    assert mine.read_text() == FILE


def test_without_a_target_the_entries_go_beside_the_table(painpath, table):
    painpath("diary", "import", table)

    assert len(readings(table.with_suffix(".diary.yaml"))) == 3


def test_an_import_as_data_names_columns_and_problems(painpath, mine, table):
    ran = painpath("diary", "import", table, "--into", mine, "--format", "json")

    found = json.loads(ran.out)
    assert found["columns"][4] == {"column": "Weather", "holds": "unread", "fact": "", "unit": ""}
    assert found["problems"] == [
        {"row": 4, "column": "Worst pain", "why": "it is out of range: it goes from 0 to 10"}
    ]


def test_dates_in_two_ways_are_exit_3_until_told(painpath, tmp_path):
    path, into = tmp_path / "a.csv", tmp_path / "me.yaml"
    path.write_text("date,pain\n03/04/2026,6\n")

    refused = painpath("diary", "import", path, "--into", into)
    read = painpath("diary", "import", path, "--into", into, "--dates", "month-first")

    assert (refused.code, read.code) == (3, 0)
    assert readings(into) == [("2026-03-04", 6.0)]


def test_a_table_without_doses_is_told_what_that_means(painpath, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("date,pain\n2026-11-01,6\n")

    ran = painpath("diary", "import", path, "--into", tmp_path / "me.yaml")

    assert "No column of doses" in ran.out


def test_a_table_that_cannot_be_read_is_exit_3(painpath, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")

    assert painpath("diary", "import", path, "--into", tmp_path / "me.yaml").code == 3


def test_times_with_their_offset_are_kept_and_read_back(painpath, tmp_path):
    path, into = tmp_path / "a.csv", tmp_path / "me.yaml"
    path.write_text("timestamp,pain\n2026-10-25T02:30+02:00,6\n2026-10-25T02:30+01:00,5\n")

    painpath("diary", "import", path, "--into", into)
    again = painpath("diary", "import", path, "--into", into)

    assert "2026-10-25T02:30+01:00: 5\n" in into.read_text()
    assert readings(into) == [("2026-10-25", 5.0), ("2026-10-25", 6.0)]
    assert "0 new entries" in again.out


def test_a_file_that_would_grow_too_large_is_left_as_it_is(painpath, mine, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("date,note\n" + "".join(f"2026-10-{n:02d},{'x' * 90_000}\n" for n in range(1, 31)))

    ran = painpath("diary", "import", path, "--into", mine)

    assert ran.code == 2
    assert mine.read_text() == FILE


def test_a_column_option_without_a_fact_is_used_wrongly(painpath, table):
    assert painpath("diary", "import", table, "--column", "Weather").code == 2


def test_standard_input_needs_a_target(painpath, mine):
    assert painpath("diary", "import", "-", stdin=TABLE).code == 2
    assert painpath("diary", "import", "-", "--into", mine, stdin=TABLE).code == 0


# -------------------------------------------------------------------------------------------------------------- show


def test_missing_days_are_shown_as_missing(painpath, mine):
    ran = painpath("diary", "show", mine, "--as-of", "2026-11-07", "--weeks", "1")

    assert "week to 2026-11-07  ▆·▅····  2 of 7 days  6 to 7" in ran.out


def test_a_week_without_an_entry_is_null_and_not_zero(painpath, mine):
    ran = painpath("diary", "show", mine, "--format", "json")

    (measure,) = json.loads(ran.out)["measures"]
    assert measure["weeks"][-1] == {
        "first": "2026-11-14", "last": "2026-11-20", "written": 0, "low": None, "high": None,
    }  # fmt: skip


def test_a_long_gap_is_one_line(painpath, mine):
    assert "nothing written" in painpath("diary", "show", mine, "--as-of", "2026-12-20").out
    assert (
        "6 weeks to 2026-12-20: nothing written"
        in painpath("diary", "show", mine, "--as-of", "2026-12-20").out
    )


def test_doses_and_side_effects_stand_below(painpath, mine):
    painpath("diary", "add", mine, "gabapentin=300 mg x3", "dizziness=mild", "triggers=cold, stress")

    out = painpath("diary", "show", mine).out

    assert "gabapentin: 900 mg a day, since 2026-11-20" in out
    assert "Dizziness: yes on 1 of 1 days written" in out
    assert "cold (1), stress (1)" in out


def test_what_has_no_day_is_no_entry_of_a_diary(painpath, mine):
    assert "Burning" not in painpath("diary", "show", mine).out


def test_a_record_without_a_diary_says_how_to_begin(painpath, diabetic):
    ran = painpath("diary", "show", diabetic)

    assert ran.code == 0
    assert "no diary" in ran.out


@pytest.mark.parametrize(
    "told",
    [
        "facts: {mood.phq9_item9: {2026-03-01: 2, 2026-11-01: 0}}",
        "notes: {note: {2026-03-01: I want to die}}",
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_the_weeks_are_not_shown_without_the_crisis_text_however_old_it_is(painpath, tmp_path, told, form):
    file = tmp_path / "old.yaml"
    file.write_text(told + "\n", encoding="utf-8")
    shown = painpath("diary", "show", str(file), "--format", form)

    assert shown.code == 0
    assert "988" in shown.out + shown.err
    if form == "json":
        json.loads(shown.out)


def test_weeks_without_such_an_answer_are_shown_without_the_crisis_text(painpath, mine):
    shown = painpath("diary", "show", str(mine))

    assert "988" not in shown.out + shown.err


@pytest.mark.parametrize("word", ["I no longer want to live", "tired of living", "I don't want to live"])
def test_more_words_for_the_same_thing_print_the_crisis_text(painpath, mine, word):
    assert "988" in painpath("diary", "add", str(mine), f"note={word}").out


@pytest.mark.parametrize("word", ["pain:5", "pain 6", "gabapentin 300 mg"])
def test_a_value_without_its_sign_is_not_lost_in_a_note(painpath, mine, word):
    before = mine.read_text(encoding="utf-8")
    said = painpath("diary", "add", str(mine), word)

    assert said.code == 2
    assert "=VALUE" in said.err
    assert mine.read_text(encoding="utf-8") == before


def test_a_note_with_a_number_stays_a_note(painpath, mine):
    assert painpath("diary", "add", str(mine), "walked 5 km").code == 0


@pytest.mark.parametrize("name", ["oxycodone ER", "tramadol extended release", "venlafaxine XR (mg)"])
def test_a_medicine_is_known_by_the_name_of_its_slow_form(painpath, tmp_path, name):
    file = tmp_path / "new.yaml"

    assert painpath("diary", "add", file, f"{name}=100 mg").code == 0
    assert f"medication.{name.split()[0]}" in file.read_text(encoding="utf-8")


def test_pieces_without_a_strength_are_refused_and_told_how_to_write_them(painpath, mine):
    ran = painpath("diary", "add", mine, "lidocaine=1 patch")

    assert ran.code == 2
    assert "lidocaine=yes" in ran.err
    assert "is kept" not in ran.err
