"""A tournament file: every strategy against every other, in both seats, in one or several scenarios."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from zopa.scenario.base import Model, Name
from zopa.scenario.design import Levels, Overrides
from zopa.scenario.question import Question
from zopa.scenario.rules import WHOLE, Says, Seed, some

Entrants = Annotated[
    Levels,
    AfterValidator(some("no strategy is named: at least one is needed")),
    Says({"minItems": 1, "minProperties": 1}),
]
"""Names of strategies, or names and strategies as a scenario has them: `tough: {kind: boulware, beta: 0.1}`."""


class Ground(Model):
    """A scenario in which everybody meets everybody."""

    scenario: str
    """A file or folder (relative to the tournament's), or the name of a scenario that comes with zopa."""
    title: str = ""
    """What people read."""
    set: Overrides = {}
    """What is changed in it."""
    only: tuple[str, ...] = ()
    """Strategies that take part in it, by name; all where left out."""
    worlds: Annotated[int, Field(ge=2, le=1_000_000_000), WHOLE] | None = None
    """Worlds in each of its cells (with `until` at first), where not as in all."""


class Enough(Model):
    """When enough worlds have been played: cells that are still in question get more, stage by stage."""

    error: Annotated[float, Field(gt=0)]
    """Differences of payoffs that need not be told apart, in the scenario's unit."""
    budget: Annotated[int, Field(ge=1, le=1_000_000_000), WHOLE]
    """Worlds over all cells of a scenario, at most."""
    risk: Annotated[float, Field(gt=0, lt=1)] = 0.05
    """Probability with which some best reply may be mistaken by more than the error."""


class Fingerprints(Model):
    """Pictures of how strategies concede."""

    worlds: Annotated[int, Field(ge=1, le=100_000), WHOLE] = 64
    """Worlds played for each."""


class Tournament(Question):
    """A whole tournament file."""

    scenarios: Annotated[
        dict[Name, Ground],
        AfterValidator(some("no scenario is named: at least one is needed")),
        Says({"minProperties": 1}),
    ]
    """Where they meet: name -> scenario and what is changed in it."""
    constants: Overrides = {}
    """What is changed in all of them."""
    strategies: Entrants | None = None
    """Who plays, in every seat that `seats` does not name."""
    seats: dict[Name, Entrants] = {}
    """Party -> who plays in its seat: names of `strategies`, or strategies of its own. Where neither says anything of a
    party, it keeps the scenario's strategy."""
    self_play: bool = True
    """Whether a strategy meets itself; without that there is no meta-game."""
    symmetric: bool = False
    """Whether the seats are alike, so that what a strategy gets in both is one number."""
    worlds: Annotated[int, Field(ge=2, le=1_000_000_000), WHOLE] = 1709
    """Worlds in each cell, or with `until` at first."""
    until: Enough | None = None
    """When to stop, where cells that are still in question get more worlds."""
    seed: Seed = 0
    """Root seed; all cells share their luck."""
    near_deadline: Annotated[int, Field(ge=1, le=366), WHOLE] = 7
    """A deal in so many days before a date that presses counts as made near the deadline."""
    resamples: Annotated[int, Field(ge=99, le=99_999), WHOLE] = 1999
    """Resamples of the worlds for intervals, ranks and supports."""
    fingerprints: Fingerprints | None = None
    """Whether each strategy is also played against the tough and the soft, for a picture of how it concedes."""
    beyond: bool = False
    """Whether strategies outside the pool are searched for that pay more against the equilibrium."""


def entrants(said: Levels | None, pool: dict[str, Any]) -> dict[str, Any]:
    """Strategies by name, as a scenario has them.

    Args:
        said: Names, or names and strategies.
        pool: Strategies that may be called by name.

    >>> entrants(("tough", "micro"), {"tough": {"kind": "boulware", "beta": 0.1}})
    {'tough': {'kind': 'boulware', 'beta': 0.1}, 'micro': {'kind': 'micro'}}
    >>> entrants({"micro": None, "slow": {"kind": "time_dependent", "beta": 0.5}}, {})
    {'micro': {'kind': 'micro'}, 'slow': {'kind': 'time_dependent', 'beta': 0.5}}
    """
    if isinstance(said, dict):
        return {name: _strategy(name, one) for name, one in said.items()}
    return {str(name): pool.get(str(name), {"kind": str(name)}) for name in said or ()}


def _strategy(name: str, said: Any) -> Any:
    if said is None:
        return {"kind": name}
    return {"kind": name, **said} if isinstance(said, dict) else {"kind": said}
