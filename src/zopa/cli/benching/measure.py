"""A measurement: processor time of one core, the median of a few repetitions."""

import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from statistics import median


@dataclass(frozen=True)
class Measured:
    """One line of the result.

    Attributes:
        name: What was measured.
        value: The number.
        unit: Its unit.
        n: Repetitions behind it.
        note: What one should know to read it.
    """

    name: str
    value: float
    unit: str
    n: int
    note: str = ""


@dataclass(frozen=True)
class Effort:
    """How long to measure.

    Attributes:
        block: Worlds played together.
        most: Most repetitions of one measurement.
        seconds: After this time no further repetition is begun.
        worlds: Sizes of the runs whose memory is compared.
    """

    block: int
    most: int
    seconds: float
    worlds: tuple[int, ...]


FULL = Effort(1024, 9, 2.0, (1_000, 100_000))
QUICK = Effort(8, 1, 0.0, (32, 64))


def repeat(what: Callable[[int], float], effort: Effort) -> tuple[float, int]:
    """Median of a measurement, and how often it was taken.

    Args:
        what: Takes the number of the repetition and returns seconds; repetition -1 warms up and is not counted.
        effort: How long to go on.
    """
    what(-1)
    began, taken = time.perf_counter(), list[float]()
    while not taken or (len(taken) < effort.most and time.perf_counter() - began < effort.seconds):
        taken.append(what(len(taken)))
    return median(taken), len(taken)


@contextmanager
def stopwatch() -> Iterator[list[float]]:
    """Processor seconds spent inside the block, as the list's only element afterwards."""
    spent: list[float] = []
    began = time.process_time()
    yield spent
    spent.append(time.process_time() - began)


@contextmanager
def one_core() -> Iterator[None]:
    """Stay on one processor, where the system lets a process choose."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def machine() -> dict[str, str | int]:
    """What the numbers were taken on; no name of the machine."""
    said: dict[str, str | int] = {
        "processors": os.cpu_count() or 1,
        "architecture": platform.machine(),
        "processor": _processor(),
        "python": platform.python_version(),
    }
    return said | {name: found for name in ("numpy", "numba", "mesa", "negmas") if (found := _version(name))}


def _processor() -> str:
    """Model of the processor, as Linux tells it; else unknown."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:  # noqa: PTH123 - no path of anybody's
            names = [line.partition(":")[2].strip() for line in info if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else "unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
