"""The chart of an answer: what goes where, that every sort of run can be drawn, and that it is the same every time."""

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from unit.answers import OUTCOMES, answered, point
from zopa.experiments.answer import Answer
from zopa.report.answer_axis import Places, line_of, line_of_list, places
from zopa.report.answer_chart import answer_chart, draw_answer
from zopa.report.answer_scatter import MOST_MARKS, Spread, chosen, matters

DATE = {"statistic": "median", "of": "date", "where": {"agreed": True}}


def spec(found: Answer) -> dict[str, Any]:
    figure = draw_answer(found)
    assert figure is not None
    told: dict[str, Any] = figure.to_dict()
    return told


def panels(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The panels in order, each layer with its rows."""
    found = []
    for row in told["vconcat"]:
        for panel in row["hconcat"]:
            found.append(panel)
            for layer in panel.get("layer", [panel]):
                data = next(one["data"] for one in (layer, panel, row, told) if "data" in one)
                layer["rows"] = told["datasets"][data["name"]] if "name" in data else data["values"]
    return found


def values(layer: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = layer["rows"]
    return rows


def grid(folder: Path, **factors: list[Any]) -> Answer:
    """A full grid of these levels, the last factor fastest."""
    names = list(factors)
    sizes = [len(factors[name]) for name in names]
    index = np.indices(sizes).reshape(len(sizes), -1)
    columns = {name: [factors[name][at] for at in row] for name, row in zip(names, index, strict=True)}
    return answered(folder, [point(at % 11, float(at)) for at in range(math.prod(sizes))], columns)


def test_the_marks_are_the_estimates_with_their_intervals(tmp_path: Path) -> None:
    found = answered(
        tmp_path / "x", [point(3, 1.0), point(9, 2.0)], {"delay": [0.03, 0.05]},
        infos={"delay": {"title": "cost of delay", "unit": "share a year"}}, question="Does it pay to wait?",
    )  # fmt: skip
    told = spec(found)
    assert told["title"]["text"] == ["Does it pay to wait?"]
    assert told["title"]["subtitle"][0] == "2 points, 10 worlds in each, the same luck in each, seed 0"
    agreement, us = panels(told)
    first, second = values(agreement["layer"][0])
    # exact bounds of 3 of 10 and 9 of 10 (Clopper & Pearson 1934)
    assert first == pytest.approx({"x": 0.03, "v": 0.3, "low": 0.0667395, "high": 0.6524529}, abs=1e-6)
    assert second == pytest.approx({"x": 0.05, "v": 0.9, "low": 0.5549839, "high": 0.9974714}, abs=1e-6)
    assert agreement["layer"][-1]["encoding"]["y"]["axis"]["format"] == "~%"
    assert us["layer"][0]["encoding"]["x"]["title"] == "Cost of delay (share a year)"
    assert us["title"]["text"] == "us"
    assert us["title"]["subtitle"][0] == "mean payoff of The US (coins)"
    assert [layer["mark"]["type"] for layer in us["layer"]] == ["rule", "line", "point"]


def test_the_axis_is_what_clauses_go_along_else_numbers_else_what_has_most_levels(tmp_path: Path) -> None:
    words = grid(tmp_path / "a", play=["a", "b", "c"], delay=[1.0, 2.0])
    assert places(words.results) == Places("delay", "play")
    expect = [
        {"id": "x", "clause": "x", "measure": OUTCOMES["us"], "along": "play", "relation": "increases"}
    ]  # fmt: skip
    columns: dict[str, list[Any]] = {"play": ["a", "a", "b", "b"], "delay": [1.0, 2.0, 1.0, 2.0]}
    along = answered(tmp_path / "b", [point(at, 1.0 + at) for at in range(4)], columns, expect=expect)
    assert places(along.results) == Places("play", "delay")
    three = grid(tmp_path / "c", play=["a", "b"], delay=[1.0, 2.0, 3.0], who=["x", "y", "z"])
    assert places(three.results) == Places("delay", "who", ("play",))
    many = grid(tmp_path / "d", play=["a", "b"], delay=[1.0, 2.0], who=["x", "y"], what=["p", "q", "r"], n=[1.0, 2.0])
    assert places(many.results) is None
    long = answered(tmp_path / "e", [point(1, 1.0, of=2)] * 301, {"delay": [at / 7 for at in range(301)]}, "list")
    assert places(long.results) is None


def test_colour_and_shape_say_the_same_and_the_third_factor_has_columns(tmp_path: Path) -> None:
    told = spec(grid(tmp_path / "x", play=["a", "b"], delay=[1.0, 2.0, 3.0], who=["x", "y", "z"]))
    first = panels(told)[0]["layer"][-1]["encoding"]
    assert first["color"]["scale"]["domain"] == first["shape"]["scale"]["domain"] == ["x", "y", "z"]
    assert len(set(first["shape"]["scale"]["range"])) == 3
    assert [panel["title"]["text"] for panel in panels(told)] == [["play a"], ["play b"]] * 2
    assert [len(values(panel["layer"][0])) for panel in panels(told)] == [9] * 4
    ends = [panel["layer"][-1]["encoding"]["y"]["scale"]["domain"] for panel in panels(told)]
    assert ends[0] == ends[1] != ends[2] == ends[3]


def test_levels_that_are_words_stand_in_the_order_of_the_file_and_are_joined_only_where_they_count(
    tmp_path: Path,
) -> None:
    found = grid(tmp_path / "x", knows=["none", "all of it"], weeks=["4 weeks", "12 weeks"], fund=["0", "550"])
    words, ordered, numbers = (line_of(found.results, name) for name in ("knows", "weeks", "fund"))
    assert (words.at, words.labels, words.joined) == ((0.0, 1.0), (("none",), ("all of it",)), False)
    assert (ordered.title, ordered.at, ordered.joined) == ("Weeks (weeks)", (4.0, 12.0), True)
    assert (numbers.at, numbers.labels, numbers.joined) == ((0.0, 550.0), (), True)


def test_a_list_has_its_points_in_order_with_their_levels(tmp_path: Path) -> None:
    factors: dict[str, list[Any]] = {"vote": ["none", "July"], "rice": ["none", "July"], "delay": [0.5, 0.25]}
    found = answered(tmp_path / "x", [point(3, 1.0), point(9, 2.0)], factors, "list")
    assert line_of_list(found.results).labels == (("none", "0.5"), ("July", "0.25"))
    assert line_of_list(found.results).title == "Vote, delay"


def test_settings_of_clauses_are_dots_below_each_other(tmp_path: Path) -> None:
    labels = ["M1.a, tough, open", 'M1.a, tough, without, "o\'pen"</script>', "M1.b, x"]
    found = answered(tmp_path / "x", [point(at, 1.0 + at) for at in range(3)], {"setting": labels})
    told = spec(found)
    first, second = panels(told)
    axis = first["layer"][0]["encoding"]["y"]["axis"]
    assert "</script" not in axis["labelExpr"]
    assert json.loads(axis["labelExpr"].removesuffix("[datum.value]")) == labels
    assert [row["kind"] for row in values(second["layer"][0])] == ["filled", "hollow", "filled"]


def test_points_that_are_many_are_drawn_against_the_factors_that_matter(tmp_path: Path) -> None:
    x = [((at * 0.6180339887498949) % 1.0) for at in range(60)]
    idle = [((at * 0.7548776662466927) % 1.0) for at in range(60)]
    play = ["soft" if at % 2 else "tough" for at in range(60)]
    points = [point(round(10 * x[at]), 5.0 * (at % 2) + idle[at]) for at in range(60)]
    found = answered(tmp_path / "x", points, {"x": x, "idle": idle, "play": play}, "lhs")
    names = [factor.name for factor in chosen(found, list(found.outcomes))]
    assert sorted(names) == ["idle", "play", "x"]  # each matters to one of the outcomes
    told = spec(found)
    assert told["title"]["subtitle"][1].startswith("Against each factor")
    assert len(panels(told)) == 6
    share, p = matters(Spread(found, "x"), found.values("agreement"))
    assert share > 0.95
    assert p < 1e-9


def test_a_factor_that_matters_in_the_middle_alone_is_seen(tmp_path: Path) -> None:
    x = [at / 80 for at in range(80)]
    points = [point(3, 5.0 if 0.3 < at < 0.7 else 1.0) for at in x]
    found = answered(tmp_path / "x", points, {"x": x}, "lhs")
    share, p = matters(Spread(found, "x"), found.values("us"))
    assert share > 0.6
    assert p < 1e-6


def test_where_nothing_matters_the_outcomes_are_shown_by_themselves(tmp_path: Path) -> None:
    x = [((at * 0.6180339887498949) % 1.0) for at in range(40)]
    points = [point(5, float((at * 7919) % 41)) for at in range(40)]
    found = answered(tmp_path / "x", points, {"x": x}, "lhs")
    assert chosen(found, list(found.outcomes)) == []
    told = spec(found)
    assert "No factor is told from luck" in told["title"]["subtitle"][1]
    shares = [sum(row["share"] for row in values(panel)) for panel in panels(told)]
    assert shares == pytest.approx([1.0, 1.0])


def test_there_are_no_more_dots_than_may_be(tmp_path: Path) -> None:
    rows = 1200
    x = [at / rows for at in range(rows)]
    found = answered(tmp_path / "x", [point(at * 3 // rows, x[at], of=2) for at in range(rows)], {"x": x}, "sobol")
    dots = [len(values(panel["layer"][0])) for panel in panels(spec(found))]
    assert sum(dots) <= MOST_MARKS
    assert min(dots) >= 400


def test_a_run_without_values_or_with_one_point_has_no_chart(tmp_path: Path) -> None:
    outcomes = {"day": {"statistic": "mean", "of": "day", "where": {"agreed": True}}}
    nothing = answered(tmp_path / "a", [point(0, 1.0), point(0, 1.0)], {"delay": [1.0, 2.0]}, outcomes=outcomes)
    assert answer_chart(nothing, tmp_path) == []
    assert draw_answer(answered(tmp_path / "b", [point(3, 1.0)], {})) is None


def test_any_words_can_be_levels_and_the_same_run_has_the_same_picture(tmp_path: Path) -> None:
    odd = ["<b>&amp;\"'\n</b>", "\N{LINE SEPARATOR}x", "東京", "a" * 200]
    found = grid(tmp_path / "x", play=[*odd, "b"], who=["a", *odd])
    files = answer_chart(found, tmp_path / "one")
    assert [file.name for file in files] == ["answer.svg", "answer.png"]
    picture = files[0].read_text(encoding="utf-8")
    assert picture.startswith("<svg")
    assert "<b>" not in picture
    assert files[1].read_bytes().startswith(b"\x89PNG")
    again = draw_answer(found)
    assert again is not None
    again.save(tmp_path / "again.svg", format="svg", engine="vl-convert")
    assert (tmp_path / "again.svg").read_text(encoding="utf-8") == picture


def test_dates_are_dates_and_nothing_is_fetched(tmp_path: Path) -> None:
    when = [dt.date(2025, 7, 9)] * 10, [dt.date(2025, 8, 1)] * 10
    points = [point(10, 1.0, date=list(some)) for some in when]
    found = answered(tmp_path / "x", points, {"delay": [1.0, 2.0]}, outcomes={"when": DATE})
    told = spec(found)
    (panel,) = panels(told)
    assert panel["layer"][0]["encoding"]["x"]["type"] == "quantitative"
    assert panel["layer"][0]["encoding"]["y"]["type"] == "temporal"
    assert [row["v"] for row in values(panel["layer"][0])] == [1_752_019_200_000, 1_754_006_400_000]
    assert panel["layer"][-1]["encoding"]["y"]["scale"]["type"] == "utc"
    told.pop("$schema")
    assert "http" not in json.dumps(told)
