"""Scenarios that the server knows by name, loaded once for each set of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from zopa.build.load import load_parsed, shipped
from zopa.build.registry import named_strategies
from zopa.game.arrays import Floats
from zopa.scenario.include import Loaded
from zopa.scenario.include import load as parse
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read import Document
from zopa.seat.opponents import HIDDEN, hidden_opponents
from zopa.web.lessons.load import own_scenarios
from zopa.web.models import Place, Start, Stored
from zopa.web.problems import WebError, missing
from zopa.web.settings import Settings
from zopa.web.sizes import check

if TYPE_CHECKING:
    from zopa.web.runs import StoredRuns
    from zopa.web.watch import Watched


@dataclass(frozen=True)
class Setup:
    """A game's scenario, looked up.

    Attributes:
        document: The scenario with its changes, each seat with the strategy that plays it.
        seed: Root seed.
        salt: What sets its luck apart.
        pins: Numbers given in place of draws.
        strategies: Who plays each seat where no person does, by party.
        words: The point of a stored run, as people read it; else empty.
        elections: Days of elections that its own strategies know, ISO, by party: anybody may know them.
    """

    document: Document
    seed: int
    salt: str = ""
    pins: Mapping[str, Floats] = field(default_factory=dict)
    strategies: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    elections: Mapping[str, str] = field(default_factory=dict)


class Scenarios:
    """The scenarios of a server.

    Attributes:
        settings: How it was started.
        paths: Files by name; a client gives a name, never a path.
        first: Name of the one that the page begins with.
    """

    def __init__(self, settings: Settings) -> None:
        """Find the scenarios.

        Args:
            settings: How the server was started.
        """
        self.settings = settings
        self.paths: dict[str, Path] = {**shipped(), **own_scenarios(settings.lessons)}
        own = Path(settings.scenario)
        if settings.scenario not in self.paths:
            name = own.stem if own.suffix else own.name
            self.paths[name] = own
            self.first = name
        else:
            self.first = settings.scenario
        self._loaded = lru_cache(maxsize=256)(self._load)
        self._parsed = lru_cache(maxsize=32)(self._parse)

    @cached_property
    def runs(self) -> "StoredRuns":
        """The stored runs; what reads them is loaded when they are first asked for."""
        from zopa.web.runs import StoredRuns

        return StoredRuns(self.settings.runs)

    @cached_property
    def watched(self) -> "Watched":
        """Talks that are watched."""
        from zopa.web.watch import Watched

        return Watched(self)

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
        try:
            document = load_parsed(self._parsed(name), changes)
        except RecursionError:
            raise WebError(422, "the scenario cannot be changed so", "a change is nested too deep") from None
        if changes:
            check(document, self.settings.limits)
        return document

    def _parse(self, name: str) -> Loaded:
        """The files of a scenario, parsed once for all changes."""
        return parse(self.paths[name])

    def setup(self, start: Start) -> Setup:
        """What a game needs to be compiled.

        Raises:
            WebError: A party or a strategy is not there.
            ScenarioError: The changes are not right.
        """
        if start.stored is not None:
            return self._stored(start, start.stored)
        parties = _parties(self.document(start.scenario), start)
        chosen = self._strategies(start.seats, parties, start.seed)
        kinds = [f"parties.{party}.strategy.kind={kind}" for party, kind in chosen.items()]
        document = self.document(start.scenario, (*kinds, *start.changes))
        played = {name: chosen.get(name, document.scenario.parties[name].strategy.kind) for name in parties}
        others = tuple(f"parties.{party}.strategy." for party in chosen)
        own = self.document(start.scenario, [one for one in start.changes if not one.startswith(others)])
        return Setup(document, start.seed, strategies=played, elections=_elections(own))

    def _stored(self, start: Start, stored: Stored) -> Setup:
        """A world of a stored run, with other strategies in some seats where they are named."""
        if start.world >= (worlds := self.runs.worlds(stored.run)):
            raise missing("world", f"{stored.run} has worlds 0 to {worlds - 1}")
        parties = _parties(self.runs.point(stored.run, stored.point).document, start)
        chosen = self._strategies(start.seats, parties, start.seed)
        one = self.runs.point(stored.run, stored.point, tuple(chosen.items()), start.changes)
        if start.changes:
            check(one.document, self.settings.limits)
        played = {name: party.strategy.kind for name, party in one.document.scenario.parties.items()}
        elections = _elections(self.runs.point(stored.run, stored.point).document)
        return Setup(one.document, one.seed, one.salt, pinned(one.pins), played, one.words, elections)

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


def _elections(document: Document) -> dict[str, str]:
    """Days of elections, by party."""
    days = {name: getattr(party.strategy, "election", None) for name, party in document.scenario.parties.items()}
    return {name: str(day) for name, day in days.items() if day is not None}


def _parties(document: Document, start: Start) -> list[str]:
    """Names of a scenario's parties, once it is sure that all seats are theirs."""
    parties = list(document.scenario.parties)
    for name in start.seats:
        if name not in parties:
            raise missing("party", f"{name} (parties: {', '.join(parties)})")
    return parties


def pinned(pins: Sequence[tuple[str, float]]) -> dict[str, Floats]:
    """Numbers given in place of draws, for one world."""
    return {address: np.array([number]) for address, number in pins}
