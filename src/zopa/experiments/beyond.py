"""Beyond the pool: is there a strategy, outside a tournament's pool, that pays more against a mixture of the others?"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from zopa.analysis.intervals import Mean
from zopa.build.load import find, load_parsed
from zopa.experiments.best_response import Trial, mean_of
from zopa.experiments.families import FAMILIES, Family, axes_of
from zopa.experiments.games import Games, Opponents, Strategy, others_than, plays, strategy_of, weighted
from zopa.experiments.search import Field, Setting, halved, named, searched
from zopa.game.arrays import Floats
from zopa.scenario.include import load as parse

SALT = "beyond"
"""Sets the luck of these games apart from that of any tournament: no world here had a part in the mixture."""


@dataclass(frozen=True)
class Best:
    """The best of a family, in the worlds of the search: too good by selection.

    Attributes:
        strategy: The strategy as in a scenario file.
        payoff: Its mean payoff there.
        tried: Every member tried, best first.
    """

    strategy: Mapping[str, Any]
    payoff: float
    tried: tuple[Trial, ...]


@dataclass(frozen=True)
class Beyond:
    """What was found beyond a pool. Payoffs are spread over the horizon where time flows.

    `gain` estimates from below how exploitable the mixture is: within these families, by this search, it is what a
    party gains that is not bound to the pool. That nothing was found is no proof that there is nothing.

    Attributes:
        party: The party.
        strategy: The best strategy found; None where none tried was better than the pool's best.
        payoff: Mean payoff with it (or with the pool's best) in fresh worlds, with its 95 % interval.
        pool_best: The pool's best strategy against the mixture, by the worlds of the search.
        pool_payoff: Mean payoff with it in the same fresh worlds.
        gain: Mean of the difference in each world, with its 95 % interval.
        worlds: Worlds of the search.
        families: The best of each family.
    """

    party: str
    strategy: Mapping[str, Any] | None
    payoff: Mean
    pool_best: Mapping[str, Any]
    pool_payoff: Mean
    gain: Mean
    worlds: int
    families: tuple[Best, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data for JSON."""
        return asdict(self)


def beyond(
    scenario: str | os.PathLike[str],
    party: str,
    field: Sequence[tuple[Opponents, float]],
    families: Sequence[Family | str] = FAMILIES,
    pool: Sequence[Strategy] = (),
    worlds: int = 256,
    seed: int = 0,
    overrides: Iterable[str] = (),
    budget: int = 30,
    fresh: int = 1024,
) -> Beyond:
    """Search families of strategies for one that pays more than a pool's best against a mixture of the others.

    Families and pool are played in the same worlds; the best found and the pool's best then meet the mixture in fresh
    ones, which had no part in the choice. A mixture's entries are all played in every world and weighted, so that no
    luck decides whom a party meets.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        party: Whose strategy.
        field: What the others play, each with its weight, for example an equilibrium's mixture.
        families: What is searched; a name stands for all of a strategy's numbers that have bounds.
        pool: The party's strategies that are there already; what the file says if empty.
        worlds: Worlds of the search.
        seed: Root seed.
        overrides: Texts `dotted.path=value`.
        budget: Members of each family tried at most.
        fresh: Worlds of the comparison.

    Raises:
        ScenarioError: The scenario, or a strategy, is not right.
        ValueError: There is no such party or parameter, or a number makes no sense.

    >>> half = {"kind": "fixed_demand", "utility": 0.5}
    >>> found = beyond("ultimatum", "proposer", [(half, 1.0)], ["fixed_demand"], [half], worlds=1, fresh=1)
    >>> found.pool_payoff.mean, round(found.payoff.mean), round(found.gain.mean)
    (5.0, 5, 0)
    """
    if worlds < 1 or fresh < 1 or budget < 4:
        raise ValueError(f"at least 1 world, 1 fresh world and a budget of 4, not {worlds}, {fresh} and {budget}")
    loaded, base = parse(find(scenario)), tuple(overrides)
    document = load_parsed(loaded, base)
    against = weighted([one for one, _ in field], [weight for _, weight in field], others_than(document, party))
    games = Games(loaded, party, tuple(document.scenario.parties).index(party), (), base, against, seed, SALT)
    known = [strategy_of(document, party, one) for one in pool or (None,)]
    least, ours = _best_of_pool(games, known, worlds)
    found = [_searched(games, one if isinstance(one, Family) else Family.of(one), worlds, budget) for one in families]
    better = max((one for one in found if one.payoff > ours), key=lambda one: one.payoff, default=None)
    before = _with(games, least).as_it_is(worlds, fresh)
    after = before if better is None else _with(games, better.strategy).as_it_is(worlds, fresh)
    return Beyond(
        party, None if better is None else better.strategy, mean_of(after), least, mean_of(before),
        mean_of(after - before), worlds, tuple(found),
    )  # fmt: skip


def _with(games: Games, strategy: Mapping[str, Any]) -> Games:
    """Games in which the party plays a strategy."""
    return replace(games, base=(*games.base, plays(games.party, strategy)))


def _best_of_pool(games: Games, pool: Sequence[Mapping[str, Any]], worlds: int) -> tuple[Mapping[str, Any], float]:
    """The strategy of a pool that pays most in the worlds of the search, and what it pays there."""
    members = [_with(games, one) for one in pool]

    def play(settings: Sequence[Setting], first: int, count: int) -> Floats:
        return np.stack([members[int(at)].as_it_is(first, count) for (at,) in settings])

    payoffs = Field(play)
    best = halved(payoffs, [(float(at),) for at in range(len(members))], worlds)[0]
    return pool[int(best[0])], payoffs.mean(best, worlds)


def _searched(games: Games, family: Family, worlds: int, budget: int) -> Best:
    """The best of a family in the worlds of the search."""
    there = _with(games, family.strategy)
    axes = axes_of(load_parsed(there.scenario, there.base), there.party, family.ranges)
    payoffs = Field(replace(there, axes=axes).play)
    best = searched(payoffs, axes, worlds, budget)
    whole = {axis.name for axis in axes if axis.whole}
    numbers = {name: int(value) if name in whole else value for name, value in named(axes, best).items()}
    tried = [Trial(named(axes, one), len(got), float(got.mean())) for one, got in payoffs.played.items()]
    ranked = tuple(sorted(tried, key=lambda one: (-one.worlds, -one.payoff)))
    return Best({**family.strategy, **numbers}, payoffs.mean(best, worlds), ranked)
