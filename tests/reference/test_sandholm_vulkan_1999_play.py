"""Bargaining with private deadlines, played: Sandholm & Vulkan (1999), AAAI-99: 44-51."""

import numpy as np
import pytest

from reference.sharing import pie, play
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.deadline_waiter import DeadlineWaiter
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.time_dependent import TimeDependent


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


OTHERS = [FixedDemand(0.5), FixedDemand(0.05), Hardliner(), TimeDependent(0.2), TimeDependent(1.0), DeadlineWaiter(0.2)]


@pytest.mark.parametrize("other", [*OTHERS, DeadlineWaiter(1.0)], ids=str)
@pytest.mark.parametrize("p", [0, 1])
@pytest.mark.parametrize("factor", [1.0, 0.95])
def test_nothing_but_waiting_is_better(other: FixedDemand, p: int, factor: float) -> None:
    """Against one who waits, in every world; what is agreed after one's own deadline is worth nothing any more."""
    luck = np.random.default_rng(2)
    mine, theirs = luck.random(200), luck.random(200)
    game, worth = pie(101, (factor, factor), levels=11, worlds=200), []
    for own in (DeadlineWaiter(mine), other):
        out = play(game, *((own, DeadlineWaiter(theirs)) if p == 0 else (DeadlineWaiter(theirs), own)))
        worth.append(np.where(out.index <= np.ceil(mine * 100 - 1e-9), out.payoff[p], 0.0))
    apart = np.ceil(mine * 100 - 1e-9) != np.ceil(theirs * 100 - 1e-9)  # of two in one round, the one to move concedes
    assert (worth[1] <= worth[0] + 1e-12)[apart].all()
