"""Bargaining with exit, Krishna & Serrano (1996): the shares, and that in the whole game nobody has a better move."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.exit import exit_division

Payoffs = dict[int, float]


def test_the_worked_number() -> None:
    found = exit_division(np.full(3, 0.9))
    np.testing.assert_allclose(found, (0.357143, 0.321429, 0.321429), atol=5e-7)


@given(st.integers(1, 12), st.floats(0.0, 0.99))
def test_the_closed_form(n: int, discount: float) -> None:
    found = exit_division(np.full(n, discount))
    np.testing.assert_allclose(found[0], 1.0 / (1.0 + (n - 1) * discount), rtol=1e-9)
    np.testing.assert_allclose(found[1:], discount / (1.0 + (n - 1) * discount), rtol=1e-9)


@given(st.floats(0.0, 0.99), st.floats(0.0, 0.99))
def test_two_players_are_rubinstein(one: float, two: float) -> None:
    assert exit_division(np.array([one, two]))[0] == pytest.approx((1 - two) / (1 - one * two), rel=1e-9)


def respond(order: list[int], offer: Payoffs, discounts: np.ndarray, said: tuple[bool, ...]) -> Payoffs:
    """Payoffs of all once the responders have answered, each as is best for it; indifferent, it accepts."""
    responders = order[1:]
    if len(said) < len(responders):
        yes = respond(order, offer, discounts, (*said, True))
        no = respond(order, offer, discounts, (*said, False))
        me = responders[len(said)]
        return yes if yes[me] >= no[me] - 1e-12 else no
    stay = [i for i, accepts in zip(responders, said, strict=True) if not accepts]
    out = {i: offer[i] for i in responders if i not in stay}
    left = 1.0 - sum(out.values())
    if not stay:
        return {**out, order[0]: left}
    table = [*stay, order[0]]
    shares = exit_division(discounts[table])
    return {**out, **{i: discounts[i] * left * float(share) for i, share in zip(table, shares, strict=True)}}


@pytest.mark.parametrize("discounts", [(0.9, 0.9, 0.9), (0.5, 0.5, 0.5), (0.9, 0.6, 0.8), (0.7, 0.95, 0.9)])
def test_no_proposal_and_no_answer_is_better(discounts: tuple[float, ...]) -> None:
    """Whatever set of responders rejects, with the game that it goes on to play: one deviation at a time."""
    d = np.array(discounts)
    shares = exit_division(d)
    reached = respond([0, 1, 2], dict(enumerate(shares)), d, ())
    assert [reached[i] for i in range(3)] == pytest.approx(list(shares), abs=1e-12)
    for one, two in itertools.product(np.linspace(0.0, 1.0, 51), repeat=2):
        if one + two <= 1.0:
            got = respond([0, 1, 2], {1: float(one), 2: float(two)}, d, ())
            assert got[0] <= shares[0] + 1e-9
