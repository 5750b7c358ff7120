"""Executors: who plays the jobs of a run. They pull jobs as they have room, and hand back what came of each."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import Protocol

from zopa.experiments.job import Job, do, warm
from zopa.experiments.parts import Part

AHEAD = 2
"""Jobs handed out for each worker, so that none waits for work."""


@dataclass(frozen=True)
class Done:
    """What came of a job.

    Attributes:
        job: The job.
        part: The part written; None where it failed.
        message: Why it failed.
        killed: Whether the worker died of it, as far as can be told.
    """

    job: Job
    part: Part | None
    message: str = ""
    killed: bool = False


Next = Callable[[], Job | None]
"""Gives the next job; None while there is none (there may be one later, when another has come back)."""


class Executor(Protocol):
    """Plays jobs."""

    def play(self, following: Next) -> Iterator[Done]:
        """Play jobs until none is left and none is under way; they come back in any order.

        Args:
            following: Gives the next job.

        Raises:
            OSError: Results cannot be written.
        """
        ...

    def alone(self, job: Job) -> Done:
        """Play a job with nothing else under way, so that a worker that dies has died of it."""
        ...

    def close(self) -> None:
        """Stop at once; what is under way is lost, and nothing else."""
        ...


def attempt(job: Job) -> Part | str:
    """Play a job where the worker is; an error of the engine comes back as text.

    Args:
        job: The job.

    Raises:
        OSError: Results cannot be written.
    """
    try:
        return do(job)
    except OSError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it becomes a row of the results
        return f"{type(error).__name__}: {error}"


def came_back(job: Job, result: Part | str) -> Done:
    """What came of a job, from what `attempt` gave."""
    return Done(job, None, result) if isinstance(result, str) else Done(job, result)


class Serial:
    """Plays here, one job after the other."""

    def play(self, following: Next) -> Iterator[Done]:
        """See `Executor`."""
        while (job := following()) is not None:
            yield self.alone(job)

    def alone(self, job: Job) -> Done:
        """See `Executor`."""
        return came_back(job, attempt(job))

    def close(self) -> None:
        """See `Executor`."""


_DIED = "the process that played it died, perhaps for want of memory"


class Processes:
    """Plays on several processes of this machine; one that dies breaks nothing."""

    def __init__(self, processes: int) -> None:
        """Start the processes, which get ready while the run is planned.

        Args:
            processes: How many.
        """
        self._count = processes
        self._pool = self._started(processes)

    @staticmethod
    def _started(processes: int) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin)
        for at in range(processes):
            pool.submit(warm, at)
        return pool

    def play(self, following: Next) -> Iterator[Done]:
        """See `Executor`. Where a process dies, all that was under way comes back as killed."""
        under_way: dict[Future[Part | str], Job] = {}
        while True:
            while len(under_way) < AHEAD * self._count and (job := following()) is not None:
                under_way[self._submit(job)] = job
            if not under_way:
                return
            finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
            suspects = []
            for future in finished:
                job = under_way.pop(future)
                try:
                    yield came_back(job, future.result())
                except BrokenProcessPool:
                    suspects.append(job)
            if suspects:
                suspects += under_way.values()
                under_way.clear()
                for job in sorted(suspects, key=lambda one: one.tile):
                    yield Done(job, None, _DIED, killed=True)

    def _submit(self, job: Job) -> "Future[Part | str]":
        try:
            return self._pool.submit(attempt, job)
        except BrokenProcessPool:
            self._renew()
            return self._pool.submit(attempt, job)

    def alone(self, job: Job) -> Done:
        """See `Executor`."""
        try:
            return came_back(job, self._submit(job).result())
        except BrokenProcessPool:
            self._renew()
            return Done(job, None, _DIED, killed=True)

    def _renew(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._started(self._count)

    def close(self) -> None:
        """See `Executor`."""
        running = list((getattr(self._pool, "_processes", None) or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in running:
            process.terminate()


@contextmanager
def local(processes: int) -> Iterator[Executor]:
    """Who plays on this machine, stopped at the end; several processes start at once, and get ready meanwhile.

    Args:
        processes: Number of processes; 1 plays here.
    """
    executor: Executor = Serial() if processes == 1 else Processes(processes)
    try:
        yield executor
    finally:
        executor.close()


def _begin() -> None:
    """In a new process: leave Ctrl-C to the one that asked, and end when that one does."""
    import os
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait_for([parent.sentinel])
        os._exit(1)  # killed itself: nobody is left to take results

    threading.Thread(target=watch, daemon=True).start()
