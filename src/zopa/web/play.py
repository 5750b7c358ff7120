"""Games as requests ask for them: begun, looked at, moved on, forked."""

from zopa.web.answers import Hint, Opened, Pulse, State
from zopa.web.desk import Desk
from zopa.web.forks import forked_start
from zopa.web.hints import hint_of
from zopa.web.link import packed
from zopa.web.models import Bet, Forked, Moved, Start
from zopa.web.problems import WebError
from zopa.web.rooms.watch import heard, may_fork, may_move, may_tell
from zopa.web.state import state_of


def begin(desk: Desk, start: Start, room: str = "", parent: str = "", lang: str = "en") -> Opened:
    """Begin a game, seen from the first seat that a person holds."""
    kept, sitting = desk.open(start, room, parent)
    return Opened(id=kept.id, keys=kept.keys, state=state_of(kept, sitting, next(iter(kept.keys), None), lang))


def look(desk: Desk, game: str, key: str, lang: str = "en") -> State:
    """A game as the holder of a key sees it."""
    kept, sitting, party = desk.seat(game, key)
    heard(desk, kept, party)
    state = state_of(kept, sitting, party, lang)
    told = bool(kept.room) and sitting.over and may_tell(desk, kept)
    return state.model_copy(update={"link": packed(sitting.start)}) if told else state


def move(desk: Desk, game: str, key: str, moved: Moved, lang: str = "en") -> State:
    """Make a move for the seat that the key opens."""
    kept, _, party = desk.seat(game, key)
    may_move(desk, kept, party)
    if moved.act.party not in (None, party):
        raise WebError(403, "this key opens another seat")
    kept, sitting = desk.act(game, moved.at, moved.act.model_copy(update={"party": party}))
    return state_of(kept, sitting, party, lang)


def pulse(desk: Desk, game: str, key: str) -> Pulse:
    """Whether a game has moved on."""
    kept, sitting, party = desk.seat(game, key)
    heard(desk, kept, party)
    return Pulse(at=len(sitting.start.moves))


def hint(desk: Desk, game: str, key: str, utility: float | None, lang: str = "en") -> Hint:
    """What to offer, for the seat that the key opens.

    Raises:
        WebError: It is not its turn to offer, or the game is played without hints.
    """
    _, sitting, party = desk.seat(game, key)
    if not sitting.start.hints:
        raise WebError(409, "this game is played without hints")
    if sitting.turn != party or sitting.seats.facing is None or not sitting.seats.facing.turn.may_propose:
        raise WebError(409, "it is not your turn to offer")
    return hint_of(sitting, sitting.seats.facing.view, utility, lang)


def fork(desk: Desk, game: str, key: str, forked: Forked, lang: str = "en") -> Opened:
    """Leave a game at the beginning of a round, and play on from there in another one."""
    kept, sitting, party = desk.seat(game, key)
    may_fork(desk, kept, sitting.over)
    return begin(
        desk, forked_start(sitting, forked.round, forked.party or party, bool(kept.room)), parent=kept.id, lang=lang
    )


def bet(desk: Desk, game: str, key: str, expected: Bet) -> None:
    """Keep what somebody expects."""
    _, _, party = desk.seat(game, key)
    desk.store.bet(game, party, expected.question, expected.answer)
