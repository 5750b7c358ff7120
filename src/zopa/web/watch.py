"""Talks that are watched: played by their strategies to the end, beside the desk, and kept for who asks again."""

import threading
from collections import OrderedDict
from typing import Any

from zopa.report.transcript import replayed
from zopa.talks import Talks
from zopa.web.models import Place, Start
from zopa.web.problems import WebError
from zopa.web.scenarios import Scenarios, Setup
from zopa.web.state import end_of
from zopa.web.table import marks_of, table_of
from zopa.web.told import events
from zopa.web.watch_answers import RunPoints, Runs, Talk

KEPT = 64
"""Talks kept: a whole one of the flagship takes a tenth of a megabyte."""


class Watched:
    """Talks watched on a server; one is played at a time, so that games at the desk go on meanwhile.

    Attributes:
        scenarios: What it knows.
    """

    def __init__(self, scenarios: Scenarios) -> None:
        """Nothing is kept yet.

        Args:
            scenarios: What the server knows.
        """
        self.scenarios = scenarios
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Talk] = OrderedDict()

    def talk(self, start: Start) -> Talk:
        """Talks from their first round to their last.

        Args:
            start: What fixes them; people's seats are played by their strategies, and moves are left out.

        Raises:
            WebError: They are not there, or cannot be played.
            ScenarioError: The changes are not right.
        """
        start = unmanned(start)
        key = start.model_dump_json()
        with self._lock:
            if start.stored is not None:
                self.scenarios.runs.manifest(start.stored.run)  # it may have gone since
            if key not in self._kept:
                self._kept[key] = self._played(start)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    def runs(self) -> Runs:
        """The stored runs."""
        from zopa.web.runs_read import runs_of

        with self._lock:
            return runs_of(self.scenarios.runs)

    def points(self, name: str) -> RunPoints:
        """A stored run with its points.

        Raises:
            WebError: There is none, or it cannot be watched.
        """
        from zopa.web.runs_read import points_of

        with self._lock:
            return points_of(self.scenarios.runs, name)

    def _played(self, start: Start) -> Talk:
        setup = self.scenarios.setup(start)
        row = self._row(start)
        try:
            pins = [(address, float(number[0])) for address, number in setup.pins.items()]
            talks = replayed(setup.document, setup.seed, start.world, pins, setup.salt)
        except Exception as error:
            if row is None or row["status"] == "ok":
                raise
            raise WebError(409, "this world failed in the run, and does again", str(error)[:300]) from None
        told = _told(start, setup, talks)
        talks.release()
        if row is None:
            return told
        same = row["status"] == "ok" and all(row[f"payoff_{p}"] == worth for p, worth in told.end.payoff.items())
        return told.model_copy(update={"as_stored": same})

    def _row(self, start: Start) -> dict[str, Any] | None:
        """The world's row in its run's table; None where there is none, or something else is played."""
        if start.stored is None or start.changes or any(place.strategy for place in start.seats.values()):
            return None
        from zopa.web.runs_read import row_of

        table = self.scenarios.runs.table(start.stored.run)
        return None if table is None else row_of(table, start.stored.point, start.world)


def unmanned(start: Start) -> Start:
    """The same talks without people and their moves: strategies play every seat."""
    seats = {name: Place(strategy=place.strategy) for name, place in start.seats.items()}
    return start.model_copy(update={"seats": seats, "moves": (), "lesson": "", "shown": False, "hints": True})


def _told(start: Start, setup: Setup, talks: Talks) -> Talk:
    game, rounds = talks.play.game, talks.play.rounds
    return Talk(
        start=start, seed=setup.seed, point=setup.words,
        table=table_of(setup.document, game, rounds, 0, setup.strategies, set()),
        marks=marks_of(game, None, talks.play.mechanisms, setup.elections),
        events=tuple(events(talks, None, True)), end=end_of(talks),
    )  # fmt: skip
