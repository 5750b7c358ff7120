"""Further acceptance rules: whole games against their slow scalar twins, and what the paper says of them."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from contract import test_twin_games as games
from twins import acceptance_more_twin as slow
from twins import talks_twin
from twins.arena import Arena
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.acceptance import Combi, CombiAverage, CombiMax, Const, Gap, Next, Previous
from zopa.strategies.parts.base import Bid
from zopa.strategies.parts.composed import Composed
from zopa.strategies.random_offers import RandomOffers

RULES: dict[str, tuple[Any, Any]] = {
    "previous": (Previous(), slow.Previous),
    "previous a b": (Previous(1.2, 0.05), lambda: slow.Previous(1.2, 0.05)),
    "gap": (Gap(0.25), lambda: slow.Gap(0.25)),
    "combi max": (CombiMax(0.4), lambda: slow.CombiMax(0.4)),
    "combi average": (CombiAverage(0.4), lambda: slow.CombiAverage(0.4)),
}


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talks_twin, "Player", slow.Player)
    for name, pair in RULES.items():
        monkeypatch.setitem(games.ACCEPTANCE, name, pair)


@pytest.mark.parametrize("partner", ["relative", "random", "conceder"])
@pytest.mark.parametrize("rule", RULES)
def test_games_are_those_of_the_twin(rule: str, partner: str) -> None:
    rules = talks_twin.Rules((0, 1), 13)
    assert games.compare(Arena(), rules, [("boulware", rule, "given"), (partner, "next", "given")]) > 0
    late = talks_twin.Rules((1, 0), 6, exchanges=2)
    games.compare(Arena(information="none", whole=True), late, [("linear", rule, "given"), (partner, rule, "given")])


@pytest.mark.parametrize("rule", RULES)
def test_games_of_three(rule: str) -> None:
    parts = [("linear", rule, "given"), ("conceder", "next", "given"), ("random", rule, "given")]
    games.compare(Arena(parties=3, sizes=(3, 3, 2)), talks_twin.Rules((0, 1, 2), 8), parts)


def agreed(rule: Any) -> np.ndarray:
    """Where a party that never concedes and one that offers at random agree."""
    arena = dataclasses.replace(Arena(), rounds=40)
    team = [Composed.of(Hardliner(), rule), Composed.of(RandomOffers(), Const(1.0))]
    return arena.talks(arena.luck(0, 400), AlternatingOffers((1, 0)), team).play_out().agreed


def test_the_mean_asks_for_least_and_the_whole_past_for_most() -> None:
    past, window, mean = (agreed(rule).mean() for rule in (Combi(0.8), CombiMax(0.8), CombiAverage(0.8)))
    assert agreed(Next()).mean() <= past < window < mean


def test_a_gap_is_a_previous_with_a_constant() -> None:
    np.testing.assert_array_equal(agreed(Gap(0.2)), agreed(Previous(1.0, 0.2)))


def test_the_last_offer_is_one_that_was_made() -> None:
    talks = Arena(sizes=(4,)).talks(Arena().luck(0, 5), AlternatingOffers((0, 1)), [Composed.of(Hardliner())] * 2)
    view = talks.negotiators[0].view(talks.turns()[0], talks.open_round(), final=False)
    top = view.reservation + 1.0
    view = dataclasses.replace(
        view, best=top, may_propose=True,
        received=dataclasses.replace(view.received, standing=np.ones(5, dtype=bool), worth=view.reservation + 0.5),
    )  # fmt: skip

    def then(first: Any, worth: float, **bid: Any) -> bool:
        """Whether 0.5 is accepted after an offer of some worth has been considered."""
        rule = Previous()
        memory = rule.begin(view)
        assert not rule.accepts(first, Bid(view.received.package, view.reservation + worth, **bid), memory).any()
        return bool(rule.accepts(view, Bid(view.received.package, top), memory).all())

    assert then(view, 0.4)
    assert not then(view, 0.6)
    assert not then(dataclasses.replace(view, may_propose=False), 0.4)
    assert not then(view, -0.1)
    assert not then(view, 0.4, hushed=np.ones(5, dtype=bool))
    rule, low = Previous(), dataclasses.replace(view.received, worth=view.reservation - 0.5)
    memory = rule.begin(view)
    for worth in (0.4, 0.3):  # what would be accepted by the rule, but is worth less than no deal, ends nothing
        rule.accepts(dataclasses.replace(view, received=low), Bid(low.package, view.reservation + worth), memory)
    wide = Previous(1.0, 1.0)
    assert wide.accepts(dataclasses.replace(view, received=low), Bid(low.package, top), memory).all()
    np.testing.assert_array_equal(memory.worth, top)
