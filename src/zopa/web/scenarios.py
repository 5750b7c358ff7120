"""Scenarios that the server knows by name, loaded once for each set of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from zopa.build.load import load, shipped
from zopa.build.registry import named_strategies
from zopa.game.arrays import Floats
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read import Document
from zopa.seat.opponents import HIDDEN, hidden_opponents
from zopa.web.models import Place, Start
from zopa.web.problems import missing
from zopa.web.settings import Settings


@dataclass(frozen=True)
class Setup:
    """A game's scenario, looked up.

    Attributes:
        document: The scenario with its changes, each seat with the strategy that plays it.
        seed: Root seed.
        salt: What sets its luck apart.
        pins: Numbers given in place of draws.
        strategies: Who plays each seat where no person does, by party.
    """

    document: Document
    seed: int
    salt: str = ""
    pins: Mapping[str, Floats] = field(default_factory=dict)
    strategies: Mapping[str, str] = field(default_factory=dict)


class Scenarios:
    """The scenarios of a server.

    Attributes:
        settings: How it was started.
        paths: Files by name; a client gives a name, never a path.
    """

    def __init__(self, settings: Settings) -> None:
        """Find the scenarios.

        Args:
            settings: How the server was started.
        """
        self.settings = settings
        self.paths: dict[str, Path] = dict(shipped())
        own = Path(settings.scenario)
        if settings.scenario not in self.paths:
            name = own.stem if own.suffix else own.name
            self.paths[name] = own
        self._loaded = lru_cache(maxsize=256)(self._load)

    def document(self, name: str, changes: Sequence[str] = ()) -> Document:
        """A scenario with changes; the same one each time.

        Raises:
            WebError: There is none of this name, or it has become too large.
            ScenarioError: The changes are not right.
        """
        if name not in self.paths:
            raise missing("scenario", did_you_mean(name, self.paths) or f"there are {', '.join(sorted(self.paths))}")
        return self._loaded(name, tuple(changes))

    def _load(self, name: str, changes: tuple[str, ...]) -> Document:
        return load(self.paths[name], changes)

    def setup(self, start: Start) -> Setup:
        """What a game needs to be compiled.

        Raises:
            WebError: A party or a strategy is not there.
            ScenarioError: The changes are not right.
        """
        document = self.document(start.scenario, start.changes)
        parties = list(document.scenario.parties)
        for name in start.seats:
            if name not in parties:
                raise missing("party", f"{name} (parties: {', '.join(parties)})")
        chosen = self._strategies(start.seats, parties, start.seed)
        kinds = [f"parties.{party}.strategy.kind={kind}" for party, kind in chosen.items()]
        if kinds:
            document = self.document(start.scenario, (*kinds, *start.changes))
        played = {name: chosen.get(name, document.scenario.parties[name].strategy.kind) for name in parties}
        return Setup(document, start.seed, strategies=played)

    def _strategies(self, seats: Mapping[str, Place], parties: Sequence[str], seed: int) -> dict[str, str]:
        known = named_strategies()
        hidden = [name for name in parties if name in seats and seats[name].strategy == HIDDEN]
        drawn = dict(zip(hidden, hidden_opponents(seed, len(hidden)), strict=True))
        chosen = {}
        for name, place in seats.items():
            kind = drawn.get(name, place.strategy)
            if kind and kind not in known:
                raise missing("strategy", did_you_mean(kind, known) or "see the list of strategies")
            if kind:
                chosen[name] = kind
        return chosen


def pinned(pins: Sequence[tuple[str, float]]) -> dict[str, Floats]:
    """Numbers given in place of draws, for one world."""
    return {address: np.array([number]) for address, number in pins}
