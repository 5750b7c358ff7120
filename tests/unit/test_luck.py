"""Luck with an address, and the distributions made of it."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.game.luck import Luck
from zopa.game.spread import correlated, two_piece_normal


@pytest.mark.parametrize("each", [1, 3, 4])
@pytest.mark.parametrize("width", [1, 7, 64])
def test_equal_in_any_block(width: int, each: int) -> None:
    worlds = 1024
    whole = Luck(1, 0, worlds).uniforms("use", 1, 5, each)
    parts = [Luck(1, low, min(width, worlds - low)).uniforms("use", 1, 5, each) for low in range(0, worlds, width)]
    assert np.concatenate(parts).tobytes() == whole.tobytes()
    assert whole.shape == (worlds, each)
    assert whole.flags.c_contiguous


@given(first=st.integers(0, 2**60), each=st.integers(1, 9), before=st.integers(0, 9))
def test_equal_far_away(first: int, each: int, before: int) -> None:
    start = max(first - before, 0)
    block = Luck(3, start, first - start + 1).uniforms("far", each=each)
    assert Luck(3, first, 1).uniforms("far", each=each).tobytes() == block[-1:].tobytes()


def test_every_part_of_the_address_counts_and_none_runs_into_the_next() -> None:
    addresses = [
        (Luck(1, 0, 4000), "a", 0, 0), (Luck(2, 0, 4000), "a", 0, 0), (Luck(1, 0, 4000, "salt"), "a", 0, 0),
        (Luck(1, 0, 4000), "b", 0, 0), (Luck(1, 0, 4000), "a", 1, 0), (Luck(1, 0, 4000), "a", 0, 1),
        (Luck(1, 4000, 4000), "a", 0, 0), (Luck(1, 0, 4000), "a", 1, 1), (Luck(11, 0, 4000), "a", 0, 0),
        (Luck(1, 0, 4000), "a", 11, -1), (Luck(1, 0, 4000), "a", 1, 11),
    ]  # fmt: skip
    draws = [luck.one(use, party, at) for luck, use, party, at in addresses]
    for a, b in itertools.combinations(draws, 2):
        assert abs(np.corrcoef(a, b)[0, 1]) < 5 / np.sqrt(4000)
    for draw in draws:
        assert (draw >= 0).all()
        assert (draw < 1).all()
        assert abs(draw.mean() - 0.5) < 5 * np.sqrt(1 / 12 / 4000)
        assert abs(np.corrcoef(draw[1:], draw[:-1])[0, 1]) < 5 / np.sqrt(4000)


def test_the_same_draw_on_any_machine() -> None:
    assert Luck(7, 2, 2).one("pinned", 1, 3).tolist() == [0.3798362681394346, 0.37006583410708604]


bounds = st.tuples(*[st.floats(-50, 50)] * 3).map(sorted)


@given(bounds)
def test_a_two_piece_normal_keeps_its_median_and_quantiles_and_is_cut(three: list[float]) -> None:
    low, central, high = three
    at = two_piece_normal(np.array([0.5, 0.05, 0.95, 0.0, 1 - 2**-53]), low, central, high)
    assert at[:3] == pytest.approx([central, low, high], abs=1e-9)
    assert at[3:] == pytest.approx([central - 2 * (central - low), central + 2 * (high - central)], abs=1e-9)
    drawn = two_piece_normal(np.linspace(0, 1, 1001)[:-1], low, central, high)
    assert (np.diff(drawn) >= 0).all()
    assert (drawn >= at[3]).all()
    assert (drawn <= at[4]).all()


def test_a_two_piece_normal_in_draws() -> None:
    drawn = two_piece_normal(Luck(1, 0, 40000).one("x"), 1.0, 3.4, 10.0)
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx([1.0, 3.4, 10.0], rel=0.05)
    assert np.mean(drawn) > 3.4


def test_rank_correlations_and_untouched_margins() -> None:
    from scipy.stats import spearmanr

    luck = Luck(4, 0, 20000)
    drawn = correlated([luck.one(name) for name in "abc"], [(0, 1, 0.6), (1, 2, -0.4)])
    ranks = spearmanr(np.stack(drawn, axis=1)).statistic
    assert ranks[0, 1] == pytest.approx(0.6, abs=0.03)
    assert ranks[1, 2] == pytest.approx(-0.4, abs=0.03)
    assert ranks[0, 2] == pytest.approx(0.0, abs=0.03)
    for one in drawn:
        assert np.quantile(one, [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


def test_correlations_that_contradict_each_other_are_refused() -> None:
    uniforms = [Luck(4, 0, 3).one(name) for name in "abc"]
    with pytest.raises(ValueError, match="contradict"):
        correlated(uniforms, [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)])
