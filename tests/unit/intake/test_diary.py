"""A diary's table: what a column is, what a cell says, and every bad input answered with its row and column."""

from datetime import date

import pytest

from painpath.intake import RecordError
from painpath.intake.codes import index_of
from painpath.intake.diary import Told, read_diary
from painpath.intake.diary_cells import NoCell, taken_of
from painpath.intake.diary_days import NoDay, order_of, read_day
from painpath.intake.diary_table import read_table
from painpath.intake.diary_words import column_of
from painpath.library import load_library

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def library():
    """The knowledge itself: what a column is called is about its facts."""
    return load_library()


@pytest.fixture(scope="module")
def index(library):
    return index_of(library)


def read(library, text, told=None, **more):
    data = text if isinstance(text, bytes) else text.encode()
    return read_diary(data, library, TODAY, told or Told(), name="diary.csv", **more)


def values(diary, fact="pain.intensity_average"):
    return [(entry.day, entry.value) for entry in diary.entries if entry.fact == fact]


def problems(diary):
    return [(problem.row, problem.column, problem.why) for problem in diary.problems]


def refusal(library, text, told=None) -> str:
    with pytest.raises(RecordError) as caught:
        read(library, text, told)
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-01", "2026-11-01"),
        ("20261101", "2026-11-01"),
        ("2026/11/01", "2026-11-01"),
        ("1.11.2026", "2026-11-01"),
        ("13/11/2026", "2026-11-13"),
        ("1 Nov 2026", "2026-11-01"),
        ("Sunday, November 1, 2026", "2026-11-01"),
        ("Nov 1st, 2026 8:05 pm", "2026-11-01T20:05"),
        ("2026-11-01T23:30:00+02:00", "2026-11-01T23:30:00+02:00"),
        ("2026-11-01T12:00 am", "2026-11-01T00:00"),
    ],
)
def test_a_day_is_read_however_it_is_written(written, day):
    found = read_day(written, "day-first")

    assert found.text == day


def test_both_half_past_two_of_the_night_in_which_summer_time_ends_stay_apart():
    summer, winter = read_day("2026-10-25T02:30+02:00"), read_day("2026-10-25T02:30+01:00")

    assert (summer.text[:10], winter.text[:10]) == ("2026-10-25", "2026-10-25")
    assert summer.text != winter.text


@pytest.mark.parametrize(
    "written", ["2026-02-30", "yesterday", "46327", "01/11/26", "2026-11-01 25:00", "2026-11-01 late"]
)
def test_what_is_no_day_is_none(written):
    assert isinstance(read_day(written, "day-first"), NoDay)


def test_a_day_above_twelve_tells_the_order_of_all():
    assert order_of(["03/04/2026", "04/13/2026"]).order == "month-first"


def test_days_above_twelve_on_both_places_tell_that_the_column_is_mixed():
    assert order_of(["13/04/2026", "04/13/2026"]).mixed


def test_dates_that_can_be_read_in_two_ways_are_refused(library):
    said = refusal(library, "date,pain\n03/04/2026,5\n")

    assert "can be read in two ways" in said
    assert "--dates day-first" in said


@pytest.mark.parametrize(("order", "day"), [("day-first", "2026-04-03"), ("month-first", "2026-03-04")])
def test_dates_that_can_be_read_in_two_ways_are_read_as_told(library, order, day):
    diary = read(library, "date,pain\n03/04/2026,5\n", Told(order))

    assert values(diary) == [(day, 5)]


def test_a_day_after_today_is_listed_and_not_kept(library):
    diary = read(library, "date,pain\n2026-11-20,5\n2026-11-21,6\n")

    assert values(diary) == [("2026-11-20", 5)]
    assert problems(diary) == [(3, "date", "the day lies after today")]


def test_a_row_without_a_date_is_listed(library):
    diary = read(library, "date,pain\n,4\n2026-11-20,5\n")

    assert problems(diary) == [(2, "date", "the row has no date")]


def test_the_local_day_is_the_one_that_is_written(library):
    diary = read(library, "timestamp,pain\n2026-11-01T23:30:00-08:00,5\n")

    assert values(diary)[0][0].startswith("2026-11-01")


def test_times_in_universal_time_are_remarked_upon(library):
    diary = read(library, "timestamp,pain\n2026-11-01T23:30:00Z,5\n")

    assert ("utc", 1) in diary.remarks


def test_a_column_of_times_orders_two_entries_of_a_day(library):
    diary = read(library, "date,time,pain\n2026-11-01,20:00,4\n2026-11-01,08:00,6\n")

    assert values(diary) == [("2026-11-01T20:00", 4), ("2026-11-01T08:00", 6)]


# ------------------------------------------------------------------------------------------------------------ table


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfdate,pain\n2026-11-01,6\n",
        b"date;pain\r\n2026-11-01;6\r\n",
        b"sep=;\ndate;pain\n2026-11-01;6\n",
        "date\tpain\n2026-11-01\t6\n".encode("utf-16"),
        "date,pain\n2026-11-01,6\n".encode("utf-16-le"),
        b'"date","pain"\n"2026-11-01","6"\n',
        b"\n\ndate,pain\n2026-11-01,6\n",
    ],
)
def test_a_table_is_read_as_programs_export_it(library, data):
    assert values(read(library, data)) == [("2026-11-01", 6)]


def test_text_that_is_not_utf_8_is_read_and_that_is_said(library):
    diary = read(library, "date,pain,note\n2026-11-01,6,caf\xe9\n".encode("cp1252"))

    assert values(diary, "notes.note") == [("2026-11-01", "caf\xe9")]
    assert ("encoding", 1) in diary.remarks


def test_a_quoted_cell_may_hold_commas_and_lines(library):
    diary = read(library, 'date,note,pain\n2026-11-01,"long walk,\nthen rest",6\n2026-11-02,,5\n')

    assert values(diary, "notes.note") == [("2026-11-01", "long walk, then rest")]
    assert values(diary) == [("2026-11-01", 6), ("2026-11-02", 5)]


@pytest.mark.parametrize("data", [b"", b"   \n\n", b"date,pain\n", b"\x89PNG\r\n\x1a\n\x01\x02\x03"])
def test_a_file_without_a_table_is_refused(library, data):
    assert refusal(library, data).startswith("diary.csv: ")


def test_a_file_larger_than_a_diary_is_refused_without_being_read(library):
    assert "larger than 20 MB" in refusal(library, b"date,pain\n" + b"2026-11-01,6\n" * 3_800_000)


def test_a_cell_without_end_is_refused_with_its_row():
    with pytest.raises(RecordError, match="row 2"):
        read_table(b'date,pain\n2026-11-01,"' + b"6" * 200_000, "diary.csv")


def test_a_table_without_a_column_of_dates_is_refused_with_its_columns(library):
    assert "pain, note" in refusal(library, "pain,note\n6,x\n")


def test_a_first_row_of_values_is_not_repeated_in_the_message(library):
    said = refusal(library, "2026-11-01,6\n2026-11-02,5\n")

    assert "2026-11-01" not in said
    assert "not names" in said


def test_more_cells_than_columns_are_listed(library):
    diary = read(library, "date,pain\n2026-11-01,6,7\n")

    assert problems(diary) == [(2, "column 3", "the row has more cells than there are columns")]


def test_a_short_row_is_read_as_far_as_it_goes(library):
    diary = read(library, "date,pain,worst\n2026-11-01,6\n")

    assert values(diary) == [("2026-11-01", 6)]


# ---------------------------------------------------------------------------------------------------------- columns


@pytest.mark.parametrize(
    ("head", "fact"),
    [
        ("Avg. Pain (0-10)", "pain.intensity_average"),
        ("pain_average", "pain.intensity_average"),
        ("Worst pain in the last 24 hours", "pain.intensity_worst"),
        ("LEAST PAIN", "pain.intensity_least"),
        ("Sleep hours", "sleep.hours"),
        ("PHQ-9 item 9", "mood.phq9_item9"),
        ("PGIC", "score.global_impression_of_change"),
        ("dizzy", "symptom.dizziness"),
        ("pain.relief_percent", "pain.relief_percent"),
        ("Neurontin (mg)", "medication.gabapentin"),
        ("Gabapentin dose", "medication.gabapentin"),
    ],
)
def test_a_column_is_known_by_its_head(index, head, fact):
    assert column_of(index, head).fact == fact


@pytest.mark.parametrize(
    "head", ["Weather", "gabapentin side effects", "Pain location", "steps", "", "status"]
)
def test_a_column_that_nothing_understands_is_unread(index, head):
    assert column_of(index, head).holds == "unread"


def test_an_unknown_column_is_kept_as_a_note_and_not_dropped(library):
    diary = read(library, "date,pain,weather\n2026-11-01,6,rain\n")

    assert values(diary, "notes.weather") == [("2026-11-01", "rain")]


def test_a_column_holds_what_the_user_says(library):
    diary = read(
        library, "tag,ache\n2026-11-01,6\n", Told(columns={"ache": "pain.intensity_worst", "tag": "date"})
    )

    assert values(diary, "pain.intensity_worst") == [("2026-11-01", 6)]


@pytest.mark.parametrize("head", ["Pain (0-100)", "Pain VAS", "Worst pain 1-5", "average pain (mm)"])
def test_a_column_on_another_scale_is_not_taken_for_0_to_10(index, head):
    assert column_of(index, head).holds == "unread"


def test_a_column_whose_values_are_mostly_out_of_range_is_on_another_scale(library):
    diary = read(library, "date,pain,worst\n2026-11-01,45,8\n2026-11-02,60,8\n2026-11-03,8,8\n")

    assert values(diary) == []
    assert sorted(values(diary, "notes.pain")) == [
        ("2026-11-01", "45"),
        ("2026-11-02", "60"),
        ("2026-11-03", 8),
    ]
    assert [column for _, column, _ in problems(diary)] == ["pain"]


def test_a_slip_of_the_pen_costs_only_its_own_cell(library):
    diary = read(library, "date,pain\n2026-11-01,45\n2026-11-02,6\n2026-11-03,8\n")

    assert values(diary) == [("2026-11-02", 6), ("2026-11-03", 8)]


def test_a_second_column_of_dates_is_kept_as_a_note(library):
    diary = read(library, "date,pain,created at\n2026-11-01,6,2026-11-02\n")

    assert values(diary) == [("2026-11-01", 6)]
    assert values(diary, "notes.created at") == [("2026-11-01", "2026-11-02")]


def test_the_column_of_dates_is_the_one_that_is_named(library):
    diary = read(library, "created at,day,pain\n2026-11-02,2026-11-01,6\n", Told(columns={"day": "date"}))

    assert values(diary) == [("2026-11-01", 6)]


def test_a_column_that_is_not_there_is_named_with_those_that_are(library):
    assert "date, pain" in refusal(library, "date,pain\n2026-11-01,6\n", Told(columns={"ache": "pain"}))


def test_a_fact_that_does_not_exist_is_refused_with_the_nearest(library):
    said = refusal(library, "date,ache\n2026-11-01,6\n", Told(columns={"ache": "pain.intensity_wurst"}))

    assert "pain.intensity_worst" in said


# ------------------------------------------------------------------------------------------------------------ cells


def test_a_number_out_of_range_is_listed_without_being_repeated(library):
    diary = read(library, "date,pain,worst\n2026-11-01,5,11\n")

    assert problems(diary) == [(2, "worst", "it is out of range: it goes from 0 to 10")]


@pytest.mark.parametrize(("cell", "value"), [("0", 0), ("10", 10), ('"6,5"', 6.5), ("6.5", 6.5), ("7/10", 7)])
def test_a_score_is_read_with_its_half(library, cell, value):
    assert values(read(library, f"date,pain\n2026-11-01,{cell}\n")) == [("2026-11-01", value)]


def test_half_scores_are_remarked_upon(library):
    assert ("half", 1) in read(library, "date,pain\n2026-11-01,6.5\n").remarks


@pytest.mark.parametrize("cell", ["bad", "-1", "6-7", "1e9", "6.500"])
def test_text_in_a_cell_of_numbers_is_listed_with_row_and_column(library, cell):
    diary = read(library, f"date,pain,worst\n2026-11-01,{cell},8\n")

    assert [(row, column) for row, column, _ in problems(diary)] == [(2, "pain")]
    assert cell not in problems(diary)[0][2]


@pytest.mark.parametrize("cell", ["", "-", "n/a", "NaN", "?"])
def test_an_empty_cell_is_no_value_and_no_zero(library, cell):
    diary = read(library, f"date,pain,worst\n2026-11-01,{cell},8\n")

    assert values(diary) == []
    assert diary.empty == 1


def test_a_table_in_which_nothing_can_be_read_is_refused_with_the_first_reason(library):
    said = refusal(library, "date,pain\n2026-11-01,bad\n2026-11-02,worse\n")

    assert "Row 2, column 'pain': this is no number" in said
    assert "bad" not in said


@pytest.mark.parametrize(
    ("cell", "value"),
    [("mild", {"is": "yes", "severity": "mild"}), ("yes", "yes"), ("none", "no"), ("0", "no"), ("3", "yes")],
)
def test_a_side_effect_says_whether_and_how_bad(library, cell, value):
    diary = read(library, f"date,dizziness\n2026-11-01,{cell}\n")

    assert values(diary, "symptom.dizziness") == [("2026-11-01", value)]


def test_a_cell_of_side_effects_gives_each_of_them(library):
    diary = read(library, 'date,side effects\n2026-11-01,"dizziness mild, nausea"\n')

    assert values(diary, "symptom.dizziness") == [("2026-11-01", {"is": "yes", "severity": "mild"})]
    assert values(diary, "symptom.nausea") == [("2026-11-01", "yes")]


def test_a_side_effect_that_is_not_known_is_listed_and_kept_as_a_note(library):
    diary = read(library, "date,side effects\n2026-11-01,frobnia\n")

    assert values(diary, "notes.side effects") == [("2026-11-01", "frobnia")]
    assert len(diary.problems) == 1


def test_triggers_are_a_set_and_unknown_ones_are_listed(library):
    diary = read(library, 'date,triggers\n2026-11-01,"cold, stress"\n2026-11-02,"cold; aunt"\n')

    assert values(diary, "pain.triggers") == [("2026-11-01", ["cold", "stress"]), ("2026-11-02", ["cold"])]
    assert [row for row, _, _ in problems(diary)] == [3]


def test_a_global_impression_is_read_by_its_words_and_never_by_a_number(library):
    diary = read(library, "date,PGIC\n2026-11-01,much improved\n2026-11-02,6\n")

    assert values(diary, "score.global_impression_of_change") == [("2026-11-01", "much_improved")]
    assert len(diary.problems) == 1


# ------------------------------------------------------------------------------------------------------------ doses


@pytest.mark.parametrize(
    ("cell", "total"),
    [
        ("300 mg x3", 900.0),
        ("3 x 300mg", 900.0),
        ("300 mg three times daily", 900.0),
        ("300 mg tds", 900.0),
        ("900 mg", 900.0),
        ("0.9 g", 900.0),
        ("300+600 mg", 900.0),
        ("none", 0.0),
        ("0", 0.0),
        ("yes", None),
    ],
)
def test_what_was_taken_is_a_total_of_the_day(cell, total):
    assert taken_of(cell).total == total


@pytest.mark.parametrize("cell", ["900", "2 tablets", "1.500 mg", "300 ml"])
def test_a_dose_that_cannot_be_an_amount_keeps_that_it_was_taken(cell):
    found = taken_of(cell)

    assert isinstance(found, NoCell)
    assert found.kept.total is None


def test_morning_and_evening_add_up(library):
    diary = read(library, "date,gabapentin morning (mg),gabapentin evening (mg)\n2026-11-01,300,600\n")

    assert [dose.taken.total for dose in diary.doses] == [900.0]


def test_rows_with_their_times_add_up(library):
    diary = read(library, "timestamp,gabapentin\n2026-11-01T08:00,300 mg\n2026-11-01T20:00,600 mg\n")

    assert [dose.taken.total for dose in diary.doses] == [900.0]


def test_two_rows_of_a_day_without_times_may_contradict_and_stay_two(library):
    diary = read(library, "date,gabapentin\n2026-11-01,300 mg\n2026-11-01,600 mg\n")

    assert [dose.taken.total for dose in diary.doses] == [300.0, 600.0]


def test_medicines_in_one_column_are_read_by_name(library):
    diary = read(library, "date,medication\n2026-11-01,gabapentin 300 mg x3; frobnicol 5 mg\n")

    assert [(dose.drug, dose.taken.total) for dose in diary.doses] == [("gabapentin", 900.0)]
    assert [row for row, _, _ in problems(diary)] == [2]


def test_rescue_medicines_are_as_needed_and_a_bare_number_counts_doses(library):
    diary = read(library, "date,rescue\n2026-11-01,tramadol 50 mg x2\n2026-11-02,3\n")

    assert [(dose.drug, dose.as_needed) for dose in diary.doses] == [("tramadol", True)]
    assert values(diary, "pain.rescue_doses") == [("2026-11-02", 3)]
