"""Laws of the home front, for whatever numbers Hypothesis finds."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from unit import around
from zopa.game.space import Space
from zopa.politics.constituency import Constituency

SPACE = Space.of({"rice": [0, 1, 2], "cars": [3, 2, 1, 0], "fund": [0, 1]})
EVERY = np.array([(r, c, f) for r in range(3) for c in range(4) for f in range(2)], dtype=np.int16)
NUMBERS = st.floats(-20, 20, allow_nan=False)
SAYS = "parties.japan.strategy.says=[{kind: red_line, keeps: {autos: [2.5]}}, {kind: celebrate}]"


def refused(cells: list[float], threshold: float, start: int) -> Any:
    """Which of all packages a constituency refuses, each package in a world of its own."""
    w = len(EVERY)
    plain = around.setting(w)
    changed = {"space": SPACE, "start": EVERY[start]}
    where = type(plain)(**{**{n: getattr(plain, n) for n in plain.__slots__}, **changed})
    part = Constituency(party=0, payoffs=np.tile(cells, (w, 1)), consent="public", threshold=threshold)
    now = around.now(where, 0, package=EVERY)
    return part.review(now, np.ones(w, dtype=bool), part.begin(where), around.doors(w))


@given(st.lists(NUMBERS, min_size=9, max_size=9), NUMBERS, st.floats(0, 20), st.integers(0, 23))
def test_more_support_at_home_never_shrinks_the_win_set(
    cells: list[float], threshold: float, less: float, start: int
) -> None:
    """Whoever asks for less consents to all that he consented to before."""
    assert not (refused(cells, threshold - less, start) & ~refused(cells, threshold, start)).any()


@given(st.lists(NUMBERS, min_size=9, max_size=9), NUMBERS, st.floats(0, 20), st.integers(0, 23))
def test_whoever_gains_more_from_every_package_refuses_no_more(
    cells: list[float], threshold: float, more: float, start: int
) -> None:
    """What gains from all that is not in force at the start enlarges the win-set."""
    first, gained = SPACE.first, np.array(cells)
    for k in range(3):
        gained[first[k] : first[k + 1]] += more
        gained[first[k] + EVERY[start, k]] = cells[first[k] + EVERY[start, k]]
    assert not (refused(list(gained), threshold, start) & ~refused(cells, threshold, start)).any()


@settings(max_examples=6)
@given(st.floats(0, 10), st.floats(0, 30), st.integers(0, 1000))
def test_without_audience_costs_and_with_certain_ratification_it_is_the_one_level_game(
    loud: float, worth: float, first: int
) -> None:
    """Putnam's two levels are one where nobody at home can punish or refuse."""
    says = SAYS.replace("red_line,", f"red_line, loud: {loud},")
    rice = "payoffs: {rice: [{kind: linear, slope: -1}]}"
    home = (
        f"voters={{kind: audience, party: japan, cost: 0, disappointment: 0, worth: {worth}}}",
        f"diet={{kind: constituency, party: japan, consent: public, threshold: -1e6, {rice}}}",
        f"congress={{kind: constituency, party: us, consent: hidden, threshold: -1e6, {rice}}}",
    )
    plain, out = around.played(first, 20, says), around.played(first, 20, *home, says)
    assert out.extra["diet_blocked"].sum() == out.extra["congress_blocked"].sum() == 0.0
    out.extra = {}
    assert around.bits(out) == around.bits(plain)
