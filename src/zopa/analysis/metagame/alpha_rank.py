"""Alpha-rank of an empirical game, as selection grows stronger: swept until it settles, and without limit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.at_alpha import SIZE, alpha_masses
from zopa.analysis.metagame.chain import stationary
from zopa.analysis.metagame.seats import by_range
from zopa.analysis.metagame.takeover import Steps
from zopa.game.arrays import Floats

ALPHAS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
"""Intensities of selection tried, for payoffs from 0 to 1."""

EPSILONS = (1e-1, 1e-2, *(10.0**-n for n in range(4, 15, 2)))
"""Chances tried that a worse strategy takes over, where selection is without limit."""

_SETTLED = 1e-3
_SETTLED_AT_THE_LIMIT = 1e-6
_EVEN = 1e-9


@dataclass(frozen=True, eq=False)
class AlphaRank:
    """Masses of alpha-rank, and how they came about.

    Attributes:
        masses: Share of the time that each profile is played, (m_1, ..., m_R), or each strategy of one population.
        swept: The alphas, rising, or the epsilons, falling, (S,); the masses are those at the last.
        path: The masses at each of them, (S, m_1, ..., m_R).
        settled: Whether the masses no longer changed; if not, the list ended, or floating point did.
        model: The model in words.
    """

    masses: Floats
    swept: Floats
    path: Floats
    settled: bool
    model: str

    @property
    def strategies(self) -> tuple[Floats, ...]:
        """Share of the time that each strategy of each seat is played, (m_r,) for each seat."""
        return tuple(each[-1] for each in self.paths)

    @property
    def paths(self) -> tuple[Floats, ...]:
        """`strategies` at each of the values swept, (S, m_r) for each seat."""
        axes = range(1, self.path.ndim)
        return tuple(self.path.sum(axis=tuple(a for a in axes if a != axis)) for axis in axes)

    def top(self, count: int = 10) -> list[tuple[tuple[int, ...], float]]:
        """The profiles played most, with their masses, the largest first; of equal ones, in their order."""
        order = np.argsort(-self.masses, axis=None, kind="stable")[:count]
        places = zip(*(axis.tolist() for axis in np.unravel_index(order, self.masses.shape)), strict=True)
        return [(place, float(self.masses[place])) for place in places]


def alpha_sweep(payoffs: Floats, alphas: Sequence[float] = ALPHAS, size: int = SIZE) -> AlphaRank:
    """`alpha_rank` with stronger and stronger selection, until the masses settle.

    Payoffs are taken `by_range`: at alpha 1, one who earns more by a seat's whole range is copied rather than copies
    with odds e; with 50 members, gains of less than about 0.02 / alpha of the range hardly count. The masses have
    settled where two steps running move no more than a thousandth of the time to other profiles, both to an alpha of 1
    or more. The sweep also ends where the answer depends on probabilities that floating point does not hold: a
    larger alpha then has none.

    Args:
        payoffs: As in `alpha_rank`.
        alphas: Intensities of selection, rising, for payoffs from 0 to 1.
        size: Members of each population.

    Raises:
        ValueError: These are no payoffs of a game, or not even the first alpha has an answer.
    """
    steps = Steps(by_range(payoffs))
    swept = ((alpha, alpha_masses(steps, alpha, size)) for alpha in alphas)
    model = f"{_who(payoffs)} of {size}, local selection, payoffs divided by their range"
    return _followed(swept, lambda alpha: alpha >= 1.0, _SETTLED, model)


def alpha_limit(payoffs: Floats, epsilons: Sequence[float] = EPSILONS) -> AlphaRank:
    """Alpha-rank as selection grows without limit: who earns more takes over, others do by a small chance epsilon.

    From a profile, a seat and another strategy are tried at random; it takes over with probability 1 − ε where it earns
    more, 1/2 where it earns the same, ε where it earns less. Masses are those of ever smaller ε, until two steps
    running move no more than a millionth of the time, both to an ε of 1e-4 or less. Strategies earn the same where
    they differ by no more than a billionth of the range.

    Source: Omidshafiei et al. (2019), Scientific Reports 9: 9937; with ε, Rowland et al. (2019), Multiagent Evaluation
    under Incomplete Information, NeurIPS; swept as in OpenSpiel's `sweep_pi_vs_epsilon`.

    Args:
        payoffs: As in `alpha_rank`; their units do not matter.
        epsilons: Chances that a worse strategy takes over, falling, above 0.

    Raises:
        ValueError: These are no payoffs of a game.
    """
    steps = Steps(by_range(payoffs))
    signs = [np.where(np.abs(gain) <= _EVEN, 0.0, np.sign(gain)) for gain in steps.gains]

    def at(epsilon: float) -> Floats:
        taken = [np.choose((sign + 1).astype(np.int64), (epsilon, 0.5, 1.0 - epsilon)) for sign in signs]
        return stationary(steps.chain(taken)).reshape(steps.shape)

    model = f"{_who(payoffs)}, selection without limit, a worse strategy takes over with probability epsilon"
    swept = ((epsilon, at(epsilon)) for epsilon in epsilons)
    return _followed(swept, lambda epsilon: epsilon <= 1.001e-4, _SETTLED_AT_THE_LIMIT, model)


def _who(payoffs: Floats) -> str:
    return "one population" if payoffs.ndim == 2 else f"{payoffs.shape[-1]} populations (one for each seat)"


def _followed(
    swept: Iterable[tuple[float, Floats | None]], far: Callable[[float], bool], small: float, model: str
) -> AlphaRank:
    """Follow the masses until two steps running, both to a value that is far enough, hardly move them."""
    values: list[float] = []
    path: list[Floats] = []
    still = 0
    for value, masses in swept:
        if masses is None:
            break
        moved = 0.5 * float(np.abs(masses - path[-1]).sum()) if path else 1.0
        still = still + 1 if far(value) and moved <= small else 0
        values.append(value)
        path.append(masses)
        if still == 2:
            break
    if not path:
        raise ValueError("there is no alpha-rank at the first value swept: it is too large for these payoffs")
    return AlphaRank(path[-1], np.array(values), np.stack(path), still == 2, model)
