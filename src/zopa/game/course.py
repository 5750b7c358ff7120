"""The course of the talks as the protocol lays it out, and what waiting for the next proposal does."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Course:
    """All proposals that the protocol has in store, in order; everybody knows it.

    Attributes:
        proposer: Index of the party that makes each, (N,).
        round: Number of the round in which it is made, from 0, (N,).
        rounds: Rounds until the talks end.
    """

    proposer: Ints
    round: Ints
    rounds: int

    @property
    def wait(self) -> Floats:
        """Rounds from each proposal to the next, from the last to the end of the talks, (N,)."""
        return np.diff(self.round, append=self.rounds - 1).astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """What one more round does to payoffs, as far as a party knows; everything is in the unit of `View.cells`.

    A payoff u one round later is worth `flow + factor × u` now. Of a party of which that is not known, None.

    Attributes:
        factor: For each party, (W,).
        flow: What each party receives meanwhile, while there is no deal, (W,).
        no_deal: What the end of the talks without a deal is worth to each party, (W,).
        outside: What it is worth to each party if somebody leaves the table now, (W,).
        hazard: Probability that the talks break off before the next round, (W,), as far as parties reckon with it.
    """

    factor: tuple[Floats | None, ...]
    flow: tuple[Floats | None, ...]
    no_deal: tuple[Floats | None, ...]
    outside: tuple[Floats | None, ...]
    hazard: Floats

    @property
    def known(self) -> bool:
        """Whether all of it is known of everybody."""
        return all(one is not None for one in (*self.factor, *self.flow, *self.no_deal, *self.outside))
