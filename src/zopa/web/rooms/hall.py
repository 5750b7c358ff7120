"""All rooms of a desk: found by their codes, with what need not survive a restart."""

import time
from weakref import WeakKeyDictionary, proxy

from zopa.web.desk import Desk
from zopa.web.keys import same
from zopa.web.models import Act
from zopa.web.problems import WebError, missing
from zopa.web.rooms.codes import clean, distinct, new_code, read_code
from zopa.web.rooms.models import Joining, Opening
from zopa.web.rooms.store import Member, Room, RoomStore
from zopa.web.rooms.summary import bot_plays, summary

DAY = 86_400.0


class Hall:
    """The rooms of a desk, on its thread.

    Attributes:
        desk: The desk, which has the games.
        store: What survives a restart.
        seen: When the holder of a seat or of a member's key was last heard of, in seconds.
        ticked: When idle seats of a room were last looked for, by code.
    """

    def __init__(self, desk: Desk) -> None:
        """Look into the desk's file.

        Args:
            desk: The desk.
        """
        self.desk: Desk = proxy(desk)  # a desk that is let go of takes its rooms with it
        self.store = RoomStore(desk.store.base)
        self.seen: dict[tuple[str, int], float] = {}
        self.ticked: dict[str, float] = {}

    def open(self, opening: Opening) -> Room:
        """Open a room.

        Raises:
            WebError: There are too many, or something in it is not there.
            ScenarioError: The changes are not right.
        """
        from zopa.web.rooms.seating import check

        opening = self.resolved(opening)
        check(self, opening)
        if self.store.count() >= self.desk.settings.limits.rooms:
            self.store.forget(time.time() - DAY)
        if self.store.count() >= self.desk.settings.limits.rooms:
            raise WebError(409, "there are too many rooms", "rooms are forgotten a day after their last move")
        code = new_code()
        while self.store.room(code) is not None:
            code = new_code()
        return self.store.add(code, opening)

    def room(self, code: str) -> Room:
        """A room.

        Raises:
            WebError: There is none.
        """
        found = self.store.room(read_code(code))
        if found is None:
            raise missing("room", "look at the code again")
        if not found.opening.scenario:  # opened at the server's start: from now on it is this one
            found = self.store.change(found.code, opening=self.resolved(found.opening))
        return found

    def taught(self, code: str, key: str) -> Room:
        """A room whose teacher's key this is.

        Raises:
            WebError: There is no such room, or the key is another one.
        """
        room = self.room(code)
        if not same(room.key, key):
            raise WebError(403, "this key does not open the teacher's table")
        return room

    def member(self, code: str, token: str) -> tuple[Room, Member]:
        """A room and the member whose key this is; the member has been heard of.

        Raises:
            WebError: There is no such room, or nobody has this key.
        """
        room = self.room(code)
        member = self.store.member(room.code, token)
        if member is None:
            raise WebError(403, "this key opens no seat of this room")
        self.seen[room.code, member.number] = time.monotonic()
        return room, member

    def join(self, code: str, joining: Joining) -> tuple[Room, Member]:
        """Let somebody in.

        Raises:
            WebError: There is no such room, it is full or closed, or the name cannot be read.
        """
        room, name = self.room(code), clean(joining.name)
        members = self.store.members(room.code)
        if room.state == "ended":
            raise WebError(409, "this room is closed")
        if len(members) >= self.desk.settings.limits.members:
            raise WebError(409, "this room is full", f"{len(members)} people are in it")
        if joining.side and joining.side not in self.parties(room.opening):
            raise missing("party", joining.side)
        wish = joining.side if room.opening.side == "choose" else ""
        member = self.store.join(room.code, distinct(name, [one.name for one in members]), wish)
        self.seen[room.code, member.number] = time.monotonic()
        return room, member

    def parties(self, opening: Opening) -> dict[str, str]:
        """Names of the parties of what is played, with what people call them."""
        found = self.desk.scenarios.document(opening.scenario, opening.changes).scenario.parties
        return {name: party.name or name for name, party in found.items()}

    def resolved(self, opening: Opening) -> Opening:
        """How is played, with the scenario named: a lesson's, as its first seat at the table has it, or the server's.

        Raises:
            ScenarioError: There is no such lesson.
        """
        if not opening.lesson:
            return opening.model_copy(update={"scenario": opening.scenario or self.desk.scenarios.first})
        from zopa.web.lessons.load import find, read_lesson

        file = read_lesson(find(opening.lesson, self.desk.settings.lessons))
        if opening.scenario:
            return opening
        seat = next((step for step in file.lesson.steps if step.kind == "play"), None)
        update = {"scenario": file.scenario(getattr(seat, "scenario", "")), "changes": opening.changes}
        if seat is not None and not opening.changes:
            update["changes"] = tuple(seat.changes)
        return opening.model_copy(update=update)

    def act(self, game: str, party: str, do: str) -> bool:
        """Do something in a seat's place: `stand_in`, `hand_over` or `resume`; whether it could be done."""
        kept, sitting = self.desk.find(game)
        if sitting.over or (do == "resume") is not bot_plays(sitting, party):
            return False
        if do == "stand_in" and sitting.turn != party:
            return False
        self.desk.act(kept.id, len(sitting.start.moves), Act.model_validate({"do": do, "party": party}))
        return True

    def refresh(self, room: Room, part: int | None = None, seconds: float = 0.1) -> None:
        """Sum up the games that have moved on since they were last looked at.

        Args:
            room: The room.
            part: The round of games; the room's own where left out.
            seconds: How long at most: the rest is done the next time, and nobody's move waits for it.
        """
        limit = time.monotonic() + seconds
        rows = self.store.base.execute(
            "SELECT game, moves FROM room_games WHERE room = ? AND part = ? AND moves <> at ORDER BY at >= 0, moved",
            (room.code, room.part if part is None else part),
        ).fetchall()
        found = []
        for game, moves in rows:
            found.append((game, moves, summary(self.desk.find(game)[1])))
            if time.monotonic() > limit:
                break
        if found:
            self.store.sum_up(found)


_HALLS: WeakKeyDictionary[Desk, Hall] = WeakKeyDictionary()


def hall_of(desk: Desk) -> Hall:
    """The rooms of a desk."""
    found = _HALLS.get(desk)
    if found is None:
        found = _HALLS[desk] = Hall(desk)
    return found
