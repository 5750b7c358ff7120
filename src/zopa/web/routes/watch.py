"""Watching: two strategies live, or a world of a stored run, told whole; stored runs."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, Path

from zopa.web.asking import Ask, Asking
from zopa.web.models import Start, Stored
from zopa.web.watch_answers import RunPoints, Runs, Talk

if TYPE_CHECKING:
    from zopa.web.watch import Watched

T = TypeVar("T")

routes = APIRouter(prefix="/api", tags=["watch"])

Name = Annotated[str, Path(pattern=Stored.model_fields["run"].metadata[0].pattern, description="Name of a stored run.")]
Number = Annotated[int, Path(ge=0, lt=2**31)]


async def _beside(ask: Asking, work: "Callable[[Watched], T]") -> T:
    """Do something beside the desk, so that games go on meanwhile."""
    watched = await ask.desk(lambda desk: desk.scenarios.watched)
    return await asyncio.to_thread(work, watched)


@routes.post("/watch")
async def watch(start: Start, ask: Ask) -> Talk:
    """Talks that strategies play, from the first round to the last; people's seats are played by their strategies."""
    return await _beside(ask, lambda watched: watched.talk(start))


@routes.get("/runs")
async def runs(ask: Ask) -> Runs:
    """The stored runs, the newest first."""
    return await _beside(ask, lambda watched: watched.runs())


@routes.get("/runs/{run:path}/points/{point}/worlds/{world}")
async def stored(run: Name, point: Number, world: Number, ask: Ask) -> Talk:
    """A world of a stored run, played again and told whole."""
    start = Start(stored=Stored(run=run, point=min(point, 1_000_000)), world=world)
    return await _beside(ask, lambda watched: watched.talk(start))


@routes.get("/runs/{run:path}")
async def points(run: Name, ask: Ask) -> RunPoints:
    """A stored run with its points."""
    return await _beside(ask, lambda watched: watched.points(run))
