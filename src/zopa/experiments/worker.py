"""What runs on a worker of a cluster: it may live long, see other files, and have another zopa than who asks."""

import ctypes
import hashlib
import os
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

from zopa import __version__
from zopa.build.registry import VARIABLE, named_strategies, plugin_files
from zopa.experiments.executors import attempt
from zopa.experiments.job import Job, warm
from zopa.experiments.layout import BEHAVIOUR, PARTS
from zopa.experiments.parts import Part

_ONE_AT_A_TIME = threading.Lock()
"""A worker may have several threads; the engine's caches and kernels belong to one."""


_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Numbers of malloc's settings (malloc.h)."""


@dataclass(frozen=True)
class Session:
    """What a worker needs to know besides its jobs; one for each command that plays.

    Attributes:
        scenario: Copy of the run's scenario, in the run's folder, under a name that was never there before.
        plugins: Files of strategies, each with the digest of its text.
        zopa: Version of who asks.
        behaviour: Version of the engine's behaviour there.
    """

    scenario: str
    plugins: tuple[tuple[str, str], ...]
    zopa: str = __version__
    behaviour: int = BEHAVIOUR

    @classmethod
    def of(cls, scenario: str) -> "Session":
        """The session of this process, with its strategies from elsewhere.

        Args:
            scenario: Copy of the run's scenario.
        """
        return cls(scenario, tuple((file, _digest(file)) for file in plugin_files()))


@dataclass(frozen=True)
class Refused:
    """Why a worker cannot play for a session.

    Attributes:
        why: In words, with what to do.
    """

    why: str


@dataclass(frozen=True)
class Fatal:
    """A job before which the workers that tried it have died."""


Answer = Part | str | OSError | Refused | Fatal
"""What comes back of a job: its part, why it failed, why no part can be written, why it was not tried."""


def play(job: Job, session: Session) -> Answer:
    """Play a job.

    Args:
        job: The job.
        session: Who asks.
    """
    with _ONE_AT_A_TIME:
        keep_memory()
        return _play(job, session)


def play_alone(job: Job, session: Session, mark: str, deaths: int) -> Answer:
    """Play a job that may kill its worker, unless it has been tried often enough.

    The cluster gives a job whose worker died to another, again and again. A mark that it leaves before each try tells
    the next worker.

    Args:
        job: The job.
        session: Who asks.
        mark: Start of the marks' names.
        deaths: Tries after which it counts as fatal.
    """
    with _ONE_AT_A_TIME:
        try:
            return _play(job, session) if _marked(mark, deaths) else Fatal()
        except OSError as error:
            return error


def _marked(mark: str, most: int) -> bool:
    """Leave the next mark; False where all are there."""
    for number in range(most):
        try:
            Path(f"{mark}-{number}.tmp").touch(exist_ok=False)
        except FileExistsError:
            continue
        return True
    return False


def _play(job: Job, session: Session) -> Answer:
    # a worker of the user's own may have strategies that the run does not know of
    os.environ[VARIABLE] = os.pathsep.join(file for file, _ in session.plugins)
    try:
        refusal = _refusal(session, job.folder)
        if refusal:
            return Refused(refusal)
        answer = attempt(replace(job, scenario=session.scenario))
        return answer.replace(session.scenario, job.scenario) if isinstance(answer, str) else answer
    except OSError as error:
        return error


@lru_cache(maxsize=4)
def _refusal(session: Session, folder: str) -> str:
    """Why this process cannot play for a session; empty where it can."""
    host = socket.gethostname()
    if (session.zopa, session.behaviour) != (__version__, BEHAVIOUR):
        return (
            f"the worker on {host} has another zopa ({__version__}, behaviour {BEHAVIOUR}) than here"
            f" ({session.zopa}, behaviour {session.behaviour}): install the same there, and start it again"
        )
    try:
        Path(session.scenario).read_bytes()
        probe = Path(folder) / PARTS / f".{host}-{os.getpid()}.tmp"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return (
            f"the worker on {host} cannot read and write in {folder} ({error.strerror or error}): workers write their"
            " results there themselves, so it must be on a file system that they share; give such a folder after -o"
        )
    return _other_plugins(session, host)


def _other_plugins(session: Session, host: str) -> str:
    for file, digest in session.plugins:
        if _digest(file) != digest:
            return f"the worker on {host} does not see {file} as it is here: put it on a file system that workers share"
    try:
        named_strategies()
    except ValueError as error:
        return f"the worker on {host} cannot use the strategies given with --plugin: {error}"
    return ""


@cache
def keep_memory() -> None:
    """Let malloc keep what has been freed.

    Dask's nannies tell it (MALLOC_TRIM_THRESHOLD_) to hand everything back to the system at once, and so to map every
    larger array anew; a worker then spends a third of its time on page faults.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # no glibc: nobody has told it anything
            glibc = ctypes.CDLL("libc.so.6")
            glibc.mallopt(_TRIM_THRESHOLD, 1 << 29)
            glibc.mallopt(_MMAP_THRESHOLD, 1 << 25)


def _digest(file: str) -> str:
    """Digest of a file's text; empty where there is none."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest() if Path(file).is_file() else ""


def get_ready() -> None:
    """Import what playing needs, while who asks still plans."""
    with _ONE_AT_A_TIME:
        keep_memory()
        warm()
        named_strategies()
