"""Every number that lessons 1 and 2 state, played."""

from functools import cache
from pathlib import Path

import pytest

from zopa import simulate
from zopa.web.lessons.load import found

PRIDE = "parties.responder.strategy.utility={low: 0.05, central: 0.2, high: 0.4, at_least: 0, at_most: 1}"
DEMAND = "parties.proposer.strategy.utility"
BOTH = ("first", "second")


def said(lesson: str, file: str, *words: str) -> None:
    """The numbers stand in the texts of both languages, so that a text that changes is tested again."""
    for code in ("en", "ja"):
        text = Path(found()[lesson], code, file).read_text(encoding="utf-8")
        for word in words:
            assert word in text, f"{code}/{file}: {word}"


@cache
def asking(demand: float) -> tuple[float, float]:
    """Share of yes and the proposer's mean, of a thousand responders."""
    frame = simulate("ultimatum", worlds=1000, seed=1, overrides=[PRIDE, f"{DEMAND}={demand}"])
    return float(frame.agreed.mean()), float(frame.annual_proposer.mean())


def thinking(*overrides: str) -> tuple[int, float, float]:
    """Round and what both get, of two that think ahead."""
    kinds = [f"parties.{party}.strategy.kind=subgame_perfect" for party in BOTH]
    (one,) = simulate("shrinking_pie", worlds=1, overrides=[*kinds, *overrides]).itertuples()
    return int(one.round), float(one.annual_first), float(one.annual_second)


def test_two_that_count_coins_alone_leave_the_responder_nothing() -> None:
    kinds = [f"parties.{party}.strategy.kind=subgame_perfect" for party in ("proposer", "responder")]
    (one,) = simulate("ultimatum", worlds=1, overrides=kinds).itertuples()
    assert (one.annual_proposer, one.annual_responder) == (10.0, 0.0)


def test_the_proposer_of_step_5_keeps_nine() -> None:
    overrides = [f"{DEMAND}=0.9", "parties.responder.strategy.utility=0"]
    (one,) = simulate("ultimatum", worlds=1, seed=2, overrides=overrides).itertuples()
    assert one.share == 9.0


@pytest.mark.parametrize(
    ("demand", "share", "mean"),
    [(0.5, 99, 4.9), (0.6, 94, 5.6), (0.65, 89, 5.8), (0.7, 80, 5.6), (0.8, 49, 3.9), (0.95, 5, 0.4)],
)
def test_what_a_demand_brings(demand: float, share: int, mean: float) -> None:
    yes, got = asking(demand)
    assert (round(100 * yes), round(got, 1)) == (share, mean)
    if demand in (0.5, 0.65, 0.8, 0.95):
        said("one_offer", "explain.md", f"| {10 * demand:g} | {share} % | {mean} |")


def test_six_and_a_half_is_the_best_demand_of_the_slider() -> None:
    values = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0]
    assert max(values, key=lambda one: asking(one)[1]) == 0.65
    said("one_offer", "greed_why.md", "0.89", "5.8", "4.9", "3.9", "0.4")
    said("one_offer", "guide.md", "89", "5.8", "4.9", "5.6")


def test_pride_is_as_the_text_says() -> None:
    told = {low: asking(1 - low)[0] for low in (0.05, 0.2, 0.4)}
    assert told[0.2] == pytest.approx(0.5, abs=0.02)
    assert told[0.05] == pytest.approx(0.05, abs=0.015)
    assert told[0.4] == pytest.approx(0.95, abs=0.015)
    said("one_offer", "pride.md", "20 %", "5 %", "40 %")


def test_two_rules_of_thumb_let_41_slices_melt() -> None:
    kinds = [f"parties.{party}.strategy.kind=linear" for party in BOTH]
    (one,) = simulate("shrinking_pie", worlds=1, overrides=kinds).itertuples()
    assert (one.round, one.share) == (6, 55)
    assert (round(one.annual_first, 1), round(one.annual_second, 1)) == (32.5, 26.6)
    assert round(100 - one.annual_first - one.annual_second) == 41
    assert round(1 / 0.9**5 - 1, 2) == 0.69  # two thirds more, had they agreed at once
    said("shrinking_pie", "rules_why.md", "55", "45", "0.59", "32.5", "26.6", "41")


def test_two_that_think_ahead_agree_at_once() -> None:
    assert thinking() == (1, 34.0, 66.0)
    said("shrinking_pie", "watch_thinkers.md", "34", "66", "32.5", "26.6")


@pytest.mark.parametrize(("patience", "first"), [(0.5, 89), (0.7, 72), (0.85, 47), (0.9, 34), (0.95, 19), (0.99, 1)])
def test_patience_pays_without_being_used(patience: float, first: float) -> None:
    assert thinking(f"time.discount.second={patience}") == (1, first, 100 - first)
    if patience in (0.7, 0.95):
        said("shrinking_pie", "explain.md", str(first))
    if patience == 0.85:
        said("shrinking_pie", "guide.md", "47", "53")


def test_the_table_of_rounds_left() -> None:
    keeps = [int(thinking(f"time.rounds={left}")[1]) for left in range(1, 11)]
    assert keeps == [100, 10, 91, 18, 83, 25, 77, 30, 73, 34]
    said("shrinking_pie", "explain.md", " | ".join(map(str, keeps)), "52.6")
    assert round(100 / 1.9, 1) == 52.6


def test_a_round_must_bring_38_slices_instead_of_34() -> None:
    assert 37 * 0.9 < 34 < 38 * 0.9
    assert round(34 * 0.9, 1) == 30.6
    said("shrinking_pie", "guide.md", "30.6", "38")


def test_the_clocks_of_the_role_sheets() -> None:
    for party, factor in (("first", 0.9), ("second", 0.95)):
        said("shrinking_pie", f"role_{party}.md", " | ".join(f"{factor**at:.2f}" for at in range(6)))
