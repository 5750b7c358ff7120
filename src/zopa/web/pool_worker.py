"""What runs in a process of the pool: it waits for tasks, and ends when the server does."""

import os
import signal
import threading
from dataclasses import dataclass, field
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from zopa.web.problems import WebError

if TYPE_CHECKING:
    from zopa.scenario.problems import ScenarioError


@dataclass(frozen=True)
class Failed:
    """Why a task failed, in a form that travels.

    Attributes:
        problem: Status, title and detail of what a client can mend; None for anything else.
        more: Further members of the problem.
        error: What is wrong with a scenario; None for anything else.
        text: What went wrong otherwise, in words.
    """

    problem: tuple[int, str, str] | None = None
    more: dict[str, Any] = field(default_factory=dict)
    error: "ScenarioError | None" = None
    text: str = ""

    @classmethod
    def of(cls, error: Exception) -> "Failed":
        """An error as it travels."""
        from zopa.scenario.problems import ScenarioError

        if isinstance(error, WebError):
            return cls((error.status, error.title, error.detail), error.more)
        if isinstance(error, ScenarioError):
            return cls(error=error)
        return cls(text=f"{type(error).__name__}: {error}")

    def raised(self) -> Exception:
        """The error, to be raised where it has arrived."""
        if self.problem is not None:
            return WebError(*self.problem, **self.more)
        return self.error or RuntimeError(self.text)


def serve(line: Connection) -> None:
    """Answer tasks until the server hangs up.

    Args:
        line: Where they come from.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    if hasattr(os, "nice"):
        os.nice(5)  # whoever waits for an answer at the table comes first
    threading.Thread(target=_outlive_nobody, daemon=True).start()
    while True:
        try:
            call, given = line.recv()
        except (EOFError, OSError):
            return
        try:
            result = call(*given)
        except Exception as error:  # noqa: BLE001 - it belongs to who asked
            result = Failed.of(error)
        try:
            line.send(result)
        except OSError:
            return


def _outlive_nobody() -> None:
    """End at once when the server has died, even in the midst of a task."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
