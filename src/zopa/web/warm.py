"""Warming up: what the first game would otherwise wait for is loaded while nobody waits."""

from zopa.web.desk import Desk
from zopa.web.models import Place, Start
from zopa.web.sitting import Sitting


def warm(desk: Desk) -> None:
    """Load the scenario that the page begins with, and play one round of it."""
    name = next(name for name, path in desk.scenarios.paths.items() if desk.settings.scenario in (name, str(path)))
    party = next(iter(desk.scenarios.document(name).scenario.parties))
    start = Start(scenario=name, seats={party: Place(person=True)})
    Sitting(start, desk.scenarios.setup(start)).close()
