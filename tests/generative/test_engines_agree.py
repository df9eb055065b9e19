"""The compiled query says of every patient what `ask` says of that one."""

from hypothesis import given
from hypothesis import strategies as st
from tests.generative import strategies
from tests.support.tables import Asked, ask_database, each, empty_database

from painpath.criteria.ask import Asking
from painpath.criteria.catalog import Catalog
from painpath.criteria.tree import Change, Node
from painpath.facts.answer import YES
from painpath.facts.moment import Moment
from painpath.facts.reading import Reading
from painpath.facts.record import Record, build_record

_DATABASE = empty_database()


@st.composite
def batches(draw) -> tuple[Catalog, list[Asked], list[Node]]:
    """One catalog, some records with or without an order, some criteria."""
    catalog = draw(strategies.catalogs())
    records = draw(
        st.lists(st.tuples(strategies.records(catalog), strategies.orders()), min_size=3, max_size=8)
    )
    return catalog, records, draw(st.lists(strategies.trees(), min_size=4, max_size=10))


@given(batches())
def test_both_engines_give_the_same_answers(batch: tuple[Catalog, list[Asked], list[Node]]) -> None:
    catalog, patients, nodes = batch
    criteria = each(nodes)
    expected = []
    for record, order in patients:
        asking = Asking(catalog, record)
        asking = asking.with_order(order) if order else asking
        expected.append({name: asking.ask(node) for name, node in criteria.items()})

    actual = ask_database(catalog, patients, criteria, _DATABASE)

    assert actual == expected


@st.composite
def rows_of_readings(draw) -> tuple[Catalog, list[Asked], list[Node]]:
    """Patients with several readings of one quantity, some close together and some far apart, and changes asked."""
    fact = "q.one"
    ends = st.tuples(*[st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0])] * 2)
    patients: list[Asked] = []
    for _ in range(draw(st.integers(3, 6))):
        day, found = strategies.TODAY, []
        for number in range(draw(st.integers(2, 5))):
            day -= draw(st.sampled_from([0, 1, 20, 30, 31, 45, 91, 92, 150]))
            low, high = draw(st.one_of(ends.map(lambda pair: (pair[0], pair[0])), ends.map(sorted)))
            length = draw(st.sampled_from([0, 0, 0, 5, 40]))
            when = Moment(day - length, day)
            found.append(Reading(fact, low, high, when, id=f"{fact}.{number}"))
        patients.append((build_record(strategies.TODAY, found, [], {}), None))
    asks = st.builds(
        Change, st.just(fact), st.booleans(), st.sampled_from([1.0, 2.0]), st.sampled_from([30.4375, 91.3125])
    )
    return draw(strategies.catalogs()), patients, draw(st.lists(asks, min_size=2, max_size=4))


@given(rows_of_readings())
def test_both_engines_tell_a_change_from_a_row_of_readings(
    batch: tuple[Catalog, list[Asked], list[Node]],
) -> None:
    catalog, patients, nodes = batch
    criteria = each(nodes)
    expected = [
        {name: Asking(catalog, record).ask(node) for name, node in criteria.items()} for record, _ in patients
    ]

    assert ask_database(catalog, patients, criteria, _DATABASE) == expected


def _without(record: Record, one: Reading) -> Record:
    return build_record(record.as_of, [r for r in record.of(one.fact) if r is not one], [], {})


@given(rows_of_readings())
def test_a_change_that_is_known_stays_known_to_be_possible_when_a_reading_is_lost(
    batch: tuple[Catalog, list[Asked], list[Node]],
) -> None:
    """With less on record, what was so may become unknown; where it becomes a no, the row without it must be close."""
    catalog, patients, nodes = batch
    for record, _ in patients:
        readings = record.of("q.one")
        for place, reading in enumerate(readings[1:-1], 1):
            before, after = readings[place - 1], readings[place + 1]
            between = min(before.low, after.low) <= reading.low and reading.high <= max(
                before.high, after.high
            )
            for node in nodes:
                assert isinstance(node, Change)
                if not between or after.when.first - before.when.last <= node.over_at_most:
                    continue
                if Asking(catalog, record).ask(node) is YES:
                    assert Asking(catalog, _without(record, reading)).ask(node).value != "no"
