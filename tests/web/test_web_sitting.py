"""Games over the wire: moves, refusals of what may not be, hints, forks, links."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from zopa.web.app import create_app
from zopa.web.settings import Settings

FLAGSHIP = {"scenario": "us_japan_2025", "seed": 7, "seats": {"japan": {"person": True}}}
LOGS = {
    "scenario": "log_roll",
    "seed": 2,
    "seats": {"upstream": {"person": True}, "downstream": {"strategy": "conceder"}},
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(warm=False, processes=0))) as found:
        yield found


class Player:
    """A person's seat in a game."""

    def __init__(self, client: TestClient, start: dict[str, Any], party: str | None = None) -> None:
        self.client = client
        opened = client.post("/api/games", json=start).json()
        self.id, self.keys = opened["id"], opened["keys"]
        self.party = party or next(iter(self.keys))
        self.state = self.look()

    @property
    def head(self) -> dict[str, str]:
        return {"X-Seat": self.keys[self.party]}

    def look(self, lang: str = "en") -> Any:
        return self.client.get(f"/api/games/{self.id}?lang={lang}", headers=self.head).json()

    def post(self, path: str, body: Any) -> Any:
        return self.client.post(f"/api/games/{self.id}/{path}", json=body, headers=self.head)

    def move(self, do: str, **more: Any) -> Any:
        answer = self.post("moves", {"at": self.state["at"], "act": {"do": do, **more}})
        if answer.status_code == 200:
            self.state = answer.json()
        return answer


def test_a_whole_game_to_a_deal(client: TestClient) -> None:
    player = Player(client, LOGS)
    for number in range(100):
        if player.state["status"] != "your_turn":
            break
        package = {"water": 100, "power": max(0, 60 - 10 * number)}
        assert player.move("offer", package=package).status_code == 200
    end = player.state["end"]
    assert end["agreed"]
    assert end["how"] == "deal"
    assert player.state["table"]["parties"][1]["strategy"] == "conceder"
    final = player.state["events"][-1]
    assert final["kind"] == "accept"
    assert player.move("refuse").status_code == 409


@pytest.mark.parametrize(
    ("act", "status", "title"),
    [
        ({"do": "accept"}, 422, "no offer to accept"),
        ({"do": "offer"}, 422, "names a level of every issue"),
        ({"do": "offer", "package": {"water": 50}}, 422, "names a level of every issue"),
        ({"do": "offer", "package": {"water": 50.5, "power": 0}}, 422, "no such level"),
        ({"do": "offer", "package": {"water": "<b>", "power": 0}}, 422, "no such level"),
        ({"do": "refuse", "says": [{"kind": "red_line", "keeps": {"nothing": [1]}}]}, 422, "no such issue"),
        ({"do": "refuse", "party": "downstream"}, 403, "another seat"),
        ({"do": "dance"}, 422, "not right"),
    ],
)
def test_what_cannot_be_done_changes_nothing(client: TestClient, act: dict[str, Any], status: int, title: str) -> None:
    player = Player(client, LOGS)
    answer = player.post("moves", {"at": 0, "act": act})
    assert answer.status_code == status
    assert title in answer.json()["title"]
    assert player.look() == player.state


def test_a_page_that_is_out_of_date_is_told_so(client: TestClient) -> None:
    player = Player(client, LOGS)
    player.move("offer", package={"water": 100, "power": 100})
    answer = player.post("moves", {"at": 0, "act": {"do": "refuse"}})
    assert answer.status_code == 409
    assert answer.json()["made"] == 1


def test_a_hint_is_worth_what_was_asked_for_and_best_for_them(client: TestClient) -> None:
    player = Player(client, LOGS)
    hint = player.post("hints", {"utility": 0.6}).json()
    assert hint["worth"] >= hint["target"] == pytest.approx(60.0)
    assert hint["package"] == {"water": 100, "power": 0}  # on the frontier: 60 and 70
    assert hint["theirs"] == {"downstream": pytest.approx(70.0)}
    assert hint["exact"]
    player.move("offer", package={"water": 50, "power": 50})
    assert player.post("hints", {}).json()["target"] == pytest.approx(50.0)
    assert player.post("hints", {"utility": 2}).status_code == 422


def test_hints_of_the_flagship_can_be_offered_and_say_that_they_are_beliefs(client: TestClient) -> None:
    player = Player(client, FLAGSHIP)
    while player.state["turn"]["nothing"]:
        assert player.post("hints?lang=ja", {}).json()["package"] is None
        player.move("refuse")
    hint = player.post("hints", {"utility": 0.5}).json()
    assert not hint["exact"]
    assert set(hint["theirs"]) == {"us"}
    assert player.move("offer", package=hint["package"]).status_code == 200


def test_without_hints_there_is_none(client: TestClient) -> None:
    player = Player(client, {**LOGS, "hints": False})
    assert player.post("hints", {}).status_code == 409


def test_a_fork_has_the_past_and_leaves_the_game_as_it_is(client: TestClient) -> None:
    player = Player(client, FLAGSHIP)
    for _ in range(12):
        player.move("refuse")
    before = player.state
    opened = player.post("forks", {"round": 4}).json()
    forked = opened["state"]
    assert forked["round"] == 4
    assert forked["id"] != player.id
    past = [one for one in before["events"] if one["round"] < 4]
    assert [one for one in forked["events"] if one["round"] < 4] == past
    assert player.look() == before


def test_a_link_opens_the_same_state_of_a_game_of_ones_own(client: TestClient) -> None:
    player = Player(client, FLAGSHIP)
    for _ in range(14):
        player.move("refuse")
    opened = client.post("/api/links", json={"link": player.state["link"]}).json()
    assert opened["id"] != player.id
    assert {**opened["state"], "id": ""} == {**player.state, "id": ""}


def test_two_people_wait_for_each_other(client: TestClient) -> None:
    start = {**LOGS, "seats": {"upstream": {"person": True}, "downstream": {"person": True}}}
    first = Player(client, start, "upstream")
    look = {"X-Seat": first.keys["downstream"]}
    other = client.get(f"/api/games/{first.id}", headers=look).json()
    assert (other["status"], other["waits_for"], other["turn"]) == ("waiting", "upstream", None)
    path = f"/api/games/{first.id}/pulse"
    assert client.get(path, headers=look).json() == {"at": 0}
    first.move("offer", package={"water": 90, "power": 10})
    assert client.get(path, headers=look).json() == {"at": 1}
    assert client.get(path, headers={"X-Seat": "no"}).status_code == 403
    other = client.get(f"/api/games/{first.id}", headers=look).json()
    assert other["turn"]["offered_by"] == "upstream"
    assert first.state["status"] == "waiting"


def test_three_parties_are_played_to_an_end(client: TestClient) -> None:
    player = Player(client, {"scenario": "three_parties", "seed": 1, "seats": {"birch": {"person": True}}})
    for _ in range(70):
        if player.state["status"] != "your_turn":
            break
        turn = player.state["turn"]
        if turn["may_accept"] and turn["offer"]["transit_fee"] >= 5:
            player.move("accept")
        else:
            player.move("refuse")
    assert player.state["status"] == "over"
    assert player.state["end"]["agreed"]
    assert {one["kind"] for one in player.state["events"]} >= {"offer", "accept"}


def test_a_statement_is_heard(client: TestClient) -> None:
    player = Player(client, FLAGSHIP)
    player.move("refuse", says=[{"kind": "red_line", "keeps": {"autos": [2.5, 5, 7.5, 10, 12.5, 15]}}])
    said = [one["text"] for one in player.state["events"] if one["kind"] == "news"]
    assert any("red line" in text for text in said)
