"""Published formulas against worked examples that others printed; see README.md for the sources."""

import json
from pathlib import Path

import pytest

from painpath.facts.formulas import FORMULAS, Ends, Floats

EXAMPLES = json.loads((Path(__file__).parent / "worked_examples.json").read_text(encoding="utf-8"))
SEX = {"female": 0.0, "male": 1.0}
#: umol/L in one mg/dL of creatinine, as the printed examples take it
MICROMOLES = 88.42


def reckon(formula: str, **inputs: float) -> Ends[float]:
    named = {name.replace("__", "."): Ends(value, value) for name, value in inputs.items()}
    return FORMULAS[formula].reckon(Floats(), named)


def of_kidney(formula: str, example: dict) -> float:
    creatinine = example["creatinine"] / (MICROMOLES if example["unit"] == "umol/L" else 1.0)
    weight = {"vital__weight": float(example["weight"])} if "weight" in example else {}
    ends = reckon(
        formula,
        patient__age=float(example["age"]),
        lab__creatinine=creatinine,
        patient__sex=SEX[example["sex"]],
        **weight,
    )
    assert ends.low == ends.high
    return ends.low


def as_printed(value: float, printed: str) -> str:
    """A number with as many decimals as the printed one has."""
    decimals = len(printed.partition(".")[2])
    return f"{value:.{decimals}f}"


@pytest.mark.parametrize("formula", ["cockcroft_gault", "ckd_epi_2021"])
def test_kidney_function_is_what_was_printed(formula):
    for example in EXAMPLES[formula]:
        assert as_printed(of_kidney(formula, example), example["printed"]) == example["printed"], example


def test_where_we_differ_from_what_was_printed_we_say_so():
    for example in EXAMPLES["cockcroft_gault_disagrees"]:
        assert as_printed(of_kidney("cockcroft_gault", example), example["ours"]) == example["ours"], example


def test_ideal_weight_is_what_was_printed():
    # Devine's weight has no fact of its own: it is the low end of the clearance of somebody heavy, divided out again.
    for example in EXAMPLES["devine"]:
        sex = example["sex"]
        clearance = reckon(
            "cockcroft_gault",
            patient__age=40.0,
            lab__creatinine=1.0,
            patient__sex=SEX[sex],
            vital__weight=300.0,
            vital__height=example["inches"] * 2.54,
        )
        ideal = clearance.low * 72.0 / 100.0 / (0.85 if sex == "female" else 1.0)

        assert as_printed(ideal, example["printed"]) == example["printed"], example


def test_body_mass_index_is_what_was_printed():
    for example in EXAMPLES["bmi"]:
        ends = reckon("bmi", vital__weight=float(example["weight"]), vital__height=float(example["height"]))

        assert as_printed(ends.low, example["printed"]) == example["printed"], example
