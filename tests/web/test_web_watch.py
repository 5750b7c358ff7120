"""Watching by the API alone: the same world as the transcript tells, stored runs, and names that lead nowhere."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from surface.quick_runs import Failing, run
from zopa.build.load import load
from zopa.experiments.planning import make_plan
from zopa.experiments.setting import setting
from zopa.experiments.study import read_study
from zopa.report.explain import Explained
from zopa.report.transcript import replayed, telling_worlds, transcript
from zopa.web.app import create_app
from zopa.web.link import packed
from zopa.web.models import Start
from zopa.web.settings import Settings


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of four points, one with luck of its own in each, and a file beside them."""
    folder = tmp_path_factory.mktemp("runs")
    for name, more in (("towns-1", ""), ("towns-2", "luck: independent\n")):
        shutil.copytree(run(folder / f"made-{name}", 5, more), folder / "all" / name)
    (folder / "secret").mkdir()
    shutil.copytree(folder / "all" / "towns-1", folder / "secret" / "towns")
    (folder / "all" / "old").mkdir()
    (folder / "all" / "old" / "manifest.json").write_text('{"behaviour": 2}', encoding="utf-8")
    (folder / "all" / "old" / "experiment.lock.yaml").write_text("", encoding="utf-8")
    return folder / "all"


@pytest.fixture(scope="module")
def client(runs: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(warm=False, processes=0, runs=runs))) as one:
        yield one


def watched(client: TestClient, **start: Any) -> dict[str, Any]:
    answer = client.post("/api/watch", json=start)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.parametrize(("name", "world"), [("us_japan_2025", 0), ("us_japan_2025", 7), ("shrinking_pie", 0)])
def test_a_watched_world_is_the_one_that_transcript_and_explain_tell(client: TestClient, name: str, world: int) -> None:
    seen = watched(client, scenario=name, seed=3, world=world)
    talks = replayed(load(name), 3, world)
    deal, end = talks.space.read(talks.outcomes.package[0]), seen["end"]
    assert end["agreed"] == bool(talks.outcomes.agreed[0])
    assert end["package"] == (dict(deal) if end["agreed"] else None)
    explained = Explained(load(name), 3, world)
    assert end["payoff"] == {account.party: account.payoff for account in explained.accounts}
    text = transcript(load(name), 3, world)
    assert (": a deal." in text) == end["agreed"]
    if end["date"]:
        told = [line for line in text.splitlines() if line.startswith(end["date"]) or "accepts: a deal" in line]
        assert any(line.startswith(end["date"]) for line in told)
    answered = [one for one in seen["events"] if one["kind"] in ("accept", "refuse", "consent", "sent_home")]
    assert {(one.party, one.when) for one in explained.answers if one.yes is not None} <= {
        (one["party"], one["date"] or f"round {one['round']}") for one in answered
    }
    assert all(one["why"] for one in answered), "an onlooker may know every reason"
    talks.release()


def test_everybody_sees_both_sides_of_watched_talks_and_all_of_them(client: TestClient) -> None:
    seen = watched(client, scenario="us_japan_2025")
    offers = [one for one in seen["events"] if one["kind"] == "offer"]
    assert offers
    assert all(set(one["worth"]) == {"us", "japan"} and one["wants"] is not None for one in offers)
    assert [one["index"] for one in seen["events"]] == list(range(len(seen["events"])))
    assert [one["strategy"] for one in seen["table"]["parties"]] == ["statecraft", "statecraft"]
    assert seen["table"]["judged"]


def test_strategies_are_put_into_seats_and_people_and_their_moves_are_left_out(client: TestClient) -> None:
    seats = {"first": {"strategy": "tough"}, "second": {"strategy": "boulware", "person": True, "since": 3}}
    seats["first"]["strategy"] = "conceder"
    seen = watched(client, scenario="shrinking_pie", seats=seats, moves=[{"do": "leave"}])
    assert [one["strategy"] for one in seen["table"]["parties"]] == ["conceder", "boulware"]
    assert not any(one["person"] for one in seen["table"]["parties"])
    assert seen["start"]["moves"] == []
    assert seen["end"]["how"] != "left_second"


def test_a_game_that_leaves_watched_talks_at_a_round_begins_as_they_do(client: TestClient) -> None:
    seen = watched(client, scenario="us_japan_2025", seed=3)
    start = {**seen["start"], "seats": {"japan": {"person": True, "since": 4}}}
    game = client.post("/api/games", json=start).json()["state"]
    assert (game["round"], game["me"]) == (4, "japan")
    before = [(one["kind"], one["party"], one["package"]) for one in seen["events"] if one["round"] < 4]
    assert [(one["kind"], one["party"], one["package"]) for one in game["events"] if one["round"] < 4] == before


def test_the_runs_are_listed_with_their_points(client: TestClient, runs: Path) -> None:
    listed = client.get("/api/runs").json()
    assert {one["name"] for one in listed["runs"]} == {"towns-1", "towns-2"}
    assert listed["older"] == 1
    one = next(one for one in listed["runs"] if one["name"] == "towns-1")
    table = pq.read_table(runs / "towns-1" / "outcomes.parquet").to_pylist()
    assert one["agreed"] == sum(row["agreed"] for row in table) / len(table)
    assert (one["points"], one["worlds"], one["title"]) == (4, 5, "Log-rolling over two issues")
    found = client.get("/api/runs/towns-1").json()
    assert [point["labels"] for point in found["points"]] == [
        ["offers", "4"], ["offers", "6"], ["tough", "4"], ["tough", "6"]
    ]  # fmt: skip
    for point in found["points"]:
        rows = [row for row in table if row["point"] == point["number"]]
        assert point["agreed"] == sum(row["agreed"] for row in rows) / len(rows)
        assert point["samples"] == telling_worlds((row["world"], row["round"]) for row in rows)


@pytest.mark.parametrize("name", ["towns-1", "towns-2"])
def test_a_world_of_a_stored_run_is_the_row_of_its_table(client: TestClient, runs: Path, name: str) -> None:
    for row in pq.read_table(runs / name / "outcomes.parquet").to_pylist():
        seen = client.get(f"/api/runs/{name}/points/{row['point']}/worlds/{row['world']}").json()
        assert seen["as_stored"] is True
        assert (seen["end"]["agreed"], seen["end"]["round"]) == (row["agreed"], row["round"])
        assert seen["end"]["payoff"]["upstream"] == row["payoff_upstream"]
        assert seen["point"].startswith(f"point {row['point']} (")


def test_that_a_world_plays_otherwise_than_in_its_table_is_said(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "towns-1", tmp_path / "bent")
    table = pq.read_table(runs / "towns-1" / "outcomes.parquet")
    at = table.column_names.index("payoff_upstream")
    bent = table.set_column(at, table.field(at), [[value + 1.0 for value in table.column(at).to_pylist()]])
    pq.write_table(bent.replace_schema_metadata(table.schema.metadata), tmp_path / "bent" / "outcomes.parquet")
    with TestClient(create_app(Settings(warm=False, processes=0, runs=tmp_path))) as client:
        assert client.get("/api/runs/bent/points/0/worlds/0").json()["as_stored"] is False


def test_a_stored_world_is_forked_and_its_permalink_opens_where_the_run_is(client: TestClient, runs: Path) -> None:
    stored = {"run": "towns-2", "point": 3}
    seen = watched(client, stored=stored, world=2)
    start = {"stored": stored, "world": 2, "seats": {"upstream": {"person": True, "since": 3}}}
    game = client.post("/api/games", json=start).json()["state"]
    assert (game["me"], game["round"]) == ("upstream", 3)
    before = [one["package"] for one in seen["events"] if one["round"] < 3]
    assert [one["package"] for one in game["events"] if one["round"] < 3] == before
    again = client.post("/api/links", json={"link": game["link"]}).json()["state"]
    assert [one["package"] for one in again["events"]] == [one["package"] for one in game["events"]]
    with TestClient(create_app(Settings(warm=False, processes=0, runs=runs.parent / "none"))) as elsewhere:
        said = elsewhere.post("/api/links", json={"link": game["link"]})
    assert said.status_code == 404
    assert "on the server that has it" in said.json()["detail"]


def test_the_setting_of_a_stored_point_is_the_runs_own(client: TestClient, runs: Path) -> None:
    one = setting(make_plan(read_study(runs / "towns-2" / "experiment.lock.yaml")), 3)
    talks = replayed(one.document, one.seed, 4, one.pins, one.salt)
    seen = watched(client, stored={"run": "towns-2", "point": 3}, world=4)
    assert seen["end"]["payoff"]["downstream"] == float(talks.outcomes.payoff[1][0])
    other = watched(client, stored={"run": "towns-1", "point": 3}, world=4)
    assert other["events"] != seen["events"], "luck of its own in every point"
    talks.release()


def test_another_strategy_sits_in_a_seat_of_a_stored_world(client: TestClient) -> None:
    stored = {"run": "towns-1", "point": 3}
    seen = watched(client, stored=stored, world=1, seats={"downstream": {"strategy": "conceder"}})
    assert [one["strategy"] for one in seen["table"]["parties"]] == ["random", "conceder"]
    assert seen["as_stored"] is None
    assert seen["table"]["rounds"] == 6, "the point's own rounds"


@pytest.mark.parametrize(
    "name",
    ["../secret/towns", "..", ".", "", "/etc", "towns-1/../towns-2", "a\\b", "a\0b", "~", "C:", "towns-1\n", "%2e%2e",
     ".git", "x" * 500, "towns-1/points/0/worlds/0/x"],
)  # fmt: skip
def test_hostile_names_of_runs_are_refused(client: TestClient, name: str) -> None:
    said = client.post("/api/watch", json={"stored": {"run": name, "point": 0}})
    assert said.status_code in (404, 422), said.text
    start = {"stored": {"run": name, "point": 0}, "seats": {"upstream": {"person": True}}}
    said = client.post("/api/games", json=start)
    assert said.status_code in (404, 422)
    quoted = "".join(f"%{byte:02x}" for byte in name.encode())
    said = client.get(f"/api/runs/{quoted}/points/0/worlds/0")
    assert said.status_code in (404, 422), said.text
    assert said.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [("towns-9", 404), ("towns-1/points/4/worlds/0", 404), ("towns-1/points/0/worlds/5", 404), ("old", 409),
     ("old/points/0/worlds/0", 409), ("towns-1/points/-1/worlds/0", 422), ("towns-1/points/0/worlds/x", 422),
     ("towns-1/points/99999999/worlds/0", 404)],
)  # fmt: skip
def test_what_is_not_there_is_said(client: TestClient, path: str, status: int) -> None:
    said = client.get(f"/api/runs/{path}")
    assert said.status_code == status, said.text
    assert said.json()["title"]


def test_a_world_that_failed_is_said_to_have(tmp_path: Path) -> None:
    stored = run(tmp_path / "made", 3, executor=Failing(lambda point, world: (point, world) == (0, 1)))
    shutil.copytree(stored, tmp_path / "all" / "towns")
    with TestClient(create_app(Settings(warm=False, processes=0, runs=tmp_path / "all"))) as client:
        assert client.get("/api/runs/towns/points/0/worlds/1").json()["as_stored"] is False
        assert client.get("/api/runs/towns/points/0/worlds/0").json()["as_stored"] is True


def test_talks_are_kept_and_a_run_that_has_gone_is_not_told_from_memory(runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "towns-1", tmp_path / "gone")
    with TestClient(create_app(Settings(warm=False, processes=0, runs=tmp_path))) as client:
        first = client.get("/api/runs/gone/points/0/worlds/0").json()
        assert client.get("/api/runs/gone/points/0/worlds/0").json() == first
        shutil.rmtree(tmp_path / "gone")
        assert client.get("/api/runs/gone/points/0/worlds/0").status_code == 404


def test_a_scenario_cannot_be_watched_with_what_is_not_there(client: TestClient) -> None:
    for start, status in (({"scenario": "nothing"}, 404), ({"seats": {"mars": {}}}, 404),
                          ({"seats": {"us": {"strategy": "nobody"}}}, 404), ({"changes": ["time.rounds=x"]}, 422),
                          ({"world": -1}, 422), ({"more": 1}, 422)):  # fmt: skip
        said = client.post("/api/watch", json=start)
        assert said.status_code == status, said.text
        assert json.loads(said.text)["title"]


def test_a_link_to_a_stored_world_holds_the_run(client: TestClient) -> None:
    start = Start.model_validate({"stored": {"run": "towns-1", "point": 2}, "world": 1})
    assert len(packed(start)) < 200
    said = client.post("/api/links", json={"link": packed(start)})
    assert said.status_code == 201
    assert said.json()["state"]["status"] == "over"


@pytest.mark.parametrize("name", ["log_roll", "shrinking_pie", "three_parties", "us_japan_2025"])
def test_what_a_party_asked_for_is_told_as_it_was_then(client: TestClient, name: str) -> None:
    seen = watched(client, scenario=name)
    offers = [one for one in seen["events"] if one["kind"] == "offer"]
    assert len(offers) > 1
    for one in offers:
        assert one["wants"] == pytest.approx(one["worth"][one["party"]])
