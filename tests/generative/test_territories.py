"""Laws of `pain_in` on random bodies of overlapping regions (decision 0011)."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.generative import strategies
from tests.generative.learning import TOPICS, learned

from painpath.criteria.ask import Asking
from painpath.criteria.catalog import Catalog
from painpath.criteria.territory import body_of, pain_in
from painpath.facts.answer import NO, UNKNOWN, YES
from painpath.facts.fact_type import FactType, Kind
from painpath.facts.moment import Moment
from painpath.facts.reading import Reading
from painpath.facts.record import build_record

_BODY = body_of(strategies._regions(), strategies.SIDES)
_CATALOG = Catalog({"pain.sites": FactType("pain.sites", Kind.SET)}, regions=_BODY.regions)
_TODAY = Moment(strategies.TODAY, strategies.TODAY)


@st.composite
def sites(draw) -> Reading:
    members = draw(st.frozensets(strategies.some(*strategies.REGIONS), max_size=3))
    return Reading("pain.sites", when=_TODAY, members=members, closed=draw(st.booleans()), id="sites")


def _asking(*readings: Reading) -> Asking:
    return Asking(_CATALOG, build_record(strategies.TODAY, readings))


@settings(max_examples=10 * settings.default.max_examples)
@given(st.data(), strategies.territories(), sites())
def test_learning_where_it_hurts_never_turns_yes_to_no_or_back(data, territory, reading) -> None:
    before = build_record(strategies.TODAY, [reading])
    after = data.draw(learned(_CATALOG, before, TOPICS["territories"]))
    node = pain_in(territory, _BODY)

    answers = (Asking(_CATALOG, before).ask(node), Asking(_CATALOG, after).ask(node))

    assert answers not in ((YES, NO), (NO, YES))


@given(strategies.territories(), sites(), strategies.some(*strategies.REGIONS))
def test_pain_elsewhere_never_takes_away_a_fit(territory, reading, elsewhere) -> None:
    own = _BODY.inside((*territory.core, *territory.opposite))
    assume(elsewhere not in _BODY.touching(own))
    node = pain_in(territory, _BODY)
    more = replace(reading, members=reading.members | {elsewhere})

    if _asking(reading).ask(node) is YES:
        assert _asking(more).ask(node) is YES


@given(strategies.territories(), sites())
def test_what_may_be_felt_there_too_is_never_a_reason_for_yes(territory, reading) -> None:
    without = pain_in(replace(territory, may=()), _BODY)
    asking = _asking(reading)

    assert (asking.ask(pain_in(territory, _BODY)) is YES) == (asking.ask(without) is YES)


@given(strategies.territories())
def test_nothing_recorded_is_unknown(territory) -> None:
    assert _asking().ask(pain_in(territory, _BODY)) is UNKNOWN
