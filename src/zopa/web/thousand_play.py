"""Playing a block of worlds for the page, in a process of the pool: arrays come back, without the scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import numpy as np

from zopa.build.compile import compile_play
from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.ending import endings
from zopa.game.luck import Luck
from zopa.talks import Talks
from zopa.web.models import Start
from zopa.web.scenarios import Scenarios, Setup
from zopa.web.settings import Settings


@dataclass(frozen=True)
class Meaning:
    """What numbers of worlds stand for.

    Attributes:
        scenario: Short name of the scenario.
        title: Its title.
        unit: Unit of yearly payoffs.
        parties: Title by party.
        strategies: Who plays each seat, by party.
        issues: Title, unit and levels by issue.
        rounds: Rounds until the talks end.
        dates: Date of each round, ISO; empty where rounds have none.
        endings: A word for each number in `ended`.
    """

    scenario: str
    title: str
    unit: str
    parties: dict[str, str]
    strategies: dict[str, str]
    issues: dict[str, tuple[str, str, tuple[Any, ...]]]
    rounds: int
    dates: tuple[str, ...]
    endings: tuple[str, ...]


@dataclass(frozen=True)
class Worlds:
    """How worlds 0, 1, 2, … of a setting ended; rows as `zopa.simulate` gives them.

    Attributes:
        meaning: What the numbers stand for.
        agreed: Whether there was a deal, (W,).
        ended: How the talks ended, as a number of `meaning.endings`, (W,).
        round: Number of the round of the deal, from 1, (W,); 0 without one.
        payoff: Present value by party, (W,).
        annual: The same spread evenly over the horizon, (W,).
        no_deal: What walking away was worth at the moment of the deal, or at the end, (W,).
        levels: Index of the level agreed by issue, (W,); -1 without a deal.
    """

    meaning: Meaning
    agreed: Bools
    ended: Ints
    round: Ints
    payoff: dict[str, Floats]
    annual: dict[str, Floats]
    no_deal: dict[str, Floats]
    levels: dict[str, Ints]

    def __len__(self) -> int:
        return int(self.agreed.shape[0])

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        several: tuple[Mapping[str, Any], ...] = (self.payoff, self.annual, self.no_deal, self.levels)
        columns = [column for some in several for column in some.values()]
        return sum(int(column.nbytes) for column in (self.agreed, self.ended, self.round, *columns))

    def __getitem__(self, some: slice) -> "Worlds":
        """Some of the worlds, copied."""

        def cut(columns: Mapping[str, Any]) -> dict[str, Any]:
            return {name: column[some].copy() for name, column in columns.items()}

        return replace(
            self, agreed=self.agreed[some].copy(), ended=self.ended[some].copy(), round=self.round[some].copy(),
            payoff=cut(self.payoff), annual=cut(self.annual), no_deal=cut(self.no_deal), levels=cut(self.levels),
        )  # fmt: skip

    @classmethod
    def joined(cls, parts: "Sequence[Worlds]") -> "Worlds":
        """Blocks of one setting, one behind the other."""
        if len(parts) == 1:
            return parts[0]

        def all_of(name: str) -> Any:
            first = getattr(parts[0], name)
            if isinstance(first, dict):
                return {key: np.concatenate([getattr(part, name)[key] for part in parts]) for key in first}
            return np.concatenate([getattr(part, name) for part in parts])

        names = ("agreed", "ended", "round", "payoff", "annual", "no_deal", "levels")
        return cls(parts[0].meaning, **{name: all_of(name) for name in names})


@lru_cache(maxsize=2)
def scenarios(settings: Settings) -> Scenarios:
    """The scenarios of a server, once in each process."""
    return Scenarios(settings)


def play(settings: Settings, start: Start, first: int, count: int) -> Worlds:
    """Play a block.

    Args:
        settings: How the server was started.
        start: Scenario, changes, strategies and seed; nothing else of it counts.
        first: Number of the block's first world.
        count: Worlds in the block.

    Raises:
        WebError: A scenario, a party or a strategy is not there.
        ScenarioError: The changes are not right.
    """
    setup = scenarios(settings).setup(start)
    pins = {address: np.resize(numbers, count) for address, numbers in setup.pins.items()}
    table = compile_play(setup.document.scenario, Luck(setup.seed, first, count, setup.salt), pins=pins)
    talks = Talks(table, collect=False)
    talks.play_out()
    return _read(setup, talks)


def _read(setup: Setup, talks: Talks) -> Worlds:
    """What came of talks; lets go of them."""
    game, rounds = talks.play.game, talks.play.rounds
    scenario = setup.document.scenario
    meaning = Meaning(
        scenario=scenario.name, title=scenario.title or scenario.name, unit=game.unit,
        parties={name: game.titles.get(name) or name for name in game.parties}, strategies=dict(setup.strategies),
        issues={
            name: (game.titles.get(name) or name, game.units.get(name, ""), tuple(levels))
            for name, levels in zip(game.space.issues, game.space.levels, strict=True)
        },
        rounds=rounds, dates=tuple(str(date) for date in game.schedule.dates), endings=tuple(endings(game.parties)),
    )  # fmt: skip
    outcomes = talks.release()
    indices = game.space.level_indices(outcomes.package)
    without = ~outcomes.agreed

    def by_party(columns: Sequence[Floats]) -> dict[str, Floats]:
        return dict(zip(game.parties, columns, strict=True))

    return Worlds(
        meaning, agreed=outcomes.agreed, ended=cast(Ints, outcomes.ended.astype(np.int16)),
        round=cast(Ints, np.where(without, 0, outcomes.index + 1).astype(np.int32)),
        payoff=by_party(outcomes.payoff), annual=by_party(outcomes.annual), no_deal=by_party(outcomes.no_deal),
        levels={
            name: cast(Ints, np.where(without, -1, indices[:, i]).astype(np.int16))
            for i, name in enumerate(game.space.issues)
        },
    )  # fmt: skip
