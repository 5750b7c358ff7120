"""The arena of the contract, whose worlds the twin can play as plain lists."""

import dataclasses

from twins import talks_twin
from zopa.build.contract.arena import Arena as Games
from zopa.build.contract.arena import digest
from zopa.game.game import Game
from zopa.game.schedule import LumpSchedule

__all__ = ["Arena", "digest"]


class Arena(Games):
    """Random small games."""

    def world(self, game: Game, w: int) -> talks_twin.World:
        """World w of a game as plain lists."""
        schedule = game.schedule
        assert isinstance(schedule, LumpSchedule)
        luck = dataclasses.replace(game.luck, first=game.luck.first + w, worlds=1)
        return talks_twin.World(
            epochs=[(epoch.since, [c[w].tolist() for c in epoch.cells]) for epoch in game.epochs],
            disagreement=[float(d[w]) for d in schedule.disagreement],
            discount=[float(f[w]) for f in schedule.factor], allowed=game.allowed[w].tolist(),
            first=game.space.first.tolist(), information=game.information,
            draw=lambda me, move, use, each: luck.uniforms(use, me, move, each)[0].tolist(),
        )  # fmt: skip
