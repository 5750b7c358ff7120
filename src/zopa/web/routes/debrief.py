"""The end of a game: what came of it, what could have, and what strategies did in one's place."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from zopa.web.asking import Ask, Key, Lang
from zopa.web.debrief_answers import Bots, Debrief
from zopa.web.models import Name
from zopa.web.routes.games import GameId

routes = APIRouter(prefix="/api", tags=["debrief"])

GAMES = 1_000
"""Games that strategies play."""

Narrow = Annotated[bool, Query(description="Whether the plane is for a phone.")]
Who = Annotated[Name, Query(description="The strategy in one's place; the scenario's own where left out.")]


@routes.get("/games/{game}/debrief")
async def debrief(game: GameId, ask: Ask, key: Key, lang: Lang = "en", narrow: Narrow = False) -> Debrief:
    """What came of a game that is over, for the holder of a seat."""
    import asyncio

    from zopa.report.language import Language
    from zopa.web.debrief import debrief_of, taken

    it = await ask.desk(lambda desk: taken(desk, game, key))
    return await asyncio.to_thread(debrief_of, it, Language(lang), narrow)


@routes.get("/games/{game}/bots")
async def bots(
    game: GameId, ask: Ask, request: Request, key: Key, lang: Lang = "en", narrow: Narrow = False,
    strategy: Who | None = None,
) -> Bots:  # fmt: skip
    """What came of a thousand games that a strategy played in one's place, against the same others."""
    import asyncio

    from zopa.report.language import Language
    from zopa.web.debrief import taken
    from zopa.web.debrief_bots import bots_of, without_people
    from zopa.web.pool import AHEAD, NOW
    from zopa.web.thousand import worlds

    it = await ask.desk(lambda desk: taken(desk, game, key))
    count = min(GAMES, ask.settings.limits.worlds)
    wanted = without_people(it.start, it.party, strategy or "")
    played = await worlds(ask, wanted, count, AHEAD if strategy else NOW, gone=request.is_disconnected)
    return await asyncio.to_thread(bots_of, it, played, strategy or "", Language(lang), narrow)
