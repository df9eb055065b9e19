"""What an author writes is what is asked: a criterion written out and read again is the same criterion."""

from hypothesis import given, reject
from hypothesis import strategies as st
from tests.generative import strategies
from tests.generative.written import NoWordsError, written

from painpath.criteria import tree
from painpath.criteria.read import Vocabulary, read_criterion

_NODES = st.one_of(
    strategies.trees(),
    st.builds(tree.Rung, st.just("possible")),
    st.builds(tree.Slot, st.sampled_from(["history", "signs"])),
)


@given(strategies.catalogs(), _NODES)
def test_a_criterion_survives_writing_and_reading(catalog, node) -> None:
    vocabulary = Vocabulary(catalog.facts, catalog.above, catalog.rules, catalog.regions)
    try:
        raw = written(node, catalog)
    except NoWordsError:
        reject()

    assert read_criterion(raw, vocabulary) == node
