"""Talks of one world that have ended: what was offered, what could have been agreed, what came of it.

One scale for all: what a package is worth a year while it is in force (or as a lump, at face value), with the payoffs
in force at the end. That is what a deal struck on the first day would bring over the whole horizon; what a game came
to in the end has the time before the deal in it as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.consents import Consents
from zopa.game.game import Game
from zopa.game.space import Level
from zopa.report.charts.ground import Ground
from zopa.talks import Talks
from zopa.talks.record import Said


@dataclass(frozen=True, eq=False)
class Offer:
    """An offer that was made.

    Attributes:
        party: Index of the party that made it.
        round: Number of the round, from 1.
        date: Its date, ISO, or empty.
        package: The package, (K,).
        worth: What it is worth to each party, (p,).
    """

    party: int
    round: int
    date: str
    package: Packages
    worth: Floats


@dataclass(frozen=True, eq=False)
class Ended:
    """What talks leave behind.

    Attributes:
        game: The game.
        cells: Payoffs in force at the end by cell, (p, C).
        allowed: Cells that might be offered then, (C,).
        consents: For each party what had to hold for a package to be ratified then; None for nothing.
        no_deal: What no deal was worth to each then, (p,).
        package: The package agreed, (K,); None without a deal.
        round: Number of the round of the deal, from 1; None without one.
        annual: What it came to for each in the end, spread over the horizon, (p,).
        gained: How much more that is than walking away would have brought when the deal was struck, (p,).
        parts: For each party what that is made of, by name of `ADDED`; they add up to it.
        said: All that was said.
        over: Whether the talks have ended; where not, what came is nan.
    """

    game: Game
    cells: Floats
    allowed: Bools
    consents: tuple[Consents | None, ...]
    no_deal: Floats
    package: Packages | None
    round: int | None
    annual: Floats
    gained: Floats
    parts: tuple[Mapping[str, float], ...]
    said: tuple[Said, ...]
    over: bool

    @classmethod
    def of(cls, talks: Talks) -> "Ended":
        """Take down what is there; the talks may be let go of afterwards.

        Args:
            talks: Talks of one world, of which a round has been opened; their record, where kept, gives the offers.
        """
        moment, out, payoffs = talks.moment, talks.outcomes, talks.payoffs
        assert moment is not None
        agreed, whole = bool(out.agreed[0]), float(talks.play.game.schedule.whole()[0])
        return cls(
            talks.play.game, np.stack([np.asarray(own[0], dtype=np.float64) for own in payoffs.cells]),
            np.array(payoffs.allowed[0]), payoffs.consents,
            np.array([float(worth[0]) for worth in moment.reservation]),
            out.package[0].copy() if agreed else None, int(out.index[0]) + 1 if agreed else None,
            np.array([float(worth[0]) for worth in out.annual]),
            np.array([float(got[0] - away[0]) / whole for got, away in zip(out.payoff, out.no_deal, strict=True)]),
            tuple({name: float(part[0]) / whole for name, part in parts.items()} for parts in out.parts),
            tuple(talks.record.said) if talks.record is not None else (), not talks.running,
        )  # fmt: skip

    @property
    def parties(self) -> tuple[str, ...]:
        """Short names of the parties."""
        return self.game.parties

    @property
    def agreed(self) -> bool:
        """Whether there is a deal."""
        return self.package is not None

    def worth(self, package: Packages) -> Floats:
        """What a package, (K,), is worth to each party, (p,)."""
        found: Floats = self.worths(package[None, :])[0]
        return found

    def worths(self, packages: Packages) -> Floats:
        """What packages, (n, K), are worth to each party, (n, p)."""
        chosen: Ints = self.game.space.first[:-1] + packages.astype(np.int64)
        found: Floats = self.cells[:, chosen].sum(axis=2).T
        return found

    def read(self, package: Packages) -> dict[str, Level]:
        """A package by issue."""
        return dict(self.game.space.read(package))

    def ground(self) -> Ground:
        """What could be agreed at the end."""
        return Ground.of(self.game, list(self.cells), self.allowed, self.no_deal)

    def offers(self) -> Iterator[Offer]:
        """The offers made, in order."""
        for said in self.said:
            if said.offered[0]:
                date = "" if said.date is None else str(said.date)
                package = said.package[0]
                yield Offer(said.turn.party, said.index + 1, date, package, self.worth(package))

    def ratified(self, packages: Packages) -> Bools:
        """Which packages, (n, K), might be offered at the end and would be ratified by all homes, (n,)."""
        chosen = self.game.space.first[:-1] + packages.astype(np.int64)
        holds: Bools = np.asarray(self.allowed[chosen].all(axis=1))
        for own in self.consents:
            if own is not None:
                for cells, least in zip(own.cells[:, 0], own.least[:, 0], strict=True):
                    holds = np.logical_and(holds, np.isneginf(least) | (cells[chosen].sum(axis=1) >= least - 1e-9))
        return holds
