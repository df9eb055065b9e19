"""Student's t and the beta distribution, in plain Python: what ranges and probabilities of a change are read from.

Not a statistics package: two distributions, their quantiles by halving, no numpy, so that a review stays light.
"""

from __future__ import annotations

import math
from functools import lru_cache

_TERMS = 300
_CLOSE = 1e-14
_HALVINGS = 80


def beta_below(x: float, a: float, b: float) -> float:
    """The probability that a beta(a, b) variable lies below x: the regularised incomplete beta function I_x(a, b).

    By its continued fraction, taken on the side where it converges fast.
    Source: Abramowitz and Stegun 26.5.8.

    >>> round(beta_below(0.5, 2.0, 2.0), 6)
    0.5
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    found = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        for step in (even, odd):
            d = 1.0 + step * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + step / c
            c = c if abs(c) > tiny else tiny
            found *= c * d
        if abs(c * d - 1.0) < _CLOSE:
            break
    return found


def t_below(t: float, freedom: float) -> float:
    """The probability that Student's t with so many degrees of freedom lies below t.

    >>> round(t_below(2.228, 10), 3)
    0.975
    """
    tail = 0.5 * beta_below(freedom / (freedom + t * t), freedom / 2.0, 0.5)
    return tail if t < 0 else 1.0 - tail


@lru_cache(maxsize=4096)
def t_at(probability: float, freedom: float) -> float:
    """The value below which Student's t lies with this probability.

    >>> round(t_at(0.9, 14), 3)
    1.345
    """
    low, high = -1000.0, 1000.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if t_below(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def beta_at(probability: float, a: float, b: float) -> float:
    """The value below which a beta(a, b) variable lies with this probability.

    >>> round(beta_at(0.5, 3.0, 3.0), 6)
    0.5
    """
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if beta_below(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
