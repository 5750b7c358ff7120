"""Faratin, Sierra & Jennings (1998, 2002): tactics of time, of resources, mixed ones, trade-offs by similarity."""

import numpy as np
import pytest

from reference.hand_games import game, said
from zopa.game.space import Space
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.resources import MixedTactics, ResourceDependent, impatience
from zopa.strategies.time_dependent import Exponential, TimeDependent, exponential
from zopa.strategies.tit_for_tat import RelativeTitForTat
from zopa.strategies.trade_off import TradeOff, likeness, weights

PIE = [[float(x) for x in range(101)]]
SPLIT = game(PIE, [[100.0 - x for x in PIE[0]]], rounds=5)
"""A pie of 100; the time goes by quarters."""
TWO = game([[9, 6, 3, 0], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 3, 6, 9]], rounds=5)
"""The first issue is worth three times the second to a, and the other way round to b."""


def test_half_way_exponential_has_conceded_the_root_of_the_first_step() -> None:
    share = exponential(np.array([0.0, 0.5, 1.0]), np.ones(3), np.full(3, 0.01))
    np.testing.assert_allclose(share, [0.01, 0.1, 1.0], rtol=1e-12)


def test_exponential_offers() -> None:
    # κ = 1/16: conceded 1/16, 1/8, 1/4, 1/2, 1 at the quarters of the time
    assert said(SPLIT, Exponential(first=1 / 16), Hardliner()) == "a94 b0 a88 b0 a75 b0 a50 b0 0"


def test_impatience_as_the_resource_runs_out() -> None:
    share = impatience(np.array([np.inf, np.log(2.0), 0.0]), np.full(3, 0.2))
    np.testing.assert_allclose(share, [0.2, 0.6, 1.0], rtol=1e-12)


def test_patience_spent_by_a_thread_of_offers() -> None:
    # 2 ln 2 / n with n offers so far: 0 conceded at first; 1/2 with its own and b's; then only its own is new, and
    # the third offer finds three: 2 ** (−2/3) = 0.63; then 2 ** (−2/4) = 0.707
    words = said(SPLIT, ResourceDependent(amount=2 * float(np.log(2.0))), Hardliner()).split()
    assert words[:7:2] == ["a100", "a50", "a38", "a30"]


def test_mixed_half_clock_half_answer() -> None:
    # clock 1, .75, .5, .25; b gives 0, 25, 50: ratios 1, .75, 2/3. a asks for 1; (.75 + 1)/2 = .875;
    # (.5 + .875 × .75)/2 = .578; then (.25 + .578 × 2/3)/2 = .318, so it takes the 50.
    assert said(SPLIT, MixedTactics(), TimeDependent()) == "a100 b0 a88 b25 a58 b50 50"


@pytest.mark.parametrize("partner", [TimeDependent(0.5), TimeDependent(2.0), Hardliner()], ids=str)
def test_the_ends_of_the_mixture(partner: TimeDependent) -> None:
    assert said(SPLIT, MixedTactics(1.0, 0.5), partner) == said(SPLIT, TimeDependent(0.5), partner)
    assert said(SPLIT, MixedTactics(0.0), partner) == said(SPLIT, RelativeTitForTat(), partner)


def test_likeness_of_numbers_of_words_and_of_linked_issues() -> None:
    space = Space.of({"price": (10, 20, 40), "day": ("mon", "tue"), "size": (1, 2)}, {"both": ("day", "size")})
    price, both = likeness(space)
    np.testing.assert_allclose(price, [[1, 2 / 3, 0], [2 / 3, 1, 1 / 3], [0, 1 / 3, 1]])
    np.testing.assert_allclose(both[0], [1, 0.5, 0.5, 0])  # mon 1 with mon 1, mon 2, tue 1, tue 2


def test_weights_are_what_is_at_stake() -> None:
    space = Space.of({"first": (0, 1), "second": (0, 1, 2)})
    cells = np.array([[0.0, 3.0, 1.0, 2.0, 9.0], [0.0, 0.0, 1.0, 1.0, 1.0]])
    allowed = np.array([[True] * 4 + [False], [True] * 5])
    np.testing.assert_allclose(weights(cells, allowed, space), [[0.75, 0.25], [0.5, 0.5]])


def test_a_trade_off_after_a_deadlock() -> None:
    # b stands at 33. a stays at 12 until it sees that they come no nearer, then looks for the most similar among what
    # is worth 9: all of the second issue (weight 3/4 to b), nothing of the first. At 6 one level of the first as well.
    assert said(TWO, TradeOff(step=0.25), Hardliner()) == "a00 b33 a00 b33 a03 b33 a03 b33 a13 none"


def test_no_concession_to_somebody_who_comes_nearer() -> None:
    assert said(TWO, TradeOff(step=0.25), TimeDependent()) == "a00 b33 a00 b03 a00 b02 a00 b01 a00 00"
