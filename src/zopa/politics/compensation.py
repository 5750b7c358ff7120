"""Compensation: money for those at home who suffer, from tariffs while the talks last or from those that remain."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Issue, NotNegative, Party, per_world
from zopa.game.space import Space
from zopa.game.values import value_of


@dataclass
class _Programme:
    """What a programme remembers.

    Attributes:
        rate: What it pays out in a full year, bn, (W,).
        gain: Relief less cost of funds, per bn paid.
        left: For each cell the share of the tariff that it leaves, (C,); all 0 where it covers delay.
        since: Years' worth left when it began, (W,); None before.
        paid: Present value of what was paid out, (W,).
    """

    rate: Floats
    gain: Floats
    left: Floats
    paid: Floats
    since: Floats | None = None


@dataclass(frozen=True)
class Compensation(Mechanism):
    """Side payments at home (Mayer 1992; Grossman & Helpman 1995): relief that costs money.

    Doors: D, payoffs. An amount A, a present value over the whole horizon of R years' worth, is paid out at the rate
    A/R a year, and each bn paid is worth relief − funds to the party. Where it covers delay it is paid while there is
    no deal, during the talks and after them: no deal is worth (relief − funds) × A/R a year more. Where it covers the
    tariff it is paid under a deal, in proportion to the share of the tariff that is left: the level over the lowest
    one, relative to the level in force at the start (the highest one where there are no dates).

    Attributes:
        party: Who pays at home.
        issue: The tariff.
        amount: Present value of the programme, bn.
        relief: What a bn paid is worth to the government, bn-equivalents: the weight of those who are hurt.
        funds: What a bn costs it.
        covers: Losses from `delay`, or from the `tariff` that remains.
        since: Day from which it is there; from the start where left out.
    """

    party: Party
    issue: Issue
    amount: NotNegative = 6.2
    relief: NotNegative = 1.3
    funds: NotNegative = 1.0
    covers: Literal["delay", "tariff"] = "delay"
    since: dt.date | None = None

    columns: ClassVar[dict[str, str]] = {"paid": "present value of what was paid out, bn"}

    def begin(self, setting: Setting) -> _Programme:
        """Nothing paid."""
        w = setting.worlds
        left = np.zeros(setting.space.cells)
        if self.covers == "tariff":
            left = share_left(setting.space, self.issue, self._reference(setting))
        gain = per_world(self.relief, w) - per_world(self.funds, w)
        return _Programme(per_world(self.amount, w) / setting.whole, gain, left, np.zeros(w))

    def _reference(self, setting: Setting) -> float:
        """The level whose loss is covered in full."""
        if setting.start is None:
            return max(float(level) for level in setting.space.levels[self.issue])
        level = setting.space.level_indices(setting.start[None, :])[0, self.issue]
        return float(setting.space.levels[self.issue][level])

    def act(self, now: Now, memory: _Programme, doors: Doors) -> None:
        """Pay while there is no deal, or promise to pay under one."""
        if not now.after(self.since):
            return
        flow = memory.rate * memory.gain
        if self.covers == "delay":
            doors.wait(self.party, flow)
            doors.lose(self.party, flow)
        elif memory.since is None:
            doors.pay(self.party, flow[:, None] * memory.left[None, :], np.ones(now.setting.worlds, dtype=bool))
        if memory.since is None:
            memory.since = now.annuity.copy()

    def sealed(self, now: Now, struck: Bools, memory: _Programme, doors: Doors) -> None:
        """Close the books: what delay has cost, or what the tariff left will."""
        if memory.since is None:
            return
        at = np.flatnonzero(struck)
        if self.covers == "delay":
            years = memory.since[at] - now.annuity[at]
        else:
            left = np.tile(memory.left, (at.shape[0], 1))
            years = now.annuity[at] * value_of(left, now.package[at], now.setting.space.first)
        memory.paid[at] = memory.rate[at] * years

    def ended(self, now: Now, memory: _Programme, doors: Doors) -> None:
        """Without a deal those who suffer from the delay are paid to the end of the horizon."""
        if memory.since is None or self.covers != "delay":
            return
        doors.charge(self.party, np.where(now.open, memory.rate * memory.gain * now.annuity, 0.0))
        np.copyto(memory.paid, memory.rate * memory.since, where=now.open)

    def results(self, memory: _Programme) -> dict[str, Floats]:
        """What was paid out."""
        return {"paid": memory.paid}


def share_left(space: Space, issue: int, reference: float) -> Floats:
    """For each cell the share of a tariff that it leaves, (C,): 0 at the lowest level, 1 at `reference` and above.

    Args:
        space: Issues, levels and clusters.
        issue: Index of the tariff; its levels are numbers.
        reference: The level that counts as 1.

    Raises:
        ValueError: The issue's levels are not numbers, or none is below `reference`.
    """
    if not all(isinstance(level, int | float) for level in space.levels[issue]):
        raise ValueError(f"compensation needs a tariff in numbers; {space.issues[issue]} has words for levels")
    numbers = np.array([float(level) for level in space.levels[issue]])
    if numbers.min() >= reference:
        raise ValueError(f"no level of {space.issues[issue]} is below {reference:g}: there is nothing to compensate")
    shares = np.clip((numbers - numbers.min()) / (reference - numbers.min()), 0.0, 1.0)
    out = np.zeros(space.cells)
    cluster = next(k for k, issues in enumerate(space.clusters) if issue in issues)
    column = space.clusters[cluster].index(issue)
    out[space.cells_of(cluster)] = [shares[combination[column]] for combination in space.combinations[cluster]]
    return out
