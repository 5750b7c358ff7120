"""Games: begin one, look at it, move, fork it, open a link."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from zopa.web.answers import Hint, Opened, Pulse, State
from zopa.web.asking import Ask, Key, Lang
from zopa.web.models import Bet, Forked, Model, Moved, Start

routes = APIRouter(prefix="/api", tags=["games"])

GameId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="Name of a game.")]


class Link(Model):
    """A permalink's text, and the seat to take in it."""

    link: str


class Wish(Model):
    """What a hint is to be worth to who asks, as a utility; what the last offer was worth where left out."""

    utility: Annotated[float, Field(ge=0, le=1)] | None = None


@routes.post("/games", status_code=201)
async def begin(start: Start, ask: Ask, lang: Lang = "en") -> Opened:
    """Begin a game; with moves, they are played first."""
    from zopa.web.play import begin as _begin

    return await ask.desk(lambda desk: _begin(desk, start, lang=lang))


@routes.post("/links", status_code=201)
async def open_link(link: Link, ask: Ask, lang: Lang = "en") -> Opened:
    """Open the exact state that a permalink holds, as a game of one's own."""
    from zopa.web.link import unpacked
    from zopa.web.play import begin as _begin

    return await ask.desk(lambda desk: _begin(desk, unpacked(link.link), lang=lang))


@routes.get("/games/{game}")
async def look(game: GameId, ask: Ask, key: Key = "", lang: Lang = "en") -> State:
    """A game as the holder of a key sees it."""
    from zopa.web.play import look as _look

    return await ask.desk(lambda desk: _look(desk, game, key, lang))


@routes.post("/games/{game}/moves")
async def move(game: GameId, moved: Moved, ask: Ask, key: Key, lang: Lang = "en") -> State:
    """Make a move; it is kept before the answer comes."""
    from zopa.web.play import move as _move

    return await ask.desk(lambda desk: _move(desk, game, key, moved, lang))


@routes.get("/games/{game}/pulse")
async def pulse(game: GameId, ask: Ask, key: Key) -> Pulse:
    """Whether a game has moved on: for pages that wait for somebody."""
    from zopa.web.play import pulse as _pulse

    return await ask.desk(lambda desk: _pulse(desk, game, key))


@routes.post("/games/{game}/hints")
async def hint(game: GameId, wish: Wish, ask: Ask, key: Key, lang: Lang = "en") -> Hint:
    """The package best for the others, as far as can be known, among those worth a target."""
    from zopa.web.play import hint as _hint

    return await ask.desk(lambda desk: _hint(desk, game, key, wish.utility, lang))


@routes.post("/games/{game}/forks", status_code=201)
async def fork(game: GameId, forked: Forked, ask: Ask, key: Key, lang: Lang = "en") -> Opened:
    """Go back to the beginning of a round and play on from there, in a game of one's own."""
    from zopa.web.play import fork as _fork

    return await ask.desk(lambda desk: _fork(desk, game, key, forked, lang))


@routes.post("/games/{game}/bets", status_code=204)
async def bet(game: GameId, expected: Bet, ask: Ask, key: Key) -> None:
    """Say what one expects, before seeing it; the first word counts."""
    from zopa.web.play import bet as _bet

    await ask.desk(lambda desk: _bet(desk, game, key, expected))
