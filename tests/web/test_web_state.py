"""A game's state: what a party may know, and nothing else; payoffs that a page can work out by itself."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from zopa.game.values import value_of
from zopa.web.models import Act, Place, Start
from zopa.web.scenarios import Scenarios
from zopa.web.settings import Settings
from zopa.web.sitting import Sitting
from zopa.web.state import state_of
from zopa.web.store import Kept


@pytest.fixture(scope="module")
def scenarios() -> Scenarios:
    return Scenarios(Settings())


def sat(scenarios: Scenarios, **start: Any) -> Sitting:
    made = Start(**start)
    return Sitting(made, scenarios.setup(made))


def seen(sitting: Sitting, party: str | None, lang: str = "en") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(state_of(Kept("one", sitting.start, {}), sitting, party, lang).model_dump_json())
    return found


def person(*parties: str, **others: str) -> dict[str, Place]:
    return {name: Place(person=True) for name in parties} | {
        name: Place(strategy=kind) for name, kind in others.items()
    }


def worth_of(state: dict[str, Any], package: dict[str, Any], worth: str = "worth") -> float:
    """As the page works it out: the sum over clusters of the cell that the levels stand for."""
    issues, total = state["table"]["issues"], 0.0
    for cluster in state["clusters"]:
        levels = [issues[i]["levels"].index(package[issues[i]["name"]]) for i in cluster["issues"]]
        total += cluster[worth][cluster["cells"].index(levels)]
    return total


def packages(sitting: Sitting, count: int) -> Iterator[np.ndarray]:
    draw = np.random.default_rng(7)
    space = sitting.talks.space
    for _ in range(count):
        yield np.array([draw.integers(len(cells)) for cells in space.combinations], dtype=np.int16)


@pytest.mark.parametrize(
    ("name", "party"), [("us_japan_2025", "japan"), ("us_japan_2025", "us"), ("three_parties", "birch")]
)
def test_payoffs_from_the_state_are_the_servers(scenarios: Scenarios, name: str, party: str) -> None:
    sitting = sat(scenarios, scenario=name, seed=4, seats=person(party))
    state, me = seen(sitting, party), sitting.parties.index(party)
    view, space = sitting.seats.seen_by(me).view, sitting.talks.space
    for package in packages(sitting, 20):
        server = float(value_of(view.cells, package[None, :], space.first)[0])
        assert worth_of(state, dict(space.read(package))) == pytest.approx(server, abs=1e-9)
    assert state["no_deal"] == pytest.approx(float(view.reservation[0]))


def test_closed_levels_and_who_closes_them_are_those_that_the_server_refuses(scenarios: Scenarios) -> None:
    sitting = sat(scenarios, seed=5, world=2, seats=person("japan"))
    state = seen(sitting, "japan")
    autos = state["clusters"][0]
    shut = [cell for cell, open_ in enumerate(autos["possible"]) if not open_]
    assert shut
    assert autos["shut"]
    assert all(any(not one["keeps"][cell] for one in autos["shut"]) for cell in shut)
    level = state["table"]["issues"][0]["levels"][autos["cells"][shut[0]][0]]
    with pytest.raises(Exception, match="cannot be offered"):
        sitting.act(Act(do="offer", package={**state["turn"]["best"], "autos": level}))


def test_the_other_sides_payoffs_are_not_in_the_json_unless_they_are_known(scenarios: Scenarios) -> None:
    sitting = sat(scenarios, seed=3, seats=person("japan"))
    for _ in range(16):
        sitting.act(Act(do="refuse"))
    state = seen(sitting, "japan")
    assert state["table"]["information"] == "prior"
    assert any(one["kind"] == "offer" and one["party"] == "us" for one in state["events"])
    for event in state["events"]:
        assert set(event["worth"]) <= {"japan"}
        assert set(event["no_deal"]) <= {"japan"}
        assert event["party"] == "japan" or (event["wants"], event["why"], event["blocked"]) == (None, "", [])
    assert state["theirs"] == {}
    assert all(cluster["theirs"] == {} for cluster in state["clusters"])

    known = sat(scenarios, scenario="log_roll", seats=person("upstream"))
    open_ = seen(known, "upstream")
    assert open_["theirs"] == {"downstream": 0.0}
    package = {"water": 30, "power": 60}
    row = known.talks.space.find(package)
    other = known.seats.seen_by(0).view.others[0].cells
    server = float(value_of(other, row[None, :], known.talks.space.first)[0])
    theirs = [{**cluster, "theirs": cluster["theirs"]["downstream"]} for cluster in open_["clusters"]]
    assert worth_of({**open_, "clusters": theirs}, package, "theirs") == pytest.approx(server)


def test_a_hidden_opponent_has_a_name_only_once_the_talks_are_over(scenarios: Scenarios) -> None:
    sitting = sat(scenarios, scenario="log_roll", seed=9, seats=person("upstream", downstream="hidden"))
    drawn = sitting.setup.strategies["downstream"]
    state = seen(sitting, "upstream")
    assert [party["strategy"] for party in state["table"]["parties"]] == [None, None]
    assert drawn not in json.dumps({**state, "link": ""})
    sitting.act(Act(do="leave"))
    assert seen(sitting, "upstream")["table"]["parties"][1]["strategy"] == drawn


def test_a_sealed_offer_stays_hidden_until_all_have_made_theirs(scenarios: Scenarios) -> None:
    start = {"scenario": "log_roll", "changes": ("protocol.kind=monotonic_concession",)}
    sitting = sat(scenarios, **start, seats=person("upstream", "downstream"))
    assert seen(sitting, "upstream")["turn"]["sealed"]
    sitting.act(Act(do="offer", package={"water": 83, "power": 17}))
    assert [one["party"] for one in seen(sitting, "upstream")["events"]] == ["upstream"]
    other = seen(sitting, "downstream")
    assert other["events"] == []
    assert other["turn"]["offer"] is None
    sitting.act(Act(do="offer", package={"water": 10, "power": 20}))
    assert {one["party"] for one in seen(sitting, "downstream")["events"]} == {"upstream", "downstream"}


def test_a_game_that_is_replayed_is_in_the_same_state(scenarios: Scenarios) -> None:
    sitting = sat(scenarios, seed=11, seats=person("us"))
    for number in range(20):
        turn = seen(sitting, "us")["turn"]
        offers = turn["may_propose"] and not turn["nothing"] and number % 2 == 0
        says = ({"kind": "celebration"},) if number == 12 else ()
        sitting.act(
            Act.model_validate(
                {"do": "offer" if offers else "refuse", "package": turn["best"] if offers else None, "says": says}
            )
        )
    again = Sitting(sitting.start, sitting.setup)
    for party in ("us", "japan", None):
        assert seen(again, party) == seen(sitting, party)


def test_the_calendar_says_what_is_known_and_no_more(scenarios: Scenarios) -> None:
    sitting = sat(scenarios, seed=1, seats=person("japan", us="boulware"))
    marks = seen(sitting, "japan")["marks"]
    found = {(mark["kind"], mark["date"]) for mark in marks if mark["kind"] != "round"}
    assert ("election", "2025-07-20") in found
    assert ("event", "2025-06-16") in found
    assert ("threat", "2025-07-09") in found
    assert ("threat", "2025-08-01") not in found  # the letter of 7 July
    while sitting.turn and (seen(sitting, "japan")["date"] or "") < "2025-07-09":
        sitting.act(Act(do="refuse"))
    later = {(mark["kind"], mark["date"]) for mark in seen(sitting, "japan")["marks"]}
    assert ("threat", "2025-08-01") in later

    undated = seen(sat(scenarios, scenario="log_roll", seats=person("upstream")), "upstream")
    assert undated["marks"] == []
    assert undated["table"]["dates"] == []


def test_notices_and_reasons_come_in_the_language_asked_for(scenarios: Scenarios) -> None:
    sitting = sat(scenarios, seed=5, seats=person("japan"))
    english, japanese = seen(sitting, "japan"), seen(sitting, "japan", "ja")
    assert "Nothing may be offered today" in " ".join(english["notices"])
    assert "今日は何も提案できません" in " ".join(japanese["notices"])
    assert "今日は" in japanese["turn"]["nothing"]
    assert [one["kind"] for one in english["turn"]["says"]] == [one["kind"] for one in japanese["turn"]["says"]]


def test_only_statements_that_somebody_listens_to_can_be_made(scenarios: Scenarios) -> None:
    def kinds(sitting: Sitting, party: str) -> set[str]:
        return {one["kind"] for one in seen(sitting, party)["turn"]["says"]}

    japan = sat(scenarios, seed=1, seats=person("japan"))
    assert kinds(japan, "japan") == {"red_line", "celebration", "patience", "hint", "denial", "use"}
    assert kinds(sat(scenarios, seed=1, seats=person("us")), "us") == {"red_line", "celebration", "patience"}
    deaf = (
        "mechanisms.us_ears.active=false",
        "mechanisms.japan_audience.active=false",
        "mechanisms.bond_market.active=false",
    )
    assert kinds(sat(scenarios, seed=1, seats=person("japan"), changes=deaf), "japan") == set()
    audience = next(part for name, part in japan.talks.play.mechanisms if name == "japan_audience")
    cost = float(np.ravel(audience.cost)[0] * np.ravel(audience.worth)[0])  # type: ignore[attr-defined]
    line = next(one for one in seen(japan, "japan")["turn"]["says"] if one["kind"] == "red_line")
    assert f"{cost:.2f} bn USD/yr" in line["about"][0]


def test_those_at_home_are_told_with_what_they_had_at_the_start(scenarios: Scenarios) -> None:
    state = seen(sat(scenarios, seed=1, seats=person("japan")), "japan")
    own = {home["name"]: home for home in state["homes"] if home["base"] is not None}
    assert {"voters", "car_makers", "farm_coops"} <= set(own)
    assert all(home["party"] == "japan" for home in own.values())
    support = sum(home["weight"] * home["start"] for home in own.values())
    assert support == pytest.approx(state["approval"], abs=0.1)
