"""What a room does not tell while others still play: the world that they have in common, and the games to come."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from web.test_web_rooms import PIE, Class, serving
from zopa.web.link import unpacked
from zopa.web.rooms.models import Opening
from zopa.web.rooms.store import RoomStore
from zopa.web.store import Store


@pytest.fixture
def client() -> Iterator[TestClient]:
    with serving() as one:
        yield one


def test_who_has_finished_cannot_look_into_the_world_of_those_who_play(client: TestClient) -> None:
    room = Class(client, {**PIE, "side": "first", "seed": 7})
    for name in ("Aki", "Ben"):
        room.join(name)
    room.order("start")
    room.move("Aki", "leave")
    seat = room.seat("Aki")
    game, key = f"/api/games/{seat['game']}", {"X-Seat": seat["key"]}
    assert room.state("Aki")["link"] == ""
    assert client.post(f"{game}/forks", json={"round": 1}, headers=key).status_code == 409
    again = client.get(f"{game}/debrief", headers=key).json()["again"]
    assert (again["seed"], again["world"]) == (0, 0)
    room.order("debrief", open=True)
    start = unpacked(room.state("Aki")["link"])
    assert start.seed == 7
    assert client.get(f"{game}/debrief", headers=key).json()["again"]["seed"] == 7
    assert client.post(f"{game}/forks", json={"round": 1}, headers=key).status_code == 201


def test_later_games_cannot_be_told_from_earlier_ones() -> None:
    rooms = RoomStore(Store(None).base)
    one, other = rooms.add("AAA", Opening()), rooms.add("BBB", Opening(seed=5))
    assert one.seed_of(1) == one.seed
    assert len({one.seed_of(part) for part in range(1, 9)}) == 8
    assert one.seed_of(2) == rooms.room("AAA").seed_of(2)  # type: ignore[union-attr]
    assert {other.seed_of(part) for part in range(1, 9)} == {5}


def test_a_link_does_not_hold_a_sealed_offer_of_somebody_else(client: TestClient) -> None:
    changes = ["protocol={kind: monotonic_concession}"]
    seats = {name: {"person": True} for name in ("upstream", "downstream")}
    made = client.post("/api/games", json={"scenario": "log_roll", "changes": changes, "seats": seats}).json()
    assert made["state"]["turn"]["sealed"]
    assert made["state"]["link"] == ""
    alone = {"scenario": "log_roll", "changes": changes, "seats": {"upstream": {"person": True}}}
    assert client.post("/api/games", json=alone).json()["state"]["link"]
