"""Strategies around strategies: one that looks on, and one that says again what was said."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.efficient import Efficient
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
        changes: What it was shown and changed in place.
    """

    plays: Strategy
    moves: list[Move] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def begin(self, view: View) -> Any:
        """As the other does."""
        return self.plays.begin(view)

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        """As the other does."""
        self.views.append(as_it_is(view))
        before = dict(_shown("view", view))
        move, memory = self.plays.move(view, memory)
        after = dict(_shown("view", view))
        self.changes.extend(name for name, content in before.items() if after[name] != content)
        _well_formed(view, move)
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

    def in_world(self, world: int) -> bytes:
        """All moves in one world as bytes, as far as they count: the same in any block."""
        parts: list[bytes] = []
        for move, view in zip(self.moves, self.views, strict=True):
            if not view.open[world]:
                continue
            assert move.silent is not None
            yes = bool(move.accept[world] and view.received.standing[world])
            goes = bool(move.walks is not None and move.walks[world])
            offer = b"" if move.silent[world] else move.package[world].astype(np.int64).tobytes()
            parts.append(bytes([yes, goes]) + offer)
        return b"|".join(parts)

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


def _shown(name: str, shown: Any) -> Iterator[tuple[str, bytes]]:
    """Every array that stands in something that is shown, with its path, as bytes."""
    if isinstance(shown, np.ndarray):
        yield name, shown.tobytes()
    elif isinstance(shown, Efficient):
        yield from _shown(f"{name}.frontier", shown.frontier)
    elif isinstance(shown, tuple):
        for number, one in enumerate(shown):
            yield from _shown(f"{name}[{number}]", one)
    elif dataclasses.is_dataclass(shown):
        for part in dataclasses.fields(shown):
            yield from _shown(f"{name}.{part.name}", getattr(shown, part.name))


def _well_formed(view: View, move: Move) -> None:
    """See that the arrays of a move are what the table can read.

    Raises:
        ValueError: One has another shape or another type, or there is no such level.
    """
    w, sizes = view.worlds, np.diff(view.space.first)
    for name, array, kinds, shape in (
        ("package", move.package, "iu", (w, sizes.size)), ("worth", move.worth, "f", (w,)),
        ("accept", move.accept, "b", (w,)), ("silent", move.silent, "b", (w,)), ("walks", move.walks, "b", (w,)),
    ):  # fmt: skip
        if array is not None and (array.dtype.kind not in kinds or array.shape != shape):
            meant = {"iu": "whole numbers", "f": "floats", "b": "booleans"}[kinds]
            raise ValueError(f"`{name}` must be {meant} of shape {shape}; it is {array.dtype} of shape {array.shape}")
    if ((move.package < 0) | (move.package >= sizes)).any():
        raise ValueError("`package` names levels that do not exist: its numbers count the levels of a cluster from 0")


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
    """Says again what was said, whatever it sees; when all has been said it is silent."""

    moves: list[Move]

    def begin(self, view: View) -> Any:
        """From the first move on."""
        return 0

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        """The next one."""
        if memory < len(self.moves):
            return self.moves[memory], memory + 1
        none = np.zeros(view.worlds, dtype=bool)
        return Move(none, view.received.package, view.received.worth, ~none), memory
