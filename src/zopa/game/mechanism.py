"""Mechanisms: what surrounds the table. Each writes through one of five doors, and never writes an offer.

The doors are the parties' payoffs, what no deal is worth (D), beliefs, the feasible set and the clock. A mechanism is
a frozen dataclass of parameters, each one number or one per world; its memory is passed in and out, like a strategy's.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.space import Space
from zopa.game.statement import Statement


@dataclass(frozen=True, slots=True)
class Setting:
    """What a mechanism may know before the first round.

    Attributes:
        space: Issues, levels and clusters.
        luck: The block's addressed random numbers.
        parties: Names of the parties, in order.
        name: The mechanism's name in the scenario: the address of its luck.
        titles: Names of parties and issues for people, by short name.
        start: Package in force at the start, (K,), or None where there are no dates.
        dates: Dates of the rounds; empty where there are none.
        exchanges: Exchanges in a round.
        cells: For each party its payoffs by cell at the start, (W, C).
        whole: Years' worth of the whole horizon, (W,): what a payment of 1 a year is worth.
        allowed: Cells that may be offered before mechanisms, (W, C); None for all.
        error: For each party the standard deviation of its cells around what others believe, (W, C); None for none.
    """

    space: Space
    luck: Luck
    parties: tuple[str, ...]
    name: str
    titles: Mapping[str, str]
    start: Packages | None
    dates: tuple[dt.date, ...]
    exchanges: int
    cells: tuple[Floats, ...]
    whole: Floats
    allowed: Bools | None = None
    error: tuple[Floats, ...] | None = None

    @property
    def worlds(self) -> int:
        """Worlds in the block."""
        return self.luck.worlds

    def draw(self, use: str, at: int = -1) -> Floats:
        """This mechanism's own uniform draw in each world, (W,)."""
        return self.luck.one(f"mechanism:{self.name}:{use}", at=at)

    def over_start(self, cells: Floats) -> Floats:
        """Payoffs over those of what was in force at the start, (W, C); as they are where nothing was."""
        if self.start is None:
            return cells
        return cells - self.space.by_cell(cells[:, self.space.first[:-1] + self.start])

    def calls(self, party: int) -> str:
        """A party as people call it."""
        return self.titles.get(self.parties[party]) or self.parties[party]


@dataclass(frozen=True, slots=True)
class Now:
    """What a mechanism sees when it acts.

    Attributes:
        setting: What has been known from the start.
        index: Number of the round, from 0.
        date: Its date, or None.
        days: Days since the round before; 0 at the first and where there are no dates.
        open: Worlds in which there is no deal yet, (W,).
        annuity: Present value of 1 a year from now to the horizon, (W,).
        talking: Present value of 1 a year from now to the talks' last day, (W,).
        once: Present value of 1 paid now, (W,).
        cells: For each party its payoffs by cell, before mechanisms, (W, C).
        in_force: For each party the yearly flow in force, (W,).
        pending: Share of what is left of the horizon that comes after the day of the threat in force, (W,); 0 without.
        announced: Worlds in which a threat that sets the belief was announced since the round before, (W,).
        executed: Worlds in which a threat has been carried out, (W,).
        said: What the parties said in the round before.
        package: What lies on the table, or the accord under review, (W, K).
        standing: Worlds in which an offer stands, (W,).
        proposer: Who made it, (W,), or -1.
        believed: For each party what it thinks the other's payoffs are, by cell (W, C), or None.
        prior: For each party what the others know of its payoffs by cell, before mechanisms, (W, C).
    """

    setting: Setting
    index: int
    date: dt.date | None
    days: float
    open: Bools
    annuity: Floats
    talking: Floats
    once: Floats
    cells: tuple[Floats, ...]
    in_force: tuple[Floats, ...]
    pending: Floats
    announced: Bools
    executed: Bools
    said: tuple[Statement, ...]
    package: Packages
    standing: Bools
    proposer: Ints
    believed: tuple[Floats | None, ...]
    prior: tuple[Floats, ...] = ()

    def after(self, day: dt.date | None) -> bool:
        """Whether a day has come; true where there is no such day, or there are no dates."""
        return day is None or self.date is None or self.date >= day

    def draw(self, use: str) -> Floats:
        """The mechanism's own uniform draw of this round, (W,)."""
        return self.setting.draw(use, self.index)


class Mechanism:
    """A part of the surroundings; every hook does nothing unless a mechanism says otherwise.

    Attributes:
        account: Where its payments are booked: `politics` or `market`.
        agent: The Mesa agent that carries it: `constituency`, `principal`, `bond_market`, `other_talks` or `rule`.
        columns: Columns that it adds to the table of results, each name with its meaning.
    """

    account: ClassVar[str] = "politics"
    agent: ClassVar[str] = "rule"
    columns: ClassVar[Mapping[str, str]] = {}

    def answers(self, hook: str) -> bool:
        """Whether it has anything to say, at any time, at one of the hooks below; it is asked there only if so."""
        return getattr(type(self), hook) is not getattr(Mechanism, hook)

    def begin(self, setting: Setting) -> Any:
        """The memory before the first round."""
        return None

    def act(self, now: Now, memory: Any, doors: Doors) -> None:
        """React to the date, to what was said and to what lies on the table; write through the doors."""

    def postpones(self, threat: str, falls: Bools, memory: Any) -> tuple[Bools, int] | None:
        """Where a threat that falls due now is put off, (W,), and by how many days; None for never."""
        return None

    def review(self, now: Now, struck: Bools, memory: Any, doors: Doors) -> Bools | None:
        """Worlds of a tentative accord in which it is refused, (W,); None for nowhere."""
        return None

    def sealed(self, now: Now, struck: Bools, memory: Any, doors: Doors) -> None:
        """A deal is final in these worlds: what follows from it."""

    def ended(self, now: Now, memory: Any, doors: Doors) -> None:
        """The talks are over without a deal in the worlds that `now` has open."""

    def results(self, memory: Any) -> Mapping[str, Floats]:
        """A number for each world, (W,), for each of `columns`; nan where there is none."""
        return {}


def nowhere(worlds: int) -> Bools:
    """No world, (W,)."""
    return np.zeros(worlds, dtype=bool)
