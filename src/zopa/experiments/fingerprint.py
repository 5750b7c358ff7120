"""Fingerprints: a strategy plays a series of opponents from very tough to very soft, and its demands are kept."""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from zopa.analysis.fingerprints import Fingerprint, drawn
from zopa.analysis.habits import Moves
from zopa.build.compile import compile_play
from zopa.build.load import find, load
from zopa.experiments.games import Strategy, others_than, pinned_range, plays, strategy_of
from zopa.experiments.layout import BLOCK
from zopa.experiments.watched import Watched
from zopa.game.luck import Luck

BETAS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Opponents by `beta` of their time-dependent tactic: from very tough to very soft."""

STRETCHES = 20
"""Stretches into which the time of the talks is cut."""


def fingerprint(
    scenario: str | os.PathLike[str],
    party: str,
    strategy: Strategy | None = None,
    overrides: Iterable[str] = (),
    betas: Sequence[float] = BETAS,
    worlds: int = 64,
    seed: int = 0,
    stretches: int = STRETCHES,
) -> Fingerprint:
    """A strategy's concession against the opponent's toughness and time.

    All others play `time_dependent` with one `beta` after the other, in the same worlds with the same luck. A demand
    is what the party's own offer is worth to it when it makes it, rescaled from 0 at what no deal is then worth to 1 at
    the best package that it may then offer. Time is counted in exchanges, over all that the talks have.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        party: Whose strategy.
        strategy: A strategy's name or mapping; as in the file where left out.
        overrides: Texts `dotted.path=value`.
        betas: The opponents, (B,); smaller is tougher.
        worlds: Worlds in which each is played.
        seed: Root seed.
        stretches: Stretches into which the time of the talks is cut, T.

    Raises:
        ScenarioError: The scenario, or the strategy, is not right.
        ValueError: There is no such party, or a number makes no sense.

    >>> found = fingerprint("shrinking_pie", "first", "hardliner", worlds=1)
    >>> found.habits.opening, found.habits.concession
    (1.0, 0.0)
    """
    order = _Order(str(find(scenario)), party, strategy, tuple(overrides), tuple(betas), worlds, seed, stretches)
    return _played(order)


def fingerprints(
    scenario: str | os.PathLike[str],
    party: str,
    strategies: Mapping[str, Strategy | None] | Sequence[str],
    overrides: Iterable[str] = (),
    betas: Sequence[float] = BETAS,
    worlds: int = 64,
    seed: int = 0,
    stretches: int = STRETCHES,
    processes: int = 1,
) -> dict[str, Fingerprint]:
    """The fingerprints of several strategies of a party, by their names.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        party: Whose strategies.
        strategies: Names, or names of one's own to a strategy's name or mapping (None for what the file says).
        overrides: Texts `dotted.path=value`.
        betas: The opponents, (B,); smaller is tougher.
        worlds: Worlds in which each is played.
        seed: Root seed.
        stretches: Stretches into which the time of the talks is cut.
        processes: Number of processes; 1 plays here.

    Raises:
        ScenarioError: The scenario, or a strategy, is not right.
        ValueError: There is no such party, or a number makes no sense.
    """
    named = strategies if isinstance(strategies, Mapping) else {name: name for name in strategies}
    path, base = str(find(scenario)), tuple(overrides)
    orders = [_Order(path, party, one, base, tuple(betas), worlds, seed, stretches) for one in named.values()]
    if processes == 1 or len(orders) < 2:
        return dict(zip(named, map(_played, orders), strict=True))
    with ProcessPoolExecutor(min(processes, len(orders)), mp_context=get_context("spawn")) as pool:
        return dict(zip(named, pool.map(_played, orders), strict=True))


@dataclass(frozen=True)
class _Order:
    """What is to be played; small, so that it can be sent to another process."""

    path: str
    party: str
    strategy: Strategy | None
    overrides: tuple[str, ...]
    betas: tuple[float, ...]
    worlds: int
    seed: int
    stretches: int

    def __post_init__(self) -> None:
        """Refuse what can't be meant."""
        betas = sorted(set(self.betas))
        if not betas or not 0.0 < betas[0] <= betas[-1] < np.inf or list(self.betas) != betas:
            raise ValueError(f"betas are numbers above 0, each larger than the one before, not {list(self.betas)}")
        if self.worlds < 1 or self.stretches < 1 or len(betas) > BLOCK:
            raise ValueError(
                f"at least 1 world and 1 stretch of time, and at most {BLOCK} betas, not "
                f"{self.worlds}, {self.stretches} and {len(betas)}"
            )


def _played(order: _Order) -> Fingerprint:
    base = load(order.path, order.overrides)
    others = others_than(base, order.party)
    said = strategy_of(base, order.party, order.strategy)
    tough = {"kind": "time_dependent", "beta": pinned_range(order.betas[0], order.betas[-1])}
    changes = [plays(order.party, said), *(plays(other, tough) for other in others)]
    scenario = load(order.path, (*order.overrides, *changes)).scenario
    index, rows = tuple(scenario.parties).index(order.party), len(order.betas)
    pieces, each = [], max(1, BLOCK // rows)
    for first in range(0, order.worlds, each):
        count = min(each, order.worlds - first)
        luck = Luck(order.seed, first, rows * count, salts=("",) * rows)
        beta = np.repeat(order.betas, count)
        pins = {f"parties.{other}.strategy.beta": beta for other in others}
        talks = Watched(compile_play(scenario, luck, pins=pins), index, order.stretches)
        talks.play_out()
        pieces.append(talks.moves(rows))
        talks.release()
    return drawn(order.party, said, order.betas, Moves.joined(pieces))
