"""Records as event tables in DuckDB, so that compiled criteria can be asked of them. One patient per record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from painpath.criteria.catalog import Catalog
from painpath.criteria.compile_sql import compile_criteria
from painpath.criteria.tree import Node
from painpath.facts.answer import NO, UNKNOWN, YES, Answer
from painpath.facts.reading import Course, Order, Reading
from painpath.facts.record import Record

TABLES = {
    "patients": "patient INTEGER, as_of INTEGER",
    "complete": "patient INTEGER, list VARCHAR, since INTEGER",
    "readings": "patient INTEGER, fact VARCHAR, id VARCHAR, low DOUBLE, high DOUBLE, first INTEGER, last INTEGER, "
    "clock INTEGER, recorded INTEGER, ended_first INTEGER, ended_last INTEGER, unreadable BOOLEAN, closed BOOLEAN",
    "members": "patient INTEGER, fact VARCHAR, reading VARCHAR, member VARCHAR",
    "sites": "patient INTEGER, fact VARCHAR, reading VARCHAR, site VARCHAR",
    "courses": "patient INTEGER, drug VARCHAR, id VARCHAR, status VARCHAR, began_first INTEGER, began_last INTEGER, "
    "ended_first INTEGER, ended_last INTEGER, daily_low DOUBLE, daily_high DOUBLE, unit VARCHAR, route VARCHAR, "
    "outcome VARCHAR",
    "orders": "patient INTEGER, drug VARCHAR, amount DOUBLE, times_per_day DOUBLE, unit VARCHAR, route VARCHAR",
}
Row = tuple[object, ...]
Asked = tuple[Record, Order | None]


def empty_database() -> duckdb.DuckDBPyConnection:
    """The event tables without any rows."""
    database = duckdb.connect()
    database.execute("SET threads TO 1")
    for name, columns in TABLES.items():
        database.execute(f"CREATE TABLE {name} ({columns})")
    return database


def fill(database: duckdb.DuckDBPyConnection, asked: Sequence[Asked]) -> None:
    """Replace what the tables hold by these patients, numbered from 0."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for patient, (record, order) in enumerate(asked):
        rows["patients"].append((patient, record.as_of))
        rows["complete"] += [(patient, name, since) for name, since in record.complete.items()]
        events = [
            *(e for es in record.readings.values() for e in es),
            *(e for es in record.courses.values() for e in es),
        ]
        for event in (*events, *record.later):
            if isinstance(event, Reading):
                rows["readings"].append(_reading(patient, event))
                rows["members"] += [
                    (patient, event.fact, event.id, member) for member in sorted(event.members)
                ]
                rows["sites"] += [(patient, event.fact, event.id, site) for site in sorted(event.at)]
            else:
                rows["courses"].append(_course(patient, event))
        if order is not None:
            rows["orders"].append(
                (patient, order.drug, order.amount, order.times_per_day, order.unit, order.route)
            )
    for name, made in rows.items():
        database.execute(f"DELETE FROM {name}")
        if made:
            slots = ", ".join("?" for _ in made[0])
            database.execute(
                f"INSERT INTO {name} VALUES {', '.join(f'({slots})' for _ in made)}",
                [cell for row in made for cell in row],
            )


def _reading(patient: int, reading: Reading) -> Row:
    ended = reading.ended
    return (
        patient, reading.fact, reading.id, reading.low, reading.high, reading.when.first, reading.when.last,
        reading.when.clock, reading.recorded, ended and ended.first, ended and ended.last,
        bool(reading.unreadable), reading.closed,
    )  # fmt: skip


def _course(patient: int, course: Course) -> Row:
    ended = course.ended
    return (
        patient, course.drug, course.id, course.status.value, course.began.first, course.began.last,
        ended and ended.first, ended and ended.last, course.daily_low, course.daily_high, course.unit,
        course.route, course.outcome.value,
    )  # fmt: skip


def ask_database(
    catalog: Catalog,
    asked: Sequence[Asked],
    criteria: Mapping[str, Node],
    database: duckdb.DuckDBPyConnection | None = None,
) -> list[dict[str, Answer]]:
    """The answers of the compiled criteria, patient by patient."""
    database = database or empty_database()
    fill(database, asked)
    query = compile_criteria(catalog, criteria).sql("duckdb")
    result = database.execute(f"{query} ORDER BY patient").fetchall()
    return [dict(zip(criteria, map(_answer, row[1:]), strict=True)) for row in result]


def _answer(cell: object) -> Answer:
    return UNKNOWN if cell is None else YES if cell else NO


def each(criteria: Iterable[Node]) -> dict[str, Node]:
    """Criteria named by their number."""
    return {f"n{i}": node for i, node in enumerate(criteria)}
