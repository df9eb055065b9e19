"""A reference table of sensory testing as its user brings it (CSV or YAML): read strictly, every row or none.

Columns (or keys of a row): parameter, region, sex, age_from, age_to, unit, scale, mean, sd, n, source, and if wanted
add. Form and reasons: docs/decisions/0012-qst.md. No cell is ever shown in a message: whoever gives the wrong file
may have given one with patients in it.

    RecordError
      TableError      the table could not be used (exit 3): where, what is wrong, what to do
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import msgspec
import yaml

from painpath.assessment.qst_score import Cell
from painpath.intake.errors import RecordError
from painpath.library import Library, schema
from painpath.library.yaml_reader import YamlError, read_yaml

#: conventions of ours: what a table may at most be
MOST_BYTES, MOST_ROWS, MOST_TEXT, MOST_DEPTH = 1_000_000, 5000, 300, 5
SCHEMA = "painpath.qst_reference/1"
COLUMNS = (
    "parameter", "region", "sex", "age_from", "age_to", "unit", "scale", "mean", "sd", "n", "source",
)  # fmt: skip
OPTIONAL = ("add",)
ANY = "any"
SEXES = ("female", "male", ANY)
OLDEST = 120

_NUMBER = re.compile(r"^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?$")
_WHOLE = re.compile(r"^\d{1,9}$")
_DECIMAL_COMMA = re.compile(r"^[-+]?\d+,\d+$")


class TableError(RecordError):
    """A reference table that cannot be used: where, what is wrong and what to do, without a cell of it."""


class Row(msgspec.Struct, frozen=True):
    """One cell of the table and whom it is about; ages are whole years, both included."""

    fact: str
    region: str
    sex: str
    age_from: int
    age_to: int
    cell: Cell
    people: int
    source: str
    place: str


class Reference(msgspec.Struct, frozen=True):
    """A reference table: its rows by parameter (fact) and region, and what it is called."""

    name: str
    rows: Mapping[tuple[str, str], tuple[Row, ...]] = msgspec.field(default_factory=dict)

    def cells(self, fact: str, region: str, sexes: frozenset[str], years: range) -> tuple[Row, ...] | None:
        """Every row that this person may belong to; None where one of the years or sexes has no row."""
        found: dict[Row, None] = {}
        for sex in sorted(sexes):
            for year in years:
                fits = [
                    row
                    for row in self.rows.get((fact, region), ())
                    if row.sex in (sex, ANY) and row.age_from <= year <= row.age_to
                ]
                if not fits:
                    return None
                found.update(dict.fromkeys(fits))
        return tuple(found) or None


def read_reference(data: bytes, name: str, library: Library, protocol: schema.QstProtocol) -> Reference:
    """The table in `data`; `name` is what to call it in messages. TableError names the first thing that is wrong.

    A row without a spread (sd 0) is kept: it makes its parameter not computable there, which is said, not hidden.
    """
    text = _text(data, name)
    listed = _yaml_rows(text, name) if _is_yaml(text) else _csv_rows(text, name)
    form = _Form(name, library, protocol)
    grouped: dict[tuple[str, str], list[Row]] = {}
    for count, (place, words) in enumerate(listed, 1):
        if count > MOST_ROWS:
            raise TableError(
                f"{name}: more than {MOST_ROWS} rows. Leave out what is not about this protocol."
            )
        row = form.row(place, words)
        grouped.setdefault((row.fact, row.region), []).append(row)
    if not grouped:
        raise TableError(
            f"{name}: the table has no row. Its first line is: {','.join(COLUMNS)}; then a line for each."
        )
    for rows in grouped.values():
        _check_ages(name, rows)
    return Reference(name, {key: tuple(rows) for key, rows in sorted(grouped.items())})


# ------------------------------------------------------------------------------------------------- the file


def _text(data: bytes, name: str) -> str:
    if len(data) > MOST_BYTES:
        raise TableError(
            f"{name}: the table is larger than {MOST_BYTES // 1_000_000} MB, the most that is read."
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data:
        raise TableError(f"{name}: the table is not UTF-8 text (it looks like UTF-16). Save it as CSV UTF-8.")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        raise TableError(f"{name}: the table is not UTF-8 text. Save it as CSV UTF-8.") from None
    if not text.strip():
        raise TableError(f"{name}: the table is empty. Its first line is: {','.join(COLUMNS)}")
    return text


def _is_yaml(text: str) -> bool:
    """Whether the first line that says something is a key of YAML and not the heading of a CSV."""
    first = next((line for line in text.splitlines() if line.strip() and not _is_remark(line)), "")
    return re.match(r"^(?:\{|---|(?:schema|rows|source)\s*:)", first) is not None


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _csv_rows(text: str, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    head: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or _is_remark(line):
            continue
        place = f"line {number}"
        try:
            cells = next(csv.reader([line], strict=True))
        except csv.Error:
            says = "a quotation mark is left open, or a cell is too long. Close it in the same line"
            raise TableError(f"{name}, {place}: {says}.") from None
        if not head:
            head = _heading(name, place, line, [cell.strip().lower() for cell in cells])
            continue
        if len(cells) != len(head):
            decimal = (
                " A decimal comma splits a number in two: write 0.27, not 0,27."
                if len(cells) > len(head)
                else ""
            )
            raise TableError(
                f"{name}, {place}: {len(cells)} cells under {len(head)} columns.{decimal}"
                " Give every column one cell."
            )
        yield place, {column: cell.strip() for column, cell in zip(head, cells, strict=True)}


def _heading(name: str, place: str, line: str, head: list[str]) -> list[str]:
    """The columns; TableError for another separator, a missing, repeated or unknown column."""
    for mark, called in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if mark in line:
            raise TableError(
                f"{name}, {place}: columns are separated by {called}. Separate them by commas, and write numbers with a"
                " decimal point."
            )
    lacking = [column for column in COLUMNS if column not in head]
    if lacking:
        raise TableError(
            f"{name}, {place}: no column {', '.join(lacking)}. The first line is: {','.join(COLUMNS)}"
            f" (and if wanted {','.join(OPTIONAL)})."
        )
    if len(set(head)) != len(head) or set(head) - {*COLUMNS, *OPTIONAL}:
        raise TableError(
            f"{name}, {place}: a column is there twice, or is none of {', '.join((*COLUMNS, *OPTIONAL))}. Leave it out."
        )
    return head


def _yaml_rows(text: str, name: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Rows of `{schema: painpath.qst_reference/1, source: ..., rows: [{parameter: CDT, ...}]}`."""
    form = f"Write schema: {SCHEMA}, then rows: with one mapping for each row."
    try:
        _check_depth(text)
        tree, _ = read_yaml(text)
    except (YamlError, yaml.YAMLError, ValueError):
        raise TableError(f"{name}: this is neither CSV nor YAML that can be read. {form}") from None
    if not isinstance(tree, dict) or set(tree) - {"schema", "source", "rows"} or tree.get("schema") != SCHEMA:
        raise TableError(f"{name}: this is not a reference table. {form}")
    rows = tree.get("rows")
    if not isinstance(rows, list):
        raise TableError(f"{name}: `rows` is no list. {form}")
    for number, row in enumerate(rows, 1):
        place = f"row {number}"
        if not isinstance(row, dict):
            raise TableError(f"{name}, {place}: it is no mapping of columns. {form}")
        words = {"source": tree.get("source", ""), **row}
        if set(words) - {*COLUMNS, *OPTIONAL} or any(
            isinstance(v, (dict, list, bool)) for v in words.values()
        ):
            raise TableError(f"{name}, {place}: a key is none of {', '.join((*COLUMNS, *OPTIONAL))}.")
        lacking = [column for column in COLUMNS if column not in words]
        if lacking:
            raise TableError(f"{name}, {place}: no {', '.join(lacking)}.")
        yield place, {str(k): "" if v is None else str(v).strip() for k, v in words.items()}


def _check_depth(text: str) -> None:
    """ValueError for values nested deeper than a table is: the reader of YAML climbs down one call a level."""
    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise ValueError("nested too deep")


# ------------------------------------------------------------------------------------------------- the rows


class _Form(msgspec.Struct, frozen=True):
    """What a row must look like, by protocol and library."""

    name: str
    library: Library
    protocol: schema.QstProtocol

    def row(self, place: str, words: Mapping[str, str]) -> Row:
        """One row, checked; TableError names the column."""
        by_name = {p.abbreviation.lower(): p for p in self.protocol.parameters}
        parameter = by_name.get(words["parameter"].lower())
        if parameter is None:
            names = ", ".join(p.abbreviation for p in self.protocol.parameters)
            raise self._wrong(place, "parameter", f"it is none of {names}")
        region = self._one_of(place, "region", words, [area.name for area in self.protocol.areas])
        sex = self._one_of(place, "sex", words, SEXES)
        unit = self.library.facts[parameter.fact].unit
        if words["unit"] != unit:
            raise self._wrong(place, "unit", f"{parameter.abbreviation} is counted in {unit}; write that")
        scale = self._one_of(place, "scale", words, ("raw", "log10"))
        if parameter.compare == "z" and scale != parameter.scale:
            says = f"{parameter.abbreviation} is compared on the scale {parameter.scale} in this protocol"
            raise self._wrong(place, "scale", says)
        youngest, oldest = self._ages(place, words)
        add = self._number(place, "add", words["add"]) if words.get("add") else 0.0
        if add and (scale != "log10" or not 0 < add <= 1):
            raise self._wrong(
                place, "add", "it is a small number above 0 that was added before the logarithm"
            )
        cell = Cell(self._number(place, "mean", words["mean"]), self._number(place, "sd", words["sd"]), add)
        if not _WHOLE.match(words["n"]) or int(words["n"]) < 1:
            raise self._wrong(place, "n", "it is a whole number of people, at least 1")
        source = words["source"]
        if not source or len(source) > MOST_TEXT or not source.isprintable():
            raise self._wrong(
                place, "source", f"say in at most {MOST_TEXT} characters where the numbers come from"
            )
        return Row(parameter.fact, region, sex, youngest, oldest, cell, int(words["n"]), source, place)

    def _wrong(self, place: str, column: str, says: str) -> TableError:
        return TableError(f"{self.name}, {place}, {column}: {says}.")

    def _one_of(
        self, place: str, column: str, words: Mapping[str, str], known: list[str] | tuple[str, ...]
    ) -> str:
        word = words[column].lower()
        if word not in known:
            raise self._wrong(place, column, f"it is none of {', '.join(known)}")
        return word

    def _number(self, place: str, column: str, text: str) -> float:
        if _DECIMAL_COMMA.match(text):
            raise self._wrong(place, column, "it has a decimal comma; write a decimal point")
        if not _NUMBER.match(text) or not math.isfinite(float(text)):
            raise self._wrong(place, column, "it is not a number with a decimal point")
        return float(text)

    def _ages(self, place: str, words: Mapping[str, str]) -> tuple[int, int]:
        """Whole years, both included; an empty `age_to` is without end."""
        if not _WHOLE.match(words["age_from"]):
            raise self._wrong(place, "age_from", "it is a whole number of years")
        if words["age_to"] and not _WHOLE.match(words["age_to"]):
            raise self._wrong(place, "age_to", "it is a whole number of years, or empty for no upper end")
        youngest, oldest = int(words["age_from"]), int(words["age_to"] or OLDEST)
        if not youngest <= oldest <= OLDEST:
            raise self._wrong(place, "age_to", f"it lies below age_from or above {OLDEST}")
        return youngest, oldest


def _check_ages(name: str, rows: list[Row]) -> None:
    """TableError for two rows about the same people, or years without a row between two rows."""
    for sex in ("female", "male"):
        own = sorted((r for r in rows if r.sex in (sex, ANY)), key=lambda r: (r.age_from, r.age_to, r.place))
        for before, after in pairwise(own):
            both = f"{name}, {before.place} and {after.place}"
            if (before.age_from, before.age_to) == (after.age_from, after.age_to):
                raise TableError(f"{both}: the same parameter, region, sex and age twice. Keep one.")
            if after.age_from <= before.age_to:
                raise TableError(
                    f"{both}: their ages overlap. Both ends are included: write 30 to 39, 40 to 49."
                )
            if after.age_from > before.age_to + 1:
                raise TableError(f"{both}: no row for the years between them. Add it, or mend an age.")
