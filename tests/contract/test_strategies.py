"""What every registered strategy must keep to, with every acceptance rule and every model of the others."""

import dataclasses
import pickle
import re

import numpy as np
import pytest

from contract.parts import ALL, DEFAULTS, LEARNER, PARTNER
from twins.arena import Arena, digest
from twins.spies import Echo, Spy
from zopa import check_strategy
from zopa.build.contract.check import poisoned
from zopa.build.names import STRATEGIES
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.base import Strategy
from zopa.talks import Play, Talks

TAKE_TURNS = AlternatingOffers((0, 1))
every_default = pytest.mark.parametrize("mine", DEFAULTS.values(), ids=list(DEFAULTS))
every_one = pytest.mark.parametrize("mine", ALL.values(), ids=list(ALL))
ARENAS = {
    "usual": Arena(),
    "ties": Arena(whole=True, restricted=True, sizes=(3, 2, 3)),
    "prior": Arena(information="none", hopeless=0),
    "one issue": Arena(sizes=(6,), hopeless=1),
    "one level": Arena(sizes=(1, 3, 1), whole=True),
    "one package": Arena(sizes=(1, 1)),
    "one round": Arena(rounds=1),
}


@pytest.mark.parametrize("name", STRATEGIES)
def test_it_keeps_the_contract_that_users_can_check(name: str) -> None:
    assert len(check_strategy(name)) == 8


def test_there_are_many_and_each_says_where_it_comes_from() -> None:
    assert len(STRATEGIES) >= 30
    for name, named in STRATEGIES.items():
        text = " ".join((named.part.__doc__ or "").split())
        assert re.search(r"\b(1[89]|20)\d\d\b", text) or name == "statecraft", f"{name} names no source"


def blocks(arena: Arena, team: list[Strategy], protocol: AlternatingOffers, width: int, worlds: int) -> None:
    """Compare a batch with the same worlds played in blocks of some width."""
    whole = arena.talks(arena.luck(40, worlds), protocol, team).play_out()
    for low in range(0, worlds, width):
        count = min(width, worlds - low)
        part = arena.talks(arena.luck(40 + low, count), protocol, team).play_out()
        assert digest(part) == digest(whole, slice(low, low + count))


@every_default
@pytest.mark.parametrize("width", [1, 7, 64])
def test_a_batch_is_its_worlds_played_one_by_one(mine: Strategy, width: int) -> None:
    blocks(Arena(), [mine, LEARNER], TAKE_TURNS, width, 65 if width > 1 else 9)


@every_one
def test_a_batch_with_a_remainder_of_one(mine: Strategy) -> None:
    arena = Arena(information="none", hopeless=1, restricted=True)
    blocks(arena, [LEARNER, mine], TAKE_TURNS, 8, 17)


@every_default
def test_a_batch_of_three_parties(mine: Strategy) -> None:
    arena = Arena(parties=3, sizes=(3, 2))
    blocks(arena, [LEARNER, mine, PARTNER], AlternatingOffers((2, 0, 1), rotate=True), 7, 15)


@every_one
def test_a_strategy_holds_parameters_and_nothing_else(mine: Strategy) -> None:
    assert dataclasses.is_dataclass(mine)
    assert mine.__dataclass_params__.frozen
    before = pickle.dumps(mine)
    arena = Arena()
    first = digest(arena.talks(arena.luck(0, 5), TAKE_TURNS, [mine, mine]).play_out())
    assert pickle.dumps(mine) == before
    again = pickle.loads(before)  # noqa: S301 - our own bytes
    assert again == mine
    assert digest(arena.talks(arena.luck(0, 5), TAKE_TURNS, [again, mine]).play_out()) == first


@every_one
def test_it_asks_for_and_takes_nothing_below_its_reservation_value(mine: Strategy) -> None:
    for name, arena in ARENAS.items():
        spies = [Spy(mine), Spy(LEARNER)]  # the spies check each move
        out = arena.talks(arena.luck(0, 12), TAKE_TURNS, spies).play_out()
        for p in range(2):
            assert (out.payoff[p] >= out.no_deal[p] - 1e-12).all(), name


@every_default
@pytest.mark.parametrize("worlds", [1, 2, 50])
def test_three_parties_any_number_of_worlds(mine: Strategy, worlds: int) -> None:
    arena = Arena(parties=3, sizes=(2, 3), rounds=5)
    out = arena.talks(arena.luck(0, worlds), AlternatingOffers((0, 1, 2)), [Spy(mine), mine, LEARNER]).play_out()
    assert out.agreed.shape == (worlds,)
    assert np.isfinite(out.payoff).all()


@every_one
@pytest.mark.parametrize("information", ["none", "prior"])
def test_it_sees_its_view_and_nothing_else(mine: Strategy, information: str) -> None:
    me = 0 if information == "none" else 1
    arena = Arena(information=information, sizes=(3, 3), rounds=7)
    game = arena.game(arena.luck(0, 6))
    if information == "prior":
        known = tuple(0.8 * c + 0.1 for c in game.epochs[0].cells)
        game = dataclasses.replace(game, epochs=(dataclasses.replace(game.epochs[0], prior=known),))
    other = 1 - me
    spies = {me: Spy(mine), other: Spy(LEARNER)}
    Talks(Play(game, TAKE_TURNS, (spies[0], spies[1]))).play_out()
    for poison in (-3.0, np.nan):
        blind = {me: Spy(mine), other: Echo(spies[other].moves)}
        Talks(Play(poisoned(game, other, information, poison), TAKE_TURNS, (blind[0], blind[1]))).play_out()
        assert blind[me].said() == spies[me].said()


@every_default
def test_finished_worlds_stay_and_do_not_move(mine: Strategy) -> None:
    arena = Arena(rounds=12)
    talks = arena.talks(arena.luck(0, 40), TAKE_TURNS, [mine, LEARNER])
    ended = np.zeros(40, dtype=bool)
    before = digest(talks.outcomes, ended)
    package = talks.table.package.copy()
    while talks.running:
        talks.step()
        assert [v for n, v in digest(talks.outcomes, ended) if "annual" not in n] == [
            v for n, v in before if "annual" not in n
        ]
        assert np.array_equal(talks.table.package[ended], package[ended])
        ended = talks.outcomes.agreed.copy()
        before, package = digest(talks.outcomes, ended), talks.table.package.copy()
        assert not (ended & talks.table.open).any()
