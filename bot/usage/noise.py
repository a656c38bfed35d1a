"""Exact noise from the discrete Laplace distribution: whole numbers and the system's randomness, no floating point.

Floating-point noise leaks through its rounding (Mironov 2012); this is the sampler of Canonne, Kamath and Steinke, "The
Discrete Gaussian for Differential Privacy" (2020), algorithms 1 and 2.
"""

import secrets
from collections.abc import Callable
from fractions import Fraction

Below = Callable[[int], int]  # a uniform number from 0 to just below its argument


def discrete_laplace(scale: Fraction, below: Below = secrets.randbelow) -> int:
    """A whole number k with a probability proportional to exp(-|k| / scale)."""
    stretch, narrow = scale.numerator, scale.denominator
    while True:
        first = below(stretch)
        if not _happens_exp(Fraction(first, stretch), below):
            continue
        more = 0
        while _happens_exp(Fraction(1), below):
            more += 1
        size = (first + stretch * more) // narrow
        negative = below(2) == 1
        if size or not negative:  # zero must not come twice
            return -size if negative else size


def _happens(chance: Fraction, below: Below) -> bool:
    return below(chance.denominator) < chance.numerator


def _happens_exp(gamma: Fraction, below: Below) -> bool:
    """True with the probability exp(-gamma), for 0 <= gamma <= 1."""
    tries = 1
    while _happens(gamma / tries, below):
        tries += 1
    return tries % 2 == 1
