"""`painpath qst`: a facts file and a table in; words, JSON or a picture out; exit codes."""

import json

import pytest
from tests.unit.assessment.qst_tables import row, table

from painpath.edges.document.schemas import schema_for

RECORD = """\
as_of: 2026-11-20
patient: {age: 45, sex: male}
facts:
  pain.present: yes
  pain.sites: [foot_left]
  qst.cdt: [{value: 3 Cel, at: [foot_left]}, {value: 2.5 Cel, at: [foot_right]}]
  qst.wdt: {value: 6 Cel, at: [foot_left]}
  qst.hpt: [{value: 40 Cel, at: [foot_left]}, {value: 46 Cel, at: [foot_right]}]
  qst.vdt: {value: 8, at: [foot_left]}
  qst.dma: {value: 5, at: [foot_left]}
"""


@pytest.fixture
def files(tmp_path):
    def write(record: str = RECORD, norms: bytes | None = None):
        (tmp_path / "patient.yaml").write_text(record, encoding="utf-8")
        (tmp_path / "norms.csv").write_bytes(table() if norms is None else norms)
        return tmp_path / "patient.yaml", tmp_path / "norms.csv"

    return write


def test_text_gives_the_answer_and_a_table_of_each_place(painpath, files):
    record, norms = files()
    ran = painpath("qst", record, "--reference", norms)

    assert ran.code == 0
    assert "Irritable-nociceptor profile in the painful area: yes." in ran.out
    assert "Left foot (where it hurts)" in ran.out
    assert "Right foot (control)" in ran.out
    assert "HPT heat pain threshold" in ran.out
    assert "It may be normal or gain." in ran.out


def test_json_is_what_the_published_schema_says(painpath, files):
    record, norms = files()
    found = json.loads(painpath("qst", record, "--reference", norms, "--format", "json").out)

    assert found["schema"] == "painpath.qst/1"
    assert set(found) == set(schema_for("qst")["required"])
    assert {"fact": "qst.hpt_gain", "answer": "yes", "site": "foot_left", "date": "2026-11-20"} in found[
        "claims"
    ]


def test_the_page_has_a_picture_with_a_title_and_a_description(painpath, files):
    record, norms = files()
    page = painpath("qst", record, "--reference", norms, "--format", "html").out

    assert page.count("<svg") == 1
    assert "<desc" in page
    assert "HPT gain (+3.00)" in page
    assert "<script" not in page


def test_text_of_the_table_is_escaped_on_the_page(painpath, files):
    record, norms = files(norms=table(row("HPT", source="<b>own</b>")))

    assert "&lt;b&gt;own" in painpath("qst", record, "--reference", norms, "--format", "html").out


def test_a_table_that_cannot_be_used_ends_with_3_and_says_where(painpath, files):
    record, norms = files(norms=table(row("HPT", unit="degF")))
    ran = painpath("qst", record, "--reference", norms)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.strip().endswith(
        "Could not use the reference table. norms.csv, line 2, unit: HPT is counted in Cel; write that."
    )


def test_a_record_that_cannot_be_read_ends_with_3(painpath, files):
    record, norms = files(record="facts: [")

    assert painpath("qst", record, "--reference", norms).code == 3


def test_without_a_table_the_command_was_used_wrongly(painpath, files):
    record, _ = files()

    assert painpath("qst", record).code == 2


def test_a_record_without_sensory_testing_says_what_to_write(painpath, files):
    record, norms = files(record="as_of: 2026-11-20\nfacts: {pain.present: yes}\n")
    ran = painpath("qst", record, "--reference", norms)

    assert ran.code == 0
    assert "{value: 44.1 Cel, at: [foot_left]}" in ran.out


def test_a_reading_without_a_place_is_told(painpath, files):
    record, norms = files(record=RECORD + "  qst.ppt: 300 kPa\n")

    assert "Without a place, and so not compared: PPT." in painpath("qst", record, "--reference", norms).out


def test_a_z_that_is_a_range_is_printed_from_end_to_end(painpath, files):
    norms = table(row("HPT", mean=46), row("HPT", sex="female", mean=44))
    record, table_file = files(record=RECORD.replace(", sex: male", ""), norms=norms)

    assert "+2.00 to +3.00" in painpath("qst", record, "--reference", table_file).out


def test_a_reading_below_the_device_is_printed_as_at_most(painpath, files):
    record, norms = files(record=RECORD + '  qst.mpt: {value: "< 8 mN", at: [foot_left]}\n')

    assert "at most 8 mN" in painpath("qst", record, "--reference", norms).out
