"""`zopa sensitivity`: tables, JSON and charts of small runs of every design, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zopa.cli.sensitivity import sensitivity_command
from zopa.experiments.folder import Folder
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.report.sensitivity_run import sensitivity
from zopa.report.sensitivity_text import sensitivity_text
from zopa.report.tornado import DUMMY, draw_tornado

SCENARIO = """\
schema_version: 1
name: sale
title: A house for sale
unit: coins
issues:
  price: {title: the price, unit: coins, levels: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150]}
quantities:
  worth: {low: 60, central: 100, high: 140, unit: coins, basis: assumption, source: made up}
  cost: {low: 40, central: 50, high: 60, unit: coins, basis: assumption, source: made up}
parties:
  seller:
    name: the seller
    strategy: {kind: linear}
    payoffs: {price: [{kind: linear, slope: 1, origin: cost}]}
  buyer:
    name: the buyer
    strategy: {kind: linear}
    payoffs: {price: [{kind: linear, slope: -1, origin: worth}]}
protocol: {kind: alternating_offers, order: [seller, buyer]}
time: {kind: lump, rounds: 6}
"""

EXPERIMENT = """\
schema_version: 1
id: sale
title: What the price of a house depends on
scenario: sale.yaml
levers:
  strategy:
    title: strategy of the seller
    path: parties.seller.strategy
    levels: {tough: {kind: boulware}, soft: {kind: conceder}}
uncertainties:
  worth_of_it: {title: worth to the buyer, unit: coins, draw: worth, low: 80, high: 150}
  idle: {path: about, levels: [one, other]}
seed: 1
worlds: 20
outcomes:
  agreement: {statistic: share, that: {agreed: true}}
  gain: {statistic: mean, of: payoff_seller}
  price: {statistic: mean, of: price, where: {agreed: true}}
  always: {statistic: share, that: {agreed: [true, false]}}
"""

Play = Callable[..., Results]


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Run the experiment with some lines changed; the same one only once."""
    base, done = tmp_path_factory.mktemp("sale"), {}

    def once(design: str, *changes: tuple[str, str]) -> Results:
        text = EXPERIMENT + design
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        if text not in done:
            here = base / str(len(done))
            here.mkdir()
            (here / "sale.yaml").write_text(SCENARIO, encoding="utf-8")
            (here / "experiment.yaml").write_text(text, encoding="utf-8")
            run_plan(make_plan(read_study(here / "experiment.yaml")), Folder(here / "run"), Options())
            done[text] = here / "run"
        return Results.open(done[text])

    return once


GRID = ("draw: worth, low: 80, high: 150", "draw: worth")


def asked(results: Results, capsys: pytest.CaptureFixture[str], outcome: str | None = None) -> dict[str, Any]:
    sensitivity_command(str(results.folder), outcome, str(results.folder / "some.svg"), as_json=True)
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_sobol(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    results = play("design: sobol\npoints: 8\n")
    said = asked(results, capsys)
    assert (said["design"], list(said["outcomes"])) == ("sobol", ["agreement", "gain", "price", "always"])
    gain = said["outcomes"]["gain"]
    assert (gain["method"], gain["ranked_by"], gain["size"], gain["number"], gain["unit"]) == (
        "sobol", "total", 8, 40, "coins",
    )  # fmt: skip
    found = {one["name"]: one for one in gain["factors"]}
    assert found["idle"]["verdict"] == "changes nothing"
    assert found["idle"]["total"] == {"value": 0.0, "low": 0.0, "high": 0.0}
    assert found["idle"]["swing"] is None
    assert gain["factors"][0]["total"]["value"] > 0.3
    assert found["worth_of_it"]["title"] == "worth to the buyer"
    swing = found["worth_of_it"]["swing"]
    assert swing["fifths"]
    assert swing["low"]["mean"] < swing["high"]["mean"]
    assert [level["level"] for level in found["strategy"]["swing"]["levels"]] == ["soft", "tough"]
    dummy = gain["dummy"]["total"]
    assert dummy["low"] < 0.0 < dummy["high"]
    assert said["outcomes"]["always"]["refused"].startswith("the outcome does not vary")


def test_the_table_and_the_charts(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    results = play("design: sobol\npoints: 8\n")
    sensitivity_command(str(results.folder), None, None, as_json=False)
    shown = capsys.readouterr()
    head = "gain: mean of payoff_seller\nSobol indices from a base sample of 8 (40 points), 20 worlds each."
    assert head in shown.out
    assert "Changes nothing anywhere: idle." in shown.out
    assert "Worth to the buyer (coins)" in shown.out
    assert "(does nothing)" in shown.out
    assert "nothing can be said: the outcome does not vary" in shown.out
    assert "Khorashadi Zadeh et al. 2017" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 100
    for name in ("tornado.png", "tornado.svg"):
        assert (results.folder / name).stat().st_size > 1000
        assert name in shown.err


def data(spec: dict[str, Any], chart: dict[str, Any]) -> list[dict[str, Any]]:
    held = chart["data"]
    rows: list[dict[str, Any]] = spec["datasets"][held["name"]] if "name" in held else held["values"]
    return rows


def test_what_is_drawn(play: Play) -> None:
    found = sensitivity(play("design: sobol\npoints: 8\n"))
    spec = draw_tornado(found, "A house").to_dict()
    assert len(spec["vconcat"]) == 2  # those that do not vary are left out
    left, right = spec["vconcat"][0]["hconcat"]
    order = left["layer"][1]["encoding"]["y"]["sort"]
    assert order[-1] == DUMMY
    assert set(order[:-1]) == {"Strategy of the seller", "Worth to the buyer (coins)", "idle"}
    assert left["layer"][0]["mark"]["color"] == "#BBBBBB"
    rows = data(spec, right["layer"][1])
    assert [row["factor"] for row in rows if row["kind"] == "total"] == order
    assert [row["factor"] for row in rows if row["dummy"]] == [DUMMY, DUMMY]
    ends = data(spec, left["layer"][3])
    assert "idle" not in {end["factor"] for end in ends}
    assert [end["text"] for end in data(spec, left["layer"][5]) if end["factor"] == "idle"] == ["changes nothing"]
    assert {end["text"] for end in ends if end["factor"] == "Strategy of the seller"} == {"tough", "soft"}
    assert {end["text"][0] for end in ends if end["factor"].startswith("Worth")} == {"≤", "≥"}


def test_morris(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    results = play("design: morris\npoints: 5\n")
    gain = asked(results, capsys, "gain")["outcomes"]["gain"]
    assert (gain["method"], gain["ranked_by"], gain["size"], gain["number"]) == ("morris", "mu_star", 5, 20)
    found = {one["name"]: one for one in gain["factors"]}
    assert found["worth_of_it"]["mu"]["value"] > 0.0
    assert found["worth_of_it"]["verdict"] == "matters"
    assert found["idle"]["verdict"] == "changes nothing"
    assert found["idle"]["mu_star"]["value"] == 0.0
    assert gain["dummy"]["mu_star"]["value"] > 0.0  # the worlds differ


def test_a_grid(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(play("design: grid\n", GRID), capsys)["outcomes"]
    gain = said["gain"]
    assert (gain["method"], gain["size"]) == ("grid", 12)
    found = {one["name"]: one for one in gain["factors"]}
    assert found["idle"]["first_order"]["value"] == pytest.approx(0.0, abs=1e-12)
    shares = [one["first_order"]["value"] for one in gain["factors"]]
    assert 0.5 < sum(shares) < 1.0
    assert [level["level"] for level in found["worth_of_it"]["swing"]["levels"]] == [60.0, 100.0, 140.0]


def test_given_data_of_a_sample_with_points_that_have_no_deal(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    results = play("design: lhs\npoints: 24\nluck: independent\n", ("low: 80", "low: 20"))
    said = asked(results, capsys)["outcomes"]
    assert (said["gain"]["method"], said["gain"]["size"]) == ("given", 24)
    assert said["gain"]["factors"][0]["name"] == "worth_of_it"
    assert said["gain"]["notes"] == ["Each point has luck of its own: part of what differs between points is noise."]
    assert said["price"]["size"] < 24
    assert "points have no value, or an infinite one, and are left out." in said["price"]["notes"][1]


def test_sobol_needs_every_point(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    results = play("design: sobol\npoints: 8\n", ("low: 80", "low: 20"))
    with pytest.raises(ValueError, match=r"\d+ of 40 points have no value"):
        sensitivity_command(str(results.folder), "price", None, as_json=False)
    sensitivity_command(str(results.folder), None, str(results.folder / "t.svg"), as_json=False)
    assert "nothing can be said" in capsys.readouterr().out


def test_one_point_shows_the_numbers_that_were_drawn(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    levers = EXPERIMENT[EXPERIMENT.index("levers") : EXPERIMENT.index("seed")]
    results = play("", (levers, ""), ("worlds: 20", "worlds: 400"))
    gain = asked(results, capsys)["outcomes"]["gain"]
    assert (gain["method"], gain["over"], gain["size"]) == ("given", "worlds", 400)
    assert [one["name"] for one in gain["factors"]] == ["worth", "cost"]
    assert {one["role"] for one in gain["factors"]} == {"drawn"}
    assert gain["factors"][0]["unit"] == "coins"
    frame = results.frame()
    worth = results.arm(0, ["world", "payoff_seller"]).column("payoff_seller").values
    assert gain["mean"] == pytest.approx(frame["payoff_seller"].mean()) == pytest.approx(np.mean(worth))
    text = sensitivity_text(sensitivity(results, "gain"))
    assert "First-order indices from given data, 400 worlds." in text
    assert "Interactions are not seen" in text


@pytest.mark.parametrize(
    ("outcome", "chart", "message"),
    [("pric", None, "no outcome 'pric'"), ("gain", "x.pdf", "ends in .png, .svg or .html")],
)
def test_what_is_refused(play: Play, outcome: str, chart: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        sensitivity_command(str(play("design: grid\n", GRID).folder), outcome, chart, as_json=False)


def test_a_list_cannot_tell_its_factors_apart(play: Play) -> None:
    results = play("design: list\n", (GRID[0], "draw: worth, levels: [80, 120]"))
    with pytest.raises(ValueError, match="all factors change together"):
        sensitivity(results)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder of results"):
        sensitivity_command(str(tmp_path / "nowhere"), None, None, as_json=False)
