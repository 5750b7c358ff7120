"""The best response of a party: parameters of its own strategy that pay most against a field of others."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zopa.analysis.intervals import Mean, Sums
from zopa.build.load import find, load_parsed
from zopa.experiments.families import axes_of
from zopa.experiments.games import Games, Opponents, others_than, weighted
from zopa.experiments.search import Field, named, searched
from zopa.game.arrays import Floats
from zopa.scenario.include import load as parse


@dataclass(frozen=True)
class Trial:
    """A setting that was tried.

    Attributes:
        parameters: Its parameters.
        worlds: Worlds in which it was played.
        payoff: Mean payoff in them.
    """

    parameters: Mapping[str, float]
    worlds: int
    payoff: float


@dataclass(frozen=True)
class Response:
    """What a search found. Payoffs are spread over the horizon where time flows.

    Attributes:
        party: The party.
        parameters: The best parameters found; empty where nothing was better than what the file says.
        payoff: Mean payoff with them in fresh worlds, with its 95 % interval.
        incumbent: Mean payoff with the parameters of the file in the same worlds.
        gain: Mean of the difference in each world, with its 95 % interval.
        tried: All settings tried, best first by the worlds of the search; what they promise is too good by selection.
    """

    party: str
    parameters: Mapping[str, float]
    payoff: Mean
    incumbent: Mean
    gain: Mean
    tried: tuple[Trial, ...]


def best_response(
    scenario: str | os.PathLike[str],
    party: str,
    ranges: Mapping[str, tuple[float, float]],
    field: Sequence[Opponents] = (),
    worlds: int = 1000,
    seed: int = 0,
    budget: int = 48,
    overrides: Iterable[str] = (),
    weights: Sequence[float] = (),
) -> Response:
    """Search for the parameters of a party's strategy that pay it most on average.

    All settings tried are played in the same worlds. The best is then compared with the file's own parameters in as
    many fresh worlds, which had no part in the choice.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        party: Whose strategy.
        ranges: Parameter to its lowest and highest value.
        field: What the others play, one entry after the other; as in the file if empty.
        worlds: Worlds of the search, and of the comparison.
        seed: Root seed.
        budget: Settings tried at most.
        overrides: Texts `dotted.path=value`.
        weights: How much each entry of the field counts, as a mixture's probabilities do; all the same if empty.

    Raises:
        ScenarioError: The scenario is not right.
        ValueError: There is no such party or parameter, or a number makes no sense.

    >>> found = best_response("ultimatum", "proposer", {"utility": (0.0, 1.0)}, worlds=1, budget=24)
    >>> found.payoff.mean, found.incumbent.mean
    (7.5, 6.0)
    """
    if worlds < 1 or budget < 4:
        raise ValueError(f"worlds must be at least 1 and the budget at least 4, not {worlds} and {budget}")
    loaded, base = parse(find(scenario)), tuple(overrides)
    document = load_parsed(loaded, base)
    others = others_than(document, party)
    axes = axes_of(document, party, ranges)
    index, against = tuple(document.scenario.parties).index(party), weighted(field, weights, others)
    games = Games(loaded, party, index, axes, base, against, seed)
    payoffs = Field(games.play)
    best = searched(payoffs, axes, worlds, budget)
    own = games.as_it_is(0, worlds)
    chosen = best if payoffs.mean(best, worlds) > float(own.mean()) else None
    fresh = games.as_it_is(worlds, worlds)
    after = fresh if chosen is None else games.play([chosen], worlds, worlds)[0]
    tried = [Trial(named(axes, one), len(got), float(got.mean())) for one, got in payoffs.played.items()]
    return Response(
        party, {} if chosen is None else named(axes, chosen), mean_of(after), mean_of(fresh), mean_of(after - fresh),
        tuple(sorted(tried, key=lambda one: (-one.worlds, -one.payoff))),
    )  # fmt: skip


def mean_of(values: Floats) -> Mean:
    """The mean of some worlds with its interval."""
    sums = Sums()
    sums.add(values)
    found = sums.result()
    assert found is not None
    return found
