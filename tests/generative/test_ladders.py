"""The ladder of the grade is one: a rung that holds has all lower ones below it, whatever the cause fills in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.generative import strategies

from painpath.assessment.grade import LADDER, LADDER_HARD, SLOTS, climb
from painpath.criteria.ask import Asking
from painpath.facts.answer import NO, YES
from painpath.library import load_library

_LIBRARY = load_library()


@st.composite
def climbs(draw):
    catalog = draw(strategies.catalogs())
    slots = {
        name: draw(strategies.trees(depth=1)) for name in draw(st.sets(st.sampled_from(SLOTS), min_size=2))
    }
    return catalog, draw(strategies.records(catalog)), slots


@pytest.mark.parametrize("ladder", [LADDER, LADDER_HARD])
@given(climbs())
def test_a_rung_that_holds_has_all_lower_rungs_below_it(ladder, climb_) -> None:
    catalog, record, slots = climb_
    asking = Asking(catalog, record)

    answers = [asking.ask(node) for _, node in climb(_LIBRARY, _LIBRARY.rules[ladder], slots)]

    for lower, higher in pairwise(answers):
        assert not (higher is YES and lower is not YES)
        assert not (lower is NO and higher is not NO)
