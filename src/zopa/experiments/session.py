"""Who works on a run, when, with what."""

import datetime as dt
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from zopa.experiments.store import processor_features

_PACKAGES = ("zopa", "mesa", "numpy", "numba", "scipy", "pandas", "pyarrow", "pydantic", "distributed", "SALib")


def session() -> dict[str, Any]:
    """Who begins to work on a run, when, with what."""
    return {
        "started": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "command": [Path(sys.argv[0]).name, *sys.argv[1:]],
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
        "processor_features": processor_features(),
        "versions": dict(_versions()),
        "git": checkout(),
    }


def checkout() -> dict[str, Any] | None:
    """The commit of zopa's own source, and whether files differ from it; None where it is not run from a checkout."""
    here = Path(__file__).resolve().parents[3]
    if not (here / ".git").exists() or shutil.which("git") is None:
        return None
    told = []
    for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "--untracked-files=no")):
        done = subprocess.run(["git", "-C", str(here), *words], capture_output=True, text=True, check=False)  # noqa: S603, S607
        if done.returncode:
            return None
        told.append(done.stdout.strip())
    return {"commit": told[0], "changed": bool(told[1])}


def _versions() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
