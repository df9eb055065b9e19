"""Sheet: the growing table of one row per patient that criteria are compiled onto.

Everything asked becomes a column, once: `feature` for what one pass over an event table yields, `keep` for what
follows from other columns, `attach` for what needs a table of its own. `finish` puts the columns into layers, each a
CTE that only looks at earlier ones. What a column means is said where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sqlglot import exp

from painpath.criteria.compile_words import Sql, col, whole

Build = Callable[[str], exp.Select]


class Join(NamedTuple):
    """A table beside another, row by row where a condition holds; `left` keeps rows without a partner."""

    table: Sql
    on: Sql
    left: bool = False


def select(
    columns: Sequence[Sql],
    table: Sql | str,
    joins: Sequence[Join] = (),
    where: Sql | None = None,
    by: Sequence[Sql] = (),
) -> exp.Select:
    """`SELECT columns FROM table JOIN ... WHERE where GROUP BY by`."""
    query = exp.select(*columns, copy=False).from_(table, copy=False)
    for join in joins:
        query = query.join(join.table, on=join.on, join_type="left" if join.left else "", copy=False)
    if where is not None:
        query = query.where(where, copy=False)
    return query.group_by(*by, copy=False) if by else query


def named(value: Sql, name: str) -> Sql:
    """A column with a name."""
    return exp.Alias(this=value, alias=exp.to_identifier(name))


def distinct(query: exp.Select) -> exp.Select:
    """The same rows, each once."""
    return query.distinct(copy=False)


def source(name: str, alias: str = "") -> Sql:
    """A table by name, and by which name it is spoken of."""
    return exp.to_table(name, alias=alias or None)


def inner(query: exp.Query, alias: str) -> Sql:
    """A query used as a table."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier(alias)))


def same(name: str, one: str, other: str, other_name: str = "") -> Sql:
    """Whether two tables agree in a column."""
    return col(name, one).eq(col(other_name or name, other))


def rows_of(columns: Sequence[str], rows: Sequence[tuple[str | float | None, ...]]) -> exp.Select:
    """A table written out; no row at all where there are none."""
    written = [
        exp.select(*(named(_cell(cell), name) for cell, name in zip(row, columns, strict=True)))
        for row in rows
    ]
    if not written:
        empty = exp.select(*(named(exp.cast(exp.null(), "text"), name) for name in columns))
        return empty.where(exp.false())
    if len(written) == 1:
        return written[0]
    values = exp.values([tuple(_cell(cell) for cell in row) for row in rows], alias="listed", columns=columns)
    return exp.select(*(exp.column(name, table="listed") for name in columns)).from_(values)


def _cell(cell: str | float | None) -> Sql:
    if cell is None:
        return exp.cast(exp.null(), "double")
    return (
        exp.Literal.string(cell)
        if isinstance(cell, str)
        else exp.cast(exp.Literal.string(repr(cell)), "double")
    )


class Sheet:
    """Columns asked for so far; see the top of this file."""

    def __init__(self) -> None:
        self._names: dict[object, str] = {}
        self._layer_of: dict[str, int] = {}
        self._layers: list[list[tuple[str, Sql]]] = [[]]
        self._features: dict[str, list[tuple[str, Sql]]] = {}
        self._base: list[tuple[str, Sql]] = []
        self._attached: dict[int, list[tuple[str, exp.Select, tuple[str, ...]]]] = {}

    def feature(self, source: str, aggregate: Sql) -> Sql:
        """A column made from one patient's rows of the event table `source`; NULL for one without any."""
        name, new = self._name((source, aggregate), "f")
        joined = f"{source}_features_{name}"
        if new:
            self._features.setdefault(source, []).append((name, aggregate))
            self._layer_of[joined] = 0
        return col(joined)

    def count(self, source: str, aggregate: Sql) -> Sql:
        """The same, 0 for a patient without any rows."""
        return exp.Coalesce(this=self.feature(source, aggregate), expressions=[whole(0)])

    def some(self, source: str, aggregate: Sql) -> Sql:
        """Whether an aggregate of 0 and 1 is 1."""
        return self.count(source, aggregate).eq(whole(1))

    def keep(self, value: Sql) -> Sql:
        """A column made from other columns of the same patient."""
        if isinstance(value, exp.Column):
            return value
        name, new = self._name(value, "c")
        if new:
            layer = self.layer(value) + 1
            while len(self._layers) <= layer:
                self._layers.append([])
            self._layers[layer].append((name, value))
            self._layer_of[name] = layer
        return col(name)

    def layer(self, *values: Sql) -> int:
        """The first layer at which all columns of these expressions are there."""
        found = [self._layer_of.get(c.name, 0) for value in values for c in value.find_all(exp.Column)]
        return max(found, default=0)

    def attach(self, columns: tuple[str, ...], build: Build, needs: Sequence[Sql] = ()) -> tuple[Sql, ...]:
        """Columns of a table of its own, `build(layer)`, one row per patient at most, that may look at the layer.

        `build` is given the name of a table with all columns that `needs` mention.
        """
        needed = self.layer(*needs)
        # Without needs it is joined at the ground; else it looks at one layer and is joined to the next.
        layer = needed + 1 if needs else 0
        table = build(f"layer_{needed}" if needs else "patients")
        stem, new = self._name((layer, table), "a")
        names = tuple(f"{stem}_{column}" for column in columns)
        if new:
            self._attached.setdefault(layer, []).append((stem, table, columns))
            while len(self._layers) <= layer:
                self._layers.append([])
            for name in names:
                self._layer_of[name] = layer
        return tuple(col(name) for name in names)

    def _name(self, key: object, letter: str) -> tuple[str, bool]:
        if key in self._names:
            return self._names[key], False
        name = self._names[key] = f"{letter}{len(self._names) + 1}"
        return name, True

    def finish(self, events: Sequence[tuple[str, exp.Select]], results: Mapping[str, Sql]) -> exp.Select:
        """The whole query: the event tables, their features, the layers, and one column per result."""
        tables = list(events)
        joins: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
        for events_, features in self._features.items():
            columns = [col("patient"), *(named(value, name) for name, value in features)]
            tables.append((f"{events_}_features", select(columns, events_, by=[col("patient")])))
            joins.setdefault(0, []).append((f"{events_}_features", tuple(name for name, _ in features)))
        for depth, layer in enumerate(self._layers):
            below = f"layer_{depth - 1}" if depth else "patients"
            for stem, table, columns_ in self._attached.get(depth, ()):
                tables.append((stem, table))
                joins.setdefault(depth, []).append((stem, columns_))
            made: list[Sql] = [exp.Column(this=exp.Star(), table=exp.to_identifier(below))]
            if not depth:
                made = [col("patient", "patients"), col("as_of", "patients"), *order_columns()]
            for beside_, names in joins.get(depth, ()):
                made += [named(col(name, beside_), f"{beside_}_{name}") for name in names]
            made += [named(value, name) for name, value in layer]
            beside = ["orders"] * (not depth) + [name for name, _ in joins.get(depth, ())]
            joined = [Join(source(name), same("patient", name, below), left=True) for name in beside]
            query = select(made, below, joined)
            tables.append((f"layer_{depth}", query))
        last = f"layer_{len(self._layers) - 1}"
        answers = [
            exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True))
            for name, value in results.items()
        ]
        whole_query = select([col("patient"), *answers], last)
        for name, table_ in tables:
            whole_query = whole_query.with_(name, as_=table_, copy=False)
        return whole_query


def order_columns() -> list[Sql]:
    """The proposed order of each patient, NULL where there is none."""
    return [
        named(col(name, "orders"), f"order_{name}")
        for name in ("drug", "amount", "times_per_day", "unit", "route")
    ]
