"""The compiled query says of every patient what `ask` says of that one."""

from hypothesis import given
from hypothesis import strategies as st
from tests.generative import strategies
from tests.support.tables import Asked, ask_database, each, empty_database

from painpath.criteria.ask import Asking
from painpath.criteria.catalog import Catalog
from painpath.criteria.tree import Node

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
