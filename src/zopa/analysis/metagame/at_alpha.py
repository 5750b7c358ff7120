"""Alpha-rank at one intensity of selection: how much of the time each profile is played as rare mutants come and go."""

import numpy as np

from zopa.analysis.metagame.chain import stationary
from zopa.analysis.metagame.takeover import Steps, takeover
from zopa.game.arrays import Floats

SIZE = 50
"""Members of each population."""

_SEEN = 1e-6


def alpha_rank(payoffs: Floats, alpha: float, size: int = SIZE) -> Floats:
    """How much of the time each profile of strategies is played as rare mutants come and go.

    One population for each seat (or one for all). All play the same in each; now and then one mutant tries another
    strategy and takes over or dies out. One who earns d more is copied rather than copies with odds exp(alpha d), so
    it takes over with `takeover` at these odds. Selection is local: a mutant is compared with one of those it would
    replace; in one population these two play against each other. The profiles are the states of a Markov chain, and
    the answer is its stationary distribution.

    Source: Omidshafiei et al. (2019), Scientific Reports 9: 9937, with the multi-population model; one population,
    section 3.1 there.

    Args:
        payoffs: What each seat earns in each profile, (m_1, ..., m_R, R); of one population, what a strategy (row)
            earns against another, (m, m).
        alpha: How strongly success is selected, per unit of payoff.
        size: Members of each population.

    Returns:
        Probability of each profile, (m_1, ..., m_R), or (m,).

    Raises:
        ValueError: These are no payoffs of a game, or alpha is so large that the answer depends on probabilities that
            floating point does not hold.
    """
    masses = alpha_masses(Steps(payoffs), alpha, size)
    if masses is None:
        raise ValueError("some profile can not be reached in floating point: alpha is too large for these payoffs")
    return masses


def alpha_masses(steps: Steps, alpha: float, size: int) -> Floats | None:
    """Alpha-rank at one alpha; None where it depends on probabilities that floating point does not hold.

    Any profile is as many moves from any other as there are seats, or fewer. So where no move is rarer than
    1e-280 to the power of one by the seats, all that the elimination meets fits in a float. Rarer moves are put up to
    that, and once more to floors 1e20 apart (to the same power) that differ from profile to profile. If the masses are
    the same, the rarest moves do not count for them.

    Args:
        steps: The moves between the profiles, and what is gained by them.
        alpha: How strongly success is selected, per unit of payoff.
        size: Members of each population.
    """
    taken = [takeover(alpha * gain, size) for gain in steps.gains]
    lowest, room = 10.0 ** (-280.0 / steps.seats), 10.0 ** (20.0 / steps.seats)
    masses = stationary(steps.chain(taken, lowest))
    if any(float(chance.min()) < lowest * room for chance in taken):
        spread = np.arange(steps.states) * 0.6180339887498949 % 1.0  # by the golden section: no two are close
        other = stationary(steps.chain(taken, lowest * room**spread))
        if float(np.abs(masses - other).sum()) > _SEEN:
            return None
    return masses.reshape(steps.shape)
