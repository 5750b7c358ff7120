"""Tactics of packages worked out by hand: salami, logrolling, a gate, a formula, one issue after the other, answers."""

import numpy as np
import pytest

from reference.hand_games import game, said, talks
from zopa.game.space import Space
from zopa.strategies.gate_holder import GateHolder
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.issue_by_issue import IssueByIssue
from zopa.strategies.linkage_formula import LinkageFormula
from zopa.strategies.log_roller import LogRoller, rolled
from zopa.strategies.nice_tit_for_tat import Mimic, NiceTitForTat, conceded
from zopa.strategies.salami import SalamiSlicer
from zopa.strategies.time_dependent import TimeDependent

TWO = game([[9, 6, 3, 0], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 3, 6, 9]], rounds=5)
"""The first issue is worth three times the second to a, and the other way round to b; the time goes by quarters."""


def test_schelling_1966_the_thinnest_slice() -> None:
    # b asks for 33. Level 2 of the first issue costs b 1, of the second 3: a takes the first, and b, about to ask for
    # 9 itself, takes the 11 that it still gets.
    assert said(TWO, SalamiSlicer(), TimeDependent()) == "a00 b33 a23 23"
    # two slices: the first issue again; from a hardliner there is nothing but what it offers, taken at the end
    assert said(TWO, SalamiSlicer(2), Hardliner()) == "a00 b33 a13 b33 a13 b33 a13 b33 33"


def test_a_slicer_takes_as_many_slices_as_make_it_worth_a_deal() -> None:
    poor = game([[9, 6, 3, 0], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 3, 6, 9]], rounds=5, no_deal=(8.0, 0.0))
    # 33 is worth 0: three slices of the first issue, the cheapest for b, and it has 9
    assert said(poor, SalamiSlicer(), Hardliner()).split()[2] == "a03"


def test_pruitt_1981_the_price_of_a_concession() -> None:
    mine, theirs = np.array([[9.0, 6, 3, 0, 3, 2, 1, 0]]), np.array([[0.0, 1, 2, 3, 0, 3, 6, 9]])
    first, allowed = np.array([0, 4, 8]), np.ones((1, 8), dtype=bool)
    # the second issue costs a third of what it gives, the first three times as much; both totals run to 12
    for price, worth in [(1 / 3, 12.0), (0.34, 9.0), (2.9, 9.0), (3.0, 9.0), (3.1, 0.0)]:
        assert rolled(mine, theirs, allowed, first, np.array([price]))[0] == worth


def test_two_log_rollers_exchange_their_issues() -> None:
    # a third of the way in time is passed at the third offer
    assert said(TWO, LogRoller(), LogRoller()) == "a00 b33 a00 b33 a03 03"


def test_the_gate_stays_shut() -> None:
    # a holds level 0 of the first issue, by far its dearest, and gives all of the second: at a quarter of the time it
    # has conceded .63 of its 12. What b gives at three quarters, one level of the first issue, lies outside.
    assert said(TWO, GateHolder(), TimeDependent(0.2)) == "a00 b33 a03 b33 a03 b33 a03 b13 a03 03"
    # what is outside is not taken even at the end, where it would take any utility
    assert said(TWO, GateHolder(), Hardliner()).endswith("none")
    assert said(TWO, TimeDependent(), Hardliner()).endswith("33")


def test_a_gate_that_is_named() -> None:
    low = np.array([True] * 4 + [False, False, True, True])  # the second issue at level 2 or 3 at best
    held = talks(TWO, GateHolder(gate=low), Hardliner())
    assert held.record is not None
    offers = [m.package[0].tolist() for m in held.record.said if m.offered[0] and m.turn.party == 0]
    assert offers[0] == [0, 2]
    assert all(second >= 2 for _, second in offers)
    assert held.outcomes.agreed[0]  # b's 33 lies inside


def test_sebenius_1983_a_formula() -> None:
    # a gets the first issue and gives the second, share for share: nothing for nothing is 30, all for all 03.
    # The best of that for a is 03, and at once.
    assert said(TWO, LinkageFormula(), Hardliner()).split()[0] == "a03"
    # at half the price all of the first issue costs half of the second: level 1 or 2, the lower of two as near
    assert said(TWO, LinkageFormula(slope=0.5), Hardliner()).split()[0] == "a01"


def test_issues_that_are_settled_together_are_not_exchanged() -> None:
    linked = Space.of({"x": (0, 1), "y": (0, 1), "z": (0, 1)}, {"both": ("x", "y")})
    one = game([[0, 1, 1, 2], [0, 1]], [[2, 1, 1, 0], [1, 0]])
    one = one.__class__(**{**vars(one), "space": linked})
    with pytest.raises(ValueError, match="x and y are settled together"):
        talks(one, LinkageFormula(gives=0, gets=1), Hardliner())
    talks(one, LinkageFormula(gives=0, gets=2), Hardliner())


def test_busch_horstmann_1997_first_things_first() -> None:
    # five offers, two issues: the first is conceded in the first half of the time (1, ½, 0 of its range), the second in
    # the other. With b's second offer, 2 of the first issue and all of the second for itself, a has 3: as much as it
    # is about to ask for, which is nothing of the first issue and all of the second.
    assert said(TWO, IssueByIssue(), IssueByIssue()) == "a00 b33 a10 b23 23"
    assert said(TWO, IssueByIssue(), Hardliner()) == "a00 b33 a10 b33 a30 b33 a31 b33 33"


def test_baarslag_2013_as_much_of_the_way() -> None:
    # from .1 to .4 on a way that leads to .7 is half of it; who began beyond the Nash point has nothing left to give
    share = conceded(np.array([0.1, 0.8, np.inf]), np.array([0.4, 0.8, -np.inf]), np.full(3, 0.7))
    np.testing.assert_allclose(share, [0.5, 1.0, 0.0])
    # the Nash point is 03, worth 9 to both: b comes all the way at its second offer
    assert said(TWO, NiceTitForTat(), TimeDependent()) == "a00 b33 a00 b03 03"
    # from a hardliner nothing comes: in the second half of the time it goes there alone, by way of 10.5
    assert said(TWO, NiceTitForTat(closes=0.5), Hardliner()) == "a00 b33 a00 b33 a00 b33 a01 b33 a03 none"


def test_a_mimic_asks_for_what_the_other_asks_for() -> None:
    # 80 % of 12 at first; then all, as b does; then the 9 that b asks for, which is what it offers
    assert said(TWO, Mimic(), TimeDependent()) == "a02 b33 a00 b03 03"
