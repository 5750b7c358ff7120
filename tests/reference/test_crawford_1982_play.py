"""Commitment that may fail, played: Crawford (1982); one-shot form Ellingsen & Miettinen (2008)."""

import numpy as np
import pytest

from reference.sharing import pie, play
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.committer import Committer
from zopa.talks.table import Outcomes

WORLDS, Q = 20_000, 0.6


def talks(first: Committer, second: Committer, protocol: AlternatingOffers | None = None) -> Outcomes:
    game = pie(6, levels=101, worlds=WORLDS, seed=2)
    return play(game, first, second, protocol=protocol or AlternatingOffers((0, 1)))


def near(payoff: np.ndarray, expected: float) -> None:
    assert abs(payoff.mean() - expected) < 3 * payoff.std() / WORLDS**0.5 + 1e-12


@pytest.mark.parametrize("protocol", [AlternatingOffers((0, 1)), AlternatingOffers((0, 1), rotate=True, counter=False)])
def test_both_attempt(protocol: AlternatingOffers) -> None:
    out = talks(Committer(Q), Committer(Q), protocol)
    for p in range(2):
        near(out.payoff[p], 0.32)  # (1 − q²) / 2
    near((~out.agreed).astype(float), 0.36)  # q²
    assert set(np.unique(out.package[out.agreed, 0])) == {0, 50, 100}


def test_to_attempt_is_better_than_not_by_q_times_1_minus_q_over_2() -> None:
    attempts, abstains = talks(Committer(Q), Committer(Q)), talks(Committer(0.0), Committer(Q))
    near(abstains.payoff[0], (1 - Q) / 2)
    near(attempts.payoff[0] - abstains.payoff[0], Q * (1 - Q) / 2)


def test_with_hands_free_they_share() -> None:
    out = talks(Committer(0.0), Committer(0.0))
    assert out.agreed.all()
    assert (out.payoff[0] == 0.5).all()


def test_hands_must_be_seen_to_be_free() -> None:
    """In the model everybody sees whose commitment holds. At the table only the first offer tells, so a bluff pays.

    Who always asks for everything, tied or not, meets free hands with 1 − q, and those give in to it.
    """
    near(talks(Committer(1.0), Committer(Q)).payoff[0], 1 - Q)
    assert 1 - Q > (1 - Q * Q) / 2
