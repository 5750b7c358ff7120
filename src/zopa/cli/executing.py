"""What commands that play have in common: who plays, what ends them politely, and what is said when they fail."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from zopa.experiments.execute import processors
from zopa.experiments.executors import Executor, local
from zopa.experiments.options import WorldFailedError


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """Whatever goes wrong in here, what has been played stays in the folder, and it is said how to go on.

    Args:
        folder: Where results are written.

    Raises:
        ValueError: Results cannot be written, or a world failed and the run was to stop at that.
    """
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ValueError(
            f"cannot write the results to {folder}: {reason}\n"
            "What is there is kept: mend that, and type the same command to go on."
        ) from None
    except WorldFailedError as error:
        raise ValueError(
            f"{error}\nWhat is there is kept; without --stop the run goes on past worlds that fail."
        ) from None
    except KeyboardInterrupt:
        say(f"interrupted: what is in {folder} is kept; type the same command to go on")
        raise


@contextmanager
def executing(processes: int, cluster: str | None, dry_run: bool = False) -> Iterator[Executor]:
    """Who plays; processes start at once, and get ready while the run is planned.

    Args:
        processes: Number of processes; 0 takes every processor.
        cluster: Address of a Dask scheduler, instead.
        dry_run: Whether nothing will be played.

    Raises:
        ValueError: The number makes no sense.
    """
    if processes < 0:
        raise ValueError(f"-j takes a number of processes, or 0 for every processor, not {processes}")
    if cluster is None or dry_run:
        with local(1 if dry_run else processes or processors()) as executor:
            yield executor
        return
    from zopa.experiments.cluster import Cluster

    with closing(Cluster(cluster, say)) as far:
        yield far


@contextmanager
def terminated() -> Iterator[None]:
    """A polite request to end, as schedulers of clusters send it, is an interruption."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread: whoever called looks after signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def say(text: str) -> None:
    """Tell people something, on standard error."""
    print(text, file=sys.stderr, flush=True)
