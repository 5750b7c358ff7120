"""The arithmetic of payoff terms: what the levels of an issue are worth, per world. Each returns (W, levels)."""

import math

import numpy as np

from zopa.game.arrays import Floats


def linear(levels: Floats, slope: Floats, origin: Floats) -> Floats:
    """`slope × (level − origin)`; levels (n,), slope and origin (W,)."""
    return slope[:, None] * (levels[None, :] - origin[:, None])


def power(levels: Floats, slope: Floats, scale: Floats, exponent: Floats) -> Floats:
    """`slope × (level / scale) ** exponent`; levels (n,), the others (W,)."""
    worth: Floats = slope[:, None] * (levels[None, :] / scale[:, None]) ** exponent[:, None]
    return worth


def saturating(levels: Floats, worth: Floats, scale: Floats) -> Floats:
    """`worth × (1 − exp(−level/scale)) / (1 − exp(−1))`; levels (n,), worth and scale (W,)."""
    return worth[:, None] * (-np.expm1(-levels[None, :] / scale[:, None])) / -math.expm1(-1.0)


def incidence(
    added: Floats, imports: Floats, pass_through: Floats, elasticity: Floats, rent_share: Floats
) -> tuple[Floats, Floats, Floats]:
    """Partial equilibrium of one tariff with a flat part of foreign supply.

    With d = added/100, pass-through λ, elasticity ε, rent share m and imports M: price to the exporter
    p = (1 + λd)/(1 + d), volume q = (1 + λd)^−ε (Amiti, Redding & Weinstein 2019; Fajgelbaum et al. 2020).

    Args:
        added: Added percentage points, shape (W, n).
        imports: Imports before the tariff, bn USD/yr, shape (W,).
        pass_through: Share of the tariff in the importer's prices, shape (W,).
        elasticity: Import demand elasticity (positive), shape (W,).
        rent_share: Rent lost on a lost unit of export, share of its price, shape (W,).

    Returns:
        Exporter's loss M((1 − p)q + m(1 − q)), revenue M q p d and consumers' loss M λ d (1 + q)/2, bn USD/yr,
        each (W, n).
    """
    d = added / 100.0
    base = 1.0 + pass_through[:, None] * d
    price = base / (1.0 + d)
    volume = base ** -elasticity[:, None]
    m = imports[:, None]
    loss = m * ((1.0 - price) * volume + rent_share[:, None] * (1.0 - volume))
    revenue = m * volume * price * d
    consumers = m * pass_through[:, None] * d * (1.0 + volume) / 2.0
    return loss, revenue, consumers
