"""A diary's table into entries for a facts file: which column is what, and every cell that could not be read.

Nothing is dropped in silence: an unknown column, a cell that is no value and a day after today are each listed with row
and column, never with what the patient wrote. It writes nothing; `diary_merge` puts the entries beside those there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from painpath.intake.codes import Index, index_of
from painpath.intake.diary_cells import (
    NOT_A_DOSE,
    NOT_AN_EFFECT,
    OUT_OF_RANGE,
    Cell,
    NoCell,
    Taken,
    cell_of,
    effects_of,
    is_empty,
    taken_of,
)
from painpath.intake.diary_days import Day, NoDay, Order, order_of, read_day
from painpath.intake.diary_table import Table, read_table, shown
from painpath.intake.diary_words import Column, column_of, drug_meant, near_names
from painpath.intake.errors import RecordError
from painpath.library import Library

#: under this word of `notes` stands what has no column of its own
NOTE = "note"
AFTER_TODAY = "the day lies after today"
NO_DATE = "the row has no date"
TOO_MANY_CELLS = "the row has more cells than there are columns"
OTHER_SCALE = (
    "so many of its values are out of range that it is on another scale: none is used, all are kept as notes"
)
#: a convention of ours: from this share of a column's values on, being out of range is no slip of the pen
_MANY = 0.5
_FEW = 2
BURDEN = "symptom.side_effect_burden"


class Entry(msgspec.Struct, frozen=True):
    """One value of one fact (or `notes.WORD`) on one day, as a facts file holds it, and where it stood."""

    fact: str
    day: str
    value: object
    row: int = 0
    column: str = ""


class DoseDay(msgspec.Struct, frozen=True):
    """What was taken of one drug on one day; a total of 0 is a day without it."""

    drug: str
    day: str
    taken: Taken
    as_needed: bool = False
    row: int = 0
    column: str = ""
    part: str = ""


class Problem(msgspec.Struct, frozen=True):
    """One cell or row that was not read (or only in part), without its value."""

    row: int
    column: str
    why: str


class Diary(msgspec.Struct, frozen=True):
    """Everything that a table says."""

    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    doses: tuple[DoseDay, ...]
    problems: tuple[Problem, ...]
    #: ids of remarks (texts, `diary.remark_...`) with how many entries each is about
    remarks: tuple[tuple[str, int], ...]
    rows: int
    empty: int


class Told(msgspec.Struct, frozen=True):
    """What the user says of a table: how 03/04/2026 is to be read, and what columns hold, by their heads."""

    order: Order = ""
    columns: Mapping[str, str] = msgspec.field(default_factory=dict)


_NOTHING_TOLD = Told()


def read_diary(
    data: bytes, library: Library, today: date, told: Told = _NOTHING_TOLD, *, name: str = "diary"
) -> Diary:
    """The diary in a CSV table; `today` is the last day that is believed.

    RecordError where nothing of it can be read: no table, no column of dates, dates that may be read in two ways.
    """
    table = read_table(data, name)
    index = index_of(library)
    columns = _columns(index, table, told.columns, name)
    reading = _Reading(index, table, columns, today, name)
    reading.set_order(told.order)
    return reading.read()


def _columns(index: Index, table: Table, told: Mapping[str, str], name: str) -> tuple[Column, ...]:
    by_head = {" ".join(head.split()).lower(): fact for head, fact in told.items()}
    heads = [head.lower() for head in table.head]
    for head, fact in told.items():
        if " ".join(head.split()).lower() not in heads:
            raise RecordError(f"{name}: it has no column {shown(head)!r}. Its columns: {_heads(table)}.")
        if fact and column_of(index, head, fact).holds == "unread" and fact != "unread":
            near = near_names(index, fact)
            hint = (
                f" Did you mean {' or '.join(near)}?"
                if near
                else " `painpath facts WORD` lists what may be recorded."
            )
            raise RecordError(f"{name}: {fact!r} is the name of nothing that a diary may hold.{hint}")
    found = tuple(
        Column(head, "unread")
        if by_head.get(head.lower()) == "unread"
        else column_of(index, head, by_head.get(head.lower(), ""))
        for head in table.head
    )
    found = _one_of_each(found, {head for head, fact in by_head.items() if fact == "date"})
    if not any(column.holds == "date" for column in found):
        raise RecordError(
            f"{name}: no column is named as the date. Its columns: {_heads(table)}."
            " Name it with --date-column, or write a first row such as: date,average pain,worst pain"
        )
    return found


def _one_of_each(columns: tuple[Column, ...], told: set[str]) -> tuple[Column, ...]:
    """One column of dates and one of times (the one that was named, else the first); others are kept as notes."""
    found = list(columns)
    for holds in ("date", "time"):
        places = [i for i, column in enumerate(found) if column.holds == holds]
        places.sort(key=lambda i: (holds == "date" and found[i].head.lower() not in told, i))
        for i in places[1:]:
            found[i] = Column(found[i].head, "unread")
    return tuple(found)


def _heads(table: Table) -> str:
    """The names of the columns; a table whose first row holds values has none to show."""
    if any(cell[:1].isdigit() for cell in table.head):
        return "(the first row holds numbers or dates, not names)"
    return ", ".join(shown(head) for head in table.head[:20])


class _Reading:
    """One table being read."""

    def __init__(
        self, index: Index, table: Table, columns: tuple[Column, ...], today: date, name: str
    ) -> None:
        self.index, self.table, self.columns, self.today, self.name = index, table, columns, today, name
        self.dates = [i for i, column in enumerate(columns) if column.holds == "date"][:1]
        self.time = next((i for i, column in enumerate(columns) if column.holds == "time"), None)
        self.order: Order = ""
        self.entries: list[Entry] = []
        self.doses: list[DoseDay] = []
        self.problems: list[Problem] = []
        self.remarks: dict[str, int] = dict.fromkeys(table.remarks, 1)
        self.empty = 0

    def set_order(self, order: Order) -> None:
        """How numbers with strokes are read: as told, else as the table itself proves."""
        if order:
            self.order = order
            return
        place = self.dates[0]
        found = order_of(cells[place] for _, cells in self.table.rows if place < len(cells))
        if found.unclear or found.mixed:
            how = (
                "in two ways, and nothing tells which"
                if found.unclear
                else "only if some are day first and some month first"
            )
            raise RecordError(
                f"{self.name}: the dates in column {shown(self.columns[place].head)!r} (such as 03/04/2026) can be read"
                f" {how}. Say --dates day-first or --dates month-first, or write them like 2026-04-03."
            )
        self.order = found.order
        if found.order:
            self._remark(found.order.replace("-", "_"))

    def read(self) -> Diary:
        """All rows."""
        for number, cells in self.table.rows:
            self._row(number, cells)
        self._leave_other_scales()
        if not self.table.rows:
            raise RecordError(f"{self.name}: there is no row below the names of the columns.")
        if not self.entries and not self.doses and self.problems:
            first = self.problems[0]
            raise RecordError(
                f"{self.name}: nothing in its {len(self.table.rows)} rows could be read. Row {first.row}, column"
                f" {first.column!r}: {first.why}."
            )
        return Diary(
            self.columns, tuple(self.entries), _summed(self.doses), tuple(self.problems),
            tuple(sorted(self.remarks.items())), len(self.table.rows), self.empty,
        )  # fmt: skip

    def _leave_other_scales(self) -> None:
        """A column of numbers that are mostly out of range (0 to 100 for 0 to 10): of none is the small one meant."""
        for column in self.columns:
            head = shown(column.head)
            if column.holds != "fact":
                continue
            beyond = [p for p in self.problems if p.column == head and p.why.startswith(OUT_OF_RANGE)]
            inside = [e for e in self.entries if e.column == head and e.fact == column.fact]
            if len(beyond) < _FEW or len(beyond) < _MANY * (len(beyond) + len(inside)):
                continue
            gone = set(beyond)
            self.problems = [p for p in self.problems if p not in gone]
            self.problems.insert(0, Problem(1, head, OTHER_SCALE))
            self.entries = [e for e in self.entries if e.column != head or e.fact != column.fact]
            self.entries += [Entry(f"notes.{head}", e.day, e.value, e.row, head) for e in inside]
            self.entries += self._as_notes(head, {p.row for p in beyond})

    def _as_notes(self, head: str, rows: set[int]) -> list[Entry]:
        place = next(i for i, column in enumerate(self.columns) if shown(column.head) == head)
        found: list[Entry] = []
        for number, cells in self.table.rows:
            if number in rows:
                day = read_day(cells[self.dates[0]], self.order, self._clock(cells))
                if isinstance(day, Day):
                    found.append(Entry(f"notes.{head}", day.text, cells[place], number, head))
        return found

    def _clock(self, cells: tuple[str, ...]) -> str:
        clock = cells[self.time] if self.time is not None and self.time < len(cells) else ""
        return "" if is_empty(clock) else clock

    def _row(self, number: int, cells: tuple[str, ...]) -> None:
        place = self.dates[0]
        head = shown(self.columns[place].head)
        written = cells[place] if place < len(cells) else ""
        if is_empty(written):
            self.problems.append(Problem(number, head, NO_DATE))
            return
        day = read_day(written, self.order, self._clock(cells))
        if isinstance(day, NoDay):
            self.problems.append(Problem(number, head, day.why))
            return
        if day.text[:10] > self.today.isoformat():
            self.problems.append(Problem(number, head, AFTER_TODAY))
            return
        if day.utc:
            self._remark("utc")
        if any(cells[len(self.columns) :]):
            self.problems.append(Problem(number, f"column {len(self.columns) + 1}", TOO_MANY_CELLS))
        for column, cell in zip(self.columns, cells, strict=False):
            if column.holds not in ("date", "time"):
                self._cell(column, cell, day, number)

    def _cell(self, column: Column, cell: str, day: Day, row: int) -> None:
        if is_empty(cell):
            self.empty += 1
            return
        head = shown(column.head)
        match column.holds:
            case "fact":
                found = cell_of(self.index.facts[column.fact], cell, column.unit)
                value = self._value(found, row, head)
                if value is not None:
                    self.entries.append(Entry(column.fact, day.text, value, row, head))
                if isinstance(found, NoCell) and column.fact == "pain.triggers":
                    self._note(head, day, cell, row)
            case "dose":
                self._dose(column, taken_of(cell, column.unit), day, row)
            case "medicines" | "rescue":
                self._medicines(column, cell, day, row)
            case "effects":
                self._effects(head, cell, day, row)
            case _:
                self._note(NOTE if column.holds == "note" else head, day, cell, row)

    def _value(self, found: Cell | NoCell, row: int, head: str) -> object:
        if isinstance(found, NoCell):
            self.problems.append(Problem(row, head, found.why))
            return found.kept
        if found.odd:
            self._remark(found.odd)
        return found.value

    def _dose(
        self, column: Column, taken: Taken | NoCell, day: Day, row: int, *, as_needed: bool = False
    ) -> None:
        head = shown(column.head)
        kept = self._taken(taken, row, head)
        if kept is not None:
            drug = column.fact.removeprefix("medication.")
            self.doses.append(DoseDay(drug, day.text, kept, as_needed, row, head, column.part))

    def _taken(self, taken: Taken | NoCell, row: int, head: str) -> Taken | None:
        if isinstance(taken, Taken):
            return taken
        self.problems.append(Problem(row, head, taken.why))
        return taken.kept if isinstance(taken.kept, Taken) else None

    def _medicines(self, column: Column, cell: str, day: Day, row: int) -> None:
        """Medicines by name: `tramadol 50 mg x2; paracetamol 1 g`. Of rescue medicines a bare number counts doses."""
        head, rescue = shown(column.head), column.holds == "rescue"
        if rescue:
            counted = cell_of(
                self.index.facts["pain.rescue_doses"], {"none": "0", "no": "0"}.get(cell.lower(), cell)
            )
            if isinstance(counted, Cell):
                self.entries.append(Entry("pain.rescue_doses", day.text, counted.value, row, head))
                return
        elif cell.lower() in ("none", "no", "0"):
            self._note(head, day, cell, row)
            self.problems.append(Problem(row, head, "it does not say which medicine was not taken"))
            return
        for part in cell.split(";"):
            meant = self.index.drugs.find(part)
            drug = drug_meant(self.index, part)
            if not drug or not meant:
                if part.strip():
                    self.problems.append(Problem(row, head, "the name of one medicine is not understood"))
                    self._note(head, day, part, row)
                continue
            dose = part[meant[0].end :].strip(" :,-")
            taken = taken_of(dose) if dose else Taken(None)
            if isinstance(taken, NoCell) and taken.kept is None:
                taken = NoCell(NOT_A_DOSE, Taken(None))  # that it was taken is said by its name
            one = column._replace(fact=f"medication.{drug}")
            self._dose(one, taken, day, row, as_needed=rescue)

    def _effects(self, head: str, cell: str, day: Day, row: int) -> None:
        found = effects_of(self.index, cell)
        for fact, value in found.found:
            self.entries.append(Entry(fact, day.text, value, row, head))
        if found.burden:
            self.entries.append(Entry(BURDEN, day.text, found.burden, row, head))
        if found.unknown:
            self.problems.append(Problem(row, head, NOT_AN_EFFECT))
            self._note(head, day, cell, row)

    def _note(self, word: str, day: Day, text: str, row: int) -> None:
        self.entries.append(Entry(f"notes.{word}", day.text, text, row, word))

    def _remark(self, word: str) -> None:
        self.remarks[word] = self.remarks.get(word, 0) + 1


def _summed(doses: list[DoseDay]) -> tuple[DoseDay, ...]:
    """One dose a day: parts of the day (columns morning and evening, rows with their times) add up to the day's total.

    Several entries of a day that are not parts of it stay several: they may contradict each other.
    """
    rows: dict[tuple[str, str, bool, int], list[DoseDay]] = {}
    for dose in doses:
        rows.setdefault((dose.drug, dose.day, dose.as_needed, dose.row), []).append(dose)
    days: dict[tuple[str, str, bool], list[DoseDay]] = {}
    for (drug, day, needed, _), same in rows.items():
        parts = {one.part for one in same}
        divided = len(same) > 1 and all(parts) and len(parts) == len(same)
        days.setdefault((drug, day[:10], needed), []).extend([_total(same)] if divided else same)
    found: list[DoseDay] = []
    for (_, day, _), same in days.items():
        timed = all(len(one.day) > len(day) for one in same) and len({one.day for one in same}) == len(same)
        single = all(one.taken.times is None or one.part for one in same)
        one_day = [_total(same)] if len(same) > 1 and timed and single else same
        found += [msgspec.structs.replace(one, day=day) for one in one_day]
    return tuple(found)


def _total(same: list[DoseDay]) -> DoseDay:
    """Parts of one day as its total; not known where one part is not."""
    totals = [one.taken.total for one in same]
    total = None if any(one is None for one in totals) else sum(one or 0.0 for one in totals)
    unit = next((one.taken.unit for one in same if one.taken.unit), "")
    amounts = {one for one in totals if one}
    amount = amounts.pop() if len(amounts) == 1 else None
    times = None if amount is None or total is None else float(round(total / amount))
    return msgspec.structs.replace(same[0], taken=Taken(total, unit, amount, times))
