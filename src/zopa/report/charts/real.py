"""The deal that was really made, where a scenario names one."""

from collections.abc import Mapping
from dataclasses import dataclass

from zopa.build.value import payoff_table
from zopa.game.space import Level
from zopa.scenario.check import resolve_package
from zopa.scenario.read import Document

REAL = "actual_deal"
"""Name of its package."""


@dataclass(frozen=True)
class Real:
    """The real deal.

    Attributes:
        package: Its levels by issue.
        about: What it is.
        source: Where that is written.
        worth: What it is worth to each party at central values, by its levels alone.
    """

    package: Mapping[str, Level]
    about: str
    source: str
    worth: Mapping[str, float]


def real_deal(document: Document) -> Real | None:
    """The real deal of a scenario; None where it has none.

    Args:
        document: The scenario.
    """
    found = document.scenario.packages.get(REAL)
    if found is None:
        return None
    table = payoff_table(document, REAL)[REAL]
    worth = {party: row["total"] for party, row in table.items()}
    return Real(resolve_package(document.scenario, REAL), found.about, found.source, worth)
