"""Headline against substance: what a deal says to voters, and what it says to the treasury."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Amounts, Bounds, Party, Scalar, per_world


@dataclass
class _Read:
    """What is remembered: parameters world by world, the payoffs last re-weighted, and how the deal reads.

    Attributes:
        setting: What has been known from the start.
        factor: What is added to a payoff, as a share of it, by cluster, (W, K).
        weighted: Whether anything is added in any world.
        cells: The payoffs that were re-weighted last, (W, C); None before the first round.
        columns: The results so far, (W,) each.
    """

    setting: Setting
    factor: Floats
    weighted: bool
    cells: Floats | None
    columns: dict[str, Floats]


@dataclass(frozen=True)
class Headline(Mechanism):
    """A payoff has two coordinates: the headline, for the audience, and the substance, for the treasury.

    What a deal brings in cluster k, over what was in force at the start, is headline by the share h and substance by
    1 − h. The payoffs door: every cell of k gains tilt × (2h − 1) × (the cell − what was in force), that is, headline
    weighs 1 + tilt and substance 1 − tilt. A tilt of 0 changes nothing; no deal is never tilted. The results are read
    off the payoffs without tilts, in bn USD a year over what was in force. A *transfer* is what really goes over: the
    substance, 1 − h, of what the giver loses on the issues on which it ends up worse off.
    Source: obfuscated transfers, Coate & Morris (1995), Kono (2006); several of these may stand side by side, one
    for each audience.

    Attributes:
        party: Whose payoffs are read in two ways.
        share: Issue or cluster to the share of the payoff that is headline, 0 to 1; 0 where nothing is said.
        tilt: How far weight moves from substance to headline, −1 to 1.
        giver: Whose losses count as transfers; those of all other parties where left out.
    """

    party: Party
    share: Amounts
    tilt: Annotated[Scalar, Bounds(at_least=-1.0, at_most=1.0)] = 0.0
    giver: Party | None = None

    columns: ClassVar[Mapping[str, str]] = {
        "headline": "headline of the deal to the party, a year, over what was in force at the start",
        "substance": "substance of the deal to the party, a year, over what was in force at the start",
        "gap": "headline less substance",
        "gained": "share of headline in what the party gains on the issues where it gains",
        "transfer": "real yearly cost to the givers of the issues on which they end up worse off",
    }

    def begin(self, setting: Setting) -> _Read:
        """Nothing read yet.

        Raises:
            ValueError: A share is not between 0 and 1.
        """
        if not ((self.share >= 0.0) & (self.share <= 1.0)).all():
            raise ValueError(f"mechanisms.{setting.name}.share must be between 0 and 1")
        factor = per_world(self.tilt, setting.worlds)[:, None] * (2.0 * self.share - 1.0)
        blank = {name: np.full(setting.worlds, np.nan) for name in self.columns}
        return _Read(setting, factor, bool(factor.any()), None, blank)

    def act(self, now: Now, memory: _Read, doors: Doors) -> None:
        """Re-weigh the payoffs, where they are others than in the round before."""
        cells, before = now.cells[self.party], memory.cells
        if not memory.weighted or cells is before:
            return
        changed = (memory.factor != 0.0).any(axis=1)
        if before is not None:
            changed = changed & (cells != before).any(axis=1)
        by_cell, over = memory.setting.space.by_cell(memory.factor), memory.setting.over_start(cells)
        doors.pay(self.party, by_cell * over, changed)
        memory.cells = cells

    def sealed(self, now: Now, struck: Bools, memory: _Read, doors: Doors) -> None:
        """Read the deals in both ways."""
        rows = np.flatnonzero(struck)
        mine, share = over_the_start(now, self.party, rows), self.share[rows]
        lost, gains = np.zeros_like(mine), np.maximum(mine, 0.0)
        for giver in range(len(now.cells)):
            if giver == self.giver or (self.giver is None and giver != self.party):
                lost = lost + np.maximum(-over_the_start(now, giver, rows), 0.0)
        headline, substance, total = _sum(share * mine), _sum((1.0 - share) * mine), _sum(gains)
        found = {
            "headline": headline,
            "substance": substance,
            "gap": headline - substance,
            "gained": np.divide(_sum(share * gains), total, out=np.full_like(total, np.nan), where=total > 0.0),
            "transfer": _sum((1.0 - share) * lost),
        }
        for name, values in found.items():
            memory.columns[name][rows] = values

    def results(self, memory: _Read) -> Mapping[str, Floats]:
        """How the deal reads."""
        return memory.columns


def over_the_start(now: Now, party: int, rows: Ints) -> Floats:
    """What packages are worth to a party, cluster by cluster, over what was in force at the start.

    Args:
        now: The round, with the packages.
        party: Whose payoffs.
        rows: Worlds whose packages are meant, (D,).

    Returns:
        Yearly flows, (D, K); by themselves where there are no dates and nothing is in force.
    """
    cells, first, start = now.cells[party], now.setting.space.first[:-1], now.setting.start
    worth: Floats = cells[rows[:, None], first + now.package[rows]]
    if start is not None:
        worth = worth - cells[rows[:, None], first + start]
    return worth


def _sum(parts: Floats) -> Floats:
    """The sum over clusters in their order, (W,): not a bit of it depends on the number of worlds."""
    total = np.zeros(parts.shape[0])
    for k in range(parts.shape[1]):
        total = total + parts[:, k]
    return total
