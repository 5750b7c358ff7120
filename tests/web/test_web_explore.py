"""A thousand worlds for the page: the same bits as ever, from processes that may die, for people who may leave."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

import zopa
from zopa.web.app import create_app
from zopa.web.dials import found
from zopa.web.models import Place, Start
from zopa.web.pool import AHEAD, IDLE, MOST_WAITING, DiedError, Pool
from zopa.web.problems import WebError
from zopa.web.settings import Limits, Settings
from zopa.web.thousand import Worlds, begin, edges, worlds
from zopa.web.thousand_kept import Kept
from zopa.web.thousand_play import play, scenarios

FLAGSHIP = ("time.threats.letter.belief={low: 0.9, central: 0.9, high: 0.9}",)


@pytest.fixture(scope="module")
def kept() -> Iterator[Kept]:
    found = Kept(Pool(2))
    yield found
    found.pool.close()


def asked(kept: Kept, start: Start, count: int, **more: Any) -> Worlds:
    ask: Any = SimpleNamespace(settings=Settings(), kept=kept)
    return asyncio.run(worlds(ask, start, count, **more))


def same(one: Worlds, other: Worlds) -> None:
    for name in ("agreed", "ended", "round"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in ("payoff", "annual", "no_deal", "levels"):
        for key, column in getattr(one, name).items():
            np.testing.assert_array_equal(column, getattr(other, name)[key])


def test_the_rows_are_those_of_simulate_to_the_last_bit(kept: Kept) -> None:
    start = Start(changes=FLAGSHIP, seed=3, seats={"us": Place(strategy="boulware")})
    few, many = asked(kept, start, 100), asked(kept, start, 300)
    changes = ("parties.us.strategy.kind=boulware", *FLAGSHIP)
    want = zopa.simulate("us_japan_2025", 300, 3, changes)
    for party in ("us", "japan"):
        for name in ("payoff", "annual", "no_deal"):
            np.testing.assert_array_equal(getattr(many, name)[party], want[f"{name}_{party}"].to_numpy())
    np.testing.assert_array_equal(many.agreed, want["agreed"].to_numpy())
    np.testing.assert_array_equal(many.round[many.agreed], want["round"][want["agreed"]].to_numpy(dtype=int))
    assert [many.meaning.endings[n] for n in many.ended] == list(want["ended"])
    levels = many.meaning.issues["autos"][2]
    np.testing.assert_array_equal(
        np.asarray(levels, dtype=float)[many.levels["autos"][many.agreed]], want["autos"][want["agreed"]]
    )
    same(few, many[:100])


def test_any_split_gives_the_same_worlds() -> None:
    start = Start(scenario="three_parties", seats={"cedar": Place(strategy="random")})
    whole = play(Settings(), start, 0, 90)
    assert not whole.agreed.all() or len(set(whole.round.tolist())) > 1, "worlds that differ"
    parts = [play(Settings(), start, first, count) for first, count in ((0, 1), (1, 40), (41, 49))]
    same(Worlds.joined(parts), whole)


def test_blocks_have_fixed_edges_and_the_first_are_small() -> None:
    assert edges(2, 1000) == [0, 64, 128, 564, 1000]
    assert edges(2, 100) == [0, 64, 100]
    assert edges(4, 1000) == [0, 64, 128, 346, 564, 782, 1000]
    assert edges(0, 1600) == [0, 64, 128, 1000, 1500, 1600]


def test_what_has_been_played_is_not_played_again_and_memory_is_bounded() -> None:
    kept = Kept(Pool(0), most_bytes=40_000)
    try:
        starts = [Start(scenario="ultimatum", seed=seed) for seed in range(12)]
        first = asked(kept, starts[0], 200)
        assert begin(kept, Settings(), starts[0], 200) == [], "it is there"
        same(asked(kept, starts[0], 200), first)
        for start in starts:
            asked(kept, start, 200)
        assert 0 < kept.nbytes <= 40_000
    finally:
        kept.pool.close()


def test_a_process_that_is_killed_is_made_anew_and_its_task_done(kept: Kept) -> None:
    asked(kept, Start(scenario="ultimatum"), 10)
    before = kept.pool.pids
    tasks = [kept.pool.submit(time.sleep, 0.6) for _ in range(2)]
    time.sleep(0.2)
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert [task.result(30) for task in tasks] == [None, None]
    assert not set(before) & set(kept.pool.pids)


def test_a_task_that_kills_its_process_is_given_up(kept: Kept) -> None:
    with pytest.raises(DiedError):
        kept.pool.submit(os._exit, 3).result(30)
    assert asked(kept, Start(scenario="ultimatum", seed=5), 10).agreed.all()


def test_what_nobody_wants_any_more_is_dropped_before_it_is_begun() -> None:
    pool = Pool(0)
    try:
        busy = pool.submit(time.sleep, 0.3)
        old, other = pool.submit(time.sleep, 0, client="a"), pool.submit(time.sleep, 0, client="b")
        pool.drop("a")
        late = pool.submit(str, 7, urgency=IDLE)
        soon = pool.submit(str, 8, urgency=AHEAD)
        pool.hurry(late, AHEAD, "b")
        assert old.cancelled()
        assert (busy.result(5), other.result(5), soon.result(5), late.result(5)) == (None, None, "8", "7")
    finally:
        pool.close()


def test_a_queue_has_an_end() -> None:
    pool = Pool(0)
    try:
        pool.submit(time.sleep, 0.5)
        _soon(lambda: not pool._waiting)
        ahead = [pool.submit(str, urgency=IDLE) for _ in range(MOST_WAITING)]
        assert sum(one.cancelled() for one in ahead) == MOST_WAITING // 2
        for _ in range(MOST_WAITING // 2):
            pool.submit(str)
        with pytest.raises(WebError, match="busy"):
            pool.submit(str)
    finally:
        pool.close()


def test_only_the_newest_question_of_somebody_is_answered() -> None:
    kept = Kept(Pool(0))

    async def drag() -> list[Any]:
        ask: Any = SimpleNamespace(settings=Settings(processes=0), kept=kept)
        each = [worlds(ask, Start(scenario="log_roll", seed=seed), 200, client="me") for seed in range(6)]
        return await asyncio.gather(*each, return_exceptions=True)

    try:
        answers = asyncio.run(drag())
        assert isinstance(answers[-1], Worlds)
        dropped = [one for one in answers if isinstance(one, WebError) and one.status == 409]
        assert len(dropped) >= 4, answers
    finally:
        kept.pool.close()


def test_who_shares_worlds_with_somebody_who_leaves_gets_them_all_the_same() -> None:
    kept = Kept(Pool(0))

    async def both() -> list[Any]:
        ask: Any = SimpleNamespace(settings=Settings(processes=0), kept=kept)
        kept.pool.submit(time.sleep, 0.3)
        start = Start(scenario="ultimatum", seed=2)
        leaver = asyncio.ensure_future(worlds(ask, start, 100, client="leaver"))
        await asyncio.sleep(0.05)
        stayer = asyncio.ensure_future(worlds(ask, start, 100, client="stayer"))
        await asyncio.sleep(0.05)
        kept.ask("leaver")
        return list(await asyncio.gather(leaver, stayer, return_exceptions=True))

    try:
        left, stayed = asyncio.run(both())
        assert isinstance(left, WebError)
        assert isinstance(stayed, Worlds)
    finally:
        kept.pool.close()


def test_who_has_hung_up_is_played_nothing() -> None:
    kept = Kept(Pool(0))

    async def gone() -> bool:
        return True

    try:
        kept.pool.submit(time.sleep, 0.4)
        with pytest.raises(WebError, match="nobody waits"):
            asked(kept, Start(scenario="ultimatum", seed=9), 100, client="me", gone=gone)
        assert not kept.under_way
    finally:
        kept.pool.close()


SERVER = """
import time
from zopa.web.pool import Pool
if __name__ == "__main__":
    pool = Pool(2)
    for _ in range(2):
        pool.submit(time.sleep, 0)
    pool.submit(time.sleep, 0.2).result()
    while len(pool.pids) < 2:
        time.sleep(0.05)
    pool.submit(time.sleep, 60)
    print(*pool.pids, flush=True)
    time.sleep(60)
"""


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _soon(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    limit = time.monotonic() + seconds
    while not condition() and time.monotonic() < limit:
        time.sleep(0.05)
    return condition()


def test_no_process_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "server.py"
    file.write_text(SERVER)
    with subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pids = [int(pid) for pid in server.stdout.readline().split()]
        assert len(pids) == 2
        assert all(_alive(pid) for pid in pids)
        server.kill()
    assert _soon(lambda: not any(_alive(pid) for pid in pids)), "orphans"


def test_closing_ends_the_processes_and_cancels_what_waits() -> None:
    pool = Pool(1)
    under = pool.submit(time.sleep, 60)
    assert _soon(lambda: bool(pool.pids), 30)
    pid, waiting = pool.pids[0], pool.submit(time.sleep, 0)
    pool.close()
    assert waiting.cancelled()
    assert under.exception(5) is not None
    assert not _alive(pid)
    assert pool.submit(time.sleep, 0).cancelled()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(warm=False, processes=0, limits=Limits(worlds=300))
    with TestClient(create_app(settings)) as found:
        yield found


def test_a_difference_is_that_of_the_same_worlds(client: TestClient) -> None:
    body = {"scenario": "ultimatum", "worlds": 200, "changes": ["parties.proposer.strategy.utility=0.7"]}
    alone = client.post("/api/explore", json=body).json()
    assert alone["differences"] is None
    assert alone["table"]["judged"] is False
    against = client.post("/api/explore", json={**body, "baseline": {}}).json()
    assert against["measures"] == alone["measures"]
    assert against["differences"]["annual_proposer"]["value"] == pytest.approx(1.0)
    assert against["differences"]["issue:share"] == {"value": 1.0, "low": 1.0, "high": 1.0, "worlds": 200}
    assert against["terms"][0]["middle"] == 7.0
    assert against["points"][:2] == [[7.0, 3.0, 1], [7.0, 3.0, 1]]
    assert against["rounds"] == [200]
    assert against["ends"] == {"deal": 1.0}


def test_without_a_deal_there_is_nothing_to_say_of_terms(client: TestClient) -> None:
    body = {"scenario": "ultimatum", "worlds": 50, "changes": ["parties.proposer.strategy.utility=1"]}
    answer = client.post("/api/explore", json={**body, "baseline": {}, "points": False}).json()
    assert answer["measures"]["agreed"]["value"] == 0.0
    assert answer["measures"]["round"] == {"value": None, "low": None, "high": None, "worlds": 0}
    assert answer["differences"]["agreed"]["value"] == -1.0
    assert answer["terms"][0]["middle"] is None
    assert answer["points"] == []


def test_enough_answers_with_the_first_worlds_until_all_are_there(client: TestClient) -> None:
    body = {"scenario": "buyer_seller", "seed": 4, "worlds": 300, "baseline": {"changes": ["time.rounds=30"]}}
    assert client.post("/api/explore", json={**body, "enough": 64}).json()["worlds"] == 64
    assert client.post("/api/explore", json=body).json()["worlds"] == 300
    assert client.post("/api/explore", json={**body, "enough": 64}).json()["worlds"] == 300


def test_neighbours_are_played_ahead(client: TestClient) -> None:
    ahead = {"scenario": "buyer_seller", "worlds": 128, "settings": [{"changes": ["time.rounds=40"]}]}
    assert client.post("/api/explore/ahead", json=ahead, headers={"X-Seat": "me"}).status_code == 204
    kept: Kept = client.app.state.kept  # type: ignore[attr-defined]
    assert _soon(lambda: not kept.under_way)
    begun = begin(kept, Settings(), Start(scenario="buyer_seller", changes=("time.rounds=40",)), 128)
    assert begun == [], "it is there"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"worlds": 301}, 422), ({"worlds": 0}, 422), ({"scenario": "../secret"}, 422), ({"scenario": "nothing"}, 404),
        ({"changes": ["nowhere=1"]}, 422), ({"changes": ["include=/etc/passwd"]}, 422), ({"changes": ["x=&a 1"]}, 422),
        ({"strategies": {"us": "no_such"}}, 404), ({"strategies": {"nobody": "boulware"}}, 404), ({"more": 1}, 422),
        ({"changes": ["a=1"] * 17}, 422), ({"baseline": {"changes": ["nowhere=1"]}}, 422), ({"seed": -1}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_a_problem(client: TestClient, body: dict[str, Any], status: int) -> None:
    answer = client.post("/api/explore", json={"scenario": "ultimatum", "worlds": 10, **body})
    assert answer.status_code == status or (status == 404 and "strategies" in body and answer.status_code == 404)
    assert answer.headers["content-type"] == "application/problem+json"


def _ends(dial: Any) -> list[Any]:
    return (
        [dial.values[0], dial.values[-1]]
        if dial.values
        else [int(n) if n == int(n) else n for n in (dial.low, dial.high)]
    )


@pytest.mark.parametrize(
    ("name", "strategies", "least"),
    [
        ("us_japan_2025", (), 12), ("us_japan_2025", (("us", "boulware"),), 12), ("shrinking_pie", (), 9),
        ("ultimatum", (), 2), ("buyer_seller", (("buyer", "hardliner"),), 5), ("log_roll", (), 9),
        ("three_parties", (), 12),
    ],
)  # fmt: skip
def test_every_slider_can_be_moved_to_its_ends(name: str, strategies: tuple[tuple[str, str], ...], least: int) -> None:
    settings = Settings()
    dials = found(settings, name, strategies).dials
    assert len(dials) >= least
    assert len({dial.path for dial in dials}) == len(dials)
    seats = {party: Place(strategy=kind) for party, kind in strategies}
    for dial in dials:
        for end in _ends(dial):
            change = dial.change.replace("$", str(end))
            scenarios(settings).setup(Start(scenario=name, changes=(change,), seats=seats))
        assert dial.low <= dial.start <= dial.high, dial.path
        assert set(dial.label) in ({"en", "ja"}, set())
