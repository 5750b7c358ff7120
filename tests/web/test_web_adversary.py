"""What an adversary found: games that fail or end leave nothing behind, forks go back all the way, all worlds count."""

import gc
import re
import subprocess
import sys
import urllib.request
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zopa.web.desk import Desk
from zopa.web.forks import forked_start
from zopa.web.models import Act, Place, Start
from zopa.web.problems import WebError
from zopa.web.rooms.debrief import _of_bots
from zopa.web.scenarios import Scenarios
from zopa.web.settings import Settings
from zopa.web.sitting import Sitting
from zopa.web.thousand_play import Meaning, Worlds

JAPAN = {"japan": Place(person=True)}


@pytest.fixture(scope="module")
def scenarios() -> Scenarios:
    return Scenarios(Settings())


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk(Settings())
    yield one
    one.close()


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Sitting]:
    """The games that are let go of."""
    found: list[Sitting] = []
    close = Sitting.close

    def noted(sitting: Sitting) -> None:
        found.append(sitting)
        close(sitting)

    monkeypatch.setattr(Sitting, "close", noted)
    return found


def test_a_game_whose_moves_cannot_be_made_is_let_go_of(desk: Desk, closed: list[Sitting]) -> None:
    with pytest.raises(WebError, match="no offer to accept"):
        desk.open(Start(seats=JAPAN, moves=(Act(do="accept"),)))
    assert len(closed) == 1


def test_a_game_that_cannot_be_kept_is_let_go_of(
    desk: Desk, closed: list[Sitting], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise WebError(507, "there is no room to keep this")

    monkeypatch.setattr(desk.store, "add", full)
    with pytest.raises(WebError, match="no room"):
        desk.open(Start(seats=JAPAN))
    assert len(closed) == 1


def test_nothing_is_left_of_a_game_that_has_been_closed(scenarios: Scenarios) -> None:
    """Mesa numbers agents by model, and would hold every model for ever."""
    start = Start(scenario="ultimatum", seats={"proposer": Place(person=True)})
    sitting = Sitting(start, scenarios.setup(start))
    left = weakref.ref(sitting.talks)
    sitting.close()
    del sitting
    gc.collect()
    assert left() is None


def test_who_took_over_later_can_go_back_before_that(scenarios: Scenarios) -> None:
    start = Start(
        scenario="shrinking_pie",
        seats={"first": Place(person=True, strategy="boulware", since=3), "second": Place(strategy="boulware")},
    )
    sitting = Sitting(start, scenarios.setup(start))
    again = forked_start(sitting, 1, "first")
    assert again.seats["first"] == Place(person=True, strategy="boulware", since=1)
    back = Sitting(again, scenarios.setup(again))
    assert (sitting.seats.moment.index, back.seats.moment.index) == (2, 0)
    later = forked_start(sitting, 5, "first")
    assert later.seats["first"].since == 3, "what one has decided oneself stays one's own"


def test_worlds_that_brought_nothing_count_in_the_class_middle() -> None:
    paid = np.array([0.0, 0.0, 0.0, 8.0, 8.0])
    meaning = Meaning("one", "One", "", {"me": "Me"}, {}, {}, 1, (), ("deal",))
    agreed = paid > 0
    worlds = Worlds(
        meaning, agreed, np.zeros(5, np.int16), agreed.astype(np.int32), {"me": paid}, {"me": paid / 4.0},
        {"me": np.zeros(5)}, {},
    )  # fmt: skip
    middle = _of_bots(worlds, {"me": "Me"})
    assert (middle.median, middle.best) == ({"me": 0.0}, {"me": 2.0})


def test_the_address_answers_as_soon_as_it_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zopa", "serve", "--port", "0", "--store", str(tmp_path / "games.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        try:
            told = re.match(r"http://\S+", server.stdout.readline())
            assert told
            with urllib.request.urlopen(told[0], timeout=30) as page:  # noqa: S310 - our own server
                assert page.status == 200
        finally:
            server.kill()
