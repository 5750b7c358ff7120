"""Games as requests ask for them: begun, looked at, moved on, forked."""

from zopa.web.answers import Opened, State
from zopa.web.desk import Desk
from zopa.web.models import Bet, Forked, Moved, Place, Start
from zopa.web.problems import WebError
from zopa.web.sitting import Sitting
from zopa.web.state import state_of


def begin(desk: Desk, start: Start, room: str = "", parent: str = "") -> Opened:
    """Begin a game, seen from the first seat that a person holds."""
    kept, sitting = desk.open(start, room, parent)
    return Opened(id=kept.id, keys=kept.keys, state=state_of(kept, sitting, next(iter(kept.keys), None)))


def look(desk: Desk, game: str, key: str) -> State:
    """A game as the holder of a key sees it."""
    kept, sitting, party = desk.seat(game, key)
    return state_of(kept, sitting, party)


def move(desk: Desk, game: str, key: str, moved: Moved) -> State:
    """Make a move for the seat that the key opens."""
    _, _, party = desk.seat(game, key)
    if moved.act.party not in (None, party):
        raise WebError(403, "this key opens another seat")
    kept, sitting = desk.act(game, moved.at, moved.act.model_copy(update={"party": party}))
    return state_of(kept, sitting, party)


def fork(desk: Desk, game: str, key: str, forked: Forked) -> Opened:
    """Leave a game at the beginning of a round, and play on from there in another one."""
    kept, sitting, party = desk.seat(game, key)
    return begin(desk, forked_start(sitting, forked.round, forked.party or party), parent=kept.id)


def forked_start(sitting: Sitting, before: int, party: str) -> Start:
    """A game up to the beginning of a round, with a person in a seat from there on.

    Args:
        sitting: The game.
        before: Number of the round, from 1.
        party: Who is taken over.
    """
    start = sitting.start
    place = start.seats.get(party, Place())
    taken = place if place.person else Place(person=True, strategy=place.strategy, since=before)
    moves = tuple(
        act for act, at in zip(start.moves, sitting.rounds, strict=True) if at < before and act.do != "hand_over"
    )
    return start.model_copy(update={"moves": moves, "seats": {**start.seats, party: taken}})


def bet(desk: Desk, game: str, key: str, expected: Bet) -> None:
    """Keep what somebody expects."""
    _, _, party = desk.seat(game, key)
    desk.store.bet(game, party, expected.question, expected.answer)
