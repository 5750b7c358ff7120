"""Bargaining with private deadlines, played: Sandholm & Vulkan (1999), AAAI-99: 44-51."""

import numpy as np
import pytest

from reference.sharing import pie, play
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.deadline_waiter import DeadlineWaiter


@pytest.mark.parametrize("factor", [1.0, 0.95, 0.5])
@pytest.mark.parametrize("protocol", [AlternatingOffers(rotate=True, counter=False), AlternatingOffers()])
def test_at_the_first_deadline_that_side_concedes_everything(factor: float, protocol: AlternatingOffers) -> None:
    game = pie(11, (factor, factor), levels=101)
    out = play(game, DeadlineWaiter(0.7), DeadlineWaiter(1.0), protocol=protocol)
    assert out.index[0] == 7
    assert (out.payoff[0][0], out.payoff[1][0]) == (0.0, pytest.approx(factor**7))
    out = play(game, DeadlineWaiter(1.0), DeadlineWaiter(0.4), protocol=protocol)
    assert out.index[0] == 4
    assert (out.payoff[0][0], out.payoff[1][0]) == (pytest.approx(factor**4), 0.0)


def test_nobody_knows_the_others_deadline_and_the_longer_one_wins_in_every_world() -> None:
    luck = np.random.default_rng(1)
    mine, theirs = luck.random(200), luck.random(200)
    out = play(pie(101, levels=11, worlds=200), DeadlineWaiter(mine), DeadlineWaiter(theirs))
    first, second = np.ceil(mine * 100 - 1e-9), np.ceil(theirs * 100 - 1e-9)
    apart = first != second
    assert out.agreed.all()
    assert np.array_equal(out.index[apart], np.minimum(first, second)[apart])
    assert np.array_equal((out.payoff[0] == 1.0)[apart], (first > second)[apart])
