"""Whole games by the engine against the same games by slow scalar twins, world by world, move by move."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from twins import acceptance_twin as slow_acceptance
from twins import bidding_twin as slow
from twins import model_twin as slow_model
from twins import talks_twin
from twins.arena import Arena
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.micro import Micro, MicroCoarse
from zopa.strategies.parts.acceptance import Combi, Const, Next, Time
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.random_offers import RandomOffers
from zopa.strategies.statecraft import BeforeTheDeadline, Statecraft
from zopa.strategies.time_dependent import TimeDependent
from zopa.strategies.tit_for_tat import AbsoluteTitForTat, AveragedTitForTat, RelativeTitForTat
from zopa.talks import Talks

WORLDS = 24

BIDDING: dict[str, tuple[Any, Callable[[], Any]]] = {
    "boulware": (TimeDependent(0.2), lambda: slow.TimeDependent(0.2)),
    "linear": (TimeDependent(1.0, 0.95, 0.1), lambda: slow.TimeDependent(1.0, 0.95, 0.1)),
    "conceder": (TimeDependent(5.0), lambda: slow.TimeDependent(5.0)),
    "hardliner": (Hardliner(), slow.Hardliner),
    "fixed": (FixedDemand(0.6), lambda: slow.FixedDemand(0.6)),
    "random": (RandomOffers(), slow.RandomOffers),
    "relative": (RelativeTitForTat(), slow.RelativeTitForTat),
    "relative 2": (RelativeTitForTat(2, 0.9), lambda: slow.RelativeTitForTat(0.9, delay=2)),
    "absolute": (AbsoluteTitForTat(1, 0.1), lambda: slow.AbsoluteTitForTat(noise=0.1)),
    "averaged": (AveragedTitForTat(3), lambda: slow.AveragedTitForTat(window=3)),
    "micro": (Micro(), slow.Micro),
    "coarse": (MicroCoarse(0.07), lambda: slow.MicroCoarse(0.07)),
    "statecraft": (Statecraft(end=0.2), lambda: slow.Statecraft(end=0.2)),
}
ACCEPTANCE: dict[str, tuple[Any, Callable[[], Any]]] = {
    "next": (Next(), slow_acceptance.Next),
    "next a b": (Next(1.1, 0.05), lambda: slow_acceptance.Next(1.1, 0.05)),
    "const": (Const(0.7), lambda: slow_acceptance.Const(0.7)),
    "time": (Time(0.6), lambda: slow_acceptance.Time(0.6)),
    "combi": (Combi(0.5), lambda: slow_acceptance.Combi(0.5)),
    "deadline": (BeforeTheDeadline(0.2), lambda: slow_acceptance.BeforeTheDeadline(0.2)),
}
MODEL: dict[str, tuple[Any, Callable[[], Any]]] = {
    "given": (Given(), slow_model.Given),
    "frequency": (Frequency(), slow_model.Frequency),
}
Parts = tuple[str, str, str]


def said_in(talks: Talks, w: int) -> list[tuple[int, str, tuple[int, ...] | None]]:
    """What was said in one world, as the twin writes it down."""
    assert talks.record is not None
    lines: list[tuple[int, str, tuple[int, ...] | None]] = []
    for said in talks.record.said:
        package = tuple(said.package[w].tolist())
        if said.offered[w]:
            lines.append((said.turn.party, "offers", package))
        elif said.accepted[w] or said.consented[w]:
            lines.append((said.turn.party, "accepts", package))
    return lines


def compare(arena: Arena, rules: talks_twin.Rules, parts: list[Parts], worlds: int = WORLDS) -> int:
    """Play both ways and compare; returns the number of deals."""
    arena = dataclasses.replace(arena, rounds=rules.rounds)
    protocol = AlternatingOffers(tuple(rules.order), rules.rotate, rules.exchanges, rules.counter)
    team = [Composed(BIDDING[b][0], ACCEPTANCE[a][0], MODEL[m][0]) for b, a, m in parts]
    talks = arena.talks(arena.luck(3, worlds), protocol, team, record=True)
    game, out = talks.play.game, talks.play_out()
    for w in range(worlds):
        players = [talks_twin.Player(BIDDING[b][1](), ACCEPTANCE[a][1](), MODEL[m][1]()) for b, a, m in parts]
        twin = talks_twin.play(arena.world(game, w), rules, players)
        assert said_in(talks, w) == [line for line in twin.said if line[1] != "refuses"]
        assert bool(out.agreed[w]) == (twin.index is not None)
        if twin.index is not None:
            assert (out.index[w], out.exchange[w], out.proposer[w]) == (twin.index, twin.exchange, twin.proposer)
            assert tuple(out.package[w].tolist()) == twin.package
        assert [float(p[w]) for p in out.payoff] == pytest.approx(twin.payoff, rel=0, abs=1e-12)
    return int(out.agreed.sum())


DEFAULTS = [(name, "deadline" if name == "statecraft" else "next", "given") for name in BIDDING]


@pytest.mark.parametrize("information", ["complete", "none"])
@pytest.mark.parametrize("mine", DEFAULTS, ids=lambda parts: parts[0])
def test_each_strategy_against_a_partner_that_concedes(mine: Parts, information: str) -> None:
    partner: Parts = ("linear", "next", "given")
    arena = Arena(information=information, restricted=information == "none")
    deals = compare(arena, talks_twin.Rules((0, 1), 8), [mine, partner])
    deals += compare(arena, talks_twin.Rules((0, 1), 8), [partner, mine])
    assert deals > 0


@pytest.mark.parametrize("mine", [p for p in DEFAULTS if p[0] != "micro"], ids=lambda parts: parts[0])
def test_each_strategy_where_payoffs_tie(mine: Parts) -> None:
    arena = Arena(whole=True, restricted=True, sizes=(3, 1, 3))
    compare(arena, talks_twin.Rules((1, 0), 6), [mine, ("linear", "next", "given")], 12)
    compare(arena, talks_twin.Rules((1, 0), 6), [("coarse", "next", "given"), mine], 12)


@pytest.mark.parametrize("rule", list(ACCEPTANCE))
def test_each_acceptance_rule(rule: str) -> None:
    parts: list[Parts] = [("boulware", rule, "given"), ("relative", rule, "given")]
    assert compare(Arena(), talks_twin.Rules((0, 1), 10), parts) > 0


@pytest.mark.parametrize("name", ["boulware", "relative", "coarse", "statecraft", "hardliner", "fixed"])
def test_the_frequency_model(name: str) -> None:
    parts: list[Parts] = [(name, "next", "frequency"), ("conceder", "next", "frequency")]
    compare(Arena(), talks_twin.Rules((0, 1), 12), parts)


@pytest.mark.parametrize(
    "rules",
    [
        talks_twin.Rules((0, 1, 2), 7),
        talks_twin.Rules((2, 0, 1), 7, rotate=True),
        talks_twin.Rules((0, 2, 1), 5, exchanges=2),
        talks_twin.Rules((1, 2, 0), 5, rotate=True, exchanges=2),
        talks_twin.Rules((0, 1, 2), 9, counter=False),
        talks_twin.Rules((0, 1, 2), 5, rotate=True, exchanges=2, counter=False),
    ],
    ids=str,
)
@pytest.mark.parametrize("information", ["complete", "none"])
def test_three_parties_that_must_all_agree(rules: talks_twin.Rules, information: str) -> None:
    arena = Arena(parties=3, information=information, sizes=(3, 3, 2))
    lively: list[Parts] = [("conceder", "time", "given"), ("linear", "combi", "frequency"), ("coarse", "time", "given")]
    assert compare(arena, rules, lively) > 0
    mixed: list[Parts] = [("relative", "time", "frequency"), ("micro", "next", "given"), ("linear", "next", "given")]
    compare(arena, rules, mixed)


@pytest.mark.parametrize("counter", [True, False])
@pytest.mark.parametrize("rotate", [True, False])
@pytest.mark.parametrize("exchanges", [1, 2, 3])
def test_two_parties_under_every_turn_order(counter: bool, rotate: bool, exchanges: int) -> None:
    rules = talks_twin.Rules((1, 0), 5, rotate, exchanges, counter)
    parts: list[Parts] = [("linear", "next", "given"), ("averaged", "time", "frequency")]
    compare(Arena(), rules, parts)


@pytest.mark.parametrize("model", list(MODEL))
@pytest.mark.parametrize("mine", DEFAULTS, ids=lambda parts: parts[0])
def test_payoffs_that_change_in_the_middle(mine: Parts, model: str) -> None:
    team: list[Parts] = [(*mine[:2], model), ("boulware", "next", model)]
    compare(Arena(changes=4), talks_twin.Rules((0, 1), 9), team, 12)
    compare(Arena(changes=5, information="none", sizes=(2, 2)), talks_twin.Rules((1, 0), 9), team, 12)


def test_micro_at_the_end_of_its_ranking() -> None:
    arena, micro = Arena(sizes=(2, 3)), ("micro", "next", "given")
    for partner in ("hardliner", "random", "boulware", "micro"):
        compare(arena, talks_twin.Rules((0, 1), 14), [micro, (partner, "next", "given")])


@pytest.mark.parametrize("mine", DEFAULTS, ids=lambda parts: parts[0])
def test_a_single_round(mine: Parts) -> None:
    for counter in (True, False):
        compare(Arena(), talks_twin.Rules((0, 1), 1, counter=counter), [mine, ("linear", "next", "given")], 8)


@pytest.mark.parametrize("mine", DEFAULTS, ids=lambda parts: parts[0])
def test_a_party_for_which_nothing_is_worth_a_deal_keeps_silent(mine: Parts) -> None:
    rules, partner = talks_twin.Rules((0, 1), 6), ("linear", "next", "given")
    assert compare(Arena(hopeless=0), rules, [mine, partner], 8) <= 4
    assert compare(Arena(hopeless=1), rules, [mine, partner], 8) <= 4


@pytest.mark.parametrize("hopeless", [0, 1, 2])
@pytest.mark.parametrize("rotate", [True, False])
def test_three_parties_of_which_one_never_has_anything_to_say(hopeless: int, rotate: bool) -> None:
    arena = Arena(parties=3, hopeless=hopeless, sizes=(3, 3, 2))
    team: list[Parts] = [("conceder", "time", "given"), ("linear", "next", "given"), ("coarse", "time", "frequency")]
    assert compare(arena, talks_twin.Rules((0, 1, 2), 7, rotate), team) <= WORLDS // 2
