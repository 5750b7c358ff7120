"""The door for Mesa users: a scenario in, a model out."""

import os
from collections.abc import Iterable

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.luck import Luck
from zopa.scenario.read import Document
from zopa.talks import Talks as _Talks


class Talks(_Talks):
    """Talks of a scenario, as a Mesa model.

    Attributes:
        document: The scenario.
        root_seed: Root seed of all its luck.
        first_world: Number of the first world.

    >>> talks = Talks()  # the shrinking pie
    >>> talks.step()
    >>> sorted(agent.party for agent in talks.agents)
    ['first', 'second']
    """

    def __init__(
        self,
        scenario: str | os.PathLike[str] | Document = "shrinking_pie",
        *,
        worlds: int = 1,
        seed: int = 0,
        first_world: int = 0,
        overrides: Iterable[str] = (),
        record: bool = False,
        collect: bool | None = None,
    ) -> None:
        """Load a scenario and sit down.

        Args:
            scenario: A YAML file, a folder, the name of a scenario that comes with zopa, or one that has been loaded.
            worlds: Replications played at once; 1 is the classic agent-based model.
            seed: Root seed.
            first_world: Number of the first world; world 7 plays the same whatever block it is in.
            overrides: Texts `dotted.path=value`; not for what has been loaded.
            record: Whether to keep every move, for transcripts.
            collect: Whether Mesa's data collector runs each round; by default only for a single world.
        """
        document = scenario if isinstance(scenario, Document) else load(scenario, overrides)
        play = compile_play(document.scenario, Luck(seed, first_world, worlds))
        super().__init__(play, record=record, collect=collect)
        self.document, self.root_seed, self.first_world = document, seed, first_world
