"""A class room, from its opening to its files, by the API alone."""

import io
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from zopa.web.app import create_app
from zopa.web.rooms.codes import LETTERS, clean, distinct
from zopa.web.rooms.export import as_csv
from zopa.web.rooms.hall import hall_of
from zopa.web.rooms.models import Order
from zopa.web.rooms.opened import address_of, opened_room
from zopa.web.rooms.orders import carry_out
from zopa.web.rooms.store import RoomStore
from zopa.web.settings import Limits, Settings
from zopa.web.store import Store

PIE = {"scenario": "shrinking_pie", "opponent": ""}


class Class:
    """A server with one room, as its teacher and its students use it."""

    def __init__(self, client: TestClient, opening: dict[str, Any]) -> None:
        self.client = client
        made = client.post("/api/rooms", json=opening)
        assert made.status_code == 201, made.text
        self.code, self.key = made.json()["code"], made.json()["key"]
        self.tokens: dict[str, str] = {}

    def ask(self, method: str, path: str, key: str = "", status: int = 200, **more: Any) -> Any:
        answer = self.client.request(method, f"/api/rooms/{self.code}{path}", headers={"X-Seat": key}, **more)
        assert answer.status_code == status, answer.text
        return answer.json() if "json" in answer.headers["content-type"] else answer.content

    def join(self, name: str, side: str = "", status: int = 201) -> Any:
        found = self.ask("POST", "/members", status=status, json={"name": name, "side": side})
        if status == 201:
            self.tokens[found["name"]] = found["token"]
        return found

    def order(self, do: str, status: int = 200, **more: Any) -> Any:
        return self.ask("POST", "/orders", self.key, status, json={"do": do, **more})

    @property
    def table(self) -> Any:
        return self.ask("GET", "/table", self.key)

    def row(self, name: str) -> Any:
        return next(row for row in self.table["rows"] if row["name"] == name)

    def me(self, name: str) -> Any:
        return self.ask("GET", "/me", self.tokens[name])

    def seat(self, name: str) -> Any:
        return self.me(name)["seats"][0]

    def state(self, name: str) -> Any:
        seat = self.seat(name)
        return self.client.get(f"/api/games/{seat['game']}", headers={"X-Seat": seat["key"]}).json()

    def move(self, name: str, do: str, status: int = 200, **more: Any) -> Any:
        seat, state = self.seat(name), self.state(name)
        body = {"at": state["at"], "act": {"do": do, **more}}
        answer = self.client.post(f"/api/games/{seat['game']}/moves", json=body, headers={"X-Seat": seat["key"]})
        assert answer.status_code == status, answer.text
        return answer.json()

    def turn_of(self, *names: str) -> str:
        return next(name for name in names if self.seat(name)["your_turn"])


def serving(store: Path | None = None, **limits: Any) -> TestClient:
    return TestClient(create_app(Settings(store=store, warm=False, processes=0, limits=replace(Limits(), **limits))))


@pytest.fixture
def client() -> Iterator[TestClient]:
    with serving() as one:
        yield one


def test_the_whole_life_of_a_room_with_a_restart_in_the_middle(tmp_path: Path) -> None:
    file = tmp_path / "games.sqlite"
    with serving(file) as client:
        room = Class(client, {**PIE, "mode": "pairs", "side": "drawn", "seed": 7})
        assert len(room.code) == 6
        assert set(room.code) <= set(LETTERS)
        for name in ("Aki", "Ben", "Cai", "Dee", "Eve"):
            room.join(name)
        assert {row["status"] for row in room.table["rows"]} == {"lobby"}
        assert room.me("Aki")["seats"] == []
        table = room.order("start")
        assert table["games"] == 3
        alone = [row for row in table["rows"] if not row["against"]]
        assert len(alone) == 1
        assert alone[0]["strategy"]  # the odd one out plays against a bot
        pair = next([row["name"], *row["against"]] for row in table["rows"] if row["against"])
        first = room.turn_of(*pair)
        second = next(name for name in pair if name != first)
        assert room.state(second)["status"] == "waiting"
        time.sleep(0.05)
        room.move(first, "offer", package={"share": 60 if room.seat(first)["party"] == "first" else 40})
        assert room.row(first)["offers"] == 1
        assert room.row(first)["last"] == pytest.approx(60.0)
        assert room.row(second)["turn"] == room.seat(second)["party"]

    with serving(file) as client:  # the same file, another server
        room.client = client
        assert room.me(first)["name"] == first
        assert room.row(first)["offers"] == 1
        room.order("pause")
        assert "paused" in room.move(second, "refuse", status=409)["title"]
        room.order("resume")
        room.order("hand_over", member=room.row(second)["number"])  # `second` has left
        assert room.row(second)["bot_since"] is not None
        if room.row(second)["status"] == "bot":  # who comes back gets the seat again
            room.ask("POST", "/back", room.tokens[second])
            assert room.row(second)["status"] in {"turn", "waits"}
            assert room.row(second)["back_since"] is not None
        before = room.table
        after = room.order("close")
        assert before["slowest"] is not None
        assert after["slowest"] is None or after["slowest"] > before["slowest"]
        assert any(row["stand_ins"] for row in after["rows"])
        table = room.order("end")
        assert table["over"] == table["games"] == 3
        assert all(row["gain"] is not None for row in table["rows"])
        room.join("Late", status=409)

        told = room.ask("GET", "/debrief?names=true", room.key)
        assert [set(game["people"].values()) for game in told["games"]].count(set(pair)) == 1
        assert told["together"]["games"] == 3
        assert told["bots"]["games"] == 200
        assert told["figure"]["specs"]
        games = pq.read_table(io.BytesIO(room.ask("GET", "/files/games.parquet", room.key))).to_pandas()
        assert len(games) == 6
        assert sorted(games["name"][games["player"] == "person"]) == ["Aki", "Ben", "Cai", "Dee", "Eve"]
        mine = games[games["name"] == first].iloc[0]
        assert mine["gain"] == pytest.approx(room.row(first)["gain"])
        assert mine["seed"] == 7
        assert mine["seconds"] >= 0.05
        moves = pd.read_csv(io.BytesIO(room.ask("GET", "/files/moves.csv?bom=1", room.key)), encoding="utf-8-sig")
        theirs = moves[(moves["name"] == first) & (moves["by"] == "person")]
        assert list(theirs["kind"]) == ["offer"]
        assert list(theirs["issue_share"]) == [60.0 if mine["side"] == "first" else 40.0]
        assert set(moves["by"]) == {"person", "bot"}
        assert games["moves"].sum() == len(theirs) + games["stand_ins"].sum()


def test_a_bot_finishes_for_who_leaves_and_the_other_plays_on(client: TestClient) -> None:
    room = Class(client, {**PIE, "mode": "pairs", "starts": "arrival"})
    room.join("Aki")
    assert room.me("Aki")["seats"] == []
    room.join("Ben")  # begins at once
    gone = room.turn_of("Aki", "Ben")
    stays = "Ben" if gone == "Aki" else "Aki"
    row = room.row(gone)
    room.order("remove", member=row["number"])
    assert room.me(gone)["gone"]
    while not room.seat(stays)["over"]:
        assert room.seat(stays)["your_turn"]
        room.move(stays, "accept" if room.state(stays)["turn"]["may_accept"] else "offer", package=_best(room, stays))
    assert room.row(gone)["bot_since"] == 1
    assert room.row(stays)["bot_since"] is None


def _best(room: Class, name: str) -> Any:
    turn = room.state(name)["turn"]
    return None if turn["may_accept"] else turn["best"]


def test_bots_make_the_moves_that_strategies_would(client: TestClient) -> None:
    """Standing in for every move is the same game as handing the seat over."""
    ends = []
    for do in ("stand_in", "hand_over"):
        room = Class(
            client, {"scenario": "us_japan_2025", "opponent": "", "side": "japan", "seed": 3, "starts": "arrival"}
        )
        room.join("Aki")
        while room.row("Aki")["status"] != "over":
            room.order(do, member=1)
        ends.append({key: room.row("Aki")[key] for key in ("gain", "round", "agreed", "offers")})
    assert ends[0] == ends[1]
    assert ends[0]["offers"] > 1


def test_idle_members_are_replaced_once_the_teacher_has_set_a_time(client: TestClient) -> None:
    room = Class(client, {**PIE, "mode": "pairs", "starts": "arrival", "idle": 1})
    for name in ("Aki", "Ben", "Cai"):
        room.join(name)
    hall = hall_of(client.app.state.thread._desk)  # type: ignore[attr-defined]
    assert {row["status"] for row in room.table["rows"]} == {"turn", "waits", "lobby"}
    idle = room.turn_of("Aki", "Ben")
    hall.store.base.execute("UPDATE room_games SET moved = moved - 61")
    hall.store.base.execute("UPDATE rooms SET since = since - 61")
    hall.store.base.execute("UPDATE room_members SET joined = joined - 61")
    hall.ticked.clear()
    room.seat(idle)
    assert room.row(idle)["bot_since"] == 1
    assert room.row("Cai")["strategy"]  # nobody came to play with Cai
    assert [room.row(name)["bot_since"] for name in ("Aki", "Ben", "Cai")].count(None) == 2


def test_sides_are_swapped_and_the_next_games_are_another_world(client: TestClient) -> None:
    room = Class(client, {**PIE, "mode": "pairs", "side": "choose"})
    room.join("Aki", "second")
    room.join("Ben", "first")
    room.order("start")
    assert room.seat("Aki")["party"] == "second"
    table = room.order("again", swap=True)
    assert (table["part"], table["games"], table["over"]) == (2, 1, 0)
    assert room.seat("Aki")["party"] == "first"
    assert [seat["part"] for seat in room.me("Aki")["seats"]] == [2, 1]
    assert room.me("Aki")["seats"][1]["over"]
    rows = pd.read_csv(io.BytesIO(room.ask("GET", "/files/games.csv", room.key)))
    assert sorted(set(rows["world"])) == [0, 1]


def test_two_orders_at_once_seat_nobody_twice(client: TestClient) -> None:
    room = Class(client, PIE)
    for name in ("Aki", "Ben", "Cai"):
        room.join(name)
    hall = hall_of(client.app.state.thread._desk)  # type: ignore[attr-defined]
    kept = hall.room(room.code)
    one, other = (carry_out(hall, kept, Order(do="start")) for _ in range(2))
    next(one)
    next(other)
    for order in (one, other):
        assert len(list(order)) <= 2
    assert room.table["games"] == 3
    assert len(room.table["rows"]) == 3


def test_settings_change_between_games_but_not_under_players(client: TestClient) -> None:
    room = Class(client, PIE)
    room.join("Aki")
    room.order("start")
    other = {"scenario": "ultimatum", "opponent": ""}
    assert "being played" in room.order("set", status=409, opening=other)["title"]
    room.order("set", opening={**PIE, "idle": 5})  # the time-out alone may change
    room.order("finish")
    table = room.order("set", opening=other)
    assert (table["part"], table["state"], table["games"]) == (2, "lobby", 0)
    room.order("start")
    assert room.state("Aki")["table"]["scenario"] == "ultimatum"


def test_a_game_that_a_bot_finished_is_left_again_at_any_round(client: TestClient) -> None:
    room = Class(client, {**PIE, "mode": "pairs", "starts": "arrival"})
    room.join("Aki")
    room.join("Ben")
    first = room.turn_of("Aki", "Ben")
    room.order("stand_in", member=room.row(first)["number"])
    room.order("end")
    seat, whole = room.seat("Aki"), room.state("Aki")
    last = max(event["round"] for event in whole["events"])
    assert last > 3
    body = {"round": last - 1}
    opened = client.post(f"/api/games/{seat['game']}/forks", json=body, headers={"X-Seat": seat["key"]}).json()["state"]
    assert opened["me"] == seat["party"]
    assert opened["round"] >= last - 1
    assert opened["status"] == "your_turn"  # a bot plays Ben's seat: nobody else is there

    def told(state: Any) -> list[Any]:
        return [(one["round"], one["kind"], one["package"]) for one in state["events"] if one["round"] < last - 1]

    assert told(opened) == told(whole)


def test_a_room_plays_what_a_lesson_plays(client: TestClient) -> None:
    room = Class(client, {"lesson": "one_offer", "opponent": ""})
    assert room.table["opening"]["scenario"]
    room.join("Aki")
    room.order("start")
    assert room.state("Aki")["lesson"] == "one_offer"
    assert client.post("/api/rooms", json={"lesson": "no_such_lesson"}).status_code == 422


@pytest.mark.parametrize("opening", [
    {"scenario": "nowhere"}, {"scenario": "../../etc/passwd"}, {**PIE, "opponent": "nobody"}, {**PIE, "side": "mars"},
    {**PIE, "changes": ["no.such=1"]}, {**PIE, "mode": "war"}, {**PIE, "idle": -1}, {**PIE, "code": "MINE"},
])  # fmt: skip
def test_openings_that_are_not_right_are_refused(client: TestClient, opening: dict[str, Any]) -> None:
    assert client.post("/api/rooms", json=opening).status_code in {404, 422}


def test_each_student_faces_another_opponent_or_all_the_same(client: TestClient) -> None:
    drawn = {}
    for each in (False, True):
        room = Class(client, {"scenario": "shrinking_pie", "opponent": "hidden", "each": each, "seed": 11})
        for number in range(6):
            room.join(f"S{number}")
        drawn[each] = {row["strategy"] for row in room.order("start")["rows"]}
        assert room.state("S0")["table"]["parties"][1]["strategy"] is None  # hidden from the student
    assert len(drawn[False]) == 1
    assert len(drawn[True]) > 2


def test_keys_open_what_is_theirs_and_nothing_else(client: TestClient) -> None:
    room = Class(client, {**PIE, "mode": "pairs", "side": "choose"})
    room.join("Aki", "first")
    room.join("Ben", "second")
    for key in (room.tokens["Aki"], "", "x" * 80):
        room.ask("GET", "/table", key, status=403)
        room.ask("POST", "/orders", key, status=403, json={"do": "end"})
        room.ask("GET", "/files/games.csv", key, status=403)
    room.ask("GET", "/me", room.key, status=403)
    room.ask("GET", "/debrief", room.tokens["Aki"], status=409)
    room.order("start")
    seat = room.seat("Aki")
    assert seat["against"] == []  # who it is comes out at the end
    path, head = f"/api/games/{seat['game']}", {"X-Seat": seat["key"]}
    state = client.get(path, headers=head).json()
    assert state["link"] == ""  # a link would open the same world from the other side
    assert client.post(f"{path}/forks", json={"round": 1, "party": "second"}, headers=head).status_code == 409
    room.order("end")
    told = room.order("debrief")
    assert told["debrief"]
    seen = room.ask("GET", "/debrief?names=true", room.tokens["Ben"])  # the class sees no names unless told to
    assert "Aki" not in json.dumps(seen)
    room.order("debrief", names=True)
    assert "Aki" in json.dumps(room.ask("GET", "/debrief", room.tokens["Ben"]))
    assert room.seat("Aki")["against"] == ["Ben"]


def test_wrong_codes_are_answered_slowly_and_then_not_at_all(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Class(client, PIE)
    begun = time.monotonic()
    assert client.get("/api/rooms/ZZZZZZ").status_code == 404
    assert time.monotonic() - begun > 0.25
    monkeypatch.setattr("zopa.web.rooms.wrong.DELAY", 0.0)
    assert {client.get(f"/api/rooms/ZZZZ{number}").status_code for number in range(100, 140)} == {404, 429}
    assert client.get(f"/api/rooms/{room.code}").status_code == 429


@pytest.mark.parametrize(("name", "kept"), [
    ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"), ("  山田　花子 ", "山田 花子"),
    ("A\u202eB\u0000\u0007\nC", "AB C"), ("Z" + "\u0301" * 30, "\u0179\u0301\u0301\u0301"),
    ("\U0001f469\u200d\U0001f3eb", "\U0001f469\u200d\U0001f3eb"), ("=1+1", "=1+1"),
])  # fmt: skip
def test_names_are_kept_as_text_without_what_cannot_be_seen(name: str, kept: str) -> None:
    assert clean(name) == kept


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "x" * 41, "x" * 10_000])
def test_names_that_are_none_are_refused(client: TestClient, name: str) -> None:
    Class(client, PIE).join(name, status=422)


def test_the_same_name_twice_is_told_apart(client: TestClient) -> None:
    room = Class(client, PIE)
    assert [room.join(name)["name"] for name in ("Aki", "aki", "Ａｋｉ")] == ["Aki", "aki (2)", "Ａｋｉ (3)"]
    assert distinct("Aki", []) == "Aki"


def test_a_spreadsheet_runs_nothing(client: TestClient) -> None:
    room = Class(client, {**PIE, "starts": "arrival"})
    for name in ("=1+1", "+1", "-2", "@SUM(A1)", "＝cmd", "plain"):
        room.join(name)
    body = room.ask("GET", "/files/games.csv", room.key).decode()
    names = pd.read_csv(io.StringIO(body))["name"].dropna().tolist()
    assert names == ["'=1+1", "'+1", "'-2", "'@SUM(A1)", "'＝cmd", "plain"]
    exact = pq.read_table(io.BytesIO(room.ask("GET", "/files/games.parquet", room.key))).to_pandas()["name"]
    assert [name for name in exact if name][:2] == ["=1+1", "+1"]
    assert as_csv([{"x": -1.5}], bom=True) == b"\xef\xbb\xbfx\r\n-1.5\r\n"


def test_a_full_room_of_two_hundred_is_one_quick_look() -> None:
    with serving(members=200) as client:
        room = Class(client, {**PIE, "starts": "arrival"})
        for number in range(200):
            room.join(f"Student {number}")
        assert "full" in room.join("One more", status=409)["title"]
        assert room.table["games"] == 200
        desk = client.app.state.thread._desk  # type: ignore[attr-defined]
        asked: list[str] = []
        desk.store.base.set_trace_callback(asked.append)
        found = room.table
        desk.store.base.set_trace_callback(None)
        assert len(found["rows"]) == 200
        assert len(asked) <= 5  # however many members there are


def test_the_room_of_the_start_is_the_same_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "games.sqlite", room="econ 101", scenario="ultimatum", warm=False)
    address = opened_room(settings)
    assert opened_room(settings) == address
    code, key = address.removeprefix("#/class/").split("?key=")
    assert code == "ECON101"
    with TestClient(create_app(settings)) as client:
        table = client.get("/api/rooms/econ101/table", headers={"X-Seat": key}).json()
        assert table["title"] == "Ultimatum over 10"
    with pytest.raises(ValueError, match="3 to 12"):
        opened_room(replace(settings, room="../x"))


def test_the_address_for_students() -> None:
    assert address_of("http://192.168.1.5:8765/", False) == ("http://192.168.1.5:8765", False)
    assert address_of("http://127.0.0.1:8765/", False) == ("http://127.0.0.1:8765", True)


def test_old_rooms_make_room_for_new_ones() -> None:
    with serving(rooms=2) as client:
        for _ in range(2):
            old = Class(client, PIE)
        assert client.post("/api/rooms", json=PIE).status_code == 409
        desk = client.app.state.thread._desk  # type: ignore[attr-defined]
        desk.store.base.execute("UPDATE rooms SET since = since - 90000 WHERE code <> ?", (old.code,))
        Class(client, PIE)
        assert RoomStore(desk.store.base).room(old.code) is not None
    with Store(None).base as base:
        assert RoomStore(base).count() == 0
