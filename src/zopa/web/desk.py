"""The desk: finds games, plays them on, and keeps every move before it answers."""

from collections import OrderedDict

from zopa.web.keys import new_key, new_name, same
from zopa.web.models import Act, Start
from zopa.web.problems import WebError, missing
from zopa.web.scenarios import Scenarios
from zopa.web.settings import Settings
from zopa.web.sitting import Sitting
from zopa.web.store import Kept, Store


class Desk:
    """All games of a server. Everything here runs on one thread, so that a game is never moved by two at once.

    Attributes:
        settings: How the server was started.
        scenarios: The scenarios that it knows.
        store: What survives a restart.
    """

    def __init__(self, settings: Settings, store: Store | None = None) -> None:
        """Open the store.

        Args:
            settings: How the server was started.
            store: The store, where it has been opened already.
        """
        self.settings = settings
        self.scenarios = Scenarios(settings)
        self.store = store or Store(settings.store)
        self._live: OrderedDict[str, tuple[Kept, Sitting]] = OrderedDict()

    def open(self, start: Start, room: str = "", parent: str = "") -> tuple[Kept, Sitting]:
        """Begin a game; a key for each seat that a person holds.

        Raises:
            WebError: It cannot be begun so, or there are too many games.
            ScenarioError: The changes are not right.
        """
        limits = self.settings.limits
        sitting = Sitting(start, self.scenarios.setup(start))
        keys = {name: new_key() for name, place in start.seats.items() if place.person}
        kept = Kept(new_name(), sitting.start, keys, room)
        try:
            self.store.thin(limits.games - 1)
            self.store.add(kept, parent)
        except Exception:
            sitting.close()
            raise
        self._keep(kept, sitting)
        return kept, sitting

    def find(self, name: str) -> tuple[Kept, Sitting]:
        """A game; one that is not in memory is played again from its moves.

        Raises:
            WebError: There is none.
        """
        if name in self._live:
            self._live.move_to_end(name)
            return self._live[name]
        kept = self.store.game(name)
        if kept is None:
            raise missing("game", "it may be too old; a permalink opens it again")
        sitting = Sitting(kept.start, self.scenarios.setup(kept.start))
        self._keep(kept, sitting)
        return kept, sitting

    def seat(self, name: str, key: str) -> tuple[Kept, Sitting, str]:
        """A game and the party whose key this is.

        Raises:
            WebError: There is no such game, or the key opens no seat of it.
        """
        kept, sitting = self.find(name)
        for party, own in kept.keys.items():
            if same(own, key):
                return kept, sitting, party
        raise WebError(403, "this key opens no seat of this game")

    def act(self, name: str, at: int, act: Act) -> tuple[Kept, Sitting]:
        """Make a move and keep it.

        Raises:
            WebError: It cannot be made now, or the page is out of date.
        """
        kept, sitting = self.find(name)
        made = len(sitting.start.moves)
        if at != made:
            raise WebError(409, "the game has moved on", "the page will be brought up to date", made=made)
        if made >= self.settings.limits.moves:
            raise WebError(422, "this game has too many moves")
        try:
            sitting.act(act)
        except WebError:
            raise
        except Exception:
            self._forget(name)  # half a move is no move: it is played again from what is kept
            raise
        try:
            self.store.moved(name, made, sitting.start.moves[-1])
        except Exception:
            self._forget(name)  # what is not kept has not been done
            raise
        return kept, sitting

    def rekey(self, name: str, keys: dict[str, str]) -> None:
        """Give seats of a game other keys."""
        kept, sitting = self.find(name)
        self.store.rekey(name, keys)
        self._live[name] = (Kept(name, kept.start, keys, kept.room), sitting)

    def close(self) -> None:
        """Close all games and the store."""
        for name in list(self._live):
            self._forget(name)
        self.store.close()

    def _keep(self, kept: Kept, sitting: Sitting) -> None:
        self._live[kept.id] = (kept, sitting)
        while len(self._live) > self.settings.limits.live:
            self._forget(next(iter(self._live)))

    def _forget(self, name: str) -> None:
        _, sitting = self._live.pop(name)
        sitting.close()
