"""The end of a game, against numbers worked out by hand."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from zopa.build.load import load
from zopa.build.value import payoff_table
from zopa.report.language import Language
from zopa.report.left import left_on_table
from zopa.web.app import create_app
from zopa.web.debrief_bots import ranked, without_people
from zopa.web.debrief_class import Outcome, class_plane
from zopa.web.models import Act, Place, Start
from zopa.web.settings import Settings

SEATS = {"upstream": {"person": True}, "downstream": {"strategy": "boulware"}}
HALVES = {"scenario": "log_roll", "seed": 3, "seats": SEATS}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=None, warm=False)), base_url="http://127.0.0.1") as client:
        yield client


def played(client: TestClient, start: dict[str, Any], moves: list[dict[str, Any]]) -> tuple[str, dict[str, str]]:
    """A game played to its end: its path and its key."""
    answer = client.post("/api/games", json=start)
    assert answer.status_code == 201, answer.text
    game, (key,) = answer.json()["id"], answer.json()["keys"].values()
    state, head = answer.json()["state"], {"X-Seat": key}
    for move in [*moves, {"do": "hand_over"}]:
        if state["end"] is None:
            answer = client.post(f"/api/games/{game}/moves", json={"at": state["at"], "act": move}, headers=head)
            assert answer.status_code == 200, answer.text
            state = answer.json()
    return f"/api/games/{game}", head


@pytest.fixture(scope="module")
def halves(client: TestClient) -> dict[str, Any]:
    """Half of the water and half of the power for each, offered until it is accepted."""
    path, head = played(client, HALVES, [{"do": "offer", "package": {"water": 50, "power": 50}}] * 100)
    answer: dict[str, Any] = client.get(f"{path}/debrief", headers=head).json()
    return answer


def test_halves_leave_21_or_25_points_on_the_table(halves: dict[str, Any]) -> None:
    """All water and 28 of the power: 60 + 11.2 = 71.2 and 50.4. Or water 84, no power: 50.4, and 4.8 + 70 = 74.8."""
    assert halves["worth"] == {"upstream": 50.0, "downstream": 50.0}
    assert halves["no_deal"] == {"upstream": 0.0, "downstream": 0.0}
    left = halves["left"]
    assert left["most"] == {"upstream": pytest.approx(21.2), "downstream": pytest.approx(24.8)}
    assert not left["nothing"]
    assert halves["nash"] == {"upstream": pytest.approx(60.0), "downstream": pytest.approx(70.0)}


def test_the_smallest_swap_trades_water_for_power(halves: dict[str, Any]) -> None:
    """One issue alone only moves points; water 100 and power p bring 10 + 0.4 p and 20 − 0.7 p: even at p = 9."""
    step = halves["left"]["step"]
    assert step["package"] == {"water": 100, "power": 9}
    assert step["gain"] == {"upstream": pytest.approx(13.6), "downstream": pytest.approx(13.7)}
    water, power = step["changes"]
    assert (water["issues"], water["before"], water["after"]) == (["water"], [50], [100])
    assert water["gain"] == {"upstream": pytest.approx(30.0), "downstream": pytest.approx(-15.0)}
    assert power["gain"] == {"upstream": pytest.approx(-16.4), "downstream": pytest.approx(28.7)}


def test_the_plane_has_the_path_and_its_numbers_as_a_table(halves: dict[str, Any]) -> None:
    rows = {row[0]: row[1:] for row in halves["plane"]["table"]["rows"]}
    assert rows["round 1: offer of the upstream town"] == [50.0, 50.0]
    assert rows["Nash"] == [60.0, 70.0]
    assert rows[f"the deal (round {halves['round']})"] == [50.0, 50.0]
    assert "up to 21.20 for the upstream town" in halves["plane"]["title"]
    assert len(halves["plane"]["specs"]) == 1


def test_the_parts_add_up_and_the_opponent_is_named_with_its_paper(halves: dict[str, Any]) -> None:
    assert sum(halves["parts"].values()) == pytest.approx(halves["annual"]["upstream"])
    assert [(one["what"], one["worth"]) for one in halves["items"]] == [
        ("upstream's share of the water", 30.0), ("upstream's share of the power", 20.0),
    ]  # fmt: skip
    (other,) = halves["people"]
    assert (other["party"], other["strategy"], other["person"]) == ("downstream", "boulware", False)
    assert other["source"].startswith("Faratin, Sierra & Jennings (1998)")
    assert other["settings"] == {"beta": "0.2"}


def test_a_shrunken_pie_is_efficient_but_brought_less(client: TestClient) -> None:
    """First asks for 60 in rounds 1 and 3; a deal in round r pays 0.9 ** (r − 1) of its face value."""
    start = {"scenario": "shrinking_pie", "seats": {"first": {"person": True}, "second": {"strategy": "linear"}}}
    path, head = played(client, start, [{"do": "offer", "package": {"share": 60}}, {"do": "refuse"}] * 10)
    found = client.get(f"{path}/debrief", headers=head).json()
    worth, shrunk = found["worth"], 0.9 ** (found["round"] - 1)
    assert found["round"] > 1
    assert worth["first"] + worth["second"] == pytest.approx(100.0)
    assert found["left"]["nothing"]
    assert found["left"]["most"] == {"first": 0.0, "second": 0.0}
    assert found["annual"] == {name: pytest.approx(shrunk * own) for name, own in worth.items()}
    assert found["gained"] == pytest.approx(shrunk * worth["first"])
    assert found["nash"] == {"first": pytest.approx(50.0), "second": pytest.approx(50.0)}


def test_the_real_deal_is_that_of_zopa_value(client: TestClient) -> None:
    path, head = played(client, {"seed": 3, "seats": {"japan": {"person": True}}}, [])
    real = client.get(f"{path}/debrief?lang=ja", headers=head).json()["real"]
    table = payoff_table(load("us_japan_2025"), "actual_deal")["actual_deal"]
    assert real["central"] == {party: row["total"] for party, row in table.items()}
    assert "Executive Order 14345" in real["source"]
    assert real["package"]["investment"] == 550
    assert real["here"] != real["central"], "each game draws its own payoffs"


def test_strategies_play_in_ones_seat_against_the_same_others(client: TestClient) -> None:
    """Everything is known here: all games of a strategy are the same, 63.6 against the 50 of halves."""
    path, head = played(client, HALVES, [{"do": "offer", "package": {"water": 50, "power": 50}}] * 100)
    found = client.get(f"{path}/bots", headers=head).json()
    assert (found["games"], found["better"], found["same"]) == (1000, 0.0, 0.0)
    assert found["row"]["mean"] == {"upstream": pytest.approx(63.6), "downstream": pytest.approx(63.7)}
    assert found["row"]["here"] == {"upstream": pytest.approx(63.6), "downstream": pytest.approx(63.7)}
    assert "Grey dots are 1,000 games" in found["plane"]["alt"]
    other = client.get(f"{path}/bots?strategy=hardliner", headers=head).json()
    assert other["plane"] is None
    assert other["row"]["mean"] == {"upstream": pytest.approx(100.0), "downstream": pytest.approx(0.0)}
    assert client.get(f"{path}/bots?strategy=nobody", headers=head).status_code == 404


def test_ranks_count_ties_apart() -> None:
    assert ranked(3.0, np.array([1.0, 2.0, 3.0, 3.0 + 1e-12, 5.0])) == (0.4, 0.4)


def test_nothing_of_a_person_goes_into_the_strategies_games() -> None:
    start = Start(
        seats={"us": Place(strategy="hidden"), "japan": Place(person=True, strategy="boulware", since=3)},
        moves=(Act(do="refuse"),),
    )  # fmt: skip
    again = without_people(start, "japan", "")
    assert again.seats == {"us": Place(strategy="hidden"), "japan": Place()}
    assert again.moves == ()


def test_it_is_told_to_the_seats_of_a_game_that_is_over(client: TestClient) -> None:
    opened = client.post("/api/games", json=HALVES).json()
    path, head = f"/api/games/{opened['id']}", {"X-Seat": opened["keys"]["upstream"]}
    for what in ("debrief", "bots"):
        assert client.get(f"{path}/{what}", headers=head).status_code == 409
        assert client.get(f"{path}/{what}", headers={"X-Seat": "nobody"}).status_code == 403


def test_bets_are_set_against_what_came(client: TestClient) -> None:
    opened = client.post("/api/games", json=HALVES).json()
    path, head = f"/api/games/{opened['id']}", {"X-Seat": opened["keys"]["upstream"]}
    for question, answer in (("annual", 70.0), ("agreed", "no"), ("issue:water", 80.0), ("lesson.other", 1.0)):
        body = {"question": question, "answer": answer}
        assert client.post(f"{path}/bets", json=body, headers=head).status_code == 204
    client.post(f"{path}/moves", json={"at": 0, "act": {"do": "hand_over"}}, headers=head)
    bets = client.get(f"{path}/debrief", headers=head).json()["bets"]
    assert [(one["question"], one["came"]) for one in bets] == [
        ("annual", pytest.approx(63.6)), ("agreed", "yes"), ("issue:water", 100.0), ("lesson.other", None),
    ]  # fmt: skip


def test_what_home_would_not_ratify_was_not_left_on_the_table() -> None:
    """With nothing allowed but the deal itself, nothing was left."""
    from dataclasses import replace

    import zopa
    from zopa.report.ended import Ended

    talks = zopa.Talks("log_roll", overrides=["parties.downstream.strategy.kind=hardliner"])
    talks.play_out()
    ended = Ended.of(talks)
    ended = replace(ended, package=np.array([50, 50], dtype=np.int16))
    free = left_on_table(ended, ended.ground())
    assert free.most == pytest.approx([21.2, 24.8])
    only = np.isin(np.arange(ended.game.space.cells), ended.game.space.first[:-1] + 50)
    shut = left_on_table(replace(ended, allowed=only), ended.ground())
    assert shut.nothing
    assert shut.step is None


def test_a_class_stands_on_one_plane() -> None:
    document = load("log_roll")
    outcomes = [
        Outcome("Aiko", {"upstream": 60.0, "downstream": 70.0}, True),
        Outcome("Ben", {"upstream": 0.0, "downstream": 0.0}, False),
        Outcome("Chloé", {"upstream": 0.0, "downstream": 0.0}, False),
    ]
    figure = class_plane(document, outcomes, Language("en"))
    assert figure.title == "1 of 3 games ended with a deal"
    assert figure.table.rows[:2] == (("Aiko", "deal", 60.0, 70.0), ("Ben", "no deal", 0.0, 0.0))
    assert ("Nash", "", 60.0, 70.0) in figure.table.rows
    text = str(figure.specs)
    assert "Ben, Chloé" in text, "games that came to the same share a mark"
    assert class_plane(document, outcomes, Language("ja"), narrow=True).title != figure.title
