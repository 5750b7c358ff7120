"""Audience costs, played: Fearon (1994), American Political Science Review 88: 577-592.

Costs a = (2, 1) per unit of time, a prize of 1, war worth between −1 and 0, each to the party alone.
"""

import numpy as np
import pytest

from reference.quitting import Quitter
from reference.sharing import pie, play
from zopa.game.luck import Luck
from zopa.strategies.audience_war import AudienceWar

WORLDS, DT, COSTS = 8_000, 0.002, (2.0, 1.0)
END = (3**0.5 - 1) / 2


@pytest.fixture(scope="module")
def crisis() -> dict[str, np.ndarray]:
    """Who backed down and when; what war was worth."""
    luck = Luck(11, 0, WORLDS)
    war = [luck.one("war", p) - 1.0 for p in range(2)]
    game = pie(int(END / DT) + 20, outside=(war[0], war[1]), levels=11, worlds=WORLDS)
    team = [AudienceWar(COSTS[p] * DT, 1.0, COSTS[1 - p] * DT, 1.0) for p in range(2)]
    out = play(game, *team)
    level = out.package[:, 0]
    return {
        "time": out.index * DT, "fought": ~out.agreed, "first": out.agreed & (level == 0),
        "second": out.agreed & (level == 10), "war 0": war[0], "war 1": war[1],
        "payoff 0": out.payoff[0], "payoff 1": out.payoff[1],
    }  # fmt: skip


def near(share: float, expected: float) -> None:
    assert abs(share - expected) < 3 * (expected * (1 - expected) / WORLDS) ** 0.5 + 2 * DT


def test_the_stronger_audience_backs_down_less(crisis: dict[str, np.ndarray]) -> None:
    near(crisis["fought"].mean(), 0.267949)
    near(crisis["second"][crisis["time"] == 0.0].sum() / WORLDS, 0.366025)
    # the other wins where one backs down first; one who would back down later may win first
    assert crisis["first"].mean() < crisis["second"].mean()
    assert crisis["time"][crisis["first"] | crisis["second"]].max() <= END + DT


def test_war_comes_between_the_resolved_alone(crisis: dict[str, np.ndarray]) -> None:
    for p in range(2):
        resolved = crisis[f"war {p}"] > -COSTS[p] * END
        assert resolved[crisis["fought"]].all()
        assert np.array_equal(crisis[f"payoff {p}"][crisis["fought"]], crisis[f"war {p}"][crisis["fought"]])
    assert crisis["fought"].sum() == ((crisis["war 0"] > -2 * END) & (crisis["war 1"] > -END)).sum()


@pytest.mark.parametrize("t", [0.05, 0.15, 0.3])
def test_who_is_still_there(crisis: dict[str, np.ndarray], t: float) -> None:
    """P(i still in at t) = P(i in at 0+) v / (v + a_j t), times the same for the other."""
    left = (crisis["time"] > t) | crisis["fought"]
    near(left.mean(), 1 / (1 + COSTS[1] * t) * (1 - 0.366025) / (1 + COSTS[0] * t))


def test_nobody_would_rather_have_waited(crisis: dict[str, np.ndarray]) -> None:
    """Who would not fight gets what backing down at once is worth: the weak side 0, the strong one its atom."""
    for p, expected in ((0, 0.366025), (1, 0.0)):
        backed_down = crisis[("first", "second")[p]]
        worth = crisis[f"payoff {p}"] - np.where(backed_down, COSTS[p] * crisis["time"], 0.0)
        worth = worth[crisis[f"war {p}"] < -COSTS[p] * END]
        assert abs(worth.mean() - expected) < 3 * worth.std() / worth.size**0.5 + 2 * DT


def test_two_alike_with_more_to_fear() -> None:
    """War is worth −2 to 0, a = 2: a t / 2 = 1 / (1 + 2 t) at t* = 1/2, so there is war with 1/4, and no atom."""
    luck, dt = Luck(12, 0, WORLDS), 0.005
    war = [2.0 * luck.one("war", p) - 2.0 for p in range(2)]
    game = pie(120, outside=(war[0], war[1]), levels=11, worlds=WORLDS)
    out = play(game, *(AudienceWar(2.0 * dt, 2.0, 2.0 * dt, 2.0) for _ in range(2)))
    near((~out.agreed).mean(), 0.25)
    assert (out.agreed & (out.index == 0)).mean() < 0.01
    assert abs(out.index[out.agreed].max() * dt - 0.5) <= dt


@pytest.mark.parametrize("p", [0, 1])
def test_against_one_who_never_backs_down(p: int) -> None:
    """P(back down) = .268 and .634, the weaker audience's .366 of that at once, the rest as v / (v + a_j t) falls."""
    war = [Luck(13, 0, WORLDS).one("war", side) - 1.0 for side in range(2)]
    team: list[AudienceWar | Quitter] = [Quitter(), Quitter()]
    team[p] = AudienceWar(COSTS[p] * DT, 1.0, COSTS[1 - p] * DT, 1.0)
    out = play(pie(int(END / DT) + 20, outside=(war[0], war[1]), levels=11, worlds=WORLDS), *team)
    near(out.agreed.mean(), (0.267949, 0.633975)[p])
    for t in (0.05, 0.15, 0.3):
        left = ~out.agreed | (out.index * DT > t)
        near(left.mean(), (1.0, 1 - 0.366025)[p] / (1 + COSTS[1 - p] * t))


def worth(p: int, resolve: float, own: AudienceWar | Quitter, dt: float) -> np.ndarray:
    """What a way to play is worth to a state, war being worth this to it, against the equilibrium; costs paid."""
    worlds = 4_000
    war = [np.full(worlds, resolve), Luck(14, 0, worlds).one("war") - 1.0]
    team = [AudienceWar(COSTS[side] * dt, 1.0, COSTS[1 - side] * dt, 1.0) for side in range(2)]
    game = pie(int(END / dt) + 20, outside=(war[p], war[1 - p]), levels=11, worlds=worlds)
    out = play(game, *((own, team[1]) if p == 0 else (team[0], own)))
    backed_down = out.agreed & (out.payoff[p] == 0.0)
    return out.payoff[p] - np.where(backed_down, COSTS[p] * out.index * dt, 0.0)


@pytest.mark.parametrize("resolve", [-0.9, -0.6, -0.3, -0.05])
@pytest.mark.parametrize("p", [0, 1])
def test_no_other_moment_to_back_down_is_better(p: int, resolve: float) -> None:
    """To back down is worth the same at any moment; to fight at the end is better for the resolved alone."""
    dt = 0.005
    usual = worth(p, resolve, AudienceWar(COSTS[p] * dt, 1.0, COSTS[1 - p] * dt, 1.0), dt)
    fights = worth(p, resolve, Quitter(leaves=END / dt), dt)
    meets = (0.366025, 0.732051)[p]  # one who fights
    within = 3 * fights.std() / fights.size**0.5 + 4 * dt
    assert abs(fights.mean() - (1 - meets + meets * resolve)) < within
    assert fights.mean() < usual.mean() + within
    for moment in (2 * dt, 0.4 * END, 0.9 * END):
        backs_down = worth(p, resolve, Quitter(gives_in=moment / dt), dt)
        within = 3 * backs_down.std() / backs_down.size**0.5 + 4 * dt
        assert abs(backs_down.mean() - (0.366025, 0.0)[p]) < within
        assert backs_down.mean() < usual.mean() + within
        assert (fights.mean() > backs_down.mean()) == (resolve > -COSTS[p] * END)
