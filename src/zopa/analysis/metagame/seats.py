"""The payoffs of an empirical game as its seats see them, on a scale that does not depend on the unit."""

import numpy as np

from zopa.game.arrays import Floats

_FLAT = 1e-12


def one_population(payoffs: Floats) -> bool:
    """Whether the game is symmetric and given as one table, (m, m): what a strategy earns against another.

    Raises:
        ValueError: These are no payoffs of a game.
    """
    if payoffs.ndim < 2 or payoffs.size == 0:
        raise ValueError(f"payoffs of shape {payoffs.shape} are no game: give (m, m), or (m_1, ..., m_R, R)")
    alone = payoffs.ndim == 2
    if alone and payoffs.shape[0] != payoffs.shape[1]:
        raise ValueError(f"one population meets itself, so its payoffs are (m, m), not {payoffs.shape}")
    if not alone and payoffs.shape[-1] != payoffs.ndim - 1:
        seats = payoffs.ndim - 1
        raise ValueError(f"payoffs of shape {payoffs.shape} have {seats} seats, so the last axis must be {seats} long")
    if not np.isfinite(payoffs).all():
        missing = int((~np.isfinite(payoffs)).sum())
        raise ValueError(
            f"{missing} payoffs are missing or infinite: play these profiles, or leave their strategies out"
        )
    return alone


def by_range(payoffs: Floats) -> Floats:
    """Payoffs from 0 to 1: of each seat, the share of the way from its worst profile to its best.

    So results do not depend on units or on where zero is, and seats with large and small stakes are alike. A seat to
    which all profiles are the same, up to rounding, has 0 in all.

    Args:
        payoffs: What each seat earns in each profile, (m_1, ..., m_R, R), or one table, (m, m).

    Raises:
        ValueError: These are no payoffs of a game.
    """
    axes = None if one_population(payoffs) else tuple(range(payoffs.ndim - 1))
    low, high = payoffs.min(axis=axes), payoffs.max(axis=axes)
    span = np.asarray(high - low)
    flat = span <= _FLAT * np.maximum(np.abs(low), np.abs(high))
    scaled: Floats = np.where(flat, 0.0, (payoffs - low) / np.where(flat, 1.0, span))
    return scaled


def tables(payoffs: Floats) -> tuple[Floats, ...]:
    """What each seat's strategies (rows) earn against the other's (columns): one table, or those of two seats.

    Args:
        payoffs: Payoffs of two seats, (m, n, 2), or one table, (m, m).

    Raises:
        ValueError: There are more than two seats, or these are no payoffs of a game.
    """
    if one_population(payoffs):
        return (np.ascontiguousarray(payoffs, dtype=np.float64),)
    if payoffs.shape[-1] != 2:
        raise ValueError(f"the replicator dynamics here are those of one or two populations, not {payoffs.shape[-1]}")
    return np.ascontiguousarray(payoffs[..., 0]), np.ascontiguousarray(payoffs[..., 1].T)
