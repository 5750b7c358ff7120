"""Charts of a tournament: what stands where, that every size can be drawn, and that a chart is the same every time."""

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import yaml

from unit.findings_of import findings
from zopa.report.charts.efficiency import efficiency
from zopa.report.charts.endings import endings, over_others
from zopa.report.charts.field import replicator_field
from zopa.report.charts.fingerprints import fingerprint_picture, fingerprints
from zopa.report.charts.gallery import of_findings
from zopa.report.charts.look import broken, mixed, ramp
from zopa.report.charts.matrix import payoff_matrix
from zopa.report.charts.mixtures import mixtures
from zopa.report.charts.pool import Pool
from zopa.report.charts.ranking import ranking
from zopa.report.charts.strategy_plane import strategy_plane
from zopa.report.exhibit import Exhibit
from zopa.report.language import _FOLDER, Language

EN, JA = Language("en"), Language("ja")
CASES: dict[str, dict[str, Any]] = {
    "five": {}, "forty": {"m": 40, "n": 40}, "symmetric": {"m": 7, "n": 7, "symmetric": True},
    "flat": {"m": 4, "n": 3, "flat": True},
}  # fmt: skip
MOST_BYTES = 130_000


def datasets(exhibit: Exhibit) -> list[list[dict[str, str]]]:
    """The data of a chart as rows, those in CSV too."""
    found = []
    for text in exhibit.chart.to_dict()["datasets"].values():
        if text.startswith("["):
            found.append(json.loads(text))
        else:
            head, *lines = [line.split(",") for line in text.strip().split("\n")]
            found.append([dict(zip(head, line, strict=True)) for line in lines])
    return found


def rows_with(exhibit: Exhibit, *keys: str) -> list[list[dict[str, Any]]]:
    return [some for some in datasets(exhibit) if some and set(some[0]) == set(keys)]


def test_a_chart_is_the_same_every_time() -> None:
    first, second = (of_findings(findings(), EN) for _ in range(2))
    for one, again in zip(first, second, strict=True):
        assert one.chart.to_dict() == again.chart.to_dict()
        assert one == again


@pytest.mark.parametrize(("case", "say"), [("five", JA), ("forty", EN), ("symmetric", EN), ("flat", JA)])
def test_every_chart_is_drawn_and_is_small(case: str, say: Language) -> None:
    found = of_findings(findings(**CASES[case]), say)
    assert len(found) >= 8
    assert len({one.name for one in found}) == len(found)
    for one in found:
        told = one.chart.to_dict()
        assert len(json.dumps(told)) <= MOST_BYTES, one.name
        assert re.fullmatch(r"[a-zA-Z0-9-]+", one.name)
        assert told["description"] == one.alt
        assert one.title
        assert one.alt
        assert one.note
        assert "param" not in json.dumps(told)  # altair counts them up inside a process
        assert all(len(row) == len(one.table.columns) for row in one.table.rows)
        assert not any(isinstance(cell, float) and not np.isfinite(cell) for row in one.table.rows for cell in row)


def test_what_is_not_there_is_left_out() -> None:
    bare = {key: value for key, value in findings().items() if key in ("scenario", "parties", "seats", "unit", "shape")}
    assert of_findings(bare, EN) == []


def test_the_ranking_has_the_best_first_and_names_it() -> None:
    said = findings()
    found = ranking(said, EN)
    assert found is not None
    best = said["rankings"]["us"]["rows"][0]
    assert found.title.startswith(f"United States does best with {best['strategy']}")
    assert found.table.rows[0][:3] == ("United States", best["strategy"], best["value"])
    own = next(some for some in rows_with(found, "s", "v", "low", "high", "band", "first") if len(some) == 5)
    assert [row["v"] for row in own] == sorted((row["v"] for row in own), reverse=True)


def test_strategies_of_one_group_share_a_band_and_the_title_says_so() -> None:
    said = findings()
    for row, group in zip(said["rankings"]["us"]["rows"], (0, 0, 1, 2, 2), strict=True):
        row["group"] = group
    found = ranking(said, EN)
    assert found is not None
    assert "one of 2 strategies that cannot be told apart" in found.title
    own = rows_with(found, "s", "v", "low", "high", "band", "first")
    assert [row["band"] for row in own[1]] == [0, 0, 1, 0, 0]
    assert [row["band"] for row in own[0]] == [1]  # what is drawn as ground


def test_the_matrix_has_own_strategies_in_rows_for_both_seats() -> None:
    said = findings(4, 3)
    pool, found = Pool(said, EN), payoff_matrix(said, EN)
    assert found is not None
    cells = rows_with(found, "i", "j", "v", "low", "high")
    assert sorted(len(some) for some in cells) == [12, 12]
    japan = next(some for some in cells if float(some[0]["v"]) < 0)
    spot = next(cell for cell in japan if (cell["i"], cell["j"]) == (0, 2))
    first, third = pool.ranked("japan")[0], pool.ranked("us")[2]
    value = said["measures"]["japan"]["value"][said["seats"]["us"].index(third)][said["seats"]["japan"].index(first)]
    assert float(spot["v"]) == pytest.approx(value, rel=1e-3)


def test_best_replies_and_equilibria_are_marked_where_they_are() -> None:
    said = findings()
    pool, found = Pool(said, EN), payoff_matrix(said, EN)
    assert found is not None
    mine, theirs = pool.ranked("us"), pool.ranked("japan")
    wanted = {(mine.index(best), theirs.index(other)) for other, (best,) in said["replies"]["us"]["best"].items()}
    marked = [{(int(row["i"]), int(row["j"])) for row in some} for some in rows_with(found, "i", "j", "v")]
    assert wanted in marked
    pure = {(mine.index(said["seats"]["us"][0]), theirs.index(said["seats"]["japan"][1]))}
    framed = [{(row["i"], row["j"]) for row in some} for some in rows_with(found, "i", "j")]
    assert pure in framed
    assert any(len(some) == 3 for some in framed)  # of the mixed one two by two cells, less the pure one


def test_the_title_of_the_matrix_counts_pure_equilibria() -> None:
    said = findings()
    titles = []
    for kept in (said["equilibria"]["list"][:1], said["equilibria"]["list"][1:], 2 * said["equilibria"]["list"][:1]):
        found = payoff_matrix({**said, "equilibria": {"list": kept}}, EN)
        assert found is not None
        titles.append(found.title)
    assert "boulware for United States" in titles[0]
    assert "No pair of strategies is stable" in titles[1]
    assert titles[2].startswith("2 pairs")


def test_many_strategies_have_neither_numbers_nor_intervals_in_cells() -> None:
    found = payoff_matrix(findings(40, 40), EN)
    assert found is not None
    assert '"text"' not in json.dumps(found.chart.to_dict()["concat"][0]["layer"])
    assert not rows_with(found, "i", "j", "v", "low", "high")
    assert len(found.table.rows) == 400
    assert "best 20" in found.table.note


def test_a_symmetric_scenario_has_one_panel() -> None:
    one = ranking(findings(7, 7, symmetric=True), EN)
    assert one is not None
    assert one.title.startswith("Either side")
    assert {row[0] for row in one.table.rows} == {"Either side"}


def test_mixtures_show_what_has_weight_and_count_the_rest() -> None:
    said = findings(40, 40)
    found = mixtures(said, EN)
    assert found is not None
    assert found.title.startswith("2 equilibria; selection among them favours United States with boulware")
    assert "least of everything: 24" in json.dumps(found.chart.to_dict())
    (row,) = [row for row in found.table.rows if row[:2] == ("United States", "boulware")]
    assert row[2:] == ("100.0 %; 40.0 %", "90.0 %", "70.0 %", "70.0 %")


def test_all_panels_of_a_seat_have_the_same_rows() -> None:
    said = findings()
    said["equilibria"]["list"] = said["equilibria"]["list"][:1] * 2
    found = mixtures(said, EN)
    assert found is not None
    for row in found.chart.to_dict()["vconcat"]:
        domains = [panel["layer"][0]["encoding"]["y"]["scale"]["domain"] for panel in row["hconcat"]]
        assert all(one == domains[0] for one in domains)
        assert len(domains[0]) == 5


def test_rankings_take_from_replies_and_cells_what_they_do_not_say() -> None:
    said = findings()
    for row in said["rankings"]["us"]["rows"]:
        for key in ("security", "kept", "agreement"):
            del row[key]
    said["replies"]["us"]["security"] = {"boulware": 21.5}
    found = ranking({**said, "symmetric": True}, EN)
    assert found is not None
    at = {name: found.table.columns.index(name) for name in ("worst cell", "agreement")}
    row = next(row for row in found.table.rows if row[1] == "boulware")
    assert row[at["worst cell"]] == 21.5
    mean = np.mean(said["measures"]["agreement"]["value"][0])
    assert row[at["agreement"]] == f"{100 * mean:.1f} %"
    assert "against its best reply" not in found.table.columns


def test_without_ends_the_field_says_that_it_goes_round() -> None:
    said = findings()
    around = {**said["replicator"], "attractors": [], "unsettled": 1.0}
    found = replicator_field({**said, "replicator": around}, EN)
    assert found is not None
    assert "without end" in found.title


def test_one_equilibrium_is_told_in_the_title() -> None:
    said = findings()
    said["equilibria"]["list"] = said["equilibria"]["list"][1:]
    found = mixtures(said, EN)
    assert found is not None
    assert "a mix of conceder (60 %) and 1 more" in found.title


@pytest.mark.parametrize(("dp", "dq", "degrees"), [(0.0, 1.0, 0), (1.0, 0.0, 90), (0.0, -1.0, 180), (-1.0, 0.0, 270)])
def test_arrows_point_where_the_populations_go(dp: float, dq: float, degrees: int) -> None:
    said = findings()
    field = {**said["replicator"]["field"], "p": [0.2], "q": [0.7], "dp": [[dp]], "dq": [[dq]]}
    found = replicator_field({**said, "replicator": {**said["replicator"], "field": field}}, EN)
    assert found is not None
    ((arrow,),) = rows_with(found, "x", "y", "d", "s")
    assert (float(arrow["x"]), float(arrow["y"]), int(arrow["d"])) == (0.2, 0.7, degrees)


def test_ends_of_the_field_are_those_within_it() -> None:
    found = replicator_field(findings(), EN)
    assert found is not None
    assert found.title == "Selection ends in one place: United States plays boulware; Japan plays linear"
    assert rows_with(found, "x", "y") == [[{"x": 1.0, "y": 0.0}]]


def test_fingerprints_are_cells_by_opponent_and_time() -> None:
    said = findings()
    us, japan = fingerprints(said, EN)
    assert (us.name, japan.name) == ("fingerprints-us", "fingerprints-japan")
    assert "boulware gives way most, hardliner least" in us.title
    one = said["fingerprints"]["us"]["boulware"]
    first = next(some for some in rows_with(us, "i", "j", "v") if some[0]["v"] != "")
    assert float(first[5]["v"]) == pytest.approx(one["demand"][0][5], abs=5e-4)
    assert len(first) == sum(value is not None for row in one["demand"] for value in row)
    picture = fingerprint_picture("tit_for_tat", one, EN)
    assert picture.name == "fingerprint-tit-for-tat"


def test_only_the_best_twelve_fingerprints_are_drawn() -> None:
    found = fingerprints(findings(40, 40), EN)[0]
    assert len(found.chart.to_dict()["concat"]) == 12
    assert len(found.table.rows) == 40
    assert "28 strategies" in found.note


def test_endings_stack_up_to_all_worlds() -> None:
    said = findings()
    found = endings(said, EN)
    assert found is not None
    parts = rows_with(found, "s", "k", "a", "b", "w")[0]
    for name in ("boulware", "linear"):
        own = [row for row in parts if row["s"] == name]
        assert own[0]["a"] == 0
        assert own[-1]["b"] == pytest.approx(1.0, abs=1e-3)
        assert [row["k"] for row in own] == ["deal", "time is up", "United States leaves", "broken off"]
    deal = np.array(said["ends"]["deal"]).mean(axis=1)
    assert said["seats"]["us"][int(deal.argmax())] in found.title


def test_means_leave_out_what_was_not_played() -> None:
    own = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])
    np.testing.assert_array_equal(over_others(own), [2.0, np.nan])


def test_efficiency_takes_the_mean_over_the_other_side() -> None:
    said = findings(4, 3)
    found = efficiency(said, EN)
    assert found is not None
    row = next(row for row in found.table.rows if row[:2] == ("Japan", "linear"))
    for at, part in enumerate(("value", "low", "high")):
        mean = np.mean([own[1] for own in said["measures"]["to_pareto"][part]])
        assert row[2 + at] == pytest.approx(mean, rel=1e-4)
    assert efficiency(said, EN, in_deals=True) is None


def test_the_strategy_plane_names_three_of_each_side() -> None:
    said = findings(12, 9)
    found = strategy_plane(said, EN)
    assert found is not None
    told = rows_with(found, "x", "y", "x2", "y2", "name", "left")
    assert sum(one["name"].startswith("Japan") for one in told[0]) == 3
    us = np.mean(said["measures"]["us"]["value"], axis=1)
    row = next(row for row in found.table.rows if row[:2] == ("United States", "linear"))
    assert row[2] == pytest.approx(us[1], rel=1e-5)


def test_colours_follow_the_party_and_get_darker_all_the_way() -> None:
    light = [sum(int(one[at:at + 2], 16) for at in (1, 3, 5)) for one in ramp("#0072B2")]  # fmt: skip
    assert light == sorted(light, reverse=True)
    assert mixed("#0072B2", "#FFFFFF", 0.0) == "#0072B2"


def test_lines_keep_percentages_together_and_break_japanese() -> None:
    assert broken("up to 12 % of it", 8 * 0.53 * 12, 12) == ["up to", "12 % of", "it"]
    assert "".join(broken("交渉の結果、合意。", 70, 12)) == "交渉の結果、合意。"
    assert all(not line.startswith(("、", "。")) for line in broken("交渉の結果、合意。" * 3, 70, 12))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def test_both_languages_say_the_same_things() -> None:
    en, ja = (yaml.safe_load((_FOLDER / code / "charts.yaml").read_text(encoding="utf-8")) for code in ("en", "ja"))
    assert list(en) == list(ja)
    for key, text in en.items():
        assert placeholders(text) == placeholders(ja[key]), key


def test_every_text_is_used() -> None:
    keys = yaml.safe_load((_FOLDER / "en" / "charts.yaml").read_text(encoding="utf-8"))
    code = "".join(path.read_text(encoding="utf-8") for path in (_FOLDER.parent / "charts").glob("*.py"))
    stems: Callable[[str], str] = lambda key: key.rsplit(".", 1)[0] + "."  # noqa: E731
    unused = [
        key for key in keys if f'"{key}' not in code and f'"{stems(key)}{{' not in code and f"{stems(key)}" not in code
    ]
    assert not unused


def test_a_japanese_chart_asks_for_a_font_that_has_its_letters() -> None:
    en, ja = (ranking(findings(), say) for say in (EN, JA))
    assert en is not None
    assert ja is not None
    assert ja.chart.to_dict()["config"]["font"].startswith("Noto Sans CJK JP")
    assert not en.chart.to_dict()["config"]["font"].startswith("Noto")
