"""A Dask cluster plays: tiles are its tasks, results stay on the file system, names of parts come back."""

import asyncio
import concurrent.futures
import logging
import re
import shutil
import time
import uuid
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zopa.experiments.executors import AHEAD, Done, Next, came_back
from zopa.experiments.job import Job
from zopa.experiments.worker import Fatal, Refused, Session, get_ready, play, play_alone

REACH, PATIENCE = 10.0, 60.0
"""Seconds in which a scheduler must answer, and for which a cluster may be without workers."""

_POLL, _LOOK = 0.02, 1.0
"""Seconds between looks at the jobs under way, and at the cluster."""

_ADDRESS = re.compile(r"((tcp|tls|ucx|wss?)://)?[^/\s]+:\d+")
_NOISY = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")
_SAME = ("python", "numpy", "numba", "scipy", "pyarrow")
_KILLED = "the worker that played it died, perhaps for want of memory"
_GO_ON = "What is there is kept: type the same command to go on."
_CANCELLED = (asyncio.CancelledError, concurrent.futures.CancelledError)


@dataclass(frozen=True)
class _Task:
    """A job under way."""

    future: Any
    job: Job


class Cluster:
    """Plays on the workers of a Dask scheduler, which may come and go; see `Executor`.

    Workers write their results themselves, into the run's folder, which they must share with who asks.
    """

    def __init__(self, address: str, say: Callable[[str], None] = lambda _: None, patience: float = PATIENCE) -> None:
        """Connect, look at who is there, and let them get ready while the run is planned.

        Args:
            address: Address of the scheduler, as `tcp://host:8786`.
            say: Told what people should know.
            patience: Seconds for which the cluster may be without workers.

        Raises:
            ValueError: Dask is not installed, no scheduler answers, it has no workers, or they have another zopa.
        """
        try:
            import distributed
        except ImportError:
            raise ValueError(
                "a cluster needs Dask, which is not installed: pip install 'zopa[cluster]', here and where it runs"
            ) from None
        if not _ADDRESS.fullmatch(address):
            raise ValueError(f"--cluster takes the address of a Dask scheduler, as tcp://host:8786, not {address}")
        self._address, self._say, self._patience = address, say, patience
        self._levels = {name: logging.getLogger(name).level for name in _NOISY}
        self._workers: Mapping[str, int] = {}
        self._looked = self._seen = time.monotonic()
        self._session: Session | None = None
        self._killed = distributed.KilledWorker
        self._quiet()
        try:
            self._client = self._connected(distributed)
        except BaseException:
            self._loud()
            raise
        try:
            self._wait_for_workers()
            self._compare()
        except BaseException:
            self.close()
            raise
        # whoever does not get ready in time, or cannot, will say so with its first job
        self._ready = [self._submit(get_ready, workers=[one]) for one in self._workers]

    def _connected(self, distributed: Any) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions that differ; zopa says itself which of them matter
                return distributed.Client(self._address, timeout=REACH, set_as_default=False, name="zopa")
        except Exception as error:  # noqa: BLE001 - Dask's reasons are of many types
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise ValueError(
                f"no Dask scheduler answers at {self._address} ({reason}): give the address that it printed when it"
                " was started, or start one with: dask scheduler"
            ) from None

    def _wait_for_workers(self) -> None:
        began = time.monotonic()
        asked = self._submit(get_ready)  # clusters that grow as needed start workers for a task
        while not self._look():
            if time.monotonic() - began > self._patience:
                raise ValueError(f"the Dask scheduler at {self._address} has no workers. {self._how}")
            time.sleep(_POLL)
        del asked
        threads = max(self._workers.values())
        if threads > 1:
            self._say(
                f"a worker has {threads} threads, but plays one job at a time: more processes with --nthreads 1"
                " each are faster"
            )

    @property
    def _how(self) -> str:
        return f"Start some with: dask worker {self._address} --nworkers 2 --nthreads 1"

    def _compare(self) -> None:
        """Refuse workers with another zopa; say what else differs and may show in the last digits."""
        found = self._ask(self._client.get_versions, packages=["zopa", *_SAME[1:]])
        ours = found["client"]["packages"]
        differ: Counter[str] = Counter()
        for worker, said in found["workers"].items():
            theirs = said["packages"]
            if theirs["zopa"] is None or theirs["zopa"] != ours["zopa"]:
                has = f"has zopa {theirs['zopa']}" if theirs["zopa"] else "has no zopa"
                raise ValueError(
                    f"the worker {worker} {has}, not {ours['zopa']} as here: install it there, and start it again"
                )
            differ.update(f"{name} {theirs[name]}, not {ours[name]}" for name in _SAME if theirs[name] != ours[name])
        if differ:
            which = "; ".join(f"{what} as here ({count} workers)" for what, count in sorted(differ.items()))
            self._say(f"workers have other versions, so that last digits may differ: {which}")

    def _look(self) -> Mapping[str, int]:
        """Who is there: addresses of workers, with their threads."""
        self._workers = self._ask(self._client.nthreads)
        self._looked = time.monotonic()
        if self._workers:
            self._seen = self._looked
        return self._workers

    def _ask(self, question: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Ask the scheduler; it may be gone."""
        if self._client.status != "running":
            raise self._gone()
        try:
            return question(*arguments, **named)
        except (*_CANCELLED, OSError):
            raise self._gone() from None
        except Exception:
            if self._client.status != "running":
                raise self._gone() from None
            raise

    def _submit(self, task: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        return self._ask(self._client.submit, task, *arguments, pure=False, **named)

    def _gone(self) -> ValueError:
        return ValueError(f"the Dask scheduler at {self._address} is gone. {_GO_ON}")

    def play(self, following: Next) -> Iterator[Done]:
        """See `Executor`. Jobs of a worker that is lost are played by another."""
        under_way: list[_Task] = []
        while True:
            # a worker plays one at a time, however many threads it has
            while len(under_way) < AHEAD * max(1, len(self._workers)) and (job := following()) is not None:
                under_way.append(_Task(self._submit(play, job, self._begun(job)), job))
            if not under_way:
                return
            done = self._next(under_way)
            if done is not None:
                yield done

    def alone(self, job: Job) -> Done:
        """See `Executor`. One death shows that a job is to be halved; a world fails only if it kills twice."""
        mark = f"{job.folder}/.alone-{uuid.uuid4().hex}"
        deaths = 1 if job.halves() else 2
        future = self._submit(play_alone, job, self._begun(job), mark, deaths)
        try:
            while (done := self._next([_Task(future, job)])) is None:
                pass
            return done
        finally:
            for number in range(deaths):
                Path(f"{mark}-{number}.tmp").unlink(missing_ok=True)

    def _begun(self, job: Job) -> Session:
        """The session in the folder of a job.

        A worker that reads a file which was not there a moment ago shares the folder, and has nothing else in mind
        under its name.
        """
        if self._session is None or Path(self._session.scenario).parent != Path(job.folder):
            self._end()
            path = Path(job.folder) / f".cluster-{uuid.uuid4().hex}.tmp"
            shutil.copyfile(job.scenario, path)
            self._session = Session.of(str(path))
        return self._session

    def _end(self) -> None:
        if self._session is not None:
            Path(self._session.scenario).unlink(missing_ok=True)
        self._session = None

    def _next(self, under_way: list[_Task]) -> Done | None:
        """Wait for one of the jobs under way, or for news of the cluster."""
        while True:
            for at, task in enumerate(under_way):
                if task.future.done() and (done := self._came_back(task)) is not None:
                    del under_way[at]
                    return done
            if time.monotonic() - self._looked > _LOOK:
                before = set(self._workers)
                if not self._look() and self._looked - self._seen > self._patience:
                    raise ValueError(
                        f"the Dask scheduler at {self._address} has had no workers for"
                        f" {self._patience:.0f} s. {self._how}\n{_GO_ON}"
                    )
                if set(self._workers) - before:
                    return None
            time.sleep(_POLL)

    def _came_back(self, task: _Task) -> Done | None:
        """What came of a task; None if its worker died with the answer, so that it is played again."""
        job = task.job
        try:
            answer = task.future.result(timeout=_LOOK)
        except TimeoutError:
            return None
        except self._killed:
            return Done(job, None, _KILLED, killed=True)
        except (*_CANCELLED, OSError):  # a connection that breaks as the scheduler dies
            raise self._gone() from None
        except Exception as error:  # noqa: BLE001 - the engine's come back as text; these are the cluster's
            if self._client.status != "running":
                raise self._gone() from None
            raise ValueError(
                f"the cluster at {self._address} cannot play for zopa: {type(error).__name__}: {error}\n"
                "Scheduler and workers need the same Python packages as here."
            ) from None
        if isinstance(answer, Refused):
            raise ValueError(answer.why)  # noqa: TRY004 - what the user gave is wrong, not a type
        if isinstance(answer, Fatal):
            return Done(job, None, _KILLED, killed=True)
        if isinstance(answer, OSError):
            raise answer
        return came_back(job, answer)

    def close(self) -> None:
        """See `Executor`. What waits is cancelled; what is being played comes to its end and is let go."""
        self._end()
        self._ready = []
        try:
            self._client.close(timeout=2)
        except (*_CANCELLED, Exception):  # a scheduler that is gone cannot be told
            logging.getLogger(__name__).debug("the scheduler was not told", exc_info=True)
        self._loud()

    def _quiet(self) -> None:
        """Keep Dask's own words off the terminal."""
        for name in _NOISY:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def _loud(self) -> None:
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)
