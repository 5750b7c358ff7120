"""Strategies as a file may name them: bidding, acceptance, a model of the others, and what is said in public."""

from functools import lru_cache
from typing import Any

from pydantic import Field

from zopa.build.draws import Draws
from zopa.build.names import ACCEPTANCE, MECHANISMS, MODELS, SPEECH
from zopa.build.parts import make, union
from zopa.build.registry import named_strategies
from zopa.game.space import Space
from zopa.scenario.model import Scenario
from zopa.strategies.parts.base import Acceptance, Strategy
from zopa.strategies.parts.base import Model as Opponent
from zopa.strategies.parts.composed import Composed


def _many(one: Any) -> Any:
    """Any number of something, in order."""
    return tuple[one, ...]


def scenario_model() -> Any:
    """The model of a scenario file in which every registered strategy and mechanism is known."""
    return _scenario_model(tuple((name, named.part) for name, named in named_strategies().items()))


@lru_cache(maxsize=4)
def _scenario_model(known: tuple[tuple[str, type[Any]], ...]) -> Any:
    """The model with the strategies known now."""
    acceptance, model, speech = union(ACCEPTANCE), union(MODELS), union(SPEECH)
    strategies = named_strategies()
    strategy = union(
        {name: strategies[name] for name, _ in known},
        acceptance=(
            acceptance | None,
            Field(None, description="When to say yes; each strategy has its own default."),
        ),
        model=(
            model | None,
            Field(None, description="What the others are thought to want; mostly `given` by default."),
        ),
        says=(_many(speech), Field((), description="What is said in public, and when; a few have words of their own.")),
    )
    active = (bool, Field(True, description="Whether it is there; `false` leaves exactly the game without it."))
    notes = (str, Field("", description="Where it comes from."))
    mechanism = union(MECHANISMS, active=active, source=notes)
    model_of_file: Any = Scenario
    return model_of_file[strategy, mechanism]


def compile_strategy(party: str, draws: Draws, space: Space) -> Strategy:
    """The strategy that a scenario gives to a party; ranges among its parameters are drawn per world."""
    path = f"parties.{party}.strategy"
    specification: Any = draws.scenario.parties[party].strategy
    bidding = make(named_strategies()[specification.kind], specification, draws, space, path)
    acceptance: Acceptance | None = None
    model: Opponent | None = None
    if specification.acceptance is not None:
        kind = specification.acceptance.kind
        acceptance = make(ACCEPTANCE[kind], specification.acceptance, draws, space, f"{path}.acceptance")
    if specification.model is not None:
        model = make(MODELS[specification.model.kind], specification.model, draws, space, f"{path}.model")
    says = tuple(
        make(SPEECH[speech.kind], speech, draws, space, f"{path}.says.{number}")
        for number, speech in enumerate(specification.says)
    )
    return Composed.of(bidding, acceptance, model, says)
