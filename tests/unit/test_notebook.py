"""What notebooks show, without a notebook: the methods that they call."""

import html
import re
import subprocess
import sys
from pathlib import Path

import pytest

import zopa
from browser import opened
from zopa.analysis.outcomes import Outcomes
from zopa.report.notebook import Talks

WITHOUT_CHARTS = """
import sys
import zopa
talks = zopa.Talks("log_roll")
talks.play_out()
talks._repr_html_(), talks.outcomes._repr_html_(), talks.document._repr_html_()
print(sorted({"altair", "vl_convert", "zopa.report.charts.plane"} & set(sys.modules)))
"""


def test_the_path_is_that_of_the_offers_and_it_goes_on_with_the_talks() -> None:
    talks = zopa.Talks("log_roll")
    with pytest.raises(ValueError, match="nothing has been said yet"):
        talks.show()
    talks.step()
    early = talks.show().exhibit
    assert early.title == "The talks are under way; no deal yet"
    assert [row for row in early.table.rows if "offer" in str(row[0])] == [
        ("round 1: offer of the upstream town", 100.0, 0.0), ("round 1: offer of the downstream town", 0.0, 100.0),
    ]  # fmt: skip
    talks.play_out()
    late = talks.show().exhibit
    (deal,) = [row for row in late.table.rows if str(row[0]).startswith("the deal")]
    assert deal[1:] == (pytest.approx(talks.outcomes.annual[0][0]), pytest.approx(talks.outcomes.annual[1][0]))
    assert ("Nash", 60.0, 70.0) in late.table.rows


def test_a_world_among_others_is_shown_as_it_was_played() -> None:
    talks = zopa.Talks("us_japan_2025", worlds=3, seed=2)
    out = talks.play_out()
    rows = {row[0]: row[1:] for row in talks.show(2).exhibit.table.rows}
    assert rows["what it came to"] == (pytest.approx(out.annual[0][2], 1e-6), pytest.approx(out.annual[1][2], 1e-6))
    with pytest.raises(ValueError, match="there is no world 3"):
        talks.show(3)


def test_markup_in_a_scenario_stays_text() -> None:
    talks = Talks("ultimatum", overrides=["title=<script>alert(1)</script>", "parties.proposer.name=<b>x</b>"])
    talks.play_out()
    document = talks.document
    for shown in (talks._repr_html_(), document._repr_html_()):
        assert "<script" not in shown
        assert "&lt;script&gt;" in shown
        assert "&lt;b&gt;x&lt;/b&gt;" in shown
    frame = talks.show()._repr_html_()
    assert frame.count("<script") == 0, "the frame holds its page as text"


def test_outcomes_say_what_they_hold(tmp_path: Path) -> None:
    talks = zopa.Talks("ultimatum", worlds=4)
    assert "4 worlds, 4 deals" in talks.play_out()._repr_html_()
    zopa.run("ultimatum", worlds=2, out=tmp_path / "run")
    (table,) = (tmp_path / "run").glob("outcomes.parquet")
    assert "2 worlds, seed 0, 0 failed" in Outcomes(table)._repr_html_()


def test_what_is_shown_without_a_chart_loads_no_charts() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_CHARTS], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_chart_is_drawn_without_a_network(tmp_path: Path) -> None:
    talks = zopa.Talks("shrinking_pie")
    talks.play_out()
    page = tmp_path / "notebook.html"
    page.write_text(f"<!doctype html><title>n</title>{talks.show()._repr_html_()}", encoding="utf-8")
    with opened(page) as seen:
        frame = seen.page.frame_locator("iframe")
        frame.locator("svg, canvas").first.wait_for(timeout=20_000)
        assert seen.asked == []
        assert seen.errors == []


def test_the_title_tells_what_waiting_took() -> None:
    """55 of 100 in round 6 is worth 0.9 ** 5 of it: waiting took 41 %."""
    talks = zopa.Talks("shrinking_pie")
    talks.play_out()
    lost = 1.0 - 0.9 ** int(talks.outcomes.index[0])
    said = re.search(r"took (\d+) %", html.unescape(talks.show().exhibit.title))
    assert said is not None
    assert int(said[1]) == round(100 * lost)
