"""The table of a diary as a spreadsheet or an app exports it: bytes into a head and rows. Knows no fact.

Read as it comes: commas, semicolons, tabs or strokes; UTF-8, UTF-16 or Windows text; with or without a byte order mark.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from painpath.intake.door import MOST_BYTES
from painpath.intake.errors import RecordError

#: a convention of ours: three entries a day for ninety years
MOST_ROWS = 100_000
_BETWEEN = (",", ";", "\t", "|")
_SHOWN = 40


class Table(NamedTuple):
    """The head, and each row with its number as a spreadsheet counts it (the head's row is usually 1)."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    remarks: tuple[str, ...] = ()


def read_table(data: bytes, name: str) -> Table:
    """The table in a file; RecordError where there is none, or it is larger than a diary can be."""
    if len(data) > MOST_BYTES:
        raise RecordError(
            f"{name}: the file is larger than {MOST_BYTES // 1_000_000} MB, the most that is read of one diary."
            " Export a shorter time, or leave columns of text out."
        )
    text, remark = _text(data, name)
    lines = text.splitlines(keepends=False)
    told = lines[0].strip().lower() if lines else ""
    between = told[4:5] if told.startswith("sep=") and len(told) == 5 else ""
    skipped = 1 if between else 0
    if between:
        text = text.split("\n", 1)[1] if "\n" in text else ""
    between = between or _between(text)
    rows: list[tuple[int, tuple[str, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        for number, row in enumerate(reader, 1 + skipped):
            cells = tuple(" ".join(cell.split()) for cell in row)
            if any(cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS:
                raise RecordError(
                    f"{name}: more than {MOST_ROWS} rows, too many for one diary. Export a shorter time."
                )
    except csv.Error:
        raise RecordError(
            f"{name}: row {reader.line_num + skipped} is not a row of a CSV table (a quote that is not closed, or a"
            " cell longer than any diary needs). Export it again as CSV."
        ) from None
    if not rows:
        raise RecordError(
            f"{name}: the file is empty. The first row names the columns: date, average pain, ..."
        )
    return Table(rows[0][1], tuple(rows[1:]), remark)


def _text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return data.decode("utf-16"), ()
        if b"\x00" in data[:64]:
            return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise RecordError(f"{name}: the file is not text. Save it as CSV in UTF-8 and try again.") from None
    if any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text[:2000]):
        raise RecordError(f"{name}: the file is not a CSV table. Save it as CSV in UTF-8 and try again.")
    return text, ("encoding",)


def _between(text: str) -> str:
    """What stands between the columns: whatever divides the head into the most of them."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(
        _BETWEEN, key=lambda mark: (len(next(csv.reader([head], delimiter=mark), [])), -_BETWEEN.index(mark))
    )


def shown(head: str) -> str:
    """A column's name in a message: one line, not longer than a few words."""
    name = " ".join(head.split()) or "(no name)"
    return name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"
