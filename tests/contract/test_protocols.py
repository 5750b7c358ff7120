"""What every registered protocol must keep to."""

import dataclasses

import numpy as np
import pytest

from contract.parts import LEARNER, PARTNER, made
from twins.arena import Arena, digest
from twins.spies import Spy
from zopa.build.names import PROTOCOLS
from zopa.protocols.base import Protocol
from zopa.protocols.sealed import DoubleAuction

every_protocol = pytest.mark.parametrize("protocol", [made(named) for named in PROTOCOLS.values()], ids=list(PROTOCOLS))


@every_protocol
@pytest.mark.parametrize("parties", [2, 3, 5])
def test_turns_are_of_parties_at_the_table(protocol: Protocol, parties: int) -> None:
    assert dataclasses.is_dataclass(protocol)
    assert hash(protocol) == hash(dataclasses.replace(protocol))
    rounds = protocol.rounds(7)
    assert 1 <= rounds <= 7
    for index in range(rounds):
        turns = protocol.turns(index, parties, index == rounds - 1)
        assert {turn.party for turn in turns} == set(range(parties))
        assert all(turn.may_accept or turn.may_propose for turn in turns)
        assert any(turn.may_propose for turn in turns)
        exchanges = [turn.exchange for turn in turns]
        assert exchanges == sorted(exchanges)
        assert set(exchanges) == set(range(protocol.exchanges))


@every_protocol
def test_the_last_turn_of_all_is_an_answer(protocol: Protocol) -> None:
    rounds = protocol.rounds(7)
    end = protocol.turns(rounds - 1, 3, last=True)[-1]
    assert end.sealed or not end.may_propose  # sealed offers answer each other


@every_protocol
@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("width", [1, 7, 64])
def test_a_batch_is_its_worlds_played_one_by_one(protocol: Protocol, parties: int, width: int) -> None:
    if isinstance(protocol, DoubleAuction) and parties > 2:
        pytest.skip("a double auction has two parties")
    sizes = (6,) if isinstance(protocol, DoubleAuction) else (3, 2)
    arena, worlds = Arena(parties=parties, sizes=sizes), 65 if width > 1 else 9
    team = [Spy(LEARNER), Spy(PARTNER), Spy(PARTNER)][:parties]
    whole = arena.talks(arena.luck(9, worlds), protocol, team).play_out()
    assert np.isfinite(whole.payoff).all()
    for low in range(0, worlds, width):
        count = min(width, worlds - low)
        part = arena.talks(arena.luck(9 + low, count), protocol, team).play_out()
        assert digest(part) == digest(whole, slice(low, low + count))
