"""The agents around the table: constituencies, leaders, the bond market, the partners who will ask for the same."""

from typing import Any

import mesa
import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting


class Surrounding(mesa.Agent):
    """An agent that carries one mechanism. Every array that it holds has a worlds axis first.

    Attributes:
        name: Its name in the scenario.
        part: The mechanism: frozen parameters.
        memory: What the mechanism remembers, passed in and out of it.
    """

    def __init__(self, model: mesa.Model, name: str, part: Mechanism, setting: Setting, doors: Doors) -> None:
        """Take a place around the table.

        Args:
            model: The talks.
            name: Name in the scenario.
            part: The mechanism.
            setting: What it may know before the first round.
            doors: Where it writes.
        """
        super().__init__(model)
        self.name = name
        self.part = part
        self.doors = doors
        self.memory: Any = part.begin(setting)

    def answers(self, hook: str) -> bool:
        """Whether its mechanism has anything to say at a hook of `Mechanism`."""
        return self.part.answers(hook)

    def _doors(self) -> Doors:
        """The doors, held open under this agent's name."""
        self.doors.me, self.doors.account = self.name, self.part.account
        return self.doors

    def react(self, now: Now) -> None:
        """React to the date, to what was said and to what lies on the table."""
        self.part.act(now, self.memory, self._doors())

    def postpones(self, threat: str, falls: Bools) -> tuple[Bools, int] | None:
        """Where a threat that falls due is put off, and by how many days."""
        return self.part.postpones(threat, falls, self.memory)

    def review(self, now: Now, struck: Bools) -> Bools | None:
        """Where a tentative accord is refused."""
        return self.part.review(now, struck, self.memory, self._doors())

    def sealed(self, now: Now, struck: Bools) -> None:
        """What follows from a deal."""
        self.part.sealed(now, struck, self.memory, self._doors())

    def ended(self, now: Now) -> None:
        """What follows from talks without a deal."""
        self.part.ended(now, self.memory, self._doors())

    def results(self) -> dict[str, Floats]:
        """Its columns of the table of results, named after it."""
        found = self.part.results(self.memory)
        return {f"{self.name}_{column}": np.asarray(found[column]) for column in self.part.columns}


class Constituency(Surrounding):
    """A domestic group: it reacts to offers, statements and events, and consents or refuses at ratification."""


class Principal(Surrounding):
    """A leader who may step in and re-open what the ministers agreed."""


class BondMarket(Surrounding):
    """Yields that move on shocks and on what is said about Treasuries, and feed back into the cost of delay."""


class OtherTalks(Surrounding):
    """The partners who will ask for the same: they price the precedent that a concession sets."""


class Rule(Surrounding):
    """A rule of the game rather than somebody: an agenda, a deadline, who is believed."""


AGENTS: dict[str, type[Surrounding]] = {
    "bond_market": BondMarket,
    "constituency": Constituency,
    "other_talks": OtherTalks,
    "principal": Principal,
    "rule": Rule,
}
"""The agent that carries a mechanism, by what the mechanism calls itself."""
