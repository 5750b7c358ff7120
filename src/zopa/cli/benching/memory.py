"""Peak memory and first results, each in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Iterator

from zopa.cli.benching.games import FLAGSHIP
from zopa.cli.benching.measure import Effort, Measured

_RUN = """\
import resource, sys, tempfile
from pathlib import Path
from zopa.build.load import find, load
from zopa.experiments.execute import Order, play_blocks
from zopa.experiments.rows import describe, schema
from zopa.experiments.store import write_table
name, worlds = sys.argv[1], int(sys.argv[2])
columns = schema(describe(load(name), 0, worlds))
with tempfile.TemporaryDirectory() as folder:
    for _ in write_table(play_blocks(Order(str(find(name)), (), 0, worlds)), columns, Path(folder)):
        pass
try:
    status = Path("/proc/self/status").read_text()
    print(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
except OSError:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
# On Linux a process inherits its parent's peak in `getrusage`, even across exec; VmHWM is its own.

_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit in which the system counts peak memory."""


def memory(effort: Effort) -> Iterator[Measured]:
    """Peak memory of runs of the flagship that are written to disk, for growing numbers of worlds."""
    for worlds in effort.worlds:
        peak, seconds = _run(worlds)
        note = f"own process, {seconds:.1f} s in all"
        yield Measured(f"peak memory, {worlds:,} worlds of {FLAGSHIP}", peak / 1e6, "MB", 1, note)


def first_result(effort: Effort) -> Iterator[Measured]:
    """Seconds on the clock from the start of a process to the table of the flagship's first block."""
    _, seconds = _run(effort.block)
    yield Measured(f"first block of {FLAGSHIP}, warm start", seconds, "s", 1, f"{effort.block:,} worlds, on the clock")


def _run(worlds: int) -> tuple[float, float]:
    """Peak memory in bytes and seconds on the clock."""
    began = time.perf_counter()
    command = [sys.executable, "-c", _RUN, FLAGSHIP, str(worlds)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 - our own program
    return float(done.stdout) * _UNIT, time.perf_counter() - began
