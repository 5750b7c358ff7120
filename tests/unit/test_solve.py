"""`zopa.solve` and what is printed and drawn of it."""

import itertools
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from zopa import load, solve
from zopa.build.solve import SOLUTIONS, every_package
from zopa.report.solve_chart import LINE, draw_solutions, solve_chart
from zopa.report.solve_text import solve_text

PIE = "shrinking_pie"


@pytest.fixture(scope="module")
def pie() -> dict[str, Any]:
    return solve(PIE)


def test_perfect_foresight_in_the_shrinking_pie(pie: dict[str, Any]) -> None:
    """Ståhl's 34.28 by lottery, a whole slice less at most without; for ever Rubinstein's 52.63."""
    played = pie["subgame_perfect"]
    assert (played["outcome"], played["round"], played["proposer"]) == ("deal", 1, "first")
    assert played["utilities"]["first"] == pytest.approx(100 * (1 - 0.9**10) / 1.9, abs=1.0)
    assert played["package"] == {"share": 34}
    by_lottery = played["lottery"]
    assert by_lottery["utilities"]["first"] == pytest.approx(100 * (1 - 0.9**10) / 1.9, abs=0.01)
    low, high = by_lottery["without_end"]["utilities"]["first"]
    assert low == pytest.approx(100 / 1.9, abs=0.01)
    assert high == pytest.approx(100 / 1.9, abs=0.01)
    low, high = played["without_end"]["utilities"]["first"]
    assert low <= 100 / 1.9 <= high


def test_the_second_party_moves_first_where_the_file_says_so() -> None:
    played = solve(PIE, ["protocol.order=[second, first]"])["subgame_perfect"]
    assert played["proposer"] == "second"
    assert played["utilities"]["second"] == 34.0


def test_an_ultimatum_leaves_nothing() -> None:
    played = solve("ultimatum")["subgame_perfect"]
    assert played["utilities"] == {"proposer": 10.0, "responder": 0.0}
    assert "one offer" in played["without_end"]


def test_something_outside_binds_or_does_nothing() -> None:
    """With 40 outside the responder, at 66, does not care; with 80 the proposer gets 20."""
    for outside, kept in ((40, 34.0), (80, 20.0)):
        played = solve(PIE, [f"time.outside={{second: {outside}}}"])["subgame_perfect"]
        assert played["utilities"]["first"] == kept


def test_something_inside_helps() -> None:
    played = solve(PIE, ["time.inside={first: 5}"])["subgame_perfect"]
    assert played["utilities"]["first"] > 34.0


def test_a_calendar_is_foreseen_too() -> None:
    played = solve("us_japan_2025")["subgame_perfect"]
    assert played["outcome"] == "deal"
    assert played["date"] == "2025-04-16"
    assert any("threat" in line for line in played["assumes"])
    assert played["without_end"] == "a calendar ends"


def test_three_parties_say_what_is_left_out() -> None:
    solved = solve("three_parties")
    assert set(solved["left_out"]) == {"lotteries", "subgame_perfect"}
    assert "lotteries" not in solved
    assert solved["zone"]["exact"]
    assert solved["zone"]["packages"] == 140
    assert all(solved[name] for name in SOLUTIONS)


def test_offers_that_are_not_made_in_turn_are_left_out() -> None:
    solved = solve("log_roll", ["protocol={kind: monotonic_concession}"])
    assert "in turn" in solved["left_out"]["subgame_perfect"]
    assert "subgame_perfect" not in solved


def test_the_zone_of_the_buyer_and_the_seller_is_12_to_20() -> None:
    solved = solve("buyer_seller")
    assert solved["zone"] == {"packages": 33, "share": 33 / 61, "exact": True, "error": 0.0, "efficient": 33}
    assert solved["ideal"] == {"buyer": 8.0, "seller": 8.0}
    assert solved["area"] == pytest.approx(0.5)


def test_without_a_zone_there_is_nothing_to_solve() -> None:
    solved = solve("buyer_seller", ["parties.buyer.disagreement=6", "parties.seller.disagreement=6"])
    assert solved["zone"]["packages"] == 0
    assert solved["ideal"] is None
    assert not any(solved[name] for name in SOLUTIONS)
    assert not any(solved["lotteries"].values())
    assert solved["subgame_perfect"]["outcome"] == "no deal"
    assert "none: no package" in solve_text(load("buyer_seller").scenario, solved)


def test_weights_count_in_nash_and_in_proportions() -> None:
    solved = solve(PIE, ["parties.first.weight=3"])
    assert solved["nash"][0]["utilities"] == {"first": 75.0, "second": 25.0}
    assert solved["proportional"][0]["utilities"] == {"first": 75.0, "second": 25.0}
    weighted = load(PIE, ["parties.first.weight=3"]).scenario
    assert "gains by the parties' weights" in solve_text(weighted, solved)
    assert "gains by the parties' weights" not in solve_text(load(PIE).scenario, solved)
    assert solved["egalitarian"][0]["utilities"] == {"first": 50.0, "second": 50.0}


@pytest.mark.parametrize("name", [PIE, "log_roll", "three_parties", "ultimatum", "buyer_seller"])
def test_all_of_it_is_json_and_can_be_said(name: str) -> None:
    document = load(name)
    solved = solve(document)
    assert json.loads(json.dumps(solved)) == solved
    said = solve_text(document.scenario, solved)
    assert max(map(len, said.splitlines())) <= 120
    assert "perfect foresight" in said
    assert "Raiffa" in said


def test_what_is_said_of_the_pie(pie: dict[str, Any]) -> None:
    said = solve_text(load(PIE).scenario, pie)
    assert "101 worth signing for all, 100.00 % of those" in said
    assert "and 98 more that tie" in said
    assert "by lottery: the first party 34.28" in said
    assert "if the talks could go on for ever: the first party 50.00 to 55.00" in said
    assert "and by lottery: the first party 52.63, the second party 47.37" in said


@cache
def _drawn(name: str) -> dict[str, Any]:
    document = load(name)
    return draw_solutions(document, solve(document)).to_dict()


def _words(name: str) -> list[dict[str, Any]]:
    """The labels, by rising height."""
    spec = _drawn(name)
    texts = [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]
    rows = [t["data"]["values"] if "values" in t["data"] else spec["datasets"][t["data"]["name"]] for t in texts]
    return next(row for row in rows if row[0]["name"] != "no deal")


def test_points_of_several_solutions_have_one_label() -> None:
    assert [word["name"] for word in _words(PIE)] == [
        "Nash, Kalai–Smorodinsky, egalitarian, Raiffa",
        "perfect foresight",
    ]


@pytest.mark.parametrize("name", ["us_japan_2025", "log_roll", "three_parties"])
def test_labels_keep_apart(name: str) -> None:
    spec = _drawn(name)
    (low, high) = spec["layer"][-1]["encoding"]["y"]["scale"]["domain"]
    heights = sorted(spec["height"] * (word["y"] - low) / (high - low) for word in _words(name) if word["name"])
    assert all(b - a >= LINE - 1e-6 for a, b in itertools.pairwise(heights))


def test_of_packages_that_tie_one_has_the_label() -> None:
    names = [word["name"] for word in _words("us_japan_2025")]
    assert names.count("utilitarian (4 that tie)") == 1
    assert names.count("") == 3


@pytest.mark.parametrize("kind", ["png", "svg", "html"])
def test_a_chart_is_written_and_needs_no_network(tmp_path: Path, kind: str) -> None:
    document = load("ultimatum")
    file = solve_chart(document, solve(document), tmp_path / "new" / f"chart.{kind}")
    written = file.read_bytes()
    assert written.startswith(b"\x89PNG") == (kind == "png")
    if kind == "html":
        assert b"<script src=" not in written
        assert b"cdn." not in written


def test_other_kinds_of_file_are_refused(tmp_path: Path, pie: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"ends in \.png, \.svg or \.html"):
        solve_chart(load(PIE), pie, tmp_path / "chart.gif")


def test_packages_are_listed_where_they_are_few() -> None:
    assert len(every_package(load("log_roll"))) == 10_201
    assert every_package(load("us_japan_2025")) == []
