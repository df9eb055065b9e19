"""Learning never flips (decision 0001): filling in an unknown may settle an answer, never turn yes to no or back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from painpath.criteria.ask import Asking
from painpath.facts.answer import UNKNOWN
from tests.generative import strategies
from tests.generative.learning import learned, parts_of


@st.composite
def lessons(draw):
    catalog = draw(strategies.catalogs())
    before = draw(strategies.records(catalog))
    after = draw(learned(catalog, before))
    # Mostly ask what the lesson may bear on.
    facts = {reading.fact for reading in parts_of(after)[0] if reading not in before.of(reading.fact)}
    about = tuple(sorted(facts & set(strategies.ALL_FACTS)) * 3) + strategies.NUMBERS[1:] + (strategies.BAND,)
    if facts & set(strategies.CLAIMS):
        about += strategies.CLAIMS + strategies.DERIVED_CLAIMS
    nodes = draw(st.lists(strategies.trees(about, depth=1), min_size=3, max_size=8))
    return catalog, before, after, nodes, draw(strategies.orders())


@settings(max_examples=5 * settings.default.max_examples)
@given(lessons())
def test_learning_never_turns_yes_to_no_or_back(lesson) -> None:
    catalog, before, after, nodes, order = lesson
    then, now = Asking(catalog, before), Asking(catalog, after)
    if order:
        then, now = then.with_order(order), now.with_order(order)

    flipped = [node for node in nodes if {then.ask(node), now.ask(node)} == {strategies.YES, strategies.NO}]

    assert flipped == []
