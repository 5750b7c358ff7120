"""The answer of a run in words and as a page: what it says, what it leaves out, and that no text breaks the page."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.answers import OUTCOMES, answered, point
from zopa.report.answer_markdown import answer_markdown, summary_markdown
from zopa.report.answer_text import answer_text
from zopa.report.answer_words import measured, outcome_name, told_factors
from zopa.report.markdown import block, code, escaped, picture, rows
from zopa.report.words import WIDTH

RISES = {
    "id": "p.a", "clause": "more <deals> | with *delay*", "measure": OUTCOMES["agreement"], "along": "delay",
    "relation": "increases", "source": "Rubinstein (1982)",
}  # fmt: skip


def test_the_table_has_a_row_for_each_point_with_intervals_and_says_what_outcomes_are(tmp_path: Path) -> None:
    text = answer_text(answered(tmp_path / "x", [point(3, 1.0), point(9, 2.0)], {"delay": [0.03, 0.05]}))
    lines = text.splitlines()
    assert lines[4].split() == ["delay", "agreement", "us"]
    # exact bounds of 3 of 10 (Clopper & Pearson 1934); 1 ± 2.262 × 0.527 / √10
    assert lines[5] == "0.03    30.0 % [6.7, 65.2]  1.00 [0.62, 1.38]"
    assert "agreement: share of all worlds that end in a deal; us: mean payoff of The US (coins)." in text


def test_a_table_that_is_too_wide_goes_on_below_with_the_levels_again(tmp_path: Path) -> None:
    outcomes = {f"outcome_{n}": OUTCOMES["us"] for n in range(6)}
    text = answer_text(
        answered(tmp_path / "x", [point(3, 1.0), point(9, 2.0)], {"delay": ["short", "long_one"]}, outcomes=outcomes)
    )
    assert max(map(len, text.splitlines())) <= WIDTH
    heads = [line.split() for line in text.splitlines() if line.startswith("delay ")]
    assert [name for head in heads for name in head[1:]] == list(outcomes)
    assert text.count("\nlong_one ") == len(heads) == 2  # levels as in the file


def test_the_day_of_talks_without_dates_is_a_round(tmp_path: Path) -> None:
    outcomes = {"day": {"statistic": "mean", "of": "day", "where": {"agreed": True}}}
    found = answered(tmp_path / "x", [point(3, 1.0), point(9, 2.0)], {"delay": [1.0, 2.0]}, outcomes=outcomes)
    assert outcome_name(found, "day") == "round"
    assert measured(found, "day") == ("mean round of the deal, worlds with a deal", "")
    assert "1      1.00, always" in answer_text(found)


def test_factors_of_a_list_that_change_together_are_told_once(tmp_path: Path) -> None:
    factors = {"vote": ["none", "July"], "rice": ["none", "July"], "delay": ["a", "b"]}
    found = answered(tmp_path / "x", [point(3, 1.0), point(9, 2.0)], factors, "list")
    assert told_factors(found.results) == {"vote": ("rice",), "delay": ()}
    assert "With vote change rice, level by level." in answer_text(found)
    assert "- rice (lever), which changes with vote" in answer_markdown(found)
    grid = answered(tmp_path / "y", [point(3, 1.0), point(9, 2.0)], factors)
    assert told_factors(grid.results) == {"vote": (), "rice": (), "delay": ()}


def test_many_points_are_told_by_their_spread(tmp_path: Path) -> None:
    points = [point(at % 11, at / 10) for at in range(30)]
    found = answered(tmp_path / "x", points, {"delay": [at / 7 for at in range(30)]}, "lhs")
    assert "us                 1.45    0.00   0.10    1.40     2.80     2.90" in answer_text(found)
    page = answer_markdown(found)
    assert "| us | 1.45 | 0.00 | 0.10 | 1.40 | 2.80 | 2.90 |" in page
    assert "are partly luck" in page


def test_settings_of_clauses_are_told_by_the_clauses(tmp_path: Path) -> None:
    labels = [f"M1.{at}, tough, open" for at in range(9)]
    found = answered(tmp_path / "x", [point(at, 1.0) for at in range(9)], {"setting": labels})
    assert "What each setting showed stands below its clause" in answer_text(found)
    assert "| M1.3, tough, open | 30.0 % [6.7, 65.2] | 1.00 [0.62, 1.38] |" in answer_markdown(found)


def test_the_page_says_what_came_of_what_was_expected_and_where_outcomes_are_largest(tmp_path: Path) -> None:
    found = answered(
        tmp_path / "x", [point(3, 1.0), point(9, 2.0)], {"delay": [0.03, 0.05]},
        title="A <b> | *c*", question="Why?", setting="Two towns.", expect=[RISES],
    )  # fmt: skip
    page = answer_markdown(found, "answer.svg")
    assert page.startswith("# A &lt;b> \\| \\*c\\*\n\n> Why?\n\nTwo towns.\n\nScenario: Made by hand (`hand_made`).\n")
    assert "- p.a **is undecided**: more &lt;deals> \\| with \\*delay\\*." in page
    assert "goes from 1.00 [0.62, 1.38] at delay 0.03 to 2.00 [1.62, 2.38] at delay 0.05." in page
    assert "- delay 0.03 30.0 % -> delay 0.05 90.0 %: +60.0 [−4.6, +85.0]\n" in page
    assert "- source: Rubinstein (1982)\n" in page
    assert "![Chart: A &lt;b> \\| \\*c\\*](answer.svg)" in page
    assert "zopa run experiment.lock.yaml\nzopa reproduce .\n" in page
    assert "- 2 points × 10 worlds\n- design: grid (every combination of levels)\n- seed 0, luck the same in" in page
    assert "\N{NO-BREAK SPACE}" not in page
    assert "\n\n\n" not in page


def test_points_in_which_no_world_counts_and_worlds_that_failed_are_said(tmp_path: Path) -> None:
    outcomes = {"day": {"statistic": "mean", "of": "day", "where": {"agreed": True}}}
    status = ["failed", *["ok"] * 9]
    bad = point(3, 1.0) | {"status": status, "message": ["odd | <thing>", *[None] * 9]}
    found = answered(tmp_path / "x", [bad, point(0, 1.0)], {"delay": [1.0, 2.0]}, outcomes=outcomes)
    found.results.said["failed"] = 1
    page = answer_markdown(found)
    assert "| 2 | – |" in page
    assert "is the same in all points: 1.00, always; in 1 points no world counts." in page
    assert "1 worlds in 1 of 2 points failed" in page
    assert "- 1 × odd \\| &lt;thing>\n" in page


def test_a_single_point_has_its_summary_as_it_stands(tmp_path: Path) -> None:
    found = answered(tmp_path / "x", [point(3, 1.0)], {})
    page = summary_markdown(found.results, "All ``` the\n  same", "chart.svg")
    assert "````text\nAll ``` the\n  same\n````\n" in page
    assert "- 1 point × 10 worlds\n- seed 0\n" in page


US, JAPAN = ({"statistic": "mean", "of": f"annual_{party}"} for party in ("us", "japan"))


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("share of all worlds with day above 3 and at most 9",
         {"statistic": "share", "that": {"day": {"above": 3, "at_most": 9}}}),
        ("share of worlds with a deal with rate 10 or 15",
         {"statistic": "share", "that": {"rate": [10, 15]}, "where": {"agreed": True}}),
        ("90 % quantile of the rate", {"statistic": "quantile", "q": 0.9, "of": "rate"}),
        ("standard deviation of gain of The US over no deal", {"statistic": "sd", "of": "gain_us"}),
        ("mean payoff of The US, less mean payoff of Japan", US | {"minus": JAPAN}),
    ],
)  # fmt: skip
def test_what_an_outcome_is(tmp_path: Path, measure: dict[str, Any], words: str) -> None:
    points = [point(3, 1.0, rate=[10.0] * 10, round=[1] * 10), point(9, 2.0, rate=[15.0] * 10, round=[1] * 10)]
    found = answered(tmp_path / "x", points, {"delay": [1.0, 2.0]}, outcomes={"it": measure})
    assert measured(found, "it")[0].replace("\N{NO-BREAK SPACE}", " ") == words


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_ends_a_cell_or_a_line_or_begins_html(text: str) -> None:
    line = escaped(text)
    assert "\n" not in line
    assert "<" not in line
    bare = line.replace("\\\\", "")
    assert bare.count("|") == bare.count("\\|")
    assert bare.count("`") == bare.count("\\`")
    assert not line.startswith(("#", ">", "- ", "* ", "+ ", "[", "=", "|"))
    (row,) = rows([["a", "b"], [text, text]])[2:]
    assert row.replace("\\\\", "").replace("\\|", "").count("|") == 3


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_code_is_closed_by_its_own_fence_alone(text: str) -> None:
    fence, *inside, last = block(text)
    assert not any(line.strip().startswith(last) for line in inside)
    assert fence == f"{last}text"
    assert "\n" not in code(text)
    assert picture(text, "a.svg").count("](") == 1
