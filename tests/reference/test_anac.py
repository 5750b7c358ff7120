"""Agents of the ANAC competitions: numbers from the formulas of their papers."""

import numpy as np
import pytest

from reference.hand_games import game, said
from zopa.strategies.anac import AgentK, HardHeadedBidding, expected_maximum
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.time_dependent import TimeDependent

PIE = [[float(x) for x in range(101)]]
SPLIT = game(PIE, [[100.0 - x for x in PIE[0]]], rounds=5)
EVEN = Composed.of(HardHeadedBidding(e=1.0, k=0.0, least=0.6), model=Given())
"""Even in time, from 1 to .6 by tenths, with the other's payoffs known."""


def test_agent_k_expects_the_mean_and_the_width_of_what_it_saw() -> None:
    heard = np.array([0.2, 0.4])  # mean .3, standard deviation .1, width √12 × .1 = .346
    most = expected_maximum(np.array([2.0, 0.0]), np.array([heard.sum(), 0.0]), np.array([(heard**2).sum(), 0.0]))
    assert most == pytest.approx([0.3 + 0.7 * np.sqrt(0.12), 1.0])


def test_agent_k_concedes_towards_that() -> None:
    # from a hardliner it expects nothing: 1 − t³ is 1, .984, .875, .578, 0
    assert said(SPLIT, AgentK(), Hardliner()) == "a100 b0 a99 b0 a88 b0 a58 b0 0"


def test_hard_headed_hardly_moves() -> None:
    assert said(SPLIT, EVEN, Hardliner()) == "a100 b0 a90 b0 a80 b0 a70 b0 a60 none"
    # by default: 2 % conceded from the start (k = .05 of .415), and nothing to speak of before the end
    usual = Composed.of(HardHeadedBidding(), model=Given())
    assert said(SPLIT, usual, Hardliner()) == "a98 b0 a98 b0 a98 b0 a98 b0 a59 none"


def test_hard_headed_takes_what_it_would_ask_for() -> None:
    # b comes to 25, 50, 75 and takes 30 where it would offer itself 25; a takes the 65 that it would ask for itself
    assert said(SPLIT, EVEN, TimeDependent()) == "a100 b0 a90 b25 a80 b50 a70 70"
    best = [[9.0, 6, 3, 0]], [[0.0, 1, 2, 3]]
    # it asks for 3, 2.625 and 2.25, for which only level 3 is enough; then for 1.875, and the 2 that lies there will do
    early = Composed.of(HardHeadedBidding(e=1.0, k=0.0, least=0.5), model=Given())
    assert said(game(*best, rounds=5), FixedDemand(1 / 3), early) == "a2 b3 a2 b3 a2 b3 a2 2"
