"""The summary in numbers, against hand-made tables and a slow count, and the summary in words."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from statistics import mean, stdev

import pyarrow.parquet as pq
import pytest

from unit.outcome_tables import about, write
from zopa.analysis import outcomes
from zopa.analysis.summary import quantile, summarise
from zopa.report.summary_text import summary_text
from zopa.report.words import finished, level_text, percent, wrapped

ISSUES = {
    "cars": {"title": "tariff on cars", "unit": "percent", "levels": [25, 15, 2.5]},
    "yen": {"title": "yen", "unit": "", "levels": ["none", "consult_often"]},
    "gas": {"title": "gas", "unit": "Mt", "levels": ["none", 1, 5]},
}
DAYS = [dt.date(2025, 6, 4), dt.date(2025, 7, 9), dt.date(2025, 7, 9), dt.date(2025, 12, 31)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    said = about(True, {"us": "United States", "japan": "Japan"}, ISSUES, "bn USD/yr", 5)
    return write(
        tmp_path / "outcomes.parquet", said,
        {
            "agreed": [True, True, False, True, True], "round": [8, 13, None, 13, 38],
            "date": [*DAYS[:2], None, *DAYS[2:]], "proposer": ["us", "japan", None, "us", "us"],
            "cars": [15.0, 15.0, None, 2.5, 25.0], "yen": ["none", "consult_often", None, "none", "none"],
            "gas": ["1", "5", None, "1", "1"],
            "payoff_us": [10.0, 20.0, 30.0, 40.0, 50.0], "no_deal_us": [8.0, 19.0, 30.0, 37.0, 46.0],
            "annual_us": [1.0, 2.0, 6.0, 4.0, 5.0], "payoff_japan": [-1.0] * 5, "no_deal_japan": [-2.0] * 5,
            "annual_japan": [-0.5] * 5,
        },
        rows_in_a_group=2,
    )  # fmt: skip


def test_a_hand_made_table_is_summed_up_as_by_hand(table: Path) -> None:
    summary = summarise(table)
    assert (summary.worlds, summary.agreed.count, summary.agreed.of) == (5, 4, 5)
    assert summary.when.rounds == {0.0: 8, 0.05: 8, 0.25: 8, 0.5: 13, 0.75: 13, 0.95: 38, 1.0: 38}
    assert [summary.when.dates[q] for q in (0.25, 0.5, 1.0)] == [DAYS[0], DAYS[1], DAYS[3]]
    assert summary.when.months == {"2025-06": 1, "2025-07": 2, "2025-12": 1}
    cars, yen, gas = summary.issues
    assert (dict(cars.levels), cars.median) == ({25.0: 1, 15.0: 2, 2.5: 1}, 15.0)
    assert (dict(yen.levels), yen.median) == ({"none": 3, "consult_often": 1}, None)
    assert (dict(gas.levels), gas.median) == ({"1": 3, "5": 1}, None)
    us = summary.payoffs["us"]
    assert us.annual_deals is not None
    assert us.gain_deals is not None
    assert (us.annual.mean, us.annual_deals.mean) == (pytest.approx(3.6), pytest.approx(3.0))
    assert (us.gain.mean, us.gain_deals.mean) == (pytest.approx(2.0), pytest.approx(2.5))
    assert us.annual.sd == pytest.approx(stdev([1, 2, 6, 4, 5]))


def test_the_summary_is_plain_json_with_keys_that_stay(table: Path) -> None:
    said = json.loads(json.dumps(summarise(table).as_dict(), allow_nan=False))
    assert list(said) == [
        "scenario", "title", "unit", "present_value_unit", "seed", "worlds", "parties", "agreed", "when", "issues",
        "payoffs",
    ]  # fmt: skip
    assert said["agreed"]["share"] == 0.8
    assert said["present_value_unit"] == "bn USD"
    assert said["when"]["date"]["q50"] == "2025-07-09"
    assert said["when"]["months"]["2025-07"] == 0.5
    assert said["issues"]["cars"]["levels"][1] == {"level": 15.0, "share": 0.5}
    assert set(said["payoffs"]["japan"]) == {"annual", "annual_deals", "gain", "gain_deals"}
    assert set(said["payoffs"]["japan"]["gain"]) == {"n", "mean", "sd", "low", "high"}


def test_the_summary_agrees_with_a_slow_count_of_a_run_in_any_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zopa.build.load import find, load
    from zopa.experiments.execute import Order, play_blocks
    from zopa.experiments.layout import TABLE
    from zopa.experiments.rows import describe, schema
    from zopa.experiments.store import write_table

    document = load("us_japan_2025")
    order = Order(str(find("us_japan_2025")), (), 3, 150, block=64)
    list(write_table(play_blocks(order), schema(describe(document, 3, 150)), tmp_path))
    rows = pq.read_table(tmp_path / TABLE).to_pylist()
    deals = [row for row in rows if row["agreed"]]
    for piece in (outcomes.PIECE, 7):
        monkeypatch.setattr(outcomes, "PIECE", piece)
        summary = summarise(tmp_path / TABLE)
        assert summary.agreed.count == len(deals)
        assert summary.when.rounds[0.5] == sorted(row["round"] for row in deals)[-(-len(deals) // 2) - 1]
        for said in summary.issues:
            assert dict(said.levels) == dict(Counter(row[said.issue.name] for row in deals))
            assert list(said.levels) == [level for level in said.issue.levels if level in said.levels]
        for party, worth in summary.payoffs.items():
            assert worth.annual.mean == pytest.approx(mean(row[f"annual_{party}"] for row in rows), rel=1e-12)
            gains = [row[f"payoff_{party}"] - row[f"no_deal_{party}"] for row in deals]
            assert worth.gain_deals is not None
            assert worth.gain_deals.mean == pytest.approx(mean(gains), rel=1e-12)
            assert worth.gain_deals.sd == pytest.approx(stdev(gains), rel=1e-9)


def test_a_quantile_is_a_value_that_occurs() -> None:
    counts = dict.fromkeys(range(1, 21), 1)
    assert [quantile(counts, q) for q in (0.0, 0.05, 0.5, 0.501, 0.95, 1.0)] == [1, 1, 10, 11, 19, 20]
    assert quantile(dict.fromkeys(range(1, 101), 1), 0.07) == 7


def test_other_tables_are_refused(tmp_path: Path) -> None:
    import pyarrow as pa

    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    with pytest.raises(ValueError, match="no table of outcomes"):
        summarise(tmp_path / "a.parquet")
    empty = write(tmp_path / "b.parquet", about(False, {"a": "A", "b": "B"}, {}, "", 0), {"agreed": []})
    with pytest.raises(ValueError, match="no rows"):
        summarise(empty)


def test_the_words_say_what_the_numbers_say(table: Path) -> None:
    text = summary_text(summarise(table), "Judgement figures were set by people\nwho knew the outcome.")
    flat = " ".join(text.split())
    assert "United States and Japan reach a deal in 4 of 5 worlds (80.0 %, 95 % interval 37.6–96.4)." in flat
    assert "Half of the deals come between 2025-06-04 and 2025-07-09 (median 2025-07-09)" in flat
    assert "By month: June 2025 25 %, July 50 %, December 25 %." in flat
    assert "tariff on cars (percent) 15 15 (50 %), 25 (25 %), 2.5 (25 %)" in flat
    assert "consult often (25 %)" in flat
    assert "United States all worlds 3.60 [1.03, 6.17] +2.00 [+0.04, +3.96] deals only 3.00" in flat
    assert "Japan all worlds −0.50, always +1.00, always" in flat
    assert text.endswith("About the scenario: Judgement figures were set by people who knew the outcome.")
    assert "\N{NO-BREAK SPACE}" not in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize(
    ("agreed", "sentence"),
    [
        ([True], "The buyer and Bo reach a deal in the one world played. It comes in round 3."),
        ([False], "The buyer and Bo reach no deal in the one world played."),
        ([False] * 4, "The buyer and Bo reach a deal in none of 4 worlds (0.0 %, 95 % interval 0.0–49.0)."),
        ([True] * 4, "in all 4 worlds (100.0 %, 95 % interval 51.0–100.0). Every deal comes in round 3."),
    ],
)
def test_all_none_and_one_have_their_own_words(tmp_path: Path, agreed: list[bool], sentence: str) -> None:
    said = about(False, {"a": "the buyer", "b": "Bo"}, ISSUES, "coins", len(agreed))
    path = write(tmp_path / "t.parquet", said, {"agreed": agreed, "round": [3 if yes else None for yes in agreed]})
    flat = " ".join(summary_text(summarise(path)).split())
    assert sentence in flat
    assert ("What the deals say" in flat) == any(agreed)
    assert "deals only" not in flat


def test_small_words() -> None:
    assert [level_text(level) for level in (2032, 25_000, 0.5, "letter_of_intent")] == [
        "2032", "25,000", "0.5", "letter of intent",
    ]  # fmt: skip
    assert [finished(percent(share)) for share in (0.0, 0.0004, 0.9999, 1.0)] == [
        "0.0 %", "<0.1 %", ">99.9 %", "100.0 %",
    ]  # fmt: skip
    assert wrapped("a b", "  ", "", 3) == ["a b"]
