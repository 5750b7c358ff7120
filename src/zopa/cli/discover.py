"""`zopa discover`: in which worlds does something happen? Boxes of factors, by PRIM."""

import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.analysis.columns import Arm, needed
from zopa.analysis.condition import When
from zopa.analysis.discovery import COVERAGE, WORLDS, discover, enough
from zopa.analysis.prim import LEAST
from zopa.analysis.prim_factors import Factor
from zopa.build.compile import drawn, ranges
from zopa.experiments.layout import BLOCK, TABLE
from zopa.experiments.results import Results
from zopa.game.arrays import Floats, Ints
from zopa.game.luck import Luck
from zopa.report.discover_chart import discover_chart
from zopa.report.discover_json import discover_json
from zopa.report.discover_text import discover_text
from zopa.report.discover_told import Searched
from zopa.report.figure import check_names
from zopa.scenario.design import Factor as Varied

MOST_ROWS = 50_000
"""Rows searched; of a longer table the first worlds of each point, which are as good as any."""


def discover_command(
    folder: str, when: str, boxes: int = 1, threshold: float = COVERAGE, chart: str | None = None,
    as_json: bool = False,
) -> None:  # fmt: skip
    """Find what sets the worlds apart in which a condition holds; print it, and draw it.

    Args:
        folder: Folder of a run.
        when: The condition (see `analysis.condition`).
        boxes: How many boxes at most.
        threshold: Share of the cases that a box should cover.
        chart: File to draw into; `discover.png` and `discover.svg` in the folder where left out.
        as_json: Whether to print JSON.

    Raises:
        ValueError: The folder, the condition or a number is not right, or nothing varies.
    """
    if boxes < 1:
        raise ValueError(f"--boxes must be at least 1, not {boxes}")
    if not LEAST <= threshold <= 1.0:
        raise ValueError(f"--threshold is a share of the cases between {LEAST} and 1, not {threshold:g}")
    results = Results.open(folder)
    files = [Path(chart)] if chart is not None else [results.folder / f"discover.{kind}" for kind in ("svg", "png")]
    check_names(files)
    said = search(results, when, boxes, threshold)
    print(json.dumps(discover_json(said), ensure_ascii=False, indent=2) if as_json else discover_text(said))
    if said.found is not None:
        for file in discover_chart(said, files):
            print(f"drawn: {file}", file=sys.stderr)


def search(results: Results, when: str, boxes: int = 1, threshold: float = COVERAGE) -> Searched:
    """Search a run for boxes in which a condition is frequent.

    Args:
        results: The run.
        when: The condition.
        boxes: How many boxes at most.
        threshold: Share of the cases that a box should cover.
    """
    condition = When(when, results.known)
    rows, failed = _rows(results, needed(condition.columns, results.known))
    time = results.document.scenario.time
    cases = condition.met(Arm(rows, time.calendar.start if time.kind == "flow" else None))
    point, world = (rows.column(name).to_numpy().astype(np.int64) for name in ("point", "world"))
    common = results.said["luck"] == "common"
    worlds = len(np.unique(world))
    factors = [*_designed(results, point), *(_drawn(results, world) if common and worlds >= WORLDS else ())]
    varying = [one for one in factors if np.ptp(one.values) > 0]
    if not varying:
        raise ValueError(
            f"nothing differs between the worlds of {results.folder} but luck: there is no factor to search"
        )
    found = None
    if enough(cases):
        print(f"searching {len(cases):,} rows for limits on {len(varying):,} factors", file=sys.stderr)
        seed = int(results.manifest["seed"])
        found = discover(varying, cases, Luck(seed), world if common else None, boxes, threshold)
    return Searched(
        folder=str(results.folder), title=results.experiment.title or results.about.title, when=condition.text,
        rows=len(cases), of=pq.read_metadata(results.folder / TABLE).num_rows, points=results.points,
        shared=common and results.points > 1, units=_units(results), cases=int(cases.sum()), found=found, failed=failed,
        few=worlds if common and worlds < WORLDS else None,
    )  # fmt: skip


def _rows(results: Results, columns: tuple[str, ...]) -> tuple[pa.Table, int]:
    """The rows searched that did not fail, and how many of them did."""
    points = results.points
    which = pc.field("world") < max(1, MOST_ROWS // points)
    if points > MOST_ROWS:
        some = np.argsort(Luck(int(results.manifest["seed"]), worlds=points).one("discover points"))[:MOST_ROWS]
        which &= pc.field("point").isin(some)
    names = list(dict.fromkeys(("point", "world", "status", *columns)))
    rows = pq.read_table(results.folder / TABLE, columns=names, filters=which, partitioning=None)
    well = rows.filter(pc.field("status") == "ok")
    if not well.num_rows:
        raise ValueError(f"{results.folder} has no world that did not fail")
    return well, rows.num_rows - well.num_rows


def _designed(results: Results, point: Ints) -> list[Factor]:
    """What the design varies, as the rows have it."""
    found = []
    for name in results.factors:
        column = results.design.column(name)
        if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
            found.append(Factor(name, column.cast(pa.float64()).to_numpy()[point]))
            continue
        words = [str(one).lower() if isinstance(one, bool) else str(one) for one in column.to_pylist()]
        known = tuple(dict.fromkeys(words))
        found.append(Factor(name, np.array([known.index(word) for word in words], dtype=np.float64)[point], known))
    return found


def _drawn(results: Results, world: Ints) -> list[Factor]:
    """What the scenario draws for each world, but for what the design changes."""
    scenario, seed, worlds = results.document.scenario, int(results.manifest["seed"]), int(world.max()) + 1
    blocks = [drawn(scenario, Luck(seed, first, min(BLOCK, worlds - first))) for first in range(0, worlds, BLOCK)]
    said = results.experiment
    changed = [path for factor in (*said.levers.values(), *said.uncertainties.values()) for path in _changed(factor)]
    kept = [name for name in blocks[0] if name not in results.factors and not _touched(name, changed)]
    values: dict[str, Floats] = {name: np.concatenate([block[name] for block in blocks]) for name in kept}
    return [Factor(name, column[world]) for name, column in values.items()]


def _changed(factor: Varied) -> list[str]:
    """The paths that a lever or an uncertainty changes; of a draw its address."""
    paths = [path for setting in factor.settings for path in setting.set]
    return [*paths, *(path for path in (factor.path, factor.draw) if path is not None)]


def _touched(address: str, changed: list[str]) -> bool:
    """Whether one of the paths leads to a number that is drawn, to a part of it, or to what holds it."""
    places = [address.split(".")] if "." in address else [[address], ["quantities", address]]
    for path in changed:
        parts = path.split(".")
        if any(place[: len(parts)] == parts[: len(place)] for place in places):
            return True
    return False


def _units(results: Results) -> dict[str, str]:
    """Unit by factor; of a draw that the experiment gives, the scenario's where it says none."""
    units = {name: said.unit for name, said in ranges(results.document.scenario).items()}
    varied = {**results.experiment.levers, **results.experiment.uncertainties}
    return units | {
        name: info.unit or units.get(varied[name].draw or "", "") for name, info in results.factors.items()
    }  # fmt: skip
