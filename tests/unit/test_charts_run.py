"""Charts of a run: what stands where, against the tables that they are drawn from."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import zopa
from unit.run_folders import deals, write_run
from zopa.experiments.results import Results
from zopa.experiments.verdicts import verdicts
from zopa.report.charts.central import Worth
from zopa.report.charts.expected import expectations
from zopa.report.charts.gains import who_gains
from zopa.report.charts.gallery import of_run
from zopa.report.charts.levels import MOST_PARTS, levels_by_factor, levels_by_issue
from zopa.report.charts.plane import MOST_EFFICIENT, frontier, outcome_plane
from zopa.report.charts.timing import timing
from zopa.report.charts.worlds import Worlds, point_label
from zopa.report.exhibit import Exhibit
from zopa.report.language import Language

EN, JA = Language("en"), Language("ja")
DATES = [
    (dt.date(2025, 7, 9), "the pause ends", "deadline"),
    (dt.date(2025, 7, 20), "the upper house votes", "election"),
    (dt.date(2031, 1, 1), "far away", "other"),
]


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("runs") / "flagship"
    zopa.run("us_japan_2025", worlds=30, out=folder)
    return Results.open(folder)


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("runs") / "towns"
    zopa.run("log_roll", worlds=5, out=folder)
    return Results.open(folder)


def rows_with(exhibit: Exhibit, *keys: str) -> list[list[dict[str, Any]]]:
    """The data of a chart that have these columns."""
    found = []
    for text in exhibit.chart.to_dict()["datasets"].values():
        if text.startswith("["):
            some = json.loads(text)
        else:
            head, *lines = [line.split(",") for line in text.strip().split("\n")]
            some = [dict(zip(head, line, strict=True)) for line in lines]
        if some and set(some[0]) == set(keys):
            found.append(some)
    return found


@pytest.mark.parametrize("say", [EN, JA], ids=["en", "ja"])
def test_every_chart_of_the_flagship_is_small_and_described(flagship: Results, say: Language) -> None:
    found = of_run(flagship, say, dates=DATES)
    assert [one.name for one in found] == ["outcome-plane", "levels", "timing", "gains"]
    for one in found:
        told = one.chart.to_dict()
        assert len(json.dumps(told)) <= 61_440
        assert told["description"] == one.alt
        assert all(len(row) == len(one.table.columns) for row in one.table.rows)
        assert re.fullmatch(r"[a-z0-9-]+", one.name)


def test_charts_are_the_same_every_time(towns: Results) -> None:
    first, second = (of_run(towns, EN) for _ in range(2))
    assert [one.chart.to_dict() for one in first] == [one.chart.to_dict() for one in second]


def test_the_plane_shows_every_world_and_the_means(flagship: Results) -> None:
    found = outcome_plane(flagship, EN)
    assert found is not None
    frame = flagship.frame()
    (worlds,) = rows_with(found, "x", "y", "d")
    assert len(worlds) == 30
    assert sum(int(row["d"]) for row in worlds) == frame.agreed.sum()
    mean = next(row for row in found.table.rows if row[0] == "mean of all worlds")
    assert mean[1] == pytest.approx(frame.annual_us.mean(), rel=1e-6)
    assert mean[4] == pytest.approx(frame.annual_japan.mean(), rel=1e-6)
    low, high = float(str(mean[2])), float(str(mean[3]))
    assert low < frame.annual_us.mean() < high
    assert {"actual deal", "Nash", "no deal at the start"} <= {str(row[0]) for row in found.table.rows}


def test_theory_of_the_towns_is_where_solve_puts_it(towns: Results) -> None:
    found = outcome_plane(towns, EN)
    assert found is not None
    spots = {row[0]: (row[1], row[4]) for row in found.table.rows}
    assert spots["Nash"] == (60.0, 70.0)
    assert spots["no deal at the start"] == (0.0, 0.0)
    assert "mean of worlds without a deal" not in spots


def test_a_long_frontier_is_thinned_and_keeps_its_ends() -> None:
    points = [{"utilities": {"a": float(at), "b": 1000.0 - at}} for at in range(1000)]
    found = frontier({"pareto": points}, ("a", "b"))
    assert len(found) == MOST_EFFICIENT
    assert (found[0], found[-1]) == ((0.0, 1000.0), (999.0, 1.0))


def test_levels_are_shares_of_deals(flagship: Results) -> None:
    found = levels_by_issue(flagship, EN)
    assert found is not None
    frame = flagship.frame()
    parts = next(some for some in rows_with(found, "s", "l", "a", "b", "m", "w", "c", "t", "f") if len(some) > 17)
    cars = {row["l"]: row["w"] for row in parts if row["s"].startswith("Tariff on cars")}
    shares = frame.autos.dropna().value_counts(normalize=True)
    assert cars == {f"{level:g}": pytest.approx(share, abs=1e-4) for level, share in shares.items()}
    row = next(row for row in found.table.rows if str(row[0]).startswith("Tariff on cars"))
    assert row[1] == frame.agreed.sum()
    assert row[3] == "15"


def test_many_levels_stand_in_ranges(tmp_path: Path) -> None:
    issues = {"price": {"title": "the price", "unit": "coins", "levels": [float(at) for at in range(100)]}}
    what = {**zopa_said(issues), "unit": "coins"}
    agreed = [True] * 50
    point = deals(agreed, [1.0] * 50, [1.0] * 50, price=[float(2 * at) for at in range(50)])
    game = {"issues": {"price": {"levels": list(range(100))}}}
    results = Results.open(write_run(tmp_path / "run", [point], what=what))
    worlds = Worlds(results, EN, 0, ("price",))
    np.testing.assert_array_equal(worlds.agreed_levels(results.about.issues[0]), np.arange(0, 100, 2))
    assert game
    found = levels_by_factor(
        Results.open(write_run(tmp_path / "two", [point, point], {"delay": [0.1, 0.2]}, what)), EN, "price", "delay"
    )
    assert found is not None
    assert found.name == "levels-price-delay"
    parts = rows_with(found, "s", "l", "a", "b", "m", "w", "c", "t", "f")[0]
    assert len(parts) == 2 * (MOST_PARTS - 1)
    assert sum(row["w"] for row in parts) == pytest.approx(2.0, abs=1e-3)
    assert parts[0]["l"].startswith("0–")


def zopa_said(issues: dict[str, Any]) -> dict[str, Any]:
    from unit.run_folders import said

    return said(issues=issues)


def test_deals_are_counted_by_week_and_dates_stand_among_them(flagship: Results) -> None:
    found = timing(flagship, EN, dates=DATES)
    assert found is not None
    frame = flagship.frame()
    assert sum(int(str(row[1])) for row in found.table.rows) == frame.agreed.sum()
    (bars,) = rows_with(found, "a", "b", "share", "week")
    assert sum(row["share"] for row in bars) == pytest.approx(frame.agreed.mean(), abs=1e-3)
    assert all(dt.date.fromisoformat(row["week"]).weekday() == 0 for row in bars)
    drawn = [row["name"] for some in rows_with(found, "a", "name") for row in some]
    assert set(drawn) == {"the pause ends", "the upper house votes"}
    assert "2031-01-01 far away" in found.table.note
    dates = frame.date.dropna().sort_values()
    assert f"by {dates.iloc[(len(dates) - 1) // 2].date()}" in found.title


def test_rounds_stand_for_dates_where_there_are_none(towns: Results) -> None:
    found = timing(towns, EN, dates=DATES)
    assert found is not None
    assert found.title == "Half of the deals come by round 82; every world ends with one"
    assert found.table.rows == (("82–84", 5, "100.0 %", "100.0 %"),)


def test_gains_add_up_to_payoffs_where_nothing_else_counts(towns: Results) -> None:
    found = who_gains(towns, EN)
    assert found is not None
    total = found.table.rows[-1]
    frame = towns.frame()
    assert total[1:] == (pytest.approx(frame.payoff_upstream.mean()), pytest.approx(frame.payoff_downstream.mean()))


def test_gains_are_worth_of_levels_less_the_base_in_each_world(flagship: Results) -> None:
    found = who_gains(flagship, EN, base="actual_deal")
    assert found is not None
    worth = Worth.of_worlds(flagship, 0, 30)
    frame = flagship.frame()
    issue = worth.space.issues.index("rice")
    k = next(k for k, cluster in enumerate(worth.space.clusters) if cluster == (issue,))
    first, levels = int(worth.space.first[k]), list(worth.space.levels[issue])
    slow = []
    for world, agreed, rice in zip(frame.world, frame.agreed, frame.rice, strict=True):
        if agreed:
            own = worth.cells["japan"][world]
            slow.append(own[first + levels.index(rice)] - own[first + levels.index(260)])
    row = next(row for row in found.table.rows if str(row[0]).startswith("More rice"))
    assert row[2] == pytest.approx(np.mean(slow), rel=1e-5)


def test_without_a_deal_there_is_nothing_to_draw(tmp_path: Path) -> None:
    results = Results.open(write_run(tmp_path / "run", [deals([False] * 4, [0.0] * 4)]))
    assert timing(results, EN) is None
    assert levels_by_issue(results, EN) is None
    assert who_gains(results, EN) is None


def test_points_are_named_by_their_factors(tmp_path: Path) -> None:
    point = deals([True], [1.0])
    results = Results.open(write_run(tmp_path / "run", [point, point], {"tactic": ["tit_for_tat", "boulware"]}))
    assert point_label(results, 0) == "tactic: tit for tat"


def test_expectations_stand_against_their_bounds(tmp_path: Path) -> None:
    few, many = ([world < count for world in range(200)] for count in (20, 150))
    points = [deals(some, [1.0] * 200) for some in (few, many)]
    experiment = {
        "levers": {"delay": {"path": "time.discount", "levels": [0.9, 0.95]}},
        "outcomes": {"agreement": {"statistic": "share", "that": {"agreed": True}}},
        "expect": [
            {"id": "x.a", "clause": "more deals", "measure": {"statistic": "share", "that": {"agreed": True}},
             "along": "delay", "relation": "increases", "margin": 0.1},
            {"id": "x.b", "clause": "fewer deals", "measure": {"statistic": "share", "that": {"agreed": True}},
             "along": "delay", "relation": "decreases"},
        ],
    }  # fmt: skip
    results = Results.open(write_run(tmp_path / "run", points, {"delay": [0.9, 0.95]}, experiment=experiment))
    found = expectations(verdicts(results), EN)
    assert found is not None
    assert found.title == "1 of 2 expectations hold, 1 fail, 0 undecided"
    first, second = found.table.rows
    assert (first[0], first[3], first[6], first[7]) == ("x.a", "65.0", "10.0", "holds")
    assert (second[0], second[6], second[7]) == ("x.b", "0.0", "fails")
    marks = [row for some in rows_with(found, "s", "v", "a", "b", "k") for row in some]
    assert [row["v"] for row in marks] == [65.0, 65.0]
    (rises,), (falls,) = rows_with(found, "a", "b")
    assert rises["a"] == 10.0
    assert rises["b"] > 65.0
    assert falls["a"] < falls["b"] == 0.0
    assert expectations([], EN) is None
