"""z of sensory testing against numbers worked out by another program; see README.md."""

import json
from pathlib import Path

import pytest

from painpath.assessment.qst_score import Cell, Ends, measured, z_of

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['parameter']} {v['value']}")
def test_z_is_that_of_the_other_program(library, vector):
    by_name = {p.abbreviation: p for p in library.qst["dfns"].parameters}
    parameter = by_name[vector["parameter"]]

    ends = measured(parameter, Ends(float(vector["value"]), float(vector["value"])))
    z = z_of(parameter, ends, Cell(vector["mean"], vector["sd"]))

    assert z.low == z.high
    assert f"{z.low:.3f}" == vector["z"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['parameter']} {v['value']}")
def test_the_vectors_are_written_in_the_unit_of_the_fact(library, vector):
    by_name = {p.abbreviation: p.fact for p in library.qst["dfns"].parameters}

    assert library.facts[by_name[vector["parameter"]]].unit == vector["unit"]
