"""Audience costs, Fearon (1994): who backs down, who fights, and that nobody would rather do otherwise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.attrition import AudienceWar, audience_war

ABOVE = st.floats(0.1, 10.0)


def crisis(costs, prize: float = 1.0, worst=(1.0, 1.0)) -> AudienceWar:
    return audience_war(np.array([costs], dtype=float), np.array([prize]), np.array([worst], dtype=float))


def worth(found: AudienceWar, costs, prize: float, state: int, until: float) -> float:
    """What backing down at a time is worth, integrated over when the other backs down."""
    time = np.linspace(0.0, until, 20_001)
    survival = found.survival(time)[:, 1 - state]
    return float((1.0 - survival[-1]) * prize - survival[-1] * costs[state] * until)


def test_the_worked_crisis() -> None:
    costs = (2.0, 1.0)
    found = crisis(costs)
    horizon = (np.sqrt(3.0) - 1.0) / 2.0
    assert found.horizon[0] == pytest.approx(horizon, rel=1e-12)
    assert found.horizon[0] == pytest.approx(0.366025, abs=5e-7)
    np.testing.assert_allclose(found.survival(found.horizon)[0], (0.732051, 0.366025), atol=5e-7)
    assert (found.weak[0], found.atom[0]) == (1, pytest.approx(0.366025, abs=5e-7))
    assert found.atom[0] == pytest.approx(1.0 - horizon * (1.0 + 2.0 * horizon), rel=1e-9)
    assert found.war[0] == pytest.approx(0.267949, abs=5e-7)
    np.testing.assert_allclose(1.0 - found.fights[0], (0.267949, 0.633975), atol=5e-7)  # stronger audience: less often


def test_backing_down_at_any_time_is_worth_the_same_and_the_last_type_would_as_soon_fight() -> None:
    costs = (2.0, 1.0)
    found = crisis(costs)
    end = float(found.horizon[0])
    for state, value in ((0, 0.366025), (1, 0.0)):
        for until in (1e-9, 0.5 * end, end):
            assert worth(found, costs, 1.0, state, until) == pytest.approx(value, abs=1e-6)
        # A type with war value w that fights at the horizon gets v or w; the last one, w = −a t*, gains nothing by it.
        last = found.survival(found.horizon)[0, 1 - state]
        fight = (1.0 - last) * 1.0 + last * -costs[state] * end
        assert fight == pytest.approx(value, abs=1e-6)


@given(st.tuples(ABOVE, ABOVE), ABOVE, st.tuples(ABOVE, ABOVE))
def test_laws(costs, prize, worst) -> None:
    found = crisis(costs, prize, worst)
    np.testing.assert_allclose(found.survival(found.horizon), found.fights, rtol=1e-9)
    np.testing.assert_allclose(found.war, found.fights.prod(axis=1), rtol=1e-12)
    assert 0.0 <= found.atom[0] < 1.0
    assert (found.fights <= 1.0).all()
    swapped = crisis(costs[::-1], prize, worst[::-1])
    np.testing.assert_allclose(swapped.fights[0, ::-1], found.fights[0], rtol=1e-9)
    for state in (0, 1):  # the closed form: a_i t / L_i = v / (v + a_j t), the root of a quadratic
        a, b = costs[state] / worst[state], costs[1 - state] / prize
        root = 2.0 / (a + np.sqrt(a * a + 4.0 * a * b))
        assert found.horizon[0] <= root * (1.0 + 1e-9)


@given(st.tuples(ABOVE, ABOVE))
def test_the_stronger_audience_backs_down_less(costs) -> None:
    fights = crisis(costs).fights[0]
    assert (fights[0] - fights[1]) * (costs[0] - costs[1]) >= 0.0


@given(st.tuples(ABOVE, ABOVE), st.floats(0.0, 1.0))
def test_times_drawn_follow_the_survival(costs, luck) -> None:
    found = crisis(costs)
    when = found.quits(np.full((1, 2), luck))[0]
    for state in (0, 1):
        assert np.isinf(when[state]) == (luck >= 1.0 - found.fights[0, state])
        if 0.0 < when[state] < found.horizon[0]:
            assert found.survival(when[[state]])[0, state] == pytest.approx(1.0 - luck, rel=1e-9)
        elif when[state] == 0.0:
            assert luck <= found.atoms[0, state] + 1e-12


def test_a_world_alone_is_a_world_in_a_block() -> None:
    rng = np.random.default_rng(3)
    costs, worst, prize = rng.uniform(0.1, 3.0, (129, 2)), rng.uniform(0.1, 2.0, (129, 2)), rng.uniform(0.5, 2.0, 129)
    block = audience_war(costs, prize, worst)
    for w in (0, 77, 128):
        row = slice(w, w + 1)
        alone = audience_war(costs[row], prize[row], worst[row])
        for name in ("atom", "weak", "horizon", "fights"):
            assert np.array_equal(getattr(alone, name), getattr(block, name)[row])


def test_a_crisis_without_audiences_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        crisis((0.0, 1.0))
