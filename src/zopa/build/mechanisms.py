"""Mechanisms of a scenario, compiled: what surrounds the table."""

from typing import Any

from zopa.build.draws import Draws
from zopa.build.names import MECHANISMS
from zopa.build.parts import make
from zopa.game.mechanism import Mechanism
from zopa.game.space import Space
from zopa.scenario.model import RawScenario


def active(scenario: RawScenario) -> dict[str, Any]:
    """The mechanisms that are switched on, by name."""
    return {name: said for name, said in scenario.mechanisms.items() if _of(said, "active", True)}


def compile_mechanisms(draws: Draws, space: Space) -> tuple[tuple[str, Mechanism], ...]:
    """The mechanisms that are switched on, with their names; ranges among their parameters are drawn per world."""
    said = active(draws.scenario)
    return tuple(
        (name, make(MECHANISMS[one.kind], one, draws, space, f"mechanisms.{name}")) for name, one in said.items()
    )


def columns_of(scenario: RawScenario) -> dict[str, str]:
    """Columns that a scenario's mechanisms add to the table of results, with their meaning."""
    return {
        f"{name}_{column}": meaning
        for name, said in active(scenario).items()
        for column, meaning in MECHANISMS[_of(said, "kind", "")].part.columns.items()
    }


def _of(said: Any, key: str, default: Any) -> Any:
    return said.get(key, default) if isinstance(said, dict) else getattr(said, key)
