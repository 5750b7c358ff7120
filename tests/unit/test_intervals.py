"""Intervals against published numbers, and sums that grow against sums at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.analysis.intervals import Mean, Share, Sums


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_numbers_of_newcombe_1998_table_1(count: int, of: int, low: float, high: float) -> None:
    share = Share.wilson(count, of)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)
    assert share.share == count / of


def test_wilson_mirrors_itself_and_knows_its_limits() -> None:
    some, others = Share.wilson(3, 10), Share.wilson(7, 10)
    assert others.low == pytest.approx(1 - some.high, abs=1e-12)
    assert (Share.wilson(0, 5).low, Share.wilson(5, 5).high) == (0.0, 1.0)
    assert Share.wilson(0, 0) == Share(0, 0, 0.0, 1.0)
    assert Share.wilson(0, 0).share is None
    with pytest.raises(ValueError, match="6 of 5"):
        Share.wilson(6, 5)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_the_ends_solve_the_score_equation(of: int, part: float) -> None:
    count = round(part * of)
    share, z2 = Share.wilson(count, of), 1.959963984540054**2
    for end in (share.low, share.high):
        assert of * (count / of - end) ** 2 == pytest.approx(z2 * end * (1 - end), rel=1e-6, abs=1e-9)
    assert 0 <= share.low <= count / of <= share.high <= 1


def test_the_mean_has_the_interval_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, ZARR13.DAT: heat flow, 195 values."""
    mean = Mean.of(195, 9.261460, 194 * 0.022789**2)
    assert mean.low == pytest.approx(9.258242, abs=1e-6)
    assert mean.high == pytest.approx(9.264679, abs=1e-6)
    assert mean.sd == pytest.approx(0.022789, rel=1e-12)


def test_one_value_has_a_mean_and_no_interval() -> None:
    assert Mean.of(1, 4.0, 0.0) == Mean(1, 4.0, None, None, None)
    with pytest.raises(ValueError, match="no values"):
        Mean.of(0, 0.0, 0.0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.lists(st.integers(0, 60), max_size=4))
def test_sums_that_grow_agree_with_sums_at_once(values: list[float], cuts: list[int]) -> None:
    numbers, sums = np.array(values), Sums()
    for part in np.split(numbers, sorted(min(cut, len(values)) for cut in cuts)):
        sums.add(part)
    mean = sums.result()
    assert mean is not None
    assert mean.sd is not None
    assert mean.n == len(values)
    assert mean.mean == pytest.approx(numbers.mean(), rel=1e-12, abs=1e-6)
    assert mean.sd == pytest.approx(numbers.std(ddof=1), rel=1e-9, abs=1e-6)


def test_no_values_have_no_mean() -> None:
    sums = Sums()
    sums.add(np.array([]))
    assert sums.result() is None
