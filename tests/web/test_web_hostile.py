"""Hostile input is refused with a problem that says why; nothing breaks, nothing is opened, no game is harmed."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from zopa.web.app import create_app
from zopa.web.settings import Limits, Settings
from zopa.web.sitting import Sitting

START = {"seats": {"japan": {"person": True}}}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = tmp_path_factory.mktemp("hostile") / "games.sqlite"
    with TestClient(create_app(Settings(store=store, warm=False, processes=0))) as one:
        yield one


def refused(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text[:300]
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    body: dict[str, Any] = response.json()
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert "Traceback" not in response.text
    return body


def begun(client: TestClient) -> tuple[str, dict[str, str]]:
    opened = client.post("/api/games", json=START).json()
    return f"/api/games/{opened['id']}", {"X-Seat": opened["keys"]["japan"]}


@pytest.mark.parametrize(
    ("scenario", "change"),
    [
        ("shrinking_pie", "time.rounds=1000000000"),
        ("shrinking_pie", "time.rounds=100000"),
        ("shrinking_pie", "protocol.exchanges=1000"),
        ("shrinking_pie", "time.discount=.nan"),
        ("shrinking_pie", "time.discount=-1"),
        ("us_japan_2025", "time.calendar.end=9999-12-31"),
        ("us_japan_2025", "time.horizon=1e300"),
        ("us_japan_2025", "time.horizon=.inf"),
        ("us_japan_2025", "time.discount_rate=-1"),
        ("us_japan_2025", "protocol.exchanges=1000"),
        ("us_japan_2025", "title=" + "[" * 140 + "]" * 140),
        ("us_japan_2025", "parties=" + "[" * 290),
        ("us_japan_2025", "include=[/etc/passwd]"),
        ("us_japan_2025", "title=&a [*a]"),
        ("us_japan_2025", "title=!!python/object:os.system x"),
        ("us_japan_2025", 'title="\\ud800"'),
    ],
)
def test_changes_that_would_make_too_much_of_a_scenario_are_refused_at_once(
    client: TestClient, scenario: str, change: str
) -> None:
    began = time.perf_counter()
    refused(client.post("/api/games", json={"scenario": scenario, "changes": [change]}), 422)
    assert time.perf_counter() - began < 10.0


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000, b"{", b"\xff\xfe", b"null", b'{"seed": NaN}', b'{"seed": 1e400}', b'{"\\ud800": 1}',
        b'{"scenario": "\\ud800"}', b'{"scenario": "a\\u0000b"}', b'{"scenario": "../../etc/passwd"}',
        b'{"scenario": "<script>alert(1)</script>"}', b'{"seed": ' + b"9" * 5_000 + b"}",
    ],
)  # fmt: skip
def test_bodies_that_are_no_start_are_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/api/games", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    refused(response, response.status_code)


def test_a_body_that_is_too_large_is_refused_with_and_without_its_length(client: TestClient) -> None:
    refused(client.post("/api/games", content=b"x" * 300_000), 413)
    chunks = (b" " * 50_000 for _ in range(10))
    refused(client.post("/api/games", content=chunks, headers={"Content-Type": "application/json"}), 413)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/js",
        "/static/%00", "/static/js/../../app.py", "/static/..\\app.py", "/nothing", "/texts/../../x.json/",
    ],
)  # fmt: skip
def test_no_path_of_a_client_is_opened(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert b"FastAPI" not in response.content


def test_foreign_names_and_pages_are_refused(client: TestClient) -> None:
    refused(client.get("/api/catalogue", headers={"Host": "evil.example"}), 421)
    refused(client.post("/api/games", json=START, headers={"Origin": "https://evil.example"}), 403)
    refused(client.post("/api/games", json=START, headers={"Origin": "null"}), 403)
    answered = client.get("/api/catalogue", headers={"Origin": "https://evil.example"})
    assert not [name for name in answered.headers if name.startswith("access-control")]


def test_wrong_methods_and_codes_are_told(client: TestClient) -> None:
    assert refused(client.delete("/api/games"), 405)
    assert refused(client.options("/api/games"), 405)
    refused(client.get("/api/games/no_such_game", headers={"X-Seat": "x"}), 404)
    game, _ = begun(client)
    refused(client.get(game, headers={"X-Seat": "wrong"}), 403)
    head, whole = client.head("/"), client.get("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-security-policy"] == whole.headers["content-security-policy"]
    assert "default-src 'none'" in whole.headers["content-security-policy"]


def test_what_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/static/js/main.js")
    again = client.get("/static/js/main.js", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_a_move_that_breaks_inside_leaves_the_game_as_it_was(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    game, key = begun(client)
    before = client.get(game, headers=key).json()
    act = Sitting.act

    def breaks(self: Sitting, made: Any) -> None:
        act(self, made)
        raise ZeroDivisionError("secret of the engine")

    with monkeypatch.context() as patched:
        patched.setattr(Sitting, "act", breaks)
        response = client.post(f"{game}/moves", json={"at": 0, "act": {"do": "refuse"}}, headers=key)
    assert "secret" not in str(refused(response, 500))
    assert client.get(game, headers=key).json() == before
    assert client.post(f"{game}/moves", json={"at": 0, "act": {"do": "refuse"}}, headers=key).json()["at"] == 1


def test_a_move_that_cannot_be_kept_is_not_made(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(store=tmp_path / "games.sqlite", warm=False, processes=0))) as client:
        game, key = begun(client)
        thread = client.app.state.thread  # type: ignore[attr-defined]
        base: sqlite3.Connection = thread._desk.store.base
        base.execute(f"PRAGMA max_page_count={base.execute('PRAGMA page_count').fetchone()[0]}")
        long = {"kind": "patience", "keeps": {"autos": ["x" * 100] * 400}}  # more than any page has room for
        body = {"at": 0, "act": {"do": "refuse", "says": [long]}}
        refused(client.post(f"{game}/moves", json=body, headers=key), 507)
        base.execute("PRAGMA max_page_count=100000")
        assert client.get(game, headers=key).json()["at"] == 0
        assert client.post(f"{game}/moves", json=body, headers=key).json()["at"] == 1


def test_who_asks_too_often_waits_and_old_games_make_room() -> None:
    limits = Limits(requests=1.0, games=3)
    with TestClient(create_app(Settings(warm=False, processes=0, limits=limits))) as client:
        for _ in range(3):
            assert client.post("/api/games", json=START).status_code == 201
        assert refused(client.post("/api/games", json=START), 503)["detail"]
        codes = [client.get("/api/games/x", headers={"X-Seat": "x"}).status_code for _ in range(4)]
        assert codes[-1] == 429
