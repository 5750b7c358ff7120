"""The chart: what it shows, that it needs nothing but the table, and that it is the same every time."""

import datetime as dt
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from unit.outcome_tables import about, write
from zopa.report.chart import MOST_POINTS, chart, draw
from zopa.report.figure import DEAL, NO_DEAL

PARTIES = {"a": "the buyer", "b": "Bo", "c": "Cy"}


def table(folder: Path, rounds: list[int | None], dated: bool = False, parties: int = 2) -> Path:
    first = dt.date(2025, 4, 16)
    columns: dict[str, list[Any]] = {
        "agreed": [number is not None for number in rounds],
        "round": rounds,
        "annual_a": [float(i) for i in range(len(rounds))],
        "annual_b": [-0.5 * i for i in range(len(rounds))],
    }
    if dated:
        columns["date"] = [None if n is None else first + dt.timedelta(days=7 * (n - 1)) for n in rounds]
    names = dict(list(PARTIES.items())[:parties])
    return write(folder / "t.parquet", about(dated, names, {}, "coins", len(rounds)), columns)


def data(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    left, right = spec["hconcat"]
    charts = [*left["layer"], right]
    return [spec["datasets"][c["data"]["name"]] if "name" in c["data"] else c["data"]["values"] for c in charts]


def test_it_shows_the_worlds_the_mean_and_when_deals_come(tmp_path: Path) -> None:
    spec = draw(table(tmp_path, [3, None, 5, 5])).to_dict()
    worlds, mean, bars = data(spec)
    assert sorted((p["x"], p["y"], p["end"]) for p in worlds) == [
        (0.0, 0.0, "deal"), (1.0, -0.5, "no deal"), (2.0, -1.0, "deal"), (3.0, -1.5, "deal"),
    ]  # fmt: skip
    assert mean == [{"x": 1.5, "y": -0.75, "end": "mean of all worlds"}]
    assert bars == [{"since": 2.6, "until": 3.4, "share": 0.25}, {"since": 4.6, "until": 5.4, "share": 0.5}]
    encoding = spec["hconcat"][0]["layer"][0]["encoding"]
    assert (encoding["x"]["title"], encoding["y"]["title"]) == ("The buyer, payoff (coins)", "Bo, payoff (coins)")
    assert encoding["color"]["scale"]["range"][:2] == [DEAL, NO_DEAL]
    assert len(set(encoding["shape"]["scale"]["range"])) == 3
    assert spec["hconcat"][1]["title"]["subtitle"] == "25.0 % of worlds end without one"


def test_dates_are_dates_whatever_the_clock_of_the_machine_says(tmp_path: Path) -> None:
    spec = draw(table(tmp_path, [1, 2, None], dated=True)).to_dict()
    assert [bar["since"] for bar in data(spec)[2]] == ["2025-04-13T05:00:00Z", "2025-04-20T05:00:00Z"]
    assert spec["hconcat"][1]["encoding"]["x"]["scale"]["type"] == "utc"


def test_three_parties_and_thinning_are_said(tmp_path: Path) -> None:
    worlds = MOST_POINTS + 1
    spec = draw(table(tmp_path, [1] * worlds, parties=3)).to_dict()
    points, mean, _ = data(spec)
    assert spec["title"]["subtitle"] == (
        "2,001 worlds, seed 7; 1,001 of them are drawn; of 3 parties the first two are drawn"
    )
    assert [point["x"] for point in points[:3]] == [0.0, 2.0, 4.0]
    assert mean[0]["x"] == 1000.0


def test_thinning_does_not_depend_on_how_the_table_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, [1] * (MOST_POINTS + 1))
    whole = data(draw(path).to_dict())
    monkeypatch.setattr("zopa.analysis.outcomes.PIECE", 7)
    assert data(draw(path).to_dict()) == whole


def test_axes_have_width_even_where_nothing_varies(tmp_path: Path) -> None:
    encoding = draw(table(tmp_path, [1])).to_dict()["hconcat"][0]["layer"][0]["encoding"]
    assert encoding["x"]["scale"]["domain"] == [-1.0, 1.0]


@pytest.mark.parametrize("rounds", [[None], [1], [1, 1, 1], [None, 1]])
@pytest.mark.parametrize("dated", [False, True])
def test_the_smallest_runs_can_be_drawn(tmp_path: Path, rounds: list[int | None], dated: bool) -> None:
    files = chart(table(tmp_path, rounds, dated), tmp_path / "new" / "folder")
    assert [file.name for file in files] == ["chart.svg", "chart.png"]
    assert files[0].read_text(encoding="utf-8").startswith("<svg")
    assert files[1].read_bytes().startswith(b"\x89PNG")


def test_a_fresh_process_draws_the_same_bytes(tmp_path: Path) -> None:
    path = table(tmp_path, [3, None, 5, 5], dated=True)
    code = "import sys; from zopa.report.chart import chart; chart(sys.argv[1], sys.argv[2])"
    hashes = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo")):
        folder = tmp_path / seed
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": ":".join(sys.path)}
        subprocess.run([sys.executable, "-c", code, str(path), str(folder)], check=True, env=environment)
        hashes.add(hashlib.sha256((folder / "chart.svg").read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_the_picture_carries_no_address_but_its_own_format(tmp_path: Path) -> None:
    spec = draw(table(tmp_path, [3, None])).to_dict()
    spec.pop("$schema")
    assert "http" not in json.dumps(spec)
