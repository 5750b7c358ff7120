"""Deals in the last days before a date that presses, and in the last rounds."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import yaml

from unit.outcome_tables import about
from unit.run_folders import ISSUES, PARTIES, ROOT, deals, write_run
from zopa import load
from zopa.experiments.near_deadline import dates_that_press, near_deadline
from zopa.experiments.results import Results

DAY = dt.date.fromisoformat


def calendar() -> dict[str, object]:
    """The ultimatum, held each week from 1 July to 31 August; a threat falls due on 1 August, a vote is on 20 July."""
    game = yaml.safe_load((ROOT / "configs" / "ultimatum.yaml").read_text(encoding="utf-8"))
    threat = {"name": "letter", "announced": "2025-07-07", "due": "2025-08-01", "levels": {"share": 0}}
    return {
        "parties": game["parties"],
        "protocol": {"kind": "alternating_offers"},
        "time": {
            "kind": "flow", "calendar": {"start": "2025-07-01", "end": "2025-08-31"}, "horizon": 1,
            "discount_rate": 0.03, "in_force": [{"since": "2025-07-01", "levels": {"share": 5}}],
            "threats": [threat],
            "reweight": [{"party": "proposer", "issue": "share", "until": "2025-07-21", "factor": 2}],
        },
    }  # fmt: skip


def _dated(folder: Path, *points: list[str | None], factor: dict[str, object] | None = None) -> Results:
    rows = []
    for dates in points:
        agreed = [date is not None for date in dates]
        rows.append(deals(agreed, [0.0] * len(dates), date=[date and DAY(date) for date in dates]))
    factors = {"end": ["early", "late"]} if factor else None
    experiment = {"levers": {"end": factor}} if factor else None
    what = about(True, PARTIES, ISSUES, "coins/yr", 0)
    return Results.open(write_run(folder, rows, factors, what, experiment, calendar()))


def test_the_dates_of_a_scenario_inside_its_calendar_in_order(tmp_path: Path) -> None:
    assert dates_that_press(_dated(tmp_path / "run", [None]).document) == [
        (DAY("2025-07-20"), "proposer_share", "election"),
        (DAY("2025-08-01"), "letter", "threat"),
        (DAY("2025-08-31"), "end", "end"),
    ]


def test_those_of_the_flagship() -> None:
    found = [(str(date), name, kind) for date, name, kind in dates_that_press(load("us_japan_2025"))]
    assert found == [
        ("2025-06-16", "summit", "summit"), ("2025-07-09", "pause_ends", "threat"),
        ("2025-07-09", "verbal_35", "threat"), ("2025-07-20", "japan_rice", "election"),
        ("2025-08-01", "letter", "threat"), ("2025-12-31", "end", "end"),
    ]  # fmt: skip
    off = load("us_japan_2025", ["mechanisms.summit.active=false"])
    assert "summit" not in {name for _, name, _ in dates_that_press(off)}
    assert dates_that_press(load("ultimatum")) == []


def test_near_is_up_to_the_vote_and_the_end_and_before_the_threat_falls_due(tmp_path: Path) -> None:
    first = ["2025-07-18", "2025-07-20", "2025-07-21", "2025-07-29", "2025-07-31", "2025-08-01", None, "2025-08-31"]
    found = near_deadline(_dated(tmp_path / "run", first), days=3)
    assert found.before[:, 0].tolist() == [2, 2, 1]
    assert (found.deals[0], found.near[0]) == (7, 5)
    assert found.share.tolist() == [5 / 7]
    assert near_deadline(_dated(tmp_path / "run_2", first), days=2).before[:, 0].tolist() == [1, 1, 1]


def test_a_point_has_its_own_dates_and_without_a_deal_no_share(tmp_path: Path) -> None:
    end = {"path": "time.calendar.end", "levels": {"early": "2025-08-15", "late": "2025-08-31"}}
    results = _dated(tmp_path / "run", ["2025-07-31", "2025-08-14"], [None, None], factor=end)
    found = near_deadline(results, days=1)
    assert [str(date) for date, _, kind in found.dates if kind == "end"] == ["2025-08-15", "2025-08-31"]
    np.testing.assert_array_equal(found.before, [[0, 0], [1, 0], [0, np.nan], [np.nan, 0]])
    assert found.deals.tolist() == [2, 0]
    np.testing.assert_array_equal(found.share, [0.5, np.nan])


def test_without_dates_the_last_fifth_of_the_rounds_is_near(tmp_path: Path) -> None:
    game = {"protocol": {"kind": "alternating_offers"}, "time": {"kind": "lump", "rounds": 10}}
    point = {**deals([True] * 5, [0.0] * 5), "round": [1, 8, 9, 10, 2]}
    found = near_deadline(Results.open(write_run(tmp_path / "run", [point], scenario=game)))
    assert found.days is None
    assert found.dates == ()
    assert found.share.tolist() == [0.4]


def test_what_cannot_be_counted_is_said(tmp_path: Path) -> None:
    results = _dated(tmp_path / "run", ["2025-07-18"])
    with pytest.raises(ValueError, match="days must be at least 1, not 0"):
        near_deadline(results, days=0)
    silent = write_run(tmp_path / "silent", [deals([True], [0.0])], drop=("round",))
    with pytest.raises(ValueError, match="does not keep the round of deals"):
        near_deadline(Results.open(silent))
