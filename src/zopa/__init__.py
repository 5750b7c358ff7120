"""zopa, Zone Of Possible Agreement: negotiations simulated as games.

A Mesa model plays thousands of worlds at once: every array an agent holds has a worlds axis first.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zopa.build.contract.check import check_strategy
    from zopa.build.load import load
    from zopa.build.solve import solve
    from zopa.experiments.simulate import run, simulate
    from zopa.report.notebook import Talks
    from zopa.scenario.problems import ScenarioError

__version__ = "0.1.0"

__all__ = ["ScenarioError", "Talks", "check_strategy", "load", "run", "simulate", "solve"]

_HOME = {
    "ScenarioError": "zopa.scenario.problems",
    "Talks": "zopa.report.notebook",
    "check_strategy": "zopa.build.contract.check",
    "load": "zopa.build.load",
    "run": "zopa.experiments.simulate",
    "simulate": "zopa.experiments.simulate",
    "solve": "zopa.build.solve",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import zopa` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'zopa' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
