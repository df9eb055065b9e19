"""Answers that are shared between askings are those that each would have found alone."""

from hypothesis import given
from hypothesis import strategies as st
from tests.generative import strategies

from painpath.criteria.ask import Asking


@st.composite
def visits(draw):
    catalog = draw(strategies.catalogs())
    return (
        catalog,
        draw(strategies.records(catalog)),
        draw(st.sampled_from((*strategies.INGREDIENTS, "reds"))),
        draw(st.lists(strategies.trees(), min_size=2, max_size=6)),
        draw(strategies.orders()),
    )


def _alone(catalog, record, order, node):
    asking = Asking(catalog, record)
    asking = asking.with_order(order) if order else asking
    return asking.ask(node), asking.missing(node)


@given(visits())
def test_an_order_shares_only_what_does_not_see_it(visit) -> None:
    catalog, record, _, nodes, order = visit
    base = Asking(catalog, record)
    shared = [base.with_order(order) if order else base for _ in nodes]
    for node in nodes:
        base.ask(node)

    found = [(asking.ask(node), asking.missing(node)) for asking, node in zip(shared, nodes, strict=True)]

    assert found == [_alone(catalog, record, order, node) for node in nodes]


@given(visits())
def test_a_record_without_a_drug_shares_only_what_that_drug_cannot_reach(visit) -> None:
    catalog, record, drug, nodes, order = visit
    other = record.without(drug)
    base = Asking(catalog, record)
    for node in nodes:
        base.ask(node)
    shared = base.without(drug)
    shared = shared.with_order(order) if order else shared

    found = [(shared.ask(node), shared.missing(node)) for node in nodes]

    assert found == [_alone(catalog, other, order, node) for node in nodes]
