"""What every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import mesa
import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("corpus")  # so that a message that differs is shown as a difference

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=50,
    # The first example pays for compiling a kernel; that says nothing about the others.
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")


@pytest.fixture(autouse=True)
def _no_model_outlives_its_test() -> Iterator[None]:
    """Mesa 3.3 keeps every model in a table of ids for ever; thousands of tests would fill the memory."""
    yield
    kept = getattr(mesa.Agent, "_ids", None)
    if isinstance(kept, dict):
        kept.clear()


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder that holds pyproject.toml, configs and src."""
    return Path(__file__).resolve().parent.parent
