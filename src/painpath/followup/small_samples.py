"""Intervals of a mean of very few numbers, by Student's t; plain arithmetic without a package.

Source of the continued fraction of the incomplete beta function: NIST Digital Library of Mathematical Functions,
section 8.17.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from painpath.followup.result import Interval

_TINY = 1e-300
_MOST_TERMS = 300
#: beyond this many orders the share is not counted out
_MOST_SIGNS = 16


def mean(values: Sequence[float]) -> float:
    """The mean of at least one number."""
    return math.fsum(values) / len(values)


def spread(values: Sequence[float]) -> float | None:
    """The standard deviation with n - 1; None for fewer than two numbers."""
    if len(values) < 2:
        return None
    middle = mean(values)
    return math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))


def percent(share: float) -> str:
    """A probability in whole percent, never printed as impossible or certain.

    >>> percent(0.004), percent(0.5), percent(0.999)
    ('less than 1', '50', 'more than 99')
    """
    if share < 0.01:
        return "less than 1"
    return "more than 99" if share > 0.99 else f"{100 * share:.0f}"


def t_interval(values: Sequence[float], level: float) -> Interval | None:
    """The interval of the mean with a probability `level`; None for fewer than two numbers, which have no spread.

    >>> t_interval([1.0], 0.95) is None
    True
    """
    sd = spread(values)
    if sd is None:
        return None
    half = t_quantile((1 + level) / 2, len(values) - 1) * sd / math.sqrt(len(values))
    middle = mean(values)
    return Interval(middle, middle - half, middle + half, level)


def t_cdf(t: float, freedom: int) -> float:
    """The probability that Student's t with so many degrees of freedom is at most `t`."""
    tail = _beta_share(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2
    return 1 - tail if t > 0 else tail


def t_quantile(share: float, freedom: int) -> float:
    """The t below which this share lies (0 < share < 1), by halving an interval.

    >>> round(t_quantile(0.975, 2), 3)
    4.303
    """
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    low, high = 0.0, 1.0
    while t_cdf(high, freedom) < share and high < 1e9:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if t_cdf(middle, freedom) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def share_of_orders(differences: Sequence[float]) -> float | None:
    """The share of all orders within pairs that would give a mean at least as large: chance alone, no model.

    None where nothing was seen, or with too many pairs to count out. Of 3 pairs the least is one in eight.

    >>> share_of_orders([1.0, 2.0, 1.5])
    0.125
    """
    if not differences or len(differences) > _MOST_SIGNS:
        return None
    seen = math.fsum(differences)
    found = [
        math.fsum(sign * one for sign, one in zip(signs, differences, strict=True)) >= seen - 1e-9
        for signs in product((1, -1), repeat=len(differences))
    ]
    return sum(found) / len(found)


def _beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > _TINY else _TINY)
    found = d
    for m in range(1, _MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 + term * d
            d = 1 / (d if abs(d) > _TINY else _TINY)
            c = 1 + term / c
            c = c if abs(c) > _TINY else _TINY
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found
