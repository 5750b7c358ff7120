"""The arms of a check: scenarios with their settings, read once, played once, and shared by all clauses that ask."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa

from zopa.analysis.columns import Arm, Known, known_columns
from zopa.build.load import load, shipped
from zopa.experiments.execute import Order, play_block
from zopa.experiments.rows import describe, schema
from zopa.experiments.store import address
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean
from zopa.scenario.read import Document
from zopa.scenario.read_experiment import ExperimentFile, override_text
from zopa.scenario.shape import Path as Place

Layer = tuple[Place, Mapping[str, Any]]
"""Overrides and the place of their mapping in the experiment file."""


@dataclass
class Planned:
    """An arm that is to be played.

    Attributes:
        order: What is played.
        known: The columns that it has.
        start: First day of its calendar, or None.
        place: Problem-maker for what is found wrong while it is played.
        columns: The results' columns that are needed of it.
    """

    order: Order
    known: Mapping[str, Known]
    start: dt.date | None
    place: Callable[[str], Problem]
    columns: dict[str, None] = field(default_factory=dict)


class Arms:
    """All arms of a check, by the address of what they play."""

    def __init__(self, worlds: int | None = None) -> None:
        """No arms yet.

        Args:
            worlds: Worlds in each arm, where not as the files say.
        """
        self._worlds = worlds
        self._addresses: dict[tuple[str, tuple[str, ...], int, int], str] = {}
        self.planned: dict[str, Planned] = {}
        self.problems: list[Problem] = []

    def add(self, file: ExperimentFile, scenario: Path, layers: Sequence[Layer]) -> str | None:
        """Read an arm, unless it has been.

        Args:
            file: The experiment that asks for it.
            scenario: The scenario that it changes.
            layers: The changes in order; a later one takes the place of an earlier one of the same path.

        Returns:
            Its address, or None where it is wrong: the problems are kept, each at its override.
        """
        places: dict[str, Place] = {}
        values: dict[str, Any] = {}
        for place, layer in layers:
            for path, value in layer.items():
                values.pop(path, None)
                values[path], places[path] = value, (*place, path)
        overrides = tuple(override_text(path, value) for path, value in values.items())
        said = file.experiment
        key = (str(scenario), overrides, said.seed, self._worlds or said.worlds)
        if key not in self._addresses:
            try:
                document = load(scenario, overrides)
            except ScenarioError as error:
                self.problems += placed(file, error, places)
                return None
            self._addresses[key] = f"{address(document, said.seed)} {key[3]}"
            here = next((places[path] for path in reversed(values)), ("scenario",))
            self._keep(self._addresses[key], document, Order(*key), _maker(file, here))
        return self._addresses[key]

    def _keep(self, address: str, document: Document, order: Order, place: Callable[[str], Problem]) -> None:
        if address in self.planned:
            return
        about = describe(document, order.seed, order.worlds)
        time = document.scenario.time
        start = time.calendar.start if time.kind == "flow" else None
        self.planned[address] = Planned(order, known_columns(schema(about), about), start, place)

    def play(self, processes: int, progress: Callable[[int], None] | None) -> dict[str, Arm]:
        """Play every arm that something is needed of.

        Args:
            processes: Number of processes; 1 plays here.
            progress: Called with the number of worlds finished.

        Raises:
            ScenarioError: An arm cannot be played.
        """
        tasks = [
            (name, first) for name, planned in self.planned.items() if planned.columns for first in planned.order.firsts
        ]
        blocks: dict[str, list[pa.Table]] = {}
        played: dict[str, Arm] = {}
        done = 0
        for name, block in _played(self.planned, tasks, processes):
            planned, done = self.planned[name], done + block.num_rows
            some = blocks.setdefault(name, [])
            some.append(block)
            if len(some) == len(planned.order.firsts):
                played[name] = Arm(pa.concat_tables(blocks.pop(name)), planned.start)
            if progress:
                progress(done)
        return played

    @property
    def worlds(self) -> int:
        """Worlds to be played in all."""
        return sum(planned.order.worlds for planned in self.planned.values() if planned.columns)


def _played(
    planned: Mapping[str, Planned], tasks: Sequence[tuple[str, int]], processes: int
) -> Iterator[tuple[str, pa.Table]]:
    """The blocks in order, on one process or on several that stay for all arms."""
    if processes == 1 or len(tasks) == 1:
        for name, first in tasks:
            arm = planned[name]
            with _told(arm):
                block = _block(arm.order, first, tuple(arm.columns))
            yield name, block
        return
    with ProcessPoolExecutor(min(processes, len(tasks)), mp_context=get_context("spawn")) as pool:
        waiting: list[tuple[str, Future[pa.Table]]] = []
        for name, first in tasks:
            arm = planned[name]
            waiting.append((name, pool.submit(_block, arm.order, first, tuple(arm.columns))))
            if len(waiting) >= 4 * processes:  # so that finished blocks don't pile up in memory
                yield _result(planned, *waiting.pop(0))
        for name, future in waiting:
            yield _result(planned, name, future)


def _result(planned: Mapping[str, Planned], name: str, future: "Future[pa.Table]") -> tuple[str, pa.Table]:
    with _told(planned[name]):
        return name, future.result()


@contextmanager
def _told(arm: Planned) -> Iterator[None]:
    """Turn a parameter out of bounds, which only a draw shows, into a problem of the experiment."""
    try:
        yield
    except ScenarioError:
        raise
    except ValueError as error:
        raise ScenarioError([arm.place(str(error))]) from error


def _block(order: Order, first: int, columns: tuple[str, ...]) -> pa.Table:
    return play_block(order, first).select(list(columns))


def scenario_of(file: ExperimentFile) -> Path:
    """The scenario that an experiment names: beside the file, else one that comes with zopa.

    Raises:
        ScenarioError: There is none.
    """
    name = file.experiment.scenario
    path = file.path.parent / name
    if path.exists():
        return path
    known = shipped()
    if name in known:
        return known[name]
    hint = did_you_mean(name, known) or "a path relative to this file, or a name of: zopa list scenarios"
    raise ScenarioError([file.problem_at(("scenario",), f"no such scenario: {name}", hint)])


def _maker(file: ExperimentFile, place: Place) -> Callable[[str], Problem]:
    return lambda message: file.problem_at(place, message, key=True)


def placed(file: ExperimentFile, error: ScenarioError, places: Mapping[str, Place]) -> list[Problem]:
    """Problems of an arm: those of an override at its key, others at the last override, with where they showed.

    Args:
        file: The experiment.
        error: What was found wrong with the scenario.
        places: Where each override stands in the experiment.
    """
    found = []
    for problem in error.problems:
        name = problem.file.removeprefix("-s ")
        if problem.file.startswith("-s ") and name in places:
            found.append(file.problem_at(places[name], problem.message, problem.hint, key=True))
        elif places:
            message = f"with this, {Path(problem.file).name}:{problem.line}:{problem.col}: {problem.message}"
            found.append(file.problem_at(list(places.values())[-1], message, problem.hint, key=True))
        else:
            found.append(problem)
    return found
