"""The same bits: for any block of worlds, any process, any hash seed; and luck in common across strategies."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.parts import DEFAULTS, PARTNER
from twins.arena import Arena, digest
from twins.spies import Spy
from zopa.build.compile import compile_play
from zopa.build.draws import Draws
from zopa.build.load import load
from zopa.build.names import STRATEGIES
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.schedule import FlowSchedule
from zopa.protocols.alternating import AlternatingOffers
from zopa.scenario.model import RawScenario
from zopa.talks import Talks
from zopa.talks.table import Outcomes

SEED = 2025


@cache
def scenario(*overrides: str) -> RawScenario:
    return load("us_japan_2025", overrides).scenario


def play(first: int, worlds: int, *overrides: str) -> Outcomes:
    return Talks(compile_play(scenario(*overrides), Luck(SEED, first, worlds))).play_out()


@pytest.mark.parametrize("width", [1, 7, 1024])
def test_the_flagship_in_blocks_of_any_width(width: int) -> None:
    worlds = {1: 5, 7: 36, 1024: 1025}[width]
    start = {1: 1021, 7: 1000, 1024: 0}[width]
    whole = play(start, worlds)
    for low in range(0, worlds, width):
        count = min(width, worlds - low)
        assert digest(play(start + low, count)) == digest(whole, slice(low, low + count))
    if width == 1024:
        assert digest(play(1000, 36)) != digest(play(0, 36))
        assert 0.5 < whole.agreed.mean() < 1.0


@pytest.mark.parametrize("us", STRATEGIES)
def test_any_strategy_on_the_flagship_in_blocks(us: str) -> None:
    overrides = [f"parties.us.strategy.kind={us}", "parties.japan.strategy.model={kind: frequency}"]
    play_all = compile_play(scenario(*overrides), Luck(SEED, 60, 9))
    spied = replace(play_all, strategies=tuple(Spy(s) for s in play_all.strategies))
    whole = Talks(spied).play_out()  # the spies check that nobody goes below its reservation value
    assert digest(play(60, 8, *overrides)) == digest(whole, slice(0, 8))
    assert digest(play(68, 1, *overrides)) == digest(whole, slice(8, 9))


@given(first=st.integers(0, 10**9), count=st.integers(1, 9), seed=st.integers(0, 2**63))
def test_a_world_by_its_number(first: int, count: int, seed: int) -> None:
    arena = Arena(seed=seed, sizes=(3, 2), rounds=4)
    team = [DEFAULTS["random"], DEFAULTS["absolute_tit_for_tat"]]
    whole = arena.talks(arena.luck(first, count), AlternatingOffers(), team).play_out()
    alone = arena.talks(arena.luck(first + count - 1, 1), AlternatingOffers(), team).play_out()
    assert digest(alone) == digest(whole, slice(count - 1, count))


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from property.test_blocks import play, signature
print(signature(play(0, 24)), signature(play(0, 24, "parties.us.strategy.kind=random", "information=none")))
"""


def signature(outcomes: Outcomes) -> str:
    return hashlib.sha256(repr(digest(outcomes)).encode()).hexdigest()


def test_no_result_depends_on_the_hash_seed() -> None:
    tests, source = Path(__file__).parents[1], Path(__file__).parents[2] / "src"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(tests)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(source)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "4242")
    ]
    here = f"{signature(play(0, 24))} {signature(play(0, 24, 'parties.us.strategy.kind=random', 'information=none'))}"
    for process in running:
        assert process.communicate(timeout=120)[0].strip() == here
        assert process.returncode == 0


def bits(game: Game) -> list[bytes]:
    """Every number that the world chooses."""
    schedule = game.schedule
    assert isinstance(schedule, FlowSchedule)
    arrays = [*game.epochs[0].cells, *game.epochs[-1].cells, schedule.rate, schedule.horizon, schedule.belief]
    arrays += [array for threat in schedule.threats for array in (threat.execution, threat.fate)]
    return [array.tobytes() for array in arrays]


def test_the_worlds_are_the_same_whoever_plays_in_them() -> None:
    plain = compile_play(scenario(), Luck(SEED, 0, 20)).game
    ranged = "parties.us.strategy.beta={low: 0.1, central: 0.2, high: 0.6, at_least: 0.05, basis: assumption}"
    other = compile_play(scenario("parties.us.strategy={kind: boulware}", ranged), Luck(SEED, 0, 20))
    assert bits(other.game) == bits(plain)
    assert bits(compile_play(scenario(), Luck(SEED + 1, 0, 20)).game) != bits(plain)
    assert np.unique(other.strategies[0].bidding.beta).size == 20


def test_the_numbers_of_a_scenario_are_drawn_apart_unless_they_share_a_name() -> None:
    schedule = compile_play(scenario(), Luck(SEED, 0, 900)).game.schedule
    assert isinstance(schedule, FlowSchedule)
    letter = next(threat for threat in schedule.threats if threat.name == "letter")
    drawn = [schedule.rate, schedule.horizon, schedule.belief, schedule.extension, letter.execution, letter.fate]
    ranks = np.argsort(np.argsort(np.stack(drawn), axis=1), axis=1)
    assert np.abs(np.corrcoef(ranks) - np.eye(6)).max() < 5 / np.sqrt(900)
    numbers = Draws(scenario(), Luck(SEED, 0, 4))
    places = (("rent_share", "a"), ("rent_share", "b"), (0.5, "c"))
    one, same, other = (numbers.get(name, path) for name, path in places)
    assert one.tobytes() == same.tobytes()
    assert other.tolist() == [0.5] * 4


@pytest.mark.parametrize("opponent", STRATEGIES)
def test_a_party_has_the_same_luck_whoever_it_meets(opponent: str) -> None:
    arena = Arena(rounds=6)
    offers = []
    for other in (DEFAULTS[opponent], DEFAULTS["hardliner"], PARTNER):
        spy = Spy(DEFAULTS["random"])
        arena.talks(arena.luck(0, 16), AlternatingOffers(), [other, spy]).play_out()
        offers.append([move.package.tobytes() for move in spy.moves])
    rounds = min(len(said) for said in offers)
    assert rounds >= 1
    assert offers[0][:rounds] == offers[1][:rounds] == offers[2][:rounds]
