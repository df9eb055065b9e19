"""Learning never flips (decision 0001): filling in an unknown may settle an answer, never turn yes to no or back."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.generative import strategies
from tests.generative.learning import TOPICS, learned

from painpath.criteria.ask import Asking
from painpath.facts.answer import NO, YES


@st.composite
def lessons(draw):
    catalog = draw(strategies.catalogs())
    topic = TOPICS[draw(st.sampled_from(list(TOPICS)))]
    before = draw(strategies.records(catalog, topic.facts, drugs="new_course" in topic.steps))
    after = draw(learned(catalog, before, topic))
    nodes = draw(st.lists(strategies.trees(topic.asks, depth=1, kinds=topic.kinds), min_size=4, max_size=8))
    return catalog, before, after, nodes, draw(strategies.orders())


@settings(max_examples=5 * settings.default.max_examples)
@given(lessons())
def test_learning_never_turns_yes_to_no_or_back(lesson) -> None:
    catalog, before, after, nodes, order = lesson
    then, now = Asking(catalog, before), Asking(catalog, after)
    if order:
        then, now = then.with_order(order), now.with_order(order)

    flipped = [node for node in nodes if {then.ask(node), now.ask(node)} == {YES, NO}]

    assert flipped == []
