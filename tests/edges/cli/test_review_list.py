"""review-list: a folder of records in, one line per finding out; a file that is no record costs only itself."""

import csv
import io
import json

import pytest

KIDNEY = """
as_of: 2026-11-20
patient: {age: 70, sex: male}
facts:
  renal.creatinine_clearance: 20 mL/min
  medication.gabapentin: {amount: 600 mg, times_per_day: 3, from: 2026-01-01}
"""
THREE = """
as_of: 2026-11-20
patient: {age: 60, sex: female}
facts:
  medication.oxycodone: yes
  medication.diazepam: yes
  medication.pregabalin: yes
"""
FINE = "as_of: 2026-11-20\npatient: {age: 60, sex: female}\nfacts: {medication.metformin: yes}\n"


@pytest.fixture
def folder(tmp_path):
    for name, text in {
        "kidney.yaml": KIDNEY,
        "three.yaml": THREE,
        "fine.yaml": FINE,
        "broken.json": "{",
    }.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "notes.txt").write_text("not a record")
    return tmp_path


def test_findings_come_worst_first_with_the_record_they_are_of(painpath, folder):
    found = json.loads(painpath("review-list", str(folder), "--format", "json").out)

    assert (found["schema"], found["files"], found["read"]) == ("painpath.review_list/1", 4, 3)
    rows = [(row["file"], row["rule"]) for row in found["findings"] if row["group"] != "none"]
    assert rows[0] == ("kidney.yaml", "renal_overdose")
    assert ("three.yaml", "respiratory_depressant_three") in rows
    assert [row["file"] for row in found["unread"]] == ["broken.json"]


def test_csv_has_a_row_a_finding_and_no_formula(painpath, folder):
    (folder / "=evil.yaml").write_text(KIDNEY)

    rows = list(csv.DictReader(io.StringIO(painpath("review-list", str(folder), "--csv").out)))

    assert {row["file"] for row in rows} == {"kidney.yaml", "'=evil.yaml", "three.yaml", "broken.json"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_page_names_what_was_read_and_what_was_not(painpath, folder):
    ran = painpath("review-list", str(folder))

    assert ran.code == 0
    for words in ("Dose too high", "kidney.yaml", "broken.json", "4 records"):
        assert words in ran.out


def test_many_records_in_processes_give_the_same_as_one_after_the_other(painpath, folder):
    for n in range(20):
        (folder / f"more{n}.yaml").write_text(KIDNEY)

    one = painpath("review-list", str(folder), "--csv", "--jobs", "1").out
    two = painpath("review-list", str(folder), "--csv", "--jobs", "2").out

    assert one == two


def test_a_folder_without_a_readable_record_is_an_error(painpath, tmp_path):
    assert painpath("review-list", str(tmp_path)).code == 2
    (tmp_path / "broken.json").write_text("{")
    assert painpath("review-list", str(tmp_path)).code == 3
