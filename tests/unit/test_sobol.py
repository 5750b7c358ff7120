"""Sobol indices against closed forms, SciPy and SALib; the dummy; what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc, sobol_indices

from zopa.analysis.effects import Effect, Interval, Ranking, interval, judged, resamples
from zopa.analysis.sobol import FIRST, TOTAL, interactions, sobol

ISHIGAMI = {"x1": (0.3139, 0.5576), "x2": (0.4424, 0.4424), "x3": (0.0, 0.2437), "nothing": (0.0, 0.0)}
"""First-order and total indices for a = 7, b = 0.1 (Ishigami & Homma 1990; Sobol' & Levitan 1999)."""


def points(n: int, d: int, seed: int = 1) -> np.ndarray:
    """Saltelli's design in the unit cube: A, B, then A with each column from B."""
    pairs = qmc.Sobol(2 * d, rng=np.random.default_rng(seed)).random(n)
    a, b = pairs[:, :d], pairs[:, d:]
    mixed = [np.where(np.arange(d) == j, b, a) for j in range(d)]
    return np.concatenate([a, b, *mixed])


def ishigami(u: np.ndarray) -> np.ndarray:
    x = (2.0 * u - 1.0) * np.pi
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def by_name(ranking: Ranking) -> dict[str, Effect]:
    return {effect.name: effect for effect in ranking.effects}


def test_ishigami() -> None:
    ranking = sobol(ishigami(points(4096, 4)), list(ISHIGAMI))
    found = by_name(ranking)
    for name, (first, total) in ISHIGAMI.items():
        assert found[name].indices[FIRST].value == pytest.approx(first, abs=0.01)
        assert found[name].indices[TOTAL].value == pytest.approx(total, abs=0.01)
    assert [effect.name for effect in ranking.effects] == ["x1", "x2", "x3", "nothing"]
    assert [effect.verdict for effect in ranking.effects] == ["matters", "matters", "matters", "changes nothing"]
    assert interactions(ranking) == pytest.approx(0.2437, abs=0.02)
    assert ranking.size == 4096


def test_the_g_function() -> None:
    a = np.array([0.0, 1.0, 4.5, 9.0])
    u = points(4096, 4)
    found = by_name(sobol(np.prod((np.abs(4.0 * u - 2.0) + a) / (1.0 + a), axis=1), list("abcd")))
    alone = 1.0 / (3.0 * (1.0 + a) ** 2)  # Saltelli & Sobol' 1995
    variance = np.prod(1.0 + alone) - 1.0
    for j, name in enumerate("abcd"):
        total = alone[j] * np.prod(np.delete(1.0 + alone, j)) / variance
        assert found[name].indices[FIRST].value == pytest.approx(alone[j] / variance, abs=0.02)
        assert found[name].indices[TOTAL].value == pytest.approx(total, abs=0.02)


def test_a_sum_has_no_interactions() -> None:
    found = by_name(sobol(points(1024, 3) @ np.array([1.0, 2.0, 4.0]) + 50.0, ["a", "b", "c"]))
    for name, share in (("a", 1 / 21), ("b", 4 / 21), ("c", 16 / 21)):
        assert found[name].indices[FIRST].value == pytest.approx(share, abs=0.01)
        assert found[name].indices[TOTAL].value == pytest.approx(share, abs=0.01)


def test_the_same_as_scipy_and_nearly_as_salib() -> None:
    from SALib.analyze import sobol as salib

    n, d = 512, 3
    y = ishigami(points(n, d)) + 3.0
    found = by_name(sobol(y, ["x1", "x2", "x3"]))
    a, b, mixed = y[:n], y[n : 2 * n], y[2 * n :].reshape(d, n)
    scipys = sobol_indices(func={"f_A": a[None], "f_B": b[None], "f_AB": mixed[:, None]}, n=n)
    first, total = ([found[f"x{j + 1}"].indices[kind].value for j in range(d)] for kind in (FIRST, TOTAL))
    np.testing.assert_allclose(first, scipys.first_order, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(total, scipys.total_order, rtol=1e-10)
    # SALib takes the points row by row, and its outcomes less the mean of all of them, not of A and B
    rows = np.concatenate([a[None], mixed, b[None]]).T.ravel()
    problem = {"num_vars": d, "names": ["x1", "x2", "x3"], "bounds": [[0.0, 1.0]] * d}
    theirs = salib.analyze(problem, rows, calc_second_order=False, seed=1)
    np.testing.assert_allclose(first, theirs["S1"], atol=0.02)
    np.testing.assert_allclose(total, theirs["ST"], rtol=1e-10)
    halves = [0.5 * float(np.ptp(found[f"x{j + 1}"].indices[TOTAL].ends)) for j in range(d)]
    np.testing.assert_allclose(halves, theirs["ST_conf"], rtol=0.25)


def test_the_dummy_is_the_error_of_the_sample() -> None:
    """0 lies in its intervals, which shrink with the sample as one over its root."""
    widths = []
    for n in (256, 4096):
        dummy = sobol(ishigami(points(n, 3)), ["x1", "x2", "x3"]).dummy
        for kind in (FIRST, TOTAL):
            assert dummy.indices[kind].ends[0] < 0.0 < dummy.indices[kind].ends[1]
        widths.append(float(np.ptp(dummy.indices[TOTAL].ends)))
    assert widths[0] / widths[1] == pytest.approx(4.0, rel=0.3)


def test_the_dummys_formulas() -> None:
    """Khorashadi Zadeh et al. (2017): what the estimators give where f_AB is f_A."""
    y = ishigami(points(64, 3))
    a, b = y[:64], y[64:128]
    f0, variance = y[:128].mean(), y[:128].var()
    dummy = sobol(y, ["x1", "x2", "x3"], noise=0.5).dummy
    assert dummy.indices[FIRST].value == pytest.approx(np.mean((a - f0) * (b - f0)) / variance)
    assert dummy.indices[TOTAL].value == pytest.approx(1.0 - np.mean((a - f0) ** 2) / variance + 0.5 / variance)


def test_noise_of_its_own_in_each_point_is_not_taken_for_an_effect() -> None:
    rng = np.random.default_rng(0)
    u = points(1024, 2)
    y = u[:, 0] + rng.normal(0.0, 0.2, len(u))
    ranking = sobol(y, ["works", "idle"], noise=0.04)
    found = by_name(ranking)
    assert found["idle"].indices[TOTAL].value > 0.2  # the noise, not the factor
    assert found["idle"].verdict in ("not told from nothing", "perhaps")
    assert found["works"].verdict == "matters"


def test_intervals_against_rows_drawn_one_after_the_other() -> None:
    n, d = 16, 3
    y = ishigami(points(n, d)) + 2.0
    rows = y.reshape(d + 2, n)
    drawn = []
    for times in np.concatenate(list(resamples(n, "sobol", 39))):
        again = np.repeat(rows, times, axis=1)
        a, b, mixed = again[0], again[1], again[2:, None]
        drawn.append(sobol_indices(func={"f_A": a[None], "f_B": b[None], "f_AB": mixed}, n=n))
    found = by_name(sobol(y, ["x1", "x2", "x3"], replicates=39))
    for j in range(d):
        one = found[f"x{j + 1}"].indices
        slow = np.array([[some.first_order[j], some.total_order[j]] for some in drawn])
        assert one[FIRST].ends == pytest.approx(interval(0.0, slow[:, 0]).ends)
        assert one[TOTAL].ends == pytest.approx(interval(0.0, slow[:, 1]).ends)


def test_intervals_hold_the_value_about_as_often_as_they_say() -> None:
    held = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        a, b = rng.random((256, 2)), rng.random((256, 2))
        u = np.concatenate([a, b, np.column_stack([b[:, 0], a[:, 1]]), np.column_stack([a[:, 0], b[:, 1]])])
        one = by_name(sobol(u @ np.array([1.0, 2.0]), ["a", "b"], replicates=199))["a"].indices[TOTAL]
        held.append(one.ends[0] <= 0.2 <= one.ends[1])
    assert np.mean(held) > 0.85


@given(st.floats(-1e3, 1e3), st.floats(0.01, 1e3), st.booleans())
@settings(max_examples=25, deadline=None)
def test_units_do_not_matter(shift: float, scale: float, turned: bool) -> None:
    y = ishigami(points(32, 3))
    one = sobol(y, list("abc"), replicates=39)
    other = sobol(shift + (-scale if turned else scale) * y, list("abc"), replicates=39)
    for first, second in zip((*one.effects, one.dummy), (*other.effects, other.dummy), strict=True):
        assert first.name == second.name
        for kind in (FIRST, TOTAL):
            for end in ("value", "low", "high"):
                expected = pytest.approx(getattr(second.indices[kind], end), abs=1e-6)
                assert getattr(first.indices[kind], end) == expected


def test_the_same_numbers_every_time() -> None:
    y = ishigami(points(64, 3))
    assert sobol(y, list("abc")) == sobol(y, list("abc"))


def test_what_is_refused() -> None:
    y = ishigami(points(16, 3))
    with pytest.raises(ValueError, match="no Sobol design of 2 factors"):
        sobol(y[:-1], ["a", "b"])
    with pytest.raises(ValueError, match="does not vary"):
        sobol(np.ones(80), list("abc"))
    y[[3, 70]] = np.nan
    with pytest.raises(ValueError, match="2 of 80 points have no value"):
        sobol(y, list("abc"))


@pytest.mark.parametrize(
    ("low", "high", "moves", "verdict"),
    [
        (0.2, 0.4, True, "matters"),
        (0.05, 0.2, True, "perhaps"),
        (0.0, 0.1, True, "not told from nothing"),
        (0.0, 0.0, False, "changes nothing"),
    ],
)
def test_verdicts(low: float, high: float, moves: bool, verdict: str) -> None:
    assert judged(Interval(0.5 * (low + high), low, high), Interval(0.0, -0.1, 0.1), moves) == verdict
