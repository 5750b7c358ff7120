"""Games made without a file: random additive domains, for benchmarks and property tests."""

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space


def random_additive(
    issues: int,
    levels: int,
    luck: Luck,
    *,
    rounds: int = 100,
    parties: int = 2,
    information: str = "complete",
) -> Game:
    """Additive payoffs with random weights and values, another domain in each world.

    For each party and issue a weight (uniform, then normalised to sum 1) and a value for each level (uniform,
    rescaled so that the worst is 0 and the best 1); the reservation value is 0, the best package is worth 1.

    Args:
        issues: Number of issues.
        levels: Levels of each issue, at least 2.
        luck: Worlds and seed.
        rounds: Rounds until the talks end.
        parties: Number of parties.
        information: What parties know of each other.
    """
    space = Space.of({f"issue_{i}": tuple(range(levels)) for i in range(issues)})
    cells = tuple(_cells(issues, levels, luck, p) for p in range(parties))
    zero = tuple(np.zeros(luck.worlds) for _ in range(parties))
    schedule = LumpSchedule(rounds, tuple(np.ones(luck.worlds) for _ in range(parties)), zero, zero)
    return Game(
        space=space, parties=tuple(f"party_{p}" for p in range(parties)), luck=luck, schedule=schedule,
        epochs=(Epoch(0, cells, cells),), allowed=np.ones((luck.worlds, space.cells), dtype=bool),
        once=(None,) * parties, information=information,
    )  # fmt: skip


def _cells(issues: int, levels: int, luck: Luck, party: int) -> Floats:
    weights = luck.uniforms("weights", party, each=issues) + 1e-9
    total = np.cumsum(weights, axis=1)[:, -1:]
    values = luck.uniforms("values", party, each=issues * levels).reshape(luck.worlds, issues, levels)
    low, high = values.min(axis=2, keepdims=True), values.max(axis=2, keepdims=True)
    scaled = (values - low) / np.maximum(high - low, 1e-12) * (weights / total)[:, :, None]
    return np.ascontiguousarray(scaled.reshape(luck.worlds, issues * levels))
