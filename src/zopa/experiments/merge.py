"""Merging: the parts of a run as one table sorted by point and world, the same bytes however they were come by."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.experiments.design_file import factor_array
from zopa.experiments.parts import Part, parts_in
from zopa.experiments.plan import Plan, about_table
from zopa.experiments.rounds import rounds_schema

GROUP = 65_536
"""Rows in a group of the merged file. Fixed, as the file's bytes depend on it."""


def merge(plan: Plan, folder: Path, parts: Sequence[Part], worlds: Sequence[int], into: Path) -> int:
    """Write the merged table.

    Args:
        plan: The run's plan.
        folder: Where the parts are.
        parts: The parts; what two of them hold counts once.
        worlds: Worlds of each point that the table holds, (P,).
        into: The table; it appears under its name only when it is whole.

    Returns:
        Rows that failed.
    """
    failed = failed_rows(parts, plan.slots, worlds)
    columns = table_schema(plan, worlds, failed)
    labels = [factor_array([point.labels[at] for point in plan.points]) for at in range(len(plan.factors))]
    rows = (_dressed(some, columns, plan, labels) for some in sorted_rows(folder, parts, plan.slots, worlds))
    write_sorted(rows, columns, into)
    return failed


def failed_rows(parts: Sequence[Part], slots: Sequence[int], worlds: Sequence[int]) -> int:
    """Rows that failed among those that a table holds.

    Args:
        parts: The parts.
        slots: The point in each slot.
        worlds: Worlds of each point that the table holds, (P,).
    """
    return sum(part.failed for part in parts if part.tile.world < worlds[slots[part.tile.slot]])


def merge_rounds(plan: Plan, folder: Path, parts: Sequence[Part], worlds: Sequence[int], into: Path) -> None:
    """Write the merged table of rounds.

    Args:
        plan: The run's plan.
        folder: Where the parts of rounds are.
        parts: The parts of outcomes; each has one of rounds with the same tile.
        worlds: Worlds of each point that the table holds, (P,).
        into: The table.
    """
    columns = rounds_schema(dict(plan.about))
    wanted = {part.tile for part in parts}
    moves = [part for part in parts_in(folder) if part.tile in wanted]
    rows = sorted_rows(folder, moves, plan.slots, worlds)
    write_sorted((_shaped(some, columns, {}) for some in rows), columns, into)


def table_schema(plan: Plan, worlds: Sequence[int], failed: int) -> pa.Schema:
    """Columns of a merged table.

    Args:
        plan: The run's plan.
        worlds: Worlds in each point, (P,).
        failed: Rows that failed.
    """
    fields = [pa.field("point", pa.int32()), pa.field("world", pa.int64())]
    for at, info in enumerate(plan.factors):
        fields.append(pa.field(info.name, factor_array([point.labels[at] for point in plan.points]).type))
    fields += [field for field in plan.outcomes if field.name != "world"]
    fields += [pa.field("status", pa.string()), pa.field("message", pa.string())]
    about = json.dumps(about_table(plan, worlds, failed), ensure_ascii=False)
    return pa.schema(fields, metadata={"zopa": about})


def sorted_rows(folder: Path, parts: Sequence[Part], slots: Sequence[int], worlds: Sequence[int]) -> Iterator[pa.Table]:
    """The rows of parts, point by point and world by world; what two parts hold counts once.

    Args:
        folder: Where the parts are.
        parts: The parts.
        slots: The point in each slot; points in the slots of a part ascend.
        worlds: Worlds wanted of each point, (P,).

    Yields:
        Some rows at a time: of several points where these are few worlds each, else of a piece of one point. Rows of
        the same world stay in their order.
    """
    order = sorted((_Held(part, slots) for part in parts), key=lambda one: (one.first, one.part.tile, one.part.failed))
    band, at = max(1, GROUP // max(1, *worlds)), 0
    active: list[_Held] = []
    for first in range(0, len(slots), band):
        last = min(first + band, len(slots))
        active = [one for one in active if one.last >= first]
        while at < len(order) and order[at].first < last:
            active.append(order[at])
            at += 1
        if last - first == 1:
            yield from _of_point(folder, active, first, worlds[first])
        else:
            yield from _of_points(folder, active, first, last, worlds)


class _Held:
    """A part and the points that it holds."""

    def __init__(self, part: Part, slots: Sequence[int]) -> None:
        self.part, tile = part, part.tile
        self.points = slots[tile.slot : tile.slot + tile.slots]
        self.first, self.last = self.points[0], self.points[-1]
        self.end = tile.world + tile.worlds

    @property
    def rows(self) -> pc.Expression:
        """The rows that it holds."""
        world = pc.field("world")
        return pc.field("point").isin(self.points) & (world >= self.part.tile.world) & (world < self.end)


def _of_point(folder: Path, held: Sequence[_Held], point: int, worlds: int) -> Iterator[pa.Table]:
    """The rows of one point, part by part."""
    reached = 0
    for one in sorted(held, key=lambda one: (one.part.tile.world, one.part.failed)):
        end = min(one.end, worlds)
        if end > reached and point in one.points:
            inside = (pc.field("point") == point) & (pc.field("world") >= reached) & (pc.field("world") < end)
            yield _read(folder, one.part).filter(inside)
            reached = end


def _of_points(folder: Path, held: Sequence[_Held], first: int, last: int, worlds: Sequence[int]) -> Iterator[pa.Table]:
    """The rows of some points at once."""
    tables, kept = [], list[_Held]()
    for one in held:
        inside = (pc.field("point") >= first) & (pc.field("point") < last)
        for other in kept:
            if other.part.tile.overlaps(one.part.tile):
                inside &= ~other.rows
        tables.append(_read(folder, one.part).filter(inside))
        kept.append(one)
    if tables:
        rows = pa.concat_tables(tables, promote_options="default")
        point, world = (rows.column(name).to_numpy() for name in ("point", "world"))
        order = np.lexsort((world, point))
        yield rows.take(pa.array(order[world[order] < np.asarray(worlds)[point[order]]]))


def _read(folder: Path, part: Part) -> pa.Table:
    return pq.read_table(folder / part.name, partitioning=None)


def _dressed(rows: pa.Table, columns: pa.Schema, plan: Plan, labels: Sequence[pa.Array]) -> pa.Table:
    """Rows with the columns of the merged table: factors added, columns that a point does not have empty."""
    points = rows.column("point")
    factors: Mapping[str, pa.Array] = {
        info.name: labels[at].take(points) for at, info in enumerate(plan.factors)
    }  # fmt: skip
    return _shaped(rows, columns, factors)


def _shaped(rows: pa.Table, columns: pa.Schema, more: Mapping[str, pa.Array]) -> pa.Table:
    """Rows with these columns, some of them given; a column that is not there is empty."""
    arrays = []
    for field in columns:
        if field.name in more:
            arrays.append(more[field.name])
        elif field.name in rows.column_names:
            arrays.append(rows.column(field.name).cast(field.type))
        else:
            arrays.append(pa.nulls(rows.num_rows, field.type))
    return pa.Table.from_arrays(arrays, schema=columns)


def write_sorted(rows: Iterator[pa.Table], columns: pa.Schema, into: Path) -> None:
    """Write rows in groups of one size, so that the bytes do not depend on how they come.

    Args:
        rows: The rows, in order.
        columns: Their schema.
        into: The file; it appears under its name only when it is whole.
    """
    waiting = into.with_name(f".{into.name}.tmp")
    held: list[pa.Table] = []
    count = 0
    try:
        with pq.ParquetWriter(waiting, columns, compression="zstd") as writer:
            for some in rows:
                held.append(some)
                count += some.num_rows
                while count >= GROUP:
                    table = pa.concat_tables(held).combine_chunks()
                    writer.write_table(table.slice(0, GROUP).combine_chunks(), row_group_size=GROUP)
                    held = [table.slice(GROUP)]
                    count -= GROUP
            writer.write_table(pa.concat_tables([columns.empty_table(), *held]).combine_chunks(), row_group_size=GROUP)
        waiting.replace(into)
    finally:
        waiting.unlink(missing_ok=True)
