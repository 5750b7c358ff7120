"""`zopa --help` answers at once: it imports nothing heavy."""

import subprocess
import sys
from pathlib import Path

HEAVY = {"altair", "mesa", "numba", "numpy", "pandas", "pyarrow", "pydantic", "scipy"}


def imported_by(arguments: list[str], cwd: Path) -> set[str]:
    """The top-level packages that a Python process imports, read off its own import log."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    lines = [line for line in result.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    imported = imported_by(["-m", "zopa", "--help"], tmp_path)
    assert "zopa" in imported
    assert imported & HEAVY == set()


def test_the_import_log_would_show_a_heavy_package(tmp_path: Path) -> None:
    assert "numpy" in imported_by(["-c", "import numpy.linalg"], tmp_path)
