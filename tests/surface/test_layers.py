"""The import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path


def test_the_import_contracts_hold(repo_root: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([str(command), "--no-cache"], cwd=repo_root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
