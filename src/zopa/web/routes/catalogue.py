"""What there is: scenarios, parties, strategies, and how the server was started."""

from fastapi import APIRouter

from zopa.web.asking import AskEarly
from zopa.web.models import Model

routes = APIRouter(prefix="/api", tags=["catalogue"])


class Strategy(Model):
    """A strategy that can play a seat."""

    name: str
    about: str
    source: str


class Scenario(Model):
    """A scenario that can be played."""

    name: str
    title: str
    about: str
    unit: str
    rounds: int
    issues: int
    parties: dict[str, str]
    own: dict[str, str]


class Catalogue(Model):
    """What there is.

    Attributes:
        scenarios: The scenarios, the one to begin with first.
        strategies: The strategies.
        room: Whether a class room is open.
    """

    scenarios: tuple[Scenario, ...]
    strategies: tuple[Strategy, ...]
    room: str


@routes.get("/catalogue")
async def catalogue(ask: AskEarly) -> Catalogue:
    """Scenarios and strategies; what an earlier start has found is there before the engine."""
    from zopa.web.catalogue import catalogue_of, kept_catalogue

    kept = kept_catalogue(ask.settings)
    return await ask.desk(catalogue_of) if kept is None else kept
