"""Random small games by address, in which strategies are tried: any block of worlds can be played alone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.mechanism import Mechanism
from zopa.game.schedule import Change, FlowSchedule, LumpSchedule, Schedule
from zopa.game.space import Space
from zopa.politics.agenda import Agenda
from zopa.protocols.base import Protocol
from zopa.strategies.parts.base import Strategy
from zopa.talks import Play, Talks
from zopa.talks.table import Outcomes

START = dt.date(2025, 4, 1)
"""Date of the first round of games that have dates."""


@dataclass(frozen=True)
class Arena:
    """A recipe for games.

    Attributes:
        sizes: Levels of each issue.
        parties: Number of parties.
        rounds: Rounds until the talks end.
        information: What parties know of each other.
        whole: Whether payoffs are whole numbers, so that they often tie.
        restricted: Whether some levels may not be offered.
        hopeless: A party for which, in every second world, nothing beats no deal; None for nobody.
        changes: Round from which payoffs are others; None for never.
        dated: Whether rounds have dates, so that what waiting does and what no deal is worth differ from round to
            round, and some worlds begin with an agenda that opens in a round of their own.
        seed: Root seed.
    """

    sizes: tuple[int, ...] = (3, 4, 2)
    parties: int = 2
    rounds: int = 8
    information: str = "complete"
    whole: bool = False
    restricted: bool = False
    hopeless: int | None = None
    changes: int | None = None
    dated: bool = False
    seed: int = 5

    def luck(self, first: int, worlds: int) -> Luck:
        """The luck of some worlds."""
        return Luck(self.seed, first, worlds)

    def game(self, luck: Luck) -> Game:
        """The games of some worlds."""
        space = Space.of({f"issue_{k}": tuple(range(n)) for k, n in enumerate(self.sizes)})
        epochs = []
        for since, use in [(0, "cells"), (self.changes, "later cells")]:
            cells = tuple(self._cells(luck, space, p, use) for p in range(self.parties))
            epochs += [Epoch(since, cells, cells)] if since is not None else []
        return Game(
            space=space, parties=tuple(f"party_{p}" for p in range(self.parties)), luck=luck,
            schedule=self._schedule(luck), epochs=tuple(epochs),
            allowed=self._allowed(luck, space), once=(None,) * self.parties, information=self.information, cap=64,
        )  # fmt: skip

    def _schedule(self, luck: Luck) -> Schedule:
        no_deal = tuple(self._no_deal(luck, p) for p in range(self.parties))
        if not self.dated:
            factor = tuple(0.9 + 0.1 * luck.one("factor", p) for p in range(self.parties))
            return LumpSchedule(self.rounds, factor, no_deal, no_deal)
        dates = tuple(START + dt.timedelta(days=21 * n) for n in range(self.rounds))
        later = tuple(0.7 * one for one in no_deal)
        changes = (Change(START, no_deal, no_deal), Change(dates[self.rounds // 2], later, later))
        rate, none = 0.1 + 0.2 * luck.one("rate"), np.zeros(luck.worlds)
        horizon = 1.0 + luck.one("horizon")
        return FlowSchedule(START, dates[-1], dates, horizon, rate, changes, (), none, none + 1.0)

    def _around(self, space: Space) -> tuple[tuple[str, Mechanism], ...]:
        """What surrounds the table: an agenda that keeps the first level of the first issue until it opens."""
        if not self.dated:
            return ()
        keeps = np.ones(space.cells, dtype=bool)
        keeps[1 : space.first[1]] = False
        return (("agenda", Agenda(keeps, by=0, hazard=0.3, share=0.7)),)

    def play(self, luck: Luck, protocol: Protocol, strategies: Sequence[Strategy]) -> Play:
        """The games of some worlds, ready to be played."""
        game = self.game(luck)
        return Play(game, protocol, tuple(strategies), self._around(game.space))

    def _cells(self, luck: Luck, space: Space, party: int, use: str) -> Floats:
        drawn = luck.uniforms(use, party, each=space.cells)
        return np.floor(drawn * 5.0) - 1.0 if self.whole else 3.0 * drawn - 0.5

    def _no_deal(self, luck: Luck, party: int) -> Floats:
        drawn = luck.one("no deal", party) * len(self.sizes)
        least = np.floor(drawn) if self.whole else drawn
        if party == self.hopeless:
            return np.where((luck.first + np.arange(luck.worlds)) % 2 == 0, 1000.0, least)
        return least

    def _allowed(self, luck: Luck, space: Space) -> Bools:
        allowed = luck.uniforms("allowed", each=space.cells) < (0.7 if self.restricted else 2.0)
        must = (luck.uniforms("must", each=len(self.sizes)) * np.array(self.sizes)).astype(np.int64)
        np.put_along_axis(allowed, space.first[:-1] + must, True, axis=1)
        return allowed

    def talks(self, luck: Luck, protocol: Protocol, strategies: Sequence[Strategy], record: bool = False) -> Talks:
        """Talks over the games of some worlds."""
        return Talks(self.play(luck, protocol, strategies), record=record, collect=False)

    def outcomes(self, luck: Luck, protocol: Protocol, strategies: Sequence[Strategy]) -> Outcomes:
        """How talks over the games of some worlds end; the talks let go of everything else."""
        return played_out(self.play(luck, protocol, strategies))


def played_out(play: Play) -> Outcomes:
    """How talks end; they let go of everything else (Mesa 3.3 never frees a model)."""
    talks = Talks(play, collect=False)
    talks.play_out()
    return talks.release()


def digest(outcomes: Outcomes, worlds: slice = slice(None)) -> list[tuple[str, bytes]]:
    """Outcomes of some worlds as bytes, to be compared bit by bit; packages only where there was a deal."""
    agreed = outcomes.agreed[worlds]
    columns = [("agreed", agreed), ("package", np.where(agreed[:, None], outcomes.package[worlds], -1))]
    columns += [(name, getattr(outcomes, name)[worlds]) for name in ("index", "exchange", "proposer")]
    for name in ("payoff", "annual", "no_deal"):
        columns += [(f"{name} {p}", a[worlds]) for p, a in enumerate(getattr(outcomes, name))]
    return [(name, np.ascontiguousarray(column).tobytes()) for name, column in columns]
