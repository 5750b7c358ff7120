"""Laws of the whole engine: rescaling, swapping names, and what a deal on a date is worth."""

import dataclasses
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.parts import strategy
from twins import clock_twin
from twins.arena import Arena
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.build.value import payoff_table
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.schedule import FlowSchedule
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play, Talks
from zopa.talks.table import Outcomes

WORLDS = 8


def play(game: Game, protocol: AlternatingOffers, *team: Composed) -> Outcomes:
    return Talks(Play(game, protocol, team)).play_out()


def time_dependent(beta: float, learns: bool) -> Composed:
    return Composed(TimeDependent(beta), TimeDependent.accepts, Frequency() if learns else Given())


def rescaled(game: Game, party: int, factor: float, shift: float) -> Game:
    """The game with a party's payoffs in another unit, and the same for each package and for no deal."""
    clusters = len(game.space.clusters)

    def cells(arrays: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
        return tuple(factor * a + shift / clusters if p == party else a for p, a in enumerate(arrays))

    def worth(arrays: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
        return tuple(factor * a + shift if p == party else a for p, a in enumerate(arrays))

    epoch = game.epochs[0]
    schedule = dataclasses.replace(
        game.schedule, disagreement=worth(game.schedule.disagreement), expected=worth(game.schedule.expected)
    )
    epochs = (dataclasses.replace(epoch, cells=cells(epoch.cells), prior=cells(epoch.prior)),)
    return dataclasses.replace(game, epochs=epochs, schedule=schedule)


@given(
    seed=st.integers(0, 10**6), factor=st.floats(0.01, 100), shift=st.floats(-50, 50), party=st.integers(0, 1),
    betas=st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)), learns=st.booleans(),
)  # fmt: skip
def test_a_unit_of_payoff_changes_nothing(
    seed: int, factor: float, shift: float, party: int, betas: tuple[float, float], learns: bool
) -> None:
    arena = Arena(seed=seed, sizes=(3, 4, 3), rounds=9)
    team = [time_dependent(beta, learns) for beta in betas]
    game = arena.game(arena.luck(0, WORLDS))
    before = play(game, AlternatingOffers(), *team)
    after = play(rescaled(game, party, factor, shift), AlternatingOffers(), *team)
    assert np.array_equal(before.agreed, after.agreed)
    assert np.array_equal(before.index, after.index)
    assert np.array_equal(before.package[before.agreed], after.package[before.agreed])


@given(seed=st.integers(0, 10**6), betas=st.tuples(*[st.floats(0.1, 10)] * 2), name=st.integers(0, 3))
def test_names_of_the_parties_change_nothing(seed: int, betas: tuple[float, float], name: int) -> None:
    arena = Arena(seed=seed, sizes=(3, 4, 3), rounds=9, information="complete" if seed % 2 else "none")
    game = arena.game(arena.luck(0, WORLDS))
    epoch, lump = game.epochs[0], game.schedule
    mirrored = dataclasses.replace(
        game,
        epochs=(dataclasses.replace(epoch, cells=epoch.cells[::-1], prior=epoch.prior[::-1]),),
        schedule=dataclasses.replace(
            lump, factor=lump.factor[::-1], disagreement=lump.disagreement[::-1], expected=lump.expected[::-1]
        ),
    )
    kind = ["relative_tit_for_tat", "micro_coarse", "statecraft", "fixed_demand"][name]
    team = [time_dependent(betas[0], learns=False), strategy(kind, "combi", "frequency")]
    there = play(game, AlternatingOffers((0, 1)), *team)
    back = play(mirrored, AlternatingOffers((1, 0)), *team[::-1])
    assert np.array_equal(there.agreed, back.agreed)
    assert np.array_equal(there.index, back.index)
    assert np.array_equal(there.package[there.agreed], back.package[there.agreed])
    assert (there.proposer[there.agreed] == 1 - back.proposer[there.agreed]).all()
    for p in range(2):
        np.testing.assert_allclose(there.payoff[p], back.payoff[1 - p], rtol=1e-13)


@cache
def flagship(*overrides: str) -> tuple[Game, Outcomes]:
    played = compile_play(load("us_japan_2025", [*overrides, "mechanisms={}"]).scenario, Luck(11, 0, 48))
    return played.game, Talks(played).play_out()


LATE = ("parties.us.strategy={kind: boulware, beta: 0.1}", "parties.japan.strategy={kind: hardliner}")


@pytest.mark.parametrize(
    "overrides",
    [
        (),
        LATE,
        (*LATE[:1], "parties.japan.strategy={kind: boulware, beta: 0.15}"),
        (*LATE, "time.calendar.every_days=300"),  # the threats fall due after the only round
    ],
)
def test_a_deal_is_worth_past_flows_and_its_own_from_then_on(overrides: tuple[str, ...]) -> None:
    game, out = flagship(*overrides)
    schedule = game.schedule
    assert isinstance(schedule, FlowSchedule)
    for w in range(game.worlds):
        for p in range(2):
            talks = clock_twin.of_world(schedule, w, p)
            if out.agreed[w]:
                index = int(out.index[w])
                now = talks.until(schedule.dates[index])
                cells = game.epochs[game.epoch_at(index)].cells[p][w].tolist()
                chosen = zip(game.space.first[:-1].tolist(), out.package[w].tolist(), strict=True)
                payoff, no_deal = now.deal(sum(cells[first + cell] for first, cell in chosen)), now.deal(now.no_deal)
            else:
                now = talks.until(schedule.end)
                payoff = no_deal = now.deal(now.flow)
            assert out.payoff[p][w] == pytest.approx(payoff, rel=1e-10)
            assert out.no_deal[p][w] == pytest.approx(no_deal, rel=1e-10)
            assert out.annual[p][w] == pytest.approx(payoff / talks.worth(0, talks.horizon), rel=1e-10)
    if overrides[:2] == LATE:
        executed = next(t for t in schedule.threats if t.name == "letter")
        assert not out.agreed.any()
        assert 0 < (executed.fate < executed.execution).sum() < 48


def test_a_deal_at_central_values_is_worth_the_table() -> None:
    both = [f"parties.{party}.strategy={{kind: linear}}" for party in ("us", "japan")]
    document = load("us_japan_2025", [*both, "mechanisms={}"])
    played = compile_play(document.scenario, Luck(3, 0, 2), central=True)
    out = Talks(played).play_out()
    assert out.agreed.all()
    vote = document.scenario.time.reweight[0].until
    for w in range(2):
        date = played.game.schedule.dates[int(out.index[w])]
        levels = played.game.space.read(out.package[w])
        worth = next(iter(payoff_table(document, levels).values()))
        for p, party in enumerate(("us", "japan")):
            flow = worth[party]["total"]
            if date < vote and party == "japan":
                flow += worth[party]["rice"]  # twice as dear before the vote
            now = clock_twin.of_world(played.game.schedule, w, p).until(date)
            assert out.payoff[p][w] == pytest.approx(now.deal(flow), rel=1e-10)
