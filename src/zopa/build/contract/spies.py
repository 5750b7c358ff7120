"""Strategies around strategies: one that looks on, and one that says again what was said."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.values import value_of
from zopa.game.view import Move, View
from zopa.strategies.parts.base import Strategy


@dataclass(frozen=True)
class Spy:
    """Plays as another strategy does, and keeps each move with what was seen before it.

    Attributes:
        plays: The other strategy.
        moves: Its moves.
        views: What it saw, as it was then.
        wrongs: What it did that no strategy may do.
    """

    plays: Strategy
    moves: list[Move] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)

    def begin(self, view: View) -> Any:
        """As the other does."""
        return self.plays.begin(view)

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        """As the other does."""
        self.views.append(as_it_is(view))
        move, memory = self.plays.move(view, memory)
        silent = np.zeros(view.worlds, dtype=bool) if move.silent is None else move.silent.copy()
        kept = Move(move.accept.copy(), move.package.copy(), move.worth.copy(), silent, walks=move.walks)
        self.moves.append(kept)
        self._check(view, kept, silent)
        return move, memory

    def _check(self, view: View, move: Move, silent: np.ndarray) -> None:
        """Never an offer or an acceptance below the reservation value, never a package that may not be offered."""
        offered = value_of(view.cells, move.package, view.space.first)
        if not (offered >= view.reservation)[~silent & view.open].all():
            self.wrongs.append(f"at move {view.move} it offers what is worth less to it than no deal")
        yes = move.accept & view.received.standing & view.open
        if not (view.received.worth >= view.reservation)[yes].all():
            self.wrongs.append(f"at move {view.move} it accepts what is worth less to it than no deal")
        allowed = np.take_along_axis(view.allowed, view.space.first[:-1] + move.package, axis=1)
        if not allowed[~silent & view.open].all():
            self.wrongs.append(f"at move {view.move} it offers levels that may not be offered")

    def said(self) -> list[bytes]:
        """All moves as bytes, as far as they count: in open worlds, acceptance of what lies on the table."""
        parts: list[bytes] = []
        for move, view in zip(self.moves, self.views, strict=True):
            assert move.silent is not None
            spoken = np.where((move.silent | ~view.open)[:, None], -1, move.package)
            standing = view.received.standing & view.open
            parts += [(move.accept & standing).tobytes(), spoken.tobytes(), standing.tobytes()]
            parts.append(b"" if move.walks is None else (move.walks & view.open).tobytes())
        return parts


def as_it_is(view: View) -> View:
    """A view that stays as it is while the talks go on: what the table changes in place is copied."""
    received = view.received
    kept = dataclasses.replace(
        received, package=received.package.copy(), worth=received.worth.copy(), standing=received.standing.copy(),
        proposer=received.proposer.copy(),
    )  # fmt: skip
    return dataclasses.replace(view, received=kept, open=view.open.copy())


@dataclass(frozen=True)
class Echo:
    """Says again what was said, whatever it sees."""

    moves: list[Move]

    def begin(self, view: View) -> Any:
        """From the first move on."""
        return 0

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        """The next one."""
        return self.moves[memory], memory + 1
