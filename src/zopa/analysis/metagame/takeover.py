"""The Markov chain of alpha-rank: from profile to profile as rare mutants take over or die out."""

import numpy as np

from zopa.analysis.metagame.seats import one_population
from zopa.game.arrays import Floats, Ints

MOST = 6000
"""Most profiles: their chain has as many squared moves, which take 288 megabytes, and their elimination as many."""


def takeover(advantage: Floats, size: int) -> Floats:
    """Probability that one mutant's offspring take over, (1 − e^−u) / (1 − e^−Nu); 1 / N where it is as good.

    `fixation` with the same odds e^u at any number of mutants, written so that it neither overflows nor cancels.

    Source: Fudenberg & Imhof (2006), J. Economic Theory 131: 251-262; Omidshafiei et al. (2019), Scientific Reports 9:
    9937, equation 12.

    Args:
        advantage: What the mutant earns more, times the intensity of selection, u, of any shape.
        size: Members of the population, N.
    """
    lead = np.abs(advantage)
    even = lead < 1e-14
    known = np.where(even, 1.0, lead)
    taken = np.expm1(-known) / np.expm1(-size * known) * np.exp((size - 1) * np.minimum(advantage, 0.0))
    return np.where(even, 1.0 / size, taken)


class Steps:
    """All moves between profiles in which one seat changes its strategy.

    Attributes:
        shape: Strategies of each seat, (m_1, ..., m_R); of one population, (m,).
        states: Number of profiles, n.
        seats: Number of seats; one population is one.
    """

    def __init__(self, payoffs: Floats) -> None:
        """Look at a game.

        Args:
            payoffs: What each seat earns in each profile, (m_1, ..., m_R, R), or one table, (m, m).

        Raises:
            ValueError: These are no payoffs of a game, or there are too many profiles.
        """
        alone = one_population(payoffs)
        self.shape = payoffs.shape[:1] if alone else payoffs.shape[:-1]
        self.states, self.seats = int(np.prod(self.shape)), len(self.shape)
        if self.states > MOST:
            raise ValueError(
                f"alpha-rank of {self.states:,} profiles needs too much memory (at most {MOST:,}): "
                "leave out strategies, the dominated ones first"
            )
        self._tries = max(sum(self.shape) - self.seats, 1)
        if alone:
            self._moves = [(np.arange(self.states)[None], (payoffs - payoffs.T).T[None])]
        else:
            self._moves = [_of_seat(payoffs, seat) for seat in range(self.seats)]

    def chain(self, taken: list[Floats], floors: Floats | float = 0.0) -> Floats:
        """The chain's moves, (n, n): a seat and a strategy new to it are tried at random, and may take over.

        Args:
            taken: For each seat, how likely each move takes over, shaped as `gains`.
            floors: Least probability to take over, from each profile, (n,), or one for all.
        """
        moves = np.zeros((self.states, self.states))
        floors = np.broadcast_to(floors, self.states)
        for (numbers, _), chance in zip(self._moves, taken, strict=True):
            least = floors[numbers][:, :, None]
            moves[numbers[:, :, None], numbers[:, None, :]] += np.maximum(chance, least) / self._tries
        np.fill_diagonal(moves, 0.0)
        return moves

    @property
    def gains(self) -> list[Floats]:
        """For each seat, what it earns more by a move: (what the others play, from, to)."""
        return [gain for _, gain in self._moves]


def _of_seat(payoffs: Floats, seat: int) -> tuple[Ints, Floats]:
    """Numbers of the profiles, (others, own), and what the seat gains by a move, (others, from, to)."""
    sizes = payoffs.shape[:-1]
    own = sizes[seat]
    numbers = np.moveaxis(np.arange(int(np.prod(sizes))).reshape(sizes), seat, -1).reshape(-1, own)
    earned = np.moveaxis(payoffs[..., seat], seat, -1).reshape(-1, own)
    return numbers, earned[:, None, :] - earned[:, :, None]
