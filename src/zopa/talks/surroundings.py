"""The surroundings of the table: the agents in order, the doors they write through, and when they are asked."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import mesa
import numpy as np

from zopa.events.clock import Clock
from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.game import Game
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.schedule import Moment
from zopa.game.statement import Statement
from zopa.game.values import value_of
from zopa.talks.agents import AGENTS, Surrounding
from zopa.talks.negotiator import Negotiator
from zopa.talks.table import Table


class Surroundings:
    """Everybody around the table who does not negotiate.

    Attributes:
        doors: What they have written.
        agents: They themselves, in the order of the scenario.
        said: What the parties have said since the agents last reacted.
        heard: What they said in the round before, to which the agents reacted last.
    """

    def __init__(self, model: mesa.Model, game: Game, parts: Sequence[tuple[str, Mechanism]], exchanges: int) -> None:
        """Let everybody take a place.

        Args:
            model: The talks.
            game: The game.
            parts: Mechanisms with their names, in order.
            exchanges: Exchanges in a round.
        """
        self.game = game
        self.doors = Doors(game.worlds, len(game.parties), first=game.space.first)
        self.agents: list[Surrounding] = []
        self.said: list[Statement] = []
        self.heard: tuple[Statement, ...] = ()
        self._settings: dict[str, Setting] = {}
        self._answering: dict[str, list[Surrounding]] = {}
        dates = game.schedule.dates
        for name, part in parts:
            setting = Setting(
                game.space, game.luck, game.parties, name, game.titles, game.start, dates, exchanges,
                game.epochs[0].cells, game.schedule.whole(), game.allowed, game.prior_error,
            )  # fmt: skip
            self._settings[name] = setting
            self.agents.append(AGENTS[part.agent](model, name, part, setting, self.doors))

    def postpone(self, threat: str, falls: Bools) -> tuple[Bools, int] | None:
        """Where a threat that falls due is put off, and by how many days: the first that says so decides."""
        for agent in self.agents:
            answer = agent.postpones(threat, falls)
            if answer is not None:
                return answer
        return None

    def react(self, index: int, clock: Clock, table: Table, negotiators: Sequence[Negotiator]) -> None:
        """Everybody reacts to the new round; the doors then hold what was written."""
        self.doors.clear()
        self.doors.belief = clock.belief
        self.heard = tuple(replace(one, where=one.where & table.undecided) for one in self.said)
        self.said = []
        for agent, now in self._asked("act", index, clock, table, negotiators):
            agent.react(now)
        clock.belief = self.doors.belief
        self._lapse(table)

    def _lapse(self, table: Table) -> None:
        """An offer that may no longer be made is off the table."""
        if not (self.doors.narrows and self.doors.touched.any()):
            return
        breach = np.where(self.doors.feasible(self.game.allowed), 0.0, -1.0)
        kept, zero = value_of(breach, table.package, self.game.space.first), np.zeros(self.game.worlds)
        for party in range(len(self.game.parties)):
            self.doors.tell("An offer that may no longer be made is off the table", table.withdraw(party, kept, zero))

    def seen(self, moment: Moment) -> Moment:
        """The moment with what was written on D, on soft deadlines and on the news."""
        if not self.agents:
            return moment
        doors, added = self.doors, self.doors.disagreement
        received = [doors.waiting(p) for p in range(len(added))]
        return replace(
            moment,
            flow=tuple(
                flow if more is None else flow + (1.0 - factor) * more
                for flow, factor, more in zip(moment.flow, moment.factor, received, strict=True)
            ),
            outside=tuple(d + more for d, more in zip(moment.outside, added, strict=True)),
            reservation=tuple(d + more for d, more in zip(moment.reservation, added, strict=True)),
            expected=tuple(d + more for d, more in zip(moment.expected, added, strict=True)),
            deadline=np.minimum(moment.deadline, doors.deadline),
            news=moment.news + tuple((moment.date, text, where) for text, where in doors.news),
        )

    def review(self, index: int, clock: Clock, table: Table, negotiators: Sequence[Negotiator]) -> Bools:
        """Worlds in which somebody refuses the accord just struck, (W,)."""
        refused = np.zeros(self.game.worlds, dtype=bool)
        for agent, now in self._asked("review", index, clock, table, negotiators):
            answer = agent.review(now, table.struck & ~refused)
            if answer is not None:
                refused |= answer & table.struck
        return refused

    def sealed(self, index: int, clock: Clock, table: Table, negotiators: Sequence[Negotiator]) -> None:
        """A deal is final where the table says that it was signed in this round."""
        for agent, now in self._asked("sealed", index, clock, table, negotiators):
            agent.sealed(now, table.signed)

    def ended(self, index: int, clock: Clock, table: Table, negotiators: Sequence[Negotiator]) -> None:
        """The talks are over; there is no deal in the worlds still undecided."""
        for agent, now in self._asked("ended", index, clock, table, negotiators):
            agent.ended(now)

    def results(self) -> dict[str, Floats]:
        """Columns that the agents add to the table of results."""
        return {name: values for agent in self.agents for name, values in agent.results().items()}

    def _asked(
        self, hook: str, index: int, clock: Clock, table: Table, negotiators: Sequence[Negotiator]
    ) -> Iterator[tuple[Surrounding, Now]]:
        """Those who have something to say at some point, in order, with what they see."""
        if self.agents and hook in _CLOCK_HAS_TURNED:
            self._turned(clock)
        asked = self._answering.get(hook)
        if asked is None:
            asked = self._answering[hook] = [agent for agent in self.agents if agent.answers(hook)]
        if not asked:
            return
        dates, epoch = self.game.schedule.dates, self.game.epochs[self.game.epoch_at(index)]
        date = dates[index] if dates else None
        days = float((dates[index] - dates[index - 1]).days) if dates and index else 0.0
        believed = tuple(negotiator.believed for negotiator in negotiators)
        known = epoch.cells if self.game.information == "complete" else epoch.prior
        left, talking, once, in_force, pending = self._time
        for agent in asked:
            now = Now(
                self._settings[agent.name], index, date, days, table.undecided, left, talking, once,
                epoch.cells, in_force, pending, clock.announced, clock.executed, self.heard, table.package,
                table.standing, table.proposer, believed, known,
            )  # fmt: skip
            yield agent, now

    def _turned(self, clock: Clock) -> None:
        """What the clock says stays the same for the rest of the round."""
        self._time = (
            clock.years_left(), clock.years_talking(), clock.once(), clock.in_force(), clock.pending(),
        )  # fmt: skip


_CLOCK_HAS_TURNED = ("act", "ended")
"""Hooks asked after the clock has turned; the others follow in the same round."""
