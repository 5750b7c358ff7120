"""Perfect foresight is an equilibrium: against it no other way to play is worth more, in any world of any game."""

import numpy as np
import pytest

from twins.arena import Arena
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.protocols.ultimatum import Ultimatum
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.micro import Micro
from zopa.strategies.parts.composed import Composed
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.subgame_perfect import SubgamePerfect
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
