"""Perfect foresight is an equilibrium: against it no other way to play is worth more, in any world of any game."""

import numpy as np
import pytest

from reference.quitting import Quitter
from reference.sharing import ONE_A_ROUND, pie, play
from twins.arena import Arena
from zopa.game.luck import Luck
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.protocols.ultimatum import Ultimatum
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.micro import Micro
from zopa.strategies.parts.composed import Composed
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.subgame_perfect import Rubinstein, SubgamePerfect
from zopa.strategies.targeters import NashTargeter
from zopa.strategies.time_dependent import TimeDependent

WORLDS = 60
PROTOCOLS = {
    "one proposal a round": AlternatingOffers((0, 1), rotate=True, counter=False),
    "offer and counter-offer": AlternatingOffers((1, 0)),
    "two exchanges a round": AlternatingOffers((0, 1), rotate=True, counter=False, exchanges=2),
    "two exchanges with counter-offers": AlternatingOffers((0, 1), exchanges=2),
    "one side proposes": AlternatingOffers((1, 0), counter=False),
    "take it or leave it": Ultimatum(1),
}
OTHERS = [
    Hardliner(), FixedDemand(0.4), FixedDemand(0.1), TimeDependent(0.2), TimeDependent(1.0), TimeDependent(5.0),
    Micro(), RandomOffers(), NashTargeter(),
]  # fmt: skip
ARENAS = {"usual": Arena(), "ties": Arena(whole=True, sizes=(3, 3)), "short": Arena(rounds=3, sizes=(4, 4))}


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))
@pytest.mark.parametrize("arena", ARENAS.values(), ids=list(ARENAS))
def test_nobody_does_better_by_playing_otherwise(arena: Arena, protocol: Protocol) -> None:
    perfect = Composed.of(SubgamePerfect())
    best = arena.talks(arena.luck(0, WORLDS), protocol, [perfect, perfect]).play_out()
    for other in OTHERS:
        for p in range(2):
            team = [perfect, perfect]
            team[p] = Composed.of(other)
            out = arena.talks(arena.luck(0, WORLDS), protocol, team).play_out()
            assert (out.payoff[p] <= best.payoff[p] + 1e-9).all(), (other, p)


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))
def test_there_is_no_delay_and_nothing_is_wasted(protocol: Protocol) -> None:
    arena = Arena(rounds=9, sizes=(4, 3))
    perfect = Composed.of(SubgamePerfect())
    talks = arena.talks(arena.luck(0, WORLDS), protocol, [perfect, perfect])
    out = talks.play_out()
    assert (out.index[out.agreed] == 0).all()
    assert out.agreed.sum() > WORLDS // 2
    for other in (Composed.of(TimeDependent(5.0)), Composed.of(RandomOffers())):
        tried = arena.talks(arena.luck(0, WORLDS), protocol, [other, other]).play_out()
        both = np.logical_and.reduce([tried.payoff[p] > out.payoff[p] + 1e-9 for p in range(2)])
        assert not (both & out.agreed).any()


@pytest.mark.parametrize("protocol", [ONE_A_ROUND, AlternatingOffers((1, 0))], ids=["one a round", "counter-offers"])
@pytest.mark.parametrize("options", ["outside", "inside", "both"])
def test_nor_with_something_to_leave_for_or_to_live_on(options: str, protocol: Protocol) -> None:
    luck = Luck(21, 0, WORLDS)
    drawn = {use: [luck.one(use, p) for p in range(2)] for use in ("factor", "outside", "inside")}
    game = pie(
        7, [0.7 + 0.3 * x for x in drawn["factor"]], levels=31, worlds=WORLDS, no_deal=(0.1, 0.2),
        outside=None if options == "inside" else [0.8 * x for x in drawn["outside"]],
        inside=None if options == "outside" else [0.1 * x - 0.03 for x in drawn["inside"]],
    )  # fmt: skip
    others = [*OTHERS, *(Quitter(gives_in=float(k)) for k in (0, 1, 4))]
    if options != "inside":
        others += [Quitter(demand, 0.0, leaves=float(k)) for demand in (0.3, 1.0) for k in (0, 1, 4)]
    best = play(game, SubgamePerfect(), SubgamePerfect(), protocol=protocol)
    for other in others:
        for p in range(2):
            team = [SubgamePerfect(), SubgamePerfect()]
            out = play(game, *(other if side == p else team[side] for side in range(2)), protocol=protocol)
            assert (out.payoff[p] <= best.payoff[p] + 1e-9).all(), (other, p)


@pytest.mark.parametrize("factors", [(0.9, 0.8), (0.8, 0.8)])
@pytest.mark.parametrize("p", [0, 1])
def test_nobody_does_better_against_one_who_looks_ahead_without_an_end(factors: tuple[float, float], p: int) -> None:
    """Rubinstein's play: what a demand or a wait can gain is a step of the grid, and what the end is worth by then."""
    game, rounds = pie(80, factors, levels=2_001), 80
    usual = play(game, Rubinstein(), Rubinstein()).payoff[p][0]
    slack = 2 / 2_000 / (1 - factors[0] * factors[1]) + factors[p] ** (rounds - 1)
    demands = [FixedDemand(float(u)) for u in np.linspace(0.0, 1.0, 21)]
    for other in (*demands, *OTHERS, *(Quitter(gives_in=float(k)) for k in (1, 2, 5)), SubgamePerfect()):
        out = play(game, *((other, Rubinstein()) if p == 0 else (Rubinstein(), other)))
        assert out.payoff[p][0] <= usual + slack, other
