"""Fingerprints of strategies: what is still asked for, by the opponent's toughness and the time that is gone.

In the manner of the transitive fingerprint of iterated prisoner's dilemmas (one row for each opponent of a fixed
series, one column for each stretch of time; Knight et al. 2016, Journal of Open Research Software 4: e35), made for
talks: a cell is no rate of cooperation but what a party's own offer leaves to it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from zopa.analysis.habits import Habits, Moves, habits
from zopa.game.arrays import Bools, Floats


@dataclass(frozen=True)
class Fingerprint:
    """A strategy's concession against the opponent's toughness and time.

    Worlds leave a row as their talks end, so that a cell speaks of the talks that are left then: read it with
    `talking`. A rising demand may be a party that hardens, or no deal that has become better or worse meanwhile.

    Attributes:
        party: Whose strategy.
        strategy: The strategy as in a scenario file.
        betas: Opponents: `beta` of their time-dependent tactic, toughest (smallest) first, (B,).
        times: Ends of the stretches of time as shares of the talks' whole time, (T,).
        worlds: Worlds in each row.
        demand: Mean demand over worlds still talking in the stretch, by its last offer up to its end, (B, T); nan where
            none is left that has made one.
        talking: Share of worlds still talking in the stretch, (B, T).
        deals: Share of worlds with a deal by its end, (B, T).
        habits: The same in a few numbers.
    """

    party: str
    strategy: Mapping[str, Any]
    betas: Floats
    times: Floats
    worlds: int
    demand: Floats
    talking: Floats
    deals: Floats
    habits: Habits

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data for JSON; None where there is no number."""
        arrays = {name: _plain(getattr(self, name).tolist()) for name in _ARRAYS}
        plain = {"party": self.party, "strategy": dict(self.strategy), "worlds": self.worlds}
        return {**plain, **arrays, "habits": asdict(self.habits)}

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> "Fingerprint":
        """What `as_dict` said."""
        arrays = {name: np.array(said[name], dtype=np.float64) for name in _ARRAYS}  # None becomes nan
        return cls(said["party"], said["strategy"], worlds=said["worlds"], habits=Habits(**said["habits"]), **arrays)


_ARRAYS = ("betas", "times", "demand", "talking", "deals")


def _plain(said: Any) -> Any:
    """Lists of numbers with None for nan."""
    if isinstance(said, list):
        return [_plain(one) for one in said]
    return None if math.isnan(said) else said


def drawn(party: str, strategy: Mapping[str, Any], betas: Sequence[float], moves: Moves) -> Fingerprint:
    """A fingerprint from what was asked for.

    Args:
        party: Whose strategy.
        strategy: The strategy as in a scenario file.
        betas: The opponents' `beta`, (B,).
        moves: What the party asked of them.
    """
    stretches = moves.asked.shape[2]
    talking = moves.talking
    counts = talking & ~np.isnan(moves.asked)
    agreed = moves.agreed[:, :, None] & (moves.last[:, :, None] <= np.arange(stretches))
    return Fingerprint(
        party, strategy, np.asarray(betas, dtype=np.float64), np.arange(1, stretches + 1) / stretches,
        moves.agreed.shape[1], _mean(moves.asked, counts), talking.mean(axis=1), agreed.mean(axis=1),
        habits(betas, moves),
    )  # fmt: skip


def _mean(values: Floats, counts: Bools) -> Floats:
    """Means over worlds of what counts, (B, T); nan where nothing does."""
    n = counts.sum(axis=1)
    total = np.where(counts, values, 0.0).sum(axis=1)
    mean: Floats = np.divide(total, n, out=np.full(n.shape, np.nan), where=n > 0)
    return mean
