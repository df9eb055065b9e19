"""`explain` walks the same tree as `ask`: at every node it gives the same answer."""

from hypothesis import given
from hypothesis import strategies as st
from tests.generative import strategies

from painpath.criteria.ask import Asking
from painpath.criteria.explain import Why, explain
from painpath.criteria.tree import RuleRef, parts
from painpath.facts.answer import UNKNOWN


@st.composite
def questions(draw):
    catalog = draw(strategies.catalogs())
    node = draw(st.one_of(strategies.trees(), strategies.ladders()))
    return catalog, draw(strategies.records(catalog)), draw(strategies.orders()), node


def _asking(catalog, record, order) -> Asking:
    asking = Asking(catalog, record)
    return asking.with_order(order) if order else asking


@given(questions())
def test_every_node_of_an_explanation_has_the_answer_that_was_given(question) -> None:
    catalog, record, order, node = question
    asking = _asking(catalog, record, order)

    def check(why: Why) -> None:
        assert why.answer is asking.ask(why.node)
        inner = (catalog.rules[why.node.rule],) if isinstance(why.node, RuleRef) else parts(why.node)
        assert tuple(part.node for part in why.parts) == inner
        for part in why.parts:
            check(part)

    check(explain(asking, node))


@given(questions())
def test_the_leaves_that_carry_an_answer_are_leaves_of_the_tree(question) -> None:
    catalog, record, order, node = question
    why = explain(_asking(catalog, record, order), node)

    leaves = why.leaves()

    assert leaves
    assert all(not leaf.parts for leaf in leaves)


@given(questions())
def test_an_unknown_names_what_is_missing(question) -> None:
    catalog, record, order, node = question
    asking = _asking(catalog, record, order)

    missing = asking.missing(node)

    assert bool(missing) == (asking.ask(node) is UNKNOWN)
    for miss in missing:
        assert miss.fact in catalog.facts or miss.fact.startswith(("medication.", "allergy."))


@given(questions())
def test_an_explanation_of_an_unknown_leaf_names_what_is_missing(question) -> None:
    catalog, record, order, node = question

    def check(why: Why) -> None:
        if not why.parts:
            assert bool(why.missing) == (why.answer is UNKNOWN)
        for part in why.parts:
            check(part)

    check(explain(_asking(catalog, record, order), node))
