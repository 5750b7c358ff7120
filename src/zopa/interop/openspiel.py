"""OpenSpiel's `bargaining` game: its files of instances in and out, each instance a world of one game.

The game is "Deal or No Deal" (Lewis, Yarats, Dauphin, Parikh & Batra 2017; as a benchmark for learning DeVault, Mell &
Gratch 2015): two parties divide a few books, hats and balls that each values privately, in turns; whose turn it is
agrees or offers another division. A file has one instance a line: the pool, what an item of each kind is worth to the
first party, and to the second, as in ``1,2,3 8,1,0 4,0,2``.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from zopa.game.arrays import Ints
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.protocols.alternating import AlternatingOffers

KINDS = ("books", "hats", "balls")
"""What is divided; with more kinds than these, or fewer, `item_1`, `item_2`, …"""

PARTIES = ("first", "second")

TURNS = 10
"""Turns of the benchmark: `max_turns` of OpenSpiel's game. An offer made in the last turn could not be answered."""

PROTOCOL = AlternatingOffers()
"""Two turns a round; who refuses answers with an offer; in the last turn there is only yes or no."""


@dataclass(frozen=True, eq=False)
class Instances:
    """Instances of the game.

    Attributes:
        pool: Number of items of each kind, (W, kinds).
        values: What an item of each kind is worth to each party, (W, 2, kinds).
    """

    pool: Ints
    values: Ints

    def __len__(self) -> int:
        """Number of instances."""
        return int(self.pool.shape[0])


def read(path: str | os.PathLike[str], *, turns: int = TURNS, information: str = "complete", seed: int = 0) -> Game:
    """A file of instances as one game with a world for each.

    Args:
        path: The file.
        turns: Turns until the talks end without a deal, an even number.
        information: `complete`, or `none`: in OpenSpiel's game a party knows the pool and its own values.
        seed: Root seed, for strategies that draw.

    Raises:
        ValueError: A line is none, with its number.
    """
    return game_of(read_instances(path), turns=turns, information=information, seed=seed)


def read_instances(path: str | os.PathLike[str]) -> Instances:
    """The instances of a file.

    Raises:
        ValueError: A line is none, with its number; or there is none.
    """
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append(_row(line))
            except ValueError as error:
                expected = "expected pool, first and second party's values, as in 1,2,3 8,1,0 4,0,2"
                raise ValueError(f"{path}:{number}: {error} ({expected})") from None
    if not rows:
        raise ValueError(f"{path}: no instance in this file")
    if len({len(row[0]) for row in rows}) > 1:
        raise ValueError(f"{path}: instances with different numbers of kinds of items")
    return _instances(rows)


def _row(line: str) -> list[list[int]]:
    """Pool and values of a line."""
    if not re.fullmatch(r"[-+0-9, ]+", line.strip()):
        raise ValueError(f"{line.strip()!r} is not made of whole numbers")
    parts = [[int(number) for number in part.split(",")] for part in line.split()]
    if len(parts) != 3 or len({len(part) for part in parts}) != 1:
        raise ValueError(f"{line.strip()!r} is not three lists of equal length")
    if any(number < 0 for part in parts for number in part) or not any(parts[0]):
        raise ValueError(f"{line.strip()!r} has a negative number, or nothing to divide")
    return parts


def _instances(rows: Sequence[Sequence[Sequence[int]]]) -> Instances:
    table = np.array(rows, dtype=np.int64)
    return Instances(np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1:]))


def installed() -> Instances:
    """The instances that come with OpenSpiel: 1,000 of the "Deal or No Deal" data (Lewis et al. 2017).

    Raises:
        ImportError: OpenSpiel is not installed.
    """
    if find_spec("pyspiel") is None:
        raise ImportError("the list of instances comes with OpenSpiel: pip install 'zopa[openspiel]', or name a file")
    game = import_module("pyspiel").load_game("bargaining")
    return _instances([[list(one.pool), *map(list, one.values)] for one in game.all_instances()])


def game_of(
    instances: Instances, *, turns: int = TURNS, information: str = "complete", seed: int = 0, first: int = 0
) -> Game:
    """Instances as worlds of one game.

    An issue for each kind: how many items the first party takes, from none to as many as there are of it in any
    instance; in each world only as many as there are there are allowed. Payoffs add up, no deal is worth 0, waiting
    costs nothing.

    Args:
        instances: The instances.
        turns: Turns until the talks end without a deal, an even number.
        information: What parties know of each other: `complete` or `none`.
        seed: Root seed, for strategies that draw.
        first: Number of the first world.

    Raises:
        ValueError: The number of turns is odd or below 2.
    """
    if turns < 2 or turns % 2:
        raise ValueError(f"turns must be an even number from 2 on, two to a round, not {turns}")
    worlds, kinds = instances.pool.shape
    names = KINDS if kinds == len(KINDS) else tuple(f"item_{k + 1}" for k in range(kinds))
    most = np.maximum(instances.pool.max(axis=0), 1)  # one level more where there is nothing: it says what it is worth
    space = Space.of({name: tuple(range(n + 1)) for name, n in zip(names, most.tolist(), strict=True)})
    taken = np.concatenate([np.arange(n + 1) for n in most])
    pool, mine, yours = (
        np.repeat(table, most + 1, axis=1) for table in (instances.pool, instances.values[:, 0], instances.values[:, 1])
    )
    cells = ((mine * taken).astype(np.float64), (yours * (pool - taken)).astype(np.float64))
    zero, one = np.zeros(worlds), np.ones(worlds)
    return Game(
        space=space, parties=PARTIES, luck=Luck(seed, first, worlds),
        schedule=LumpSchedule(turns // 2, (one, one), (zero, zero), (zero, zero)), epochs=(Epoch(0, cells, cells),),
        allowed=np.ascontiguousarray(taken <= pool), once=(None, None), information=information, unit="points",
        titles={"first": "the first party", "second": "the second party"},
        units=dict.fromkeys(names, "items of the first party"),
    )  # fmt: skip


def instances_of(game: Game) -> Instances:
    """The instances that the worlds of a game are.

    Raises:
        ValueError: Its payoffs are not numbers of items times whole values.
    """
    first = game.space.first[:-1]
    one, pool = first + 1, np.add.reduceat(game.allowed, first, axis=1) - 1
    if len(game.parties) != 2 or (np.diff(game.space.first) < 2).any():
        raise ValueError("an instance has two parties, and for each kind of item a level for none and one for one")
    mine, yours = game.epochs[0].cells
    values = np.stack([mine[:, one] - mine[:, first], yours[:, first] - yours[:, one]], axis=1)
    instances = Instances(pool.astype(np.int64), np.rint(values).astype(np.int64))
    again = game_of(instances)
    same = again.space.first.tolist() == game.space.first.tolist() and _same(game, again)
    if not same or (instances.values < 0).any():
        raise ValueError("these payoffs are not those of items with whole values of which each party takes some")
    return instances


def _same(game: Game, again: Game) -> bool:
    """Whether two games allow the same and pay the same for it."""
    allowed = (game.allowed == again.allowed).all()
    pairs = zip(game.epochs[0].cells, again.epochs[0].cells, strict=True)
    return bool(allowed and all((own == other)[game.allowed].all() for own, other in pairs))


def write(what: Game | Instances, path: str | os.PathLike[str]) -> None:
    """Write a file of instances that OpenSpiel reads: `bargaining(instances_file=…)`.

    OpenSpiel takes three kinds of items, and offers of no more than seven items.

    Args:
        what: A game as `read` makes it, or instances.
        path: The file.

    Raises:
        ValueError: The game is none of this kind.
    """
    Path(path).write_text(written(what if isinstance(what, Instances) else instances_of(what)), encoding="utf-8")


def written(instances: Instances) -> str:
    r"""Instances as the text of a file.

    >>> written(Instances(np.array([[1, 2, 3]]), np.array([[[8, 1, 0], [4, 0, 2]]])))
    '1,2,3 8,1,0 4,0,2\n'
    """
    table = np.concatenate([instances.pool[:, None], instances.values], axis=1).tolist()
    return "".join(" ".join(",".join(map(str, part)) for part in row) + "\n" for row in table)
