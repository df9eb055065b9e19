"""Published formulas over facts: the only clinical coefficients in code, each beside its citation.

Every formula is written once, over an `Arithmetic`: floats for one patient, SQL expressions for a population. Inputs
arrive as (low, high) pairs, because a recorded value may be a range; each formula says which end of each input gives
its low and its high end, so that an interval in is an interval out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Generic, Protocol, TypeVar

import msgspec

N = TypeVar("N")


class Arithmetic(Protocol[N]):
    """What a formula needs of numbers; one implementation per engine."""

    def number(self, value: float) -> N: ...
    def add(self, a: N, b: N) -> N: ...
    def subtract(self, a: N, b: N) -> N: ...
    def multiply(self, a: N, b: N) -> N: ...
    def divide(self, a: N, b: N) -> N: ...
    def power(self, base: N, exponent: N) -> N: ...
    def smaller(self, a: N, b: N) -> N: ...
    def larger(self, a: N, b: N) -> N: ...
    def if_less(self, a: N, b: N, then: N, otherwise: N) -> N: ...
    def years_between(self, first: N, last: N) -> N: ...


class Floats:
    """Arithmetic on Python floats."""

    def number(self, value: float) -> float:
        return value

    def add(self, a: float, b: float) -> float:
        return a + b

    def subtract(self, a: float, b: float) -> float:
        return a - b

    def multiply(self, a: float, b: float) -> float:
        return a * b

    def divide(self, a: float, b: float) -> float:
        return a / b if b else math.inf  # the low end of a range may be nothing at all

    def power(self, base: float, exponent: float) -> float:
        return float(base**exponent) if base or exponent >= 0 else math.inf

    def smaller(self, a: float, b: float) -> float:
        return min(a, b)

    def larger(self, a: float, b: float) -> float:
        return max(a, b)

    def if_less(self, a: float, b: float, then: float, otherwise: float) -> float:
        return then if a < b else otherwise

    def years_between(self, first: float, last: float) -> float:
        born, today = date.fromordinal(int(first)), date.fromordinal(int(last))
        return float(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))


class Ends(msgspec.Struct, Generic[N], frozen=True):
    """The two ends of an input; equal for a point."""

    low: N
    high: N


Pair = Mapping[str, Ends[N]]


class Reckon(Protocol):
    """How a formula reckons, whatever the numbers are made of."""

    def __call__(self, a: Arithmetic[N], x: Pair[N], /) -> Ends[N]: ...


class Formula(msgspec.Struct, frozen=True):
    """A formula: the facts it needs, those it can do without, and how it reckons.

    `reckon(arithmetic, inputs)` returns the low and high end; `says` is printed with the result.
    """

    id: str
    needs: tuple[str, ...]
    helped_by: tuple[str, ...]
    says: str
    source: str
    reckon: Reckon
    uses_today: bool = False


def _age(a: Arithmetic[N], x: Pair[N]) -> Ends[N]:
    """Completed years between birth and the as-of day; the later possible birth gives the low end."""
    birth, today = x["patient.birth_date"], x["today"]
    return Ends(a.years_between(birth.high, today.low), a.years_between(birth.low, today.low))


def _bmi(a: Arithmetic[N], x: Pair[N]) -> Ends[N]:
    """BMI = weight [kg] / height [m]^2."""
    weight, height = x["vital.weight"], x["vital.height"]
    metre = a.number(100.0)
    low, high = a.divide(height.low, metre), a.divide(height.high, metre)
    return Ends(a.divide(weight.low, a.multiply(high, high)), a.divide(weight.high, a.multiply(low, low)))


def _sex_factor(a: Arithmetic[N], sex: Ends[N], female: float) -> Ends[N]:
    # The options of patient.sex are ranked female 0, male 1, other 2: for "other", and where sex is not known,
    # both factors stay possible.
    half, one_and_half, one, factor = a.number(0.5), a.number(1.5), a.number(1.0), a.number(female)
    smallest, largest = min(female, 1.0), max(female, 1.0)
    low = a.if_less(
        sex.high, half, factor, a.if_less(half, sex.low, a.if_less(sex.high, one_and_half, one, a.number(smallest)),
                                          a.number(smallest))
    )  # fmt: skip
    high = a.if_less(
        sex.high, half, factor, a.if_less(half, sex.low, a.if_less(sex.high, one_and_half, one, a.number(largest)),
                                          a.number(largest))
    )  # fmt: skip
    return Ends(low, high)


def _ideal_weight(a: Arithmetic[N], height: N, sex_is_male: bool) -> N:
    """Devine: 50 kg (men) or 45.5 kg (women) + 2.3 kg per inch over 5 feet."""
    inches = a.subtract(a.divide(height, a.number(2.54)), a.number(60.0))
    return a.add(a.number(50.0 if sex_is_male else 45.5), a.multiply(a.number(2.3), inches))


def _cockcroft_gault(a: Arithmetic[N], x: Pair[N]) -> Ends[N]:
    """CrCl [mL/min] = (140 - age) x weight [kg] / (72 x creatinine [mg/dL]), x 0.85 for women.

    Cockcroft DW, Gault MH. Nephron 1976;16:31-41. The paper uses actual weight; ideal weight (Devine 1974) is the
    usual choice in people who weigh more than that. Where the height is known and the choice matters, both ends are
    kept: low with the lower weight, high with actual weight.
    """
    age, weight, creatinine = x["patient.age"], x["vital.weight"], x["lab.creatinine"]
    sex = x["patient.sex"]
    factor = _sex_factor(a, sex, 0.85)
    hundred_forty, seventy_two = a.number(140.0), a.number(72.0)
    light = weight.low
    if "vital.height" in x:
        height = x["vital.height"].low
        women, men = _ideal_weight(a, height, False), _ideal_weight(a, height, True)
        # Only a man's is higher: where the sex is not known or other, the lower one stays possible.
        ideal = a.if_less(a.number(0.5), sex.low, a.if_less(sex.high, a.number(1.5), men, women), women)
        # Devine's line is anchored at 152.4 cm; below it the actual weight stands.
        light = a.if_less(height, a.number(152.4), weight.low, a.smaller(weight.low, ideal))
    low = a.multiply(
        a.divide(
            a.multiply(a.subtract(hundred_forty, age.high), light), a.multiply(seventy_two, creatinine.high)
        ),
        factor.low,
    )
    high = a.multiply(
        a.divide(
            a.multiply(a.subtract(hundred_forty, age.low), weight.high),
            a.multiply(seventy_two, creatinine.low),
        ),
        factor.high,
    )
    return Ends(a.larger(low, a.number(0.0)), a.larger(high, a.number(0.0)))


def _ckd_epi_2021(a: Arithmetic[N], x: Pair[N]) -> Ends[N]:
    """The rate is 142 x min(Scr/k,1)^alpha x max(Scr/k,1)^-1.200 x 0.9938^age (x 1.012 for women) [mL/min/1.73 m2].

    k 0.7 (women) or 0.9 (men); alpha -0.241 (women) or -0.302 (men). Inker LA et al. N Engl J Med 2021;385:1737-49,
    creatinine equation without race.
    """
    age, creatinine, sex = x["patient.age"], x["lab.creatinine"], x["patient.sex"]

    def egfr(scr: N, years: N, kappa: float, alpha: float, factor: float) -> N:
        ratio, one = a.divide(scr, a.number(kappa)), a.number(1.0)
        below = a.power(a.smaller(ratio, one), a.number(alpha))
        above = a.power(a.larger(ratio, one), a.number(-1.200))
        aged = a.power(a.number(0.9938), years)
        return a.multiply(a.number(142.0 * factor), a.multiply(below, a.multiply(above, aged)))

    def both(scr: N, years: N) -> tuple[N, N]:
        return egfr(scr, years, 0.7, -0.241, 1.012), egfr(scr, years, 0.9, -0.302, 1.0)

    women_low, men_low = both(creatinine.high, age.high)
    women_high, men_high = both(creatinine.low, age.low)
    half, male = a.number(0.5), a.number(1.5)

    def by_sex(women: N, men: N, either: N) -> N:
        return a.if_less(
            sex.high, half, women, a.if_less(half, sex.low, a.if_less(sex.high, male, men, either), either)
        )

    return Ends(
        by_sex(women_low, men_low, a.smaller(women_low, men_low)),
        by_sex(women_high, men_high, a.larger(women_high, men_high)),
    )


FORMULAS: Mapping[str, Formula] = {
    formula.id: formula
    for formula in (
        Formula(
            id="age",
            needs=("patient.birth_date",),
            helped_by=(),
            says="completed years since birth",
            source="calendar",
            reckon=_age,
            uses_today=True,
        ),
        Formula(
            id="bmi",
            needs=("vital.weight", "vital.height"),
            helped_by=(),
            says="weight over height squared",
            source="definition",
            reckon=_bmi,
        ),
        Formula(
            id="cockcroft_gault",
            needs=("patient.age", "vital.weight", "lab.creatinine", "patient.sex"),
            helped_by=("vital.height",),
            says="Cockcroft-Gault; low end with ideal weight where that is less than actual weight",
            source="Cockcroft and Gault, Nephron 1976;16:31-41; Devine, Drug Intell Clin Pharm 1974;8:650-5",
            reckon=_cockcroft_gault,
        ),
        Formula(
            id="ckd_epi_2021",
            needs=("patient.age", "lab.creatinine", "patient.sex"),
            helped_by=(),
            says="CKD-EPI 2021, creatinine, without race",
            source="Inker et al., N Engl J Med 2021;385:1737-49",
            reckon=_ckd_epi_2021,
        ),
    )
}
