"""Strategies around strategies: one that looks on, and one that says again what was said."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.values import value_of
from zopa.game.view import Move, View
from zopa.strategies.parts.base import Strategy


@dataclass(frozen=True)
class Spy:
    """Plays as another strategy does, and keeps each move with what was on the table."""

    plays: Strategy
    moves: list[Move] = field(default_factory=list)
    standing: list[Any] = field(default_factory=list)

    def begin(self, view: View) -> Any:
        return self.plays.begin(view)

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        move, memory = self.plays.move(view, memory)
        silent = np.zeros(view.worlds, dtype=bool) if move.silent is None else move.silent.copy()
        self.moves.append(Move(move.accept.copy(), move.package.copy(), move.worth.copy(), silent))
        self.standing.append(view.received.standing.copy())
        self.check(view, self.moves[-1])
        return move, memory

    def check(self, view: View, move: Move) -> None:
        """Never an offer or an acceptance below the reservation value, never a package that may not be offered."""
        offered = value_of(view.cells, move.package, view.space.first)
        assert move.silent is not None
        assert (offered >= view.reservation)[~move.silent].all()
        yes = move.accept & view.received.standing
        assert (view.received.worth >= view.reservation)[yes].all()
        cells = view.space.first[:-1] + move.package
        assert np.take_along_axis(view.allowed, cells, axis=1)[~move.silent].all()

    def said(self) -> list[bytes]:
        """All moves as bytes; an acceptance counts only where something was on the table."""
        parts: list[bytes] = []
        for move, standing in zip(self.moves, self.standing, strict=True):
            assert move.silent is not None
            spoken = np.where(move.silent[:, None], -1, move.package)
            parts += [(move.accept & standing).tobytes(), spoken.tobytes(), standing.tobytes()]
        return parts


@dataclass(frozen=True)
class Echo:
    """Says again what was said, whatever it sees."""

    moves: list[Move]

    def begin(self, view: View) -> Any:
        return 0

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        return self.moves[memory], memory + 1
