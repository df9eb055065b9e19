"""Laws of sensory testing: z follows the reading, its sign is that of gain, ranges hold what lies in them."""

import math
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.tables import ask_database, empty_database

from painpath.assessment.qst_score import Cell, Ends, NotComputable, could_be, measured, z_of
from painpath.assessment.qst_table import COLUMNS, TableError, read_reference
from painpath.criteria import Asking, read_criterion
from painpath.facts import Record
from painpath.intake import read_facts, record_of
from painpath.library.library import load_library

LIBRARY = load_library()
PROTOCOL = LIBRARY.qst["dfns"]
CLAIMS = sorted(name for p in PROTOCOL.parameters for name in (p.loss, p.gain, p.present) if name)
WITH_Z = [parameter for parameter in PROTOCOL.parameters if parameter.compare == "z"]
parameters = st.sampled_from(WITH_Z)
readings = st.floats(0.3, 500).map(lambda x: round(x, 3))
cells = st.builds(Cell, st.floats(-5, 60), st.floats(0.01, 20), st.sampled_from([0.0, 0.1]))


def z(parameter, low, high, cell):
    return z_of(parameter, measured(parameter, Ends(low, high)), cell)


@given(parameters, readings, readings, cells)
def test_the_more_sensitive_reading_never_has_the_lower_z(parameter, one, other, cell):
    more, less = sorted((one, other), reverse=parameter.gain_is == "higher")
    high, low = z(parameter, more, more, cell), z(parameter, less, less, cell)

    assert high.low >= low.low
    assert high.high >= low.high


@given(parameters, st.lists(readings, min_size=3, max_size=3).map(sorted), cells)
def test_the_z_of_a_range_holds_the_z_of_every_reading_in_it(parameter, three, cell):
    low, inside, high = three
    whole, part = z(parameter, low, high, cell), z(parameter, inside, inside, cell)

    assert whole.low <= part.low <= part.high <= whole.high


@given(parameters, st.lists(readings, min_size=3, max_size=3).map(sorted), cells)
def test_learning_more_of_a_reading_never_adds_a_finding(parameter, three, cell):
    low, inside, high = three
    before = could_be(PROTOCOL, z(parameter, low, high, cell))
    after = could_be(PROTOCOL, z(parameter, inside, inside, cell))

    assert after
    assert set(after) <= set(before)


@given(parameters, readings, cells, st.sampled_from([0.0, -1.0, math.nan, math.inf]))
def test_without_a_spread_there_is_no_z(parameter, reading, cell, spread):
    assert isinstance(z(parameter, reading, reading, Cell(cell.mean, spread)), NotComputable)


@given(st.floats(), st.floats())
def test_a_range_of_z_always_leaves_something(one, other):
    low, high = sorted((one, other))
    if not math.isnan(one) and not math.isnan(other):
        assert could_be(PROTOCOL, Ends(low, high))


@pytest.mark.parametrize("parameter", WITH_Z, ids=lambda p: p.abbreviation)
def test_a_reading_of_the_healthy_mean_is_neither_loss_nor_gain(parameter):
    x = 7.0 if parameter.abbreviation == "VDT" else 12.0
    mean = math.log10(x) if parameter.scale == "log10" else x

    assert could_be(PROTOCOL, z(parameter, x, x, Cell(mean, 0.2))) == ("normal",)


@pytest.mark.parametrize("parameter", WITH_Z, ids=lambda p: p.abbreviation)
def test_no_reading_at_all_leaves_every_finding(parameter):
    found = z(parameter, -math.inf, math.inf, Cell(1.0, 1.0))

    assert could_be(PROTOCOL, found) == ("loss", "normal", "gain")


GOOD = f"{','.join(COLUMNS)}\nHPT,foot,male,40,49,Cel,raw,46,2,20,made up\n"
PIECES = (
    *("", ",", ";", '"', "0,5", "nan", "1e400", "-1", "HPT", "CDT,foot"),
    *("\ufeff", "\x00", "\n", "rows:", "[", "#", "\u0663"),
)


@st.composite
def damaged(draw):
    """A whole table with pieces of it replaced."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        until = draw(st.integers(at, min(len(text), at + 6)))
        text = text[:at] + draw(st.sampled_from(PIECES)) + text[until:]
    return text.encode()


@given(st.one_of(damaged(), st.binary(max_size=80), st.text(max_size=80).map(str.encode)))
def test_any_bytes_are_a_table_or_are_refused(data):
    try:
        reference = read_reference(data, "norms", LIBRARY, PROTOCOL)
    except TableError as refused:
        assert str(refused).startswith("norms")  # noqa: PT017 - one of two lawful ends
    else:
        assert reference.rows


def random_record(random: Random) -> Record:
    """Findings at some places, some with no place, some not known; the pain here or there, or not said where."""
    facts: dict[str, object] = {}
    if random.random() < 0.8:
        facts["pain.sites"] = random.choice([["foot_left"], ["foot_left", "foot_right"], ["foot"]])
    for claim in CLAIMS:
        if random.random() < 0.85:
            told = {"is": "yes" if random.random() < (0.15 if claim.endswith("loss") else 0.3) else "no"}
            if random.random() < 0.7:
                places = [["foot_left"], ["foot"], ["foot_left", "foot_right"], ["hand_left"]]
                told["at"] = random.choice(places)
            facts[claim] = told
    if random.random() < 0.1:
        facts["test.qst_irritable_nociceptor"] = random.choice(["yes", "no"])
    return record_of(read_facts({"facts": facts}, LIBRARY), date(2026, 11, 20).toordinal(), LIBRARY)


def test_both_engines_give_the_rule_the_same_answer():
    random = Random(12)
    records = [random_record(random) for _ in range(60)]
    asked = {
        "rule": LIBRARY.catalog.rules["irritable_nociceptor"],
        "fact": read_criterion({"fact": "test.qst_irritable_nociceptor", "is": "yes"}, LIBRARY.vocabulary),
    }

    in_python = [{key: Asking(LIBRARY.catalog, r).ask(node) for key, node in asked.items()} for r in records]
    in_sql = ask_database(LIBRARY.catalog, [(r, None) for r in records], asked, empty_database())

    assert in_sql == in_python
    assert len({answer["rule"] for answer in in_python}) == 3
