"""A reference table is read whole or refused, with the line, the column and what to do, and without a cell of it."""

import pytest
from tests.unit.assessment.qst_tables import HEAD, read, row, table

from painpath.assessment.qst_table import MOST_BYTES, MOST_ROWS, TableError


def refused(library, data: bytes) -> str:
    with pytest.raises(TableError) as error:
        read(library, data)
    return str(error.value)


def test_every_row_of_a_whole_table_is_read(library):
    reference = read(library, table())

    assert sum(len(rows) for rows in reference.rows.values()) == 11


def test_a_byte_order_mark_and_remarks_and_empty_lines_are_passed_over(library):
    data = b"\xef\xbb\xbf# a remark\n\n" + table()

    assert read(library, data).rows.keys() == read(library, table()).rows.keys()


def test_columns_may_stand_in_any_order(library):
    head = ",".join(reversed(HEAD.split(",")))
    line = ",".join(reversed(row("HPT").split(",")))

    assert len(read(library, table(line, head=head)).rows) == 1


def test_yaml_says_the_same_as_csv(library):
    text = """schema: painpath.qst_reference/1
source: made up
rows:
  - {parameter: HPT, region: foot, sex: male, age_from: 40, age_to: 49, unit: Cel, scale: raw, mean: 46, sd: 2, n: 20}
"""
    (from_yaml,) = read(library, text.encode()).rows.values()
    (from_csv,) = read(library, table(row("HPT"))).rows.values()

    assert from_yaml[0].cell == from_csv[0].cell
    assert from_yaml[0].source == "made up"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\xff\xfeh\x00", "UTF-16"),
        (b"\xe9\xe8", "not UTF-8"),
        (b"a" * (MOST_BYTES + 1), "larger than 1 MB"),
        (table().replace(b",", b";"), "separated by semicolons. Separate them by commas"),
        (table().replace(b",", b"\t"), "separated by tabs"),
        (HEAD.replace(",sd", "").encode(), "no column sd"),
        ((HEAD + ",name").encode(), "a column is there twice, or is none of"),
        ((HEAD + ",sd").encode(), "a column is there twice"),
        (HEAD.encode(), "the table has no row"),
        (b"# only a remark", "the table has no row"),
        (table(row("HPT") + ",1"), "12 cells under 11 columns. A decimal comma splits a number"),
        (table(row("HPT", source='"made up')), "a quotation mark is left open"),
        (table(row("HPT", mean='"46,3"')), "line 2, mean: it has a decimal comma; write a decimal point"),
        (table(row("HPT", mean="nan")), "line 2, mean: it is not a number"),
        (table(row("HPT", mean="1e999")), "line 2, mean: it is not a number"),
        (table(row("HPT", sd="")), "line 2, sd: it is not a number"),
        (table(row("HTP")), "line 2, parameter: it is none of CDT, WDT"),
        (table(row("HPT", region="elbow")), "line 2, region: it is none of face, hand, foot, trunk"),
        (table(row("HPT", sex="m")), "line 2, sex: it is none of female, male, any"),
        (table(row("HPT", unit="degF")), "line 2, unit: HPT is counted in Cel; write that"),
        (table(row("MDT", unit="g")), "line 2, unit: MDT is counted in mN"),
        (table(row("HPT", scale="log10")), "HPT is compared on the scale raw in this protocol"),
        (table(row("CDT", scale="raw")), "CDT is compared on the scale log10 in this protocol"),
        (table(row("HPT", age_from="40.5")), "line 2, age_from: it is a whole number of years"),
        (table(row("HPT", age_to="old")), "line 2, age_to: it is a whole number of years, or empty"),
        (table(row("HPT", age_to=39)), "line 2, age_to: it lies below age_from"),
        (table(row("HPT", age_to=121)), "or above 120"),
        (table(row("HPT", n=0)), "line 2, n: it is a whole number of people"),
        (table(row("HPT", source="")), "line 2, source: say in at most 300 characters"),
        (table(row("HPT", source="x" * 301)), "line 2, source: say in at most 300 characters"),
        (table(row("HPT", source="\x1b[2J")), "line 2, source: say in at most 300 characters"),
        (table(row("HPT"), row("HPT")), "line 2 and line 3: the same parameter, region, sex and age twice"),
        (table(row("HPT"), row("HPT", age_from=49, age_to=59)), "their ages overlap"),
        (table(row("HPT"), row("HPT", sex="any", age_from=20, age_to=60)), "their ages overlap"),
        (table(row("HPT"), row("HPT", age_from=51, age_to=59)), "no row for the years between them"),
        (table(*[row("HPT")] * (MOST_ROWS + 1)), "more than 5000 rows"),
        (b"schema: painpath.qst_reference/1\nrows: no", "`rows` is no list"),
        (b"schema: painpath.facts/1\nrows: []", "not a reference table"),
        (b"schema: painpath.qst_reference/1\nrows: [HPT]", "row 1: it is no mapping"),
        (b"schema: painpath.qst_reference/1\nrows: [{mean: {a: 1}}]", "row 1: a key is none of"),
        (b"schema: painpath.qst_reference/1\nrows: [{mean: 1}]", "row 1: no parameter"),
        (b"schema: painpath.qst_reference/1\nrows: [}", "neither CSV nor YAML"),
        (b"rows: " + b"[" * 5000, "neither CSV nor YAML"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_reason(library, data, says):
    assert says in refused(library, data)


@pytest.mark.parametrize("add", ["-0.1", "1.5", "0,1", "x"])
def test_an_added_constant_is_a_small_number_above_nothing(library, add):
    line = row("MPS") + f',"{add}"'

    assert "line 2, add: it" in refused(library, table(line, head=HEAD + ",add"))


def test_a_constant_is_not_added_to_a_raw_scale(library):
    assert "before the logarithm" in refused(library, table(row("HPT") + ",0.1", head=HEAD + ",add"))


@pytest.mark.parametrize("place", range(len(HEAD.split(",")) - 1))
def test_no_message_repeats_a_cell(library, place):
    cells = row("HPT").split(",")
    cells[place] = "Miller 1961-03-02"

    said = refused(library, table(",".join(cells)))

    assert "Miller" not in said
    assert "1961" not in said


def test_a_file_of_patients_given_by_mistake_is_refused_without_a_word_of_it(library):
    said = refused(library, b"name,born\nMiller,1961-03-02\n")

    assert "Miller" not in said
    assert "born" not in said


def test_a_row_without_spread_is_kept(library):
    ((one,),) = read(library, table(row("HPT", sd=0))).rows.values()

    assert one.cell.spread == 0.0


def test_an_empty_upper_age_has_no_end(library):
    reference = read(library, table(row("HPT", age_to="")))

    assert reference.cells("qst.hpt", "foot", frozenset({"male"}), range(99, 100)) is not None


@pytest.mark.parametrize(("year", "found"), [(39, False), (40, True), (49, True), (50, False)])
def test_both_ages_of_a_row_are_included(library, year, found):
    reference = read(library, table(row("HPT")))
    cells = reference.cells("qst.hpt", "foot", frozenset({"male"}), range(year, year + 1))

    assert (cells is not None) is found


def test_a_year_without_a_row_leaves_nothing_to_compare_with(library):
    reference = read(library, table(row("HPT")))

    assert reference.cells("qst.hpt", "foot", frozenset({"male"}), range(49, 51)) is None
