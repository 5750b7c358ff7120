"""`zopa discover`: what it finds in small runs, how it says so, what it draws, and what it refuses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from zopa.cli import discover as command
from zopa.cli.discover import discover_command
from zopa.experiments.folder import Folder
from zopa.experiments.layout import TABLE
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.scenario.problems import ScenarioError

# A deal needs a buyer to whom the house is worth more than it costs: worth and cost are drawn, the rest does not count.
SCENARIO = """\
schema_version: 1
name: sale
title: A house for sale
unit: coins
issues:
  price: {title: the price, unit: coins, levels: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150]}
  paint: {levels: [red, blue]}
quantities:
  worth: {low: 60, central: 100, high: 140, unit: coins, basis: assumption, source: made up}
  cost: {low: 50, central: 80, high: 110, unit: coins, basis: assumption, source: made up}
  taste: {low: -0.2, central: 0, high: 0.2, unit: coins, basis: assumption, source: made up}
parties:
  seller:
    name: the seller
    strategy: {kind: linear}
    payoffs: {price: [{kind: linear, slope: 1}], paint: [{kind: table, values: {red: 0, blue: taste}}]}
    disagreement: cost
  buyer:
    name: the buyer
    strategy: {kind: linear}
    payoffs: {price: [{kind: linear, slope: -1, origin: worth}], paint: [{kind: indifferent}]}
    disagreement: 0
protocol: {kind: alternating_offers, order: [seller, buyer]}
time: {kind: lump, rounds: 6}
"""

EXPERIMENT = """\
schema_version: 1
id: sale
title: When is a house not sold?
scenario: sale.yaml
levers:
  strategy:
    path: parties.seller.strategy
    levels: {stubborn: {kind: hardliner}, soft: {kind: linear}}
  signed: {path: gates, levels: [true, false]}
uncertainties:
  value: {draw: worth, unit: coins, levels: [90, 120, 150]}
worlds: 60
seed: 1
"""

NO_DEAL = "agreed == false"

Play = Callable[..., Path]


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Run the scenario, or an experiment with it; the same one only once."""
    base, done = tmp_path_factory.mktemp("sale"), {}

    def once(experiment: str = "", scenario: str = SCENARIO, worlds: int | None = None) -> Path:
        key = (experiment, scenario, worlds)
        if key not in done:
            here = base / str(len(done))
            here.mkdir(exist_ok=True)
            (here / "sale.yaml").write_text(scenario, encoding="utf-8")
            (here / "experiment.yaml").write_text(experiment, encoding="utf-8")
            study = read_study(here / ("experiment.yaml" if experiment else "sale.yaml"), worlds=worlds)
            run_plan(make_plan(study), Folder(here / "run"), Options())
            done[key] = here / "run"
        return done[key]

    return once


@pytest.fixture
def asked(capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    def ask(folder: Path, when: str = NO_DEAL, **more: Any) -> dict[str, Any]:
        discover_command(str(folder), when, as_json=True, **more)
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return ask


def test_a_plain_run_is_searched_by_what_its_worlds_drew(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    folder = play(worlds=1500)
    discover_command(str(folder), NO_DEAL)
    text, progress = capsys.readouterr()
    assert text.startswith("A house for sale: no deal (agreed == false) in ")
    assert "No deal (agreed == false) in " in text
    assert "cost ≥ " in text
    assert "worth ≤ " in text
    assert "coins" in text
    assert "Against noise: " in text
    assert "taste" not in text
    assert max(map(len, text.splitlines())) <= 100
    assert "searching 1,500 rows for limits on 3 factors" in progress
    for name in ("discover.png", "discover.svg"):
        assert f"drawn: {folder / name}" in progress
        assert (folder / name).stat().st_size > 5000
    assert "No deal (agreed == false): when?" in (folder / "discover.svg").read_text(encoding="utf-8")


def test_the_box_is_what_it_says(play: Play, asked: Callable[..., dict[str, Any]]) -> None:
    folder = play(worlds=1500)
    said = asked(folder)
    (box,) = said["boxes"]
    assert {limit["factor"] for limit in box["limits"]} == {"worth", "cost"}
    results = Results.open(folder)
    drawn = {one.name: one.values for one in command._drawn(results, np.arange(1500))}
    inside = np.ones(1500, dtype=bool)
    for limit in box["limits"]:
        low, high = limit["at_least"], limit["at_most"]
        inside &= (drawn[limit["factor"]] >= (-np.inf if low is None else low)) & (
            drawn[limit["factor"]] <= (np.inf if high is None else high)
        )
    cases = ~results.frame()["agreed"].to_numpy(dtype=bool)
    assert (box["worlds"], box["cases"]) == (inside.sum(), (inside & cases).sum())
    assert box["density"] == cases[inside].mean() > 0.8
    assert box["coverage"] == (inside & cases).sum() / cases.sum() >= 0.45
    assert box["shuffled"]["p"] == 1 / 40
    assert box["shuffled"]["highest"] < box["shuffled"]["reached"]
    assert [one["chosen"] for one in box["trajectory"]].count(True) == 1
    assert box["trajectory"][0] == {
        "coverage": 1.0, "density": said["share"], "mass": 1.0, "limits": 0, "chosen": False,
    }  # fmt: skip


def test_levers_are_searched_together_with_draws(play: Play, asked: Callable[..., dict[str, Any]]) -> None:
    said = asked(play(EXPERIMENT))
    assert said["points"] == 12
    assert said["rows"] == 720
    assert said["factors"][:3] == ["strategy", "signed", "value"]
    assert set(said["factors"][3:]) == {"cost", "taste"}  # worth is given by value
    limits = {limit["factor"]: limit for limit in said["boxes"][0]["limits"]}
    assert limits["strategy"]["words"] == ["stubborn"]
    assert "signed" not in limits
    assert "taste" not in limits


def test_independent_luck_leaves_the_levers(play: Play, asked: Callable[..., dict[str, Any]]) -> None:
    said = asked(play(EXPERIMENT + "luck: independent\n"))
    assert said["factors"] == ["strategy", "signed", "value"]


def test_the_draws_of_few_worlds_are_not_searched(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    folder = play(EXPERIMENT.replace("[90, 120, 150]", "[60, 70, 80, 90, 100, 110, 120, 130]"), worlds=3)
    discover_command(str(folder), NO_DEAL)
    text = capsys.readouterr().out.replace("\n", " ")
    assert "in 3 worlds all draws change together (40 are needed to tell them apart)" in text
    discover_command(str(folder), NO_DEAL, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["factors"] == ["strategy", "signed", "value"]
    assert said["worlds_too_few_for_draws"] == 3


def test_what_a_lever_changes_is_no_draw(play: Play, asked: Callable[..., dict[str, Any]]) -> None:
    changed = EXPERIMENT.replace("draw: worth, unit", "path: quantities.worth, unit")
    assert "worth" not in asked(play(changed))["factors"]
    low = "{path: quantities.cost.low, levels: [40, 50]}"
    assert "cost" not in asked(play(EXPERIMENT.replace("{path: gates, levels: [true, false]}", low)))["factors"]


@pytest.mark.parametrize(
    ("address", "path", "touched"),
    [
        ("worth", "quantities.worth", True),
        ("worth", "quantities.worth.low", True),
        ("worth", "worth", True),
        ("worth", "quantities.worths", False),
        ("parties.us.strategy.end", "parties.us.strategy", True),
        ("parties.us.strategy.end", "parties.us.strategy.end.low", True),
        ("parties.us.strategy.end", "parties.us.strategy.ending", False),
        ("time.belief", "parties.us.strategy", False),
    ],
)
def test_which_draws_a_path_touches(address: str, path: str, touched: bool) -> None:
    assert command._touched(address, [path]) is touched


def test_another_threshold_and_more_boxes(play: Play, asked: Callable[..., dict[str, Any]]) -> None:
    narrow = asked(play(worlds=1500), threshold=0.2)["boxes"][0]
    wide = asked(play(worlds=1500), threshold=0.9)["boxes"][0]
    assert narrow["density"] > wide["density"]
    assert narrow["coverage"] < 0.9 <= wide["coverage"] + 0.05
    said = asked(play(worlds=1500), boxes=3)
    assert len(said["boxes"]) > 1
    assert sum(box["cases"] for box in said["boxes"]) <= said["cases"]


def test_all_or_none(play: Play, capsys: pytest.CaptureFixture[str]) -> None:
    folder = play(worlds=1500)
    for when, said in (
        ("price > 200", "in none of them, so there is nothing to find"),
        ("agreed in [true, false]", "in all of them, so there is nothing to tell apart"),
        ("world < 7", "Only 7 of them meet it: too few to look for a pattern (20 are needed)"),
        ("world >= 7", "Only 7 of them do not meet it"),
    ):
        discover_command(str(folder), when)
        assert said in capsys.readouterr().out.replace("\n", " ")
    discover_command(str(folder), "price > 200", as_json=True)
    said_json = json.loads(capsys.readouterr().out)
    assert said_json["boxes"] == []
    assert "none of them" in said_json["reason"]


def test_noise_is_called_noise(play: Play, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    every_third = ", ".join(str(world) for world in range(0, 1500, 3))
    discover_command(str(play(worlds=1500)), f"world in [{every_third}]", chart=str(tmp_path / "some" / "noise.html"))
    text = capsys.readouterr().out.replace("\n", " ")
    assert "Nothing is told from noise" in text
    assert "with the outcomes shuffled" in text
    assert "No box is told from noise" in (tmp_path / "some" / "noise.html").read_text(encoding="utf-8")


def test_failed_rows_are_left_out_and_said(play: Play, asked: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    whole = play(worlds=1500)
    folder = tmp_path / "run"
    folder.mkdir()
    for file in whole.iterdir():
        if file.suffix in (".yaml", ".json", ".parquet"):
            (folder / file.name).write_bytes(file.read_bytes())
    table = pq.read_table(folder / TABLE)
    failed = pa.array(["failed"] * 100 + ["ok"] * 1400)
    table = table.set_column(table.column_names.index("status"), "status", failed)
    pq.write_table(table, folder / TABLE)
    said = asked(folder)
    assert (said["rows"], said["failed"]) == (1400, 100)


def test_of_a_long_table_the_first_worlds_are_searched(
    play: Play, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "MOST_ROWS", 480)
    folder = play(EXPERIMENT)
    discover_command(str(folder), NO_DEAL)
    text = capsys.readouterr().out.replace("\n", " ")
    assert "480 plays (12 points)" in text
    assert "first 40 worlds of each point" in text
    monkeypatch.setattr(command, "MOST_ROWS", 8)
    assert command._rows(Results.open(folder), ("agreed",))[0].num_rows == 8


def test_what_is_refused(play: Play, tmp_path: Path) -> None:
    folder = str(play(worlds=1500))
    with pytest.raises(ScenarioError, match='did you mean "agreed"'):
        discover_command(folder, "agred == false")
    with pytest.raises(ValueError, match="--boxes must be at least 1"):
        discover_command(folder, NO_DEAL, boxes=0)
    with pytest.raises(ValueError, match="--threshold is a share"):
        discover_command(folder, NO_DEAL, threshold=50)
    with pytest.raises(ValueError, match=r"ends in \.png, \.svg or \.html"):
        discover_command(folder, NO_DEAL, chart=str(tmp_path / "chart.gif"))
    with pytest.raises(ValueError, match="no folder of results"):
        discover_command(str(tmp_path / "nowhere"), NO_DEAL)


def test_a_run_without_factors_is_refused(play: Play) -> None:
    fixed = SCENARIO
    for name, number in (("worth", 100), ("cost", 80), ("taste", 0)):
        head, _, tail = fixed.partition(f"  {name}: {{low")
        fixed = head + f"  {name}: {{value: {number}, unit: coins}}\n" + tail.partition("\n")[2]
    with pytest.raises(ValueError, match="no factor to search"):
        discover_command(str(play(scenario=fixed, worlds=30)), NO_DEAL)
