"""Who sits where: pairs, sides, and a strategy in every seat that is left."""

from collections.abc import Collection, Iterator, Sequence

from zopa.seat.opponents import HIDDEN, hidden_opponents
from zopa.web.keys import pick, shuffled
from zopa.web.models import Place, Start
from zopa.web.problems import missing
from zopa.web.rooms.hall import Hall
from zopa.web.rooms.models import Opening
from zopa.web.rooms.store import Member, Room
from zopa.web.rooms.summary import summary

MOST_GAMES = 1_000
"""Worlds set aside for one round of games, where each has its own."""

Group = dict[str, Member]
"""Who plays at a table, by party."""


def start_of(hall: Hall, opening: Opening, seed: int, part: int, people: Collection[str], number: int = 1) -> Start:
    """What fixes a game of a room.

    Args:
        hall: The rooms.
        opening: How is played.
        seed: Root seed of the room.
        part: Which round of games it is, from 1.
        people: Parties that people play.
        number: Number of the game in its round of games, from 1.
    """
    parties = list(hall.parties(opening))
    names = [name for name in parties if name not in people]
    kinds = [opening.opponent] * len(names)
    if opening.opponent == HIDDEN:
        first = (number - 1) * len(names) if opening.each else 0
        kinds = list(hidden_opponents(seed + part - 1, first + len(names))[first:])
    seats = {name: Place(person=True) for name in parties if name in people}
    seats |= {name: Place(strategy=kind) for name, kind in zip(names, kinds, strict=True)}
    world = part - 1 if opening.world == "same" else (part - 1) * MOST_GAMES + number - 1
    return Start(
        scenario=opening.scenario, lesson=opening.lesson, changes=opening.changes, seed=seed, world=world,
        seats=seats, shown=opening.shown, hints=opening.hints,
    )  # fmt: skip


def check(hall: Hall, opening: Opening) -> None:
    """Look everything in an opening up.

    Raises:
        WebError: Something in it is not there.
        ScenarioError: The changes are not right.
    """
    parties = list(hall.parties(opening))
    hall.desk.scenarios.setup(start_of(hall, opening, 0, 1, ()))
    if opening.side not in {"choose", "drawn", *parties}:
        raise missing("party", f"{opening.side} (parties: {', '.join(parties)})")


def waiting(hall: Hall, room: Room) -> list[Member]:
    """Who has no seat in this round of games, in order of arrival."""
    rows = hall.store.base.execute(
        "SELECT member FROM room_seats WHERE room = ? AND part = ?", (room.code, room.part)
    ).fetchall()
    seated = {number for (number,) in rows}
    return [one for one in hall.store.members(room.code) if not one.gone and one.number not in seated]


def seat(hall: Hall, room: Room, groups: Sequence[Group]) -> Iterator[None]:
    """Begin a game for each group, one at a time; who has been seated meanwhile, by another order, stays there."""
    for group in groups:
        now = hall.store.room(room.code)
        free = {member.number for member in waiting(hall, room)}
        if now is None or now.part != room.part or not free.issuperset(one.number for one in group.values()):
            continue
        begun = hall.store.base.execute(
            "SELECT count(*) FROM room_games WHERE room = ? AND part = ?", (room.code, room.part)
        ).fetchone()[0]
        start = start_of(hall, room.opening, room.seed_of(room.part), room.part, group, begun + 1)
        kept, sitting = hall.desk.open(start, room.code)
        hall.store.sit(room, kept.id, begun + 1, {party: member.number for party, member in group.items()})
        hall.store.sum_up([(kept.id, 0, summary(sitting))])
        yield


def groups_of(room: Room, parties: Sequence[str], people: Sequence[Member], mixed: bool) -> list[Group]:
    """People at tables: alone, or two by two with one left over at most.

    Args:
        room: The room.
        parties: Names of the parties; two people play the first two.
        people: Who is to be seated, in order of arrival.
        mixed: Whether partners and sides are drawn; else they come in order of arrival.
    """
    queue = shuffled(people) if mixed else list(people)
    if room.opening.mode == "pairs":
        return _pairs(queue, parties[0], parties[1])
    side = room.opening.side
    if side in parties:
        return [{side: member} for member in queue]
    first = pick(range(len(parties))) if mixed else (queue[0].number if queue else 0)
    return [{member.wish or parties[(first + at) % len(parties)]: member} for at, member in enumerate(queue)]


def _pairs(queue: list[Member], first: str, second: str) -> list[Group]:
    """Two by two; wishes that go together are met, the others as far as they can be."""
    groups: list[Group] = []
    rest = list(queue)
    while rest:
        one = rest.pop(0)
        side = one.wish if one.wish in {first, second} else ""
        fits = next((at for at, other in enumerate(rest) if not side or other.wish != side), 0)
        other = rest.pop(fits) if rest else None
        if not side:
            side = first if other is None or other.wish != first else second
        groups.append({side: one} if other is None else {side: one, second if side == first else first: other})
    return groups


def arrived(hall: Hall, room: Room) -> None:
    """Seat who has just come, where games begin without the teacher's word; one of two waits for the other."""
    begins = room.state == "open" or (room.state == "lobby" and room.opening.starts == "arrival")
    people = waiting(hall, room)
    if not begins or not people or (room.opening.mode == "pairs" and len(people) < 2):
        return
    if room.state == "lobby":
        room = hall.store.change(room.code, state="open")
    for _ in seat(hall, room, groups_of(room, list(hall.parties(room.opening)), people, mixed=False)):
        pass


def swapped(hall: Hall, room: Room) -> list[Group]:
    """The tables of the round of games before, each member in the next seat."""
    parties = list(hall.parties(room.opening))
    turn = parties[:2] if room.opening.mode == "pairs" else parties
    people = {one.number: one for one in hall.store.members(room.code) if not one.gone}
    rows = hall.store.base.execute(
        "SELECT s.game, s.party, s.member FROM room_seats s JOIN room_games g ON g.game = s.game "
        "WHERE s.room = ? AND s.part = ? ORDER BY g.number", (room.code, room.part - 1),
    )  # fmt: skip
    tables: dict[str, Group] = {}
    for game, party, number in rows.fetchall():
        if number in people and party in turn:
            tables.setdefault(game, {})[turn[(turn.index(party) + 1) % len(turn)]] = people[number]
    return list(tables.values())
