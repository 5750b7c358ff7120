"""Two divisible issues: the adjusted winner (Brams and Taylor 1996, "Fair Division") is an egalitarian lottery."""

from collections.abc import Callable

import numpy as np
import pytest

from zopa.solutions import lottery
from zopa.solutions.pareto import pareto_packages

ZERO = np.zeros(2)
US, JAPAN = np.array([60.0, 0.0, 40.0, 0.0]), np.array([0.0, 30.0, 0.0, 70.0])
"""Each issue goes to one of the two: the first cell to the United States, the second to Japan."""


def _chain() -> lottery.Chain:
    deals = pareto_packages([US, JAPAN], np.ones(4, dtype=np.bool_), np.array([0, 2, 4]))
    found = lottery.chain(deals.payoffs, ZERO)
    assert found is not None
    return found


def test_equal_shares_split_one_issue() -> None:
    for solution in (lottery.egalitarian, lottery.kalai_smorodinsky):
        drawn = solution(_chain(), ZERO)
        np.testing.assert_allclose(drawn.payoffs, [175 / 2.75] * 2)
        # the first issue whole to the United States, the second with 1 in 11
        assert 40 * drawn.chance == drawn.payoffs[0] - 60
        np.testing.assert_allclose(drawn.chance, 1 / 11)


def test_nash_and_the_largest_sum_split_none() -> None:
    for drawn in (lottery.nash(_chain(), ZERO), *lottery.utilitarian(_chain())):
        assert drawn.payoffs.tolist() == [60.0, 70.0]
        assert drawn.chance == 0.0


@pytest.mark.parametrize("solution", [lottery.nash, lottery.kalai_smorodinsky, lottery.raiffa])
def test_linkage_is_worth_thirty(solution: Callable[[lottery.Chain, np.ndarray], lottery.Lottery]) -> None:
    """Issue by issue each is halved, which is worth (50, 50); together they have 130."""
    shares = []
    for us, japan in ((60.0, 30.0), (40.0, 70.0)):
        alone = lottery.chain(np.array([[0.0, japan], [us, 0.0]]), ZERO)
        assert alone is not None
        shares.append(solution(alone, ZERO).payoffs)
    np.testing.assert_allclose(shares, [[30.0, 15.0], [20.0, 35.0]])
    halves = np.sum(shares, axis=0)
    np.testing.assert_allclose(halves, [50.0, 50.0])
    (best,) = lottery.utilitarian(_chain())
    assert best.payoffs.sum() - halves.sum() == pytest.approx(30.0)
    assert lottery.area(_chain(), ZERO) == 0.65
