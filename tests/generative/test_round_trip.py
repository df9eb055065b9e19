"""What an author writes is what is asked: a criterion written out and read again is the same criterion."""

from hypothesis import given, reject
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.generative import strategies
from tests.generative.written import NoWordsError, written

from painpath.criteria import tree
from painpath.criteria.read import Vocabulary, read_criterion

_NODES = st.one_of(
    strategies.trees(),
    st.builds(tree.Rung, st.just("possible")),
    st.builds(tree.Slot, st.sampled_from(["history", "signs"])),
)


def _as_read(node, catalog):
    """A claim with a place that is asked without one is asked anywhere."""
    match node:
        case tree.FactIs(fact, _, None, "") if not catalog.facts[fact].options:
            return replace(node, at=tree.ANYWHERE) if catalog.facts[fact].per == "site" else node
        case tree.All(of) | tree.Any(of) | tree.AtLeastOf(_, of):
            return replace(node, of=tuple(_as_read(part, catalog) for part in of))
        case tree.Not(of):
            return replace(node, of=_as_read(of, catalog))
        case _:
            return node


@given(strategies.catalogs(), _NODES)
def test_a_criterion_survives_writing_and_reading(catalog, node) -> None:
    vocabulary = Vocabulary(catalog.facts, catalog.above, catalog.rules, catalog.regions)
    try:
        raw = written(node, catalog)
    except NoWordsError:
        reject()

    assert read_criterion(raw, vocabulary) == _as_read(node, catalog)
