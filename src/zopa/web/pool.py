"""Processes for what takes longer than a move: each is fed by a thread of its own, and one that dies is made anew.

A task is a function of a module and its arguments. Tasks that are no longer wanted are dropped before they are begun.
"""

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from zopa.web.pool_worker import Failed, serve
from zopa.web.problems import WebError

NOW, AHEAD, IDLE = range(3)
"""How soon a task is wanted: somebody waits; somebody will ask soon; perhaps. One process never does the last kind, so
that nobody who waits has to wait for it."""

TRIES = 3
"""Processes that may die of a task before it counts as its fault; one may have been dead before, unnoticed."""


class DiedError(RuntimeError):
    """The processes that tried a task have died of it."""


MOST_WAITING = 500
"""Tasks that may wait; those that nobody waits for may take up half of it."""


@dataclass(eq=False)
class Task:
    """A function to be called elsewhere.

    Attributes:
        call: The function; of a module, so that another process finds it.
        given: Its arguments.
        urgency: One of `NOW`, `AHEAD`, `IDLE`.
        client: Who asks; empty where nobody in particular does.
        future: What becomes of it.
        tries: How often it has been begun.
    """

    call: Callable[..., Any]
    given: tuple[Any, ...]
    urgency: int
    client: str
    future: "Future[Any]" = field(default_factory=Future)
    tries: int = 0


class Pool:
    """Processes that wait for tasks; started with the first task.

    Attributes:
        processes: How many; 0 calls everything on a thread of this process.
    """

    def __init__(self, processes: int) -> None:
        """Nothing is started yet.

        Args:
            processes: How many.
        """
        self.processes = processes
        self._waiting: list[Task] = []
        self._changed = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._alive: dict[int, Any] = {}

    @property
    def pids(self) -> tuple[int, ...]:
        """Numbers of the processes that are there."""
        with self._changed:
            return tuple(one.pid for one in self._alive.values() if one.pid is not None and one.is_alive())

    def submit(self, call: Callable[..., Any], *given: Any, urgency: int = NOW, client: str = "") -> "Future[Any]":
        """Have a function called; the most urgent tasks first, then those that came first.

        Args:
            call: A function of a module.
            given: Its arguments.
            urgency: One of `NOW`, `AHEAD`, `IDLE`.
            client: Who asks.

        Returns:
            What becomes of it; cancelled where nobody waits for it and there is too much to do.

        Raises:
            WebError: There is too much to do.
        """
        task = Task(call, given, urgency, client)
        with self._changed:
            if urgency == NOW and len(self._waiting) >= MOST_WAITING:
                raise WebError(503, "the server is busy", "try again in a few seconds")
            if self._closed or (urgency > NOW and len(self._waiting) >= MOST_WAITING // 2):
                task.future.cancel()
                return task.future
            for at in range(len(self._threads), max(1, self.processes)):
                thread = threading.Thread(target=self._feed, args=(at,), name=f"pool-{at}", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._waiting.append(task)
            self._waiting.sort(key=lambda one: one.urgency)
            self._changed.notify_all()
        return task.future

    @property
    def closed(self) -> bool:
        """Whether it takes no tasks any more."""
        return self._closed

    def hurry(self, future: "Future[Any]", urgency: int, client: str) -> None:
        """Somebody else wants a task that is waiting, and perhaps sooner.

        Args:
            future: What becomes of the task.
            urgency: How soon.
            client: Who.
        """
        with self._changed:
            for one in self._waiting:
                if one.future is future and urgency < one.urgency:
                    one.urgency, one.client = urgency, client
            self._waiting.sort(key=lambda one: one.urgency)
            self._changed.notify_all()

    def drop(self, client: str) -> int:
        """Forget what somebody has asked for and nobody has begun; returns the number of tasks.

        Args:
            client: Who asked.
        """
        with self._changed:
            dropped = [one for one in self._waiting if one.client == client and not one.tries]
            self._waiting = [one for one in self._waiting if one not in dropped]
        for one in dropped:
            one.future.cancel()
        return len(dropped)

    def close(self) -> None:
        """End all processes; what is under way is lost."""
        with self._changed:
            self._closed = True
            dropped, self._waiting = self._waiting, []
            alive = list(self._alive.values())
            self._changed.notify_all()
        for one in dropped:
            one.future.cancel()
        for process in alive:
            process.kill()
        for thread in self._threads:
            thread.join(10)

    def _next(self, at: int) -> Task | None:
        """The next task for one of the processes; None once the pool is closed."""
        most = AHEAD if at == 0 and self.processes > 1 else IDLE
        with self._changed:
            while not self._closed:
                task = next((one for one in self._waiting if one.urgency <= most), None)
                if task is None:
                    self._changed.wait()
                    continue
                self._waiting.remove(task)
                if task.tries or task.future.set_running_or_notify_cancel():
                    return task
        return None

    def _feed(self, at: int) -> None:
        """Hand one task after the other to a process, or call it here."""
        worker = _Worker(self, at) if self.processes else None
        while (task := self._next(at)) is not None:
            task.tries += 1
            try:
                result = worker.call(task) if worker else _called(task)
            except (EOFError, OSError):
                self._again(task)
            except Exception as error:  # noqa: BLE001 - it belongs to who asked
                _settle(task.future, error=error)
            else:
                _settle(task.future, result)
        if worker:
            worker.end()

    def _again(self, task: Task) -> None:
        """A process has died: its task goes to the next one, unless it seems to be its fault."""
        with self._changed:
            if not self._closed and task.tries < TRIES:
                self._waiting.insert(0, task)
                self._changed.notify_all()
                return
        _settle(task.future, error=CancelledError() if self._closed else DiedError("the process that played it died"))

    def started(self, at: int, process: Any) -> None:
        """Note the process of a thread; one that comes too late ends at once."""
        with self._changed:
            self._alive[at] = process
            closed = self._closed
        if closed:
            process.kill()


class _Worker:
    """One process, made when it is first needed and again when it has died."""

    def __init__(self, pool: Pool, at: int) -> None:
        self._pool, self._at = pool, at
        self._process: Any = None
        self._line: Connection | None = None

    def call(self, task: Task) -> Any:
        """The result of a task; what it raises is raised.

        Raises:
            EOFError: The process has died.
        """
        line = self._ready()
        line.send((task.call, task.given))
        wait([line, self._process.sentinel])
        if not line.poll():
            self.end()
            raise EOFError
        result = line.recv()
        if isinstance(result, Failed):
            raise result.raised()
        return result

    def _ready(self) -> Connection:
        if self._process is not None and not self._process.is_alive():
            self.end()
        if self._process is None or self._line is None:
            spawn = get_context("spawn")
            self._line, theirs = spawn.Pipe()
            self._process = spawn.Process(target=serve, args=(theirs,), name=f"zopa-{self._at}", daemon=True)
            self._process.start()
            theirs.close()
            self._pool.started(self._at, self._process)
        return self._line

    def end(self) -> None:
        """End the process."""
        if self._process is not None and self._process.pid is not None:  # one that could not start has nothing to end
            self._process.kill()
            self._process.join(5)
        if self._line is not None:
            self._line.close()
        self._process = self._line = None


def _called(task: Task) -> Any:
    return task.call(*task.given)


def _settle(future: "Future[Any]", result: Any = None, error: BaseException | None = None) -> None:
    with suppress(Exception):  # whoever asked may have gone
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)
