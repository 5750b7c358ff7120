"""Reputation in bargaining, Abreu & Gul (2000): rates, who gives in at once, and what each side gets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.attrition import Concession, abreu_gul, concession, indifferent

EQUAL = ((0.6, 0.6), (0.1, 0.05), (0.1, 0.1))
UNEQUAL = ((0.7, 0.6), (0.05, 0.05), (0.05, 0.10))
SHARES = st.floats(0.51, 0.95)
PRIORS = st.floats(0.001, 0.9)
RATES = st.floats(0.01, 1.0)


def solved(demands, priors, rates) -> Concession:
    return abreu_gul(*(np.array([pair], dtype=float) for pair in (demands, priors, rates)))


def worth(demands, rates, found: Concession, side: int, until: float) -> float:
    """What a side gets that gives in at a time, or just after: integrated over when the other gives in."""
    other, rate, mine = 1 - side, rates[side], demands[side]
    left = 1.0 - demands[other]
    time = np.linspace(0.0, until, 20_001)
    survival = found.survival(time)[:, other]
    gone = -np.diff(survival)
    middle = 0.5 * (time[1:] + time[:-1])
    got = (1.0 - survival[0]) * mine + (gone * np.exp(-rate * middle)).sum() * mine
    return float(got + survival[-1] * np.exp(-rate * until) * left)


@pytest.mark.parametrize(
    ("game", "hazards", "horizon", "weak", "atom", "payoffs"),
    [
        (EQUAL, (0.2, 0.2), 11.5129, 1, 0.5, (0.5, 0.4)),
        (UNEQUAL, (0.1, 0.066667), 29.9573, 1, 0.631597, (0.589479, 0.3)),
    ],
)
def test_the_closed_form(game, hazards, horizon, weak, atom, payoffs) -> None:
    found = solved(*game)
    np.testing.assert_allclose(found.hazards[0], hazards, rtol=1e-5)
    assert found.horizon[0] == pytest.approx(horizon, abs=5e-5)
    assert found.weak[0] == weak
    assert found.atom[0] == pytest.approx(atom, abs=5e-7)
    (one, two), z, r = game
    strong = 1 - weak
    lam = (r[1] * (1 - one) / (one + two - 1), r[0] * (1 - two) / (one + two - 1))
    np.testing.assert_allclose(found.hazards[0], lam, rtol=1e-12)
    np.testing.assert_allclose(found.horizon[0], min(-np.log(z[i]) / lam[i] for i in (0, 1)), rtol=1e-12)
    np.testing.assert_allclose(found.atom[0], 1 - z[weak] * z[strong] ** (-lam[weak] / lam[strong]), rtol=1e-12)
    for side in (0, 1):
        for until in (0.0, 0.3 * horizon, horizon):  # giving in at any of these times is worth the same
            got = worth(game[0], r, found, side, until)
            # At time zero itself the two would give in together, so "just after" is meant.
            assert got == pytest.approx(payoffs[side], abs=2e-6), (side, until)


@given(st.tuples(SHARES, SHARES), st.tuples(PRIORS, PRIORS), st.tuples(RATES, RATES))
def test_both_reputations_are_complete_together_and_nobody_waits_in_vain(demands, priors, rates) -> None:
    found = solved(demands, priors, rates)
    np.testing.assert_allclose(found.survival(found.horizon)[0], priors, rtol=1e-9)
    np.testing.assert_allclose(found.survival(2.0 * found.horizon)[0], priors, rtol=1e-9)
    assert 0.0 <= found.atom[0] < 1.0
    assert found.atoms[0, 1 - found.weak[0]] == 0.0


@given(st.tuples(SHARES, SHARES), st.tuples(PRIORS, PRIORS), st.tuples(RATES, RATES), st.floats(0.0, 1.0))
def test_times_drawn_follow_the_survival(demands, priors, rates, luck) -> None:
    found = solved(demands, priors, rates)
    when = found.quits(np.full((1, 2), luck))[0]
    for side in (0, 1):
        assert np.isinf(when[side]) == (luck >= 1.0 - priors[side])
        if when[side] == 0.0:
            assert luck <= found.atoms[0, side] + 1e-12
        elif when[side] < found.horizon[0]:
            assert found.survival(when[[side]])[0, side] == pytest.approx(1.0 - luck, rel=1e-9)


def test_a_known_face_gives_in_at_once_to_one_who_may_be_obstinate() -> None:
    found = solved((0.6, 0.6), (0.0, 1e-300), (0.1, 0.1))
    assert (found.weak[0], found.atom[0]) == (0, 1.0)
    assert found.quits(np.array([[0.999, 0.5]]))[0, 0] == 0.0
    assert np.isinf(found.quits(np.ones((1, 2)))).all()


def test_a_world_alone_is_a_world_in_a_block() -> None:
    rng = np.random.default_rng(2)
    demands, priors, rates = (rng.uniform(low, high, (257, 2)) for low, high in ((0.51, 0.9), (0.01, 0.4), (0.01, 1.0)))
    luck = rng.uniform(size=(257, 2))
    block = abreu_gul(demands, priors, rates)
    for w in (0, 100, 256):
        row = slice(w, w + 1)
        alone = abreu_gul(demands[row], priors[row], rates[row])
        for name in ("hazards", "atom", "weak", "horizon"):
            assert np.array_equal(getattr(alone, name), getattr(block, name)[row])
        assert np.array_equal(alone.quits(luck[row]), block.quits(luck)[row])


def test_what_is_no_concession_game_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to wait for"):
        solved((0.5, 0.5), (0.1, 0.1), (0.1, 0.1))
    with pytest.raises(ValueError, match="must cost both sides"):
        solved((0.6, 0.6), (0.1, 0.1), (0.1, 0.0))


def test_shares_go_with_patience_as_obstinacy_vanishes() -> None:
    """Who claims r_j / (r_1 + r_2), as in Rubinstein's game, sees the other give in at once, whatever it claims."""
    for claim in (0.36, 0.5, 0.9):
        found = solved((2 / 3, claim), (1e-60, 1e-60), (0.05, 0.10))
        assert found.weak[0] == 1
        assert found.atom[0] > 0.95


def test_the_general_form_takes_other_prizes_than_a_pie() -> None:
    one = np.ones((1, 2))
    win, lose = np.array([[8.0, 3.0]]), np.array([[2.0, 1.0]])
    found = concession(win, lose, 0.1 * one, 0.1 * one, 0.05 * one)
    np.testing.assert_allclose(found.hazards, [[0.15 / 2, 0.25 / 6]], rtol=1e-12)
    assert np.array_equal(found.hazards, indifferent(win, lose, 0.1 * one, 0.05 * one))
