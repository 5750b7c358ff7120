"""What waits outside and inside the talks, and their breaking down, played."""

import numpy as np
import pytest

from reference.sharing import ONE_A_ROUND, pie, play
from zopa.events.deadlines import Breakdown
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.composed import Composed
from zopa.strategies.subgame_perfect import Rubinstein, SubgamePerfect
from zopa.talks import Play, Talks

BOTH = pytest.mark.parametrize("side", [Rubinstein(), SubgamePerfect()], ids=["for ever", "to the end"])
SMALL = 2e-3


@BOTH
@pytest.mark.parametrize(("outside", "share"), [(0.30, 0.473684), (0.47, 0.473684), (0.60, 0.60), (0.75, 0.75)])
def test_an_outside_option_counts_only_where_it_is_the_better_way(
    side: Rubinstein | SubgamePerfect, outside: float, share: float
) -> None:
    """Binmore, Shaked & Sutton (1989), QJE 104: 753-770: no effect up to δ / (1 + δ), and above it is all one gets."""
    out = play(pie(121, (0.9, 0.9), outside=(0.0, outside)), side, side)
    assert out.agreed[0]
    assert out.index[0] == 0
    assert abs(out.payoff[1][0] - share) < SMALL


def test_it_is_taken_where_the_offer_is_worth_less() -> None:
    out = play(pie(40, (0.9, 0.9), outside=(0.05, 0.6)), Hardliner(), SubgamePerfect())
    assert not out.agreed[0]
    assert (out.payoff[0][0], out.payoff[1][0]) == (0.05, 0.6)
    out = play(pie(40, (0.9, 0.9), outside=(0.05, 0.3)), Hardliner(), SubgamePerfect())
    assert out.payoff[1][0] == 0.0  # to leave is worth less than to hope for more, so it stays to the end


@BOTH
@pytest.mark.parametrize(
    ("options", "shares"), [((0.2, 0.3), (0.5, 0.5)), ((0.6, 0.1), (0.6, 0.4)), ((0.1, 0.7), (0.3, 0.7))]
)
def test_with_options_on_both_sides_and_little_time_between_offers(
    side: Rubinstein | SubgamePerfect, options: tuple[float, float], shares: tuple[float, float]
) -> None:
    """Osborne & Rubinstein (1990), section 3.12: x_i = max(w_i, min(1/2, 1 − w_j)) where only responders may leave."""
    out = play(pie(601, (0.99, 0.99), outside=options), side, side)
    assert out.payoff[0][0] == pytest.approx(shares[0], abs=0.02)
    assert out.payoff[1][0] == pytest.approx(shares[1], abs=0.02)


def test_what_comes_in_meanwhile_counts_from_the_first_unit() -> None:
    """Muthoo (1999), chapter 6: U1 = g1/r1 + η1 (1 − g1/r1 − g2/r2) as the time between offers vanishes."""
    rates, flows = np.array([0.1, 0.2]), np.array([0.01, 0.04])
    errors = []
    for dt in (1.0, 0.1, 0.05):
        factor = np.exp(-rates * dt)
        inside = flows / rates * (1 - factor)  # what flows in during dt, counted at its begin
        worth = inside / (1 - factor)
        left = 1 - worth.sum()
        exact = worth[0] + (1 - factor[1]) / (1 - factor.prod()) * left
        out = play(pie(40, factor, inside=inside, near=(exact - 0.03, exact + 0.03)), Rubinstein(), Rubinstein())
        assert abs(out.payoff[0][0] - exact) < 2 * (0.06 / 4_000 + (dt == 1.0) / 4_000) / (1 - factor.prod())
        errors.append(abs(out.payoff[0][0] - 0.566667))
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.002


def test_inside_and_outside_are_not_the_same() -> None:
    """The same 0.3 a side could live on for ever moves the split as an income, and not at all as an exit."""
    factor = (0.9, 0.9)
    income = play(pie(40, factor, inside=(0.0, 0.3 * 0.1)), Rubinstein(), Rubinstein())
    way_out = play(pie(40, factor, outside=(0.0, 0.3)), Rubinstein(), Rubinstein())
    nothing = play(pie(40, factor), Rubinstein(), Rubinstein())
    assert way_out.payoff[1][0] == nothing.payoff[1][0]
    assert income.payoff[1][0] == pytest.approx(0.3 + 0.473684 * 0.7, abs=SMALL)


@BOTH
@pytest.mark.parametrize(("risk", "share"), [(0.1, 0.568421), (0.02, 0.2 + 0.7 / 1.98)])
def test_talks_that_may_break_down(side: Rubinstein | SubgamePerfect, risk: float, share: float) -> None:
    """Binmore, Rubinstein & Wolinsky (1986), RAND 17: 176-188: b1 + (1 − b1 − b2) / (2 − p); Nash from b as p → 0."""
    game = pie(401, no_deal=(0.2, 0.1))
    team = tuple(Composed.of(side) for _ in range(2))
    out = Talks(Play(game, ONE_A_ROUND, team, (("luck", Breakdown(hazard=risk)),))).play_out()
    assert out.agreed[0]
    assert out.index[0] == 0
    assert abs(out.payoff[0][0] - share) < 2 / 4_000 / (2 * risk - risk * risk) + 1e-6
