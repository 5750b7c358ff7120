"""Every move of every world as a long table: who put what on the table, when, and what it was worth to whom."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zopa.game.game import Game
from zopa.talks import Talks
from zopa.talks.record import Said

MOVES = ("offer", "accept", "consent", "refused at home")
"""What a party can do in its turn; `consent` accepts while others must still answer."""


def rounds_schema(about: dict[str, Any]) -> pa.Schema:
    """Columns of the long table.

    Args:
        about: What the run's table is about.
    """
    fields = [
        ("point", pa.int32()), ("world", pa.int64()), ("round", pa.int32()), ("exchange", pa.int32()),
        ("date", pa.date32()), ("party", pa.string()), ("move", pa.string()),
    ]  # fmt: skip
    for name, issue in about["issues"].items():
        text = any(isinstance(level, str) for level in issue["levels"])
        fields.append((name, pa.string() if text else pa.float64()))
    fields += [(f"worth_{party}", pa.float64()) for party in about["parties"]]
    return pa.schema(fields)


def rounds_table(talks: Talks, points: NDArray[np.int32], columns: pa.Schema) -> pa.Table:
    """The moves of talks that have been played with their record kept.

    Args:
        talks: The talks, not yet released.
        points: Point of the design of each world, (W,).
        columns: What `rounds_schema` gives.

    Returns:
        One row for each move, by point, world and order; `worth_…` is what the package then on the table is worth, as a
        yearly flow (or lump).
    """
    assert talks.record is not None
    game = talks.play.game
    pieces, rows = [columns.empty_table()], [np.zeros(0, dtype=np.intp)]
    for said in talks.record.said:
        move = np.select([said.refused, said.accepted, said.consented, said.offered], [3, 1, 2, 0], -1)
        where = np.flatnonzero(move >= 0)
        if where.size:
            rows.append(where)
            pieces.append(_piece(said, game, points, where, move[where]).select(columns.names))
    order = np.argsort(np.concatenate(rows), kind="stable")
    return pa.concat_tables(pieces).take(pa.array(order))


def _piece(said: Said, game: Game, points: NDArray[np.int32], where: NDArray[np.intp], move: Any) -> pa.Table:
    n = where.size
    columns: dict[str, Any] = {
        "point": pa.array(points[where]),
        "world": pa.array(game.luck.numbers[where]),
        "round": pa.array(np.full(n, said.index + 1, np.int32)),
        "exchange": pa.array(np.full(n, said.turn.exchange + 1, np.int32)),
        "date": pa.array([said.date] * n, pa.date32()),
        "party": pa.array([game.parties[said.turn.party]] * n, pa.string()),
        "move": pa.array(MOVES).take(pa.array(move)),
    }
    indices = game.space.level_indices(said.package[where])
    for at, name in enumerate(game.space.issues):
        levels = game.space.levels[at]
        text = any(isinstance(level, str) for level in levels)
        values = pa.array([str(v) if text else float(v) for v in levels], pa.string() if text else pa.float64())
        columns[name] = values.take(pa.array(indices[:, at]))
    for party, worth in zip(game.parties, said.worth, strict=True):
        columns[f"worth_{party}"] = pa.array(worth[where])
    return pa.table(columns)
