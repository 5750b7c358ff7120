"""Hawks and doves (Maynard Smith & Price 1973) under the replicator dynamics of Taylor & Jonker (1978)."""

import numpy as np
import pytest

from zopa.analysis.population import evolve, replicator

V, C = 2.0, 5.0
HAWK_DOVE = np.array([[(V - C) / 2, V], [0.0, V / 2]])
MIX = np.array([V / C, 1 - V / C])


@pytest.mark.parametrize("hawks", [0.01, 0.3, 0.99])
def test_one_population_comes_to_the_mix(hawks: float) -> None:
    (end,) = evolve([HAWK_DOVE], [np.array([hawks, 1 - hawks])], 200.0)
    np.testing.assert_allclose(end, MIX, atol=1e-8)


def test_the_mix_is_a_rest_point() -> None:
    np.testing.assert_allclose(replicator([HAWK_DOVE], [MIX])[0], 0.0, atol=1e-15)
    for change in replicator([HAWK_DOVE, HAWK_DOVE], [MIX, MIX]):
        np.testing.assert_allclose(change, 0.0, atol=1e-15)


def test_two_populations_leave_it_for_hawks_on_one_side_and_doves_on_the_other() -> None:
    one, two = evolve([HAWK_DOVE, HAWK_DOVE], [MIX + np.array([0.01, -0.01]), MIX], 200.0)
    np.testing.assert_allclose((one, two), ([1.0, 0.0], [0.0, 1.0]), atol=1e-8)


def test_shares_stay_shares_and_two_roles_have_payoffs_of_their_own() -> None:
    rng = np.random.default_rng(7)
    tables = [rng.uniform(size=(3, 2)), rng.uniform(size=(2, 3))]
    shares = [np.array([0.2, 0.3, 0.5]), np.array([0.6, 0.4])]
    change = replicator(tables, shares)
    for i, (own, other) in enumerate((shares, shares[::-1])):
        earned = [sum(tables[i][s, t] * other[t] for t in range(len(other))) for s in range(len(own))]
        mean = sum(x * e for x, e in zip(own, earned, strict=True))
        np.testing.assert_allclose(change[i], [x * (e - mean) for x, e in zip(own, earned, strict=True)], rtol=1e-12)
    assert all(end.sum() == pytest.approx(1.0, abs=1e-8) for end in evolve(tables, shares, 5.0))
