"""Forks: a game up to the beginning of a round, its seats in people's hands again, whoever held them meanwhile."""

from zopa.web.models import Act, Place, Start
from zopa.web.sitting import Sitting


def forked_start(sitting: Sitting, before: int, party: str, alone: bool = False) -> Start:
    """A game up to the beginning of a round, with a person in a seat from there on.

    Args:
        sitting: The game.
        before: Number of the round, from 1.
        party: Who is taken over.
        alone: Whether strategies play all other seats from there on: the people who held them are not there.
    """
    start = sitting.start
    place = start.seats.get(party, Place())
    since = min(place.since, before) if place.person else before  # who took over later takes over earlier now
    taken = Place(person=True, strategy=place.strategy, since=since)
    moves = _moves(sitting, before)
    if alone:
        others = [name for name, one in start.seats.items() if one.person and name != party]
        moves += tuple(Act(do="hand_over", party=name) for name in others)
    rest = {name: one for name, one in start.seats.items() if name != party}
    return start.model_copy(update={"moves": moves, "seats": {party: taken, **rest}})


def _moves(sitting: Sitting, before: int) -> tuple[Act, ...]:
    """Moves before a round; where a strategy held a person's seat, each of its moves is one that it made in passing."""
    acts = [(act, at) for act, at in zip(sitting.start.moves, sitting.rounds, strict=True) if at < before]
    if all(act.do != "hand_over" for act, _ in acts):
        return tuple(act for act, _ in acts)
    again, bots = Sitting(sitting.start.model_copy(update={"moves": ()}), sitting.setup), set[str | None]()
    try:
        for act, _ in acts:
            _catch_up(again, bots, before)
            if act.do == "hand_over":
                bots.add(act.party)
            elif act.do == "resume":
                bots.discard(act.party)
            else:
                again.act(act)
        _catch_up(again, bots, before)
        return again.start.moves
    finally:
        again.close()


def _catch_up(again: Sitting, bots: set[str | None], before: int) -> None:
    """Strategies move for the seats that they held, as they did."""
    while not again.over and again.turn in bots and again.seats.moment.index + 1 < before:
        again.act(Act(do="stand_in", party=again.turn))
