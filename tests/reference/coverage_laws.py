"""Payoffs with a known true mean, drawn again and again: what intervals have to cover."""

import math
from collections.abc import Callable

import numpy as np
from scipy.special import ndtr, ndtri

from zopa.game.arrays import Floats
from zopa.game.luck import Luck

Law = Callable[[int, int], tuple[Floats, float]]
"""Samples (repetitions, worlds) and the true mean."""


def uniforms(use: str, times: int, worlds: int) -> Floats:
    return np.clip(Luck(20, 0, times).uniforms(use, each=worlds), 1e-16, None)


def lognormal(spread: float, most: float) -> Law:
    def law(times: int, worlds: int) -> tuple[Floats, float]:
        values = np.minimum(np.exp(spread * ndtri(uniforms("lognormal", times, worlds))), most)
        cut = math.log(most) / spread
        mean = math.exp(spread * spread / 2.0) * ndtr(cut - spread) + most * ndtr(-cut)
        return values, float(mean)

    return law


def deals(share: float, payoff: float = 10.0, spread: float = 3.0) -> Law:
    """Nothing without a deal, and a payoff around a value with one."""

    def law(times: int, worlds: int) -> tuple[Floats, float]:
        made = uniforms(f"deal {share}", times, worlds) < share
        return made * (payoff + spread * ndtri(uniforms("payoff", times, worlds))), share * payoff

    return law


def rare_skewed(share: float) -> Law:
    """Nearly always the same, and now and then something of a skewed size."""

    def law(times: int, worlds: int) -> tuple[Floats, float]:
        hit = uniforms(f"rare {share}", times, worlds) < share
        return 5.0 - hit * np.exp(ndtri(uniforms("size", times, worlds))), 5.0 - share * math.exp(0.5)

    return law


def paired(times: int, worlds: int) -> tuple[Floats, Floats, float]:
    """Two cells under common luck: deals that one strategy gets more often, and a market that moves both."""
    luck, market = uniforms("common", times, worlds), 8.0 * ndtri(uniforms("market", times, worlds))
    one = np.where(luck < 0.5, 6.0 + market, 0.0) + ndtri(uniforms("own", times, worlds))
    other = np.where(luck < 0.4, 6.0 + market, 0.0)
    return one, other, 0.6
