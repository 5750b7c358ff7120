"""Explore: a thousand worlds of a setting, against a baseline on the same worlds; and the sliders of a scenario."""

from fastapi import APIRouter, Request

from zopa.web.asking import Ask, Key
from zopa.web.explore_models import Ahead, Answer, Asked, Dials, Setting
from zopa.web.models import Model, Name, Place, Start

routes = APIRouter(prefix="/api/explore", tags=["explore"])


class About(Model):
    """Which sliders are asked for."""

    scenario: Name
    strategies: dict[Name, Name] = {}


def start_of(scenario: str, seed: int, setting: Setting) -> Start:
    """A setting as what fixes a game."""
    seats = {party: Place(strategy=kind) for party, kind in setting.strategies.items()}
    return Start(scenario=scenario, changes=setting.changes, seed=seed, seats=seats)


@routes.post("")
async def explore(asked: Asked, ask: Ask, request: Request, key: Key = "") -> Answer:
    """Play worlds of a setting, and set them against the same worlds of a baseline.

    A key names who asks: what the same one has asked for before is dropped where it has not begun.
    """
    import asyncio

    from zopa.web.explore import answered
    from zopa.web.thousand import there, worlds

    wanted = start_of(asked.scenario, asked.seed, asked)
    against = None if asked.baseline is None else start_of(asked.scenario, asked.seed, asked.baseline)
    count = asked.worlds
    if asked.enough and not all(there(ask.kept, one, count) for one in (wanted, against) if one is not None):
        count = min(count, asked.enough)
    after = await worlds(ask, wanted, count, client=key, gone=request.is_disconnected)
    before = None if against is None else await worlds(ask, against, count)
    return await asyncio.to_thread(answered, after, before, asked.points)


@routes.post("/ahead", status_code=204)
async def ahead(coming: Ahead, ask: Ask, key: Key) -> None:
    """Play in the background what will perhaps be asked for; what was named before and has not begun is dropped."""
    from zopa.web.pool import AHEAD, IDLE
    from zopa.web.thousand import FIRST, begin, setting

    client = f"{key}:ahead"
    ask.kept.ask(client)
    most = min(coming.worlds, ask.settings.limits.worlds)
    urgency = AHEAD if most <= FIRST else IDLE
    for one in coming.settings:
        begin(ask.kept, ask.settings, setting(start_of(coming.scenario, coming.seed, one)), most, urgency, client)


@routes.post("/dials")
async def dials(about: About, ask: Ask) -> Dials:
    """The sliders of a scenario: those chosen for it, or all that can be found in its file."""
    import asyncio

    from zopa.web.dials import found

    work = ask.kept.pool.submit(found, ask.settings, about.scenario, tuple(sorted(about.strategies.items())))
    return await asyncio.wrap_future(work)
