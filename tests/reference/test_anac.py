"""Agents of the ANAC competitions: numbers from the formulas of their papers."""

import numpy as np
import pytest

from reference.hand_games import game, said
from zopa.strategies.anac import AgentK, HardHeadedBidding, expected_maximum
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.time_dependent import TimeDependent

PIE = [[float(x) for x in range(101)]]
SPLIT = game(PIE, [[100.0 - x for x in PIE[0]]], rounds=5)


def test_agent_k_expects_the_mean_and_the_width_of_what_it_saw() -> None:
    heard = np.array([0.2, 0.4])  # mean .3, standard deviation .1, width √12 × .1 = .346
    most = expected_maximum(np.array([2.0, 0.0]), np.array([heard.sum(), 0.0]), np.array([(heard**2).sum(), 0.0]))
    assert most == pytest.approx([0.3 + 0.7 * np.sqrt(0.12), 1.0])


def test_agent_k_concedes_towards_that() -> None:
    # from a hardliner it expects nothing: 1 − t³ is 1, .984, .875, .578, 0
    assert said(SPLIT, AgentK(), Hardliner()) == "a100 b0 a99 b0 a88 b0 a58 b0 0"


def test_hard_headed_hardly_moves() -> None:
    # with k = 0 and e = 1 from 1 to .6: 1, .9, .8, .7, and at the end it waits for .6 in vain
    even = HardHeadedBidding(e=1.0, k=0.0, least=0.6)
    assert said(SPLIT, even, Hardliner()) == "a100 b0 a90 b0 a80 b0 a70 b0 none"
    # as it played: 2 % conceded from the start (k = .05 of .415), and nothing to speak of before the end
    assert said(SPLIT, HardHeadedBidding(), Hardliner()) == "a98 b0 a98 b0 a98 b0 a98 b0 none"


def test_hard_headed_gives_back_what_is_good_enough_and_takes_what_it_offered() -> None:
    # b comes down to 0, 25, 50, 75: at the end a asks for .6, and the 75 is more
    assert said(SPLIT, HardHeadedBidding(e=1.0, k=0.0, least=0.6), TimeDependent()) == "a100 b0 a90 b25 a80 b50 a70 70"
